/* Dates: signed before the year was over, years left from another report, cut-off dates that do not
 * cover the year, days that do not exist. */
#include "extract/relate/relate_int.h"
#include "extract/table/table_int.h"

#include <string.h>

enum { DATE_SIGNATURE, DATE_TITLE, DATE_EVALUATION, DATE_NOTICE, DATE_REPORTED, DATE_CUT_OFF };

static const char *const sources[] = {
    [DATE_SIGNATURE] =
        ("^(?:[^,;。:]{0,8}(?:单位|部门|名称|负责人|联系人|填报人)(?:\\([^()]*\\))?:[^,;。:]{0,24}?"
         ")*"
         "(?:[^,;。:]{0,24}(?:局|委|办|厅|院|校|中心|所|站|处|会|政府|部|科|队|公司))?"
         "(?:填报|报告|填表|评价|编制|落款)?(?:日期|时间)?:?\\p{Co}(?:\\(?(?:盖章|公章)?\\)?)$"),
    [DATE_TITLE] = "^[^,;。《》]{0,40}\\p{Co}度?[^,;。《》]{0,40}$",
    [DATE_EVALUATION] = "(?:开展|组织|对|完成)(?:了)?(?:本单位|本部门|我局|我单位)?$",
    [DATE_NOTICE] = "《[^《》]*$",
    /* what the report is about, in its own opening words */
    [DATE_REPORTED] =
        "现(?:就|将|对)(?:我|本)?(?:单位|部门|局|委|院|校|中心|办|镇|乡|街道|馆|会)?$",
    [DATE_CUT_OFF] = "(?:截至|截止到?|截止至)$",
};
const struct plumb_pattern_list plumb_patterns_date = {"date", sources, PLUMB_COUNT(sources)};

static bool has(struct plumb_extract_work *work, size_t pattern, struct plumb_str s)
{
    struct plumb_match m;
    return plumb_pattern_find(work, PLUMB_PATTERNS_DATE, pattern, s, 0, &m);
}

static int64_t whole_number(const struct plumb_fact *fact)
{
    return (int64_t)(fact->value.v / PLUMB_DEC_ONE);
}

/* Reports that look back on a year that must be over when they are signed. */
static bool looks_back(enum plumb_document_kind kind)
{
    return kind == PLUMB_KIND_SELF_WHOLE || kind == PLUMB_KIND_SELF_PROJECT ||
           kind == PLUMB_KIND_ACCOUNTS;
}

/* The first printing of the report's year: what other years are compared with. */
static const struct plumb_fact *title_year(const struct plumb_extract_work *work)
{
    for (size_t f = 0; f < work->fact_count; f++)
        if (work->facts[f].kind == PLUMB_FACT_YEAR && whole_number(&work->facts[f]) == work->year)
            return &work->facts[f];
    return NULL;
}

/* The report's year as the same paragraph tells it, which shows the clash best; else as it is first told. */
static const struct plumb_fact *year_beside(const struct plumb_extract_work *work,
                                            const struct plumb_item *item,
                                            const struct plumb_fact *year)
{
    const struct plumb_passage *passage = item->passage;
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_fact *fact = passage->items[i].fact;
        if (fact != item->fact && fact->kind == PLUMB_FACT_YEAR && whole_number(fact) == work->year)
            return fact;
    }
    return year;
}

/* A title as it would be printed in a line: letters that were spread out stand together again. */
static struct plumb_str unspread(const struct plumb_extract_work *work, struct plumb_str text)
{
    struct plumb_str s = plumb_str_trim(text);
    char *copy = plumb_arena_alloc(work->arena, s.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool between = s.ptr[i] == ' ' && (unsigned char)s.ptr[i - 1] >= 0x80 && i + 1 < s.len &&
                       ((unsigned char)s.ptr[i + 1] >= 0x80 || s.ptr[i + 1] == ' ');
        if (!between)
            copy[n++] = s.ptr[i];
    }
    return (struct plumb_str){copy, n};
}

