/* findings.xlsx: the flagged-items list auditors pass around (libxlsxwriter).
 *
 * Text is written with write_string, so that a cell "=…" stays text; the creation time is fixed by
 * the run, so that the same run gives the same bytes.
 */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xlsxwriter.h>

#include "plumb/report.h"
#include "report/agency_pages.h"

/* Excel's own limit of characters in one cell. */
#define CELL_LIMIT 32767

struct sheet_formats {
    lxw_format *head, *wrap, *money, *score, *plain, *severity[PLUMB_SEVERITY_CRITICAL + 1];
};

static const char *const severity_words[] = {"提示 note", "低 low", "中 medium", "高 high",
                                             "严重 critical"};

static void make_formats(lxw_workbook *book, struct sheet_formats *f)
{
    static const lxw_color_t colors[] = {0xF2F2F2, 0xDDEBF7, 0xFFF2CC, 0xFCE4D6, 0xF8CBAD};
    f->head = workbook_add_format(book);
    format_set_bold(f->head);
    format_set_bg_color(f->head, 0xD9E1F2);
    format_set_border(f->head, LXW_BORDER_THIN);
    format_set_text_wrap(f->head);
    f->wrap = workbook_add_format(book);
    format_set_text_wrap(f->wrap);
    format_set_align(f->wrap, LXW_ALIGN_VERTICAL_TOP);
    f->money = workbook_add_format(book);
    format_set_num_format(f->money, "#,##0.00");
    format_set_align(f->money, LXW_ALIGN_VERTICAL_TOP);
    f->score = workbook_add_format(book);
    format_set_num_format(f->score, "0.0");
    format_set_align(f->score, LXW_ALIGN_VERTICAL_TOP);
    f->plain = workbook_add_format(book);
    format_set_num_format(f->plain, "#,##0.####");
    for (int s = 0; s <= PLUMB_SEVERITY_CRITICAL; s++) {
        f->severity[s] = workbook_add_format(book);
        format_set_bg_color(f->severity[s], colors[s]);
        format_set_bold(f->severity[s]);
        format_set_align(f->severity[s], LXW_ALIGN_VERTICAL_TOP);
    }
}

/* At most CELL_LIMIT bytes, cut at a character, without control characters XML cannot hold. */
static void put_text(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, struct plumb_str s,
                     lxw_format *format)
{
    struct plumb_buf buf = {0};
    size_t at = 0;
    while (at < s.len && buf.len < CELL_LIMIT - 4) {
        char bytes[4];
        uint32_t cp = plumb_utf8_decode(s, &at);
        if ((cp < 0x20 && cp != '\n' && cp != '\t') || cp == 0xFFFE || cp == 0xFFFF)
            cp = 0xFFFD;
        plumb_buf_add(&buf, bytes, plumb_utf8_encode(cp, bytes));
    }
    if (!buf.failed)
        worksheet_write_string(sheet, row, col, buf.len ? buf.data : "", format);
    plumb_buf_free(&buf);
}

static void put_c(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const char *text,
                  lxw_format *format)
{
    put_text(sheet, row, col, plumb_str_from(text), format);
}

struct column {
    const char *head;
    double width;
};

static void put_head(lxw_worksheet *sheet, const struct column *columns, size_t count,
                     struct sheet_formats *f)
{
    for (size_t c = 0; c < count; c++) {
        worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, columns[c].width, NULL);
        worksheet_write_string(sheet, 0, (lxw_col_t)c, columns[c].head, f->head);
    }
    worksheet_freeze_panes(sheet, 1, 0);
}

