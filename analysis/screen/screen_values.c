/* Values that their own years and their peers do not expect: errors of unit, spikes, shifts, jumps
 * at the ends of a series. Echoes of a wrong year are explained away first (STATISTICS §3.2). */
#include "analysis/screen/screen_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Above this many values the signals of all indicators are not held at once but made twice: first for
 * the signal that compares the indicators, of which only the growth is kept, then for good. The
 * findings are the same. */
static const size_t HELD_VALUES = 20 * 1000 * 1000;
/* The least a value must differ from its prediction, whatever its surprise. */
static const double LEAST_CHANGE = 0.15;
/* Stages of one budget this near to each other confirm each other. */
static const double CONFIRMED = 0.1;

/* How much likelier an error of unit must make the factor than chance. */
static const double NEAT_ODDS = 4;

struct ranked {
    size_t cell;
    double s;
};

struct pass {
    struct plumb_screen *screen;
    size_t from; /* tasks are numbered from this series on */
    const double *centre;
    enum plumb_status *status;
    struct plumb_error *errors;
    struct ranked *list; /* work: [cells + 1] */
    double *known;       /* work: [cells + 1] */
};

static bool screened(const struct plumb_series *s)
{
    return s->column && strcmp(s->unit, "fraction") != 0 && strcmp(s->unit, "score") != 0;
}

static void signals_task(void *context, size_t index)
{
    struct pass *pass = context;
    const struct plumb_screen *screen = pass->screen;
    struct plumb_series *s = &screen->series[index += pass->from];
    struct plumb_panel_options options = PLUMB_PANEL_DEFAULT;
    options.threshold = plumb_screen_parameter(screen, "series.spike", "threshold", 2.2);
    options.group = screen->group;
    options.members = screen->members;
    options.first_member = screen->first_member;
    options.group_count = screen->group_count;
    if (!screened(s))
        return;
    plumb_panel_signals_free(&s->signals);
    pass->status[index] =
        plumb_panel_signals(s->value, screen->panel->agency_count, screen->panel->year_count,
                            options, &s->signals, &pass->errors[index]);
    s->screened = pass->status[index] == PLUMB_OK;
}

static void evidence_task(void *context, size_t index)
{
    struct pass *pass = context;
    struct plumb_series *s = &pass->screen->series[index += pass->from];
    if (!s->screened)
        return;
    pass->status[index] =
        plumb_panel_evidence(&s->signals, pass->centre, &s->evidence, &pass->errors[index]);
    s->screened = pass->status[index] == PLUMB_OK;
}

/* Too few values for a judgement is no error of the run: the series is left out. */
static enum plumb_status first_failure(const struct pass *pass, size_t count,
                                       struct plumb_error *error)
{
    for (size_t i = 0; i < count; i++)
        if (pass->status[i] != PLUMB_OK && pass->status[i] != PLUMB_E_DOMAIN) {
            if (error)
                *error = pass->errors[i];
            return pass->status[i];
        }
    return PLUMB_OK;
}

/* ---- one cell ------------------------------------------------------------------------------ */

static double value_at(const struct plumb_screen *screen, const struct plumb_series *s, size_t cell,
                       int step)
{
    size_t years = screen->panel->year_count, t = cell % years;
    if ((step < 0 && t < (size_t)-step) || (step > 0 && t + (size_t)step >= years))
        return NAN;
    return s->value[(size_t)((ptrdiff_t)cell + step)];
}

static const char *check_of(const struct plumb_screen *screen, const struct plumb_series *s,
                            size_t cell, int power)
{
    if (power)
        return "series.unit";
    if (s->signals.moved[cell])
        return "series.shift";
    bool inside = !isnan(value_at(screen, s, cell, -1)) && !isnan(value_at(screen, s, cell, 1));
    return inside ? "series.spike" : "growth.outlier";
}

static const char *share_words(const struct plumb_screen *screen, const struct plumb_series *s,
                               size_t cell, bool zh)
{
    static const char *const names[][2] = {{"own other years", "本单位历年"},
                                           {"the years before and after", "前后两年"},
                                           {"change against peers", "与同类增幅相比"},
                                           {"its other indicators", "本单位其他指标"}};
    double share[PLUMB_EVIDENCE_SIGNALS];
    const char *text = "";
    plumb_panel_share(&s->evidence, cell, share);
    for (size_t i = 0; i < PLUMB_EVIDENCE_SIGNALS; i++)
        if (share[i] >= 0.05)
            text = plumb_arena_printf(screen->arena, "%s%s%s %.0f%%", text,
                                      text[0] ? (zh ? "，" : ", ") : "", names[i][zh ? 1 : 0],
                                      100 * share[i]);
    return text;
}

