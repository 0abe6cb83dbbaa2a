/* Any text as a formula: it compiles and gives a number (or NaN), or an error with its column. */
#include <stdlib.h>
#include <string.h>

#include "plumb/catalogue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    struct plumb_formula *formula = NULL;
    struct plumb_error error = {0};
    require(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    if (plumb_formula_compile(text, &formula, &error) == PLUMB_OK) {
        size_t count = plumb_formula_input_count(formula);
        double *inputs = calloc(count + 1, sizeof *inputs);
        require(inputs != NULL);
        for (size_t i = 0; i < count; i++) {
            bool prior = false;
            require(plumb_formula_input(formula, i, &prior) != NULL);
            inputs[i] = (double)i - 1;
        }
        double once = plumb_formula_eval(formula, inputs);
        double again = plumb_formula_eval(formula, inputs);
        require(memcmp(&once, &again, sizeof once) == 0);
        free(inputs);
    } else {
        require(error.message[0]);
    }
    plumb_formula_free(formula);
    free(text);
    return 0;
}
