/* Which indicator a value is of: label, stage and item of the row, head of the column. */
#include "read/panel/csv_int.h"

#include <math.h>
#include <string.h>

/* "预算数(万元)", "金额：万元", "amount (thousand yuan)". */
struct plumb_str plumb_csv_strip_unit(struct plumb_str head, const char **unit, int *power)
{
    struct plumb_str body = head;
    size_t open = PLUMB_NPOS, skip = 0;
    bool closed = plumb_str_ends(head, PLUMB_STR(")")) || plumb_str_ends(head, PLUMB_STR("）"));
    if (closed) {
        body.len -= head.ptr[head.len - 1] == ')' ? 1 : 3;
        size_t ascii = plumb_str_rfind(body, PLUMB_STR("("));
        size_t wide = plumb_str_rfind(body, PLUMB_STR("（"));
        bool use_wide = wide != PLUMB_NPOS && (ascii == PLUMB_NPOS || wide > ascii);
        open = use_wide ? wide : ascii;
        skip = use_wide ? 3 : 1;
    } else {
        static const char *const marks[] = {"：", ":", "_", "/", "，"};
        for (size_t i = 0; open == PLUMB_NPOS && i < PLUMB_COUNT(marks); i++) {
            open = plumb_str_rfind(head, plumb_str_from(marks[i]));
            skip = strlen(marks[i]);
        }
    }
    if (open == PLUMB_NPOS || open == 0)
        return head;
    struct plumb_str word = plumb_str_trim(plumb_str_sub(body, open + skip, body.len));
    static const char *const prefixes[] = {"单位：", "单位:", "单位"};
    for (size_t i = 0; i < 3; i++)
        if (plumb_str_starts(word, plumb_str_from(prefixes[i])))
            word = plumb_str_trim(plumb_str_sub(word, strlen(prefixes[i]), word.len));
    if (!plumb_csv_unit(word, unit, power))
        return head;
    return plumb_str_trim(plumb_str_sub(head, 0, open));
}

/* ---- rules of a mapping ---- */

static const struct plumb_mapping_column *find_rule(const struct plumb_mapping_column *rules,
                                                    size_t count, struct plumb_str label)
{
    for (size_t i = 0; i < count; i++)
        if (plumb_str_equal(plumb_str_from(rules[i].head), label))
            return &rules[i];
    return NULL;
}

/* ---- labels of the catalogue ---- */

/* The last part of catalogue ids that name a stage of expenditure. */
static const char *stage_suffix(struct plumb_str stage)
{
    static const struct {
        const char *word, *suffix;
    } stages[] = {{"年初", "initial"},     {"初始", "initial"},     {"批复", "initial"},
                  {"调整", "revised"},     {"全年预算", "revised"}, {"上年", "prior"},
                  {"执行", "executed"},    {"决算", "executed"},    {"实际", "executed"},
                  {"支出数", "executed"},  {"预算", "budget"},      {"initial", "initial"},
                  {"approved", "initial"}, {"adopted", "initial"},  {"original", "initial"},
                  {"revised", "revised"},  {"adjusted", "revised"}, {"executed", "executed"},
                  {"actual", "executed"},  {"outcome", "executed"}, {"budget", "budget"},
                  {"prior", "prior"}};
    for (size_t i = 0; i < PLUMB_COUNT(stages); i++)
        if (plumb_str_has(stage, stages[i].word))
            return stages[i].suffix;
    return NULL;
}

static struct plumb_str joined(struct plumb_arena *arena, struct plumb_str a, const char *between,
                               struct plumb_str b)
{
    char *text =
        plumb_arena_printf(arena, "%.*s%s%.*s", PLUMB_STR_ARG(a), between, PLUMB_STR_ARG(b));
    return plumb_str_from(text);
}

/* "基本支出" with stage "年初预算数": the catalogue knows 基本支出年初预算数, or the sibling of
 * basic.executed for the stage. */
static const struct plumb_indicator *match_staged(const struct plumb_catalogue *catalogue,
                                                  struct plumb_arena *arena, struct plumb_str label,
                                                  struct plumb_str stage)
{
    const struct plumb_indicator *found =
        plumb_catalogue_match_label(catalogue, joined(arena, label, "", stage));
    if (!found)
        found = plumb_catalogue_match_label(catalogue, joined(arena, stage, "", label));
    if (found)
        return found;
    const struct plumb_indicator *base = plumb_catalogue_match_label(catalogue, label);
    const char *suffix = stage_suffix(stage), *dot = base ? strrchr(base->id, '.') : NULL;
    if (!suffix || !dot)
        return NULL;
    char *id = plumb_arena_printf(arena, "%.*s.%s", (int)(dot - base->id), base->id, suffix);
    return plumb_catalogue_find_indicator(catalogue, id);
}

static const char *keep(struct plumb_arena *arena, struct plumb_str text)
{
    return plumb_str_copy(arena, text).ptr;
}

/* Units: of the row, of its label, of the column, above the table; at last what the catalogue says
 * the indicator is measured in. */
struct known_unit {
    const char *unit;
    int power;
    bool stated;
};

static void take_unit(struct known_unit *known, const char *unit, int power)
{
    if (known->stated || !unit)
        return;
    known->unit = unit;
    known->power = power;
    known->stated = true;
}

