/* The columns that a run of head words declares. */
#include "read/form/form_int.h"

#define FEWEST_HEADS 4 /* of indicators; of funds one less */

static void add_column(struct plumb_form_head *head, enum plumb_form_role role, size_t token)
{
    if (head->column_count < PLUMB_FORM_COLUMNS)
        head->columns[head->column_count++] = (struct plumb_form_column){role, token, 1};
}

static bool has_role(const struct plumb_form_head *head, enum plumb_form_role role)
{
    for (size_t c = 0; c < head->column_count; c++)
        if (head->columns[c].role == role)
            return true;
    return false;
}

static size_t count_role(const struct plumb_form_head *head, enum plumb_form_role role)
{
    size_t count = 0;
    for (size_t c = 0; c < head->column_count; c++)
        count += head->columns[c].role == role;
    return count;
}

/* A head in two rows, printed one after the other:
 *
 *     绩效指标   | 年度指标值    | 实际完成值 | 分值 | 得分
 *     一级 二级 三级 | 性质 指标值 单位 |
 *
 * Returns the token where the lower row begins, or `to` when there is none. */
static size_t lower_row(const struct plumb_form_tokens *tokens, size_t from, size_t to)
{
    bool merged = false, target = false;
    for (size_t i = from; i < to; i++) {
        enum plumb_form_role role = tokens->items[i].role;
        if (role == PLUMB_FORM_LEVEL1)
            return merged && target ? i : to;
        merged = merged || role == PLUMB_FORM_PREFIX;
        target = target || role == PLUMB_FORM_TARGET;
    }
    return to;
}

/* Columns of the upper row, the merged ones in their parts. */
static void join_rows(const struct plumb_form_tokens *tokens, struct plumb_form_head *head,
                      size_t lower)
{
    size_t levels = lower;
    while (levels < head->to && (tokens->items[levels].role == PLUMB_FORM_LEVEL1 ||
                                 tokens->items[levels].role == PLUMB_FORM_LEVEL2 ||
                                 tokens->items[levels].role == PLUMB_FORM_LABEL))
        levels++;
    for (size_t i = head->from; i < lower; i++) {
        enum plumb_form_role role = tokens->items[i].role;
        bool parts = role == PLUMB_FORM_TARGET && levels < head->to;
        size_t from = role == PLUMB_FORM_PREFIX ? lower : levels;
        size_t to = role == PLUMB_FORM_PREFIX ? levels : head->to;
        if (role != PLUMB_FORM_PREFIX && !parts) {
            add_column(head, role, i);
            continue;
        }
        for (size_t j = from; j < to; j++)
            add_column(head, tokens->items[j].role, j);
    }
}

/* Targets and results without points, as in the forms of transfers; only lines show their rows. */
static bool is_plain_head(const struct plumb_form_tokens *tokens,
                          const struct plumb_form_head *head)
{
    return tokens->mode == PLUMB_FORM_SPACES && tokens->items[head->from].newline &&
           has_role(head, PLUMB_FORM_LABEL) && count_role(head, PLUMB_FORM_TARGET) == 1 &&
           count_role(head, PLUMB_FORM_ACTUAL) == 1 && !has_role(head, PLUMB_FORM_WEIGHT) &&
           !has_role(head, PLUMB_FORM_SCORE) && !has_role(head, PLUMB_FORM_AMOUNT) &&
           head->column_count >= FEWEST_HEADS;
}

static bool is_indicator_head(const struct plumb_form_head *head)
{
    bool label = has_role(head, PLUMB_FORM_LABEL) || has_role(head, PLUMB_FORM_LEVEL2);
    bool told = has_role(head, PLUMB_FORM_TARGET) || has_role(head, PLUMB_FORM_ACTUAL) ||
                has_role(head, PLUMB_FORM_SCORE);
    bool points = count_role(head, PLUMB_FORM_WEIGHT) == 1 ||
                  (count_role(head, PLUMB_FORM_WEIGHT) == 0 && has_role(head, PLUMB_FORM_TARGET) &&
                   has_role(head, PLUMB_FORM_ACTUAL) && has_role(head, PLUMB_FORM_SCORE));
    return label && told && points && count_role(head, PLUMB_FORM_SCORE) <= 1 &&
           count_role(head, PLUMB_FORM_TARGET) <= 1 && count_role(head, PLUMB_FORM_ACTUAL) <= 1 &&
           !has_role(head, PLUMB_FORM_AMOUNT) && head->column_count >= FEWEST_HEADS;
}

