/* Rates of tables recomputed from the columns their heads name (DOMAIN §1.5, §3), the lawful bases of
 * 执行率 tried in turn; and the bounds of execution and staffing. */
#include "extract/relate_table_rates.h"
#include "extract/relate_table_learn.h"

/* Columns of a row that can be operands, by role; nearest to the rate first. */
struct operands {
    struct plumb_extract_work *work;
    const struct plumb_chain *chain;
    size_t line;
    size_t rate; /* the rate's column */
};

static const struct plumb_fact *at_column(const struct operands *ops, size_t c)
{
    return c == PLUMB_NPOS ? NULL : plumb_chain_value(ops->work, ops->chain, ops->line, c);
}

/* The column with `role` nearest to the rate, to its left first. `year` 0: any. */
static size_t nearest_role(const struct operands *ops, enum plumb_column_role role, int year)
{
    const struct plumb_zone *zone = ops->chain->zone;
    for (size_t c = ops->rate; c-- > 0;)
        if (zone->columns[c].role == role && (!year || zone->columns[c].year == year) &&
            at_column(ops, c))
            return c;
    for (size_t c = ops->rate + 1; c < zone->column_count; c++)
        if (zone->columns[c].role == role && (!year || zone->columns[c].year == year) &&
            at_column(ops, c))
            return c;
    return PLUMB_NPOS;
}

static const struct plumb_fact *of_role(const struct operands *ops, enum plumb_column_role role)
{
    return at_column(ops, nearest_role(ops, role, 0));
}

static bool both_zero(const struct plumb_fact *a, const struct plumb_fact *b)
{
    return plumb_dec_sign(a->value) == 0 && plumb_dec_sign(b->value) == 0;
}

static bool alike(const struct plumb_fact *a, const struct plumb_fact *b)
{
    return a->unit == b->unit || a->unit == PLUMB_UNIT_NONE || b->unit == PLUMB_UNIT_NONE;
}

static void try_ratio(struct plumb_claim *claim, const struct plumb_fact *rate,
                      const struct plumb_fact *a, const struct plumb_fact *b, const char *reading)
{
    bool settled = claim->tried && claim->best.verdict == PLUMB_VERDICT_CONSISTENT;
    /* "cannot be tested" against a base of zero must not hide that it fails against another */
    if (b && claim->tried && plumb_dec_sign(b->value) == 0)
        return;
    if (!settled && a && b && a != b && !both_zero(a, b) && alike(a, b))
        plumb_claim_ratio(claim, rate, a, b, reading);
}

/* ---- one rate in one row -------------------------------------------------------------------- */

static void claim_execution(struct plumb_claim *claim, const struct operands *ops,
                            const struct plumb_fact *rate)
{
    const struct plumb_fact *executed = of_role(ops, PLUMB_COLUMN_EXECUTED);
    try_ratio(claim, rate, executed, of_role(ops, PLUMB_COLUMN_REVISED), "÷ revised budget");
    try_ratio(claim, rate, executed, of_role(ops, PLUMB_COLUMN_BUDGET), "÷ budget");
    try_ratio(claim, rate, executed, of_role(ops, PLUMB_COLUMN_INITIAL), "÷ initial budget");
}

static void claim_control(struct plumb_claim *claim, const struct operands *ops,
                          const struct plumb_fact *rate)
{
    const struct plumb_fact *staff = of_role(ops, PLUMB_COLUMN_STAFF);
    const struct plumb_fact *posts = of_role(ops, PLUMB_COLUMN_POSTS);
    if (staff && posts) {
        try_ratio(claim, rate, staff, posts, "staff ÷ posts");
        return;
    }
    if (ops->rate >= 2)
        try_ratio(claim, rate, at_column(ops, ops->rate - 1), at_column(ops, ops->rate - 2),
                  "actual ÷ approved");
    claim_execution(claim, ops, rate);
}

static int max_year(const struct operands *ops)
{
    int year = 0;
    const struct plumb_zone *zone = ops->chain->zone;
    for (size_t c = 0; c < zone->column_count; c++)
        if (plumb_column_is_summable(&zone->columns[c]) && zone->columns[c].year > year)
            year = zone->columns[c].year;
    return year;
}

/* Columns of the year before the latest, or called 上年. */
static const struct plumb_fact *prior_value(const struct operands *ops, size_t *column)
{
    int year = max_year(ops);
    *column = nearest_role(ops, PLUMB_COLUMN_PRIOR, 0);
    for (size_t c = ops->rate; c-- > 0 && *column == PLUMB_NPOS && year;)
        if (plumb_column_is_summable(&ops->chain->zone->columns[c]) &&
            ops->chain->zone->columns[c].year == year - 1 && at_column(ops, c))
            *column = c;
    return at_column(ops, *column);
}

