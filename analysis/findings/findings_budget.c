/* Findings about the budget that need several facts: official ratios that nobody printed, jumps
 * between the columns of one row, unit costs. What the report computes itself is checked elsewhere;
 * findings about the same numbers are merged when ranked. */
#include "analysis/findings/findings_int.h"

#include <math.h>
#include <string.h>

struct budget {
    const struct plumb_finder *finder;
    const struct plumb_extraction *extraction;
    const struct plumb_fact *initial, *revised, *executed, *closing;
};

static double amount(const struct plumb_fact *fact)
{
    return fact ? plumb_dec_double(fact->value) : NAN;
}

static double parameter(const struct plumb_finder *f, const char *check, const char *name,
                        double fallback)
{
    return plumb_check_parameter(plumb_catalogue_find_check(f->catalogue, check), name, fallback);
}

static const struct plumb_fact *pick(const struct budget *b, const char *indicator)
{
    const struct plumb_fact *fact = plumb_pick_fact(b->extraction, indicator, PLUMB_STR(""));
    return fact && fact->unit == PLUMB_UNIT_YUAN && plumb_dec_sign(fact->value) >= 0 ? fact : NULL;
}

/* Is the fact an operand of a relation of this check already? Then the report states the ratio, and
 * its targets and bounds were checked as relations. */
static bool told_by_relation(const struct budget *b, const char *check,
                             enum plumb_relation_kind kind)
{
    for (size_t i = 0; i < b->extraction->relation_count; i++) {
        const struct plumb_relation *r = &b->extraction->relations[i];
        if (r->kind == kind && r->check && strcmp(r->check, check) == 0 &&
            r->verdict == PLUMB_VERDICT_INCONSISTENT)
            return true;
    }
    return false;
}

/* ---- carry-over ---------------------------------------------------------------------------- */

/* What the balance is held against: the whole-year budget, else the year's money as the report
 * prints it, else what was spent and left. */
struct funds {
    double amount;
    const struct plumb_fact *printed; /* NULL: spent and left are added up */
    const char *zh, *en;
};

/* Income, balances from before included, that equals what was spent and what was left. */
static const struct plumb_fact *income_printed(const struct budget *b)
{
    static const char *const indicators[] = {"income.year", "income.grand_total"};
    for (size_t i = 0; i < PLUMB_COUNT(indicators); i++) {
        const struct plumb_fact *income = pick(b, indicators[i]);
        if (income && income->value.v == plumb_dec_add(b->executed->value, b->closing->value).v)
            return income;
    }
    return NULL;
}

static struct funds funds_of_the_year(const struct budget *b)
{
    if (b->revised && amount(b->revised) > amount(b->executed))
        return (struct funds){amount(b->revised), b->revised, "全年预算", "whole-year budget"};
    double available = amount(b->executed) + amount(b->closing);
    const struct plumb_fact *income = income_printed(b);
    if (income)
        return (struct funds){available, income, "全年收入", "year's income"};
    return (struct funds){available, NULL, "可用资金（支出加结余）",
                          "funds available (spent plus left)"};
}

