/* What speaks for a list being complete and its whole being the sum of it, apart from the arithmetic:
 * names, shares, slips, the size of the gap (DOMAIN §1.11). */
#include "extract/relate_sum/relate_sum.h"

plumb_dec plumb_parts_total(struct plumb_item *const *parts, size_t n)
{
    plumb_dec sum = {0};
    for (size_t i = 0; i < n; i++)
        sum = plumb_dec_add(sum, parts[i]->fact->value);
    return sum;
}

bool plumb_has_three_digits(const struct plumb_fact *fact)
{
    size_t digits = 0;
    for (size_t i = 0; i < fact->text.len; i++)
        digits += fact->text.ptr[i] >= '0' && fact->text.ptr[i] <= '9';
    return digits >= 3;
}

bool plumb_sum_one_slip(const struct plumb_fact *whole, struct plumb_item *const *parts, size_t n)
{
    plumb_dec sum = plumb_parts_total(parts, n);
    if (plumb_has_three_digits(whole) && plumb_one_slip(whole, sum))
        return true;
    for (size_t i = 0; i < n; i++) {
        plumb_dec rest = plumb_dec_sub(sum, parts[i]->fact->value);
        if ((plumb_has_three_digits(parts[i]->fact) || n >= 4) &&
            plumb_one_slip(parts[i]->fact, plumb_dec_sub(whole->value, rest)))
            return true;
    }
    return false;
}

bool plumb_parts_oppose(struct plumb_extract_work *work, struct plumb_item *const *parts, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!plumb_names_oppose(work, parts[i - 1]->core, parts[i]->core))
            return false;
    return n >= 2;
}

double plumb_parts_likeness(struct plumb_item *const *parts, size_t n)
{
    double sum = 0;
    for (size_t i = 1; i < n; i++)
        sum += plumb_name_likeness(parts[i - 1]->core, parts[i]->core);
    return n > 1 ? sum / (double)(n - 1) : 0;
}

/* Shares printed behind the parts; returns their sum as a fraction, with what the other parts are of the
 * whole. `room`: what rounding may have taken from it. */
static double printed_shares(struct plumb_item *const *parts, size_t n, double whole, size_t *count,
                             double *room)
{
    double sum = 0;
    *count = 0;
    *room = 0;
    for (size_t i = 0; i < n; i++) {
        const struct plumb_passage *passage = parts[i]->passage;
        size_t next = parts[i]->index + 1;
        if (next < passage->count && passage->items[next].use == PLUMB_USE_SHARE) {
            sum += plumb_dec_double(passage->items[next].fact->value);
            *room += plumb_dec_double(passage->items[next].fact->ulp) / 2;
            ++*count;
        } else if (whole > 0) {
            sum += plumb_dec_double(parts[i]->fact->value) / whole;
        }
    }
    return sum;
}

/* People counted by party, sex, education, title …: one and the same may stand in two groups. */
static bool groups_overlap(struct plumb_item *const *parts, size_t n)
{
    static const char *const kinds[][6] = {
        {"党员", "团员", NULL},
        {"女", "男", NULL},
        {"民族", NULL},
        {"职称", "高级", "中级", "初级", NULL},
        {"本科", "硕士", "博士", "研究生", "大专", NULL},
        {"岁", "青年", NULL},
        {"骨干", "双师", "名师", NULL},
        {"残疾", "低保", "特困", "脱贫", NULL},
    };
    size_t seen = 0;
    for (size_t i = 0; i < n; i++) /* money for one purpose serves another too */
        if (PLUMB_HAS(parts[i]->label, "民生", "三保", "三农"))
            return true;
    for (size_t k = 0; k < PLUMB_COUNT(kinds); k++) {
        bool here = false;
        for (size_t i = 0; i < n; i++)
            for (size_t w = 0; w < 6 && kinds[k][w]; w++)
                here = here || plumb_str_has(parts[i]->label, kinds[k][w]);
        seen += here;
    }
    return seen >= 2;
}

