/* Which amount is the whole of a share: the one named behind 占, the one in front of the list, the head of
 * numbered items, the subject of the sentence ("…支出决算中，甲 A 万元，占 p"), totals nearby. */
#include "extract/relate_rate/relate_share.h"

static void add_whole(struct plumb_share_wholes *w, const struct plumb_item *item, double likeness)
{
    for (size_t i = 0; i < w->count; i++)
        if (w->items[i]->fact == item->fact) {
            w->likeness[i] = likeness > w->likeness[i] ? likeness : w->likeness[i];
            return;
        }
    if (w->count < PLUMB_SHARE_WHOLES_MAX) {
        w->items[w->count] = item;
        w->likeness[w->count++] = likeness;
    }
}

/* "甲 A 万元，占 p，其中 x、y；乙 B 万元": a share of the whole stands in front, so the list inside it
 * ends at the semicolon. */
static bool list_closed(const struct plumb_item *head, const struct plumb_item *part)
{
    return head != part && head->index > 0 && head[-1].use == PLUMB_USE_SHARE &&
           plumb_str_has(head->before, "其中") && !plumb_str_has(head->before, ":") &&
           plumb_str_has(plumb_text_between(head, part), ";");
}

/* "本局支出 W 万元，其中基本支出 A 万元，占全县基本支出的 p": money of the whole county is not the office's. */
static bool is_of_wider_place(struct plumb_str name, const struct plumb_item *whole)
{
    static const char *const places[] = {"全国", "全省", "全区", "全市", "全州",
                                         "全县", "全旗", "全镇", "全乡"};
    for (size_t i = 0; i < PLUMB_COUNT(places); i++)
        if (plumb_str_starts(name, plumb_str_from(places[i])))
            return whole->fact->unit == PLUMB_UNIT_YUAN &&
                   !plumb_str_has(whole->label, places[i]) &&
                   !plumb_str_has(whole->before, places[i]);
    return false;
}

/* "经费总投入 W 亿元。其中：财政性经费 A 亿元，占国内生产总值比例为 p": the whole that the words name is not the one
 * in front of the list. What names no thing of its own (总额, 合计, 支出) may be. */
static bool names_another(struct plumb_extract_work *work, struct plumb_str name,
                          const struct plumb_item *whole)
{
    struct plumb_str core = plumb_label_core(work, name);
    if (is_of_wider_place(name, whole))
        return true;
    /* the short names of what is no sum of what stands in front */
    if (PLUMB_HAS(name, "GDP", "生产总值") && !PLUMB_HAS(whole->core, "GDP", "生产总值"))
        return true;
    if (plumb_utf8_count(core) < 4 ||
        PLUMB_HAS(core, "支出", "收入", "总额", "总量", "总数", "总投", "总规模", "合计", "全部",
                  "经费", "资金", "预算", "投资"))
        return false;
    return plumb_name_likeness(core, whole->core) < 0.3;
}

/* "用水量 W，控制在 L 以内。其中 …": a limit that the amount in front keeps is divided by nothing. */
static bool is_limit(const struct plumb_item *item)
{
    return item->index > 0 &&
           PLUMB_HAS(item->before, "控制在", "不超过", "未超过", "低于", "未突破");
}

/* The number in front of the list the part stands in ("收入 W 万元，其中：甲 A 万元，占…"). */
static void list_whole(struct plumb_extract_work *work, const struct plumb_item *part,
                       struct plumb_str name, struct plumb_share_wholes *w)
{
    struct plumb_passage *passage = part->passage;
    struct plumb_match m;
    for (size_t i = part->index + 1; i-- > 0;) {
        struct plumb_item *item = &passage->items[i];
        plumb_arena_tick(work->arena);
        if (part->sentence - item->sentence > 1 && !plumb_str_has(item->before, ";") &&
            plumb_str_has(plumb_text_between(item, part), "。"))
            return;
        if (!plumb_share_is_part(item) || item->depth > part->depth ||
            !plumb_pattern_find(work, PLUMB_PATTERNS_SHARE, SHARE_LIST_HEAD, item->before, 0, &m) ||
            list_closed(item, part))
            continue;
        for (size_t k = i; k-- > 0;) {
            struct plumb_item *whole = &passage->items[k];
            if (plumb_share_is_part(whole) && plumb_same_measure(whole->fact, part->fact) &&
                whole->depth <= item->depth && !is_limit(whole)) {
                add_whole(w, whole, names_another(work, name, whole) ? 0.5 : 1);
                return;
            }
        }
        return;
    }
}

