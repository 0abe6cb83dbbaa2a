/* The mutation harness: one number of a claim that holds is changed, as people mistype it; was the
 * claim then found broken, was the changed number blamed, was the right one proposed? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus_cases.h"
#include "plumb/finding.h"

enum mutation { DIGIT, SWAP, TIMES_TEN, BY_TEN, DROPPED, MUTATIONS };
static const char *const mutation_names[] = {"one digit changed", "two digits exchanged", "× 10",
                                             "÷ 10", "one digit dropped"};

struct tally {
    size_t tried, detected, localised, repaired;
};

/* The mutated form of a number, or false when this mutation does not apply. `pick` varies places. */
static bool mutate(const char *old, enum mutation how, size_t pick, char out[64])
{
    size_t len = strlen(old), digits = 0, places[64];
    const char *point = strchr(old, '.');
    for (size_t i = 0; i < len && i < 40; i++)
        if (old[i] >= '0' && old[i] <= '9')
            places[digits++] = i;
    if (digits < 3 || len > 40)
        return false;
    snprintf(out, 64, "%s", old);
    size_t at = places[pick % (digits < 3 ? digits : 3)];
    if (how == DIGIT) {
        out[at] = (char)('0' + (old[at] - '0' + 1 + (int)(pick % 8)) % 10);
    } else if (how == SWAP) {
        size_t k = pick % (digits - 1);
        if (old[places[k]] == old[places[k + 1]])
            return false;
        out[places[k]] = old[places[k + 1]];
        out[places[k + 1]] = old[places[k]];
    } else if (how == TIMES_TEN && !point) {
        snprintf(out, 64, "%s0", old);
    } else if (how == TIMES_TEN && point[2]) {
        size_t p = (size_t)(point - old);
        out[p] = old[p + 1];
        out[p + 1] = '.';
    } else if (how == BY_TEN && point && point > old + 1) {
        size_t p = (size_t)(point - old);
        out[p] = old[p - 1];
        out[p - 1] = '.';
    } else if (how == DROPPED) {
        memmove(out + at, out + at + 1, len - at);
    } else {
        return false;
    }
    return out[0] != '0' && out[0] != '.' && out[strlen(out) - 1] != '.' && strcmp(out, old) != 0;
}

/* Offset of a whole number in the text when it stands there exactly once. */
static bool find_once(const struct passage *p, const char *number, size_t *at)
{
    size_t len = strlen(number), found = 0;
    for (const char *s = p->text; (s = strstr(s, number)); s += len) {
        char before = s == p->text ? ' ' : s[-1], after = s[len];
        if (strchr("0123456789.,", before) || strchr("0123456789", after) ||
            (after == '.' && s[len + 1] >= '0' && s[len + 1] <= '9'))
            continue;
        *at = (size_t)(s - p->text);
        found++;
    }
    return found == 1;
}

static bool says_broken(const struct plumb_extraction *e, const char *number)
{
    for (size_t i = 0; i < e->relation_count; i++)
        if (e->relations[i].verdict == PLUMB_VERDICT_INCONSISTENT &&
            corpus_relation_has(&e->relations[i], number))
            return true;
    return false;
}

static void judge(const struct corpus_tools *tools, const struct passage *p, size_t at,
                  const char *old, const char *changed, struct tally *tally)
{
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_buf text = {0};
    struct plumb_finding_list list = {0};
    struct plumb_error error = {0};
    plumb_buf_add(&text, p->text, at);
    plumb_buf_puts(&text, changed);
    plumb_buf_puts(&text, p->text + at + strlen(old));
    struct plumb_extraction *e =
        corpus_extract(tools, (struct plumb_str){text.data, text.len}, arena);
    if (e && plumb_consistency_findings(tools->catalogue, e, arena, &list, &error) == PLUMB_OK) {
        tally->tried++;
        tally->detected += says_broken(e, changed);
        bool blamed = false, right = false;
        for (size_t i = 0; i < list.count; i++)
            if (list.items[i].suspect_count &&
                corpus_same_number(list.items[i].suspects[0].text, changed)) {
                blamed = true;
                const char *proposed = list.items[i].suspects[0].proposed;
                right = right || (proposed && corpus_same_number(plumb_str_from(proposed), old));
            }
        tally->localised += blamed;
        tally->repaired += right;
    }
    plumb_buf_free(&text);
    plumb_arena_free(arena);
}

static void print_row(const char *name, const struct tally *t)
{
    if (t->tried)
        printf("| %s | %zu | %.1f %% | %.1f %% | %.1f %% |\n", name, t->tried,
               100.0 * (double)t->detected / (double)t->tried,
               100.0 * (double)t->localised / (double)t->tried,
               100.0 * (double)t->repaired / (double)t->tried);
}

static void add(struct tally *sum, const struct tally *one)
{
    sum->tried += one->tried;
    sum->detected += one->detected;
    sum->localised += one->localised;
    sum->repaired += one->repaired;
}

size_t corpus_mutate(const struct corpus_tools *tools, struct passage *const *list, size_t count)
{
    struct tally by_mutation[MUTATIONS] = {{0}}, by_kind[PLUMB_REL_REPORT + 1] = {{0}}, all = {0};
    size_t claims = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < list[i]->want_count; k++) {
            struct want w;
            if (!corpus_parse_want(list[i]->wants[k], &w) || strcmp(w.word, "holds") != 0)
                continue;
            claims++;
            for (size_t n = 0; n < w.count; n++)
                for (int m = 0; m < MUTATIONS; m++) {
                    char changed[64];
                    size_t at = 0;
                    struct tally one = {0};
                    if (!find_once(list[i], w.numbers[n], &at) ||
                        !mutate(w.numbers[n], (enum mutation)m, i + n, changed))
                        continue;
                    judge(tools, list[i], at, w.numbers[n], changed, &one);
                    add(&by_mutation[m], &one);
                    add(&all, &one);
                    for (int kind = 0; kind <= PLUMB_REL_REPORT; kind++)
                        if (strcmp(w.kind,
                                   plumb_relation_kind_name((enum plumb_relation_kind)kind)) == 0)
                            add(&by_kind[kind], &one);
                }
        }
    printf("| injected | tried | detected | localised | repaired |\n| --- | --- | --- | --- | --- "
           "|\n");
    for (int m = 0; m < MUTATIONS; m++)
        print_row(mutation_names[m], &by_mutation[m]);
    for (int kind = 0; kind <= PLUMB_REL_REPORT; kind++)
        print_row(plumb_relation_kind_name((enum plumb_relation_kind)kind), &by_kind[kind]);
    print_row("all", &all);
    return claims;
}
