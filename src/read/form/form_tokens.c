/* Source lines to the cells of a form: cut at what parts them, then words that were printed over
 * several lines are put together again. */
#include "read/form/form_int.h"

#include <string.h>

/* A word of the vocabulary is broken into at most this many pieces of at most this many bytes. */
#define MOST_PIECES 5
#define MOST_BYTES 30
#define MOST_KEY 240

static bool is_space(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == '\r' || cp == '\f' || cp == 0xA0 || cp == 0x3000;
}

static void add_piece(struct plumb_form_tokens *tokens, size_t from, size_t to, size_t line,
                      bool newline)
{
    struct plumb_reader *reader = tokens->reader;
    struct plumb_form_piece *piece =
        PLUMB_PUSH(reader->scratch, tokens->pieces, tokens->piece_count, tokens->piece_capacity);
    *piece = (struct plumb_form_piece){from, to, line};
    struct plumb_form_token *token =
        PLUMB_PUSH(reader->scratch, tokens->items, tokens->count, tokens->capacity);
    /* running text is told by its beginning */
    size_t end = to;
    if (to - from > MOST_KEY)
        end = plumb_utf8_prev(reader->document->source, from + MOST_KEY);
    struct plumb_str text = plumb_str_sub(reader->document->source, from, end);
    *token = (struct plumb_form_token){.piece = tokens->piece_count - 1,
                                       .piece_count = 1,
                                       .key = plumb_label_key(reader->scratch, text),
                                       .newline = newline};
}

/* "a b  c": one piece a run of other characters. */
static void cut_at_spaces(struct plumb_form_tokens *tokens, size_t line, size_t from, size_t to,
                          size_t most)
{
    struct plumb_str source = tokens->reader->document->source;
    bool first = true;
    for (size_t at = from, start = from; at <= to && tokens->count < most;) {
        size_t here = at;
        uint32_t cp = at < to ? plumb_utf8_decode(source, &at) : ' ';
        at += here == to;
        if (!is_space(cp))
            continue;
        if (here > start) {
            add_piece(tokens, start, here, line, first);
            first = false;
        }
        start = at;
    }
}

/* A cell goes on over the end of its line; a pipe behind a pipe ends an empty cell. `open` is the
 * cell that the line before left unfinished. */
static bool cut_at_pipes(struct plumb_form_tokens *tokens, size_t line, size_t from, size_t to,
                         bool open, size_t most)
{
    struct plumb_str source = tokens->reader->document->source;
    bool first = true;
    for (size_t at = from, start = from; at <= to && tokens->count < most; at++) {
        if (at < to && source.ptr[at] != '|')
            continue;
        struct plumb_str text = plumb_str_trim(plumb_str_sub(source, start, at));
        size_t begin = text.len ? (size_t)(text.ptr - source.ptr) : start;
        bool ends = at < to;
        if (open && (text.len || ends)) {
            /* the rest of a cell that began on a line above */
            struct plumb_form_token *last = &tokens->items[tokens->count - 1];
            if (text.len) {
                struct plumb_str above = plumb_form_text(tokens, tokens->count - 1);
                add_piece(tokens, begin, begin + text.len, line, false);
                last = &tokens->items[tokens->count - 2];
                last->piece_count++;
                last->key = plumb_label_key(tokens->reader->scratch, above);
                tokens->count--;
            }
            open = !ends;
        } else if (text.len || ends) {
            add_piece(tokens, begin, begin + text.len, line, first);
            open = !ends;
        }
        first = false;
        start = at + 1;
    }
    return open;
}

/* "a | b | ||": what stands between the pipes, the empty cells left out, whose places are lost. */
static void cut_row(struct plumb_form_tokens *tokens, size_t line, size_t from, size_t to,
                    size_t most)
{
    struct plumb_str source = tokens->reader->document->source;
    bool first = true;
    for (size_t at = from, start = from; at <= to && tokens->count < most; at++) {
        if (at < to && source.ptr[at] != '|')
            continue;
        struct plumb_str text = plumb_str_trim(plumb_str_sub(source, start, at));
        if (text.len) {
            size_t begin = (size_t)(text.ptr - source.ptr);
            add_piece(tokens, begin, begin + text.len, line, first);
            first = false;
        }
        start = at + 1;
    }
}

