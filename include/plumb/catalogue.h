/* The catalogue: official indicators and checks, as data an auditor can edit.
 *
 * Embedded in the library (analysis/catalogue/indicators.json, checks.json) and overridden entry by
 * entry with a JSON file of the same shape (--rules). Read-only after loading; shared by threads.
 */
#ifndef PLUMB_CATALOGUE_H
#define PLUMB_CATALOGUE_H

#include "plumb/base.h"

#ifdef __cplusplus
extern "C" {
#endif

struct plumb_formula; /* compiled expression over indicator ids */

struct plumb_bilingual {
    const char *zh, *en;
};

enum plumb_indicator_type { PLUMB_INDICATOR_STORED, PLUMB_INDICATOR_RATIO };

/* One indicator: a quantity agencies report, or a ratio defined by a formula over others. The last
 * part of the id of an amount is its stage (initial, revised, budget, executed, prior); synonyms
 * without a stage word belong to "executed", and a column head may replace that part:
 * "three_public.executed" under 年初预算数 is "three_public.initial". */
struct plumb_indicator {
    const char *id; /* "expenditure.executed", "ratio.execution" */
    struct plumb_bilingual name;
    enum plumb_indicator_type type;
    const char *unit;            /* "yuan", "fraction", "person", "count", "score" */
    const char *const *synonyms; /* labels under which it is printed, most usual first */
    size_t synonym_count;
    const char *formula_text; /* ratios: "expenditure.executed / expenditure.revised" */
    const struct plumb_formula *formula;
    const char *const *alternatives; /* other lawful formulas, as text, tried in order */
    const struct plumb_formula *const *alternative_formulas;
    size_t alternative_count;
    bool has_low, has_high; /* official bounds, inclusive */
    double low, high;
    double weight;      /* rule weight of crossing the bound, 0..1 */
    const char *check;  /* check id that reports the bound */
    const char *source; /* the rule, with document number */
};

/* One check: see DOMAIN §4. */
struct plumb_check {
    const char *id;   /* "consistency.share" */
    char audit_class; /* A B C H J K L M */
    struct plumb_bilingual title;
    struct plumb_bilingual what;   /* one sentence: what it compares */
    struct plumb_bilingual limits; /* what it cannot tell */
    double weight;                 /* rule weight w of DOMAIN §5 */
    bool soft;                     /* at most severity low */
    const char *source;
    const char *const *parameter_names; /* thresholds, e.g. "exceed_reason" 0.3 */
    const double *parameter_values;
    size_t parameter_count;
};

struct plumb_catalogue;

/* Load the embedded catalogue and, when rules_path is not NULL, the overrides in that file. A bad
 * entry gives PLUMB_E_FORMAT naming the entry, the field and the position in a formula. */
enum plumb_status plumb_catalogue_load(const char *rules_path, struct plumb_catalogue **out,
                                       struct plumb_error *error);
void plumb_catalogue_free(struct plumb_catalogue *catalogue);

size_t plumb_catalogue_indicator_count(const struct plumb_catalogue *catalogue);
const struct plumb_indicator *plumb_catalogue_indicator(const struct plumb_catalogue *catalogue,
                                                        size_t index);
const struct plumb_indicator *
plumb_catalogue_find_indicator(const struct plumb_catalogue *catalogue,
                               const char *id); /* NULL when unknown */
/* By printed label (compared as plumb_label_key); NULL when no synonym equals it. */
const struct plumb_indicator *plumb_catalogue_match_label(const struct plumb_catalogue *catalogue,
                                                          struct plumb_str label);
size_t plumb_catalogue_check_count(const struct plumb_catalogue *catalogue);
const struct plumb_check *plumb_catalogue_check(const struct plumb_catalogue *catalogue,
                                                size_t index);
const struct plumb_check *plumb_catalogue_find_check(const struct plumb_catalogue *catalogue,
                                                     const char *id); /* NULL when unknown */
/* The threshold of this name, or `fallback` when the check has none. */
double plumb_check_parameter(const struct plumb_check *check, const char *name, double fallback);
/* The card (Markdown) of a check, or an empty string. */
struct plumb_str plumb_check_card(const char *id);

/* ---- formulas ---------------------------------------------------------------------------- */

/* Expressions over indicator ids: + - * / ( ) numbers, abs(x), min(a,b), max(a,b), prior(id) (the
 * agency's value one year earlier). Missing operands and division by zero give NaN. */
enum plumb_status plumb_formula_compile(const char *text, struct plumb_formula **out,
                                        struct plumb_error *error); /* error.column is set */
void plumb_formula_free(struct plumb_formula *formula);
size_t plumb_formula_input_count(const struct plumb_formula *formula);
const char *plumb_formula_input(const struct plumb_formula *formula, size_t index, bool *prior);
/* inputs[i] is the value of input i. */
double plumb_formula_eval(const struct plumb_formula *formula, const double *inputs);

#ifdef __cplusplus
}
#endif
#endif
