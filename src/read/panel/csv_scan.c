/* Rows and fields of CSV (RFC 4180 and what people make of it). */
#include "read/panel/csv_int.h"

#include <string.h>

/* A quoted field longer than this is an unclosed quote. */
#define MAX_QUOTED ((size_t)1 << 20)

static bool is_field_end(const struct plumb_csv_dialect *dialect, const char *at, const char *end)
{
    while (at < end && *at == ' ')
        at++;
    return at >= end || *at == dialect->delimiter || *at == '\n' || *at == '\r';
}

/* A quote that is never closed, or closed in the middle of a word, is a plain character: otherwise
 * one stray quote would swallow the rows after it. */
const char *plumb_csv_quoted_end(const struct plumb_csv_dialect *dialect, const char *at,
                                 const char *end, bool *escaped)
{
    const char *from = at + 1;
    const char *limit = (size_t)(end - from) > MAX_QUOTED ? from + MAX_QUOTED : end;
    *escaped = false;
    while (from < limit) {
        const char *quote = memchr(from, '"', (size_t)(limit - from));
        if (!quote)
            return NULL;
        if (quote + 1 < end && quote[1] == '"') {
            *escaped = true;
            from = quote + 2;
            continue;
        }
        return is_field_end(dialect, quote + 1, end) ? quote + 1 : NULL;
    }
    return NULL;
}

static size_t count_line_ends(const struct plumb_csv_dialect *dialect, const char *from,
                              const char *to)
{
    size_t count = 0;
    while (from < to && (from = memchr(from, dialect->newline, (size_t)(to - from))) != NULL) {
        count++;
        from++;
    }
    return count;
}

/* The first `a` or `b`, eight bytes at a time (Mycroft's test for a zero byte; it may see a byte
 * above a true hit as a hit too, but never misses one, so the bytes are then looked at singly). */
static const char *find_either(const char *at, const char *end, char a, char b)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
    const uint64_t all_a = ones * (unsigned char)a, all_b = ones * (unsigned char)b;
    while (end - at >= 8) {
        uint64_t word;
        memcpy(&word, at, sizeof word);
        uint64_t x = word ^ all_a, y = word ^ all_b;
        if ((((x - ones) & ~x) | ((y - ones) & ~y)) & highs)
            break;
        at += 8;
    }
    while (at < end && *at != a && *at != b)
        at++;
    return at;
}

const char *plumb_csv_row(const struct plumb_csv_dialect *dialect, const char *at, const char *end,
                          struct plumb_csv_field *fields, size_t max, size_t *count, size_t *lines)
{
    const char delimiter = dialect->delimiter, newline = dialect->newline;
    size_t n = 0;
    *lines = 0;
    for (;;) {
        struct plumb_csv_field field = {at, 0, false, false};
        const char *close =
            at < end && *at == '"' ? plumb_csv_quoted_end(dialect, at, end, &field.escaped) : NULL;
        if (close) {
            field.ptr = at + 1;
            field.len = (size_t)(close - at) - 2;
            field.quoted = true;
            *lines += count_line_ends(dialect, at, close);
            at = close;
        }
        at = find_either(at, end, delimiter, newline);
        if (!close) {
            field.len = (size_t)(at - field.ptr);
            field.escaped = false;
        }
        bool last = at >= end || *at == newline;
        if (last && !close && field.len && field.ptr[field.len - 1] == '\r')
            field.len--;
        if (n < max)
            fields[n] = field;
        n++;
        if (at < end)
            *lines += *at++ == newline;
        if (last)
            break;
    }
    *count = n;
    return at;
}

struct plumb_str plumb_csv_text(const struct plumb_csv_field *field, struct plumb_arena *arena)
{
    struct plumb_str text = {field->ptr, field->len};
    if (field->escaped) {
        char *out = plumb_arena_alloc(arena, field->len + 1);
        size_t len = 0;
        for (size_t i = 0; i < field->len; i++) {
            out[len++] = field->ptr[i];
            if (field->ptr[i] == '"' && i + 1 < field->len && field->ptr[i + 1] == '"')
                i++;
        }
        text = (struct plumb_str){out, len};
    }
    return plumb_str_trim(text);
}

/* ---- dialect ---- */

#define SNIFF_ROWS 60
#define SNIFF_FIELDS 64