static void finish_units(struct plumb_csv_series *series, const struct plumb_csv_layout *layout,
                         const struct plumb_indicator *indicator, struct known_unit known)
{
    const char *own = indicator && indicator->unit ? indicator->unit : "";
    bool money = own[0] == '\0' || strcmp(own, "yuan") == 0;
    if (money && layout->default_unit[0])
        take_unit(&known, layout->default_unit, layout->default_power);
    series->maybe_percent = !known.stated && strcmp(own, "fraction") == 0;
    series->stated_yuan = known.stated && known.unit && strcmp(known.unit, "yuan") == 0;
    if (!known.stated)
        known.unit = own;
    series->unit = known.unit && known.unit[0] ? known.unit : own;
    series->power = known.power;
}

static void apply_multiplier(struct plumb_csv_series *series, double multiplier)
{
    double power = round(log10(fabs(multiplier)));
    if (multiplier > 0 && fabs(power) < 20 && pow(10, power) == multiplier)
        series->power += (int)power;
    else
        series->factor *= multiplier;
}

static struct plumb_csv_series by_rule(const struct plumb_csv_layout *layout,
                                       const struct plumb_catalogue *catalogue,
                                       const struct plumb_mapping_column *rule,
                                       struct known_unit known)
{
    struct plumb_csv_series series = {.factor = 1};
    if (!rule->indicator) {
        series.skip = true;
        return series;
    }
    const struct plumb_indicator *indicator =
        catalogue ? plumb_catalogue_find_indicator(catalogue, rule->indicator) : NULL;
    series.indicator = rule->indicator;
    series.name = rule->name ? rule->name : rule->head;
    if (rule->unit)
        known = (struct known_unit){rule->unit, 0, true};
    finish_units(&series, layout, indicator, known);
    series.maybe_percent = false;
    series.stated_yuan = series.stated_yuan && !rule->unit;
    apply_multiplier(&series, rule->multiplier);
    apply_multiplier(&series, layout->rules->multiplier);
    return series;
}

static struct plumb_csv_series by_label(const struct plumb_csv_layout *layout,
                                        const struct plumb_catalogue *catalogue,
                                        struct plumb_arena *arena, struct plumb_str label,
                                        struct plumb_str stage, struct plumb_str item,
                                        struct known_unit known)
{
    struct plumb_csv_series series = {.factor = 1};
    const struct plumb_indicator *indicator = NULL;
    struct plumb_str name = label.len ? label : stage;
    if (label.len && stage.len)
        name = joined(arena, label, "·", stage);
    if (catalogue && label.len && stage.len)
        indicator = match_staged(catalogue, arena, label, stage);
    else if (catalogue)
        indicator = plumb_catalogue_match_label(catalogue, name);
    /* Ids may stand in the file themselves. */
    if (catalogue && !indicator && !stage.len)
        indicator = plumb_catalogue_find_indicator(catalogue, keep(arena, name));
    if (item.len)
        name = joined(arena, item, "·", name);
    series.name = keep(arena, name);
    /* A project's amount is not the agency's. */
    series.indicator = indicator && !item.len ? indicator->id : series.name;
    finish_units(&series, layout, indicator, known);
    if (layout->rules && layout->rules->other_unit && !series.unit[0])
        series.unit = layout->rules->other_unit;
    if (layout->rules)
        apply_multiplier(&series, layout->rules->multiplier);
    return series;
}

struct plumb_csv_series plumb_csv_series_find(const struct plumb_csv_layout *layout,
                                              const struct plumb_catalogue *catalogue,
                                              struct plumb_arena *arena,
                                              const struct plumb_str parts[PLUMB_CSV_MAX_KEYS],
                                              const struct plumb_csv_column *measure)
{
    const struct plumb_mapping_file *rules = layout->rules;
    struct known_unit known = {"", 0, false};
    const char *unit = NULL;
    int power = 0;
    if (parts[1].len && plumb_csv_unit(parts[1], &unit, &power))
        take_unit(&known, unit, power);
    unit = NULL;
    struct plumb_str label = plumb_csv_strip_unit(parts[0], &unit, &power);
    take_unit(&known, unit, power);
    if (measure->unit[0] || measure->power)
        take_unit(&known, measure->unit, measure->power);
    const struct plumb_mapping_column *rule = measure->rule;
    if (!rule && rules && parts[0].len)
        rule = find_rule(rules->indicators, rules->indicator_count, parts[0]);
    if (rule)
        return by_rule(layout, catalogue, rule, known);
    struct plumb_str stage = parts[2];
    if (rules && rules->fixed_stage)
        stage = plumb_str_from(rules->fixed_stage);
    if (rules && rules->fixed_indicator) {
        struct plumb_mapping_column fixed = {rules->fixed_indicator, rules->fixed_indicator, NULL,
                                             NULL, 1};
        return by_rule(layout, catalogue, &fixed, known);
    }
    /* Without an indicator column the head of the column is the label; with one it is the stage. */
    if (!label.len)
        label = measure->label.len  ? measure->label
                : layout->title.len ? layout->title
                                    : PLUMB_STR("value");
    else if (measure->label.len)
        stage = measure->label;
    struct plumb_csv_series series =
        by_label(layout, catalogue, arena, label, stage, parts[3], known);
    series.skip = rules && !rules->keep_other;
    return series;
}
