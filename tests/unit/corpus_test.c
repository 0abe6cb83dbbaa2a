/* Runs the passages of tests/corpus (format: tests/corpus/README.md). */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plumb/extract.h"

#define MAX_LINES 64
#define MAX_NUMBERS 16

struct passage {
    char name[256];
    char *text; /* the document */
    size_t len;
    char *wants[MAX_LINES]; /* expectation lines */
    size_t want_count;
};

static struct plumb_catalogue *catalogue;
static struct plumb_extractor *extractor;

/* ---- reading the case files -------------------------------------------------------------- */

static void append(struct passage *p, const char *s, size_t n)
{
    p->text = realloc(p->text, p->len + n + 1);
    assert_non_null(p->text);
    memcpy(p->text + p->len, s, n);
    p->len += n;
    p->text[p->len] = '\0';
}

/* A document line; → stands for a tab. */
static void append_document_line(struct passage *p, const char *line)
{
    static const char arrow[] = "\xE2\x86\x92";
    for (const char *at; (at = strstr(line, arrow)); line = at + 3) {
        append(p, line, (size_t)(at - line));
        append(p, "\t", 1);
    }
    append(p, line, strlen(line));
    append(p, "\n", 1);
}

static struct passage **read_cases(const char *path, struct passage **list, size_t *count)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char line[65536];
    struct passage *p = NULL;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '@') {
            list = realloc(list, (*count + 1) * sizeof *list);
            p = calloc(1, sizeof *p);
            assert_true(list && p);
            snprintf(p->name, sizeof p->name, "%s", line + 2);
            list[(*count)++] = p;
        } else if (p && line[0] == '|') {
            append_document_line(p, line[1] == ' ' ? line + 2 : line + 1);
        } else if (p && line[0] && line[0] != '#') {
            assert_true(p->want_count < MAX_LINES);
            p->wants[p->want_count++] = strdup(line);
        }
    }
    fclose(file);
    return list;
}

/* ---- matching ---------------------------------------------------------------------------- */

/* Digits, point and sign of a printed number, so that "1,208.4" equals "1208.4". */
static void plain(struct plumb_str s, char *out, size_t room)
{
    size_t n = 0;
    for (size_t at = 0; at < s.len && n + 4 < room;) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(s, &at));
        if (cp != ' ' && cp != ',')
            n += plumb_utf8_encode(cp, out + n);
    }
    out[n] = '\0';
}

static bool same_number(struct plumb_str printed, const char *wanted)
{
    char text[256];
    plain(printed, text, sizeof text);
    return strcmp(text, wanted) == 0;
}

struct want {
    char word[16], kind[32];
    char numbers[MAX_NUMBERS][64];
    size_t count;
};

static bool parse_want(const char *line, struct want *w)
{
    memset(w, 0, sizeof *w);
    int used = 0;
    if (sscanf(line, "%15s %31s%n", w->word, w->kind, &used) < 2)
        return false;
    for (int more = 0; w->count < MAX_NUMBERS &&
                       sscanf(line + used, "%63s%n", w->numbers[w->count], &more) == 1;
         used += more)
        w->count++;
    return strcmp(w->word, "holds") == 0 || strcmp(w->word, "breaks") == 0 ||
           strcmp(w->word, "open") == 0;
}

static bool relation_has(const struct plumb_relation *r, const char *number)
{
    if (same_number(r->stated.text, number))
        return true;
    for (size_t i = 0; i < r->operand_count; i++)
        if (same_number(r->operands[i].text, number))
            return true;
    return false;
}

static bool meets(const struct want *w, const struct plumb_relation *r)
{
    if (strcmp(w->kind, "any") != 0 && strcmp(w->kind, plumb_relation_kind_name(r->kind)) != 0)
        return false;
    for (size_t i = 0; i < w->count; i++)
        if (!relation_has(r, w->numbers[i]))
            return false;
    return true;
}

static bool is_held(const struct plumb_relation *r)
{
    return r->verdict == PLUMB_VERDICT_CONSISTENT || r->verdict == PLUMB_VERDICT_ROUNDING;
}

