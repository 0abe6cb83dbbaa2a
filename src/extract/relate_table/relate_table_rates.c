/* Rates of tables recomputed from the columns their heads name (DOMAIN §1.5, §3), the lawful bases of
 * 执行率 tried in turn. */
#include "extract/relate_table/relate_table_rates.h"
#include "extract/relate_table/relate_table_learn.h"

/* ---- one rate in one row -------------------------------------------------------------------- */

static void claim_execution(struct plumb_claim *claim, const struct plumb_rate_operands *ops,
                            const struct plumb_fact *rate)
{
    const struct plumb_fact *executed = plumb_rate_operand(ops, PLUMB_COLUMN_EXECUTED);
    plumb_rate_try(claim, rate, executed, plumb_rate_operand(ops, PLUMB_COLUMN_REVISED),
                   "÷ revised budget");
    plumb_rate_try(claim, rate, executed, plumb_rate_operand(ops, PLUMB_COLUMN_BUDGET), "÷ budget");
    plumb_rate_try(claim, rate, executed, plumb_rate_operand(ops, PLUMB_COLUMN_INITIAL),
                   "÷ initial budget");
}

static void claim_control(struct plumb_claim *claim, const struct plumb_rate_operands *ops,
                          const struct plumb_fact *rate)
{
    const struct plumb_fact *staff = plumb_rate_operand(ops, PLUMB_COLUMN_STAFF);
    const struct plumb_fact *posts = plumb_rate_operand(ops, PLUMB_COLUMN_POSTS);
    if (staff && posts) {
        plumb_rate_try(claim, rate, staff, posts, "staff ÷ posts");
        return;
    }
    if (ops->rate >= 2)
        plumb_rate_try(claim, rate, plumb_rate_at(ops, ops->rate - 1),
                       plumb_rate_at(ops, ops->rate - 2), "actual ÷ approved");
    claim_execution(claim, ops, rate);
}

static int max_year(const struct plumb_rate_operands *ops)
{
    int year = 0;
    const struct plumb_zone *zone = ops->chain->zone;
    for (size_t c = 0; c < zone->column_count; c++)
        if (plumb_column_is_summable(&zone->columns[c]) && zone->columns[c].year > year)
            year = zone->columns[c].year;
    return year;
}

/* Columns of the year before the latest, or called 上年. */
static const struct plumb_fact *prior_value(const struct plumb_rate_operands *ops, size_t *column)
{
    int year = max_year(ops);
    *column = plumb_rate_column_of(ops, PLUMB_COLUMN_PRIOR, 0);
    for (size_t c = ops->rate; c-- > 0 && *column == PLUMB_NPOS && year;)
        if (plumb_column_is_summable(&ops->chain->zone->columns[c]) &&
            ops->chain->zone->columns[c].year == year - 1 && plumb_rate_at(ops, c))
            *column = c;
    return plumb_rate_at(ops, *column);
}

static void claim_growth(struct plumb_claim *claim, const struct plumb_rate_operands *ops,
                         const struct plumb_fact *rate)
{
    const struct plumb_zone *zone = ops->chain->zone;
    size_t prior_column;
    const struct plumb_fact *prior = prior_value(ops, &prior_column);
    const struct plumb_fact *delta = plumb_rate_operand(ops, PLUMB_COLUMN_DELTA);
    /* 比预算增减% beside 比上年增减% */
    if (plumb_str_has(zone->columns[ops->rate].key, "预算")) {
        static const enum plumb_column_role budgets[] = {PLUMB_COLUMN_REVISED, PLUMB_COLUMN_BUDGET,
                                                         PLUMB_COLUMN_INITIAL};
        for (size_t i = 0; i < 3; i++) {
            size_t c = plumb_rate_column_of(ops, budgets[i], 0);
            if (c == PLUMB_NPOS)
                continue;
            prior_column = c;
            prior = plumb_rate_at(ops, c);
            break;
        }
    }
    if (!prior)
        return;
    for (size_t c = ops->rate; c-- > 0;) {
        const struct plumb_grid_column *column = &zone->columns[c];
        const struct plumb_fact *current = plumb_rate_at(ops, c);
        bool usable = current && c != prior_column && plumb_column_is_summable(column) &&
                      column->role != PLUMB_COLUMN_DELTA && column->role != PLUMB_COLUMN_PRIOR &&
                      (!column->year || column->year > zone->columns[prior_column].year);
        if (usable && plumb_rate_alike(current, prior) && !plumb_rate_both_zero(current, prior))
            plumb_claim_growth(claim, rate, 1, current, prior, NULL, "current ÷ prior − 1");
    }
    if (delta && plumb_rate_alike(delta, prior) && !plumb_rate_both_zero(delta, prior))
        plumb_claim_ratio(claim, rate, delta, prior, "change ÷ prior");
}

