/* Parallel sums of a table, judged together (DOMAIN §1.4, §1.11): what holds in one column tells how
 * the layout is meant in the others, and whether an empty cell means zero. */
#include <string.h>

#include "extract/relate_table/relate_table_util.h"

/* What is made of a sum, its terms and its evidence, grows with its parts; longer ones are told to be
 * untested. */
enum { SUM_PARTS_MAX = 4096 };
#define TOO_LONG "the list has more than 4,096 lines and was not added up"
#define TOO_LONG_ZH "该清单超过4096行，未逐行相加"

struct plumb_sum_claim {
    struct plumb_sum_family family;
    size_t index; /* of the family */
    size_t at;    /* column or line of this claim */
    const struct plumb_fact *total;
    struct plumb_claim claim;
    size_t blanks; /* empty parts of the reading that was kept */
    size_t parts;  /* filled parts of it */
    bool holds;
};

void plumb_family_reading(struct plumb_extract_work *work, struct plumb_sum_family *family,
                          const char *name, const size_t *parts, size_t count, const int *signs)
{
    family->too_long = family->too_long || count > SUM_PARTS_MAX;
    if (count == 0 || count > SUM_PARTS_MAX || family->reading_count >= PLUMB_SUM_READINGS)
        return;
    for (size_t r = 0; r < family->reading_count; r++) {
        const struct plumb_sum_reading *other = &family->readings[r];
        if (other->count == count && !signs == !other->signs &&
            memcmp(other->parts, parts, count * sizeof *parts) == 0)
            return;
    }
    struct plumb_sum_reading *reading = &family->readings[family->reading_count++];
    reading->name = name;
    reading->parts = plumb_arena_array(work->arena, count, sizeof *parts);
    memcpy(reading->parts, parts, count * sizeof *parts);
    reading->count = count;
    reading->signs = NULL;
    if (signs) {
        int *copy = plumb_arena_array(work->arena, count, sizeof *copy);
        memcpy(copy, signs, count * sizeof *copy);
        reading->signs = copy;
    }
}

static const struct plumb_fact *member(const struct plumb_extract_work *work,
                                       const struct plumb_sum_family *family, size_t part,
                                       size_t at)
{
    return family->vertical ? plumb_chain_value(work, family->chain, part, at)
                            : plumb_chain_value(work, family->chain, at, part);
}

static bool measures_alike(const struct plumb_fact *a, const struct plumb_fact *b)
{
    bool bare = a->unit == PLUMB_UNIT_NONE || b->unit == PLUMB_UNIT_NONE;
    bool money = a->unit == PLUMB_UNIT_YUAN || b->unit == PLUMB_UNIT_YUAN;
    return a->unit == b->unit || (bare && money);
}

struct gathered {
    const struct plumb_fact **facts;
    int *signs;
    size_t count, blanks;
};

static struct gathered gather(struct plumb_extract_work *work,
                              const struct plumb_sum_family *family,
                              const struct plumb_sum_reading *reading, size_t at,
                              const struct plumb_fact *total)
{
    struct gathered out = {
        .facts = plumb_arena_array(work->arena, reading->count + 1, sizeof *out.facts),
        .signs = plumb_arena_array(work->arena, reading->count + 1, sizeof *out.signs)};
    for (size_t i = 0; i < reading->count; i++) {
        const struct plumb_fact *fact = member(work, family, reading->parts[i], at);
        if (!fact || !measures_alike(fact, total)) {
            out.blanks += !fact;
            continue;
        }
        out.signs[out.count] = reading->signs ? reading->signs[i] : 1;
        out.facts[out.count++] = fact;
    }
    return out;
}

static bool judgement_holds(const struct plumb_judgement *j)
{
    return j->verdict == PLUMB_VERDICT_CONSISTENT || j->verdict == PLUMB_VERDICT_ROUNDING;
}

/* Sums in which the reading holds and could have failed. */
static size_t count_holds(struct plumb_extract_work *work, const struct plumb_sum_family *family,
                          const struct plumb_sum_reading *reading)
{
    size_t holds = 0;
    for (size_t i = 0; i < family->across_count; i++) {
        const struct plumb_fact *total = member(work, family, family->total, family->across[i]);
        if (!total)
            continue;
        struct gathered g = gather(work, family, reading, family->across[i], total);
        if (g.count == 0)
            continue;
        struct plumb_judgement j =
            plumb_judge_sum(total, g.facts, reading->signs ? g.signs : NULL, g.count);
        holds += judgement_holds(&j) && plumb_dec_sign(total->value) != 0;
    }
    return holds;
}

