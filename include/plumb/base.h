/* Plumbline base: status and errors, memory, strings, exact decimals, intervals.
 *
 * Every other part of the library includes this header and may include nothing to its right
 * (see docs/architecture.md). Functions that can fail return enum plumb_status and, when the
 * caller passes a non-NULL error, fill it with one full sentence: what, where, what to do.
 */
#ifndef PLUMB_BASE_H
#define PLUMB_BASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PLUMB_VERSION "0.2.0"

/* Elements of an array, at compile time. */
#define PLUMB_COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ---- status and errors ------------------------------------------------------------------- */

enum plumb_status {
    PLUMB_OK = 0,
    PLUMB_E_NOMEM,       /* an allocation failed */
    PLUMB_E_IO,          /* a file could not be opened, read or written */
    PLUMB_E_FORMAT,      /* the input is not what it claims to be */
    PLUMB_E_ENCODING,    /* text in no encoding we can read */
    PLUMB_E_LIMIT,       /* a named limit was exceeded */
    PLUMB_E_DOMAIN,      /* the argument is outside the function's domain (too few values, NaN) */
    PLUMB_E_USAGE,       /* the caller or the command line is wrong */
    PLUMB_E_STORE,       /* the case file refused */
    PLUMB_E_UNAVAILABLE, /* an optional program or font is missing */
    PLUMB_E_INTERRUPTED, /* the user interrupted */
    PLUMB_E_INTERNAL     /* a defect of this program */
};

struct plumb_error {
    enum plumb_status code;
    char message[512]; /* one full sentence, UTF-8 */
    char source[256];  /* file or table the error is about, or "" */
    size_t line;       /* from 1; 0 = unknown */
    size_t column;     /* from 1; 0 = unknown */
};

/* Fill *error (may be NULL) and return code, so that `return plumb_fail(...)` reads well. */
enum plumb_status plumb_fail(struct plumb_error *error, enum plumb_status code, const char *format,
                             ...) __attribute__((format(printf, 3, 4)));
/* The same with a position. source may be NULL. */
enum plumb_status plumb_fail_at(struct plumb_error *error, enum plumb_status code,
                                const char *source, size_t line, size_t column, const char *format,
                                ...) __attribute__((format(printf, 6, 7)));
/* "file or directory could not be read" and so on; never NULL. */
const char *plumb_status_text(enum plumb_status code);

/* ---- memory ------------------------------------------------------------------------------ */

/* The one door all allocations of the library go through. NULL on failure or when the test
 * counter says so. plumb_calloc checks count * size for overflow. Free with plumb_free. */
void *plumb_malloc(size_t size);
void *plumb_calloc(size_t count, size_t size);
void *plumb_realloc(void *old, size_t size);
void plumb_free(void *block);
/* Testing: from now on the n-th allocation (n >= 1) of this thread and all after it fail; 0 turns
 * it off. plumb_alloc_count returns how many allocations this thread made since the last call. */
void plumb_alloc_fail_at(size_t n);
size_t plumb_alloc_count(void);

/* Region allocator: everything lives until the arena is freed. Not for sharing between threads.
 * When `on_nomem` is set, an allocation that fails jumps there instead of returning NULL, so that
 * pure code that owns nothing but arena memory needs no checks; see PLUMB_ARENA_GUARD. */
