/* Averages by time: "全年接待 36.5 万人次，日均 1000 人次", "第 28 周…71184 件，日均 10169 件", "月均 30 起". What is divided
 * by is a span of the calendar that the words name. Many an office is open on fewer days, so a mean that is
 * too high proves nothing; it fails when there are not so many days in a year. DOMAIN §1.5. */
#include "extract/relate/relate_int.h"

struct span {
    const char *words[4];
    int days[4]; /* lawful numbers of days; 0 ends */
};

static const struct span spans[] = {
    {{"周", "星期", NULL}, {7, 0}},       {{"季度", NULL}, {90, 91, 92, 0}},
    {{"半年", NULL}, {181, 182, 184, 0}}, {{"月", NULL}, {28, 29, 30, 31}},
    {{"年", NULL}, {365, 366, 0}},
};

enum per_time { PER_NOTHING, PER_DAY, PER_MONTH };

static enum per_time per_of(const struct plumb_item *mean)
{
    if (PLUMB_HAS(mean->before, "日均", "平均每天", "平均每日", "每天平均", "每日平均"))
        return PER_DAY;
    return PLUMB_HAS(mean->before, "月均", "平均每月", "每月平均") ? PER_MONTH : PER_NOTHING;
}

static bool is_total(const struct plumb_item *item, const struct plumb_item *mean)
{
    return item->use == PLUMB_USE_PLAIN && plumb_is_amount(item->fact) &&
           plumb_same_measure(item->fact, mean->fact) && item->depth <= mean->depth &&
           item->fact->value.v > mean->fact->value.v && per_of(item) == PER_NOTHING;
}

/* total ÷ parts against the mean; pushed when it holds. */
static bool try_parts(struct plumb_claim *claim, const struct plumb_item *mean,
                      const struct plumb_item *total, int parts)
{
    struct plumb_extract_work *work = claim->work;
    plumb_dec n = plumb_dec_int(parts);
    struct plumb_fact rounded = *mean->fact; /* a count is exact, but a mean of counts is rounded */
    if (rounded.ulp.v == 0)
        rounded.ulp = rounded.scale;
    struct plumb_judgement j =
        plumb_judge_quotient(&rounded, plumb_fact_interval(total->fact, PLUMB_MODE_NEAREST),
                             plumb_interval_point(n), total->fact->value, n, work->mode);
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, total->fact);
    plumb_claim_try(claim, &j, &term, 1, "total ÷ the days or months of the span named",
                    plumb_arena_printf(work->arena, "%s ÷ %d = %s, printed %s",
                                       plumb_fact_text(work, total->fact), parts,
                                       plumb_value_text(work, j.expected, mean->fact, 1),
                                       plumb_fact_text(work, mean->fact)));
    return plumb_claim_holds(claim);
}

/* More days than a year has, or other than 365 where the house never shuts. */
static bool is_impossible(const struct plumb_item *mean, const struct plumb_item *total,
                          struct plumb_str lead)
{
    double days = plumb_dec_double(total->fact->value) / plumb_dec_double(mean->fact->value);
    if (!PLUMB_HAS(lead, "全年", "年度") || PLUMB_HAS(lead, "累计", "以来"))
        return false;
    return days > 380 || PLUMB_HAS(lead, "全年无休", "天天开放", "全天候开放", "365天");
}

/* 第一季度, 第28周 are numbers of their own, so the words are read in the source: of the total's sentence and the one
 * in front of it. */
static struct plumb_str words_of_span(struct plumb_extract_work *work,
                                      const struct plumb_item *total, const struct plumb_item *mean)
{
    const struct plumb_passage *passage = total->passage;
    size_t s = total->sentence, line = 0;
    struct plumb_str own = plumb_passage_quote(work, passage, passage->starts[s], mean->at, &line);
    if (s == 0)
        return own;
    struct plumb_str front =
        plumb_passage_quote(work, passage, passage->starts[s - 1], passage->starts[s], &line);
    return plumb_str_from(
        plumb_arena_printf(work->arena, "%.*s%.*s", PLUMB_STR_ARG(front), PLUMB_STR_ARG(own)));
}

static void one_mean(struct plumb_extract_work *work, struct plumb_item *mean, enum per_time per)
{
    struct plumb_passage *passage = mean->passage;
    const struct plumb_item *total = NULL;
    for (size_t i = mean->index, seen = 0; i-- > 0 && !total && seen < 3; seen++) {
        if (mean->sentence - passage->items[i].sentence > 1)
            return;
        total = is_total(&passage->items[i], mean) ? &passage->items[i] : NULL;
    }
    if (!total || plumb_dec_sign(mean->fact->value) <= 0)
        return;
    struct plumb_str lead = words_of_span(work, total, mean);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_AVERAGE, "consistency.average", mean);
    claim.confidence = 0.7;
    if (per == PER_MONTH)
        try_parts(&claim, mean, total, 12);
    for (size_t s = 0; per == PER_DAY && s < PLUMB_COUNT(spans) && !plumb_claim_holds(&claim); s++)
        for (size_t d = 0; d < 4 && spans[s].days[d] && spans[s].words[0]; d++) {
            bool named = false;
            for (size_t w = 0; w < 4 && spans[s].words[w]; w++)
                named = named || plumb_str_has(lead, spans[s].words[w]);
            if (named && try_parts(&claim, mean, total, spans[s].days[d]))
                break;
        }
    if (!claim.tried)
        return;
    bool slip = mean->fact->text.len >= 4 && plumb_one_slip(mean->fact, claim.best.expected);
    if (!plumb_claim_holds(&claim) &&
        (per == PER_MONTH || (!slip && !is_impossible(mean, total, lead))))
        return;
    plumb_claim_push(&claim);
}

void plumb_relate_averages_by_time(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (passage->count < 2 ||
            !PLUMB_TELLS(passage, "日均", "平均每", "月均", "每天平均", "每日平均", "每月平均"))
            continue;
        for (size_t i = 1; i < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            enum per_time per = plumb_is_quantity(item->fact) && plumb_is_amount(item->fact) &&
                                        item->use == PLUMB_USE_PLAIN
                                    ? per_of(item)
                                    : PER_NOTHING;
            if (per != PER_NOTHING)
                one_mean(work, item, per);
        }
    }
}
