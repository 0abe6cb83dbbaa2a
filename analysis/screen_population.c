/* What only the whole panel shows: relations between columns that hold nearly everywhere, digits and
 * repeats of many amounts, agency-years of a rare structure. */
#include "screen_int.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ADDENDS = 16, SHOWN_REPEATS = 5, LEAST_ROWS = 50, LEAST_FEATURES = 3 };
/* Rare structures are looked for one by one: more than these nobody reads, and beyond so many
 * agency-years the neighbours take longer than all other screens together. */
enum { MAX_STRUCTURES = 20, MAX_PROFILE_ROWS = 50000 };

/* ---- invariants: c = a + b in nearly all rows ------------------------------------------------ */

static bool adds_up(double c, double a, double b)
{
    return fabs(c - a - b) <= 1e-6 * fabs(c) + 0.011;
}

/* One digit replaced, dropped, added or exchanged with its neighbour. */
static bool is_one_edit(const char *x, const char *y)
{
    size_t m = strlen(x), n = strlen(y), i = 0, tail = 0;
    while (x[i] && x[i] == y[i])
        i++;
    while (tail < m - i && tail < n - i && x[m - 1 - tail] == y[n - 1 - tail])
        tail++;
    size_t left = m - i - tail, right = n - i - tail;
    bool swapped = left == 2 && right == 2 && x[i] == y[i + 1] && x[i + 1] == y[i];
    return swapped || (left + right > 0 && left <= 1 && right <= 1);
}

bool plumb_screen_is_slip(double stated, double meant)
{
    char x[40], y[40];
    if (!(fabs(meant) >= 1000) || stated == 0 || fabs(meant) > 1e15 || fabs(stated) > 1e15)
        return false;
    double power = round(log10(fabs(stated / meant)));
    if (stated == -meant ||
        (power != 0 && fabs(stated - meant * pow(10, power)) <= 1e-9 * fabs(stated)))
        return true;
    snprintf(x, sizeof x, "%.2f", stated);
    snprintf(y, sizeof y, "%.2f", meant);
    return is_one_edit(x, y);
}

/* Of a total and its parts, the one that a slip explains, when it is only one. */
static void find_slip(struct plumb_screen *screen, struct plumb_exception *e, size_t cell)
{
    const size_t which[3] = {e->series, e->basis[0], e->basis[1]};
    double v[3];
    for (size_t i = 0; i < 3; i++)
        v[i] = screen->series[which[i]].value[cell];
    const double meant[3] = {v[1] + v[2], v[0] - v[2], v[0] - v[1]};
    size_t slips = 0;
    for (size_t i = 0; i < 3; i++)
        if (plumb_screen_is_slip(v[i], meant[i])) {
            e->wrong = which[i];
            e->meant = meant[i];
            slips++;
        }
    if (slips != 1) {
        e->wrong = PLUMB_NPOS;
        return;
    }
    const struct plumb_series *s = &screen->series[e->wrong];
    e->words.zh = plumb_arena_printf(screen->arena, "%s可能是%s误写，应为%s。", e->words.zh,
                                     s->name_zh, plumb_screen_value(screen, s, e->meant, true));
    e->words.en =
        plumb_arena_printf(screen->arena, "%s Probably a slip in %s; %s was meant.", e->words.en,
                           s->name_en, plumb_screen_value(screen, s, e->meant, false));
}

static void push_broken(struct plumb_screen *screen, size_t total, size_t a, size_t b, size_t cell,
                        size_t held, size_t known)
{
    const struct plumb_series *c = &screen->series[total];
    const struct plumb_series *x = &screen->series[a], *y = &screen->series[b];
    double sum = x->value[cell] + y->value[cell];
    struct plumb_exception *e = plumb_screen_push(screen, "consistency.invariant", total, cell);
    e->expected = sum;
    e->belief = (double)held / (double)known > 0.99 ? 0.9 : 0.8;
    e->money = fabs(e->stated - sum);
    e->basis[0] = a;
    e->basis[1] = b;
    e->tested = known;
    e->fired = known - held;
    e->words.zh = plumb_arena_printf(
        screen->arena, "在%zu个单位年度中有%zu个满足%s＝%s＋%s，此处为%s，两项之和为%s。", known,
        held, c->name_zh, x->name_zh, y->name_zh, plumb_screen_value(screen, c, e->stated, true),
        plumb_screen_value(screen, c, sum, true));
    e->words.en = plumb_arena_printf(
        screen->arena,
        "In %zu of %zu agency-years %s is the sum of %s and %s; here it is %s and the sum is %s.",
        held, known, c->name_en, x->name_en, y->name_en,
        plumb_screen_value(screen, c, e->stated, false), plumb_screen_value(screen, c, sum, false));
    find_slip(screen, e, cell);
}

