/* Shared by the files of stats_panel: the model of an indicator, and what its parts ask of each other. */
#ifndef PLUMB_STATS_PANEL_INT_H
#define PLUMB_STATS_PANEL_INT_H

#include "analysis/stats/stats_panel.h"

/* Two-sided ln p of Student's t on 4 degrees. */
double plumb_panel_log_p_t4(double z);

/* ---- stats_panel_model.c ---- */

/* What is fixed before the first value is explained away. */
struct plumb_panel_model {
    const double *y;
    size_t agencies, years, groups;
    struct plumb_panel_options options;
    uint32_t *group;      /* dense ids */
    double *x;            /* [agencies * years] transformed values */
    double *unit;         /* [agencies] c of asinh(y / c); 0: logarithm */
    double *effect;       /* [groups * years] year effect on x */
    double *change;       /* [groups * years] median growth; NaN when there is none */
    double *change_scale; /* [years] */
    double own_pool, interp_pool;
    double *column; /* work, [agencies * years] */
    double *row;    /* work, [5 * years] */
    size_t *rank;   /* work, [years] */
    bool *replaced; /* work, [years] */
};

/* False when out of memory; free in any case. */
bool plumb_panel_model_alloc(struct plumb_panel_model *p);
void plumb_panel_model_free(struct plumb_panel_model *p);
/* Fills everything up to the pools. work[agencies * years]. O(A T log A). */
void plumb_panel_model_fit(struct plumb_panel_model *p, double *work);
/* Level against the peers in logs of |y|'s own unit of the indicator, in the year.
 * z[agencies * years], work centre[groups * years]. */
void plumb_panel_model_peers(struct plumb_panel_model *p, double *z, double *centre);

/* A value in the units of the model: asinh(y / unit), or ln y for unit 0; and back. */
double plumb_panel_to_scale(double y, double unit);
double plumb_panel_from_scale(double x, double unit);
/* Median of the finite values among v[n], which is reordered; *count gets their number. */
double plumb_median_of_finite(double *v, size_t n, size_t *count);
/* Normal-consistent MAD about `centre` of the non-NaN values of v[n], whose non-NaN absolute
 * deviations are left in v[0..*count-1]; 0 for none. */
double plumb_mad_about(double *v, size_t n, double centre, size_t *count);

/* ---- stats_panel_series.c ---- */

/* The signals of agency `a` into its rows of `out`. */
void plumb_panel_series(struct plumb_panel_model *p, size_t a, struct plumb_panel_signals *out);

#endif
