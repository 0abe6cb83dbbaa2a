/* Sums in prose: "A，其中 B、C", "B、C，合计 A", bracketed breakdowns, numbered items.
 *
 * A list is a run of like numbers; a whole is a number in front of it (其中, 包括, brackets) or behind
 * it (合计, 共计, 总…). Readings: which number is the whole, how far the list goes, whether an inner
 * 其中 belongs to the last item. DOMAIN §1.4, §1.11. */
#include "extract/relate/relate_sum.h"

#define LIST_MAX PLUMB_SUM_LIST_MAX
#define WHOLES_MAX PLUMB_SUM_WHOLES_MAX

enum { SUM_OF_WHICH, SUM_BEHIND, SUM_OPEN_LEAD, SUM_OPEN_END, SUM_LIST_MARK, SUM_INNER, SUM_STOP };

static const char *const sources[] = {
    /* in front of the first part */
    [SUM_OF_WHICH] = ("其中|(?:人员|人数|职工|干部|收入|支出|车辆|资产)中:|(?:^|[,。;])(?:支出|"
                      "收入|资金)?按[^,;。:]{2,14}(?:分类?|划分|看|来源|用途)[:,为]|"
                      "从[^,;。:]{2,12}(?:看|来看|分)[:,]|^:|(?:资金)?来源(?:为|包括|如下)?:|"
                      "(?<!不)包括|(?<!不)包含|分别(?:为|是)|具体(?:为|是|"
                      "如下|包括)|主要用于|"
                      "用于以下|用于:|分为|"
                      "(?<=[,(])含(?!税)|由(?=[^,;]{2,12}$)|构成(?:为|如下)?:"),
    /* at the end of the phrase in front of a total that stands behind its parts */
    [SUM_BEHIND] =
        ("(?:合计|共计|总计|总共|小计|累计|总额|总数|总量)(?:为|达|达到|约|支出|收入|金额)*$|"
         "^[^,]{0,3}全年(?:累计|共)[^,;。]{0,4}$|(?:合计|共计|总计|总共)(?:追加|安排|投入|下达|"
         "支付|拨付|发放|补助|救助|筹集|完成|使用)(?:"
         "资金)?$|"
         "^[^,;]{0,4}总(?!局|队|体|站|院|署)[^,;。]{0,8}$|(?:^|[,;])共$"),
    [SUM_OPEN_LEAD] = "主要(?:包括|有|是|为|含)|如[:]?$|例如",
    [SUM_OPEN_END] = "^(?:[^,;。、\\p{Co}]{0,8})等(?!级|次|额|于)",
    [SUM_LIST_MARK] = ("。(?:\\d{1,2}[、.)]|\\(\\d{1,2}\\)|\\([一二三四五六七八九十]+\\)|"
                       "[①-⑳]|[一二三四五六七八九十]+是)[^。]*$"),
    [SUM_INNER] = "其中|包括|包含",
    [SUM_STOP] = "。|\\.(?=\\p{Han})",
};
const struct plumb_pattern_list plumb_patterns_sum = {"sum", sources,
                                                      sizeof sources / sizeof *sources};

static bool finds(struct plumb_extract_work *work, size_t pattern, struct plumb_str s,
                  struct plumb_match *m)
{
    return plumb_pattern_find(work, PLUMB_PATTERNS_SUM, pattern, s, 0, m);
}

static bool has(struct plumb_extract_work *work, size_t pattern, struct plumb_str s)
{
    struct plumb_match m;
    return finds(work, pattern, s, &m);
}

/* ---- judging one list ------------------------------------------------------------------------ */

static plumb_dec total_of(struct plumb_item *const *parts, size_t n)
{
    plumb_dec sum = {0};
    for (size_t i = 0; i < n; i++)
        sum = plumb_dec_add(sum, parts[i]->fact->value);
    return sum;
}

static bool has_three_digits(const struct plumb_fact *fact)
{
    size_t digits = 0;
    for (size_t i = 0; i < fact->text.len; i++)
        digits += fact->text.ptr[i] >= '0' && fact->text.ptr[i] <= '9';
    return digits >= 3;
}

