/* What the prose relation builders share: passages, noun phrases, operands in scope, claims.
 *
 * A passage is one paragraph, heading or wordy table cell as a single template: the templates of its
 * sentences joined, every number one place-holder (U+E000). Items are its numbers in order.
 */
#ifndef PLUMB_RELATE_INT_H
#define PLUMB_RELATE_INT_H

#include "extract/extract_int.h"
#include "extract/relate/cue.h"
#include "extract/text/word_set.h"

enum plumb_item_use {
    PLUMB_USE_PLAIN,  /* an amount, count … under its own label */
    PLUMB_USE_DELTA,  /* "增加 X": a change */
    PLUMB_USE_GROWTH, /* "增长 q%" */
    PLUMB_USE_SHARE,  /* "占 q%" */
    PLUMB_USE_RATE,   /* a fraction with a rate's name */
    PLUMB_USE_BASE    /* a baseline: 由 X, 从 X, 上年的 X */
};

struct plumb_item {
    struct plumb_fact *fact;
    struct plumb_passage *passage;
    size_t at;               /* byte offset of the place-holder in passage->text (3 bytes long) */
    size_t index;            /* in passage->items */
    size_t sentence;         /* running number within the passage */
    int depth;               /* brackets around it */
    struct plumb_str before; /* template from the previous number or the sentence's start */
    struct plumb_str label;  /* noun phrase in front, trimmed; may be that of an earlier number */
    struct plumb_str core;   /* label without brackets, quotes and noise words: for comparing */
    uint64_t core_bits;      /* which code points core has, for a quick look */
    struct plumb_str full;   /* core with its subject where core is a mere stage, else empty */
    bool own_label;          /* the phrase stands directly in front of this number */
    signed char ratio_role;  /* relate_ratio.h: + 1, 0 when not asked for yet */
    bool total;              /* 合计, 共计, 总…: the label says it is a whole */
    enum plumb_item_use use;
};

struct plumb_passage {
    size_t index;
    size_t block, row, column;
    size_t heading; /* block of the heading above, or PLUMB_NPOS */
    size_t section; /* passages with equal numbers stand under the same heading */
    struct plumb_str text;
    struct plumb_item *items;
    size_t count;
    const struct plumb_sentence *const *sentences;
    const size_t *starts; /* offset in text where each sentence begins */
    size_t sentence_count;
    bool is_cell;
    bool is_flat;    /* a form whose cells run together: no sentences, so it has no items */
    char list_kind;  /* '1' for 1、, '(' for (1), 'c' for 一是/一、, 'o' for ①, 0 none */
    int list_number; /* its number, 0 none */
    struct plumb_str title; /* text of the heading above, folded; may be empty */
    struct plumb_gist gist; /* word_set.h: what characters text has */
};

struct plumb_prose {
    struct plumb_passage *passages;
    size_t count;
    struct plumb_item **of_fact; /* [fact_count]: the item of a fact, or NULL */
    size_t *by_text;             /* passages (index + 1) by the address of their text, hashed */
    size_t text_slots;
    struct plumb_name_index *names; /* relate_scope.c: built at first use, NULL before */
    struct plumb_item **by_value;   /* the same; items by value, then in reading order */
    size_t value_count;
};

/* PLUMB_HAS for the whole text of a passage that is built: its gist rules most words out at once. */
#define PLUMB_TELLS(passage, ...) PLUMB_ASK(plumb_passage_has_word, passage, __VA_ARGS__)
bool plumb_passage_has_word(const struct plumb_passage *passage, const struct plumb_word *words,
                            size_t n);

/* Built at first use, then kept in work->prose. */
struct plumb_prose *plumb_prose_get(struct plumb_extract_work *work);
/* The passage whose whole text this very piece of memory is, or NULL; prose may be NULL. */
const struct plumb_passage *plumb_passage_of_text(const struct plumb_prose *prose,
                                                  struct plumb_str text);

/* ---- words ---- */
/* Label without brackets, quotes and noise words (本年, 合计, 数 …), in the work arena. */
struct plumb_str plumb_label_core(struct plumb_extract_work *work, struct plumb_str label);
/* The label behind the name of a fund, whose 预算 is no stage: "一般公共预算收入完成" is 收入完成. */
struct plumb_str plumb_behind_fund(struct plumb_str label);
/* A name without its stage: "三公经费支出" and "三公经费年初预算" speak of 三公经费; may get empty. */
struct plumb_str plumb_name_without_stage(struct plumb_str core);
/* How alike two names are, 0..1: longest common subsequence of code points. */
double plumb_name_likeness(struct plumb_str a, struct plumb_str b);
/* Set of the code points of a name, folded into 64 bits: names that share few bits are not alike. */
uint64_t plumb_name_bits(struct plumb_str name);
/* True when the two names point to different populations or scopes (职工 / 居民, 收入 / 支出,
 * 预算 / 决算, 男 / 女 …): a pair must not be taken for one thing. */
