/* The trend page: indicators year by year beside the peers' median, with the change, for one agency, a
 * group, or all. One file, offline, complete without its script, which only switches language and
 * look. */
#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

#include "base/embedded.h"
#include "report/agency_pages.h"
#include "report/html.h"

/* ---- figures ----------------------------------------------------------------------------- */

/* 1234567.5 as "1,234,567.50". */
static void put_grouped(struct plumb_buf *out, double x, int decimals)
{
    struct plumb_buf text = {0};
    plumb_buf_printf(&text, "%.*f", decimals, fabs(x));
    if (text.failed || !text.data) {
        out->failed = true;
        plumb_buf_free(&text);
        return;
    }
    size_t whole = strcspn(text.data, ".");
    if (x < 0 && strspn(text.data, "0.") != text.len)
        plumb_buf_puts(out, "−");
    for (size_t i = 0; i < text.len; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            plumb_buf_puts(out, ",");
        plumb_buf_add(out, text.data + i, 1);
    }
    plumb_buf_free(&text);
}

struct unit {
    const char *zh, *en;
    double zh_scale, en_scale;
    int zh_decimals, en_decimals;
};

/* How the figures of an indicator are printed in each language. */
static struct unit unit_of(const char *unit, const char *currency)
{
    bool yuan = strcmp(unit, "yuan") == 0, foreign = *currency && strcmp(currency, "CNY") != 0;
    if (yuan && foreign)
        return (struct unit){currency, currency, 1, 1, 0, 0};
    if (yuan)
        return (struct unit){"万元", "million yuan", 1e4, 1e6, 2, 4};
    if (strcmp(unit, "fraction") == 0)
        return (struct unit){"%", "%", 0.01, 0.01, 2, 2};
    if (strcmp(unit, "person") == 0)
        return (struct unit){"人", "persons", 1, 1, 0, 0};
    if (strcmp(unit, "score") == 0)
        return (struct unit){"分", "points", 1, 1, 2, 2};
    return (struct unit){"", "", 1, 1, 2, 2};
}

static void put_figure(struct plumb_buf *out, double x, const struct unit *unit)
{
    if (!isfinite(x)) {
        plumb_buf_puts(out, "—");
        return;
    }
    if (unit->zh_scale == unit->en_scale) {
        put_grouped(out, x / unit->zh_scale, unit->zh_decimals);
        return;
    }
    plumb_buf_puts(out, "<span class=\"zh\">");
    put_grouped(out, x / unit->zh_scale, unit->zh_decimals);
    plumb_buf_puts(out, "</span><span class=\"en\">");
    put_grouped(out, x / unit->en_scale, unit->en_decimals);
    plumb_buf_puts(out, "</span>");
}

static double number_at(const cJSON *array, int i)
{
    const cJSON *item = cJSON_GetArrayItem(array, i);
    return cJSON_IsNumber(item) ? item->valuedouble : NAN;
}

/* ---- one agency -------------------------------------------------------------------------- */

struct page {
    const struct plumb_report_input *input;
    const struct plumb_chart *charts;
    size_t chart_count;
    const char *currency;
    struct plumb_buf *out;
};

/* Points of a small line over the years; values outside of the numbers are gaps. */
static void put_path(struct plumb_buf *out, const cJSON *values, int n, double lo, double hi,
                     const char *style)
{
    bool pen = false;
    plumb_buf_printf(out, "<path class=\"%s\" d=\"M0 0", style);
    for (int i = 0; i < n; i++) {
        double x = number_at(values, i);
        if (isfinite(x))
            plumb_buf_printf(out, "%c%.1f %.1f", pen ? 'L' : 'M',
                             4 + (n > 1 ? 102.0 * i / (n - 1) : 51),
                             hi > lo ? 30 - 26 * (x - lo) / (hi - lo) : 17);
        pen = isfinite(x);
    }
    plumb_buf_puts(out, "\"/>");
}

static void put_spark(struct plumb_buf *out, const cJSON *values, const cJSON *median)
{
    int n = cJSON_GetArraySize(values);
    double lo = INFINITY, hi = -INFINITY;
    for (int i = 0; i < n; i++) {
        double both[] = {number_at(values, i), number_at(median, i)};
        for (int k = 0; k < 2; k++)
            if (isfinite(both[k])) {
                lo = fmin(lo, both[k]);
                hi = fmax(hi, both[k]);
            }
    }
    plumb_buf_puts(out, "<svg class=\"spark\" viewBox=\"0 0 110 34\" aria-hidden=\"true\">");
    put_path(out, median, n, lo, hi, "peerline");
    put_path(out, values, n, lo, hi, "ownline");
    plumb_buf_puts(out, "</svg>");
}

