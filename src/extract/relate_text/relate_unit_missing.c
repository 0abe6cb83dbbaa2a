/* Numbers whose unit or sign was left out: "支出决算为 4.19。", "占 5.31，", "补助 27.5 万，". A slip of writing, and
 * no arithmetic error. */
#include "extract/relate_text/relate_report.h"

#include <string.h>

/* "住房保障支出占 5.31", "货物类占比为 76.2": a share of the whole without its sign. */
static bool lacks_percent(const struct plumb_item *item)
{
    struct plumb_str clause = item->before;
    size_t cut = plumb_str_rfind(clause, PLUMB_STR(","));
    clause = cut == PLUMB_NPOS ? clause : plumb_str_sub(clause, cut + 1, clause.len);
    bool share = (plumb_str_starts(clause, PLUMB_STR("占")) && !PLUMB_HAS(clause, "地")) ||
                 PLUMB_ENDS(clause, "占", "占比", "占比为", "占比达", "占比达到", "所占比重",
                            "比重为", "比重达", "所占比例", "比例为", "比例达");
    return share && !PLUMB_HAS(clause, "分别", "面积", "师生", "生师", "床护", "医护", "编制");
}

static void push(struct plumb_extract_work *work, const struct plumb_item *item,
                 struct plumb_str subject, double confidence, const char *reason,
                 const char *reason_zh)
{
    struct plumb_judgement j = {
        .verdict = PLUMB_VERDICT_INCONSISTENT, .reason = reason, .reason_zh = reason_zh};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_REPORT, "report.unit", item);
    claim.confidence = confidence;
    if (subject.len)
        claim.subject = subject;
    plumb_claim_try(&claim, &j, NULL, 0, "a number without a unit", NULL);
    plumb_claim_push(&claim);
}

/* Does nothing but a mark follow? */
static bool ends_clause(const struct plumb_item *item)
{
    struct plumb_str after = plumb_text_after(item);
    return after.len == 0 || after.ptr[0] == ',' || after.ptr[0] == ';' || after.ptr[0] == ')';
}

/* "支出决算为 4.19。", "增长 13.95。", "占 5.31，" */
static void unit_left_out(struct plumb_extract_work *work, const struct plumb_item *item)
{
    const struct plumb_passage *passage = item->passage;
    bool money = PLUMB_ENDS(item->before, "支出为", "支出", "决算为", "决算数为", "预算为",
                            "收入为", "收入", "增长", "下降", "增加", "减少", "经费");
    bool share = lacks_percent(item);
    if (item->fact->kind != PLUMB_FACT_BARE || item->fact->unit != PLUMB_UNIT_NONE ||
        !ends_clause(item) || (!money && !share) || (!share && item->fact->decimals != 2) ||
        item->fact->value.v < 0)
        return;
    /* "基本支出 100.54 58.07 158.61": cells of a row, whose unit stands above */
    if (item->index + 1 < passage->count && plumb_text_between(item, item + 1).len == 0)
        return;
    push(work, item, share && item->index > 0 ? item[-1].label : PLUMB_STR(""), 0.6,
         share ? "the sign % is missing" : "the unit of this number is missing",
         share ? "占比缺少百分号" : "该数字缺少计量单位");
}

/* "交通补助 27.17 万，合计 113.57 万元": money by what is beside it, and printed as a bare 万. */
static bool lacks_yuan(const struct plumb_extract_work *work, const struct plumb_item *item)
{
    const struct plumb_fact *fact = item->fact;
    struct plumb_str text = work->document->blocks[fact->block].text.str;
    text = plumb_str_trim(plumb_str_sub(text, fact->offset + fact->len, text.len));
    if (fact->unit != PLUMB_UNIT_YUAN || fact->row != PLUMB_NPOS ||
        fact->kind != PLUMB_FACT_QUANTITY || !plumb_str_begins(text, "万") || !ends_clause(item) ||
        PLUMB_HAS(item->label, "人", "群众", "户", "面积", "亩", "次", "册", "株", "头", "游客",
                  "水量", "产量"))
        return false;
    static const char *const marks[] = {"，", ",", "；", ";", "。", "、", "）", ")"};
    text = plumb_str_trim(plumb_str_sub(text, strlen("万"), text.len));
    return text.len == 0 || plumb_starts_any(text, marks, PLUMB_COUNT(marks));
}

void plumb_relate_missing_units(struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 0; i < passage->count && !passage->is_cell; i++) {
            unit_left_out(work, &passage->items[i]);
            if (lacks_yuan(work, &passage->items[i]))
                push(work, &passage->items[i], PLUMB_STR(""), 0.5, "万 without 元",
                     "金额单位只写“万”，漏写“元”");
        }
    }
}