/* Text that another delimiter would still cut: a sign that this one is wrong. */
static bool has_other_delimiter(const struct plumb_csv_field *field, char delimiter)
{
    double value;
    bool percent;
    if (field->quoted ||
        plumb_csv_number(field->ptr, field->len, true, 0, &value, &percent) == PLUMB_CSV_NUMBER)
        return false;
    static const char others[] = ";\t|";
    for (size_t i = 0; i < sizeof others - 1; i++)
        if (others[i] != delimiter && memchr(field->ptr, others[i], field->len))
            return true;
    return false;
}

/* How well a delimiter fits: share of rows with the most common number of fields (two or more),
 * less what it leaves uncut. */
static double fit(struct plumb_csv_dialect dialect, const char *head, const char *end,
                  size_t *columns)
{
    struct plumb_csv_field fields[SNIFF_FIELDS];
    size_t counts[SNIFF_ROWS], rows = 0, all = 0, uncut = 0, best = 0;
    *columns = 0;
    for (const char *at = head; at < end && rows < SNIFF_ROWS;) {
        size_t count = 0, lines = 0;
        const char *next = plumb_csv_row(&dialect, at, end, fields, SNIFF_FIELDS, &count, &lines);
        if (plumb_str_trim((struct plumb_str){at, (size_t)(next - at)}).len > 0)
            counts[rows++] = count;
        for (size_t f = 0; f < count && f < SNIFF_FIELDS; f++, all++)
            uncut += has_other_delimiter(&fields[f], dialect.delimiter);
        at = next;
    }
    for (size_t i = 0; i < rows; i++) {
        size_t same = 0;
        for (size_t k = 0; k < rows; k++)
            same += counts[k] == counts[i];
        if (counts[i] >= 2 && (same > best || (same == best && counts[i] > *columns))) {
            best = same;
            *columns = counts[i];
        }
    }
    return rows && all ? (double)best / (double)rows - (double)uncut / (double)all : 0;
}

/* "178,00" against "1,234": does the comma part decimals or thousands? */
static bool has_decimal_comma(struct plumb_csv_dialect dialect, const char *head, const char *end)
{
    struct plumb_csv_field fields[SNIFF_FIELDS];
    size_t decimals = 0, others = 0;
    for (const char *at = head; at < end;) {
        size_t count = 0, lines = 0;
        at = plumb_csv_row(&dialect, at, end, fields, SNIFF_FIELDS, &count, &lines);
        for (size_t f = 0; f < count && f < SNIFF_FIELDS; f++) {
            struct plumb_str text =
                plumb_str_trim((struct plumb_str){fields[f].ptr, fields[f].len});
            size_t comma = plumb_str_rfind(text, PLUMB_STR(","));
            double value;
            bool percent;
            if (plumb_csv_number(text.ptr, text.len, false, 0, &value, &percent) ==
                PLUMB_CSV_NUMBER) {
                others += plumb_str_has(text, ".") || comma != PLUMB_NPOS;
                continue;
            }
            decimals += comma != PLUMB_NPOS && plumb_csv_number(text.ptr, text.len, true, 0, &value,
                                                                &percent) == PLUMB_CSV_NUMBER;
        }
    }
    return decimals > 0 && others * 10 <= decimals;
}

struct plumb_csv_dialect plumb_csv_sniff(const char *head, size_t len)
{
    static const char delimiters[] = {',', '\t', ';', '|'};
    const char *end = head + len;
    struct plumb_csv_dialect dialect = {',', '\n', false};
    if (!memchr(head, '\n', len) && memchr(head, '\r', len))
        dialect.newline = '\r';
    /* The last row may be cut off by the end of the head. */
    const char *cut = end;
    while (cut > head && cut[-1] != dialect.newline)
        cut--;
    if (cut > head && len >= PLUMB_CSV_HEAD)
        end = cut;
    double best = 0;
    size_t best_columns = 0;
    for (size_t i = 0; i < sizeof delimiters; i++) {
        struct plumb_csv_dialect candidate = dialect;
        size_t columns = 0;
        candidate.delimiter = delimiters[i];
        double score = fit(candidate, head, end, &columns);
        if (score > best + 0.05 || (score > best - 0.05 && score > 0 && columns > best_columns)) {
            best = score;
            best_columns = columns;
            dialect.delimiter = delimiters[i];
        }
    }
    const char *sample = (size_t)(end - head) > 65536 ? head + 65536 : end;
    dialect.decimal_comma = has_decimal_comma(dialect, head, sample);
    return dialect;
}
