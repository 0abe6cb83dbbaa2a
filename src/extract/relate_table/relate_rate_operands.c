/* The columns of a line that a rate can be made of. */
#include "extract/relate_table/relate_table_rates.h"

const struct plumb_fact *plumb_rate_at(const struct plumb_rate_operands *ops, size_t c)
{
    return c == PLUMB_NPOS ? NULL : plumb_chain_value(ops->work, ops->chain, ops->line, c);
}

/* The column with `role` nearest to the rate, to its left first. `year` 0: any. */
size_t plumb_rate_column_of(const struct plumb_rate_operands *ops, enum plumb_column_role role,
                            int year)
{
    const struct plumb_zone *zone = ops->chain->zone;
    for (size_t c = ops->rate; c-- > 0;)
        if (zone->columns[c].role == role && (!year || zone->columns[c].year == year) &&
            plumb_rate_at(ops, c))
            return c;
    for (size_t c = ops->rate + 1; c < zone->column_count; c++)
        if (zone->columns[c].role == role && (!year || zone->columns[c].year == year) &&
            plumb_rate_at(ops, c))
            return c;
    return PLUMB_NPOS;
}

const struct plumb_fact *plumb_rate_operand(const struct plumb_rate_operands *ops,
                                            enum plumb_column_role role)
{
    return plumb_rate_at(ops, plumb_rate_column_of(ops, role, 0));
}

bool plumb_rate_is_shifted(const struct plumb_rate_operands *ops)
{
    const struct plumb_chain *chain = ops->chain;
    size_t score = plumb_chain_column(chain, PLUMB_COLUMN_SCORE);
    size_t rate = plumb_chain_column(chain, PLUMB_COLUMN_RATE);
    if (score == PLUMB_NPOS || rate == PLUMB_NPOS)
        return false;
    const struct plumb_fact *points = plumb_chain_value(ops->work, chain, ops->line, score);
    const struct plumb_fact *other = plumb_chain_value(ops->work, chain, ops->line, rate);
    return points && points->unit == PLUMB_UNIT_FRACTION && points->unit_len > 0 &&
           !(other && other->unit_len > 0);
}

bool plumb_rate_both_zero(const struct plumb_fact *a, const struct plumb_fact *b)
{
    return plumb_dec_sign(a->value) == 0 && plumb_dec_sign(b->value) == 0;
}

bool plumb_rate_alike(const struct plumb_fact *a, const struct plumb_fact *b)
{
    return a->unit == b->unit || a->unit == PLUMB_UNIT_NONE || b->unit == PLUMB_UNIT_NONE;
}

void plumb_rate_try(struct plumb_claim *claim, const struct plumb_fact *rate,
                    const struct plumb_fact *a, const struct plumb_fact *b, const char *reading)
{
    bool settled = claim->tried && claim->best.verdict == PLUMB_VERDICT_CONSISTENT;
    /* "cannot be tested" against a base of zero must not hide that it fails against another */
    if (b && claim->tried && plumb_dec_sign(b->value) == 0)
        return;
    if (!settled && a && b && a != b && !plumb_rate_both_zero(a, b) && plumb_rate_alike(a, b))
        plumb_claim_ratio(claim, rate, a, b, reading);
}
