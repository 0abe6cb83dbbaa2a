/* report.html: one page that works offline, from disk, and without JavaScript.
 *
 * The ranked list and its evidence are in the HTML (for print, for readers without scripts, and as
 * the page's plain text); the script replaces them by a filtered, virtualised list built from the
 * same JSON as findings.json, so that the numbers cannot differ.
 */
#include "report/html.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/embedded.h"
#include "report/agency_pages.h"
#include "report/escape.h"

/* So many findings are written as static HTML; the rest is in the data and said so. */
#define STATIC_FINDINGS 300
/* Bytes of data above which it is compressed. */
#define PLAIN_DATA ((size_t)2 << 20)

static const char *const severity_zh[] = {"提示", "低", "中", "高", "严重"};

static void put(struct plumb_buf *out, const char *text)
{
    plumb_buf_puts(out, text);
}

static void put_html(struct plumb_buf *out, const char *text)
{
    plumb_escape_html(out, plumb_str_from(text));
}

/* Both languages; the style sheet shows one. */
static void put_words(struct plumb_buf *out, const char *zh, const char *en)
{
    put(out, "<span class=\"zh\" lang=\"zh\">");
    put_html(out, zh);
    put(out, "</span><span class=\"en\" lang=\"en\">");
    put_html(out, en);
    put(out, "</span>");
}

static void put_severity(struct plumb_buf *out, enum plumb_severity severity)
{
    plumb_buf_printf(out, "<span class=\"sev %s\">", plumb_severity_name(severity));
    put_words(out, severity_zh[severity], plumb_severity_name(severity));
    put(out, "</span>");
}

void plumb_base64(struct plumb_buf *out, const void *data, size_t len)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *bytes = data;
    for (size_t i = 0; i < len; i += 3) {
        size_t left = len - i;
        unsigned group = (unsigned)bytes[i] << 16;
        if (left > 1)
            group |= (unsigned)bytes[i + 1] << 8;
        if (left > 2)
            group |= bytes[i + 2];
        char quad[4] = {digits[group >> 18 & 63], digits[group >> 12 & 63],
                        left > 1 ? digits[group >> 6 & 63] : '=',
                        left > 2 ? digits[group & 63] : '='};
        plumb_buf_add(out, quad, sizeof quad);
    }
}

