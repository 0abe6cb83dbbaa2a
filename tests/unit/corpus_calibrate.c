/* Is a finding shown with confidence 0.9 right nine times in ten? Over the passages as they stand and over
 * each number of a claim that holds, changed as people mistype it: a finding is right when it quotes a
 * number that a `breaks` line names, or the changed one. Findings that are there without the change too
 * are not counted again; what an `open` line leaves undecided is not counted at all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus_cases.h"
#include "plumb/finding.h"

enum { BINS = 6 };
static const double lowest[BINS] = {0, 0.4, 0.6, 0.7, 0.8, 0.9};

struct reliability {
    size_t shown[BINS], right[BINS];
    double confidence[BINS];
};

static void count(struct reliability *r, double confidence, bool right)
{
    int bin = BINS - 1;
    while (bin > 0 && confidence < lowest[bin] - 1e-9)
        bin--;
    r->shown[bin]++;
    r->right[bin] += right;
    r->confidence[bin] += confidence;
}

static bool quotes(const struct plumb_finding *f, const char *number)
{
    for (size_t i = 0; i < f->evidence_count; i++)
        if (corpus_same_number(f->evidence[i].text, number))
            return true;
    return false;
}

/* 1 right, 0 wrong, -1 undecided by the passage's expectations. */
static int expected(const struct passage *p, const struct plumb_finding *f)
{
    int verdict = 0;
    for (size_t i = 0; i < p->want_count; i++) {
        struct want w;
        if (!corpus_parse_want(p->wants[i], &w) || strcmp(w.word, "holds") == 0)
            continue;
        bool met = w.count == 0;
        for (size_t n = 0; n < w.count; n++)
            met = met || quotes(f, w.numbers[n]);
        if (met && strcmp(w.word, "breaks") == 0)
            return 1;
        verdict = met ? -1 : verdict;
    }
    return verdict;
}

static bool same_finding(const struct plumb_finding *a, const struct plumb_finding *b)
{
    return strcmp(a->check, b->check) == 0 && strcmp(a->subject, b->subject) == 0 &&
           strcmp(a->stated, b->stated) == 0;
}

static bool find(const struct corpus_tools *tools, struct plumb_str text, struct plumb_arena *arena,
                 struct plumb_finding_list *out)
{
    struct plumb_error error = {0};
    struct plumb_extraction *e = corpus_extract(tools, text, arena);
    *out = (struct plumb_finding_list){0};
    return e && plumb_consistency_findings(tools->catalogue, e, arena, out, &error) == PLUMB_OK;
}

/* The passage with one number changed. */
static void count_changed(const struct corpus_tools *tools, const struct passage *p, size_t at,
                          const char *old, const char *changed,
                          const struct plumb_finding_list *before, struct reliability *r)
{
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_buf text = {0};
    struct plumb_finding_list list;
    plumb_buf_add(&text, p->text, at);
    plumb_buf_puts(&text, changed);
    plumb_buf_puts(&text, p->text + at + strlen(old));
    if (find(tools, (struct plumb_str){text.data, text.len}, arena, &list))
        for (size_t i = 0; i < list.count; i++) {
            bool known = false;
            for (size_t k = 0; k < before->count && !known; k++)
                known = same_finding(&list.items[i], &before->items[k]);
            if (!known)
                count(r, list.items[i].confidence, quotes(&list.items[i], changed));
        }
    plumb_buf_free(&text);
    plumb_arena_free(arena);
}

static void count_passage(const struct corpus_tools *tools, const struct passage *p, size_t pick,
                          struct reliability *still, struct reliability *moved)
{
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_finding_list before;
    bool good = find(tools, (struct plumb_str){p->text, p->len}, arena, &before);
    for (size_t i = 0; good && i < before.count; i++) {
        int right = expected(p, &before.items[i]);
        if (right >= 0)
            count(still, before.items[i].confidence, right > 0);
    }
    for (size_t i = 0; good && i < p->want_count; i++) {
        struct want w;
        if (!corpus_parse_want(p->wants[i], &w) || strcmp(w.word, "holds") != 0)
            continue;
        for (size_t n = 0; n < w.count; n++) {
            char changed[64];
            size_t at = 0;
            for (int how = 0; how < CORPUS_TYPOS; how++)
                if (corpus_find_once(p, w.numbers[n], &at) &&
                    corpus_mistype(w.numbers[n], how, pick + n, changed))
                    count_changed(tools, p, at, w.numbers[n], changed, &before, moved);
        }
    }
    plumb_arena_free(arena);
}

static void print(const char *title, const struct reliability *r)
{
    for (int b = BINS; b-- > 0;)
        if (r->shown[b])
            printf("| %s | %.1f–%.1f | %zu | %.2f | %.1f %% |\n", title, lowest[b],
                   b + 1 < BINS ? lowest[b + 1] : 1.0, r->shown[b],
                   r->confidence[b] / (double)r->shown[b],
                   100.0 * (double)r->right[b] / (double)r->shown[b]);
}

size_t corpus_calibrate(const struct corpus_tools *tools, struct passage *const *list, size_t n)
{
    struct reliability still = {{0}, {0}, {0}}, moved = {{0}, {0}, {0}};
    size_t shown = 0;
    for (size_t i = 0; i < n; i++)
        count_passage(tools, list[i], i, &still, &moved);
    printf("| sample | confidence | findings | mean confidence | right |\n"
           "| --- | --- | --- | --- | --- |\n");
    print("passages as they stand", &still);
    print("passages with one number changed", &moved);
    for (int b = 0; b < BINS; b++)
        shown += still.shown[b] + moved.shown[b];
    return shown;
}
