/* What the parts of the meaning pass share: noun phrases, scope, indicators. */
#ifndef PLUMB_LABEL_INT_H
#define PLUMB_LABEL_INT_H

#include "extract/extract_int.h"
#include "extract/text/word_set.h"

#define PLUMB_POPULATION_LINES 11

/* One sentence with the place of each of its facts in the template. */
struct plumb_labelling {
    struct plumb_extract_work *work;
    struct plumb_sentence *sentence;
    struct plumb_str text; /* the template */
    size_t *at;            /* [fact_count]: byte of the place-holder, PLUMB_NPOS for NOT */
    size_t capacity;
    int block_year; /* year last named in this block */
    size_t block;
    struct plumb_str item;         /* project the block is about, or empty */
    struct plumb_str section_item; /* project of the report the block lies in, or empty */
    size_t section_block;          /* first block not yet looked at for section_item */
    bool project_table;            /* the block is the table of one project */
    struct plumb_word_set stages, populations;
    const char *head_words[PLUMB_POPULATION_LINES]; /* of the sentence's head, read when needed */
    bool head_read, aims, aims_read;
    const struct plumb_fact *named; /* last labelled quantity before the one being read */
    const struct plumb_fact *whole; /* the number that 其中 or an open bracket divides, or NULL */
};

/* How far a clause is followed back, and how many numbers one 分别 can serve: enough for any sentence
 * a person writes, and it keeps the pass linear. */
#define PLUMB_CLAUSE_REACH 900
#define PLUMB_RUN_REACH 16
#define PLUMB_HOLDER 3 /* bytes of a place-holder in UTF-8 */

/* label.c */
struct plumb_str plumb_strip_words(struct plumb_str s, const char *const *words, size_t count,
                                   bool front);
/* The clause in front of fact `index`: from the last , ; : 、 。 or the start, numbers included. */
struct plumb_str plumb_clause_before(const struct plumb_labelling *l, size_t index);
/* Text between the previous number (of any kind but NOT) and fact `index`, within the clause. */
struct plumb_str plumb_phrase_before(const struct plumb_labelling *l, size_t index);
bool plumb_says_change(struct plumb_str phrase); /* ends in 增加, 下降, 增长了 … */

/* label_scope.c */
void plumb_label_years(struct plumb_labelling *l); /* year, PRIOR, until */
void plumb_label_scope_begin(struct plumb_labelling *l);
void plumb_label_scope(struct plumb_labelling *l, size_t index); /* population, stage */
void plumb_block_item(struct plumb_labelling *l);                /* sets item, for a new block */

/* label_indicator.c: the catalogue's indicator of a labelled fact, if it is about the whole agency */
void plumb_indicator_prose(const struct plumb_labelling *l, struct plumb_fact *fact);
void plumb_indicator_table(const struct plumb_labelling *l, struct plumb_fact *fact);
bool plumb_table_is_project(const struct plumb_block *block);

#endif
