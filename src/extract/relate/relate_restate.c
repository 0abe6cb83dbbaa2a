/* The same fact told twice. Equal numbers under like names confirm each other; texts that are told
 * again number by number show where one number was changed; numbers under one name, one year, one
 * stage and one scope must agree. DOMAIN §1.8. A wrong pairing is a false alarm, so a conflict needs
 * much more than an agreement does. */
#include <stdlib.h>

#include "extract/relate/relate_int.h"

enum {
    RESTATE_STAGE_BUDGET,
    RESTATE_STAGE_DONE,
    RESTATE_PARTIAL,
    RESTATE_BENEFIT,
    RESTATE_BENEFIT_KIND
};

static const char *const sources[] = {
    [RESTATE_STAGE_BUDGET] =
        "预算(?!执行|支出决算|收入|单位|部门|管理|绩效|编制|财政拨款支出|拨款)|计划|目标",
    [RESTATE_STAGE_DONE] = "决算|执行|实际|完成|支出|收入|支付|报销|补偿",
    [RESTATE_BENEFIT] =
        "总补偿|支付待遇|待遇支付|待遇支出|补偿总额|总报销|共补偿|共报销|基金支付待遇",
    [RESTATE_BENEFIT_KIND] = "住院|门诊|大病|救助|生育|慢特|特病|药店|异地",
    [RESTATE_PARTIAL] = "截至|上半年|季度|[1-9]月|1[0-2]月|月底|月末",
};
const struct plumb_pattern_list plumb_patterns_restate = {"restate", sources,
                                                          sizeof sources / sizeof *sources};

/* One number with the name it is told under. */
struct telling {
    const struct plumb_fact *fact;
    const struct plumb_item *item; /* NULL for table cells */
    struct plumb_str core;
    struct plumb_str lead; /* the sentence up to the number, or the row */
    uint64_t key;          /* hash of core and unit */
    size_t first, next;    /* tellings with this key; behind the last comes the count of all */
    int digits;            /* significant, without trailing zeros */
    int year;
    bool benefit; /* is_benefit_total */
};

struct restate_work {
    struct plumb_extract_work *work;
    struct telling *tellings;
    size_t count;
    const struct telling **sorted; /* by unit, value, place */
    bool *linked;                  /* [fact_count * 1]: already agrees with another telling */
};

/* ---- tellings -------------------------------------------------------------------------------- */

static int significant_digits(const struct plumb_fact *fact)
{
    int digits = 0, zeros = 0;
    bool started = false;
    for (size_t at = 0; at < fact->text.len;) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(fact->text, &at));
        if (cp < '0' || cp > '9')
            continue;
        started = started || cp != '0';
        if (started)
            digits++;
        zeros = cp == '0' ? zeros + 1 : 0;
    }
    return digits - zeros;
}

static struct plumb_str last_part(struct plumb_str path)
{
    size_t at = plumb_str_rfind(path, PLUMB_STR("/"));
    return at == PLUMB_NPOS ? path : plumb_str_sub(path, at + 1, path.len);
}

static bool is_telling(const struct plumb_fact *fact, const struct plumb_item *item)
{
    if (!plumb_is_quantity(fact) || fact->partner != PLUMB_NPOS || fact->kind == PLUMB_FACT_CHINESE)
        return false;
    if (fact->unit == PLUMB_UNIT_SCORE || fact->unit == PLUMB_UNIT_TIME)
        return false;
    if (!item)
        return fact->row != PLUMB_NPOS && fact->stage != PLUMB_STAGE_WEIGHT &&
               fact->stage != PLUMB_STAGE_SCORE;
    return item->use == PLUMB_USE_PLAIN || item->use == PLUMB_USE_RATE;
}

static void read_telling(struct restate_work *r, const struct plumb_fact *fact,
                         const struct plumb_item *item)
{
    struct telling *t = &r->tellings[r->count++];
    t->fact = fact;
    t->item = item;
    t->core = item ? item->core : plumb_label_core(r->work, last_part(fact->label));
    t->lead = fact->context;
    if (item) {
        const struct plumb_passage *passage = item->passage;
        t->lead = plumb_str_sub(passage->text, passage->starts[item->sentence], item->at);
    }
    t->key = plumb_hash64(t->core.ptr, t->core.len, (uint64_t)fact->unit);
    t->digits = significant_digits(fact);
    t->year = fact->year ? fact->year : r->work->year;
}