/* "其中：甲 A 万元，比上年增加 a 万元；乙 B 万元，比上年增加 b 万元": an account of the main parts, each with its own
 * story. Two of them need not be all. */
static bool are_stories(struct plumb_item *const *parts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct plumb_passage *passage = parts[i]->passage;
        size_t next = parts[i]->index + 1;
        if (next >= passage->count || passage->items[next].sentence != parts[i]->sentence ||
            (passage->items[next].use != PLUMB_USE_DELTA &&
             passage->items[next].use != PLUMB_USE_GROWTH))
            return false;
    }
    return n == 2;
}

/* "扣 7.5 分，其中预算执行扣 2 分、产出扣 3.5 分": every part is the whole with a qualifier in front. */
static bool all_qualified(const struct plumb_sum_list *list, const struct plumb_item *whole,
                          size_t n)
{
    if (whole->core.len < 3)
        return false;
    for (size_t i = 0; i < n; i++)
        if (list->parts[i]->core.len <= whole->core.len ||
            !plumb_str_ends(list->parts[i]->core, whole->core))
            return false;
    return true;
}

/* "其中本年新增 A、偿还 B": what came and what went, no parts. */
static bool are_flows(struct plumb_item *const *parts, size_t n)
{
    bool came = false, went = false;
    for (size_t i = 0; i < n; i++) {
        came = came || PLUMB_HAS(parts[i]->label, "新增", "增加", "购入", "新招", "调入", "举借");
        went = went || PLUMB_HAS(parts[i]->label, "偿还", "减少", "退出", "核减", "核销", "处置",
                                 "报废", "归还", "清偿", "调出", "退休");
    }
    return came && went;
}

/* 男 and 女 leave nobody out. */
static bool are_both_sexes(struct plumb_item *const *parts)
{
    bool first = plumb_str_has(parts[0]->label, "男"),
         second = plumb_str_has(parts[1]->label, "男");
    return first != second && plumb_str_has(parts[first ? 1 : 0]->label, "女");
}

double plumb_sum_evidence(struct plumb_extract_work *work, const struct plumb_sum_list *list,
                          const struct plumb_fact *whole, size_t n)
{
    double sum = plumb_dec_double(plumb_parts_total(list->parts, n));
    double w = plumb_dec_double(whole->value), score = list->strength;
    double gap = w != 0 ? (sum - w) / w : 1;
    size_t shares = 0;
    double room, share_sum = printed_shares(list->parts, n, w, &shares, &room);
    /* "A 人，占四分之三；B 人，占二成三": amounts and shares agree that these are not all; rounding alone does not
     * keep the shares from 100 % */
    double apart = gap + 1 - share_sum;
    bool some = shares == n && ((share_sum < 0.995 && apart < 0.01 && apart > -0.01) ||
                                (share_sum + room < 1 - 1e-9 && apart <= room && apart >= -room));
    if (some)
        score -= 2;
    else if (2 * shares >= n)
        score += share_sum > 1.02 ? -4 : share_sum > 0.9 ? 2 : 1; /* over 100 %: groups overlap */
    if (plumb_parts_oppose(work, list->parts, n))
        score += n == 2 && are_both_sexes(list->parts) ? 2 : 1;
    /* the scores under 其中 are those of all parts of a form */
    if (whole->unit == PLUMB_UNIT_SCORE && n >= 3 && gap < 0.1 && gap > -0.1)
        score += 1;
    bool slip = plumb_sum_one_slip(whole, list->parts, n);
    if (slip)
        score += 2;
    if (groups_overlap(list->parts, n) || are_flows(list->parts, n))
        score -= 4;
    if (all_qualified(list, list->wholes[0], n))
        score += 1.5;
    if (gap > 0)
        score += whole->unit == PLUMB_UNIT_YUAN ? 1.5 : 0.5;
    else if (gap < -0.4 && !slip)
        score -= 1.5;
    if (gap < 0 && !slip && are_stories(list->parts, n))
        score -= 2;
    if (gap < 0.05 && gap > -0.05)
        score += 1;
    return score;
}
