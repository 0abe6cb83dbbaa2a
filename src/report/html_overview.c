/* The overview: what was read, how many findings of which kind, agencies × years. */
#include "report/coverage.h"
#include "report/html.h"

#include <stdlib.h>
#include <string.h>

static void put_card(struct plumb_buf *out, size_t number, const char *zh, const char *en)
{
    plumb_buf_printf(out, "<div class=\"card\"><b>%zu</b>", number);
    plumb_html_words(out, zh, en);
    plumb_buf_puts(out, "</div>");
}

static void put_filter_link(struct plumb_buf *out, const char *agency, int year)
{
    plumb_buf_puts(out, "data-filter=\"agency=");
    plumb_html_encoded(out, agency);
    plumb_buf_puts(out, "&amp;year=");
    if (year)
        plumb_buf_printf(out, "%d", year);
    plumb_buf_puts(out, "\"");
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

/* The agencies of the list, those with the highest score first, at most HEAT_ROWS. */
static size_t heat_rows(const struct plumb_finding_list *list, struct heat_row rows[HEAT_ROWS])
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct plumb_finding *f = &list->items[i];
        size_t r = 0;
        /* the list is sorted, so a bounded scan finds the agencies that will be shown */
        while (r < count && strcmp(rows[r].agency, f->agency) != 0)
            r++;
        if (r == count && count < HEAT_ROWS)
            rows[count++] = (struct heat_row){f->agency, f->score};
    }
    qsort(rows, count, sizeof *rows, by_heat);
    return count;
}

/* The newest HEAT_YEARS years that findings are about; none: *last is 0 and *first above it. */
static void heat_years(const struct plumb_finding_list *list, int *first, int *last)
{
    *last = 0;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].year > *last)
            *last = list->items[i].year;
    *first = *last ? *last : 1;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].year && list->items[i].year < *first)
            *first = list->items[i].year;
    if (*last - *first >= HEAT_YEARS)
        *first = *last - HEAT_YEARS + 1;
}

static void put_heat_cell(struct plumb_buf *out, const struct plumb_finding_list *list,
                          const char *agency, int year)
{
    size_t number = 0;
    enum plumb_severity top = PLUMB_SEVERITY_NOTE;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].year == year && strcmp(list->items[i].agency, agency) == 0) {
            if (!number++ || list->items[i].severity > top)
                top = list->items[i].severity;
        }
    plumb_buf_puts(out, "<td>");
    if (number) {
        plumb_buf_printf(out, "<button type=\"button\" class=\"%s\" ", plumb_severity_name(top));
        put_filter_link(out, agency, year);
        plumb_buf_puts(out, ">");
        plumb_html_words(out, plumb_severity_zh[top], plumb_severity_name(top));
        plumb_buf_printf(out, " %zu</button>", number);
    } else {
        plumb_buf_puts(out, "<span class=\"none\">·</span>");
    }
    plumb_buf_puts(out, "</td>");
}

/* Agencies × years: the highest severity and the count. */
static void put_heat_map(struct plumb_buf *out, const struct plumb_finding_list *list)
{
    struct heat_row rows[HEAT_ROWS];
    size_t count = heat_rows(list, rows);
    int first, last;
    heat_years(list, &first, &last);
    plumb_buf_puts(out, "<div class=\"tablewrap\" tabindex=\"0\"><table class=\"heat\"><caption>");
    plumb_html_words(out, "机构 × 年度：最高程度与发现数（点击筛选）",
                     "Agency × year: highest severity and number of findings (click to filter)");
    plumb_buf_puts(out, "</caption><thead><tr><th scope=\"col\"></th>");
    for (int year = first; year <= last; year++)
        plumb_buf_printf(out, "<th scope=\"col\" class=\"num\">%d</th>", year);
    plumb_buf_puts(out, "</tr></thead><tbody>");
    for (size_t r = 0; r < count; r++) {
        plumb_buf_puts(out, "<tr><th scope=\"row\">");
        plumb_html_agency_link(out, rows[r].agency);
        plumb_buf_puts(out, "</th>");
        for (int year = first; year <= last; year++)
            put_heat_cell(out, list, rows[r].agency, year);
        plumb_buf_puts(out, "</tr>");
    }
    plumb_buf_puts(out, "</tbody></table></div>");
}