struct plumb_str plumb_form_text(const struct plumb_form_tokens *tokens, size_t index)
{
    const struct plumb_form_token *token = &tokens->items[index];
    struct plumb_str source = tokens->reader->document->source;
    size_t len = 0;
    if (token->piece_count == 1)
        return plumb_str_sub(source, tokens->pieces[token->piece].from,
                             tokens->pieces[token->piece].to);
    for (size_t i = 0; i < token->piece_count; i++)
        len += tokens->pieces[token->piece + i].to - tokens->pieces[token->piece + i].from;
    char *bytes = plumb_arena_alloc(tokens->reader->scratch, len + 1), *out = bytes;
    for (size_t i = 0; i < token->piece_count; i++) {
        const struct plumb_form_piece *piece = &tokens->pieces[token->piece + i];
        memcpy(out, source.ptr + piece->from, piece->to - piece->from);
        out += piece->to - piece->from;
    }
    return (struct plumb_str){bytes, len};
}

/* ---- words printed over several pieces ---- */

/* "(50分)", "50分)" behind a word: the rest of it. */
static bool is_tail(struct plumb_str key)
{
    return plumb_form_is_bracket(key) || (key.len > 2 && key.len <= 8 && key.ptr[0] >= '0' &&
                                          key.ptr[0] <= '9' && key.ptr[key.len - 1] == ')');
}

/* Tokens at `at` that make one word of the vocabulary; 1 when they do not. */
static size_t count_broken(const struct plumb_form_tokens *tokens, size_t at,
                           struct plumb_str *word)
{
    struct plumb_str pieces[MOST_PIECES];
    size_t most = 0, found = 1,
           words = MOST_PIECES; /* the first pieces that are words themselves */
    while (most < MOST_PIECES && at + most < tokens->count &&
           !(most > 0 && is_tail(tokens->items[at + most].key)) &&
           tokens->items[at + most].key.len > 0 && tokens->items[at + most].key.len <= MOST_BYTES) {
        pieces[most] = tokens->items[at + most].key;
        if (words > most && !plumb_form_is_word(pieces[most]))
            words = most;
        most++;
    }
    for (size_t n = most; n >= 2 && found == 1; n--) {
        char *joined = plumb_str_join(tokens->reader->scratch, pieces, n);
        struct plumb_str key = plumb_str_from(joined);
        if (plumb_form_is_word(key) && words < n) {
            *word = key;
            found = n;
        }
    }
    return found;
}

/* 得分 is no amount: "（万元）" behind it belongs to 项目资金 at the head's beginning. */
static bool names_points(struct plumb_str key)
{
    bool executed = false;
    enum plumb_form_role role = plumb_form_role_of(key, &executed);
    return role >= PLUMB_FORM_WEIGHT && role <= PLUMB_FORM_RATE;
}

/* "(50分)": points, of which the heads of targets and notes have none. */
static bool is_points_of_level(struct plumb_str key, struct plumb_str before)
{
    bool executed = false;
    enum plumb_form_role role = plumb_form_role_of(before, &executed);
    return plumb_str_ends(key, PLUMB_STR("分)")) &&
           (role == PLUMB_FORM_TARGET || role == PLUMB_FORM_ACTUAL || role == PLUMB_FORM_NOTE);
}

/* Puts the pieces of broken words into one token each; a bracket joins the word before it. */
static void mend_words(struct plumb_form_tokens *tokens)
{
    size_t kept = 0;
    for (size_t i = 0; i < tokens->count;) {
        struct plumb_form_token token = tokens->items[i];
        struct plumb_form_token *before = kept ? &tokens->items[kept - 1] : NULL;
        bool tail = before && before->piece + before->piece_count == token.piece &&
                    is_tail(token.key) && plumb_form_is_word(before->key) &&
                    !(plumb_form_is_money(token.key) && names_points(before->key)) &&
                    !is_points_of_level(token.key, before->key);
        if (tail) {
            before->piece_count += token.piece_count;
            struct plumb_str text = plumb_form_text(tokens, kept - 1);
            before->key = plumb_label_key(tokens->reader->scratch, text);
            i++;
            continue;
        }
        size_t n = tokens->mode >= PLUMB_FORM_PIPES ? 1 : count_broken(tokens, i, &token.key);
        for (size_t k = 1; k < n; k++)
            token.piece_count += tokens->items[i + k].piece_count;
        tokens->items[kept++] = token;
        i += n;
    }
    tokens->count = kept;
}