static void claim_growth(struct plumb_claim *claim, const struct operands *ops,
                         const struct plumb_fact *rate)
{
    const struct plumb_zone *zone = ops->chain->zone;
    size_t prior_column;
    const struct plumb_fact *prior = prior_value(ops, &prior_column);
    const struct plumb_fact *delta = of_role(ops, PLUMB_COLUMN_DELTA);
    /* 比预算增减% beside 比上年增减% */
    if (plumb_str_has(zone->columns[ops->rate].key, "预算")) {
        static const enum plumb_column_role budgets[] = {PLUMB_COLUMN_REVISED, PLUMB_COLUMN_BUDGET,
                                                         PLUMB_COLUMN_INITIAL};
        for (size_t i = 0; i < 3; i++) {
            size_t c = nearest_role(ops, budgets[i], 0);
            if (c == PLUMB_NPOS)
                continue;
            prior_column = c;
            prior = at_column(ops, c);
            break;
        }
    }
    if (!prior)
        return;
    for (size_t c = ops->rate; c-- > 0;) {
        const struct plumb_grid_column *column = &zone->columns[c];
        const struct plumb_fact *current = at_column(ops, c);
        bool usable = current && c != prior_column && plumb_column_is_summable(column) &&
                      column->role != PLUMB_COLUMN_DELTA && column->role != PLUMB_COLUMN_PRIOR &&
                      (!column->year || column->year > zone->columns[prior_column].year);
        if (usable && alike(current, prior) && !both_zero(current, prior))
            plumb_claim_growth(claim, rate, 1, current, prior, NULL, "current ÷ prior − 1");
    }
    if (delta && alike(delta, prior) && !both_zero(delta, prior))
        plumb_claim_ratio(claim, rate, delta, prior, "change ÷ prior");
}

/* The whole of a share: the total line of the same column, or a total column of the same line. */
static void claim_share(struct plumb_claim *claim, const struct operands *ops,
                        const struct plumb_fact *rate)
{
    const struct plumb_chain *chain = ops->chain;
    size_t part_column = PLUMB_NPOS;
    for (size_t c = ops->rate; c-- > 0 && part_column == PLUMB_NPOS;)
        if (plumb_column_is_summable(&chain->zone->columns[c]) && at_column(ops, c))
            part_column = c;
    const struct plumb_fact *part = at_column(ops, part_column);
    if (!part)
        return;
    for (size_t i = chain->count; i-- > 0;)
        if (chain->lines[i].line->total)
            try_ratio(claim, rate, part, plumb_chain_value(ops->work, chain, i, part_column),
                      "÷ total line");
    for (size_t c = chain->group->first_value; c < part_column; c++)
        if (chain->zone->columns[c].role == PLUMB_COLUMN_TOTAL)
            try_ratio(claim, rate, part, at_column(ops, c), "÷ total column");
}

static void claim_done(struct plumb_claim *claim, const struct operands *ops,
                       const struct plumb_fact *rate)
{
    try_ratio(claim, rate, of_role(ops, PLUMB_COLUMN_ACTUAL), of_role(ops, PLUMB_COLUMN_TARGET),
              "actual ÷ target");
    claim_execution(claim, ops, rate);
}

static void claim_funding(struct plumb_claim *claim, const struct operands *ops,
                          const struct plumb_fact *rate)
{
    const struct plumb_zone *zone = ops->chain->zone;
    size_t funded = PLUMB_NPOS;
    for (size_t c = 0; c < ops->rate; c++)
        if (plumb_str_has(zone->columns[c].key, "到位") && at_column(ops, c))
            funded = c;
    for (size_t c = ops->rate; c-- > 0 && funded != PLUMB_NPOS;)
        if (c != funded && (plumb_column_is_summable(&zone->columns[c]) ||
                            zone->columns[c].role == PLUMB_COLUMN_TARGET))
            try_ratio(claim, rate, at_column(ops, funded), at_column(ops, c), "received ÷ planned");
}

static void claim_adjustment(struct plumb_claim *claim, const struct operands *ops,
                             const struct plumb_fact *rate)
{
    const struct plumb_fact *initial = of_role(ops, PLUMB_COLUMN_INITIAL);
    const struct plumb_fact *revised = of_role(ops, PLUMB_COLUMN_REVISED);
    const struct plumb_fact *delta = of_role(ops, PLUMB_COLUMN_DELTA);
    if (initial && revised && !both_zero(initial, revised))
        plumb_claim_growth(claim, rate, 1, revised, initial, NULL, "revised ÷ initial − 1");
    try_ratio(claim, rate, delta, initial, "adjustment ÷ initial");
}