/* "整体支出" above "绩 效 自 评 报 告": a title in two lines, of which the first says whose and of when. */
static struct plumb_str whole_title(const struct plumb_extract_work *work, size_t block,
                                    struct plumb_str last)
{
    struct plumb_str first =
        block ? unspread(work, work->document->blocks[block - 1].text.str) : PLUMB_STR("");
    const char *year = plumb_arena_printf(work->arena, "%d", work->year);
    bool told = plumb_str_has(last, year) ||
                (work->agency.len && plumb_str_find(last, work->agency) != PLUMB_NPOS);
    bool above = first.len && work->document->blocks[block - 1].kind != PLUMB_BLOCK_TABLE &&
                 plumb_utf8_count(first) <= 40 && !PLUMB_HAS(first, "。", "：", ":") &&
                 (plumb_str_has(first, year) ||
                  (work->agency.len && plumb_str_find(first, work->agency) != PLUMB_NPOS));
    if (told || !above)
        return last;
    return plumb_str_from(
        plumb_arena_printf(work->arena, "%.*s%.*s", PLUMB_STR_ARG(first), PLUMB_STR_ARG(last)));
}

/* What the date is about: the report, by its title or as its agency's. */
static struct plumb_str report_name(const struct plumb_extract_work *work)
{
    for (size_t b = 0; b < work->document->block_count && b < 12; b++) {
        const struct plumb_block *block = &work->document->blocks[b];
        if (block->kind == PLUMB_BLOCK_TABLE)
            continue;
        struct plumb_str text = unspread(work, block->text.str);
        if (text.len && plumb_utf8_count(text) <= 50 &&
            PLUMB_HAS(text, "报告", "自评", "决算", "评价", "说明", "公开"))
            return whole_title(work, b, text);
    }
    if (!work->agency.len)
        return PLUMB_STR("报告");
    return plumb_str_from(
        plumb_arena_printf(work->arena, "%.*s%d年度报告", PLUMB_STR_ARG(work->agency), work->year));
}

static void push_date(struct plumb_extract_work *work, const struct plumb_item *item,
                      const struct plumb_fact *year, enum plumb_verdict verdict, const char *reason,
                      const char *reason_zh, const char *reading, const char *check,
                      double confidence, struct plumb_str subject)
{
    bool holds = verdict == PLUMB_VERDICT_CONSISTENT;
    bool cut_off = confidence < 0.5 && item->fact->kind == PLUMB_FACT_DATE;
    struct plumb_judgement j = {.verdict = verdict,
                                .expected = plumb_dec_int(work->year),
                                .low = plumb_dec_int(work->year),
                                .high = plumb_dec_int(work->year),
                                .reason = holds ? NULL : reason,
                                .reason_zh = holds ? NULL : reason_zh};
    struct plumb_term terms[3];
    size_t n = 0;
    /* a full date and a year are no two tellings of one number: the year is quoted */
    if (year)
        terms[n++] = item->fact->kind == PLUMB_FACT_YEAR
                         ? plumb_term_fact(work, PLUMB_ROLE_OTHER, year)
                         : plumb_term_words(PLUMB_ROLE_OTHER, year->text, year->line);
    for (size_t i = item->index + 1; cut_off && i < item->passage->count && n < 3; i++)
        if (item->passage->items[i].sentence == item->sentence &&
            plumb_is_quantity(item->passage->items[i].fact))
            terms[n++] = plumb_term_fact(work, PLUMB_ROLE_ACTUAL, item->passage->items[i].fact);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_DATE, check, item);
    claim.unit = PLUMB_UNIT_YEAR;
    claim.confidence = confidence;
    claim.subject = subject.len ? subject : report_name(work);
    plumb_claim_try(&claim, &j, terms, n, reading, NULL);
    plumb_claim_push(&claim);
}

/* ---- signature ------------------------------------------------------------------------------------ */

