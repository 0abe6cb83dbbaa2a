/* Screening one panel: columns, peers, sizes, and the exceptions that the screens find.
 *
 * Screens look at one indicator at a time over all agencies and years and push exceptions; the
 * exceptions of one agency-year with one direction then become one finding. All arrays over cells
 * are agency-major, [agency_count * year_count].
 */
#ifndef PLUMB_SCREEN_INT_H
#define PLUMB_SCREEN_INT_H

#include "analysis/findings/findings_int.h"
#include "analysis/screen/reorganise.h"
#include "analysis/stats/stats.h"
#include "plumb/finding.h"

/* One indicator of the panel, stored or computed. */
struct plumb_series {
    const struct plumb_panel_column *column;   /* NULL for a ratio */
    const struct plumb_indicator *indicator;   /* NULL for a column the catalogue does not know */
    const char *id, *name_zh, *name_en, *unit; /* never NULL */
    double *value;                             /* copy; years not yet known are NaN */
    unsigned char *formula;                    /* ratios: which formula gave the cell */
    size_t count;                              /* cells with a value */
    bool money;                                /* a stored amount */
    struct plumb_panel_signals signals;        /* stored columns only */
    struct plumb_panel_evidence evidence;
    bool screened;
};

struct plumb_exception {
    const char *check;
    size_t series, agency, year; /* year: index */
    double stated, expected;     /* expected NaN: nothing to compare with */
    int direction;               /* +1 too high, -1 too low, 0 neither */
    int matter; /* what it is joined by: its direction, or 2 when another one explains it */
    int power;  /* stated = 10^power times what is meant; 0: no unit error */
    double belief, log_p;
    double money;
    double standing; /* weight of the check times belief: which one speaks for the group */
    bool soft;
    size_t tested, fired; /* cells looked at, and how many of them the screen caught */
    double common;        /* share of its population that the check fires on, when that is much */
    bool lowered;         /* its belief has been divided for that already */
    struct plumb_bilingual words;
    const char *recomputation, *recomputation_zh;
    size_t basis[2]; /* other series to quote, PLUMB_NPOS = none */
    size_t wrong;    /* series whose value is a slip for `meant`, PLUMB_NPOS = not known */
    double meant;
    bool quote_years; /* quote the neighbouring years as well */
};

struct plumb_screen {
    const struct plumb_catalogue *catalogue;
    const struct plumb_panel *panel;
    struct plumb_arena *arena; /* jumps on failure */
    struct plumb_finding_list *out;
    unsigned threads;
    const struct plumb_joined *joined; /* NULL: no agency was reorganised */
    size_t cells;
    struct plumb_series *series;
    size_t series_count, stored_count; /* stored series come first */
    const uint32_t *group;             /* [agency_count], or NULL: all are peers */
    const char *const *group_names;
    size_t group_count; /* 0 without groups */
    /* peers of group g: members[first[g] .. first[g+1]); a wider group has those of narrower ones too */
    const size_t *members, *first_member;
    double *size; /* [agency_count]: usual expenditure of a year, else the panel's median; NaN */
    struct plumb_exception *items;
    size_t count, capacity;
};

/* ---- set-up (screen_series.c) ---- */
void plumb_screen_read_series(struct plumb_screen *screen);
void plumb_screen_read_groups(struct plumb_screen *screen, const char *peers); /* screen_peers.c */
void plumb_screen_read_sizes(struct plumb_screen *screen);
void plumb_screen_free_series(struct plumb_screen *screen);

/* ---- screens; each pushes exceptions ---- */
enum plumb_status plumb_screen_values(struct plumb_screen *screen,
                                      struct plumb_error *error); /* screen_values.c */
void plumb_screen_ratios(struct plumb_screen *screen);            /* screen_ratios.c */
void plumb_screen_patterns(struct plumb_screen *screen);          /* screen_patterns.c */
/* What only the whole panel shows. */
void plumb_screen_sums(struct plumb_screen *screen);        /* screen_sums.c */
void plumb_screen_proportions(struct plumb_screen *screen); /* screen_proportion.c */
void plumb_screen_structure(struct plumb_screen *screen);   /* screen_structure.c */
enum plumb_status plumb_screen_digits(struct plumb_screen *screen,
                                      struct plumb_error *error); /* screen_digits.c */

/* ---- from exceptions to findings (screen_write.c) ---- */
void plumb_screen_write(struct plumb_screen *screen);

/* ---- reorganised agencies (screen_joined.c) ---- */
/* Takes out exceptions that the change itself makes, and those of sums that a part shows. */
void plumb_screen_drop_joined(struct plumb_screen *screen);

/* ---- what many have in common (screen_common.c) ---- */
/* Ranks down checks that fire on too much; writes and takes out what is one matter of a year. */
void plumb_screen_common(struct plumb_screen *screen);
bool plumb_screen_of_value(const struct plumb_exception *e);

/* ---- helpers ---- */
/* A value of the panel as it is printed in evidence: whole where it is whole. */
const char *plumb_screen_number(struct plumb_arena *arena, double value);
/* Adds the value of a stored series as evidence, once. */
void plumb_screen_quote(struct plumb_screen *screen, struct plumb_draft *d,
                        const struct plumb_series *s, size_t agency, size_t year, const char *role);
struct plumb_exception *plumb_screen_push(struct plumb_screen *screen, const char *check,
                                          size_t series, size_t cell);
size_t plumb_screen_cell(const struct plumb_screen *screen, size_t agency, size_t year);
int plumb_screen_year(const struct plumb_screen *screen, size_t year);
/* Series of a catalogue id, or PLUMB_NPOS. */
size_t plumb_screen_find(const struct plumb_screen *screen, const char *id);
double plumb_screen_parameter(const struct plumb_screen *screen, const char *check,
                              const char *name, double fallback);
/* A value in words: money in the panel's currency, rates in per cent. */
const char *plumb_screen_value(const struct plumb_screen *screen, const struct plumb_series *series,
                               double value, bool zh);
/* The number alone, with thousands separators; rates in per cent. */
const char *plumb_screen_plain(const struct plumb_screen *screen, const struct plumb_series *series,
                               double value);
/* "同类单位（县级·医疗保障局，57个）" / "57 peers (县级·医疗保障局)" in the year of the cell; when they
 * are too few, all agencies, and that it is so. */
const char *plumb_screen_peers(const struct plumb_screen *screen, const struct plumb_series *series,
                               size_t agency, size_t year, bool zh);
/* Values of the agency's group in that year, the whole panel's when the group has too few: how many,
 * and whether it is the whole panel. */
size_t plumb_screen_peer_count(const struct plumb_screen *screen, const struct plumb_series *series,
                               size_t agency, size_t year, bool *wider);
enum { PLUMB_GROUP_LEAST = 8 };
/* May `stated` have been written for `meant`: a wrong sign, the point moved, one wrong digit? Amounts
 * under a thousand are one digit from too many others. */
bool plumb_screen_is_slip(double stated, double meant);
/* A check that fires on more of its population than this has a threshold that does not fit the data. */
#define PLUMB_COMMON_SHARE 0.05
/* The share of `tested` that a check fired on; of fewer than a hundred, the share of the others that
 * it surely fires on, this one left out: Wilson's lower limit at 95 %. That one of four overspends
 * says nothing about the line. */
double plumb_screen_surely_common(size_t fired, size_t tested);
/* The findings of such a check are ranked down together. */
void plumb_screen_lower(struct plumb_exception *e, double share);

#endif
