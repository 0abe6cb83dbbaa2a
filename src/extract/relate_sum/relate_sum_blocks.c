/* Sums across blocks: numbered items, paragraphs that hold one part each, and pairs that the same section
 * counts together. */
#include "extract/relate_sum/relate_sum.h"

#include <string.h>

/* Two like things in a row, counted together elsewhere: large numbers of another paragraph, or numbers
 * of three names that are alike. */
static bool is_kin(const struct plumb_item *whole, const struct plumb_item *a,
                   const struct plumb_item *b)
{
    if (whole->passage != a->passage && whole->fact->value.v >= 100 * PLUMB_DEC_ONE)
        return true;
    return plumb_name_likeness(whole->core, a->core) >= 0.4 &&
           plumb_name_likeness(whole->core, b->core) >= 0.3;
}

/* "甲 112 家和乙 287 家" where the same section counts 399 家 in all: support only. */
static void found_pairs(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    struct plumb_item *const *wholes = NULL;
    for (size_t i = 0; i + 1 < passage->count; i++) {
        struct plumb_item *a = &passage->items[i], *b = a + 1;
        struct plumb_str gap = plumb_text_between(a, b);
        if (!plumb_sum_can_add(a, a->fact) || !plumb_sum_can_add(b, a->fact) ||
            a->fact->value.v == 0 || b->fact->value.v == 0 || !b->own_label ||
            !PLUMB_HAS(plumb_str_sub(gap, 0, 30), "和", "、", "及") || plumb_str_has(gap, "。"))
            continue;
        plumb_dec sum = plumb_dec_add(a->fact->value, b->fact->value);
        if (sum.v < 20 * PLUMB_DEC_ONE)
            continue;
        size_t count = plumb_items_of_value(work, sum, &wholes);
        for (size_t w = 0; w < count; w++) {
            struct plumb_item *whole = wholes[w];
            if (whole == a || whole == b || whole->passage->section != passage->section ||
                !plumb_sum_can_add(whole, a->fact) || !is_kin(whole, a, b))
                continue;
            struct plumb_claim claim;
            const struct plumb_fact *parts[2] = {a->fact, b->fact};
            plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", whole);
            claim.declared = false;
            claim.confidence = 0.5;
            plumb_claim_sum(&claim, whole->fact, parts, NULL, 2, "found in the same section");
            plumb_claim_push(&claim);
            break;
        }
    }
}

/* ---- numbered items -------------------------------------------------------------------------- */

#define ITEMS_MAX 64
#define PARTED SIZE_MAX /* parts behind the first one are parts of it */

/* Passages that follow as 1、 2、 3、 … of one kind. */
static size_t numbered_items(const struct plumb_prose *prose, const struct plumb_passage *head,
                             struct plumb_passage *out[ITEMS_MAX])
{
    size_t n = 0, since = 0;
    char kind = 0;
    for (size_t p = head->index + 1; p < prose->count && n < ITEMS_MAX && since < 8; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (passage->is_cell != head->is_cell)
            break;
        if (n == 0 && passage->list_number != 1)
            break;
        if (n > 0 && (passage->list_kind == 0 || passage->list_kind != kind)) {
            since++;
            continue;
        }
        if (passage->list_number != (int)n + 1 || passage->list_kind == head->list_kind)
            break;
        kind = passage->list_kind;
        out[n++] = passage;
        since = 0;
    }
    return n;
}

static struct plumb_item *item_like(struct plumb_passage *passage, const struct plumb_item *whole)
{
    struct plumb_item *best = NULL;
    double best_likeness = -1;
    for (size_t i = 0; i < passage->count; i++) {
        struct plumb_item *item = &passage->items[i];
        if (!plumb_sum_can_add(item, whole->fact))
            continue;
        double likeness = plumb_name_likeness(item->core, whole->core);
        if (!best || (likeness > best_likeness + 0.15 && likeness > 0.4)) {
            best = item;
            best_likeness = likeness;
        }
    }
    return best;
}

/* How many of the parts the head has told already: "甲 A 万元、乙 B 万元。具体情况如下：1.甲 A 万元…". */
static size_t told_again(const struct plumb_passage *head, const struct plumb_sum_list *list)
{
    size_t n = 0;
    for (size_t k = 0; k < list->count; k++)
        for (size_t i = 0; i < head->count; i++) {
            const struct plumb_item *item = &head->items[i];
            bool nothing = item->fact->value.v == 0;
            if (item->fact->value.v == list->parts[k]->fact->value.v &&
                (!nothing || plumb_name_likeness(item->core, list->parts[k]->core) > 0.7) &&
                plumb_sum_can_add(item, list->parts[k]->fact)) {
                n++;
                break;
            }
        }
    return n;
}

