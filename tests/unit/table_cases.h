/* Documents with tables and what the table passes must make of them.
 *
 * A case is a document (→ stands for a tab) and lines of expectations:
 *
 *     holds KIND NUMBER…   a relation of the kind with all these printed numbers is consistent or rounding
 *     breaks KIND NUMBER…  … is inconsistent
 *     soft KIND NUMBER…    … is rounding
 *     dark KIND NUMBER…    … is untestable
 *     none KIND NUMBER…    no relation of the kind has all these numbers
 *     note CHECK WORDS     an inconsistent text rule with this check quotes these words
 *     fact TEXT VALUE UNIT STAGE LABEL   (STAGE "-" for none)
 *     unfact TEXT          no fact is printed so
 *
 * KIND is a relation kind, or a check id when it has a point in it. Every inconsistent relation that no
 * line names is a failure. Only the table builders run, so that a case says something about them. */
#ifndef PLUMB_TABLE_CASES_H
#define PLUMB_TABLE_CASES_H

#include <stdio.h>
#include <stdlib.h>

#include "extract/table/table_int.h"
#include "extract_fixture.h"

struct table_case {
    const char *name, *text, *wants;
};

struct table_runner {
    struct extract_fixture f;
    const struct plumb_document *document;
    const char *name;
    bool *named; /* [relation_count]: some expectation speaks of it */
    size_t wrong;
};

static inline char *table_text(struct plumb_arena *arena, const char *text)
{
    char *out = plumb_arena_alloc(arena, strlen(text) + 1);
    size_t n = 0;
    for (const char *p = text; *p;) {
        if (strncmp(p, "→", strlen("→")) == 0) {
            out[n++] = '\t';
            p += strlen("→");
        } else {
            out[n++] = *p++;
        }
    }
    return out;
}

static inline void table_run(struct table_runner *t, const char *text)
{
    struct plumb_error error = {0};
    struct plumb_read_limits limits = plumb_read_limits_default();
    struct plumb_document *document = NULL;
    plumb_arena_free(t->f.arena);
    t->f.arena = plumb_arena_new();
    assert_non_null(t->f.arena);
    struct plumb_str bytes = plumb_str_from(table_text(t->f.arena, text));
    assert_int_equal(plumb_read_text("case.txt", bytes, &limits, t->f.arena, &document, &error),
                     PLUMB_OK);
    t->document = document;
    t->f.work = plumb_extract_prepare(t->f.extractor, document, t->f.arena, t->f.matcher);
    plumb_relate_table_totals(t->f.work);
    plumb_relate_table_rates(t->f.work);
    plumb_relate_table_targets(t->f.work);
    plumb_relate_table_scores(t->f.work);
    t->named = plumb_arena_array(t->f.arena, t->f.work->relation_count + 1, sizeof *t->named);
}

static inline bool table_has_number(const struct table_runner *t, const struct plumb_relation *r,
                                    const char *number)
{
    struct plumb_str text = plumb_str_from(number);
    (void)t;
    if (plumb_str_equal(r->stated.text, text))
        return true;
    for (size_t i = 0; i < r->operand_count; i++)
        if (plumb_str_equal(r->operands[i].text, text))
            return true;
    return false;
}

static inline bool table_fits(const struct table_runner *t, const struct plumb_relation *r,
                              const char *kind, char numbers[][64], size_t count)
{
    const char *own = strchr(kind, '.') ? r->check : plumb_relation_kind_name(r->kind);
    if (strcmp(own, kind) != 0)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!table_has_number(t, r, numbers[i]))
            return false;
    return true;
}

static inline bool table_verdict_is(enum plumb_verdict verdict, const char *word)
{
    bool rounding = verdict == PLUMB_VERDICT_ROUNDING;
    if (strcmp(word, "holds") == 0)
        return rounding || verdict == PLUMB_VERDICT_CONSISTENT;
    if (strcmp(word, "breaks") == 0)
        return verdict == PLUMB_VERDICT_INCONSISTENT;
    if (strcmp(word, "soft") == 0)
        return rounding;
    return strcmp(word, "dark") == 0 && verdict == PLUMB_VERDICT_UNTESTABLE;
}

static inline void table_wrong(struct table_runner *t, const char *what, const char *line)
{
    print_error("%s: %s: %s\n", t->name, what, line);
    t->wrong++;
}

static inline void table_want_relation(struct table_runner *t, const char *line, const char *word,
                                       const char *rest)
{
    char kind[64], numbers[16][64];
    size_t count = 0;
    int used = 0;
    assert_int_equal(sscanf(rest, "%63s%n", kind, &used), 1);
    rest += used;
    while (count < 16 && sscanf(rest, "%63s%n", numbers[count], &used) == 1) {
        rest += used;
        count++;
    }
    bool found = false, other = false;
    for (size_t i = 0; i < t->f.work->relation_count; i++) {
        const struct plumb_relation *r = &t->f.work->relations[i];
        if (!table_fits(t, r, kind, numbers, count))
            continue;
        other = true;
        if (!table_verdict_is(r->verdict, word))
            continue;
        found = true;
        t->named[i] = true;
    }
    if (strcmp(word, "none") == 0 ? other : !found)
        table_wrong(t, other ? "another verdict" : "no such relation", line);
}