/* "×10" or "2.4 times" what was expected. */
static const char *factor_words(const struct plumb_screen *screen, double stated, double expected,
                                int power, bool zh)
{
    if (power)
        return plumb_arena_printf(screen->arena, "×10^%d", power);
    if (stated * expected < 0)
        return zh ? "符号相反" : "of the opposite sign";
    double times = stated / expected;
    if (times >= 1.5 && times < 1e6)
        return plumb_arena_printf(screen->arena, zh ? "%.1f倍" : "%.1f times", times);
    return plumb_arena_printf(screen->arena, "%+.0f%%", 100 * (times - 1));
}

/* What is inferred is told with four digits. */
static double rounded(double x)
{
    double unit = x != 0 ? pow(10, floor(log10(fabs(x))) - 3) : 1;
    return floor(x / unit + 0.5) * unit;
}

static void explain(struct plumb_screen *screen, struct plumb_exception *e, int power)
{
    const struct plumb_series *s = &screen->series[e->series];
    size_t cell = plumb_screen_cell(screen, e->agency, e->year);
    int year = plumb_screen_year(screen, e->year);
    const char *times_zh = factor_words(screen, e->stated, e->expected, power, true);
    const char *times_en = factor_words(screen, e->stated, e->expected, power, false);
    const char *tail_zh = power ? "，可能是计量单位错误" : "";
    const char *tail_en = power ? "; possibly an error of unit" : "";
    if (strcmp(e->check, "series.shift") == 0) {
        tail_zh = "，此后保持在新水平";
        tail_en = "; the new level stays";
    }
    e->words.zh = plumb_arena_printf(
        screen->arena, "%d年%s为%s；按该单位其他年度和%s同年变化推算约为%s（%s）%s。依据：%s。",
        year, s->name_zh, plumb_screen_value(screen, s, e->stated, true),
        plumb_screen_peers(screen, s, e->agency, e->year, true),
        plumb_screen_value(screen, s, rounded(e->expected), true), times_zh, tail_zh,
        share_words(screen, s, cell, true));
    e->words.en = plumb_arena_printf(
        screen->arena,
        "In %d, %s is %s; its own other years and %s say about %s (%s)%s. Evidence: %s.", year,
        s->name_en, plumb_screen_value(screen, s, e->stated, false),
        plumb_screen_peers(screen, s, e->agency, e->year, false),
        plumb_screen_value(screen, s, rounded(e->expected), false), times_en, tail_en,
        share_words(screen, s, cell, false));
    double times = e->stated / e->expected;
    const char *many =
        plumb_arena_printf(screen->arena, fabs(times) >= 10 ? "%.0f" : "%.2f", times);
    e->recomputation = plumb_arena_printf(screen->arena, "%s ÷ %s ≈ %s",
                                          plumb_screen_value(screen, s, e->stated, false),
                                          plumb_screen_value(screen, s, e->expected, false), many);
    e->recomputation_zh = plumb_arena_printf(
        screen->arena, "%s ÷ %s ≈ %s", plumb_screen_value(screen, s, e->stated, true),
        plumb_screen_value(screen, s, e->expected, true), many);
}

/* Belief in what stands far from its own years and its peers in a panel where much does: rank-based
 * evidence says that it is one of many, but each of the few largest needs explaining. */
static const double BELIEF_OF_LARGE = 0.39;
static const double LARGE_Z = 5;

static bool differs(const struct plumb_series *s, size_t cell, double threshold)
{
    double y = s->value[cell], p = s->signals.predicted[cell], e = s->evidence.s[cell];
    if (isnan(y) || isnan(p) || isnan(e) || e < threshold)
        return false;
    double scale = fabs(p) > fabs(y) ? fabs(p) : fabs(y);
    return scale > 0 && fabs(y - p) >= LEAST_CHANGE * scale;
}

