/* Text rules without arithmetic: placeholders, blanks, stray signs, doubled words, sections without
 * content, claims without a number. Few and soft: what a proof-reader would mark. */
#include "extract/relate_int.h"

enum {
    REPORT_PLACEHOLDER,
    REPORT_EMPTY_SHARE,
    REPORT_CHOICE,
    REPORT_STRAY_SIGN,
    REPORT_BLANK_DATE,
    REPORT_CLAIM,
    REPORT_TARGET_NAME,
    REPORT_SELF,
};

static const char *const sources[] = {
    [REPORT_PLACEHOLDER] = "(?<![A-Za-z0-9])(?:20)?[XxＸ×╳]{2,}(?![A-Za-z0-9])(?!%)|"
                           "20[XxＸ×]{2}年?|(?<=[占增长下降])[XxＸ×]+%|某某",
    [REPORT_EMPTY_SHARE] =
        "占[^,;。%\\d\\p{Co}(]{0,14}%|(?:增长|下降|增加|减少)%|(?:为|达|共|计)万元",
    [REPORT_CHOICE] = "增加\\(减少\\)|增加/减少|\\(增加/减少\\)|增长\\(下降\\)|大于\\(小于\\)|"
                      "大于/小于|增加或减少(?=\\p{Co})",
    [REPORT_STRAY_SIGN] = "^[≥≤<>＞＜]=?\\p{Han}",
    [REPORT_BLANK_DATE] = "(?:^|[^\\p{Co}\\d])年月日$",
    [REPORT_CLAIM] =
        "(?:满意度|满意率)[^。;]{0,24}(?:达到|符合|完成|超过)(?:了)?(?:预期|预定|目标|要求|较高)"
        "[^。;]{0,6}",
    [REPORT_TARGET_NAME] = "[^,;。:、()]{2,}(?:率|满意度|覆盖面)$",
    [REPORT_SELF] = "(?:本|我)(?:中心|院|校|所|站|馆|队)(?!长|内|内外|务)",
};
const struct plumb_pattern_list plumb_patterns_report = {"report", sources,
                                                         sizeof sources / sizeof *sources};

static bool finds(struct plumb_extract_work *work, size_t pattern, struct plumb_str s, size_t at,
                  struct plumb_match *m)
{
    return plumb_pattern_find(work, PLUMB_PATTERNS_REPORT, pattern, s, at, m);
}

/* One quoted piece of text with what is odd about it. */
static void push_words(struct plumb_extract_work *work, struct plumb_str words, size_t line,
                       const char *check, enum plumb_verdict verdict, double confidence,
                       const char *reason, const char *reason_zh, struct plumb_str subject)
{
    struct plumb_judgement j = {.verdict = verdict, .reason = reason, .reason_zh = reason_zh};
    struct plumb_term term = plumb_term_words(PLUMB_ROLE_CUE, words, line);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_REPORT, check, NULL);
    claim.subject = subject.len > 0 ? subject : words;
    claim.confidence = confidence;
    claim.line = line;
    plumb_claim_try(&claim, &j, &term, 1, "text rule", NULL);
    plumb_claim_push(&claim);
}

static void push_range(struct plumb_extract_work *work, const struct plumb_passage *passage,
                       size_t from, size_t to, const char *check, enum plumb_verdict verdict,
                       double confidence, const char *reason, const char *reason_zh)
{
    size_t line = 0;
    struct plumb_str words = plumb_passage_quote(work, passage, from, to, &line);
    push_words(work, words, line, check, verdict, confidence, reason, reason_zh, passage->title);
}

/* ---- leftovers of the template ------------------------------------------------------------------------ */

/* The clause around a match, so that the quotation says what it is about. */
static size_t clause_start(struct plumb_str s, size_t at)
{
    while (at > 0) {
        size_t from = plumb_utf8_prev(s, at), next = from;
        uint32_t cp = plumb_utf8_decode(s, &next);
        if (cp == ',' || cp == ';' || cp == 0x3002)
            return at;
        at = from;
    }
    return 0;
}

static void leftovers(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    struct plumb_match m;
    struct plumb_str s = passage->text;
    for (size_t at = 0; finds(work, REPORT_PLACEHOLDER, s, at, &m); at = m.next)
        push_range(work, passage, clause_start(s, m.from[0]), m.next, "report.placeholder",
                   PLUMB_VERDICT_INCONSISTENT, 0.85, "a placeholder of the template was left",
                   "模板占位符未填写");
    for (size_t at = 0; finds(work, REPORT_EMPTY_SHARE, s, at, &m); at = m.next)
        push_range(work, passage, clause_start(s, m.from[0]), m.next, "report.placeholder",
                   PLUMB_VERDICT_INCONSISTENT, 0.75, "a number is missing in front of its unit",
                   "单位前缺少数字");
    for (size_t at = 0; finds(work, REPORT_CHOICE, s, at, &m); at = m.next) {
        struct plumb_str ahead = plumb_str_sub(s, m.next, m.next + 12);
        if (plumb_str_has(ahead, "\xEE\x80\x80"))
            push_range(work, passage, clause_start(s, m.from[0]), m.next, "report.placeholder",
                       PLUMB_VERDICT_INCONSISTENT, 0.75,
                       "the template's choice of words was left standing", "模板选项文字未删改");
    }
    if (finds(work, REPORT_BLANK_DATE, s, 0, &m))
        push_range(work, passage, m.from[0], m.next, "report.missing", PLUMB_VERDICT_ROUNDING, 0.6,
                   "the date is left blank", "日期未填");
}

