/* Streaming XML through libxml2's reader: no network, no entities, no DTD, a depth limit. */
#ifndef PLUMB_XML_H
#define PLUMB_XML_H

#include "plumb/document.h"

struct plumb_xml;

enum plumb_xml_event { PLUMB_XML_START, PLUMB_XML_END, PLUMB_XML_TEXT, PLUMB_XML_DONE };

/* `path` and `limits` are borrowed. */
enum plumb_status plumb_xml_open(const char *path, struct plumb_str bytes,
                                 const struct plumb_read_limits *limits, struct plumb_xml **out,
                                 struct plumb_error *error);
void plumb_xml_close(struct plumb_xml *xml);
/* The next event. An empty element <a/> gives START and END. */
enum plumb_status plumb_xml_next(struct plumb_xml *xml, enum plumb_xml_event *event,
                                 struct plumb_error *error);
/* Local name of the element of START and END, without its prefix. */
const char *plumb_xml_name(const struct plumb_xml *xml);
bool plumb_xml_is(const struct plumb_xml *xml, const char *name);
/* Text of TEXT. Valid until the next event. */
struct plumb_str plumb_xml_text(const struct plumb_xml *xml);
/* Attribute by local name into *out (replaced); false when there is none. */
bool plumb_xml_attribute(struct plumb_xml *xml, const char *name, struct plumb_buf *out);
/* The same as a number from 0 to `most`; `fallback` when it is missing or no number. */
size_t plumb_xml_number(struct plumb_xml *xml, const char *name, size_t fallback, size_t most);

#endif
