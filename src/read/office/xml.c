#include "read/office/xml.h"

#include <libxml/xmlreader.h>
#include <limits.h>
#include <string.h>

#define CLOCK_EVERY 512 /* events between two looks at the time */

struct plumb_xml {
    const char *path;
    xmlTextReaderPtr reader;
    const struct plumb_read_limits *limits;
    size_t steps;
    bool pending_end; /* the END of an empty element */
    bool too_deep;    /* libxml2 has a depth limit of its own, and calls what is deeper an error */
};

static void quiet(void *context, const char *message, xmlParserSeverities severity,
                  xmlTextReaderLocatorPtr locator)
{
    struct plumb_xml *xml = context;
    xml->too_deep = xml->too_deep || (message && strstr(message, "depth"));
    (void)severity, (void)locator;
}

enum plumb_status plumb_xml_open(const char *path, struct plumb_str bytes,
                                 const struct plumb_read_limits *limits, struct plumb_xml **out,
                                 struct plumb_error *error)
{
    *out = NULL;
    if (bytes.len > INT_MAX)
        return plumb_fail_at(error, PLUMB_E_LIMIT, path, 0, 0,
                             "\"%s\" holds more XML than can be read; cut it into parts.", path);
    struct plumb_xml *xml = plumb_calloc(1, sizeof *xml);
    if (!xml)
        return plumb_fail_nomem(error);
    xml->path = path;
    xml->limits = limits;
    /* never NOENT, DTDLOAD or HUGE: entities stay references and expansion is bounded */
    xml->reader = xmlReaderForMemory(bytes.ptr, (int)bytes.len, NULL, NULL,
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                         XML_PARSE_NOCDATA | XML_PARSE_COMPACT);
    if (!xml->reader) {
        plumb_free(xml);
        return plumb_fail_nomem(error);
    }
    xmlTextReaderSetErrorHandler(xml->reader, quiet, xml);
    *out = xml;
    return PLUMB_OK;
}

void plumb_xml_close(struct plumb_xml *xml)
{
    if (!xml)
        return;
    xmlFreeTextReader(xml->reader);
    plumb_free(xml);
}

static enum plumb_status too_deep(const struct plumb_xml *xml, struct plumb_error *error)
{
    return plumb_fail_at(error, PLUMB_E_LIMIT, xml->path, 0, 0,
                         "\"%s\" nests its XML more than %zu deep and was not read.", xml->path,
                         xml->limits->max_depth);
}

static enum plumb_status broken(const struct plumb_xml *xml, struct plumb_error *error)
{
    if (xml->too_deep)
        return too_deep(xml, error);
    int line = xmlTextReaderGetParserLineNumber(xml->reader);
    return plumb_fail_at(error, PLUMB_E_FORMAT, xml->path, line > 0 ? (size_t)line : 0, 0,
                         "\"%s\" holds damaged XML; ask for the file again.", xml->path);
}

enum plumb_status plumb_xml_next(struct plumb_xml *xml, enum plumb_xml_event *event,
                                 struct plumb_error *error)
{
    if (xml->pending_end) {
        xml->pending_end = false;
        *event = PLUMB_XML_END;
        return PLUMB_OK;
    }
    if (++xml->steps % CLOCK_EVERY == 0 && plumb_read_is_late(xml->limits))
        return plumb_read_over_time(xml->path, xml->limits, error);
    for (;;) {
        int got = xmlTextReaderRead(xml->reader);
        if (got < 0)
            return broken(xml, error);
        if (got == 0) {
            *event = PLUMB_XML_DONE;
            return PLUMB_OK;
        }
        if (xmlTextReaderDepth(xml->reader) > (int)xml->limits->max_depth)
            return too_deep(xml, error);
        switch (xmlTextReaderNodeType(xml->reader)) {
        case XML_READER_TYPE_ELEMENT:
            xml->pending_end = xmlTextReaderIsEmptyElement(xml->reader) == 1;
            *event = PLUMB_XML_START;
            return PLUMB_OK;
        case XML_READER_TYPE_END_ELEMENT:
            *event = PLUMB_XML_END;
            return PLUMB_OK;
        case XML_READER_TYPE_TEXT:
        case XML_READER_TYPE_CDATA:
        case XML_READER_TYPE_WHITESPACE:
        case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
            *event = PLUMB_XML_TEXT;
            return PLUMB_OK;
        default:
            break; /* comments, instructions, references, document type */
        }
    }
}

const char *plumb_xml_name(const struct plumb_xml *xml)
{
    const xmlChar *name = xmlTextReaderConstLocalName(xml->reader);
    return name ? (const char *)name : "";
}

bool plumb_xml_is(const struct plumb_xml *xml, const char *name)
{
    return strcmp(plumb_xml_name(xml), name) == 0;
}

struct plumb_str plumb_xml_text(const struct plumb_xml *xml)
{
    const xmlChar *text = xmlTextReaderConstValue(xml->reader);
    return plumb_str_from((const char *)text);
}

bool plumb_xml_attribute(struct plumb_xml *xml, const char *name, struct plumb_buf *out)
{
    bool found = false;
    out->len = 0;
    for (int more = xmlTextReaderMoveToFirstAttribute(xml->reader); more == 1 && !found;
         more = xmlTextReaderMoveToNextAttribute(xml->reader)) {
        if (strcmp((const char *)xmlTextReaderConstLocalName(xml->reader), name) != 0)
            continue;
        struct plumb_str value = plumb_xml_text(xml);
        plumb_buf_add(out, value.ptr, value.len);
        found = !out->failed;
    }
    xmlTextReaderMoveToElement(xml->reader);
    return found;
}

size_t plumb_xml_number(struct plumb_xml *xml, const char *name, size_t fallback, size_t most)
{
    struct plumb_buf text = {0};
    size_t number = 0, digits = 0;
    if (plumb_xml_attribute(xml, name, &text))
        for (; digits < text.len && text.data[digits] >= '0' && text.data[digits] <= '9'; digits++)
            number = number > most ? number : number * 10 + (size_t)(text.data[digits] - '0');
    plumb_buf_free(&text);
    if (!digits)
        return fallback;
    return number > most ? most : number;
}
