/* Plant known errors in public budget panels and see how high each score ranks them.
 *
 *     inject_public FOLDER [SEEDS]      (FOLDER: the reference data, ../shared/data)
 *
 * The panels are read by the program's own reader with the mappings of datasets/mappings. In each
 * repetition 1 % of the values are changed, in equal parts by the kinds below; scores order all
 * values of all indicators of a panel. Oddities that the real data have by themselves count as false
 * alarms, so the figures are lower bounds. Ends with 1 when a usual rule orders better than the
 * program, on the mean over the panels, or too much of pure chance is above the line.
 */
#include "bench_panel.h"

#include "plumb/catalogue.h"
#include "plumb/panel.h"

enum kind {
    KIND_TEN,
    KIND_TEN_THOUSAND,
    KIND_DIGITS,
    KIND_SIGN,
    KIND_SPIKE,
    KIND_SHIFT,
    KIND_COLUMNS,
    KIND_COPY,
    KINDS
};
static const char *const kind_names[] = {"x10",   "x10^4",       "digit swap",  "sign",
                                         "spike", "level shift", "column swap", "last year's"};

/* Labels of cells: planted errors carry 1 + their kind; what follows from one is left out. */
enum { SOUND = 0, FOLLOWS = 255 };

static const struct source {
    const char *name, *csv, *mapping;
} sources[] = {
    {"South Africa departments", "south_africa_departments/za_department_year.csv",
     "south_africa_departments"},
    {"South Africa programmes", "south_africa_departments/za_programme_year.csv",
     "south_africa_departments"},
    {"Philadelphia", "philadelphia_departments/philadelphia_adopted_vs_actual.csv",
     "philadelphia_departments"},
    {"Philadelphia by class", "philadelphia_departments/actual-department-spending.csv",
     "philadelphia_departments"},
    {"Netherlands", "netherlands_national_budget/begrotingsstaten_2013_2017.csv",
     "netherlands_national_budget"},
    {"Viet Nam", "vietnam_province_budget/vn_plan_vs_final.csv", "vietnam_province_budget"},
    {"Taiwan", "taiwan_central_budget/tw_central_agency_year_2006_2025.csv",
     "taiwan_central_budget"},
    {"United States outlays", "us_omb_budget/2017/outlays.csv", "us_omb_budget"},
    {"China provinces", "china_province_fiscal/china_province_fiscal_2014_2017.csv",
     "china_province_fiscal"},
};
/* Findings above the line a cell of pure chance: what q = 0.1 lets through, with room for one seed. */
#define NULL_BAR 5e-5
enum { SOURCES = sizeof sources / sizeof *sources };

/* ---- panels ------------------------------------------------------------------------------ */

/* Kinds as peer groups, numbered in order of first appearance. */
static uint32_t *groups_of(const struct plumb_panel *panel)
{
    uint32_t *group = calloc(panel->agency_count + 1, sizeof *group);
    if (group == NULL)
        die("out of memory");
    for (size_t a = 0; a < panel->agency_count; a++) {
        const char *kind = panel->agencies[a].kind ? panel->agencies[a].kind : "";
        group[a] = (uint32_t)a;
        for (size_t b = 0; b < a; b++)
            if (strcmp(kind, panel->agencies[b].kind ? panel->agencies[b].kind : "") == 0) {
                group[a] = group[b];
                break;
            }
    }
    return group;
}

/* Amounts only; a zero is a gap: nothing was budgeted, or not known yet. */
static void take_columns(const struct plumb_panel *panel, struct bench_panel *p)
{
    for (size_t i = 0; i < panel->column_count && p->indicators < MAX_INDICATORS; i++) {
        const struct plumb_panel_column *column = &panel->columns[i];
        size_t filled = 0;
        if (column->unit && strcmp(column->unit, "fraction") == 0)
            continue;
        double *y = doubles(cells_of(p));
        for (size_t c = 0; c < cells_of(p); c++) {
            y[c] = isfinite(column->value[c]) && column->value[c] != 0 ? column->value[c] : NAN;
            filled += isnan(y[c]) ? 0 : 1;
        }
        if (filled >= 50)
            p->y[p->indicators++] = y;
        else
            free(y);
    }
}

static bool read_source(const char *folder, const struct source *source,
                        const struct plumb_catalogue *catalogue, struct bench_panel *p)
{
    char csv[4096], map[4096];
    struct plumb_mapping *mapping = NULL;
    struct plumb_panel *panel = NULL;
    snprintf(csv, sizeof csv, "%s/%s", folder, source->csv);
    snprintf(map, sizeof map, "datasets/mappings/%s.json", source->mapping);
    if (plumb_mapping_load(map, &mapping, NULL) ||
        plumb_csv_read_panel(csv, catalogue, mapping, 0, &panel, NULL)) {
        plumb_mapping_free(mapping);
        return false;
    }
    *p = (struct bench_panel){.agencies = panel->agency_count, .years = panel->year_count};
    snprintf(p->name, sizeof p->name, "%s", source->name);
    p->group = groups_of(panel);
    take_columns(panel, p);
    plumb_panel_free(panel);
    plumb_mapping_free(mapping);
    return p->indicators > 0;
}

