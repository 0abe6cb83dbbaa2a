/* Was a missed target marked down as the rules ask (财预〔2020〕10号; DOMAIN §3)? */
#include "analysis/findings/findings_int.h"

static const struct plumb_fact *of_role(const struct plumb_extraction *e,
                                        const struct plumb_relation *r, enum plumb_role role)
{
    for (size_t i = 0; i < r->operand_count; i++)
        if (r->operands[i].role == role && r->operands[i].fact != PLUMB_NPOS)
            return &e->facts[r->operands[i].fact];
    return NULL;
}

/* min(1, B/A) × w for a target of at least A, min(1, A/B) × w for one of at most A. */
bool plumb_miss_is_marked(const struct plumb_extraction *e, const struct plumb_relation *r)
{
    const struct plumb_fact *target = of_role(e, r, PLUMB_ROLE_TARGET);
    const struct plumb_fact *actual = of_role(e, r, PLUMB_ROLE_ACTUAL);
    const struct plumb_fact *weight = of_role(e, r, PLUMB_ROLE_WEIGHT);
    const struct plumb_fact *score = of_role(e, r, PLUMB_ROLE_SCORE);
    if (!actual && r->stated.fact != PLUMB_NPOS)
        actual = &e->facts[r->stated.fact];
    if (r->kind != PLUMB_REL_TARGET || !target || !actual || !weight || !score ||
        target->unit != actual->unit || plumb_dec_sign(target->value) <= 0 ||
        plumb_dec_sign(actual->value) < 0)
        return false;
    double a = plumb_dec_double(actual->value), t = plumb_dec_double(target->value);
    double rate = a < t ? a / t : t / a;
    double slack = plumb_dec_double(plumb_dec_pow10(-(score->decimals < 4 ? score->decimals : 4)));
    double due = rate * plumb_dec_double(weight->value);
    /* less than is due follows a stricter local scale */
    return plumb_dec_double(score->value) <= due + 0.5 * slack + 1e-9 &&
           plumb_dec_cmp(score->value, weight->value) < 0;
}
