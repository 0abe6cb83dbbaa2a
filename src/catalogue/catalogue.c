/* The catalogue: built in, overridden by rules, looked up by id and by printed label. */
#include "base/embedded.h"
#include "catalogue/catalogue_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EMBEDDED_NAME_MAX = 160 };

static enum plumb_status read_embedded(struct plumb_catalogue *catalogue, const char *name,
                                       struct plumb_error *error)
{
    const struct plumb_embedded *file = plumb_embedded_find(name);
    if (!file)
        return plumb_fail(error, PLUMB_E_INTERNAL, "The library was built without \"%s\".", name);
    struct plumb_str text = {(const char *)file->data, file->len};
    return plumb_catalogue_read(catalogue, name, text, error);
}

/* ---- labels ---- */

static int by_key(const void *a, const void *b)
{
    const struct label_entry *x = a, *y = b;
    int order = plumb_str_compare(x->key, y->key);
    return order ? order : (x->indicator > y->indicator) - (x->indicator < y->indicator);
}

static enum plumb_status check_labels(const struct plumb_catalogue *c, struct plumb_error *error)
{
    for (size_t i = 1; i < c->label_count; i++) {
        const struct label_entry *a = &c->labels[i - 1], *b = &c->labels[i];
        if (a->indicator != b->indicator && plumb_str_equal(a->key, b->key))
            return plumb_fail(error, PLUMB_E_FORMAT,
                              "The label \"%.*s\" belongs to two indicators, \"%s\" and \"%s\".",
                              PLUMB_STR_ARG(b->key), c->indicators[a->indicator].id,
                              c->indicators[b->indicator].id);
    }
    return PLUMB_OK;
}

static enum plumb_status index_labels(struct plumb_catalogue *c, struct plumb_error *error)
{
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(c->arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(c->arena, outer);
        return plumb_fail_nomem(error);
    }
    for (size_t i = 0; i < c->indicator_count; i++)
        for (size_t k = 0; k < c->indicators[i].synonym_count; k++) {
            struct label_entry *entry =
                PLUMB_PUSH(c->arena, c->labels, c->label_count, c->label_capacity);
            entry->key = plumb_label_key(c->arena, plumb_str_from(c->indicators[i].synonyms[k]));
            entry->indicator = i;
        }
    plumb_arena_on_nomem(c->arena, outer);
    if (c->label_count)
        qsort(c->labels, c->label_count, sizeof *c->labels, by_key);
    return check_labels(c, error);
}

/* Formulas and check ids must point at entries that exist; only known when all files are read. */
static enum plumb_status check_references(const struct plumb_catalogue *c,
                                          struct plumb_error *error)
{
    for (size_t i = 0; i < c->indicator_count; i++) {
        const struct plumb_indicator *indicator = &c->indicators[i];
        if (indicator->check && !plumb_catalogue_find_check(c, indicator->check))
            return plumb_fail(error, PLUMB_E_FORMAT,
                              "Indicator \"%s\", field \"check\": there is no check \"%s\".",
                              indicator->id, indicator->check);
        for (size_t f = 0; f < indicator->alternative_count + 1; f++) {
            const struct plumb_formula *formula =
                f ? indicator->alternative_formulas[f - 1] : indicator->formula;
            for (size_t k = 0; formula && k < plumb_formula_input_count(formula); k++) {
                const char *id = plumb_formula_input(formula, k, NULL);
                if (!plumb_catalogue_find_indicator(c, id))
                    return plumb_fail(error, PLUMB_E_FORMAT,
                                      "Indicator \"%s\", field \"%s\": there is no indicator "
                                      "\"%s\".",
                                      indicator->id, f ? "alternatives" : "formula", id);
            }
        }
    }
    return PLUMB_OK;
}

enum plumb_status plumb_catalogue_load(const char *rules_path, struct plumb_catalogue **out,
                                       struct plumb_error *error)
{
    *out = NULL;
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_catalogue *c = arena ? plumb_arena_alloc(arena, sizeof *c) : NULL;
    if (!c) {
        plumb_arena_free(arena);
        return plumb_fail_nomem(error);
    }
    c->arena = arena;
    enum plumb_status status = read_embedded(c, "catalogue/checks.json", error);
    if (status == PLUMB_OK)
        status = read_embedded(c, "catalogue/indicators.json", error);
    if (status == PLUMB_OK && rules_path)
        status = plumb_catalogue_read_rules(c, rules_path, error);
    if (status == PLUMB_OK)
        status = check_references(c, error);
    if (status == PLUMB_OK)
        status = index_labels(c, error);
    if (status != PLUMB_OK) {
        plumb_catalogue_free(c);
        return status;
    }
    *out = c;
    return PLUMB_OK;
}

