/* The nine published tables of final accounts (部门决算, T1 to T9) and of budgets (部门预算, B1 to B9),
 * recognised by title and heads in their regional variants, and their cells by meaning. */
#ifndef PLUMB_PUBLISHED_H
#define PLUMB_PUBLISHED_H

#include "extract/relate_table/relate_table_util.h"

enum plumb_published_kind {
    PLUMB_PUBLISHED_NONE,
    PLUMB_T1, /* 收入支出决算总表 */
    PLUMB_T2, /* 收入决算表 */
    PLUMB_T3, /* 支出决算表 */
    PLUMB_T4, /* 财政拨款收入支出决算总表 */
    PLUMB_T5, /* 一般公共预算财政拨款支出决算表 */
    PLUMB_T6, /* 一般公共预算财政拨款基本支出决算表 */
    PLUMB_T7, /* “三公”经费 */
    PLUMB_T8, /* 政府性基金 */
    PLUMB_T9, /* 国有资本经营 */
    PLUMB_B1, /* the same of the budget */
    PLUMB_B2,
    PLUMB_B3,
    PLUMB_B4,
    PLUMB_B5,
    PLUMB_B6, /* basic expenditure by economic class */
    PLUMB_B7, /* “三公”经费 */
    PLUMB_B8, /* 政府性基金 */
    PLUMB_B9, /* 国有资本经营 */
    PLUMB_PUBLISHED_KINDS
};
#define PLUMB_BUDGET_SHIFT (PLUMB_B1 - PLUMB_T1)

struct plumb_published {
    enum plumb_published_kind kind;
    const struct plumb_grid *grid;
    const struct plumb_chain *chains; /* those of this table, in order */
    size_t chain_count;
    bool whole_table; /* prints 合计, 总计: one among several of this kind */
    size_t amounts;   /* amounts that are not 0 */
};

struct plumb_published_set {
    struct plumb_published *tables;
    size_t count;
    const struct plumb_published *of[PLUMB_PUBLISHED_KINDS]; /* the table of a kind, or NULL */
    bool twice[PLUMB_PUBLISHED_KINDS];    /* several tables claim to be it: it is not used */
    bool unit_off[PLUMB_PUBLISHED_KINDS]; /* its amounts are off by a power of ten: reported once */
};

/* Official title of a kind: "收入支出决算总表". */
const char *plumb_published_name(enum plumb_published_kind kind);
const char *plumb_published_name_en(enum plumb_published_kind kind);
/* Check id under which a break in the table is reported. */
const char *plumb_published_check(enum plumb_published_kind kind);
/* What a title names; `budget`: a title without a stage belongs to a budget. */
enum plumb_published_kind plumb_published_by_title(struct plumb_str key, bool budget);

struct plumb_published_set *plumb_published_find(struct plumb_extract_work *work);

/* A cell by the words of its row and column; words are parted by '|', one behind '=' must be the
 * whole key, one behind '^' its beginning. */
struct plumb_place {
    enum plumb_published_kind kind;
    const char *row;    /* NULL: the line of the total */
    const char *column; /* NULL: the first column of amounts of the row's side */
};
/* The printed amount there, or NULL. *known (may be NULL): the row and column exist, so that an empty
 * cell means nothing was received or spent. */
const struct plumb_fact *plumb_published_value(const struct plumb_extract_work *work,
                                               const struct plumb_published_set *set,
                                               const struct plumb_place *place, bool *known);
bool plumb_words_fit(struct plumb_str key, const char *words);
/* Line of the total, or of this code, in a chain; PLUMB_NPOS when there is none. */
size_t plumb_published_total(const struct plumb_chain *chain);
size_t plumb_published_column(const struct plumb_chain *chain, const char *words);

/* relate_published_prose.c: what the text tells of a table, against the table. */
void plumb_relate_published_prose(struct plumb_extract_work *work,
                                  const struct plumb_published_set *set);
/* relate_published_rows.c: code by code and class by class between two tables. */
struct plumb_tie_list;
void plumb_tie_rows(struct plumb_tie_list *list, const struct plumb_published_set *set);

/* One equality between tables: stated = Σ parts, every part of another table. */
enum { PLUMB_TIE_PARTS = 4 };
struct plumb_tie {
    const struct plumb_fact *stated, *parts[PLUMB_TIE_PARTS];
    size_t part_count;
    bool at_most; /* stated ≤ part */
    enum plumb_published_kind kind, other;
    const char *reading;
    struct plumb_judgement judgement;
    int power; /* stated = parts · 10^power, or 0 */
};
struct plumb_tie_list {
    struct plumb_extract_work *work;
    struct plumb_tie *items;
    size_t count, capacity;
};
/* Judges the tie and adds it. */
void plumb_tie_add(struct plumb_tie_list *list, struct plumb_tie tie);
bool plumb_tie_holds(const struct plumb_tie *tie);
/* Takes out the ties that one table's wrong unit explains, and tells that unit. */
void plumb_tie_wrong_units(struct plumb_tie_list *list, struct plumb_published_set *set);
/* Tells a tie as a relation. */
void plumb_tie_push(struct plumb_extract_work *work, const struct plumb_tie *tie);
/* relate_published_public.c: basic expenditure by class against the 三公 table. */
void plumb_tie_public(struct plumb_tie_list *list, const struct plumb_published_set *set);
/* Every cell of the 三公 table of this kind of expense and stage; the layout differs by region. */
enum { PLUMB_PUBLIC_CELLS = 16 };
size_t plumb_public_cells(const struct plumb_extract_work *work,
                          const struct plumb_published *table, const char *kind, bool planned,
                          const struct plumb_fact *out[PLUMB_PUBLIC_CELLS]);
/* relate_published_rules.c: empty tables, missing tables and sections, units. */
void plumb_relate_published_rules(struct plumb_extract_work *work,
                                  const struct plumb_published_set *set);
/* relate_codes.c: names and amounts against the codes of their rows. */
void plumb_relate_codes(struct plumb_extract_work *work, const struct plumb_published_set *set);
/* relate_explained.c: rules on the explanations of accounts. */
void plumb_relate_explained(struct plumb_extract_work *work);

#endif
