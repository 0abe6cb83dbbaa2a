/* The mutation harness: one number of a claim that holds is changed, as people mistype it; was the
 * claim then found broken, was the changed number blamed, was the right one proposed? */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus_oracle.h"
#include "plumb/finding.h"

enum mutation {
    DIGIT,
    SWAP,
    TIMES_TEN,
    BY_TEN,
    DROPPED,
    SIBLING,
    UNIT,
    ROUNDED, /* from here on lawful renderings: nothing may be found broken */
    TRUNCATED,
    MUTATIONS
};
static const char *const mutation_names[] = {"one digit changed",
                                             "two digits exchanged",
                                             "× 10",
                                             "÷ 10",
                                             "one digit dropped",
                                             "a neighbour's number (stale year, wrong cell)",
                                             "万元 for 元 and the like",
                                             "printed with one decimal less, rounded",
                                             "printed with one decimal less, truncated"};

enum { CERTAINTIES = 3 };
static const char *const certainties[CERTAINTIES] = {"certain", "likely", "one of"};

struct tally {
    size_t tried, detected, named, localised, repaired;
    /* how sure the first suspects were called, and how often they were the changed number */
    size_t said[CERTAINTIES], right[CERTAINTIES];
};

/* One decimal less. A number that ends there anyway (0.50) is left alone. */
static bool render(const char *old, bool rounded, char out[64])
{
    const char *point = strchr(old, '.');
    size_t len = strlen(old);
    if (!point || len < 4 || len > 40 || point[1] == '\0' || old[len - 1] == '0')
        return false;
    size_t decimals = len - 1 - (size_t)(point - old);
    double value = strtod(old, NULL), scale = 1;
    for (size_t i = 1; i < decimals; i++)
        scale *= 10;
    double cut = value * scale;
    long long whole = (long long)cut;
    bool up = rounded && old[len - 1] >= '5';
    snprintf(out, 64, "%.*f", (int)decimals - 1, (double)(whole + up) / scale);
    return value > 0 && strcmp(out, old) != 0;
}

/* The mutated form of a number, or false when this mutation does not apply. `pick` varies places. */
bool corpus_mistype(const char *old, int how, size_t pick, char out[64])
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
bool corpus_find_once(const struct passage *p, const char *number, size_t *at)
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

/* The unit printed behind a number and the one it is mistaken for. */
static bool other_unit(const char *behind, const char **old, const char **other)
{
    static const char *const units[][2] = {
        {"万元", "元"}, {"亿元", "万元"}, {"元", "万元"}, {"%", "‰"}, {"万人次", "人次"}};
    for (size_t i = 0; i < PLUMB_COUNT(units); i++)
        if (strncmp(behind, units[i][0], strlen(units[i][0])) == 0) {
            *old = units[i][0];
            *other = units[i][1];
            const char *after = behind + strlen(units[i][0]);
            return strncmp(after, "/", 1) != 0;
        }
    return false;
}

/* What stands at `at` and what is to stand there instead, unit included when that is what changes. */
static bool mutate(const struct passage *p, const struct want *w, size_t n, enum mutation how,
                   size_t pick, size_t at, char old[64], char changed[64])
{
    const char *number = w->numbers[n], *unit, *other;
    snprintf(old, 64, "%s", number);
    /* rates only: an amount with fewer decimals than its siblings has dropped zeros (DOMAIN §1.2) */
    if (how == ROUNDED || how == TRUNCATED)
        return p->text[at + strlen(number)] == '%' && render(number, how == ROUNDED, changed);
    if (how == UNIT) {
        if (strlen(number) > 40 || !other_unit(p->text + at + strlen(number), &unit, &other))
            return false;
        snprintf(old, 64, "%s%s", number, unit);
        snprintf(changed, 64, "%s%s", number, other);
        return true;
    }
    if (how == SIBLING) {
        const char *neighbour = w->numbers[(n + 1) % w->count];
        size_t digits = strspn(neighbour, "0123456789");
        snprintf(changed, 64, "%s", neighbour);
        /* of the same size, or nobody would have taken it for the other */
        return w->count >= 3 && strcmp(neighbour, number) != 0 && digits >= 2 &&
               digits == strspn(number, "0123456789") &&
               !strchr(neighbour, '.') == !strchr(number, '.');
    }
    return corpus_mistype(number, (int)how, pick, changed);
}

static bool says_broken(const struct plumb_extraction *e, const char *number)
{
    for (size_t i = 0; i < e->relation_count; i++)
        if (e->relations[i].verdict == PLUMB_VERDICT_INCONSISTENT &&
            corpus_relation_has(&e->relations[i], number))
            return true;
    return false;
}

/* The number without its unit. */
static void number_of(const char *text, char out[64])
{
    size_t len = strspn(text, "0123456789.,-");
    snprintf(out, 64, "%.*s", (int)len, text);
}

