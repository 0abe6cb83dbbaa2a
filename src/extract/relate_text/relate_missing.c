/* What a report should print and does not: figures behind claims, values behind targets, content under
 * headings, amounts in the section on the budget. */
#include "extract/relate_text/relate_report.h"
#include "extract/table/table_int.h"

static bool looks_back(const struct plumb_extract_work *work)
{
    return work->kind == PLUMB_KIND_SELF_WHOLE || work->kind == PLUMB_KIND_SELF_PROJECT;
}

/* One thing that is missing: a claim with one reading, and that fails. */
struct lack {
    const char *check;
    const struct plumb_item *item; /* the number it is about; NULL: none, or `stated` */
    const struct plumb_fact *stated;
    struct plumb_str subject; /* empty: the item's */
    size_t line;              /* 0: the item's */
    double confidence;
    const char *reading, *reason, *reason_zh;
    const struct plumb_term *terms;
    size_t term_count;
};

static void push_lack(struct plumb_extract_work *work, const struct lack *lack)
{
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_INCONSISTENT,
                                .reason = lack->reason,
                                .reason_zh = lack->reason_zh};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_REPORT, lack->check, lack->item);
    if (lack->stated)
        claim.stated = lack->stated;
    if (lack->subject.len)
        claim.subject = lack->subject;
    if (lack->line)
        claim.line = lack->line;
    claim.confidence = lack->confidence;
    plumb_claim_try(&claim, &j, lack->terms, lack->term_count, lack->reading, NULL);
    plumb_claim_push(&claim);
}

/* ---- claims without a number -------------------------------------------------------------------------------- */

/* The first target for satisfaction of the report, to stand beside the claim. */
static const struct plumb_fact *satisfaction_target(const struct plumb_extract_work *work)
{
    for (size_t f = 0; f < work->fact_count; f++) {
        const struct plumb_fact *fact = &work->facts[f];
        if (fact->unit == PLUMB_UNIT_FRACTION && fact->comparator == PLUMB_CMP_GE &&
            PLUMB_HAS(fact->label, "满意"))
            return fact;
    }
    return NULL;
}

static void push_empty_claim(struct plumb_extract_work *work, const struct plumb_passage *passage,
                             size_t from, size_t to)
{
    const struct plumb_fact *target = satisfaction_target(work);
    size_t line = 0;
    struct plumb_str words = plumb_passage_quote(work, passage, from, to, &line);
    struct plumb_term terms[2] = {plumb_term_words(PLUMB_ROLE_CUE, words, line)};
    if (target)
        terms[1] = plumb_term_fact(work, PLUMB_ROLE_TARGET, target);
    push_lack(work, &(struct lack){.check = "report.missing",
                                   .subject = PLUMB_STR("满意度"),
                                   .line = line,
                                   .confidence = 0.65,
                                   .reading = "text rule",
                                   .reason = "satisfaction is said to meet its target, but no "
                                             "figure is given",
                                   .reason_zh = "称满意度达到预期，但未列实测数值",
                                   .terms = terms,
                                   .term_count = target ? 2 : 1});
}

static void empty_claims(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    struct plumb_match m;
    for (size_t at = 0; plumb_report_find(work, REPORT_CLAIM, passage->text, at, &m); at = m.next) {
        bool number = plumb_str_has(m.all, "\xEE\x80\x80");
        struct plumb_str ahead = plumb_str_sub(passage->text, m.next, m.next + 30);
        if (!number && !plumb_str_has(ahead, "\xEE\x80\x80"))
            push_empty_claim(work, passage, plumb_clause_start(passage->text, m.from[0]), m.next);
    }
}

static bool has_other_value(const struct plumb_extract_work *work, const struct plumb_item *target)
{
    struct plumb_prose *prose = work->prose;
    for (size_t f = 0; f < work->fact_count; f++) {
        const struct plumb_fact *fact = &work->facts[f];
        const struct plumb_item *item = prose->of_fact[f];
        if (fact == target->fact || fact->unit != target->fact->unit)
            continue;
        struct plumb_str name = item ? item->core : fact->label;
        if (plumb_name_likeness(name, target->core) >= 0.75 &&
            !(fact->comparator == target->fact->comparator &&
              fact->value.v == target->fact->value.v))
            return true;
    }
    return false;
}

