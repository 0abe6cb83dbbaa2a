/* Progress against the calendar: "截至7月底，支出完成预算的 p%，低于序时进度 d 个百分点". What is due by then is the
 * share of the year gone by; reports round it as they like, and some provinces set another schedule, so
 * that a difference which does not fit is told only when the words turn it round or a slip explains it. */
#include "extract/relate/relate_prose.h"

/* Progress that some finance bureaus set instead of the calendar's (Sichuan; DOMAIN §3): month, tenths of a
 * percent. */
static const int set_progress[][2] = {{6, 400}, {9, 675}, {11, 825}};

#define PASSAGES_BACK 2
#define DUE_DECIMALS 3 /* 58, 58.3 and 58.33 % are all seven months */

/* The month in front of the 月 at byte `at`, when the year's share is counted to that month's end; else 0. */
static int month_at(struct plumb_str text, size_t at)
{
    int month = 0, day = 0, ten = 1;
    for (size_t i = at; i-- > 0 && text.ptr[i] >= '0' && text.ptr[i] <= '9' && ten <= 10; ten *= 10)
        month += ten * (text.ptr[i] - '0');
    for (size_t i = at + 3; i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9' && day < 100;
         i++)
        day = 10 * day + (text.ptr[i] - '0');
    return month <= 12 && (day == 0 || day >= 28) ? month : 0;
}

/* The last month or quarter the words name; 0 when they name none. */
static int last_month(struct plumb_str text)
{
    static const char *const words[] = {"前三季度", "三季度", "上半年", "一季度"};
    static const int months[] = {9, 9, 6, 3};
    int month = 0;
    for (size_t at = 0, found; at < text.len; at += found + 3) {
        found = plumb_str_find(plumb_str_sub(text, at, text.len), PLUMB_STR("月"));
        if (found == PLUMB_NPOS)
            break;
        int next = month_at(text, at + found);
        month = next ? next : month;
    }
    for (size_t i = 0; !month && i < PLUMB_COUNT(words); i++)
        if (plumb_str_has(text, words[i]))
            month = months[i];
    return month;
}

/* How far the year has gone, by the words nearest in front of the rate. */
static int months_gone(const struct plumb_extract_work *work, const struct plumb_item *rate)
{
    const struct plumb_prose *prose = work->prose;
    for (size_t back = 0; back <= PASSAGES_BACK && back <= rate->passage->index; back++) {
        const struct plumb_passage *passage = &prose->passages[rate->passage->index - back];
        for (size_t s = back ? passage->sentence_count : rate->sentence + 1; s-- > 0;) {
            const struct plumb_sentence *sentence = passage->sentences[s];
            struct plumb_str text = sentence->text;
            if (back == 0 && sentence->id == rate->fact->sentence)
                text = plumb_str_sub(text, 0, rate->fact->offset - sentence->from);
            int month = last_month(text);
            if (month)
                return month;
        }
    }
    return 0;
}

/* +1 ahead, -1 behind; 0 when the words do not say. */
static int direction_of(struct plumb_str words)
{
    if (PLUMB_HAS(words, "低于", "慢", "落后", "滞后", "未达", "不及"))
        return -1;
    return PLUMB_HAS(words, "高于", "超", "快", "领先", "高出", "好于", "优于", "提前") ? 1 : 0;
}

/* "支出进度达到 p%。…支出进度持续高于序时进度，截至9月底，高出 d 个百分点": the progress told last in the passage. */
static const struct plumb_item *progress_told(const struct plumb_item *points)
{
    for (size_t i = points->index; i-- > 0;) {
        const struct plumb_item *item = &points->passage->items[i];
        if (item->fact->unit == PLUMB_UNIT_FRACTION)
            return PLUMB_HAS(item->label, "进度", "执行率", "支付率", "支出率") ? item : NULL;
    }
    return NULL;
}

/* Do the clauses of the sentence in front of the points speak of the calendar? */
static bool compares_with_due(const struct plumb_item *points)
{
    const struct plumb_passage *passage = points->passage;
    struct plumb_str front =
        plumb_str_sub(passage->text, passage->starts[points->sentence], points->at);
    /* "快于序时进度，比上年同期高出 d 个百分点": against another year, not against the calendar */
    struct plumb_str words = points->before;
    size_t cut = plumb_str_rfind(words, PLUMB_STR(","));
    words = cut == PLUMB_NPOS ? words : plumb_str_sub(words, cut + 1, words.len);
    if (PLUMB_HAS(words, "上年", "去年", "同期"))
        return false;
    return PLUMB_HAS(points->before, "序时进度", "时间进度") ||
           (PLUMB_ENDS(points->before, "高出", "超出", "低") &&
            PLUMB_HAS(front, "序时进度", "时间进度"));
}

