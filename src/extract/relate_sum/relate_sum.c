/* Sums in prose: "A，其中 B、C", "B、C，合计 A", bracketed breakdowns, numbered items.
 *
 * A list is a run of like numbers; a whole is a number in front of it (其中, 包括, brackets) or behind
 * it (合计, 共计, 总…). Readings: which number is the whole, how far the list goes, whether an inner
 * 其中 belongs to the last item. DOMAIN §1.4, §1.11. */
#include "extract/relate_sum/relate_sum.h"

#define NEAR_ITEMS 8

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

/* ---- collecting ------------------------------------------------------------------------------ */

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
    return plumb_equals_any(item->core, stages, PLUMB_COUNT(stages));
}

/* "其中：一般公共预算收入 a，增长 p%  2022年，中央一般公共预算收入 b": a year of its own and the level of government
 * behind it open another statement, though no stop stands in front of them; not in a list told by years. */
static bool opens_other_level(const struct plumb_item *first, const struct plumb_item *item)
{
    static const char *const levels[] = {"全国", "中央", "地方", "全省", "全市", "全县", "全区"};
    bool by_year = first->index > 0 && first[-1].fact->kind == PLUMB_FACT_YEAR;
    if (by_year || item[-1].fact->kind != PLUMB_FACT_YEAR)
        return false;
    struct plumb_str gap = plumb_text_between(item - 1, item);
    if (!plumb_str_starts(gap, PLUMB_STR(",")))
        return false;
    struct plumb_str words = plumb_str_sub(gap, 1, gap.len);
    for (size_t i = 0; i < PLUMB_COUNT(levels); i++)
        if (plumb_str_starts(words, plumb_str_from(levels[i])))
            return true;
    return false;
}

/* "其中货物类采购 A 个，…；工程类采购 B 个，…。服务类采购 C 个": behind the stop the list goes on under names of its
 * own kind. */