static bool is_fund_head(const struct plumb_form_tokens *tokens, const struct plumb_form_head *head)
{
    bool executed = false;
    for (size_t c = 0; c < head->column_count; c++)
        executed = executed || tokens->items[head->columns[c].token].executed;
    return executed && count_role(head, PLUMB_FORM_AMOUNT) >= 2 &&
           has_role(head, PLUMB_FORM_RATE) && !has_role(head, PLUMB_FORM_LABEL) &&
           !has_role(head, PLUMB_FORM_TARGET) && !has_role(head, PLUMB_FORM_LEVEL1) &&
           count_role(head, PLUMB_FORM_WEIGHT) <= 1 && count_role(head, PLUMB_FORM_SCORE) <= 1;
}

/* The funds' names stand in a column without a head, or under the head of the form's left side. */
static void add_fund_column(const struct plumb_form_tokens *tokens, struct plumb_form_head *head)
{
    struct plumb_form_column name = {PLUMB_FORM_FUND, head->from, 0};
    if (tokens->items[head->from].role == PLUMB_FORM_PREFIX)
        name.token_count = 1;
    for (size_t c = head->column_count; c > 0; c--)
        head->columns[c] = head->columns[c - 1];
    head->columns[0] = name;
    head->column_count++;
    head->funds = true;
}

/* "项目名称 预算数 一级指标 … 分值": what stands under the columns before the run is no line of it. */
static void skip_other_columns(const struct plumb_form_tokens *tokens, struct plumb_form_head *head)
{
    size_t at = head->to;
    if (tokens->mode != PLUMB_FORM_SPACES || tokens->items[head->from].newline ||
        at >= tokens->count || !tokens->items[at].newline)
        return;
    do {
        at++;
    } while (at < tokens->count && !tokens->items[at].newline &&
             tokens->items[at].kind != PLUMB_FORM_LEVEL);
    if (at < tokens->count && tokens->items[at].kind == PLUMB_FORM_LEVEL &&
        tokens->items[head->to].kind != PLUMB_FORM_LEVEL)
        head->body = at;
}

/* The run of head words at token `at`. */
static bool read_head(const struct plumb_form_tokens *tokens, size_t at,
                      struct plumb_form_head *head)
{
    *head = (struct plumb_form_head){.from = at, .to = at, .unit = PLUMB_NPOS};
    while (head->to < tokens->count && head->to - at < PLUMB_FORM_COLUMNS &&
           (tokens->items[head->to].role != PLUMB_FORM_NO_HEAD ||
            (tokens->mode == PLUMB_FORM_PIPES && head->to > at &&
             tokens->items[head->to].kind == PLUMB_FORM_EMPTY && head->to + 1 < tokens->count &&
             tokens->items[head->to + 1].role != PLUMB_FORM_NO_HEAD)))
        head->to++;
    size_t lower = lower_row(tokens, head->from, head->to);
    if (lower < head->to) {
        join_rows(tokens, head, lower);
    } else {
        for (size_t i = head->from; i < head->to; i++)
            if (tokens->items[i].role > PLUMB_FORM_PREFIX)
                add_column(head, tokens->items[i].role, i);
    }
    head->body = head->to;
    if (head->column_count + 1 >= PLUMB_FORM_COLUMNS)
        return false;
    head->plain = is_plain_head(tokens, head);
    if (head->plain || is_indicator_head(head)) {
        skip_other_columns(tokens, head);
        return true;
    }
    if (!is_fund_head(tokens, head))
        return false;
    add_fund_column(tokens, head);
    if (head->to < tokens->count && plumb_form_is_money(tokens->items[head->to].key)) {
        head->unit = head->to++;
        head->body = head->to;
    }
    return true;
}

/* No form begins with its units or notes; such words stand before the head by chance. */
static bool begins_head(enum plumb_form_role role)
{
    return role != PLUMB_FORM_NO_HEAD && role != PLUMB_FORM_UNIT && role != PLUMB_FORM_NOTE;
}

bool plumb_form_find_head(const struct plumb_form_tokens *tokens, size_t at,
                          struct plumb_form_head *head)
{
    while (at < tokens->count) {
        if (!begins_head(tokens->items[at].role)) {
            at++;
            continue;
        }
        if (read_head(tokens, at, head))
            return true;
        at = head->to > at ? head->to : at + 1;
    }
    return false;
}