/* Value, change against the year before, and the peers' median. */
static void put_cell(struct page *page, const cJSON *values, const cJSON *median, int i,
                     const struct unit *unit)
{
    struct plumb_buf *out = page->out;
    double x = number_at(values, i), before = i > 0 ? number_at(values, i - 1) : NAN;
    double peer = number_at(median, i);
    bool share = unit->zh_scale < 1;
    plumb_buf_puts(out, "<td class=\"num\">");
    put_figure(out, x, unit);
    if (share && isfinite(x) && isfinite(before))
        plumb_buf_printf(out,
                         "<span class=\"peer\">%+.1f <span class=\"zh\">个百分点</span>"
                         "<span class=\"en\">points</span></span>",
                         100 * (x - before));
    else if (before > 0 && isfinite(x))
        plumb_buf_printf(out, "<span class=\"peer\">%+.1f %%</span>", 100 * (x / before - 1));
    if (isfinite(peer)) {
        plumb_buf_puts(out, "<span class=\"peer\">");
        plumb_html_words(out, "同类 ", "peers ");
        put_figure(out, peer, unit);
        plumb_buf_puts(out, "</span>");
    }
    plumb_buf_puts(out, "</td>");
}

static const char *text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? text : "";
}

static bool year_used(const cJSON *indicators, int i)
{
    const cJSON *indicator = NULL;
    cJSON_ArrayForEach(indicator, indicators)
    {
        if (isfinite(number_at(cJSON_GetObjectItemCaseSensitive(indicator, "values"), i)))
            return true;
    }
    return false;
}

static void put_indicator_row(struct page *page, const cJSON *indicators, const cJSON *indicator)
{
    struct plumb_buf *out = page->out;
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(indicator, "name");
    const cJSON *values = cJSON_GetObjectItemCaseSensitive(indicator, "values");
    const cJSON *median = cJSON_GetObjectItemCaseSensitive(indicator, "median");
    struct unit unit = unit_of(text_of(indicator, "unit"), page->currency);
    plumb_buf_puts(out, "<tr><th scope=\"row\">");
    plumb_html_words(out, text_of(name, "zh"), text_of(name, "en"));
    plumb_buf_puts(out, "<span class=\"unit\">");
    plumb_html_words(out, unit.zh, unit.en);
    plumb_buf_puts(out, "</span></th><td>");
    put_spark(out, values, median);
    plumb_buf_puts(out, "</td>");
    for (int i = 0; i < cJSON_GetArraySize(values); i++)
        if (year_used(indicators, i))
            put_cell(page, values, median, i, &unit);
    plumb_buf_puts(out, "</tr>");
}

static void put_indicators(struct page *page, const cJSON *agency, const char *id)
{
    struct plumb_buf *out = page->out;
    const cJSON *indicators = cJSON_GetObjectItemCaseSensitive(agency, "indicators");
    const cJSON *first = cJSON_GetArrayItem(indicators, 0), *indicator = NULL;
    int year = (int)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(agency, "first_year"));
    int years = cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(first, "values"));
    if (!first) {
        plumb_buf_puts(out, "<p class=\"empty\">");
        plumb_html_words(out, "没有该单位的指标数值。", "There are no indicators of this agency.");
        plumb_buf_puts(out, "</p>");
        return;
    }
    plumb_buf_printf(out,
                     "<div class=\"box indicators whole\" role=\"region\" tabindex=\"0\" "
                     "aria-labelledby=\"%s\"><table><thead><tr><th scope=\"col\">",
                     id);
    plumb_html_words(out, "指标", "Indicator");
    plumb_buf_puts(out, "</th><th scope=\"col\">");
    plumb_html_words(out, "走势", "Course");
    plumb_buf_puts(out, "</th>");
    for (int i = 0; i < years; i++)
        if (year_used(indicators, i))
            plumb_buf_printf(out, "<th scope=\"col\" class=\"num\">%d</th>", year + i);
    plumb_buf_puts(out, "</tr></thead><tbody>");
    cJSON_ArrayForEach(indicator, indicators)
    {
        put_indicator_row(page, indicators, indicator);
    }
    plumb_buf_puts(out, "</tbody></table></div>");
}

