/* Text rules without arithmetic: placeholders, blanks, stray signs, doubled words. Few and soft: what
 * a proof-reader would mark. */
#include <string.h>

#include "extract/relate_text/relate_report.h"

/* ---- leftovers of the template ------------------------------------------------------------------------ */

/* "举报人张××": a name that was covered on purpose, and whose mark stands at byte `at`. */
static bool is_masked_name(struct plumb_extract_work *work, struct plumb_str s, size_t at)
{
    struct plumb_match m;
    size_t name = at ? plumb_utf8_prev(s, at) : 0;
    return at && plumb_report_find(work, REPORT_MASKED, s, name, &m) && m.from[0] == name;
}

static void leftovers(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    struct plumb_match m;
    struct plumb_str s = passage->text;
    for (size_t at = 0; plumb_report_find(work, REPORT_PLACEHOLDER, s, at, &m); at = m.next)
        if (!is_masked_name(work, s, m.from[0]))
            plumb_report_range(work, passage, plumb_clause_start(s, m.from[0]), m.next,
                               "report.placeholder", 0.85, "a placeholder of the template was left",
                               "模板占位符未填写");
    for (size_t at = 0; plumb_report_find(work, REPORT_EMPTY_SHARE, s, at, &m); at = m.next)
        plumb_report_range(work, passage, plumb_clause_start(s, m.from[0]), m.next,
                           "report.placeholder", 0.75, "a number is missing in front of its unit",
                           "单位前缺少数字");
    for (size_t at = 0; plumb_report_find(work, REPORT_CHOICE, s, at, &m); at = m.next) {
        struct plumb_str ahead = plumb_str_sub(s, m.next, m.next + 12);
        if (plumb_str_has(ahead, "\xEE\x80\x80") || PLUMB_HAS(m.all, "大小于", "(或", "持平") ||
            PLUMB_HAS(plumb_str_sub(s, m.next, m.next + 12), "的主要", "主要原因", "的原因"))
            plumb_report_range(
                work, passage, plumb_clause_start(s, m.from[0]), m.next, "report.placeholder", 0.75,
                "the template's choice of words was left standing", "模板选项文字未删改");
    }
    if (plumb_report_find(work, REPORT_BLANK_DATE, s, 0, &m))
        plumb_report_range(work, passage, m.from[0], m.next, "report.missing", 0.6,
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

/* Only Chinese characters are looked for, and they have three bytes each. */
#define CHARACTER_BYTES 3

/* Does any piece of a doubled word stand twice as far apart as the word is long? What is printed twice is
 * equal for so many bytes that a look every few bytes meets eight of them. */
static bool may_be_doubled(struct plumb_str s)
{
    for (size_t n = DOUBLED_MIN; n <= DOUBLED_MAX; n++) {
        size_t len = n * CHARACTER_BYTES;
        uint64_t here, there;
        for (size_t at = 0; at + len + sizeof here <= s.len; at += len - sizeof here + 1) {
            memcpy(&here, s.ptr + at, sizeof here);
            memcpy(&there, s.ptr + at + len, sizeof there);
            if (here == there)
                return true;
        }
    }
    return false;
}

/* Three kinds of indicators in one paragraph: likely the cells of a form, where what was aimed at and
 * what was reached stand side by side in the same words. */
static bool lists_indicators(struct plumb_str s)
{
    return PLUMB_HAS(s, "数量指标") + PLUMB_HAS(s, "质量指标") + PLUMB_HAS(s, "时效指标") +
               PLUMB_HAS(s, "成本指标") + PLUMB_HAS(s, "效益指标") >=
           3;
}

static void doubled(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    struct plumb_str s = passage->text;
    if (passage->is_cell || !PLUMB_HAS(s, "。", ",") || !may_be_doubled(s) || passage->is_flat ||
        lists_indicators(s))
        return; /* heads and labels repeat themselves across columns */
    for (size_t at = 0; at < s.len;) {
        size_t step = at;
        char second = at + 1 < s.len ? s.ptr[at + 1] : '\0',
             third = at + 2 < s.len ? s.ptr[at + 2] : '\0';
        for (size_t n = DOUBLED_MAX; n >= DOUBLED_MIN; n--) {
            size_t len = n * CHARACTER_BYTES;
            /* two bytes tell nearly all characters apart */
            if (at + 2 * len > s.len || s.ptr[at + len + 2] != third ||
                s.ptr[at + len + 1] != second || memcmp(s.ptr + at, s.ptr + at + len, len) != 0 ||
                !only_words(plumb_str_sub(s, at, at + len)))
                continue;
            plumb_report_range(work, passage, at, at + 2 * len, "report.text", 0.7,
                               "words are printed twice", "文字重复");
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
    const struct plumb_block *blocks = work->document->blocks;
    /* only running text breaks: a heading and the caption below it may share their words */
    if (a->is_cell || b->is_cell || b->list_kind ||
        blocks[a->block].kind != PLUMB_BLOCK_PARAGRAPH ||
        blocks[b->block].kind != PLUMB_BLOCK_PARAGRAPH || !PLUMB_HAS(a->text, ",", "。") ||
        !PLUMB_HAS(b->text, ",", "。"))
        return;
    for (size_t n = DOUBLED_MAX; n >= DOUBLED_MIN; n--) {
        size_t len = n * CHARACTER_BYTES;
        struct plumb_str head = plumb_str_sub(b->text, 0, len);
        if (head.len < len || !only_words(head) || !plumb_str_ends(a->text, head) ||
            a->text.len == head.len)
            continue;
        plumb_report_range(
            work, b, 0, len, "report.text", 0.6,
            "words are printed twice, at the end of one paragraph and the start of the next",
            "换行或换页处文字重复");
        return;
    }
}

/* ---- self-reference -------------------------------------------------------------------------------------------- */

/* An evaluator that was asked to write the report speaks of itself: "受某局委托，我所…". */
static bool written_by_another(struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count && p < 60; p++)
        if (PLUMB_TELLS(&prose->passages[p], "委托"))
            return true;
    return false;
}

static void self_reference(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    struct plumb_match m;
    bool office = PLUMB_ENDS(work->agency, "局", "委员会", "厅", "办公室", "政府", "委");
    bool no_bureau = PLUMB_ENDS(work->agency, "政府", "街道办事处", "街道", "医院", "大学", "学院",
                                "中学", "小学", "学校", "图书馆");
    if (!(office && plumb_report_find(work, REPORT_SELF, passage->text, 0, &m)) &&
        !(no_bureau && plumb_report_find(work, REPORT_SELF_BUREAU, passage->text, 0, &m)))
        return;
    if (written_by_another(work))
        return;
    size_t line = 0;
    struct plumb_str words = plumb_passage_quote(work, passage, m.from[0], m.next, &line);
    plumb_report_words(
        work, words, line, "report.text", 0.5,
        "the agency calls itself another kind of unit: perhaps text of another report",
        "自称与单位名称不符，疑为其他单位文本残留", work->agency);
}

/* ---- blocks and cells -------------------------------------------------------------------------------------------- */

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
                if (plumb_report_find(work, REPORT_STRAY_SIGN, cell->text.str, 0, &m))
                    plumb_report_words(work, cell->text.str, cell->line, "report.cellshift", 0.6,
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
        self_reference(work, passage);
    }
    stray_signs(work);
    plumb_relate_missing(work);
    plumb_relate_missing_units(work);
    plumb_relate_leftovers(work);
    plumb_relate_hollow_parts(work);
    plumb_relate_foreign(work);
    plumb_relate_counted_costs(work);
    plumb_relate_full_marks(work);
    plumb_relate_said_all(work);
    plumb_relate_disclosed(work);
    plumb_relate_three_public(work);
    plumb_relate_copies(work);
}