/* 'sha256-…' source expression for an inline style or script. */
static void put_csp_hash(struct plumb_buf *out, const struct plumb_embedded *file)
{
    char hex[65];
    unsigned char digest[32];
    plumb_sha256_hex(file->data, file->len, hex);
    for (size_t i = 0; i < sizeof digest; i++) {
        char pair[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
        digest[i] = (unsigned char)strtoul(pair, NULL, 16);
    }
    put(out, "'sha256-");
    plumb_base64(out, digest, sizeof digest);
    put(out, "'");
}

static void put_head(struct plumb_buf *out, const struct plumb_report_input *input,
                     const struct plumb_embedded *css, const struct plumb_embedded *js)
{
    bool zh = input->language == PLUMB_LANGUAGE_ZH;
    plumb_buf_printf(out,
                     "<!DOCTYPE html>\n<html lang=\"%s\" data-lang=\"%s\">\n<head>\n"
                     "<meta charset=\"utf-8\">\n",
                     zh ? "zh-CN" : "en", zh ? "zh" : "en");
    put(out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
    put_csp_hash(out, css);
    put(out, "; script-src ");
    put_csp_hash(out, js);
    if (input->served_token)
        put(out, "; connect-src 'self'");
    put(out, "; img-src data:; base-uri 'none'; form-action 'none'\">\n");
    if (input->served_token) {
        put(out, "<meta name=\"referrer\" content=\"no-referrer\">\n"
                 "<meta name=\"plumb-token\" content=\"");
        put_html(out, input->served_token);
        put(out, "\">\n");
    }
    put(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    put_html(out, input->title);
    put(out, "</title>\n<style>");
    plumb_buf_add(out, (const char *)css->data, css->len);
    put(out, "</style>\n</head>\n");
}

static void put_top(struct plumb_buf *out, const struct plumb_report_input *input)
{
    put(out, "<body>\n<a class=\"skip\" href=\"#findings\">");
    put_words(out, "跳到发现清单", "Skip to the findings");
    put(out, "</a>\n<header class=\"top\"><div><h1>");
    put_words(out, "准绳 · 审计疑点清单", "Plumbline · findings to look at");
    put(out, "</h1><p>");
    put_html(out, input->title);
    put(out, " · ");
    put_html(out, input->when);
    put(out,
        "</p></div><div class=\"tools jsonly\">"
        "<label><span class=\"zh\">金额单位</span><span class=\"en\">Money in</span> "
        "<select id=\"unit\"><option value=\"wan\">万元</option><option value=\"yi\">亿元</option>"
        "<option value=\"yuan\">元</option></select></label>"
        "<button type=\"button\" id=\"lang\">中文 / English</button>"
        "<button type=\"button\" id=\"theme\">");
    put_words(out, "深色 / 浅色", "Dark / light");
    put(out, "</button><button type=\"button\" id=\"keys\">");
    put_words(out, "快捷键 ?", "Keys ?");
    put(out, "</button></div></header>\n<nav class=\"parts\" aria-label=\"parts\">");
    static const char *const parts[][3] = {{"overview", "总览", "Overview"},
                                           {"findings", "发现清单", "Findings"},
                                           {"charts", "图表", "Charts"},
                                           {"coverage", "覆盖范围", "Coverage"}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        plumb_buf_printf(out, "<a href=\"#%s\" data-part=\"%s\">", parts[i][0], parts[i][0]);
        put_words(out, parts[i][1], parts[i][2]);
        put(out, "</a>");
    }
    put(out, "</nav>\n<main>\n");
}

static void put_card(struct plumb_buf *out, size_t number, const char *zh, const char *en)
{
    plumb_buf_printf(out, "<div class=\"card\"><b>%zu</b>", number);
    put_words(out, zh, en);
    put(out, "</div>");
}

/* Percent-encoded but for letters and digits. */
static void put_encoded(struct plumb_buf *out, const char *text)
{
    for (const char *c = text; *c; c++)
        if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9'))
            plumb_buf_add(out, c, 1);
        else
            plumb_buf_printf(out, "%%%02X", (unsigned)(unsigned char)*c);
}

static void put_filter_link(struct plumb_buf *out, const char *agency, int year)
{
    put(out, "data-filter=\"agency=");
    put_encoded(out, agency);
    put(out, "&amp;year=");
    if (year)
        plumb_buf_printf(out, "%d", year);
    put(out, "\"");
}

/* The name as a link to the agency's view. */
static void put_agency_link(struct plumb_buf *out, const char *agency)
{
    if (!*agency) {
        put(out, "—");
        return;
    }
    put(out, "<a href=\"#agency-view=");
    put_encoded(out, agency);
    put(out, "\" data-agency=\"");
    put_html(out, agency);
    put(out, "\">");
    put_html(out, agency);
    put(out, "</a>");
}

/* ---- overview ---------------------------------------------------------------------------- */

struct heat_row {
    const char *agency;
    double score; /* best score, to order the rows */
};

static int by_heat(const void *a, const void *b)
{
    const struct heat_row *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return strcmp(x->agency, y->agency);
}

#define HEAT_ROWS 40
#define HEAT_YEARS 12

/* Agencies (those with the highest score first) × years: the highest severity and the count. */
static void put_heat_map(struct plumb_buf *out, const struct plumb_finding_list *list)
{
    struct heat_row *rows = plumb_calloc(list->count + 1, sizeof *rows);
    if (!rows) {
        out->failed = true;
        return;
    }
    size_t count = 0;
    int last = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct plumb_finding *f = &list->items[i];
        size_t r = 0;
        /* the list is sorted, so a bounded scan finds the agencies that will be shown */
        while (r < count && strcmp(rows[r].agency, f->agency) != 0)
            r++;
        if (r == count && count < HEAT_ROWS)
            rows[count++] = (struct heat_row){f->agency, f->score};
        if (f->year > last)
            last = f->year;
    }
    qsort(rows, count, sizeof *rows, by_heat);
    int first = last;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].year && list->items[i].year < first)
            first = list->items[i].year;
    if (last - first >= HEAT_YEARS)
        first = last - HEAT_YEARS + 1;
    put(out, "<div class=\"tablewrap\" tabindex=\"0\"><table class=\"heat\"><caption>");
    put_words(out, "机构 × 年度：最高程度与发现数（点击筛选）",
              "Agency × year: highest severity and number of findings (click to filter)");
    put(out, "</caption><thead><tr><th scope=\"col\"></th>");
    for (int year = first; year <= last && last; year++)
        plumb_buf_printf(out, "<th scope=\"col\" class=\"num\">%d</th>", year);
    put(out, "</tr></thead><tbody>");
    for (size_t r = 0; r < count; r++) {
        put(out, "<tr><th scope=\"row\">");
        put_agency_link(out, rows[r].agency);
        put(out, "</th>");
        for (int year = first; year <= last && last; year++) {
            size_t number = 0;
            enum plumb_severity top = PLUMB_SEVERITY_NOTE;
            for (size_t i = 0; i < list->count; i++)
                if (list->items[i].year == year &&
                    strcmp(list->items[i].agency, rows[r].agency) == 0) {
                    if (!number++ || list->items[i].severity > top)
                        top = list->items[i].severity;
                }
            put(out, "<td>");
            if (number) {
                plumb_buf_printf(out, "<button type=\"button\" class=\"%s\" ",
                                 plumb_severity_name(top));
                put_filter_link(out, rows[r].agency, year);
                put(out, ">");
                put_words(out, severity_zh[top], plumb_severity_name(top));
                plumb_buf_printf(out, " %zu</button>", number);
            } else {
                put(out, "<span class=\"none\">·</span>");
            }
            put(out, "</td>");
        }
        put(out, "</tr>");
    }
    put(out, "</tbody></table></div>");
    plumb_free(rows);
}

