/* The HTML page, inside of the report stage. */
#ifndef PLUMB_HTML_H
#define PLUMB_HTML_H

#include "plumb/report.h"

/* Standard base64 with padding (RFC 4648), appended to out. */
void plumb_base64(struct plumb_buf *out, const void *data, size_t len);

/* plumb_report_html with a sentence about the charts ("gnuplot is not installed …"), or NULL. */
enum plumb_status plumb_html_page(const struct plumb_report_input *input,
                                  const struct plumb_chart *charts, size_t chart_count,
                                  const char *chart_note, struct plumb_buf *out,
                                  struct plumb_error *error);

/* ---- pieces (html_parts.c) --------------------------------------------------------------- */

struct plumb_embedded;

extern const char *const plumb_severity_zh[];
/* The audit classes; the last letter is NUL. */
struct plumb_class_name {
    char letter;
    const char *zh, *en;
};
extern const struct plumb_class_name plumb_class_names[];

/* The part a number plays, for Chinese readers; unknown ones as they are. */
const char *plumb_role_zh(const char *role);

void plumb_html_text(struct plumb_buf *out, const char *text); /* escaped; NULL is empty */
/* Both languages; the style sheet shows one. */
void plumb_html_words(struct plumb_buf *out, const char *zh, const char *en);
void plumb_html_severity(struct plumb_buf *out, enum plumb_severity severity);
/* Percent-encoded but for letters and digits. */
void plumb_html_encoded(struct plumb_buf *out, const char *text);
/* The name as a link to the agency's view. */
void plumb_html_agency_link(struct plumb_buf *out, const char *agency);
/* From the doctype to </head>. The page may load nothing; it may run `js` only (NULL: nothing). */
void plumb_html_head(struct plumb_buf *out, const struct plumb_report_input *input,
                     const struct plumb_embedded *css, const struct plumb_embedded *js);
/* A table from tab separated lines, the first of them the head, behind a word to open it. */
void plumb_html_table(struct plumb_buf *out, const char *table);
/* Charts as figures with their tables. */
void plumb_html_figures(struct plumb_buf *out, const struct plumb_chart *charts, size_t count);
/* The section of them. */
void plumb_html_charts(struct plumb_buf *out, const struct plumb_chart *charts, size_t count,
                       const char *note);

/* ---- parts of the report ----------------------------------------------------------------- */

void plumb_html_overview(struct plumb_buf *out, const struct plumb_report_input *input);
void plumb_html_findings(struct plumb_buf *out, const struct plumb_report_input *input);
enum plumb_status plumb_html_data(struct plumb_buf *out, const struct plumb_report_input *input,
                                  struct plumb_error *error);

#endif