void plumb_catalogue_free(struct plumb_catalogue *catalogue)
{
    if (!catalogue)
        return;
    for (size_t i = 0; i < catalogue->formula_count; i++)
        plumb_formula_free(catalogue->formulas[i]);
    plumb_arena_free(catalogue->arena);
}

/* ---- look-up ---- */

size_t plumb_catalogue_indicator_count(const struct plumb_catalogue *catalogue)
{
    return catalogue->indicator_count;
}

const struct plumb_indicator *plumb_catalogue_indicator(const struct plumb_catalogue *catalogue,
                                                        size_t index)
{
    return index < catalogue->indicator_count ? &catalogue->indicators[index] : NULL;
}

const struct plumb_indicator *
plumb_catalogue_find_indicator(const struct plumb_catalogue *catalogue, const char *id)
{
    /* facts hold the very ids of the catalogue: most are found without comparing letters */
    for (size_t i = 0; id && i < catalogue->indicator_count; i++)
        if (catalogue->indicators[i].id == id)
            return &catalogue->indicators[i];
    for (size_t i = 0; id && i < catalogue->indicator_count; i++)
        if (strcmp(catalogue->indicators[i].id, id) == 0)
            return &catalogue->indicators[i];
    return NULL;
}

static const struct label_entry *find_key(const struct plumb_catalogue *c, struct plumb_str key)
{
    size_t low = 0, high = c->label_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = plumb_str_compare(c->labels[middle].key, key);
        if (order == 0)
            return &c->labels[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct plumb_indicator *plumb_catalogue_match_label(const struct plumb_catalogue *catalogue,
                                                          struct plumb_str label)
{
    char text[256]; /* most labels need no memory of their own */
    size_t len = 0;
    if (label.len <= sizeof text && plumb_label_key_simple(label, text, &len)) {
        const struct label_entry *entry =
            len ? find_key(catalogue, (struct plumb_str){text, len}) : NULL;
        return entry ? &catalogue->indicators[entry->indicator] : NULL;
    }
    struct plumb_arena *scratch = label.len ? plumb_arena_new() : NULL;
    if (!scratch)
        return NULL;
    struct plumb_str key = plumb_label_key(scratch, label);
    const struct label_entry *entry = key.ptr && key.len ? find_key(catalogue, key) : NULL;
    plumb_arena_free(scratch);
    return entry ? &catalogue->indicators[entry->indicator] : NULL;
}

size_t plumb_catalogue_check_count(const struct plumb_catalogue *catalogue)
{
    return catalogue->check_count;
}

const struct plumb_check *plumb_catalogue_check(const struct plumb_catalogue *catalogue,
                                                size_t index)
{
    return index < catalogue->check_count ? &catalogue->checks[index] : NULL;
}

const struct plumb_check *plumb_catalogue_find_check(const struct plumb_catalogue *catalogue,
                                                     const char *id)
{
    for (size_t i = 0; id && i < catalogue->check_count; i++)
        if (strcmp(catalogue->checks[i].id, id) == 0)
            return &catalogue->checks[i];
    return NULL;
}

double plumb_check_parameter(const struct plumb_check *check, const char *name, double fallback)
{
    for (size_t i = 0; check && i < check->parameter_count; i++)
        if (strcmp(check->parameter_names[i], name) == 0)
            return check->parameter_values[i];
    return fallback;
}

struct plumb_str plumb_check_card(const char *id)
{
    char name[EMBEDDED_NAME_MAX];
    int len = snprintf(name, sizeof name, "catalogue/cards/%s.md", id ? id : "");
    if (len < 0 || (size_t)len >= sizeof name)
        return PLUMB_STR("");
    const struct plumb_embedded *file = plumb_embedded_find(name);
    return file ? (struct plumb_str){(const char *)file->data, file->len} : PLUMB_STR("");
}
