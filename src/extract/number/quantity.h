/* Inside of the quantity pass: units, numerals and the lexer share these. */
#ifndef PLUMB_QUANTITY_H
#define PLUMB_QUANTITY_H

#include "extract/extract_int.h"
#include "extract/text/runes.h"

/* ---- units (unit.c) ---- */

struct plumb_unit_hit {
    enum plumb_unit unit;
    plumb_dec scale;            /* base units per printed unit, with 万, 亿 … */
    struct plumb_str canonical; /* "万元", "人次", "万", "" */
    size_t from, to;            /* runes: behind the number .. behind the unit */
    bool more;                  /* 余 or 多 stood between number and unit */
    bool magnitude_only;        /* 万 or 亿 without a unit */
    int exponent;               /* of the magnitude: 4 for 万 */
};

/* 十 百 千 万 亿 at rune i on, as a power of ten; the rune behind. A unit that begins with one of
 * them (千瓦, 百分点) is none. */
size_t plumb_magnitude_match(const struct plumb_runes *runes, size_t i, int *exponent);
/* printed * scale, exact also for 亩 (2000/3 square metres). */
plumb_dec plumb_scale_up(plumb_dec printed, plumb_dec scale);

/* For plumb_runes.units: the units by their first characters, so that others are not looked at. */
struct plumb_unit_index;
const struct plumb_unit_index *plumb_unit_index(struct plumb_arena *arena);
/* The unit behind rune i (the end of a number). `digits` false: the number is in Chinese numerals,
 * so that words such as 一方面 need more care. False when there is none; then 余 is none either. */
bool plumb_unit_match(struct plumb_arena *arena, const struct plumb_runes *runes, size_t i,
                      struct plumb_unit_hit *hit);
/* Are values of this unit counts, which are exact as printed (DOMAIN §1.1)? */
bool plumb_unit_exact(enum plumb_unit unit);

/* ---- numerals (numeral.c) ---- */

struct plumb_numeral {
    plumb_dec value;
    plumb_dec step;  /* weight of the last numeral: 10000 for 五万 */
    size_t to;       /* rune behind it */
    bool more;       /* 十几 */
    bool positional; /* 二〇二〇 */
};
bool plumb_is_numeral(uint32_t cp);
/* A Chinese numeral at rune i: 三, 十二, 一百二十, 两千五百, 三十万, 二〇二四, 壹拾. False when it is not
 * well formed (三五, 一二三). */
bool plumb_numeral_parse(const struct plumb_runes *runes, size_t i, struct plumb_numeral *out);

/* ---- the lexer ---- */

/* A number in digits: what is printed and what it says. */
struct plumb_digits {
    size_t from, to; /* runes, without sign */
    plumb_dec value;
    int decimals;
    size_t integer_digits;
    bool comma, repaired; /* thousands comma; letter read as a digit or digits joined over a gap */
    bool dotted;          /* 2.1.3: no number; value is 0 */
    bool valid;           /* false: too long to be a number */
};
void plumb_digits_read(struct plumb_arena *arena, const struct plumb_runes *runes, size_t i,
                       bool whole_cell, struct plumb_digits *out);

/* Is the letter at i the first digit of an amount, misread by a scan: l5万元, O.5%? */
bool plumb_digits_misread(struct plumb_arena *arena, const struct plumb_runes *runes, size_t i);

/* Everything the classifiers of one sentence share. */
struct plumb_lexer {
    struct plumb_extract_work *work;
    struct plumb_sentence *sentence;
    const struct plumb_runes *runes;
    bool in_cell;
    struct plumb_str left_cell; /* text of the cell to the left, or empty */
    size_t last_end;            /* rune behind the last fact's span, 0 at the start */
    bool last_is_fact;          /* the last number was a fact, not a list number */
};

/* Behind a sentence's facts in reading order, for the passes over pairs: runes of number and span. */
struct plumb_mark {
    size_t number_from, number_to, span_from, span_to;
};

struct plumb_lexing {
    struct plumb_lexer lexer;
    const struct plumb_text *source; /* block or cell */
    struct plumb_mark *marks;        /* of the sentence's facts */
    size_t mark_count, mark_capacity;
};

/* quantity_fact.c: a new fact for the number in runes [mark.number_from, mark.number_to) */
struct plumb_fact *plumb_push_number(struct plumb_lexing *lexing, enum plumb_fact_kind kind,
                                     struct plumb_mark mark);
void plumb_push_none(struct plumb_lexing *lexing, size_t from, size_t to);
struct plumb_date;
void plumb_push_date(struct plumb_lexing *lexing, size_t from, const struct plumb_date *date);
/* Value, unit (`hit` NULL: none) and last place. */
void plumb_number_finish(struct plumb_fact *fact, const struct plumb_unit_hit *hit, plumb_dec value,
                         int decimals);
/* quantity_digits.c, quantity_chinese.c: read the number at rune i; the rune behind it */
size_t plumb_lex_digits(struct plumb_lexing *lexing, size_t i);
size_t plumb_lex_chinese(struct plumb_lexing *lexing, size_t i);
/* quantity_pairs.c: when all numbers of the sentence are read */
void plumb_pair_numbers(struct plumb_lexing *lexing);

/* ---- numbers that are no quantities (number_context.c, DOMAIN §6.1) ---- */

/* A list number at the start of a clause or glued to the unit before it: "2.", "2、", "2.2". Shortens
 * *digits when only its first part is one ("2." of "2.5个项目", "1." of "1.2024年"). */
bool plumb_number_is_list(const struct plumb_lexer *lexer, struct plumb_digits *digits);
/* File numbers 〔2020〕33号, ordinals 第3, model names A4, COVID-19: decided before units and dates. */
bool plumb_number_is_reference(const struct plumb_lexer *lexer, const struct plumb_digits *digits);
/* Telephone and page numbers, clock times, names, figures of contents …; `hit` NULL: no unit. */
bool plumb_number_is_none(const struct plumb_lexer *lexer, const struct plumb_digits *digits,
                          const struct plumb_unit_hit *hit);

/* number_date.c: a calendar year or date starting at digits; *to is the rune behind it. */
struct plumb_date {
    int year, month, day;
    size_t number_to, to; /* runes: behind the last digit (YEAR) or the whole (DATE); behind all */
    bool is_year;
};
bool plumb_date_read(const struct plumb_lexer *lexer, const struct plumb_digits *digits,
                     struct plumb_date *out);
bool plumb_date_read_chinese(const struct plumb_lexer *lexer, const struct plumb_numeral *numeral,
                             size_t from, struct plumb_date *out);

/* comparator.c: comparator words around runes [*span_from, *span_to), not before `floor`; widens the
 * span by them. */
enum plumb_comparator plumb_comparator_read(const struct plumb_runes *runes, size_t floor,
                                            enum plumb_unit unit, size_t *span_from,
                                            size_t *span_to);

#endif
