/* The report on a terminal: coverage, then the findings from the top. */
#include "plumb/report.h"

#include <stdio.h>
#include <string.h>

#define INDENT 5
#define QUOTE_COLUMNS 160 /* of a quotation: two lines; plumb show has the rest */
#define EXPLANATION_COLUMNS 240

struct page {
    const struct plumb_report_input *input;
    struct plumb_buf *out;
    bool color, zh;
    int columns;
};

static const char *severity_word(enum plumb_severity severity, bool zh)
{
    static const char *const chinese[] = {"提示", "低", "中", "高", "严重"};
    return zh ? chinese[severity] : plumb_severity_name(severity);
}

static void paint(const struct page *page, const char *codes)
{
    if (page->color)
        plumb_buf_printf(page->out, "\033[%sm", codes);
}

static void paint_severity(const struct page *page, enum plumb_severity severity)
{
    static const char *const codes[] = {"2", "36", "33", "31", "1;31"};
    paint(page, codes[severity]);
}

/* The beginning of the text that fits in so many columns. */
static struct plumb_str beginning(struct plumb_str text, int columns)
{
    size_t at = 0;
    for (int used = 0; at < text.len;) {
        size_t next = at;
        plumb_utf8_decode(text, &next);
        used += plumb_utf8_width(plumb_str_sub(text, at, next));
        if (used > columns)
            break;
        at = next;
    }
    return plumb_str_sub(text, 0, at);
}

/* An indented, wrapped line; nothing when the text is empty. */
static void paragraph(const struct page *page, const char *text)
{
    if (!text || !*text)
        return;
    plumb_buf_printf(page->out, "%*s", INDENT, "");
    plumb_terminal_wrap(page->out, plumb_str_from(text), INDENT, INDENT, page->columns);
    plumb_buf_puts(page->out, "\n");
}

/* 12345678 → "12,345,678" */
static void grouped(struct plumb_buf *out, size_t n)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%zu", n);
    for (int i = 0; i < len; i++) {
        plumb_buf_add(out, &digits[i], 1);
        if ((len - i) % 3 == 1 && i + 1 < len)
            plumb_buf_add(out, ",", 1);
    }
}

static void counted(const struct page *page, size_t n, const char *zh, const char *en)
{
    grouped(page->out, n);
    plumb_buf_puts(page->out, page->zh ? zh : en);
}

static void coverage(const struct page *page)
{
    const struct plumb_analysis_summary *summary = page->input->summary;
    size_t unread = 0;
    for (size_t i = 0; i < page->input->file_count; i++)
        unread += strcmp(page->input->files[i].kind, "unreadable") == 0;
    size_t read = page->input->file_count - unread;
    counted(page, read, " 个文件已读", read == 1 ? " file read" : " files read");
    if (unread) {
        plumb_buf_puts(page->out, page->zh ? "，" : ", ");
        paint(page, "1;31");
        counted(page, unread, " 个读不了", " could not be read");
        paint(page, "0");
    }
    plumb_buf_puts(page->out, "\n");
    if (summary->quantities) {
        counted(page, summary->quantities, " 个数字，", " numbers, ");
        counted(page, summary->related, " 个在关系中；", " in a relation; ");
        counted(page, summary->relations, " 个关系，", " relations, ");
        counted(page, summary->tested, " 个已检验\n", " tested\n");
    }
    if (summary->cells) {
        counted(page, summary->cells, " 个表格数值，", " panel values, ");
        counted(page, summary->series, " 个序列\n", " series\n");
    }
}

/* That nothing was found is a result only when something was tested. */
static void nothing_found(const struct page *page)
{
    const struct plumb_analysis_summary *summary = page->input->summary;
    bool blank = page->input->file_count > 0 && !summary->tested && !summary->cells;
    plumb_buf_puts(page->out,
                   blank ? (page->zh ? "没有可以检验的内容：文件中没有能复算的数字关系或数据表。\n"
                                     : "Nothing could be tested: the files hold no claims about "
                                       "numbers and no tables of agencies and years.\n")
                         : (page->zh ? "没有发现对不上的地方。\n"
                                     : "Nothing was found that does not add up.\n"));
}

static void totals(const struct page *page)
{
    size_t count[PLUMB_SEVERITY_CRITICAL + 1] = {0};
    const char *separator = "";
    const struct plumb_finding_list *list = page->input->findings;
    for (size_t i = 0; i < list->count; i++)
        count[list->items[i].severity]++;
    if (list->count == 0) {
        nothing_found(page);
        return;
    }
    counted(page, list->count, " 个事项：", list->count == 1 ? " finding: " : " findings: ");
    for (int s = PLUMB_SEVERITY_CRITICAL; s >= PLUMB_SEVERITY_NOTE; s--) {
        if (count[s] == 0)
            continue;
        plumb_buf_puts(page->out, separator);
        paint_severity(page, (enum plumb_severity)s);
        if (page->zh)
            plumb_buf_printf(page->out, "%s ", severity_word((enum plumb_severity)s, true));
        grouped(page->out, count[s]);
        if (!page->zh)
            plumb_buf_printf(page->out, " %s", severity_word((enum plumb_severity)s, false));
        paint(page, "0");
        separator = page->zh ? "，" : ", ";
    }
    plumb_buf_puts(page->out, "\n");
}

