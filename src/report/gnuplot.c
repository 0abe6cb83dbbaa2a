/* Driving gnuplot: a script we wrote, a data file with cleaned labels, no shell, limits. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "report/charts.h"

#define GNUPLOT_SECONDS 20
#define GNUPLOT_MEMORY ((size_t)2 << 30)
#define SVG_LIMIT ((size_t)8 << 20)

/* Colours of Okabe and Ito (2008): told apart with the common kinds of colour blindness. */
static const char head[] =
    "set terminal svg size %d,%d noenhanced font 'Noto Sans CJK SC,Microsoft YaHei,sans-serif,13' "
    "background rgb 'white'\n"
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

static bool write_file(const char *directory, const char *name, const char *suffix,
                       const char *text, size_t len, struct plumb_error *error)
{
    char path[4096];
    int wrote = snprintf(path, sizeof path, "%s/%s%s", directory, name, suffix);
    FILE *file = wrote > 0 && (size_t)wrote < sizeof path ? fopen(path, "wb") : NULL;
    bool good = file && fwrite(text, 1, len, file) == len;
    good = file && fclose(file) == 0 && good;
    if (!good)
        plumb_fail(error, PLUMB_E_IO, "The chart file %s/%s%s could not be written: %s.", directory,
                   name, suffix, strerror(errno));
    return good;
}

static void remove_file(const char *directory, const char *name, const char *suffix)
{
    char path[4096];
    int wrote = snprintf(path, sizeof path, "%s/%s%s", directory, name, suffix);
    if (wrote > 0 && (size_t)wrote < sizeof path)
        unlink(path);
}

const char *plumb_gnuplot_svg(const struct plumb_plot *plot, const char *directory,
                              bool keep_scripts, struct plumb_arena *arena,
                              struct plumb_error *error)
{
    struct plumb_buf script = {0}, svg = {0};
    const char *result = NULL;
    char script_name[128];
    plumb_buf_printf(&script, head, plot->width, plot->height, plot->name, plot->script);
    snprintf(script_name, sizeof script_name, "%s.gp", plot->name);
    if (script.failed) {
        plumb_fail_nomem(error);
        goto done;
    }
    if (!write_file(directory, plot->name, ".gp", script.data, script.len, error) ||
        !write_file(directory, plot->name, ".dat", plot->data, strlen(plot->data), error))
        goto done;
    const char *const argv[] = {"gnuplot", script_name, NULL};
    struct plumb_child_limits limits = {GNUPLOT_SECONDS, GNUPLOT_MEMORY, SVG_LIMIT};
    if (plumb_child_run(argv, directory, &limits, &svg, error) != PLUMB_OK)
        goto done; /* the script stays for a look at what went wrong */
    if (svg.failed || svg.len < 5 ||
        !plumb_str_has((struct plumb_str){svg.data, svg.len}, "</svg>")) {
        plumb_fail(error, PLUMB_E_FORMAT, "gnuplot drew nothing for chart %s; see %s/%s.",
                   plot->name, directory, script_name);
        goto done;
    }
    if (!write_file(directory, plot->name, ".svg", svg.data, svg.len, error))
        goto done;
    result = plumb_str_copy(arena, (struct plumb_str){svg.data, svg.len}).ptr;
    if (!keep_scripts) {
        remove_file(directory, plot->name, ".gp");
        remove_file(directory, plot->name, ".dat");
    }
done:
    plumb_buf_free(&script);
    plumb_buf_free(&svg);
    return result;
}
