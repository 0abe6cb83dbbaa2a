/* Scores of the injection benches: ours, its single signals, the usual rules. */
#include "bench_panel.h"

const char *const score_names[SCORES] = {"ours",
                                         "S",
                                         "Cauchy",
                                         "S, no explaining",
                                         "Cauchy, no explaining",
                                         "belief",
                                         "own",
                                         "interp",
                                         "growth",
                                         "cross",
                                         "peer",
                                         "max z, no explaining",
                                         "growth z",
                                         "growth IQR",
                                         "Hidiroglou-Berthelot",
                                         "ECOD of z",
                                         "forest of z"};

/* ---- quality of an order ----------------------------------------------------------------- */

struct quality quality_of(const double *score, const unsigned char *label, size_t n)
{
    double *key = doubles(n);
    size_t *order = calloc(n + 1, sizeof *order), positives = 0, hits = 0;
    struct quality q = {0, 0};
    for (size_t k = 0; k < n; k++) {
        key[k] = isnan(score[k]) ? INFINITY : -score[k];
        positives += label[k];
    }
    if (order == NULL || !plumb_stats_order(key, n, order))
        die("out of memory");
    for (size_t k = 0; k < n; k++) {
        if (!label[order[k]])
            continue;
        hits++;
        q.ap += (double)hits / (double)(k + 1);
        if (k < positives)
            q.p_at_n += 1;
    }
    q.ap /= (double)positives;
    q.p_at_n /= (double)positives;
    free(key);
    free(order);
    return q;
}

/* ---- scores ------------------------------------------------------------------------------ */

static void all_signals(const struct bench_panel *p, double threshold,
                        struct plumb_panel_signals *signals, double *centre)
{
    const double *growth[MAX_INDICATORS];
    struct plumb_panel_options options = PLUMB_PANEL_DEFAULT;
    options.threshold = threshold;
    options.group = p->group;
    for (size_t i = 0; i < p->indicators; i++) {
        if (plumb_panel_signals(p->y[i], p->agencies, p->years, options, &signals[i], NULL))
            die("signals failed");
        growth[i] = signals[i].z[PLUMB_SIGNAL_GROWTH];
    }
    if (plumb_panel_growth_centre(growth, p->indicators, 0, cells_of(p), centre, NULL))
        die("growth centre failed");
}

/* single[0] gets tau, the others the surprise of each signal; NULL for neither. */
static void score_evidence(const struct bench_panel *p, double threshold, double *s, double *cauchy,
                           double *const single[1 + PLUMB_SIGNALS])
{
    const size_t cells = cells_of(p);
    struct plumb_panel_signals signals[MAX_INDICATORS] = {0};
    double *centre = doubles(cells);
    all_signals(p, threshold, signals, centre);
    for (size_t i = 0; i < p->indicators; i++) {
        struct plumb_panel_evidence e;
        if (plumb_panel_evidence(&signals[i], centre, &e, NULL))
            die("evidence failed");
        memcpy(s + i * cells, e.s, cells * sizeof *s);
        for (size_t c = 0; c < cells; c++)
            cauchy[i * cells + c] = -e.log_p[c];
        for (int l = 0; single && l < PLUMB_SIGNALS; l++)
            memcpy(single[1 + l] + i * cells, e.surprise[l], cells * sizeof *s);
        if (single)
            memcpy(single[0] + i * cells, e.tau, cells * sizeof *s);
        plumb_panel_evidence_free(&e);
        plumb_panel_signals_free(&signals[i]);
    }
    free(centre);
}

/* Without explaining away: features[cell * 4] = |own|, |interp|, |growth|, |cross|, 0 for none. */
static void features_before(const struct bench_panel *p, double *features)
{
    const size_t cells = cells_of(p);
    struct plumb_panel_signals signals[MAX_INDICATORS] = {0};
    double *centre = doubles(cells);
    all_signals(p, INFINITY, signals, centre);
    for (size_t i = 0; i < p->indicators; i++) {
        for (size_t c = 0; c < cells; c++) {
            double *f = features + 4 * (i * cells + c);
            for (int l = 0; l < 3; l++)
                f[l] = fabs(signals[i].z[l][c]);
            f[3] = fabs(signals[i].z[PLUMB_SIGNAL_GROWTH][c] - centre[c]);
            for (int l = 0; l < 4; l++)
                f[l] = isnan(f[l]) ? 0 : f[l];
        }
        plumb_panel_signals_free(&signals[i]);
    }
    free(centre);
}

