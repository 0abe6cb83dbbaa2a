/* Heads broken over two lines, when the cells of a row share a line:
 *
 *     一级指标 二级指标 三级指标 绩效   实际   指标分值 自评得分
 *     目标值 完成值
 *
 * The words of the first line that are no heads, and those of the second, make heads in order. */
#include "read/form/form_int.h"

#define MOST_WRAPPED 4
#define MOST_BYTES 15 /* of half a head */

static bool names_column(struct plumb_str key)
{
    bool executed = false;
    return plumb_form_role_of(key, &executed) > PLUMB_FORM_PREFIX;
}

static size_t line_end(const struct plumb_form_tokens *tokens, size_t from)
{
    size_t end = from + 1;
    while (end < tokens->count && !tokens->items[end].newline)
        end++;
    return end;
}

/* The tokens of [from, to) that name no column, when the others do; SIZE_MAX when there are too many
 * or too few heads beside them. */
static size_t upper_halves(const struct plumb_form_tokens *tokens, size_t from, size_t to,
                           size_t *halves)
{
    size_t heads = 0, count = 0;
    for (size_t i = from; i < to; i++) {
        struct plumb_str key = tokens->items[i].key;
        if (names_column(key)) {
            heads++;
        } else if (heads > 0) {
            if (count == MOST_WRAPPED || key.len > MOST_BYTES)
                return SIZE_MAX;
            halves[count++] = i;
        }
    }
    return heads >= 3 ? count : SIZE_MAX;
}

/* Both halves as one token; its pieces are copied to stand side by side. */
static void join_halves(struct plumb_form_tokens *tokens, size_t upper, size_t lower,
                        struct plumb_str key)
{
    const size_t halves[2] = {upper, lower};
    size_t first = tokens->piece_count;
    for (size_t h = 0; h < 2; h++) {
        const struct plumb_form_token *half = &tokens->items[halves[h]];
        for (size_t i = 0; i < half->piece_count; i++) {
            struct plumb_form_piece copy = tokens->pieces[half->piece + i];
            struct plumb_form_piece *piece =
                PLUMB_PUSH(tokens->reader->scratch, tokens->pieces, tokens->piece_count,
                           tokens->piece_capacity);
            *piece = copy;
        }
    }
    tokens->items[upper].piece = first;
    tokens->items[upper].piece_count = tokens->piece_count - first;
    tokens->items[upper].key = key;
}

/* The line of tokens [from, to) and the next one; returns the tokens taken off the next one. */
static size_t mend_line(struct plumb_form_tokens *tokens, size_t from, size_t to)
{
    size_t halves[MOST_WRAPPED], count = upper_halves(tokens, from, to, halves);
    struct plumb_str keys[MOST_WRAPPED];
    if (count == SIZE_MAX || count == 0 || to >= tokens->count ||
        line_end(tokens, to) - to != count)
        return 0;
    for (size_t i = 0; i < count; i++) {
        struct plumb_str pair[2] = {tokens->items[halves[i]].key, tokens->items[to + i].key};
        keys[i] = plumb_str_from(plumb_str_join(tokens->reader->scratch, pair, 2));
        if (pair[1].len > MOST_BYTES || !names_column(keys[i]))
            return 0;
    }
    for (size_t i = 0; i < count; i++)
        join_halves(tokens, halves[i], to + i, keys[i]);
    return count;
}

void plumb_form_mend_wrapped(struct plumb_form_tokens *tokens)
{
    size_t kept = 0;
    for (size_t from = 0; from < tokens->count;) {
        size_t to = line_end(tokens, from), taken = mend_line(tokens, from, to);
        for (size_t i = from; i < to; i++)
            tokens->items[kept++] = tokens->items[i];
        from = to + taken;
    }
    tokens->count = kept;
}
