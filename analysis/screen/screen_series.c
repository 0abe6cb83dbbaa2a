/* The indicators of a panel, its peer groups and the size of its agencies. */
#include "analysis/screen/screen_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_VALUES = 8 };
/* A year in which nearly all are zero, when other years are not, is not known yet. */
static const double ZERO_YEAR_SHARE = 0.9;

size_t plumb_screen_cell(const struct plumb_screen *screen, size_t agency, size_t year)
{
    return agency * screen->panel->year_count + year;
}

int plumb_screen_year(const struct plumb_screen *screen, size_t year)
{
    return screen->panel->first_year + (int)year;
}

size_t plumb_screen_find(const struct plumb_screen *screen, const char *id)
{
    for (size_t i = 0; i < screen->series_count; i++)
        if (strcmp(screen->series[i].id, id) == 0)
            return i;
    return PLUMB_NPOS;
}

double plumb_screen_parameter(const struct plumb_screen *screen, const char *check,
                              const char *name, double fallback)
{
    return plumb_check_parameter(plumb_catalogue_find_check(screen->catalogue, check), name,
                                 fallback);
}

/* ---- columns ------------------------------------------------------------------------------- */

static void count_values(struct plumb_series *s, size_t cells)
{
    s->count = 0;
    for (size_t c = 0; c < cells; c++)
        s->count += isnan(s->value[c]) ? 0 : 1;
}

/* Phases that lie in the future are often printed as zero: they are missing, not zero. */
static void drop_unknown_years(const struct plumb_screen *screen, struct plumb_series *s)
{
    size_t years = screen->panel->year_count, agencies = screen->panel->agency_count;
    size_t all_zero = 0, all = 0;
    for (size_t c = 0; c < screen->cells; c++) {
        all += isnan(s->value[c]) ? 0 : 1;
        all_zero += s->value[c] == 0;
    }
    for (size_t t = 0; t < years; t++) {
        size_t zero = 0, known = 0;
        for (size_t a = 0; a < agencies; a++) {
            double v = s->value[plumb_screen_cell(screen, a, t)];
            known += isnan(v) ? 0 : 1;
            zero += v == 0;
        }
        bool rest_known = all > known && (double)(all_zero - zero) < 0.5 * (double)(all - known);
        if (known < LEAST_VALUES || !rest_known || (double)zero < ZERO_YEAR_SHARE * (double)known)
            continue;
        for (size_t a = 0; a < agencies; a++)
            s->value[plumb_screen_cell(screen, a, t)] = NAN;
    }
}

/* A zero amount is a gap, not a small value: nothing was budgeted, or it was paid by another. It is
 * reported as such and must not look like a fall to nothing. */
static void drop_zeros(const struct plumb_screen *screen, struct plumb_series *s)
{
    if (strcmp(s->unit, "yuan") != 0 && strcmp(s->unit, "person") != 0)
        return;
    for (size_t c = 0; c < screen->cells; c++)
        if (s->value[c] == 0)
            s->value[c] = NAN;
}

static void add_stored(struct plumb_screen *screen, const struct plumb_panel_column *column)
{
    struct plumb_series *s = &screen->series[screen->series_count];
    const struct plumb_indicator *entry =
        plumb_catalogue_find_indicator(screen->catalogue, column->indicator);
    *s = (struct plumb_series){.column = column, .indicator = entry};
    s->id = column->indicator ? column->indicator : column->name;
    s->name_zh = entry ? entry->name.zh : column->name;
    s->name_en = entry ? entry->name.en : column->name;
    s->unit = column->unit ? column->unit : "";
    s->money = strcmp(s->unit, "yuan") == 0;
    s->value = plumb_arena_array(screen->arena, screen->cells, sizeof *s->value);
    for (size_t c = 0; c < screen->cells; c++)
        s->value[c] = isfinite(column->value[c]) ? column->value[c] : NAN;
    drop_unknown_years(screen, s);
    drop_zeros(screen, s);
    count_values(s, screen->cells);
    if (s->count >= LEAST_VALUES)
        screen->series_count++;
}

/* ---- ratios -------------------------------------------------------------------------------- */

enum { MAX_INPUTS = 32 };

