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

#endif
