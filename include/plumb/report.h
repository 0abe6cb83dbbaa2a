/* Reports: what people and other programs read. Nothing here decides anything.
 *
 * Every text that leaves the program passes the escaping function of its target (src/report/escape).
 */
#ifndef PLUMB_REPORT_H
#define PLUMB_REPORT_H

#include "plumb/base.h"
#include "plumb/extract.h"
#include "plumb/finding.h"
#include "plumb/panel.h"
#include "plumb/store.h"

#ifdef __cplusplus
extern "C" {
#endif

enum plumb_language { PLUMB_LANGUAGE_ZH, PLUMB_LANGUAGE_EN };

struct plumb_report_file {   /* one input, for the coverage table */
    const char *path;
    const char *kind;        /* plumb_document_kind_name, "panel", or "unreadable" */
    const char *agency;
    int year;
    size_t quantities, relations, tested, rows;
    const char *problem;     /* NULL when read */
};

struct plumb_report_input {
    const char *title;
    const char *command_line;
    const char *when;                        /* ISO 8601; fixed by SOURCE_DATE_EPOCH */
    enum plumb_language language;
    const struct plumb_catalogue *catalogue;
    const struct plumb_finding_list *findings;
    const struct plumb_analysis_summary *summary;
    const struct plumb_report_file *files;
    size_t file_count;
    const struct plumb_extraction *const *extractions;
    size_t extraction_count;
    const struct plumb_panel *const *panels;
    size_t panel_count;
};

/* JSON lines of one item each, ending in '\n'; field names of DESIGN §7. */
void plumb_json_fact(struct plumb_buf *out, const struct plumb_extraction *extraction,
                     const struct plumb_fact *fact);
void plumb_json_relation(struct plumb_buf *out, const struct plumb_extraction *extraction,
                         const struct plumb_relation *relation);
void plumb_json_finding(struct plumb_buf *out, const struct plumb_finding *finding);

/* Whole reports into a buffer. */
enum plumb_status plumb_report_json(const struct plumb_report_input *input, struct plumb_buf *out,
                                    struct plumb_error *error);
enum plumb_status plumb_report_csv(const struct plumb_report_input *input, struct plumb_buf *out,
                                   struct plumb_error *error);
enum plumb_status plumb_report_terminal(const struct plumb_report_input *input, size_t limit,
                                        bool color, int columns, struct plumb_buf *out,
                                        struct plumb_error *error);
struct plumb_chart; /* drawn charts, to put into the page */
enum plumb_status plumb_report_html(const struct plumb_report_input *input,
                                    const struct plumb_chart *charts, size_t chart_count,
                                    struct plumb_buf *out, struct plumb_error *error);
enum plumb_status plumb_report_xlsx(const struct plumb_report_input *input, const char *path,
                                    struct plumb_error *error);

struct plumb_chart {
    const char *name;  /* file name without extension */
    struct plumb_bilingual title;
    const char *svg;   /* NUL-terminated, or NULL when gnuplot was not there */
    const char *table; /* the data, tab separated with a header line: shown behind the chart */
    const char *agency; /* "" for charts about all */
};
/* Draw the charts with gnuplot into `directory` (created). Missing gnuplot is not an error: the
 * charts come without svg and *note says why. */
enum plumb_status plumb_charts_draw(const struct plumb_report_input *input, const char *directory,
                                    bool keep_scripts, struct plumb_arena *arena,
                                    struct plumb_chart **charts, size_t *count, const char **note,
                                    struct plumb_error *error);
/* Everything `screen` leaves behind: DIR/report.html, findings.csv/json/xlsx, charts/. Files are
 * written under a temporary name and renamed. */
enum plumb_status plumb_report_write(const struct plumb_report_input *input, const char *directory,
                                     bool keep_scripts, const char **note, struct plumb_arena *arena,
                                     struct plumb_error *error);

#ifdef __cplusplus
}
#endif
#endif