static void carry_over(const struct budget *b)
{
    const struct plumb_finder *f = b->finder;
    double closing = amount(b->closing), executed = amount(b->executed);
    if (!b->closing || !b->executed || !(closing > 0) || !(executed > 0))
        return;
    struct funds whole = funds_of_the_year(b);
    double rate = closing / whole.amount;
    double limit = parameter(f, "ratio.carryover", "limit", 0.2);
    if (rate < parameter(f, "ratio.carryover", "notice", 0.08) || rate > 1)
        return;
    struct plumb_draft d = plumb_draft_begin(f, "ratio.carryover");
    const char *share = plumb_percent_words(f->arena, rate, 2);
    const char *left = plumb_fact_words(f->arena, b->closing);
    const char *spent = plumb_fact_words(f->arena, b->executed);
    plumb_draft_title(f, &d, plumb_label_words(f->arena, b->closing->label));
    d.finding.stated = left;
    d.finding.expected =
        plumb_arena_printf(f->arena, "≤%s", plumb_percent_words(f->arena, limit, 0));
    d.finding.explanation.zh =
        plumb_arena_printf(f->arena, "年末结转结余%s，占%s的%s，%s，需说明形成原因。", left,
                           whole.zh, share, rate > limit ? "超过结转结余率上限" : "数额较大");
    d.finding.explanation.en = plumb_arena_printf(
        f->arena, "%s was left at the end of the year, %s of the %s; %s and needs explaining.",
        left, share, whole.en,
        rate > limit ? "this is above the official limit" : "this is considerable");
    d.finding.recomputation =
        whole.printed
            ? plumb_arena_printf(f->arena, "%s ÷ %s = %s", left,
                                 plumb_fact_words(f->arena, whole.printed), share)
            : plumb_arena_printf(f->arena, "%s ÷ (%s + %s) = %s", left, spent, left, share);
    d.finding.recomputation_zh = d.finding.recomputation;
    d.finding.confidence = rate > limit ? 0.9 : 0.55;
    /* within the limit and owned: there is nothing left to ask for */
    d.finding.soft =
        d.finding.soft || (rate <= limit && plumb_told_as_problem(b->extraction, b->closing));
    d.finding.money_at_stake = closing;
    plumb_draft_fact(f, &d, b->closing, "numerator");
    plumb_draft_fact(f, &d, whole.printed ? whole.printed : b->executed, "denominator");
    if (whole.printed && whole.printed != b->revised)
        plumb_draft_fact(f, &d, b->executed, "part");
    plumb_draft_push(f, &d);
}

/* ---- adjustment ---------------------------------------------------------------------------- */

static void adjustment(const struct budget *b)
{
    const struct plumb_finder *f = b->finder;
    double initial = amount(b->initial), revised = amount(b->revised);
    if (!b->initial || !b->revised || !(initial > 0))
        return;
    double rate = fabs(revised - initial) / initial;
    double limit = parameter(f, "ratio.adjustment", "limit", 0.3);
    if (rate < parameter(f, "ratio.adjustment", "notice", 0.2))
        return;
    struct plumb_draft d = plumb_draft_begin(f, "ratio.adjustment");
    const char *share = plumb_percent_words(f->arena, rate, 2);
    const char *from = plumb_fact_words(f->arena, b->initial);
    const char *to = plumb_fact_words(f->arena, b->revised);
    plumb_draft_title(f, &d, plumb_label_words(f->arena, b->revised->label));
    d.finding.stated = to;
    d.finding.expected = from;
    d.finding.explanation.zh = plumb_arena_printf(
        f->arena, "预算由年初%s调整为%s，调整率%s，%s。", from, to, share,
        rate > limit ? "超过规定上限" : "接近规定上限，年初预算编制的准确性需关注");
    d.finding.explanation.en = plumb_arena_printf(
        f->arena, "The budget was changed from %s to %s, an adjustment of %s, %s.", from, to, share,
        rate > limit ? "above the official limit" : "close to the official limit");
    d.finding.recomputation =
        plumb_arena_printf(f->arena, "|%s − %s| ÷ %s = %s", to, from, from, share);
    d.finding.recomputation_zh = d.finding.recomputation;
    d.finding.confidence = rate > limit ? 0.9 : 0.65;
    d.finding.money_at_stake = fabs(revised - initial);
    plumb_draft_fact(f, &d, b->initial, "denominator");
    plumb_draft_fact(f, &d, b->revised, "numerator");
    plumb_draft_push(f, &d);
}