/* ---- injection --------------------------------------------------------------------------- */

struct plan {
    const struct bench_panel *from;
    struct bench_panel *to;
    unsigned char *label; /* [indicators * cells] */
    struct plumb_rng rng;
};

static double before(const struct bench_panel *p, size_t i, size_t c)
{
    return c % p->years ? p->y[i][c - 1] : NAN;
}

/* A change under 10 % would be no error to find; a copy is one whatever its size. */
static bool is_change(double now, double then, double least)
{
    return isfinite(now) && fabs(now - then) >= least * fmax(fabs(now), fabs(then));
}

static double changed_value(struct plan *plan, size_t i, size_t c, enum kind kind)
{
    const struct bench_panel *p = plan->from;
    const double y = p->y[i][c], up = plumb_rng_below(&plan->rng, 2) ? 1 : -1;
    switch (kind) {
    case KIND_TEN:
        return y * pow(10, up);
    case KIND_TEN_THOUSAND:
        return y * pow(10, 4 * up);
    case KIND_DIGITS:
        return swap_leading(y);
    case KIND_SIGN:
        return -y;
    case KIND_SPIKE:
        return y * pow(1.3 + 2.7 * plumb_rng_uniform(&plan->rng), up);
    case KIND_COPY:
        return before(p, i, c);
    case KIND_SHIFT:
    case KIND_COLUMNS:
    case KINDS:
        break;
    }
    return NAN;
}

static void put(struct plan *plan, size_t i, size_t c, double y, unsigned char label)
{
    plan->to->y[i][c] = y;
    plan->label[i * cells_of(plan->from) + c] = label;
}

static bool untouched(const struct plan *plan, size_t i, size_t c)
{
    return plan->label[i * cells_of(plan->from) + c] == SOUND && !isnan(plan->from->y[i][c]);
}

/* From the year on all values are a multiple; its first year is what is to be found. */
static size_t plant_shift(struct plan *plan, size_t i, size_t c)
{
    const struct bench_panel *p = plan->from;
    const size_t end = c - c % p->years + p->years;
    if (c % p->years == 0 || c + 1 >= end || isnan(p->y[i][c - 1]) || isnan(p->y[i][c + 1]))
        return 0;
    for (size_t k = c - c % p->years; k < end; k++)
        if (plan->label[i * cells_of(p) + k] != SOUND)
            return 0;
    const double by =
        pow(1.5 + 2.5 * plumb_rng_uniform(&plan->rng), plumb_rng_below(&plan->rng, 2) ? 1 : -1);
    for (size_t k = c; k < end; k++)
        put(plan, i, k, by * p->y[i][k], k == c ? 1 + KIND_SHIFT : FOLLOWS);
    return 1;
}

static size_t plant_swap(struct plan *plan, size_t i, size_t c)
{
    const struct bench_panel *p = plan->from;
    const size_t j = plumb_rng_below(&plan->rng, p->indicators);
    if (j == i || !untouched(plan, j, c) || !is_change(p->y[i][c], p->y[j][c], 0.1))
        return 0;
    put(plan, i, c, p->y[j][c], 1 + KIND_COLUMNS);
    put(plan, j, c, p->y[i][c], 1 + KIND_COLUMNS);
    return 2;
}

/* How many values were changed: 0 when the draw cannot take this error. */
static size_t plant(struct plan *plan, size_t i, size_t c, enum kind kind)
{
    if (!untouched(plan, i, c))
        return 0;
    if (kind == KIND_SHIFT)
        return plant_shift(plan, i, c);
    if (kind == KIND_COLUMNS)
        return plant_swap(plan, i, c);
    const double y = changed_value(plan, i, c, kind);
    if (!is_change(y, plan->from->y[i][c], kind == KIND_COPY ? 0.001 : 0.1))
        return 0;
    put(plan, i, c, y, (unsigned char)(1 + kind));
    return 1;
}

static void inject(struct plan *plan, double share)
{
    const struct bench_panel *p = plan->from;
    const size_t cells = cells_of(p), all = cells * p->indicators;
    size_t present = 0;
    for (size_t k = 0; k < all; k++)
        present += isnan(p->y[k / cells][k % cells]) ? 0 : 1;
    const double each = share * (double)present / KINDS;
    for (int kind = 0; kind < KINDS; kind++) {
        if (kind == KIND_COLUMNS && p->indicators < 2)
            continue;
        size_t done = 0;
        for (size_t tries = 0; (double)done < fmax(1, each) && tries < 1000000; tries++) {
            const size_t k = plumb_rng_below(&plan->rng, all);
            done += plant(plan, k / cells, k % cells, (enum kind)kind);
        }
    }
}

/* ---- figures ----------------------------------------------------------------------------- */

enum { TOP = 20 };

struct figures {
    double ap, at_top, at_n; /* average precision, precision at 20 and at n planted */
    double found[KINDS];     /* planted ones of each kind among the first 2n */
    double planted[KINDS];
};

