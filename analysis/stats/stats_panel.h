/* Agency-year panels: signals of one indicator, echoes explained away, evidence, prediction.
 *
 * One wrong year makes its neighbours look wrong: growth into the next year, the interpolation of
 * both neighbours, the agency's own scale. Here every series gives up its worst year first; that
 * year keeps its signals and its prediction, its value is replaced, and the rest is judged again.
 *
 * Use, for I indicators of the same A agencies and T years:
 *   1. for each indicator (in parallel):  plumb_panel_signals(y_i, ...) -> signals_i
 *   2. for each block of cells (in parallel, when I >= 3):
 *          plumb_panel_growth_centre(growth of all, I, from, to, centre)
 *   3. for each indicator (in parallel):  plumb_panel_evidence(signals_i, centre, ...) -> evidence_i
 *   4. over all indicators: concatenate evidence.log_p, plumb_p_bh, draw the line; order by s.
 * Every step is a pure function of its arguments, so the result does not depend on the threads.
 *
 * Shapes: a panel of one indicator is y[agencies * years], row-major: y[a * years + t]; NaN =
 * missing, everything else finite. z and p are of the same shape.
 */
#ifndef PLUMB_STATS_PANEL_H
#define PLUMB_STATS_PANEL_H

#include <plumb/base.h>