/* The text admits large changes in the year that the columns do not show. */
static void adjustment_in_words(const struct budget *b)
{
    static const char *const changes[] = {
        "追加较多", "追加较大",     "追加预算较多", "追加金额较大", "调整较多",
        "调整较大", "调整幅度较大", "调整金额较大", "追加数额较大", "预算调整频繁"};
    const struct plumb_finder *f = b->finder;
    const struct plumb_document *doc = b->extraction->document;
    if (!b->initial || !b->revised || b->initial->value.v != b->revised->value.v ||
        b->initial == b->revised)
        return;
    for (size_t i = 0; i < doc->block_count; i++) {
        struct plumb_str text = doc->blocks[i].text.str;
        for (size_t k = 0; k < PLUMB_COUNT(changes); k++) {
            struct plumb_str word = plumb_str_from(changes[k]);
            size_t at = plumb_str_find(text, word);
            if (at == PLUMB_NPOS)
                continue;
            struct plumb_draft d = plumb_draft_begin(f, "ratio.adjustment");
            const char *shown = plumb_fact_words(f->arena, b->revised);
            plumb_draft_title(f, &d, plumb_label_words(f->arena, b->revised->label));
            d.finding.stated = shown;
            d.finding.explanation.zh = plumb_arena_printf(
                f->arena, "正文称“%s”，但表列全年预算数%s与年初预算数相同，年中调整未反映。",
                changes[k], shown);
            d.finding.explanation.en = plumb_arena_printf(
                f->arena,
                "The text admits large changes in the year (“%s”), but the whole-year budget in "
                "the table, %s, equals the initial one: the adjustment is not shown.",
                changes[k], shown);
            d.finding.confidence = 0.85;
            if (b->executed && amount(b->executed) > amount(b->revised))
                d.finding.money_at_stake = amount(b->executed) - amount(b->revised);
            plumb_draft_fact(f, &d, b->revised, "stated");
            plumb_draft_words(f, &d, plumb_text_line(&doc->blocks[i].text, at),
                              plumb_str_sub(text, at, at + word.len), "cue");
            plumb_draft_push(f, &d);
            return;
        }
    }
}

/* ---- basic + project = total --------------------------------------------------------------- */

/* By the indicator, else by the bare label: forms print 基本支出 and 项目支出 without a stage. */
static const struct plumb_fact *pick_named(const struct budget *b, const char *indicator,
                                           const char *label)
{
    const struct plumb_fact *fact = pick(b, indicator);
    for (size_t i = 0; !fact && i < b->extraction->fact_count; i++) {
        const struct plumb_fact *f = &b->extraction->facts[i];
        if (f->unit == PLUMB_UNIT_YUAN && plumb_fact_is_plain(f) && plumb_fact_is_agency_wide(f) &&
            plumb_str_equal(f->label, plumb_str_from(label)))
            fact = f;
    }
    return fact;
}

/* The two parts make up another total of the report: a budget, or the spending of another year. */
static bool parts_of_another(const struct budget *b, const struct plumb_fact *basic,
                             const struct plumb_fact *project)
{
    double sum = amount(basic) + amount(project);
    for (size_t i = 0; i < b->extraction->fact_count; i++) {
        const struct plumb_fact *f = &b->extraction->facts[i];
        if (f != b->executed && f->unit == PLUMB_UNIT_YUAN && f->indicator &&
            strncmp(f->indicator, "expenditure.", 12) == 0 && fabs(amount(f) - sum) <= 0.001 * sum)
            return true;
    }
    return false;
}

/* The report adds both up to a total, with spending of a third kind: 经营支出, 上缴上级支出. */
static bool add_up_elsewhere(const struct budget *b, const struct plumb_fact *basic,
                             const struct plumb_fact *project)
{
    const struct plumb_extraction *e = b->extraction;
    for (size_t i = 0; i < e->relation_count; i++) {
        const struct plumb_relation *r = &e->relations[i];
        bool has_basic = false, has_project = false;
        if (r->kind != PLUMB_REL_SUM || r->verdict != PLUMB_VERDICT_CONSISTENT)
            continue;
        for (size_t k = 0; k < r->operand_count; k++) {
            if (r->operands[k].fact == PLUMB_NPOS)
                continue;
            plumb_dec value = e->facts[r->operands[k].fact].value;
            has_basic = has_basic || value.v == basic->value.v;
            has_project = has_project || value.v == project->value.v;
        }
        if (has_basic && has_project)
            return true;
    }
    return false;
}

