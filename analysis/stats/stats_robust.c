#include "analysis/stats/stats_robust.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#include "analysis/stats/stats_int.h"

/* ---- median ------------------------------------------------------------------------------ */

/* Selection by sampling (Floyd, Rivest 1975): two order statistics of a sample enclose the middle;
 * one pass counts what lies below and copies the few values in between. Exact: when the middle is
 * not enclosed the caller selects among all. The sample is fixed, so the time does not vary. */
#define NARROW_LEAST ((size_t)4096)
#define NARROW_SAMPLE ((size_t)1024)
#define NARROW_MARGIN ((size_t)56) /* 3.5 standard deviations of a sample's median rank */

static bool narrowed_median(const double *x, size_t n, double *out)
{
    double sample[NARROW_SAMPLE];
    const size_t step = n / NARROW_SAMPLE;
    for (size_t i = 0; i < NARROW_SAMPLE; i++)
        sample[i] = x[i * step];
    const double low =
        gsl_stats_select(sample, 1, NARROW_SAMPLE, NARROW_SAMPLE / 2 - NARROW_MARGIN);
    const double high =
        gsl_stats_select(sample, 1, NARROW_SAMPLE, NARROW_SAMPLE / 2 + NARROW_MARGIN);
    double *inside = plumb_malloc((n + 1) * sizeof *inside);
    size_t below = 0, m = 0;
    if (inside == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        below += x[i] < low;
        inside[m] = x[i];
        m += (x[i] >= low) & (x[i] <= high);
    }
    const size_t left = (n - 1) / 2, right = n / 2;
    const bool enclosed = below <= left && right < below + m;
    if (enclosed && low == high) {
        *out = low;
    } else if (enclosed) {
        const double a = gsl_stats_select(inside, 1, m, left - below);
        *out = left == right ? a : 0.5 * (a + gsl_stats_select(inside, 1, m, right - below));
    }
    plumb_free(inside);
    return enclosed;
}

double plumb_median_inplace(double *x, size_t n)
{
    double out;
    if (n == 0)
        return NAN;
    if (n <= 24) {
        plumb_stats_sort(x, n);
        return n % 2 == 1 ? x[n / 2] : 0.5 * (x[n / 2 - 1] + x[n / 2]);
    }
    if (n >= NARROW_LEAST && narrowed_median(x, n, &out))
        return out;
    return gsl_stats_median(x, 1, n);
}

enum plumb_status plumb_median(const double *x, size_t n, double *out, struct plumb_error *error)
{
    const enum plumb_status status = plumb_stats_check(x, n, 1, "The median", error);
    if (status != PLUMB_OK)
        return status;
    double *copy = plumb_stats_copy(x, n);
    if (copy == NULL)
        return plumb_fail_nomem(error);
    *out = plumb_median_inplace(copy, n);
    plumb_free(copy);
    return PLUMB_OK;
}

double plumb_quantile_sorted(const double *sorted, size_t n, double p)
{
    const double clamped = p < 0 ? 0 : p > 1 ? 1 : p;
    const double h = (double)(n - 1) * clamped;
    const size_t low = (size_t)h;
    if (low + 1 >= n)
        return sorted[n - 1];
    const double part = h - (double)low;
    return part > 0 ? sorted[low] + part * (sorted[low + 1] - sorted[low]) : sorted[low];
}

enum plumb_status plumb_quantile(const double *x, size_t n, double p, double *out,
                                 struct plumb_error *error)
{
    const enum plumb_status status = plumb_stats_check(x, n, 1, "The quantile", error);
    if (status != PLUMB_OK)
        return status;
    if (!(p >= 0 && p <= 1))
        return plumb_fail(error, PLUMB_E_DOMAIN, "The quantile's p must lie in [0, 1], got %g.", p);
    double *sorted = plumb_stats_copy_sorted(x, n);
    if (sorted == NULL)
        return plumb_fail_nomem(error);
    *out = plumb_quantile_sorted(sorted, n, p);
    plumb_free(sorted);
    return PLUMB_OK;
}

static void fivenum_sorted(const double *s, size_t n, double out[5])
{
    /* Depth of the hinge as fivenum: (floor((n + 1) / 2) + 1) / 2, in halves. */
    const size_t depth2 = (n + 1) / 2 + 1;
    const size_t a = depth2 / 2 - 1, b = (depth2 + 1) / 2 - 1;
    out[0] = s[0];
    out[1] = 0.5 * (s[a] + s[b]);
    out[2] = 0.5 * (s[(n - 1) / 2] + s[n / 2]);
    out[3] = 0.5 * (s[n - 1 - a] + s[n - 1 - b]);
    out[4] = s[n - 1];
}