static void put_severity_bars(struct plumb_buf *out, const struct plumb_finding_list *list)
{
    size_t counts[PLUMB_SEVERITY_CRITICAL + 1] = {0}, most = 1;
    for (size_t i = 0; i < list->count; i++)
        counts[list->items[i].severity]++;
    for (size_t s = 0; s <= PLUMB_SEVERITY_CRITICAL; s++)
        if (counts[s] > most)
            most = counts[s];
    for (int s = PLUMB_SEVERITY_CRITICAL; s >= 0; s--) {
        plumb_buf_printf(out,
                         "<div class=\"bar\"><a href=\"#findings\" data-filter=\"severity=%s\">",
                         plumb_severity_name((enum plumb_severity)s));
        put_severity(out, (enum plumb_severity)s);
        plumb_buf_printf(out,
                         "</a><svg viewBox=\"0 0 100 12\" preserveAspectRatio=\"none\" "
                         "aria-hidden=\"true\"><rect width=\"%.1f\" height=\"12\"/></svg>"
                         "<span class=\"num\">%zu</span></div>",
                         100.0 * (double)counts[s] / (double)most, counts[s]);
    }
}

static void put_overview(struct plumb_buf *out, const struct plumb_report_input *input)
{
    const struct plumb_analysis_summary *sum = input->summary;
    size_t unread = 0;
    for (size_t i = 0; i < input->file_count; i++)
        unread += strcmp(input->files[i].kind, "unreadable") == 0;
    put(out, "<section id=\"overview\" aria-labelledby=\"h-overview\"><h2 id=\"h-overview\">");
    put_words(out, "总览", "Overview");
    put(out, "</h2><div class=\"cards\">");
    put_card(out, input->file_count - unread, "份文件已读", "files read");
    put_card(out, unread, "份文件未能读取", "files that could not be read");
    put_card(out, sum->quantities, "个数字", "quantities");
    put_card(out, sum->tested, "条勾稽关系已核对", "relations checked");
    put_card(out, sum->cells, "个面板数据", "panel values");
    put_card(out, input->findings->count, "项发现", "findings");
    put(out, "</div><div class=\"panes\"><div class=\"box\"><h3>");
    put_words(out, "按程度", "By severity");
    put(out, "</h3>");
    put_severity_bars(out, input->findings);
    if (sum->expected_false_share > 0) {
        put(out, "<p class=\"meta\">");
        put_words(
            out, "中级及以上发现中，预计误报占比约 ",
            "Expected share of false alarms among findings of medium severity and above: about ");
        plumb_buf_printf(out, "%.0f %%</p>", 100 * sum->expected_false_share);
    }
    put(out, "</div><div class=\"box\">");
    put_heat_map(out, input->findings);
    put(out, "</div></div></section>\n");
}

