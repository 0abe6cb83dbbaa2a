/* Hand-built facts and relations for the tests of the analyses. */
#ifndef PLUMB_ANALYSIS_FIXTURE_H
#define PLUMB_ANALYSIS_FIXTURE_H

#include "test_support.h"

#include "plumb/finding.h"

enum { FIXTURE_FACTS = 64, FIXTURE_RELATIONS = 32, FIXTURE_TERMS = 16 };

struct fixture {
    struct plumb_fact facts[FIXTURE_FACTS];
    struct plumb_relation relations[FIXTURE_RELATIONS];
    struct plumb_term terms[FIXTURE_RELATIONS][FIXTURE_TERMS];
    struct plumb_document document;
    struct plumb_extraction extraction;
};

static inline void fixture_start(struct fixture *f, const char *path)
{
    memset(f, 0, sizeof *f);
    f->document.path = f->document.name = path;
    f->extraction.document = &f->document;
    f->extraction.facts = f->facts;
    f->extraction.relations = f->relations;
    f->extraction.agency = PLUMB_STR("甲县某局");
    f->extraction.year = 2023;
}

/* A number as printed with its unit: "元" "万元" "%" "人" "分" "" */
static inline size_t fixture_fact(struct fixture *f, const char *text, const char *unit,
                                  const char *label, size_t line)
{
    assert_true(f->extraction.fact_count < FIXTURE_FACTS);
    size_t id = f->extraction.fact_count++;
    struct plumb_fact *fact = &f->facts[id];
    plumb_dec printed;
    fact->id = id;
    fact->kind = PLUMB_FACT_QUANTITY;
    fact->row = fact->column = fact->sentence = fact->partner = PLUMB_NPOS;
    fact->line = line;
    fact->text = plumb_str_from(text);
    fact->len = fact->text.len;
    fact->unit_text = plumb_str_from(unit);
    fact->label = plumb_str_from(label);
    fact->context = fact->text;
    fact->year = 2023;
    assert_int_equal(plumb_dec_parse(fact->text, &printed, &fact->decimals, NULL), PLUMB_OK);
    fact->scale = plumb_dec_int(1);
    fact->unit = PLUMB_UNIT_NONE;
    if (strcmp(unit, "万元") == 0)
        fact->scale = plumb_dec_int(10000);
    if (strcmp(unit, "%") == 0)
        fact->scale = plumb_dec_pow10(-2);
    fact->unit = strstr(unit, "元")        ? PLUMB_UNIT_YUAN
                 : strcmp(unit, "%") == 0  ? PLUMB_UNIT_FRACTION
                 : strcmp(unit, "人") == 0 ? PLUMB_UNIT_PERSON
                 : strcmp(unit, "分") == 0 ? PLUMB_UNIT_SCORE
                                           : PLUMB_UNIT_NONE;
    fact->value = plumb_dec_mul(printed, fact->scale, PLUMB_ROUND_NEAREST);
    if (fact->unit == PLUMB_UNIT_YUAN || fact->unit == PLUMB_UNIT_FRACTION)
        fact->ulp =
            plumb_dec_mul(plumb_dec_pow10(-fact->decimals), fact->scale, PLUMB_ROUND_NEAREST);
    return id;
}

static inline struct plumb_term fixture_term(const struct fixture *f, enum plumb_role role,
                                             size_t fact)
{
    return (struct plumb_term){role, fact, f->facts[fact].text, f->facts[fact].line};
}

/* A relation whose stated number is `stated`; `expected` is printed in base units, worked out by
 * the test. Add operands with fixture_operand. */
static inline struct plumb_relation *
fixture_relation(struct fixture *f, enum plumb_relation_kind kind, const char *check, size_t stated,
                 const char *expected, enum plumb_verdict verdict)
{
    assert_true(f->extraction.relation_count < FIXTURE_RELATIONS);
    size_t id = f->extraction.relation_count++;
    struct plumb_relation *r = &f->relations[id];
    r->kind = kind;
    r->check = check;
    r->stated = stated == PLUMB_NPOS
                    ? (struct plumb_term){.role = PLUMB_ROLE_STATED, .fact = PLUMB_NPOS}
                    : fixture_term(f, PLUMB_ROLE_STATED, stated);
    r->operands = f->terms[id];
    r->has_expected = expected != NULL;
    if (expected)
        assert_int_equal(plumb_dec_parse(plumb_str_from(expected), &r->expected, NULL, NULL),
                         PLUMB_OK);
    r->low = r->high = r->expected;
    r->verdict = verdict;
    r->readings = 1;
    r->declared = true;
    r->confidence = 1;
    if (stated != PLUMB_NPOS) {
        r->unit = f->facts[stated].unit;
        r->subject = f->facts[stated].label;
        r->line = f->facts[stated].line;
    }
    return r;
}

static inline void fixture_operand(struct fixture *f, struct plumb_relation *r,
                                   enum plumb_role role, size_t fact)
{
    assert_true(r->operand_count < FIXTURE_TERMS);
    f->terms[r - f->relations][r->operand_count++] = fixture_term(f, role, fact);
}

/* A relation with all its operands: FIXTURE_CLAIM(&fx, kind, check, stated, expected, verdict,
 * {role, fact}, …). */
struct fixture_role {
    enum plumb_role role;
    size_t fact;
};
#define FIXTURE_CLAIM(f, kind, check, stated, expected, verdict, ...)                              \
    fixture_claim((f), fixture_relation((f), (kind), (check), (stated), (expected), (verdict)),    \
                  (const struct fixture_role[]){__VA_ARGS__},                                      \
                  PLUMB_COUNT(((const struct fixture_role[]){__VA_ARGS__})))
static inline struct plumb_relation *fixture_claim(struct fixture *f, struct plumb_relation *r,
                                                   const struct fixture_role *operands,
                                                   size_t count)
{
    for (size_t i = 0; i < count; i++)
        fixture_operand(f, r, operands[i].role, operands[i].fact);
    return r;
}

/* A sum of facts: FIXTURE_SUM(&fx, total, expected, verdict, part, …). */
#define FIXTURE_SUM(f, total, expected, verdict, ...)                                              \
    fixture_sum((f), (total), (expected), (verdict), (const size_t[]){__VA_ARGS__},                \
                PLUMB_COUNT(((const size_t[]){__VA_ARGS__})))
static inline struct plumb_relation *fixture_sum(struct fixture *f, size_t total,
                                                 const char *expected, enum plumb_verdict verdict,
                                                 const size_t *parts, size_t count)
{
    struct plumb_relation *r =
        fixture_relation(f, PLUMB_REL_SUM, "consistency.sum", total, expected, verdict);
    for (size_t i = 0; i < count; i++)
        fixture_operand(f, r, PLUMB_ROLE_PART, parts[i]);
    return r;
}

#endif