enum plumb_status plumb_fivenum(const double *x, size_t n, double out[5], struct plumb_error *error)
{
    const enum plumb_status status = plumb_stats_check(x, n, 1, "The five numbers", error);
    if (status != PLUMB_OK)
        return status;
    double *sorted = plumb_stats_copy_sorted(x, n);
    if (sorted == NULL)
        return plumb_fail_nomem(error);
    fivenum_sorted(sorted, n, out);
    plumb_free(sorted);
    return PLUMB_OK;
}

enum plumb_status plumb_mad(const double *x, size_t n, double *median, double *mad,
                            struct plumb_error *error)
{
    const enum plumb_status status = plumb_stats_check(x, n, 1, "The MAD", error);
    if (status != PLUMB_OK)
        return status;
    double *copy = plumb_stats_copy(x, n);
    if (copy == NULL)
        return plumb_fail_nomem(error);
    const double centre = plumb_median_inplace(copy, n);
    for (size_t i = 0; i < n; i++)
        copy[i] = fabs(x[i] - centre);
    if (median != NULL)
        *median = centre;
    if (mad != NULL)
        *mad = PLUMB_MAD_FACTOR * plumb_median_inplace(copy, n);
    plumb_free(copy);
    return PLUMB_OK;
}

/* ---- Sn and Qn --------------------------------------------------------------------------- */

static double sn_factor(size_t n)
{
    static const double small[] = {0.743, 1.851, 0.954, 1.351, 0.993, 1.198, 1.005, 1.131};
    if (n <= 9)
        return small[n - 2];
    return n % 2 == 1 ? (double)n / ((double)n - 0.9) : 1.0;
}

enum plumb_status plumb_sn(const double *x, size_t n, double *out, struct plumb_error *error)
{
    const enum plumb_status status = plumb_stats_check(x, n, 1, "Sn", error);
    if (status != PLUMB_OK)
        return status;
    *out = 0;
    if (n == 1)
        return PLUMB_OK;
    double *sorted = plumb_stats_copy_sorted(x, n), *work = plumb_stats_doubles(n);
    if (sorted != NULL && work != NULL)
        *out = 1.1926 * sn_factor(n) * gsl_stats_Sn0_from_sorted_data(sorted, 1, n, work);
    const bool done = sorted != NULL && work != NULL;
    plumb_free(sorted);
    plumb_free(work);
    return done ? PLUMB_OK : plumb_fail_nomem(error);
}

/* Finite-sample factors by which Qn is divided; Croux and Rousseeuw (1992), refitted by the authors
 * of robustbase. The table is 1/d_n for n = 2..12. */
static double qn_factor(size_t n)
{
    static const double small[] = {0.399356, 0.99365, 0.51321, 0.84401, 0.6122, 0.85877,
                                   0.66993,  0.87344, 0.72014, 0.88906, 0.75743};
    if (n <= 12)
        return small[n - 2];
    const double m = (double)n;
    const double odd = 1.60188 + (-2.1284 - 5.172 / m) / m;
    const double even = 3.67561 + (1.9654 + (6.987 - 77 / m) / m) / m;
    return 1 / ((n % 2 == 1 ? odd : even) / m + 1);
}

enum plumb_status plumb_qn(const double *x, size_t n, double *out, struct plumb_error *error)
{
    const enum plumb_status status = plumb_stats_check(x, n, 1, "Qn", error);
    if (status != PLUMB_OK)
        return status;
    *out = 0;
    if (n == 1)
        return PLUMB_OK;
    double *sorted = plumb_stats_copy_sorted(x, n);
    double *work = plumb_calloc(n, 3 * sizeof *work);
    int *work_int = plumb_calloc(n, 5 * sizeof *work_int);
    const bool done = sorted != NULL && work != NULL && work_int != NULL;
    if (done)
        *out =
            2.21914 * qn_factor(n) * gsl_stats_Qn0_from_sorted_data(sorted, 1, n, work, work_int);
    plumb_free(sorted);
    plumb_free(work);
    plumb_free(work_int);
    return done ? PLUMB_OK : plumb_fail_nomem(error);
}

/* ---- medcouple --------------------------------------------------------------------------- */

/* The matrix h(i, j), i over plus[p] (values >= median, descending), j over minus[q] (values <=
 * median, descending), falls along rows and columns; it is never stored. */
