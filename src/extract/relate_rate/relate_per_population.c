/* Rates by population: "常住人口 42.5 万人，执业医师 1105 人，每千人口执业医师 2.6 人". The words behind 每千人口 name what is
 * counted; the population is the one told nearest. DOMAIN §1.5. */
#include "extract/relate/relate_int.h"

struct base {
    const char *words;
    int64_t heads;
};

static const struct base bases[] = {
    {"每十万", 100000}, {"每万", 10000}, {"每千", 1000}, {"每百", 100}, {"万人", 10000},
};

/* How many heads the rate is per, and what is counted: 执业医师 of "每千常住人口拥有执业医师". */
static int64_t read_rate(struct plumb_extract_work *work, const struct plumb_item *rate,
                         struct plumb_str *counted)
{
    static const struct plumb_word behind[] = {PLUMB_WORD_LIST(
        "名", "位", "个", "常住", "户籍", "老年人", "人口", "老人", "人", "拥有", "有", "的")};
    for (size_t i = 0; i < PLUMB_COUNT(bases); i++) {
        size_t at = plumb_str_rfind(rate->before, plumb_str_from(bases[i].words));
        if (at == PLUMB_NPOS)
            continue;
        struct plumb_str rest =
            plumb_str_sub(rate->before, at + plumb_str_from(bases[i].words).len, rate->before.len);
        if (i < 4 && !PLUMB_HAS(rest, "人", "老", "户"))
            return 0;
        for (size_t len; (len = plumb_word_in_front(rest, behind, PLUMB_COUNT(behind))) > 0;)
            rest = plumb_str_sub(rest, len, rest.len);
        *counted = plumb_label_core(work, rest);
        return PLUMB_HAS(rest, ",", ";", "。", ":") ? 0 : bases[i].heads;
    }
    return 0;
}

/* The population told nearest in front; NULL when none or two are told. */
static const struct plumb_item *population_of(const struct plumb_prose *prose,
                                              const struct plumb_item *rate)
{
    const struct plumb_item *found = NULL;
    for (size_t p = rate->passage->index + 1; p-- > 0 && rate->passage->index - p <= 8;)
        for (size_t i = prose->passages[p].count; i-- > 0;) {
            const struct plumb_item *item = &prose->passages[p].items[i];
            if (item->use != PLUMB_USE_PLAIN || item->fact->unit != PLUMB_UNIT_PERSON ||
                item->fact->value.v < 1000 * PLUMB_DEC_ONE ||
                !PLUMB_ENDS(item->core, "人口", "总人口", "常住人口", "户籍人口", "人口总数"))
                continue;
            if (found && found->fact->value.v != item->fact->value.v)
                return NULL;
            found = item;
        }
    return found;
}

static const struct plumb_item *counted_of(struct plumb_extract_work *work,
                                           const struct plumb_item *rate, struct plumb_str name)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    const struct plumb_item *best = NULL;
    double likeness = 0.7;
    for (size_t p = rate->passage->index + 1; p-- > 0 && rate->passage->index - p <= 2;)
        for (size_t i = prose->passages[p].count; i-- > 0;) {
            const struct plumb_item *item = &prose->passages[p].items[i];
            if (item == rate || item->use != PLUMB_USE_PLAIN || !plumb_is_amount(item->fact) ||
                item->fact->value.v <= rate->fact->value.v || !item->own_label ||
                PLUMB_HAS(item->before, "每"))
                continue;
            double now = plumb_name_likeness(item->core, name);
            if (now > likeness) {
                best = item;
                likeness = now;
            }
        }
    return best;
}

static void one_rate(struct plumb_extract_work *work, struct plumb_item *rate)
{
    struct plumb_str name = {0};
    int64_t heads = read_rate(work, rate, &name);
    if (heads == 0 || plumb_utf8_count(name) < 2)
        return;
    const struct plumb_item *people = population_of(plumb_prose_get(work), rate);
    const struct plumb_item *counted = people ? counted_of(work, rate, name) : NULL;
    if (!counted || counted == people)
        return;
    plumb_dec base = plumb_dec_div(people->fact->value, plumb_dec_int(heads), PLUMB_ROUND_NEAREST);
    struct plumb_interval range = plumb_fact_interval(people->fact, PLUMB_MODE_NEAREST);
    range.lo = plumb_dec_div(range.lo, plumb_dec_int(heads), PLUMB_ROUND_NEAREST);
    range.hi = plumb_dec_div(range.hi, plumb_dec_int(heads), PLUMB_ROUND_NEAREST);
    struct plumb_judgement j =
        plumb_judge_quotient(rate->fact, plumb_fact_interval(counted->fact, PLUMB_MODE_NEAREST),
                             range, counted->fact->value, base, work->mode);
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, counted->fact),
                                  plumb_term_fact(work, PLUMB_ROLE_DENOMINATOR, people->fact)};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate);
    plumb_claim_try(&claim, &j, terms, 2, "counted ÷ population",
                    plumb_arena_printf(work->arena, "%s ÷ %s × %lld = %s, printed %s",
                                       plumb_fact_text(work, counted->fact),
                                       plumb_fact_text(work, people->fact), (long long)heads,
                                       plumb_value_text(work, j.expected, rate->fact, 2),
                                       plumb_fact_text(work, rate->fact)));
    claim.confidence = 0.7;
    /* permanent or registered population: which of them is divided by is not certain, a tenth off */
    plumb_dec off = plumb_dec_abs(plumb_dec_sub(j.expected, rate->fact->value));
    if (j.verdict == PLUMB_VERDICT_INCONSISTENT &&
        (off.v < plumb_dec_abs(j.expected).v / 7 || counted->passage != rate->passage ||
         people->passage != rate->passage))
        return;
    plumb_claim_push(&claim);
}

void plumb_relate_per_population(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (!PLUMB_TELLS(passage, "每千", "每万", "每百", "每十万", "万人"))
            continue;
        for (size_t i = 0; i < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            if (plumb_is_quantity(item->fact) && item->use == PLUMB_USE_PLAIN &&
                !plumb_is_rate(item->fact) && item->fact->unit != PLUMB_UNIT_YUAN &&
                plumb_dec_sign(item->fact->value) > 0)
                one_rate(work, item);
        }
    }
}