static void put_findings(lxw_workbook *book, struct sheet_formats *f,
                         const struct plumb_finding_list *list, const size_t *evidence_row)
{
    static const struct column columns[] = {
        {"序号", 6},  {"程度", 13}, {"得分", 7},      {"机构", 24},     {"年度", 7},
        {"事项", 40}, {"对象", 24}, {"报告所列", 16}, {"复算应为", 16}, {"涉及金额（元）", 18},
        {"说明", 60}, {"复算", 40}, {"审计类别", 9},  {"检查项", 22},   {"把握程度", 9},
        {"状态", 9},  {"证据", 10}, {"编号", 18}};
    size_t count = PLUMB_COUNT(columns);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "发现清单");
    put_head(sheet, columns, count, f);
    for (size_t i = 0; i < list->count; i++) {
        const struct plumb_finding *x = &list->items[i];
        lxw_row_t row = (lxw_row_t)(i + 1);
        char letter[2] = {x->audit_class, '\0'};
        struct plumb_buf link = {0};
        worksheet_write_number(sheet, row, 0, (double)(i + 1), f->wrap);
        worksheet_write_string(sheet, row, 1, severity_words[x->severity],
                               f->severity[x->severity]);
        worksheet_write_number(sheet, row, 2, x->score, f->score);
        put_c(sheet, row, 3, x->agency, f->wrap);
        if (x->year)
            worksheet_write_number(sheet, row, 4, x->year, f->wrap);
        put_c(sheet, row, 5, x->title.zh, f->wrap);
        put_c(sheet, row, 6, x->subject, f->wrap);
        put_c(sheet, row, 7, x->stated, f->wrap);
        put_c(sheet, row, 8, x->expected, f->wrap);
        if (x->money_at_stake != 0)
            worksheet_write_number(sheet, row, 9, x->money_at_stake, f->money);
        put_c(sheet, row, 10, x->explanation.zh, f->wrap);
        put_c(sheet, row, 11, x->recomputation, f->wrap);
        put_c(sheet, row, 12, letter, f->wrap);
        put_c(sheet, row, 13, x->check, f->wrap);
        worksheet_write_number(sheet, row, 14, x->confidence, f->score);
        put_c(sheet, row, 15, x->status, f->wrap);
        plumb_buf_printf(&link, "internal:'证据'!A%zu", evidence_row[i] + 1);
        if (x->evidence_count && !link.failed)
            worksheet_write_url_opt(sheet, row, 16, link.data, NULL, "证据", NULL);
        plumb_buf_free(&link);
        put_c(sheet, row, 17, x->id, f->wrap);
    }
    worksheet_autofilter(sheet, 0, 0, (lxw_row_t)list->count, (lxw_col_t)(count - 1));
}

static void put_evidence(lxw_workbook *book, struct sheet_formats *f,
                         const struct plumb_finding_list *list)
{
    static const struct column columns[] = {{"序号", 6},  {"编号", 18}, {"文件", 30}, {"行", 7},
                                            {"角色", 12}, {"数字", 16}, {"原文", 100}};
    lxw_worksheet *sheet = workbook_add_worksheet(book, "证据");
    put_head(sheet, columns, PLUMB_COUNT(columns), f);
    lxw_row_t row = 1;
    for (size_t i = 0; i < list->count; i++)
        for (size_t e = 0; e < list->items[i].evidence_count; e++, row++) {
            const struct plumb_evidence *x = &list->items[i].evidence[e];
            worksheet_write_number(sheet, row, 0, (double)(i + 1), f->wrap);
            put_c(sheet, row, 1, list->items[i].id, f->wrap);
            put_c(sheet, row, 2, x->document, f->wrap);
            worksheet_write_number(sheet, row, 3, (double)x->line, f->wrap);
            put_c(sheet, row, 4, x->role, f->wrap);
            put_text(sheet, row, 5, x->text, f->wrap);
            put_text(sheet, row, 6, x->quote, f->wrap);
        }
}

/* ---- agencies by year -------------------------------------------------------------------- */

static int by_agency_year(const void *a, const void *b)
{
    const struct plumb_finding *const *x = a, *const *y = b;
    int order = strcmp((*x)->agency, (*y)->agency);
    return order ? order : (*x)->year - (*y)->year;
}

/* Number and highest severity of the findings of each agency and year; the last column is for those
 * without a year. `sorted` holds all findings by agency and year. */
static void put_matrix_rows(lxw_worksheet *sheet, struct sheet_formats *f,
                            const struct plumb_finding **sorted, size_t count, int first, int last)
{
    lxw_row_t row = 0;
    for (size_t i = 0, end; i < count; i = end) {
        size_t severity = 0;
        char text[64];
        for (end = i; end < count && by_agency_year(&sorted[i], &sorted[end]) == 0; end++)
            severity = sorted[end]->severity > severity ? sorted[end]->severity : severity;
        if (i == 0 || strcmp(sorted[i]->agency, sorted[i - 1]->agency) != 0)
            put_c(sheet, ++row, 0, *sorted[i]->agency ? sorted[i]->agency : "—", f->wrap);
        int year = sorted[i]->year;
        lxw_col_t column = (lxw_col_t)(year >= first && year ? 1 + year - first : 2 + last - first);
        snprintf(text, sizeof text, "%s × %zu", severity_words[severity], end - i);
        worksheet_write_string(sheet, row, column, text, f->severity[severity]);
    }
}

