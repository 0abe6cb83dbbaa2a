/* Text in terminal columns: East Asian widths, line breaks, padding. */
#include "plumb/report.h"

#include <string.h>

static int width_of(struct plumb_str s)
{
    return plumb_utf8_width(s);
}

/* Characters that may not begin a line (GB/T 15834 and Unicode line breaking class CL). */
static bool closes(uint32_t cp)
{
    static const uint32_t list[] = {0x3001, 0x3002, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF01, 0xFF1F,
                                    0xFF09, 0xFF05, 0x300B, 0x3009, 0x300D, 0x300F, 0x3011, 0x3015,
                                    0x2026, 0x201D, 0x2019, '.',    ',',    ';',    ':',    '!',
                                    '?',    ')',    ']',    '%',    '}'};
    for (size_t i = 0; i < PLUMB_COUNT(list); i++)
        if (list[i] == cp)
            return true;
    return false;
}

/* Characters that may not end a line. */
static bool opens(uint32_t cp)
{
    static const uint32_t list[] = {0x300A, 0x3008, 0x300C, 0x300E, 0x3010, 0x3014, 0xFF08,
                                    0x201C, 0x2018, '(',    '[',    '{',    0xA5,   0xFFE5};
    for (size_t i = 0; i < PLUMB_COUNT(list); i++)
        if (list[i] == cp)
            return true;
    return false;
}

static bool is_wide(uint32_t cp)
{
    return cp >= 0x2E80 && cp <= 0xFFDC;
}

/* May the line break between these two characters? */
static bool may_break(uint32_t before, uint32_t after)
{
    if (before == ' ')
        return after != ' ';
    if (after == ' ' || closes(after) || opens(before))
        return false;
    return is_wide(before) || is_wide(after);
}

/* End of the longest piece from `from` that fits in `room` columns and ends where a line may break;
 * at least one character. */
static size_t break_point(struct plumb_str s, size_t from, int room)
{
    size_t at = from, best = from;
    int used = 0;
    uint32_t before = 0;
    while (at < s.len) {
        size_t next = at;
        uint32_t cp = plumb_utf8_decode(s, &next);
        if (cp == '\n')
            return at > from ? at : next;
        if (at > from && may_break(before, cp))
            best = at;
        used += width_of(plumb_str_sub(s, at, next));
        /* A space at the end of the line takes no room. */
        if (used > room && cp != ' ')
            return best > from ? best : at > from ? at : next;
        before = cp;
        at = next;
    }
    return at;
}

void plumb_terminal_wrap(struct plumb_buf *out, struct plumb_str s, int at, int indent, int columns)
{
    struct plumb_buf safe = {0};
    plumb_escape_terminal(&safe, s, true);
    struct plumb_str text = {safe.data ? safe.data : "", safe.failed ? 0 : safe.len};
    out->failed |= safe.failed;
    for (size_t from = 0; from < text.len;) {
        int room = columns - (from == 0 ? at : indent);
        size_t to = break_point(text, from, room > 8 ? room : 8);
        struct plumb_str line = plumb_str_trim(plumb_str_sub(text, from, to));
        if (from > 0)
            plumb_buf_printf(out, "\n%*s", indent, "");
        plumb_buf_str(out, line);
        from = to;
        while (from < text.len && (text.ptr[from] == ' ' || text.ptr[from] == '\n'))
            from++;
    }
    plumb_buf_free(&safe);
}

void plumb_terminal_fit(struct plumb_buf *out, struct plumb_str s, int columns, int align)
{
    struct plumb_buf safe = {0};
    plumb_escape_terminal(&safe, s, false);
    struct plumb_str text = {safe.data ? safe.data : "", safe.failed ? 0 : safe.len};
    out->failed |= safe.failed;
    int width = width_of(text);
    if (width > columns) {
        size_t at = 0;
        for (width = 0; at < text.len;) {
            size_t next = at;
            plumb_utf8_decode(text, &next);
            int more = width_of(plumb_str_sub(text, at, next));
            if (width + more > columns - 1)
                break;
            width += more;
            at = next;
        }
        plumb_buf_str(out, plumb_str_sub(text, 0, at));
        plumb_buf_puts(out, columns > 0 ? "…" : "");
        plumb_buf_printf(out, "%*s", columns > 0 && align != 0 ? columns - width - 1 : 0, "");
    } else {
        plumb_buf_printf(out, "%*s", align > 0 ? columns - width : 0, "");
        plumb_buf_str(out, text);
        plumb_buf_printf(out, "%*s", align < 0 ? columns - width : 0, "");
    }
    plumb_buf_free(&safe);
}