/* Two of its signals are extreme by themselves, and the value is a multiple of what is expected. */
static bool is_large(const struct plumb_series *s, size_t cell)
{
    size_t extreme = 0;
    for (size_t k = 0; k < PLUMB_EVIDENCE_SIGNALS; k++)
        extreme += s->signals.z[k] && fabs(s->signals.z[k][cell]) >= LARGE_Z;
    double ratio = s->value[cell] / s->signals.predicted[cell];
    return extreme >= 2 && ratio > 0 && (ratio >= 2 || ratio <= 0.5);
}

/* The usual spread of the indicator: that of the series itself is inflated by the value in question
 * when there are few years. */
static double usual_spread(const struct pass *pass, const struct plumb_series *s)
{
    size_t n = 0;
    for (size_t c = 0; c < pass->screen->cells && n < s->count; c++)
        if (s->signals.spread[c] > 0)
            pass->known[n++] = s->signals.spread[c];
    return n ? plumb_median_inplace(pass->known, n) : 0;
}

/* A whole number of 10^power, counted in hundredths: tenths have no exact double. */
static bool is_multiple(double y, int power)
{
    double hundredths = floor(fabs(y) * 100 + 0.5);
    return fabs(hundredths - fabs(y) * 100) < 1e-6 * hundredths &&
           fmod(hundredths, pow(10, power + 2)) == 0;
}

/* The power of ten that nearly all values of the series are multiples of: 3 when it is kept in
 * thousands, -2 at the least. */
static int resolution_of(const struct plumb_screen *screen, const struct plumb_series *s)
{
    int power = -2;
    for (; power < 8; power++) {
        size_t whole = 0;
        for (size_t c = 0; c < screen->cells; c++)
            whole += !isnan(s->value[c]) && is_multiple(s->value[c], power + 1);
        if (100 * whole < 99 * s->count)
            break;
    }
    return power;
}

/* Amounts are kept in 元, 千元, 万元 and 亿元: those powers of ten apart, one unit was taken for
 * another. Any other power is a slip of the decimal point, and then what was meant is printed as
 * finely as the rest. */
static bool may_be_unit(double y, int power, int resolution)
{
    static const int between_units[] = {3, 4, 5, 8};
    for (size_t i = 0; i < PLUMB_COUNT(between_units); i++)
        if (abs(power) == between_units[i])
            return true;
    return power < 0 || is_multiple(y, resolution + power);
}

/* What of the series the judgement of each cell needs. */
struct usual {
    double spread;
    int resolution;
};

/* Near a power of ten more than by chance: the density of the rest when it is an error of unit, over
 * that of any factor, which falls anywhere between two powers of ten. A lumpy series proves nothing. */
static bool is_neat(double rest, double spread)
{
    double z = rest / spread;
    return log(10.0) / (sqrt(2 * M_PI) * spread) * exp(-0.5 * z * z) >= NEAT_ODDS;
}

/* The power of ten by which the value misses its prediction, 0 for none. A series so steady that its
 * own spread forbids a neat factor is allowed the catalogue's tolerance. */
static int unit_power(const struct plumb_screen *screen, const struct plumb_series *s, size_t cell,
                      const struct usual *usual)
{
    static const int powers[] = {1, -1, 2, -2, 3, -3, 4, -4, 8, -8};
    double y = s->value[cell], p = s->signals.predicted[cell], spread = s->signals.spread[cell];
    struct plumb_unit_shift shift = plumb_unit_shift(y, p, spread);
    double tolerance = plumb_screen_parameter(screen, "series.unit", "tolerance", 0.12);
    int power = shift.power;
    bool far = y / p > 0 && fabs(log(y / p)) > 5 * usual->spread;
    for (size_t i = 0; !power && far && i < PLUMB_COUNT(powers); i++)
        if (fabs(log(y / p) - powers[i] * log(10.0)) <= tolerance)
            power = powers[i];
    double rest = power ? log(y / p) - power * log(10.0) : 0;
    bool neat = is_neat(rest, fmax(spread, 0.5 * tolerance));
    return neat && may_be_unit(y, power, usual->resolution) ? power : 0;
}

/* An error of unit hits one number or the whole row. When only some of the budget's stages moved by
 * the factor (the revised budget went with the spending, the initial one did not), it was money. */