/* What a unit does to the size of the number: "万元" for "元" and so on. */
static double unit_factor(const char *text)
{
    static const struct {
        const char *unit;
        double times;
    } units[] = {{"万元", 1e4}, {"亿元", 1e8}, {"万人次", 1e4}, {"‰", 0.1}};
    const char *unit = text + strspn(text, "0123456789.,-");
    for (size_t i = 0; i < PLUMB_COUNT(units); i++)
        if (strncmp(unit, units[i].unit, strlen(units[i].unit)) == 0)
            return units[i].times;
    return 1;
}

/* Does the proposal put things right: the old number, or the old number and unit told in the unit that
 * is printed now? */
static bool is_repair(const char *proposed, const char *old, const char *printed)
{
    char plain[64];
    size_t n = 0;
    for (const char *p = proposed; p && *p && n < 63; p++)
        if (*p != ',')
            plain[n++] = *p;
    plain[n] = '\0';
    /* a proposal without a unit is told in the printed one; 90.0 for 90.00 puts it right as well */
    bool has_unit = plain[strspn(plain, "0123456789.-")] != '\0';
    double meant = strtod(plain, NULL) * unit_factor(has_unit ? plain : printed);
    double was = strtod(old, NULL) * unit_factor(old);
    return n > 0 && fabs(meant - was) <= 1e-9 * (1 + fabs(was));
}

static const char *const fate_names[CORPUS_FATES] = {"no error left", "undeclared", "stands alone",
                                                     "decidable"};

struct tell {
    const char *kind; /* of the claim */
    enum corpus_fate fate;
    bool list_it;
};

static void count_certainty(const struct plumb_finding *f, const char *changed, struct tally *t)
{
    bool about = false;
    for (size_t k = 0; k < f->suspect_count; k++)
        about = about || corpus_same_number(f->suspects[k].text, changed);
    for (int c = 0; c < CERTAINTIES && about; c++)
        if (strcmp(f->suspects[0].certainty, certainties[c]) == 0) {
            t->said[c]++;
            t->right[c] += corpus_same_number(f->suspects[0].text, changed);
        }
}

/* One line a miss, with what was blamed and proposed instead. */
static void list_miss(const struct tell *tell, const char *passage, const char *what,
                      const char *old, const char *changed, const struct plumb_finding_list *list)
{
    printf("%s\t%s\t%s\t%s\t%s -> %s", what, fate_names[tell->fate], tell->kind, passage, old,
           changed);
    for (size_t i = 0; i < list->count; i++) {
        const struct plumb_finding *f = &list->items[i];
        printf("\t[%s %s", f->check, f->stated);
        for (size_t k = 0; k < f->suspect_count; k++)
            printf(" %.*s=>%s", PLUMB_STR_ARG(f->suspects[k].text),
                   f->suspects[k].proposed ? f->suspects[k].proposed : "");
        printf("]");
    }
    printf("\n");
}

static void judge(const struct corpus_tools *tools, const struct passage *p, size_t at,
                  const char *old, const char *new_text, const struct tell *tell,
                  struct tally *tally)
{
    char changed[64];
    number_of(new_text, changed);
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_buf text = {0};
    struct plumb_finding_list list = {0};
    struct plumb_error error = {0};
    plumb_buf_add(&text, p->text, at);
    plumb_buf_puts(&text, new_text);
    plumb_buf_puts(&text, p->text + at + strlen(old));
    struct plumb_extraction *e =
        corpus_extract(tools, (struct plumb_str){text.data, text.len}, arena);
    if (e && plumb_consistency_findings(tools->catalogue, e, arena, &list, &error) == PLUMB_OK) {
        tally->tried++;
        bool detected = says_broken(e, changed);
        tally->detected += detected;
        bool blamed = false, right = false, named = false;
        for (size_t i = 0; i < list.count; i++) {
            for (size_t k = 0; k < list.items[i].suspect_count; k++)
                named = named || corpus_same_number(list.items[i].suspects[k].text, changed);
            count_certainty(&list.items[i], changed, tally);
            if (list.items[i].suspect_count &&
                corpus_same_number(list.items[i].suspects[0].text, changed)) {
                blamed = true;
                const char *proposed = list.items[i].suspects[0].proposed;
                right = right || is_repair(proposed, old, new_text);
            }
        }
        tally->named += named;
        tally->localised += blamed;
        tally->repaired += right;
        if (tell->list_it && !(detected && blamed && right))
            list_miss(tell, p->name,
                      !detected ? "undetected"
                      : !blamed ? "unlocalised"
                                : "unrepaired",
                      old, new_text, &list);
    }
    plumb_buf_free(&text);
    plumb_arena_free(arena);
}

static void print_row(const char *name, const struct tally *t)
{
    if (t->tried)
        printf("| %s | %zu | %.1f %% | %.1f %% | %.1f %% | %.1f %% |\n", name, t->tried,
               100.0 * (double)t->detected / (double)t->tried,
               100.0 * (double)t->named / (double)t->tried,
               100.0 * (double)t->localised / (double)t->tried,
               100.0 * (double)t->repaired / (double)t->tried);
}