static void try_sum(struct plumb_screen *screen, size_t total, size_t a, size_t b)
{
    const double *c = screen->series[total].value, *x = screen->series[a].value;
    const double *y = screen->series[b].value;
    double share = plumb_screen_parameter(screen, "consistency.invariant", "share", 0.95);
    double least = plumb_screen_parameter(screen, "consistency.invariant", "population", 20);
    /* most columns have nothing to do with each other: stop when the share is out of reach */
    const double most = fmax(0, (1 - share) * (double)screen->cells);
    size_t known = 0, held = 0;
    for (size_t i = 0; i < screen->cells; i++)
        if (!isnan(c[i]) && !isnan(x[i]) && !isnan(y[i])) {
            known++;
            held += adds_up(c[i], x[i], y[i]);
            if ((double)(known - held) > most + 1)
                return;
        }
    if ((double)known < least || held == known || (double)held < share * (double)known)
        return;
    for (size_t i = 0; i < screen->cells; i++)
        if (!isnan(c[i]) && !isnan(x[i]) && !isnan(y[i]) && !adds_up(c[i], x[i], y[i]))
            push_broken(screen, total, a, b, i, held, known);
}

static void invariants(struct plumb_screen *screen)
{
    size_t money[MAX_ADDENDS], n = 0;
    for (size_t i = 0; i < screen->stored_count && n < MAX_ADDENDS; i++)
        if (screen->series[i].money)
            money[n++] = i;
    for (size_t c = 0; c < n; c++)
        for (size_t a = 0; a < n; a++)
            for (size_t b = a + 1; b < n; b++)
                if (a != c && b != c)
                    try_sum(screen, money[c], money[a], money[b]);
}

/* ---- sets of amounts ------------------------------------------------------------------------ */

/* A finding about a column as a whole: no agency, no year. */
static void push_set(struct plumb_screen *screen, const char *check, const struct plumb_series *s,
                     const char *zh, const char *en, double log_p, double belief)
{
    struct plumb_finder finder = {
        .arena = screen->arena, .catalogue = screen->catalogue, .out = screen->out, .agency = ""};
    struct plumb_draft d = plumb_draft_begin(&finder, check);
    plumb_draft_title(&finder, &d, s->name_zh);
    d.finding.title.en = plumb_arena_printf(
        screen->arena, "%s: %s", plumb_catalogue_find_check(screen->catalogue, check)->title.en,
        s->name_en);
    d.finding.subject = s->id;
    d.finding.explanation = (struct plumb_bilingual){zh, en};
    d.finding.log_p = log_p;
    d.finding.confidence = belief;
    d.finding.soft = true;
    if (screen->panel->file_count) {
        struct plumb_str name = plumb_str_from(s->column->name);
        *PLUMB_PUSH(screen->arena, d.evidence, d.evidence_count, d.evidence_capacity) =
            (struct plumb_evidence){.document = screen->panel->files[0],
                                    .line = 1,
                                    .quote = name,
                                    .text = name,
                                    .text_offset = 0,
                                    .role = "value"};
    }
    plumb_draft_push(&finder, &d);
}

static size_t read_amounts(const struct plumb_screen *screen, const struct plumb_series *s,
                           plumb_dec *out)
{
    size_t n = 0;
    for (size_t c = 0; c < screen->cells; c++)
        if (!isnan(s->value[c]) && s->value[c] != 0)
            out[n++] = plumb_dec_from_double(s->value[c]);
    return n;
}

/* What is counted of one column, in parallel; told in order afterwards. */
enum { MOST_REPEATS = SHOWN_REPEATS * 8 };
struct digits {
    bool failed, benford_done;
    struct plumb_benford benford;
    struct plumb_repeat list[MOST_REPEATS];
    struct plumb_repeats repeats;
};

struct digits_pass {
    const struct plumb_screen *screen;
    struct digits *digits; /* [stored_count] */
};

