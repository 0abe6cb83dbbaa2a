/* The command line: parsing, complaints, suggestions, and the table's own consistency. */
#include "test_support.h"

/* The program's own files: its objects are not in the library. */
#include "../../src/cli/commands.c"
#include "../../src/cli/option_table.c"
#include "../../src/cli/options.c"
#include "../../src/cli/words.c"

#define COMMAND(name)                                                                              \
    int name(struct plumb_cli *cli)                                                                \
    {                                                                                              \
        (void)cli;                                                                                 \
        return 0;                                                                                  \
    }
COMMAND(plumb_run_screen)
COMMAND(plumb_run_load)
COMMAND(plumb_run_analyse)
COMMAND(plumb_run_report)
COMMAND(plumb_run_list)
COMMAND(plumb_run_show)
COMMAND(plumb_run_mark)
COMMAND(plumb_run_backup)
COMMAND(plumb_run_serve)
COMMAND(plumb_run_export)
COMMAND(plumb_run_history)
COMMAND(plumb_run_diff)
COMMAND(plumb_run_agency)
COMMAND(plumb_run_trend)
COMMAND(plumb_run_facts)
COMMAND(plumb_run_relations)
COMMAND(plumb_run_findings)
COMMAND(plumb_run_outliers)
COMMAND(plumb_run_text)
COMMAND(plumb_run_explain)
COMMAND(plumb_run_sql)
COMMAND(plumb_run_doctor)
COMMAND(plumb_run_merge)
COMMAND(plumb_run_help)

struct parsed {
    struct plumb_arena *arena;
    struct plumb_request request;
    struct plumb_error error;
    enum plumb_status status;
};

/* Parse words separated by spaces; "_" stands for an empty word. */
static struct parsed parse(const char *line)
{
    static char text[256];
    char *argv[32];
    int argc = 0;
    struct parsed p = {.arena = plumb_arena_new()};
    snprintf(text, sizeof text, "%s", line);
    for (char *word = text; word && *word;) {
        char *space = strchr(word, ' ');
        if (space)
            *space = '\0';
        argv[argc++] = strcmp(word, "_") == 0 ? word + 1 : word;
        word = space ? space + 1 : NULL;
    }
    argv[argc] = NULL;
    p.status = plumb_request_parse(argc, argv, p.arena, &p.request, &p.error);
    return p;
}

static void accepted(void **state)
{
    (void)state;
    struct parsed p = parse("plumb screen a b -o out --lang=zh --jobs 4 -q");
    assert_int_equal(p.status, PLUMB_OK);
    assert_string_equal(p.request.command->name, "screen");
    assert_int_equal(p.request.argument_count, 2);
    assert_string_equal(p.request.arguments[1], "b");
    assert_string_equal(p.request.value[PLUMB_OPT_OUTPUT], "out");
    assert_string_equal(p.request.value[PLUMB_OPT_LANG], "zh");
    assert_string_equal(p.request.value[PLUMB_OPT_JOBS], "4");
    assert_string_equal(p.request.value[PLUMB_OPT_QUIET], "");
    assert_null(p.request.value[PLUMB_OPT_CASE]);
    plumb_arena_free(p.arena);
    /* Options in front of the command, glued values, letters together, and "--". */
    p = parse("plumb --lang en -q facts -fjsonl -- -o --help");
    assert_int_equal(p.status, PLUMB_OK);
    assert_string_equal(p.request.value[PLUMB_OPT_FORMAT], "jsonl");
    assert_int_equal(p.request.argument_count, 2);
    assert_string_equal(p.request.arguments[0], "-o");
    plumb_arena_free(p.arena);
    p = parse("plumb screen -qo out x");
    assert_string_equal(p.request.value[PLUMB_OPT_OUTPUT], "out");
    plumb_arena_free(p.arena);
    p = parse("plumb facts -"); /* a lone dash is a name */
    assert_int_equal(p.status, PLUMB_OK);
    plumb_arena_free(p.arena);
    p = parse("plumb");
    assert_int_equal(p.status, PLUMB_OK);
    assert_null(p.request.command);
    plumb_arena_free(p.arena);
    /* --help wins over what is missing. */
    p = parse("plumb mark --help");
    assert_int_equal(p.status, PLUMB_OK);
    plumb_arena_free(p.arena);
}