static void add(struct tally *sum, const struct tally *one)
{
    sum->tried += one->tried;
    sum->detected += one->detected;
    sum->named += one->named;
    sum->localised += one->localised;
    sum->repaired += one->repaired;
    for (int c = 0; c < CERTAINTIES; c++) {
        sum->said[c] += one->said[c];
        sum->right[c] += one->right[c];
    }
}

struct totals {
    struct tally by_mutation[MUTATIONS], by_kind[PLUMB_REL_REPORT + 1], by_fate[CORPUS_FATES], all;
};

/* A target, a bound or a comparison that is as true with the changed number as before: 98 % reached of 95 % is
 * reached with 99 % too, so that there is no error to find. */
static bool stays_true(const struct want *w, size_t n, const char *old, const char *changed)
{
    bool one_sided = strcmp(w->kind, "target") == 0 || strcmp(w->kind, "comparison") == 0 ||
                     strcmp(w->kind, "bound") == 0;
    if (!one_sided || w->count != 2)
        return false;
    double before = strtod(old, NULL), after = strtod(changed, NULL);
    double other = strtod(w->numbers[1 - n], NULL);
    after *= unit_factor(changed) / unit_factor(old);
    return (before >= other) == (after >= other);
}

/* Every mutation of every number of one claim that holds. */
static void mutate_claim(const struct corpus_tools *tools, const struct passage *p,
                         const struct want *w, size_t pick, bool list_it, struct totals *totals)
{
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_extraction *before =
        corpus_extract(tools, (struct plumb_str){p->text, p->len}, arena);
    for (size_t n = 0; n < w->count; n++)
        for (int m = 0; m < MUTATIONS; m++) {
            char old[64], changed[64];
            size_t at = 0;
            struct tally one = {0};
            bool lawful = m >= ROUNDED;
            if (!corpus_find_once(p, w->numbers[n], &at) ||
                !mutate(p, w, n, (enum mutation)m, pick + n, at, old, changed) ||
                stays_true(w, n, old, changed))
                continue;
            struct tell tell = {w->kind, CORPUS_NO_ERROR, list_it && !lawful};
            if (before && !lawful)
                tell.fate = corpus_fate(before, w, old, changed, arena);
            judge(tools, p, at, old, changed, &tell, &one);
            if (!lawful) {
                add(&totals->by_fate[tell.fate], &one);
                if (tell.fate == CORPUS_NO_ERROR || tell.fate == CORPUS_UNDECLARED)
                    continue;
            }
            add(&totals->by_mutation[m], &one);
            if (lawful) {
                if (list_it && one.detected)
                    printf("false alarm\t%s\t%s -> %s\n", p->name, old, changed);
                continue;
            }
            add(&totals->all, &one);
            for (int kind = 0; kind <= PLUMB_REL_REPORT; kind++)
                if (strcmp(w->kind, plumb_relation_kind_name((enum plumb_relation_kind)kind)) == 0)
                    add(&totals->by_kind[kind], &one);
        }
    plumb_arena_free(arena);
}

static void print_totals(const struct totals *totals)
{
    printf("| injected | tried | detected | among the suspects | first suspect | repaired |\n"
           "| --- | --- | --- | --- | --- | --- |\n");
    for (int m = 0; m < ROUNDED; m++)
        print_row(mutation_names[m], &totals->by_mutation[m]);
    for (int kind = 0; kind <= PLUMB_REL_REPORT; kind++)
        print_row(plumb_relation_kind_name((enum plumb_relation_kind)kind), &totals->by_kind[kind]);
    print_row("all", &totals->all);
    for (int fate = CORPUS_FATES; fate-- > 0;)
        print_row(fate_names[fate], &totals->by_fate[fate]);
    printf("\n| the first suspect is called | findings | is the changed number |\n| --- | --- | "
           "--- |\n");
    for (int c = 0; c < CERTAINTIES; c++)
        if (totals->all.said[c])
            printf("| %s | %zu | %.1f %% |\n", certainties[c], totals->all.said[c],
                   100.0 * (double)totals->all.right[c] / (double)totals->all.said[c]);
    printf("\n| lawful rendering | tried | wrongly found broken |\n| --- | --- | --- |\n");
    for (int m = ROUNDED; m < MUTATIONS; m++)
        printf("| %s | %zu | %.1f %% |\n", mutation_names[m], totals->by_mutation[m].tried,
               100.0 * (double)totals->by_mutation[m].detected /
                   (double)totals->by_mutation[m].tried);
}

size_t corpus_mutate(const struct corpus_tools *tools, struct passage *const *list, size_t count,
                     bool list_it)
{
    struct totals totals = {0};
    size_t claims = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < list[i]->want_count; k++) {
            struct want w;
            if (!corpus_parse_want(list[i]->wants[k], &w) || strcmp(w.word, "holds") != 0)
                continue;
            claims++;
            mutate_claim(tools, list[i], &w, i, list_it, &totals);
        }
    print_totals(&totals);
    return claims;
}