static bool goes_on_by_name(const struct plumb_item *first, const struct plumb_item *item,
                            size_t listed)
{
    size_t n = first->core.len < item->core.len ? first->core.len : item->core.len, same = 0;
    while (same < n &&
           first->core.ptr[first->core.len - 1 - same] == item->core.ptr[item->core.len - 1 - same])
        same++;
    return listed >= 2 && item->sentence == item[-1].sentence + 1 && item->own_label &&
           item->before.len <= item->label.len + 6 && plumb_sum_can_add(item, first->fact) &&
           same >= 9 && plumb_name_likeness(first->core, item->core) >= 0.6 &&
           !plumb_str_equal(first->core, item->core);
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
    for (size_t i = first->index; i < passage->count && list->count < PLUMB_SUM_LIST_MAX; i++) {
        struct plumb_item *item = &passage->items[i];
        if (item->depth < first->depth || (i > first->index && breaks_list(work, item - 1, item) &&
                                           !goes_on_by_name(first, item, list->count)))
            break;
        struct plumb_str gap =
            i > first->index ? plumb_text_between(item - 1, item) : PLUMB_STR("");
        if (i > first->index && opens_other_level(first, item))
            break;
        bool semicolon = plumb_str_has(gap, ";") || plumb_str_has(gap, "。");
        /* "预算 W，其中上年结转 A；实际支出 B": a bare stage behind the ';' is of all of it */
        if (semicolon && list->count > 0 && is_other_stage(item) && !is_other_stage(first))
            break;
        if (semicolon) {
            inner = false;
            if (list->count == 1)
                by_semicolon = true;
            else if (tight && list->count > 1 && !by_semicolon)
                break;
        }
        bool namesake =
            list->count > 0 && item->own_label && plumb_str_equal(item->core, list->parts[0]->core);
        if (list->count >= 2 && item->depth == first->depth &&
            plumb_same_measure(item->fact, like) && !namesake &&
            PLUMB_ENDS(item->before, "合计", "共计", "小计", "总计"))
            break; /* "甲、乙、丙，三项合计 X", but not "占收入合计 q%" */
        if (list->count >= 1 && item->depth == first->depth &&
            (plumb_str_starts(last_clause(item->before), PLUMB_STR("加")) ||
             plumb_str_has(item->before, ",加上")))
            break; /* "收入 W，其中甲 A；加上级补助 B，收入合计 V": B is no part of W */
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
static bool out_of_reach(const struct plumb_item *whole, const struct plumb_item *first,
                         const struct plumb_fact *like)
{
    struct plumb_str between = plumb_text_between(whole, first);
    size_t stop = plumb_str_rfind(between, PLUMB_STR("。"));
    size_t semicolon = plumb_str_rfind(between, PLUMB_STR(";"));
    if (stop != PLUMB_NPOS &&
        (plumb_str_find(between, PLUMB_STR("。")) != stop ||
         (!PLUMB_HAS(plumb_str_sub(between, stop, stop + 18), "其中", "包括", "具体", "主要用于",
                     "按", "从", "资金来源", "来源", "。含") &&
          !PLUMB_HAS(plumb_str_sub(between, stop, stop + 36), "中:"))))
        return true;
    if (semicolon == PLUMB_NPOS || between.len - semicolon <= first->before.len + 1)
        return false;
    /* "业务量 W 亿件，增长 p；业务收入 V 亿元，增长 q。其中，甲业务量 A 亿件、乙业务量 B 亿件": nothing else of the
     * measure stands between, and the part has the whole's name */
    for (const struct plumb_item *item = whole + 1; item < first; item++)
        if (plumb_sum_can_add(item, like))
            return true;
    size_t end = first->core.len;
    struct plumb_str noun = plumb_str_sub(first->core, end > 6 ? end - 6 : 0, end);
    return stop == PLUMB_NPOS || noun.len < 6 || plumb_str_find(whole->core, noun) == PLUMB_NPOS;
}

/* "货物、工程、服务分别为 a、b和c": one of a row is no whole of what follows. */
static bool in_row_of_three(const struct plumb_item *item)
{
    const struct plumb_passage *passage = item->passage;
    size_t first = item->index, last = item->index;
    while (first > 0 && plumb_same_row(&passage->items[first - 1], item))
        first--;
    while (last + 1 < passage->count && plumb_same_row(item, &passage->items[last + 1]))
        last++;
    return last - first >= 2;
}

/* Wholes in front of the list: nearest first. */
static void collect_wholes(const struct plumb_item *first, const struct plumb_fact *like,
                           struct plumb_sum_list *list)
{
    struct plumb_passage *passage = first->passage;
    list->whole_count = 0;
    for (size_t i = first->index; i-- > 0 && list->whole_count < PLUMB_SUM_WHOLES_MAX;) {
        struct plumb_item *item = &passage->items[i];
        if (first->index - i <= NEAR_ITEMS && !plumb_sum_can_add(item, like))
            continue; /* a rate or another measure between the whole and its list */
        if (out_of_reach(item, first, like))
            break;
        bool outer = list->bracket ? item->depth < first->depth : item->depth <= first->depth;
        if (outer && plumb_sum_can_add(item, like) && !in_row_of_three(item))
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
        const struct plumb_fact *parts[PLUMB_SUM_LIST_MAX];
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
        struct plumb_item *resumed = item == first ? plumb_sum_resumed(work, first) : NULL;
        if (resumed) { /* the nearest number is not meant when another is called by its name */
            list.wholes[0] = resumed;
            list.whole_count = 1;
        }
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
        return 1.4;                   /* one of several divisions of the same whole */
    if (PLUMB_HAS(cue, "中,", "中:")) /* "58 件案件中，": those told may be some */
        return 1;
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

/* "(包括…资金)，总量为 W": what a bracket names ends with it. */
static bool bracket_shuts(struct plumb_str before, size_t from)
{
    int depth = 0;
    for (size_t i = from; i < before.len && depth >= 0; i++)
        depth += (before.ptr[i] == '(') - (before.ptr[i] == ')');
    return depth < 0;
}

static void forward_lists(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    for (size_t i = 0; i < passage->count; i++) {
        struct plumb_item *cue = &passage->items[i], *first = first_part(cue);
        struct plumb_match m;
        /* "90(含)-100分为优": the end of a band, no list */
        if (!first || plumb_str_has(cue->before, "(含)"))
            continue;
        if (i > 0 && plumb_str_equal(cue->before, PLUMB_STR(":"))) /* 25.7:26.8:47.5 */
            continue;
        struct plumb_sum_list kind = {.bracket = opens_bracket(cue), .cue = "the number in front"};
        if (finds(work, SUM_OF_WHICH, cue->before, &m) && !bracket_shuts(cue->before, m.next)) {
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

/* "一批总投资 A，二批总投资 B，合计总投资 W": totals of the parts. */
static bool is_lesser_total(const struct plumb_item *item, const struct plumb_item *total)
{
    return PLUMB_HAS(total->before, "合计", "共计", "总计") &&
           !PLUMB_HAS(item->before, "合计", "共计", "总计", "小计", "累计") &&
           plumb_name_likeness(item->core, total->core) >= 0.5;
}

static void behind_lists(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    for (size_t i = 2; i < passage->count; i++) {
        struct plumb_item *total = &passage->items[i];
        struct plumb_sum_list list = {.behind = true, .cue = "the total behind", .whole_count = 1};
        bool year = PLUMB_HAS(total->before, "全年累计", "全年共", "全年总"); /* of four quarters */
        bool batches =
            plumb_str_has(total->before, "累计") && PLUMB_TELLS(passage, "第一批", "首批", "一批");
        bool at_hand = PLUMB_HAS(total->before, "可用资金", "可用财力", "可支配资金", "可用经费",
                                 "两年累计", "三年累计", "四年累计", "五年累计");
        if (!plumb_sum_can_add(total, total->fact) ||
            (!total->total && !year && !batches && !at_hand))
            continue;
        /* a second measure in a row ("总补偿 3 人次 9 元") has the words of the first */
        struct plumb_str phrase =
            total->own_label || total->before.len > 0 ? total->before : total[-1].before;
        struct plumb_match m;
        size_t cut = plumb_str_rfind(phrase, PLUMB_STR(","));
        phrase = cut == PLUMB_NPOS ? phrase : plumb_str_sub(phrase, cut + 1, phrase.len);
        if (!finds(work, SUM_BEHIND, phrase, &m) || plumb_sum_of_clauses(work, total))
            continue;
        list.strength = PLUMB_HAS(phrase, "合计", "共计", "总计", "小计") ? 2 : 0.5;
        if (list.strength > 1 && !total->own_label)
            list.strength = 3;
        if (PLUMB_HAS(phrase, "以上", "上述", "两项", "三项", "四项", "五项", "各项"))
            list.strength = 2.5;
        list.wholes[0] = total;
        struct plumb_item *back[PLUMB_SUM_LIST_MAX];
        size_t n = 0;
        for (size_t k = i; k-- > 0 && n < PLUMB_SUM_LIST_MAX;) {
            struct plumb_item *item = &passage->items[k];
            if (plumb_str_has(plumb_text_between(item, total), "。") ||
                item->depth < total->depth ||
                (item->total && !is_lesser_total(item, total) &&
                 plumb_same_measure(item->fact, total->fact)))
                break;
            if (plumb_str_has(plumb_text_between(item, total), ";") && n >= 2 &&
                !plumb_str_has(plumb_text_between(back[n - 1], back[n - 2]), ";"))
                break;
            if (item->depth == total->depth && plumb_sum_can_add(item, total->fact))
                back[n++] = item;
            if (n >= 2 && item->depth == total->depth && plumb_str_has(item->before, "其中"))
                break; /* what stands in front of 其中 is the whole of the list */
        }
        for (size_t k = 0; k < n; k++)
            list.parts[k] = back[n - 1 - k];
        list.count = n;
        plumb_sum_judge(work, &list, NULL);
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
        plumb_sum_bare(work, passage);
        plumb_sum_clauses(work, passage, before);
        plumb_sum_blocks(work, passage);
        plumb_sum_subject(work, passage);
        plumb_sum_brackets(work, before);
    }
    plumb_relate_identities(work);
}
