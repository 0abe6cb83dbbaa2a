/* The formula language of the catalogue: a recursive descent parser to postfix code.
 *
 *   expression = term { ("+" | "-") term }
 *   term       = factor { ("*" | "/") factor }
 *   factor     = ["-"] ( number | id | "(" expression ")" | abs(e) | min(e,e) | max(e,e) | prior(id) )
 */
#include "plumb/catalogue.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Auditors write formulas by hand: these limits are far above any of them and bound the stack. */
enum { FORMULA_MAX_DEPTH = 32, FORMULA_MAX_CODE = 256, FORMULA_MAX_STACK = 64 };

enum op { OP_NUMBER, OP_INPUT, OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_NEG, OP_ABS, OP_MIN, OP_MAX };

struct instruction {
    enum op op;
    double number;
    size_t input;
};

struct input {
    char *id;
    bool prior;
};

struct plumb_formula {
    struct instruction code[FORMULA_MAX_CODE];
    size_t code_count;
    struct input inputs[FORMULA_MAX_STACK];
    size_t input_count;
};

struct parser {
    const char *text;
    size_t at;
    int depth;
    size_t stack, stack_max;
    struct plumb_formula *formula;
    struct plumb_error *error;
    enum plumb_status status;
};

static bool parse_expression(struct parser *p);

static bool fail(struct parser *p, const char *what)
{
    if (p->status == PLUMB_OK)
        p->status = plumb_fail_at(p->error, PLUMB_E_FORMAT, NULL, 0, p->at + 1,
                                  "The formula \"%s\" is wrong at column %zu: %s.", p->text,
                                  p->at + 1, what);
    return false;
}

static void skip_space(struct parser *p)
{
    while (p->text[p->at] == ' ' || p->text[p->at] == '\t')
        p->at++;
}

static bool accept(struct parser *p, char c)
{
    skip_space(p);
    if (p->text[p->at] != c)
        return false;
    p->at++;
    return true;
}

static bool emit(struct parser *p, enum op op, double number, size_t input)
{
    struct plumb_formula *f = p->formula;
    if (f->code_count == FORMULA_MAX_CODE)
        return fail(p, "the formula is too long");
    f->code[f->code_count++] = (struct instruction){op, number, input};
    if (op == OP_NUMBER || op == OP_INPUT)
        p->stack++;
    else if (op != OP_NEG && op != OP_ABS)
        p->stack--;
    if (p->stack > p->stack_max)
        p->stack_max = p->stack;
    return p->stack_max <= FORMULA_MAX_STACK || fail(p, "the formula is nested too deeply");
}