/* Would one slip in one number repair the sum? Of numbers with one or two digits that says nothing. */
static bool one_slip_repairs(const struct plumb_fact *whole, struct plumb_item *const *parts,
                             size_t n)
{
    plumb_dec sum = total_of(parts, n);
    if (has_three_digits(whole) && plumb_one_slip(whole, sum))
        return true;
    for (size_t i = 0; i < n; i++) {
        plumb_dec rest = plumb_dec_sub(sum, parts[i]->fact->value);
        if ((has_three_digits(parts[i]->fact) || n >= 4) &&
            plumb_one_slip(parts[i]->fact, plumb_dec_sub(whole->value, rest)))
            return true;
    }
    return false;
}

/* Parts that exclude each other by their names (男/女, 基本/项目) cover the whole. */
static bool is_partition(struct plumb_extract_work *work, struct plumb_item *const *parts, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!plumb_names_oppose(work, parts[i - 1]->core, parts[i]->core))
            return false;
    return n >= 2;
}

static double mean_likeness(struct plumb_item *const *parts, size_t n)
{
    double sum = 0;
    for (size_t i = 1; i < n; i++)
        sum += plumb_name_likeness(parts[i - 1]->core, parts[i]->core);
    return n > 1 ? sum / (double)(n - 1) : 0;
}

/* Shares printed behind the parts; returns their sum as a fraction. */
static double printed_shares(struct plumb_item *const *parts, size_t n, size_t *count)
{
    double sum = 0;
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        const struct plumb_passage *passage = parts[i]->passage;
        size_t next = parts[i]->index + 1;
        if (next < passage->count && passage->items[next].use == PLUMB_USE_SHARE) {
            sum += plumb_dec_double(passage->items[next].fact->value);
            ++*count;
        }
    }
    return sum;
}

/* People counted by party, sex, education, title …: one and the same may stand in two groups. */
static bool groups_overlap(struct plumb_item *const *parts, size_t n)
{
    static const char *const kinds[][6] = {
        {"党员", "团员", NULL},
        {"女", "男", NULL},
        {"民族", NULL},
        {"职称", "高级", "中级", "初级", NULL},
        {"本科", "硕士", "博士", "研究生", "大专", NULL},
        {"岁", "青年", NULL},
        {"骨干", "双师", "名师", NULL},
        {"残疾", "低保", "特困", "脱贫", NULL},
    };
    size_t seen = 0;
    for (size_t i = 0; i < n; i++) /* money for one purpose serves another too */
        if (PLUMB_HAS(parts[i]->label, "民生", "三保", "三农"))
            return true;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        bool here = false;
        for (size_t i = 0; i < n; i++)
            for (size_t w = 0; w < 6 && kinds[k][w]; w++)
                here = here || plumb_str_has(parts[i]->label, kinds[k][w]);
        seen += here;
    }
    return seen >= 2;
}

/* "扣 7.5 分，其中预算执行扣 2 分、产出扣 3.5 分": every part is the whole with a qualifier in front. */
static bool all_qualified(const struct plumb_sum_list *list, const struct plumb_item *whole,
                          size_t n)
{
    if (whole->core.len < 3)
        return false;
    for (size_t i = 0; i < n; i++)
        if (list->parts[i]->core.len <= whole->core.len ||
            !plumb_str_ends(list->parts[i]->core, whole->core))
            return false;
    return true;
}

static double evidence(struct plumb_extract_work *work, const struct plumb_sum_list *list,
                       const struct plumb_fact *whole, size_t n)
{
    double sum = plumb_dec_double(total_of(list->parts, n));
    double w = plumb_dec_double(whole->value), score = list->strength;
    double gap = w != 0 ? (sum - w) / w : 1;
    size_t shares = 0;
    double share_sum = printed_shares(list->parts, n, &shares);
    if (2 * shares >= n)
        score += share_sum > 1.02 ? -4 : share_sum > 0.9 ? 2 : 1; /* over 100 %: groups overlap */
    if (is_partition(work, list->parts, n))
        score += 1;
    bool slip = one_slip_repairs(whole, list->parts, n);
    if (slip)
        score += 2;
    if (groups_overlap(list->parts, n))
        score -= 4;
    if (all_qualified(list, list->wholes[0], n))
        score += 1.5;
    if (gap > 0)
        score += whole->unit == PLUMB_UNIT_YUAN ? 1.5 : 0.5;
    else if (gap < -0.4 && !slip)
        score -= 1.5;
    if (gap < 0.05 && gap > -0.05)
        score += 1;
    return score;
}