/* One bar: its words come before, the link around them is closed here. */
static void put_bar(struct plumb_buf *out, size_t count, size_t most)
{
    plumb_buf_printf(out,
                     "</a><svg viewBox=\"0 0 100 12\" preserveAspectRatio=\"none\" "
                     "aria-hidden=\"true\"><rect width=\"%.1f\" height=\"12\"/></svg>"
                     "<span class=\"num\">%zu</span></div>",
                     100.0 * (double)count / (double)(most ? most : 1), count);
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
        plumb_html_severity(out, (enum plumb_severity)s);
        put_bar(out, counts[s], most);
    }
}

const struct plumb_class_name plumb_class_names[] = {
    {'A', "决算预算不实", "accounts and budgets"},
    {'B', "执行与资产", "execution, assets"},
    {'C', "三公会议", "travel, cars, meetings"},
    {'H', "执行偏低超支", "under- and overspending"},
    {'J', "政府采购", "procurement"},
    {'K', "人员编制", "staffing"},
    {'L', "披露不一致", "disclosure"},
    {'M', "绩效目标自评", "targets, self-evaluation"},
    {'\0', NULL, NULL}};

static void put_class_bars(struct plumb_buf *out, const struct plumb_finding_list *list)
{
    size_t counts[128] = {0}, most = 1;
    for (size_t i = 0; i < list->count; i++) {
        size_t *n = &counts[list->items[i].audit_class & 127];
        most = ++*n > most ? *n : most;
    }
    for (const struct plumb_class_name *c = plumb_class_names; c->letter; c++) {
        if (!counts[(size_t)c->letter])
            continue;
        plumb_buf_printf(out,
                         "<div class=\"bar\"><a href=\"#findings\" data-filter=\"class=%c\">%c ",
                         c->letter, c->letter);
        plumb_html_words(out, c->zh, c->en);
        put_bar(out, counts[(size_t)c->letter], most);
    }
}

/* The last years that have findings. */
static void put_year_bars(struct plumb_buf *out, const struct plumb_finding_list *list)
{
    size_t counts[HEAT_YEARS] = {0}, most = 1;
    int last = 0;
    for (size_t i = 0; i < list->count; i++)
        last = list->items[i].year > last ? list->items[i].year : last;
    for (size_t i = 0; i < list->count; i++) {
        int back = last - list->items[i].year;
        if (back < 0 || back >= HEAT_YEARS)
            continue;
        size_t *n = &counts[back];
        most = ++*n > most ? *n : most;
    }
    for (int back = HEAT_YEARS; back-- > 0;)
        if (counts[back]) {
            plumb_buf_printf(out,
                             "<div class=\"bar\"><a href=\"#findings\" data-filter=\"year=%d\">%d",
                             last - back, last - back);
            put_bar(out, counts[back], most);
        }
}

struct check_row {
    const char *check;
    size_t count, dismissed;
};

static int by_check(const void *a, const void *b)
{
    const struct plumb_finding *const *x = a, *const *y = b;
    return strcmp((*x)->check, (*y)->check);
}

static int by_count(const void *a, const void *b)
{
    const struct check_row *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return strcmp(x->check, y->check);
}

/* The checks with most findings, at most `room`; `sorted` has a place for every finding. */
static size_t count_checks(const struct plumb_finding_list *list,
                           const struct plumb_finding **sorted, struct check_row *rows)
{
    size_t n = 0;
    for (size_t i = 0; i < list->count; i++)
        sorted[i] = &list->items[i];
    qsort(sorted, list->count, sizeof *sorted, by_check);
    for (size_t i = 0; i < list->count; i++) {
        if (i == 0 || strcmp(sorted[i]->check, sorted[i - 1]->check) != 0)
            rows[n++] = (struct check_row){.check = sorted[i]->check};
        rows[n - 1].count++;
        rows[n - 1].dismissed += strcmp(sorted[i]->status, "dismissed") == 0;
    }
    qsort(rows, n, sizeof *rows, by_count);
    return n;
}

#define CHECKS_SHOWN 10

/* Which checks fire most, and how many of their findings were dismissed: one that is mostly
 * dismissed fires too often and wants a rule or another threshold. */
