/* Totals that stand behind their parts in a sentence of their own: "A…。B…。两项合计 X", "以上合计 X",
 * a list closed by 。 with "总投资 X" behind it, and points added up to an overall score. */
#include "extract/relate_sum/relate_sum.h"

#define PARTS_MAX PLUMB_SUM_LIST_MAX

struct row {
    struct plumb_item *parts[PARTS_MAX];
    size_t count;
};

/* Judges total = sum of the row; a miss is pushed only when `sure`. Returns whether it was pushed. */
static bool push_total(struct plumb_extract_work *work, const struct plumb_item *total,
                       struct plumb_item *const *parts, size_t n, bool sure, const char *reading)
{
    const struct plumb_fact *facts[PARTS_MAX];
    struct plumb_claim claim;
    for (size_t i = 0; i < n; i++)
        facts[i] = parts[i]->fact;
    bool points = total->fact->unit == PLUMB_UNIT_SCORE;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, points ? "score.total" : "consistency.sum",
                      total);
    plumb_claim_sum(&claim, total->fact, facts, NULL, n, reading);
    claim.declared = sure;
    claim.confidence = sure ? 0.85 : 0.6;
    if (!plumb_claim_holds(&claim) && !sure)
        return false;
    plumb_claim_push(&claim);
    return true;
}

static size_t significant(const struct plumb_fact *fact)
{
    size_t n = 0;
    for (size_t i = 0; i < fact->text.len; i++)
        n += fact->text.ptr[i] >= '1' && fact->text.ptr[i] <= '9';
    return n;
}

/* Does one slip in the total or in one part explain the gap? Of round numbers that says nothing. */
static bool slip_explains(const struct plumb_item *total, struct plumb_item *const *parts, size_t n)
{
    plumb_dec sum = {0};
    for (size_t i = 0; i < n; i++)
        sum = plumb_dec_add(sum, parts[i]->fact->value);
    if (significant(total->fact) >= 2 && total->fact->text.len >= 3 &&
        plumb_one_slip(total->fact, sum))
        return true;
    plumb_dec gap = plumb_dec_sub(total->fact->value, sum);
    for (size_t i = 0; i < n; i++)
        if (significant(parts[i]->fact) >= 3 &&
            plumb_one_slip(parts[i]->fact, plumb_dec_add(parts[i]->fact->value, gap)))
            return true;
    return false;
}

/* Like amounts in front of item `before` of the passage at its depth, in reading order. Those of an
 * inner 其中 belong to the amount in front of it, unless `nested`. */
static void like_amounts(const struct plumb_item *total, size_t before, bool nested,
                         struct row *row)
{
    const struct plumb_passage *passage = total->passage;
    bool inner = false;
    row->count = 0;
    for (size_t i = 0; i < before && row->count < PARTS_MAX; i++) {
        struct plumb_item *item = &passage->items[i];
        if (i > 0 && (item->sentence != item[-1].sentence ||
                      plumb_str_has(plumb_text_between(item - 1, item), ";")))
            inner = false;
        if (!nested && row->count > 0 && PLUMB_HAS(item->before, "其中", "包括", "包含"))
            inner = true;
        if (!inner && item->depth == total->depth && plumb_sum_can_add(item, total->fact))
            row->parts[row->count++] = item;
    }
}

/* ---- 两项合计, 以上三笔共计 -------------------------------------------------------------------------- */

static int number_of_parts(const struct plumb_item *number)
{
    const struct plumb_fact *fact = number->fact;
    plumb_i128 n = fact->value.v / PLUMB_DEC_ONE;
    if (!plumb_is_quantity(fact) || fact->unit != PLUMB_UNIT_COUNT || fact->decimals > 0 ||
        fact->scale.v != PLUMB_DEC_ONE || n < 2 || n > 12 ||
        !PLUMB_HAS(fact->unit_text, "项", "笔", "类", "部分", "级", "者", "家", "个"))
        return 0;
    struct plumb_str front = number->before;
    size_t cut = plumb_str_rfind(front, PLUMB_STR(","));
    front = cut == PLUMB_NPOS ? front : plumb_str_sub(front, cut + 1, front.len);
    return front.len == 0 || PLUMB_ENDS(front, "以上", "上述", "前述", "这") ? (int)n : 0;
}

