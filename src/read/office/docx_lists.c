/* Lists of a DOCX (ECMA-376 part 1, 17.9): an abstract list has nine levels, each with a format and a
 * text such as "（%1）" or "%1.%2"; a number is a use of one, which may begin levels anew or print
 * them in another way. All uses of an abstract list count on. Bullets print nothing here. */
#include "read/office/docx_lists.h"
#include "read/office/docx_styles.h"
#include "read/office/list_number.h"

#include <string.h>

#define LEVELS 9
#define MAX_LISTS 4096 /* more is no report */
#define MAX_NUMBER 9999
#define AFTER_ANY SIZE_MAX /* begins anew behind whatever level stands above it */

struct level {
    enum plumb_list_format format;
    char text[48];
    size_t start;
    size_t restart; /* w:lvlRestart: behind which level (from 1) it begins anew; 0: never */
    uint64_t style; /* key of the paragraph style that is numbered so */
    bool legal;     /* w:isLgl: the numbers of the levels above are printed as decimals */
};

struct abstract {
    size_t id;
    uint64_t link; /* w:numStyleLink: the style that tells of which list this is a copy */
    struct level levels[LEVELS];
    size_t count[LEVELS]; /* of the last paragraph on it */
    bool begun[LEVELS];
};

/* What a use of a list changes. */
struct change {
    size_t use, level;
    bool starts, prints; /* w:startOverride; w:lvl */
    bool done;           /* it began there already */
    size_t start;
    struct level printed;
};

struct use {
    size_t id, abstract;
};

