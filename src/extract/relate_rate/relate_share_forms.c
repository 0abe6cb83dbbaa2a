/* Shares in other forms: several shares of a whole printed among them ("A、B 为 a、b，分别占 W 的 p、q"),
 * a share explained in the bracket behind it, and a share in front of its amount ("其中 40% 即 A"). */
#include "extract/relate_rate/relate_share.h"

#define ROW_MAX 8

static bool is_plain_amount(const struct plumb_item *item)
{
    return plumb_is_amount(item->fact) && item->fact->unit != PLUMB_UNIT_NONE &&
           item->use == PLUMB_USE_PLAIN;
}

static bool joined(const struct plumb_item *a, const struct plumb_item *b)
{
    struct plumb_str gap = plumb_text_between(a, b);
    return plumb_str_equal(gap, PLUMB_STR("、")) || plumb_str_equal(gap, PLUMB_STR("和")) ||
           plumb_str_equal(gap, PLUMB_STR(",")) || plumb_str_equal(gap, PLUMB_STR("及"));
}

static void push(struct plumb_extract_work *work, const struct plumb_item *share,
                 const struct plumb_item *part, const struct plumb_item *whole, double confidence,
                 const char *reading)
{
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SHARE, "consistency.share", share);
    plumb_claim_ratio(&claim, share->fact, part->fact, whole->fact, reading);
    claim.terms[0].role = PLUMB_ROLE_NUMERATOR;
    claim.terms[1].role = PLUMB_ROLE_WHOLE;
    claim.subject = part->label;
    claim.confidence = confidence;
    plumb_claim_push(&claim);
}

size_t plumb_share_row(struct plumb_extract_work *work, struct plumb_item *share, size_t group)
{
    struct plumb_passage *passage = share->passage;
    struct plumb_item *whole = share - 1, *parts[ROW_MAX];
    size_t n = 0;
    if (group < 2 || group > ROW_MAX || share->index < group + 1 ||
        !plumb_str_starts(share->before, PLUMB_STR("的")) || !is_plain_amount(whole) ||
        !plumb_str_has(whole->before, "占"))
        return 0;
    /* the last row of like amounts in front of the whole */
    for (size_t i = whole->index; i-- > 0 && n < group;) {
        struct plumb_item *item = &passage->items[i];
        if (item->sentence != share->sentence ||
            (n > 0 && !joined(item, parts[group - n]) && !item->own_label))
            break;
        if (is_plain_amount(item) && plumb_same_measure(item->fact, whole->fact))
            parts[group - ++n] = item;
        else if (n > 0)
            break;
    }
    if (n < group)
        return 0;
    for (size_t k = 0; k < group; k++)
        push(work, share + k, parts[k], whole, 0.9, "k-th amount ÷ the whole printed between");
    return group;
}

bool plumb_share_bracket(struct plumb_extract_work *work, struct plumb_item *share,
                         struct plumb_str whole_name)
{
    struct plumb_passage *passage = share->passage;
    struct plumb_item *inside[2];
    size_t n = 0;
    if (!plumb_str_starts(plumb_text_after(share), PLUMB_STR("(")))
        return false;
    for (size_t i = share->index + 1; i < passage->count; i++) {
        struct plumb_item *item = &passage->items[i];
        if (item->depth <= share->depth || item->sentence != share->sentence)
            break;
        if (n == 2 || !is_plain_amount(item))
            return false;
        inside[n++] = item;
    }
    if (n != 2 || !plumb_same_measure(inside[0]->fact, inside[1]->fact))
        return false;
    struct plumb_str core = plumb_label_core(work, whole_name);
    bool second =
        plumb_name_likeness(core, inside[1]->core) >= plumb_name_likeness(core, inside[0]->core);
    const struct plumb_item *whole = inside[second ? 1 : 0], *part = inside[second ? 0 : 1];
    if (plumb_dec_sign(whole->fact->value) <= 0 || part->fact->value.v > whole->fact->value.v)
        return false;
    push(work, share, part, whole, 0.9, "amounts in the bracket behind");
    return true;
}

static bool names_amount(struct plumb_str gap)
{
    return plumb_str_equal(gap, PLUMB_STR(",为")) || plumb_str_equal(gap, PLUMB_STR(",计")) ||
           plumb_str_equal(gap, PLUMB_STR(",共")) || plumb_str_equal(gap, PLUMB_STR(",金额为")) ||
           plumb_str_equal(gap, PLUMB_STR(",金额")) || plumb_str_equal(gap, PLUMB_STR("(")) ||
           plumb_str_equal(gap, PLUMB_STR(",即")) || plumb_str_equal(gap, PLUMB_STR(",支出"));
}

/* "按性质分：甲占 58.2 %，为 A 万元；乙占 41.8 %，为 B 万元": the share in front of its amount, of the whole
 * the passage divides. Amounts that have their own share in front are no wholes. */
static void share_then_amount(struct plumb_extract_work *work, struct plumb_item *share)
{
    struct plumb_item *part = share + 1;
    if (!PLUMB_ENDS(share->before, "占", "占比", "占比为", "占总支出", "占总收入", "占总额") ||
        share->before.len < 6 || !names_amount(plumb_text_between(share, part)))
        return;
    for (size_t i = share->index; i-- > 0;) {
        struct plumb_item *whole = &share->passage->items[i];
        bool told = i > 0 && whole[-1].use == PLUMB_USE_SHARE &&
                    names_amount(plumb_text_between(whole - 1, whole));
        if (told || !is_plain_amount(whole) || !plumb_same_measure(whole->fact, part->fact))
            continue;
        if (whole->total && whole->fact->value.v >= part->fact->value.v)
            push(work, share, part, whole, 0.85, "amount behind the share ÷ the whole in front");
        return;
    }
}

void plumb_share_in_front(struct plumb_extract_work *work, struct plumb_item *share)
{
    struct plumb_passage *passage = share->passage;
    struct plumb_item *part = share + 1;
    if (share->fact->unit != PLUMB_UNIT_FRACTION || share->index == 0 ||
        share->index + 1 >= passage->count || share->fact->comparator != PLUMB_CMP_NONE ||
        !is_plain_amount(part))
        return;
    share_then_amount(work, share);
    if (!PLUMB_ENDS(share->before, "其中", "的", "其中的", "提取", "其"))
        return;
    struct plumb_str gap = plumb_text_between(share, part);
    if (!plumb_str_equal(gap, PLUMB_STR("即")) && !plumb_str_equal(gap, PLUMB_STR(",即")) &&
        !plumb_str_equal(gap, PLUMB_STR("(")) && !plumb_str_equal(gap, PLUMB_STR("(即")) &&
        !plumb_str_equal(gap, PLUMB_STR("计")) && !plumb_str_equal(gap, PLUMB_STR(",计")))
        return;
    for (size_t i = share->index; i-- > 0;) {
        struct plumb_item *whole = &passage->items[i];
        if (whole->sentence != share->sentence)
            return;
        if (!is_plain_amount(whole) || !plumb_same_measure(whole->fact, part->fact))
            continue;
        if (whole->depth <= share->depth && whole->fact->value.v >= part->fact->value.v)
            push(work, share, part, whole, 0.85, "amount behind the share ÷ the whole in front");
        return;
    }
}
