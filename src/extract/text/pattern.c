/* Compilation and matching of cue patterns; the one place that knows PCRE2. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include "extract/text/pattern.h"
#include "extract/text/pattern_gate.h"

/* Templates are short; a pattern that needs more steps than this has run away. */
#define STEPS_MAX 200000

struct compiled_list {
    pcre2_code **codes;               /* [count] */
    struct plumb_pattern_gate *gates; /* [count] */
    size_t count;
};

struct plumb_pattern_table {
    size_t set_count;
    struct compiled_list sets[]; /* [set_count] */
};

struct plumb_matcher {
    pcre2_match_data *data;
    pcre2_match_context *context;
};

static void *pcre_malloc(size_t size, void *unused)
{
    (void)unused;
    return plumb_malloc(size);
}

static void pcre_free(void *block, void *unused)
{
    (void)unused;
    plumb_free(block);
}

static enum plumb_status compile_one(const struct plumb_pattern_list *list, size_t index,
                                     pcre2_compile_context *context, pcre2_code **out,
                                     struct plumb_error *error)
{
    const char *source = list->sources[index];
    int code = 0;
    PCRE2_SIZE at = 0;
    *out = pcre2_compile((PCRE2_SPTR)source, PCRE2_ZERO_TERMINATED,
                         PCRE2_UTF | PCRE2_UCP | PCRE2_NO_UTF_CHECK, &code, &at, context);
    if (!*out && code == PCRE2_ERROR_HEAP_FAILED)
        return plumb_fail_nomem(error);
    if (!*out) {
        PCRE2_UCHAR why[160] = {0};
        pcre2_get_error_message(code, why, sizeof why);
        return plumb_fail(error, PLUMB_E_INTERNAL,
                          "Pattern %zu of %s is wrong at byte %zu (%s): report this defect.", index,
                          list->name, (size_t)at, (const char *)why);
    }
    /* Without JIT (hardened kernels) the interpreter gives the same matches, only slower. */
    (void)pcre2_jit_compile(*out, PCRE2_JIT_COMPLETE);
    return PLUMB_OK;
}

static enum plumb_status compile_list(const struct plumb_pattern_list *list,
                                      pcre2_compile_context *context, struct compiled_list *out,
                                      struct plumb_error *error)
{
    enum plumb_status status = PLUMB_OK;
    out->codes = plumb_calloc(list->count, sizeof *out->codes);
    out->gates = plumb_calloc(list->count, sizeof *out->gates);
    if ((!out->codes || !out->gates) && list->count)
        return plumb_fail_nomem(error);
    for (size_t i = 0; status == PLUMB_OK && i < list->count; i++) {
        out->count = i + 1;
        out->gates[i] = plumb_pattern_gate_of(list->sources[i]);
        status = compile_one(list, i, context, &out->codes[i], error);
    }
    return status;
}

enum plumb_status plumb_patterns_compile(const struct plumb_pattern_list *const *lists,
                                         size_t list_count, struct plumb_pattern_table **out,
                                         struct plumb_error *error)
{
    enum plumb_status status = PLUMB_OK;
    pcre2_general_context *memory = pcre2_general_context_create(pcre_malloc, pcre_free, NULL);
    pcre2_compile_context *context = memory ? pcre2_compile_context_create(memory) : NULL;
    struct plumb_pattern_table *table =
        plumb_calloc(1, sizeof *table + list_count * sizeof *table->sets);
    *out = NULL;
    if (!context || !table)
        status = plumb_fail_nomem(error);
    else
        table->set_count = list_count;
    for (size_t s = 0; status == PLUMB_OK && s < list_count; s++)
        status = compile_list(lists[s], context, &table->sets[s], error);
    if (status == PLUMB_OK) {
        *out = table;
        table = NULL;
    }
    plumb_patterns_free(table);
    pcre2_compile_context_free(context);
    pcre2_general_context_free(memory);
    return status;
}

void plumb_patterns_free(struct plumb_pattern_table *table)
{
    if (!table)
        return;
    for (size_t s = 0; s < table->set_count; s++) {
        for (size_t i = 0; i < table->sets[s].count; i++)
            pcre2_code_free(table->sets[s].codes[i]);
        plumb_free(table->sets[s].codes);
        plumb_free(table->sets[s].gates);
    }
    plumb_free(table);
}

const struct plumb_pattern_gate *plumb_patterns_gate(const struct plumb_pattern_table *table,
                                                     size_t set, size_t index)
{
    return set < table->set_count && index < table->sets[set].count ? &table->sets[set].gates[index]
                                                                    : NULL;
}

struct plumb_matcher *plumb_matcher_new(void)
{
    pcre2_general_context *memory = pcre2_general_context_create(pcre_malloc, pcre_free, NULL);
    struct plumb_matcher *matcher = plumb_calloc(1, sizeof *matcher);
    if (memory && matcher) {
        matcher->data = pcre2_match_data_create(64, memory);
        matcher->context = pcre2_match_context_create(memory);
    }
    pcre2_general_context_free(memory);
    if (!matcher || !matcher->data || !matcher->context) {
        plumb_matcher_free(matcher);
        return NULL;
    }
    pcre2_set_match_limit(matcher->context, STEPS_MAX);
    return matcher;
}

void plumb_matcher_free(struct plumb_matcher *matcher)
{
    if (!matcher)
        return;
    pcre2_match_data_free(matcher->data);
    pcre2_match_context_free(matcher->context);
    plumb_free(matcher);
}

bool plumb_patterns_match(const struct plumb_pattern_table *table, struct plumb_matcher *matcher,
                          size_t set, size_t index, struct plumb_str subject, size_t at,
                          struct plumb_match *match)
{
    if (at > subject.len || set >= table->set_count || index >= table->sets[set].count)
        return false;
    int groups = pcre2_match(table->sets[set].codes[index], (PCRE2_SPTR)subject.ptr, subject.len,
                             at, PCRE2_NO_UTF_CHECK, matcher->data, matcher->context);
    if (groups < 1)
        return false;
    const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(matcher->data);
    for (size_t g = 0; g < PLUMB_MATCH_GROUPS; g++) {
        bool is_set = g < (size_t)groups && offsets[2 * g] != PCRE2_UNSET;
        match->from[g] = is_set ? offsets[2 * g] : PLUMB_NPOS;
        match->group[g] =
            is_set ? plumb_str_sub(subject, offsets[2 * g], offsets[2 * g + 1]) : PLUMB_STR("");
    }
    match->all = match->group[0];
    match->next = offsets[1];
    if (match->all.len == 0)
        plumb_utf8_decode(subject, &match->next);
    return true;
}

uint32_t plumb_template_code(struct plumb_str template, size_t at)
{
    uint32_t cp = plumb_utf8_decode(template, &at);
    return cp >= 0xE000 && cp <= 0xF8FF ? cp : 0;
}
