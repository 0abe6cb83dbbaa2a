/* report.html: one page that works offline, from disk, and without JavaScript.
 *
 * The ranked list and its evidence are in the HTML (for print, for readers without scripts, and as
 * the page's plain text); the script replaces them by a filtered, virtualised list built from the
 * same JSON as findings.json, so that the numbers cannot differ.
 */
#include "report/html.h"

#include <string.h>

#include "base/embedded.h"
#include "report/escape.h"

static void put_top(struct plumb_buf *out, const struct plumb_report_input *input)
{
    plumb_buf_puts(out, "<body>\n<a class=\"skip\" href=\"#findings\">");
    plumb_html_words(out, "跳到发现清单", "Skip to the findings");
    plumb_buf_puts(out, "</a>\n<header class=\"top\"><div><h1>");
    plumb_html_words(out, "准绳 · 审计疑点清单", "Plumbline · findings to look at");
    plumb_buf_puts(out, "</h1><p>");
    plumb_html_text(out, input->title);
    plumb_buf_puts(out, " · ");
    plumb_html_text(out, input->when);
    plumb_buf_puts(
        out,
        "</p></div><div class=\"tools jsonly\">"
        "<label><span class=\"zh\">金额单位</span><span class=\"en\">Money in</span> "
        "<select id=\"unit\"><option value=\"wan\" data-words=\"unitWan\">万元</option>"
        "<option value=\"yi\" data-words=\"unitYi\">亿元</option>"
        "<option value=\"yuan\" data-words=\"unitYuan\">元</option></select></label>"
        "<label><span class=\"zh\">外观</span><span class=\"en\">Look</span> "
        "<select id=\"theme\"><option value=\"\" data-words=\"themeAuto\">自动</option>"
        "<option value=\"light\" data-words=\"themeLight\">浅色</option>"
        "<option value=\"dark\" data-words=\"themeDark\">深色</option>"
        "<option value=\"contrast\" data-words=\"themeContrast\">高对比</option></select></label>"
        "<button type=\"button\" id=\"lang\">中文 / English</button>"
        "<button type=\"button\" id=\"keys\">");
    plumb_html_words(out, "快捷键 ?", "Keys ?");
    plumb_buf_puts(out, "</button></div></header>\n<nav class=\"parts\" aria-label=\"parts\">");
    static const char *const parts[][3] = {{"overview", "总览", "Overview"},
                                           {"findings", "发现清单", "Findings"},
                                           {"charts", "图表", "Charts"},
                                           {"coverage", "覆盖范围", "Coverage"}};
    for (size_t i = 0; i < PLUMB_COUNT(parts); i++) {
        plumb_buf_printf(out, "<a href=\"#%s\" data-part=\"%s\">", parts[i][0], parts[i][0]);
        plumb_html_words(out, parts[i][1], parts[i][2]);
        plumb_buf_puts(out, "</a>");
    }
    if (!input->served_token) { /* a file beside this one, written with it */
        plumb_buf_puts(out, "<a href=\"trend/index.html\">");
        plumb_html_words(out, "历年趋势", "Trends");
        plumb_buf_puts(out, "</a>");
    }
    plumb_buf_puts(out, "</nav>\n<main>\n");
}

/* Filled by the script from the page's data. */
static void put_agency_view(struct plumb_buf *out)
{
    plumb_buf_puts(out, "<section id=\"agency\" class=\"jsonly\" aria-labelledby=\"h-agency\" "
                        "hidden><p><button type=\"button\" id=\"agency-back\">← ");
    plumb_html_words(out, "返回", "Back");
    plumb_buf_puts(out, "</button></p><h2 id=\"h-agency\" tabindex=\"-1\"></h2>"
                        "<div id=\"agency-body\"></div></section>\n");
}

static void put_number_cell(struct plumb_buf *out, size_t number)
{
    if (number)
        plumb_buf_printf(out, "<td class=\"num\">%zu</td>", number);
    else
        plumb_buf_puts(out, "<td class=\"num\">—</td>");
}

