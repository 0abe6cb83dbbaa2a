/* Names enumerated in one phrase, and the numbers told under them. */
#include "extract/relate_sum/relate_listed_names.h"

/* "公务用车购置及运行费和公务接待费": the last of these words parts two names, those in front are in the first. */
static size_t last_link(struct plumb_str chunk, size_t *len)
{
    static const char *const links[] = {"以及", "和", "与", "及"};
    for (size_t i = 0; i < PLUMB_COUNT(links); i++) {
        struct plumb_str link = plumb_str_from(links[i]);
        size_t at = plumb_str_rfind(chunk, link);
        if (at != PLUMB_NPOS && at >= 6 && chunk.len - at - link.len >= 6) {
            *len = link.len;
            return at;
        }
    }
    return PLUMB_NPOS;
}

size_t plumb_listed_names(struct plumb_str phrase, struct plumb_str names[PLUMB_LISTED_MAX])
{
    size_t n = 0, at, len = 0;
    while ((at = plumb_str_find(phrase, PLUMB_STR("、"))) != PLUMB_NPOS) {
        if (n + 2 > PLUMB_LISTED_MAX || at < 6)
            return 0;
        names[n++] = plumb_str_sub(phrase, 0, at);
        phrase = plumb_str_sub(phrase, at + 3, phrase.len);
    }
    at = last_link(phrase, &len);
    if (at != PLUMB_NPOS && n + 2 <= PLUMB_LISTED_MAX) {
        names[n++] = plumb_str_sub(phrase, 0, at);
        phrase = plumb_str_sub(phrase, at + len, phrase.len);
    }
    if (n == 0 || phrase.len < 6)
        return 0;
    names[n++] = phrase;
    return n;
}

bool plumb_is_listed(const struct plumb_item *item, struct plumb_str name)
{
    if (!item->own_label || item->label.len < 6)
        return false;
    return plumb_str_equal(item->label, name) || plumb_str_ends(name, item->label) ||
           plumb_str_equal(item->core, name) ||
           (name.len >= 12 && plumb_str_ends(item->label, name));
}
