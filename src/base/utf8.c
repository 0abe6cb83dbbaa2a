/* UTF-8: decoding, width, and the key under which labels are compared. */
#include "plumb/base.h"

#include <string.h>
#include <utf8proc.h>

/* Length of the well-formed sequence at s (Unicode 15, table 3-7), 0 when it is ill-formed. */
static size_t sequence_length(const unsigned char *s, size_t room)
{
    unsigned char lead = s[0];
    if (lead < 0x80)
        return 1;
    size_t len = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : 0;
    if (lead >= 0xF0 && lead <= 0xF4)
        len = 4;
    if (len == 0 || room < len)
        return 0;
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (s[1] < low || s[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    return len;
}

uint32_t plumb_utf8_decode_any(struct plumb_str s, size_t *at)
{
    if (*at >= s.len)
        return 0xFFFD;
    const unsigned char *p = (const unsigned char *)s.ptr + *at;
    size_t len = sequence_length(p, s.len - *at);
    *at += len ? len : 1;
    switch (len) {
    case 1:
        return p[0];
    case 2:
        return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3Fu);
    case 3:
        return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3Fu);
    case 4:
        return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 |
               (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3Fu);
    default:
        return 0xFFFD;
    }
}

size_t plumb_utf8_encode(uint32_t cp, char out[4])
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        cp = 0xFFFD;
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t plumb_utf8_prev_any(struct plumb_str s, size_t at)
{
    if (at > s.len)
        at = s.len;
    if (at == 0)
        return 0;
    const unsigned char *p = (const unsigned char *)s.ptr;
    if (p[at - 1] < 0x80)
        return at - 1;
    for (size_t back = 1; back <= 4 && back <= at; back++) {
        size_t start = at - back;
        if ((p[start] & 0xC0) == 0x80)
            continue;
        return sequence_length(p + start, at - start) == back ? start : at - 1;
    }
    return at - 1;
}

size_t plumb_utf8_count(struct plumb_str s)
{
    const unsigned char *p = (const unsigned char *)s.ptr;
    size_t count = 0;
    for (size_t at = 0; at < s.len; count++) {
        /* ideographs at a glance: E4 … E9 and two bytes behind */
        while (s.len - at > 3 && p[at] - 0xE4u < 6 && (p[at + 1] & 0xC0) == 0x80 &&
               (p[at + 2] & 0xC0) == 0x80) {
            at += 3;
            count++;
        }
        (void)plumb_utf8_decode(s, &at);
    }
    return count;
}

bool plumb_utf8_valid(struct plumb_str s, size_t *bad_at)
{
    const unsigned char *p = (const unsigned char *)s.ptr;
    for (size_t at = 0; at < s.len;) {
        bool ideograph = p[at] - 0xE4u < 6 && s.len - at >= 3 && (p[at + 1] & 0xC0) == 0x80 &&
                         (p[at + 2] & 0xC0) == 0x80;
        size_t len = p[at] < 0x80 ? 1 : ideograph ? 3 : sequence_length(p + at, s.len - at);
        if (len == 0) {
            if (bad_at)
                *bad_at = at;
            return false;
        }
        at += len;
    }
    return true;
}

int plumb_utf8_width(struct plumb_str s)
{
    int width = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = plumb_utf8_decode(s, &at);
        if (cp >= ' ' && cp < 0x7F)
            width++;
        else if ((cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0xFF01 && cp <= 0xFF5E) ||
                 (cp >= 0x3001 && cp <= 0x3011))
            width += 2; /* ideographs and marks: what the tables say, without asking them */
        else
            width += utf8proc_charwidth((utf8proc_int32_t)cp);
    }
    return width;
}

static bool is_space(uint32_t cp)
{
    if (cp < 0x80)
        return cp == ' ' || (cp >= '\t' && cp <= '\r');
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)cp);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP || cp == 0x85;
}