/* A gap that equals another reported number names the missing or doubly counted component. */
static void name_gap(struct plumb_claim *claim)
{
    struct plumb_extract_work *work = claim->work;
    struct plumb_prose *prose = plumb_prose_get(work);
    plumb_dec gap = plumb_dec_abs(plumb_dec_sub(claim->best.expected, claim->stated->value));
    if (claim->best.reason || gap.v < 100 * claim->stated->ulp.v || gap.v == 0)
        return;
    for (size_t f = 0; f < work->fact_count; f++) {
        const struct plumb_fact *fact = &work->facts[f];
        const struct plumb_item *item = prose->of_fact[f];
        if (fact == claim->stated || !plumb_same_measure(fact, claim->stated) ||
            plumb_dec_abs(fact->value).v != gap.v || !plumb_is_quantity(fact))
            continue;
        struct plumb_str label = item ? item->label : fact->label;
        claim->best.reason =
            plumb_arena_printf(work->arena, "the difference equals %s (%.*s, line %zu)",
                               plumb_fact_text(work, fact), PLUMB_STR_ARG(label), fact->line);
        claim->best.reason_zh =
            plumb_arena_printf(work->arena, "差额等于%s（%.*s，第%zu行）",
                               plumb_fact_text(work, fact), PLUMB_STR_ARG(label), fact->line);
        return;
    }
}

static bool try_prefix(struct plumb_claim *claim, const struct plumb_sum_list *list,
                       const struct plumb_item *whole, size_t from, size_t n, const char *reading)
{
    const struct plumb_fact *parts[LIST_MAX];
    for (size_t i = 0; i < n; i++)
        parts[i] = list->parts[from + i]->fact;
    plumb_claim_sum(claim, whole->fact, parts, NULL, n, reading);
    return plumb_claim_holds(claim);
}

/* Items named like the whole, when other amounts stand between them ("基金支付 W，其中住院总费用 x，
 * 基金支付 a；门诊总费用 y，基金支付 b"). */
static bool try_namesakes(struct plumb_claim *claim, const struct plumb_sum_list *list,
                          const struct plumb_item *whole)
{
    const struct plumb_fact *parts[LIST_MAX];
    size_t n = 0;
    for (size_t i = 0; i < list->count; i++)
        if (plumb_name_likeness(list->parts[i]->core, whole->core) >= 0.6)
            parts[n++] = list->parts[i]->fact;
    if (n < 2 || n == list->count)
        return false;
    plumb_claim_sum(claim, whole->fact, parts, NULL, n, "the items named like the whole");
    return plumb_claim_holds(claim);
}

/* All readings of the list with this whole. */
static bool try_whole(struct plumb_claim *claim, const struct plumb_sum_list *list,
                      const struct plumb_item *whole, const char *reading)
{
    if (try_prefix(claim, list, whole, 0, list->count, reading) ||
        try_namesakes(claim, list, whole))
        return true;
    for (size_t n = list->count - 1; n >= 2; n--)
        if (list->behind ? try_prefix(claim, list, whole, list->count - n, n, "the last items")
                         : try_prefix(claim, list, whole, 0, n, "the first items"))
            return true;
    return false;
}

static void push_open(struct plumb_extract_work *work, const struct plumb_sum_list *list)
{
    const struct plumb_item *whole = list->wholes[0];
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_BOUND, "consistency.bound", whole);
    const struct plumb_fact *parts[LIST_MAX];
    for (size_t i = 0; i < list->count; i++)
        parts[i] = list->parts[i]->fact;
    plumb_claim_sum(&claim, whole->fact, parts, NULL, list->count, "part of an open list");
    if (claim.best.expected.v <= whole->fact->value.v ||
        plumb_interval_meets((struct plumb_interval){claim.best.low, claim.best.high},
                             plumb_fact_interval(whole->fact, PLUMB_MODE_NEAREST)))
        claim.best.verdict = PLUMB_VERDICT_CONSISTENT;
    else
        claim.best.verdict = whole->fact->unit == PLUMB_UNIT_YUAN ? PLUMB_VERDICT_INCONSISTENT
                                                                  : PLUMB_VERDICT_UNTESTABLE;
    claim.confidence = 0.7;
    plumb_claim_push(&claim);
}

