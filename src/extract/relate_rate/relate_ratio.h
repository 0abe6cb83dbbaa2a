/* A rate and the amounts it may be made of, shared by the builder of ratios and its readings. */
#ifndef PLUMB_RELATE_RATIO_H
#define PLUMB_RELATE_RATIO_H

#include "extract/relate/relate_int.h"

enum plumb_ratio_kind {
    RATE_NONE,
    RATE_EXECUTION,
    RATE_ADJUSTMENT,
    RATE_CARRYOVER,
    RATE_CONTROL,
    RATE_ARRIVAL,
    RATE_SAVING,
    RATE_STAFF,
    RATE_USE, /* money paid ÷ money raised */
    RATE_ANY  /* some other …率 with a planned and an actual count */
};

enum plumb_ratio_role {
    AS_OTHER,
    AS_INITIAL,
    AS_REVISED,
    AS_BUDGET,
    AS_EXECUTED,
    AS_BALANCE,
    AS_RECEIVED,
    AS_ADDED,
    AS_PLAN,
    AS_ACTUAL,
    AS_QUOTA,
    AS_INCOME
};

#define PLUMB_RATIO_OPERANDS_MAX 24

struct plumb_ratio_operand {
    const struct plumb_item *item;
    enum plumb_ratio_role role;
    unsigned hops;
};

struct plumb_ratio {
    struct plumb_extract_work *work;
    const struct plumb_item *rate;
    struct plumb_ratio_operand operands[PLUMB_RATIO_OPERANDS_MAX];
    size_t count;
    bool counts;                    /* a rate of counts, not of money */
    unsigned max_hops;              /* operands farther off are not looked at */
    const struct plumb_item *spent; /* the amount right in front, if it alone can be meant */
};

/* ---- relate_ratio_scope.c ---- */
/* What an amount is for a rate, by its label. */
enum plumb_ratio_role plumb_ratio_role(const struct plumb_item *item);
/* Nearest first: in front in the clause, behind in it, in front in the sentence, behind in the
 * sentence, in front in the passage, in the passages above under the same heading. */
void plumb_ratio_collect(struct plumb_ratio *r);
/* The nth operand with this role within max_hops, or NULL. */
const struct plumb_ratio_operand *plumb_ratio_nth(const struct plumb_ratio *r,
                                                  enum plumb_ratio_role role, size_t nth);

/* ---- relate_ratio_readings.c: readings by definition ---- */
/* They return the hops of the nearest pair tried, 9 when there is none. */
unsigned plumb_ratio_definitions(struct plumb_claim *claim, const struct plumb_ratio *r,
                                 enum plumb_ratio_kind kind);
/* "完成年初预算的 q%": the word names the budget. */
unsigned plumb_ratio_named_budget(struct plumb_claim *claim, struct plumb_ratio *r,
                                  struct plumb_str which);
/* rate = x ÷ (x + y). */
unsigned plumb_ratio_of_sum(struct plumb_claim *claim, const struct plumb_ratio *r,
                            const struct plumb_fact *x, const struct plumb_fact *y,
                            const char *reading);
/* Cases carried over from the year before are to be done as well: rate = done ÷ (new + old). */
void plumb_ratio_with_stock(struct plumb_claim *claim, const struct plumb_ratio *r);

/* ---- relate_ratio_near.c: readings from what stands nearby ---- */
/* rate = the amount that names it ÷ a larger one in front of it in the sentence. */
void plumb_ratio_stem(struct plumb_claim *claim, const struct plumb_ratio *r,
                      struct plumb_str name);
/* Two like amounts right in front of any other rate: support only. */
void plumb_ratio_neighbours(struct plumb_claim *claim, const struct plumb_ratio *r);
/* "…，合计 3100 万元；已支付 2697 万元，支付率 87 %": the total in front is what was to be paid. */
void plumb_ratio_total(struct plumb_claim *claim, const struct plumb_ratio *r);
/* "三公经费支出 A 万元，预算执行比例为 q%", the budget of the same name in another paragraph. */
void plumb_ratio_budget_elsewhere(struct plumb_claim *claim, const struct plumb_ratio *r);
/* "按九折结算": what was paid ÷ the price in front. */
bool plumb_ratio_discount(struct plumb_extract_work *work, const struct plumb_item *rate);
/* "计划 A 人，实际 B 人，超额完成计划 q %": what was done beyond the plan ÷ the plan. */
bool plumb_ratio_beyond_plan(struct plumb_extract_work *work, const struct plumb_item *rate);
/* "受理 A 件，…派单 B 件，办结 C 件，办结率": a count between the planned and the done one may be the whole. */
void plumb_ratio_nearer_whole(struct plumb_claim *claim, const struct plumb_ratio *r);
/* 100 % execution claimed, no budget printed anywhere, but a balance is left. */
void plumb_ratio_balance_left(struct plumb_claim *claim, struct plumb_ratio *r);

#endif