bool plumb_names_oppose(struct plumb_extract_work *work, struct plumb_str a, struct plumb_str b);
/* Which such words a name has, for asking many pairs: a byte a line of opposites. */
#define PLUMB_SIDE_WORDS 4
struct plumb_sides {
    uint64_t words[PLUMB_SIDE_WORDS];
};
struct plumb_sides plumb_name_sides(struct plumb_extract_work *work, struct plumb_str name);
bool plumb_sides_oppose(const struct plumb_sides *a, const struct plumb_sides *b);

/* A budget of any moment: initial, revised, or not said which. */
static inline bool plumb_stage_is_budget(enum plumb_stage stage)
{
    return stage == PLUMB_STAGE_INITIAL || stage == PLUMB_STAGE_REVISED ||
           stage == PLUMB_STAGE_BUDGET;
}
/* ---- numbers ---- */
bool plumb_is_amount(const struct plumb_fact *fact); /* money, persons, counts …: can be a part */
bool plumb_is_rate(const struct plumb_fact *fact);   /* fraction, points or 倍 */
static inline bool plumb_is_quantity(const struct plumb_fact *fact)
{
    return fact->kind == PLUMB_FACT_QUANTITY || fact->kind == PLUMB_FACT_CHINESE ||
           fact->kind == PLUMB_FACT_BARE;
}
/* Same dimension: can be added. Persons and person-times differ; counts need the same word. */
bool plumb_same_measure(const struct plumb_fact *a, const struct plumb_fact *b);
/* The count that a price or an average goes with: an area of 178 万亩 as 1780000 and not as square
 * metres, 38.4 公里 as 38.4 and not as metres. Its text is that of the fact. */
struct plumb_fact plumb_priced_count(const struct plumb_fact *fact);
/* Is it a length or a weight whose own unit the price names ("每公里", "元/吨")? */
bool plumb_is_priced_measure(struct plumb_extract_work *work, const struct plumb_fact *fact,
                             const struct plumb_item *rate);
/* value in the printed unit of `like` with `extra` more decimals than `like` has. */
const char *plumb_value_text(struct plumb_extract_work *work, plumb_dec value,
                             const struct plumb_fact *like, int extra);
const char *plumb_fact_text(struct plumb_extract_work *work, const struct plumb_fact *fact);
/* Is a single slip (one digit, two digits exchanged, a shifted point, a doubled digit) enough to
 * turn what is printed into `value`? */
bool plumb_one_slip(const struct plumb_fact *fact, plumb_dec value);

/* ---- text ---- */
struct plumb_str plumb_text_between(const struct plumb_item *a, const struct plumb_item *b);
struct plumb_str plumb_text_after(const struct plumb_item *item); /* up to next number or 。 */
/* The source words behind a range of a passage's template, and their source line. */
struct plumb_str plumb_passage_quote(const struct plumb_extract_work *work,
                                     const struct plumb_passage *passage, size_t from, size_t to,
                                     size_t *line);
/* Do all numbers from a to b stand in one row ("a、b和c"), with nothing but marks between them? */
bool plumb_same_row(const struct plumb_item *a, const struct plumb_item *b);
/* Item whose place-holder stands at byte `at`, or NULL. */
struct plumb_item *plumb_item_at(const struct plumb_passage *passage, size_t at);

/* ---- claims: one relation while its readings are tried ---- */
struct plumb_claim {
    struct plumb_extract_work *work;
    enum plumb_relation_kind kind;
    const char *check;
    const struct plumb_fact *stated; /* NULL when nothing is stated */
    struct plumb_str subject;
    bool declared;
    double confidence;
    unsigned readings;
    bool tried;
    struct plumb_judgement best;
    const char *reading;
    const char *recomputation;
    struct plumb_term *terms;
    size_t term_count;
    plumb_dec money;
    enum plumb_unit unit;
    plumb_dec next_money; /* at stake in the reading about to be tried */
    size_t line;          /* of the relation when nothing is stated */
};

void plumb_claim_begin(struct plumb_claim *claim, struct plumb_extract_work *work,
                       enum plumb_relation_kind kind, const char *check,
                       const struct plumb_item *stated);
/* Try a reading; kept when it is better than the best so far (the first failing one is the most
 * natural). Returns true when it was kept. `recomputation` may be NULL. */
bool plumb_claim_try(struct plumb_claim *claim, const struct plumb_judgement *judgement,
                     const struct plumb_term *terms, size_t count, const char *reading,
                     const char *recomputation);
/* Would plumb_claim_try keep a reading with this judgement? If not, it is counted as tried: asked before
 * its terms and texts are made. */
bool plumb_claim_wants(struct plumb_claim *claim, const struct plumb_judgement *judgement);
bool plumb_claim_holds(const struct plumb_claim *claim); /* consistent or rounding */
/* Push the relation; nothing happens when no reading was tried. */
struct plumb_relation *plumb_claim_push(struct plumb_claim *claim);

