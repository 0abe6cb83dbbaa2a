/* Passages and the text around their numbers: what every builder asks of a passage that is read. */
#include "extract/relate/relate_prose.h"

struct plumb_str plumb_text_between(const struct plumb_item *a, const struct plumb_item *b)
{
    return plumb_str_sub(a->passage->text, a->at + PLUMB_HOLDER_LEN, b->at);
}

bool plumb_same_row(const struct plumb_item *a, const struct plumb_item *b)
{
    static const char *const links[] = {"、", "和", "及", ",", "与", "以及"};
    if (a->passage != b->passage)
        return false;
    if (a->index > b->index)
        return plumb_same_row(b, a);
    for (; a->index < b->index; a++)
        if (!plumb_equals_any(plumb_text_between(a, a + 1), links, PLUMB_COUNT(links)))
            return false;
    return true;
}

struct plumb_str plumb_text_after(const struct plumb_item *item)
{
    const struct plumb_passage *passage = item->passage;
    size_t end = item->index + 1 < passage->count ? item[1].at : passage->text.len;
    struct plumb_str rest = plumb_str_sub(passage->text, item->at + PLUMB_HOLDER_LEN, end);
    size_t stop = plumb_str_find(rest, PLUMB_STR("。"));
    return stop == PLUMB_NPOS ? rest : plumb_str_sub(rest, 0, stop);
}

struct plumb_item *plumb_item_at(const struct plumb_passage *passage, size_t at)
{
    size_t low = 0, high = passage->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (passage->items[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < passage->count && passage->items[low].at == at ? &passage->items[low] : NULL;
}

static const struct plumb_text *source_text(const struct plumb_extract_work *work,
                                            const struct plumb_sentence *sentence)
{
    const struct plumb_block *block = &work->document->blocks[sentence->block];
    if (sentence->row == PLUMB_NPOS)
        return &block->text;
    return &block->table.rows[sentence->row].cells[sentence->column].text;
}

struct plumb_str plumb_passage_quote(const struct plumb_extract_work *work,
                                     const struct plumb_passage *passage, size_t from, size_t to,
                                     size_t *line)
{
    size_t s = passage->sentence_count - 1;
    while (s > 0 && passage->starts[s] > from)
        s--;
    const struct plumb_sentence *sentence = passage->sentences[s];
    size_t start = from - passage->starts[s], stop = to - passage->starts[s];
    if (start > sentence->template.len)
        start = sentence->template.len;
    if (stop > sentence->template.len)
        stop = sentence->template.len;
    size_t a = sentence->template_source[start], b = sentence->template_source[stop];
    if (line)
        *line = plumb_text_line(source_text(work, sentence), sentence->from + a);
    return plumb_str_trim(plumb_str_sub(sentence->text, a, b > a ? b : a));
}

/* The first character of the word, and the last where it is one of three bytes. */
static bool may_tell(const struct plumb_gist *gist, const struct plumb_word *word)
{
    const char *last = word->text.len >= 6 ? word->text.ptr + word->text.len - 3 : "";
    return plumb_gist_may_have(gist, word->bit) &&
           ((unsigned char)*last < 0xE0 || plumb_gist_may_have(gist, plumb_gist_bit(last)));
}

bool plumb_passage_has_word(const struct plumb_passage *passage, const struct plumb_word *words,
                            size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (may_tell(&passage->gist, &words[i]) &&
            plumb_str_find(passage->text, words[i].text) != PLUMB_NPOS)
            return true;
    return false;
}

static size_t text_slot(const struct plumb_prose *prose, const char *text)
{
    return (size_t)((uint64_t)(uintptr_t)text * 0x9E3779B97F4A7C15u >> 32) &
           (prose->text_slots - 1);
}

void plumb_prose_index(struct plumb_extract_work *work, struct plumb_prose *prose)
{
    prose->text_slots = 16;
    while (prose->text_slots < 2 * prose->count)
        prose->text_slots *= 2;
    prose->by_text = plumb_arena_array(work->arena, prose->text_slots, sizeof *prose->by_text);
    for (size_t p = 0; p < prose->count; p++) {
        prose->passages[p].gist = plumb_gist_of(prose->passages[p].text);
        size_t slot = text_slot(prose, prose->passages[p].text.ptr);
        while (prose->by_text[slot])
            slot = (slot + 1) & (prose->text_slots - 1);
        prose->by_text[slot] = p + 1;
    }
}

const struct plumb_passage *plumb_passage_of_text(const struct plumb_prose *prose,
                                                  struct plumb_str text)
{
    if (!prose || text.len == 0)
        return NULL;
    size_t slot = text_slot(prose, text.ptr);
    for (; prose->by_text[slot]; slot = (slot + 1) & (prose->text_slots - 1)) {
        const struct plumb_passage *passage = &prose->passages[prose->by_text[slot] - 1];
        if (passage->text.ptr == text.ptr)
            return passage->text.len == text.len ? passage : NULL;
    }
    return NULL;
}
