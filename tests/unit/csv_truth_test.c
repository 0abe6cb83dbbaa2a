/* Runs the tables of docs/csv.md: the left side is the input, the right side what it is read as. */
#include "test_support.h"

#include <math.h>
#include <unistd.h>

#include "read/panel/csv_int.h"

#define MAX_TEXT 4096

static struct plumb_catalogue *catalogue;
static char folder[64];
static size_t lines_run;

/* One line of a table: | id | `input` | expected | */
struct truth {
    char id[8];
    char input[MAX_TEXT];
    size_t input_len;
    char expected[MAX_TEXT];
};

static void append(char *out, size_t *len, const char *text, size_t n)
{
    assert_true(*len + n < MAX_TEXT);
    memcpy(out + *len, text, n);
    *len += n;
    out[*len] = '\0';
}

/* ⏎ ␍ → ¦ stand for line end, carriage return, tab and pipe. */
static void unescape(const char *from, const char *to, struct truth *truth)
{
    static const char *const signs[][2] = {{"⏎", "\n"}, {"␍", "\r"}, {"→", "\t"}, {"¦", "|"}};
    truth->input_len = 0;
    truth->input[0] = '\0';
    while (from < to) {
        size_t used = 0;
        for (size_t i = 0; i < 4; i++) {
            size_t n = strlen(signs[i][0]);
            if ((size_t)(to - from) >= n && memcmp(from, signs[i][0], n) == 0) {
                append(truth->input, &truth->input_len, signs[i][1], 1);
                used = n;
            }
        }
        if (!used) {
            append(truth->input, &truth->input_len, from, 1);
            used = 1;
        }
        from += used;
    }
}

static bool parse_line(const char *line, struct truth *truth)
{
    if (sscanf(line, "| %7[A-Z0-9] | ", truth->id) != 1 || strlen(truth->id) != 3)
        return false;
    const char *from = strchr(line, '`');
    const char *to = from ? strstr(from + 1, "` | ") : NULL;
    const char *end = strrchr(line, '|');
    if (!to || !end || end <= to + 4)
        return false;
    unescape(from + 1, to, truth);
    int len = (int)(end - 1 - (to + 4));
    snprintf(truth->expected, sizeof truth->expected, "%.*s", len, to + 4);
    return true;
}

/* ---- cells ---- */

static void check_number(const struct truth *truth, bool decimal_comma)
{
    double value = 0;
    bool percent;
    enum plumb_csv_value kind =
        plumb_csv_number(truth->input, truth->input_len, decimal_comma, 0, &value, &percent);
    char got[64];
    if (kind == PLUMB_CSV_NUMBER)
        snprintf(got, sizeof got, "%.17g", value);
    if (kind != PLUMB_CSV_NUMBER) {
        assert_string_equal(kind == PLUMB_CSV_BAD ? "bad" : "missing", truth->expected);
        return;
    }
    char *end;
    double wanted = strtod(truth->expected, &end);
    if (*end || wanted != value)
        fail_msg("%s: %s is read as %s, not %s", truth->id, truth->input, got, truth->expected);
}

static void check_year(const struct truth *truth)
{
    char got[16];
    int year = plumb_csv_year((struct plumb_str){truth->input, truth->input_len}, false);
    snprintf(got, sizeof got, "%d", year);
    assert_string_equal(year ? got : "none", truth->expected);
}

static void check_head(const struct truth *truth)
{
    const char *unit = "-";
    int power = 0;
    struct plumb_str name =
        plumb_csv_strip_unit((struct plumb_str){truth->input, truth->input_len}, &unit, &power);
    char got[256];
    snprintf(got, sizeof got, "%.*s %s %d", PLUMB_STR_ARG(name), unit, power);
    assert_string_equal(got, truth->expected);
}

/* ---- files ---- */

static void write_file(const char *path, const struct truth *truth)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(truth->input, 1, truth->input_len, f), truth->input_len);
    assert_int_equal(fclose(f), 0);
}

/* The next part of "a; b; c". */
static char *next_part(char **rest)
{
    char *part = *rest, *stop = part ? strstr(part, "; ") : NULL;
    if (stop)
        *stop = '\0';
    *rest = stop ? stop + 2 : NULL;
    return part;
}

static size_t count_values(const struct plumb_panel *panel)
{
    size_t count = 0;
    for (size_t c = 0; c < panel->column_count; c++)
        for (size_t i = 0; i < panel->agency_count * panel->year_count; i++)
            count += isnan(panel->columns[c].value[i]) ? 0 : 1;
    return count;
}