static void basic_and_projects(const struct budget *b)
{
    const struct plumb_finder *f = b->finder;
    const struct plumb_fact *basic = pick_named(b, "basic.executed", "基本支出");
    const struct plumb_fact *project = pick_named(b, "project.executed", "项目支出");
    if (!basic || !project || !b->executed)
        return;
    double rest = amount(b->executed) - amount(project);
    double gap = fabs(rest - amount(basic));
    if (gap <= 0.01 * amount(b->executed) || !(amount(project) < amount(b->executed)) ||
        parts_of_another(b, basic, project) || add_up_elsewhere(b, basic, project))
        return;
    /* "按支出性质分：基本支出、项目支出" may part the budget and not what was spent */
    double both = amount(basic) + amount(project);
    if ((b->revised && fabs(both - amount(b->revised)) <= 0.01 * both) ||
        (b->initial && fabs(both - amount(b->initial)) <= 0.01 * both))
        return;
    struct plumb_draft d = plumb_draft_begin(f, "consistency.sum");
    const char *have = plumb_fact_words(f->arena, basic);
    const char *total = plumb_fact_words(f->arena, b->executed);
    const char *part = plumb_fact_words(f->arena, project);
    const char *should =
        plumb_value_words(f->arena, basic, plumb_dec_sub(b->executed->value, project->value), 0);
    plumb_draft_title(f, &d, plumb_label_words(f->arena, basic->label));
    d.finding.stated = have;
    d.finding.expected = should;
    d.finding.explanation.zh = plumb_arena_printf(
        f->arena, "支出%s减项目支出%s应为基本支出%s，报告中基本支出为%s；口径或项目归属可能有误。",
        total, part, should, have);
    d.finding.explanation.en = plumb_arena_printf(
        f->arena,
        "Spending of %s less project expenditure of %s leaves %s as basic expenditure; the report "
        "prints %s. Scope or classification may be wrong.",
        total, part, should, have);
    d.finding.recomputation =
        plumb_arena_printf(f->arena, "%s − %s = %s, printed %s", total, part, should, have);
    d.finding.recomputation_zh =
        plumb_arena_printf(f->arena, "%s − %s = %s，报告为%s", total, part, should, have);
    d.finding.confidence = 0.6;
    d.finding.money_at_stake = gap;
    plumb_draft_fact(f, &d, basic, "part");
    plumb_draft_fact(f, &d, project, "part");
    plumb_draft_fact(f, &d, b->executed, "whole");
    /* the same project amount in the text, and other amounts under the same name */
    for (size_t i = 0; i < b->extraction->fact_count; i++) {
        const struct plumb_fact *fact = &b->extraction->facts[i];
        bool own = fact == basic || fact == project || fact->unit != PLUMB_UNIT_YUAN ||
                   !plumb_fact_is_plain(fact) || !plumb_fact_is_agency_wide(fact);
        bool retold = !own && fact->value.v == project->value.v &&
                      (plumb_str_has(fact->label, "项目") || plumb_str_has(fact->context, "项目"));
        bool rival =
            !own && plumb_str_equal(fact->label, basic->label) && fact->value.v != basic->value.v;
        if (retold || rival)
            plumb_draft_fact(f, &d, fact, "other");
    }
    plumb_draft_push(f, &d);
}

/* ---- jumps between last year's and this year's column --------------------------------------- */

static bool is_last_year_of(const struct plumb_fact *other, const struct plumb_fact *fact)
{
    return other->unit == fact->unit && plumb_fact_is_plain(other) &&
           (other->stage == PLUMB_STAGE_PRIOR ||
            (other->stage == PLUMB_STAGE_EXECUTED && other->year && other->year + 1 == fact->year));
}

static bool same_row(const struct plumb_fact *a, const struct plumb_fact *b)
{
    return a->block == b->block && a->row == b->row;
}

/* The facts of a row lie together, in reading order. */
static const struct plumb_fact *last_year_beside(const struct plumb_extraction *e,
                                                 const struct plumb_fact *fact)
{
    for (size_t i = fact->id; i-- > 0 && same_row(&e->facts[i], fact);)
        if (is_last_year_of(&e->facts[i], fact))
            return &e->facts[i];
    for (size_t i = fact->id + 1; i < e->fact_count && same_row(&e->facts[i], fact); i++)
        if (is_last_year_of(&e->facts[i], fact))
            return &e->facts[i];
    return NULL;
}

