/* Pieces every page is made of: words in both languages, the head with its policy, tables, charts. */
#include "report/html.h"

#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "report/escape.h"

/* Rows of the table behind a chart. */
#define TABLE_ROWS 500

const char *const plumb_severity_zh[] = {"提示", "低", "中", "高", "严重"};

/* The parts a number plays in a claim, for Chinese readers. */
const char *plumb_role_zh(const char *role)
{
    static const char *const words[][2] = {
        {"stated", "报告数"}, {"part", "分项"},        {"minus", "减项"},
        {"whole", "合计"},    {"numerator", "分子"},   {"denominator", "分母"},
        {"current", "本年"},  {"prior", "上年"},       {"delta", "增减"},
        {"factor", "因数"},   {"other", "其他"},       {"target", "目标"},
        {"actual", "实际"},   {"weight", "权重"},      {"score", "得分"},
        {"lower", "下限"},    {"upper", "上限"},       {"cue", "表述"},
        {"value", "数值"},    {"own-history", "往年"}, {"peer", "同类"},
    };
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (strcmp(role, words[i][0]) == 0)
            return words[i][1];
    return role;
}

void plumb_html_text(struct plumb_buf *out, const char *text)
{
    plumb_escape_html(out, plumb_str_from(text));
}

/* Both languages; the style sheet shows one. */
void plumb_html_words(struct plumb_buf *out, const char *zh, const char *en)
{
    plumb_buf_puts(out, "<span class=\"zh\" lang=\"zh\">");
    plumb_html_text(out, zh);
    plumb_buf_puts(out, "</span><span class=\"en\" lang=\"en\">");
    plumb_html_text(out, en);
    plumb_buf_puts(out, "</span>");
}

void plumb_html_severity(struct plumb_buf *out, enum plumb_severity severity)
{
    plumb_buf_printf(out, "<span class=\"sev %s\">", plumb_severity_name(severity));
    plumb_html_words(out, plumb_severity_zh[severity], plumb_severity_name(severity));
    plumb_buf_puts(out, "</span>");
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
    plumb_buf_puts(out, "'sha256-");
    plumb_base64(out, digest, sizeof digest);
    plumb_buf_puts(out, "'");
}