/* "目标：参保率不低于 95%" and no value of that rate anywhere. */
static void targets_without_value(struct plumb_extract_work *work,
                                  const struct plumb_passage *passage)
{
    for (size_t i = 0; looks_back(work) && i < passage->count; i++) {
        const struct plumb_item *item = &passage->items[i];
        struct plumb_match m;
        bool bound = item->fact->comparator == PLUMB_CMP_GE ||
                     item->fact->comparator == PLUMB_CMP_GT ||
                     item->fact->comparator == PLUMB_CMP_LE;
        if (!bound || item->fact->unit != PLUMB_UNIT_FRACTION || passage->is_cell ||
            !plumb_report_find(work, REPORT_TARGET_NAME, item->label, 0, &m) ||
            !PLUMB_TELLS(passage, "目标", "力争", "确保", "不低于") || has_other_value(work, item))
            continue;
        struct plumb_judgement j = {.verdict = PLUMB_VERDICT_INCONSISTENT,
                                    .expected = item->fact->value,
                                    .low = item->fact->value,
                                    .high = item->fact->value,
                                    .reason = "no actual value is printed for this target",
                                    .reason_zh = "该目标未列实际完成值"};
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_REPORT, "report.missing", item);
        claim.confidence = 0.5;
        plumb_claim_try(&claim, &j, NULL, 0, "target without a value", NULL);
        plumb_claim_push(&claim);
    }
}

/* Fewer scores than this in the whole text are no breakdown of the total. */
#define BREAKDOWN_MIN 3

static bool is_total(const struct plumb_extract_work *work, const struct plumb_fact *fact)
{
    return plumb_label_is_score_total(plumb_label_key(work->arena, fact->label)) ||
           PLUMB_ENDS(fact->label, "综合得分", "自评得分", "自评总分");
}

/* Are the total's parts told somewhere, in a scored table or in prose? A form's line for the total alone
 * tells no part of it. */
static bool scores_are_told(const struct plumb_extract_work *work)
{
    size_t told = 0;
    for (size_t f = 0; f < work->fact_count; f++) {
        const struct plumb_fact *fact = &work->facts[f];
        bool score = fact->unit == PLUMB_UNIT_SCORE && fact->kind != PLUMB_FACT_NOT;
        if (fact->row != PLUMB_NPOS && !is_total(work, fact) &&
            (score || fact->stage == PLUMB_STAGE_SCORE || fact->stage == PLUMB_STAGE_WEIGHT))
            return true;
        told += score && fact->value.v < 60 * PLUMB_DEC_ONE;
    }
    return told >= BREAKDOWN_MIN;
}

static void push_bare_score(struct plumb_extract_work *work, const struct plumb_fact *score)
{
    push_lack(work, &(struct lack){.check = "report.missing",
                                   .stated = score,
                                   .subject = score->label,
                                   .line = score->line,
                                   .confidence = 0.65,
                                   .reading = "score without a table",
                                   .reason = "a score is claimed without indicators and weights",
                                   .reason_zh = "仅列自评得分，无指标、权重及扣分依据"});
}

/* A total score in the text of a report that tells none of its parts. */
static void score_without_lines(struct plumb_extract_work *work,
                                const struct plumb_passage *passage)
{
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_item *item = &passage->items[i];
        if (item->fact->unit != PLUMB_UNIT_SCORE ||
            !PLUMB_HAS(item->before, "得分", "评分", "分数") ||
            item->fact->value.v < 60 * PLUMB_DEC_ONE)
            continue;
        push_bare_score(work, item->fact);
        return;
    }
}