/* "……" in the place of lines that a form has room for. */
static bool is_filler(struct plumb_str key)
{
    size_t at = 0;
    while (at < key.len) {
        uint32_t cp = plumb_utf8_decode(key, &at);
        if (cp != '.' && cp != 0x2026 && cp != 0x3002)
            return false;
    }
    return key.len > 0;
}

/* "经济效益指标 满意度指标": a kind of indicator under which the form has no line. */
static bool is_empty_level(const struct plumb_form_token *token,
                           const struct plumb_form_token *next)
{
    return token->kind == PLUMB_FORM_LEVEL && next->kind == PLUMB_FORM_LEVEL &&
           token->role == PLUMB_FORM_NO_HEAD && next->role == PLUMB_FORM_NO_HEAD &&
           !(token->level1 && next->level2);
}

/* "指标2:": the form has room for one more indicator than there are. */
static bool is_placeholder(struct plumb_str key)
{
    if (!plumb_str_starts(key, PLUMB_STR("指标")))
        return false;
    size_t at = strlen("指标"), digits = at;
    while (at < key.len && key.ptr[at] >= '0' && key.ptr[at] <= '9')
        at++;
    return at > digits &&
           (at == key.len || plumb_str_equal(plumb_str_sub(key, at, key.len), PLUMB_STR(":")));
}

/* No values behind it: a word, another row or the form's end follows. */
static bool is_empty_placeholder(const struct plumb_form_tokens *tokens, size_t i)
{
    if (!is_placeholder(tokens->items[i].key))
        return false;
    if (i + 1 == tokens->count)
        return true;
    const struct plumb_form_token *next = &tokens->items[i + 1];
    return is_filler(next->key) || next->kind == PLUMB_FORM_LEVEL ||
           next->kind == PLUMB_FORM_TOTAL || next->kind == PLUMB_FORM_STOP ||
           is_placeholder(next->key) || (tokens->mode == PLUMB_FORM_SPACES && next->newline);
}

static void drop_fillers(struct plumb_form_tokens *tokens)
{
    size_t kept = 0;
    for (size_t i = 0; i < tokens->count; i++)
        if (!is_filler(tokens->items[i].key) && !is_empty_placeholder(tokens, i))
            tokens->items[kept++] = tokens->items[i];
    tokens->count = kept;
}

/* What the cells are; those that only fill the room of a line are left out. Where pipes show the
 * empty cells, a line without values is a row like any other. */
static void classify_all(struct plumb_form_tokens *tokens)
{
    size_t kept = 0;
    for (size_t i = 0; i < tokens->count; i++)
        plumb_form_classify(&tokens->items[i]);
    if (tokens->mode == PLUMB_FORM_PIPES)
        return;
    drop_fillers(tokens);
    for (size_t i = 0; i < tokens->count; i++) {
        const struct plumb_form_token *token = &tokens->items[i];
        if (i + 1 == tokens->count || !is_empty_level(token, token + 1))
            tokens->items[kept++] = *token;
    }
    tokens->count = kept;
}

/* "||||" fills a row up to the width of the form; an empty cell is a pipe on a line of its own. */
static bool is_padding(struct plumb_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '|')
            return false;
    return text.len >= 2;
}

void plumb_form_tokenise(struct plumb_form_tokens *tokens, size_t from, size_t to, size_t start,
                         size_t most)
{
    struct plumb_reader *reader = tokens->reader;
    bool open = false;
    tokens->piece_count = tokens->count = 0;
    for (size_t i = from; i < to && tokens->count < most; i++) {
        const struct plumb_line *line = &reader->lines[i];
        if (line->kind != PLUMB_LINE_TEXT)
            continue;
        size_t begin = line->from > start ? line->from : start;
        if (begin >= line->to)
            continue;
        if (tokens->mode == PLUMB_FORM_PIPES && is_padding(plumb_reader_line(reader, i)))
            continue;
        if (tokens->mode == PLUMB_FORM_PIPES)
            open = cut_at_pipes(tokens, i, begin, line->to, open, most);
        else if (tokens->mode == PLUMB_FORM_ROWS)
            cut_row(tokens, i, begin, line->to, most);
        else if (tokens->mode == PLUMB_FORM_LINES)
            add_piece(tokens, begin, line->to, i, true);
        else
            cut_at_spaces(tokens, i, begin, line->to, most);
    }
    mend_words(tokens);
    if (tokens->mode == PLUMB_FORM_SPACES)
        plumb_form_mend_wrapped(tokens);
    classify_all(tokens);
}
