/* plumb-gen: the command line. */
#include "gen/gen.h"

#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: plumb-gen panel [OPTION VALUE]…      a long-form panel as CSV\n"
    "       plumb-gen reports -o DIR [OPTION VALUE]…   texts of final accounts\n"
    "\n"
    "  --values N       cells of the panel; decides the number of agencies\n"
    "  --agencies N     agencies of the panel (default 1000)\n"
    "  --years N        years (default 10)         --first-year Y   (default 2014)\n"
    "  --indicators N   1 to 20 (default 8)\n"
    "  --count N        reports (default 100)\n"
    "  --plain 0|1      1: only agency, year, indicator and value; names in quotes, agency-years\n"
    "                   in no order\n"
    "  --anomalies N    planted errors (default: one in 200 agencies, one in 5 reports)\n"
    "  --seed N         the same seed gives the same bytes (default 1)\n"
    "  -o, --output PATH     file of the panel (default: standard output), folder of the reports\n"
    "  --key FILE       where to write what was planted\n"
    "\n"
    "Example: plumb-gen panel --values 1000000 -o panel.csv --key key.csv\n";

static int usage(const char *what, const char *word)
{
    fprintf(stderr, "plumb-gen: %s%s\nSee plumb-gen --help.\n", what, word);
    return 2;
}

struct number_option {
    const char *name;
    size_t *value, most;
};

/* False when the word is no number option; *bad when its value is no number in range. */
static bool take_number(const struct number_option *options, size_t count, const char *word,
                        const char *text, bool *bad)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(options[i].name, word) != 0)
            continue;
        char *end = NULL;
        unsigned long long value = strtoull(text, &end, 10);
        *bad = *text < '0' || *text > '9' || *end || value > options[i].most;
        *options[i].value = (size_t)value;
        return true;
    }
    return false;
}

struct arguments {
    struct gen_settings settings;
    size_t values, first_year, seed, anomalies, plain;
};

static int parse(int argc, char **argv, struct arguments *a)
{
    const struct number_option numbers[] = {
        {"--values", &a->values, 400000000},
        {"--agencies", &a->settings.agencies, (size_t)GEN_COUNTIES * GEN_KINDS},
        {"--years", &a->settings.years, 100},
        {"--first-year", &a->first_year, 2100},
        {"--indicators", &a->settings.indicators, GEN_INDICATORS},
        {"--count", &a->settings.reports, 1000000},
        {"--plain", &a->plain, 1},
        {"--anomalies", &a->anomalies, 400000000},
        {"--seed", &a->seed, SIZE_MAX}};
    for (int i = 2; i < argc; i += 2) {
        bool bad = false;
        if (i + 1 >= argc)
            return usage("a value is missing behind ", argv[i]);
        if (take_number(numbers, PLUMB_COUNT(numbers), argv[i], argv[i + 1], &bad)) {
            if (bad)
                return usage("not a number in range: ", argv[i + 1]);
        } else if (strcmp(argv[i], "-o") == 0 || strcmp(argv[i], "--output") == 0) {
            a->settings.output = argv[i + 1];
        } else if (strcmp(argv[i], "--key") == 0) {
            a->settings.key = argv[i + 1];
        } else {
            return usage("there is no option ", argv[i]);
        }
    }
    return 0;
}

static void complete(struct arguments *a, bool panel)
{
    struct gen_settings *s = &a->settings;
    s->years = s->years ? s->years : 1;
    s->indicators = s->indicators ? s->indicators : 1;
    s->reports = s->reports ? s->reports : 1;
    size_t cells = s->years * s->indicators;
    if (a->values)
        s->agencies = (a->values + cells - 1) / cells;
    s->agencies = s->agencies ? s->agencies : 1;
    s->first_year = (int)a->first_year;
    s->seed = a->seed;
    s->plain = a->plain != 0;
    s->anomalies = a->anomalies != SIZE_MAX ? a->anomalies
                   : panel                  ? s->agencies / 200
                                            : s->reports / 5;
    /* One an agency or report at most. */
    size_t most = panel ? s->agencies : s->reports;
    s->anomalies = s->anomalies < most ? s->anomalies : most;
}

int main(int argc, char **argv)
{
    struct arguments a = {
        .settings = {.agencies = 1000, .years = 10, .indicators = 8, .reports = 100},
        .first_year = 2014,
        .seed = 1,
        .anomalies = SIZE_MAX};
    if (argc < 2 || strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        return argc < 2 ? 2 : 0;
    }
    bool panel = strcmp(argv[1], "panel") == 0;
    if (!panel && strcmp(argv[1], "reports") != 0)
        return usage("make a panel or reports, not ", argv[1]);
    int status = parse(argc, argv, &a);
    if (status != 0)
        return status;
    complete(&a, panel);
    if (!panel && !a.settings.output)
        return usage("reports need a folder: ", "-o DIR");
    if (a.settings.agencies > (size_t)GEN_COUNTIES * GEN_KINDS)
        return usage("there are names for 1536000 agencies; use more years or indicators", "");
    return (panel ? gen_panel(&a.settings) : gen_reports(&a.settings)) ? 0 : 4;
}
