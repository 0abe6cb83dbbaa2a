/* How far every value of an indicator stands from what its own past and its group lead one to expect:
 * the model first (stats_panel_model.c), then each series (stats_panel_series.c). */
#include "analysis/stats/stats_panel.h"

#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_panel_int.h"
#include "analysis/stats/stats_robust.h"

const char *plumb_signal_name(enum plumb_signal signal)
{
    static const char *const names[] = {"own", "interp", "growth", "cross", "peer"};
    return signal < PLUMB_SIGNALS ? names[signal] : "";
}

/* ---- the whole indicator ----------------------------------------------------------------- */

static bool signals_alloc(struct plumb_panel_signals *out)
{
    const size_t cells = out->agencies * out->years;
    bool done = true;
    for (int l = 0; l < PLUMB_SIGNALS; l++) {
        out->z[l] = plumb_stats_doubles(cells);
        done = done && out->z[l] != NULL;
        for (size_t c = 0; done && c < cells; c++)
            out->z[l][c] = NAN;
    }
    out->predicted = plumb_stats_doubles(cells);
    out->spread = plumb_stats_doubles(cells);
    out->round = plumb_calloc(cells + 1, 1);
    out->moved = plumb_calloc(cells + 1, sizeof *out->moved);
    return done && out->moved != NULL && out->predicted != NULL && out->spread != NULL &&
           out->round != NULL;
}

void plumb_panel_signals_free(struct plumb_panel_signals *signals)
{
    if (signals == NULL)
        return;
    for (int l = 0; l < PLUMB_SIGNALS; l++)
        plumb_free(signals->z[l]);
    plumb_free(signals->predicted);
    plumb_free(signals->spread);
    plumb_free(signals->round);
    plumb_free(signals->moved);
    *signals = (struct plumb_panel_signals){0};
}

static enum plumb_status panel_check(const double *y, size_t agencies, size_t years,
                                     struct plumb_error *error)
{
    if (agencies != 0 && years > SIZE_MAX / sizeof(double) / 8 / agencies)
        return plumb_fail(error, PLUMB_E_LIMIT, "A panel of %zu agencies and %zu years is too big.",
                          agencies, years);
    for (size_t c = 0; c < agencies * years; c++)
        if (isinf(y[c]))
            return plumb_fail(error, PLUMB_E_DOMAIN,
                              "Panel value of agency %zu in year %zu is infinite.", c / years + 1,
                              c % years + 1);
    return PLUMB_OK;
}

enum plumb_status plumb_panel_signals(const double *y, size_t agencies, size_t years,
                                      struct plumb_panel_options options,
                                      struct plumb_panel_signals *out, struct plumb_error *error)
{
    *out = (struct plumb_panel_signals){.agencies = agencies, .years = years};
    const enum plumb_status status = panel_check(y, agencies, years, error);
    if (status != PLUMB_OK)
        return status;
    struct plumb_panel_model p = {.y = y, .agencies = agencies, .years = years, .options = options};
    if (!plumb_panel_model_alloc(&p) || !signals_alloc(out)) {
        plumb_panel_model_free(&p);
        plumb_panel_signals_free(out);
        return plumb_fail_nomem(error);
    }
    /* The outputs serve as work space before they are filled. */
    plumb_panel_model_fit(&p, out->predicted);
    /* Group centres of the level use `spread` as work: it holds groups * years values at least
     * when there are as many agencies as groups, which the model ensures. */
    plumb_panel_model_peers(&p, out->z[PLUMB_SIGNAL_PEER], out->spread);
    for (size_t a = 0; a < agencies; a++)
        plumb_panel_series(&p, a, out);
    plumb_panel_model_free(&p);
    return PLUMB_OK;
}

/* ---- unit errors ------------------------------------------------------------------------- */

/* Bounds of the definition in stats_panel.h. */
#define SHIFT_Z 5
#define REST_MOST 0.35
#define REST_SPREADS 2.5

struct plumb_unit_shift plumb_unit_shift(double y, double predicted, double spread)
{
    static const int powers[] = {1, 2, 3, 4, 8, -1, -2, -3, -4, -8};
    struct plumb_unit_shift out = {0, 0, 0, y};
    if (!(y * predicted > 0) || !(spread > 0) || isinf(y) || isinf(predicted))
        return out;
    const double log_ratio = log(y / predicted);
    out.z = out.z_after = log_ratio / spread;
    if (fabs(out.z) <= SHIFT_Z)
        return out;
    const double tolerance = fmin(REST_MOST, REST_SPREADS * spread);
    for (size_t i = 0; i < PLUMB_COUNT(powers); i++) {
        const double rest = log_ratio - powers[i] * M_LN10;
        if (fabs(rest) > tolerance)
            continue;
        out.power = powers[i];
        out.z_after = rest / spread;
        out.corrected = y / pow(10, powers[i]);
        return out;
    }
    return out;
}