/* Chains the tellings of one key, so that names are not compared pair by pair. */
static void chain_keys(struct restate_work *r)
{
    size_t slots = 16;
    while (slots < 2 * r->count)
        slots *= 2;
    size_t *last = plumb_arena_array(r->work->arena, slots, sizeof *last); /* index + 1 */
    for (size_t i = 0; i < r->count; i++) {
        struct telling *t = &r->tellings[i];
        size_t slot = (size_t)t->key & (slots - 1);
        while (last[slot] && r->tellings[last[slot] - 1].key != t->key)
            slot = (slot + 1) & (slots - 1);
        t->first = last[slot] ? r->tellings[last[slot] - 1].first : i;
        t->next = r->count;
        if (last[slot])
            r->tellings[last[slot] - 1].next = i;
        last[slot] = i + 1;
    }
}

static void collect(struct restate_work *r)
{
    struct plumb_prose *prose = plumb_prose_get(r->work);
    r->tellings = plumb_arena_array(r->work->arena, r->work->fact_count + 1, sizeof *r->tellings);
    r->linked = plumb_arena_array(r->work->arena, r->work->fact_count + 1, sizeof *r->linked);
    for (size_t f = 0; f < r->work->fact_count; f++) {
        const struct plumb_item *item = prose->of_fact[f];
        if (is_telling(&r->work->facts[f], item))
            read_telling(r, &r->work->facts[f], item);
    }
    chain_keys(r);
}

/* Names that every line of a report has say nothing about which fact is told. */
static const char *const generic_names[] = {
    "其他",   "财政拨款", "支出", "收入", "资金", "项目", "金额", "人数",   "数量",
    "人员",   "预算",     "基金", "经费", "完成", "培训", "会议", "设备",   "车辆",
    "标准",   "决算",     "结余", "每人", "参保", "住院", "门诊", "执行率", "完成率",
    "满意度", "补助",     "投入", "采购", "费用", "补贴"};

static bool is_generic(struct plumb_str core)
{
    static const char *const stages[] = {"年初预算",     "全年预算",     "支出决算",     "调整预算",
                                         "完成年初预算", "完成预算",     "完成全年预算", "预算执行",
                                         "支出预算",     "项目全年预算", "年度资金",     "决算"};
    return plumb_equals_any(core, generic_names, sizeof generic_names / sizeof *generic_names) ||
           plumb_equals_any(core, stages, sizeof stages / sizeof *stages) ||
           plumb_utf8_count(core) < 4;
}

/* Two items of one numbered list speak of two things. */
static bool siblings(const struct telling *a, const struct telling *b)
{
    if (!a->item || !b->item)
        return false;
    const struct plumb_passage *x = a->item->passage, *y = b->item->passage;
    return x != y && x->list_kind != 0 && x->list_kind == y->list_kind &&
           x->list_number != y->list_number && y->index - x->index < 40;
}

/* ---- pushing --------------------------------------------------------------------------------- */

static const char *same_text(struct plumb_extract_work *work, const struct telling *a,
                             const struct telling *b, bool equal)
{
    return plumb_arena_printf(work->arena, "%s (line %zu) %s %s (line %zu)",
                              plumb_fact_text(work, a->fact), a->fact->line, equal ? "=" : "≠",
                              plumb_fact_text(work, b->fact), b->fact->line);
}

/* b tells again what a told. `sure`: names, order and scope agree; else a conflict is only noted. */
static void push_pair(struct restate_work *r, const struct telling *a, const struct telling *b,
                      bool sure, double confidence, const char *reading)
{
    struct plumb_extract_work *work = r->work;
    struct plumb_judgement j = plumb_judge_same(b->fact, a->fact);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RESTATEMENT, "consistency.restatement", NULL);
    claim.stated = b->fact;
    claim.subject = b->item ? b->item->label : b->fact->label;
    claim.unit = b->fact->unit;
    claim.confidence = confidence;
    if (j.verdict == PLUMB_VERDICT_INCONSISTENT && !sure) {
        j.verdict = PLUMB_VERDICT_UNTESTABLE;
        j.reason = "the scope of the two numbers may differ";
        j.reason_zh = "两处口径可能不同";
    }
    if (b->fact->unit == PLUMB_UNIT_YUAN)
        claim.next_money = plumb_dec_abs(plumb_dec_sub(a->fact->value, b->fact->value));
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_OTHER, a->fact);
    bool holds = j.verdict == PLUMB_VERDICT_CONSISTENT || j.verdict == PLUMB_VERDICT_ROUNDING;
    plumb_claim_try(&claim, &j, &term, 1, reading, same_text(work, a, b, holds));
    plumb_claim_push(&claim);
    if (holds)
        r->linked[a->fact->id] = r->linked[b->fact->id] = true;
}

