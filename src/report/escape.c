/* Escaping for every target, and numbers that read back as they were. */
#include "report/escape.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_char(struct plumb_buf *out, uint32_t cp)
{
    char bytes[4];
    plumb_buf_add(out, bytes, plumb_utf8_encode(cp, bytes));
}

/* ---- HTML -------------------------------------------------------------------------------- */

void plumb_escape_html(struct plumb_buf *out, struct plumb_str s)
{
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = plumb_utf8_decode(s, &at);
        switch (cp) {
        case '&':
            plumb_buf_puts(out, "&amp;");
            break;
        case '<':
            plumb_buf_puts(out, "&lt;");
            break;
        case '>':
            plumb_buf_puts(out, "&gt;");
            break;
        case '"':
            plumb_buf_puts(out, "&quot;");
            break;
        case '\'':
            plumb_buf_puts(out, "&#39;");
            break;
        default: {
            bool blank = cp == '\t' || cp == '\n' || cp == '\r';
            bool control = (cp < 0x20 && !blank) || (cp >= 0x7F && cp < 0xA0);
            add_char(out, control ? 0xFFFD : cp);
        }
        }
    }
}

/* ---- JSON -------------------------------------------------------------------------------- */

/* Behind the characters from `at` on that are written as they stand: printable ASCII and what takes
 * three bytes from U+3000 to U+CFFF, nearly everything. The others are looked at one by one. */
static size_t plain_run(struct plumb_str s, size_t at)
{
    while (at < s.len) {
        unsigned char c = (unsigned char)s.ptr[at];
        if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\')
            at++;
        else if (c >= 0xE3 && c <= 0xEC && s.len - at >= 3 &&
                 ((unsigned char)s.ptr[at + 1] & 0xC0) == 0x80 &&
                 ((unsigned char)s.ptr[at + 2] & 0xC0) == 0x80)
            at += 3;
        else
            break;
    }
    return at;
}

/* U+2028 and U+2029 end lines in some readers of JSON. */
static void add_json_char(struct plumb_buf *out, uint32_t cp)
{
    if (cp == '"' || cp == '\\') {
        plumb_buf_add(out, "\\", 1);
        add_char(out, cp);
    } else if (cp == '\n') {
        plumb_buf_puts(out, "\\n");
    } else if (cp == '\r') {
        plumb_buf_puts(out, "\\r");
    } else if (cp == '\t') {
        plumb_buf_puts(out, "\\t");
    } else if (cp < 0x20 || cp == 0x7F || cp == 0x2028 || cp == 0x2029) {
        plumb_buf_printf(out, "\\u%04x", cp);
    } else {
        add_char(out, cp);
    }
}

void plumb_escape_json(struct plumb_buf *out, struct plumb_str s)
{
    plumb_buf_add(out, "\"", 1);
    for (size_t at = 0; at < s.len;) {
        size_t from = at;
        at = plain_run(s, at);
        plumb_buf_add(out, s.ptr + from, at - from);
        if (at < s.len)
            add_json_char(out, plumb_utf8_decode(s, &at)); /* a bad byte becomes U+FFFD */
    }
    plumb_buf_add(out, "\"", 1);
}

void plumb_escape_json_text(struct plumb_buf *out, const char *text)
{
    if (text)
        plumb_escape_json(out, plumb_str_from(text));
    else
        plumb_buf_puts(out, "null");
}

void plumb_escape_script_json(struct plumb_buf *out, struct plumb_str json)
{
    for (size_t at = 0; at < json.len;) {
        uint32_t cp = plumb_utf8_decode(json, &at);
        if (cp == '<' || cp == '>' || cp == '&' || cp == 0x2028 || cp == 0x2029)
            plumb_buf_printf(out, "\\u%04x", cp);
        else
            add_char(out, cp);
    }
}

/* ---- CSV --------------------------------------------------------------------------------- */

static bool is_plain_number(struct plumb_str s)
{
    size_t at = s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+') ? 1 : 0;
    bool point = false, digit = false;
    for (; at < s.len; at++) {
        if (s.ptr[at] == '.' && !point)
            point = true;
        else if (s.ptr[at] >= '0' && s.ptr[at] <= '9')
            digit = true;
        else
            return false;
    }
    return digit;
}