/* The same in a form that has a line for the total alone. */
static void total_without_lines(struct plumb_extract_work *work)
{
    for (size_t f = 0; f < work->fact_count; f++) {
        const struct plumb_fact *fact = &work->facts[f];
        if (fact->row == PLUMB_NPOS || fact->unit != PLUMB_UNIT_SCORE || !is_total(work, fact) ||
            fact->value.v < 60 * PLUMB_DEC_ONE)
            continue;
        push_bare_score(work, fact);
        return;
    }
}

/* ---- sections ---------------------------------------------------------------------------------- */

static bool is_section(const struct plumb_block *block)
{
    return block->kind == PLUMB_BLOCK_HEADING && block->level >= 1 && block->level <= 2;
}

/* A heading that is followed at once by its next sibling. */
static bool is_bare(const struct plumb_document *document, size_t b)
{
    const struct plumb_block *block = &document->blocks[b], *next = block + 1;
    return b + 1 < document->block_count && is_section(block) &&
           next->kind == PLUMB_BLOCK_HEADING && next->level == block->level;
}

/* Rows of bare headings are a table of contents or a list. */
static void empty_sections(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    for (size_t b = 1; b + 1 < document->block_count; b++) {
        const struct plumb_block *block = &document->blocks[b];
        struct plumb_str title = block->text.str;
        if (!is_bare(document, b) || is_bare(document, b - 1) || is_bare(document, b + 1) ||
            plumb_utf8_count(title) > 30 || PLUMB_ENDS(title, "表", "报告", "。", "；", ";") ||
            (PLUMB_ENDS(title, "说明") && !PLUMB_ENDS(title, "情况说明", "情况的说明")) ||
            !PLUMB_HAS(title, "情况", "绩效", "问题", "措施", "分析", "预算", "执行") ||
            !PLUMB_HAS(plumb_str_sub(title, 0, 12), "、", "）", ")", "."))
            continue;
        plumb_report_words(work, block->text.str, block->line, "report.section", 0.6,
                           "a section has a heading but no content", "该部分只有标题没有内容",
                           block->text.str);
    }
}

/* Behind the bare headings of one level from `b` on comes a sibling that has content: how many are bare. */
static size_t bare_run(const struct plumb_document *document, size_t b)
{
    const struct plumb_block *blocks = document->blocks;
    size_t end = b;
    while (end < document->block_count && blocks[end].kind == PLUMB_BLOCK_HEADING &&
           blocks[end].level == blocks[b].level)
        end++;
    bool content = end < document->block_count && blocks[end].kind != PLUMB_BLOCK_HEADING;
    return content ? end - b - 1 : 0;
}

/* More bare points in a row than this are an outline. */
#define BARE_POINTS_MAX 3

/* "1、…使用情况分析" and "2、…管理情况分析" left bare where "3、…" is filled in: points of the template. */
static void empty_points(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    for (size_t b = 1; b < document->block_count; b++) {
        const struct plumb_block *block = &document->blocks[b];
        if (block->kind != PLUMB_BLOCK_HEADING || block->level != 3 ||
            (block[-1].kind == PLUMB_BLOCK_HEADING && block[-1].level == block->level))
            continue;
        size_t run = bare_run(document, b);
        for (size_t i = 0; run <= BARE_POINTS_MAX && i < run; i++)
            if (PLUMB_ENDS(block[i].text.str, "情况", "分析") &&
                plumb_utf8_count(block[i].text.str) <= 30)
                plumb_report_words(work, block[i].text.str, block[i].line, "report.section", 0.5,
                                   "a point has a heading but no content", "该部分只有标题没有内容",
                                   block[i].text.str);
    }
}

