/* May two numbers of one name be held against each other? Year, stage, population, item, level of
 * government, and the whole that each is a part of. DOMAIN §6.5. */
#include "extract/relate_restate/restate_int.h"

static unsigned stage_words(struct plumb_extract_work *work, struct plumb_str s)
{
    struct plumb_match m;
    unsigned bits = 0;
    if (plumb_pattern_find(work, PLUMB_PATTERNS_RESTATE, RESTATE_STAGE_BUDGET, s, 0, &m))
        bits |= 1;
    if (plumb_pattern_find(work, PLUMB_PATTERNS_RESTATE, RESTATE_PARTIAL, s, 0, &m))
        bits |= 2;
    return bits;
}

/* Where the words of a sentence begin: behind its list mark, year and the like. */
static size_t words_from(struct plumb_str text, size_t at)
{
    while (at < text.len) {
        size_t next = at;
        uint32_t cp = plumb_utf8_decode(text, &next);
        bool han = cp >= 0x4E00 && cp <= 0x9FFF;
        if (han && cp != 0x5E74 && cp != 0x672B && cp != 0x5E95) /* 年末, 年底 */
            return at;
        at = next;
    }
    return at;
}

/* "全国 … 支出总量 A", "中央 … 支出总量 B": the level of government that the nearest sentence at or in
 * front of the number begins with; 0 when none in its paragraph does. */
static int level_of(const struct telling *t)
{
    static const char *const levels[][4] = {{"全国", NULL},
                                            {"中央", NULL},
                                            {"地方", NULL},
                                            {"全省", "全区", NULL},
                                            {"省级", "省本级", NULL},
                                            {"全市", NULL},
                                            {"市级", "市本级", NULL},
                                            {"全县", NULL},
                                            {"县级", "县本级", NULL},
                                            {"区级", "区本级", NULL},
                                            {"全镇", NULL},
                                            {"镇级", "镇本级", NULL},
                                            {"高新区", "开发区", NULL}};
    const struct plumb_passage *passage = t->item->passage;
    for (size_t s = t->item->sentence + 1; s-- > 0;) {
        size_t from = words_from(passage->text, passage->starts[s]);
        struct plumb_str text = plumb_str_sub(passage->text, from, passage->text.len);
        for (size_t i = 0; i < PLUMB_COUNT(levels); i++)
            for (size_t k = 0; levels[i][k]; k++)
                if (plumb_str_starts(text, plumb_str_from(levels[i][k])))
                    return (int)i + 1;
    }
    return 0;
}

bool plumb_restate_other_level(const struct telling *a, const struct telling *b)
{
    int x = level_of(a), y = level_of(b);
    return x && y && x != y;
}

/* "具有高级职称的 A 人，占 q%": what the share is of. */
static const struct plumb_fact *whole_of_share(const struct plumb_extract_work *work,
                                               const struct plumb_relation *r,
                                               const struct plumb_fact *part)
{
    if (r->kind != PLUMB_REL_SHARE || r->operand_count != 2 || r->operands[0].fact != part->id ||
        r->operands[1].role != PLUMB_ROLE_WHOLE || r->operands[1].fact >= work->fact_count ||
        r->verdict == PLUMB_VERDICT_UNTESTABLE)
        return NULL;
    return &work->facts[r->operands[1].fact];
}

/* The whole that a number is told to be a part of; NULL when it is none. */
static const struct plumb_fact *whole_of(const struct plumb_extract_work *work,
                                         const struct plumb_fact *part)
{
    const struct plumb_fact *whole = NULL; /* of the first that tells one */
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, part, &at)) != NULL;) {
        const struct plumb_fact *shared = whole_of_share(work, r, part);
        if (shared)
            whole = shared;
        if (r->kind != PLUMB_REL_SUM || r->stated.text.len == 0 ||
            r->stated.fact >= work->fact_count || r->verdict == PLUMB_VERDICT_UNTESTABLE)
            continue;
        for (size_t k = 0; k < r->operand_count; k++)
            if (r->operands[k].fact == part->id)
                whole = &work->facts[r->stated.fact];
    }
    return whole;
}

bool plumb_restate_other_wholes(struct plumb_extract_work *work, const struct telling *a,
                                const struct telling *b)
{
    const struct plumb_fact *x = whole_of(work, a->fact);
    const struct plumb_fact *y = x ? whole_of(work, b->fact) : NULL;
    /* a whole of the same name with another value is itself told twice */
    return y && x->value.v != y->value.v && plumb_same_measure(x, y) &&
           !plumb_str_equal(plumb_label_core(work, x->label), plumb_label_core(work, y->label));
}

/* Words that set the scope of everything behind them in the sentence. */
bool plumb_restate_same_scope(struct plumb_extract_work *work, const struct telling *a,
                              const struct telling *b)
{
    /* "公务接待费2014年决算数" and "公务用车费2014年决算数" */
    if (a->item && b->item && a->item->full.len > 0 && b->item->full.len > 0 &&
        !plumb_str_equal(a->item->full, b->item->full))
        return false;
    if (a->year != b->year || a->fact->stage != b->fact->stage || a->fact->until.len > 0 ||
        b->fact->until.len > 0)
        return false;
    if (a->fact->item.len > 0 && b->fact->item.len > 0 &&
        !plumb_str_equal(a->fact->item, b->fact->item))
        return false;
    if (!plumb_str_equal(a->fact->population, b->fact->population))
        return false;
    if (plumb_restate_other_level(a, b))
        return false;
    if (plumb_names_oppose(work, a->lead, b->lead) ||
        plumb_names_oppose(work, a->item->passage->title, b->item->passage->title))
        return false;
    unsigned x = stage_words(work, a->lead), y = stage_words(work, b->lead);
    return x == y;
}
