/* Budgets as reported to the people's congress: "收入 A 亿元，…。加上 B、C，收入总量为 W", "加上 D，支出总量为
 * V。收支总量相抵，赤字 X". */
#include "extract/relate/relate_prose.h"

#define PARTS_MAX 12

static bool is_money(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_YUAN && plumb_is_quantity(item->fact) &&
           item->depth == 0 &&
           (item->use == PLUMB_USE_PLAIN || item->use == PLUMB_USE_DELTA ||
            item->use == PLUMB_USE_BASE);
}

static bool is_grand(const struct plumb_item *item)
{
    return is_money(item) && PLUMB_HAS(item->before, "总量", "总计", "收入合计", "支出合计");
}

static bool is_stated(const struct plumb_extract_work *work, const struct plumb_fact *total,
                      enum plumb_relation_kind kind)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, total, &at)) != NULL;)
        if (r->kind == kind && r->stated.fact == total->id &&
            r->verdict != PLUMB_VERDICT_UNTESTABLE)
            return true;
    return false;
}

static struct plumb_str sentence_text(const struct plumb_passage *passage, size_t sentence)
{
    size_t from = passage->starts[sentence];
    size_t to =
        sentence + 1 < passage->sentence_count ? passage->starts[sentence + 1] : passage->text.len;
    return plumb_str_sub(passage->text, from, to);
}

/* Where what the total is added to begins: behind the last "。" but one. */
static size_t stretch_from(const struct plumb_item *total)
{
    const struct plumb_passage *passage = total->passage;
    struct plumb_str front = plumb_str_sub(passage->text, 0, passage->starts[total->sentence]);
    while (PLUMB_ENDS(front, "。"))
        front.len -= 3;
    size_t stop = plumb_str_rfind(front, PLUMB_STR("。"));
    while (stop != PLUMB_NPOS && PLUMB_HAS(plumb_str_sub(front, stop, stop + 9), "其中"))
        stop = plumb_str_rfind(plumb_str_sub(front, 0, stop), PLUMB_STR("。"));
    return stop == PLUMB_NPOS ? 0 : stop + 3;
}

/* "收入 A，其中 B。加上 C，收入合计 W": B is in A already. */
static bool is_of_which(const struct plumb_item *item)
{
    struct plumb_str text = sentence_text(item->passage, item->sentence);
    return plumb_str_starts(text, PLUMB_STR("其中"));
}

/* What the sentence adds: its amounts in front of the total; 0 when they are no plain list. */
static size_t additions(const struct plumb_item *total, const struct plumb_fact *parts[PARTS_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < total->index; i++) {
        const struct plumb_item *item = &total->passage->items[i];
        if (item->sentence != total->sentence || !is_money(item))
            continue;
        if (n + 1 == PARTS_MAX || is_grand(item))
            return 0;
        parts[n++] = item->fact;
    }
    return n;
}

/* Income goes with income; what another sentence adds is no base. */
static bool of_side(const struct plumb_item *item, const struct plumb_item *total)
{
    const char *side = plumb_str_has(total->before, "支出") ? "支出" : "收入";
    return plumb_str_has(item->label, side) &&
           !plumb_str_starts(sentence_text(item->passage, item->sentence), PLUMB_STR("加上"));
}

/* "加上 …", "全市一般公共预算收入，加上 …": the name in front of 加上 has its amount in the sentence before. */
static bool adds(const struct plumb_item *total, struct plumb_str text)
{
    size_t at = plumb_str_find(text, PLUMB_STR("加上"));
    if (at == PLUMB_NPOS || at == 0)
        return at == 0;
    struct plumb_str front = plumb_str_sub(text, 0, at);
    return PLUMB_ENDS(front, ",") && PLUMB_HAS(front, "收入", "支出") &&
           !plumb_str_has(front, PLUMB_HOLDER) && total->sentence > 0;
}

/* "加上 …，收入总量为 W": the amount in front and what is added to it. The first amount in front is the
 * natural one; it may stand behind others ("收入 A，其中 B；支出 C。加上 …"). */
static void added_up(struct plumb_extract_work *work, struct plumb_item *total)
{
    struct plumb_passage *passage = total->passage;
    struct plumb_str text = sentence_text(passage, total->sentence);
    const struct plumb_fact *parts[PARTS_MAX];
    if (!adds(total, text) || PLUMB_HAS(text, "减去", "扣除", "减") ||
        is_stated(work, total->fact, PLUMB_REL_SUM))
        return;
    size_t n = additions(total, parts), from = stretch_from(total);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", total);
    for (size_t i = 0; n > 0 && i < total->index && !plumb_claim_holds(&claim); i++) {
        const struct plumb_item *item = &passage->items[i];
        if (item->at < from || item->sentence == total->sentence || !item->own_label ||
            item->use != PLUMB_USE_PLAIN || !is_money(item) || !of_side(item, total) ||
            is_of_which(item))
            continue;
        parts[n] = item->fact;
        plumb_claim_sum(&claim, total->fact, parts, NULL, n + 1, "what the words add to it");
    }
    claim.confidence = 0.85;
    plumb_claim_push(&claim);
}

/* The last 收入总量 or 支出总量 in front, of the same paragraph. */
static struct plumb_item *grand_before(const struct plumb_item *item, const char *side)
{
    for (size_t i = item->index; i-- > 0;) {
        struct plumb_item *other = &item->passage->items[i];
        if (is_grand(other) && plumb_str_has(other->before, side))
            return other;
    }
    return NULL;
}

/* "收支总量相抵，赤字 X" */
static void set_off(struct plumb_extract_work *work, struct plumb_item *rest)
{
    static const int signs[2] = {1, -1};
    struct plumb_str words = rest->before;
    bool deficit = plumb_str_has(words, "赤字");
    if (!plumb_str_has(words, "相抵") ||
        (!deficit && !PLUMB_HAS(words, "结余", "结转", "盈余", "滚存")) || !is_money(rest))
        return;
    struct plumb_item *income = grand_before(rest, "收入"), *spent = grand_before(rest, "支出");
    if (!income || !spent || is_stated(work, rest->fact, PLUMB_REL_DIFFERENCE) ||
        is_stated(work, rest->fact, PLUMB_REL_BALANCE))
        return;
    const struct plumb_fact *parts[2] = {deficit ? spent->fact : income->fact,
                                         deficit ? income->fact : spent->fact};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_DIFFERENCE, "consistency.difference", rest);
    plumb_claim_sum(&claim, rest->fact, parts, signs, 2, "one side against the other");
    claim.confidence = 0.85;
    plumb_claim_push(&claim);
}

void plumb_relate_budget_totals(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (!PLUMB_TELLS(passage, "加上", "相抵"))
            continue;
        for (size_t i = 1; i < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            if (is_grand(item) && item->sentence > 0)
                added_up(work, item);
            set_off(work, item);
        }
    }
}