#ifdef __cplusplus
extern "C" {
#endif

enum plumb_signal {
    PLUMB_SIGNAL_OWN,    /* against the agency's own years, common year effect removed */
    PLUMB_SIGNAL_INTERP, /* against the mean of the year before and the year after */
    PLUMB_SIGNAL_GROWTH, /* change against the other agencies' change in that year */
    PLUMB_SIGNAL_CROSS,  /* that change against the agency's other indicators in that year */
    PLUMB_SIGNAL_PEER,   /* level against the other agencies: a class of its own, not in s */
    PLUMB_SIGNALS
};
#define PLUMB_EVIDENCE_SIGNALS PLUMB_SIGNAL_PEER         /* the first four make the evidence */
const char *plumb_signal_name(enum plumb_signal signal); /* "own", "interp", ... */

struct plumb_panel_options {
    double threshold;      /* explain a year away from this mean -ln p on; 2.2 */
    size_t max_rounds;     /* per series; 0: max(1, years/3), at most 4 */
    const uint32_t *group; /* peer group of each agency, [agencies], or NULL: all are peers */
    size_t group_least;    /* groups with fewer values in a year use all agencies; 0: 8 */
    /* With members, groups may overlap: an agency is compared with those of its group, numbered
     * 0 .. group_count - 1 (at most `agencies`), which are members[first_member[g] .. [g + 1]). NULL:
     * with those of the same number. */
    const size_t *members, *first_member;
    size_t group_count;
};
#define PLUMB_PANEL_DEFAULT ((struct plumb_panel_options){.threshold = 2.2})

/* Filled by plumb_panel_signals, freed by plumb_panel_signals_free; arrays [agencies * years]. */
struct plumb_panel_signals {
    size_t agencies, years;
    size_t count;             /* cells with a value */
    double *z[PLUMB_SIGNALS]; /* robust z; NaN where it does not exist; CROSS filled by evidence */
    double *predicted;        /* in the unit of y: what its own years and its peers say */
    double *spread;           /* robust sd of ln(y / predicted), or of the asinh scale */
    unsigned char *round;     /* 0: never replaced; r: explained away in round r */
    bool *moved;              /* explained away as a level that moves in this year */
};

/* Signals of one indicator (STATISTICS 3.2). x = ln y for a series that is positive throughout,
 * else asinh(y / c) with c = 1 % of the median of its |y| > 0. Year effect = median over the peer
 * group of x minus the own median. With u = x - year effect, MADs times PLUMB_MAD_FACTOR:
 *   own    = (u - median_t u) / s(own)
 *   interp = (u_t - (u_{t-1} + u_{t+1}) / 2) / s(interp)
 *   growth = step_t / s(step), step_t = (x_t - x_{t-1} - median of the group) / sqrt(0.5 MAD_t^2 +
 *            0.5 MAD_pool^2); without a year before, the step to the next year with its sign turned
 *   peer   = level in logs against the group and year, scale as growth
 * s is the scale of the agency's other years, without those that a wrong y_t spoils itself (t; t and
 * its neighbours; the steps into and out of t), shrunk: s^2 = (n MAD^2 + 4 MAD_pool^2) / (n + 4).
 * Agencies differ in how much they vary: with one scale for all, growth said nothing on lumpy panels.
 * Year effects, medians of growth and pooled scales are fixed beforehand; rounds of one series
 * touch no other series. A round finds what explains most at once, by the mean -ln p (t_4): a wrong
 * year (own, interp and growth), or a level that moves (growth and the distance of the medians of the
 * years from t on and before, at least two each; that z takes the place of own, interp is NaN). Above
 * the threshold its z and its prediction (mean of own level + year effect and interpolation; the old
 * level) are stored, the value is replaced by the prediction or the later years are moved back.
 * Fewer than 5 values in a year: no year effect, no growth signal for that year. O(A T (rounds + log)).
 * y is borrowed. On failure *out is empty. */
enum plumb_status plumb_panel_signals(const double *y, size_t agencies, size_t years,
                                      struct plumb_panel_options options,
                                      struct plumb_panel_signals *out, struct plumb_error *error);
void plumb_panel_signals_free(struct plumb_panel_signals *signals); /* NULL and empty are fine */

/* centre[c] = median over indicators of growth[i][c] for cells from <= c < to; NaN where fewer than
 * 3 indicators have one. growth[indicators]: the z[PLUMB_SIGNAL_GROWTH] arrays. */
enum plumb_status plumb_panel_growth_centre(const double *const *growth, size_t indicators,
                                            size_t from, size_t to, double *centre,
                                            struct plumb_error *error);

/* Filled by plumb_panel_evidence, freed by plumb_panel_evidence_free; arrays [agencies * years],
 * NaN where y was missing or no signal of the own, interp, growth, cross family exists. */
struct plumb_panel_evidence {
    size_t cells;
    double *surprise[PLUMB_SIGNALS]; /* -ln p of each signal; NaN where it does not exist */
    double *s;     /* evidence: mean of the existing surprises but PEER, see below */
    double *log_p; /* ln of their Cauchy combination: for the false-discovery line only */
    double *tau;   /* belief in [0, 1] that the value is an exception */
    bool small;    /* fewer than 200 cells: t_4 p values and the Sellke-Bayarri-Berger bound */
};

/* p of each signal: the rank of |z| inside the body, p = #{>=} / (n + 1) counted in classes 0.1 %
 * wide, and a Hill tail beyond the 98th percentile u: p = k/(n+1) (|z|/u)^(-1/xi), 0.05 <= xi <= 0.5.
 * Under 200 cells p is that of t_4. s is the mean surprise over as many signals as any cell of the
 * indicator has: a cell with fewer gets the mean that is as surprising by Fisher's chi squared, because
 * four signals that agree say more than two. plumb_panel_share says how much of it each signal gives.
 * tau = 1 - lfdr of p(s): the rank up to the 97 % quantile of s, beyond it a Weibull tail fitted to
 * 50 .. 97 %; lfdr = Storey's pi0 / Grenander density of the distribution of p less 2.5 sd of chance.
 * Measured on six panels with 1 % wrong cells (tests/bench/inject_panels.c): of the cells with tau in
 * .7 .. .9 / .9 .. .99 / above, 65 .. 100 / 76 .. 100 / 78 .. 100 % are wrong ones (the low ends are
 * Crime, whose own oddities count as sound); of 100,000 clean cells fewer than 50 have tau above 0.5.
 * With more than 3 % wrong cells tau stays low. Under 200 cells tau is plumb_p_belief(log_p, 0.02).
 * centre may be NULL (no cross signal). Sets signals->z[CROSS]. O(A T). */
enum plumb_status plumb_panel_evidence(struct plumb_panel_signals *signals, const double *centre,
                                       struct plumb_panel_evidence *out, struct plumb_error *error);
void plumb_panel_evidence_free(struct plumb_panel_evidence *evidence);

/* share[l] of s[cell] due to signal l; they sum to 1 (all 0 where s is NaN or 0). */
void plumb_panel_share(const struct plumb_panel_evidence *evidence, size_t cell,
                       double share[PLUMB_EVIDENCE_SIGNALS]);

/* ---- last year's figure ------------------------------------------------------------------ */

/* Digits of |y| in hundredths, zeros at the end left out: 120,000 has two. 0 for 0, NaN and what is
 * too large for exact hundredths. */
int plumb_panel_digits(double y);

/* ln of the chance that a value of at least `digits` significant digits equals the agency's value of
 * the year before to the last digit: (k + 1) / (n + 1) for k repeats among n values that can be
 * compared, where an agency that repeats itself more often gets its own share. 0 for a value that
 * repeats nothing, NaN where there is nothing to compare with. log_p[agencies * years]. O(A T). */
void plumb_panel_repeats(const double *y, size_t agencies, size_t years, int digits, double *log_p);

/* ---- unit errors ------------------------------------------------------------------------- */

struct plumb_unit_shift {
    int power;        /* y is 10^power times what is expected: one of +-1..+-4, +-8; 0: none */
    double z;         /* robust z of ln(y / predicted) before */
    double z_after;   /* and after dividing y by 10^power */
    double corrected; /* y / 10^power */
};
/* Is y, given its prediction and the robust sd of ln(y / predicted), a factor 10^k off? It is when
 * |z| > 5, y and predicted have the same sign, |z_after| <= 2.5, and ln(y / predicted) is within
 * min(0.35, 2.5 spread) of k ln 10. Ordinary values and other errors give power 0. */
struct plumb_unit_shift plumb_unit_shift(double y, double predicted, double spread);

#ifdef __cplusplus
}
#endif
#endif