struct medcouple {
    const double *plus, *minus; /* centred at the median */
    size_t p, q;
    ptrdiff_t *left, *right;  /* live columns of each row, inclusive */
    ptrdiff_t *above, *below; /* per row: last column > trial; first column < trial */
    double *value;            /* row medians, then the remaining entries */
    double *weight;
    size_t *order;
};

/* Entries closer than this are one value: h is only monotone up to rounding. */
#define MEDCOUPLE_EPS 1e-14

static double medcouple_h(const struct medcouple *m, size_t i, size_t j)
{
    const double a = m->plus[i], b = m->minus[j];
    if (a > b)
        return (a + b) / (a - b);
    const ptrdiff_t rank = (ptrdiff_t)m->p - 1 - (ptrdiff_t)i - (ptrdiff_t)j;
    return (double)((rank > 0) - (rank < 0));
}

static bool medcouple_trial(struct medcouple *m, double *trial)
{
    size_t rows = 0;
    double total = 0;
    for (size_t i = 0; i < m->p; i++) {
        if (m->left[i] > m->right[i])
            continue;
        m->value[rows] = medcouple_h(m, i, (size_t)(m->left[i] + m->right[i]) / 2);
        m->weight[rows] = (double)(m->right[i] - m->left[i] + 1);
        total += m->weight[rows++];
    }
    if (!plumb_stats_order(m->value, rows, m->order))
        return false;
    double sum = 0;
    size_t k = 0;
    while (k + 1 < rows && (sum += m->weight[m->order[k]]) < 0.5 * total)
        k++;
    *trial = m->value[m->order[k]];
    return true;
}

/* Fills above and below for the trial; the two counts are of entries > trial and >= trial. */
static void medcouple_split(struct medcouple *m, double trial, size_t *more, size_t *no_less)
{
    size_t j = 0;
    *more = *no_less = 0;
    for (size_t i = m->p; i-- > 0;) {
        while (j < m->q && medcouple_h(m, i, j) - trial > MEDCOUPLE_EPS)
            j++;
        m->above[i] = (ptrdiff_t)j - 1;
        *more += j;
    }
    size_t end = m->q;
    for (size_t i = 0; i < m->p; i++) {
        while (end > 0 && trial - medcouple_h(m, i, end - 1) > MEDCOUPLE_EPS)
            end--;
        m->below[i] = (ptrdiff_t)end;
        *no_less += end;
    }
}

static double medcouple_rest(struct medcouple *m, size_t k, size_t live)
{
    size_t count = 0;
    for (size_t i = 0; i < m->p; i++)
        for (ptrdiff_t j = m->left[i]; j <= m->right[i] && count < live; j++)
            m->value[count++] = medcouple_h(m, i, (size_t)j);
    plumb_stats_sort(m->value, count);
    return m->value[count - 1 - k];
}

/* The k-th largest entry, k from 0: Johnson and Mizoguchi (1978), SIAM J. Comput. 7, 147-153. */
static bool medcouple_select(struct medcouple *m, size_t k, double *out)
{
    size_t low = 0, high = m->p * m->q;
    for (size_t i = 0; i < m->p; i++) {
        m->left[i] = 0;
        m->right[i] = (ptrdiff_t)m->q - 1;
    }
    while (high - low > m->p) {
        double trial;
        size_t more, no_less;
        if (!medcouple_trial(m, &trial))
            return false;
        medcouple_split(m, trial, &more, &no_less);
        if (k < more) {
            memcpy(m->right, m->above, m->p * sizeof *m->right);
            high = more;
        } else if (k >= no_less) {
            memcpy(m->left, m->below, m->p * sizeof *m->left);
            low = no_less;
        } else {
            *out = trial;
            return true;
        }
    }
    *out = medcouple_rest(m, k - low, high - low);
    return true;
}

static bool medcouple_alloc(struct medcouple *m)
{
    m->left = plumb_calloc(m->p, sizeof *m->left);
    m->right = plumb_calloc(m->p, sizeof *m->right);
    m->above = plumb_calloc(m->p, sizeof *m->above);
    m->below = plumb_calloc(m->p, sizeof *m->below);
    m->value = plumb_calloc(m->p, sizeof *m->value);
    m->weight = plumb_calloc(m->p, sizeof *m->weight);
    m->order = plumb_calloc(m->p, sizeof *m->order);
    return m->left && m->right && m->above && m->below && m->value && m->weight && m->order;
}

