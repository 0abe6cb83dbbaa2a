/* Cells to the columns of a form's head.
 *
 * The cells of a form that lost its grid are one sequence. Reading it left to right, each cell stands
 * in a column to the right of the one before it, goes on in the same one, or begins the next row. Every
 * such way through has a cost: of cells under heads they do not suit, and of columns passed over. The
 * cheapest is taken (Viterbi's algorithm), and kept only when nothing in it is doubtful: a table that was
 * put together wrongly would accuse an agency of the reader's mistake. */
#include "read/form/form_int.h"

#include <string.h>

#define MOST_TOKENS 4096
/* A row that costs more, on average, does not look like what its head announces. */
#define COST_OF_ROW 3.0
/* What passing over weight and score costs a row that has none. */
#define COST_OF_BARE 5.5

/* ---- the cheapest way ---- */

struct way {
    const struct plumb_form_tokens *tokens;
    const struct plumb_form_head *head;
    size_t from, count; /* tokens of the body */
    double *cost;       /* [count][columns] */
    uint8_t *back;      /* the column of the token before */
    uint8_t *begins;    /* the token begins a row */
};

static double stretch(const struct way *way, size_t from, size_t to, enum plumb_form_place place)
{
    double cost = 0.0;
    for (size_t c = from; c < to; c++)
        cost += plumb_form_passing(way->head, c, place);
    return cost;
}

/* Words at the beginning of a line with values behind them on it; a level may stand above. */
static bool is_name_of_values(const struct way *way, size_t i)
{
    const struct plumb_form_token *name = &way->tokens->items[way->from + i], *value = name + 1;
    return i + 1 < way->count && name[-1].kind != PLUMB_FORM_LEVEL &&
           name->kind == PLUMB_FORM_WORDS && !value->newline &&
           (value->kind == PLUMB_FORM_VALUE || value->kind == PLUMB_FORM_PERCENT ||
            value->kind == PLUMB_FORM_NUMBER);
}

/* A row that begins in the middle of a line, where others begin lines, or goes on over its end. */
static double line_cost(const struct way *way, size_t i, bool begins)
{
    const struct plumb_form_token *first = &way->tokens->items[way->head->from];
    bool newline = way->tokens->items[way->from + i].newline;
    if (way->tokens->mode == PLUMB_FORM_ROWS)
        return begins == newline ? 0.0 : begins ? 4.0 : 1.0;
    if (way->tokens->mode != PLUMB_FORM_SPACES || !first->newline)
        return 0.0;
    if (begins)
        return newline ? 0.0 : 1.5;
    return !newline ? 0.0 : is_name_of_values(way, i) ? 6.0 : 0.5;
}

static void step(struct way *way, size_t i, size_t column)
{
    size_t n = way->head->column_count, at = way->from + i;
    const struct plumb_form_token *token = &way->tokens->items[at];
    enum plumb_form_role role = way->head->columns[column].role;
    double own = plumb_form_suits(token, role), lead = stretch(way, 0, column, PLUMB_FORM_LEAD),
           best = PLUMB_FORM_NEVER;
    size_t from = 0;
    bool begins = true;
    if (i == 0) {
        best = own + lead;
    } else {
        const double *before = &way->cost[(i - 1) * n];
        const struct plumb_form_token *last = &way->tokens->items[at - 1];
        for (size_t c = 0; c < n; c++) {
            if (before[c] >= PLUMB_FORM_NEVER)
                continue;
            double fresh = before[c] + own + lead + stretch(way, c + 1, n, PLUMB_FORM_TAIL) +
                           line_cost(way, i, true);
            double same = PLUMB_FORM_NEVER;
            if (c < column)
                same = before[c] + own + stretch(way, c + 1, column, PLUMB_FORM_BETWEEN) +
                       plumb_form_side_by_side(last, way->head->columns[c].role, token, role) +
                       line_cost(way, i, false);
            else if (c == column)
                same = before[c] + plumb_form_going_on(way->tokens, at - 1, role) +
                       line_cost(way, i, false);
            double least = same < fresh ? same : fresh;
            if (least < best) {
                best = least;
                from = c;
                begins = !(same <= fresh);
            }
        }
    }
    way->cost[i * n + column] = best < PLUMB_FORM_NEVER ? best : PLUMB_FORM_NEVER;
    way->back[i * n + column] = (uint8_t)from;
    way->begins[i * n + column] = begins;
}