struct plumb_arena;
struct plumb_arena *plumb_arena_new(void); /* NULL when out of memory */
void plumb_arena_free(struct plumb_arena *arena);
void *plumb_arena_alloc(struct plumb_arena *arena, size_t size); /* zeroed, 16-byte aligned */
void *plumb_arena_array(struct plumb_arena *arena, size_t count, size_t size); /* checked product */
char *plumb_arena_printf(struct plumb_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* From now on the arena is out of memory at so many bytes; 0: no limit. */
void plumb_arena_limit(struct plumb_arena *arena, size_t bytes);
bool plumb_arena_is_full(const struct plumb_arena *arena); /* has met its limit */
size_t plumb_arena_bytes(const struct plumb_arena *arena);
/* From now on the arena is out of memory once this thread has used so many seconds of processor
 * time; 0: no limit. Processor time, so that a busy machine gives the same results. */
void plumb_arena_deadline(struct plumb_arena *arena, double stop_at);
/* For loops that may be long and allocate nothing: ends as an allocation would. Cheap. */
void plumb_arena_tick(struct plumb_arena *arena);
/* Processor time this thread has used; never 0. */
double plumb_thread_seconds(void);
/* Set the jump target (NULL: return NULL on failure) and return the previous one. */
jmp_buf *plumb_arena_on_nomem(struct plumb_arena *arena, jmp_buf *target);

/* In a function that returns enum plumb_status:
 *     jmp_buf nomem;
 *     jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
 *     if (setjmp(nomem)) { plumb_arena_on_nomem(arena, outer); return plumb_fail_nomem(error); }
 *     ... code whose arena allocations cannot fail ...
 *     plumb_arena_on_nomem(arena, outer);
 */
enum plumb_status plumb_fail_nomem(struct plumb_error *error);

/* Append to a growing array kept in an arena: `items`, `count` and `capacity` are lvalues.
 * Returns a pointer to the new zeroed element (NULL when out of memory and no jump target). */
#define PLUMB_PUSH(arena, items, count, capacity)                                                  \
    (((count) < (capacity) ||                                                                      \
      plumb_arena_grow((arena), (void **)&(items), &(capacity), (count), sizeof *(items)))         \
         ? &(items)[(count)++]                                                                     \
         : NULL)
bool plumb_arena_grow(struct plumb_arena *arena, void **items, size_t *capacity, size_t count,
                      size_t size);

/* ---- strings ----------------------------------------------------------------------------- */

/* A borrowed piece of UTF-8 text; not NUL-terminated. */
struct plumb_str {
    const char *ptr;
    size_t len;
};
#define PLUMB_STR(literal) ((struct plumb_str){(literal), sizeof(literal) - 1})
#define PLUMB_STR_INIT(literal) /* for static tables */                                            \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }
#define PLUMB_STR_ARG(s) (int)(s).len, (s).ptr /* for "%.*s" */

/* The smallest of them are inline: extraction calls them millions of times a megabyte. */
static inline struct plumb_str plumb_str_from(const char *text) /* NULL gives the empty string */
{
    return text ? (struct plumb_str){text, strlen(text)} : (struct plumb_str){"", 0};
}
static inline struct plumb_str plumb_str_sub(struct plumb_str s, size_t from,
                                             size_t to) /* clamps */
{
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return s.len ? (struct plumb_str){s.ptr + from, to - from} : (struct plumb_str){"", 0};
}
struct plumb_str plumb_str_trim(struct plumb_str s); /* ASCII, U+00A0, U+3000 and zero-width */
static inline bool plumb_str_equal(struct plumb_str a, struct plumb_str b)
{
    return a.len == b.len && (a.len == 0 || (a.ptr[a.len - 1] == b.ptr[a.len - 1] &&
                                             memcmp(a.ptr, b.ptr, a.len) == 0));
}
/* The last byte tells Chinese words apart sooner than the first. */
static inline bool plumb_str_starts(struct plumb_str s, struct plumb_str prefix)
{
    return s.len >= prefix.len &&
           (prefix.len == 0 || (s.ptr[prefix.len - 1] == prefix.ptr[prefix.len - 1] &&
                                memcmp(s.ptr, prefix.ptr, prefix.len) == 0));
}
/* The same for a word of a list: most differ in their first character, so no length is asked for. */
static inline bool plumb_str_begins(struct plumb_str s, const char *word)
{
    for (size_t i = 0; word[i]; i++)
        if (i >= s.len || s.ptr[i] != word[i])
            return false;
    return true;
}
static inline bool plumb_str_ends(struct plumb_str s, struct plumb_str suffix)
{
    return s.len >= suffix.len &&
           (suffix.len == 0 || (s.ptr[s.len - 1] == suffix.ptr[suffix.len - 1] &&
                                memcmp(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len) == 0));
}
int plumb_str_compare(struct plumb_str a, struct plumb_str b); /* bytewise */
/* Offset of the first / last needle, or PLUMB_NPOS. */
#define PLUMB_NPOS ((size_t)-1)
size_t plumb_str_find(struct plumb_str s, struct plumb_str needle);
size_t plumb_str_rfind(struct plumb_str s, struct plumb_str needle);
static inline bool plumb_str_has(struct plumb_str s, const char *needle)
{
    return plumb_str_find(s, plumb_str_from(needle)) != PLUMB_NPOS;
}
struct plumb_str plumb_str_copy(struct plumb_arena *arena, struct plumb_str s); /* NUL behind it */
/* The pieces one after the other, NUL behind the last; NULL like plumb_arena_alloc. For texts that
 * are made by the thousand, where plumb_arena_printf would read its format each time. */
char *plumb_str_join(struct plumb_arena *arena, const struct plumb_str *pieces, size_t n);
#define PLUMB_JOIN(arena, ...)                                                                     \
    plumb_str_join((arena), (const struct plumb_str[]){__VA_ARGS__},                               \
                   sizeof((const struct plumb_str[]){__VA_ARGS__}) / sizeof(struct plumb_str))

/* Growing text buffer on the heap. On failure it turns `failed` and ignores further appends. */
struct plumb_buf {
    char *data; /* NUL-terminated when len > 0 */
    size_t len, capacity;
    bool failed;
};
/* Make room for `more` bytes and the final NUL; false when the buffer has failed. */
bool plumb_buf_reserve(struct plumb_buf *buf, size_t more);
void plumb_buf_add(struct plumb_buf *buf, const char *text, size_t len);
static inline void plumb_buf_puts(struct plumb_buf *buf, const char *text)
{
    plumb_buf_add(buf, text, strlen(text));
}
static inline void plumb_buf_str(struct plumb_buf *buf, struct plumb_str s)
{
    plumb_buf_add(buf, s.ptr, s.len);
}
void plumb_buf_printf(struct plumb_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void plumb_buf_free(struct plumb_buf *buf);

/* UTF-8. decode: the code point at s[*at], advancing *at; U+FFFD for a bad byte (advances 1). */
uint32_t plumb_utf8_decode_any(struct plumb_str s, size_t *at); /* the general case of decode */
static inline uint32_t plumb_utf8_decode(struct plumb_str s, size_t *at)
{
    if (*at < s.len) {
        const unsigned char *p = (const unsigned char *)s.ptr + *at;
        if (p[0] < 0x80) {
            ++*at;
            return p[0];
        }
        /* E1..EC and EE, EF take any two continuation bytes: U+1000..U+CFFF and U+E000..U+FFFF */
        if (p[0] > 0xE0 && p[0] < 0xF0 && p[0] != 0xED && s.len - *at >= 3 &&
            (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
            *at += 3;
            return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3Fu);
        }
    }
    return plumb_utf8_decode_any(s, at);
}
size_t plumb_utf8_encode(uint32_t cp, char out[4]);        /* bytes written */
size_t plumb_utf8_prev_any(struct plumb_str s, size_t at); /* the general case of prev */
/* Start of the character before `at`. */
static inline size_t plumb_utf8_prev(struct plumb_str s, size_t at)
{
    if (at >= 3 && at <= s.len) {
        const unsigned char *p = (const unsigned char *)s.ptr + at - 3;
        if (p[0] - 0xE4u < 6 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80)
            return at - 3; /* ideographs */
    }
    return plumb_utf8_prev_any(s, at);
}
size_t plumb_utf8_count(struct plumb_str s); /* code points */
bool plumb_utf8_valid(struct plumb_str s, size_t *bad_at);
int plumb_utf8_width(struct plumb_str s); /* terminal columns (East Asian width) */
/* NFKC with whitespace removed and case folded: the key under which labels are compared. */
struct plumb_str plumb_label_key(struct plumb_arena *arena, struct plumb_str s);
/* The same where no more than folding is needed, as for nearly all labels; false else. `out` holds s.len
 * bytes, of which *len are written. */
bool plumb_label_key_simple(struct plumb_str s, char *out, size_t *len);
/* One code point folded without changing the count: full-width ASCII to ASCII, ideographic space
 * to space, ％ to %. Everything else unchanged. */
static inline uint32_t plumb_fold(uint32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        return cp - 0xFEE0;
    return cp == 0x3000 ? ' ' : cp;
}

/* Text of unknown encoding to UTF-8, owned by the arena, without byte order mark and with a NUL
 * behind it. Knows UTF-8, UTF-16 and UTF-32 (marked; UTF-16 also unmarked), GB18030 with GBK and
 * GB 2312, Big5. *encoding_name (may be NULL) gets the iconv name, a static string. A byte that does
 * not fit is PLUMB_E_ENCODING with its offset in the message and its line in the error. O(len). */
enum plumb_status plumb_text_to_utf8(const void *bytes, size_t len, struct plumb_arena *arena,
                                     struct plumb_str *out, const char **encoding_name,
                                     struct plumb_error *error);

/* ---- exact decimals ---------------------------------------------------------------------- */

/* 128-bit fixed point, 10^-9 of the base unit (yuan, person, fraction). Range about ±1.7e29.
 * 10^-9 and not coarser: half a unit in the last place of 12.3456 % is 5e-7 of a fraction. */
__extension__ typedef __int128 plumb_i128;
typedef struct plumb_dec {
    plumb_i128 v;
} plumb_dec;
#define PLUMB_DEC_DIGITS 9
#define PLUMB_DEC_ONE ((plumb_i128)1000000000)

enum plumb_round { PLUMB_ROUND_FLOOR, PLUMB_ROUND_CEIL, PLUMB_ROUND_NEAREST /* half away */ };

static inline plumb_dec plumb_dec_int(int64_t n)
{
    return (plumb_dec){(plumb_i128)n * PLUMB_DEC_ONE};
}
/* mantissa * 10^exponent; PLUMB_E_LIMIT when it does not fit, PLUMB_E_DOMAIN when digits below
 * 10^-9 would be lost. */
enum plumb_status plumb_dec_scaled(plumb_i128 mantissa, int exponent, plumb_dec *out,
                                   struct plumb_error *error);
/* Parse [+-]digits[.digits] (ASCII; ',' between digits allowed). *decimals (may be NULL) gets the
 * number of printed decimals. The whole of s must be used. */
enum plumb_status plumb_dec_parse(struct plumb_str s, plumb_dec *out, int *decimals,
                                  struct plumb_error *error);
/* Shortest plain form ("12.75", "-0.5", "100"); out must hold PLUMB_DEC_TEXT bytes. */
#define PLUMB_DEC_TEXT 48
char *plumb_dec_text(plumb_dec a, char out[PLUMB_DEC_TEXT]);
/* With exactly `decimals` places, rounded half away from zero. */
char *plumb_dec_fixed(plumb_dec a, int decimals, char out[PLUMB_DEC_TEXT]);
double plumb_dec_double(plumb_dec a);
plumb_dec plumb_dec_from_double(double x); /* nearest; saturates; NaN gives 0 */

plumb_dec plumb_dec_add(plumb_dec a, plumb_dec b); /* saturates */
plumb_dec plumb_dec_sub(plumb_dec a, plumb_dec b);
plumb_dec plumb_dec_neg(plumb_dec a);
plumb_dec plumb_dec_abs(plumb_dec a);
static inline int plumb_dec_cmp(plumb_dec a, plumb_dec b) /* -1, 0, 1 */
{
    return (a.v > b.v) - (a.v < b.v);
}
static inline int plumb_dec_sign(plumb_dec a)
{
    return (a.v > 0) - (a.v < 0);
}
plumb_dec plumb_dec_min(plumb_dec a, plumb_dec b);
plumb_dec plumb_dec_max(plumb_dec a, plumb_dec b);
/* a * b / c with a 256-bit intermediate, rounded as asked; saturates, also for c = 0 (the sign of
 * a * b); 0 when a or b is 0. */
plumb_dec plumb_dec_muldiv(plumb_dec a, plumb_dec b, plumb_dec c, enum plumb_round round);
plumb_dec plumb_dec_mul(plumb_dec a, plumb_dec b, enum plumb_round round);
plumb_dec plumb_dec_div(plumb_dec a, plumb_dec b, enum plumb_round round); /* b != 0 */
plumb_dec plumb_dec_pow10(int exponent); /* 10^exponent, -9 <= exponent <= 28 */

/* ---- intervals --------------------------------------------------------------------------- */

/* Closed interval of values a printed number may stand for. Unbounded ends: PLUMB_DEC_INF. */
struct plumb_interval {
    plumb_dec lo, hi;
};
#define PLUMB_DEC_INF ((plumb_dec){((plumb_i128)1 << 126)})
#define PLUMB_DEC_NINF ((plumb_dec){-((plumb_i128)1 << 126)})

/* How a printed number came from the true one. DOMAIN: GB/T 8170 asks for half-even; reports also
 * truncate. */
enum plumb_mode {
    PLUMB_MODE_NEAREST,
    PLUMB_MODE_TRUNCATE,
    PLUMB_MODE_CEILING,
    PLUMB_MODE_ANY, /* off by less than one unit in the last place, either way */
    PLUMB_MODE_EXACT
};
const char *plumb_mode_name(enum plumb_mode mode);

/* The interval of true values for a value printed with unit-in-the-last-place ulp. */
struct plumb_interval plumb_interval_printed(plumb_dec value, plumb_dec ulp, enum plumb_mode mode);
struct plumb_interval plumb_interval_point(plumb_dec value);
struct plumb_interval plumb_interval_add(struct plumb_interval a, struct plumb_interval b);
struct plumb_interval plumb_interval_sub(struct plumb_interval a, struct plumb_interval b);
struct plumb_interval plumb_interval_mul(struct plumb_interval a, struct plumb_interval b);
/* a / b, outward rounded; false when b contains 0. */
bool plumb_interval_div(struct plumb_interval a, struct plumb_interval b,
                        struct plumb_interval *out);
bool plumb_interval_meets(struct plumb_interval a, struct plumb_interval b);
bool plumb_interval_has(struct plumb_interval a, plumb_dec x);
struct plumb_interval plumb_interval_widen(struct plumb_interval a, plumb_dec by);
/* Distance between the two intervals, 0 when they meet. */
plumb_dec plumb_interval_gap(struct plumb_interval a, struct plumb_interval b);

/* ---- hash, threads, progress ------------------------------------------------------------- */

uint64_t plumb_hash64(const void *data, size_t len, uint64_t seed); /* xxHash XXH64 */
/* Lower-case hex SHA-256 of data; out holds 65 bytes. */
void plumb_sha256_hex(const void *data, size_t len, char out[65]);
/* The same of a file, read in pieces; PLUMB_E_IO when it cannot be read. */
enum plumb_status plumb_sha256_file_hex(const char *path, char out[65], struct plumb_error *error);

/* Run task(context, index) for index 0..count-1 on up to `threads` threads (0: all cores). Every
 * index runs exactly once; the order of completion is not defined, so tasks write to their own
 * slot. Falls back to the calling thread when no thread can be started. */
typedef void plumb_task(void *context, size_t index);
void plumb_parallel(size_t count, unsigned threads, plumb_task *task, void *context);
unsigned plumb_cores(void);

/* A progress line on stderr when it is a terminal, from half a second on. */
struct plumb_progress;
struct plumb_progress *plumb_progress_new(const char *what, size_t total, bool enabled);
void plumb_progress_step(struct plumb_progress *progress, size_t done); /* thread-safe; NULL ok */
void plumb_progress_end(struct plumb_progress *progress);               /* clears and frees */

#ifdef __cplusplus
}
#endif
#endif
