#include "analysis/stats/stats_pefa.h"

#include <math.h>

#include "analysis/stats/stats_int.h"

#define YEARS 3

char plumb_pefa_letter(enum plumb_pefa grade)
{
    static const char letters[] = "-ABCD";
    return grade <= PLUMB_PEFA_D ? letters[grade] : '-';
}

double plumb_pefa_outturn(double budget, double actual)
{
    return budget > 0 ? actual / budget : NAN;
}

/* Boundaries count as inside: 1.05 printed is 1.05 meant, whatever 105 / 100 rounds to. */
static const double EDGE = 1e-12;

/* The best grade whose limit is kept in at least two of the last three years. Two known years decide
 * it only when both agree; a third could not change that. */
static enum plumb_pefa grade(const double *excess, size_t years, const double limit[3], double edge)
{
    double last[YEARS];
    size_t known = 0;
    for (size_t t = years; t-- > 0 && known < YEARS;)
        if (!isnan(excess[t]))
            last[known++] = excess[t];
    for (int g = 0; g < 3; g++) {
        size_t kept = 0;
        for (size_t k = 0; k < known; k++)
            kept += last[k] <= limit[g] + edge ? 1 : 0;
        if (kept >= 2)
            return (enum plumb_pefa)(PLUMB_PEFA_A + g);
        if (known < YEARS && kept + (YEARS - known) >= 2)
            return PLUMB_PEFA_UNKNOWN;
    }
    return PLUMB_PEFA_D;
}

enum plumb_pefa plumb_pefa_pi1(const double *outturn, size_t years)
{
    static const double limit[] = {0.05, 0.10, 0.15};
    double excess[YEARS] = {NAN, NAN, NAN};
    const size_t from = years > YEARS ? years - YEARS : 0;
    for (size_t t = from; t < years; t++)
        excess[t - from] = fabs(outturn[t] - 1);
    return grade(excess, YEARS, limit, EDGE);
}

enum plumb_pefa plumb_pefa_pi2(const double *variance, size_t years)
{
    static const double limit[] = {0.05, 0.10, 0.15};
    const size_t from = years > YEARS ? years - YEARS : 0;
    return grade(variance + from, years - from, limit, -EDGE);
}

enum plumb_pefa plumb_pefa_contingency(double share)
{
    if (isnan(share))
        return PLUMB_PEFA_UNKNOWN;
    return share <= 0.03 + EDGE   ? PLUMB_PEFA_A
           : share <= 0.06 + EDGE ? PLUMB_PEFA_B
           : share <= 0.10 + EDGE ? PLUMB_PEFA_C
                                  : PLUMB_PEFA_D;
}

enum plumb_status plumb_pefa_composition(const double *budget, const double *actual, size_t lines,
                                         struct plumb_pefa_composition *out,
                                         struct plumb_error *error)
{
    *out = (struct plumb_pefa_composition){0};
    enum plumb_status status = plumb_stats_check(budget, lines, 1, "PEFA PI-2", error);
    if (status == PLUMB_OK)
        status = plumb_stats_check(actual, lines, 1, "PEFA PI-2", error);
    if (status != PLUMB_OK)
        return status;
    double planned = 0, spent = 0, gaps = 0;
    for (size_t i = 0; i < lines; i++) {
        if (budget[i] < 0 || actual[i] < 0)
            return plumb_fail(error, PLUMB_E_DOMAIN,
                              "PEFA PI-2: the amount of line %zu is negative.", i + 1);
        planned += budget[i];
        spent += actual[i];
    }
    if (!(planned > 0 && spent > 0))
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "PEFA PI-2: budget and spending must not be zero.");
    out->outturn = spent / planned;
    for (size_t i = 0; i < lines; i++) {
        const double gap = actual[i] - budget[i] * out->outturn;
        gaps += fabs(gap);
        if (fabs(gap) > fabs(out->largest_gap)) {
            out->largest = i;
            out->largest_gap = gap;
        }
    }
    out->variance = gaps / spent; /* the adjusted budgets sum to what was spent */
    return PLUMB_OK;
}