/* "  1  high      87.3  某县医疗保障局 2023                        3fa9c2d1" */
static void head_line(const struct page *page, size_t number, const struct plumb_finding *finding)
{
    struct plumb_buf who = {0};
    bool known = finding->agency && *finding->agency;
    plumb_buf_puts(&who, known ? finding->agency : page->zh ? "（单位不详）" : "(agency unknown)");
    if (finding->year)
        plumb_buf_printf(&who, " %d", finding->year);
    if (finding->status && *finding->status && strcmp(finding->status, "open") != 0)
        plumb_buf_printf(&who, " [%s]", finding->status);
    plumb_buf_printf(page->out, "%3zu  ", number);
    paint_severity(page, finding->severity);
    plumb_terminal_fit(page->out, plumb_str_from(severity_word(finding->severity, page->zh)), 8,
                       -1);
    paint(page, "0");
    plumb_buf_printf(page->out, " %5.1f  ", finding->score);
    paint(page, "1");
    plumb_terminal_fit(page->out, (struct plumb_str){who.data ? who.data : "", who.len},
                       page->columns - 31, -1);
    paint(page, "0");
    plumb_buf_printf(page->out, "  %.8s\n", finding->id);
    page->out->failed |= who.failed;
    plumb_buf_free(&who);
}

/* Path, line and quotation of the first piece of evidence. */
static void first_evidence(const struct page *page, const struct plumb_finding *finding)
{
    if (finding->evidence_count == 0)
        return;
    const struct plumb_evidence *evidence = &finding->evidence[0];
    struct plumb_buf text = {0};
    plumb_buf_puts(&text, evidence->document ? evidence->document : "");
    if (evidence->line)
        plumb_buf_printf(&text, ":%zu", evidence->line);
    if (evidence->quote.len > 0) {
        struct plumb_str quote = beginning(evidence->quote, QUOTE_COLUMNS);
        plumb_buf_puts(&text, page->zh ? "  “" : "  \"");
        plumb_buf_str(&text, quote);
        plumb_buf_puts(&text, quote.len < evidence->quote.len ? "…" : "");
        plumb_buf_puts(&text, page->zh ? "”" : "\"");
    }
    paint(page, "2");
    if (text.data && !text.failed)
        paragraph(page, text.data);
    paint(page, "0");
    page->out->failed |= text.failed;
    plumb_buf_free(&text);
}

/* The first sentences of the explanation: three lines. */
static void explanation(const struct page *page, const char *text)
{
    struct plumb_str whole = plumb_str_from(text);
    struct plumb_str start = beginning(whole, EXPLANATION_COLUMNS);
    struct plumb_buf cut = {0};
    plumb_buf_str(&cut, start);
    plumb_buf_puts(&cut, start.len < whole.len ? "…" : "");
    paragraph(page, cut.failed ? "" : cut.data);
    page->out->failed |= cut.failed;
    plumb_buf_free(&cut);
}

static void one_finding(const struct page *page, size_t number, const struct plumb_finding *finding)
{
    const char *zh = finding->recomputation_zh;
    head_line(page, number, finding);
    paragraph(page, page->zh ? finding->title.zh : finding->title.en);
    explanation(page, page->zh ? finding->explanation.zh : finding->explanation.en);
    paragraph(page, page->zh && zh && *zh ? zh : finding->recomputation);
    first_evidence(page, finding);
}

/* The two lines that are drawn through the list (DOMAIN §5): nothing below them is hidden. */
static void drawn_lines(const struct page *page, size_t position)
{
    const struct plumb_analysis_summary *summary = page->input->summary;
    if (position == summary->materiality_line)
        plumb_buf_puts(page->out, page->zh
                                      ? "---- 重要性线：以下各项预期错报之和低于重要性水平\n"
                                      : "---- materiality line: the misstatement expected below "
                                        "it is immaterial\n");
    if (position == summary->fdr_line)
        plumb_buf_puts(page->out, page->zh
                                      ? "---- 误报线：以上的统计事项中，预期误报不超过一成\n"
                                      : "---- false-discovery line: of the statistical findings "
                                        "above it, at most\n     10 % are expected to be false\n");
}

enum plumb_status plumb_report_terminal(const struct plumb_report_input *input, size_t limit,
                                        bool color, int columns, struct plumb_buf *out,
                                        struct plumb_error *error)
{
    struct page page = {.input = input,
                        .out = out,
                        .color = color,
                        .zh = input->language == PLUMB_LANGUAGE_ZH,
                        .columns = columns < 60 ? 60 : columns};
    const struct plumb_finding_list *list = input->findings;
    size_t shown = list->count < limit ? list->count : limit;
    if (input->file_count > 0)
        coverage(&page);
    totals(&page);
    for (size_t i = 0; i < shown; i++) {
        if (i > 0)
            drawn_lines(&page, i);
        plumb_buf_puts(out, "\n");
        one_finding(&page, i + 1, &list->items[i]);
    }
    if (shown < list->count) {
        plumb_buf_puts(out, page.zh ? "\n还有 " : "\nand ");
        counted(&page, list->count - shown, " 项未显示。\n", " more.\n");
    }
    return out->failed ? plumb_fail_nomem(error) : PLUMB_OK;
}
