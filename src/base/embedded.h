/* Files that are compiled into the library: the catalogue, its cards and the report's assets.
 *
 * Names are paths: "catalogue/checks.json", "catalogue/cards/NAME.md", "assets/report.css".
 * The table is generated from the folders by src/tools/embed.c at build time.
 */
#ifndef PLUMB_EMBEDDED_H
#define PLUMB_EMBEDDED_H

#include <stddef.h>

struct plumb_embedded {
    const char *name;
    const unsigned char *data; /* a NUL follows the last byte */
    size_t len;
};

/* NULL when there is no such file. O(log n). */
const struct plumb_embedded *plumb_embedded_find(const char *name);
/* All files, sorted by name; *count gets how many. */
const struct plumb_embedded *plumb_embedded_all(size_t *count);

#endif