/* A formula whose inputs are found once, not once a cell. */
struct bound_formula {
    const struct plumb_formula *formula;
    const double *values[MAX_INPUTS];
    bool prior[MAX_INPUTS], gross[MAX_INPUTS];
    size_t count;
};

/* Amounts that cannot be less than nothing; refunds and offsetting receipts make shares of them
 * meaningless. An adjustment or a balance may be negative. */
static bool is_gross(const char *id)
{
    static const char *const stages[] = {".executed", ".initial", ".revised", ".budget"};
    for (size_t i = 0; i < PLUMB_COUNT(stages); i++)
        if (plumb_str_ends(plumb_str_from(id), plumb_str_from(stages[i])))
            return true;
    return false;
}

static bool bind(const struct plumb_screen *screen, const struct plumb_formula *formula,
                 struct bound_formula *out)
{
    *out = (struct bound_formula){.formula = formula};
    out->count = plumb_formula_input_count(formula);
    for (size_t i = 0; i < out->count; i++) {
        const char *id = plumb_formula_input(formula, i, &out->prior[i < MAX_INPUTS ? i : 0]);
        size_t at = plumb_screen_find(screen, id);
        if (at == PLUMB_NPOS || at >= screen->stored_count || out->count > MAX_INPUTS)
            return false;
        out->values[i] = screen->series[at].value;
        out->gross[i] = is_gross(id);
    }
    return true;
}

static double evaluate(const struct bound_formula *f, size_t cell, size_t years)
{
    double inputs[MAX_INPUTS];
    for (size_t i = 0; i < f->count; i++) {
        if (f->prior[i] && cell % years == 0)
            return NAN;
        inputs[i] = f->values[i][f->prior[i] ? cell - 1 : cell];
        if (f->gross[i] && inputs[i] < 0)
            return NAN;
    }
    return plumb_formula_eval(f->formula, inputs);
}

/* A ratio that mixes definitions between years would jump by definition: the whole column uses the
 * first formula that can be computed for at least half of what any formula can. */
static void fill_ratio(struct plumb_screen *screen, struct plumb_series *s)
{
    const struct plumb_indicator *r = s->indicator;
    double *best = NULL;
    size_t best_count = 0;
    for (size_t f = 0; f <= r->alternative_count; f++) {
        struct bound_formula bound;
        if (!bind(screen, f ? r->alternative_formulas[f - 1] : r->formula, &bound))
            continue;
        for (size_t c = 0; c < screen->cells; c++)
            s->value[c] = evaluate(&bound, c, screen->panel->year_count);
        count_values(s, screen->cells);
        if (s->count <= 2 * best_count)
            continue;
        if (!best)
            best = plumb_arena_array(screen->arena, screen->cells, sizeof *best);
        memcpy(best, s->value, screen->cells * sizeof *best);
        best_count = s->count;
        memset(s->formula, (int)f, screen->cells);
    }
    if (best)
        s->value = best;
    s->count = best_count;
}

/* What is left of x: 1 - x in all cells. A carry-over taken as what was not spent says nothing that
 * the execution does not. */
static bool is_rest_of(const double *x, const double *y, size_t cells)
{
    for (size_t c = 0; c < cells; c++)
        if (!isnan(y[c]) && !(fabs(x[c] + y[c] - 1) <= 1e-9 * (fabs(x[c]) + 1)))
            return false;
    return true;
}

/* Two names for one quotient (完成率 and 执行率 over the same columns) would tell everything twice. */
static bool repeats_another(const struct plumb_screen *screen, const struct plumb_series *s)
{
    for (size_t i = screen->stored_count; i < screen->series_count; i++)
        if (memcmp(screen->series[i].value, s->value, screen->cells * sizeof *s->value) == 0 ||
            is_rest_of(screen->series[i].value, s->value, screen->cells))
            return true;
    return false;
}

static void add_ratio(struct plumb_screen *screen, const struct plumb_indicator *r)
{
    struct bound_formula unused;
    bool any = bind(screen, r->formula, &unused);
    for (size_t f = 0; !any && f < r->alternative_count; f++)
        any = bind(screen, r->alternative_formulas[f], &unused);
    if (!any)
        return;
    struct plumb_series *s = &screen->series[screen->series_count];
    *s = (struct plumb_series){.indicator = r,
                               .id = r->id,
                               .name_zh = r->name.zh,
                               .name_en = r->name.en,
                               .unit = r->unit && *r->unit ? r->unit : "fraction"};
    s->value = plumb_arena_array(screen->arena, screen->cells, sizeof *s->value);
    s->formula = plumb_arena_array(screen->arena, screen->cells, 1);
    fill_ratio(screen, s);
    if (s->count >= LEAST_VALUES && !repeats_another(screen, s))
        screen->series_count++;
}