/* ---- findings ---------------------------------------------------------------------------- */

static void put_quote(struct plumb_buf *out, const struct plumb_evidence *e)
{
    size_t at = e->text.len ? e->text_offset : PLUMB_NPOS;
    if (e->text.len && (at == PLUMB_NPOS || at + e->text.len > e->quote.len))
        at = plumb_str_find(e->quote, e->text);
    put(out, "<blockquote>");
    if (at == PLUMB_NPOS) {
        plumb_escape_html(out, e->quote);
    } else {
        plumb_escape_html(out, plumb_str_sub(e->quote, 0, at));
        plumb_buf_printf(out, "<mark class=\"%s\">",
                         strcmp(e->role, "stated") == 0 ? "stated" : "");
        plumb_escape_html(out, e->text);
        put(out, "<sup>");
        put_html(out, e->role);
        put(out, "</sup></mark>");
        plumb_escape_html(out, plumb_str_sub(e->quote, at + e->text.len, e->quote.len));
    }
    const char *name = strrchr(e->document, '/');
    put(out, "<cite>");
    put_html(out, name ? name + 1 : e->document);
    plumb_buf_printf(out, " · %zu</cite></blockquote>", e->line);
}

static void put_static_finding(struct plumb_buf *out, const struct plumb_finding *f, size_t rank)
{
    plumb_buf_printf(out, "<article class=\"static\" id=\"s-%s\"><h3>%zu. ", f->id, rank);
    put_severity(out, f->severity);
    put(out, " ");
    put_words(out, f->title.zh, f->title.en);
    put(out, "</h3><p class=\"meta\">");
    put_html(out, f->agency);
    if (f->year)
        plumb_buf_printf(out, " · %d", f->year);
    put(out, " · ");
    put_html(out, f->check);
    plumb_buf_printf(out, " · %s · %.1f</p><p>", f->id, f->score);
    put_words(out, f->explanation.zh, f->explanation.en);
    put(out, "</p>");
    if (*f->recomputation) {
        put(out, "<div class=\"sum\">");
        put_words(out,
                  f->recomputation_zh && *f->recomputation_zh ? f->recomputation_zh
                                                              : f->recomputation,
                  f->recomputation);
        put(out, "</div>");
    }
    put(out, "<details><summary>");
    put_words(out, "证据", "Evidence");
    put(out, "</summary>");
    for (size_t i = 0; i < f->evidence_count; i++)
        put_quote(out, &f->evidence[i]);
    put(out, "</details></article>\n");
}

struct facet {
    const char *text;
    size_t count;
};

static int by_facet(const void *a, const void *b)
{
    return strcmp(((const struct facet *)a)->text, ((const struct facet *)b)->text);
}

/* <option>s of the distinct values `pick` gives, with counts, sorted by text. */
static void put_options(struct plumb_buf *out, const struct plumb_finding_list *list,
                        const char *(*pick)(const struct plumb_finding *, char[16]))
{
    struct facet *facets = plumb_calloc(list->count + 1, sizeof *facets);
    char(*texts)[16] = plumb_calloc(list->count + 1, sizeof *texts);
    if (!facets || !texts) {
        out->failed = true;
        plumb_free(facets);
        plumb_free(texts);
        return;
    }
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const char *text = pick(&list->items[i], texts[i]);
        if (text && *text)
            facets[count++] = (struct facet){text, 1};
    }
    qsort(facets, count, sizeof *facets, by_facet);
    for (size_t i = 0; i < count;) {
        size_t end = i;
        while (end < count && strcmp(facets[end].text, facets[i].text) == 0)
            end++;
        put(out, "<option value=\"");
        put_html(out, facets[i].text);
        put(out, "\">");
        put_html(out, facets[i].text);
        plumb_buf_printf(out, " (%zu)</option>", end - i);
        i = end;
    }
    plumb_free(facets);
    plumb_free(texts);
}