static void medcouple_free(struct medcouple *m)
{
    plumb_free(m->left);
    plumb_free(m->right);
    plumb_free(m->above);
    plumb_free(m->below);
    plumb_free(m->value);
    plumb_free(m->weight);
    plumb_free(m->order);
}

/* z[n]: the sample, descending, centred at its median. */
static bool medcouple_centred(const double *z, size_t n, double *out)
{
    struct medcouple m = {.plus = z, .minus = z};
    while (m.p < n && z[m.p] >= 0)
        m.p++;
    while (m.minus<z + n && * m.minus> 0)
        m.minus++;
    m.q = n - (size_t)(m.minus - z);
    const size_t total = m.p * m.q;
    double a = 0, b = 0;
    bool done = medcouple_alloc(&m) && medcouple_select(&m, total / 2, &a);
    if (done && n <= 100 && total % 2 == 0) {
        /* robustbase's reflection: mc(-x) picks the other one of the two middle entries. */
        done = medcouple_select(&m, total / 2 - 1, &b);
        a = 0.5 * (a + b);
    }
    medcouple_free(&m);
    *out = a;
    return done;
}

enum plumb_status plumb_medcouple(const double *x, size_t n, double *out, struct plumb_error *error)
{
    const enum plumb_status status = plumb_stats_check(x, n, 3, "The medcouple", error);
    if (status != PLUMB_OK)
        return status;
    double *sorted = plumb_stats_copy_sorted(x, n), *z = plumb_stats_doubles(n);
    bool done = sorted != NULL && z != NULL;
    if (done) {
        const double centre = 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
        for (size_t i = 0; i < n; i++)
            z[i] = sorted[n - 1 - i] - centre;
        done = medcouple_centred(z, n, out);
    }
    plumb_free(sorted);
    plumb_free(z);
    return done ? PLUMB_OK : plumb_fail_nomem(error);
}

/* ---- fences ------------------------------------------------------------------------------ */

static void count_outside(const double *x, size_t n, struct plumb_fences *f)
{
    f->below = f->above = 0;
    for (size_t i = 0; i < n; i++) {
        f->below += x[i] < f->lower;
        f->above += x[i] > f->upper;
    }
}

enum plumb_status plumb_fences_tukey(const double *x, size_t n, double k, struct plumb_fences *out,
                                     struct plumb_error *error)
{
    double five[5];
    if (!(k >= 0))
        return plumb_fail(error, PLUMB_E_DOMAIN, "Tukey's fences need k >= 0, got %g.", k);
    const enum plumb_status status = plumb_fivenum(x, n, five, error);
    if (status != PLUMB_OK)
        return status;
    const double iqr = five[3] - five[1];
    *out = (struct plumb_fences){.lower = five[1] - k * iqr, .upper = five[3] + k * iqr};
    count_outside(x, n, out);
    return PLUMB_OK;
}

enum plumb_status plumb_fences_adjusted(const double *x, size_t n, struct plumb_fences *out,
                                        struct plumb_error *error)
{
    double five[5], mc;
    enum plumb_status status = plumb_medcouple(x, n, &mc, error);
    if (status == PLUMB_OK)
        status = plumb_fivenum(x, n, five, error);
    if (status != PLUMB_OK)
        return status;
    const double reach = 1.5 * (five[3] - five[1]);
    const double down = mc >= 0 ? -4 * mc : -3 * mc, up = mc >= 0 ? 3 * mc : 4 * mc;
    *out = (struct plumb_fences){
        .lower = five[1] - reach * exp(down), .upper = five[3] + reach * exp(up), .medcouple = mc};
    count_outside(x, n, out);
    return PLUMB_OK;
}

enum plumb_status plumb_modified_z(const double *x, size_t n, double *z, struct plumb_error *error)
{
    double centre, scale;
    const enum plumb_status status = plumb_mad(x, n, &centre, &scale, error);
    if (status != PLUMB_OK)
        return status;
    if (scale == 0) {
        double *sorted = plumb_stats_copy_sorted(x, n); /* a sum that forgets the order */
        if (sorted == NULL)
            return plumb_fail_nomem(error);
        for (size_t i = 0; i < n; i++)
            scale += fabs(sorted[i] - centre);
        scale *= 1.2533141373155003 / (double)n; /* sqrt(pi/2) */
        plumb_free(sorted);
    }
    for (size_t i = 0; i < n; i++)
        z[i] = scale > 0 ? (x[i] - centre) / scale : 0;
    return PLUMB_OK;
}
