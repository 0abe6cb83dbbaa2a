/* Words at their places to lines of text. */
#include "read/page/pdf_page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* In pitches: gaps up to this are between words of one cell, wider ones between cells; beside a
 * number, which stands at the edge of its cell, narrower ones are too. */
#define WORD_GAP 1.6
#define NUMBER_GAP 0.8
#define NO_GAP 0.3
/* In heights: lines further apart have an empty line between them. */
#define LINE_GAP 1.7
#define MAX_COLUMN 1000.0

struct plumb_pdf_words {
    struct plumb_pdf_word *items; /* by page, then from the top, then from the left */
    size_t count, capacity;
    double pitch; /* points of a terminal column */
};

/* The next field of a tab separated line. */
static struct plumb_str next_field(struct plumb_str *line)
{
    size_t tab = plumb_str_find(*line, PLUMB_STR("\t"));
    struct plumb_str field = plumb_str_sub(*line, 0, tab == PLUMB_NPOS ? line->len : tab);
    *line = plumb_str_sub(*line, tab == PLUMB_NPOS ? line->len : tab + 1, line->len);
    return field;
}

/* Digits and a point, as pdftotext prints places; -1 for anything else. */
static double place(struct plumb_str field)
{
    double value = 0, unit = 1;
    bool point = false;
    for (size_t i = 0; i < field.len; i++) {
        char c = field.ptr[i];
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            value = value * 10 + (c - '0');
            unit *= point ? 10 : 1;
        } else {
            return -1;
        }
    }
    return field.len ? value / unit : -1;
}

/* level page par block line word left top width height conf text; words have level 5. */
static bool parse_word(struct plumb_str line, struct plumb_pdf_word *word)
{
    struct plumb_str fields[11];
    for (size_t i = 0; i < 11; i++)
        fields[i] = next_field(&line);
    if (!plumb_str_equal(fields[0], PLUMB_STR("5")))
        return false;
    double page = place(fields[1]);
    *word = (struct plumb_pdf_word){.left = place(fields[6]),
                                    .top = place(fields[7]),
                                    .width = place(fields[8]),
                                    .height = place(fields[9]),
                                    .text = plumb_str_trim(line)};
    bool good = page >= 1 && page < 1e6 && word->left >= 0 && word->top >= 0 && word->width > 0 &&
                word->height > 0 && word->text.len > 0 && plumb_utf8_valid(word->text, NULL);
    word->page = good ? (size_t)page : 0;
    return good;
}

static int compare_places(const void *a, const void *b)
{
    const struct plumb_pdf_word *x = a, *y = b;
    if (x->page != y->page)
        return x->page < y->page ? -1 : 1;
    double mx = x->top + x->height / 2, my = y->top + y->height / 2;
    if (mx != my)
        return mx < my ? -1 : 1;
    return (x->left > y->left) - (x->left < y->left);
}

