/* Text in the encodings Chinese agencies use, to UTF-8. */
#include "plumb/base.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <uchardet.h>

/* Text longer than this is judged by its beginning. */
#define SAMPLE_BYTES ((size_t)1 << 16)

struct bom {
    const char *bytes;
    size_t len;
    const char *encoding;
};

/* UTF-32 LE before UTF-16 LE, whose mark is its beginning. */
static const struct bom boms[] = {
    {"\xEF\xBB\xBF", 3, "UTF-8"},    {"\xFF\xFE\0\0", 4, "UTF-32LE"},
    {"\0\0\xFE\xFF", 4, "UTF-32BE"}, {"\xFF\xFE", 2, "UTF-16LE"},
    {"\xFE\xFF", 2, "UTF-16BE"},     {"\x84\x31\x95\x33", 4, "GB18030"}};

static const struct bom *find_bom(struct plumb_str s)
{
    for (size_t i = 0; i < PLUMB_COUNT(boms); i++)
        if (s.len >= boms[i].len && memcmp(s.ptr, boms[i].bytes, boms[i].len) == 0)
            return &boms[i];
    return NULL;
}

/* How the bytes look when those at parity `high` are the upper halves of 16-bit units. */
struct units {
    size_t zero;   /* U+00xx: ASCII */
    size_t likely; /* that, and the blocks 20-30 (punctuation), 4E-9F (ideographs), FF */
    size_t ideograph;
    size_t spread; /* ideographs whose lower half is no printable ASCII */
};

static struct units count_units(struct plumb_str s, size_t high)
{
    struct units n = {0};
    for (size_t i = 0; i + 1 < s.len && i < SAMPLE_BYTES; i += 2) {
        unsigned char upper = (unsigned char)s.ptr[i + high];
        unsigned char lower = (unsigned char)s.ptr[i + 1 - high];
        bool ideograph = upper >= 0x4E && upper <= 0x9F;
        n.zero += upper == 0 && lower != 0;
        n.likely += upper == 0 || ideograph || (upper >= 0x20 && upper <= 0x30) || upper == 0xFF;
        n.ideograph += ideograph;
        n.spread += ideograph && (lower < 0x20 || lower >= 0x7F);
    }
    return n;
}

/* UTF-16 without a mark, or NULL. Bytes that are well-formed UTF-8 as well can only be ASCII text:
 * half of them are NUL. Otherwise nearly every unit is of a likely block, and the lower halves of
 * ideographs spread over all values (five in eight are no printable ASCII), which tells them from
 * GBK text (second bytes 40-FE) and from pairs of ASCII letters. */
static const char *guess_utf16(struct plumb_str s, bool valid_utf8)
{
    size_t units = (s.len < SAMPLE_BYTES ? s.len : SAMPLE_BYTES) / 2;
    if (s.len < 4 || s.len % 2 != 0)
        return NULL;
    for (size_t high = 0; high < 2; high++) {
        struct units n = count_units(s, high);
        bool fits = valid_utf8 ? n.zero * 10 >= units * 9
                               : n.likely * 10 >= units * 9 && n.spread * 3 >= n.ideograph &&
                                     (n.zero > 0 || s.len >= 16);
        if (fits)
            return high == 1 ? "UTF-16LE" : "UTF-16BE";
    }
    return NULL;
}

/* Multi-byte sequences of UTF-8 that are well formed against bytes that are not: tells a damaged
 * UTF-8 file from one in another encoding, where nearly all sequences are ill formed. */
static bool is_damaged_utf8(struct plumb_str s)
{
    size_t good = 0, bad = 0;
    for (size_t at = 0; at < s.len && at < SAMPLE_BYTES;) {
        size_t start = at;
        uint32_t cp = plumb_utf8_decode(s, &at);
        bad += cp == 0xFFFD && at - start == 1;
        good += at - start > 2;
    }
    return good > 2 * bad;
}

static bool uchardet_says(struct plumb_str s, const char *name)
{
    uchardet_t detector = uchardet_new();
    if (!detector)
        return false;
    bool same =
        uchardet_handle_data(detector, s.ptr, s.len < SAMPLE_BYTES ? s.len : SAMPLE_BYTES) == 0;
    uchardet_data_end(detector);
    same = same && strcmp(uchardet_get_charset(detector), name) == 0;
    uchardet_delete(detector);
    return same;
}

static size_t count_lines(const char *text, size_t len)
{
    size_t line = 1;
    for (size_t i = 0; i < len; i++)
        line += text[i] == '\n';
    return line;
}

static enum plumb_status bad_byte(struct plumb_str s, size_t offset, size_t line,
                                  const char *encoding, struct plumb_error *error)
{
    unsigned value = offset < s.len ? (unsigned char)s.ptr[offset] : 0;
    return plumb_fail_at(error, PLUMB_E_ENCODING, NULL, line, 0,
                         "The text looks like %s, but byte 0x%02X at offset %zu does not belong "
                         "to it; save the file as UTF-8 and try again.",
                         encoding, value, offset);
}

/* Eight bytes of which none is below a blank or DEL, as nearly all of a text. */
static bool are_printable(const char *p)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t x, del;
    memcpy(&x, p, sizeof x);
    del = x ^ ones * 0x7F;
    return ((((x - ones * 0x20) & ~x) | ((del - ones) & ~del)) & ones * 0x80) == 0;
}

/* Where the text shows that it is none: the first NUL, or the first control character when they
 * are many (one or two get into real text from word processors). Otherwise PLUMB_NPOS. */