/* The whole of a share: the total line of the same column, or a total column of the same line. */
static void claim_share(struct plumb_claim *claim, const struct plumb_rate_operands *ops,
                        const struct plumb_fact *rate)
{
    const struct plumb_chain *chain = ops->chain;
    size_t part_column = PLUMB_NPOS;
    for (size_t c = ops->rate; c-- > 0 && part_column == PLUMB_NPOS;)
        if (plumb_column_is_summable(&chain->zone->columns[c]) && plumb_rate_at(ops, c))
            part_column = c;
    const struct plumb_fact *part = plumb_rate_at(ops, part_column);
    if (!part)
        return;
    for (size_t i = chain->count; i-- > 0;)
        if (chain->lines[i].line->total)
            plumb_rate_try(claim, rate, part, plumb_chain_value(ops->work, chain, i, part_column),
                           "÷ total line");
    for (size_t c = chain->group->first_value; c < part_column; c++)
        if (chain->zone->columns[c].role == PLUMB_COLUMN_TOTAL)
            plumb_rate_try(claim, rate, part, plumb_rate_at(ops, c), "÷ total column");
}

static void claim_done(struct plumb_claim *claim, const struct plumb_rate_operands *ops,
                       const struct plumb_fact *rate)
{
    plumb_rate_try(claim, rate, plumb_rate_operand(ops, PLUMB_COLUMN_ACTUAL),
                   plumb_rate_operand(ops, PLUMB_COLUMN_TARGET), "actual ÷ target");
    claim_execution(claim, ops, rate);
}

static void claim_funding(struct plumb_claim *claim, const struct plumb_rate_operands *ops,
                          const struct plumb_fact *rate)
{
    const struct plumb_zone *zone = ops->chain->zone;
    size_t funded = PLUMB_NPOS;
    for (size_t c = 0; c < ops->rate; c++)
        if (plumb_str_has(zone->columns[c].key, "到位") && plumb_rate_at(ops, c))
            funded = c;
    for (size_t c = ops->rate; c-- > 0 && funded != PLUMB_NPOS;)
        if (c != funded && (plumb_column_is_summable(&zone->columns[c]) ||
                            zone->columns[c].role == PLUMB_COLUMN_TARGET))
            plumb_rate_try(claim, rate, plumb_rate_at(ops, funded), plumb_rate_at(ops, c),
                           "received ÷ planned");
}

static void claim_adjustment(struct plumb_claim *claim, const struct plumb_rate_operands *ops,
                             const struct plumb_fact *rate)
{
    const struct plumb_fact *initial = plumb_rate_operand(ops, PLUMB_COLUMN_INITIAL);
    const struct plumb_fact *revised = plumb_rate_operand(ops, PLUMB_COLUMN_REVISED);
    const struct plumb_fact *delta = plumb_rate_operand(ops, PLUMB_COLUMN_DELTA);
    if (initial && revised && !plumb_rate_both_zero(initial, revised))
        plumb_claim_growth(claim, rate, 1, revised, initial, NULL, "revised ÷ initial − 1");
    plumb_rate_try(claim, rate, delta, initial, "adjustment ÷ initial");
}

static void claim_carryover(struct plumb_claim *claim, const struct plumb_rate_operands *ops,
                            const struct plumb_fact *rate)
{
    const struct plumb_fact *balance = plumb_rate_operand(ops, PLUMB_COLUMN_BALANCE);
    plumb_rate_try(claim, rate, balance, plumb_rate_operand(ops, PLUMB_COLUMN_REVISED),
                   "÷ revised budget");
    plumb_rate_try(claim, rate, balance, plumb_rate_operand(ops, PLUMB_COLUMN_BUDGET), "÷ budget");
    plumb_rate_try(claim, rate, balance, plumb_rate_operand(ops, PLUMB_COLUMN_INITIAL),
                   "÷ initial budget");
    plumb_rate_try(claim, rate, balance, plumb_rate_operand(ops, PLUMB_COLUMN_EXECUTED),
                   "÷ executed");
}

struct rate_rule {
    void (*claim)(struct plumb_claim *, const struct plumb_rate_operands *,
                  const struct plumb_fact *);
    enum plumb_relation_kind kind;
    const char *check;
    double confidence;
};

static void claim_score_rate(struct plumb_claim *claim, const struct plumb_rate_operands *ops,
                             const struct plumb_fact *rate)
{
    plumb_rate_try(claim, rate, plumb_rate_operand(ops, PLUMB_COLUMN_SCORE),
                   plumb_rate_operand(ops, PLUMB_COLUMN_WEIGHT), "score ÷ weight");
}