/* Columns and rows of the cheapest way; its cost. */
static double walk(struct way *way, size_t *column, size_t *row)
{
    size_t n = way->head->column_count, end = 0;
    for (size_t i = 0; i < way->count; i++)
        for (size_t c = 0; c < n; c++)
            step(way, i, c);
    const double *last = &way->cost[(way->count - 1) * n];
    double best = PLUMB_FORM_NEVER;
    for (size_t c = 0; c < n; c++) {
        double cost = last[c] + stretch(way, c + 1, n, PLUMB_FORM_TAIL);
        if (cost < best) {
            best = cost;
            end = c;
        }
    }
    if (best >= PLUMB_FORM_NEVER)
        return PLUMB_FORM_NEVER;
    for (size_t i = way->count; i-- > 0;) {
        column[i] = end;
        row[i] = way->begins[i * n + end];
        end = way->back[i * n + end];
    }
    for (size_t i = 0, rows = 0; i < way->count; i++) {
        rows += i > 0 && row[i];
        row[i] = rows;
    }
    return best;
}

/* ---- nothing may be doubtful ---- */

enum { AMOUNTS_MAX = 4 };

/* What one row holds: the token of each role, or NULL. */
struct row_view {
    const struct plumb_form_token *cell[PLUMB_FORM_NOTE + 1];
    const struct plumb_form_token *amount[AMOUNTS_MAX]; /* the first of them, in order */
    size_t amounts, cells, numbers;
    bool on_a_line; /* begins a line of the source and goes on over none, but for its levels */
};

static struct row_view view_row(const struct way *way, const size_t *column, const size_t *row,
                                size_t *i)
{
    struct row_view view = {.on_a_line = way->tokens->items[way->from + *i].newline};
    size_t number = row[*i], first = *i;
    for (; *i < way->count && row[*i] == number; ++*i) {
        enum plumb_form_role role = way->head->columns[column[*i]].role;
        const struct plumb_form_token *token = &way->tokens->items[way->from + *i];
        bool labelled = *i == first || token[-1].kind == PLUMB_FORM_LEVEL;
        view.on_a_line = view.on_a_line && (labelled || !token->newline);
        if (token->kind == PLUMB_FORM_EMPTY)
            continue;
        if (!view.cell[role])
            view.cell[role] = token;
        if (role == PLUMB_FORM_AMOUNT && view.amounts < AMOUNTS_MAX)
            view.amount[view.amounts] = token;
        view.amounts += role == PLUMB_FORM_AMOUNT && token->kind != PLUMB_FORM_UNITS;
        view.cells++;
        view.numbers += token->kind == PLUMB_FORM_NUMBER || token->kind == PLUMB_FORM_PERCENT ||
                        token->kind == PLUMB_FORM_VALUE;
    }
    return view;
}

static bool has_column(const struct plumb_form_head *head, enum plumb_form_role role)
{
    for (size_t c = 0; c < head->column_count; c++)
        if (head->columns[c].role == role)
            return true;
    return false;
}

static bool is_number(const struct plumb_form_token *token)
{
    return token && token->kind == PLUMB_FORM_NUMBER;
}

/* "12 10 10": is 12 what was aimed at, or what was reached? */
static bool is_clear_line(const struct row_view *view)
{
    const struct plumb_form_token *target = view->cell[PLUMB_FORM_TARGET];
    const struct plumb_form_token *actual = view->cell[PLUMB_FORM_ACTUAL];
    const struct plumb_form_token *lone = target && !actual   ? target
                                          : actual && !target ? actual
                                                              : NULL;
    return !is_number(lone);
}

