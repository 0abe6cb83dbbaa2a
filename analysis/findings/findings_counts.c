/* Percentages that no whole number of the sample gives (GRIM; Brown and Heathers 2017). */
#include "analysis/findings/findings_int.h"

#include <math.h>
#include <string.h>

enum { MAX_SAMPLES = 8 };

static bool in_one_place(const struct plumb_fact *a, const struct plumb_fact *b)
{
    return a->block == b->block && a->row == PLUMB_NPOS && b->row == PLUMB_NPOS;
}

/* "发放问卷60份，收回58份": the numbers of questionnaires and of persons asked in the same paragraph. */
static size_t samples_beside(const struct plumb_extraction *e, const struct plumb_fact *rate,
                             const struct plumb_fact **out)
{
    size_t n = 0;
    for (size_t i = 0; i < e->fact_count && n < MAX_SAMPLES; i++) {
        const struct plumb_fact *f = &e->facts[i];
        bool asked = plumb_str_has(f->context, "问卷") || plumb_str_has(f->context, "调查表") ||
                     plumb_str_has(f->context, "样本");
        bool counted = plumb_str_equal(f->unit_text, PLUMB_STR("份")) ||
                       f->unit == PLUMB_UNIT_PERSON || f->unit == PLUMB_UNIT_COUNT;
        if (in_one_place(f, rate) && asked && counted && plumb_fact_is_plain(f) &&
            plumb_dec_sign(f->value) > 0)
            out[n++] = f;
    }
    return n;
}

/* Is there a k with round(100 k / N, d) = p, or cut off after d decimals? */
static bool possible(const struct plumb_fact *rate, double n)
{
    double p = plumb_dec_double(rate->value), ulp = plumb_dec_double(rate->ulp);
    for (double k = floor(p * n); k <= ceil(p * n); k++)
        if (fabs(k / n - p) <= 0.5 * ulp + 1e-12 || (k / n >= p && k / n < p + ulp))
            return true;
    return false;
}

/* A random percentage is possible with probability N / 10^(d + 2): no power from there on. */
static bool powerful(const struct plumb_fact *rate, double n)
{
    return n < 0.2 / plumb_dec_double(rate->ulp);
}

static void report(const struct plumb_finder *f, const struct plumb_fact *rate,
                   const struct plumb_fact *const *samples, size_t n)
{
    struct plumb_draft d = plumb_draft_begin(f, "consistency.granularity");
    const char *label = plumb_label_words(f->arena, rate->label);
    const char *stated = plumb_fact_words(f->arena, rate);
    const char *sample = plumb_fact_words(f->arena, samples[n - 1]);
    double size = plumb_dec_double(samples[n - 1]->value), p = plumb_dec_double(rate->value);
    const char *below = plumb_percent_words(f->arena, floor(p * size) / size, rate->decimals);
    const char *above = plumb_percent_words(f->arena, ceil(p * size) / size, rate->decimals);
    plumb_draft_title(f, &d, label);
    d.finding.stated = stated;
    d.finding.expected = plumb_arena_printf(f->arena, "%s / %s", below, above);
    d.finding.explanation.zh = plumb_arena_printf(
        f->arena, "“%s”列为%s，而调查数为%s，整数份数只能得到%s或%s；比例可能不是由该调查得出。",
        label, stated, sample, below, above);
    d.finding.explanation.en = plumb_arena_printf(
        f->arena,
        "“%s” is printed as %s; whole numbers of %s give %s or %s only, so the percentage may not "
        "come from this survey.",
        label, stated, sample, below, above);
    d.finding.confidence = 0.6;
    plumb_draft_fact(f, &d, rate, "stated");
    for (size_t i = 0; i < n; i++)
        plumb_draft_fact(f, &d, samples[i], "whole");
    plumb_draft_push(f, &d);
}

void plumb_find_impossible(const struct plumb_finder *finder)
{
    const struct plumb_extraction *e = finder->extraction;
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *rate = &e->facts[i], *samples[MAX_SAMPLES];
        if (rate->unit != PLUMB_UNIT_FRACTION || !rate->indicator || !plumb_fact_is_plain(rate) ||
            strcmp(rate->indicator, "satisfaction.rate") != 0 || rate->row != PLUMB_NPOS ||
            plumb_dec_sign(rate->value) <= 0)
            continue;
        size_t n = samples_beside(e, rate, samples);
        bool any = n == 0;
        for (size_t k = 0; k < n && !any; k++) {
            double size = plumb_dec_double(samples[k]->value);
            any = !powerful(rate, size) || possible(rate, size);
        }
        if (!any)
            report(finder, rate, samples, n);
    }
}
