/* What the table pass makes of a table, for the table relation builders (relate_table_*.c).
 *
 * A grid is cut into zones: a zone is a column head of one or more rows and the rows under it (a
 * flattened form changes its head several times). Cells of a zone lie in logical columns; columns
 * have roles (initial budget, weight, rate …) and form groups: label columns with the value columns
 * to their right, so that two tables printed side by side are two groups. A line is one row of one
 * group: a label with its place in the hierarchy, and values.
 */
#ifndef PLUMB_TABLE_INT_H
#define PLUMB_TABLE_INT_H

#include "extract/extract_int.h"

enum plumb_cell_type {
    PLUMB_CELL_EMPTY,
    PLUMB_CELL_NUMBER, /* one value, with its unit and comparator words */
    PLUMB_CELL_TEXT,
    PLUMB_CELL_MIXED /* words with a number: "产出指标（50分）", "其中：基本支出：406.48万元" */
};

enum plumb_column_role {
    PLUMB_COLUMN_UNKNOWN,
    PLUMB_COLUMN_LABEL,
    PLUMB_COLUMN_CODE,    /* 科目编码, 类 款 项 */
    PLUMB_COLUMN_ORDINAL, /* 序号 行次: numbers that are no facts */
    PLUMB_COLUMN_UNIT,    /* 计量单位 */
    PLUMB_COLUMN_NOTE,    /* 偏差原因, 备注, 评分标准 */
    PLUMB_COLUMN_SIGN,    /* ≥ ≤ = of the targets */
    PLUMB_COLUMN_AMOUNT,  /* the head names the thing: 基本支出 */
    PLUMB_COLUMN_TOTAL,   /* 合计 小计 */
    PLUMB_COLUMN_INITIAL,
    PLUMB_COLUMN_REVISED,
    PLUMB_COLUMN_BUDGET,
    PLUMB_COLUMN_EXECUTED,
    PLUMB_COLUMN_PRIOR,
    PLUMB_COLUMN_DELTA,
    PLUMB_COLUMN_BALANCE,
    PLUMB_COLUMN_TARGET,
    PLUMB_COLUMN_ACTUAL,
    PLUMB_COLUMN_WEIGHT,
    PLUMB_COLUMN_SCORE,
    PLUMB_COLUMN_POSTS, /* 编制数 */
    PLUMB_COLUMN_STAFF, /* 实有人数 */
    PLUMB_COLUMN_RATE
};

enum plumb_rate_kind {
    PLUMB_RATE_NONE,
    PLUMB_RATE_EXECUTION,
    PLUMB_RATE_SCORE,   /* 得分率 */
    PLUMB_RATE_CONTROL, /* 控制率 */
    PLUMB_RATE_GROWTH,
    PLUMB_RATE_SHARE,
    PLUMB_RATE_DONE, /* 完成率 of a target */
    PLUMB_RATE_FUNDING,
    PLUMB_RATE_CARRYOVER,
    PLUMB_RATE_ADJUSTMENT,
    PLUMB_RATE_OTHER
};

/* What a column head (or a row label in a transposed table) says. */
struct plumb_head_meaning {
    enum plumb_column_role role;
    enum plumb_rate_kind rate;
    bool known; /* a word of the vocabulary; else AMOUNT is only assumed */
};

struct plumb_grid_cell {
    const struct plumb_cell *cell;
    struct plumb_str key;              /* plumb_label_key of its text */
    struct plumb_head_meaning meaning; /* of its key, for TEXT and MIXED cells */
    enum plumb_cell_type type;
    size_t first_fact, fact_count; /* all facts of the cell, contiguous */
    size_t value;                  /* the fact that is the cell's value, or PLUMB_NPOS */
    size_t from, to;               /* logical columns within the zone, inclusive */
    size_t indent;                 /* white space before the text in its source line */
    size_t place[2];               /* before it in its source line: characters, terminal columns */
};

enum plumb_row_kind {
    PLUMB_ROW_BODY,
    PLUMB_ROW_HEAD,
    PLUMB_ROW_BLANK,
    PLUMB_ROW_SECTION, /* one text over the whole width */
    PLUMB_ROW_COUNTER, /* 栏次 1 2 3 */
    PLUMB_ROW_PAIRS    /* label, value, label, value: the columns' heads do not apply */
};

struct plumb_grid_row {
    struct plumb_grid_cell *cells;
    size_t count;
    enum plumb_row_kind kind;
    size_t zone;
};

struct plumb_grid_column {
    struct plumb_str head;  /* path joined by '/', as printed */
    struct plumb_str key;   /* key of the lowest head */
    struct plumb_str above; /* key of the head above it, or empty */
    enum plumb_column_role role;
    enum plumb_rate_kind rate;
    struct plumb_str unit;          /* from the head, or empty */
    int year;                       /* from the head, 0 when none */
    size_t group;                   /* index of the zone's group, or PLUMB_NPOS for none */
    size_t numbers, texts;          /* cells of either kind in the body */
    const struct plumb_fact *usual; /* a fact with the unit most cells print, or NULL */
};

/* One cell of the column head, as a tree: parts stand under their whole. */
struct plumb_head_node {
    struct plumb_str key;
    size_t from, to; /* columns */
    size_t depth;    /* head row */
    size_t parent;   /* index of the node, or PLUMB_NPOS */
};

