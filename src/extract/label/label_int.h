/* What the parts of the meaning pass share: noun phrases, scope, indicators. */
#ifndef PLUMB_LABEL_INT_H
#define PLUMB_LABEL_INT_H

#include "extract/extract_int.h"
#include "extract/text/word_set.h"

#define PLUMB_POPULATION_LINES 11

/* One sentence with the place of each of its facts in the template. */
struct plumb_labelling {
    struct plumb_extract_work *work;
    struct plumb_sentence *sentence;
    struct plumb_str text; /* the template */
    size_t *at;            /* [fact_count]: byte of the place-holder, PLUMB_NPOS for NOT */
    size_t capacity;
    int block_year; /* year last named in this block */
    size_t block;
    struct plumb_str item;         /* project the block is about, or empty */
    struct plumb_str section_item; /* project of the report the block lies in, or empty */
    size_t section_block;          /* first block not yet looked at for section_item */
    bool project_table;            /* the block is the table of one project */
    struct plumb_word_set stages, populations;
    const char *head_words[PLUMB_POPULATION_LINES]; /* of the sentence's head, read when needed */
    bool head_read, aims, aims_read;
    const struct plumb_fact *named; /* last labelled quantity before the one being read */
    const struct plumb_fact *whole; /* the number that 其中 or an open bracket divides, or NULL */
};

/* How far a clause is followed back, and how many numbers one 分别 can serve: enough for any sentence
 * a person writes, and it keeps the pass linear. */
#define PLUMB_CLAUSE_REACH 900
#define PLUMB_RUN_REACH 16
#define PLUMB_HOLDER 3 /* bytes of a place-holder in UTF-8 */

static inline bool plumb_is_holder(uint32_t cp)
{
    return cp >= 0xE000 && cp <= 0xF8FF;
}

/* Does a clause end at this character? */
static inline bool plumb_is_clause_end(uint32_t cp)
{
    return cp == ',' || cp == ';' || cp == ':' || cp == 0x3001 || cp == 0x3002 || cp == '!' ||
           cp == '?' || cp == '|' || cp == '/' || cp == '[' || cp == ']' || cp == '=' ||
           cp == 0xD7 || cp == 0xF7 || cp == '*';
}

static inline struct plumb_fact *plumb_labelled_fact(const struct plumb_labelling *l, size_t index)
{
    return &l->work->facts[l->sentence->first_fact + index];
}

/* label_affix.c */
struct plumb_str plumb_strip_words(struct plumb_str s, const char *const *words, size_t count,
                                   bool front);
/* A name without list number, leads (其中, 包括 …) and tails (分别为, 达到 …). */
struct plumb_str plumb_label_trim(struct plumb_str s);
struct plumb_str plumb_strip_tail(struct plumb_str phrase);
bool plumb_says_change(struct plumb_str phrase);        /* ends in 增加, 下降, 增长了 … */
const char *plumb_change_word(struct plumb_str phrase); /* the last such word, "" for none */
/* Where a word of change stands that has a name in front of it; PLUMB_NPOS for none. */
size_t plumb_change_at(struct plumb_str phrase);
struct plumb_str plumb_strip_change(struct plumb_str label); /* 支出减少 → 支出 */
bool plumb_label_is_share(struct plumb_str label);           /* 占…, …占比 */

/* label_clause.c */
/* Walk left from `to`: over brackets that close again, up to a clause's end, an open bracket and, when
 * asked, a number. */
size_t plumb_label_clause_start(struct plumb_str text, size_t to, bool stop_at_number);
/* The clause in front of fact `index`: from the last , ; : 、 。 or the start, numbers included. */
struct plumb_str plumb_clause_before(const struct plumb_labelling *l, size_t index);
/* Text between the previous number (of any kind but NOT) and fact `index`, within the clause. */
struct plumb_str plumb_phrase_before(const struct plumb_labelling *l, size_t index);

/* label_count.c */
/* Noun phrase right behind the place-holder at `at`, empty when none: "29名干部职工". */
struct plumb_str plumb_noun_behind(struct plumb_str text, size_t at);
/* Does the number ask for the noun behind it? `bare` is the name in front of it. */
bool plumb_noun_follows(const struct plumb_fact *fact, struct plumb_str bare);
/* 人数, 个数 … tell the unit of a number that is printed without one. */
void plumb_unit_from_label(struct plumb_arena *arena, struct plumb_fact *fact);

/* label_list.c */
/* The part of a name behind its last place-holder: names stop at numbers. */
struct plumb_str plumb_behind_holders(struct plumb_str label);
/* Label for "… 分别为a、b、c": its own name, or the head all share; empty for other numbers. */
struct plumb_str plumb_respective_label(const struct plumb_labelling *l, size_t index);

/* label_change.c */
/* What changed: "公务接待费支出比2019年增加" → 公务接待费支出; else the number told before. */
struct plumb_str plumb_changing_thing(const struct plumb_labelling *l, size_t index,
                                      struct plumb_str phrase);

/* label_scope.c */
void plumb_label_years(struct plumb_labelling *l); /* year, PRIOR, until */
void plumb_label_scope_begin(struct plumb_labelling *l);
void plumb_label_scope(struct plumb_labelling *l, size_t index); /* population, stage */
void plumb_block_item(struct plumb_labelling *l);                /* sets item, for a new block */

/* label_indicator.c: the catalogue's indicator of a labelled fact, if it is about the whole agency */
void plumb_indicator_prose(const struct plumb_labelling *l, struct plumb_fact *fact);
void plumb_indicator_table(const struct plumb_labelling *l, struct plumb_fact *fact);
bool plumb_table_is_project(const struct plumb_block *block);

#endif