static void check_signature(struct plumb_extract_work *work, const struct plumb_item *item,
                            const struct plumb_fact *year)
{
    if (item->fact->kind != PLUMB_FACT_DATE || item->passage->count != 1 ||
        !has(work, DATE_SIGNATURE, item->passage->text))
        return;
    int64_t date = whole_number(item->fact), y = date / 10000, m = date / 100 % 100;
    if (y == 0 || m == 0)
        return;
    /* a report on the first months is rightly signed in the year */
    if (PLUMB_HAS(work->identity.title, "监控", "监测", "中期", "季度", "半年"))
        return;
    bool early = date < (int64_t)work->year * 10000 + 1231;
    push_date(work, item, year, early ? PLUMB_VERDICT_INCONSISTENT : PLUMB_VERDICT_CONSISTENT,
              "signed before the year it reports on was over",
              plumb_arena_printf(work->arena, "落款日期%.*s早于%d年度终了",
                                 PLUMB_STR_ARG(item->fact->text), work->year),
              "signed after the year's end", "report.date", 0.9, PLUMB_STR(""));
}

/* ---- years ----------------------------------------------------------------------------------------- */

/* A title of this very kind of document, however many years it is off: its template was kept. */
static bool names_own_kind(const struct plumb_extract_work *work, struct plumb_str title)
{
    bool budget = plumb_str_has(title, "预算"), accounts = plumb_str_has(title, "决算");
    if (budget == accounts || PLUMB_HAS(title, "执行", "对比", "上年", "年以来", "历年"))
        return false;
    return work->kind == PLUMB_KIND_BUDGET ? budget && PLUMB_HAS(title, "部门预算", "单位预算",
                                                                 "预算表", "预算总表", "编制说明")
           : work->kind == PLUMB_KIND_ACCOUNTS
               ? accounts && PLUMB_HAS(title, "部门决算", "单位决算")
               : false;
}

/* A short line with a year that names the report or one of its tables. */
static bool is_title_line(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    if (plumb_utf8_count(passage->text) > 44 || !has(work, DATE_TITLE, passage->text))
        return false;
    return PLUMB_TELLS(passage, "报告", "自评", "决算", "绩效", "情况表", "基础数据") ||
           (work->kind == PLUMB_KIND_BUDGET && names_own_kind(work, passage->text)) ||
           (plumb_utf8_count(passage->text) <= 6 && plumb_str_has(passage->text, "\xEE\x80\x80度"));
}

/* "一、2022年预算安排" above "二、2021年决算情况": a budget tells the accounts of the year before. */
static bool beside_budget(struct plumb_extract_work *work, const struct plumb_passage *title)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    if (!plumb_str_has(title->text, "决算"))
        return false;
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *other = &prose->passages[p];
        if (other != title && other->count == 1 && other->items[0].fact->kind == PLUMB_FACT_YEAR &&
            whole_number(other->items[0].fact) == work->year &&
            other->list_kind == title->list_kind && has(work, DATE_TITLE, other->text) &&
            plumb_str_has(other->text, "预算") && !plumb_str_has(other->text, "决算"))
            return true;
    }
    return false;
}