static bool money_moved(const struct plumb_screen *screen, size_t index, size_t cell, int power)
{
    size_t with = 0, without = 0;
    for (size_t i = 0; i < screen->stored_count; i++) {
        const struct plumb_series *s = &screen->series[i];
        if (i == index || !s->screened || strncmp(s->id, "expenditure.", 12) != 0 ||
            isnan(s->value[cell]) || isnan(s->signals.predicted[cell]))
            continue;
        double factor = log(s->value[cell] / s->signals.predicted[cell]) / log(10.0);
        if (factor / power > 0.5)
            with++;
        else
            without++;
    }
    return with && without;
}

static void push_value(struct plumb_screen *screen, size_t index, size_t cell, size_t fired,
                       const struct usual *usual)
{
    struct plumb_series *s = &screen->series[index];
    double y = s->value[cell], p = s->signals.predicted[cell];
    int power = unit_power(screen, s, cell, usual);
    if (s->evidence.tau[cell] < 0.5 || (power && money_moved(screen, index, cell, power)))
        power = 0;
    struct plumb_exception *e =
        plumb_screen_push(screen, check_of(screen, s, cell, power), index, cell);
    e->power = power;
    e->expected = rounded(p);
    e->direction = y > p ? 1 : -1;
    e->belief = fmax(s->evidence.tau[cell], is_large(s, cell) ? BELIEF_OF_LARGE : 0);
    e->log_p = s->evidence.log_p[cell];
    e->money = strcmp(s->unit, "yuan") == 0 ? fabs(y - p) : 0;
    e->tested = s->evidence.cells;
    e->fired = fired;
    e->quote_years = true;
    explain(screen, e, power);
}

/* Another stage of the budget says the same, and is usual itself: it is the other years of this stage
 * that are odd. Of the stages the predictions are kept (drop). */
static bool is_confirmed(const struct plumb_screen *screen, size_t index, size_t cell)
{
    const struct plumb_series *own = &screen->series[index];
    const double y = own->value[cell];
    if (strncmp(own->id, "expenditure.", 12) != 0)
        return false;
    for (size_t i = 0; i < screen->stored_count; i++) {
        const struct plumb_series *s = &screen->series[i];
        if (i == index || !s->screened || strncmp(s->id, "expenditure.", 12) != 0)
            continue;
        const double other = s->value[cell], usual = s->signals.predicted[cell];
        if (fabs(other - y) <= CONFIRMED * fabs(y) &&
            fabs(other - usual) <= LEAST_CHANGE * fabs(other))
            return true;
    }
    return false;
}

static int by_evidence(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->s != y->s)
        return x->s > y->s ? -1 : 1;
    return (x->cell > y->cell) - (x->cell < y->cell);
}

/* All that is believed, and the few largest of the rest. */
static void collect(const struct pass *pass, size_t index)
{
    struct plumb_screen *screen = pass->screen;
    struct plumb_series *s = &screen->series[index];
    size_t n = 0, fired = 0, large = 0, most = 10 + s->evidence.cells / 200;
    struct ranked *list = pass->list;
    double threshold = plumb_screen_parameter(screen, "series.spike", "threshold", 2.2);
    for (size_t c = 0; c < screen->cells; c++)
        if (differs(s, c, threshold) && (s->evidence.tau[c] >= 0.5 || is_large(s, c)) &&
            !is_confirmed(screen, index, c)) {
            list[n++] = (struct ranked){c, s->evidence.s[c]};
            fired += s->evidence.tau[c] >= 0.5;
        }
    if (n)
        qsort(list, n, sizeof *list, by_evidence);
    const struct usual usual = {usual_spread(pass, s), n ? resolution_of(screen, s) : 0};
    for (size_t i = 0; i < n; i++) {
        bool believed = s->evidence.tau[list[i].cell] >= 0.5;
        if (believed || large++ < most)
            push_value(screen, index, list[i].cell, fired, &usual);
    }
}

/* What is needed no more: of amounts whose stages are compared (money_moved) the prediction stays. */
static void drop(struct plumb_series *s)
{
    double *predicted = s->signals.predicted;
    const bool compared = s->screened && strncmp(s->id, "expenditure.", 12) == 0;
    if (compared)
        s->signals.predicted = NULL;
    plumb_panel_signals_free(&s->signals);
    plumb_panel_evidence_free(&s->evidence);
    s->signals = (struct plumb_panel_signals){.predicted = compared ? predicted : NULL};
    s->screened = compared;
}