static void claim_carryover(struct plumb_claim *claim, const struct operands *ops,
                            const struct plumb_fact *rate)
{
    const struct plumb_fact *balance = of_role(ops, PLUMB_COLUMN_BALANCE);
    try_ratio(claim, rate, balance, of_role(ops, PLUMB_COLUMN_REVISED), "÷ revised budget");
    try_ratio(claim, rate, balance, of_role(ops, PLUMB_COLUMN_BUDGET), "÷ budget");
    try_ratio(claim, rate, balance, of_role(ops, PLUMB_COLUMN_INITIAL), "÷ initial budget");
    try_ratio(claim, rate, balance, of_role(ops, PLUMB_COLUMN_EXECUTED), "÷ executed");
}

struct rate_rule {
    void (*claim)(struct plumb_claim *, const struct operands *, const struct plumb_fact *);
    enum plumb_relation_kind kind;
    const char *check;
    double confidence;
};

static void claim_score_rate(struct plumb_claim *claim, const struct operands *ops,
                             const struct plumb_fact *rate)
{
    try_ratio(claim, rate, of_role(ops, PLUMB_COLUMN_SCORE), of_role(ops, PLUMB_COLUMN_WEIGHT),
              "score ÷ weight");
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
    struct operands ops = {work, chain, line, c};
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

/* ---- bounds --------------------------------------------------------------------------------- */

static void push_bound(struct plumb_extract_work *work, const char *check,
                       const struct plumb_fact *part, const struct plumb_fact *whole,
                       const struct plumb_fact *also, const char *reading)
{
    struct plumb_claim claim;
    plumb_table_claim(&claim, work, PLUMB_REL_BOUND, check, whole, part->label);
    plumb_claim_bound(&claim, part, whole, reading);
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT && also) {
        /* name the initial budget that was never adjusted */
        struct plumb_term terms[2] = {claim.terms[0],
                                      plumb_term_fact(work, PLUMB_ROLE_OTHER, also)};
        struct plumb_claim with;
        plumb_table_claim(&with, work, PLUMB_REL_BOUND, check, whole, part->label);
        claim.best.reason =
            "more was spent than the whole-year budget, which equals the initial one";
        claim.best.reason_zh = "支出超过全年预算数，而全年预算数与年初预算数相同，未见调整";
        with.next_money = claim.money;
        plumb_claim_try(&with, &claim.best, terms, 2, reading, claim.recomputation);
        claim = with;
    }
    plumb_claim_push(&claim);
}

static void bound_line(struct plumb_extract_work *work, const struct plumb_chain *chain,
                       size_t line)
{
    struct operands ops = {work, chain, line, 0};
    const struct plumb_grid_line *label = chain->lines[line].line;
    const struct plumb_fact *posts = of_role(&ops, PLUMB_COLUMN_POSTS);
    const struct plumb_fact *staff = of_role(&ops, PLUMB_COLUMN_STAFF);
    if (posts && staff && posts->unit == staff->unit)
        push_bound(work, "ratio.staffing", staff, posts, NULL, "staff ≤ posts");
    const struct plumb_fact *revised = of_role(&ops, PLUMB_COLUMN_REVISED);
    const struct plumb_fact *initial = of_role(&ops, PLUMB_COLUMN_INITIAL);
    const struct plumb_fact *executed = of_role(&ops, PLUMB_COLUMN_EXECUTED);
    size_t budget_column = nearest_role(&ops, PLUMB_COLUMN_BUDGET, 0);
    const struct plumb_fact *budget = at_column(&ops, budget_column);
    if (budget && chain->zone->columns[budget_column].year)
        executed = at_column(&ops, nearest_role(&ops, PLUMB_COLUMN_EXECUTED,
                                                chain->zone->columns[budget_column].year));
    bool money = executed && executed->unit == PLUMB_UNIT_YUAN && chain->lines[line].depth == 0;
    if (money && revised && revised->unit == PLUMB_UNIT_YUAN && revised != executed) {
        bool same = initial && initial->value.v == revised->value.v;
        push_bound(work, same ? "ratio.unapproved" : "ratio.execution", executed, revised,
                   same ? initial : NULL, "executed ≤ revised budget");
    } else if (money && budget && budget->unit == PLUMB_UNIT_YUAN &&
               plumb_str_has(label->key, "三公")) {
        push_bound(work, "ratio.threepublic", executed, budget, NULL, "executed ≤ budget");
    }
}

