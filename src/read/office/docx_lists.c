/* Lists of a DOCX (ECMA-376, 17.9): an abstract list has nine levels, each with a format and a text
 * such as "（%1）" or "%1.%2"; a number is a use of one. Bullets print nothing here. */
#include "read/office/docx_lists.h"

#include <stdio.h>
#include <string.h>

#define LEVELS 9
#define MAX_LISTS 4096 /* more is no report */
#define MAX_NUMBER 9999

enum format { DECIMAL, CHINESE, CIRCLED, LETTER, CAPITAL, NOTHING };

struct level {
    enum format format;
    char text[48];
    size_t start;
    size_t count; /* of the last paragraph on it */
    bool begun;
};

struct abstract {
    size_t id;
    struct level levels[LEVELS];
};

struct plumb_docx_lists {
    struct abstract *abstracts;
    size_t abstract_count, abstract_capacity;
    struct use {
        size_t id, abstract;
    } * uses;
    size_t use_count, use_capacity;
    struct plumb_buf value;
    bool failed;
    size_t level; /* that is being read */
    bool in_abstract;
};

/* ---- word/numbering.xml ---- */

static void *push(struct plumb_docx_lists *l, void *items, size_t *capacity, size_t count,
                  size_t size)
{
    if (count < *capacity)
        return items;
    size_t more = *capacity ? *capacity * 2 : 16;
    void *grown = more > MAX_LISTS * 2 ? NULL : plumb_realloc(items, more * size);
    l->failed = l->failed || !grown;
    if (grown)
        *capacity = more;
    return grown ? grown : items;
}

static enum format format_of(const char *name)
{
    static const struct {
        const char *word;
        enum format format;
    } known[] = {{"hinese", CHINESE},      {"aiwanese", CHINESE}, {"apanese", CHINESE},
                 {"deograph", CHINESE},    {"Circle", CIRCLED},   {"lowerLetter", LETTER},
                 {"upperLetter", CAPITAL}, {"bullet", NOTHING},   {"none", NOTHING}};
    /* "decimalEnclosedCircleChinese" names both */
    if (strstr(name, "Circle"))
        return CIRCLED;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strstr(name, known[i].word))
            return known[i].format;
    return DECIMAL;
}

static void begin_abstract(struct plumb_docx_lists *l, struct plumb_xml *xml)
{
    l->abstracts =
        push(l, l->abstracts, &l->abstract_capacity, l->abstract_count, sizeof *l->abstracts);
    if (l->failed)
        return;
    struct abstract *a = &l->abstracts[l->abstract_count++];
    memset(a, 0, sizeof *a);
    a->id = plumb_xml_number(xml, "abstractNumId", 0, SIZE_MAX / 16);
    for (size_t i = 0; i < LEVELS; i++)
        a->levels[i].start = 1;
    l->in_abstract = true;
}

static void begin_use(struct plumb_docx_lists *l, struct plumb_xml *xml)
{
    l->in_abstract = false;
    l->uses = push(l, l->uses, &l->use_capacity, l->use_count, sizeof *l->uses);
    if (!l->failed)
        l->uses[l->use_count++] =
            (struct use){plumb_xml_number(xml, "numId", 0, SIZE_MAX / 16), SIZE_MAX};
}

static void on_level(struct plumb_docx_lists *l, struct plumb_xml *xml)
{
    struct level *level = &l->abstracts[l->abstract_count - 1].levels[l->level];
    if (plumb_xml_is(xml, "start")) {
        level->start = plumb_xml_number(xml, "val", 1, MAX_NUMBER);
    } else if (!plumb_xml_attribute(xml, "val", &l->value) || !l->value.len) {
        return;
    } else if (plumb_xml_is(xml, "numFmt")) {
        level->format = format_of(l->value.data);
    } else if (plumb_xml_is(xml, "lvlText") && l->value.len < sizeof level->text) {
        memcpy(level->text, l->value.data, l->value.len + 1);
    }
}

static void on_start(struct plumb_docx_lists *l, struct plumb_xml *xml)
{
    if (plumb_xml_is(xml, "abstractNum"))
        begin_abstract(l, xml);
    else if (plumb_xml_is(xml, "num"))
        begin_use(l, xml);
    else if (plumb_xml_is(xml, "abstractNumId") && l->use_count && !l->in_abstract)
        l->uses[l->use_count - 1].abstract = plumb_xml_number(xml, "val", 0, SIZE_MAX / 16);
    else if (plumb_xml_is(xml, "lvl"))
        l->level = plumb_xml_number(xml, "ilvl", 0, LEVELS - 1);
    else if (l->in_abstract)
        on_level(l, xml);
}