/* ---- equal numbers --------------------------------------------------------------------------- */

static bool same_place(const struct telling *a, const struct telling *b)
{
    return a->fact->line == b->fact->line && a->fact->block == b->fact->block &&
           a->fact->row == b->fact->row;
}

static int by_value(const struct telling *a, const struct telling *b)
{
    if (a->fact->unit != b->fact->unit)
        return a->fact->unit < b->fact->unit ? -1 : 1;
    int c = plumb_dec_cmp(a->fact->value, b->fact->value);
    if (c != 0)
        return c;
    return a->fact->id < b->fact->id ? -1 : a->fact->id > b->fact->id;
}

static int compare_values(const void *a, const void *b)
{
    return by_value(*(const struct telling *const *)a, *(const struct telling *const *)b);
}

/* Enough for an equal number to be the same fact? */
static bool agree(const struct telling *a, const struct telling *b)
{
    if (a->fact->unit == PLUMB_UNIT_NONE && a->fact->kind == PLUMB_FACT_BARE && a->digits < 4)
        return false;
    if (plumb_is_rate(a->fact))
        return a->digits >= 3 && plumb_name_likeness(a->core, b->core) >= 0.5 &&
               !is_generic(a->core) && !siblings(a, b);
    if (a->digits >= 5)
        return true;
    if (a->digits == 4)
        return plumb_name_likeness(a->core, b->core) >= 0.25;
    if (a->digits == 3)
        return plumb_name_likeness(a->core, b->core) >= 0.4;
    return a->fact->value.v != 0 && plumb_utf8_count(a->core) >= 3 &&
           plumb_name_likeness(a->core, b->core) >= 0.7;
}

static void sort_by_value(struct restate_work *r)
{
    r->sorted = plumb_arena_array(r->work->arena, r->count + 1, sizeof *r->sorted);
    for (size_t i = 0; i < r->count; i++)
        r->sorted[i] = &r->tellings[i];
    qsort(r->sorted, r->count, sizeof *r->sorted, compare_values);
}

static void link_equal(struct restate_work *r)
{
    const struct telling **sorted = r->sorted;
    for (size_t i = 1; i < r->count; i++) {
        const struct telling *b = sorted[i];
        for (size_t k = i, back = 0; k-- > 0 && back < 6; back++) {
            const struct telling *a = sorted[k];
            if (a->fact->unit != b->fact->unit || a->fact->value.v != b->fact->value.v)
                break;
            if (same_place(a, b) || (!a->item && !b->item && a->fact->block == b->fact->block) ||
                !plumb_same_measure(a->fact, b->fact) || !agree(a, b))
                continue;
            push_pair(r, a, b, false, b->digits >= 4 ? 0.9 : 0.75, "equal numbers");
            break;
        }
    }
}

/* "30.35万人" tells 303 517 again: the same person count, rounded. */
static bool tells_rounded(const struct telling *a, const struct telling *b)
{
    return b->fact->ulp.v < a->fact->ulp.v && b->fact->value.v != a->fact->value.v &&
           b->fact->line != a->fact->line && plumb_same_measure(a->fact, b->fact) &&
           plumb_name_likeness(a->core, b->core) >= 0.15;
}

static void link_coarse(struct restate_work *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *a = r->sorted[i], *found = NULL;
        if (a->digits < 4 || a->fact->ulp.v == 0 || plumb_is_rate(a->fact) ||
            a->fact->comparator != PLUMB_CMP_NONE || r->linked[a->fact->id])
            continue;
        plumb_i128 reach = a->fact->ulp.v / 2;
        for (size_t k = i; k-- > 0 && !found;) {
            const struct telling *b = r->sorted[k];
            if (b->fact->unit != a->fact->unit || a->fact->value.v - b->fact->value.v > reach)
                break;
            found = tells_rounded(a, b) ? b : NULL;
        }
        for (size_t k = i + 1; k < r->count && !found; k++) {
            const struct telling *b = r->sorted[k];
            if (b->fact->unit != a->fact->unit || b->fact->value.v - a->fact->value.v > reach)
                break;
            found = tells_rounded(a, b) ? b : NULL;
        }
        if (found)
            push_pair(r, a < found ? a : found, a < found ? found : a, false, 0.7,
                      "the same number, rounded");
    }
}