/* "经费总收入 W 万元，比上年…。⏎(一)财政性经费 A 万元，比上年…。⏎(二)事业收入 B 万元，…。": the words do not say that the
 * items make the head's total, so only sums to the last place and single slips count. Their changes are
 * told as well and make the head's change. */
static void items_of_total(struct plumb_extract_work *work, struct plumb_passage *head)
{
    struct plumb_passage *items[ITEMS_MAX];
    const struct plumb_fact *parts[ITEMS_MAX];
    size_t n = numbered_items(plumb_prose_get(work), head, items), nonzero = 0;
    struct plumb_item *whole = NULL;
    for (size_t i = 0; i < head->count && !whole; i++)
        if (plumb_sum_can_add(&head->items[i], head->items[i].fact))
            whole = &head->items[i];
    if (n < 3 || !whole || !whole->own_label ||
        !PLUMB_HAS(whole->label, "总收入", "总支出", "总投入", "总额", "总量", "合计"))
        return;
    for (size_t k = 0; k < n; k++) {
        struct plumb_item *part = NULL;
        for (size_t i = 0; i < items[k]->count && !part; i++)
            if (plumb_sum_can_add(&items[k]->items[i], whole->fact))
                part = &items[k]->items[i];
        if (!part)
            return;
        nonzero += part->fact->value.v != 0;
        parts[k] = part->fact;
    }
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", whole);
    plumb_claim_sum(&claim, whole->fact, parts, NULL, n, "numbered items");
    bool slip = whole->fact->text.len >= 4 && plumb_one_slip(whole->fact, claim.best.expected);
    plumb_dec gap = plumb_dec_sub(whole->fact->value, claim.best.expected);
    for (size_t k = 0; k < n && !slip; k++)
        slip = parts[k]->text.len >= 4 &&
               plumb_one_slip(parts[k], plumb_dec_add(parts[k]->value, gap));
    claim.confidence = 0.75;
    if (nonzero >= 2 && (plumb_claim_holds(&claim) || slip))
        plumb_claim_push(&claim);
}

/* Has a list of its own already made up this amount, or is it a part of one that closes? */
static bool is_settled(const struct plumb_extract_work *work, const struct plumb_item *whole)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, whole->fact, &at)) != NULL;)
        if (r->kind == PLUMB_REL_SUM && r->verdict == PLUMB_VERDICT_CONSISTENT)
            return true;
    return false;
}

static void numbered_list(struct plumb_extract_work *work, struct plumb_passage *head)
{
    struct plumb_passage *items[ITEMS_MAX];
    size_t n = numbered_items(plumb_prose_get(work), head, items);
    struct plumb_str end = head->text;
    bool of_which =
        plumb_str_ends(end, PLUMB_STR("其中:")) || plumb_str_ends(end, PLUMB_STR("其中"));
    bool colon = plumb_str_ends(end, PLUMB_STR(":"));
    /* "(一)基本支出 W 万元。" right above "1.… 2.…": a head of one number */
    bool lone = head->count == 1 && plumb_utf8_count(end) <= 40 &&
                plumb_is_amount(head->items[0].fact) && head->items[0].own_label;
    if (n < 2 || (!of_which && !colon && !lone &&
                  !PLUMB_HAS(head->text, "合计", "共计", "总计", "总额", "共有"))) {
        items_of_total(work, head);
        return;
    }
    for (size_t i = head->count; i-- > 0;) {
        struct plumb_item *whole = &head->items[i];
        struct plumb_sum_list list = {.strength = of_which ? 2
                                                  : colon  ? 1.5
                                                           : 1,
                                      .cue = "numbered items",
                                      .whole_count = 1};
        if (!plumb_sum_can_add(whole, whole->fact) ||
            (!of_which && !colon && !lone && is_settled(work, whole)))
            continue;
        list.wholes[0] = whole;
        for (size_t k = 0; k < n; k++) {
            struct plumb_item *part = item_like(items[k], whole);
            if (part)
                list.parts[list.count++] = part;
        }
        if (told_again(head, &list) >= 2)
            return; /* they repeat the head's list, whose whole stands elsewhere */
        if (list.count < n)
            list.strength -= 1;
        if (list.count >= 2 && list.count + 1 >= n)
            plumb_sum_judge(work, &list, NULL);
    }
}

