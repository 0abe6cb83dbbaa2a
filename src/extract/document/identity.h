/* What titles say: which kind of report, of which year. */
#ifndef PLUMB_IDENTITY_H
#define PLUMB_IDENTITY_H

#include "plumb/extract.h"

/* How sure the votes are, and what title, text and file name say, so that they can be compared. */
struct plumb_identity {
    double agency, year, kind;
    struct plumb_str title; /* the first front block that names a report, as printed; or empty */
    size_t title_line;
    int title_year;               /* 0: none */
    int text_year;                /* told most often behind the front */
    size_t text_told, own_told;   /* so often, and the title's year so often */
    int file_year;                /* 0 when the file's name has none or several */
    struct plumb_str file_agency; /* folded, or empty */
};

/* Kind of the report that a title, or the name of one of its tables, speaks of; OTHER when it says
 * none. `title` is folded: narrow digits and brackets, no spaces. */
enum plumb_document_kind plumb_title_kind(struct plumb_str title);
/* The title without the 《》 around the whole of it. */
struct plumb_str plumb_title_bare(struct plumb_str title);
/* Bytes of "二〇二二" in front of 年, with the year in *year (may be NULL); 0 when there is none. */
size_t plumb_written_year(struct plumb_str s, int *year);

/* ---- identity_name.c ---- */

/* Does it end as names of agencies do: 局, 委员会, 一中? */
bool plumb_name_is_agency(struct plumb_str name);
/* Could the whole be one: letters of names only, and none of the words of sentences? */
bool plumb_name_plausible(struct plumb_str name);
/* Without "(本级)", "(盖章)" behind it; without "2019年度", "附件2", "关于" in front of it. */
struct plumb_str plumb_name_without_tail(struct plumb_str name);
struct plumb_str plumb_name_without_front(struct plumb_str text);
/* 青龙镇人民政府 of 青龙镇. */
bool plumb_name_governs(struct plumb_str name, struct plumb_str place);

#endif
