
/* Pass 2: every number of every sentence becomes a fact, or a number that is none. */
#include "extract/number/quantity.h"

static void lex_sentence(struct plumb_lexing *lexing, struct plumb_sentence *sentence)
{
    struct plumb_lexer *lexer = &lexing->lexer;
    struct plumb_extract_work *work = lexer->work;
    plumb_runes_set(work->runes, work->arena, sentence->text);
    const struct plumb_runes *runes = work->runes;
    lexer->sentence = sentence;
    lexer->in_cell = sentence->row != PLUMB_NPOS;
    lexer->last_end = 0;
    lexer->last_is_fact = false;
    lexing->mark_count = 0;
    sentence->first_fact = work->fact_count;
    sentence->fact_count = 0;
    for (size_t i = 0; i < runes->count;) {
        uint32_t cp = runes->cp[i];
        if (plumb_rune_digit(cp) ||
            (plumb_rune_letter(cp) && plumb_digits_misread(work->arena, runes, i)))
            i = plumb_lex_digits(lexing, i);
        else if (cp >= 0x3007 && plumb_is_numeral(cp))
            i = plumb_lex_chinese(lexing, i);
        else
            i++;
    }
    plumb_pair_numbers(lexing);
}

/* Room for a number a sentence or cell that has a digit: facts are large, and an array that grows by
 * doubling leaves as much behind as it holds. */
static void reserve(struct plumb_extract_work *work)
{
    size_t count = 0;
    for (size_t s = 0; s < work->sentence_count; s++) {
        struct plumb_str text = work->sentences[s].text;
        size_t i = 0;
        while (i < text.len && (text.ptr[i] < '0' || text.ptr[i] > '9'))
            i++;
        count += i < text.len;
    }
    work->fact_capacity = count + 8;
    work->facts = plumb_arena_array(work->arena, work->fact_capacity, sizeof *work->facts);
}

void plumb_pass_quantities(struct plumb_extract_work *work)
{
    struct plumb_lexing lexing = {.lexer = {.work = work, .runes = work->runes}};
    reserve(work);
    for (size_t s = 0; s < work->sentence_count; s++) {
        struct plumb_sentence *sentence = &work->sentences[s];
        const struct plumb_block *block = &work->document->blocks[sentence->block];
        lexing.source = &block->text;
        lexing.lexer.left_cell = PLUMB_STR("");
        if (sentence->row != PLUMB_NPOS) {
            const struct plumb_row *row = &block->table.rows[sentence->row];
            lexing.source = &row->cells[sentence->column].text;
            if (sentence->column > 0)
                lexing.lexer.left_cell = row->cells[sentence->column - 1].text.str;
        }
        lex_sentence(&lexing, sentence);
        plumb_sentence_template(work, sentence);
    }
}