/* How a row label stands to the others. */
struct plumb_grid_line {
    size_t row;
    struct plumb_grid_cell *cell; /* the label's cell, or NULL */
    struct plumb_str label; /* as printed, without numbering, 其中 and bracketed unit or weight */
    struct plumb_str key;   /* key of label */
    struct plumb_str path;  /* "产出指标/数量指标/培训次数" */
    struct plumb_str code;  /* "2010601", or empty */
    int style;              /* numbering: 0 none, 1 一、, 2 （一）, 3 1., 4 （1）, 5 ① */
    int number;             /* its number */
    bool among;             /* begins with 其中 */
    int total;              /* 0 no, 1 小计, 2 合计, 3 总计 */
    bool has_value;
};

struct plumb_grid_group {
    size_t labels[8], label_count; /* label columns, left to right */
    size_t codes[4], code_count;
    size_t first_value, last_value; /* columns; PLUMB_NPOS when there are none */
    struct plumb_grid_line *lines;  /* body rows with a label or a value, in order */
    size_t line_count;
};

struct plumb_zone {
    size_t head_from, head_to; /* rows [from, to); equal when there is no head */
    size_t row_from, row_to;   /* body rows [from, to) */
    struct plumb_grid_column *columns;
    size_t column_count;
    struct plumb_head_node *nodes;
    size_t node_count;
    struct plumb_grid_group *groups;
    size_t group_count;
    struct plumb_str unit; /* default of the zone, or empty */
    bool continues;        /* 续表: the same head as the zone before */
    bool code_list;        /* read by table_codes.c */
    bool lossy;            /* the source has lost its empty cells: what is missing is not zero */
};

struct plumb_grid {
    size_t block;
    const struct plumb_table *table;
    struct plumb_grid_row *rows;
    size_t row_count;
    struct plumb_zone *zones;
    size_t zone_count;
    struct plumb_str title;            /* caption, or the section row above; may be empty */
    struct plumb_str unit;             /* default unit of its amounts, or empty */
    struct plumb_str item;             /* content of the 项目名称 row; may be empty */
    const struct plumb_grid *previous; /* the table before, when this one continues it */
};

/* The cell that covers a logical column of a body row, or NULL. */
struct plumb_grid_cell *plumb_grid_at(const struct plumb_grid *grid, size_t row, size_t column);
/* The value of that cell, or NULL. */
struct plumb_fact *plumb_grid_value(const struct plumb_extract_work *work,
                                    const struct plumb_grid *grid, size_t row, size_t column);

/* ---- table_words.c: the vocabulary of heads and labels ---- */
bool plumb_key_is(struct plumb_str key, const char *word);
struct plumb_head_meaning plumb_head_meaning(struct plumb_str key);
/* 1 小计, 2 合计 共计, 3 总计; 0 for other labels. */
int plumb_label_total(struct plumb_str key);
bool plumb_label_is_score_total(struct plumb_str key); /* 总分, 自评总得分, 综合得分 … */
/* A year printed in a head ("2023年决算数"), 0 when none. */
int plumb_head_year(struct plumb_str key);
/* "万元" of "年初预算数（万元）" or of "单位：万元"; empty when there is none. */
struct plumb_str plumb_head_unit(struct plumb_str text);
bool plumb_word_is_unit(struct plumb_str word);
/* Splits numbering and 其中 off a label; fills style, number, among. Returns the rest, without a
 * bracketed unit or weight and without a colon at its end. */
struct plumb_str plumb_label_parse(struct plumb_str text, int *style, int *number, bool *among);
/* Names of organisations stand in this column, so that the heads name the facts. */
bool plumb_head_is_agency(struct plumb_str key);

/* ---- table_cell.c ---- */
void plumb_grid_cells(struct plumb_extract_work *work, struct plumb_grid *grid, size_t *next_fact);

/* ---- table_head.c: zones, heads, columns ---- */
void plumb_grid_zones(struct plumb_extract_work *work, struct plumb_grid *grid);

/* ---- table_codes.c: lists of accounts without reliable columns ---- */
bool plumb_zone_is_code_list(const struct plumb_grid *grid, const struct plumb_zone *zone);
void plumb_zone_code_list(struct plumb_extract_work *work, struct plumb_grid *grid,
                          struct plumb_zone *zone);

/* ---- table_align.c: cells of a body row to logical columns ---- */
void plumb_grid_align(struct plumb_extract_work *work, struct plumb_grid *grid,
                      struct plumb_zone *zone);

/* ---- table_signs.c: signs of targets in a column of their own ---- */
bool plumb_column_holds_signs(const struct plumb_grid *grid, const struct plumb_zone *zone,
                              size_t column);
void plumb_zone_signs(struct plumb_extract_work *work, const struct plumb_grid *grid,
                      const struct plumb_zone *zone);

/* ---- table_group.c: roles by content, groups, lines ---- */
void plumb_zone_roles(struct plumb_extract_work *work, struct plumb_grid *grid,
                      struct plumb_zone *zone);
void plumb_zone_groups(struct plumb_extract_work *work, struct plumb_grid *grid,
                       struct plumb_zone *zone);

/* ---- table_meaning.c: label, head, item, stage, unit, year of the facts ---- */
void plumb_grid_meaning(struct plumb_extract_work *work, struct plumb_grid *grid);

#endif
