/* Text printed twice inside one document: goals copied from one project's sheet into another's, tasks
 * told again as results. Duties, definitions and other standing text are not looked at. */
#include <string.h>

#include "extract/relate/relate_int.h"

#define CELL_MIN 25   /* code points of a copied cell */
#define PROSE_MIN 36  /* of a copied run of clauses */
#define NUMBERS_MIN 6 /* or this many numbers in it */
#define SENTENCE_MIN 24
#define CLAUSES_MAX 48 /* looked at in one sentence */
#define LEAD_MAX 8     /* "预期目标：" in front of a cell's own words */
#define PROJECTS_MAX 3 /* text in more sheets than this is a template */

struct piece {
    const struct plumb_sentence *sentence;
    struct plumb_str item; /* project, for cells */
    size_t line;
    uint64_t hash;                 /* of the whole, numbers included */
    uint64_t clauses[CLAUSES_MAX]; /* of each clause, numbers included */
    size_t lengths[CLAUSES_MAX];   /* in code points, a number is one */
    size_t numbers[CLAUSES_MAX];
    size_t clause_count;
    size_t section;
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

/* Project a cell belongs to: the one a number of its table names. */
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

/* Clauses of the template, with the printed numbers mixed into their hashes. */
static void read_clauses(const struct plumb_extract_work *work, struct piece *piece)
{
    struct plumb_str s = piece->sentence->template;
    uint64_t hash = 14695981039346656037u;
    size_t length = 0, numbers = 0;
    piece->hash = 0;
    for (size_t at = 0; at <= s.len;) {
        uint32_t cp = at < s.len ? plumb_utf8_decode(s, &at) : (at++, (uint32_t)',');
        bool stop = cp == ',' || cp == ';' || cp == ':' || cp == 0x3002;
        const struct plumb_fact *fact =
            cp >= 0xE000 && cp <= 0xF8FF ? plumb_template_fact(work, piece->sentence, cp) : NULL;
        if (!stop) {
            hash = (hash ^ (fact ? plumb_hash64(fact->text.ptr, fact->text.len, 1) : cp)) *
                   1099511628211u;
            length++;
            numbers += fact != NULL;
            continue;
        }
        bool lead = cp == ':' && length <= LEAD_MAX && piece->clause_count == 0 && numbers == 0 &&
                    piece->sentence->row != PLUMB_NPOS;
        if (lead) { /* one form prints it in the cell, another in the cell beside it */
            hash = 14695981039346656037u;
            length = 0;
            continue;
        }
        if (length > 0 && piece->clause_count < CLAUSES_MAX) {
            piece->clauses[piece->clause_count] = hash;
            piece->numbers[piece->clause_count] = numbers;
            piece->lengths[piece->clause_count++] = length;
        }
        piece->hash = piece->hash * 31 + hash;
        hash = 14695981039346656037u;
        length = numbers = 0;
    }
}

/* The longest run of equal clauses: enough words, or so many numbers that no form explains them. */
static bool common_run(const struct piece *a, const struct piece *b)
{
    for (size_t i = 0; i < a->clause_count; i++)
        for (size_t k = 0; k < b->clause_count; k++) {
            size_t words = 0, numbers = 0;
            for (size_t n = 0; i + n < a->clause_count && k + n < b->clause_count &&
                               a->clauses[i + n] == b->clauses[k + n];
                 n++) {
                words += a->lengths[i + n];
                numbers += a->numbers[i + n];
            }
            if (words >= PROSE_MIN || (numbers >= NUMBERS_MIN && words >= PROSE_MIN / 2))
                return true;
        }
    return false;
}

static void push_copy(struct plumb_extract_work *work, const struct piece *a, const struct piece *b,
                      bool projects)
{
    struct plumb_judgement j = {
        .verdict = PLUMB_VERDICT_INCONSISTENT,
        .reason = projects ? "the same words stand in the sheets of two projects"
                           : "a passage is printed twice in this report",
        .reason_zh = projects ? "不同项目表中文字完全相同" : "报告内文字重复"};
    struct plumb_term terms[2] = {
        plumb_term_words(PLUMB_ROLE_CUE, plumb_str_trim(a->sentence->text), a->line),
        plumb_term_words(PLUMB_ROLE_OTHER, plumb_str_trim(b->sentence->text), b->line)};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_REPORT,
                      projects ? "similarity.copied" : "report.text", NULL);
    claim.subject = b->item.len > 0 ? b->item : terms[1].text;
    claim.confidence = projects ? 0.75 : 0.5;
    claim.line = b->line;
    plumb_claim_try(&claim, &j, terms, 2, "equal words", NULL);
    plumb_claim_push(&claim);
}

/* ---- sheets of projects ------------------------------------------------------------------------ */

static size_t other_projects(const struct piece *pieces, size_t n, size_t i, size_t *last)
{
    size_t count = 0;
    for (size_t k = 0; k < n; k++) {
        bool seen = false;
        if (pieces[k].hash != pieces[i].hash || pieces[k].item.len == 0 ||
            plumb_str_equal(pieces[k].item, pieces[i].item))
            continue;
        for (size_t j = 0; j < k && !seen; j++)
            seen =
                pieces[j].hash == pieces[k].hash && plumb_str_equal(pieces[j].item, pieces[k].item);
        if (!seen) {
            count++;
            *last = k;
        }
    }
    return count;
}