/* Readings that hold more often come first; equals keep their order. */
static void order_readings(struct plumb_extract_work *work, struct plumb_sum_family *family)
{
    size_t holds[PLUMB_SUM_READINGS];
    for (size_t r = 0; r < family->reading_count; r++)
        holds[r] = count_holds(work, family, &family->readings[r]);
    for (size_t i = 1; i < family->reading_count; i++)
        for (size_t k = i; k > 0 && holds[k] > holds[k - 1]; k--) {
            struct plumb_sum_reading reading = family->readings[k];
            size_t h = holds[k];
            family->readings[k] = family->readings[k - 1];
            holds[k] = holds[k - 1];
            family->readings[k - 1] = reading;
            holds[k - 1] = h;
        }
}

static void try_readings(struct plumb_extract_work *work, struct plumb_sum_claim *sum)
{
    struct plumb_sum_family *family = &sum->family;
    plumb_table_claim(&sum->claim, work, family->kind, family->check, sum->total,
                      (struct plumb_str){"", 0});
    sum->claim.confidence = family->confidence;
    struct plumb_judgement untested = {.verdict = PLUMB_VERDICT_UNTESTABLE,
                                       .expected = sum->total->value,
                                       .low = sum->total->value,
                                       .high = sum->total->value,
                                       .reason = TOO_LONG,
                                       .reason_zh = TOO_LONG_ZH};
    for (size_t r = 0; r < family->reading_count; r++) {
        const struct plumb_sum_reading *reading = &family->readings[r];
        struct gathered g = gather(work, family, reading, sum->at, sum->total);
        if (g.count == 0)
            continue;
        /* the first reading is the most natural; of the others only what holds is of use */
        const int *signs = reading->signs ? g.signs : NULL;
        struct plumb_judgement j = plumb_judge_sum(sum->total, g.facts, signs, g.count);
        if (sum->claim.tried && !judgement_holds(&j)) {
            sum->claim.readings++;
            continue;
        }
        if (plumb_claim_sum(&sum->claim, sum->total, g.facts, signs, g.count, reading->name)) {
            sum->blanks = g.blanks;
            sum->parts = g.count;
        }
        if (sum->claim.best.verdict == PLUMB_VERDICT_CONSISTENT)
            break;
    }
    if (family->reading_count == 0)
        plumb_claim_try(&sum->claim, &untested, NULL, 0, "all lines", NULL);
    sum->holds = plumb_claim_holds(&sum->claim);
}

/* 人均 and 单价 are no parts of a sum, in a line or in a column of their own. */
static bool is_average(struct plumb_str key)
{
    return PLUMB_HAS(key, "人均", "生均", "户均", "平均", "单价", "均价", "次均", "亩均");
}

/* The label that all members of one sum share: the line's in a sum across, the column's in one down. */
static struct plumb_str member_label(const struct plumb_sum_family *family, size_t across)
{
    const struct plumb_chain *chain = family->chain;
    return family->vertical ? chain->zone->columns[across].key : chain->lines[across].line->key;
}

void plumb_batch_add(struct plumb_sum_batch *batch, struct plumb_sum_family *family)
{
    struct plumb_extract_work *work = batch->work;
    if (family->reading_count == 0 && !family->too_long)
        return;
    if (!family->check)
        family->check = plumb_table_check(family->chain->grid, "consistency.sum");
    if (family->confidence <= 0.0)
        family->confidence = 0.9;
    order_readings(work, family);
    for (size_t i = 0; i < family->across_count; i++) {
        const struct plumb_fact *total = member(work, family, family->total, family->across[i]);
        if (is_average(member_label(family, family->across[i])))
            continue;
        /* rates are averaged, not added: only shares have a sum, and it is the whole */
        if (!total || (total->unit == PLUMB_UNIT_FRACTION && total->value.v != plumb_dec_int(1).v))
            continue;
        struct plumb_sum_claim sum = {
            .family = *family, .index = batch->families, .at = family->across[i], .total = total};
        try_readings(work, &sum);
        if (sum.claim.tried)
            *PLUMB_PUSH(work->arena, batch->claims, batch->count, batch->capacity) = sum;
    }
    batch->families++;
}

bool plumb_batch_has(const struct plumb_sum_batch *batch, const struct plumb_fact *total)
{
    for (size_t i = 0; i < batch->count; i++)
        if (batch->claims[i].total == total)
            return true;
    return false;
}

/* An open list whose extent is in doubt: is there a reading that stays below its whole? */
static bool some_reading_below(struct plumb_extract_work *work, const struct plumb_sum_claim *sum)
{
    for (size_t r = 0; r < sum->family.reading_count; r++) {
        const struct plumb_sum_reading *reading = &sum->family.readings[r];
        struct gathered g = gather(work, &sum->family, reading, sum->at, sum->total);
        plumb_dec value = plumb_dec_int(0);
        for (size_t i = 0; i < g.count; i++)
            value = plumb_dec_add(value, g.facts[i]->value);
        if (g.count > 0 && plumb_dec_cmp(value, sum->total->value) <= 0)
            return true;
    }
    return false;
}