/* ---- the points of the execution line -------------------------------------------------------- */

/* min(rate, 100 %) × weight (财预〔2020〕10号). Local rules may scale otherwise, so a miss is soft. */
static void score_line(struct plumb_extract_work *work, const struct plumb_chain *chain,
                       size_t line, size_t c)
{
    struct operands ops = {work, chain, line, c};
    const struct plumb_fact *rate = at_column(&ops, c);
    const struct plumb_fact *weight = of_role(&ops, PLUMB_COLUMN_WEIGHT);
    const struct plumb_fact *score = of_role(&ops, PLUMB_COLUMN_SCORE);
    if (!rate || !weight || !score)
        return;
    plumb_dec one = plumb_dec_int(1);
    struct plumb_interval r = plumb_fact_interval(rate, PLUMB_MODE_NEAREST);
    r.lo = plumb_dec_min(r.lo, one);
    r.hi = plumb_dec_min(r.hi, one);
    struct plumb_interval points = plumb_interval_mul(r, plumb_interval_point(weight->value));
    plumb_dec half = plumb_dec_div(plumb_dec_pow10(-(score->decimals < 6 ? score->decimals : 6)),
                                   plumb_dec_int(2), PLUMB_ROUND_NEAREST);
    struct plumb_interval printed = plumb_interval_widen(plumb_interval_point(score->value), half);
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                .expected = plumb_dec_mul(plumb_dec_min(rate->value, one),
                                                          weight->value, PLUMB_ROUND_NEAREST),
                                .low = points.lo,
                                .high = points.hi,
                                .gap = plumb_interval_gap(points, printed)};
    if (plumb_dec_cmp(score->value, weight->value) > 0) {
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.reason = "the score is above the full marks of the line";
        j.reason_zh = "得分高于该项分值";
    } else if (!plumb_interval_meets(points, printed)) {
        /* local scales deduct in steps or by the target of the rate, but full marks for a rate more
         * than a tenth short are to be explained */
        plumb_dec tenth = plumb_dec_div(weight->value, plumb_dec_int(10), PLUMB_ROUND_NEAREST);
        plumb_dec over = plumb_dec_sub(score->value, j.expected);
        bool full = score->value.v == weight->value.v;
        j.verdict = full && plumb_dec_cmp(over, tenth) > 0 ? PLUMB_VERDICT_INCONSISTENT
                                                           : PLUMB_VERDICT_ROUNDING;
        j.reason = "not in proportion to the rate; a local rule may apply";
        j.reason_zh = "未按执行率比例计分，可能适用地方规则";
    }
    struct plumb_claim claim;
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_WEIGHT, weight),
                                  plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, rate)};
    plumb_table_claim(&claim, work, PLUMB_REL_SCORE, "score.rate", score, rate->label);
    bool above = plumb_dec_cmp(score->value, weight->value) > 0;
    claim.confidence = above ? 0.95 : j.verdict == PLUMB_VERDICT_INCONSISTENT ? 0.6 : 0.8;
    plumb_claim_try(&claim, &j, terms, 2, "min(rate, 100 %) × weight",
                    plumb_arena_printf(work->arena, "min(%s, 100%%) × %s = %s, printed %s",
                                       plumb_fact_text(work, rate), plumb_fact_text(work, weight),
                                       plumb_value_text(work, j.expected, score, 2),
                                       plumb_fact_text(work, score)));
    plumb_claim_push(&claim);
}

/* ---- forms in which the rate is a line or a pair ---------------------------------------------- */

/* A value under its own label: a line of a column, or a pair of a form. */
struct named_value {
    const struct plumb_fact *fact;
    struct plumb_head_meaning meaning;
};

/* The nearest value of a role around entry i, those before it first; `reach` entries each way. */
static const struct plumb_fact *named_role(const struct named_value *values, size_t count, size_t i,
                                           enum plumb_column_role role)
{
    const size_t reach = 8;
    for (size_t d = 1; d <= reach && d <= i; d++)
        if (values[i - d].meaning.role == role && values[i - d].meaning.known)
            return values[i - d].fact;
    for (size_t d = 1; d <= reach && i + d < count; d++)
        if (values[i + d].meaning.role == role && values[i + d].meaning.known)
            return values[i + d].fact;
    return NULL;
}