static void copied_cells(struct plumb_extract_work *work, const struct piece *pieces, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t last = 0;
        bool first = true;
        for (size_t k = 0; k < i && first; k++)
            first = pieces[k].hash != pieces[i].hash;
        if (!first || pieces[i].item.len == 0)
            continue;
        size_t others = other_projects(pieces, n, i, &last);
        if (others >= 1 && others < PROJECTS_MAX)
            push_copy(work, &pieces[i], &pieces[last], true);
    }
}

/* ---- prose ---------------------------------------------------------------------------------------- */

static void copied_prose(struct plumb_extract_work *work, const struct piece *pieces, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++) {
            if (pieces[i].sentence->block == pieces[k].sentence->block ||
                pieces[i].section == pieces[k].section || !common_run(&pieces[i], &pieces[k]))
                continue;
            push_copy(work, &pieces[i], &pieces[k], false);
            break;
        }
}

/* Long enough, and with numbers that a copy would repeat. */
static bool may_be_copied(const struct plumb_extract_work *work,
                          const struct plumb_sentence *sentence, bool cells)
{
    bool cell = sentence->row != PLUMB_NPOS;
    size_t least = cell ? CELL_MIN : SENTENCE_MIN;
    return cell == cells && (cell || sentence->fact_count > 0) && sentence->template.len >= least &&
           plumb_utf8_count(sentence->template) >= least &&
           (sentence->fact_count >= NUMBERS_MIN || !standing_text(work, sentence->block));
}

/* Of a large table few cells are long: room is made for those alone. */
static struct piece *collect(struct plumb_extract_work *work, bool cells, size_t *count)
{
    size_t n = 0, most = 0, block = PLUMB_NPOS;
    struct plumb_str item = PLUMB_STR("");
    for (size_t s = 0; s < work->sentence_count; s++)
        most += may_be_copied(work, &work->sentences[s], cells);
    struct piece *pieces = plumb_arena_array(work->arena, most + 1, sizeof *pieces);
    for (size_t s = 0; s < work->sentence_count; s++) {
        const struct plumb_sentence *sentence = &work->sentences[s];
        bool cell = sentence->row != PLUMB_NPOS;
        if (!may_be_copied(work, sentence, cells))
            continue;
        if (cell && sentence->block != block) {
            block = sentence->block;
            item = project_of(work, block);
        }
        pieces[n] = (struct piece){.sentence = sentence,
                                   .item = cell ? item : PLUMB_STR(""),
                                   .line = sentence_line(work, sentence),
                                   .section = work->document->blocks[sentence->block].parent};
        read_clauses(work, &pieces[n++]);
    }
    *count = n;
    return pieces;
}

/* ---- problems of projects -------------------------------------------------------------------------- */

#define PROBLEM_MIN 24 /* code points: shorter ones are set phrases */
#define PROBLEMS_MAX 64

/* What a project's review tells of its problems: the words behind "发现的主要问题:". */
static struct plumb_str problem_of(const struct plumb_passage *passage)
{
    static const char *const heads[] = {
        "发现的主要问题:", "存在的主要问题:", "存在的问题:", "存在问题:"};
    for (size_t i = 0; i < PLUMB_COUNT(heads); i++) {
        struct plumb_str head = plumb_str_from(heads[i]);
        size_t at = plumb_str_find(passage->text, head);
        if (at == PLUMB_NPOS)
            continue;
        struct plumb_str rest = plumb_str_sub(passage->text, at + head.len, passage->text.len);
        size_t end = plumb_str_find(rest, PLUMB_STR("下一步"));
        return end == PLUMB_NPOS ? rest : plumb_str_sub(rest, 0, end);
    }
    return PLUMB_STR("");
}

/* The same problems, word for word, of two projects. */
static void copied_problems(struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    const struct plumb_passage *from[PROBLEMS_MAX];
    struct plumb_str told[PROBLEMS_MAX];
    size_t n = 0;
    for (size_t p = 0; p < prose->count && n < PROBLEMS_MAX; p++) {
        if (prose->passages[p].is_cell || !plumb_str_has(prose->passages[p].text, "问题:"))
            continue;
        struct plumb_str problem = problem_of(&prose->passages[p]);
        if (plumb_utf8_count(problem) < PROBLEM_MIN)
            continue;
        for (size_t i = 0; i < n; i++) {
            if (!plumb_str_equal(told[i], problem))
                continue;
            struct plumb_term terms[2];
            const struct plumb_passage *both[2] = {from[i], &prose->passages[p]};
            for (size_t k = 0; k < 2; k++) {
                size_t line = 0, at = plumb_str_find(both[k]->text, problem);
                struct plumb_str words =
                    plumb_passage_quote(work, both[k], at, at + problem.len, &line);
                terms[k] = plumb_term_words(k ? PLUMB_ROLE_OTHER : PLUMB_ROLE_CUE, words, line);
            }
            plumb_note_push(work, "similarity.copied", PLUMB_VERDICT_INCONSISTENT, both[1]->title,
                            terms, 2,
                            "two projects are said to have the same problems, word for word",
                            "不同项目的存在问题文字完全相同");
            work->relations[work->relation_count - 1].confidence = 0.6;
            return;
        }
        from[n] = &prose->passages[p];
        told[n++] = problem;
    }
}

void plumb_relate_copies(struct plumb_extract_work *work)
{
    size_t count = 0;
    struct piece *pieces = collect(work, true, &count);
    copied_cells(work, pieces, count);
    copied_problems(work);
    /* accounts and budgets print the same figures under several headings by rule */
    if (work->kind == PLUMB_KIND_SELF_WHOLE || work->kind == PLUMB_KIND_SELF_PROJECT) {
        pieces = collect(work, false, &count);
        copied_prose(work, pieces, count);
    }
}