/* "合计", "支出合计为": words of adding up and little else. */
static bool adds_up(struct plumb_str words)
{
    return PLUMB_HAS(words, "合计", "共计", "总计", "相加", "之和") && plumb_utf8_count(words) <= 8;
}

/* The first like amount of each of the last n sentences. */
static bool one_a_sentence(const struct row *row, size_t n, struct row *out)
{
    struct row back = {.count = 0};
    for (size_t i = 0; i < row->count; i++)
        if (i == 0 || row->parts[i]->sentence != row->parts[i - 1]->sentence)
            back.parts[back.count++] = row->parts[i];
    if (back.count < n)
        return false;
    out->count = n;
    for (size_t i = 0; i < n; i++)
        out->parts[i] = back.parts[back.count - n + i];
    return true;
}

static void announced_total(struct plumb_extract_work *work, struct plumb_item *total)
{
    struct row row, leads;
    if (total->index < 3 || !adds_up(total->before) || !plumb_sum_can_add(total, total->fact))
        return;
    size_t n = (size_t)number_of_parts(total - 1);
    if (n == 0)
        return;
    like_amounts(total, total->index - 1, true, &row);
    if (row.count >= n && push_total(work, total, row.parts + row.count - n, n, false,
                                     "the last amounts, as many as announced"))
        return;
    size_t all = row.count;
    like_amounts(total, total->index - 1, false, &row);
    if (row.count < n)
        return;
    struct plumb_item *const *last = row.parts + row.count - n;
    if (push_total(work, total, last, n, false, "the last amounts, as many as announced"))
        return;
    if (one_a_sentence(&row, n, &leads) &&
        push_total(work, total, leads.parts, n, false, "the first amount of each sentence"))
        return;
    /* more amounts than announced: which of them are meant is not certain */
    push_total(work, total, last, n, all == n || slip_explains(total, last, n),
               "the last amounts, as many as announced");
}

/* "以上合计 X", "上述资金共计 X" */
static void all_above(struct plumb_extract_work *work, struct plumb_item *total)
{
    struct row row;
    if (!PLUMB_HAS(total->before, "以上", "上述", "前述") || !adds_up(total->before) ||
        !plumb_sum_can_add(total, total->fact))
        return;
    like_amounts(total, total->index, false, &row);
    if (row.count < 2)
        return;
    push_total(work, total, row.parts, row.count,
               row.count >= 2 && slip_explains(total, row.parts, row.count), "all amounts above");
}

/* ---- a closed list, then its total ------------------------------------------------------------------ */

/* "资金来源：A；B；C。项目总投资 X。": every amount of the sentences in front belongs to one list. */
static void list_then_total(struct plumb_extract_work *work, struct plumb_item *total)
{
    struct row row;
    const struct plumb_item *previous = total - 1;
    if (total->index < 3 || !total->total || total->sentence == previous->sentence ||
        !plumb_sum_can_add(total, total->fact) ||
        PLUMB_HAS(total->before, "合计", "共计", "总计", "累计", "比", "较"))
        return;
    like_amounts(total, total->index, false, &row);
    if (row.count < 3 || row.count != total->index)
        return;
    struct plumb_str gap = plumb_text_between(previous, total);
    if (plumb_str_find(gap, PLUMB_STR("。")) != plumb_str_rfind(gap, PLUMB_STR("。")))
        return;
    size_t colon = plumb_str_find(row.parts[0]->before, PLUMB_STR(":"));
    for (size_t i = 0; i < row.count; i++)
        if (row.parts[i]->total || (i > 0 && !row.parts[i]->own_label))
            return;
    push_total(work, total, row.parts, row.count,
               colon != PLUMB_NPOS && slip_explains(total, row.parts, row.count),
               "the list in front of the total");
}

/* ---- what each clause comes to, then all of them ------------------------------------------------------ */

/* The words right in front of a number, behind the last comma or semicolon. */
static struct plumb_str last_words(struct plumb_str before)
{
    for (size_t i = before.len; i > 0; i--)
        if (before.ptr[i - 1] == ',' || before.ptr[i - 1] == ';')
            return plumb_str_sub(before, i, before.len);
    return before;
}

static bool comes_to(struct plumb_str words)
{
    static const char *const forms[] = {"计", "共计", "计为", "小计", "共", "需", "共需", "合计"};
    for (size_t i = 0; i < PLUMB_COUNT(forms); i++)
        if (plumb_str_equal(words, plumb_str_from(forms[i])))
            return true;
    return false;
}