/* The list adds up to a number farther off than the one it is printed under. */
static void push_misplaced(struct plumb_extract_work *work, const struct plumb_sum_list *list,
                           size_t n, const struct plumb_item *real)
{
    const struct plumb_item *near = list->wholes[0];
    struct plumb_claim claim;
    if (total_of(list->parts, n).v <= near->fact->value.v)
        return;
    plumb_claim_begin(&claim, work, PLUMB_REL_REPORT, "report.text", near);
    const struct plumb_fact *parts[LIST_MAX];
    for (size_t i = 0; i < n; i++)
        parts[i] = list->parts[i]->fact;
    plumb_claim_sum(&claim, near->fact, parts, NULL, n, "the number in front of the list");
    claim.best.verdict = PLUMB_VERDICT_INCONSISTENT;
    claim.best.reason = plumb_arena_printf(
        work->arena, "the items are printed under this number but add up to %s: misplaced",
        plumb_fact_text(work, real->fact));
    claim.best.reason_zh = plumb_arena_printf(
        work->arena, "分项列在该数之后，但合计等于%s，位置有误", plumb_fact_text(work, real->fact));
    claim.confidence = 0.7;
    plumb_claim_push(&claim);
}

static void push_failed(struct plumb_claim *claim, const struct plumb_sum_list *list)
{
    double score = evidence(claim->work, list, list->wholes[0]->fact, list->count);
    if (score < 3 && list->strength < 1)
        return;
    if (score < 3) {
        claim->best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim->best.reason = "the list need not be complete";
        claim->best.reason_zh = "所列各项未必是全部";
    } else {
        claim->declared = true;
        claim->confidence = score >= 4 ? 0.95 : 0.7 + 0.2 * (score - 3);
        name_gap(claim);
    }
    plumb_claim_push(claim);
}

bool plumb_sum_judge(struct plumb_extract_work *work, const struct plumb_sum_list *list,
                     const struct plumb_sum_list *loose)
{
    struct plumb_claim claim;
    if (list->whole_count == 0 || list->count < 2)
        return false;
    if (list->open) {
        push_open(work, list);
        return true;
    }
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", list->wholes[0]);
    claim.declared = list->strength >= 1;
    claim.confidence = 0.6 + 0.1 * list->strength;
    if (claim.confidence > 0.97)
        claim.confidence = 0.97;
    for (size_t w = 0; w < list->whole_count; w++) {
        const struct plumb_item *whole = list->wholes[w];
        if (!try_whole(&claim, list, whole, w == 0 ? list->cue : "a farther total") &&
            !(loose && loose->count > list->count &&
              try_whole(&claim, loose, whole, "the list read further")))
            continue;
        claim.stated = whole->fact;
        claim.subject = whole->label;
        plumb_claim_push(&claim);
        if (w > 0 && list->bracket)
            push_misplaced(work, list, claim.term_count, whole);
        return true;
    }
    push_failed(&claim, list);
    return false;
}

/* ---- collecting ------------------------------------------------------------------------------ */

/* "占年度计划 1.18 亿元的 80 %": the whole of a share, no member of the list. */
static bool is_base_of_share(const struct plumb_item *item)
{
    return plumb_str_has(item->before, "占") &&
           plumb_str_starts(plumb_text_after(item), PLUMB_STR("的")) &&
           item->index + 1 < item->passage->count && plumb_is_rate(item[1].fact);
}

bool plumb_sum_can_add(const struct plumb_item *item, const struct plumb_fact *like)
{
    enum plumb_comparator c = item->fact->comparator;
    bool limit = c == PLUMB_CMP_GE || c == PLUMB_CMP_GT || c == PLUMB_CMP_LE || c == PLUMB_CMP_LT ||
                 c == PLUMB_CMP_RANGE;
    return item->use == PLUMB_USE_PLAIN && !limit && plumb_is_amount(item->fact) &&
           plumb_same_measure(item->fact, like) && !is_base_of_share(item);
}

/* Is there a sentence end between the two that no enumeration mark bridges? */
static bool breaks_list(struct plumb_extract_work *work, const struct plumb_item *a,
                        const struct plumb_item *b)
{
    struct plumb_str gap = plumb_text_between(a, b);
    return has(work, SUM_STOP, gap) && !has(work, SUM_LIST_MARK, gap);
}

/* What stands behind the last ';' or '。'. */
static struct plumb_str last_clause(struct plumb_str gap)
{
    size_t semicolon = plumb_str_rfind(gap, PLUMB_STR(";"));
    if (semicolon != PLUMB_NPOS)
        gap = plumb_str_sub(gap, semicolon + 1, gap.len);
    size_t stop = plumb_str_rfind(gap, PLUMB_STR("。"));
    return stop == PLUMB_NPOS ? gap : plumb_str_sub(gap, stop + 3, gap.len);
}