static const char *status_zh(const char *status)
{
    static const char *const words[][2] = {
        {"confirmed", "确认"}, {"dismissed", "排除"}, {"fixed", "已更正"}};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (strcmp(status, words[i][0]) == 0)
            return words[i][1];
    return "待核";
}

static void put_changes(struct page *page, const char *name)
{
    struct plumb_arena *scratch = plumb_arena_new();
    struct plumb_bilingual words = {"", ""};
    if (scratch)
        words = plumb_report_changes(page->input, name, scratch);
    if (*words.zh) {
        plumb_buf_puts(page->out, "<p class=\"meta\">");
        plumb_html_words(page->out, words.zh, words.en);
        plumb_buf_puts(page->out, "</p>");
    }
    page->out->failed |= !scratch;
    plumb_arena_free(scratch);
}

static void put_own_findings(struct page *page, const char *name)
{
    struct plumb_buf *out = page->out;
    const struct plumb_finding_list *list = page->input->findings;
    size_t shown = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct plumb_finding *f = &list->items[i];
        if (strcmp(f->agency, name) != 0)
            continue;
        plumb_buf_puts(out, shown++ ? "<li>" : "<ul class=\"own\"><li>");
        plumb_html_severity(out, f->severity);
        plumb_buf_puts(out, " ");
        plumb_html_words(out, f->title.zh, f->title.en);
        struct plumb_buf year = {0};
        plumb_buf_printf(&year, "%d", f->year);
        if (f->year && year.data && !strstr(f->title.zh, year.data))
            plumb_buf_printf(out, " · %d", f->year);
        plumb_buf_free(&year);
        if (strcmp(f->status, "open") != 0) {
            plumb_buf_puts(out, " · ");
            plumb_html_words(out, status_zh(f->status), f->status);
        }
        plumb_buf_puts(out, "</li>");
    }
    plumb_buf_puts(out, shown ? "</ul>" : "");
}

static void put_agency(struct page *page, const cJSON *agency, size_t number)
{
    struct plumb_buf *out = page->out;
    const char *name = text_of(agency, "name");
    char id[32] = "a";
    struct plumb_buf text = {0};
    plumb_buf_printf(&text, "a%zu", number);
    if (text.len < sizeof id && !text.failed)
        memcpy(id, text.data, text.len + 1);
    plumb_buf_free(&text);
    plumb_buf_printf(out, "<section aria-labelledby=\"%s\"><h2 id=\"%s\">", id, id);
    plumb_html_text(out, name);
    plumb_buf_puts(out, "</h2>");
    put_changes(page, name);
    put_own_findings(page, name);
    put_indicators(page, agency, id);
    for (size_t i = 0; i < page->chart_count; i++)
        if (strcmp(page->charts[i].agency, name) == 0)
            plumb_html_figures(out, &page->charts[i], 1);
    plumb_buf_puts(out, "</section>\n");
}

/* ---- the page ---------------------------------------------------------------------------- */

static void put_top(struct page *page, size_t shown, size_t wanted)
{
    struct plumb_buf *out = page->out;
    plumb_buf_puts(out, "<body>\n<a class=\"skip\" href=\"#a1\">");
    plumb_html_words(out, "跳到第一个单位", "Skip to the first agency");
    plumb_buf_puts(out, "</a>\n<header class=\"top\"><div><h1>");
    plumb_html_words(out, "准绳 · 历年趋势", "Plumbline · trends");
    plumb_buf_puts(out, "</h1><p>");
    plumb_html_text(out, page->input->when);
    plumb_buf_printf(out, " · %zu ", shown);
    plumb_html_words(out, "个单位", "agencies");
    if (wanted > shown) {
        plumb_buf_printf(out, " · %zu ", wanted - shown);
        plumb_html_words(out, "个未列出", "left out");
    }
    plumb_buf_puts(out, "</p></div><div class=\"tools jsonly\"><button type=\"button\" id=\"lang\">"
                        "中文 / English</button><button type=\"button\" id=\"theme\">");
    plumb_html_words(out, "浅色 / 深色 / 高对比", "Light / dark / high contrast");
    plumb_buf_puts(out, "</button></div></header>\n<main>\n");
}

