/* Every check of the catalogue has a case in which it fires and one in which it rightly stays silent
 * (tests/checks), and the cases hold. */
#include "check_cases.h"

static struct screening_tools tools;
static struct check_case **cases;
static size_t case_count;
static int failures; /* of the running case */

static void complain(const struct check_case *c, const char *what, const char *line)
{
    print_error("%s: %s: %s\n", c->name, what, line);
    failures++;
}

/* ---- one expectation ----------------------------------------------------------------------- */

/* "WORD CHECK REST" */
struct check_want {
    char word[16], check[64];
    const char *rest;
};

static bool parse(const char *line, struct check_want *w)
{
    int used = 0;
    if (sscanf(line, "%15s %63s %n", w->word, w->check, &used) < 2)
        return false;
    w->rest = line + used;
    return true;
}

static bool quotes_all(const struct plumb_finding *f, const char *numbers)
{
    char number[64];
    for (int used = 0; sscanf(numbers, "%63s%n", number, &used) == 1; numbers += used)
        if (!finding_quotes(f, number))
            return false;
    return true;
}

static bool suspects(const struct plumb_finding *f, const char *word, const char *wanted)
{
    char proposed[64] = "";
    if (!f->suspect_count)
        return false;
    if (strcmp(word, "sure") == 0)
        return strcmp(f->suspects[0].certainty, wanted) == 0;
    for (const char *p = f->suspects[0].proposed; p && *p; p++)
        if (*p != ',')
            strncat(proposed, p, 1);
    return strcmp(proposed, wanted) == 0;
}

static int severity_named(const char *name)
{
    int s = PLUMB_SEVERITY_NOTE;
    while (s <= PLUMB_SEVERITY_CRITICAL &&
           strcmp(plumb_severity_name((enum plumb_severity)s), name) != 0)
        s++;
    return s;
}

/* Does the finding, one of the check, have what the line speaks of? */
static bool meets(const struct plumb_finding *f, const struct check_want *w)
{
    if (strcmp(w->word, "fires") == 0 || strcmp(w->word, "silent") == 0)
        return quotes_all(f, w->rest);
    if (strcmp(w->word, "says") == 0 || strcmp(w->word, "never") == 0)
        return strstr(f->explanation.zh, w->rest) != NULL;
    if (strcmp(w->word, "severity") == 0)
        return (int)f->severity == severity_named(w->rest);
    if (strcmp(w->word, "most") == 0)
        return (int)f->severity <= severity_named(w->rest);
    return suspects(f, w->word, w->rest);
}

static bool known_word(const char *word)
{
    static const char *const words[] = {"fires", "silent",   "says", "never",
                                        "most",  "severity", "sure", "meant"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

static void check_want(const struct check_case *c, const struct screening *s, const char *line)
{
    struct check_want w;
    size_t of_check = 0, met = 0;
    if (!parse(line, &w) || !known_word(w.word) ||
        !plumb_catalogue_find_check(tools.catalogue, w.check)) {
        complain(c, "not understood", line);
        return;
    }
    for (size_t i = 0; i < s->list.count; i++)
        if (strcmp(s->list.items[i].check, w.check) == 0) {
            of_check++;
            met += meets(&s->list.items[i], &w);
        }
    bool none = strcmp(w.word, "silent") == 0 || strcmp(w.word, "never") == 0;
    bool all = strcmp(w.word, "most") == 0 || strcmp(w.word, "severity") == 0;
    if (none ? met > 0 : all ? met < of_check || !of_check : met == 0)
        complain(c, "does not hold", line);
}

static void expect_quiet(const struct check_case *c, const struct screening *s)
{
    for (size_t i = 0; i < s->list.count; i++)
        if (s->list.items[i].severity > PLUMB_SEVERITY_NOTE)
            complain(c, "not quiet", s->list.items[i].explanation.zh);
}

static void print_findings(const struct screening *s)
{
    for (size_t i = 0; i < s->list.count; i++)
        print_error("    %s %s %.2f: %s\n", s->list.items[i].check,
                    plumb_severity_name(s->list.items[i].severity), s->list.items[i].confidence,
                    s->list.items[i].explanation.zh);
}

static void run_case(void **state)
{
    const struct check_case *c = *state;
    struct screening s;
    failures = 0;
    bool ran = screen_files(&tools, c->files, c->file_count, &s);
    for (size_t i = 0; ran && i < c->want_count; i++)
        if (strcmp(c->wants[i], "quiet") == 0)
            expect_quiet(c, &s);
        else
            check_want(c, &s, c->wants[i]);
    if (failures)
        print_findings(&s);
    screening_free(&s);
    assert_true(ran);
    assert_int_equal(failures, 0);
}

/* ---- every check --------------------------------------------------------------------------- */

/* The case's name has the check as one of its words. */
static bool is_about(const struct check_case *c, const char *check)
{
    size_t len = strlen(check);
    for (const char *at = c->name; (at = strstr(at, check)); at += len)
        if ((at == c->name || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
            return true;
    return false;
}

/* A check counts as silent only where the case is about it, not where it merely has nothing to say. */
static bool has_case(const char *check, const char *word)
{
    for (size_t i = 0; i < case_count; i++)
        for (size_t k = 0; k < cases[i]->want_count; k++) {
            struct check_want w;
            if (parse(cases[i]->wants[k], &w) && strcmp(w.word, word) == 0 &&
                strcmp(w.check, check) == 0 && is_about(cases[i], check))
                return true;
        }
    return false;
}

static void test_every_check_has_a_case(void **state)
{
    size_t missing = 0;
    (void)state;
    for (size_t i = 0; i < plumb_catalogue_check_count(tools.catalogue); i++) {
        const char *check = plumb_catalogue_check(tools.catalogue, i)->id;
        bool fires = has_case(check, "fires"), silent = has_case(check, "silent");
        if (!fires || !silent)
            print_error("%s has no case in which it %s\n", check,
                        fires    ? "stays silent"
                        : silent ? "fires"
                                 : "fires and none in which it stays silent");
        missing += !fires || !silent;
    }
    assert_int_equal(missing, 0);
}

int main(void)
{
    cases = check_cases_read(&case_count);
    struct CMUnitTest *tests = calloc(case_count + 1, sizeof *tests);
    int failed = 1;
    if (cases && tests && screening_tools_open(&tools)) {
        for (size_t i = 0; i < case_count; i++)
            tests[i] = (struct CMUnitTest){cases[i]->name, run_case, NULL, NULL, cases[i]};
        tests[case_count] = (struct CMUnitTest){"every check has a case",
                                                test_every_check_has_a_case, NULL, NULL, NULL};
        failed = _cmocka_run_group_tests("checks", tests, case_count + 1, NULL, NULL);
    }
    free(tests);
    screening_tools_close(&tools);
    check_cases_free(cases, case_count);
    return failed;
}
