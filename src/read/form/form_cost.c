/* What it costs to put a cell of a form into a column, or to pass over one; 0 is a perfect fit. The
 * costs were set by hand: what a head excludes is never put under it, words in the place of a value
 * cost less than a value left out, and a level may always be missing, since merged labels are printed
 * once. */
#include "read/form/form_int.h"

static double fit_words(const struct plumb_form_token *token, enum plumb_form_role role)
{
    bool is_long = token->kind == PLUMB_FORM_LONG, level = token->kind == PLUMB_FORM_LEVEL;
    switch (role) {
    case PLUMB_FORM_LEVEL1:
        return is_long          ? PLUMB_FORM_NEVER
               : !level         ? (token->pointed ? 0.5 : 3.0)
               : !token->level1 ? 4.0
               : token->level2  ? 0.1
                                : 0.0;
    case PLUMB_FORM_LEVEL2:
        return is_long         ? PLUMB_FORM_NEVER
               : !level        ? (token->pointed ? 0.2 : 2.5)
               : token->level2 ? 0.0
                               : 3.0;
    case PLUMB_FORM_LABEL:
        return level ? 3.0 : is_long ? 0.3 : 0.0;
    case PLUMB_FORM_TARGET:
    case PLUMB_FORM_ACTUAL:
        return level ? PLUMB_FORM_NEVER : is_long ? 1.0 : 0.5;
    case PLUMB_FORM_NOTE:
        return level ? 4.0 : 0.2;
    case PLUMB_FORM_FUND:
        return token->kind == PLUMB_FORM_FUND_NAME ? 0.0
               : level || is_long                  ? PLUMB_FORM_NEVER
                                                   : 1.5;
    case PLUMB_FORM_NATURE:
    case PLUMB_FORM_UNIT:
        return is_long || level ? PLUMB_FORM_NEVER : 3.0;
    default:
        return PLUMB_FORM_NEVER;
    }
}

static double fit_number(const struct plumb_form_token *token, enum plumb_form_role role)
{
    bool percent = token->kind == PLUMB_FORM_PERCENT;
    switch (role) {
    case PLUMB_FORM_WEIGHT:
    case PLUMB_FORM_SCORE:
        return percent || token->number < 0.0 || token->number > 100.0 ? PLUMB_FORM_NEVER : 0.0;
    case PLUMB_FORM_TARGET:
    case PLUMB_FORM_ACTUAL:
        return 0.0;
    case PLUMB_FORM_AMOUNT:
        return percent ? PLUMB_FORM_NEVER : 0.0;
    case PLUMB_FORM_RATE:
        return percent ? 0.0 : 0.2;
    case PLUMB_FORM_ORDINAL:
        return percent ? PLUMB_FORM_NEVER : 0.0;
    case PLUMB_FORM_NOTE: /* "0" for nothing to be explained */
        return !percent && token->number == 0.0 ? 0.5 : PLUMB_FORM_NEVER;
    default:
        return PLUMB_FORM_NEVER;
    }
}

static double fit_value(enum plumb_form_role role)
{
    switch (role) {
    case PLUMB_FORM_TARGET:
    case PLUMB_FORM_ACTUAL:
        return 0.0;
    case PLUMB_FORM_AMOUNT:
        return 0.1;
    case PLUMB_FORM_LABEL:
        return 2.0;
    case PLUMB_FORM_NOTE:
        return 1.0;
    default:
        return PLUMB_FORM_NEVER;
    }
}

double plumb_form_suits(const struct plumb_form_token *token, enum plumb_form_role role)
{
    bool names = role == PLUMB_FORM_LABEL || role == PLUMB_FORM_FUND;
    switch (token->kind) {
    case PLUMB_FORM_EMPTY:
        return names ? 1.0 : role == PLUMB_FORM_NOTE ? 0.0 : 0.1;
    case PLUMB_FORM_DASH:
        return names || role == PLUMB_FORM_LEVEL1 || role == PLUMB_FORM_LEVEL2 ? PLUMB_FORM_NEVER
                                                                               : 0.1;
    case PLUMB_FORM_SIGN:
        return role == PLUMB_FORM_NATURE ? 0.0 : role == PLUMB_FORM_TARGET ? 0.5 : PLUMB_FORM_NEVER;
    case PLUMB_FORM_NUMBER:
    case PLUMB_FORM_PERCENT:
        return fit_number(token, role);
    case PLUMB_FORM_VALUE:
        return fit_value(role);
    case PLUMB_FORM_UNITS:
        return role == PLUMB_FORM_UNIT ? 0.0 : PLUMB_FORM_NEVER;
    case PLUMB_FORM_TOTAL:
    case PLUMB_FORM_STOP:
        return PLUMB_FORM_NEVER;
    default:
        return fit_words(token, role);
    }
}

