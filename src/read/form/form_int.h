/* Inside of reading forms that lost their grid: 绩效自评表, 目标表, 评分表 whose cells are parted by single
 * spaces, by line ends, or by a pipe a line. Nothing tells where a row begins, so the words of the
 * head say which columns there are, and what the cells hold says which of them they stand in.
 *
 *   form_words.c   the vocabulary: what a cell is, which column a head names
 *   form_tokens.c  source lines to cells
 *   form_wrapped.c heads broken over two lines
 *   form_head.c    the columns that a run of heads declares
 *   form_cost.c    how well a cell suits a column
 *   form_rows.c    cells to columns, by the cheapest way through; what is doubtful is refused
 *   table_form.c   finding forms, and the text around them
 */
#ifndef PLUMB_FORM_INT_H
#define PLUMB_FORM_INT_H

#include "read/read_int.h"

#define PLUMB_FORM_COLUMNS 20

enum plumb_form_role {
    PLUMB_FORM_NO_HEAD,
    PLUMB_FORM_PREFIX, /* stands in the head of merged cells: 绩效指标, 项目资金 */
    PLUMB_FORM_LEVEL1,
    PLUMB_FORM_LEVEL2,
    PLUMB_FORM_LABEL,
    PLUMB_FORM_ORDINAL,
    PLUMB_FORM_NATURE, /* ≥, 定量, 正向 in a column of its own */
    PLUMB_FORM_TARGET,
    PLUMB_FORM_UNIT,
    PLUMB_FORM_ACTUAL,
    PLUMB_FORM_WEIGHT,
    PLUMB_FORM_SCORE,
    PLUMB_FORM_RATE,
    PLUMB_FORM_AMOUNT,
    PLUMB_FORM_FUND, /* names of funds; never has a head of its own */
    PLUMB_FORM_NOTE
};

enum plumb_form_kind {
    PLUMB_FORM_EMPTY,  /* a cell the source shows to be empty */
    PLUMB_FORM_DASH,   /* — / － */
    PLUMB_FORM_SIGN,   /* ≥, 大于等于, 定性, 正向 */
    PLUMB_FORM_NUMBER, /* 12.5, 1,030, 10分 */
    PLUMB_FORM_PERCENT,
    PLUMB_FORM_VALUE, /* ≥50个, 12期, 每亩300 */
    PLUMB_FORM_UNITS, /* 个, 万元 */
    PLUMB_FORM_WORDS,
    PLUMB_FORM_LONG,      /* running text */
    PLUMB_FORM_LEVEL,     /* 产出指标, 数量指标（30分） */
    PLUMB_FORM_FUND_NAME, /* 其中：本年财政拨款 */
    PLUMB_FORM_TOTAL,     /* 总分, 合计 */
    PLUMB_FORM_STOP       /* 填表人, 说明：, 三、 */
};

/* A piece of source between two separators. */
struct plumb_form_piece {
    size_t from, to; /* bytes of source */
    size_t line;     /* from 0 */
};

/* One or more pieces: "年度" and "指标值" are one token. */
struct plumb_form_token {
    size_t piece, piece_count;
    struct plumb_str key; /* plumb_label_key of its text */
    enum plumb_form_kind kind;
    enum plumb_form_role role; /* the column it would name as a head */
    bool newline;              /* first of its line */
    bool level1, level2;       /* kind LEVEL */
    bool pointed;              /* "规划（15分）": a level by the points behind it */
    bool executed;             /* role AMOUNT: what was spent */
    bool hundred;              /* kind NUMBER: exactly 100 */
    double number;             /* kinds NUMBER and PERCENT; the points of a level */
};

/* How the cells are parted. */
enum plumb_form_mode {
    PLUMB_FORM_SPACES,
    PLUMB_FORM_LINES, /* a cell a line */
    PLUMB_FORM_PIPES, /* a stream of cells, the empty ones among them */
    PLUMB_FORM_ROWS   /* pipes, a row a line, the empty cells moved to its end */
};
#define PLUMB_FORM_MODES (PLUMB_FORM_ROWS + 1)

struct plumb_form_tokens {
    struct plumb_reader *reader;
    enum plumb_form_mode mode;
    struct plumb_form_piece *pieces; /* in scratch, like the tokens */
    size_t piece_count, piece_capacity;
    struct plumb_form_token *items;
    size_t count, capacity;
};

struct plumb_form_column {
    enum plumb_form_role role;
    size_t token, token_count; /* of its head; count 0 for none */
};

struct plumb_form_head {
    struct plumb_form_column columns[PLUMB_FORM_COLUMNS];
    size_t column_count;
    size_t from, to; /* tokens */
    size_t unit;     /* token "（万元）" behind the head, or PLUMB_NPOS */
    size_t body;     /* the token where the rows begin; what stands before it is text */
    bool funds;      /* amounts of funds, not lines of indicators */
    bool plain;      /* lines of indicators without points */
};

/* ---- form_words.c ---- */
enum plumb_form_role plumb_form_role_of(struct plumb_str key, bool *executed);
/* Whether several pieces printed apart are one word of the vocabulary. */
bool plumb_form_is_word(struct plumb_str key);
void plumb_form_classify(struct plumb_form_token *token);
/* The key without brackets at its end: 全年预算数（A） */
struct plumb_str plumb_form_bare(struct plumb_str key);
/* "(A)", "（万元）": belongs to the word before it. */
bool plumb_form_is_bracket(struct plumb_str key);
bool plumb_form_is_money(struct plumb_str key); /* "（万元）" */

/* ---- form_tokens.c ---- */
/* Cells of the lines [from, to), the first from byte `start` on; at most `most`. */
void plumb_form_tokenise(struct plumb_form_tokens *tokens, size_t from, size_t to, size_t start,
                         size_t most);
struct plumb_str plumb_form_text(const struct plumb_form_tokens *tokens, size_t index);

/* ---- form_wrapped.c ---- */
void plumb_form_mend_wrapped(struct plumb_form_tokens *tokens);

/* ---- form_head.c ---- */
/* The first head at or after token `at`. */
bool plumb_form_find_head(const struct plumb_form_tokens *tokens, size_t at,
                          struct plumb_form_head *head);

/* ---- form_cost.c ---- */
#define PLUMB_FORM_NEVER 1e6
/* Where a column is passed over: before the first cell of a row, between two cells, behind the last. */
enum plumb_form_place { PLUMB_FORM_LEAD, PLUMB_FORM_BETWEEN, PLUMB_FORM_TAIL };
double plumb_form_suits(const struct plumb_form_token *token, enum plumb_form_role role);
double plumb_form_passing(const struct plumb_form_head *head, size_t column,
                          enum plumb_form_place place);
/* Token `a` + 1 goes on in the cell of token `a`. */
double plumb_form_going_on(const struct plumb_form_tokens *tokens, size_t a,
                           enum plumb_form_role role);
/* Two cells side by side in a row tell more than each alone. */
double plumb_form_side_by_side(const struct plumb_form_token *a, enum plumb_form_role left,
                               const struct plumb_form_token *b, enum plumb_form_role right);

/* ---- form_rows.c ---- */
/* The rows below the head: column[i] gets the column of token head->body + i, or PLUMB_NPOS when it
 * stands in none, row[i] its row, for the tokens [head->body, *end). False when they do not fit the
 * head beyond doubt. */
bool plumb_form_fit(const struct plumb_form_tokens *tokens, const struct plumb_form_head *head,
                    size_t *column, size_t *row, size_t *end);

#endif