static void claim_named(struct plumb_extract_work *work, const struct named_value *values,
                        size_t count, size_t i)
{
    const struct plumb_fact *rate = values[i].fact;
    struct plumb_claim claim;
#define ROLE(r) named_role(values, count, i, (r))
    if (values[i].meaning.rate == PLUMB_RATE_EXECUTION) {
        const struct plumb_fact *executed = ROLE(PLUMB_COLUMN_EXECUTED);
        plumb_table_claim(&claim, work, PLUMB_REL_RATIO, "ratio.execution", rate, rate->label);
        try_ratio(&claim, rate, executed, ROLE(PLUMB_COLUMN_REVISED), "÷ revised budget");
        try_ratio(&claim, rate, executed, ROLE(PLUMB_COLUMN_BUDGET), "÷ budget");
        try_ratio(&claim, rate, executed, ROLE(PLUMB_COLUMN_INITIAL), "÷ initial budget");
    } else if (values[i].meaning.rate == PLUMB_RATE_CONTROL) {
        plumb_table_claim(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate, rate->label);
        try_ratio(&claim, rate, ROLE(PLUMB_COLUMN_STAFF), ROLE(PLUMB_COLUMN_POSTS),
                  "staff ÷ posts");
    } else if (values[i].meaning.rate == PLUMB_RATE_SCORE) {
        plumb_table_claim(&claim, work, PLUMB_REL_RATIO, "score.rate", rate, rate->label);
        try_ratio(&claim, rate, ROLE(PLUMB_COLUMN_SCORE), ROLE(PLUMB_COLUMN_WEIGHT),
                  "score ÷ weight");
    } else {
        return;
    }
#undef ROLE
    claim.confidence = 0.75;
    plumb_claim_push(&claim);
}

static void relate_named(struct plumb_extract_work *work, const struct named_value *values,
                         size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (values[i].meaning.role == PLUMB_COLUMN_RATE &&
            values[i].fact->unit == PLUMB_UNIT_FRACTION)
            claim_named(work, values, count, i);
}

static void relate_lines(struct plumb_extract_work *work, const struct plumb_chain *chain)
{
    struct named_value *values = plumb_arena_array(work->arena, chain->count + 1, sizeof *values);
    const struct plumb_grid_group *group = chain->group;
    for (size_t c = group->first_value; c != PLUMB_NPOS && c <= group->last_value; c++) {
        size_t n = 0;
        if (!plumb_column_is_summable(&chain->zone->columns[c]))
            continue;
        for (size_t i = 0; i < chain->count; i++) {
            const struct plumb_fact *fact = plumb_chain_value(work, chain, i, c);
            if (fact)
                values[n++] =
                    (struct named_value){fact, plumb_head_meaning(chain->lines[i].line->key)};
        }
        relate_named(work, values, n);
    }
}

/* label, value, label, value: the rows of a form without heads, in reading order. */
static void relate_pairs(struct plumb_extract_work *work, const struct plumb_grid *grid)
{
    struct named_value *values = NULL;
    size_t n = 0, capacity = 0;
    for (size_t r = 0; r < grid->row_count; r++) {
        const struct plumb_grid_row *row = &grid->rows[r];
        const struct plumb_zone *zone = grid->zone_count ? &grid->zones[row->zone] : NULL;
        bool headless = zone && zone->head_from == zone->head_to && zone->group_count > 1;
        if (row->kind != PLUMB_ROW_PAIRS && !(row->kind == PLUMB_ROW_BODY && headless))
            continue;
        for (size_t c = 1; c < row->count; c++) {
            const struct plumb_grid_cell *cell = &row->cells[c], *left = &row->cells[c - 1];
            if (cell->type != PLUMB_CELL_NUMBER || cell->value == PLUMB_NPOS ||
                left->type != PLUMB_CELL_TEXT)
                continue;
            *PLUMB_PUSH(work->arena, values, n, capacity) =
                (struct named_value){&work->facts[cell->value], plumb_head_meaning(left->key)};
        }
    }
    relate_named(work, values, n);
    for (size_t i = 0; i < n; i++) {
        const struct plumb_fact *posts =
            values[i].meaning.role == PLUMB_COLUMN_STAFF && values[i].meaning.known
                ? named_role(values, n, i, PLUMB_COLUMN_POSTS)
                : NULL;
        if (posts && posts->unit == values[i].fact->unit)
            push_bound(work, "ratio.staffing", values[i].fact, posts, NULL, "staff ≤ posts");
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
                score_line(work, chain, i, c);
        }
        for (size_t i = 0; i < chain->count; i++)
            bound_line(work, chain, i);
        if (plumb_chain_is_headed(chain) || zone->group_count == 1)
            relate_lines(work, chain);
        plumb_relate_table_learned(work, chain);
    }
    for (size_t t = 0; t < work->table_count; t++)
        relate_pairs(work, work->tables[t].grid);
}