/* "支出决算 W 万元，各项支出占比如下:" with a numbered item for each part below: the head's amount. */
static void head_whole(struct plumb_extract_work *work, const struct plumb_item *part,
                       struct plumb_share_wholes *w)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    const struct plumb_passage *own = part->passage;
    if (own->list_kind == 0 || own->list_number < 1 || own->index < (size_t)own->list_number)
        return;
    const struct plumb_passage *head = &prose->passages[own->index - (size_t)own->list_number];
    if (head->list_kind == own->list_kind || head->is_cell || head->section != own->section ||
        !PLUMB_ENDS(head->text, ":", "如下", "如下。", "方面", "方面。", "其中"))
        return;
    const struct plumb_item *whole = NULL;
    bool budgeted = false; /* a budget is the whole of nothing that was spent, unless alone */
    for (size_t i = 0; i < head->count; i++) {
        const struct plumb_item *item = &head->items[i];
        bool budget = PLUMB_ENDS(item->core, "预算");
        if (!plumb_share_is_part(item) || !plumb_same_measure(item->fact, part->fact) ||
            (budget && whole && !budgeted))
            continue;
        if (whole && !budgeted)
            return; /* which of them is meant is not certain */
        whole = item;
        budgeted = budget;
    }
    if (whole && whole->fact->value.v >= part->fact->value.v)
        add_whole(w, whole, 1);
}

/* "2022年度“三公”经费支出决算中，甲 A 万元，占 p；…": the phrase in front of 中 names the whole. */
static struct plumb_str subject_of(const struct plumb_item *part)
{
    const struct plumb_item *first = part;
    while (first->index > 0 && !plumb_str_has(plumb_text_between(first - 1, first), "。"))
        first--;
    while (first < part && (first->fact->kind == PLUMB_FACT_YEAR || !plumb_share_is_part(first)))
        first++;
    size_t end = plumb_str_rfind(first->before, PLUMB_STR("中,"));
    if (end == PLUMB_NPOS)
        end = plumb_str_rfind(first->before, PLUMB_STR("中:"));
    if (end == PLUMB_NPOS || (end >= 3 && PLUMB_ENDS(plumb_str_sub(first->before, 0, end), "其")))
        return PLUMB_STR("");
    struct plumb_str name = plumb_str_sub(first->before, 0, end);
    for (size_t cut; (cut = plumb_str_rfind(name, PLUMB_STR(","))) != PLUMB_NPOS;)
        name = plumb_str_sub(name, cut + 1, name.len);
    return name;
}

/* The amount of that name told before, in a paragraph or sentence above. */
static void subject_whole(struct plumb_extract_work *work, const struct plumb_item *part,
                          struct plumb_share_wholes *w)
{
    struct plumb_found found[6];
    struct plumb_str name = subject_of(part);
    if (plumb_utf8_count(name) < 4)
        return;
    size_t n = plumb_find_named(work, part, name, part->fact, 0.8, found, 6);
    for (size_t i = 0; i < n; i++)
        if (found[i].hops > 0 && plumb_share_is_part(found[i].item) &&
            PLUMB_ENDS(found[i].item->core, "预算") == PLUMB_ENDS(name, "预算") &&
            found[i].item->fact->value.v >= part->fact->value.v)
            add_whole(w, found[i].item, found[i].likeness);
}

/* "占采购总规模的 q%" where "全国政府采购规模 W" was told: the name is the end of the other's. */
static void ending_wholes(struct plumb_extract_work *work, const struct plumb_item *share,
                          struct plumb_str name, const struct plumb_item *part,
                          struct plumb_share_wholes *w)
{
    struct plumb_found found[4];
    size_t n = plumb_find_ending(work, share, name, part->fact, found, 4);
    for (size_t i = 0; i < n; i++)
        if (found[i].item != part && plumb_share_is_part(found[i].item) &&
            found[i].item->fact->value.v > part->fact->value.v)
            add_whole(w, found[i].item, found[i].likeness);
}

/* "占一般公共预算支出的 84 %" is no share of what is named 基本支出: that is itself a part. */
static bool is_narrower(struct plumb_str name, struct plumb_str core)
{
    static const char *const kinds[] = {"基本支出", "项目支出", "人员经费", "公用经费", "其他"};
    for (size_t i = 0; i < PLUMB_COUNT(kinds); i++)
        if (plumb_str_has(core, kinds[i]) && !plumb_str_has(name, kinds[i]))
            return true;
    return false;
}

/* "占一般公共预算项目支出的 100 %" is no share of all 项目支出 told in another section: funds differ. */
static bool of_other_funds(struct plumb_str name, const struct plumb_item *share,
                           const struct plumb_item *whole)
{
    static const char *const funds[] = {"一般公共预算", "政府性基金", "财政拨款", "国有资本"};
    for (size_t i = 0; i < PLUMB_COUNT(funds); i++)
        if (plumb_str_has(name, funds[i]) && !plumb_str_has(whole->core, funds[i]) &&
            whole->passage->section != share->passage->section)
            return true;
    return false;
}