static bool is_printed(const struct plumb_fact *f)
{
    return f->kind == PLUMB_FACT_QUANTITY || f->kind == PLUMB_FACT_CHINESE ||
           f->kind == PLUMB_FACT_BARE;
}

static bool has_fact(const struct plumb_extraction *e, const char *text, const char *value,
                     const char *unit)
{
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *f = &e->facts[i];
        char printed[PLUMB_DEC_TEXT];
        if (is_printed(f) && same_number(f->text, text) &&
            (!value || strcmp(plumb_dec_text(f->value, printed), value) == 0) &&
            (!unit || strcmp(plumb_unit_name(f->unit), unit) == 0))
            return true;
    }
    return false;
}

/* ---- one passage ------------------------------------------------------------------------- */

static int failures;

static void complain(const struct passage *p, const char *what, const char *line)
{
    print_error("%s: %s: %s\n", p->name, what, line);
    failures++;
}

static void check_want(const struct passage *p, const struct plumb_extraction *e, const char *line)
{
    char a[64], b[64], c[64];
    struct want w;
    if (parse_want(line, &w)) {
        bool found = strcmp(w.word, "open") == 0;
        for (size_t i = 0; i < e->relation_count && !found; i++)
            found = meets(&w, &e->relations[i]) &&
                    (strcmp(w.word, "holds") == 0
                         ? is_held(&e->relations[i])
                         : e->relations[i].verdict == PLUMB_VERDICT_INCONSISTENT);
        if (!found)
            complain(p, "no such relation", line);
    } else if (sscanf(line, "fact %63s %63s %63s", a, b, c) == 3) {
        if (!has_fact(e, a, b, c))
            complain(p, "no such fact", line);
    } else if (sscanf(line, "not %63s", a) == 1) {
        if (has_fact(e, a, NULL, NULL))
            complain(p, "must be no fact", line);
    } else if (sscanf(line, "year %63s", a) == 1) {
        if (e->year != atoi(a))
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
        if (parse_want(p->wants[i], &w) && strcmp(w.word, "holds") != 0 && meets(&w, r))
            return true;
    }
    return false;
}

static void run_passage(void **state)
{
    struct passage *p = *state;
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_document *document = NULL;
    struct plumb_extraction *e = NULL;
    struct plumb_error error = {0};
    struct plumb_read_limits limits = plumb_read_limits_default();
    failures = 0;
    assert_int_equal(plumb_read_text("passage.txt", (struct plumb_str){p->text, p->len}, &limits,
                                     arena, &document, &error),
                     PLUMB_OK);
    assert_int_equal(plumb_extract(extractor, document, arena, &e, &error), PLUMB_OK);
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

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_case(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot && strcmp(dot, ".case") == 0;
}

int main(void)
{
    struct dirent **files = NULL;
    struct passage **list = NULL;
    size_t count = 0;
    int found = scandir("tests/corpus", &files, is_case, by_name);
    for (int i = 0; i < found; i++) {
        char path[512];
        snprintf(path, sizeof path, "tests/corpus/%s", files[i]->d_name);
        list = read_cases(path, list, &count);
        free(files[i]);
    }
    free(files);
    struct plumb_error error = {0};
    if (!count || plumb_catalogue_load(NULL, &catalogue, &error) != PLUMB_OK ||
        plumb_extractor_new(catalogue, &extractor, &error) != PLUMB_OK) {
        fprintf(stderr, "%s\n", count ? error.message : "no passages in tests/corpus");
        return 1;
    }
    struct CMUnitTest *tests = calloc(count, sizeof *tests);
    if (!tests)
        return 1;
    for (size_t i = 0; i < count; i++)
        tests[i] = (struct CMUnitTest){list[i]->name, run_passage, NULL, NULL, list[i]};
    int failed = _cmocka_run_group_tests("corpus", tests, count, NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < list[i]->want_count; k++)
            free(list[i]->wants[k]);
        free(list[i]->text);
        free(list[i]);
    }
    free(list);
    free(tests);
    plumb_extractor_free(extractor);
    plumb_catalogue_free(catalogue);
    return failed;
}