void plumb_screen_read_series(struct plumb_screen *screen)
{
    const struct plumb_panel *panel = screen->panel;
    size_t indicators = plumb_catalogue_indicator_count(screen->catalogue);
    screen->series = plumb_arena_array(screen->arena, panel->column_count + indicators + 1,
                                       sizeof *screen->series);
    for (size_t i = 0; i < panel->column_count; i++)
        add_stored(screen, &panel->columns[i]);
    screen->stored_count = screen->series_count;
    for (size_t i = 0; i < indicators; i++) {
        const struct plumb_indicator *r = plumb_catalogue_indicator(screen->catalogue, i);
        bool printed = plumb_panel_find(panel, r->id) != NULL;
        if (r->type == PLUMB_INDICATOR_RATIO && !printed)
            add_ratio(screen, r);
    }
}

void plumb_screen_free_series(struct plumb_screen *screen)
{
    for (size_t i = 0; i < screen->series_count; i++) {
        plumb_panel_signals_free(&screen->series[i].signals);
        plumb_panel_evidence_free(&screen->series[i].evidence);
    }
}

/* ---- size ---------------------------------------------------------------------------------- */

static int by_double(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_of(double *x, size_t n)
{
    if (!n)
        return NAN;
    qsort(x, n, sizeof *x, by_double);
    return n % 2 ? x[n / 2] : 0.5 * (x[n / 2 - 1] + x[n / 2]);
}

/* The largest whole amount (executed, revised, initial) of an agency in one year. */
static double whole_of(const struct plumb_screen *screen, const size_t *wholes, size_t n,
                       size_t agency, size_t year)
{
    double most = NAN;
    for (size_t i = 0; i < n; i++) {
        double v = screen->series[wholes[i]].value[plumb_screen_cell(screen, agency, year)];
        if (v > 0 && !(most >= v))
            most = v;
    }
    return most;
}

static size_t find_wholes(const struct plumb_screen *screen, size_t *out)
{
    static const char *const ids[] = {"expenditure.executed", "expenditure.revised",
                                      "expenditure.initial", "expenditure.budget"};
    size_t n = 0;
    for (size_t i = 0; i < PLUMB_COUNT(ids); i++) {
        size_t at = plumb_screen_find(screen, ids[i]);
        if (at != PLUMB_NPOS)
            out[n++] = at;
    }
    for (size_t i = 0; !n && i < screen->stored_count; i++)
        if (strcmp(screen->series[i].unit, "yuan") == 0)
            out[n++] = i;
    return n;
}

/* Usual size of an agency: the median of its years, so that the value in question does not measure
 * itself. Very small ones count a quarter of the usual agency: their swings move no money. */
void plumb_screen_read_sizes(struct plumb_screen *screen)
{
    const struct plumb_panel *panel = screen->panel;
    size_t wholes[4], n = find_wholes(screen, wholes), known_count = 0;
    screen->size = plumb_arena_array(screen->arena, panel->agency_count + 1, sizeof(double));
    double *own = plumb_arena_array(screen->arena, panel->year_count + 1, sizeof *own);
    double *known = plumb_arena_array(screen->arena, panel->agency_count + 1, sizeof *known);
    for (size_t a = 0; a < panel->agency_count; a++) {
        size_t count = 0;
        for (size_t t = 0; t < panel->year_count; t++) {
            double v = whole_of(screen, wholes, n, a, t);
            if (v > 0)
                own[count++] = v;
        }
        screen->size[a] = median_of(own, count);
        if (count)
            known[known_count++] = screen->size[a];
    }
    double usual = median_of(known, known_count);
    for (size_t a = 0; a < panel->agency_count; a++)
        if (!(screen->size[a] >= usual / 4))
            screen->size[a] = isnan(screen->size[a]) ? usual : usual / 4;
}

/* ---- words --------------------------------------------------------------------------------- */

static const char *grouped(const struct plumb_screen *screen, double value, int decimals)
{
    char plain[64];
    const char *text = plumb_arena_printf(screen->arena, "%.*f", decimals, fabs(value));
    size_t whole = strcspn(text, "."), n = 0;
    if (whole > 30)
        return plumb_arena_printf(screen->arena, "%.3g", value);
    for (size_t i = 0; i < whole; i++) {
        if (i && (whole - i) % 3 == 0)
            plain[n++] = ',';
        plain[n++] = text[i];
    }
    plain[n] = '\0';
    return plumb_arena_printf(screen->arena, "%s%s%s", value < 0 ? "−" : "", plain, text + whole);
}

static const char *foreign_money(const struct plumb_screen *screen, double value, bool zh)
{
    const char *currency = screen->panel->currency ? screen->panel->currency : "";
    double size = fabs(value);
    double by = zh ? (size >= 1e8   ? 1e8
                      : size >= 1e4 ? 1e4
                                    : 1)
                   : (size >= 1e9   ? 1e9
                      : size >= 1e6 ? 1e6
                                    : 1);
    const char *word = zh ? (size >= 1e8   ? "亿"
                             : size >= 1e4 ? "万"
                                           : "")
                          : (size >= 1e9   ? " billion"
                             : size >= 1e6 ? " million"
                                           : "");
    int decimals = by > 1 ? 2 : 0;
    return plumb_arena_printf(screen->arena, "%s%s%s%s", grouped(screen, value / by, decimals),
                              word, currency[0] ? " " : "", currency);
}

static bool has_chinese(const char *text)
{
    struct plumb_str s = plumb_str_from(text);
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = plumb_utf8_decode(s, &at);
        if (cp >= 0x4E00 && cp <= 0x9FFF)
            return true;
    }
    return false;
}

