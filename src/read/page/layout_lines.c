/* Words at their places to lines, and lines of a cell to its text. */
#include "read/page/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* In widths of a Chinese character. Justified lines stretch the gaps between Chinese characters,
 * and layout programs put a quarter between Chinese and Latin: neither is a space. */
#define WIDE_GAP 0.9
#define MIXED_GAP 0.45
#define LATIN_GAP 0.15

static double middle(const struct plumb_layout_word *word)
{
    return (word->top + word->bottom) / 2;
}

static int from_top(const void *a, const void *b)
{
    const struct plumb_layout_word *x = a, *y = b;
    double mx = middle(x), my = middle(y);
    if (mx != my)
        return mx < my ? -1 : 1;
    return (x->left > y->left) - (x->left < y->left);
}

static int from_left(const void *a, const void *b)
{
    const struct plumb_layout_word *x = a, *y = b;
    return (x->left > y->left) - (x->left < y->left);
}

double plumb_layout_em(const struct plumb_layout_word *word)
{
    int columns = plumb_utf8_width(word->text);
    double height = word->bottom - word->top;
    double em = columns > 0 ? 2 * (word->right - word->left) / columns : height;
    return em < 0.4 * height ? 0.4 * height : em > height ? height : em;
}

static void close_line(struct plumb_layout_line *line)
{
    qsort(line->words, line->count, sizeof *line->words, from_left);
    line->left = line->words[0].left;
    line->right = line->words[0].right;
    line->top = line->words[0].top;
    line->bottom = line->words[0].bottom;
    for (size_t i = 1; i < line->count; i++) {
        line->right = fmax(line->right, line->words[i].right);
        line->top = fmin(line->top, line->words[i].top);
        line->bottom = fmax(line->bottom, line->words[i].bottom);
    }
}

struct plumb_layout_line *plumb_layout_lines(struct plumb_layout_word *words, size_t count,
                                             struct plumb_arena *arena, size_t *line_count)
{
    struct plumb_layout_line *lines = NULL;
    size_t capacity = 0;
    *line_count = 0;
    if (count)
        qsort(words, count, sizeof *words, from_top);
    for (size_t i = 0; i < count;) {
        size_t to = i + 1;
        double height = words[i].bottom - words[i].top;
        while (to < count && middle(&words[to]) - middle(&words[i]) <=
                                 fmin(height, words[to].bottom - words[to].top) / 2)
            to++;
        struct plumb_layout_line *line = PLUMB_PUSH(arena, lines, *line_count, capacity);
        line->words = words + i;
        line->count = to - i;
        close_line(line);
        i = to;
    }
    return lines;
}

static uint32_t first_character(struct plumb_str text)
{
    size_t at = 0;
    return text.len ? plumb_utf8_decode(text, &at) : 0;
}

static uint32_t last_character(struct plumb_str text)
{
    size_t at = text.len;
    while (at > 0 && ((unsigned char)text.ptr[--at] & 0xC0) == 0x80) {}
    return text.len ? plumb_utf8_decode(text, &at) : 0;
}

static bool is_wide(uint32_t character)
{
    return character >= 0x2E80;
}

bool plumb_layout_has_gap(const struct plumb_layout_word *a, const struct plumb_layout_word *b)
{
    bool wide_a = is_wide(last_character(a->text)), wide_b = is_wide(first_character(b->text));
    double em = fmax(plumb_layout_em(a), plumb_layout_em(b));
    double least = wide_a && wide_b ? WIDE_GAP : wide_a || wide_b ? MIXED_GAP : LATIN_GAP;
    return b->left - a->right > least * em;
}

bool plumb_layout_is_full(const struct plumb_layout_line *line, double right)
{
    return right - line->right < 1.7 * plumb_layout_em(&line->words[line->count - 1]);
}

/* Is the line broken for lack of room, so that nothing stands between it and the next? A number
 * that had to be broken fills its line to less than a digit. */
static bool is_wrapped(const struct plumb_layout_line *line, const struct plumb_layout_line *next,
                       double right)
{
    const struct plumb_layout_word *last = &line->words[line->count - 1], *first = next->words;
    bool wide = is_wide(last_character(last->text)) || is_wide(first_character(first->text));
    double room = right - line->right, em = plumb_layout_em(last);
    return room < (wide ? 1.7 * em : 0.9 * em);
}

struct plumb_str plumb_layout_join(const struct plumb_layout_line *lines, size_t count,
                                   double right, struct plumb_arena *arena)
{
    size_t room = 1, len = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t w = 0; w < lines[i].count; w++)
            room += lines[i].words[w].text.len + 1;
    char *text = plumb_arena_alloc(arena, room);
    for (size_t i = 0; i < count; i++) {
        if (i && !is_wrapped(&lines[i - 1], &lines[i], right))
            text[len++] = '\n';
        for (size_t w = 0; w < lines[i].count; w++) {
            const struct plumb_layout_word *word = &lines[i].words[w];
            if (w && plumb_layout_has_gap(word - 1, word))
                text[len++] = ' ';
            memcpy(text + len, word->text.ptr, word->text.len);
            len += word->text.len;
        }
    }
    return (struct plumb_str){text, len};
}