static void check_year(struct plumb_extract_work *work, const struct plumb_item *item,
                       const struct plumb_fact *year)
{
    if (item->fact->kind != PLUMB_FACT_YEAR || item->fact == year)
        return;
    int64_t y = whole_number(item->fact);
    bool equal = y == work->year;
    struct plumb_str after = plumb_text_after(item);
    bool title = item->passage->count == 1 && is_title_line(work, item->passage);
    bool work_word =
        PLUMB_HAS(plumb_str_sub(after, 0, 60), "绩效自评", "绩效评价", "自评工作", "决算工作");
    bool notice = has(work, DATE_NOTICE, item->before) && PLUMB_HAS(item->before, "开展", "做好") &&
                  work_word;
    bool evaluation = has(work, DATE_EVALUATION, item->before) && work_word;
    /* "2022年度…自评得分95分" as what the report comes to */
    bool scored = looks_back(work->kind) && item->before.len == 0 &&
                  PLUMB_HAS(plumb_str_sub(after, 0, 90), "自评得分", "自评总分", "评价得分",
                            "综合得分", "自评等级", "评价等级");
    bool reported =
        has(work, DATE_REPORTED, item->before) &&
        PLUMB_HAS(plumb_str_sub(after, 0, 90), "报告如下", "汇报如下", "公开如下", "说明如下");
    scored = scored || reported;
    bool same_kind = title && names_own_kind(work, item->passage->text);
    if (!title && !notice && !evaluation && !scored)
        return;
    if (!equal && !((title || scored) && y == work->year - 1) &&
        !(same_kind && y < work->year && y >= work->year - 3) && !notice)
        return;
    if (!equal && title && beside_budget(work, item->passage))
        return;
    size_t line = 0;
    /* a template kept from last year says so in its title; a notice may speak of another year */
    enum plumb_verdict verdict = equal ? PLUMB_VERDICT_CONSISTENT : PLUMB_VERDICT_INCONSISTENT;
    push_date(work, item, year_beside(work, item, year), verdict,
              title
                  ? plumb_arena_printf(work->arena, "the title names %lld, the report is about %d",
                                       (long long)y, work->year)
              : notice ? plumb_arena_printf(work->arena,
                                            "the notice quoted is of %lld, the report is about %d",
                                            (long long)y, work->year)
                       : plumb_arena_printf(work->arena,
                                            "the result is told of %lld, the report is about %d",
                                            (long long)y, work->year),
              title ? plumb_arena_printf(work->arena, "标题年度为%lld，报告年度为%d", (long long)y,
                                         work->year)
              : notice ? plumb_arena_printf(work->arena, "所依据通知的年度为%lld，报告年度为%d",
                                            (long long)y, work->year)
                       : plumb_arena_printf(work->arena, "评价结果所属年度为%lld，报告年度为%d",
                                            (long long)y, work->year),
              "the report's year", "report.year", title ? 0.7 : 0.5,
              title ? plumb_passage_quote(work, item->passage, 0, item->passage->text.len, &line)
                    : PLUMB_STR(""));
}

/* Has a wrong year of this line been reported already? A caption may also have been read as a heading. */
static bool is_told(const struct plumb_extract_work *work, size_t line)
{
    for (size_t i = 0; i < work->relation_count; i++)
        if (work->relations[i].kind == PLUMB_REL_DATE &&
            work->relations[i].verdict == PLUMB_VERDICT_INCONSISTENT &&
            work->relations[i].stated.line == line)
            return true;
    return false;
}

/* A form whose caption is of the year before: "自评表（2021年度）" in the report of 2022. A table without
 * "年度" in its caption may well show another year, and a head may name several. */
static void check_captions(struct plumb_extract_work *work, const struct plumb_fact *year)
{
    for (size_t t = 0; t < work->table_count; t++) {
        const struct plumb_block *block = &work->document->blocks[work->tables[t].block];
        const struct plumb_text *title = &block->table.title;
        const char *before = plumb_arena_printf(work->arena, "%d年度", work->year - 1);
        size_t at = plumb_str_find(title->str, plumb_str_from(before));
        if (at == PLUMB_NPOS) {
            before = plumb_arena_printf(work->arena, "%d 年度", work->year - 1);
            at = plumb_str_find(title->str, plumb_str_from(before));
        }
        bool other = at != PLUMB_NPOS &&
                     plumb_head_year(plumb_label_key(work->arena, title->str)) == work->year - 1;
        if (!other || !PLUMB_HAS(title->str, "自评", "绩效", "决算", "目标") ||
            PLUMB_HAS(plumb_str_sub(title->str, at + strlen(before), title->str.len), "年", "比较",
                      "对比", "上年"))
            continue;
        size_t line = plumb_text_line(title, at);
        if (is_told(work, line))
            continue;
        struct plumb_term terms[] = {
            plumb_term_words(PLUMB_ROLE_CUE, plumb_str_sub(title->str, at, at + strlen(before)),
                             line),
            plumb_term_words(PLUMB_ROLE_OTHER, year->text, year->line)};
        plumb_note_push(work, "report.year", PLUMB_VERDICT_INCONSISTENT, title->str, terms, 2,
                        plumb_arena_printf(work->arena,
                                           "the caption names %d, the report is about %d",
                                           work->year - 1, work->year),
                        plumb_arena_printf(work->arena, "表题年度为%d，报告年度为%d",
                                           work->year - 1, work->year));
        work->relations[work->relation_count - 1].confidence = 0.7;
    }
}

