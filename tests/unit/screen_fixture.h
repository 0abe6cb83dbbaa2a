/* A clean panel for the tests of the screening: a test changes values and looks for findings. */
#ifndef PLUMB_SCREEN_FIXTURE_H
#define PLUMB_SCREEN_FIXTURE_H

#include "catalogue_fixture.h"

#include <math.h>

#include "plumb/finding.h"

static struct plumb_arena *arena;
static struct plumb_finding_list list;

enum { AGENCIES = 24, FOUNDED = 2, YEARS = 6, COLUMNS = 3, FIRST_YEAR = 2016 };
static struct plumb_panel panel;
static struct plumb_agency agencies[AGENCIES + FOUNDED];
static struct plumb_panel_column columns[COLUMNS];
static double values[COLUMNS][(AGENCIES + FOUNDED) * YEARS];
static uint32_t rows[COLUMNS][(AGENCIES + FOUNDED) * YEARS];
static uint16_t files[COLUMNS][(AGENCIES + FOUNDED) * YEARS];
static char names[AGENCIES + FOUNDED][16];
static const char *paths[] = {"panel.csv"};

static inline double *cell(size_t column, size_t agency, int year)
{
    return &values[column][agency * YEARS + (size_t)(year - FIRST_YEAR)];
}

/* Agencies of sizes 10 to 33 million that grow 5 % a year with a ripple of 1 %; budget (initial,
 * revised) and execution go together, executed 97 % of revised. FOUNDED more have
 * no values and are not in the panel unless the test says so. */
static inline int setup(void **state)
{
    (void)state;
    static const char *const ids[COLUMNS] = {"expenditure.initial", "expenditure.revised",
                                             "expenditure.executed"};
    static const double share[COLUMNS] = {0.95, 1.0, 0.97};
    arena = plumb_arena_new();
    list = (struct plumb_finding_list){0};
    for (size_t a = 0; a < AGENCIES + FOUNDED; a++) {
        snprintf(names[a], sizeof names[a], "单位%02zu", a);
        agencies[a] = (struct plumb_agency){names[a], "县", a % 2 ? "甲类" : "乙类", ""};
    }
    for (size_t c = 0; c < COLUMNS; c++) {
        for (size_t a = 0; a < AGENCIES + FOUNDED; a++)
            for (size_t t = 0; t < YEARS; t++) {
                double ripple = 1 + 0.01 * (double)((a * 7 + t * 3 + c) % 5) - 0.02;
                double level = 1e6 * (double)(10 + a) * pow(1.05, (double)t);
                values[c][a * YEARS + t] = a < AGENCIES ? floor(level * share[c] * ripple) : NAN;
                rows[c][a * YEARS + t] = (uint32_t)(2 + a * YEARS + t);
            }
        columns[c] =
            (struct plumb_panel_column){ids[c], ids[c], "yuan", values[c], rows[c], files[c]};
    }
    panel = (struct plumb_panel){.agencies = agencies,
                                 .agency_count = AGENCIES,
                                 .first_year = FIRST_YEAR,
                                 .year_count = YEARS,
                                 .columns = columns,
                                 .column_count = COLUMNS,
                                 .files = paths,
                                 .file_count = 1,
                                 .currency = "CNY"};
    return 0;
}

static inline int teardown(void **state)
{
    (void)state;
    plumb_arena_free(arena);
    return 0;
}

/* NULL: nothing was found. */
static inline const struct plumb_finding *about(const char *agency, int year)
{
    for (size_t i = 0; i < list.count; i++)
        if (strcmp(list.items[i].agency, agency) == 0 && list.items[i].year == year)
            return &list.items[i];
    return NULL;
}

#endif