void plumb_html_head(struct plumb_buf *out, const struct plumb_report_input *input,
                     const struct plumb_embedded *css, const struct plumb_embedded *js)
{
    bool zh = input->language == PLUMB_LANGUAGE_ZH;
    plumb_buf_printf(out,
                     "<!DOCTYPE html>\n<html lang=\"%s\" data-lang=\"%s\">\n<head>\n"
                     "<meta charset=\"utf-8\">\n",
                     zh ? "zh-CN" : "en", zh ? "zh" : "en");
    plumb_buf_puts(
        out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
    put_csp_hash(out, css);
    plumb_buf_puts(out, "; script-src ");
    put_csp_hash(out, js);
    if (input->served_token)
        plumb_buf_puts(out, "; connect-src 'self'");
    plumb_buf_puts(out, "; img-src data:; base-uri 'none'; form-action 'none'\">\n");
    if (input->served_token) {
        plumb_buf_puts(out, "<meta name=\"referrer\" content=\"no-referrer\">\n"
                            "<meta name=\"plumb-token\" content=\"");
        plumb_html_text(out, input->served_token);
        plumb_buf_puts(out, "\">\n");
    }
    plumb_buf_puts(
        out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    plumb_html_text(out, input->title);
    plumb_buf_puts(out, "</title>\n<style>");
    plumb_buf_add(out, (const char *)css->data, css->len);
    plumb_buf_puts(out, "</style>\n</head>\n");
}

/* Percent-encoded but for letters and digits. */
void plumb_html_encoded(struct plumb_buf *out, const char *text)
{
    for (const char *c = text; *c; c++)
        if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9'))
            plumb_buf_add(out, c, 1);
        else
            plumb_buf_printf(out, "%%%02X", (unsigned)(unsigned char)*c);
}

/* The name as a link to the agency's view. */
void plumb_html_agency_link(struct plumb_buf *out, const char *agency)
{
    if (!*agency) {
        plumb_buf_puts(out, "—");
        return;
    }
    plumb_buf_puts(out, "<a href=\"#agency-view=");
    plumb_html_encoded(out, agency);
    plumb_buf_puts(out, "\" data-agency=\"");
    plumb_html_text(out, agency);
    plumb_buf_puts(out, "\">");
    plumb_html_text(out, agency);
    plumb_buf_puts(out, "</a>");
}

void plumb_html_table(struct plumb_buf *out, const char *table)
{
    plumb_buf_puts(out, "<details><summary>");
    plumb_html_words(out, "数据表", "Data");
    plumb_buf_puts(out, "</summary><div class=\"tablewrap\"><table>");
    bool head = true;
    size_t rows = 0;
    const char *left = table;
    for (const char *line = table; *line && rows <= TABLE_ROWS; rows++) {
        size_t len = strcspn(line, "\n");
        struct plumb_str row = {line, len};
        plumb_buf_puts(out, "<tr>");
        for (size_t from = 0; from <= row.len;) {
            struct plumb_str rest = plumb_str_sub(row, from, row.len);
            size_t tab = plumb_str_find(rest, PLUMB_STR("\t"));
            size_t cell = tab == PLUMB_NPOS ? rest.len : tab;
            plumb_buf_puts(out, head ? "<th scope=\"col\">" : "<td>");
            plumb_escape_html(out, plumb_str_sub(rest, 0, cell));
            plumb_buf_puts(out, head ? "</th>" : "</td>");
            from += cell + 1;
        }
        plumb_buf_puts(out, "</tr>");
        head = false;
        line += len + (line[len] == '\n');
        left = line;
    }
    plumb_buf_puts(out, "</table></div>");
    if (*left) {
        plumb_buf_puts(out, "<p class=\"meta\">");
        plumb_html_words(out, "其余各行见 charts 目录中同名的 .tsv 文件",
                         "The other rows are in the .tsv file of this chart in the folder charts");
        plumb_buf_puts(out, "</p>");
    }
    plumb_buf_puts(out, "</details>");
}

void plumb_html_figures(struct plumb_buf *out, const struct plumb_chart *charts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        plumb_buf_puts(out, "<figure class=\"chart\" data-of=\"");
        plumb_html_text(out, charts[i].agency ? charts[i].agency : "");
        plumb_buf_puts(out, "\"><figcaption>");
        plumb_html_words(out, charts[i].title.zh, charts[i].title.en);
        plumb_buf_puts(out, "</figcaption>");
        if (charts[i].svg) {
            plumb_buf_puts(out, "<div class=\"plot\" tabindex=\"0\"><img alt=\"");
            plumb_html_text(out, charts[i].title.zh);
            plumb_buf_puts(out, "\" decoding=\"async\" src=\"data:image/svg+xml;base64,");
            plumb_base64(out, charts[i].svg, strlen(charts[i].svg));
            plumb_buf_puts(out, "\"></div>");
        }
        plumb_html_table(out, charts[i].table);
        plumb_buf_puts(out, "</figure>");
    }
}

void plumb_html_charts(struct plumb_buf *out, const struct plumb_chart *charts, size_t count,
                       const char *note)
{
    plumb_buf_puts(out, "<section id=\"charts\" aria-labelledby=\"h-charts\"><h2 id=\"h-charts\">");
    plumb_html_words(out, "图表", "Charts");
    plumb_buf_puts(out, "</h2>");
    if (note && *note) {
        plumb_buf_puts(out, "<p class=\"meta\">");
        plumb_html_text(out, note);
        plumb_buf_puts(out, "</p>");
    }
    plumb_buf_puts(out, "<div class=\"charts\">");
    plumb_html_figures(out, charts, count);
    plumb_buf_puts(out, "</div></section>\n");
}