/* "部门：某局 | 2023年度 | 单位：万元" as a row of the table: the cell of the year, or NULL. */
static const struct plumb_text *year_in_caption_row(struct plumb_extract_work *work,
                                                    const struct plumb_block *block,
                                                    struct plumb_str wanted)
{
    for (size_t r = 0; r < block->table.row_count && r < 3; r++) {
        const struct plumb_row *row = &block->table.rows[r];
        const struct plumb_text *year = NULL;
        bool unit = false;
        for (size_t c = 0; c < row->cell_count; c++) {
            struct plumb_str text = row->cells[c].text.str;
            unit = unit || PLUMB_HAS(text, "单位：", "单位:");
            if (text.len <= 2 * wanted.len &&
                plumb_str_equal(plumb_label_key(work->arena, text), wanted))
                year = &row->cells[c].text;
        }
        if (unit && year)
            return year;
    }
    return NULL;
}

/* One of the published tables was kept from last year, while its sisters name the report's year. */
static void check_caption_rows(struct plumb_extract_work *work, const struct plumb_fact *year)
{
    struct plumb_str now = plumb_str_from(plumb_arena_printf(work->arena, "%d年度", work->year));
    struct plumb_str old =
        plumb_str_from(plumb_arena_printf(work->arena, "%d年度", work->year - 1));
    size_t sisters = 0;
    for (size_t t = 0; t < work->table_count; t++)
        sisters +=
            year_in_caption_row(work, &work->document->blocks[work->tables[t].block], now) != NULL;
    for (size_t t = 0; sisters >= 2 && t < work->table_count; t++) {
        const struct plumb_block *block = &work->document->blocks[work->tables[t].block];
        const struct plumb_text *cell = year_in_caption_row(work, block, old);
        if (!cell)
            continue;
        size_t line = plumb_text_line(cell, 0);
        struct plumb_term terms[] = {plumb_term_words(PLUMB_ROLE_CUE, old, line),
                                     plumb_term_words(PLUMB_ROLE_OTHER, year->text, year->line)};
        plumb_note_push(work, "report.year", PLUMB_VERDICT_INCONSISTENT,
                        block->table.title.str.len ? block->table.title.str : old, terms, 2,
                        plumb_arena_printf(work->arena,
                                           "the caption names %d, the report is about %d",
                                           work->year - 1, work->year),
                        plumb_arena_printf(work->arena, "表题年度为%d，报告年度为%d",
                                           work->year - 1, work->year));
        work->relations[work->relation_count - 1].confidence = 0.7;
    }
}

/* "与2021年度相比" in the accounts of 2023, which elsewhere compare themselves with 2022. */
static bool is_base_year(const struct plumb_item *item, int64_t year)
{
    if (item->fact->kind != PLUMB_FACT_YEAR || whole_number(item->fact) != year ||
        !PLUMB_ENDS(item->before, "与", "比", "较"))
        return false;
    struct plumb_str after = plumb_text_after(item);
    return plumb_str_begins(after, "度") || plumb_str_begins(after, "的") ||
           plumb_str_begins(after, "相比") || plumb_str_begins(after, "决算");
}

static void check_base_years(struct plumb_extract_work *work, const struct plumb_fact *year)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    const struct plumb_item *odd = NULL;
    size_t usual = 0, others = 0;
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++) {
            const struct plumb_item *item = &prose->passages[p].items[i];
            usual += is_base_year(item, work->year - 1);
            if (is_base_year(item, work->year - 2)) {
                odd = item;
                others++;
            }
        }
    if (usual < 2 || others != 1)
        return;
    size_t line = 0;
    push_date(work, odd, year, PLUMB_VERDICT_INCONSISTENT,
              plumb_arena_printf(work->arena,
                                 "compared with %d here and with %d elsewhere in the report",
                                 work->year - 2, work->year - 1),
              plumb_arena_printf(work->arena, "此处与%d年度比较，其他各处均与%d年度比较",
                                 work->year - 2, work->year - 1),
              "the year compared with", "report.year", 0.5,
              plumb_passage_quote(work, odd->passage, odd->at, odd->passage->text.len, &line));
}