static const struct rate_rule RULES[] = {
    [PLUMB_RATE_EXECUTION] = {claim_execution, PLUMB_REL_RATIO, "ratio.execution", 0.95},
    [PLUMB_RATE_SCORE] = {claim_score_rate, PLUMB_REL_RATIO, "score.rate", 0.95},
    [PLUMB_RATE_CONTROL] = {claim_control, PLUMB_REL_RATIO, "consistency.ratio", 0.9},
    [PLUMB_RATE_GROWTH] = {claim_growth, PLUMB_REL_GROWTH, "consistency.growth", 0.9},
    [PLUMB_RATE_SHARE] = {claim_share, PLUMB_REL_SHARE, "consistency.share", 0.85},
    [PLUMB_RATE_DONE] = {claim_done, PLUMB_REL_RATIO, "consistency.ratio", 0.8},
    [PLUMB_RATE_FUNDING] = {claim_funding, PLUMB_REL_RATIO, "ratio.funding", 0.8},
    [PLUMB_RATE_CARRYOVER] = {claim_carryover, PLUMB_REL_RATIO, "ratio.carryover", 0.8},
    [PLUMB_RATE_ADJUSTMENT] = {claim_adjustment, PLUMB_REL_RATIO, "ratio.adjustment", 0.8},
    [PLUMB_RATE_OTHER] = {NULL, PLUMB_REL_RATIO, NULL, 0},
};

static const char *control_check(const struct plumb_grid_column *column,
                                 const struct plumb_grid_line *line)
{
    if (plumb_str_has(column->key, "三公") || plumb_str_has(line->key, "三公"))
        return "ratio.threepublic";
    if (plumb_str_has(column->key, "公用") || plumb_str_has(line->key, "公用"))
        return "ratio.running";
    return "consistency.ratio";
}

/* Rates of one column, kept until it is known whether the formula fits the column at all. */
struct rate_column {
    struct plumb_claim *claims;
    size_t count, holds, fails;
};

static void claim_line(struct rate_column *column, struct plumb_extract_work *work,
                       const struct plumb_chain *chain, size_t line, size_t c)
{
    const struct plumb_grid_column *head = &chain->zone->columns[c];
    const struct plumb_fact *rate = plumb_chain_value(work, chain, line, c);
    const struct rate_rule *rule = &RULES[head->rate];
    if (!rate || !rule->claim)
        return;
    struct plumb_rate_operands ops = {work, chain, line, c};
    if (plumb_rate_is_shifted(&ops))
        return;
    struct plumb_claim *claim = &column->claims[column->count];
    const char *check = rule->check;
    if (head->rate == PLUMB_RATE_CONTROL)
        check = control_check(head, chain->lines[line].line);
    plumb_table_claim(claim, work, rule->kind, check, rate, (struct plumb_str){"", 0});
    claim->confidence = rule->confidence;
    rule->claim(claim, &ops, rate);
    if (!claim->tried)
        return;
    column->count++;
    bool holds = plumb_claim_holds(claim);
    column->holds += holds;
    column->fails += !holds && claim->best.verdict == PLUMB_VERDICT_INCONSISTENT;
}

static void relate_rate_column(struct plumb_extract_work *work, const struct plumb_chain *chain,
                               size_t c)
{
    struct rate_column column = {0};
    column.claims = plumb_arena_array(work->arena, chain->count + 1, sizeof *column.claims);
    for (size_t i = 0; i < chain->count; i++)
        claim_line(&column, work, chain, i, c);
    /* the column may be made otherwise than its head suggests: then its own lines tell how */
    if ((column.fails > 0 || column.count == 0) &&
        plumb_relate_rate_formula(work, chain, c, column.holds))
        return;
    for (size_t i = 0; i < column.count; i++) {
        struct plumb_claim *claim = &column.claims[i];
        if (column.fails >= 3 && column.fails > column.holds &&
            claim->best.verdict == PLUMB_VERDICT_INCONSISTENT) {
            claim->best.verdict = PLUMB_VERDICT_UNTESTABLE;
            claim->best.reason = "the column follows another formula";
            claim->best.reason_zh = "该列适用其他公式";
        }
        plumb_claim_push(claim);
    }
}

void plumb_relate_table_rates(struct plumb_extract_work *work)
{
    size_t count = 0;
    struct plumb_chain *chains = plumb_table_chains(work, &count);
    for (size_t k = 0; k < count; k++) {
        const struct plumb_chain *chain = &chains[k];
        const struct plumb_zone *zone = chain->zone;
        if (chain->group->first_value == PLUMB_NPOS)
            continue;
        for (size_t c = chain->group->first_value; c <= chain->group->last_value; c++) {
            if (zone->columns[c].role != PLUMB_COLUMN_RATE)
                continue;
            if (zone->columns[c].rate == PLUMB_RATE_OTHER)
                plumb_relate_rate_formula(work, chain, c, 0);
            else
                relate_rate_column(work, chain, c);
            for (size_t i = 0; zone->columns[c].rate == PLUMB_RATE_EXECUTION && i < chain->count;
                 i++)
                plumb_relate_rate_points(work, chain, i, c);
        }
        for (size_t i = 0; i < chain->count; i++)
            plumb_relate_line_bounds(work, chain, i);
        if (plumb_chain_is_headed(chain) || zone->group_count == 1)
            plumb_relate_named_lines(work, chain);
        plumb_relate_table_learned(work, chain);
    }
    for (size_t t = 0; t < work->table_count; t++)
        plumb_relate_named_pairs(work, work->tables[t].grid);
}
