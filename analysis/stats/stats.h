/* The statistics library of Plumbline: pure functions on arrays of doubles.
 *
 * Rules for all of it:
 *  - Arrays are borrowed and never changed or reordered, unless the name ends in _inplace.
 *  - Inputs must be finite (PLUMB_E_DOMAIN otherwise) unless the header says that NaN means
 *    "missing"; callers drop NaN first.
 *  - Too few values for a *definition* (a median of nothing) is PLUMB_E_DOMAIN; too few values for
 *    a *judgement* is a verdict in the result.
 *  - Probabilities are carried as natural logarithms (log_p <= 0) wherever they can be small.
 *  - No global state, no clock, no random numbers but those of a seed given by the caller; results
 *    do not depend on the number of threads.
 *  - "R: f(x)" names the call that must agree: to 1e-10 relative for closed forms, to 1e-6 for
 *    iterative ones. The stored values are in tests/reference.
 */
#ifndef PLUMB_STATS_H
#define PLUMB_STATS_H

#include "analysis/stats/stats_digits.h"
#include "analysis/stats/stats_growth.h"
#include "analysis/stats/stats_multiplicity.h"
#include "analysis/stats/stats_multivariate.h"
#include "analysis/stats/stats_outlier.h"
#include "analysis/stats/stats_panel.h"
#include "analysis/stats/stats_pefa.h"
#include "analysis/stats/stats_robust.h"
#include "analysis/stats/stats_series.h"

#endif