static void refused(void **state)
{
    (void)state;
    static const char *const lines[][2] = {
        {"plumb scren x", "did you mean plumb screen?"},
        {"plumb relation x", "did you mean plumb relations?"},
        {"plumb fidnings", "did you mean plumb findings?"},
        {"plumb xyzzy", "There is no command xyzzy. See plumb --help"},
        {"plumb screen --ouput x y", "did you mean --output?"},
        {"plumb screen --zzzzzz", "There is no option --zzzzzz. See plumb screen --help"},
        {"plumb screen -Z", "There is no option -Z"},
        {"plumb facts --fail-on high x", "plumb facts has no option --fail-on"},
        {"plumb screen x --fail-on bad", "note|low|medium|high|critical"},
        {"plumb screen x --jobs two", "whole number"},
        {"plumb screen x --jobs -1", "whole number"},
        {"plumb screen x --jobs 1000000", "whole number"},
        {"plumb screen x -o", "--output needs a value"},
        {"plumb screen x -o _", "not empty"},
        {"plumb screen x --quiet=yes", "takes no value"},
        {"plumb screen", "Something is missing: plumb screen PATH…"},
        {"plumb show a b", "\"b\" is one argument too many"},
        {"plumb show", "plumb show ID"},
    };
    for (size_t i = 0; i < PLUMB_COUNT(lines); i++) {
        struct parsed p = parse(lines[i][0]);
        if (p.status != PLUMB_E_USAGE || !strstr(p.error.message, lines[i][1]))
            print_message("%s: %s\n", lines[i][0], p.error.message);
        assert_int_equal(p.status, PLUMB_E_USAGE);
        assert_non_null(strstr(p.error.message, lines[i][1]));
        plumb_arena_free(p.arena);
    }
}

/* Values from the definition of optimal string alignment. */
static void distances(void **state)
{
    (void)state;
    assert_int_equal(plumb_word_distance("", ""), 0);
    assert_int_equal(plumb_word_distance("", "abc"), 3);
    assert_int_equal(plumb_word_distance("kitten", "sitting"), 3);
    assert_int_equal(plumb_word_distance("screen", "scren"), 1);
    assert_int_equal(plumb_word_distance("ab", "ba"), 1);
    assert_int_equal(plumb_word_distance("ca", "abc"), 3); /* 2 only for unrestricted Damerau */
    char longest[80];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_true(plumb_word_distance(longest, "a") >= 60);
}

static void choices(void **state)
{
    (void)state;
    size_t index = 9;
    assert_true(plumb_choice_has("a|bc|d", "bc", &index));
    assert_int_equal(index, 1);
    assert_true(plumb_choice_has("a|bc|d", "d", &index));
    assert_int_equal(index, 2);
    assert_false(plumb_choice_has("a|bc|d", "b", NULL));
    assert_false(plumb_choice_has("a|bc|d", "", NULL));
    assert_false(plumb_choice_has("a|bc|d", "a|bc", NULL));
}

/* The table itself: ids in order, names and letters unique, both languages there. */
static void table(void **state)
{
    (void)state;
    for (size_t i = 0; i < PLUMB_OPT_COUNT; i++) {
        const struct plumb_option *a = &plumb_options[i];
        assert_int_equal(a->id, i);
        assert_true(*a->help.zh && *a->help.en);
        assert_int_equal(a->kind == PLUMB_VALUE_NONE, a->value == NULL);
        assert_int_equal(a->kind == PLUMB_VALUE_CHOICE, a->choices != NULL);
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(a->name, plumb_options[j].name);
            assert_true(a->letter == 0 || a->letter != plumb_options[j].letter);
        }
    }
    for (size_t i = 0; i < plumb_command_count; i++) {
        const struct plumb_command *c = &plumb_commands[i];
        assert_true(*c->summary.zh && *c->summary.en && *c->example && c->run != NULL);
        assert_true(c->least <= c->most);
        assert_true((c->options & PLUMB_OPT_BIT(PLUMB_OPT_HELP)) != 0);
        assert_int_equal(strncmp(c->example, "plumb ", 6), 0);
        assert_int_equal(strncmp(c->example + 6, c->name, strlen(c->name)), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepted), cmocka_unit_test(refused), cmocka_unit_test(distances),
        cmocka_unit_test(choices),  cmocka_unit_test(table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