struct tally {
    size_t rows, weights, scores, over;
    size_t bare; /* rows of a target and its result alone */
    /* "规划（15分）" whose lines do not make 15; and local names whose level is told by nothing else */
    const struct plumb_form_token *level;
    double points;
    size_t unequal, unsure;
};

/* The first level ends: do its lines make its points? */
static void close_level(struct tally *tally)
{
    double gap = tally->level ? tally->points - tally->level->number : 0.0;
    tally->unequal += gap > 0.01 || gap < -0.01;
    tally->level = NULL;
    tally->points = 0.0;
}

static void tally_levels(const struct row_view *view, struct tally *tally)
{
    const struct plumb_form_token *first = view->cell[PLUMB_FORM_LEVEL1];
    const struct plumb_form_token *second = view->cell[PLUMB_FORM_LEVEL2];
    const struct plumb_form_token *weight = view->cell[PLUMB_FORM_WEIGHT];
    const struct plumb_form_token *lone = !first ? second : !second ? first : NULL;
    if (first) {
        close_level(tally);
        tally->level = first->pointed ? first : NULL;
    }
    tally->unsure += lone && lone->kind != PLUMB_FORM_LEVEL;
    if (weight && weight->kind == PLUMB_FORM_NUMBER)
        tally->points += weight->number;
}

static bool is_measure(const struct plumb_form_token *token)
{
    return token && (token->kind == PLUMB_FORM_VALUE || token->kind == PLUMB_FORM_PERCENT);
}

/* "其中桃树 1.5亩 1.5亩": a line of its own without points; its values cannot be taken for them. */
static bool is_bare_line(const struct row_view *view, const struct plumb_form_head *head)
{
    const struct plumb_form_token *target = view->cell[PLUMB_FORM_TARGET];
    const struct plumb_form_token *actual = view->cell[PLUMB_FORM_ACTUAL];
    if (view->cell[PLUMB_FORM_WEIGHT] || view->cell[PLUMB_FORM_SCORE])
        return false;
    return head->plain ? !target == !actual : is_measure(target) && is_measure(actual);
}

static bool is_indicator_row(const struct row_view *view, const struct plumb_form_head *head,
                             enum plumb_form_mode mode, struct tally *tally)
{
    bool cells_known = mode == PLUMB_FORM_PIPES, rows_known = mode == PLUMB_FORM_ROWS;
    bool both = has_column(head, PLUMB_FORM_TARGET) && has_column(head, PLUMB_FORM_ACTUAL);
    bool weighted = has_column(head, PLUMB_FORM_WEIGHT);
    const struct plumb_form_token *weight = view->cell[PLUMB_FORM_WEIGHT];
    const struct plumb_form_token *score = view->cell[PLUMB_FORM_SCORE];
    if (view->cells == 0)
        return true;
    if (!view->cell[PLUMB_FORM_LABEL])
        return cells_known && !weight && !score;
    if (!cells_known && both && !is_clear_line(view))
        return false;
    if (!cells_known && view->on_a_line && is_bare_line(view, head)) {
        tally->bare++;
        return true;
    }
    /* one score for several lines of a form without weights, whose rows the lines show */
    bool merged = rows_known && !weighted && view->cell[PLUMB_FORM_ACTUAL];
    if (!cells_known && !merged && !(weighted ? weight : score))
        return false;
    tally->rows++;
    tally_levels(view, tally);
    tally->weights += is_number(weighted ? weight : score);
    tally->scores += is_number(score);
    tally->over += is_number(weight) && is_number(score) && score->number > weight->number;
    return true;
}

static bool is_given(const struct plumb_form_token *token)
{
    return token && token->kind != PLUMB_FORM_DASH;
}

/* "880 880 880 10 10" without a rate: full marks, or is 10 the rate? */
static bool is_full_marks(const struct row_view *view)
{
    const struct plumb_form_token *weight = view->cell[PLUMB_FORM_WEIGHT];
    const struct plumb_form_token *score = view->cell[PLUMB_FORM_SCORE];
    return is_number(weight) && is_number(score) && weight->number == score->number;
}

