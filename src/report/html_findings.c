/* The list of findings: its filter, and the findings themselves as plain HTML. */
#include "report/html.h"

#include <stdlib.h>
#include <string.h>

#include "report/escape.h"

/* So many findings are written as static HTML; the rest is in the data and said so. */
#define STATIC_FINDINGS 300

/* ---- findings ---------------------------------------------------------------------------- */

static void put_quote(struct plumb_buf *out, const struct plumb_evidence *e)
{
    size_t at = e->text.len ? e->text_offset : PLUMB_NPOS;
    if (e->text.len && (at == PLUMB_NPOS || at + e->text.len > e->quote.len))
        at = plumb_str_find(e->quote, e->text);
    plumb_buf_puts(out, "<blockquote>");
    if (at == PLUMB_NPOS) {
        plumb_escape_html(out, e->quote);
    } else {
        plumb_escape_html(out, plumb_str_sub(e->quote, 0, at));
        plumb_buf_printf(out, "<mark class=\"%s\">",
                         strcmp(e->role, "stated") == 0 ? "stated" : "");
        plumb_escape_html(out, e->text);
        plumb_buf_puts(out, "<sup>");
        plumb_html_words(out, plumb_role_zh(e->role), e->role);
        plumb_buf_puts(out, "</sup></mark>");
        plumb_escape_html(out, plumb_str_sub(e->quote, at + e->text.len, e->quote.len));
    }
    const char *name = strrchr(e->document, '/');
    plumb_buf_puts(out, "<cite>");
    plumb_html_text(out, name ? name + 1 : e->document);
    plumb_buf_printf(out, " · %zu</cite></blockquote>", e->line);
}

static void put_static_finding(struct plumb_buf *out, const struct plumb_finding *f, size_t rank)
{
    plumb_buf_printf(out, "<article class=\"static\" id=\"s-%s\"><h3>%zu. ", f->id, rank);
    plumb_html_severity(out, f->severity);
    plumb_buf_puts(out, " ");
    plumb_html_words(out, f->title.zh, f->title.en);
    plumb_buf_puts(out, "</h3><p class=\"meta\">");
    plumb_html_text(out, f->agency);
    if (f->year)
        plumb_buf_printf(out, " · %d", f->year);
    plumb_buf_puts(out, " · ");
    plumb_html_text(out, f->check);
    plumb_buf_printf(out, " · %s · %.1f</p><p>", f->id, f->score);
    plumb_html_words(out, f->explanation.zh, f->explanation.en);
    plumb_buf_puts(out, "</p>");
    if (*f->recomputation) {
        plumb_buf_puts(out, "<div class=\"sum\">");
        plumb_html_words(out,
                         f->recomputation_zh && *f->recomputation_zh ? f->recomputation_zh
                                                                     : f->recomputation,
                         f->recomputation);
        plumb_buf_puts(out, "</div>");
    }
    plumb_buf_puts(out, "<details><summary>");
    plumb_html_words(out, "证据", "Evidence");
    plumb_buf_puts(out, "</summary>");
    for (size_t i = 0; i < f->evidence_count; i++)
        put_quote(out, &f->evidence[i]);
    plumb_buf_puts(out, "</details></article>\n");
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
        plumb_buf_puts(out, "<option value=\"");
        plumb_html_text(out, facets[i].text);
        plumb_buf_puts(out, "\">");
        plumb_html_text(out, facets[i].text);
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
    plumb_buf_puts(out, "<label>");
    plumb_html_words(out, zh, en);
    plumb_buf_printf(out, "<select name=\"%s\"><option value=\"\">—</option>", name);
}

