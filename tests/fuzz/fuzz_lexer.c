/* Numbers, numerals and units at every place of any text: spans stay inside the text and move on. */
#include <stdlib.h>

#include "extract/number/quantity.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Built once: libFuzzer offers no context to carry them in. */
static struct plumb_arena *kept;
static const struct plumb_unit_index *units;

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void read_at(struct plumb_arena *arena, const struct plumb_runes *runes, size_t i)
{
    struct plumb_digits digits = {0};
    struct plumb_numeral numeral = {0};
    struct plumb_unit_hit hit = {0};
    int exponent = 0;
    if (plumb_rune_digit(runes->cp[i])) {
        plumb_digits_read(arena, runes, i, i == 0, &digits);
        require(digits.from <= i && digits.to > i && digits.to <= runes->count);
        require(digits.decimals >= 0);
        if (plumb_unit_match(arena, runes, digits.to, &hit)) {
            require(hit.from >= digits.to && hit.from <= hit.to && hit.to <= runes->count);
            plumb_scale_up(digits.value, hit.scale);
        }
    } else {
        plumb_digits_misread(arena, runes, i);
    }
    if (plumb_numeral_parse(runes, i, &numeral))
        require(numeral.to > i && numeral.to <= runes->count);
    require(plumb_magnitude_match(runes, i, &exponent) <= runes->count ||
            plumb_magnitude_match(runes, i, &exponent) == PLUMB_NPOS);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    kept = plumb_arena_new();
    require(kept != NULL);
    units = plumb_unit_index(kept);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_runes runes = {0};
    struct plumb_str text = {(const char *)data, size};
    require(arena != NULL && kept != NULL);
    if (plumb_utf8_valid(text, NULL)) {
        runes.units = units;
        plumb_runes_set(&runes, arena, text);
        for (size_t i = 0; i < runes.count; i++)
            read_at(arena, &runes, i);
    }
    plumb_arena_free(arena);
    return 0;
}
