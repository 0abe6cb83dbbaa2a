/* Sets of amounts: first digits against Benford, last digits, amounts that repeat. */
#include "analysis/screen/screen_int.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN_REPEATS = 5 };

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

enum plumb_status plumb_screen_digits(struct plumb_screen *screen, struct plumb_error *error)
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