/* "新建 24 座，每座 a，计 A；铺设 38 公里，每公里 b，计 B；合计 W。": prices and counts stand between the parts. */
bool plumb_sum_of_clauses(struct plumb_extract_work *work, struct plumb_item *total)
{
    struct plumb_item *back[PARTS_MAX], *parts[PARTS_MAX];
    size_t n = 0;
    bool told = true; /* what the clause in hand comes to */
    if (total->index < 4 || !adds_up(total->before) || !plumb_sum_can_add(total, total->fact) ||
        !plumb_str_has(plumb_text_between(total - 1, total), ";"))
        return false;
    for (size_t i = total->index; i-- > 0 && n < PARTS_MAX;) {
        struct plumb_item *item = &total->passage->items[i];
        if (item->sentence != item[1].sentence) {
            if (plumb_str_has(plumb_text_between(item, item + 1), "。"))
                break;
            if (!told)
                return false;
            told = false;
        }
        if (!told && comes_to(last_words(item->before)) && plumb_sum_can_add(item, total->fact)) {
            back[n++] = item;
            told = true;
        }
    }
    for (size_t i = 0; i < n; i++)
        parts[i] = back[n - 1 - i];
    return n >= 2 && told && push_total(work, total, parts, n, true, "what each clause comes to");
}

/* ---- points that make the overall score ---------------------------------------------------------------- */

/* "产出指标50分得47分": the points there are, in front of those that were given. */
static bool is_full_marks(const struct plumb_item *item)
{
    const struct plumb_item *next = item + 1;
    if (item->index + 1 >= item->passage->count || next->sentence != item->sentence ||
        next->fact->unit != PLUMB_UNIT_SCORE)
        return false;
    struct plumb_str gap = next->before;
    if (plumb_str_starts(gap, PLUMB_STR(",")))
        gap = plumb_str_sub(gap, 1, gap.len);
    static const char *const words[] = {"得", "得分", "得分为", "实得", "自评得", "自评得分"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (plumb_str_equal(gap, plumb_str_from(words[i])))
            return true;
    return false;
}

static bool is_points(const struct plumb_item *item)
{
    if (is_full_marks(item))
        return false;
    return plumb_is_quantity(item->fact) && item->fact->unit == PLUMB_UNIT_SCORE &&
           item->use == PLUMB_USE_PLAIN && item->depth == 0 &&
           !PLUMB_HAS(item->before, "满分", "分值", "权重", "总分为", "标准分", "扣");
}

static bool is_overall(const struct plumb_item *item)
{
    return PLUMB_HAS(plumb_words_of_score(item), "综合得分", "综合评分", "总得分", "总分",
                     "自评得分", "最终得分", "评价得分", "合计得分", "共得", "合计", "总评分");
}

static void overall_score(struct plumb_extract_work *work, struct plumb_item *total)
{
    struct plumb_item *back[PARTS_MAX], *parts[PARTS_MAX];
    size_t n = 0;
    if (!is_points(total) || !is_overall(total) || total->fact->comparator != PLUMB_CMP_NONE)
        return;
    for (size_t i = total->index; i-- > 0 && n < PARTS_MAX;) {
        struct plumb_item *item = &total->passage->items[i];
        if (item->sentence != total->sentence || is_overall(item))
            break;
        if (item->fact->unit != PLUMB_UNIT_SCORE || item->depth > 0)
            continue;
        if (!is_points(item))
            continue;
        if (!PLUMB_HAS(item->before, "得") && !PLUMB_HAS(item->before, "评分", "指标"))
            break;
        back[n++] = item;
    }
    for (size_t i = 0; i < n; i++)
        parts[i] = back[n - 1 - i];
    if (n < 3)
        return;
    plumb_dec sum = {0};
    for (size_t i = 0; i < n; i++)
        sum = plumb_dec_add(sum, parts[i]->fact->value);
    /* fewer points than the overall score may be for want of a line that is not named */
    bool sure = sum.v > total->fact->value.v || slip_explains(total, parts, n);
    push_total(work, total, parts, n, sure, "points of the parts");
}

void plumb_sum_behind(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    for (size_t i = 0; i < passage->count; i++) {
        struct plumb_item *item = &passage->items[i];
        announced_total(work, item);
        all_above(work, item);
        list_then_total(work, item);
        overall_score(work, item);
    }
}