static inline void table_want_note(struct table_runner *t, const char *line, const char *rest)
{
    char check[64];
    int used = 0;
    assert_int_equal(sscanf(rest, "%63s%n", check, &used), 1);
    rest += used;
    while (*rest == ' ')
        rest++;
    bool found = false;
    for (size_t i = 0; i < t->f.work->relation_count; i++) {
        const struct plumb_relation *r = &t->f.work->relations[i];
        if (r->kind != PLUMB_REL_REPORT || strcmp(r->check, check) != 0 ||
            r->verdict != PLUMB_VERDICT_INCONSISTENT)
            continue;
        for (size_t k = 0; k < r->operand_count; k++)
            if (plumb_str_equal(r->operands[k].text, plumb_str_from(rest)))
                found = t->named[i] = true;
    }
    if (!found)
        table_wrong(t, "no such note", line);
}

static inline void table_want_fact(struct table_runner *t, const char *line, const char *rest)
{
    char text[64], value[64], unit[32], stage[32], label[256], got[PLUMB_DEC_TEXT];
    const char *others = "";
    assert_int_equal(sscanf(rest, "%63s %63s %31s %31s %255s", text, value, unit, stage, label), 5);
    for (size_t i = 0; i < t->f.work->fact_count; i++) {
        const struct plumb_fact *fact = &t->f.work->facts[i];
        if (!fixture_is_quantity(fact) || !plumb_str_equal(fact->text, plumb_str_from(text)))
            continue;
        const char *own = fact->stage ? plumb_stage_name(fact->stage) : "-";
        if (strcmp(plumb_dec_text(fact->value, got), value) == 0 &&
            strcmp(plumb_unit_name(fact->unit), unit) == 0 && strcmp(own, stage) == 0 &&
            plumb_str_equal(fact->label, plumb_str_from(label)))
            return;
        others = plumb_arena_printf(t->f.arena, "%s; it is %s %s %s %.*s", others, got,
                                    plumb_unit_name(fact->unit), own, PLUMB_STR_ARG(fact->label));
    }
    table_wrong(t, "no such fact", plumb_arena_printf(t->f.arena, "%s%s", line, others));
}

static inline void table_want(struct table_runner *t, const char *line)
{
    char word[16];
    int used = 0;
    if (sscanf(line, "%15s%n", word, &used) != 1)
        return;
    const char *rest = line + used + (line[used] == ' ');
    if (strcmp(word, "fact") == 0) {
        table_want_fact(t, line, rest);
    } else if (strcmp(word, "unfact") == 0) {
        for (size_t i = 0; i < t->f.work->fact_count; i++)
            if (fixture_is_quantity(&t->f.work->facts[i]) &&
                plumb_str_equal(t->f.work->facts[i].text, plumb_str_from(rest)))
                table_wrong(t, "is a fact", line);
    } else if (strcmp(word, "note") == 0) {
        table_want_note(t, line, rest);
    } else {
        table_want_relation(t, line, word, rest);
    }
}

static inline void table_false_alarms(struct table_runner *t)
{
    for (size_t i = 0; i < t->f.work->relation_count; i++) {
        const struct plumb_relation *r = &t->f.work->relations[i];
        if (r->verdict != PLUMB_VERDICT_INCONSISTENT || t->named[i])
            continue;
        struct plumb_str words = r->operand_count ? r->operands[0].text : r->stated.text;
        table_wrong(t, "false alarm",
                    plumb_arena_printf(t->f.arena, "%s stated %.*s, %s (%.*s)", r->check,
                                       PLUMB_STR_ARG(r->stated.text),
                                       r->recomputation ? r->recomputation : "",
                                       PLUMB_STR_ARG(words)));
    }
}

/* Fields every relation must have. */
static inline void table_complete(struct table_runner *t)
{
    for (size_t i = 0; i < t->f.work->relation_count; i++) {
        const struct plumb_relation *r = &t->f.work->relations[i];
        bool whole =
            r->check && r->reading && r->line > 0 && r->readings > 0 && r->confidence > 0 &&
            r->confidence <= 1 && plumb_catalogue_find_check(t->f.catalogue, r->check) &&
            (r->kind == PLUMB_REL_REPORT || r->recomputation) && !!r->reason == !!r->reason_zh;
        if (!whole)
            table_wrong(t, "an incomplete relation", r->check ? r->check : "?");
    }
}

static inline void table_check(const struct table_case *cases, size_t count)
{
    struct table_runner t = {.wrong = 0};
    fixture_open(&t.f);
    for (size_t i = 0; i < count; i++) {
        t.name = cases[i].name;
        table_run(&t, cases[i].text);
        char line[512];
        for (const char *p = cases[i].wants; *p;) {
            size_t n = strcspn(p, "\n");
            assert_true(n < sizeof line);
            memcpy(line, p, n);
            line[n] = '\0';
            table_want(&t, line);
            p += n + (p[n] == '\n');
        }
        table_false_alarms(&t);
        table_complete(&t);
    }
    fixture_close(&t.f);
    assert_int_equal(t.wrong, 0);
}
#define TABLE_CHECK(cases) table_check((cases), sizeof(cases) / sizeof *(cases))

#endif