static void measure(const double *score, const unsigned char *label, size_t n, struct figures *f)
{
    double *key = doubles(n);
    size_t *order = calloc(n + 1, sizeof *order), positives = 0, hits = 0, place = 0;
    double ap = 0;
    for (size_t k = 0; k < n; k++) {
        key[k] = isnan(score[k]) ? INFINITY : -score[k];
        positives += label[k] != SOUND && label[k] != FOLLOWS;
    }
    if (order == NULL || !plumb_stats_order(key, n, order))
        die("out of memory");
    for (size_t k = 0; k < n; k++) {
        const unsigned char l = label[order[k]];
        if (l == FOLLOWS)
            continue;
        place++;
        if (l == SOUND)
            continue;
        ap += (double)++hits / (double)place;
        f->at_top += place <= TOP ? 1.0 / TOP : 0;
        f->at_n += place <= positives ? 1 / (double)positives : 0;
        f->found[l - 1] += place <= 2 * positives;
        f->planted[l - 1]++;
    }
    f->ap += ap / (double)positives;
    free(key);
    free(order);
}

static void bench_source(const struct bench_panel *p, int seeds, struct figures out[SCORES])
{
    const size_t all = cells_of(p) * p->indicators;
    double *score[SCORES];
    unsigned char *label = calloc(all + 1, 1);
    for (int s = 0; s < SCORES; s++)
        score[s] = doubles(all);
    for (int r = 0; r < seeds; r++) {
        struct bench_panel wrong;
        panel_copy(p, &wrong);
        memset(label, SOUND, all);
        struct plan plan = {p, &wrong, label, plumb_rng_stream((uint64_t)(4000 + r), 78)};
        inject(&plan, 0.01);
        all_scores(&wrong, score);
        for (int s = 0; s < SCORES; s++)
            measure(score[s], label, all, &out[s]);
        panel_free(&wrong);
    }
    for (int s = 0; s < SCORES; s++)
        free(score[s]);
    free(label);
}

static void add_up(struct figures *sum, const struct figures *f, double share)
{
    sum->ap += f->ap * share;
    sum->at_top += f->at_top * share;
    sum->at_n += f->at_n * share;
    for (int k = 0; k < KINDS; k++)
        if (f->planted[k] > 0) {
            sum->found[k] += f->found[k] / f->planted[k];
            sum->planted[k] += 1;
        }
}

static void print_figures(const struct figures mean[SCORES])
{
    printf("\n| mean over the panels | AP | P@%d | P@n |", TOP);
    for (int k = 0; k < KINDS; k++)
        printf(" %s |", kind_names[k]);
    puts("\n(recall by kind: planted values among the first 2n)");
    for (int s = 0; s < SCORES; s++) {
        printf("| %s | %.3f | %.3f | %.3f |", score_names[s], mean[s].ap, mean[s].at_top,
               mean[s].at_n);
        for (int k = 0; k < KINDS; k++)
            printf(" %.2f |", mean[s].found[k] / fmax(1, mean[s].planted[k]));
        putchar('\n');
    }
}

/* Cells above the line in a panel whose values miss their predictions only by chance. */
static double false_alarms(const struct bench_panel *p, uint64_t seed)
{
    struct bench_panel null;
    panel_resample(p, &null, seed);
    const size_t n = below_line(&null, 0.1);
    panel_free(&null);
    return (double)n;
}

int main(int argc, char **argv)
{
    double null_cells = 0, null_alarms = 0;
    struct figures mean[SCORES] = {{0}};
    struct plumb_catalogue *catalogue = NULL;
    const int seeds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 5;
    if (plumb_catalogue_load(NULL, &catalogue, NULL))
        die("no catalogue");
    printf("| AP |");
    for (int s = 0; s < SCORES; s++)
        printf(" %s |", score_names[s]);
    putchar('\n');
    for (int k = 0; k < SOURCES; k++) {
        struct bench_panel p;
        struct figures f[SCORES] = {{0}};
        if (argc < 2 || !read_source(argv[1], &sources[k], catalogue, &p)) {
            printf("skipped: %s is not there\n", sources[k].csv);
            plumb_catalogue_free(catalogue);
            return 0;
        }
        bench_source(&p, seeds, f);
        null_cells += seeds * (double)(cells_of(&p) * p.indicators);
        for (int r = 0; r < seeds; r++)
            null_alarms += false_alarms(&p, (uint64_t)(700 + r));
        printf("| %s |", p.name);
        for (int s = 0; s < SCORES; s++) {
            printf(" %.3f |", f[s].ap / seeds);
            add_up(&mean[s], &f[s], 1.0 / (seeds * SOURCES));
        }
        putchar('\n');
        fflush(stdout);
        free(p.group);
        panel_free(&p);
    }
    print_figures(mean);
    printf("resampled null panels: %.0f findings above the line among %.0f cells\n", null_alarms,
           null_cells);
    plumb_catalogue_free(catalogue);
    if (null_alarms > NULL_BAR * null_cells)
        return 1;
    for (int s = SCORE_MAX_Z; s < SCORES; s++)
        if (mean[s].ap >= mean[SCORE_OURS].ap)
            return 1;
    return 0;
}
