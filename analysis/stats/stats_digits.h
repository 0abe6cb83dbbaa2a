/* Digits of a population of printed amounts: Benford, last digits, round numbers, repeats.
 *
 * Digits are taken from exact decimals, never from binary doubles (floor() on doubles moves
 * thousands of the 189,470 payments of Nigrini's corporate example into the wrong class). Zeros are
 * left out, signs ignored: give positive and negative amounts separately where they differ in kind.
 * All of this concerns a set: never carry its p into a single value (STATISTICS 1.3).
 */
#ifndef PLUMB_STATS_DIGITS_H
#define PLUMB_STATS_DIGITS_H

#include <plumb/base.h>

#ifdef __cplusplus
extern "C" {
#endif

enum plumb_digits {
    PLUMB_DIGITS_FIRST,  /* classes 1..9 */
    PLUMB_DIGITS_SECOND, /* classes 0..9 */
    PLUMB_DIGITS_TWO     /* first two, classes 10..99 */
};
#define PLUMB_DIGIT_CLASSES 90
size_t plumb_digits_classes(enum plumb_digits kind); /* 9, 10, 90 */
int plumb_digits_lowest(enum plumb_digits kind);     /* 1, 0, 10 */
/* Benford's probability of class k (from 0): log10(1 + 1/d), summed over the first digit for the
 * second. */
double plumb_digits_expected(enum plumb_digits kind, size_t k);
/* The class of one value, from 0; -1 for zero. 5 counts as 5.0: its first two digits are 50. */
int plumb_digits_class(plumb_dec value, enum plumb_digits kind);

enum plumb_conformity { /* Nigrini (2012), Benford's Law, tables 7.1 and 7.2: cuts of the MAD */
                        PLUMB_CONFORMITY_CLOSE,
                        PLUMB_CONFORMITY_ACCEPTABLE,
                        PLUMB_CONFORMITY_MARGINAL,
                        PLUMB_CONFORMITY_NONE
};

struct plumb_benford {
    enum plumb_digits kind;
    size_t n; /* values that are not zero */
    size_t count[PLUMB_DIGIT_CLASSES];
    bool applicable;     /* n >= 300 and decades >= 2; the figures are filled anyway when n > 0 */
    const char *reason;  /* English, why not; NULL when applicable */
    double decades;      /* log10 of the 99th over the 1st percentile (type 7) */
    double chi2, log_p;  /* Pearson, classes - 1 degrees */
    double mad;          /* mean |share - expected| */
    double mad_expected; /* under Benford for this n: mean sqrt(2 p (1-p) / (pi n)) */
    double mad_excess;   /* mad - mad_expected */
    enum plumb_conformity conformity; /* cuts .006 .012 .015 | .008 .010 .012 | .0012 .0018 .0022 */
    double w2, w2_log_p;   /* discrete Cramer-von Mises, Choulakian, Lockhart, Stephens (1994) */
    double u2, u2_log_p;   /* and Watson's; p by Imhof from the asymptotic weights */
    double arc, arc_log_p; /* mantissa arc: L^2 = mean(cos)^2 + mean(sin)^2 of 2 pi frac(log10 |x|),
                              p = exp(-n L^2), Alexander (2009) */
};

/* All of it. value[n]; n = 0 or only zeros gives applicable = false. R: benford.analysis::benford()
 * for counts, chi2, MAD and arc. Nigrini's conformity ignores n: report mad_excess with log_p.
 * O(n log n + classes^3). */
enum plumb_status plumb_digits_benford(const plumb_dec *value, size_t n, enum plumb_digits kind,
                                       struct plumb_benford *out, struct plumb_error *error);
/* The same from counts (sizes add over shards); decades and the arc are not known then: 0. */
enum plumb_status plumb_digits_benford_counts(const size_t *count, enum plumb_digits kind,
                                              struct plumb_benford *out, struct plumb_error *error);

/* ln P(sum weight_i chi2_1 > x), weights > 0, Imhof (1961), Biometrika 48; absolute error 1e-9,
 * beyond that the exact leading term of the far tail. R: CompQuadForm::imhof. */
enum plumb_status plumb_log_tail_quadratic(double x, const double *weight, size_t n, double *log_p,
                                           struct plumb_error *error);

/* ---- last digits, round numbers, repeats -------------------------------------------------- */

struct plumb_last_digits {
    size_t n, count[10];
    bool applicable;    /* n >= 100 */
    double chi2, log_p; /* against 1/10 each, 9 degrees */
    double share0, share5;
};
/* Last printed digit. decimals[n] = printed decimals of each value (as plumb_dec_parse gives);
 * values with fewer than 3 printed digits are left out, because their last digit is also one of the
 * leading ones. Mosimann, Wiseman, Edelman (1995). */
enum plumb_status plumb_digits_last(const plumb_dec *value, const int *decimals, size_t n,
                                    struct plumb_last_digits *out, struct plumb_error *error);

#define PLUMB_ROUND_LEVELS 6
struct plumb_round_numbers {
    size_t n[PLUMB_ROUND_LEVELS];     /* values with more than k+1 printed digits */
    size_t round[PLUMB_ROUND_LEVELS]; /* of them with k+1 zeros at the end */
    double log_p[PLUMB_ROUND_LEVELS]; /* binomial P(X >= round) with 10^-(k+1) */
};
/* Values whose last 1..6 printed digits are all zero, against chance. */
enum plumb_status plumb_digits_round(const plumb_dec *value, const int *decimals, size_t n,
                                     struct plumb_round_numbers *out, struct plumb_error *error);

struct plumb_repeat {
    plumb_dec value;
    size_t count, first; /* how often; index of the first occurrence */
};
struct plumb_repeats {
    size_t n, distinct; /* values that are not zero; different ones among them */
    size_t repeated;    /* values that occur at least twice, counted with multiplicity */
    size_t listed;      /* entries filled below */
};
/* The most frequent values, at least `least` (>= 2) times: repeat[room], by count falling, then value.
 * O(n log n). */
enum plumb_status plumb_digits_repeats(const plumb_dec *value, size_t n, size_t least,
                                       struct plumb_repeat *repeat, size_t room,
                                       struct plumb_repeats *out, struct plumb_error *error);

#ifdef __cplusplus
}
#endif
#endif