static void count_digits(void *context, size_t index)
{
    struct digits_pass *pass = context;
    const struct plumb_series *s = &pass->screen->series[index];
    struct digits *d = &pass->digits[index];
    if (!s->money)
        return;
    plumb_dec *amount = plumb_malloc((s->count + 1) * sizeof *amount);
    d->failed = amount == NULL;
    if (d->failed)
        return;
    const size_t n = read_amounts(pass->screen, s, amount);
    double least = plumb_screen_parameter(pass->screen, "digits.benford", "count", 300);
    d->benford_done = (double)n >= least && plumb_digits_benford(amount, n, PLUMB_DIGITS_FIRST,
                                                                 &d->benford, NULL) == PLUMB_OK;
    if (n &&
        plumb_digits_repeats(amount, n, 3, d->list, MOST_REPEATS, &d->repeats, NULL) != PLUMB_OK)
        d->repeats.listed = 0;
    plumb_free(amount);
}

/* Amounts that follow no Benford law for a reason (budgets of one size, fees) are common: a note. */
static void benford(struct plumb_screen *screen, const struct plumb_series *s,
                    const struct digits *d)
{
    const struct plumb_benford b = d->benford;
    if (!d->benford_done || !b.applicable || b.mad_excess < 0.006 || b.log_p > log(1e-4))
        return;
    size_t worst = 0;
    for (size_t k = 1; k < 9; k++) {
        double now = (double)b.count[k] / (double)b.n - plumb_digits_expected(b.kind, k);
        double best = (double)b.count[worst] / (double)b.n - plumb_digits_expected(b.kind, worst);
        worst = now > best ? k : worst;
    }
    double share = 100 * (double)b.count[worst] / (double)b.n;
    double usual = 100 * plumb_digits_expected(b.kind, worst);
    push_set(screen, "digits.benford", s,
             plumb_arena_printf(
                 screen->arena,
                 "%zu个“%s”金额的首位数分布偏离本福特定律（超额平均绝对离差%.4f）；首位为%zu的"
                 "占%.1f%%，理论为%.1f%%。不指向任何单个数值。",
                 b.n, s->name_zh, b.mad_excess, worst + 1, share, usual),
             plumb_arena_printf(screen->arena,
                                "The first digits of %zu amounts of %s deviate from Benford's law "
                                "(excess mean absolute deviation %.4f): %zu leads %.1f %% of them, "
                                "expected %.1f %%. This points at no single value.",
                                b.n, s->name_en, b.mad_excess, worst + 1, share, usual),
             b.log_p, 0.5);
}

static int digits_of(plumb_dec value)
{
    plumb_i128 v = value.v < 0 ? -value.v : value.v;
    int digits = 0;
    while (v && v % 10 == 0)
        v /= 10;
    for (; v; v /= 10)
        digits++;
    return digits;
}

/* The same long amount at several places: a standard, or a row filled in twice. */
static void repeats(struct plumb_screen *screen, const struct plumb_series *s,
                    const struct digits *d)
{
    const struct plumb_repeat *list = d->list;
    size_t shown = 0;
    const char *text = "";
    for (size_t i = 0; i < d->repeats.listed && shown < SHOWN_REPEATS; i++) {
        char number[PLUMB_DEC_TEXT];
        if (digits_of(list[i].value) < 5)
            continue;
        text = plumb_arena_printf(screen->arena, "%s%s%s ×%zu", text, shown ? "; " : "",
                                  plumb_dec_text(list[i].value, number), list[i].count);
        shown++;
    }
    if (!shown)
        return;
    push_set(
        screen, "digits.duplicate", s,
        plumb_arena_printf(screen->arena, "“%s”中有金额重复出现三次以上：%s。", s->name_zh, text),
        plumb_arena_printf(screen->arena, "Amounts of %s occur three times or more: %s.",
                           s->name_en, text),
        0, 0.5);
}

/* ---- structure ------------------------------------------------------------------------------ */

struct profile {
    size_t *features, feature_count; /* series */
    size_t *rows, row_count;         /* cells */
    double *x;
    size_t size; /* series that measures the agency-year */
};

/* Amounts relative to the whole, in logarithms: what the agency spends on, not how much it is. Its
 * budget at other stages is screened as a ratio. */
static bool read_profile(struct plumb_screen *screen, struct profile *p)
{
    p->size = plumb_screen_find(screen, "expenditure.executed");
    if (p->size == PLUMB_NPOS)
        return false;
    p->features = plumb_arena_array(screen->arena, screen->stored_count + 1, sizeof *p->features);
    for (size_t i = 0; i < screen->stored_count; i++)
        if (screen->series[i].money && strncmp(screen->series[i].id, "expenditure.", 12) != 0 &&
            10 * screen->series[i].count >= 7 * screen->series[p->size].count)
            p->features[p->feature_count++] = i;
    if (p->feature_count < LEAST_FEATURES)
        return false;
    p->rows = plumb_arena_array(screen->arena, screen->cells + 1, sizeof *p->rows);
    p->x = plumb_arena_array(screen->arena, screen->cells * p->feature_count + 1, sizeof *p->x);
    for (size_t c = 0; c < screen->cells; c++) {
        double whole = screen->series[p->size].value[c];
        size_t k = 0;
        for (; whole > 0 && k < p->feature_count; k++) {
            double v = screen->series[p->features[k]].value[c];
            if (!(v > 0))
                break;
            p->x[p->row_count * p->feature_count + k] = log(v / whole);
        }
        if (k == p->feature_count)
            p->rows[p->row_count++] = c;
    }
    return p->row_count >= LEAST_ROWS;
}

