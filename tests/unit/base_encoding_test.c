/* Recognising the encoding of a text file. */
#include "test_support.h"

#include <iconv.h>

/* Written for this test; long enough for statistics, with digits and line ends. */
static const char *const report =
    "某某局二〇二三年度部门决算说明\n"
    "全年收入共计 1280.50 万元，其中财政拨款占九成以上，其余为事业收入与上年结转。\n"
    "支出按用途分为人员、公用和项目三类；项目支出比上年减少，主要原因是设备购置完成。\n"
    "年末结余按规定收回，没有挤占挪用的情形。\n";
static const char *const traditional =
    "某某局民國一百一十二年度決算說明\n"
    "全年歲入共計 1280.50 萬元，其中補助收入占九成以上，其餘為規費與上年度結轉。\n"
    "歲出依用途分為人事、業務與設備三類；設備費較上年度減少，主要係採購案已經完成。\n"
    "年底賸餘依規定繳庫，並無移作他用之情形。\n";

struct bytes {
    char data[4096];
    size_t len;
};

/* glibc's iconv as the encoder. */
static struct bytes encoded(const char *text, const char *encoding)
{
    struct bytes out = {{0}, 0};
    iconv_t converter = iconv_open(encoding, "UTF-8");
    assert_true(converter != (iconv_t)-1);
    char copy[4096];
    snprintf(copy, sizeof copy, "%s", text);
    char *from = copy, *to = out.data;
    size_t left = strlen(copy), room = sizeof out.data;
    assert_true(iconv(converter, &from, &left, &to, &room) != (size_t)-1);
    iconv_close(converter);
    out.len = sizeof out.data - room;
    return out;
}

static void assert_reads(const void *bytes, size_t len, const char *encoding, const char *text)
{
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_str out = {NULL, 99};
    const char *name = NULL;
    struct plumb_error error = {0};
    if (plumb_text_to_utf8(bytes, len, arena, &out, &name, &error) != PLUMB_OK)
        fail_msg("%s: %s", encoding, error.message);
    assert_string_equal(name, encoding);
    assert_int_equal(out.len, strlen(text));
    assert_string_equal(out.ptr, text); /* and a NUL behind it */
    plumb_arena_free(arena);
}

static void test_known_bytes(void **unused)
{
    (void)unused;
    assert_reads("", 0, "UTF-8", "");
    assert_reads(NULL, 0, "UTF-8", "");
    assert_reads("plain\n", 6, "UTF-8", "plain\n");
    assert_reads("\xEF\xBB\xBF", 3, "UTF-8", "");
    assert_reads("\xEF\xBB\xBF\xE9\xA2\x84", 6, "UTF-8", "预");
    assert_reads("\xD4\xA4\xCB\xE3", 4, "GB18030", "预算");
    assert_reads("\x84\x31\x95\x33\xD4\xA4", 6, "GB18030", "预");
    /* U+20000, the first of extension B, has four bytes in GB 18030 (GB 18030-2005, table 2) */
    assert_reads("\xD4\xA4\x95\x32\x82\x36\xCB\xE3", 8, "GB18030", "预\xF0\xA0\x80\x80算");
    assert_reads("\xFF\xFE\x84\x98\x97\x7B", 6, "UTF-16LE", "预算");
    assert_reads("\xFE\xFF\x98\x84\x7B\x97", 6, "UTF-16BE", "预算");
    assert_reads("\xFF\xFE\0\0\x84\x98\0\0", 8, "UTF-32LE", "预");
    assert_reads("\0\0\xFE\xFF\0\0\x98\x84", 8, "UTF-32BE", "预");
    assert_reads("a\0b\0c\0\n\0", 8, "UTF-16LE", "abc\n");
    assert_reads("\0a\0b\0c\0\n", 8, "UTF-16BE", "abc\n");
}