/* ---- words doubled at a line or page break --------------------------------------------------------------- */

#define DOUBLED_MIN 4
#define DOUBLED_MAX 16

static bool only_words(struct plumb_str s)
{
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = plumb_utf8_decode(s, &at);
        if (cp < 0x4E00 || cp > 0x9FFF)
            return false;
    }
    return true;
}

/* Byte length of n code points from `at`; 0 when there are fewer. */
static size_t span_of(struct plumb_str s, size_t at, size_t n)
{
    size_t from = at;
    while (n-- > 0) {
        if (at >= s.len)
            return 0;
        plumb_utf8_decode(s, &at);
    }
    return at - from;
}

static void doubled(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    struct plumb_str s = passage->text;
    if (passage->is_cell || !PLUMB_HAS(s, "。", ","))
        return; /* heads and labels repeat themselves across columns */
    for (size_t at = 0; at < s.len;) {
        size_t step = at;
        for (size_t n = DOUBLED_MAX; n >= DOUBLED_MIN; n--) {
            size_t len = span_of(s, at, n);
            struct plumb_str a = plumb_str_sub(s, at, at + len);
            struct plumb_str b = plumb_str_sub(s, at + len, at + 2 * len);
            if (len == 0 || b.len != len || !plumb_str_equal(a, b) || !only_words(a))
                continue;
            push_range(work, passage, at, at + 2 * len, "report.placeholder",
                       PLUMB_VERDICT_ROUNDING, 0.7, "words are printed twice", "文字重复");
            step = at + 2 * len;
            break;
        }
        if (step > at)
            at = step;
        else
            plumb_utf8_decode(s, &at);
    }
}

/* The end of one paragraph again at the start of the next. */
static void doubled_across(struct plumb_extract_work *work, const struct plumb_passage *a,
                           const struct plumb_passage *b)
{
    if (a->is_cell || b->is_cell || b->list_kind)
        return;
    for (size_t n = DOUBLED_MAX; n >= DOUBLED_MIN; n--) {
        size_t len = span_of(b->text, 0, n);
        struct plumb_str head = plumb_str_sub(b->text, 0, len);
        if (len == 0 || !only_words(head) || !plumb_str_ends(a->text, head) ||
            a->text.len == head.len)
            continue;
        push_range(work, b, 0, len, "report.placeholder", PLUMB_VERDICT_ROUNDING, 0.6,
                   "words are printed twice, at the end of one paragraph and the start of the next",
                   "换行或换页处文字重复");
        return;
    }
}

/* ---- claims without a number -------------------------------------------------------------------------------- */

static void empty_claims(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    struct plumb_match m;
    for (size_t at = 0; finds(work, REPORT_CLAIM, passage->text, at, &m); at = m.next) {
        bool number = plumb_str_has(m.all, "\xEE\x80\x80");
        struct plumb_str ahead = plumb_str_sub(passage->text, m.next, m.next + 30);
        if (!number && !plumb_str_has(ahead, "\xEE\x80\x80"))
            push_range(work, passage, clause_start(passage->text, m.from[0]), m.next,
                       "report.missing", PLUMB_VERDICT_ROUNDING, 0.55,
                       "satisfaction is said to meet its target, but no figure is given",
                       "称满意度达到预期，但未列实测数值");
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
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_item *item = &passage->items[i];
        struct plumb_match m;
        bool bound = item->fact->comparator == PLUMB_CMP_GE ||
                     item->fact->comparator == PLUMB_CMP_GT ||
                     item->fact->comparator == PLUMB_CMP_LE;
        if (!bound || item->fact->unit != PLUMB_UNIT_FRACTION || passage->is_cell ||
            !finds(work, REPORT_TARGET_NAME, item->label, 0, &m) ||
            !PLUMB_HAS(passage->text, "目标", "力争", "确保", "不低于") ||
            has_other_value(work, item))
            continue;
        struct plumb_judgement j = {.verdict = PLUMB_VERDICT_UNTESTABLE,
                                    .expected = item->fact->value,
                                    .low = item->fact->value,
                                    .high = item->fact->value,
                                    .reason = "no actual value is printed for this target",
                                    .reason_zh = "该目标未列实际完成值"};
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_TARGET, "report.missing", item);
        claim.confidence = 0.6;
        plumb_claim_try(&claim, &j, NULL, 0, "target without a value", NULL);
        plumb_claim_push(&claim);
    }
}