enum plumb_status plumb_docx_lists_read(const char *path, struct plumb_zip *zip,
                                        const struct plumb_read_limits *limits,
                                        struct plumb_docx_lists **out, struct plumb_error *error)
{
    static const char part[] = "word/numbering.xml";
    struct plumb_buf text = {0};
    struct plumb_xml *xml = NULL;
    enum plumb_xml_event event;
    *out = NULL;
    if (!plumb_zip_has(zip, part))
        return PLUMB_OK;
    struct plumb_docx_lists *l = plumb_calloc(1, sizeof *l);
    if (!l)
        return plumb_fail_nomem(error);
    enum plumb_status status = plumb_zip_read(zip, part, &text, error);
    if (status == PLUMB_OK)
        status = plumb_xml_open(path, (struct plumb_str){text.data, text.len}, limits, &xml, error);
    while (status == PLUMB_OK && !l->failed) {
        status = plumb_xml_next(xml, &event, error);
        if (status != PLUMB_OK || event == PLUMB_XML_DONE)
            break;
        if (event == PLUMB_XML_START)
            on_start(l, xml);
    }
    plumb_xml_close(xml);
    plumb_buf_free(&text);
    if (status == PLUMB_OK && (l->failed || l->value.failed))
        status = plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        *out = l;
    else
        plumb_docx_lists_free(l);
    return status;
}

void plumb_docx_lists_free(struct plumb_docx_lists *lists)
{
    if (!lists)
        return;
    plumb_free(lists->abstracts);
    plumb_free(lists->uses);
    plumb_buf_free(&lists->value);
    plumb_free(lists);
}

/* ---- numbers ---- */

/* 十一, 一百零三: as counted, not digit by digit. */
static void put_chinese(struct plumb_buf *out, size_t n)
{
    static const char *const digits[] = {"〇", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九"};
    static const char *const places[] = {"", "十", "百", "千"};
    static const size_t powers[] = {1, 10, 100, 1000};
    bool any = false, gap = false;
    if (n == 0 || n > MAX_NUMBER) {
        plumb_buf_puts(out, n ? "" : digits[0]);
        return;
    }
    for (size_t i = 4; i-- > 0;) {
        size_t digit = n / powers[i] % 10;
        gap = gap || (any && digit == 0);
        if (digit == 0)
            continue;
        if (gap)
            plumb_buf_puts(out, "零");
        if (digit > 1 || i != 1 || any) /* 十一, not 一十一 */
            plumb_buf_puts(out, digits[digit]);
        plumb_buf_puts(out, places[i]);
        any = true;
        gap = false;
    }
}

static void put_count(struct plumb_buf *out, enum format format, size_t n)
{
    char text[24];
    if (format == CHINESE) {
        put_chinese(out, n);
    } else if (format == CIRCLED && n >= 1 && n <= 20) {
        char bytes[4];
        plumb_buf_add(out, bytes, plumb_utf8_encode(0x2460 + (uint32_t)n - 1, bytes));
    } else if ((format == LETTER || format == CAPITAL) && n >= 1 && n <= 26) {
        text[0] = (char)((format == LETTER ? 'a' : 'A') + (int)n - 1);
        plumb_buf_add(out, text, 1);
    } else if (format != NOTHING) {
        snprintf(text, sizeof text, "%zu", n);
        plumb_buf_puts(out, text);
    }
}

static struct abstract *find(struct plumb_docx_lists *l, size_t number)
{
    for (size_t u = 0; u < l->use_count; u++)
        for (size_t a = 0; l->uses[u].id == number && a < l->abstract_count; a++)
            if (l->abstracts[a].id == l->uses[u].abstract)
                return &l->abstracts[a];
    return NULL;
}

void plumb_docx_lists_next(struct plumb_docx_lists *lists, size_t number, size_t level,
                           struct plumb_buf *out)
{
    struct abstract *a = lists ? find(lists, number) : NULL;
    if (!a || level >= LEVELS)
        return;
    struct level *own = &a->levels[level];
    own->count = own->begun ? own->count + 1 : own->start;
    own->begun = true;
    for (size_t i = level + 1; i < LEVELS; i++)
        a->levels[i].begun = false;
    if (own->format == NOTHING)
        return;
    size_t before = out->len;
    for (const char *at = own->text; *at; at++) {
        if (*at == '%' && at[1] >= '1' && at[1] <= '9') {
            const struct level *told = &a->levels[*++at - '1'];
            put_count(out, told->format, told->begun ? told->count : told->start);
        } else {
            plumb_buf_add(out, at, 1);
        }
    }
    /* "1." in front of "2023年" is no number with decimals */
    if (out->len > before && (unsigned char)out->data[out->len - 1] < 0x80)
        plumb_buf_puts(out, " ");
}