static const char *strangest(struct plumb_screen *screen, const struct profile *p,
                             const double *terms, size_t row, bool zh)
{
    size_t first = 0, second = PLUMB_NPOS;
    const double *t = &terms[row * p->feature_count];
    for (size_t k = 1; k < p->feature_count; k++) {
        if (t[k] > t[first]) {
            second = first;
            first = k;
        } else if (second == PLUMB_NPOS || t[k] > t[second]) {
            second = k;
        }
    }
    const struct plumb_series *a = &screen->series[p->features[first]];
    const struct plumb_series *b = &screen->series[p->features[second]];
    return plumb_arena_printf(screen->arena, zh ? "%s、%s" : "%s, %s", zh ? a->name_zh : a->name_en,
                              zh ? b->name_zh : b->name_en);
}

struct ranked_row {
    size_t row;
    double score;
};

static int by_score(const void *a, const void *b)
{
    const struct ranked_row *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static void push_structure(struct plumb_screen *screen, const struct profile *p,
                           const double *terms, size_t row)
{
    struct plumb_exception *e =
        plumb_screen_push(screen, "peer.multivariate", p->size, p->rows[row]);
    e->belief = 0.5;
    e->tested = p->row_count;
    e->words.zh = plumb_arena_printf(
        screen->arena, "%d年收支结构与其他单位差异大，主要在于%s占支出的比重。",
        plumb_screen_year(screen, e->year), strangest(screen, p, terms, row, true));
    e->words.en = plumb_arena_printf(
        screen->arena,
        "In %d the structure differs from all other agencies, mostly in the share of %s in "
        "spending.",
        plumb_screen_year(screen, e->year), strangest(screen, p, terms, row, false));
}

static void structure(struct plumb_screen *screen)
{
    struct profile p = {0};
    double mean = 0, sd = 0;
    if (!read_profile(screen, &p) || p.row_count > MAX_PROFILE_ROWS)
        return;
    double *score = plumb_arena_array(screen->arena, p.row_count + 1, sizeof *score);
    double *terms =
        plumb_arena_array(screen->arena, p.row_count * p.feature_count + 1, sizeof *terms);
    if (plumb_score_profile(p.x, p.row_count, p.feature_count, 20240501, screen->threads, score,
                            NULL) != PLUMB_OK ||
        plumb_score_ecod(p.x, p.row_count, p.feature_count, terms, NULL, NULL) != PLUMB_OK ||
        plumb_mad(score, p.row_count, &mean, &sd, NULL) != PLUMB_OK || !(sd > 0))
        return;
    struct ranked_row *order = plumb_arena_array(screen->arena, p.row_count + 1, sizeof *order);
    for (size_t r = 0; r < p.row_count; r++)
        order[r] = (struct ranked_row){r, score[r]};
    qsort(order, p.row_count, sizeof *order, by_score);
    for (size_t i = 0; i < MAX_STRUCTURES && i < p.row_count; i++)
        if (order[i].score >= mean + 8 * sd)
            push_structure(screen, &p, terms, order[i].row);
}

static enum plumb_status digits(struct plumb_screen *screen, struct plumb_error *error)
{
    struct digits_pass pass = {screen, NULL};
    pass.digits = plumb_arena_array(screen->arena, screen->stored_count + 1, sizeof *pass.digits);
    plumb_parallel(screen->stored_count, screen->threads, count_digits, &pass);
    for (size_t i = 0; i < screen->stored_count; i++) {
        if (pass.digits[i].failed)
            return plumb_fail_nomem(error);
        if (!screen->series[i].money)
            continue;
        benford(screen, &screen->series[i], &pass.digits[i]);
        repeats(screen, &screen->series[i], &pass.digits[i]);
    }
    return PLUMB_OK;
}

enum plumb_status plumb_screen_population(struct plumb_screen *screen, struct plumb_error *error)
{
    invariants(screen);
    plumb_screen_proportions(screen);
    structure(screen);
    return digits(screen, error);
}
