/* A sum that fails because the list was read too far: "W，其中第一产业 A；第二产业 B，其中工业 C；建筑业 D。第三产业 E" where
 * A + B + E make W to the last digit and D belongs to B. What was found to hold of some of the parts acquits the list
 * of all. */
#include "extract/relate/relate_int.h"

enum { DIGITS_ENOUGH = 4 };

static size_t digits_of(struct plumb_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += text.ptr[i] >= '0' && text.ptr[i] <= '9';
    return n;
}

static bool has_part(const struct plumb_relation *r, size_t fact)
{
    for (size_t k = 0; k < r->operand_count; k++)
        if (r->operands[k].fact == fact)
            return true;
    return false;
}

/* Does `whole` hold with some, and not all, of the parts of `failed`? */
static bool holds_of_some(const struct plumb_relation *whole, const struct plumb_relation *failed)
{
    if (whole->kind != PLUMB_REL_SUM || whole->verdict != PLUMB_VERDICT_CONSISTENT ||
        whole->stated.fact != failed->stated.fact || whole->operand_count < 2 ||
        whole->operand_count >= failed->operand_count)
        return false;
    for (size_t k = 0; k < whole->operand_count; k++)
        if (!has_part(failed, whole->operands[k].fact))
            return false;
    return true;
}

void plumb_relate_sums_acquitted(struct plumb_extract_work *work)
{
    for (size_t i = 0; i < work->relation_count; i++) {
        struct plumb_relation *failed = &work->relations[i];
        const struct plumb_relation *other;
        if (failed->kind != PLUMB_REL_SUM || failed->verdict != PLUMB_VERDICT_INCONSISTENT ||
            failed->stated.fact >= work->fact_count ||
            digits_of(failed->stated.text) < DIGITS_ENOUGH)
            continue;
        bool acquitted = false;
        const struct plumb_fact *total = &work->facts[failed->stated.fact];
        for (size_t at = 0; (other = plumb_relation_naming(work, total, &at)) != NULL;)
            acquitted = acquitted || holds_of_some(other, failed);
        if (!acquitted)
            continue;
        failed->verdict = PLUMB_VERDICT_UNTESTABLE;
        failed->reason = "some of these parts make the total; the others belong to one of them";
        failed->reason_zh = "其中部分分项之和即为总额，其余属于某一分项";
    }
}