static const char *pick_class(const struct plumb_finding *f, char text[16])
{
    text[0] = f->audit_class;
    text[1] = '\0';
    return text;
}

static const char *pick_check(const struct plumb_finding *f, char text[16])
{
    (void)text;
    return f->check;
}

static const char *pick_agency(const struct plumb_finding *f, char text[16])
{
    (void)text;
    return f->agency;
}

static const char *pick_year(const struct plumb_finding *f, char text[16])
{
    if (!f->year)
        return NULL;
    struct plumb_buf buf = {0};
    plumb_buf_printf(&buf, "%d", f->year);
    size_t len = buf.len < 15 ? buf.len : 15;
    if (len)
        memcpy(text, buf.data, len);
    text[len] = '\0';
    plumb_buf_free(&buf);
    return text;
}

static void put_select(struct plumb_buf *out, const char *name, const char *zh, const char *en)
{
    put(out, "<label>");
    put_words(out, zh, en);
    plumb_buf_printf(out, "<select name=\"%s\"><option value=\"\">—</option>", name);
}

static void put_filter(struct plumb_buf *out, const struct plumb_finding_list *list)
{
    put(out, "<form class=\"filter jsonly\" id=\"filter\" role=\"search\"><label>");
    put_words(out, "全文搜索（/）", "Search (/)");
    put(out, "<input type=\"search\" name=\"q\" autocomplete=\"off\"></label>");
    put_select(out, "severity", "程度", "Severity");
    for (int s = PLUMB_SEVERITY_CRITICAL; s >= 0; s--)
        plumb_buf_printf(out, "<option value=\"%s\">%s %s</option>",
                         plumb_severity_name((enum plumb_severity)s), severity_zh[s],
                         plumb_severity_name((enum plumb_severity)s));
    put(out, "</select></label>");
    static const struct {
        const char *name, *zh, *en;
        const char *(*pick)(const struct plumb_finding *, char[16]);
    } facets[] = {{"class", "审计类别", "Class", pick_class},
                  {"check", "检查项", "Check", pick_check},
                  {"agency", "机构", "Agency", pick_agency},
                  {"year", "年度", "Year", pick_year}};
    for (size_t i = 0; i < sizeof facets / sizeof *facets; i++) {
        put_select(out, facets[i].name, facets[i].zh, facets[i].en);
        put_options(out, list, facets[i].pick);
        put(out, "</select></label>");
    }
    put_select(out, "status", "状态", "Status");
    put(out, "<option value=\"open\">待核 open</option><option value=\"confirmed\">确认 confirmed"
             "</option><option value=\"dismissed\">排除 dismissed</option>"
             "<option value=\"fixed\">已更正 fixed</option></select></label>");
    put_select(out, "sort", "排序", "Order");
    put(out, "<option value=\"money\">金额 money</option><option value=\"agency\">机构 agency"
             "</option><option value=\"year\">年度 year</option></select></label>"
             "<button type=\"button\" id=\"reset\">");
    put_words(out, "清除", "Clear");
    put(out, "</button><button type=\"button\" id=\"csv\">CSV</button>"
             "<button type=\"button\" id=\"json\">JSON</button>"
             "<button type=\"button\" id=\"decisions\" hidden></button>"
             "<output id=\"count\" aria-live=\"polite\"></output></form>");
}

