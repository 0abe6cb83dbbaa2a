/* Borrowed strings and the growing text buffer. */
#define _GNU_SOURCE 1 /* memrchr */
#include "plumb/base.h"

#include <stdio.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

/* As many places are looked at in one step. */
#define LANES 16
typedef unsigned char lanes __attribute__((vector_size(LANES)));

/* In labels and for single characters the C library is as quick. */
__attribute__((noinline)) static size_t find_short(struct plumb_str s, struct plumb_str needle)
{
    /* the last byte of a character differs more often than the first */
    const char last = needle.ptr[needle.len - 1], *from = s.ptr + needle.len - 1;
    const size_t places = s.len - needle.len + 1;
    for (size_t at = 0; at < places; at++) {
        const char *hit = memchr(from + at, last, places - at);
        if (!hit)
            return PLUMB_NPOS;
        at = (size_t)(hit - from);
        if (memcmp(s.ptr + at, needle.ptr, needle.len - 1) == 0)
            return at;
    }
    return PLUMB_NPOS;
}

/* Bit i is set when x[i] is not 0; the bytes are 0 or 255. */
static unsigned bits_of(lanes x)
{
#ifdef __SSE2__
    return (unsigned)_mm_movemask_epi8((__m128i)x);
#else
    unsigned bits = 0;
    for (unsigned i = 0; i < LANES; i++)
        bits |= (x[i] & 1u) << i;
    return bits;
#endif
}

/* At which of the LANES places from p on do these two bytes stand? */
static unsigned places_of(const char *p, lanes first, lanes second)
{
    lanes a, b;
    memcpy(&a, p, LANES);
    memcpy(&b, p + 1, LANES);
    return bits_of((lanes)((a == first) & (b == second)));
}

/* First of the places [at, end) where the two bytes at `pair` stand, or `end`. end >= LANES. */
static inline size_t find_pair(const char *p, size_t at, size_t end, const char *pair)
{
    lanes first = (lanes){0} + (unsigned char)pair[0];
    lanes second = (lanes){0} + (unsigned char)pair[1];
    for (; at + LANES <= end; at += LANES) {
        unsigned places = places_of(p + at, first, second);
        if (places)
            return at + (size_t)__builtin_ctz(places);
    }
    if (at >= end)
        return end;
    /* the last step goes back to fit in */
    unsigned places = places_of(p + end - LANES, first, second) >> (LANES - (end - at));
    return places ? at + (size_t)__builtin_ctz(places) : end;
}

/* The needle at `at`, where its last two bytes stand, or behind. Apart from plumb_str_find, so that a
 * search that ends without a trace of the needle, as most do, saves and restores no registers. */
__attribute__((noinline)) static size_t find_behind(struct plumb_str s, struct plumb_str needle,
                                                    size_t at)
{
    size_t probe = needle.len - 2, end = s.len - needle.len + 1;
    while (at < end && memcmp(s.ptr + at, needle.ptr, probe) != 0)
        at = find_pair(s.ptr + probe, at + 1, end, needle.ptr + probe);
    return at < end ? at : PLUMB_NPOS;
}

size_t plumb_str_find(struct plumb_str s, struct plumb_str needle)
{
    if (needle.len == 0)
        return 0;
    if (needle.len > s.len)
        return PLUMB_NPOS;
    size_t end = s.len - needle.len + 1; /* places to look at */
    if (needle.len < 2 || end < LANES)
        return find_short(s, needle);
    size_t probe = needle.len - 2; /* its last two bytes tell most */
    size_t at = find_pair(s.ptr + probe, 0, end, needle.ptr + probe);
    return at == end ? PLUMB_NPOS : find_behind(s, needle, at);
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
