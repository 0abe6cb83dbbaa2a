/* HTML's ol: type, start, reversed, value (HTML standard, 4.4.5), and what a style attribute says. */
#include "read/office/html_list.h"
#include "read/read_int.h"

#include <stdlib.h>
#include <string.h>

#define MAX_NUMBER 9999

static bool number_of(xmlNode *node, const char *name, long *number)
{
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    char *end = NULL;
    long read = value ? strtol((const char *)value, &end, 10) : 0;
    bool good = value && end != (const char *)value && read > -MAX_NUMBER && read < MAX_NUMBER;
    xmlFree(value);
    if (good)
        *number = read;
    return good;
}

static enum plumb_list_format format_of_type(xmlNode *node)
{
    xmlChar *type = xmlGetProp(node, (const xmlChar *)"type");
    char letter = type && type[0] && !type[1] ? (char)type[0] : '1';
    xmlFree(type);
    return letter == 'a'   ? PLUMB_LIST_LETTER
           : letter == 'A' ? PLUMB_LIST_CAPITAL
           : letter == 'i' ? PLUMB_LIST_ROMAN
           : letter == 'I' ? PLUMB_LIST_ROMAN_CAPITAL
                           : PLUMB_LIST_DECIMAL;
}

/* list-style-type in a style attribute (CSS counter styles), behind others that hold its name. */
static void read_style(xmlNode *node, struct plumb_html_list *list)
{
    static const struct {
        const char *name;
        enum plumb_list_format format;
    } known[] = {{"decimal-leading-zero", PLUMB_LIST_TWO_DIGITS},
                 {"decimal", PLUMB_LIST_DECIMAL},
                 {"lower-alpha", PLUMB_LIST_LETTER},
                 {"lower-latin", PLUMB_LIST_LETTER},
                 {"upper-alpha", PLUMB_LIST_CAPITAL},
                 {"upper-latin", PLUMB_LIST_CAPITAL},
                 {"lower-roman", PLUMB_LIST_ROMAN},
                 {"upper-roman", PLUMB_LIST_ROMAN_CAPITAL},
                 {"cjk-ideographic", PLUMB_LIST_CHINESE},
                 {"cjk-decimal", PLUMB_LIST_CHINESE_DIGITS},
                 {"chinese-informal", PLUMB_LIST_CHINESE},
                 {"chinese-formal", PLUMB_LIST_CHINESE_FORMAL},
                 {"cjk-heavenly-stem", PLUMB_LIST_STEMS},
                 {"cjk-earthly-branch", PLUMB_LIST_BRANCHES},
                 {"none", PLUMB_LIST_NOTHING}};
    xmlChar *style = xmlGetProp(node, (const xmlChar *)"style");
    const char *told = style ? strstr((const char *)style, "list-style") : NULL;
    const char *end = told ? strchr(told, ';') : NULL;
    for (size_t i = 0; told && i < PLUMB_COUNT(known); i++) {
        const char *at = strstr(told, known[i].name);
        if (!at || (end && at > end))
            continue;
        list->format = known[i].format;
        break;
    }
    xmlFree(style);
}

static long count_items(xmlNode *node)
{
    long count = 0;
    for (xmlNode *child = node->children; child; child = child->next)
        count += child->type == XML_ELEMENT_NODE && strcmp((const char *)child->name, "li") == 0;
    return count;
}

struct plumb_html_list plumb_html_list_begin(xmlNode *node)
{
    struct plumb_html_list list = {.format = PLUMB_LIST_NOTHING, .next = 1, .step = 1};
    if (strcmp((const char *)node->name, "ol") != 0)
        return list;
    list.format = format_of_type(node);
    read_style(node, &list);
    xmlChar *reversed = xmlGetProp(node, (const xmlChar *)"reversed");
    if (reversed) {
        list.step = -1;
        list.next = count_items(node);
    }
    xmlFree(reversed);
    number_of(node, "start", &list.next);
    bool chinese = list.format >= PLUMB_LIST_CHINESE && list.format <= PLUMB_LIST_BRANCHES;
    list.behind = chinese ? "、" : ". ";
    return list;
}

void plumb_html_list_item(struct plumb_html_list *list, xmlNode *item, struct plumb_buf *out)
{
    out->len = 0;
    if (list->format == PLUMB_LIST_NOTHING)
        return;
    number_of(item, "value", &list->next);
    if (list->next < 0)
        plumb_buf_puts(out, "-");
    plumb_list_number(out, list->format, (size_t)labs(list->next));
    plumb_buf_puts(out, list->behind);
    list->next += list->step;
}

bool plumb_html_list_is_numbered(const char *text)
{
    struct plumb_numbering numbering;
    return plumb_numbering_parse(plumb_str_trim(plumb_str_from(text)), &numbering);
}