/* ---- paragraphs ---------------------------------------------------------------------------------- */

/* The first number of a paragraph that begins with its name: "公用经费 B 万元，主要包括…". */
static struct plumb_item *leading_amount(struct plumb_passage *passage,
                                         const struct plumb_fact *like)
{
    struct plumb_item *item = passage->count > 0 ? &passage->items[0] : NULL;
    if (!item || passage->list_kind != 0 || passage->is_cell || !item->own_label ||
        item->before.len != item->at || plumb_utf8_count(item->before) > 16 ||
        !plumb_sum_can_add(item, like))
        return NULL;
    return item;
}

/* "投资 1420.00 万元，其中：⏎中央补助 860.00⏎省级配套 340.00": a line that is a name and a number without a unit is told
 * in the unit of the whole. */
static struct plumb_item *bare_amount(struct plumb_extract_work *work,
                                      const struct plumb_passage *line, size_t from,
                                      const struct plumb_fact *like)
{
    const struct plumb_item *item = &line->items[line->count - 1];
    struct plumb_str name = plumb_str_sub(line->text, from, item->at > from ? item->at : from);
    if (line->is_cell || line->list_kind != 0 || item->fact->unit != PLUMB_UNIT_NONE ||
        item->fact->decimals != like->decimals || like->decimals == 0 ||
        plumb_utf8_count(name) < 2 || plumb_utf8_count(name) > 16 || item->at < from ||
        item->before.len < name.len || PLUMB_HAS(name, ",", ";", "。") ||
        plumb_text_after(item).len > 3)
        return NULL;
    struct plumb_fact *told = plumb_arena_alloc(work->arena, sizeof *told);
    struct plumb_item *copy = plumb_arena_alloc(work->arena, sizeof *copy);
    *told = *item->fact;
    told->unit = like->unit;
    told->scale = like->scale;
    told->value = plumb_dec_mul(told->value, like->scale, PLUMB_ROUND_NEAREST);
    told->ulp = like->ulp;
    *copy = *item;
    copy->fact = told;
    return copy;
}

/* "基本支出 W 万元，其中：⏎ 人员经费 A 万元，…。⏎ 公用经费 B 万元，…。": one part a paragraph. */
static void paragraph_list(struct plumb_extract_work *work, struct plumb_passage *head)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    size_t cue = plumb_str_rfind(head->text, PLUMB_STR("其中:"));
    if (cue == PLUMB_NPOS || head->is_cell || head->count == 0)
        return;
    /* the first part may have been joined to the head */
    struct plumb_item *whole = NULL, *first = NULL;
    size_t joined = 0;
    for (size_t i = 0; i < head->count; i++) {
        struct plumb_item *item = &head->items[i];
        if (item->at < cue && plumb_sum_can_add(item, item->fact))
            whole = item;
        else if (item->at > cue && whole && plumb_sum_can_add(item, whole->fact)) {
            /* "人员经费 A 万元，主要包括：…": what follows is the first part's own list */
            bool own_list = joined == 1 && PLUMB_HAS(item->before, "包括", "用于", "其中");
            joined = own_list ? PARTED : joined + (joined != PARTED);
            first = first ? first : item;
        }
    }
    if (joined > 1 && joined != PARTED)
        return; /* the list stands in the paragraph itself */
    if (!whole)
        return;
    struct plumb_sum_list list = {
        .strength = 2, .cue = "one part a paragraph", .whole_count = 1, .wholes = {whole}};
    struct plumb_item *bare =
        first ? NULL : bare_amount(work, head, cue + strlen("其中:"), whole->fact);
    first = first ? first : bare;
    if (first)
        list.parts[list.count++] = first;
    for (size_t p = head->index + 1; p < prose->count && list.count < PLUMB_SUM_LIST_MAX; p++) {
        struct plumb_passage *next = &prose->passages[p];
        struct plumb_item *part =
            next->section == head->section ? leading_amount(next, whole->fact) : NULL;
        if (!part && next->section == head->section && next->count == 1 && (bare || !first))
            part = bare_amount(work, next, 0, whole->fact);
        if (!part || part->total) /* the next paragraph tells another whole */
            break;
        /* "财政收入 W，其中：税收 A，占 q %。⏎财政支出 B": the list was the first part alone */
        if (first && plumb_names_oppose(work, part->core, whole->core))
            break;
        list.parts[list.count++] = part;
    }
    if (list.count == 2 && plumb_str_ends(whole->core, PLUMB_STR("基本支出")) &&
        plumb_str_has(list.parts[0]->core, "人员") && plumb_str_has(list.parts[1]->core, "公用"))
        list.strength = 4; /* these two are all of it by rule */
    if (list.count >= 2)
        plumb_sum_judge(work, &list, NULL);
}