/* ---- texts told again ------------------------------------------------------------------------ */

static bool matches(const struct telling *a, const struct telling *b)
{
    return a->key == b->key && a->core.len >= 6 && plumb_str_equal(a->core, b->core) &&
           plumb_same_measure(a->fact, b->fact);
}

static bool trivial(const struct telling *t)
{
    return t->digits < 3;
}

/* One sentence printed twice: nothing but its numbers can differ. */
static bool same_sentence_text(const struct telling *a, const struct telling *b)
{
    const struct plumb_sentence *x = a->item->passage->sentences[a->item->sentence];
    const struct plumb_sentence *y = b->item->passage->sentences[b->item->sentence];
    return x->template.len >= 24 && plumb_str_equal(x->template, y->template);
}

/* A run of numbers under the same names in the same order. When most of its numbers are equal it is
 * one text told twice, and a number that differs is a conflict. */
static void judge_run(struct restate_work *r, size_t i, size_t k, size_t n)
{
    size_t equal = 0, telling = 0;
    for (size_t s = 0; s < n; s++) {
        const struct telling *a = &r->tellings[i + s], *b = &r->tellings[k + s];
        bool same = a->fact->value.v == b->fact->value.v;
        equal += same;
        telling += same && !trivial(a);
    }
    bool enough =
        n >= 3 ? telling >= 2 && 2 * equal >= n
               : n == 2 && telling >= 1 && same_sentence_text(&r->tellings[i], &r->tellings[k]);
    if (equal == n || !enough)
        return;
    for (size_t s = 0; s < n; s++) {
        const struct telling *a = &r->tellings[i + s], *b = &r->tellings[k + s];
        if (a->fact->value.v == b->fact->value.v || siblings(a, b))
            continue;
        push_pair(r, a, b, true, 0.9, "the same text told twice");
        r->linked[a->fact->id] = r->linked[b->fact->id] = true;
    }
}

/* No report names a thing so often; a text made to waste time does. */
#define MOST_ALIKE ((size_t)4096)

static void link_runs(struct restate_work *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *a = &r->tellings[i];
        if (!a->item || a->core.len < 6)
            continue;
        size_t looked_at = 0;
        for (size_t k = a->next; k < r->count && looked_at < MOST_ALIKE;
             k = r->tellings[k].next, looked_at++) {
            const struct telling *b = &r->tellings[k];
            if (!b->item || b->item->passage == a->item->passage || !matches(a, b))
                continue;
            bool starts = i == 0 || k == 0 || !r->tellings[i - 1].item ||
                          !r->tellings[k - 1].item ||
                          r->tellings[i - 1].item->passage != a->item->passage ||
                          r->tellings[k - 1].item->passage != b->item->passage ||
                          !matches(&r->tellings[i - 1], &r->tellings[k - 1]);
            if (!starts)
                continue;
            size_t n = 1;
            while (k + n < r->count && r->tellings[i + n].item && r->tellings[k + n].item &&
                   r->tellings[i + n].item->passage == a->item->passage &&
                   r->tellings[k + n].item->passage == b->item->passage &&
                   matches(&r->tellings[i + n], &r->tellings[k + n]))
                n++;
            judge_run(r, i, k, n);
        }
    }
}

/* ---- one name, two numbers --------------------------------------------------------------------- */

static unsigned stage_words(struct plumb_extract_work *work, struct plumb_str s)
{
    struct plumb_match m;
    unsigned bits = 0;
    if (plumb_pattern_find(work, PLUMB_PATTERNS_RESTATE, RESTATE_STAGE_BUDGET, s, 0, &m))
        bits |= 1;
    if (plumb_pattern_find(work, PLUMB_PATTERNS_RESTATE, RESTATE_STAGE_DONE, s, 0, &m))
        bits |= 2;
    if (plumb_pattern_find(work, PLUMB_PATTERNS_RESTATE, RESTATE_PARTIAL, s, 0, &m))
        bits |= 4;
    return bits;
}

