/* Look-up in the generated table of embedded files. */
#include "base/embedded.h"

#include <string.h>

const struct plumb_embedded *plumb_embedded_find(const char *name)
{
    size_t low = 0, high = 0;
    const struct plumb_embedded *files = plumb_embedded_all(&high);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(files[middle].name, name);
        if (order == 0)
            return &files[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
