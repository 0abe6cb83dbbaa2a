/* Findings as CSV: one row a finding, UTF-8 with a byte order mark so that spreadsheets see it. */
#include "plumb/report.h"

static const struct plumb_bilingual columns[] = {
    {"编号", "id"},           {"序号", "rank"},
    {"级别", "severity"},     {"得分", "score"},
    {"可信度", "confidence"}, {"检查", "check"},
    {"审计类别", "class"},    {"单位", "agency"},
    {"年度", "year"},         {"事项", "subject"},
    {"标题", "title"},        {"报告数", "stated"},
    {"复算数", "expected"},   {"涉及金额", "money_at_stake"},
    {"说明", "explanation"},  {"复算过程", "recomputation"},
    {"疑似错误", "suspect"},  {"建议值", "proposed"},
    {"文件", "document"},     {"行", "line"},
    {"原文", "quote"},        {"依据数", "evidence_count"},
    {"状态", "status"},       {"处理理由", "decision"},
};

struct row {
    struct plumb_buf *out;
    bool zh, started;
};

static void cell_str(struct row *row, struct plumb_str s)
{
    if (row->started)
        plumb_buf_add(row->out, ",", 1);
    row->started = true;
    plumb_escape_csv(row->out, s);
}

static void cell(struct row *row, const char *text)
{
    cell_str(row, plumb_str_from(text));
}

static void cell_bilingual(struct row *row, const char *zh, const char *en)
{
    cell(row, row->zh && zh && *zh ? zh : en);
}

static void cell_number(struct row *row, double x, int decimals)
{
    struct plumb_buf text = {0};
    plumb_json_rounded(&text, x, decimals);
    cell_str(row, (struct plumb_str){text.data, text.len});
    row->out->failed |= text.failed;
    plumb_buf_free(&text);
}

/* "rule 3: why" or "why". */
static void cell_decision(struct row *row, const struct plumb_decision *decision)
{
    struct plumb_buf text = {0};
    if (decision->rule)
        plumb_buf_printf(&text, row->zh ? "规则 %lld：" : "rule %lld: ", (long long)decision->rule);
    plumb_buf_puts(&text, decision->note ? decision->note : "");
    cell_str(row, (struct plumb_str){text.data ? text.data : "", text.len});
    row->out->failed |= text.failed;
    plumb_buf_free(&text);
}

static void finding_row(struct row *row, size_t rank, const struct plumb_finding *finding)
{
    const char audit_class[2] = {finding->audit_class, '\0'};
    const struct plumb_evidence *evidence = finding->evidence_count ? finding->evidence : NULL;
    const struct plumb_suspect *suspect = finding->suspect_count ? finding->suspects : NULL;
    cell(row, finding->id);
    cell_number(row, (double)rank, 0);
    cell(row, plumb_severity_name(finding->severity));
    cell_number(row, finding->score, 2);
    cell_number(row, finding->confidence, 4);
    cell(row, finding->check);
    cell(row, audit_class);
    cell(row, finding->agency);
    if (finding->year)
        cell_number(row, finding->year, 0);
    else
        cell(row, "");
    cell(row, finding->subject);
    cell_bilingual(row, finding->title.zh, finding->title.en);
    cell(row, finding->stated);
    cell(row, finding->expected);
    cell_number(row, finding->money_at_stake, 2);
    cell_bilingual(row, finding->explanation.zh, finding->explanation.en);
    cell_bilingual(row, finding->recomputation_zh, finding->recomputation);
    cell_str(row, suspect ? suspect->text : PLUMB_STR(""));
    cell(row, suspect ? suspect->proposed : "");
    cell(row, evidence ? evidence->document : "");
    if (evidence && evidence->line)
        cell_number(row, (double)evidence->line, 0);
    else
        cell(row, "");
    cell_str(row, evidence ? evidence->quote : PLUMB_STR(""));
    cell_number(row, (double)finding->evidence_count, 0);
    cell(row, finding->status && *finding->status ? finding->status : "open");
    cell_decision(row, &finding->decision);
    plumb_buf_puts(row->out, "\r\n");
}

enum plumb_status plumb_report_csv(const struct plumb_report_input *input, struct plumb_buf *out,
                                   struct plumb_error *error)
{
    bool zh = input->language == PLUMB_LANGUAGE_ZH;
    struct row head = {.out = out};
    plumb_buf_puts(out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < PLUMB_COUNT(columns); i++)
        cell(&head, zh ? columns[i].zh : columns[i].en);
    plumb_buf_puts(out, "\r\n");
    for (size_t i = 0; i < input->findings->count; i++) {
        struct row row = {.out = out, .zh = zh};
        finding_row(&row, i + 1, &input->findings->items[i]);
    }
    return out->failed ? plumb_fail_nomem(error) : PLUMB_OK;
}