/* "甲 26.4 万元，完成预算的 86 %，预算 30.5 万元": another stage of the item in front, no item. */
static bool is_other_stage(const struct plumb_item *item)
{
    static const char *const stages[] = {"预算",     "年初预算", "预算安排",   "全年预算",
                                         "调整预算", "上年决算", "上年",       "上年预算",
                                         "决算",     "支出决算", "调整后预算", "执行",
                                         "实际支出", "预算为",   "年初预算为"};
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        if (plumb_str_equal(item->core, plumb_str_from(stages[i])))
            return true;
    return false;
}

/* Numbers from `first` on that are parts of one list, for the measure of `like`. Read tightly, the
 * list ends at a ';' unless its own parts are separated by it, and an inner 其中 at the same depth
 * belongs to the item in front of it; read loosely, everything up to the sentence's end counts. */
static void collect_parts(struct plumb_extract_work *work, struct plumb_item *first,
                          const struct plumb_fact *like, bool tight, struct plumb_sum_list *list)
{
    struct plumb_passage *passage = first->passage;
    bool inner = false, by_semicolon = false;
    list->count = 0;
    for (size_t i = first->index; i < passage->count && list->count < LIST_MAX; i++) {
        struct plumb_item *item = &passage->items[i];
        if (item->depth < first->depth || (i > first->index && breaks_list(work, item - 1, item)))
            break;
        struct plumb_str gap =
            i > first->index ? plumb_text_between(item - 1, item) : PLUMB_STR("");
        bool semicolon = plumb_str_has(gap, ";") || plumb_str_has(gap, "。");
        if (semicolon) {
            inner = false;
            if (list->count == 1)
                by_semicolon = true;
            else if (tight && list->count > 1 && !by_semicolon)
                break;
        }
        if (list->count >= 2 && item->depth == first->depth &&
            PLUMB_ENDS(item->before, "合计", "共计", "小计", "总计"))
            break; /* "甲、乙、丙，三项合计 X" */
        if (tight && item->depth == first->depth && has(work, SUM_INNER, last_clause(gap)))
            inner = true;
        bool beside = list->count > 0 && !semicolon && is_other_stage(item) &&
                      !is_other_stage(list->parts[list->count - 1]);
        if (item->depth == first->depth && !inner && !beside && plumb_sum_can_add(item, like))
            list->parts[list->count++] = item;
    }
    if (list->count > 0) {
        struct plumb_str after = plumb_text_after(list->parts[list->count - 1]);
        list->open = list->open || has(work, SUM_OPEN_END, after);
    }
}

/* A whole may stand in the sentence before only when the list opens its own ("…。其中："), and not
 * beyond a ';' behind which other numbers stand. */
static bool out_of_reach(const struct plumb_item *whole, const struct plumb_item *first)
{
    struct plumb_str between = plumb_text_between(whole, first);
    size_t stop = plumb_str_rfind(between, PLUMB_STR("。"));
    size_t semicolon = plumb_str_rfind(between, PLUMB_STR(";"));
    if (stop != PLUMB_NPOS && (plumb_str_find(between, PLUMB_STR("。")) != stop ||
                               (!PLUMB_HAS(plumb_str_sub(between, stop, stop + 18), "其中", "包括",
                                           "具体", "主要用于", "按", "从", "资金来源", "来源") &&
                                !PLUMB_HAS(plumb_str_sub(between, stop, stop + 36), "中:"))))
        return true;
    return semicolon != PLUMB_NPOS && between.len - semicolon > first->before.len + 1;
}

/* Wholes in front of the list: nearest first. */
static void collect_wholes(const struct plumb_item *first, const struct plumb_fact *like,
                           struct plumb_sum_list *list)
{
    struct plumb_passage *passage = first->passage;
    list->whole_count = 0;
    for (size_t i = first->index; i-- > 0 && list->whole_count < WHOLES_MAX;) {
        struct plumb_item *item = &passage->items[i];
        if (out_of_reach(item, first))
            break;
        bool outer = list->bracket ? item->depth < first->depth : item->depth <= first->depth;
        if (outer && plumb_sum_can_add(item, like))
            list->wholes[list->whole_count++] = item;
    }
}

static bool measure_seen(struct plumb_item *const *seen, size_t n, const struct plumb_item *item)
{
    for (size_t i = 0; i < n; i++)
        if (plumb_same_measure(seen[i]->fact, item->fact))
            return true;
    return false;
}