/* "本局政府采购支出总额 W，其中货物支出 A。…占政府采购支出总额的 q": a total of the paragraph whose name ends with what is
 * named behind 占, though the name of a part of it is as long. */
static void totals_named(struct plumb_extract_work *work, struct plumb_str name,
                         const struct plumb_item *part, struct plumb_share_wholes *w)
{
    struct plumb_str core = plumb_label_core(work, name);
    if (!PLUMB_HAS(name, "总", "合计") || plumb_utf8_count(core) < 4)
        return;
    for (size_t i = 0; i < part->index; i++) {
        const struct plumb_item *item = &part->passage->items[i];
        if (item->total && plumb_share_is_part(item) && plumb_str_ends(item->core, core) &&
            plumb_same_measure(item->fact, part->fact) &&
            item->fact->value.v >= part->fact->value.v)
            add_whole(w, item, 1);
    }
}

/* "全年实际支出 W，其中甲 A、乙 B。甲占全部支出的 q": 支出 alone names what the paragraph tells, before any 支出 of others. */
static void plain_whole(struct plumb_extract_work *work, struct plumb_str name,
                        const struct plumb_item *part, struct plumb_share_wholes *w)
{
    static const char *const plain[] = {"支出", "收入", "投资", "资金", "经费"};
    struct plumb_str core = plumb_label_core(work, name);
    if (!plumb_equals_any(core, plain, PLUMB_COUNT(plain)))
        return;
    for (size_t i = part->index; i-- > 0;) {
        const struct plumb_item *item = &part->passage->items[i];
        if (plumb_share_is_part(item) && plumb_same_measure(item->fact, part->fact) &&
            PLUMB_HAS(item->label, "全年", "实际", "合计", "总", "累计") &&
            plumb_str_ends(item->core, core) && item->fact->value.v > part->fact->value.v) {
            add_whole(w, item, 0.9);
            return;
        }
    }
}

static void named_wholes(struct plumb_extract_work *work, const struct plumb_item *share,
                         struct plumb_str name, const struct plumb_item *part,
                         struct plumb_share_wholes *w)
{
    struct plumb_found found[PLUMB_SHARE_WHOLES_MAX];
    size_t n = plumb_find_named(work, share, name, part->fact, 0.6, found, 10);
    for (size_t i = 0; i < n; i++)
        if (!plumb_same_row(found[i].item, part) && plumb_share_is_part(found[i].item) &&
            found[i].item->fact->value.v >= part->fact->value.v)
            add_whole(w, found[i].item,
                      is_narrower(name, found[i].item->core) ||
                              is_of_wider_place(name, found[i].item) ||
                              of_other_funds(name, share, found[i].item)
                          ? 0.5
                          : found[i].likeness);
}

static void other_wholes(const struct plumb_prose *prose, const struct plumb_item *part,
                         struct plumb_share_wholes *w)
{
    struct plumb_passage *own = part->passage;
    for (size_t i = own->count; i-- > 0;)
        if (&own->items[i] != part && plumb_share_is_part(&own->items[i]) &&
            plumb_same_measure(own->items[i].fact, part->fact) &&
            own->items[i].fact->value.v >= part->fact->value.v)
            add_whole(w, &own->items[i], 0.3);
    for (size_t p = own->index; p-- > 0 && own->index - p <= 3;)
        for (size_t i = 0; i < prose->passages[p].count; i++) {
            struct plumb_item *item = &prose->passages[p].items[i];
            if (plumb_share_is_part(item) && plumb_same_measure(item->fact, part->fact) &&
                item->total && item->fact->value.v >= part->fact->value.v)
                add_whole(w, item, 0.3);
        }
}

void plumb_share_find_wholes(struct plumb_extract_work *work, const struct plumb_item *share,
                             struct plumb_str name, const struct plumb_item *part,
                             struct plumb_share_wholes *w)
{
    *w = (struct plumb_share_wholes){.count = 0};
    bool named = plumb_utf8_count(name) >= 2;
    if (named) {
        totals_named(work, name, part, w);
        plain_whole(work, name, part, w);
        named_wholes(work, share, name, part, w);
    }
    list_whole(work, part, name, w);
    if (named && (w->count == 0 || w->likeness[0] < 0.8))
        ending_wholes(work, share, name, part, w);
    if (w->count == 0)
        head_whole(work, part, w);
    if (w->count == 0) {
        const struct plumb_item *set = plumb_share_set_whole(work, share, part);
        if (set)
            add_whole(w, set, 1);
    }
    if (w->count == 0 && !named)
        subject_whole(work, part, w);
    w->named = w->count;
    other_wholes(plumb_prose_get(work), part, w);
}

bool plumb_share_is_part(const struct plumb_item *item)
{
    return plumb_is_amount(item->fact) && item->fact->unit != PLUMB_UNIT_NONE &&
           item->use == PLUMB_USE_PLAIN;
}