/* Punctuation of reports that is its own NFKC_Casefold and takes no combining mark into itself:
 * – — ‘ ’ “ ” 、 。 〈 〉 《 》 「 」 『 』 【 】 〔 〕 ≤ ≥ × · ‰ */
static bool is_plain_mark(uint32_t cp)
{
    return (cp >= 0x3001 && cp <= 0x3002) || (cp >= 0x3008 && cp <= 0x3011) ||
           (cp >= 0x3014 && cp <= 0x3015) || cp == 0x2013 || cp == 0x2014 ||
           (cp >= 0x2018 && cp <= 0x2019) || (cp >= 0x201C && cp <= 0x201D) || cp == 0x2264 ||
           cp == 0x2265 || cp == 0xD7 || cp == 0xB7 || cp == 0x2030;
}

/* Text made of ASCII, full-width ASCII and CJK ideographs, which NFKC maps one to one. */
bool plumb_label_key_simple(struct plumb_str s, char *out, size_t *len)
{
    size_t used = 0;
    for (size_t at = 0; at < s.len;) {
        size_t start = at;
        uint32_t cp = plumb_fold(plumb_utf8_decode(s, &at));
        if ((cp >= 0x4E00 && cp <= 0x9FFF) || is_plain_mark(cp)) {
            memcpy(out + used, s.ptr + start, at - start);
            used += at - start;
        } else if (cp >= 0x80) {
            return false;
        } else if (!is_space(cp)) {
            out[used++] = (char)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp);
        }
    }
    *len = used;
    return true;
}

/* Well-formed copy of s with U+FFFD for bad bytes and without white space. */
static struct plumb_str without_space(struct plumb_arena *arena, struct plumb_str s)
{
    if (s.len > SIZE_MAX / 3 - 1)
        s.len = 0;
    char *text = plumb_arena_alloc(arena, s.len * 3 + 1);
    if (!text)
        return PLUMB_STR("");
    size_t used = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = plumb_utf8_decode(s, &at);
        if (!is_space(cp))
            used += plumb_utf8_encode(cp, text + used);
    }
    return (struct plumb_str){text, used};
}

/* NFKC_Casefold with default ignorables dropped; the buffer of code points is in the arena. */
static struct plumb_str full_key(struct plumb_arena *arena, struct plumb_str s)
{
    const utf8proc_option_t how =
        UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STABLE;
    struct plumb_str clean = without_space(arena, s);
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)clean.ptr;
    utf8proc_ssize_t size = (utf8proc_ssize_t)clean.len;
    utf8proc_ssize_t count = utf8proc_decompose(bytes, size, NULL, 0, how);
    if (count < 0)
        return clean;
    /* utf8proc_reencode writes the text over the code points and a NUL behind it. */
    utf8proc_int32_t *points = plumb_arena_array(arena, (size_t)count + 1, sizeof *points);
    if (!points)
        return PLUMB_STR("");
    count = utf8proc_decompose(bytes, size, points, count, how);
    utf8proc_ssize_t len = count < 0 ? -1 : utf8proc_reencode(points, count, how);
    if (len < 0)
        return clean;
    /* Compatibility characters such as U+00A8 decompose into a space and a mark. */
    char *text = (char *)points;
    size_t used = 0;
    for (size_t i = 0; i < (size_t)len; i++)
        if (text[i] != ' ')
            text[used++] = text[i];
    text[used] = '\0';
    return (struct plumb_str){text, used};
}

struct plumb_str plumb_label_key(struct plumb_arena *arena, struct plumb_str s)
{
    char *text = s.len == SIZE_MAX ? NULL : plumb_arena_alloc(arena, s.len + 1);
    if (!text)
        return PLUMB_STR("");
    size_t len = 0;
    if (plumb_label_key_simple(s, text, &len)) {
        text[len] = '\0';
        return (struct plumb_str){text, len};
    }
    return full_key(arena, s);
}