/* The usual spreadsheet rules on year-over-year growth: distance from the median in quartile ranges,
 * and Hidiroglou-Berthelot's effect in units of its bound. */
static void score_growth_rules(const struct bench_panel *p, double *iqr, double *hb)
{
    const size_t cells = cells_of(p);
    double *before = doubles(p->agencies), *after = doubles(p->agencies);
    double *effect = doubles(p->agencies), *growth = doubles(p->agencies);
    size_t *agency = calloc(p->agencies + 1, sizeof *agency);
    for (size_t k = 0; k < cells * p->indicators; k++)
        iqr[k] = hb[k] = NAN;
    for (size_t i = 0; i < p->indicators; i++) {
        for (size_t t = 1; t < p->years; t++) {
            size_t n = 0;
            for (size_t a = 0; a < p->agencies; a++) {
                const double y1 = p->y[i][a * p->years + t - 1], y2 = p->y[i][a * p->years + t];
                if (!(y1 > 0 && y2 > 0))
                    continue;
                before[n] = y1;
                after[n] = y2;
                growth[n] = y2 / y1 - 1;
                agency[n++] = a;
            }
            struct plumb_hb bounds;
            double five[5];
            if (plumb_growth_hb(before, after, n, PLUMB_HB_DEFAULT, effect, &bounds, NULL) ||
                plumb_fivenum(growth, n, five, NULL))
                continue;
            for (size_t k = 0; k < n; k++) {
                const size_t at = i * cells + agency[k] * p->years + t;
                const double e = effect[k] - bounds.median;
                hb[at] =
                    e > 0 ? e / (bounds.upper - bounds.median) : e / (bounds.lower - bounds.median);
                iqr[at] = fabs(growth[k] - five[2]) / (five[3] - five[1] + 1e-9);
            }
        }
    }
    free(before);
    free(after);
    free(effect);
    free(growth);
    free(agency);
}

/* As the program lists them: how rarely a value is as surprising, or repeats last year's. */
static void score_ours(const struct bench_panel *p, const double *evidence, double *score)
{
    const size_t cells = cells_of(p), all = cells * p->indicators;
    double *key = doubles(all), *copied = doubles(cells);
    size_t *order = calloc(all + 1, sizeof *order);
    for (size_t k = 0; k < all; k++)
        key[k] = isnan(evidence[k]) ? INFINITY : -evidence[k];
    if (order == NULL || !plumb_stats_order(key, all, order))
        die("out of memory");
    for (size_t k = 0; k < all; k++)
        score[order[k]] = isinf(key[order[k]]) ? NAN : -log((double)(k + 1) / (double)(all + 1));
    for (size_t i = 0; i < p->indicators; i++) {
        plumb_panel_repeats(p->y[i], p->agencies, p->years, 5, copied);
        for (size_t c = 0; c < cells; c++)
            if (copied[c] < 0 && !(score[i * cells + c] >= -copied[c]))
                score[i * cells + c] = -copied[c];
    }
    free(key);
    free(copied);
    free(order);
}

/* |z| as a spreadsheet has it: growth against the mean and sd of the indicator's year. */
static void score_plain_z(const struct bench_panel *p, double *score)
{
    const size_t cells = cells_of(p);
    for (size_t i = 0; i < p->indicators; i++) {
        for (size_t t = 0; t < p->years; t++) {
            double n = 0, sum = 0, squares = 0;
            for (int pass = 0; pass < 3; pass++)
                for (size_t a = 0; a < p->agencies; a++) {
                    const size_t c = a * p->years + t;
                    const double g = t ? p->y[i][c] / p->y[i][c - 1] - 1 : NAN;
                    const double centred = g - sum / (n + 1e-300);
                    if (pass == 0 && isfinite(g)) {
                        n++;
                        sum += g;
                    } else if (pass == 1 && isfinite(g)) {
                        squares += centred * centred;
                    } else if (pass == 2) {
                        score[i * cells + c] =
                            isfinite(g) && n > 1 ? fabs(centred) / sqrt(squares / (n - 1) + 1e-300)
                                                 : NAN;
                    }
                }
        }
    }
}

