/* Driving gnuplot: a script we wrote, a data file with cleaned labels, no shell, limits. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "report/charts.h"

#define GNUPLOT_SECONDS 20
#define GNUPLOT_MEMORY ((size_t)2 << 30)
#define CHART_LIMIT ((size_t)8 << 20)

/* Colours of Okabe and Ito (2008): told apart with the common kinds of colour blindness. */
static const char head[] =
    "set encoding utf8\n"
    "set datafile separator \"\\t\"\n"
    "set datafile missing 'NaN'\n"
    "set style line 1 lc rgb '#0072B2' lw 2 pt 7 ps 0.6\n"
    "set style line 2 lc rgb '#D55E00' lw 2 pt 5 ps 0.7\n"
    "set style line 3 lc rgb '#009E73' lw 2 pt 9 ps 0.8\n"
    "set style line 4 lc rgb '#CC79A7' lw 2 pt 13 ps 0.8\n"
    "set style line 8 lc rgb '#B00020' lw 1.5 dt 2\n"
    "set style line 9 lc rgb '#d0d7de' lw 1\n"
    "set grid ytics ls 9\nset border 3 lc rgb '#57606a'\nset tics nomirror\nset key top left\n"
    "DATA = '%s.dat'\n%s\n";

/* One page of CSS pixels in each format: PNG twice as fine, PDF at 96 of them an inch. Pango finds
 * the Chinese font; an SVG leaves that to its viewer. */
static const struct format {
    unsigned keep;                        /* 0: always drawn */
    const char *suffix, *terminal, *inch; /* unit of the size */
    double per_pixel;
    const char *options;
    const char *magic; /* how a drawn file begins */
} formats[] = {
    {0, ".svg", "svg", "", 1, "font 'Noto Sans CJK SC,Microsoft YaHei,sans-serif,13'", "<?xml"},
    {PLUMB_CHART_PNG, ".png", "pngcairo", "", 2,
     "font 'Noto Sans CJK SC,11' fontscale 2 linewidth 2 pointscale 2", "\x89PNG"},
    {PLUMB_CHART_PDF, ".pdf", "pdfcairo", "in", 1 / 96.0, "font 'Noto Sans CJK SC,10'", "%PDF-"},
};

static void remove_file(const char *directory, const char *name, const char *suffix)
{
    char path[4096];
    int wrote = snprintf(path, sizeof path, "%s/%s%s", directory, name, suffix);
    if (wrote > 0 && (size_t)wrote < sizeof path)
        unlink(path);
}

static bool write_file(const char *directory, const char *name, const char *suffix,
                       const char *text, size_t len, struct plumb_error *error)
{
    char path[4096];
    int wrote = snprintf(path, sizeof path, "%s/%s%s", directory, name, suffix);
    FILE *file = wrote > 0 && (size_t)wrote < sizeof path ? fopen(path, "wb") : NULL;
    bool good = file && fwrite(text, 1, len, file) == len;
    good = file && fclose(file) == 0 && good;
    if (!good) {
        plumb_fail(error, PLUMB_E_IO, "The chart file %s/%s%s could not be written: %s.", directory,
                   name, suffix, strerror(errno));
        remove_file(directory, name, suffix);
    }
    return good;
}

/* Draw in one format; the file's bytes stay in `out`. The script is left under NAME.gp. */
static bool draw(const struct plumb_plot *plot, const char *directory, const struct format *format,
                 struct plumb_buf *out, struct plumb_error *error)
{
    struct plumb_buf script = {0};
    char script_name[128];
    plumb_buf_printf(&script,
                     "set terminal %s size %g%s,%g%s noenhanced %s background rgb 'white'\n",
                     format->terminal, format->per_pixel * plot->width, format->inch,
                     format->per_pixel * plot->height, format->inch, format->options);
    plumb_buf_printf(&script, head, plot->name, plot->script);
    snprintf(script_name, sizeof script_name, "%s.gp", plot->name);
    bool good =
        !script.failed && write_file(directory, plot->name, ".gp", script.data, script.len, error);
    if (script.failed)
        plumb_fail_nomem(error);
    plumb_buf_free(&script);
    const char *const argv[] = {"gnuplot", script_name, NULL};
    struct plumb_child_limits limits = {GNUPLOT_SECONDS, GNUPLOT_MEMORY, CHART_LIMIT, 0};
    out->len = 0;
    if (!good || plumb_child_run(argv, directory, &limits, out, error) != PLUMB_OK)
        return false; /* the script stays for a look at what went wrong */
    size_t len = strlen(format->magic);
    if (out->failed || out->len < len || memcmp(out->data, format->magic, len) != 0) {
        plumb_fail(error, PLUMB_E_FORMAT, "gnuplot drew nothing for chart %s; see %s/%s.",
                   plot->name, directory, script_name);
        return false;
    }
    return write_file(directory, plot->name, format->suffix, out->data, out->len, error);
}

const char *plumb_gnuplot_draw(const struct plumb_plot *plot, const char *directory, unsigned keep,
                               struct plumb_arena *arena, struct plumb_error *error)
{
    struct plumb_buf drawn = {0};
    const char *svg = NULL;
    bool good = write_file(directory, plot->name, ".dat", plot->data, strlen(plot->data), error) &&
                write_file(directory, plot->name, ".tsv", plot->table, strlen(plot->table), error);
    /* The SVG comes last, so that its script is the one that is kept. */
    for (size_t i = PLUMB_COUNT(formats); good && i-- > 0;)
        if (!formats[i].keep || (keep & formats[i].keep))
            good = draw(plot, directory, &formats[i], &drawn, error);
    if (good && !plumb_str_has((struct plumb_str){drawn.data, drawn.len}, "</svg>")) {
        plumb_fail(error, PLUMB_E_FORMAT, "gnuplot did not finish chart %s; see %s/%s.gp.",
                   plot->name, directory, plot->name);
        good = false;
    }
    if (good)
        svg = plumb_str_copy(arena, (struct plumb_str){drawn.data, drawn.len}).ptr;
    /* Script and data stay for a look at what went wrong in gnuplot, not when the disk is full. */
    bool ours = !good && error->code != PLUMB_E_FORMAT && error->code != PLUMB_E_LIMIT;
    if (ours || (good && !(keep & PLUMB_CHART_SCRIPTS))) {
        remove_file(directory, plot->name, ".gp");
        remove_file(directory, plot->name, ".dat");
    }
    plumb_buf_free(&drawn);
    return svg;
}
