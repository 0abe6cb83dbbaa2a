/* Sentences copied inside one document: between the tables of different projects, or from the tasks
 * into the results. Duties, definitions and other standing text are not looked at. */
#include <string.h>

#include "extract/relate_int.h"

#define COPY_MIN 25       /* code points of a copied cell */
#define COPY_PROSE_MIN 40 /* of a copied passage of prose */
#define COPIES_MAX 3      /* text printed more often is a template */

struct piece {
    const struct plumb_sentence *sentence;
    struct plumb_str text; /* folded template */
    struct plumb_str item; /* project, for cells */
    size_t line, cps;
    uint64_t hash;
};

static bool standing_text(const struct plumb_extract_work *work, size_t block)
{
    for (size_t b = block; b != PLUMB_NPOS; b = work->document->blocks[b].parent) {
        struct plumb_str title = work->document->blocks[b].text.str;
        if (work->document->blocks[b].kind == PLUMB_BLOCK_HEADING &&
            PLUMB_HAS(title, "职能", "职责", "名词", "概况", "机构", "依据", "办法"))
            return true;
    }
    return false;
}

/* Project a cell belongs to: any fact of its table that names one. */
static struct plumb_str project_of(const struct plumb_extract_work *work, size_t block)
{
    for (size_t f = 0; f < work->fact_count; f++)
        if (work->facts[f].block == block && work->facts[f].item.len > 0)
            return work->facts[f].item;
    return PLUMB_STR("");
}

static size_t sentence_line(const struct plumb_extract_work *work,
                            const struct plumb_sentence *sentence)
{
    const struct plumb_block *block = &work->document->blocks[sentence->block];
    const struct plumb_text *text =
        sentence->row == PLUMB_NPOS
            ? &block->text
            : &block->table.rows[sentence->row].cells[sentence->column].text;
    return plumb_text_line(text, sentence->from);
}

/* The template with the numbers put back: a copy repeats them too. */
static uint64_t hash_of(const struct plumb_sentence *sentence)
{
    struct plumb_str text = plumb_str_trim(sentence->text);
    uint64_t hash = plumb_hash64(sentence->template.ptr, sentence->template.len, 7);
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(text, &at));
        if (cp >= '0' && cp <= '9')
            hash = hash * 1099511628211u + cp;
    }
    return hash;
}

static void push_copy(struct plumb_extract_work *work, const struct piece *a, const struct piece *b,
                      bool projects)
{
    struct plumb_judgement j = {
        .verdict = projects ? PLUMB_VERDICT_INCONSISTENT : PLUMB_VERDICT_ROUNDING,
        .reason = projects ? "the same words stand in the sheets of two projects"
                           : "a passage is printed twice in this report",
        .reason_zh = projects ? "不同项目表中文字完全相同" : "报告内文字重复"};
    struct plumb_term terms[2] = {
        plumb_term_words(PLUMB_ROLE_CUE, plumb_str_trim(a->sentence->text), a->line),
        plumb_term_words(PLUMB_ROLE_OTHER, plumb_str_trim(b->sentence->text), b->line)};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_REPORT, "similarity.copied", NULL);
    claim.subject = b->item.len > 0 ? b->item : terms[1].text;
    claim.confidence = projects ? 0.7 : 0.5;
    claim.line = b->line;
    plumb_claim_try(&claim, &j, terms, 2, "equal sentences", NULL);
    plumb_claim_push(&claim);
}

static size_t collect(struct plumb_extract_work *work, struct piece *pieces)
{
    size_t n = 0;
    size_t block = PLUMB_NPOS;
    struct plumb_str item = PLUMB_STR("");
    for (size_t s = 0; s < work->sentence_count; s++) {
        const struct plumb_sentence *sentence = &work->sentences[s];
        bool cell = sentence->row != PLUMB_NPOS;
        size_t cps = plumb_utf8_count(sentence->template);
        if (cps < (cell ? COPY_MIN : COPY_PROSE_MIN) || (!cell && sentence->fact_count == 0) ||
            standing_text(work, sentence->block))
            continue;
        if (cell && sentence->block != block) {
            block = sentence->block;
            item = project_of(work, block);
        }
        pieces[n++] = (struct piece){.sentence = sentence,
                                     .text = sentence->template,
                                     .item = cell ? item : PLUMB_STR(""),
                                     .line = sentence_line(work, sentence),
                                     .cps = cps,
                                     .hash = hash_of(sentence)};
    }
    return n;
}

void plumb_relate_copies(struct plumb_extract_work *work)
{
    struct piece *pieces = plumb_arena_array(work->arena, work->sentence_count + 1, sizeof *pieces);
    size_t n = collect(work, pieces);
    for (size_t i = 0; i < n; i++) {
        size_t copies = 0, last = 0;
        bool first = true;
        for (size_t k = 0; k < n; k++) {
            if (k == i || pieces[k].hash != pieces[i].hash)
                continue;
            first = first && k > i;
            copies++;
            last = k;
        }
        if (!first || copies == 0 || copies >= COPIES_MAX)
            continue;
        const struct piece *a = &pieces[i], *b = &pieces[last];
        bool cells = a->sentence->row != PLUMB_NPOS && b->sentence->row != PLUMB_NPOS;
        bool projects =
            cells && a->item.len > 0 && b->item.len > 0 && !plumb_str_equal(a->item, b->item);
        if (cells && !projects)
            continue;
        push_copy(work, a, b, projects);
    }
}