/* 预算执行 as a section's title and no amount in it. */
static void sections_without_amounts(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    for (size_t b = 0; b < document->block_count; b++) {
        const struct plumb_block *block = &document->blocks[b];
        if (!is_section(block) || !plumb_str_has(block->text.str, "预算") ||
            !plumb_str_has(block->text.str, "执行") || plumb_str_has(block->text.str, "问题") ||
            PLUMB_ENDS(plumb_str_trim(block->text.str), "报告")) /* the report's own title */
            continue;
        size_t end = b + 1;
        while (end < document->block_count && !(document->blocks[end].kind == PLUMB_BLOCK_HEADING &&
                                                document->blocks[end].level <= block->level))
            end++;
        bool money = end == b + 1;
        for (size_t f = 0; f < work->fact_count && !money; f++)
            money = work->facts[f].block >= b && work->facts[f].block < end &&
                    (work->facts[f].unit == PLUMB_UNIT_YUAN ||
                     work->facts[f].unit == PLUMB_UNIT_FRACTION ||
                     (work->facts[f].unit == PLUMB_UNIT_NONE && work->facts[f].decimals > 0));
        if (!money)
            plumb_report_words(work, block->text.str, block->line, "report.missing", 0.6,
                               "the section on the budget and its execution prints no amount",
                               "预算及执行情况未列任何金额", block->text.str);
    }
}

/* ---- no budget at all ------------------------------------------------------------------------- */

static bool tells_budget(const struct plumb_fact *fact)
{
    return plumb_stage_is_budget(fact->stage) || PLUMB_HAS(fact->label, "预算", "指标", "年初") ||
           PLUMB_HAS(fact->head, "预算", "指标", "年初") ||
           PLUMB_HAS(fact->context, "预算", "下达", "批复", "年初");
}

/* A form that aims at rates of the budget and prints what was spent, but no amount of a budget: none of
 * the rates can be worked out. */
static void rates_without_budget(struct plumb_extract_work *work)
{
    const struct plumb_fact *spent = NULL, *rate = NULL;
    if (work->kind != PLUMB_KIND_SELF_WHOLE)
        return;
    for (size_t f = 0; f < work->fact_count; f++) {
        const struct plumb_fact *fact = &work->facts[f];
        if (!rate && fact->row != PLUMB_NPOS && fact->stage == PLUMB_STAGE_TARGET &&
            PLUMB_HAS(fact->label, "执行率", "控制率", "预算完成率"))
            rate = fact;
        if (fact->unit != PLUMB_UNIT_YUAN || fact->kind == PLUMB_FACT_NOT)
            continue;
        if (tells_budget(fact))
            return;
        if (!spent && PLUMB_HAS(fact->label, "支出合计", "总支出", "基本支出"))
            spent = fact;
    }
    if (!spent || !rate)
        return;
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_OTHER, spent),
                                  plumb_term_fact(work, PLUMB_ROLE_TARGET, rate)};
    push_lack(work,
              &(struct lack){.check = "report.missing",
                             .subject = PLUMB_STR("预算数"),
                             .line = spent->line,
                             .confidence = 0.6,
                             .reading = "no amount of a budget",
                             .reason = "rates of the budget are aimed at, but no budget is told",
                             .reason_zh = "列有预算执行（控制）率目标，但全文未列预算数，无法核实",
                             .terms = terms,
                             .term_count = PLUMB_COUNT(terms)});
}

/* ---- fields left blank ----------------------------------------------------------------------- */

/* "填报日期：" with nothing behind it, once a report. */
static void blank_fields(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    struct plumb_match m;
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        /* what a lone label of a form asks for stands in the next cell */
        if (!plumb_report_find(work, REPORT_BLANK_FIELD, passage->text, 0, &m) ||
            (passage->is_cell && m.next == passage->text.len))
            continue;
        plumb_report_range(work, passage, m.from[0], passage->text.len, "report.missing", 0.4,
                           "fields for name, date or signature are left blank",
                           "填报人、日期、签字等栏未填");
        return;
    }
}

/* ---- thrift without figures ------------------------------------------------------------------- */

static bool prints_three_public(const struct plumb_extract_work *work)
{
    for (size_t f = 0; f < work->fact_count; f++) {
        const struct plumb_fact *fact = &work->facts[f];
        if (PLUMB_HAS(fact->label, "三公", "公务接待", "公务用车", "公车", "出国") ||
            PLUMB_HAS(fact->head, "三公", "公务接待", "公务用车", "公车", "出国"))
            return true;
    }
    return plumb_str_has(work->document->source, "未安排“三公”") ||
           plumb_str_has(work->document->source, "无“三公”");
}