/* ---- readings used by several builders ---- */
/* rate = a ÷ b: judges, adds the terms and the recomputation text. */
bool plumb_claim_ratio(struct plumb_claim *claim, const struct plumb_fact *rate,
                       const struct plumb_fact *a, const struct plumb_fact *b, const char *reading);
/* total = Σ parts (signs NULL: all +). */
bool plumb_claim_sum(struct plumb_claim *claim, const struct plumb_fact *total,
                     const struct plumb_fact *const *parts, const int *signs, size_t n,
                     const char *reading);
/* part ≤ whole. */
bool plumb_claim_bound(struct plumb_claim *claim, const struct plumb_fact *part,
                       const struct plumb_fact *whole, const char *reading);
/* growth; exactly two of current, prior, delta are not NULL. */
bool plumb_claim_growth(struct plumb_claim *claim, const struct plumb_fact *rate, int sign,
                        const struct plumb_fact *current, const struct plumb_fact *prior,
                        const struct plumb_fact *delta, const char *reading);

/* relate_rate_points.c: the points of an execution rate, min(rate, 100 %) × weight. */
bool plumb_claim_rate_points(struct plumb_claim *claim, const struct plumb_fact *rate,
                             const struct plumb_fact *weight, const struct plumb_fact *score);

/* "自评得分情况：预算执行得": the words of this score alone; what stands in front of the colon is said of
 * all that follows. */
struct plumb_str plumb_words_of_score(const struct plumb_item *item); /* relate_points.c */

/* ---- operands in scope ---- */
struct plumb_found {
    struct plumb_item *item;
    double likeness; /* of its label to the name asked for */
    unsigned hops;   /* 0 same sentence, 1 passage, 2 section, 3 document */
};
/* Numbers of the same measure as `like` whose label is like `name` (at least `least`), best first:
 * exact labels before near ones, near places before far. Returns how many, at most `limit`. */
size_t plumb_find_named(struct plumb_extract_work *work, const struct plumb_item *around,
                        struct plumb_str name, const struct plumb_fact *like, double least,
                        struct plumb_found *out, size_t limit);

/* Numbers of the measure of `like` whose name ends with `name` (without its stage and 总): "采购总规模"
 * finds "全国政府采购规模". Nearest first. */
size_t plumb_find_ending(struct plumb_extract_work *work, const struct plumb_item *around,
                         struct plumb_str name, const struct plumb_fact *like,
                         struct plumb_found *out, size_t limit);

/* The items of prose that print this value in whatever unit, in reading order; how many. */
size_t plumb_items_of_value(struct plumb_extract_work *work, plumb_dec value,
                            struct plumb_item *const **items);

/* relate_average_named.c: Y = the total of the average's own word ÷ the only count of its sentence; true when there
 * is one of each and the reading was kept. */
bool plumb_average_of_named(struct plumb_claim *claim, const struct plumb_item *average);

/* relate_identity.c: sums every report has (基本 + 项目 = 总支出 …) across sentences. */
void plumb_relate_identities(struct plumb_extract_work *work);
/* relate_order.c: plan and outcome, target and what was reached, more and less, savings. */
void plumb_relate_orders(struct plumb_extract_work *work);
/* relate_limit.c: 控制在 X 以内; a target and its outcome by name. */
void plumb_relate_limits(struct plumb_extract_work *work);
/* relate_points.c: 得分率, the overall score in front of its points. */
void plumb_relate_points(struct plumb_extract_work *work);
/* relate_points_told.c: full marks beside points, groups, conversions. */
void plumb_relate_points_told(struct plumb_extract_work *work);
/* relate_composed.c: 三公, 公务用车, 政府采购 and their fixed parts. */
void plumb_relate_composed(struct plumb_extract_work *work);
/* relate_implied.c: budgets implied by rates of the parts; a total rate between theirs. */
void plumb_relate_implied(struct plumb_extract_work *work);
/* relate_row.c: the mean of a row; one number to one of another. */
void plumb_relate_rows(struct plumb_extract_work *work);
/* relate_rate_of_part.c: 逾期 A, 逾期率 q. */
void plumb_relate_rates_of_parts(struct plumb_extract_work *work);
/* relate_deficit.c: "各项基金均有结余" against a balance below zero. */
void plumb_relate_deficits(struct plumb_extract_work *work);
/* relate_support.c: what the arithmetic itself tells; supports and acquits, never fails. */
void plumb_relate_support(struct plumb_extract_work *work);
/* relate_contradiction.c: words that the numbers beside them refute. */
void plumb_relate_contradictions(struct plumb_extract_work *work);
/* relate_copy.c: sentences printed twice in one document. */
void plumb_relate_copies(struct plumb_extract_work *work);
/* relate_deductions.c: deductions, full marks and score told in prose. */
void plumb_relate_deductions(struct plumb_extract_work *work);

#endif