static void put_checks(struct plumb_buf *out, const struct plumb_report_input *input)
{
    const struct plumb_finding_list *list = input->findings;
    const struct plumb_finding **sorted = plumb_calloc(list->count + 1, sizeof *sorted);
    struct check_row *rows = plumb_calloc(list->count + 1, sizeof *rows);
    size_t n = 0;
    out->failed |= !sorted || !rows;
    if (sorted && rows)
        n = count_checks(list, sorted, rows);
    plumb_buf_puts(out, "<table><thead><tr><th scope=\"col\">");
    plumb_html_words(out, "检查项", "Check");
    plumb_buf_puts(out, "</th><th scope=\"col\" class=\"num\">");
    plumb_html_words(out, "发现", "Findings");
    plumb_buf_puts(out, "</th><th scope=\"col\" class=\"num\">");
    plumb_html_words(out, "已排除", "Dismissed");
    plumb_buf_puts(out, "</th></tr></thead><tbody>");
    for (size_t i = 0; i < n && i < CHECKS_SHOWN; i++) {
        const struct plumb_check *check =
            plumb_catalogue_find_check(input->catalogue, rows[i].check);
        plumb_buf_puts(out, "<tr><td><a href=\"#findings\" data-filter=\"check=");
        plumb_html_encoded(out, rows[i].check);
        plumb_buf_puts(out, "\">");
        plumb_html_words(out, check ? check->title.zh : rows[i].check,
                         check ? check->title.en : rows[i].check);
        plumb_buf_printf(out, "</a></td><td class=\"num\">%zu</td><td class=\"num\">%zu</td></tr>",
                         rows[i].count, rows[i].dismissed);
    }
    plumb_buf_puts(out, "</tbody></table>");
    plumb_free(sorted);
    plumb_free(rows);
}

static void put_heading(struct plumb_buf *out, const char *zh, const char *en)
{
    plumb_buf_puts(out, "<h3>");
    plumb_html_words(out, zh, en);
    plumb_buf_puts(out, "</h3>");
}

void plumb_html_overview(struct plumb_buf *out, const struct plumb_report_input *input)
{
    const struct plumb_analysis_summary *sum = input->summary;
    size_t unread = 0;
    for (size_t i = 0; i < input->file_count; i++)
        unread += strcmp(input->files[i].kind, "unreadable") == 0;
    plumb_buf_puts(
        out, "<section id=\"overview\" aria-labelledby=\"h-overview\"><h2 id=\"h-overview\">");
    plumb_html_words(out, "总览", "Overview");
    plumb_buf_puts(out, "</h2><div class=\"cards\">");
    put_card(out, input->file_count - unread, "份文件已读", "files read");
    put_card(out, unread, "份文件未能读取", "files that could not be read");
    put_card(out, sum->quantities, "个数字", "quantities");
    put_card(out, sum->tested, "条勾稽关系已核对", "relations checked");
    put_card(out, sum->cells, "个面板数据", "panel values");
    put_card(out, input->findings->count, "项发现", "findings");
    plumb_buf_puts(out, "</div>");
    if (sum->crowded) {
        char zh[PLUMB_CROWDED_WORDS], en[PLUMB_CROWDED_WORDS];
        plumb_crowded_words(sum->crowded, true, zh);
        plumb_crowded_words(sum->crowded, false, en);
        plumb_buf_puts(out, "<p class=\"meta\">");
        plumb_html_words(out, zh, en);
        plumb_buf_puts(out, "</p>");
    }
    plumb_buf_puts(out, "<div class=\"panes\"><div class=\"box\">");
    put_heading(out, "按程度", "By severity");
    put_severity_bars(out, input->findings);
    if (sum->expected_false_share > 0) {
        plumb_buf_puts(out, "<p class=\"meta\">");
        plumb_html_words(
            out, "中级及以上发现中，预计误报占比约 ",
            "Expected share of false alarms among findings of medium severity and above: about ");
        plumb_buf_printf(out, "%.0f %%</p>", 100 * sum->expected_false_share);
    }
    put_heading(out, "按审计类别", "By audit class");
    put_class_bars(out, input->findings);
    put_heading(out, "按年度", "By year");
    put_year_bars(out, input->findings);
    plumb_buf_puts(out, "</div><div class=\"box\">");
    put_heat_map(out, input->findings);
    put_heading(out, "触发最多的检查", "Checks that fire most");
    put_checks(out, input);
    plumb_buf_puts(out, "</div></div></section>\n");
}