/* Savings are claimed, and no 三公 figure is printed anywhere. */
static void thrift_without_figures(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    struct plumb_match m;
    if (work->kind != PLUMB_KIND_SELF_WHOLE || prints_three_public(work))
        return;
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        if (!plumb_report_find(work, REPORT_THRIFT, passage->text, 0, &m))
            continue;
        plumb_report_range(work, passage, m.from[0], m.next, "report.missing", 0.45,
                           "thrift is claimed, but no figure of the three public expenses is given",
                           "称厉行节约，但未列“三公”经费数据");
        return;
    }
}

/* ---- problems made small ---------------------------------------------------------------------- */

/* Rate of the whole budget, below the 80 % that the forms ask for at least. */
static const struct plumb_item *low_execution(const struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = work->prose;
    for (size_t f = 0; f < work->fact_count; f++) {
        const struct plumb_item *item = prose->of_fact[f];
        if (item && item->use == PLUMB_USE_RATE && item->fact->comparator == PLUMB_CMP_NONE &&
            item->fact->unit == PLUMB_UNIT_FRACTION &&
            item->fact->value.v < PLUMB_DEC_ONE / 10 * 8 &&
            plumb_str_equal(item->core, PLUMB_STR("预算执行率")))
            return item;
    }
    return NULL;
}

/* "部分项目执行率较低" where the whole budget was not carried out. */
static void understated(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    struct plumb_match m;
    if (!plumb_report_find(work, REPORT_SOME_LOW, passage->text, 0, &m))
        return;
    const struct plumb_item *rate = low_execution(work);
    if (!rate)
        return;
    size_t line = 0;
    struct plumb_str words = plumb_passage_quote(
        work, passage, plumb_clause_start(passage->text, m.from[0]), m.next, &line);
    struct plumb_term term = plumb_term_words(PLUMB_ROLE_CUE, words, line);
    struct plumb_judgement j = {
        .verdict = PLUMB_VERDICT_INCONSISTENT,
        .expected = rate->fact->value,
        .low = rate->fact->value,
        .high = rate->fact->value,
        .reason = "low execution is said of some projects, but the whole budget shows it",
        .reason_zh = "文字仅称部分项目执行率低，但整体预算执行率即偏低"};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", rate);
    claim.confidence = 0.5;
    plumb_claim_try(&claim, &j, &term, 1, "the words against the rate of the whole", NULL);
    plumb_claim_push(&claim);
}

/* ---- people counted as visits ------------------------------------------------------------------- */

/* Insured people, pupils and inhabitants are a stock: 人, not 人次. */
static void stock_as_visits(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_item *item = &passage->items[i];
        if (item->fact->unit != PLUMB_UNIT_PERSON_TIMES || item->use != PLUMB_USE_PLAIN ||
            !PLUMB_ENDS(item->core, "参保", "参保人", "在校学生", "在校生", "常住人口", "总人口",
                        "户籍人口"))
            continue;
        push_lack(work, &(struct lack){.check = "report.unit",
                                       .item = item,
                                       .confidence = 0.6,
                                       .reading = "unit of a stock",
                                       .reason = "a number of people is printed in person-times",
                                       .reason_zh = "人数应以“人”计量，误用“人次”"});
    }
}

void plumb_relate_missing(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    /* asked once: for every passage it was a thirteenth of all that a report costs */
    const bool wants_lines = looks_back(work) && !scores_are_told(work);
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        empty_claims(work, passage);
        targets_without_value(work, passage);
        if (wants_lines)
            score_without_lines(work, passage);
        understated(work, passage);
        stock_as_visits(work, passage);
    }
    if (wants_lines)
        total_without_lines(work);
    empty_sections(work);
    empty_points(work);
    rates_without_budget(work);
    sections_without_amounts(work);
    blank_fields(work);
    thrift_without_figures(work);
}
