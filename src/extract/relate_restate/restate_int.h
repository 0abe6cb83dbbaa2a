/* The same fact told twice: what the passes over the tellings share (relate_restate*.c). */
#ifndef PLUMB_RESTATE_INT_H
#define PLUMB_RESTATE_INT_H

#include "extract/relate/relate_int.h"

enum { /* patterns of relate_restate.c */
       RESTATE_STAGE_BUDGET,
       RESTATE_PARTIAL,
       RESTATE_BENEFIT,
       RESTATE_BENEFIT_KIND
};

/* One number with the name it is told under. */
struct telling {
    const struct plumb_fact *fact;
    const struct plumb_item *item; /* NULL for table cells */
    struct plumb_str core;
    struct plumb_str lead; /* the sentence up to the number, or the row */
    bool generic;          /* plumb_restate_is_generic(core) */
    size_t first, next; /* tellings of this core and unit; behind the last comes the count of all */
    int digits;         /* significant, without trailing zeros */
    int year;
    bool benefit; /* is_benefit_total */
};

struct restate_work {
    struct plumb_extract_work *work;
    struct telling *tellings;
    size_t count;
    const struct telling **sorted; /* by unit, value, place */
    bool *linked;                  /* [fact_count]: already agrees with another telling */
};

/* ---- two tellings (relate_restate_telling.c, relate_restate_scope.c) ---- */

/* A name that every line of a report has says nothing about which fact is told. */
bool plumb_restate_is_generic(struct plumb_str core);
/* Two items of one numbered list speak of two things. */
bool plumb_restate_siblings(const struct telling *a, const struct telling *b);
/* The same name, unit and measure. Inline, and quick for what has but one measure: asked for every two
 * tellings of one name. */
static inline bool plumb_restate_matches(const struct telling *a, const struct telling *b)
{
    enum plumb_unit unit = a->fact->unit;
    bool one_measure =
        unit == PLUMB_UNIT_YUAN || unit == PLUMB_UNIT_FRACTION || unit == PLUMB_UNIT_PERSON;
    return a->first == b->first && a->core.len >= 6 &&
           (one_measure || plumb_same_measure(a->fact, b->fact));
}
/* Too few digits to tell anything by being equal. */
bool plumb_restate_is_trivial(const struct telling *t);
/* May two numbers of one name be held against each other: one year, stage, population, item … ? */
bool plumb_restate_same_scope(struct plumb_extract_work *work, const struct telling *a,
                              const struct telling *b);
/* "全国 … 支出总量 A", "中央 … 支出总量 B": two levels of government. */
bool plumb_restate_other_level(const struct telling *a, const struct telling *b);
/* "W，其中甲 a", "V，其中甲 b": parts of two wholes are two things, whatever their name. */
bool plumb_restate_other_wholes(struct plumb_extract_work *work, const struct telling *a,
                                const struct telling *b);
/* "a (line 3) = b (line 9)" */
const char *plumb_restate_text(struct plumb_extract_work *work, const struct telling *a,
                               const struct telling *b, bool equal);
/* First of the sorted tellings that is not before (unit, value); of one value the sooner told is in front. */
size_t plumb_restate_first(const struct restate_work *r, enum plumb_unit unit, plumb_dec value);
/* b tells again what a told. `sure`: names, order and scope agree; else a conflict is only noted. */
void plumb_restate_push(struct restate_work *r, const struct telling *a, const struct telling *b,
                        bool sure, double confidence, const char *reading);

/* ---- passes, in order ---- */
void plumb_restate_sort(struct restate_work *r);       /* relate_restate_equal.c: fills r->sorted */
void plumb_restate_equal(struct restate_work *r);      /* relate_restate_equal.c */
void plumb_restate_coarse(struct restate_work *r);     /* relate_restate_equal.c */
void plumb_restate_runs(struct restate_work *r);       /* relate_restate_names.c */
void plumb_restate_names(struct restate_work *r);      /* relate_restate_names.c */
void plumb_restate_items(struct restate_work *r);      /* relate_restate_items.c */
void plumb_restate_slips(struct restate_work *r);      /* relate_restate_slips.c */
void plumb_restate_swaps(struct restate_work *r);      /* relate_restate_swaps.c */
void plumb_restate_cells(struct restate_work *r);      /* relate_restate_cells.c */
void plumb_restate_benefits(struct restate_work *r);   /* relate_restate_benefits.c */
void plumb_restate_projects(struct restate_work *r);   /* relate_restate_projects.c */
void plumb_restate_indicators(struct restate_work *r); /* relate_restate_names.c */
void plumb_restate_forms(struct restate_work *r);      /* relate_restate_forms.c */
void plumb_restate_project_lists(struct restate_work *r); /* relate_restate_lists.c */
void plumb_restate_table_totals(struct restate_work *r);  /* relate_restate_lists.c */
void plumb_restate_satisfaction(struct restate_work *r);  /* relate_restate_satisfaction.c */
void plumb_restate_units(struct restate_work *r);         /* relate_restate_equal.c */

#endif