/* One part under 其中: it may be the whole of the whole, or less, never more. */
static void judge_single(struct plumb_extract_work *work, const struct plumb_sum_list *list)
{
    const struct plumb_item *part = list->parts[0];
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_BOUND, "consistency.bound", list->wholes[0]);
    for (size_t w = 0; w < list->whole_count && !plumb_claim_holds(&claim); w++) {
        const struct plumb_item *whole = list->wholes[w];
        if (!plumb_claim_bound(&claim, part->fact, whole->fact,
                               w == 0 ? "part of the whole" : "a farther total"))
            continue;
        claim.stated = whole->fact;
        claim.subject = whole->label;
    }
    claim.confidence = 0.75;
    plumb_claim_push(&claim);
}

/* The same items in another measure add up exactly ("27 人次 7.7 万元（甲 24 人次 …；乙 3 人次 …）"):
 * then the list is complete. */
static bool companion_holds(struct plumb_extract_work *work, struct plumb_item *first,
                            const struct plumb_fact *measure, const struct plumb_sum_list *kind)
{
    struct plumb_passage *passage = first->passage;
    for (size_t i = first->index; i < passage->count && i < first->index + 3; i++) {
        struct plumb_item *item = &passage->items[i];
        struct plumb_sum_list list = *kind;
        if (item->depth != first->depth || !plumb_sum_can_add(item, item->fact) ||
            plumb_same_measure(item->fact, measure))
            continue;
        collect_parts(work, first, item->fact, true, &list);
        collect_wholes(first, item->fact, &list);
        const struct plumb_fact *parts[LIST_MAX];
        for (size_t k = 0; k < list.count; k++)
            parts[k] = list.parts[k]->fact;
        if (list.count >= 2 && list.whole_count > 0 &&
            plumb_judge_sum(list.wholes[0]->fact, parts, NULL, list.count).verdict ==
                PLUMB_VERDICT_CONSISTENT)
            return true;
    }
    return false;
}

/* A list that starts at `first`, its whole in front: one sum a measure. */
static void forward_list(struct plumb_extract_work *work, struct plumb_item *first,
                         const struct plumb_sum_list *kind)
{
    struct plumb_passage *passage = first->passage;
    struct plumb_item *seen[8];
    size_t seen_count = 0;
    for (size_t i = first->index; i < passage->count && seen_count < 8; i++) {
        struct plumb_item *item = &passage->items[i];
        if (item->depth < first->depth || (i > first->index && breaks_list(work, item - 1, item)))
            break;
        if (item->depth != first->depth || !plumb_sum_can_add(item, item->fact) ||
            measure_seen(seen, seen_count, item))
            continue;
        seen[seen_count++] = item;
        struct plumb_sum_list list = *kind, loose = *kind;
        collect_parts(work, first, item->fact, true, &list);
        collect_parts(work, first, item->fact, false, &loose);
        collect_wholes(first, item->fact, &list);
        if (companion_holds(work, first, item->fact, kind))
            list.strength += 4;
        if (list.count == 1 && kind->strength >= 1.5 && list.whole_count > 0 &&
            item->index - first->index <= 1)
            judge_single(work, &list);
        plumb_sum_judge(work, &list, &loose);
    }
}

/* ---- the whole in front ---------------------------------------------------------------------- */

static double cue_strength(struct plumb_str cue, struct plumb_str after)
{
    if (plumb_str_has(cue, "其中"))
        return plumb_str_starts(after, PLUMB_STR(":")) ? 2 : 1.5;
    if (PLUMB_HAS(cue, "按", "从"))
        return 1.4; /* one of several divisions of the same whole */
    if (PLUMB_HAS(cue, "分别", "由", "构成", "来源"))
        return 2;
    if (PLUMB_HAS(cue, "包括", "包含", "含"))
        return 1.5;
    return 1.5;
}

/* A bracket opens right after a number and the list begins in it. */
static bool opens_bracket(const struct plumb_item *item)
{
    size_t open = plumb_str_rfind(item->before, PLUMB_STR("("));
    size_t shut = plumb_str_rfind(item->before, PLUMB_STR(")"));
    return item->index > 0 && item->depth > item[-1].depth && open != PLUMB_NPOS &&
           (shut == PLUMB_NPOS || shut < open);
}

