/* Budget reliability as PEFA measures it (Public Expenditure and Financial Accountability, Framework
 * 2016, PI-1 and PI-2; the field guide's spreadsheet has the same formulas).
 *
 * Amounts in one currency, not negative, finite. Three completed years are asked for; with two the
 * grade is given when it cannot change any more, else PLUMB_PEFA_UNKNOWN.
 */
#ifndef PLUMB_STATS_PEFA_H
#define PLUMB_STATS_PEFA_H

#include <plumb/base.h>

#ifdef __cplusplus
extern "C" {
#endif

enum plumb_pefa { PLUMB_PEFA_UNKNOWN, PLUMB_PEFA_A, PLUMB_PEFA_B, PLUMB_PEFA_C, PLUMB_PEFA_D };
char plumb_pefa_letter(enum plumb_pefa grade); /* '-', 'A', 'B', 'C', 'D' */

/* PI-1: out-turn of one year, actual / budget (1 = as planned); NaN for a budget of 0. */
double plumb_pefa_outturn(double budget, double actual);
/* PI-1 grade from the out-turns of the last years, outturn[years], NaN = missing; with three or more
 * the last three count. A: between 0.95 and 1.05 in at least two of three years, B: 0.90 to 1.10,
 * C: 0.85 to 1.15, else D. */
enum plumb_pefa plumb_pefa_pi1(const double *outturn, size_t years);

struct plumb_pefa_composition {
    double outturn;  /* sum actual / sum budget */
    double variance; /* sum |actual_i - adjusted_i| / sum adjusted, adjusted_i = budget_i outturn */
    size_t largest;  /* line with the largest |actual - adjusted| */
    double largest_gap; /* actual - adjusted of that line */
};
/* PI-2.1 and 2.2: composition variance of one year over the lines (functions, programmes, economic
 * classes) without interest and contingency. budget[lines], actual[lines]; PLUMB_E_DOMAIN when the
 * budget sums to 0 or an amount is negative. */
enum plumb_status plumb_pefa_composition(const double *budget, const double *actual, size_t lines,
                                         struct plumb_pefa_composition *out,
                                         struct plumb_error *error);
/* PI-2.1 grade from variance[years] of the last years (NaN = missing): A: under 0.05 in at least two
 * of three years, B: under 0.10, C: under 0.15, else D. */
enum plumb_pefa plumb_pefa_pi2(const double *variance, size_t years);
/* PI-2.3 from the mean over the years of contingency spending / original budget: A: <= 0.03,
 * B: <= 0.06, C: <= 0.10, else D. NaN: unknown. */
enum plumb_pefa plumb_pefa_contingency(double share);

#ifdef __cplusplus
}
#endif
#endif