/* "支出 W 元，…，具体支出如下：⏎(一)按功能分类。⏎甲支出 A 元，其中…。⏎乙支出 B 元，其中…。": one paragraph a part,
 * perhaps below a line without numbers. The head may tell other divisions as well, so a miss must be
 * explained by a slip. */
static void paragraphs_below(struct plumb_extract_work *work, struct plumb_passage *head)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    const struct plumb_fact *parts[PLUMB_SUM_LIST_MAX];
    size_t n = 0, p = head->index + 1;
    if (head->is_cell || head->count == 0 ||
        !PLUMB_ENDS(head->text, "如下:", "如下。", "类别:", "方面:", "用于:"))
        return;
    struct plumb_item *whole = &head->items[0];
    for (size_t i = 0; i < head->count && !plumb_sum_can_add(whole, whole->fact); i++)
        whole = &head->items[i];
    if (!plumb_sum_can_add(whole, whole->fact))
        return;
    if (p < prose->count && prose->passages[p].count == 0)
        p++;
    for (; p < prose->count && n < PLUMB_SUM_LIST_MAX; p++) {
        struct plumb_item *part = leading_amount(&prose->passages[p], whole->fact);
        if (!part || part->total)
            break;
        parts[n++] = part->fact;
    }
    if (n < 3)
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", whole);
    plumb_claim_sum(&claim, whole->fact, parts, NULL, n, "one part a paragraph below");
    bool slip = plumb_one_slip(whole->fact, claim.best.expected);
    plumb_dec gap = plumb_dec_sub(whole->fact->value, claim.best.expected);
    for (size_t i = 0; i < n && !slip; i++)
        slip = plumb_one_slip(parts[i], plumb_dec_add(parts[i]->value, gap));
    claim.confidence = 0.75;
    if (plumb_claim_holds(&claim) || slip)
        plumb_claim_push(&claim);
}

/* ---- "以上两项合计 X" below the heads it counts -------------------------------------------------- */

/* The first amount of a head: "(二)项目支出 612.4 万元。" */
static struct plumb_item *head_amount(struct plumb_passage *head, const struct plumb_fact *like)
{
    for (size_t i = 0; i < head->count; i++)
        if (plumb_sum_can_add(&head->items[i], like))
            return &head->items[i];
    return NULL;
}

static void total_below(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    struct plumb_item *total = NULL;
    for (size_t i = 0; i < passage->count && i < 2; i++)
        if (plumb_sum_can_add(&passage->items[i], passage->items[i].fact) &&
            passage->items[i].fact->unit != PLUMB_UNIT_COUNT)
            total = total ? total : &passage->items[i];
    if (!total || total->sentence != 0 || passage->list_kind != 0 ||
        !PLUMB_HAS(plumb_str_sub(passage->text, 0, total->at), "以上", "上述", "合计", "总计") ||
        PLUMB_HAS(total->before, "其中", "相抵", "结余", "差额", "赤字"))
        return;
    struct plumb_sum_list list = {.strength = 2, .cue = "the heads above", .whole_count = 1};
    struct plumb_item *back[ITEMS_MAX];
    list.wholes[0] = total;
    char kind = 0;
    int wanted = 0;
    size_t n = 0;
    for (size_t p = passage->index; p-- > 0 && passage->index - p < 40 && n < PLUMB_SUM_LIST_MAX;) {
        struct plumb_passage *head = &prose->passages[p];
        if (head->list_number == 0 || (kind && head->list_kind != kind))
            continue;
        if (!kind && head->list_number >= 2 && !wanted) {
            kind = head->list_kind;
            wanted = head->list_number;
        }
        if (!kind || head->list_number != wanted)
            break;
        struct plumb_item *amount = head_amount(head, total->fact);
        if (!amount)
            return;
        back[n++] = amount;
        if (--wanted == 0)
            break;
    }
    if (wanted != 0 || n < 2) {
        return;
    }
    for (size_t k = 0; k < n; k++)
        list.parts[k] = back[n - 1 - k];
    list.count = n;
    plumb_sum_judge(work, &list, NULL);
}

void plumb_sum_blocks(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    total_below(work, passage);
    found_pairs(work, passage);
    numbered_list(work, passage);
    paragraph_list(work, passage);
    paragraphs_below(work, passage);
}