static void put_filter(struct plumb_buf *out, const struct plumb_finding_list *list)
{
    plumb_buf_puts(out, "<form class=\"filter jsonly\" id=\"filter\" role=\"search\"><label>");
    plumb_html_words(out, "全文搜索（/）", "Search (/)");
    plumb_buf_puts(out, "<input type=\"search\" name=\"q\" autocomplete=\"off\"></label>");
    put_select(out, "severity", "程度", "Severity");
    for (int s = PLUMB_SEVERITY_CRITICAL; s >= 0; s--)
        plumb_buf_printf(out, "<option value=\"%s\">%s %s</option>",
                         plumb_severity_name((enum plumb_severity)s), plumb_severity_zh[s],
                         plumb_severity_name((enum plumb_severity)s));
    plumb_buf_puts(out, "</select></label>");
    static const struct {
        const char *name, *zh, *en;
        const char *(*pick)(const struct plumb_finding *, char[16]);
    } facets[] = {{"class", "审计类别", "Class", pick_class},
                  {"check", "检查项", "Check", pick_check},
                  {"agency", "机构", "Agency", pick_agency},
                  {"year", "年度", "Year", pick_year}};
    for (size_t i = 0; i < PLUMB_COUNT(facets); i++) {
        put_select(out, facets[i].name, facets[i].zh, facets[i].en);
        put_options(out, list, facets[i].pick);
        plumb_buf_puts(out, "</select></label>");
    }
    put_select(out, "status", "状态", "Status");
    plumb_buf_puts(
        out, "<option value=\"open\">待核 open</option><option value=\"confirmed\">确认 confirmed"
             "</option><option value=\"dismissed\">排除 dismissed</option>"
             "<option value=\"fixed\">已更正 fixed</option></select></label>");
    put_select(out, "sort", "排序", "Order");
    plumb_buf_puts(out,
                   "<option value=\"money\">金额 money</option><option value=\"agency\">机构 agency"
                   "</option><option value=\"year\">年度 year</option></select></label>"
                   "<button type=\"button\" id=\"reset\">");
    plumb_html_words(out, "清除", "Clear");
    plumb_buf_puts(out, "</button><button type=\"button\" id=\"csv\">CSV</button>"
                        "<button type=\"button\" id=\"json\">JSON</button>"
                        "<button type=\"button\" id=\"decisions\" hidden></button>"
                        "<output id=\"count\" aria-live=\"polite\"></output></form>");
}

void plumb_html_findings(struct plumb_buf *out, const struct plumb_report_input *input)
{
    const struct plumb_finding_list *list = input->findings;
    plumb_buf_puts(
        out, "<section id=\"findings\" aria-labelledby=\"h-findings\"><h2 id=\"h-findings\">");
    plumb_html_words(out, "发现清单", "Findings");
    plumb_buf_puts(out, "</h2>");
    put_filter(out, list);
    plumb_buf_puts(
        out, "<div class=\"desk jsonly\" id=\"desk\" data-open=\"false\"><div class=\"list\" "
             "id=\"list\" "
             "role=\"listbox\" tabindex=\"0\" aria-labelledby=\"h-findings\"><div class=\"spacer\" "
             "id=\"spacer\" role=\"presentation\"></div></div><div class=\"paper\" id=\"paper\" "
             "role=\"region\" aria-label=\"evidence\" tabindex=\"0\"></div></div>");
    if (!list->count) {
        plumb_buf_puts(out, "<p class=\"empty\">");
        plumb_html_words(out, "未发现疑点；已核对内容见“覆盖范围”。",
                         "Nothing found. What was checked is listed under Coverage.");
        plumb_buf_puts(out, "</p>");
    }
    for (size_t i = 0; i < list->count && i < STATIC_FINDINGS; i++)
        put_static_finding(out, &list->items[i], i + 1);
    if (list->count > STATIC_FINDINGS) {
        plumb_buf_printf(out, "<p class=\"nojs\">%zu + ", (size_t)STATIC_FINDINGS);
        plumb_html_words(out, "其余见 findings.csv", "the rest is in findings.csv");
        plumb_buf_puts(out, "</p>");
    }
    plumb_buf_puts(out, "</section>\n");
}