/* Of the charts about all agencies those that go over the years. */
static bool is_trend(const char *name)
{
    static const char *const names[] = {"execution-rate", "carry-over", "growth", "group-rate"};
    for (size_t i = 0; i < PLUMB_COUNT(names); i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return strncmp(name, "trend-", 6) == 0;
}

static void put_group(struct page *page, const cJSON *agencies)
{
    struct plumb_buf *out = page->out;
    const cJSON *agency = NULL;
    size_t number = 0;
    plumb_buf_puts(out, "<section aria-labelledby=\"h-group\"><h2 id=\"h-group\">");
    plumb_html_words(out, "总览", "Overview");
    plumb_buf_puts(out, "</h2><p class=\"meta\">");
    plumb_html_words(out,
                     "每格：数值、比上年的变动、同一数据表中其他单位（有层级时限同层级）的中位数；"
                     "不足 3 个时不列。图中实线为本单位，虚线为中位数。",
                     "In each cell: the value, its change against the year before, and the median "
                     "of the other agencies of the same table (of the same level where levels are "
                     "given; left out below 3). In the small charts the agency is the solid line.");
    plumb_buf_puts(out, "</p><div class=\"charts\">");
    for (size_t i = 0; i < page->chart_count; i++)
        if (!*page->charts[i].agency && is_trend(page->charts[i].name))
            plumb_html_figures(out, &page->charts[i], 1);
    plumb_buf_puts(out, "</div><nav aria-labelledby=\"h-group\"><ul class=\"agencies\">");
    cJSON_ArrayForEach(agency, agencies)
    {
        plumb_buf_printf(out, "<li><a href=\"#a%zu\">", ++number);
        plumb_html_text(out, text_of(agency, "name"));
        plumb_buf_puts(out, "</a></li>");
    }
    plumb_buf_puts(out, "</ul></nav></section>\n");
}

static void put_page(struct page *page, const cJSON *agencies, size_t wanted, const char *note)
{
    const struct plumb_embedded *css = plumb_embedded_find("assets/report.css");
    const struct plumb_embedded *js = plumb_embedded_find("assets/trend.js");
    struct plumb_buf *out = page->out;
    const cJSON *agency = NULL;
    size_t number = 0;
    if (!css || !js) {
        out->failed = true;
        return;
    }
    plumb_html_head(out, page->input, css, js);
    put_top(page, (size_t)cJSON_GetArraySize(agencies), wanted);
    if (note && *note) {
        plumb_buf_puts(out, "<p class=\"meta\">");
        plumb_html_text(out, note);
        plumb_buf_puts(out, "</p>");
    }
    put_group(page, agencies);
    cJSON_ArrayForEach(agency, agencies)
    {
        put_agency(page, agency, ++number);
    }
    plumb_buf_puts(out, "</main>\n<script>");
    plumb_buf_add(out, (const char *)js->data, js->len);
    plumb_buf_puts(out, "</script>\n</body>\n</html>\n");
}

enum plumb_status plumb_report_trend(const struct plumb_report_input *input, const char **names,
                                     size_t name_count, const struct plumb_chart *charts,
                                     size_t chart_count, const char *note, struct plumb_buf *out,
                                     struct plumb_error *error)
{
    struct plumb_buf json = {0};
    struct page page = {.input = input, .charts = charts, .chart_count = chart_count, .out = out};
    size_t shown = name_count < PLUMB_TREND_AGENCIES ? name_count : PLUMB_TREND_AGENCIES;
    size_t wanted = name_count;
    page.currency =
        input->panel_count && input->panels[0]->currency ? input->panels[0]->currency : "";
    enum plumb_status status = plumb_agency_pages_json(input, names, shown, &json, error);
    cJSON *agencies =
        status == PLUMB_OK && !json.failed ? cJSON_ParseWithLength(json.data, json.len) : NULL;
    if (status == PLUMB_OK && !agencies)
        status = plumb_fail_nomem(error);
    if (agencies && !names)
        wanted = (size_t)cJSON_GetArraySize(agencies);
    while (agencies && (size_t)cJSON_GetArraySize(agencies) > PLUMB_TREND_AGENCIES)
        cJSON_DeleteItemFromArray(agencies, (int)PLUMB_TREND_AGENCIES);
    if (status == PLUMB_OK)
        put_page(&page, agencies, wanted, note);
    cJSON_Delete(agencies);
    plumb_buf_free(&json);
    if (status == PLUMB_OK && out->failed)
        status = plumb_fail_nomem(error);
    return status;
}