static void put_findings(struct plumb_buf *out, const struct plumb_report_input *input)
{
    const struct plumb_finding_list *list = input->findings;
    put(out, "<section id=\"findings\" aria-labelledby=\"h-findings\"><h2 id=\"h-findings\">");
    put_words(out, "发现清单", "Findings");
    put(out, "</h2>");
    put_filter(out, list);
    put(out, "<div class=\"desk jsonly\" id=\"desk\" data-open=\"false\"><div class=\"list\" "
             "id=\"list\" "
             "role=\"listbox\" tabindex=\"0\" aria-labelledby=\"h-findings\"><div class=\"spacer\" "
             "id=\"spacer\" role=\"presentation\"></div></div><div class=\"paper\" id=\"paper\" "
             "role=\"region\" aria-label=\"evidence\" tabindex=\"0\"></div></div>");
    if (!list->count) {
        put(out, "<p class=\"empty\">");
        put_words(out, "未发现疑点；已核对内容见“覆盖范围”。",
                  "Nothing found. What was checked is listed under Coverage.");
        put(out, "</p>");
    }
    for (size_t i = 0; i < list->count && i < STATIC_FINDINGS; i++)
        put_static_finding(out, &list->items[i], i + 1);
    if (list->count > STATIC_FINDINGS) {
        plumb_buf_printf(out, "<p class=\"nojs\">%zu + ", (size_t)STATIC_FINDINGS);
        put_words(out, "其余见 findings.csv", "the rest is in findings.csv");
        put(out, "</p>");
    }
    put(out, "</section>\n");
}

/* Filled by the script from the page's data. */
static void put_agency_view(struct plumb_buf *out)
{
    put(out, "<section id=\"agency\" class=\"jsonly\" aria-labelledby=\"h-agency\" "
             "hidden><p><button type=\"button\" id=\"agency-back\">← ");
    put_words(out, "返回", "Back");
    put(out, "</button></p><h2 id=\"h-agency\" tabindex=\"-1\"></h2>"
             "<div id=\"agency-body\"></div></section>\n");
}

/* ---- charts, coverage, data -------------------------------------------------------------- */

static void put_data_table(struct plumb_buf *out, const char *table)
{
    put(out, "<details><summary>");
    put_words(out, "数据表", "Data");
    put(out, "</summary><div class=\"tablewrap\"><table>");
    bool head = true;
    for (const char *line = table; *line;) {
        size_t len = strcspn(line, "\n");
        struct plumb_str row = {line, len};
        put(out, "<tr>");
        for (size_t from = 0; from <= row.len;) {
            struct plumb_str rest = plumb_str_sub(row, from, row.len);
            size_t tab = plumb_str_find(rest, PLUMB_STR("\t"));
            size_t cell = tab == PLUMB_NPOS ? rest.len : tab;
            put(out, head ? "<th scope=\"col\">" : "<td>");
            plumb_escape_html(out, plumb_str_sub(rest, 0, cell));
            put(out, head ? "</th>" : "</td>");
            from += cell + 1;
        }
        put(out, "</tr>");
        head = false;
        line += len + (line[len] == '\n');
    }
    put(out, "</table></div></details>");
}

static void put_charts(struct plumb_buf *out, const struct plumb_chart *charts, size_t count,
                       const char *note)
{
    put(out, "<section id=\"charts\" aria-labelledby=\"h-charts\"><h2 id=\"h-charts\">");
    put_words(out, "图表", "Charts");
    put(out, "</h2>");
    if (note && *note) {
        put(out, "<p class=\"meta\">");
        put_html(out, note);
        put(out, "</p>");
    }
    put(out, "<div class=\"charts\">");
    for (size_t i = 0; i < count; i++) {
        put(out, "<figure class=\"chart\" data-of=\"");
        put_html(out, charts[i].agency ? charts[i].agency : "");
        put(out, "\"><figcaption>");
        put_words(out, charts[i].title.zh, charts[i].title.en);
        put(out, "</figcaption>");
        if (charts[i].svg) {
            put(out, "<img alt=\"");
            put_html(out, charts[i].title.zh);
            put(out, "\" loading=\"lazy\" src=\"data:image/svg+xml;base64,");
            plumb_base64(out, charts[i].svg, strlen(charts[i].svg));
            put(out, "\">");
        }
        put_data_table(out, charts[i].table);
        put(out, "</figure>");
    }
    put(out, "</div></section>\n");
}

