/* Charts: what is drawn (charts.c) apart from how gnuplot is driven (gnuplot.c). */
#ifndef PLUMB_CHARTS_H
#define PLUMB_CHARTS_H

#include "plumb/report.h"

/* One chart before it is drawn. Data texts stand only in `data`, never in the script. */
struct plumb_plot {
    const char *name;             /* [a-z0-9_-]+, becomes the file name */
    struct plumb_bilingual title; /* our own words, no text from data */
    const char *script;           /* gnuplot commands behind the common head */
    const char *data;             /* content of the data file, referred to as DATA */
    const char *table;            /* the same for people: tab separated, with a head line */
    const char *agency;           /* "" when about all */
    int width, height;
};

/* Run gnuplot on one plot in `directory` and return the SVG (in arena), or NULL with the reason in
 * *error. Besides NAME.svg writes NAME.tsv, its table, and NAME.png and NAME.pdf when `keep` asks for them. Keeps NAME.gp and
 * NAME.dat when it asks for scripts or when the plot failed. */
const char *plumb_gnuplot_draw(const struct plumb_plot *plot, const char *directory, unsigned keep,
                               struct plumb_arena *arena, struct plumb_error *error);

#endif