void all_scores(const struct bench_panel *p, double *score[SCORES])
{
    const size_t all = cells_of(p) * p->indicators;
    double *features = doubles(4 * all);
    score_evidence(p, 2.2, score[SCORE_EVIDENCE], score[SCORE_CAUCHY], &score[SCORE_BELIEF]);
    score_evidence(p, INFINITY, score[SCORE_EVIDENCE_BEFORE], score[SCORE_CAUCHY_BEFORE], NULL);
    score_ours(p, score[SCORE_EVIDENCE], score[SCORE_OURS]);
    score_plain_z(p, score[SCORE_PLAIN_Z]);
    score_growth_rules(p, score[SCORE_IQR], score[SCORE_HB]);
    features_before(p, features);
    for (size_t k = 0; k < all; k++) {
        const double *f = features + 4 * k;
        score[SCORE_MAX_Z][k] = fmax(fmax(f[0], f[1]), f[2]);
    }
    if (plumb_score_ecod(features, all, 4, NULL, score[SCORE_ECOD], NULL) ||
        plumb_score_forest(features, all, 4, PLUMB_FOREST_DEFAULT, score[SCORE_FOREST], NULL))
        die("a baseline failed");
    free(features);
}

size_t below_line(const struct bench_panel *p, double q)
{
    const size_t all = cells_of(p) * p->indicators;
    double *s = doubles(all), *log_p = doubles(all);
    size_t count = 0;
    score_evidence(p, 2.2, s, log_p, NULL);
    for (size_t k = 0; k < all; k++)
        log_p[k] = -log_p[k];
    if (plumb_p_bh(log_p, all, s, NULL))
        die("out of memory");
    for (size_t k = 0; k < all; k++)
        count += s[k] <= log(q) ? 1 : 0;
    free(s);
    free(log_p);
    return count;
}

/* ---- a null panel of the same shape ------------------------------------------------------- */

static bool any_round(const struct plumb_panel_signals *signals, size_t agency)
{
    for (size_t t = 0; t < signals->years; t++)
        if (signals->round[agency * signals->years + t])
            return true;
    return false;
}

/* Each value becomes its prediction off by as many of its spreads as another value of the indicator is;
 * series with a value that was explained away are left out (STATISTICS 3.5): short ones hold more odd
 * values than rounds. */
void panel_resample(const struct bench_panel *p, struct bench_panel *out, uint64_t seed)
{
    const size_t cells = cells_of(p);
    struct plumb_panel_signals signals[MAX_INDICATORS] = {0};
    double *centre = doubles(cells), *miss = doubles(cells);
    all_signals(p, 2.2, signals, centre);
    panel_copy(p, out);
    for (size_t i = 0; i < p->indicators; i++) {
        struct plumb_rng rng = plumb_rng_stream(seed, i);
        size_t n = 0;
        for (size_t c = 0; c < cells; c++) {
            const double by = log(p->y[i][c] / signals[i].predicted[c]) / signals[i].spread[c];
            if (!any_round(&signals[i], c / p->years) && isfinite(by))
                miss[n++] = by;
        }
        for (size_t c = 0; c < cells; c++) {
            const double predicted = signals[i].predicted[c], spread = signals[i].spread[c];
            out->y[i][c] = n && isfinite(predicted) && predicted != 0 && !isnan(p->y[i][c])
                               ? predicted * exp(spread * miss[plumb_rng_below(&rng, n)])
                               : NAN;
        }
        plumb_panel_signals_free(&signals[i]);
    }
    free(centre);
    free(miss);
}
