/* Runs the passages of tests/corpus (format: tests/corpus/README.md).
 *     corpus_test            every passage is one test
 *     corpus_test --mutate        the mutation harness: a table for docs/accuracy.md
 *     corpus_test --mutate-list   and every mutation that was not found, placed and repaired
 *     corpus_test --calibrate     how often findings of each confidence are right
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "corpus_cases.h"

static struct corpus_tools tools;
static int failures; /* of the running passage */

static void complain(const struct passage *p, const char *what, const char *line)
{
    print_error("%s: %s: %s\n", p->name, what, line);
    failures++;
}

static bool is_held(const struct plumb_relation *r)
{
    return r->verdict == PLUMB_VERDICT_CONSISTENT || r->verdict == PLUMB_VERDICT_ROUNDING;
}

static bool relation_found(const struct plumb_extraction *e, const struct want *w)
{
    for (size_t i = 0; i < e->relation_count; i++)
        if (corpus_meets(w, &e->relations[i]) &&
            (strcmp(w->word, "holds") == 0 ? is_held(&e->relations[i])
                                           : e->relations[i].verdict == PLUMB_VERDICT_INCONSISTENT))
            return true;
    return strcmp(w->word, "open") == 0;
}

static void check_want(const struct passage *p, const struct plumb_extraction *e, const char *line)
{
    char a[64], b[64], c[64];
    struct want w;
    if (corpus_parse_want(line, &w)) {
        if (!relation_found(e, &w))
            complain(p, "no such relation", line);
    } else if (sscanf(line, "fact %63s %63s %63s", a, b, c) == 3) {
        if (!corpus_has_fact(e, a, b, c))
            complain(p, "no such fact", line);
    } else if (sscanf(line, "not %63s", a) == 1) {
        if (corpus_has_fact(e, a, NULL, NULL))
            complain(p, "must be no fact", line);
    } else if (sscanf(line, "year %63s", a) == 1) {
        if (e->year != (int)strtol(a, NULL, 10))
            complain(p, "another year", line);
    } else if (strncmp(line, "agency ", 7) == 0) {
        if (!plumb_str_equal(e->agency, plumb_str_from(line + 7)))
            complain(p, "another agency", line);
    } else {
        complain(p, "expectation not understood", line);
    }
}

static bool allowed(const struct passage *p, const struct plumb_relation *r)
{
    for (size_t i = 0; i < p->want_count; i++) {
        struct want w;
        if (corpus_parse_want(p->wants[i], &w) && strcmp(w.word, "holds") != 0 &&
            corpus_meets(&w, r))
            return true;
    }
    return false;
}

static void run_passage(void **state)
{
    const struct passage *p = *state;
    struct plumb_arena *arena = plumb_arena_new();
    failures = 0;
    struct plumb_extraction *e = corpus_extract(&tools, (struct plumb_str){p->text, p->len}, arena);
    assert_non_null(e);
    for (size_t i = 0; i < p->want_count; i++)
        check_want(p, e, p->wants[i]);
    for (size_t i = 0; i < e->relation_count; i++) {
        const struct plumb_relation *r = &e->relations[i];
        if (r->verdict == PLUMB_VERDICT_INCONSISTENT && !allowed(p, r)) {
            char line[512];
            snprintf(line, sizeof line, "%s %s stated %.*s: %s", plumb_relation_kind_name(r->kind),
                     r->check, PLUMB_STR_ARG(r->stated.text),
                     r->recomputation ? r->recomputation : "");
            complain(p, "false alarm", line);
        }
    }
    plumb_arena_free(arena);
    assert_int_equal(failures, 0);
}

static int run_all(struct passage **list, size_t count)
{
    struct CMUnitTest *tests = calloc(count, sizeof *tests);
    if (!tests)
        return 1;
    for (size_t i = 0; i < count; i++)
        tests[i] = (struct CMUnitTest){list[i]->name, run_passage, NULL, NULL, list[i]};
    int failed = _cmocka_run_group_tests("corpus", tests, count, NULL, NULL);
    free(tests);
    return failed;
}

int main(int argc, char **argv)
{
    size_t count = 0;
    struct passage **list = corpus_read(&count);
    int failed = 1;
    if (!count)
        fprintf(stderr, "no passages in tests/corpus\n");
    else if (!corpus_tools_open(&tools))
        failed = 1;
    else if (argc > 1 && strcmp(argv[1], "--calibrate") == 0)
        failed = corpus_calibrate(&tools, list, count) == 0;
    else if (argc > 1 && strncmp(argv[1], "--mutate", 8) == 0)
        failed = corpus_mutate(&tools, list, count, strcmp(argv[1], "--mutate-list") == 0) == 0;
    else
        failed = run_all(list, count);
    corpus_tools_close(&tools);
    corpus_free(list, count);
    return failed;
}