/* Words that set the scope of everything behind them in the sentence. */
static bool same_scope(struct plumb_extract_work *work, const struct telling *a,
                       const struct telling *b)
{
    if (a->year != b->year || a->fact->stage != b->fact->stage || a->fact->until.len > 0 ||
        b->fact->until.len > 0)
        return false;
    if (a->fact->item.len > 0 && b->fact->item.len > 0 &&
        !plumb_str_equal(a->fact->item, b->fact->item))
        return false;
    if (!plumb_str_equal(a->fact->population, b->fact->population))
        return false;
    if (plumb_names_oppose(work, a->lead, b->lead) ||
        plumb_names_oppose(work, a->item->passage->title, b->item->passage->title))
        return false;
    unsigned x = stage_words(work, a->lead), y = stage_words(work, b->lead);
    return (x & 5) == (y & 5);
}

/* The closer two different numbers are, the likelier they mean one thing. */
static bool plausible_conflict(const struct telling *a, const struct telling *b)
{
    double x = plumb_dec_double(a->fact->value), y = plumb_dec_double(b->fact->value);
    if (x <= 0 || y <= 0)
        return false;
    double ratio = x > y ? y / x : x / y;
    size_t length = plumb_utf8_count(a->core);
    if (plumb_one_slip(a->fact, b->fact->value) && a->digits >= 3)
        return true;
    return ratio > 0.8 || (length >= 8 && ratio > 0.1);
}

/* Names that many numbers share (lists of projects, years) tell nothing. */
static size_t times_told(const struct restate_work *r, const struct telling *t)
{
    size_t n = 0;
    for (size_t i = t->first; i < r->count; i = r->tellings[i].next)
        n += matches(t, &r->tellings[i]);
    return n;
}

static void link_names(struct restate_work *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *a = &r->tellings[i];
        if (!a->item || !a->item->own_label || is_generic(a->core) || trivial(a) ||
            plumb_is_rate(a->fact))
            continue;
        for (size_t k = a->next; k < r->count; k = r->tellings[k].next) {
            const struct telling *b = &r->tellings[k];
            if (!b->item || !b->item->own_label || !matches(a, b) || trivial(b) ||
                b->item->passage == a->item->passage || a->fact->value.v == b->fact->value.v ||
                (r->linked[a->fact->id] && r->linked[b->fact->id]))
                continue;
            if (times_told(r, a) > 4 || siblings(a, b) || !same_scope(r->work, a, b))
                break;
            bool sure = plausible_conflict(a, b);
            push_pair(r, a, b, sure, 0.75, "the same name, year and stage");
            break;
        }
    }
}

/* ---- one name, two numbers a slip apart ---------------------------------------------------------- */

/* More tellings than this are compared by name only: the pairs would be too many. */
#define SLIP_TELLINGS 4000

/* The names may differ more than usual, because a single slip of four digits or more between two
 * numbers of one kind is no chance: "全镇户籍人口" and "服务全镇户籍人口", or one catalogue indicator. */
static bool may_be_one_thing(const struct telling *a, const struct telling *b)
{
    if (a->fact->indicator && b->fact->indicator)
        return a->fact->indicator == b->fact->indicator;
    if (is_generic(a->core) || is_generic(b->core))
        return false;
    return plumb_str_ends(a->core, b->core) || plumb_str_ends(b->core, a->core) ||
           plumb_name_likeness(a->core, b->core) >= 0.8;
}

/* "全年预算执行数": a stage that names the whole agency's year, not some project's line. */
static bool names_the_year(const struct telling *t)
{
    return t->fact->indicator && t->fact->item.len == 0 &&
           PLUMB_HAS(t->item->label, "全年", "年度", "本年");
}

static bool says_enough(const struct telling *a, const struct telling *b)
{
    return (!is_generic(a->core) && !is_generic(b->core)) ||
           (names_the_year(a) && names_the_year(b) &&
            plumb_str_equal(a->item->label, b->item->label));
}

static bool is_plain_amount(const struct telling *t)
{
    return t->item && t->digits >= 4 && plumb_is_amount(t->fact) &&
           t->fact->comparator == PLUMB_CMP_NONE && t->item->use == PLUMB_USE_PLAIN &&
           t->item->depth == 0;
}

