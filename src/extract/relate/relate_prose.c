/* Passages: paragraphs and wordy cells as one template each. The builders of prose relations work on
 * these; relate_prose_items.c reads the noun phrase and the use of every number. */
#include <string.h>

#include "extract/relate/relate_prose.h"

#define CELL_MIN_BYTES 48 /* shorter cells are values and labels, not prose */

static void read_list_mark(struct plumb_passage *passage);

/* ---- joining sentences ----------------------------------------------------------------------- */

static bool same_place(const struct plumb_sentence *a, const struct plumb_sentence *b)
{
    return a->block == b->block && a->row == b->row && a->column == b->column;
}

static bool has_list_mark(struct plumb_str template)
{
    struct plumb_passage probe = {.text = template};
    read_list_mark(&probe);
    return probe.list_number > 0;
}

/* A paragraph that breaks off at ':' or ',' goes on in the next one, unless that is a numbered item. */
static bool continues(const struct plumb_extract_work *work, const struct plumb_sentence *last,
                      const struct plumb_sentence *next)
{
    const struct plumb_block *a = &work->document->blocks[last->block];
    const struct plumb_block *b = &work->document->blocks[next->block];
    if (last->row != PLUMB_NPOS || next->row != PLUMB_NPOS || next->block != last->block + 1 ||
        a->kind != PLUMB_BLOCK_PARAGRAPH || b->kind != PLUMB_BLOCK_PARAGRAPH ||
        a->parent != b->parent)
        return false;
    return PLUMB_ENDS(last->template, ":", ",", ";", "、") && !has_list_mark(next->template);
}

static bool is_prose(const struct plumb_sentence *first, size_t bytes)
{
    return first->row == PLUMB_NPOS || bytes >= CELL_MIN_BYTES;
}

static void add_items(struct plumb_extract_work *work, struct plumb_passage *passage,
                      const struct plumb_sentence *sentence, size_t number, char *text, size_t *len)
{
    struct plumb_str template = sentence->template;
    size_t copied = 0; /* of the template; words are copied up to a number at once */
    for (size_t at = 0; at < template.len;) {
        if (((unsigned char)template.ptr[at] & 0xFE) !=
            0xEE) { /* no place-holder begins like this */
            at++;
            continue;
        }
        size_t from = at;
        uint32_t cp = plumb_utf8_decode(template, &at);
        struct plumb_fact *fact =
            cp >= 0xE000 && cp <= 0xF8FF ? plumb_template_fact(work, sentence, cp) : NULL;
        if (!fact)
            continue;
        memcpy(text + *len, template.ptr + copied, from - copied);
        *len += from - copied;
        copied = at;
        struct plumb_item *item = &passage->items[passage->count];
        *item = (struct plumb_item){.fact = fact,
                                    .passage = passage,
                                    .at = *len,
                                    .index = passage->count,
                                    .sentence = number};
        passage->count++;
        memcpy(text + *len, PLUMB_HOLDER, PLUMB_HOLDER_LEN);
        *len += PLUMB_HOLDER_LEN;
    }
    memcpy(text + *len, template.ptr + copied, template.len - copied);
    *len += template.len - copied;
}

static void join_sentences(struct plumb_extract_work *work, struct plumb_passage *passage,
                           size_t first, size_t count)
{
    size_t bytes = 0, facts = 0;
    for (size_t i = 0; i < count; i++) {
        bytes += work->sentences[first + i].template.len;
        facts += work->sentences[first + i].fact_count;
    }
    char *text = plumb_arena_alloc(work->arena, bytes + 1);
    const struct plumb_sentence **sentences =
        plumb_arena_array(work->arena, count, sizeof *sentences);
    size_t *starts = plumb_arena_array(work->arena, count, sizeof *starts);
    passage->items = plumb_arena_array(work->arena, facts + 1, sizeof *passage->items);
    passage->sentences = sentences;
    passage->starts = starts;
    passage->sentence_count = count;
    size_t len = 0, number = 0;
    for (size_t i = 0; i < count; i++) {
        sentences[i] = &work->sentences[first + i];
        starts[i] = len;
        if (i == 0 || !PLUMB_ENDS(sentences[i - 1]->template, ":", ",", "、"))
            number = i;
        add_items(work, passage, sentences[i], number, text, &len);
    }
    passage->text = (struct plumb_str){text, len};
}

/* ---- enumeration marks ----------------------------------------------------------------------- */

static const char *const digits_zh[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};

static int chinese_number(struct plumb_str s, size_t *len)
{
    int value = 0;
    *len = 0;
    for (;;) {
        int digit = 0;
        for (int i = 0; i < 10; i++)
            if (plumb_str_starts(plumb_str_sub(s, *len, s.len), plumb_str_from(digits_zh[i])))
                digit = i + 1;
        if (digit == 0)
            return value;
        value = digit == 10 ? (value ? value * 10 : 10)
                            : (value >= 10 ? value + digit
                               : value     ? 0
                                           : digit);
        *len += 3;
        if (*len > 9)
            return 0;
    }
}

static int arabic_number(struct plumb_str s, size_t *len)
{
    int value = 0;
    for (*len = 0; *len < s.len && *len < 3 && s.ptr[*len] >= '0' && s.ptr[*len] <= '9'; (*len)++)
        value = value * 10 + (s.ptr[*len] - '0');
    return *len <= 2 ? value : 0;
}

