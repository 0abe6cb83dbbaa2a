/* Zip archives of reports, written by hand: names, nesting, limits, and what a hostile one does. */
#include "zip_fixture.h"

#include <sys/stat.h>

static const char text[] = "2023年度收入合计5万元。\n";

struct listed {
    struct plumb_arena *arena;
    struct plumb_member *members;
    size_t count;
    enum plumb_status status;
    struct plumb_error error;
};

static struct listed list(const char *path, const struct plumb_read_limits *limits)
{
    struct listed l = {.arena = plumb_arena_new()};
    assert_non_null(l.arena);
    l.status = plumb_archive_list(path, limits, l.arena, &l.members, &l.count, &l.error);
    return l;
}

static void expect_name(const struct listed *l, size_t index, const char *archive, const char *name)
{
    char wanted[256];
    snprintf(wanted, sizeof wanted, "%s!%s", archive, name);
    assert_true(index < l->count);
    assert_string_equal(l->members[index].path, wanted);
}

static void expect_text(const struct listed *l, size_t index, const char *archive)
{
    struct plumb_document *document = NULL;
    struct plumb_error error = {0};
    assert_int_equal(
        plumb_read_member(archive, &l->members[index], NULL, l->arena, &document, &error),
        PLUMB_OK);
    assert_int_equal(document->block_count, 1);
    assert_string_equal(document->path, l->members[index].path);
}

/* 报告.txt in GBK is B1 A8 B8 E6. */
static void names(void **state)
{
    (void)state;
    const struct zip_part parts[] = {{"2023/甲县.txt", text, 0},
                                     {"XXXX.txt", text, 0},
                                     {"__MACOSX/._x", "x", 0},
                                     {"2023/", "", 0},
                                     {"../../../up.txt", text, 0}};
    const char *path = zip_write(".zip", parts, 5);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    char bytes[4096];
    size_t len = fread(bytes, 1, sizeof bytes, file);
    for (size_t i = 0; i + 8 <= len; i++)
        if (memcmp(bytes + i, "XXXX.txt", 8) == 0)
            memcpy(bytes + i, "\xB1\xA8\xB8\xE6", 4);
    rewind(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);

    struct listed l = list(path, NULL);
    assert_int_equal(l.status, PLUMB_OK);
    assert_int_equal(l.count, 3);
    expect_name(&l, 0, path, "2023/甲县.txt");
    expect_name(&l, 1, path, "报告.txt");
    expect_name(&l, 2, path, "../../../up.txt"); /* only a name: nothing is written there */
    for (size_t i = 0; i < 3; i++)
        expect_text(&l, i, path);
    struct plumb_document *document = NULL;
    assert_int_equal(plumb_read_member(path, &l.members[0], NULL, l.arena, &document, &l.error),
                     PLUMB_OK);
    assert_string_equal(document->name, "甲县.txt");
    assert_int_equal(access("../../../up.txt", F_OK), -1);
    plumb_arena_free(l.arena);
    unlink(path);
}

/* The bytes of an archive with one file. */
static size_t packed(const char *name, const char *content, size_t size, char *out, size_t room)
{
    const struct zip_part part = {name, content, size};
    const char *path = zip_write(".zip", &part, 1);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t len = fread(out, 1, room, file);
    assert_true(len > 0 && len < room);
    assert_int_equal(fclose(file), 0);
    return len;
}

/* An archive in an archive is opened, one deeper is one file that cannot be read. */
static void nesting(void **state)
{
    (void)state;
    char inner[1024], middle[2048];
    size_t inner_len = packed("c.txt", text, 0, inner, sizeof inner);
    size_t middle_len = packed("b.zip", inner, inner_len, middle, sizeof middle);
    const struct zip_part parts[] = {{"a.zip", inner, inner_len}, {"d.zip", middle, middle_len}};
    const char *path = zip_write(".zip", parts, 2);
    struct listed l = list(path, NULL);
    assert_int_equal(l.status, PLUMB_OK);
    assert_int_equal(l.count, 2);
    expect_name(&l, 0, path, "a.zip!c.txt");
    expect_text(&l, 0, path);
    expect_name(&l, 1, path, "d.zip!b.zip");
    struct plumb_document *document = NULL;
    assert_int_equal(plumb_read_member(path, &l.members[1], NULL, l.arena, &document, &l.error),
                     PLUMB_E_FORMAT);
    assert_non_null(strstr(l.error.message, "unpack it"));
    plumb_arena_free(l.arena);
    unlink(path);
}

static void documents_are_none(void **state)
{
    (void)state;
    const struct zip_part part = {"word/document.xml", "<document/>", 0};
    const char *path = zip_write(".zip", &part, 1);
    struct listed l = list(path, NULL);
    assert_int_equal(l.status, PLUMB_OK);
    assert_int_equal(l.count, 0);
    plumb_arena_free(l.arena);
    unlink(path);
}

static void limits(void **state)
{
    (void)state;
    const struct zip_part parts[] = {{"a.txt", text, 0}, {"b.txt", text, 0}, {"c.txt", text, 0}};
    const char *path = zip_write(".zip", parts, 3);
    const struct plumb_read_limits few = {.max_members = 2}, small = {.max_unzipped = 20};
    struct listed l = list(path, &few);
    assert_int_equal(l.status, PLUMB_E_LIMIT);
    assert_non_null(strstr(l.error.message, "too many files"));
    assert_int_equal(l.count, 0);
    plumb_arena_free(l.arena);
    l = list(path, &small);
    assert_int_equal(l.status, PLUMB_E_LIMIT);
    assert_non_null(strstr(l.error.message, "more in it"));
    plumb_arena_free(l.arena);
    unlink(path);
}

/* 64 MiB of zeros pack to 64 KiB: the one member fails, its neighbour is read. */
static void bomb(void **state)
{
    (void)state;
    const size_t size = (size_t)64 << 20;
    char *zeros = calloc(1, size);
    assert_non_null(zeros);
    const struct zip_part parts[] = {{"bomb.txt", zeros, size}, {"b.txt", text, 0}};
    const char *path = zip_write(".zip", parts, 2);
    free(zeros);
    struct listed l = list(path, NULL);
    struct plumb_document *document = NULL;
    assert_int_equal(l.count, 2);
    assert_int_equal(plumb_read_member(path, &l.members[0], NULL, l.arena, &document, &l.error),
                     PLUMB_E_LIMIT);
    assert_non_null(strstr(l.error.message, path));
    expect_text(&l, 1, path);
    plumb_arena_free(l.arena);
    unlink(path);
}

static void cut_short(void **state)
{
    (void)state;
    const struct zip_part part = {"a.txt", text, 0};
    const char *path = zip_write(".zip", &part, 1);
    assert_int_equal(truncate(path, 40), 0);
    struct listed l = list(path, NULL);
    assert_int_equal(l.status, PLUMB_E_FORMAT);
    assert_non_null(strstr(l.error.message, path));
    plumb_arena_free(l.arena);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),  cmocka_unit_test(nesting), cmocka_unit_test(documents_are_none),
        cmocka_unit_test(limits), cmocka_unit_test(bomb),    cmocka_unit_test(cut_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