struct plumb_docx_lists {
    struct abstract *abstracts;
    size_t abstract_count, abstract_capacity;
    struct use *uses;
    size_t use_count, use_capacity;
    struct change *changes;
    size_t change_count, change_capacity;
    struct plumb_buf value;
    bool failed;
    bool in_abstract, in_use, in_change;
    struct level *level; /* that is being read, or NULL */
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

static struct level new_level(void)
{
    return (struct level){.format = PLUMB_LIST_DECIMAL, .start = 1, .restart = AFTER_ANY};
}

static void begin_abstract(struct plumb_docx_lists *l, struct plumb_xml *xml)
{
    l->abstracts =
        push(l, l->abstracts, &l->abstract_capacity, l->abstract_count, sizeof *l->abstracts);
    l->in_use = l->in_change = false;
    l->level = NULL;
    if (l->failed)
        return;
    struct abstract *a = &l->abstracts[l->abstract_count++];
    memset(a, 0, sizeof *a);
    a->id = plumb_xml_number(xml, "abstractNumId", 0, SIZE_MAX / 16);
    for (size_t i = 0; i < LEVELS; i++)
        a->levels[i] = new_level();
    l->in_abstract = true;
}

static void begin_use(struct plumb_docx_lists *l, struct plumb_xml *xml)
{
    l->in_abstract = l->in_change = false;
    l->level = NULL;
    l->uses = push(l, l->uses, &l->use_capacity, l->use_count, sizeof *l->uses);
    if (l->failed)
        return;
    l->uses[l->use_count++] =
        (struct use){plumb_xml_number(xml, "numId", 0, SIZE_MAX / 16), SIZE_MAX};
    l->in_use = true;
}

static void begin_change(struct plumb_docx_lists *l, struct plumb_xml *xml)
{
    l->changes = push(l, l->changes, &l->change_capacity, l->change_count, sizeof *l->changes);
    l->level = NULL;
    if (l->failed)
        return;
    l->changes[l->change_count++] =
        (struct change){.use = l->uses[l->use_count - 1].id,
                        .level = plumb_xml_number(xml, "ilvl", 0, LEVELS - 1),
                        .printed = new_level()};
    l->in_change = true;
}

static void begin_level(struct plumb_docx_lists *l, struct plumb_xml *xml)
{
    size_t number = plumb_xml_number(xml, "ilvl", 0, LEVELS - 1);
    l->level = NULL;
    if (l->in_change) {
        struct change *change = &l->changes[l->change_count - 1];
        change->prints = true;
        l->level = &change->printed;
    } else if (l->in_abstract) {
        l->level = &l->abstracts[l->abstract_count - 1].levels[number];
    }
}

/* w:isLgl and its like: without a value they say yes. */
static bool is_on(struct plumb_docx_lists *l, struct plumb_xml *xml)
{
    static const char *const no[] = {"0", "false", "off"};
    bool on = true;
    if (plumb_xml_attribute(xml, "val", &l->value) && l->value.len)
        for (size_t i = 0; i < PLUMB_COUNT(no); i++)
            on = on && strcmp(l->value.data, no[i]) != 0;
    return on;
}

static void on_level(struct plumb_docx_lists *l, struct plumb_xml *xml)
{
    struct level *level = l->level;
    if (plumb_xml_is(xml, "start")) {
        level->start = plumb_xml_number(xml, "val", 1, MAX_NUMBER);
    } else if (plumb_xml_is(xml, "lvlRestart")) {
        level->restart = plumb_xml_number(xml, "val", AFTER_ANY, LEVELS);
    } else if (plumb_xml_is(xml, "isLgl")) {
        level->legal = is_on(l, xml);
    } else if (!plumb_xml_attribute(xml, "val", &l->value) || !l->value.len) {
        return;
    } else if (plumb_xml_is(xml, "numFmt")) {
        level->format = plumb_list_format_of(l->value.data);
    } else if (plumb_xml_is(xml, "pStyle")) {
        level->style = plumb_docx_style_key((struct plumb_str){l->value.data, l->value.len});
    } else if (plumb_xml_is(xml, "lvlText") && l->value.len < sizeof level->text) {
        memcpy(level->text, l->value.data, l->value.len + 1);
    }
}

static void on_start(struct plumb_docx_lists *l, struct plumb_xml *xml)
{
    if (plumb_xml_is(xml, "abstractNum")) {
        begin_abstract(l, xml);
    } else if (plumb_xml_is(xml, "num")) {
        begin_use(l, xml);
    } else if (plumb_xml_is(xml, "abstractNumId") && l->in_use) {
        l->uses[l->use_count - 1].abstract = plumb_xml_number(xml, "val", 0, SIZE_MAX / 16);
    } else if (plumb_xml_is(xml, "lvlOverride") && l->in_use) {
        begin_change(l, xml);
    } else if (plumb_xml_is(xml, "startOverride") && l->in_change) {
        l->changes[l->change_count - 1].starts = true;
        l->changes[l->change_count - 1].start = plumb_xml_number(xml, "val", 1, MAX_NUMBER);
    } else if (plumb_xml_is(xml, "lvl")) {
        begin_level(l, xml);
    } else if (plumb_xml_is(xml, "numStyleLink") && l->in_abstract) {
        if (plumb_xml_attribute(xml, "val", &l->value))
            l->abstracts[l->abstract_count - 1].link =
                plumb_docx_style_key((struct plumb_str){l->value.data, l->value.len});
    } else if (l->level) {
        on_level(l, xml);
    }
}

/* From the ids of abstract lists to their places; a list by the name of a style is the one that the
 * style tells. */
static void resolve(struct plumb_docx_lists *l, const struct plumb_docx_styles *styles)
{
    size_t work = 0;
    for (size_t u = 0; u < l->use_count; u++) {
        size_t at = 0;
        while (at < l->abstract_count && l->abstracts[at].id != l->uses[u].abstract)
            at++;
        l->uses[u].abstract = at < l->abstract_count ? at : SIZE_MAX;
    }
    for (size_t u = 0; u < l->use_count && work < MAX_LISTS; u++) {
        size_t at = l->uses[u].abstract;
        const struct plumb_docx_style *style =
            at != SIZE_MAX && l->abstracts[at].link
                ? plumb_docx_styles_find(styles, l->abstracts[at].link)
                : NULL;
        if (!style || style->list == PLUMB_DOCX_UNSET)
            continue;
        work++;
        for (size_t k = 0; k < l->use_count; k++)
            if (l->uses[k].id == style->list && l->uses[k].abstract != SIZE_MAX &&
                !l->abstracts[l->uses[k].abstract].link)
                l->uses[u].abstract = l->uses[k].abstract;
    }
}

enum plumb_status plumb_docx_lists_read(const char *path, struct plumb_zip *zip,
                                        const struct plumb_read_limits *limits,
                                        const struct plumb_docx_styles *styles,
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
    if (status == PLUMB_OK) {
        resolve(l, styles);
        *out = l;
    } else {
        plumb_docx_lists_free(l);
    }
    return status;
}

void plumb_docx_lists_free(struct plumb_docx_lists *lists)
{
    if (!lists)
        return;
    plumb_free(lists->abstracts);
    plumb_free(lists->uses);
    plumb_free(lists->changes);
    plumb_buf_free(&lists->value);
    plumb_free(lists);
}

/* ---- numbers ---- */

static struct abstract *find(const struct plumb_docx_lists *l, size_t number)
{
    for (size_t u = 0; u < l->use_count; u++)
        if (l->uses[u].id == number)
            return l->uses[u].abstract < l->abstract_count ? &l->abstracts[l->uses[u].abstract]
                                                           : NULL;
    return NULL;
}

static struct change *change_of(const struct plumb_docx_lists *l, size_t number, size_t level)
{
    for (size_t c = 0; c < l->change_count; c++)
        if (l->changes[c].use == number && l->changes[c].level == level)
            return &l->changes[c];
    return NULL;
}

/* What the level prints in this use of the list. */
static const struct level *level_of(const struct plumb_docx_lists *l, const struct abstract *a,
                                    size_t number, size_t level)
{
    const struct change *change = change_of(l, number, level);
    return change && change->prints ? &change->printed : &a->levels[level];
}

size_t plumb_docx_lists_level(const struct plumb_docx_lists *lists, size_t number, uint64_t style,
                              size_t fallback)
{
    const struct abstract *a = lists && style ? find(lists, number) : NULL;
    for (size_t i = 0; a && i < LEVELS; i++)
        if (a->levels[i].style == style)
            return i;
    return fallback;
}

static void count_on(struct plumb_docx_lists *l, struct abstract *a, size_t number, size_t level)
{
    struct change *change = change_of(l, number, level);
    const struct level *own = level_of(l, a, number, level);
    if (change && change->starts && !change->done) {
        a->count[level] = change->start;
        change->done = true;
    } else {
        a->count[level] = a->begun[level] ? a->count[level] + 1 : own->start;
    }
    a->begun[level] = true;
    for (size_t i = level + 1; i < LEVELS; i++) {
        size_t restart = level_of(l, a, number, i)->restart;
        if (restart == AFTER_ANY || (restart > 0 && level < restart))
            a->begun[i] = false;
    }
}

void plumb_docx_lists_next(struct plumb_docx_lists *lists, size_t number, size_t level,
                           struct plumb_buf *out)
{
    struct abstract *a = lists ? find(lists, number) : NULL;
    if (!a || level >= LEVELS)
        return;
    count_on(lists, a, number, level);
    const struct level *own = level_of(lists, a, number, level);
    if (own->format == PLUMB_LIST_NOTHING)
        return;
    size_t before = out->len;
    for (const char *at = own->text; *at; at++) {
        if (*at == '%' && at[1] >= '1' && at[1] <= '9') {
            size_t told = (size_t)(*++at - '1');
            const struct level *other = level_of(lists, a, number, told);
            plumb_list_number(out, own->legal && told != level ? PLUMB_LIST_DECIMAL : other->format,
                              a->begun[told] ? a->count[told] : other->start);
        } else {
            plumb_buf_add(out, at, 1);
        }
    }
    /* "1." in front of "2023年" is no number with decimals */
    if (out->len > before && (unsigned char)out->data[out->len - 1] < 0x80)
        plumb_buf_puts(out, " ");
}