static double passing(enum plumb_form_role role, enum plumb_form_place place)
{
    static const double costs[][3] = {
        [PLUMB_FORM_LEVEL1] = {0.05, 0.05, 5.0}, [PLUMB_FORM_LEVEL2] = {0.05, 0.05, 5.0},
        [PLUMB_FORM_LABEL] = {4.0, 4.0, 4.0},    [PLUMB_FORM_ORDINAL] = {0.2, 0.2, 0.2},
        [PLUMB_FORM_NATURE] = {0.5, 0.5, 3.0},   [PLUMB_FORM_TARGET] = {3.0, 2.0, 4.0},
        [PLUMB_FORM_UNIT] = {0.5, 0.5, 3.0},     [PLUMB_FORM_ACTUAL] = {3.0, 1.5, 3.0},
        [PLUMB_FORM_WEIGHT] = {5.0, 3.0, 3.0},   [PLUMB_FORM_SCORE] = {5.0, 3.0, 2.5},
        [PLUMB_FORM_RATE] = {3.0, 1.0, 0.3},     [PLUMB_FORM_AMOUNT] = {3.0, 3.0, 0.3},
        [PLUMB_FORM_FUND] = {4.0, 4.0, 4.0},     [PLUMB_FORM_NOTE] = {0.0, 0.0, 0.0},
    };
    return costs[role][place];
}

/* In lines of funds weights and scores are often left out. */
double plumb_form_passing(const struct plumb_form_head *head, size_t column,
                          enum plumb_form_place place)
{
    enum plumb_form_role role = head->columns[column].role;
    if (head->funds && (role == PLUMB_FORM_WEIGHT || role == PLUMB_FORM_SCORE))
        return place == PLUMB_FORM_TAIL ? 0.3 : 1.0;
    return passing(role, place);
}

static bool is_words(const struct plumb_form_token *token)
{
    return token->kind == PLUMB_FORM_WORDS || token->kind == PLUMB_FORM_LONG ||
           token->kind == PLUMB_FORM_VALUE;
}

/* "指标5：…" */
static bool is_numbered(const struct plumb_form_token *token)
{
    struct plumb_str word = PLUMB_STR("指标"), key = token->key;
    return plumb_str_starts(key, word) && key.len > word.len && key.ptr[word.len] >= '0' &&
           key.ptr[word.len] <= '9';
}

double plumb_form_going_on(const struct plumb_form_tokens *tokens, size_t a,
                           enum plumb_form_role role)
{
    const struct plumb_form_token *first = &tokens->items[a], *second = &tokens->items[a + 1];
    if (second->newline && is_numbered(second))
        return PLUMB_FORM_NEVER;
    bool value = role == PLUMB_FORM_TARGET || role == PLUMB_FORM_ACTUAL;
    bool number = second->kind == PLUMB_FORM_NUMBER || second->kind == PLUMB_FORM_PERCENT;
    if (tokens->mode == PLUMB_FORM_PIPES) {
        /* a label merged over all rows leaves an empty cell in front of each */
        bool label = role == PLUMB_FORM_FUND || role == PLUMB_FORM_LEVEL1 ||
                     role == PLUMB_FORM_LEVEL2 || role == PLUMB_FORM_LABEL;
        return label && first->kind == PLUMB_FORM_EMPTY && !number ? 0.1 : PLUMB_FORM_NEVER;
    }
    if (tokens->mode == PLUMB_FORM_ROWS)
        return PLUMB_FORM_NEVER;
    if (value && first->kind == PLUMB_FORM_SIGN)
        return number || second->kind == PLUMB_FORM_VALUE ? 0.0 : PLUMB_FORM_NEVER;
    if ((value || role == PLUMB_FORM_AMOUNT) && second->kind == PLUMB_FORM_UNITS)
        return first->kind == PLUMB_FORM_NUMBER || first->kind == PLUMB_FORM_VALUE
                   ? 0.0
                   : PLUMB_FORM_NEVER;
    if (role == PLUMB_FORM_FUND)
        return second->kind == PLUMB_FORM_WORDS ? 1.0 : PLUMB_FORM_NEVER;
    if (!is_words(first) || !is_words(second))
        return role == PLUMB_FORM_NOTE && is_words(first) && number ? 2.0 : PLUMB_FORM_NEVER;
    if (role != PLUMB_FORM_LABEL && role != PLUMB_FORM_NOTE && !value)
        return PLUMB_FORM_NEVER;
    if (role == PLUMB_FORM_LABEL && second->kind == PLUMB_FORM_VALUE && !second->newline)
        return 3.0; /* a measure behind a name is hardly part of it */
    return tokens->mode == PLUMB_FORM_LINES ? 1.0 : 1.2;
}

double plumb_form_side_by_side(const struct plumb_form_token *a, enum plumb_form_role left,
                               const struct plumb_form_token *b, enum plumb_form_role right)
{
    if (left == PLUMB_FORM_TARGET && right == PLUMB_FORM_ACTUAL)
        return plumb_str_equal(a->key, b->key) ? -0.3 : 0.0;
    if (left == PLUMB_FORM_WEIGHT && right == PLUMB_FORM_SCORE && b->number > a->number)
        return 1.5;
    /* "10 10" are points: a rate of 10 % would be printed with its sign */
    if (left == PLUMB_FORM_WEIGHT && right == PLUMB_FORM_RATE && b->kind == PLUMB_FORM_NUMBER &&
        b->number > 1.0 && b->number <= a->number)
        return 1.5;
    return 0.0;
}