/* "agency@2023 indicator=12.5" */
static void check_value(const struct truth *truth, const struct plumb_panel *panel, char *part)
{
    char *at = strchr(part, '@'), *space = at ? strchr(at, ' ') : NULL;
    char *equals = space ? strrchr(space, '=') : NULL;
    if (!equals)
        fail_msg("%s: the expectation \"%s\" cannot be read", truth->id, part);
    *at = *space = *equals = '\0';
    size_t agency = 0;
    while (agency < panel->agency_count) {
        /* a line end inside a name is not printed */
        char name[256];
        size_t n = 0;
        for (const char *c = panel->agencies[agency].name; *c && n + 1 < sizeof name; c++)
            if (*c != '\n')
                name[n++] = *c;
        name[n] = '\0';
        if (strcmp(name, part) == 0)
            break;
        agency++;
    }
    const struct plumb_panel_column *column = plumb_panel_find(panel, space + 1);
    if (agency == panel->agency_count || !column)
        fail_msg("%s: no agency \"%s\" or no column \"%s\"", truth->id, part, space + 1);
    int year = (int)strtol(at + 1, NULL, 10) - panel->first_year;
    assert_true(year >= 0 && (size_t)year < panel->year_count);
    size_t cell = plumb_panel_at(panel, agency, (size_t)year);
    double wanted = strtod(equals + 1, NULL);
    if (column->value[cell] != wanted)
        fail_msg("%s: %s@%s %s is %.17g, not %s", truth->id, part, at + 1, space + 1,
                 column->value[cell], equals + 1);
    assert_true(column->source_row[cell] > 0);
}

static bool check_reject(const struct truth *truth, const struct plumb_panel *panel, size_t index,
                         const char *part)
{
    char *end;
    size_t line = strtoul(part, &end, 10);
    if (end == part || end[0] != ':' || end[1] != ' ')
        return false;
    if (index >= panel->reject_count)
        fail_msg("%s: a reject is missing: %s", truth->id, part);
    assert_int_equal(panel->rejects[index].line, line);
    if (!strstr(panel->rejects[index].reason, end + 2))
        fail_msg("%s: \"%s\" is not in \"%s\"", truth->id, end + 2, panel->rejects[index].reason);
    return true;
}

static void check_file(const struct truth *truth)
{
    char path[128], expected[MAX_TEXT];
    struct plumb_panel *panel = NULL;
    struct plumb_error error = {0};
    snprintf(path, sizeof path, "%s/t.csv", folder);
    write_file(path, truth);
    enum plumb_status status = plumb_csv_read_panel(path, catalogue, NULL, 2, &panel, &error);
    bool wanted = strcmp(truth->expected, "no panel") != 0;
    assert_int_equal(plumb_csv_is_panel(path, catalogue, NULL), wanted);
    if (!wanted) {
        assert_int_equal(status, PLUMB_E_FORMAT);
        assert_null(panel);
        return;
    }
    if (status != PLUMB_OK)
        fail_msg("%s: %s", truth->id, error.message);
    snprintf(expected, sizeof expected, "%s", truth->expected);
    char *rest = expected, *part;
    size_t values = 0, rejects = 0;
    bool unused = false;
    while ((part = next_part(&rest)) != NULL) {
        if (strncmp(part, "unused: ", 8) == 0) {
            assert_string_equal(panel->unused, part + 8);
            unused = true;
        } else if (strncmp(part, "currency: ", 10) == 0) {
            assert_string_equal(panel->currency, part + 10);
        } else if (check_reject(truth, panel, rejects, part)) {
            rejects++;
        } else {
            check_value(truth, panel, part);
            values++;
        }
    }
    if (count_values(panel) != values || panel->reject_count != rejects)
        fail_msg("%s: %zu values and %zu rejects, not %zu and %zu", truth->id, count_values(panel),
                 panel->reject_count, values, rejects);
    assert_int_equal(panel->unused[0] != '\0', unused);
    plumb_panel_free(panel);
}

/* ---- the document ---- */

static void run_table(char kind)
{
    static struct truth truth;
    char line[MAX_TEXT];
    size_t before = lines_run;
    FILE *f = fopen("docs/csv.md", "r");
    if (!f) {
        print_message("skipped: docs/csv.md is not here; run from the project's folder\n");
        skip();
    }
    while (fgets(line, sizeof line, f)) {
        bool parsed = parse_line(line, &truth);
        bool looks_like = line[0] == '|' && line[2] == kind && line[3] >= '0' && line[3] <= '9';
        assert_true(parsed || !looks_like);
        if (!parsed || truth.id[0] != kind)
            continue;
        lines_run++;
        if (kind == 'N' || kind == 'D')
            check_number(&truth, kind == 'D');
        else if (kind == 'Y')
            check_year(&truth);
        else if (kind == 'U')
            check_head(&truth);
        else
            check_file(&truth);
    }
    fclose(f);
    assert_true(lines_run > before);
}

static void numbers(void **state)
{
    (void)state;
    run_table('N');
}

static void decimal_commas(void **state)
{
    (void)state;
    run_table('D');
}

static void years(void **state)
{
    (void)state;
    run_table('Y');
}

static void heads(void **state)
{
    (void)state;
    run_table('U');
}

static void files(void **state)
{
    (void)state;
    run_table('F');
}

static int set_up(void **state)
{
    (void)state;
    struct plumb_error error = {0};
    if (plumb_catalogue_load(NULL, &catalogue, &error) != PLUMB_OK)
        return -1;
    snprintf(folder, sizeof folder, "/tmp/plumb-csv-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/t.csv", folder);
    unlink(path);
    plumb_catalogue_free(catalogue);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers), cmocka_unit_test(decimal_commas), cmocka_unit_test(years),
        cmocka_unit_test(heads),   cmocka_unit_test(files),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
