/* Numbers of lists as they are printed: 3, iii, 三, （三） is a text around one of them. */
#ifndef PLUMB_LIST_NUMBER_H
#define PLUMB_LIST_NUMBER_H

#include "plumb/base.h"

enum plumb_list_format {
    PLUMB_LIST_DECIMAL,
    PLUMB_LIST_TWO_DIGITS,      /* 03 */
    PLUMB_LIST_WIDE,            /* ３ */
    PLUMB_LIST_DASHED,          /* - 3 - */
    PLUMB_LIST_LETTER,          /* c */
    PLUMB_LIST_CAPITAL,         /* C */
    PLUMB_LIST_ROMAN,           /* iii */
    PLUMB_LIST_ROMAN_CAPITAL,   /* III */
    PLUMB_LIST_CHINESE,         /* 三, 十一, 一百零三 */
    PLUMB_LIST_CHINESE_DIGITS,  /* 三, 一一, 一〇三 */
    PLUMB_LIST_CHINESE_TO_99,   /* 三, 十一, 一〇三 */
    PLUMB_LIST_CHINESE_FORMAL,  /* 叁 */
    PLUMB_LIST_STEMS,           /* 丙 */
    PLUMB_LIST_BRANCHES,        /* 寅 */
    PLUMB_LIST_CIRCLED,         /* ③ */
    PLUMB_LIST_CIRCLED_CHINESE, /* ㊂ */
    PLUMB_LIST_PARENTHESES,     /* ⑶ */
    PLUMB_LIST_FULL_STOP,       /* ⒊ */
    PLUMB_LIST_NOTHING          /* bullets, too: they say nothing */
};

/* w:numFmt of a DOCX; decimal for a name nobody knows. */
enum plumb_list_format plumb_list_format_of(const char *name);
void plumb_list_number(struct plumb_buf *out, enum plumb_list_format format, size_t n);

#endif