#define MATRIX_YEARS 60

static enum plumb_status put_matrix(lxw_workbook *book, struct sheet_formats *f,
                                    const struct plumb_finding_list *list,
                                    struct plumb_error *error)
{
    const struct plumb_finding **sorted = plumb_calloc(list->count + 1, sizeof *sorted);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "机构×年度");
    int first = 0, last = 0;
    if (!sorted)
        return plumb_fail_nomem(error);
    for (size_t i = 0; i < list->count; i++) {
        int year = list->items[i].year;
        sorted[i] = &list->items[i];
        first = year && (!first || year < first) ? year : first;
        last = year > last ? year : last;
    }
    first = last - first >= MATRIX_YEARS ? last - MATRIX_YEARS + 1 : first;
    qsort(sorted, list->count, sizeof *sorted, by_agency_year);
    worksheet_set_column(sheet, 0, 0, 28, NULL);
    worksheet_set_column(sheet, 1, (lxw_col_t)(2 + last - first), 16, NULL);
    worksheet_write_string(sheet, 0, 0, "机构", f->head);
    for (int year = first; year <= last; year++)
        worksheet_write_number(sheet, 0, (lxw_col_t)(1 + year - first), year, f->head);
    worksheet_write_string(sheet, 0, (lxw_col_t)(2 + last - first), "更早或无年度", f->head);
    worksheet_freeze_panes(sheet, 1, 1);
    put_matrix_rows(sheet, f, sorted, list->count, first, last);
    plumb_free(sorted);
    return PLUMB_OK;
}

/* ---- indicators -------------------------------------------------------------------------- */

static const char *json_text(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? text : "";
}

/* The rows of one indicator: its values, and below the median of the others. */
static lxw_row_t put_indicator(lxw_worksheet *sheet, struct sheet_formats *f, lxw_row_t row,
                               const char *agency, const cJSON *indicator)
{
    static const char *const series[][2] = {{"values", "本单位"}, {"median", "同类中位"}};
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(indicator, "name");
    for (size_t k = 0; k < 2; k++) {
        const cJSON *value = NULL;
        lxw_col_t column = 4;
        bool any = false;
        cJSON_ArrayForEach(value, cJSON_GetObjectItemCaseSensitive(indicator, series[k][0]))
        {
            if (cJSON_IsNumber(value))
                worksheet_write_number(sheet, row, column, value->valuedouble, f->plain);
            any = any || cJSON_IsNumber(value);
            column++;
        }
        if (!any)
            continue;
        put_c(sheet, row, 0, agency, f->wrap);
        put_c(sheet, row, 1, json_text(name, "zh"), f->wrap);
        put_c(sheet, row, 2, json_text(indicator, "unit"), f->wrap);
        put_c(sheet, row++, 3, series[k][1], f->wrap);
    }
    return row;
}

static void put_indicator_sheet(lxw_workbook *book, struct sheet_formats *f, const cJSON *agencies)
{
    static const struct column columns[] = {{"机构", 26}, {"指标", 26}, {"单位", 10}, {"序列", 10}};
    lxw_worksheet *sheet = workbook_add_worksheet(book, "指标");
    const cJSON *agency = NULL;
    lxw_row_t row = 1;
    int years = 0, first = 0;
    put_head(sheet, columns, PLUMB_COUNT(columns), f);
    cJSON_ArrayForEach(agency, agencies)
    {
        const cJSON *indicator = NULL;
        first = (int)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(agency, "first_year"));
        cJSON_ArrayForEach(indicator, cJSON_GetObjectItemCaseSensitive(agency, "indicators"))
        {
            years = cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(indicator, "values"));
            if (row < LXW_ROW_MAX - 2)
                row = put_indicator(sheet, f, row, json_text(agency, "name"), indicator);
        }
    }
    for (int y = 0; y < years; y++)
        worksheet_write_number(sheet, 0, (lxw_col_t)(4 + y), first + y, f->head);
    worksheet_set_column(sheet, 4, 30, 18, NULL);
    worksheet_freeze_panes(sheet, 1, 4);
    worksheet_autofilter(sheet, 0, 0, row > 1 ? row - 1 : 1, (lxw_col_t)(3 + years));
}