/* A total score in the text of a report that has no scored table at all. */
static void score_without_lines(struct plumb_extract_work *work,
                                const struct plumb_passage *passage)
{
    if (work->kind != PLUMB_KIND_SELF_WHOLE && work->kind != PLUMB_KIND_SELF_PROJECT)
        return;
    for (size_t f = 0; f < work->fact_count; f++)
        if (work->facts[f].row != PLUMB_NPOS &&
            (work->facts[f].unit == PLUMB_UNIT_SCORE || work->facts[f].stage == PLUMB_STAGE_SCORE ||
             work->facts[f].stage == PLUMB_STAGE_WEIGHT))
            return;
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_item *item = &passage->items[i];
        if (item->fact->unit != PLUMB_UNIT_SCORE ||
            !PLUMB_HAS(item->before, "得分", "评分", "分数") ||
            item->fact->value.v < 60 * PLUMB_DEC_ONE)
            continue;
        struct plumb_judgement j = {.verdict = PLUMB_VERDICT_ROUNDING,
                                    .reason = "a score is claimed without indicators and weights",
                                    .reason_zh = "仅列自评得分，无指标、权重及扣分依据"};
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_REPORT, "report.missing", item);
        claim.confidence = 0.65;
        plumb_claim_try(&claim, &j, NULL, 0, "score without a table", NULL);
        plumb_claim_push(&claim);
        return;
    }
}

/* ---- self-reference -------------------------------------------------------------------------------------------- */

static void self_reference(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    struct plumb_match m;
    bool office = PLUMB_ENDS(work->agency, "局", "委员会", "厅", "办公室", "政府", "委");
    if (!office || !finds(work, REPORT_SELF, passage->text, 0, &m))
        return;
    size_t line = 0;
    struct plumb_str words = plumb_passage_quote(work, passage, m.from[0], m.next, &line);
    push_words(work, words, line, "report.placeholder", PLUMB_VERDICT_ROUNDING, 0.5,
               "the agency calls itself another kind of unit: perhaps text of another report",
               "自称与单位名称不符，疑为其他单位文本残留", work->agency);
}

/* ---- blocks and cells -------------------------------------------------------------------------------------------- */

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
            plumb_utf8_count(title) > 30 ||
            PLUMB_ENDS(title, "表", "报告", "说明", "。", "；", ";") ||
            !PLUMB_HAS(title, "情况", "绩效", "问题", "措施", "分析", "预算", "执行") ||
            !PLUMB_HAS(plumb_str_sub(title, 0, 12), "、", "）", ")", "."))
            continue;
        push_words(work, block->text.str, block->line, "report.section", PLUMB_VERDICT_ROUNDING,
                   0.6, "a section has a heading but no content", "该部分只有标题没有内容",
                   block->text.str);
    }
}

/* 预算执行 as a section's title and no amount in it. */
static void sections_without_amounts(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    for (size_t b = 0; b < document->block_count; b++) {
        const struct plumb_block *block = &document->blocks[b];
        if (!is_section(block) || !plumb_str_has(block->text.str, "预算") ||
            !plumb_str_has(block->text.str, "执行") || plumb_str_has(block->text.str, "问题"))
            continue;
        size_t end = b + 1;
        while (end < document->block_count && !(document->blocks[end].kind == PLUMB_BLOCK_HEADING &&
                                                document->blocks[end].level <= block->level))
            end++;
        bool money = end == b + 1;
        for (size_t f = 0; f < work->fact_count && !money; f++)
            money = work->facts[f].block >= b && work->facts[f].block < end &&
                    (work->facts[f].unit == PLUMB_UNIT_YUAN ||
                     work->facts[f].unit == PLUMB_UNIT_FRACTION);
        if (!money)
            push_words(work, block->text.str, block->line, "report.missing", PLUMB_VERDICT_ROUNDING,
                       0.6, "the section on the budget and its execution prints no amount",
                       "预算及执行情况未列任何金额", block->text.str);
    }
}

static void stray_signs(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    for (size_t b = 0; b < document->block_count; b++) {
        if (document->blocks[b].kind != PLUMB_BLOCK_TABLE)
            continue;
        const struct plumb_table *table = &document->blocks[b].table;
        for (size_t r = 0; r < table->row_count; r++)
            for (size_t c = 0; c < table->rows[r].cell_count; c++) {
                const struct plumb_cell *cell = &table->rows[r].cells[c];
                struct plumb_match m;
                if (finds(work, REPORT_STRAY_SIGN, cell->text.str, 0, &m))
                    push_words(work, cell->text.str, cell->line, "report.cellshift",
                               PLUMB_VERDICT_ROUNDING, 0.6,
                               "a comparison sign stands in front of a label",
                               "指标名称前误带比较符号", cell->text.str);
            }
    }
}

void plumb_relate_report(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        leftovers(work, passage);
        doubled(work, passage);
        if (p + 1 < prose->count)
            doubled_across(work, passage, passage + 1);
        empty_claims(work, passage);
        targets_without_value(work, passage);
        score_without_lines(work, passage);
        self_reference(work, passage);
    }
    empty_sections(work);
    sections_without_amounts(work);
    stray_signs(work);
    plumb_relate_copies(work);
}