/* Is the printed rate nowhere near what the last amount makes of one in front of it? "0 207.45 10 100%" in a stream of cells
 * has lost a number, and what stands under 全年预算数 is last year's; an error of the form's own is rarely that
 * large, and a wrong row is worse than none. */
static bool is_shifted(const struct row_view *view)
{
    const struct plumb_form_token *rate = view->cell[PLUMB_FORM_RATE];
    if (view->amounts < 2 || view->amounts > AMOUNTS_MAX || !rate ||
        rate->kind != PLUMB_FORM_PERCENT)
        return false;
    for (size_t i = 0; i < view->amounts; i++)
        if (!is_number(view->amount[i]))
            return false;
    double spent = view->amount[view->amounts - 1]->number;
    for (size_t i = 0; i + 1 < view->amounts; i++) {
        double budget = view->amount[i]->number, told = budget * rate->number / 100;
        if (told > 0 ? spent <= 2 * told && told <= 2 * spent : spent == 0)
            return false;
    }
    return true;
}

/* Either all its numbers, or the amounts without weight, rate and score. */
static bool is_fund_row(const struct row_view *view, const struct plumb_form_head *head,
                        bool cells_known, struct tally *tally)
{
    size_t amounts = 0;
    for (size_t c = 0; c < head->column_count; c++)
        amounts += head->columns[c].role == PLUMB_FORM_AMOUNT;
    const struct plumb_form_token *rate = view->cell[PLUMB_FORM_RATE];
    bool weight = is_given(view->cell[PLUMB_FORM_WEIGHT]);
    bool score = is_given(view->cell[PLUMB_FORM_SCORE]);
    bool all = view->cells == head->column_count;
    bool typed = rate && rate->kind == PLUMB_FORM_PERCENT;
    tally->rows += view->amounts == amounts || (cells_known && view->amounts >= 2);
    if (!cells_known && is_shifted(view))
        return false;
    if (cells_known || view->numbers == 0 || all)
        return true;
    if (view->amounts != amounts)
        return false;
    if (!is_given(rate))
        return (!weight && !score) || is_full_marks(view);
    /* in front of "98%" stands the weight; without one, is the last amount it? */
    return typed && (weight || !score);
}

static bool is_clear(const struct way *way, const size_t *column, const size_t *row, double cost)
{
    bool cells_known = way->tokens->mode == PLUMB_FORM_PIPES;
    struct tally tally = {0};
    size_t rows = row[way->count - 1] + 1;
    for (size_t i = 0; i < way->count;) {
        struct row_view view = view_row(way, column, row, &i);
        bool good = way->head->funds
                        ? is_fund_row(&view, way->head, cells_known, &tally)
                        : is_indicator_row(&view, way->head, way->tokens->mode, &tally);
        if (!good)
            return false;
    }
    if (cost - COST_OF_BARE * (double)tally.bare > COST_OF_ROW * (double)rows)
        return false;
    if (way->head->funds)
        return tally.rows > 0;
    if (way->head->plain)
        return tally.rows == 0 && tally.bare >= 3;
    close_level(&tally);
    if (tally.unsure > 0 && tally.unequal > 0)
        return false;
    /* scores are filled in or not, for all lines alike */
    bool scores = cells_known || tally.scores == 0 || tally.scores == tally.weights;
    /* a single score above its weight is the form's own mistake where no line lacks a number */
    bool complete = tally.rows >= 3 && tally.weights == tally.rows && tally.scores == tally.rows;
    bool below = tally.over * 10 <= tally.rows || (complete && tally.over == 1);
    return tally.rows >= (way->tokens->mode >= PLUMB_FORM_PIPES ? 1u : 2u) &&
           tally.weights * 2 >= tally.rows && scores && below;
}

/* ---- where the rows end ---- */