/* The only rate in front in the sentence: two of them are compared by relate_compare.c. */
static const struct plumb_item *rate_in_front(const struct plumb_item *points)
{
    const struct plumb_item *rate = NULL;
    for (size_t i = points->index; i-- > 0;) {
        const struct plumb_item *item = &points->passage->items[i];
        if (item->sentence != points->sentence)
            break;
        if (item->fact->unit == PLUMB_UNIT_POINTS)
            return NULL;
        if (item->fact->unit != PLUMB_UNIT_FRACTION || item->use == PLUMB_USE_GROWTH)
            continue;
        if (rate || PLUMB_HAS(item->before, "序时进度", "时间进度"))
            return NULL;
        rate = item;
    }
    return rate;
}

/* How many last places the difference is off, with the rounding of the due progress that fits best. */
static plumb_i128 places_off(const struct plumb_fact *points, plumb_dec rate, int months, int sign)
{
    plumb_i128 step = PLUMB_DEC_ONE / 100, best = -1;
    for (int d = 0; d < DUE_DECIMALS; d++, step /= 10) {
        plumb_i128 exact = (plumb_i128)months * PLUMB_DEC_ONE / 12;
        plumb_i128 due = (exact + step / 2) / step * step;
        plumb_i128 off = sign * (rate.v - due) - points->value.v;
        off = (off < 0 ? -off : off) / (points->ulp.v > 0 ? points->ulp.v : 1);
        best = best < 0 || off < best ? off : best;
    }
    return best;
}

static bool fits_set_progress(const struct plumb_fact *points, plumb_dec rate, int months, int sign)
{
    for (size_t i = 0; i < PLUMB_COUNT(set_progress); i++) {
        plumb_i128 due = set_progress[i][1] * (PLUMB_DEC_ONE / 1000);
        plumb_i128 off = sign * (rate.v - due) - points->value.v;
        if (set_progress[i][0] == months && (off < 0 ? -off : off) <= points->ulp.v)
            return true;
    }
    return false;
}

static void judge(struct plumb_extract_work *work, struct plumb_item *points)
{
    const struct plumb_item *rate = rate_in_front(points);
    if (!rate)
        rate = progress_told(points);
    int sign = direction_of(points->before);
    int months = rate && sign ? months_gone(work, rate) : 0;
    if (!months)
        return;
    plumb_dec due = {(plumb_i128)months * PLUMB_DEC_ONE / 12};
    plumb_dec ahead = plumb_dec_sub(rate->fact->value, due);
    plumb_i128 off = places_off(points->fact, rate->fact->value, months, sign);
    bool turned = sign * plumb_dec_sign(ahead) < 0 && plumb_dec_abs(ahead).v > PLUMB_DEC_ONE / 100;
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                .expected = sign > 0 ? ahead : plumb_dec_neg(ahead)};
    j.low = j.high = j.expected;
    if (off == 1)
        j.verdict = PLUMB_VERDICT_ROUNDING;
    if (off > 1) {
        if (fits_set_progress(points->fact, rate->fact->value, months, sign) ||
            (!turned && !plumb_one_slip(points->fact, plumb_dec_abs(ahead))))
            return; /* another schedule */
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.gap = plumb_dec_abs(plumb_dec_sub(points->fact->value, j.expected));
    }
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_CURRENT, rate->fact);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_DIFFERENCE, "consistency.difference", points);
    claim.subject = rate->label;
    claim.confidence = 0.75;
    plumb_claim_try(&claim, &j, &term, 1, "progress less the share of the year gone by",
                    plumb_arena_printf(work->arena, "%s − %d/12 = %s, printed %s",
                                       plumb_fact_text(work, rate->fact), months,
                                       plumb_value_text(work, j.expected, points->fact, 1),
                                       plumb_fact_text(work, points->fact)));
    plumb_claim_push(&claim);
}

void plumb_relate_progress_due(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (!PLUMB_TELLS(passage, "序时进度", "时间进度"))
            continue;
        for (size_t i = 1; i < passage->count; i++)
            if (passage->items[i].fact->unit == PLUMB_UNIT_POINTS &&
                compares_with_due(&passage->items[i]))
                judge(work, &passage->items[i]);
    }
}