static void test_a_report_in_each_encoding(void **unused)
{
    (void)unused;
    static const char *const names[][2] = {{"UTF-8", "UTF-8"},
                                           {"GB18030", "GB18030"},
                                           {"GBK", "GB18030"},
                                           {"UTF-16LE", "UTF-16LE"},
                                           {"UTF-16BE", "UTF-16BE"}};
    for (size_t i = 0; i < PLUMB_COUNT(names); i++) {
        struct bytes bytes = encoded(report, names[i][0]);
        assert_reads(bytes.data, bytes.len, names[i][1], report);
    }
    struct bytes bytes = encoded(traditional, "BIG5");
    assert_reads(bytes.data, bytes.len, "BIG5-HKSCS", traditional);
    bytes = encoded(traditional, "UTF-16LE");
    assert_reads(bytes.data, bytes.len, "UTF-16LE", traditional);
    bytes = encoded(traditional, "GB18030");
    assert_reads(bytes.data, bytes.len, "GB18030", traditional);
}

/* Every line for itself: short texts have less to go by. */
static void test_single_lines(void **unused)
{
    (void)unused;
    static const char *const encodings[] = {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"};
    for (size_t e = 0; e < 4; e++) {
        for (const char *line = report; *line;) {
            const char *end = strchr(line, '\n');
            char text[512];
            snprintf(text, sizeof text, "%.*s", (int)(end - line), line);
            struct bytes bytes = encoded(text, encodings[e]);
            assert_reads(bytes.data, bytes.len, encodings[e], text);
            line = end + 1;
        }
    }
}

/* Mostly ASCII with a few characters of GBK at any parity: neither UTF-16 nor Big5. */
static void test_ascii_is_never_taken_for_utf16(void **unused)
{
    (void)unused;
    static const char *const words[] = {"amount", "of", "the", "year", "12,",
                                        "x",      "\n", "it",  "预算"};
    uint64_t state = 6;
    for (int i = 0; i < 3000; i++) {
        char text[512];
        size_t len = 0, count = 2 + test_below(&state, 40);
        bool chinese = i % 2 == 0;
        for (size_t k = 0; k < count; k++)
            len += (size_t)snprintf(text + len, sizeof text - len, "%s ",
                                    words[test_below(&state, 8)]);
        if (chinese)
            snprintf(text + len, sizeof text - len, "%s", words[8]);
        struct bytes bytes = encoded(text, "GB18030");
        assert_reads(bytes.data, bytes.len, chinese ? "GB18030" : "UTF-8", text);
    }
}

static enum plumb_status refused(const void *bytes, size_t len, struct plumb_error *error)
{
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_str out;
    enum plumb_status status = plumb_text_to_utf8(bytes, len, arena, &out, NULL, error);
    plumb_arena_free(arena);
    return status;
}

static void test_damaged_utf8_names_the_byte(void **unused)
{
    (void)unused;
    char text[4096];
    snprintf(text, sizeof text, "%s", report);
    size_t offset = (size_t)(strstr(text, "项目支出") - text);
    text[offset + 1] = 'x';
    struct plumb_error error = {0};
    assert_int_equal(refused(text, strlen(report), &error), PLUMB_E_ENCODING);
    char expected[64];
    snprintf(expected, sizeof expected, "byte 0xE9 at offset %zu ", offset);
    assert_non_null(strstr(error.message, expected));
    assert_int_equal(error.line, 3);
    /* behind a mark, offsets count from the start of the file */
    assert_int_equal(refused("\xEF\xBB\xBF"
                             "ab\n\xFFxyz",
                             10, &error),
                     PLUMB_E_ENCODING);
    assert_non_null(strstr(error.message, "byte 0xFF at offset 6 "));
    assert_int_equal(error.line, 2);
    /* a file cut off within a character */
    assert_int_equal(refused(report, strlen(report) - 3, &error), PLUMB_E_ENCODING);
}

static void test_damaged_gb18030_names_the_byte(void **unused)
{
    (void)unused;
    struct bytes bytes = encoded(report, "GB18030");
    /* U+672B at the start of line 4: make its second byte one that cannot be */
    size_t offset = 0;
    for (int lines = 0; lines < 3; offset++)
        lines += bytes.data[offset] == '\n';
    bytes.data[offset + 1] = '\x20';
    struct plumb_error error = {0};
    assert_int_equal(refused(bytes.data, bytes.len, &error), PLUMB_E_ENCODING);
    char expected[64];
    snprintf(expected, sizeof expected, "GB18030, but byte 0xC4 at offset %zu ", offset);
    assert_non_null(strstr(error.message, expected));
    assert_int_equal(error.line, 4);
    bytes = encoded(report, "GB18030");
    bytes.len -= 2; /* the line end and half of the full stop */
    assert_int_equal(refused(bytes.data, bytes.len, &error), PLUMB_E_ENCODING);
    snprintf(expected, sizeof expected, "offset %zu ", bytes.len - 1);
    assert_non_null(strstr(error.message, expected));
}

static void test_binary_is_refused(void **unused)
{
    (void)unused;
    struct plumb_error error = {0};
    assert_int_equal(refused("\x7F"
                             "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0\1",
                             21, &error),
                     PLUMB_E_ENCODING);
    assert_int_equal(refused("PK\3\4\x14\0\6\0\x08\0\0\0!\0\xAB\xCD\xEF\x01\x02", 19, &error),
                     PLUMB_E_ENCODING);
    assert_non_null(strstr(error.message, "not text"));
    assert_int_equal(refused("some text\nmore \0 text.", 22, &error), PLUMB_E_ENCODING);
    assert_non_null(strstr(error.message, "byte 0x00 at offset 15"));
    assert_int_equal(error.line, 2);
    /* a stray control character in real text is no reason to refuse it */
    char text[4096];
    snprintf(text, sizeof text, "%s\x07\n", report);
    assert_reads(text, strlen(text), "UTF-8", text);
    /* unpaired surrogate */
    assert_int_equal(refused("\xFF\xFE"
                             "a\0\0\xD8"
                             "b\0",
                             8, &error),
                     PLUMB_E_ENCODING);
}

static void test_random_bytes_never_make_bad_utf8(void **unused)
{
    (void)unused;
    uint64_t state = 5;
    size_t accepted = 0;
    for (int i = 0; i < 5000; i++) {
        unsigned char bytes[60];
        size_t len = test_below(&state, sizeof bytes);
        unsigned low = i % 3 == 0 ? 0 : i % 3 == 1 ? 0x81 : 0xA1;
        for (size_t k = 0; k < len; k++)
            bytes[k] = (unsigned char)(low + test_below(&state, 0xFF - low));
        struct plumb_arena *arena = plumb_arena_new();
        struct plumb_str out = {NULL, 0};
        struct plumb_error error = {0};
        const char *name = NULL;
        enum plumb_status status = plumb_text_to_utf8(bytes, len, arena, &out, &name, &error);
        if (status == PLUMB_OK) {
            assert_true(plumb_utf8_valid(out, NULL));
            assert_non_null(name);
            accepted++;
        } else {
            assert_int_equal(status, PLUMB_E_ENCODING);
            assert_non_null(strstr(error.message, "offset"));
        }
        plumb_arena_free(arena);
    }
    assert_true(accepted > 500);
}

static void test_out_of_memory(void **unused)
{
    (void)unused;
    static const char *const encodings[] = {"UTF-8", "GB18030"};
    for (size_t e = 0; e < 2; e++) {
        struct bytes bytes = encoded(report, encodings[e]);
        size_t failures = 0;
        for (size_t n = 1;; n++) {
            struct plumb_arena *arena = plumb_arena_new();
            struct plumb_str out;
            struct plumb_error error = {0};
            plumb_alloc_fail_at(n);
            enum plumb_status status =
                plumb_text_to_utf8(bytes.data, bytes.len, arena, &out, NULL, &error);
            plumb_alloc_fail_at(0);
            plumb_arena_free(arena);
            if (status == PLUMB_OK)
                break;
            assert_int_equal(status, PLUMB_E_NOMEM);
            assert_int_equal(error.code, PLUMB_E_NOMEM);
            failures++;
        }
        assert_int_equal(failures, e + 1); /* the copy; for GB18030 the buffer as well */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_bytes),
        cmocka_unit_test(test_a_report_in_each_encoding),
        cmocka_unit_test(test_single_lines),
        cmocka_unit_test(test_ascii_is_never_taken_for_utf16),
        cmocka_unit_test(test_damaged_utf8_names_the_byte),
        cmocka_unit_test(test_damaged_gb18030_names_the_byte),
        cmocka_unit_test(test_binary_is_refused),
        cmocka_unit_test(test_random_bytes_never_make_bad_utf8),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests_name("base_encoding", tests, NULL, NULL);
}