static bool composed_of(struct plumb_extract_work *work, struct plumb_item *first)
{
    struct plumb_sum_list probe = {.strength = 0};
    collect_parts(work, first, first->fact, true, &probe);
    if (probe.count < 2)
        return false;
    struct plumb_str after = plumb_text_after(probe.parts[probe.count - 1]);
    return PLUMB_HAS(after, "组成", "构成");
}

/* The number behind the cue, or the next one when that one cannot be added (days, rates, years). */
static struct plumb_item *first_part(struct plumb_item *cue)
{
    const struct plumb_passage *passage = cue->passage;
    for (struct plumb_item *item = cue; item->index < passage->count && item < cue + 3; item++) {
        if (item->sentence != cue->sentence || item->depth != cue->depth)
            return NULL;
        if (plumb_sum_can_add(item, item->fact))
            return item;
        if (item->index + 1 >= passage->count || item->fact->kind == PLUMB_FACT_NOT)
            return NULL;
    }
    return NULL;
}

static void forward_lists(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    for (size_t i = 0; i < passage->count; i++) {
        struct plumb_item *cue = &passage->items[i], *first = first_part(cue);
        struct plumb_match m;
        /* "90(含)-100分为优": the end of a band, no list */
        if (!first || plumb_str_has(cue->before, "(含)"))
            continue;
        struct plumb_sum_list kind = {.bracket = opens_bracket(cue), .cue = "the number in front"};
        if (finds(work, SUM_OF_WHICH, cue->before, &m)) {
            struct plumb_str after = plumb_str_sub(cue->before, m.next, cue->before.len);
            kind.strength = cue_strength(m.all, after);
            if (plumb_str_equal(m.all, PLUMB_STR("由")) && !composed_of(work, first))
                continue;
            kind.open = has(work, SUM_OPEN_LEAD, cue->before) && !plumb_str_has(m.all, "用于");
            if (plumb_str_has(m.all, "分别") && (i == 0 || m.from[0] > 0))
                kind.strength = 1;
        } else if (kind.bracket && first == cue) {
            kind.strength = 1;
        } else {
            continue;
        }
        forward_list(work, first, &kind);
    }
}

/* ---- the whole behind ------------------------------------------------------------------------ */

static void behind_lists(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    for (size_t i = 2; i < passage->count; i++) {
        struct plumb_item *total = &passage->items[i];
        struct plumb_sum_list list = {.behind = true, .cue = "the total behind", .whole_count = 1};
        bool year = PLUMB_HAS(total->before, "全年累计", "全年共", "全年总"); /* of four quarters */
        if (!plumb_sum_can_add(total, total->fact) || (!total->total && !year))
            continue;
        /* a second measure in a row ("总补偿 3 人次 9 元") has the words of the first */
        struct plumb_str phrase =
            total->own_label || total->before.len > 0 ? total->before : total[-1].before;
        struct plumb_match m;
        size_t cut = plumb_str_rfind(phrase, PLUMB_STR(","));
        phrase = cut == PLUMB_NPOS ? phrase : plumb_str_sub(phrase, cut + 1, phrase.len);
        if (!finds(work, SUM_BEHIND, phrase, &m))
            continue;
        list.strength = PLUMB_HAS(phrase, "合计", "共计", "总计", "小计") ? 2 : 0.5;
        if (list.strength > 1 && !total->own_label)
            list.strength = 3;
        if (PLUMB_HAS(phrase, "以上", "上述", "两项", "三项", "四项", "五项", "各项"))
            list.strength = 2.5;
        list.wholes[0] = total;
        struct plumb_item *back[LIST_MAX];
        size_t n = 0;
        for (size_t k = i; k-- > 0 && n < LIST_MAX;) {
            struct plumb_item *item = &passage->items[k];
            if (plumb_str_has(plumb_text_between(item, total), "。") ||
                item->depth < total->depth ||
                (item->total && plumb_same_measure(item->fact, total->fact)))
                break;
            if (plumb_str_has(plumb_text_between(item, total), ";") && n >= 2 &&
                !plumb_str_has(plumb_text_between(back[n - 1], back[n - 2]), ";"))
                break;
            if (item->depth == total->depth && plumb_sum_can_add(item, total->fact))
                back[n++] = item;
            if (n >= 2 && plumb_str_has(item->before, "其中"))
                break; /* what stands in front of 其中 is the whole of the list */
        }
        for (size_t k = 0; k < n; k++)
            list.parts[k] = back[n - 1 - k];
        list.count = n;
        plumb_sum_judge(work, &list, NULL);
    }
}

/* ---- like items without a cue ---------------------------------------------------------------- */