static bool is_budget_stage(enum plumb_stage stage)
{
    return stage == PLUMB_STAGE_BUDGET || stage == PLUMB_STAGE_INITIAL ||
           stage == PLUMB_STAGE_REVISED;
}

static struct plumb_str without_budget(struct plumb_str core)
{
    size_t at = plumb_str_find(core, PLUMB_STR("预算"));
    return at == PLUMB_NPOS || at == 0 ? core : plumb_str_sub(core, 0, at);
}

/* Spending that exceeds its own budget by what one digit makes is a slip rather than an overrun:
 * 项目支出 2480.15 against 项目支出预算安排 2480.05. Spending below the budget is what is usual. */
static bool overrun_by_a_slip(const struct telling *a, const struct telling *b)
{
    bool a_budget = is_budget_stage(a->fact->stage), b_budget = is_budget_stage(b->fact->stage);
    const struct telling *budget = a_budget ? a : b, *spent = a_budget ? b : a;
    return a_budget != b_budget && a->digits >= 6 && b->digits >= 6 && a->year == b->year &&
           spent->fact->value.v > budget->fact->value.v && a->fact->item.len == 0 &&
           b->fact->item.len == 0 && !is_generic(without_budget(budget->core)) &&
           plumb_str_equal(without_budget(budget->core), spent->core);
}

/* What rules out most pairs of plain amounts, close together in memory: of every two amounts of a report
 * that is all amounts, one in a thousand may be one thing. */
struct slip {
    const struct telling *telling;
    const char *indicator;
    uint64_t bits; /* of the core */
    int length;    /* of the core in code points; 0 when too long to tell anything by its bits */
    int decimals;
    enum plumb_unit unit;
    bool generic, budget;
};

#define SLIP_NAME_MAX 48 /* likeness looks at no more code points than this */

static size_t collect_slips(struct restate_work *r, struct slip *slips)
{
    size_t n = 0;
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *t = &r->tellings[i];
        if (!is_plain_amount(t))
            continue;
        size_t length = plumb_utf8_count(t->core);
        slips[n++] = (struct slip){.telling = t,
                                   .indicator = t->fact->indicator,
                                   .bits = plumb_name_bits(t->core),
                                   .length = length > SLIP_NAME_MAX ? 0 : (int)length,
                                   .decimals = t->fact->decimals,
                                   .unit = t->fact->unit,
                                   .generic = is_generic(t->core),
                                   .budget = is_budget_stage(t->fact->stage)};
    }
    return n;
}

/* False when neither may_be_one_thing nor overrun_by_a_slip can hold, with says_enough. A name that ends
 * with the other has its code points; names of likeness 0.8 have 2 c ≥ 0.842 (n + m) in common. */
static bool may_slip(const struct slip *a, const struct slip *b)
{
    if (a->unit != b->unit || a->decimals != b->decimals)
        return false;
    if (a->budget != b->budget)
        return true;
    if (a->indicator && b->indicator)
        return a->indicator == b->indicator;
    if (a->generic || b->generic)
        return false;
    uint64_t only_a = a->bits & ~b->bits, only_b = b->bits & ~a->bits;
    return !only_a || !only_b || !a->length || !b->length ||
           1000 * (__builtin_popcountll(only_a) + __builtin_popcountll(only_b)) <=
               159 * (a->length + b->length);
}

static void link_slips(struct restate_work *r)
{
    if (r->count > SLIP_TELLINGS)
        return;
    struct slip *slips = plumb_arena_array(r->work->arena, r->count + 1, sizeof *slips);
    size_t count = collect_slips(r, slips);
    for (size_t i = 0; i < count; i++) {
        const struct telling *a = slips[i].telling;
        for (size_t k = i + 1; k < count; k++) {
            const struct telling *b = slips[k].telling;
            if (!may_slip(&slips[i], &slips[k]) || a->fact->value.v == b->fact->value.v ||
                b->item->passage == a->item->passage ||
                (r->linked[a->fact->id] && r->linked[b->fact->id]) || siblings(a, b) ||
                !plumb_same_measure(a->fact, b->fact) || !plumb_one_slip(a->fact, b->fact->value))
                continue;
            bool same = says_enough(a, b) && may_be_one_thing(a, b) &&
                        !plumb_names_oppose(r->work, a->core, b->core) && same_scope(r->work, a, b);
            if (!same && !overrun_by_a_slip(a, b))
                continue;
            push_pair(r, a, b, true, same ? 0.7 : 0.5,
                      same ? "one thing by its name, a slip apart"
                           : "spending above its budget by one digit");
            r->linked[a->fact->id] = r->linked[b->fact->id] = true;
            break;
        }
    }
}

