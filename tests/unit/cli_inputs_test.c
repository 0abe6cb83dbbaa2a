/* Collecting files: order, hidden files, loops, doubles, what cannot be read. */
#include "test_support.h"

#include <unistd.h>

#include "../../src/cli/inputs.c"

struct tree {
    char root[64];
    struct plumb_arena *arena;
};

static void make_file(const struct tree *t, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", t->root, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("12345", file);
    fclose(file);
}

static void make_folder(const struct tree *t, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", t->root, name);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void make_link(const struct tree *t, const char *target, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", t->root, name);
    assert_int_equal(symlink(target, path), 0);
}

static int setup(void **state)
{
    struct tree *t = calloc(1, sizeof *t);
    snprintf(t->root, sizeof t->root, "/tmp/plumb-inputs-XXXXXX");
    assert_non_null(mkdtemp(t->root));
    t->arena = plumb_arena_new();
    *state = t;
    return 0;
}

static int teardown(void **state)
{
    struct tree *t = *state;
    static const char *const names[] = {"b.txt",     "a.txt",  ".hidden", "c/z.txt", "c/Y.txt",
                                        "c/up",      "c",      "broken",  "pipe",    "same.txt",
                                        "out/r",     "out",    "d/loop",  "d",       "hard.txt",
                                        "README.md", "make.sh"};
    for (size_t i = 0; i < PLUMB_COUNT(names); i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/%s", t->root, names[i]);
        remove(path);
    }
    int result = rmdir(t->root);
    plumb_arena_free(t->arena);
    free(t);
    return result;
}

/* Names below the root, joined with spaces; a problem is marked with "!". */
static const char *collect(struct tree *t, const char *const *paths, size_t count,
                           const struct plumb_left_out *left_out, size_t left_out_count)
{
    static char text[1024];
    struct plumb_inputs inputs;
    struct plumb_error error = {0};
    text[0] = '\0';
    assert_int_equal(plumb_inputs_collect(t->arena, paths, count, left_out, left_out_count, NULL,
                                          &inputs, &error),
                     PLUMB_OK);
    for (size_t i = 0; i < inputs.count; i++) {
        size_t len = strlen(text), root = strlen(t->root);
        const char *path = inputs.items[i].path;
        const char *name = strncmp(path, t->root, root) == 0 ? path + root + 1 : path;
        snprintf(text + len, sizeof text - len, "%s%s%s", len ? " " : "", name,
                 inputs.items[i].problem ? "!" : "");
    }
    return text;
}

static void sorted_and_visible(void **state)
{
    struct tree *t = *state;
    make_file(t, "b.txt");
    make_file(t, "a.txt");
    make_file(t, ".hidden");
    make_folder(t, "c");
    make_file(t, "c/z.txt");
    make_file(t, "c/Y.txt");
    const char *const root[] = {t->root};
    assert_string_equal(collect(t, root, 1, NULL, 0), "a.txt b.txt c/Y.txt c/z.txt");
    /* A slash at the end makes no double slash. */
    char slash[80];
    snprintf(slash, sizeof slash, "%s/", t->root);
    const char *const with_slash[] = {slash};
    assert_string_equal(collect(t, with_slash, 1, NULL, 0), "a.txt b.txt c/Y.txt c/z.txt");
    /* Given by name, a hidden file counts; twice is once. */
    char hidden[80], a[80];
    snprintf(hidden, sizeof hidden, "%s/.hidden", t->root);
    snprintf(a, sizeof a, "%s/a.txt", t->root);
    const char *const several[] = {hidden, a, t->root, a};
    assert_string_equal(collect(t, several, 4, NULL, 0), ".hidden a.txt b.txt c/Y.txt c/z.txt");
}

static void loops_end(void **state)
{
    struct tree *t = *state;
    make_folder(t, "c");
    make_file(t, "c/z.txt");
    make_link(t, "..", "c/up");
    make_folder(t, "d");
    make_link(t, "loop", "d/loop");
    const char *const root[] = {t->root};
    assert_string_equal(collect(t, root, 1, NULL, 0), "c/z.txt d/loop!");
}

static void problems_are_items(void **state)
{
    struct tree *t = *state;
    make_link(t, "nowhere", "broken");
    char pipe[80], missing[80];
    snprintf(pipe, sizeof pipe, "%s/pipe", t->root);
    snprintf(missing, sizeof missing, "%s/missing.txt", t->root);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    const char *const paths[] = {t->root, missing};
    assert_string_equal(collect(t, paths, 2, NULL, 0), "broken! pipe! missing.txt!");
}

static void left_out_and_links(void **state)
{
    struct tree *t = *state;
    struct plumb_left_out left_out[2];
    char path[80], other[80];
    make_file(t, "a.txt");
    make_folder(t, "out");
    make_file(t, "out/r");
    make_link(t, "a.txt", "same.txt");
    snprintf(path, sizeof path, "%s/out", t->root);
    assert_true(plumb_left_out_from(path, &left_out[0]));
    snprintf(path, sizeof path, "%s/nothing", t->root);
    assert_false(plumb_left_out_from(path, &left_out[1]));
    const char *const root[] = {t->root};
    assert_string_equal(collect(t, root, 1, left_out, 1), "a.txt");
    /* Hard links are files of their own. */
    snprintf(path, sizeof path, "%s/a.txt", t->root);
    snprintf(other, sizeof other, "%s/hard.txt", t->root);
    assert_int_equal(link(path, other), 0);
    assert_string_equal(collect(t, root, 1, left_out, 1), "a.txt hard.txt same.txt");
}

/* Words about the data beside it are no reports, unless they are asked for by name. */
static void no_reports_are_set_aside(void **state)
{
    struct tree *t = *state;
    struct plumb_inputs inputs;
    struct plumb_error error = {0};
    char hard[80];
    make_file(t, "a.txt");
    make_file(t, "README.md");
    make_file(t, "make.sh");
    const char *const root[] = {t->root};
    assert_string_equal(collect(t, root, 1, NULL, 0), "a.txt");
    assert_int_equal(plumb_inputs_collect(t->arena, root, 1, NULL, 0, NULL, &inputs, &error),
                     PLUMB_OK);
    assert_int_equal(inputs.set_aside, 2);
    snprintf(hard, sizeof hard, "%s/README.md", t->root);
    const char *const named[] = {hard};
    assert_string_equal(collect(t, named, 1, NULL, 0), "README.md");
}

static void memory_runs_out(void **state)
{
    struct tree *t = *state;
    struct plumb_inputs inputs;
    struct plumb_error error = {0};
    bool done = false;
    make_file(t, "a.txt");
    for (size_t n = 1; !done && n < 50; n++) {
        struct plumb_arena *arena = plumb_arena_new();
        const char *const root[] = {t->root};
        plumb_alloc_fail_at(n);
        enum plumb_status status =
            plumb_inputs_collect(arena, root, 1, NULL, 0, NULL, &inputs, &error);
        plumb_alloc_fail_at(0);
        done = status == PLUMB_OK;
        assert_true(done || status == PLUMB_E_NOMEM);
        plumb_arena_free(arena);
    }
    assert_true(done);
}

#define TREE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TREE_TEST(sorted_and_visible),       TREE_TEST(loops_end),
        TREE_TEST(problems_are_items),       TREE_TEST(left_out_and_links),
        TREE_TEST(no_reports_are_set_aside), TREE_TEST(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