static void put_number_cell(struct plumb_buf *out, size_t number)
{
    if (number)
        plumb_buf_printf(out, "<td class=\"num\">%zu</td>", number);
    else
        put(out, "<td class=\"num\">—</td>");
}

static void put_coverage(struct plumb_buf *out, const struct plumb_report_input *input)
{
    put(out, "<section id=\"coverage\" aria-labelledby=\"h-coverage\"><h2 id=\"h-coverage\">");
    put_words(out, "覆盖范围：读了什么、核对了什么", "Coverage: what was read and checked");
    put(out, "</h2><div class=\"box\" role=\"region\" aria-labelledby=\"h-coverage\" "
             "tabindex=\"0\"><table><thead><tr>");
    static const char *const heads[][2] = {
        {"文件", "File"},     {"类型", "Kind"},       {"机构", "Agency"},
        {"年度", "Year"},     {"数字", "Quantities"}, {"关系", "Relations"},
        {"已核对", "Tested"}, {"数据行", "Rows"},     {"问题", "Problem"}};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        put(out, i >= 3 && i < 8 ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">");
        put_words(out, heads[i][0], heads[i][1]);
        put(out, "</th>");
    }
    put(out, "</tr></thead><tbody>");
    for (size_t i = 0; i < input->file_count; i++) {
        const struct plumb_report_file *f = &input->files[i];
        put(out, "<tr><td>");
        put_html(out, f->path);
        put(out, "</td><td>");
        put_html(out, f->kind);
        put(out, "</td><td>");
        put_html(out, f->agency);
        put(out, "</td>");
        put_number_cell(out, f->year > 0 ? (size_t)f->year : 0);
        put_number_cell(out, f->quantities);
        put_number_cell(out, f->relations);
        put_number_cell(out, f->tested);
        put_number_cell(out, f->rows);
        put(out, "<td>");
        put_html(out, f->problem);
        put(out, "</td></tr>");
    }
    put(out, "</tbody></table></div></section>\n");
}

static void put_bilingual_json(struct plumb_buf *out, struct plumb_bilingual text)
{
    put(out, "{\"zh\":");
    plumb_escape_json_text(out, text.zh ? text.zh : "");
    put(out, ",\"en\":");
    plumb_escape_json_text(out, text.en ? text.en : "");
    put(out, "}");
}

/* gzip (RFC 1952) in one piece, with no time in its head: equal input gives equal bytes. */
static bool compress_text(const struct plumb_buf *text, struct plumb_buf *out)
{
    z_stream z = {0};
    unsigned char block[65536];
    int result = Z_OK;
    if (text->len > UINT_MAX || deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY))
        return false;
    z.next_in = (unsigned char *)text->data;
    z.avail_in = (unsigned)text->len;
    while (result == Z_OK) {
        z.next_out = block;
        z.avail_out = sizeof block;
        result = deflate(&z, Z_FINISH);
        plumb_buf_add(out, (const char *)block, sizeof block - z.avail_out);
    }
    deflateEnd(&z);
    return result == Z_STREAM_END && !out->failed;
}

/* A few findings stay readable in the source; many are packed, which the page unpacks. */
static void put_data_script(struct plumb_buf *out, const struct plumb_buf *json)
{
    struct plumb_buf packed = {0};
    if (json->len > PLAIN_DATA && compress_text(json, &packed)) {
        put(out, "<script type=\"application/gzip\" id=\"packed\">");
        plumb_base64(out, packed.data, packed.len);
    } else {
        put(out, "<script type=\"application/json\" id=\"data\">");
        plumb_escape_script_json(out, (struct plumb_str){json->data ? json->data : "", json->len});
    }
    put(out, "</script>\n");
    plumb_buf_free(&packed);
}