/* ---- a project's amount in the text and in its own table ---------------------------------------- */

static bool is_amount_row(const struct plumb_fact *fact)
{
    return fact->row != PLUMB_NPOS && fact->unit == PLUMB_UNIT_YUAN && fact->item.len > 0 &&
           (PLUMB_HAS(fact->label, "资金总额", "年度资金", "财政拨款", "预算数", "执行数",
                      "项目资金") ||
            PLUMB_HAS(fact->head, "预算数", "执行数"));
}

/* Amount rows of project forms, with the project's name ready for comparing. */
struct project_cell {
    const struct telling *telling;
    struct plumb_str core;
};

struct project_cells {
    struct project_cell *items;
    size_t count, capacity;
};

static struct project_cells project_cells(struct restate_work *r)
{
    struct project_cells cells = {0};
    struct plumb_str name = PLUMB_STR(""), core = PLUMB_STR("");
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *t = &r->tellings[i];
        if (t->item || !is_amount_row(t->fact))
            continue;
        if (!plumb_str_equal(t->fact->item, name)) {
            name = t->fact->item;
            core = plumb_label_core(r->work, name);
        }
        *PLUMB_PUSH(r->work->arena, cells.items, cells.count, cells.capacity) =
            (struct project_cell){t, core};
    }
    return cells;
}

static void link_project(struct restate_work *r, const struct project_cells *cells,
                         const struct telling *t)
{
    const struct telling *first = NULL;
    double best = 0.7;
    struct plumb_str name = PLUMB_STR("");
    for (size_t i = 0; i < cells->count; i++) {
        const struct telling *cell = cells->items[i].telling;
        if (i > 0 && plumb_str_equal(cells->items[i].core, cells->items[i - 1].core))
            continue;
        double likeness = plumb_name_likeness(t->core, cells->items[i].core);
        if (likeness > best) {
            best = likeness;
            first = cell;
            name = cell->fact->item;
        }
    }
    if (!first || t->fact->block == first->fact->block)
        return;
    for (size_t i = 0; i < cells->count; i++) {
        const struct telling *cell = cells->items[i].telling;
        if (!plumb_str_equal(cell->fact->item, name))
            continue;
        struct plumb_judgement j = plumb_judge_same(t->fact, cell->fact);
        if (j.verdict == PLUMB_VERDICT_CONSISTENT) {
            push_pair(r, cell, t, true, 0.85, "the project's own table");
            return;
        }
    }
    push_pair(r, t, first, best > 0.8, 0.8, "the project's own table");
}

static void link_projects(struct restate_work *r)
{
    struct project_cells cells = project_cells(r);
    for (size_t i = 0; i < r->count && cells.count > 0; i++) {
        const struct telling *t = &r->tellings[i];
        if (t->item && t->fact->unit == PLUMB_UNIT_YUAN && t->item->own_label &&
            t->item->use == PLUMB_USE_PLAIN && plumb_utf8_count(t->core) >= 6)
            link_project(r, &cells, t);
    }
}

/* ---- one number as persons and as person-times --------------------------------------------------- */