static size_t nonzero(struct plumb_item *const *parts, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += parts[i]->fact->value.v != 0;
    return count;
}

/* One of a row of like items is no whole. */
static bool in_a_row(struct plumb_extract_work *work, const struct plumb_item *whole,
                     const struct plumb_sum_list *list)
{
    if (!whole->total && (plumb_name_likeness(whole->core, list->parts[0]->core) > 0.6 ||
                          plumb_names_oppose(work, whole->core, list->parts[0]->core)))
        return true;
    if (whole->depth > 0)
        return true;
    for (size_t i = whole->index; i-- > 0 && whole->index - i <= 2;) {
        const struct plumb_item *previous = &whole->passage->items[i];
        if (previous->sentence == whole->sentence && plumb_sum_can_add(previous, whole->fact) &&
            plumb_name_likeness(previous->core, whole->core) > 0.5)
            return true;
    }
    return false;
}

static void judge_bare(struct plumb_extract_work *work, const struct plumb_sum_list *list)
{
    const struct plumb_item *whole = list->wholes[0];
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", whole);
    claim.declared = false;
    claim.confidence = 0.6;
    if (try_whole(&claim, list, whole, list->cue)) {
        plumb_claim_push(&claim);
        return;
    }
    bool several = list->count >= 3 || is_partition(work, list->parts, list->count);
    bool plain = several && !in_a_row(work, whole, list) &&
                 one_slip_repairs(whole->fact, list->parts, list->count);
    if (plain && evidence(work, list, whole->fact, list->count) >= 2) {
        claim.declared = true;
        plumb_claim_push(&claim);
    }
}

/* Three or more numbers that add up exactly to one of three digits or more: no chance. */
static bool exact_run(const struct plumb_sum_list *list)
{
    const struct plumb_fact *whole = list->wholes[0]->fact;
    return nonzero(list->parts, list->count) >= 3 && whole->value.v >= 100 * PLUMB_DEC_ONE &&
           total_of(list->parts, list->count).v == whole->value.v;
}

/* "职工基金支付 W，住院总费用 x，基金支付 a，门诊总费用 y，基金支付 b": the last items of the same name. */
static void bare_namesakes(struct plumb_extract_work *work, const struct plumb_sum_list *list)
{
    const struct plumb_item *whole = list->wholes[0];
    struct plumb_claim claim;
    if (list->count < 3 || !has_three_digits(whole->fact))
        return;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", whole);
    if (!try_namesakes(&claim, list, whole))
        return;
    claim.declared = false;
    claim.confidence = 0.6;
    plumb_claim_push(&claim);
}

/* "实有31人，甲类8人，乙类4人 …": holds or is left alone, unless the items are plainly of one kind
 * and one slip explains the gap. */
static void bare_lists(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    for (size_t i = 0; i + 2 < passage->count; i++) {
        struct plumb_item *whole = &passage->items[i];
        struct plumb_sum_list list = {.cue = "like items behind it", .whole_count = 1};
        if (!plumb_sum_can_add(whole, whole->fact) || !whole->own_label)
            continue;
        list.wholes[0] = whole;
        for (size_t k = i + 1; k < passage->count && list.count < LIST_MAX; k++) {
            struct plumb_item *item = &passage->items[k];
            struct plumb_str gap = plumb_text_between(item - 1, item);
            if (item->depth != whole->depth || plumb_str_has(gap, "。") ||
                plumb_str_has(gap, ";") || has(work, SUM_OF_WHICH, gap))
                break;
            if (!plumb_sum_can_add(item, whole->fact))
                continue;
            list.parts[list.count++] = item;
        }
        bare_namesakes(work, &list);
        if (exact_run(&list)) {
            judge_bare(work, &list);
            continue;
        }
        while (list.count >= 2 && mean_likeness(list.parts, list.count) < 0.5 &&
               !is_partition(work, list.parts, list.count))
            list.count--;
        if (nonzero(list.parts, list.count) < 2 ||
            (list.count == 2 && !is_partition(work, list.parts, 2)))
            continue;
        judge_bare(work, &list);
    }
}

void plumb_relate_sums(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        size_t before = work->relation_count;
        forward_lists(work, passage);
        behind_lists(work, passage);
        plumb_sum_behind(work, passage);
        bare_lists(work, passage);
        plumb_sum_clauses(work, passage, before);
        plumb_sum_blocks(work, passage);
    }
    plumb_relate_identities(work);
}