/* ---- all cells ----------------------------------------------------------------------------- */

/* A few series at a time, so that memory holds what the threads work at. */
static size_t batch_size(const struct plumb_screen *screen)
{
    return screen->threads ? screen->threads : plumb_cores();
}

static enum plumb_status run_batch(struct pass *pass, size_t from, size_t to, plumb_task *task,
                                   struct plumb_error *error)
{
    pass->from = from;
    plumb_parallel(to - from, pass->screen->threads, task, pass);
    return first_failure(pass, to, error);
}

/* Signals of all; without `held` only their growth is kept, in growth[count]. */
static enum plumb_status make_signals(struct pass *pass, bool held, double **growth, size_t *count,
                                      struct plumb_error *error)
{
    const struct plumb_screen *screen = pass->screen;
    const size_t step = held ? screen->stored_count : batch_size(screen);
    enum plumb_status status = PLUMB_OK;
    *count = 0;
    for (size_t from = 0; from < screen->stored_count && status == PLUMB_OK; from += step) {
        const size_t to = from + step < screen->stored_count ? from + step : screen->stored_count;
        status = run_batch(pass, from, to, signals_task, error);
        for (size_t i = from; i < to; i++) {
            struct plumb_series *s = &screen->series[i];
            if (!s->screened)
                continue;
            growth[(*count)++] = s->signals.z[PLUMB_SIGNAL_GROWTH];
            if (held)
                continue;
            s->signals.z[PLUMB_SIGNAL_GROWTH] = NULL;
            drop(s);
        }
    }
    return status;
}

/* Evidence and exceptions of all, a batch at a time in the order of the series. */
static enum plumb_status judge_all(struct pass *pass, bool held, struct plumb_error *error)
{
    const struct plumb_screen *screen = pass->screen;
    const size_t step = batch_size(screen);
    enum plumb_status status = PLUMB_OK;
    for (size_t from = 0; from < screen->stored_count && status == PLUMB_OK; from += step) {
        const size_t to = from + step < screen->stored_count ? from + step : screen->stored_count;
        if (!held)
            status = run_batch(pass, from, to, signals_task, error);
        if (status == PLUMB_OK)
            status = run_batch(pass, from, to, evidence_task, error);
        for (size_t i = from; i < to && status == PLUMB_OK; i++) {
            if (screen->series[i].screened)
                collect(pass, i);
            drop(&screen->series[i]);
        }
    }
    return status;
}

/* The growth of all series stays until their centre is known. */
static enum plumb_status screen_all(struct pass *pass, bool held, double **growth,
                                    struct plumb_error *error)
{
    const struct plumb_screen *screen = pass->screen;
    double *centre = plumb_arena_array(screen->arena, screen->cells + 1, sizeof *centre);
    size_t n = 0;
    enum plumb_status status = make_signals(pass, held, growth, &n, error);
    if (status == PLUMB_OK && n >= 3)
        status = plumb_panel_growth_centre((const double *const *)growth, n, 0, screen->cells,
                                           centre, error);
    for (size_t i = 0; i < n && !held; i++)
        plumb_free(growth[i]);
    if (status != PLUMB_OK)
        return status;
    pass->centre = n >= 3 ? centre : NULL;
    return judge_all(pass, held, error);
}

enum plumb_status plumb_screen_values(struct plumb_screen *screen, struct plumb_error *error)
{
    struct pass pass = {.screen = screen};
    const size_t n = screen->stored_count;
    if (screen->panel->year_count < 2 || screen->panel->agency_count < 1)
        return PLUMB_OK;
    pass.status = plumb_arena_array(screen->arena, n + 1, sizeof *pass.status);
    pass.errors = plumb_arena_array(screen->arena, n + 1, sizeof *pass.errors);
    pass.list = plumb_arena_array(screen->arena, screen->cells + 1, sizeof *pass.list);
    pass.known = plumb_arena_array(screen->arena, screen->cells + 1, sizeof *pass.known);
    double **growth = plumb_arena_array(screen->arena, n + 1, sizeof *growth);
    return screen_all(&pass, n * screen->cells <= HELD_VALUES, growth, error);
}