/* First of the sorted tellings that is not before (unit, value). */
static size_t first_sorted(const struct restate_work *r, enum plumb_unit unit, plumb_dec value)
{
    size_t low = 0, high = r->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct plumb_fact *fact = r->sorted[middle]->fact;
        if (fact->unit < unit || (fact->unit == unit && fact->value.v < value.v))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void link_units(struct restate_work *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *a = &r->tellings[i];
        if (a->fact->unit != PLUMB_UNIT_PERSON || a->digits < 3)
            continue;
        size_t k = first_sorted(r, PLUMB_UNIT_PERSON_TIMES, a->fact->value);
        for (; k < r->count; k++) {
            const struct telling *b = r->sorted[k];
            if (b->fact->unit != PLUMB_UNIT_PERSON_TIMES || b->fact->value.v != a->fact->value.v)
                break;
            struct plumb_claim claim;
            struct plumb_judgement j = {.verdict = PLUMB_VERDICT_ROUNDING,
                                        .expected = a->fact->value,
                                        .low = a->fact->value,
                                        .high = a->fact->value,
                                        .reason = "one number is printed as persons and as "
                                                  "person-times",
                                        .reason_zh = "同一数字分别以“人”和“人次”计量"};
            struct plumb_term term = plumb_term_fact(r->work, PLUMB_ROLE_OTHER, a->fact);
            plumb_claim_begin(&claim, r->work, PLUMB_REL_RESTATEMENT, "consistency.unit", NULL);
            claim.stated = b->fact;
            claim.unit = b->fact->unit;
            claim.subject = b->item ? b->item->label : b->fact->label;
            claim.confidence = 0.7;
            plumb_claim_try(&claim, &j, &term, 1, "equal numbers", same_text(r->work, a, b, true));
            plumb_claim_push(&claim);
        }
    }
}

/* ---- count and amount of one insurance's benefits ------------------------------------------------- */

/* All that one insured group was paid in the year: "为 N 人次职工支付待遇 X 元", "总补偿 N 人次 X 元".
 * Kinds of benefit (住院, 门诊, 大病 …) are parts and do not count. */
static bool is_benefit_total(struct plumb_extract_work *work, const struct telling *t)
{
    struct plumb_match m;
    if (!t->item || t->fact->unit != PLUMB_UNIT_YUAN || t->item->index == 0 || t->year == 0)
        return false;
    const struct plumb_item *count = t->item - 1;
    if (count->fact->unit != PLUMB_UNIT_PERSON_TIMES || count->sentence != t->item->sentence)
        return false;
    struct plumb_str words =
        plumb_str_sub(t->item->passage->text, count->at - count->before.len, t->item->at);
    size_t cut = plumb_str_rfind(count->before, PLUMB_STR(","));
    if (cut != PLUMB_NPOS)
        words = plumb_str_sub(words, cut + 1, words.len);
    return plumb_pattern_find(work, PLUMB_PATTERNS_RESTATE, RESTATE_BENEFIT, words, 0, &m) &&
           !plumb_pattern_find(work, PLUMB_PATTERNS_RESTATE, RESTATE_BENEFIT_KIND, words, 0, &m);
}

/* 'z' employees, 'j' residents, 'n' rural residents; 0 when the last word in front is none. */
static char insured_group(const struct telling *t)
{
    static const struct {
        const char *word;
        char group;
    } groups[] = {
        {"职工", 'z'}, {"城镇居民", 'c'}, {"城乡居民", 'j'}, {"农民", 'n'}, {"农村居民", 'n'}};
    size_t best = PLUMB_NPOS;
    char group = 0;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        size_t at = plumb_str_rfind(t->lead, plumb_str_from(groups[i].word));
        if (at != PLUMB_NPOS && (best == PLUMB_NPOS || at > best)) {
            best = at;
            group = groups[i].group;
        }
    }
    return group;
}

static void link_benefits(struct restate_work *r)
{
    for (size_t i = 0; i < r->count; i++)
        r->tellings[i].benefit = is_benefit_total(r->work, &r->tellings[i]);
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *a = &r->tellings[i];
        if (!a->benefit || insured_group(a) == 0 || i == 0)
            continue;
        for (size_t k = i + 1; k < r->count; k++) {
            const struct telling *b = &r->tellings[k];
            if (!b->benefit || b->item->passage == a->item->passage ||
                insured_group(a) != insured_group(b) || a->year != b->year ||
                a->fact->value.v == b->fact->value.v)
                continue;
            const struct telling *x = a - 1, *y = b - 1;
            push_pair(r, a, b, true, 0.6, "benefits of one insured group in one year");
            if (x->item == a->item - 1 && y->item == b->item - 1)
                push_pair(r, x, y, true, 0.6, "benefits of one insured group in one year");
            break;
        }
    }
}

void plumb_relate_restatements(struct plumb_extract_work *work)
{
    struct restate_work r = {.work = work};
    collect(&r);
    sort_by_value(&r);
    link_equal(&r);
    link_coarse(&r);
    link_runs(&r);
    link_names(&r);
    link_slips(&r);
    link_benefits(&r);
    link_projects(&r);
    link_units(&r);
}