/* Full-width ＝ ＋ － ＠ are folded by some spreadsheets, so they count as their ASCII selves. */
static bool runs_as_formula(struct plumb_str s)
{
    if (s.len == 0 || is_plain_number(s))
        return false;
    size_t at = 0;
    uint32_t first = plumb_fold(plumb_utf8_decode(s, &at));
    return first == '=' || first == '+' || first == '-' || first == '@' || first == '\t' ||
           first == '\r' || first == '\n';
}

void plumb_escape_csv(struct plumb_buf *out, struct plumb_str s)
{
    bool guard = runs_as_formula(s), quote = guard;
    for (size_t i = 0; i < s.len && !quote; i++)
        quote = strchr(",\"\r\n\t;'", s.ptr[i]) != NULL || s.ptr[i] == ' ';
    if (quote)
        plumb_buf_add(out, "\"", 1);
    if (guard)
        plumb_buf_add(out, "'", 1);
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = plumb_utf8_decode(s, &at);
        if (cp == '"')
            plumb_buf_add(out, "\"", 1);
        add_char(out, cp == 0 ? 0xFFFD : cp);
    }
    if (quote)
        plumb_buf_add(out, "\"", 1);
}

/* ---- terminal ---------------------------------------------------------------------------- */

static bool reorders_text(uint32_t cp)
{
    return (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0x200E ||
           cp == 0x200F;
}

void plumb_escape_terminal(struct plumb_buf *out, struct plumb_str s, bool lines)
{
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = plumb_utf8_decode(s, &at);
        if (cp == '\n' || cp == '\t')
            add_char(out, lines ? cp : ' ');
        else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
            plumb_buf_printf(out, "\\x%02x", cp);
        else if (reorders_text(cp))
            plumb_buf_printf(out, "\\u{%04x}", cp);
        else
            add_char(out, cp);
    }
}

/* ---- gnuplot ----------------------------------------------------------------------------- */

void plumb_escape_gnuplot(struct plumb_buf *out, struct plumb_str s)
{
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = plumb_utf8_decode(s, &at);
        if (cp == '"')
            cp = 0x201D;
        else if (cp == '\'' || cp == '`')
            cp = 0x2019;
        else if (cp == '\\' || cp == '@' || cp == '$')
            cp += 0xFEE0;
        else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 || cp == 0x2029 ||
                 reorders_text(cp))
            cp = ' ';
        add_char(out, cp);
    }
}

/* ---- numbers ----------------------------------------------------------------------------- */

void plumb_json_double(struct plumb_buf *out, double x)
{
    if (!isfinite(x)) {
        plumb_buf_puts(out, "null");
        return;
    }
    char text[40];
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, x);
        if (strtod(text, NULL) == x)
            break;
    }
    /* Whole numbers up to 2^53 read better without an exponent: 100000, not 1e+05. */
    if (strchr(text, 'e') && fabs(x) < 9007199254740992.0 && x == floor(x))
        snprintf(text, sizeof text, "%.0f", x);
    plumb_buf_puts(out, strcmp(text, "-0") == 0 ? "0" : text);
}

void plumb_json_rounded(struct plumb_buf *out, double x, int decimals)
{
    if (!isfinite(x)) {
        plumb_buf_puts(out, "null");
        return;
    }
    char text[400];
    snprintf(text, sizeof text, "%.*f", decimals, x);
    size_t len = strlen(text);
    if (strchr(text, '.')) {
        while (text[len - 1] == '0')
            len--;
        if (text[len - 1] == '.')
            len--;
        text[len] = '\0';
    }
    plumb_buf_puts(out, strcmp(text, "-0") == 0 ? "0" : text);
}

void plumb_json_dec(struct plumb_buf *out, plumb_dec x)
{
    if (plumb_dec_cmp(x, PLUMB_DEC_INF) >= 0 || plumb_dec_cmp(x, PLUMB_DEC_NINF) <= 0) {
        plumb_buf_puts(out, "null");
        return;
    }
    char text[PLUMB_DEC_TEXT];
    plumb_buf_puts(out, plumb_dec_text(x, text));
}