static size_t find_binary(struct plumb_str s)
{
    size_t first = PLUMB_NPOS, count = 0;
    for (size_t i = 0; i < s.len; i++) {
        while (s.len - i > 8 && are_printable(s.ptr + i))
            i += 8;
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == 0)
            return i;
        if (c < 8 || c == 0x7F || (c >= 0x0E && c < 0x1A) || (c > 0x1B && c < 0x20)) {
            first = count == 0 ? i : first;
            count++;
        }
    }
    return count * 50 > s.len ? first : PLUMB_NPOS;
}

/* The text, already UTF-8 or ASCII compatible, holds what no text has. */
static enum plumb_status not_text(struct plumb_str s, size_t offset, struct plumb_error *error)
{
    size_t line = count_lines(s.ptr, offset);
    return plumb_fail_at(error, PLUMB_E_ENCODING, NULL, line, 0,
                         "The file is not text: byte 0x%02X at offset %zu (line %zu).",
                         (unsigned)(unsigned char)s.ptr[offset], offset, line);
}

/* iconv into a buffer that grows; *bad_at gets the offset of the byte that does not fit. */
static enum plumb_status convert(struct plumb_str s, const char *encoding, struct plumb_buf *buf,
                                 size_t *bad_at, struct plumb_error *error)
{
    iconv_t converter = iconv_open("UTF-8", encoding);
    if (converter == (iconv_t)-1)
        return plumb_fail(error, PLUMB_E_UNAVAILABLE,
                          "This system cannot convert %s to UTF-8; install its iconv tables.",
                          encoding);
    /* iconv takes char ** for the input but does not write through it. */
    union {
        const char *in;
        char *for_iconv;
    } from = {.in = s.ptr};
    size_t left = s.len;
    enum plumb_status status = PLUMB_OK;
    while (left > 0 && status == PLUMB_OK) {
        char chunk[8192];
        char *out = chunk;
        size_t room = sizeof chunk;
        size_t result = iconv(converter, &from.for_iconv, &left, &out, &room);
        int reason = errno;
        plumb_buf_add(buf, chunk, sizeof chunk - room);
        if (buf->failed)
            status = plumb_fail_nomem(error);
        else if (result == (size_t)-1 && reason != E2BIG)
            status = PLUMB_E_ENCODING;
    }
    *bad_at = s.len - left;
    iconv_close(converter);
    return status;
}

/* Convert s without its first `skip` bytes (the mark). */
static enum plumb_status convert_to_arena(struct plumb_str s, size_t skip, const char *encoding,
                                          struct plumb_arena *arena, struct plumb_str *out,
                                          struct plumb_error *error)
{
    struct plumb_buf buf = {0};
    size_t bad_at = 0;
    enum plumb_status status =
        convert(plumb_str_sub(s, skip, s.len), encoding, &buf, &bad_at, error);
    if (status == PLUMB_E_ENCODING)
        bad_byte(s, skip + bad_at, count_lines(buf.data, buf.len), encoding, error);
    size_t binary =
        status == PLUMB_OK ? find_binary((struct plumb_str){buf.data, buf.len}) : PLUMB_NPOS;
    if (binary != PLUMB_NPOS)
        status = not_text((struct plumb_str){buf.data, buf.len}, binary, error);
    if (status == PLUMB_OK) {
        /* The buffer is on the heap: no jump may pass it by. */
        jmp_buf *outer = plumb_arena_on_nomem(arena, NULL);
        *out = plumb_str_copy(arena, (struct plumb_str){buf.len ? buf.data : "", buf.len});
        plumb_arena_on_nomem(arena, outer);
        if (out->len != buf.len)
            status = plumb_fail_nomem(error);
    }
    plumb_buf_free(&buf);
    return status;
}

/* uchardet often has no name for a short GBK text, but does not take one for Big5. */
static const char *guess_legacy(struct plumb_str s)
{
    return uchardet_says(s, "BIG5") ? "BIG5-HKSCS" : "GB18030";
}

enum plumb_status plumb_text_to_utf8(const void *bytes, size_t len, struct plumb_arena *arena,
                                     struct plumb_str *out, const char **encoding_name,
                                     struct plumb_error *error)
{
    struct plumb_str s = {len ? bytes : "", len};
    const struct bom *bom = find_bom(s);
    size_t skip = bom ? bom->len : 0, bad_at = 0;
    struct plumb_str body = plumb_str_sub(s, skip, s.len);
    bool valid_utf8 = plumb_utf8_valid(body, &bad_at);
    const char *encoding = bom ? bom->encoding : guess_utf16(s, valid_utf8);
    bool bytes_are_text = !encoding || strcmp(encoding, "UTF-8") == 0;
    size_t binary = bytes_are_text ? find_binary(body) : PLUMB_NPOS;
    if (binary != PLUMB_NPOS)
        return not_text(s, skip + binary, error);
    if (!encoding)
        encoding = valid_utf8 || is_damaged_utf8(body) ? "UTF-8" : guess_legacy(body);
    if (encoding_name)
        *encoding_name = encoding;
    if (strcmp(encoding, "UTF-8") != 0)
        return convert_to_arena(s, skip, encoding, arena, out, error);
    if (!valid_utf8)
        return bad_byte(s, skip + bad_at, count_lines(body.ptr, bad_at), encoding, error);
    *out = plumb_str_copy(arena, body);
    return out->len == body.len ? PLUMB_OK : plumb_fail_nomem(error);
}
