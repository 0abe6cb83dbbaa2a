/* Borrowed strings and the growing text buffer. */
#define _GNU_SOURCE 1 /* memrchr */
#include "base/lanes.h"
#include "plumb/base.h"

#include <stdio.h>
#include <string.h>

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xA0 || cp == 0x3000 ||
           (cp >= 0x200B && cp <= 0x200D) || cp == 0x2060 || cp == 0xFEFF;
}

struct plumb_str plumb_str_trim(struct plumb_str s)
{
    size_t from = 0, to = s.len;
    while (from < to) {
        size_t next = from;
        if (!is_blank(plumb_utf8_decode(s, &next)))
            break;
        from = next;
    }
    while (to > from) {
        size_t at = plumb_utf8_prev(s, to), next = at;
        if (!is_blank(plumb_utf8_decode(s, &next)))
            break;
        to = at;
    }
    return plumb_str_sub(s, from, to);
}

int plumb_str_compare(struct plumb_str a, struct plumb_str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.ptr, b.ptr, common) : 0;
    if (order != 0)
        return order < 0 ? -1 : 1;
    return (a.len > b.len) - (a.len < b.len);
}

/* The needle at one of `places` behind `from` (bit i: its last two bytes stand at from + i), or else at
 * `next` or behind. Apart from the first look, so that a search without a trace of the needle, as most
 * are, saves and restores no registers. */
__attribute__((noinline)) static size_t find_behind(struct plumb_str s, struct plumb_str needle,
                                                    size_t from, unsigned places, size_t next)
{
    const size_t probe = needle.len - 2, end = s.len - needle.len + 1;
    const plumb_pairs pair = plumb_pairs_of(needle.ptr + probe);
    for (;;) {
        for (; places; places &= places - 1) {
            size_t at = from + (size_t)__builtin_ctz(places);
            if (memcmp(s.ptr + at, needle.ptr, probe) == 0)
                return at;
        }
        if (next >= end)
            return PLUMB_NPOS;
        /* the last step goes back to fit in */
        from = next + PLUMB_LANES <= end ? next : end - PLUMB_LANES;
        next += PLUMB_LANES;
        const struct plumb_window w = plumb_window_at(s.ptr + probe + from);
        places = plumb_window_places(&w, pair);
    }
}

/* Fewer than PLUMB_LANES places, as in labels: one window has them all. */
static inline size_t find_short(struct plumb_str s, struct plumb_str needle)
{
    const size_t probe = needle.len - 2, end = s.len - needle.len + 1;
    const plumb_pairs pair = plumb_pairs_of(needle.ptr + probe);
    const bool few = s.len <= PLUMB_LANES;
    const struct plumb_window w =
        few ? plumb_window_few(s.ptr, s.len) : plumb_window_at(s.ptr + s.len - PLUMB_LANES - 1);
    if (!plumb_lanes_bits(plumb_window_has(&w, pair)))
        return PLUMB_NPOS;
    unsigned places = plumb_window_places(&w, pair);
    places = few ? places >> probe & ((1u << end) - 1) : places >> (PLUMB_LANES - end);
    return find_behind(s, needle, 0, places, end);
}

size_t plumb_str_find(struct plumb_str s, struct plumb_str needle)
{
    if (needle.len > s.len)
        return PLUMB_NPOS;
    if (needle.len < 2) {
        const char *hit = needle.len ? memchr(s.ptr, needle.ptr[0], s.len) : s.ptr;
        return hit ? (size_t)(hit - s.ptr) : needle.len ? PLUMB_NPOS : 0;
    }
    const size_t probe = needle.len - 2;       /* its last two bytes tell most */
    const size_t end = s.len - needle.len + 1; /* places to look at */
    if (end < PLUMB_LANES)
        return find_short(s, needle);
    const plumb_pairs pair = plumb_pairs_of(needle.ptr + probe);
    const char *from = s.ptr + probe, *last = from + (end - PLUMB_LANES);
    for (const char *p = from; p < last; p += PLUMB_LANES) {
        const struct plumb_window w = plumb_window_at(p);
        if (plumb_lanes_bits(plumb_window_has(&w, pair)))
            return find_behind(s, needle, 0, 0, (size_t)(p - from));
    }
    const struct plumb_window w = plumb_window_at(last);
    if (!plumb_lanes_bits(plumb_window_has(&w, pair)))
        return PLUMB_NPOS;
    return find_behind(s, needle, 0, 0, end - PLUMB_LANES);
}

size_t plumb_str_rfind(struct plumb_str s, struct plumb_str needle)
{
    if (needle.len > s.len)
        return PLUMB_NPOS;
    if (needle.len == 0)
        return s.len;
    char last = needle.ptr[needle.len - 1];
    for (size_t end = s.len; end >= needle.len;) {
        const char *hit = memrchr(s.ptr, last, end);
        if (!hit)
            return PLUMB_NPOS;
        end = (size_t)(hit - s.ptr);
        if (end + 1 >= needle.len && memcmp(hit - needle.len + 1, needle.ptr, needle.len) == 0)
            return end + 1 - needle.len;
    }
    return PLUMB_NPOS;
}

struct plumb_str plumb_str_copy(struct plumb_arena *arena, struct plumb_str s)
{
    char *text = s.len == SIZE_MAX ? NULL : plumb_arena_alloc(arena, s.len + 1);
    if (!text)
        return (struct plumb_str){"", 0};
    if (s.len)
        memcpy(text, s.ptr, s.len);
    return (struct plumb_str){text, s.len};
}

char *plumb_str_join(struct plumb_arena *arena, const struct plumb_str *pieces, size_t n)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++)
        len += pieces[i].len;
    char *text = plumb_arena_alloc(arena, len + 1), *to = text;
    for (size_t i = 0; text && i < n; i++) {
        if (pieces[i].len)
            memcpy(to, pieces[i].ptr, pieces[i].len);
        to += pieces[i].len;
    }
    return text;
}

bool plumb_buf_reserve(struct plumb_buf *buf, size_t more)
{
    if (buf->failed)
        return false;
    if (more >= SIZE_MAX - buf->len) {
        buf->failed = true;
        return false;
    }
    size_t needed = buf->len + more + 1;
    if (needed <= buf->capacity)
        return true;
    size_t capacity = buf->capacity < 64 ? 64 : buf->capacity;
    while (capacity < needed)
        capacity = capacity > SIZE_MAX / 2 ? needed : capacity * 2;
    char *data = plumb_realloc(buf->data, capacity);
    if (!data) {
        buf->failed = true;
        return false;
    }
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

void plumb_buf_add(struct plumb_buf *buf, const char *text, size_t len)
{
    bool fits = !buf->failed && len < buf->capacity - buf->len;
    if (len == 0 || (!fits && !plumb_buf_reserve(buf, len)))
        return;
    memcpy(buf->data + buf->len, text, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void plumb_buf_printf(struct plumb_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        buf->failed = true;
    else if (len > 0 && plumb_buf_reserve(buf, (size_t)len)) {
        vsnprintf(buf->data + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

void plumb_buf_free(struct plumb_buf *buf)
{
    if (!buf)
        return;
    plumb_free(buf->data);
    *buf = (struct plumb_buf){0};
}