/* Chinese panels name no currency; foreign ones have it from their mapping. */
static bool in_yuan(const struct plumb_screen *screen)
{
    const char *currency = screen->panel->currency ? screen->panel->currency : "";
    if (currency[0])
        return strcmp(currency, "CNY") == 0;
    for (size_t i = 0; i < screen->panel->column_count; i++)
        if (has_chinese(screen->panel->columns[i].name))
            return true;
    return false;
}

const char *plumb_screen_plain(const struct plumb_screen *screen, const struct plumb_series *series,
                               double value)
{
    bool whole = fabs(value - floor(value + 0.5)) < 1e-9;
    if (strcmp(series->unit, "fraction") == 0)
        return plumb_percent_words(screen->arena, value, 1);
    return grouped(screen, value, whole ? 0 : 2);
}

const char *plumb_screen_value(const struct plumb_screen *screen, const struct plumb_series *series,
                               double value, bool zh)
{
    if (isnan(value))
        return zh ? "缺失" : "missing";
    if (strcmp(series->unit, "fraction") == 0)
        return fabs(value) >= 10 ? plumb_arena_printf(screen->arena, zh ? "%s倍" : "%s times",
                                                      grouped(screen, value, 1))
                                 : plumb_percent_words(screen->arena, value, 1);
    if (strcmp(series->unit, "yuan") == 0) {
        if (in_yuan(screen))
            return plumb_yuan_words(screen->arena, value, zh);
        return foreign_money(screen, value, zh);
    }
    bool whole = fabs(value - floor(value + 0.5)) < 1e-9;
    const char *text = grouped(screen, value, whole ? 0 : 2);
    if (strcmp(series->unit, "person") == 0)
        return plumb_arena_printf(screen->arena, zh ? "%s人" : "%s persons", text);
    return text;
}

struct plumb_exception *plumb_screen_push(struct plumb_screen *screen, const char *check,
                                          size_t series, size_t cell)
{
    struct plumb_exception *e =
        PLUMB_PUSH(screen->arena, screen->items, screen->count, screen->capacity);
    *e = (struct plumb_exception){.check = check,
                                  .series = series,
                                  .agency = cell / screen->panel->year_count,
                                  .year = cell % screen->panel->year_count,
                                  .stated = screen->series[series].value[cell],
                                  .expected = NAN,
                                  .words = {"", ""},
                                  .recomputation = "",
                                  .recomputation_zh = "",
                                  .basis = {PLUMB_NPOS, PLUMB_NPOS},
                                  .wrong = PLUMB_NPOS};
    return e;
}
