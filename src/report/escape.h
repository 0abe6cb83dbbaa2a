/* The one escaping module: every text that leaves the program passes here on its way to its target.
 *
 * All functions append to `out`, never fail by themselves (out->failed says whether memory ran out)
 * and turn bytes that are not UTF-8 into U+FFFD, so that the output is always valid.
 */
#ifndef PLUMB_ESCAPE_H
#define PLUMB_ESCAPE_H

#include "plumb/base.h"

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

#endif