static bool starts_with(struct plumb_str s, size_t at, const char *word)
{
    return plumb_str_starts(plumb_str_sub(s, at, s.len), plumb_str_from(word));
}

static void read_list_mark(struct plumb_passage *passage)
{
    struct plumb_str s = passage->text;
    if (s.len > 0 && s.ptr[0] == '-')
        s = plumb_str_sub(s, 1, s.len);
    bool bracket = s.len > 0 && s.ptr[0] == '(';
    if (bracket)
        s = plumb_str_sub(s, 1, s.len);
    size_t len = 0, at = 0;
    int number = arabic_number(s, &len);
    if (number && (bracket ? starts_with(s, len, ")")
                           : starts_with(s, len, "、") || starts_with(s, len, ".") ||
                                 starts_with(s, len, ")"))) {
        passage->list_kind = bracket ? '(' : '1';
        passage->list_number = number;
        return;
    }
    number = chinese_number(s, &len);
    if (number && (bracket ? starts_with(s, len, ")")
                           : starts_with(s, len, "、") || starts_with(s, len, "是"))) {
        passage->list_kind = bracket ? 'C' : starts_with(s, len, "是") ? 'c' : 'h';
        passage->list_number = number;
        return;
    }
    uint32_t cp = s.len > 0 ? plumb_utf8_decode(s, &at) : 0;
    if (cp >= 0x2460 && cp <= 0x2473) {
        passage->list_kind = 'o';
        passage->list_number = (int)(cp - 0x2460 + 1);
    }
}

/* ---- building -------------------------------------------------------------------------------- */

static struct plumb_str folded(struct plumb_extract_work *work, struct plumb_str s)
{
    char *out = plumb_arena_alloc(work->arena, s.len + 4);
    size_t len = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(s, &at));
        if (cp > ' ' && cp != 0xA0)
            len += plumb_utf8_encode(cp, out + len);
    }
    return (struct plumb_str){out, len};
}

/* `before` is the passage in front, or NULL: most passages share its title. */
static void read_place(struct plumb_extract_work *work, struct plumb_passage *passage,
                       const struct plumb_sentence *first, const struct plumb_passage *before)
{
    const struct plumb_block *block = &work->document->blocks[first->block];
    passage->block = first->block;
    passage->row = first->row;
    passage->column = first->column;
    passage->is_cell = first->row != PLUMB_NPOS;
    passage->heading = block->parent;
    passage->section = passage->is_cell ? first->block : block->parent;
    if (block->kind == PLUMB_BLOCK_HEADING)
        passage->section = first->block;
    if (before && before->section == passage->section)
        passage->title = before->title;
    else if (passage->section != PLUMB_NPOS)
        passage->title = folded(work, work->document->blocks[passage->section].text.str);
}

/* A form that no reader could put back into rows: heads and levels stand side by side as no sentence
 * has them, and a number belongs to whatever stood above it. What was aimed at and what was reached
 * often have the same words. */
static bool is_flat_form(struct plumb_str text)
{
    static const char *const pairs[] = {
        "一级指标二级指标", "二级指标三级指标", "三级指标年度指标值", "三级指标指标值",
        "产出指标数量指标", "效益指标经济效益", "效益指标社会效益",   "满意度指标服务对象",
        "数量指标指标1",    "得分偏差原因",     "指标值实际完成值"};
    bool any = plumb_str_has(text, "指标") || plumb_str_has(text, "执行率");
    for (size_t i = 0; any && i < PLUMB_COUNT(pairs); i++)
        if (plumb_str_has(text, pairs[i]))
            return true;
    return false;
}

struct plumb_prose *plumb_prose_get(struct plumb_extract_work *work)
{
    if (work->prose)
        return work->prose;
    struct plumb_prose *prose = plumb_arena_alloc(work->arena, sizeof *prose);
    prose->passages =
        plumb_arena_array(work->arena, work->sentence_count + 1, sizeof *prose->passages);
    prose->of_fact = plumb_arena_array(work->arena, work->fact_count + 1, sizeof *prose->of_fact);
    for (size_t i = 0; i < work->sentence_count;) {
        const struct plumb_sentence *first = &work->sentences[i];
        size_t n = 0, bytes = 0;
        for (; i + n < work->sentence_count; n++) {
            const struct plumb_sentence *next = &work->sentences[i + n];
            if (n > 0 && !same_place(next - 1, next) && !continues(work, next - 1, next))
                break;
            bytes += next->template.len;
        }
        if (is_prose(first, bytes)) {
            struct plumb_passage *passage = &prose->passages[prose->count];
            passage->index = prose->count++;
            read_place(work, passage, first, passage->index > 0 ? passage - 1 : NULL);
            join_sentences(work, passage, i, n);
            read_list_mark(passage);
            passage->is_flat = !passage->is_cell && is_flat_form(passage->text);
            if (!passage->is_flat)
                plumb_prose_read_items(work, passage);
            for (size_t k = 0; k < passage->count; k++)
                prose->of_fact[passage->items[k].fact->id] = &passage->items[k];
        }
        i += n;
    }
    plumb_prose_index(work, prose);
    work->prose = prose;
    return prose;
}
