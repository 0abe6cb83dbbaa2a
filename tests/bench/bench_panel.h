/* Panels of the injection benches, and how well scores order their wrong cells. */
#ifndef PLUMB_BENCH_PANEL_H
#define PLUMB_BENCH_PANEL_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/stats/stats.h"
#include "analysis/stats/stats_int.h"

#define MAX_INDICATORS 128

struct bench_panel {
    char name[40];
    size_t agencies, years, indicators;
    double *y[MAX_INDICATORS]; /* [agencies * years] */
    uint32_t *group;           /* [agencies] peer groups, or NULL */
};

void die(const char *what);
double *doubles(size_t n);
size_t cells_of(const struct bench_panel *p);
bool panel_read(const char *folder, const char *name, struct bench_panel *p);
void panel_synthesise(struct bench_panel *p, size_t agencies, size_t years, size_t indicators,
                      uint64_t seed);
void panel_copy(const struct bench_panel *from, struct bench_panel *to); /* shares the groups */
void panel_free(struct bench_panel *p);
double swap_leading(double y); /* its first two digits exchanged */

/* ---- scores: score[s][i * cells + c], larger is worse, NaN when there is none ---- */

enum score {
    SCORE_OURS, /* evidence, and figures copied from last year */
    SCORE_EVIDENCE,
    SCORE_CAUCHY,
    SCORE_EVIDENCE_BEFORE,
    SCORE_CAUCHY_BEFORE,
    SCORE_BELIEF, /* tau */
    SCORE_OWN,
    SCORE_INTERP,
    SCORE_GROWTH,
    SCORE_CROSS,
    SCORE_PEER,
    SCORE_MAX_Z,
    SCORE_PLAIN_Z,
    SCORE_IQR,
    SCORE_HB,
    SCORE_ECOD,
    SCORE_FOREST,
    SCORES
};
extern const char *const score_names[SCORES];
void all_scores(const struct bench_panel *p, double *score[SCORES]);
void panel_resample(const struct bench_panel *p, struct bench_panel *out, uint64_t seed);
/* Cells below the false-discovery line at q. */
size_t below_line(const struct bench_panel *p, double q);

struct quality {
    double ap, p_at_n;
};
/* Average precision and precision at n = number of changed cells; NaN scores come last. */
struct quality quality_of(const double *score, const unsigned char *label, size_t n);

#endif
