/* Values of catalogue indicators over a panel: columns for stored ones, formulas for ratios. */
#include <math.h>

#include "plumb/finding.h"

/* More operands than this no formula of the catalogue has. */
#define MAX_INPUTS 32

static double evaluate(const struct plumb_panel *panel, const struct plumb_formula *formula,
                       size_t agency, size_t year_index)
{
    double inputs[MAX_INPUTS];
    size_t count = plumb_formula_input_count(formula);
    if (count > MAX_INPUTS)
        return NAN;
    for (size_t i = 0; i < count; i++) {
        bool prior = false;
        const struct plumb_panel_column *column =
            plumb_panel_find(panel, plumb_formula_input(formula, i, &prior));
        if (!column || (prior && year_index == 0))
            return NAN;
        inputs[i] = column->value[plumb_panel_at(panel, agency, year_index - (prior ? 1 : 0))];
    }
    return plumb_formula_eval(formula, inputs);
}

double plumb_indicator_value(const struct plumb_panel *panel,
                             const struct plumb_indicator *indicator, size_t agency,
                             size_t year_index, size_t *which)
{
    if (which)
        *which = 0;
    if (indicator->type == PLUMB_INDICATOR_STORED) {
        const struct plumb_panel_column *column = plumb_panel_find(panel, indicator->id);
        return column ? column->value[plumb_panel_at(panel, agency, year_index)] : NAN;
    }
    double value = evaluate(panel, indicator->formula, agency, year_index);
    for (size_t i = 0; isnan(value) && i < indicator->alternative_count; i++) {
        value = evaluate(panel, indicator->alternative_formulas[i], agency, year_index);
        if (which)
            *which = i + 1;
    }
    return value;
}