static int compare_lefts(const void *a, const void *b)
{
    const struct plumb_pdf_word *x = a, *y = b;
    return (x->left > y->left) - (x->left < y->left);
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Points for a terminal column: of small print, so that no word takes more columns than it has
 * room for. */
static bool find_pitch(struct plumb_pdf_words *words)
{
    double *ratios = plumb_calloc(words->count ? words->count : 1, sizeof *ratios);
    size_t n = 0;
    if (!ratios)
        return false;
    for (size_t i = 0; i < words->count; i++) {
        int columns = plumb_utf8_width(words->items[i].text);
        if (columns >= 4)
            ratios[n++] = words->items[i].width / columns;
    }
    if (n)
        qsort(ratios, n, sizeof *ratios, compare_doubles);
    words->pitch = n ? ratios[n / 4] : 5;
    plumb_free(ratios);
    return words->pitch > 0.1;
}

static bool push_word(struct plumb_pdf_words *words, const struct plumb_pdf_word *word)
{
    if (words->count == words->capacity) {
        size_t capacity = words->capacity ? words->capacity * 2 : 1024;
        struct plumb_pdf_word *grown = plumb_realloc(words->items, capacity * sizeof *grown);
        if (!grown)
            return false;
        words->items = grown;
        words->capacity = capacity;
    }
    words->items[words->count++] = *word;
    return true;
}

struct plumb_pdf_words *plumb_pdf_words_read(struct plumb_str tsv)
{
    struct plumb_pdf_words *words = plumb_calloc(1, sizeof *words);
    bool good = words != NULL;
    for (size_t at = 0; good && at < tsv.len;) {
        struct plumb_str rest = plumb_str_sub(tsv, at, tsv.len);
        size_t stop = plumb_str_find(rest, PLUMB_STR("\n"));
        struct plumb_str line = plumb_str_sub(rest, 0, stop == PLUMB_NPOS ? rest.len : stop);
        struct plumb_pdf_word word;
        if (parse_word(line, &word))
            good = push_word(words, &word);
        at += line.len + 1;
    }
    if (!good || words->count == 0 || !find_pitch(words)) {
        plumb_pdf_words_free(words);
        return NULL;
    }
    qsort(words->items, words->count, sizeof *words->items, compare_places);
    return words;
}

void plumb_pdf_words_free(struct plumb_pdf_words *words)
{
    if (!words)
        return;
    plumb_free(words->items);
    plumb_free(words);
}

const struct plumb_pdf_word *plumb_pdf_words_list(const struct plumb_pdf_words *words,
                                                  size_t *count)
{
    *count = words->count;
    return words->items;
}

static void add_spaces(struct plumb_buf *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        plumb_buf_add(out, " ", 1);
}

static bool is_number(struct plumb_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((text.ptr[i] < '0' || text.ptr[i] > '9') && text.ptr[i] != ',' && text.ptr[i] != '.')
            return false;
    return text.len > 0 && text.ptr[text.len - 1] >= '0' && text.ptr[text.len - 1] <= '9';
}

/* One line: its words from left to right, each at its column. */
static void add_line(struct plumb_buf *out, const struct plumb_pdf_words *words,
                     struct plumb_pdf_word *line, size_t count)
{
    size_t column = 0;
    double right = 0;
    qsort(line, count, sizeof *line, compare_lefts);
    for (size_t i = 0; i < count; i++) {
        double gap = (line[i].left - right) / words->pitch;
        double wanted = fmin(floor(line[i].left / words->pitch + 0.5), MAX_COLUMN);
        size_t spaces = wanted > (double)column ? (size_t)wanted - column : 0;
        bool number = i > 0 && (is_number(line[i - 1].text) || is_number(line[i].text));
        if (i > 0 && gap <= (number ? NUMBER_GAP : WORD_GAP))
            spaces = gap > NO_GAP;
        else if (i > 0 && spaces < 2)
            spaces = 2;
        add_spaces(out, spaces);
        plumb_buf_str(out, line[i].text);
        int width = plumb_utf8_width(line[i].text);
        column += spaces + (width > 0 ? (size_t)width : 0);
        right = line[i].left + line[i].width;
    }
    plumb_buf_puts(out, "\n");
}

/* Words whose middles are less than half a height apart stand in one line. */
static size_t line_end(const struct plumb_pdf_words *words, size_t from)
{
    const struct plumb_pdf_word *first = &words->items[from];
    double middle = first->top + first->height / 2;
    size_t to = from + 1;
    while (to < words->count && words->items[to].page == first->page) {
        const struct plumb_pdf_word *word = &words->items[to];
        double height = fmin(word->height, first->height);
        if (word->top + word->height / 2 - middle > height / 2)
            break;
        to++;
    }
    return to;
}

static size_t first_word(const struct plumb_pdf_words *words, size_t page)
{
    size_t low = 0, high = words->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (words->items[middle].page < page)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool plumb_pdf_page_text(const struct plumb_pdf_words *words, size_t page, struct plumb_buf *out)
{
    size_t from = first_word(words, page);
    double last = -1;
    if (from >= words->count || words->items[from].page != page)
        return false;
    while (from < words->count && words->items[from].page == page) {
        size_t to = line_end(words, from);
        struct plumb_pdf_word *line = plumb_calloc(to - from, sizeof *line);
        if (!line) {
            out->failed = true;
            return true;
        }
        memcpy(line, &words->items[from], (to - from) * sizeof *line);
        double middle = line[0].top + line[0].height / 2;
        if (last >= 0 && middle - last > LINE_GAP * line[0].height)
            plumb_buf_puts(out, "\n");
        add_line(out, words, line, to - from);
        plumb_free(line);
        last = middle;
        from = to;
    }
    plumb_buf_puts(out, "\f");
    return true;
}
