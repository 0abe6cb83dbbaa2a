/* Text of a marked-up document as lines: white space and the paragraph. */
#include "read/office/markup.h"

static bool is_white(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' || cp == '\f' || cp == '\v' ||
           cp == 0xA0 || cp == 0x3000 || cp == 0xFEFF || cp == 0x200B;
}

static bool is_wide(uint32_t cp)
{
    return cp >= 0x2E80;
}

/* White space becomes one space, and none between two Chinese characters or at the ends. In a table
 * cell pipes and break marks are escaped. */
void plumb_markup_clean(struct plumb_buf *out, struct plumb_str text, bool in_cell)
{
    uint32_t before = 0;
    bool gap = false, any = false;
    for (size_t at = 0; at < text.len;) {
        char bytes[4];
        uint32_t cp = plumb_utf8_decode(text, &at);
        if (is_white(cp) || cp < ' ') {
            gap = any;
            continue;
        }
        if (gap && !(is_wide(before) && is_wide(cp)))
            plumb_buf_puts(out, " ");
        if (cp == '|' && (in_cell || !any))
            plumb_buf_puts(out, "\\");
        plumb_buf_add(out, bytes, plumb_utf8_encode(cp, bytes));
        before = cp;
        gap = false;
        any = true;
    }
}

void plumb_markup_paragraph(struct plumb_markup *markup, struct plumb_str text, int level)
{
    size_t before = markup->out.len;
    for (int i = 0; i < level && i < 6; i++)
        plumb_buf_puts(&markup->out, "#");
    if (level > 0)
        plumb_buf_puts(&markup->out, " ");
    size_t prefix = markup->out.len;
    plumb_markup_clean(&markup->out, text, false);
    if (markup->out.len == prefix)
        markup->out.len = before; /* nothing but white space */
    else
        plumb_buf_puts(&markup->out, "\n\n");
    markup->failed = markup->failed || markup->out.failed;
}