/* All that an open list says is that each part is at most the whole: the first is told. */
static void judge_open_list(struct plumb_extract_work *work, struct plumb_sum_claim *sum)
{
    const struct plumb_sum_reading *shortest = &sum->family.readings[sum->family.reading_count - 1];
    struct gathered g = gather(work, &sum->family, shortest, sum->at, sum->total);
    const struct plumb_fact *largest = g.count ? g.facts[0] : NULL;
    for (size_t i = 0; i < sum->claim.term_count && !largest; i++)
        largest = &work->facts[sum->claim.terms[i].fact];
    struct plumb_claim bound;
    plumb_table_claim(&bound, work, PLUMB_REL_BOUND, "consistency.bound", sum->total,
                      (struct plumb_str){"", 0});
    if (largest && plumb_claim_bound(&bound, largest, sum->total, "part of an open list"))
        plumb_claim_push(&bound);
}

static void set_untestable(struct plumb_claim *claim, const char *reason, const char *reason_zh)
{
    claim->best.verdict = PLUMB_VERDICT_UNTESTABLE;
    claim->best.reason = reason;
    claim->best.reason_zh = reason_zh;
}

struct family_record {
    size_t holds, fails;
};

static void settle(struct plumb_extract_work *work, struct plumb_sum_claim *sum,
                   const struct family_record *record, bool blank_is_zero)
{
    struct plumb_claim *claim = &sum->claim;
    bool below = plumb_dec_cmp(claim->best.expected, sum->total->value) < 0;
    bool lost = sum->blanks > 0 && sum->family.chain->zone->lossy;
    if (!sum->holds && claim->best.verdict == PLUMB_VERDICT_INCONSISTENT) {
        if (sum->family.too_long) { /* what was not added up is the likeliest whole */
            set_untestable(claim, TOO_LONG, TOO_LONG_ZH);
            plumb_claim_push(claim);
            return;
        }
        if (lost && below) {
            set_untestable(claim, "the source has lost the empty cells of the table",
                           "来源文件丢失了表中空格");
            plumb_claim_push(claim);
            return;
        }
        /* 其中 with one part may equal its whole in one column and be a part of it in the next */
        size_t holds = claim->term_count > 1 ? record->holds : 0;
        if (sum->family.open && holds == 0 && (below || some_reading_below(work, sum))) {
            judge_open_list(work, sum);
            return;
        }
        if (record->holds > 0)
            claim->confidence = 0.95;
        else if (record->fails >= 3)
            set_untestable(claim,
                           "no column of the table adds up, so its layout may be read wrongly",
                           "表中各列均不成立，可能是版式识别有误");
        else if (sum->blanks > 0 && below && !blank_is_zero)
            set_untestable(claim, "cells of the breakdown are empty", "明细中有空格，无法检验");
        else if (record->fails == 2)
            claim->confidence *= 0.6;
    }
    plumb_claim_push(claim);
}

/* Two families tell the parts of one total, as where lines may or may not belong to a 其中: one that adds
 * up says which lines they are. */
static bool is_told_by_another(const struct plumb_sum_batch *batch, size_t failed)
{
    const struct plumb_sum_claim *sum = &batch->claims[failed];
    for (size_t i = 0; i < batch->count; i++) {
        const struct plumb_sum_claim *other = &batch->claims[i];
        if (other->total == sum->total && other->holds &&
            other->family.vertical == sum->family.vertical &&
            other->claim.term_count > sum->claim.term_count &&
            plumb_dec_sign(other->total->value) != 0)
            return true;
    }
    return false;
}

void plumb_batch_push(struct plumb_sum_batch *batch)
{
    struct family_record *records =
        plumb_arena_array(batch->work->arena, batch->families + 1, sizeof *records);
    bool blank_is_zero = false;
    for (size_t i = 0; i < batch->count; i++) {
        const struct plumb_sum_claim *sum = &batch->claims[i];
        if (sum->holds && plumb_dec_sign(sum->total->value) != 0)
            records[sum->index].holds++;
        else if (!sum->holds)
            records[sum->index].fails++;
        blank_is_zero = blank_is_zero ||
                        (sum->holds && sum->blanks > 0 && plumb_dec_sign(sum->total->value) != 0);
    }
    for (size_t i = 0; i < batch->count; i++)
        if (batch->claims[i].holds || !is_told_by_another(batch, i))
            settle(batch->work, &batch->claims[i], &records[batch->claims[i].index], blank_is_zero);
    batch->count = 0;
    batch->claims = NULL;
    batch->capacity = 0;
}