/* ---- cut-off dates and impossible days --------------------------------------------------------------- */

static void check_cut_off(struct plumb_extract_work *work, const struct plumb_item *item,
                          const struct plumb_fact *year)
{
    if (item->fact->kind != PLUMB_FACT_DATE || !has(work, DATE_CUT_OFF, item->before))
        return;
    int64_t date = whole_number(item->fact), y = date / 10000, rest = date % 10000;
    bool whole_year = rest == 1231 || rest == 1200 || rest == 0;
    /* before autumn it is plainly a figure of the middle of the year */
    if (whole_year || rest < 900 || (y != 0 && y != work->year))
        return;
    push_date(work, item, year, PLUMB_VERDICT_INCONSISTENT,
              plumb_arena_printf(work->arena,
                                 "the figures stop at %.*s, before the end of the year",
                                 PLUMB_STR_ARG(item->fact->text)),
              plumb_arena_printf(work->arena, "数据截至%.*s，未覆盖全年",
                                 PLUMB_STR_ARG(item->fact->text)),
              "figures cover the year", "report.date", 0.45, PLUMB_STR(""));
}

/* "截至⟨2022年12月31日⟩，共有车辆…" in the report of 2023: what the agency had is told as of the year before. */
static void check_as_of(struct plumb_extract_work *work, const struct plumb_item *item,
                        const struct plumb_fact *year)
{
    if (item->fact->kind != PLUMB_FACT_DATE || !has(work, DATE_CUT_OFF, item->before) ||
        whole_number(item->fact) != (int64_t)(work->year - 1) * 10000 + 1231 ||
        !PLUMB_HAS(plumb_str_sub(plumb_text_after(item), 0, 60), "车辆", "固定资产", "在职", "实有",
                   "编制", "国有资产", "资产总", "单价"))
        return;
    for (size_t i = 0; i < item->passage->count; i++) {
        const struct plumb_fact *fact = item->passage->items[i].fact;
        int64_t told = whole_number(fact);
        if ((fact->kind == PLUMB_FACT_YEAR && told == work->year) ||
            (fact->kind == PLUMB_FACT_DATE && told / 10000 == work->year))
            return; /* both years are told */
    }
    push_date(work, item, year, PLUMB_VERDICT_INCONSISTENT,
              plumb_arena_printf(work->arena,
                                 "what there was is told as of the end of %d, not of %d",
                                 work->year - 1, work->year),
              plumb_arena_printf(work->arena, "人员、资产情况截至%d年末，非报告年度%d年末",
                                 work->year - 1, work->year),
              "the report's year", "report.year", 0.5, PLUMB_STR(""));
}

static void check_calendar(struct plumb_extract_work *work, const struct plumb_item *item)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (item->fact->kind != PLUMB_FACT_DATE)
        return;
    int64_t date = whole_number(item->fact), m = date / 100 % 100, d = date % 100;
    if (m == 0 || (m <= 12 && d <= days[m - 1]))
        return;
    push_date(work, item, NULL, PLUMB_VERDICT_INCONSISTENT, "there is no such day", "日期不存在",
              "a day of the calendar", "report.date", 0.9, PLUMB_STR(""));
}

void plumb_relate_dates(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    const struct plumb_fact *year = work->year > 0 ? title_year(work) : NULL;
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++) {
            const struct plumb_item *item = &prose->passages[p].items[i];
            check_calendar(work, item);
            if (!year)
                continue;
            check_year(work, item, year);
            if (looks_back(work->kind)) {
                check_signature(work, item, year);
                check_cut_off(work, item, year);
                check_as_of(work, item, year);
            }
        }
    if (year && looks_back(work->kind))
        check_captions(work, year);
    if (year && work->kind == PLUMB_KIND_ACCOUNTS) {
        check_caption_rows(work, year);
        check_base_years(work, year);
    }
}
