/* Reports: what people and other programs read. Nothing here decides anything.
 *
 * Every text that leaves the program passes the escaping function of its target (below).
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

struct plumb_report_file { /* one input, for the coverage table */
    const char *path;
    const char *kind; /* plumb_document_kind_name, "panel", or "unreadable" */
    const char *agency;
    int year;
    double sure; /* smallest confidence of agency, year and kind as far as found; 0: none found */
    size_t quantities, relations, tested, rows;
    const char *problem; /* NULL when read */
};

struct plumb_report_input {
    const char *title;
    const char *command_line;
    const char *when; /* ISO 8601; fixed by SOURCE_DATE_EPOCH */
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
    const struct plumb_agency_change *changes; /* reorganisations, told beside the agency */
    size_t change_count;
    /* The indicators of the agencies with findings as the report's parts share them, made once by
     * plumb_report_write; NULL: each part makes its own. */
    const char *agencies_json;
    const char *served_token; /* of `plumb serve`, [0-9a-f]+; NULL for a page on disk */
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
/* What was read: kind, agency, year, numbers and relations tested of each file, or of each kind when
 * there are many; every file that could not be read with the reason. */
enum plumb_status plumb_report_coverage(const struct plumb_report_input *input,
                                        struct plumb_buf *out, struct plumb_error *error);
/* What became of an agency, a line each ("2019：由甲、乙合并而成。"), or "" when nothing did. */
struct plumb_bilingual plumb_report_changes(const struct plumb_report_input *input,
                                            const char *agency, struct plumb_arena *arena);
struct plumb_chart; /* drawn charts, to put into the page */
enum plumb_status plumb_report_html(const struct plumb_report_input *input,
                                    const struct plumb_chart *charts, size_t chart_count,
                                    struct plumb_buf *out, struct plumb_error *error);
enum plumb_status plumb_report_xlsx(const struct plumb_report_input *input, const char *path,
                                    struct plumb_error *error);
/* Audit working papers, a page a finding, as a Word file; the conclusion is left empty. */
enum plumb_status plumb_report_docx(const struct plumb_report_input *input, const char *path,
                                    struct plumb_error *error);

struct plumb_chart {
    const char *name; /* file name without extension */
    struct plumb_bilingual title;
    const char *svg;    /* NUL-terminated, or NULL when gnuplot was not there */
    const char *table;  /* the data, tab separated with a header line: shown behind the chart */
    const char *agency; /* "" for charts about all */
};
/* What is left beside the SVG of a chart; bits. */
enum plumb_chart_keep { PLUMB_CHART_SCRIPTS = 1, PLUMB_CHART_PNG = 2, PLUMB_CHART_PDF = 4 };
/* Draw the charts with gnuplot into `directory` (created). Missing gnuplot is not an error: the
 * charts come without svg and *note says why. */
enum plumb_status plumb_charts_draw(const struct plumb_report_input *input, const char *directory,
                                    unsigned keep, struct plumb_arena *arena,
                                    struct plumb_chart **charts, size_t *count, const char **note,
                                    struct plumb_error *error);
/* The charts of a trend page about these agencies. */
enum plumb_status plumb_charts_trend(const struct plumb_report_input *input,
                                     const char *const *names, size_t name_count,
                                     const char *directory, unsigned keep,
                                     struct plumb_arena *arena, struct plumb_chart **charts,
                                     size_t *count, const char **note, struct plumb_error *error);
/* The trend page: year by year and beside the peers, for these agencies (NULL: all that have
 * findings; at most PLUMB_TREND_AGENCIES are shown, and it says how many were left out). */
#define PLUMB_TREND_AGENCIES ((size_t)200)
enum plumb_status plumb_report_trend(const struct plumb_report_input *input, const char **names,
                                     size_t name_count, const struct plumb_chart *charts,
                                     size_t chart_count, const char *note, struct plumb_buf *out,
                                     struct plumb_error *error);
/* Draw its charts and write it to `path`, under a temporary name first; what `keep` asks for is left
 * in a folder beside it, named as the page with -charts behind. */
enum plumb_status plumb_report_trend_write(const struct plumb_report_input *input,
                                           const char **names, size_t name_count, const char *path,
                                           unsigned keep, const char **note,
                                           struct plumb_arena *arena, struct plumb_error *error);
/* Everything `screen` leaves behind: DIR/report.html, findings.csv/json/xlsx, charts/, and
 * trend/index.html about the agencies that have findings. Files are
 * written under a temporary name and renamed. */
enum plumb_status plumb_report_write(const struct plumb_report_input *input, const char *directory,
                                     unsigned keep, const char **note, struct plumb_arena *arena,
                                     struct plumb_error *error);

/* ---- escaping ---------------------------------------------------------------------------- */

/* The one escaping module: every text that leaves the program passes here on its way to its target.
 * All functions append to `out`, never fail by themselves (out->failed says whether memory ran
 * out) and turn bytes that are not UTF-8 into U+FFFD, so that the output is always valid. */

/* HTML text or a quoted attribute value: & < > " ' are escaped; control characters that HTML does
 * not allow become U+FFFD. */
void plumb_escape_html(struct plumb_buf *out, struct plumb_str s);

/* A JSON string with its quotation marks (RFC 8259). */
void plumb_escape_json(struct plumb_buf *out, struct plumb_str s);
/* The same for a C string; NULL gives null. */
void plumb_escape_json_text(struct plumb_buf *out, const char *text);

/* Complete JSON text for the inside of <script type="application/json">: the characters < > & and
 * U+2028, U+2029, which valid JSON has only inside strings, become \uXXXX. The value stays the
 * same, and neither </script> nor <!-- can appear. */
void plumb_escape_script_json(struct plumb_buf *out, struct plumb_str json);

/* One CSV field (RFC 4180), quoted when needed. A field that a spreadsheet would run as a formula
 * (it starts with = + - @, a tab or a line end, and is no plain number) gets an apostrophe in
 * front. */
void plumb_escape_csv(struct plumb_buf *out, struct plumb_str s);

/* Text for a terminal: control characters (C0, C1, DEL) and the characters that reorder text
 * (U+202A to U+202E, U+2066 to U+2069, U+200E, U+200F) are shown as \xNN or \u{NNNN}. A line end stays
 * when `lines`, as does a tab; otherwise both become a space. */
void plumb_escape_terminal(struct plumb_buf *out, struct plumb_str s, bool lines);

/* Text cut into lines of at most `columns` terminal columns (East Asian width), escaped for the
 * terminal. The first line starts at column `at`, the others after `indent` spaces. Breaks at spaces
 * and beside ideographs, never before closing or behind opening punctuation. No line end is added. */
void plumb_terminal_wrap(struct plumb_buf *out, struct plumb_str s, int at, int indent,
                         int columns);
/* One line of exactly `columns` terminal columns: padded with spaces, or cut and ended with "…".
 * align: -1 left, 1 right, 0 cut only and not padded. */
void plumb_terminal_fit(struct plumb_buf *out, struct plumb_str s, int columns, int align);

/* A label for a gnuplot data block or a quoted string: never contains a quotation mark of either
 * kind, a back-tick, a backslash, @, $, a tab or a line end, because gnuplot runs shell commands
 * from titles. They become their look-alikes (” ’ ＼ ＠ ＄) or a space. No quotes are added. */
void plumb_escape_gnuplot(struct plumb_buf *out, struct plumb_str s);

/* A JSON number: the shortest decimal that reads back as x; null when x is not finite. */
void plumb_json_double(struct plumb_buf *out, double x);
/* The same rounded to `decimals` places, without trailing zeros: for scores and shares. */
void plumb_json_rounded(struct plumb_buf *out, double x, int decimals);
/* A JSON number from an exact decimal; null when it is ±PLUMB_DEC_INF or beyond. */
void plumb_json_dec(struct plumb_buf *out, plumb_dec x);

#ifdef __cplusplus
}
#endif
#endif