static bool is_id_start(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_id_char(char c)
{
    return is_id_start(c) || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

static bool word_is(const struct parser *p, size_t from, const char *word)
{
    size_t len = strlen(word);
    return p->at - from == len && memcmp(p->text + from, word, len) == 0;
}

static bool add_input(struct parser *p, size_t from, bool prior)
{
    struct plumb_formula *f = p->formula;
    size_t len = p->at - from, i = 0;
    for (; i < f->input_count; i++)
        if (f->inputs[i].prior == prior && strlen(f->inputs[i].id) == len &&
            memcmp(f->inputs[i].id, p->text + from, len) == 0)
            break;
    if (i == f->input_count) {
        if (i == FORMULA_MAX_STACK)
            return fail(p, "the formula names too many indicators");
        char *id = plumb_malloc(len + 1);
        if (!id) {
            p->status = plumb_fail(p->error, PLUMB_E_NOMEM, "Out of memory in a formula.");
            return false;
        }
        memcpy(id, p->text + from, len);
        id[len] = '\0';
        f->inputs[f->input_count++] = (struct input){id, prior};
    }
    return emit(p, OP_INPUT, 0, i);
}

static bool parse_prior(struct parser *p)
{
    skip_space(p);
    size_t from = p->at;
    if (!is_id_start(p->text[p->at]))
        return fail(p, "prior( ) needs the id of an indicator");
    while (is_id_char(p->text[p->at]))
        p->at++;
    return add_input(p, from, true) && (accept(p, ')') || fail(p, "\")\" is missing"));
}

static bool parse_call(struct parser *p, enum op op, bool two)
{
    if (!parse_expression(p))
        return false;
    if (two && !accept(p, ','))
        return fail(p, "\",\" and a second value are missing");
    if (two && !parse_expression(p))
        return false;
    return accept(p, ')') ? emit(p, op, 0, 0) : fail(p, "\")\" is missing");
}

static bool parse_word(struct parser *p)
{
    size_t from = p->at;
    while (is_id_char(p->text[p->at]))
        p->at++;
    size_t end = p->at;
    skip_space(p);
    if (p->text[p->at] != '(') {
        p->at = end;
        return p->text[end - 1] == '.' ? fail(p, "an id does not end with a full stop")
                                       : add_input(p, from, false);
    }
    p->at = end;
    bool is_abs = word_is(p, from, "abs"), is_min = word_is(p, from, "min");
    bool is_max = word_is(p, from, "max"), is_prior = word_is(p, from, "prior");
    if (!is_abs && !is_min && !is_max && !is_prior) {
        p->at = from;
        return fail(p, "unknown function; there are abs, min, max and prior");
    }
    accept(p, '(');
    if (is_prior)
        return parse_prior(p);
    return parse_call(p, is_abs ? OP_ABS : is_min ? OP_MIN : OP_MAX, !is_abs);
}

static bool parse_number(struct parser *p)
{
    double value = 0, place = 1;
    bool point = false, digits = false;
    for (;; p->at++) {
        char c = p->text[p->at];
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            digits = true;
            value = value * 10 + (c - '0');
            place *= point ? 10 : 1;
        } else {
            break;
        }
    }
    return digits ? emit(p, OP_NUMBER, value / place, 0) : fail(p, "a number needs digits");
}

static bool parse_factor(struct parser *p)
{
    if (++p->depth > FORMULA_MAX_DEPTH)
        return fail(p, "the formula is nested too deeply");
    skip_space(p);
    char c = p->text[p->at];
    bool good = false;
    if (accept(p, '-'))
        good = parse_factor(p) && emit(p, OP_NEG, 0, 0);
    else if (accept(p, '('))
        good = parse_expression(p) && (accept(p, ')') || fail(p, "\")\" is missing"));
    else if ((c >= '0' && c <= '9') || c == '.')
        good = parse_number(p);
    else if (is_id_start(c))
        good = parse_word(p);
    else
        good =
            fail(p, c ? "a value was expected here" : "the formula ends where a value is needed");
    p->depth--;
    return good;
}

static bool parse_term(struct parser *p)
{
    if (!parse_factor(p))
        return false;
    for (;;) {
        if (accept(p, '*')) {
            if (!parse_factor(p) || !emit(p, OP_MUL, 0, 0))
                return false;
        } else if (accept(p, '/')) {
            if (!parse_factor(p) || !emit(p, OP_DIV, 0, 0))
                return false;
        } else {
            return true;
        }
    }
}

static bool parse_expression(struct parser *p)
{
    if (!parse_term(p))
        return false;
    for (;;) {
        if (accept(p, '+')) {
            if (!parse_term(p) || !emit(p, OP_ADD, 0, 0))
                return false;
        } else if (accept(p, '-')) {
            if (!parse_term(p) || !emit(p, OP_SUB, 0, 0))
                return false;
        } else {
            return true;
        }
    }
}

enum plumb_status plumb_formula_compile(const char *text, struct plumb_formula **out,
                                        struct plumb_error *error)
{
    *out = NULL;
    struct plumb_formula *formula = plumb_calloc(1, sizeof *formula);
    if (!formula)
        return plumb_fail(error, PLUMB_E_NOMEM, "Out of memory in a formula.");
    struct parser p = {.text = text ? text : "", .formula = formula, .error = error};
    if (parse_expression(&p)) {
        skip_space(&p);
        if (p.text[p.at])
            fail(&p, "something is left over");
    }
    if (p.status != PLUMB_OK) {
        plumb_formula_free(formula);
        return p.status;
    }
    *out = formula;
    return PLUMB_OK;
}

void plumb_formula_free(struct plumb_formula *formula)
{
    if (!formula)
        return;
    for (size_t i = 0; i < formula->input_count; i++)
        plumb_free(formula->inputs[i].id);
    plumb_free(formula);
}

size_t plumb_formula_input_count(const struct plumb_formula *formula)
{
    return formula->input_count;
}

const char *plumb_formula_input(const struct plumb_formula *formula, size_t index, bool *prior)
{
    if (index >= formula->input_count)
        return NULL;
    if (prior)
        *prior = formula->inputs[index].prior;
    return formula->inputs[index].id;
}

static double apply(enum op op, double a, double b)
{
    if (isnan(a) || isnan(b))
        return NAN;
    switch (op) {
    case OP_ADD:
        return a + b;
    case OP_SUB:
        return a - b;
    case OP_MUL:
        return a * b;
    case OP_DIV:
        return b < 0 || b > 0 ? a / b : NAN;
    case OP_MIN:
        return a < b ? a : b;
    case OP_MAX:
        return a > b ? a : b;
    case OP_NUMBER:
    case OP_INPUT:
    case OP_NEG:
    case OP_ABS:
        break;
    }
    return NAN;
}

double plumb_formula_eval(const struct plumb_formula *formula, const double *inputs)
{
    double stack[FORMULA_MAX_STACK + 1];
    size_t top = 0;
    for (size_t i = 0; i < formula->code_count; i++) {
        const struct instruction *step = &formula->code[i];
        switch (step->op) {
        case OP_NUMBER:
            stack[top++] = step->number;
            break;
        case OP_INPUT:
            stack[top++] = inputs[step->input];
            break;
        case OP_NEG:
            stack[top - 1] = -stack[top - 1];
            break;
        case OP_ABS:
            stack[top - 1] = fabs(stack[top - 1]);
            break;
        default:
            stack[top - 2] = apply(step->op, stack[top - 2], stack[top - 1]);
            top--;
        }
    }
    return top == 1 ? stack[0] : NAN;
}