static void report_jump(const struct budget *b, const struct plumb_fact *now,
                        const struct plumb_fact *then)
{
    const struct plumb_finder *f = b->finder;
    double x = amount(now), y = amount(then), growth = x / y - 1;
    struct plumb_draft d = plumb_draft_begin(f, "growth.outlier");
    const char *label = plumb_label_words(f->arena, now->label);
    const char *rate = plumb_percent_words(f->arena, fabs(growth), 2);
    const char *from = plumb_fact_words(f->arena, then), *to = plumb_fact_words(f->arena, now);
    plumb_draft_title(f, &d, label);
    d.finding.stated = to;
    d.finding.expected = from;
    d.finding.explanation.zh =
        plumb_arena_printf(f->arena, "“%s”由上年%s变为本年%s，%s%s，变动幅度大，需说明原因。",
                           label, from, to, growth > 0 ? "增长" : "下降", rate);
    d.finding.explanation.en = plumb_arena_printf(
        f->arena, "“%s” went from %s last year to %s, %s by %s; this needs explaining.", label,
        from, to, growth > 0 ? "up" : "down", rate);
    d.finding.recomputation = plumb_arena_printf(f->arena, "(%s − %s) ÷ %s = %s%s", to, from, from,
                                                 growth < 0 ? "−" : "", rate);
    d.finding.recomputation_zh = d.finding.recomputation;
    d.finding.confidence = 0.85;
    d.finding.money_at_stake = fabs(x - y);
    plumb_draft_fact(f, &d, now, "current");
    plumb_draft_fact(f, &d, then, "prior");
    plumb_draft_words(f, &d, now->line, now->label, "cue");
    plumb_draft_push(f, &d);
}

/* A part that multiplies, or a whole that moves by 40 %: small parts may do as they like. */
static void jumps(const struct budget *b)
{
    const struct plumb_finder *f = b->finder;
    double size = amount(b->executed);
    double times = parameter(f, "growth.outlier", "ratio", 3);
    double share = parameter(f, "growth.outlier", "share", 0.02);
    double drop = parameter(f, "growth.outlier", "drop", 0.4);
    if (!(size > 0))
        return;
    for (size_t i = 0; i < b->extraction->fact_count; i++) {
        const struct plumb_fact *now = &b->extraction->facts[i];
        if (now->row == PLUMB_NPOS || now->stage != PLUMB_STAGE_EXECUTED ||
            now->unit != PLUMB_UNIT_YUAN || !plumb_fact_is_plain(now) ||
            now->year != b->extraction->year)
            continue;
        const struct plumb_fact *then = last_year_beside(b->extraction, now);
        double x = amount(now), y = amount(then);
        if (!then || !(x > 0) || !(y > 0))
            continue;
        bool part = (x / y >= times || y / x >= times) && fabs(x - y) >= share * size;
        bool whole = fabs(x - y) >= drop * y && fabs(x - y) >= 0.2 * size;
        if (part || whole)
            report_jump(b, now, then);
    }
}

/* ---- unit costs ---------------------------------------------------------------------------- */

static void cost_per_head(const struct budget *b, const struct plumb_fact *money,
                          const struct plumb_fact *heads, double limit, double confidence)
{
    const struct plumb_finder *f = b->finder;
    double each = amount(money) / amount(heads);
    if (!(amount(heads) > 0) || !(each > limit))
        return;
    struct plumb_draft d = plumb_draft_begin(f, "cost.unit");
    const char *label = plumb_label_words(f->arena, money->item.len && money->item.len < 60 &&
                                                            !plumb_fact_is_agency_wide(money)
                                                        ? money->item
                                                        : money->label);
    const char *sum = plumb_fact_words(f->arena, money), *n = plumb_fact_words(f->arena, heads);
    plumb_draft_title(f, &d, label);
    d.finding.stated = plumb_yuan_words(f->arena, each, true);
    d.finding.explanation.zh =
        plumb_arena_printf(f->arena, "“%s”%s，按%s计算人均%s，明显偏高，需核实支出内容和受益人数。",
                           label, sum, n, plumb_yuan_words(f->arena, each, true));
    d.finding.explanation.en = plumb_arena_printf(
        f->arena,
        "“%s” is %s; over %s this is %s per head, which is high: content and number of "
        "recipients need checking.",
        label, sum, n, plumb_yuan_words(f->arena, each, false));
    d.finding.recomputation = plumb_arena_printf(f->arena, "%s ÷ %s = %s", sum, n,
                                                 plumb_yuan_words(f->arena, each, true));
    d.finding.recomputation_zh = d.finding.recomputation;
    d.finding.confidence = confidence;
    d.finding.money_at_stake = amount(money) - limit * amount(heads);
    plumb_draft_fact(f, &d, money, "numerator");
    plumb_draft_fact(f, &d, heads, "denominator");
    plumb_draft_push(f, &d);
}

/* Benefits to persons are paid to recipients, not to the agency's own staff: a large amount per
 * member of staff means that transfers were booked as basic expenditure. */