/* The findings as in findings.json, and the text of the checks they name. */
static enum plumb_status put_data(struct plumb_buf *out, const struct plumb_report_input *input,
                                  struct plumb_error *error)
{
    struct plumb_buf json = {0};
    const char *currency = input->panel_count ? input->panels[0]->currency : "";
    put(&json, "{\"currency\":");
    plumb_escape_json_text(&json, currency && strcmp(currency, "CNY") != 0 ? currency : "");
    put(&json, ",\"findings\":[");
    for (size_t i = 0; i < input->findings->count; i++) {
        if (i)
            put(&json, ",");
        plumb_json_finding(&json, &input->findings->items[i]);
    }
    put(&json, "],\"checks\":{");
    for (size_t i = 0; i < plumb_catalogue_check_count(input->catalogue); i++) {
        const struct plumb_check *check = plumb_catalogue_check(input->catalogue, i);
        if (i)
            put(&json, ",");
        plumb_escape_json_text(&json, check->id);
        put(&json, ":{\"title\":");
        put_bilingual_json(&json, check->title);
        put(&json, ",\"what\":");
        put_bilingual_json(&json, check->what);
        put(&json, ",\"limits\":");
        put_bilingual_json(&json, check->limits);
        put(&json, ",\"source\":");
        plumb_escape_json_text(&json, check->source ? check->source : "");
        put(&json, "}");
    }
    put(&json, "},\"agencies\":");
    enum plumb_status status = plumb_agency_pages_json(input, &json, error);
    put(&json, "}");
    put_data_script(out, &json);
    out->failed = out->failed || json.failed;
    plumb_buf_free(&json);
    return status;
}

static void put_help(struct plumb_buf *out)
{
    static const char *const keys[][3] = {{"j / k", "下一项 / 上一项", "next / previous finding"},
                                          {"Enter", "转到证据", "go to the evidence"},
                                          {"g / G", "第一项 / 最后一项", "first / last finding"},
                                          {"/", "搜索", "search"},
                                          {"l", "中文 / English", "Chinese / English"},
                                          {"a", "该项的单位页", "the page of its agency"},
                                          {"d", "深色 / 浅色", "dark / light"},
                                          {"m", "写处理理由", "note for a decision"},
                                          {"Esc", "回到清单", "back to the list"},
                                          {"?", "本说明", "this help"}};
    put(out, "<dialog id=\"help\" aria-labelledby=\"h-help\"><h2 id=\"h-help\">");
    put_words(out, "快捷键", "Keys");
    put(out, "</h2><table>");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        plumb_buf_printf(out, "<tr><td><kbd>%s</kbd></td><td>", keys[i][0]);
        put_words(out, keys[i][1], keys[i][2]);
        put(out, "</td></tr>");
    }
    put(out, "</table><form method=\"dialog\"><button>OK</button></form></dialog>\n");
}

enum plumb_status plumb_html_page(const struct plumb_report_input *input,
                                  const struct plumb_chart *charts, size_t chart_count,
                                  const char *chart_note, struct plumb_buf *out,
                                  struct plumb_error *error)
{
    const struct plumb_embedded *css = plumb_embedded_find("assets/report.css");
    const struct plumb_embedded *js = plumb_embedded_find("assets/report.js");
    if (!css || !js)
        return plumb_fail(error, PLUMB_E_INTERNAL, "The report's style or script is not built in.");
    put_head(out, input, css, js);
    put_top(out, input);
    put_overview(out, input);
    put_findings(out, input);
    put_agency_view(out);
    put_charts(out, charts, chart_count, chart_note);
    put_coverage(out, input);
    put(out, "<p class=\"meta\">");
    put_words(out, "发现是需要核实的不一致或异常，不是结论。",
              "A finding is an inconsistency or an exception to explain, not a conclusion.");
    put(out, "</p></main>\n");
    put_help(out);
    enum plumb_status status = put_data(out, input, error);
    put(out, "<script>");
    plumb_buf_add(out, (const char *)js->data, js->len);
    put(out, "</script>\n</body>\n</html>\n");
    if (status == PLUMB_OK && out->failed)
        status = plumb_fail_nomem(error);
    return status;
}

enum plumb_status plumb_report_html(const struct plumb_report_input *input,
                                    const struct plumb_chart *charts, size_t chart_count,
                                    struct plumb_buf *out, struct plumb_error *error)
{
    return plumb_html_page(input, charts, chart_count, NULL, out, error);
}