static size_t body_end(const struct plumb_form_tokens *tokens, const struct plumb_form_head *head)
{
    struct plumb_form_head next;
    size_t end = head->body, limit = tokens->count;
    bool notes = head->columns[head->column_count - 1].role == PLUMB_FORM_NOTE;
    if (plumb_form_find_head(tokens, head->to, &next))
        limit = next.from;
    while (end < limit && end - head->body < MOST_TOKENS) {
        enum plumb_form_kind kind = tokens->items[end].kind;
        if (kind == PLUMB_FORM_TOTAL || kind == PLUMB_FORM_STOP)
            break;
        if (head->funds && (kind == PLUMB_FORM_LEVEL || (kind == PLUMB_FORM_LONG && !notes)))
            break;
        end++;
    }
    return end;
}

static bool try_rows(struct way *way, size_t end, size_t *column, size_t *row)
{
    way->count = end - way->from;
    if (way->count == 0)
        return false;
    double cost = walk(way, column, row);
    return cost < PLUMB_FORM_NEVER && is_clear(way, column, row, cost);
}

/* "总分 100 96" is at most this far behind the last row: "其他需要说明事项 无 总分 100 96". */
#define TOTAL_BEHIND 4

/* The total behind the rows: weight and score, or the only one that a number alone can be. */
static void add_total(const struct plumb_form_tokens *tokens, const struct plumb_form_head *head,
                      size_t *column, size_t *row, size_t *end)
{
    size_t weight = PLUMB_NPOS, score = PLUMB_NPOS, at = *end, numbers = 0, base = head->body;
    for (size_t c = 0; c < head->column_count; c++) {
        weight = head->columns[c].role == PLUMB_FORM_WEIGHT ? c : weight;
        score = head->columns[c].role == PLUMB_FORM_SCORE ? c : score;
    }
    while (at < tokens->count && at < *end + TOTAL_BEHIND &&
           tokens->items[at].kind != PLUMB_FORM_TOTAL)
        at++;
    if (head->funds || at >= tokens->count || tokens->items[at].kind != PLUMB_FORM_TOTAL)
        return;
    size_t first = at + 1;
    while (first < tokens->count && tokens->items[first].kind == PLUMB_FORM_EMPTY)
        first++;
    while (first + numbers < tokens->count && numbers < 3 &&
           tokens->items[first + numbers].kind == PLUMB_FORM_NUMBER)
        numbers++;
    if (numbers == 0 || numbers > 2 || (numbers == 2 && score == PLUMB_NPOS))
        return;
    bool is_weight = numbers == 2 || tokens->items[first].hundred || score == PLUMB_NPOS;
    size_t next = row[*end - base - 1] + 1;
    for (size_t i = *end; i < first + numbers; i++) {
        row[i - base] = next;
        column[i - base] = i < at                    ? PLUMB_NPOS
                           : i < first               ? 0
                           : i > first || !is_weight ? score
                                                     : weight;
    }
    *end = first + numbers;
}

bool plumb_form_fit(const struct plumb_form_tokens *tokens, const struct plumb_form_head *head,
                    size_t *column, size_t *row, size_t *end)
{
    struct plumb_arena *scratch = tokens->reader->scratch;
    size_t last = body_end(tokens, head), n = head->column_count;
    if (last == head->body)
        return false;
    struct way way = {.tokens = tokens, .head = head, .from = head->body};
    size_t cells = (last - head->body) * n;
    way.cost = plumb_arena_array(scratch, cells, sizeof *way.cost);
    way.back = plumb_arena_array(scratch, cells, sizeof *way.back);
    way.begins = plumb_arena_array(scratch, cells, sizeof *way.begins);
    bool found = try_rows(&way, last, column, row);
    /* Text may follow the form without a word that ends it. */
    for (size_t tries = 0, at = last; !found && tries < 6 && at > head->body + 4;) {
        at--;
        const struct plumb_form_token *token = &tokens->items[at];
        if (token->newline &&
            (token->kind == PLUMB_FORM_LONG || token->kind == PLUMB_FORM_WORDS ||
             token->kind == PLUMB_FORM_LEVEL || token->kind == PLUMB_FORM_FUND_NAME)) {
            tries++;
            found = try_rows(&way, at, column, row);
            last = found ? at : last;
        }
    }
    *end = last;
    if (found)
        add_total(tokens, head, column, row, end);
    return found;
}