static void put_coverage(struct plumb_buf *out, const struct plumb_report_input *input)
{
    plumb_buf_puts(
        out, "<section id=\"coverage\" aria-labelledby=\"h-coverage\"><h2 id=\"h-coverage\">");
    plumb_html_words(out, "覆盖范围：读了什么、核对了什么", "Coverage: what was read and checked");
    plumb_buf_puts(out, "</h2><div class=\"box\" role=\"region\" aria-labelledby=\"h-coverage\" "
                        "tabindex=\"0\"><table><thead><tr>");
    static const char *const heads[][2] = {
        {"文件", "File"},     {"类型", "Kind"},       {"机构", "Agency"},
        {"年度", "Year"},     {"数字", "Quantities"}, {"关系", "Relations"},
        {"已核对", "Tested"}, {"数据行", "Rows"},     {"问题", "Problem"}};
    for (size_t i = 0; i < PLUMB_COUNT(heads); i++) {
        plumb_buf_puts(out,
                       i >= 3 && i < 8 ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">");
        plumb_html_words(out, heads[i][0], heads[i][1]);
        plumb_buf_puts(out, "</th>");
    }
    plumb_buf_puts(out, "</tr></thead><tbody>");
    for (size_t i = 0; i < input->file_count; i++) {
        const struct plumb_report_file *f = &input->files[i];
        plumb_buf_puts(out, "<tr><td>");
        plumb_html_text(out, f->path);
        plumb_buf_puts(out, "</td><td>");
        plumb_html_text(out, f->kind);
        plumb_buf_puts(out, "</td><td>");
        plumb_html_text(out, f->agency);
        plumb_buf_puts(out, "</td>");
        put_number_cell(out, f->year > 0 ? (size_t)f->year : 0);
        put_number_cell(out, f->quantities);
        put_number_cell(out, f->relations);
        put_number_cell(out, f->tested);
        put_number_cell(out, f->rows);
        plumb_buf_puts(out, "<td>");
        plumb_html_text(out, f->problem);
        plumb_buf_puts(out, "</td></tr>");
    }
    plumb_buf_puts(out, "</tbody></table></div></section>\n");
}

static void put_help(struct plumb_buf *out)
{
    static const char *const keys[][3] = {{"j / k", "下一项 / 上一项", "next / previous finding"},
                                          {"Enter", "转到证据", "go to the evidence"},
                                          {"g / G", "第一项 / 最后一项", "first / last finding"},
                                          {"/", "搜索", "search"},
                                          {"l", "中文 / English", "Chinese / English"},
                                          {"a", "该项的单位页", "the page of its agency"},
                                          {"d", "深色 / 浅色", "dark / light look"},
                                          {"m", "写处理理由", "note for a decision"},
                                          {"Esc", "回到清单", "back to the list"},
                                          {"?", "本说明", "this help"}};
    plumb_buf_puts(out, "<dialog id=\"help\" aria-labelledby=\"h-help\"><h2 id=\"h-help\">");
    plumb_html_words(out, "快捷键", "Keys");
    plumb_buf_puts(out, "</h2><table>");
    for (size_t i = 0; i < PLUMB_COUNT(keys); i++) {
        plumb_buf_printf(out, "<tr><td><kbd>%s</kbd></td><td>", keys[i][0]);
        plumb_html_words(out, keys[i][1], keys[i][2]);
        plumb_buf_puts(out, "</td></tr>");
    }
    plumb_buf_puts(out, "</table><form method=\"dialog\"><button>OK</button></form></dialog>\n");
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
    plumb_html_head(out, input, css, js);
    put_top(out, input);
    plumb_html_overview(out, input);
    plumb_html_findings(out, input);
    put_agency_view(out);
    plumb_html_charts(out, charts, chart_count, chart_note);
    put_coverage(out, input);
    plumb_buf_puts(out, "<p class=\"meta\">");
    plumb_html_words(out, "发现是需要核实的不一致或异常，不是结论。",
                     "A finding is an inconsistency or an exception to explain, not a conclusion.");
    plumb_buf_puts(out, "</p></main>\n");
    put_help(out);
    enum plumb_status status = plumb_html_data(out, input, error);
    plumb_buf_puts(out, "<script>");
    plumb_buf_add(out, (const char *)js->data, js->len);
    plumb_buf_puts(out, "</script>\n</body>\n</html>\n");
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
