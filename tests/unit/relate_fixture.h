/* Passages and the relations they must give. Each case is a text written for the test with numbers
 * worked out by hand; the relation looked for is named by its kind and its stated number. */
#ifndef PLUMB_RELATE_FIXTURE_H
#define PLUMB_RELATE_FIXTURE_H

#include "test_support.h"

#include "plumb/extract.h"

struct relate_case {
    const char *text;
    const char *stated; /* as printed; NULL: nothing in the text may be flagged */
    enum plumb_verdict verdict;
};

#define HOLDS PLUMB_VERDICT_CONSISTENT
#define ROUNDS PLUMB_VERDICT_ROUNDING
#define BREAKS PLUMB_VERDICT_INCONSISTENT
#define OPEN PLUMB_VERDICT_UNTESTABLE
/* Nothing in the text may be flagged. */
#define QUIET(passage)                                                                             \
    {                                                                                              \
        (passage), NULL, PLUMB_VERDICT_CONSISTENT                                                  \
    }

struct relate_fixture {
    struct plumb_catalogue *catalogue;
    struct plumb_extractor *extractor;
    struct plumb_arena *arena;
    struct plumb_extraction *extraction;
};

static inline void relate_open(struct relate_fixture *f)
{
    struct plumb_error error;
    memset(f, 0, sizeof *f);
    assert_int_equal(plumb_catalogue_load(NULL, &f->catalogue, &error), PLUMB_OK);
    assert_int_equal(plumb_extractor_new(f->catalogue, &f->extractor, &error), PLUMB_OK);
}

static inline void relate_read(struct relate_fixture *f, const char *text)
{
    struct plumb_error error;
    struct plumb_document *document = NULL;
    struct plumb_read_limits limits = plumb_read_limits_default();
    plumb_arena_free(f->arena);
    f->arena = plumb_arena_new();
    assert_non_null(f->arena);
    assert_int_equal(
        plumb_read_text("case.txt", plumb_str_from(text), &limits, f->arena, &document, &error),
        PLUMB_OK);
    assert_int_equal(plumb_extract(f->extractor, document, f->arena, &f->extraction, &error),
                     PLUMB_OK);
}

static inline void relate_close(struct relate_fixture *f)
{
    plumb_arena_free(f->arena);
    plumb_extractor_free(f->extractor);
    plumb_catalogue_free(f->catalogue);
}

static inline bool relate_states(const struct plumb_relation *r, const char *stated)
{
    return plumb_str_equal(r->stated.text, plumb_str_from(stated));
}

/* The worst verdict of the relations of that kind and stated number is what the reader sees. */
static inline const struct plumb_relation *
relate_find(const struct relate_fixture *f, enum plumb_relation_kind kind, const char *stated)
{
    const struct plumb_relation *found = NULL;
    for (size_t i = 0; i < f->extraction->relation_count; i++) {
        const struct plumb_relation *r = &f->extraction->relations[i];
        if (r->kind == kind && relate_states(r, stated) &&
            (!found || r->verdict == PLUMB_VERDICT_INCONSISTENT))
            found = r;
    }
    return found;
}

static inline size_t relate_flags(const struct relate_fixture *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->extraction->relation_count; i++) {
        const struct plumb_relation *r = &f->extraction->relations[i];
        if (r->verdict != PLUMB_VERDICT_INCONSISTENT)
            continue;
        n++;
        print_message("  flagged: %s %.*s: %s\n", plumb_relation_kind_name(r->kind),
                      PLUMB_STR_ARG(r->stated.text),
                      r->recomputation ? r->recomputation
                      : r->reason      ? r->reason
                                       : "");
    }
    return n;
}

/* All cases of one kind of relation; every wrong one is named before the test fails. */
static inline void relate_check(enum plumb_relation_kind kind, const struct relate_case *cases,
                                size_t count)
{
    struct relate_fixture f;
    size_t wrong = 0;
    relate_open(&f);
    for (size_t i = 0; i < count; i++) {
        relate_read(&f, cases[i].text);
        if (!cases[i].stated || cases[i].verdict != PLUMB_VERDICT_INCONSISTENT) {
            if (relate_flags(&f) > 0) {
                print_message("flagged, but sound: %s\n", cases[i].text);
                wrong++;
            }
        }
        if (!cases[i].stated)
            continue;
        const struct plumb_relation *r = relate_find(&f, kind, cases[i].stated);
        if (!r || r->verdict != cases[i].verdict) {
            print_message("%s: want %s of %s, got %s (%s)\n", cases[i].text,
                          plumb_verdict_name(cases[i].verdict), cases[i].stated,
                          r ? plumb_verdict_name(r->verdict) : "no relation",
                          r && r->recomputation ? r->recomputation : "");
            wrong++;
        }
    }
    relate_close(&f);
    assert_int_equal(wrong, 0);
}

#define RELATE_CHECK(kind, cases) relate_check((kind), (cases), sizeof(cases) / sizeof(cases)[0])

#endif