static void transfers_per_staff(const struct budget *b)
{
    const struct plumb_fact *money = pick(b, "persons_transfers.executed");
    const struct plumb_fact *staff = plumb_pick_fact(b->extraction, "staff.actual", PLUMB_STR(""));
    double limit = parameter(b->finder, "cost.unit", "per_staff", 300000);
    if (money && staff && staff->unit == PLUMB_UNIT_PERSON)
        cost_per_head(b, money, staff, limit, 0.8);
}

/* What a project spent in the year: the largest executed amount told under its name. */
static const struct plumb_fact *project_money(const struct plumb_extraction *e,
                                              struct plumb_str item)
{
    const struct plumb_fact *best = NULL;
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *f = &e->facts[i];
        if (f->stage == PLUMB_STAGE_EXECUTED && f->unit == PLUMB_UNIT_YUAN &&
            plumb_fact_is_plain(f) && plumb_str_equal(f->item, item) &&
            (!best || plumb_dec_cmp(f->value, best->value) > 0))
            best = f;
    }
    return best;
}

/* In a project's own table: the money of the year over the persons it served, when exactly one
 * line counts persons. */
static void money_per_person_served(const struct budget *b)
{
    const struct plumb_extraction *e = b->extraction;
    double limit = parameter(b->finder, "cost.unit", "per_person", 100000);
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *served = &e->facts[i];
        if (served->stage != PLUMB_STAGE_ACTUAL || served->unit != PLUMB_UNIT_PERSON ||
            !plumb_fact_is_plain(served) || plumb_fact_is_agency_wide(served))
            continue;
        size_t lines = 0;
        for (size_t k = 0; k < e->fact_count; k++)
            lines += e->facts[k].stage == PLUMB_STAGE_ACTUAL &&
                     e->facts[k].unit == PLUMB_UNIT_PERSON &&
                     plumb_str_equal(e->facts[k].item, served->item);
        const struct plumb_fact *money = project_money(e, served->item);
        if (lines == 1 && money)
            cost_per_head(b, money, served, limit, 0.7);
    }
}

/* ---- three public expenses ----------------------------------------------------------------- */

static void three_public(const struct budget *b)
{
    const struct plumb_finder *f = b->finder;
    const struct plumb_fact *spent = pick(b, "three_public.executed");
    const struct plumb_fact *planned = pick(b, "three_public.initial");
    if (!planned)
        planned = pick(b, "three_public.budget");
    if (!spent || !planned || amount(spent) <= amount(planned) * 1.0005 ||
        told_by_relation(b, "ratio.threepublic", PLUMB_REL_BOUND))
        return;
    struct plumb_draft d = plumb_draft_begin(f, "ratio.threepublic");
    const char *x = plumb_fact_words(f->arena, spent), *y = plumb_fact_words(f->arena, planned);
    plumb_draft_title(f, &d, "");
    d.finding.subject = "“三公”经费";
    d.finding.stated = x;
    d.finding.expected = plumb_arena_printf(f->arena, "≤%s", y);
    d.finding.explanation.zh =
        plumb_arena_printf(f->arena, "“三公”经费实际支出%s，超过预算%s。", x, y);
    d.finding.explanation.en = plumb_arena_printf(
        f->arena, "Three public expenses of %s exceed their budget of %s.", x, y);
    d.finding.recomputation = plumb_arena_printf(f->arena, "%s > %s", x, y);
    d.finding.recomputation_zh = d.finding.recomputation;
    d.finding.confidence = 0.85;
    d.finding.money_at_stake = amount(spent) - amount(planned);
    plumb_draft_fact(f, &d, spent, "numerator");
    plumb_draft_fact(f, &d, planned, "denominator");
    plumb_draft_push(f, &d);
}

void plumb_find_budget(const struct plumb_finder *finder)
{
    struct budget b = {.finder = finder, .extraction = finder->extraction};
    b.initial = pick(&b, "expenditure.initial");
    b.revised = pick(&b, "expenditure.revised");
    b.executed = pick(&b, "expenditure.executed");
    b.closing = pick(&b, "balance.closing");
    carry_over(&b);
    adjustment(&b);
    adjustment_in_words(&b);
    basic_and_projects(&b);
    jumps(&b);
    transfers_per_staff(&b);
    money_per_person_served(&b);
    three_public(&b);
}