/* As on the agencies' pages: base units (yuan, fraction, person). */
static enum plumb_status put_indicators(lxw_workbook *book, struct sheet_formats *f,
                                        const struct plumb_report_input *input,
                                        struct plumb_error *error)
{
    struct plumb_buf json = {0};
    enum plumb_status status = plumb_agency_pages_json(input, NULL, 0, &json, error);
    cJSON *agencies =
        status == PLUMB_OK && !json.failed ? cJSON_ParseWithLength(json.data, json.len) : NULL;
    if (status == PLUMB_OK && !agencies)
        status = plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        put_indicator_sheet(book, f, agencies);
    cJSON_Delete(agencies);
    plumb_buf_free(&json);
    return status;
}

static void put_about(lxw_workbook *book, struct sheet_formats *f,
                      const struct plumb_report_input *input)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book, "说明");
    static const struct column columns[] = {{"项目", 24}, {"内容", 100}};
    put_head(sheet, columns, 2, f);
    const char *rows[][2] = {
        {"工具", "Plumbline 准绳 " PLUMB_VERSION},
        {"命令", input->command_line},
        {"时间", input->when},
        {"性质", "发现是需要核实的不一致或异常，不是结论。"},
        {"Nature", "A finding is an inconsistency or an exception to explain, not a conclusion."}};
    lxw_row_t row = 1;
    for (size_t i = 0; i < PLUMB_COUNT(rows); i++, row++) {
        put_c(sheet, row, 0, rows[i][0], f->wrap);
        put_c(sheet, row, 1, rows[i][1], f->wrap);
    }
    for (size_t i = 0; i < input->file_count; i++, row++) {
        put_c(sheet, row, 0, input->files[i].problem ? "未能读取" : "已读文件", f->wrap);
        put_c(sheet, row, 1, input->files[i].path, f->wrap);
    }
}

/* The run's time as the file's creation date, so that equal runs give equal bytes. */
static void set_created(lxw_workbook *book, const char *when)
{
    struct tm t = {.tm_isdst = 0};
    lxw_doc_properties properties = {.title = "审计疑点清单", .company = "Plumbline"};
    if (when && strlen(when) >= 10) {
        int part[3] = {0};
        for (size_t i = 0, p = 0; i < 10 && p < 3; i++)
            if (when[i] >= '0' && when[i] <= '9')
                part[p] = part[p] * 10 + (when[i] - '0');
            else
                p++;
        t.tm_year = part[0] - 1900;
        t.tm_mon = part[1] - 1;
        t.tm_mday = part[2];
        t.tm_hour = 12;
    }
    properties.created = mktime(&t);
    workbook_set_properties(book, &properties);
}

enum plumb_status plumb_report_xlsx(const struct plumb_report_input *input, const char *path,
                                    struct plumb_error *error)
{
    const struct plumb_finding_list *list = input->findings;
    if (list->count >= LXW_ROW_MAX - 1)
        return plumb_fail(error, PLUMB_E_LIMIT,
                          "%zu findings do not fit one worksheet; use "
                          "findings.csv.",
                          list->count);
    size_t *evidence_row = plumb_calloc(list->count + 1, sizeof *evidence_row);
    if (!evidence_row)
        return plumb_fail_nomem(error);
    for (size_t i = 0, row = 1; i < list->count; i++) {
        evidence_row[i] = row;
        row += list->items[i].evidence_count;
    }
    lxw_workbook *book = workbook_new(path);
    if (!book) {
        plumb_free(evidence_row);
        return plumb_fail_nomem(error);
    }
    struct sheet_formats formats;
    make_formats(book, &formats);
    set_created(book, input->when);
    put_findings(book, &formats, list, evidence_row);
    put_evidence(book, &formats, list);
    enum plumb_status status = put_matrix(book, &formats, list, error);
    if (status == PLUMB_OK)
        status = put_indicators(book, &formats, input, error);
    put_about(book, &formats, input);
    lxw_error failed = workbook_close(book);
    plumb_free(evidence_row);
    if (status != PLUMB_OK)
        return status;
    if (failed)
        return plumb_fail(error, PLUMB_E_IO, "The workbook %s could not be written: %s.", path,
                          lxw_strerror(failed));
    return PLUMB_OK;
}
