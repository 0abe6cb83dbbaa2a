/* A number that parses prints and parses back to itself; arithmetic on any values is defined. */
#include <stdlib.h>
#include <string.h>

#include "plumb/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void parse(struct plumb_str text)
{
    plumb_dec value = {0}, back = {0};
    int decimals = 0;
    char out[PLUMB_DEC_TEXT];
    if (plumb_dec_parse(text, &value, &decimals, NULL) != PLUMB_OK)
        return;
    require(decimals >= 0);
    plumb_dec_fixed(value, decimals, out);
    plumb_dec_text(value, out);
    require(plumb_dec_parse(plumb_str_from(out), &back, NULL, NULL) == PLUMB_OK);
    require(back.v == value.v);
}

static void compute(plumb_dec a, plumb_dec b, plumb_dec c)
{
    plumb_dec down = plumb_dec_muldiv(a, b, c, PLUMB_ROUND_FLOOR);
    plumb_dec up = plumb_dec_muldiv(a, b, c, PLUMB_ROUND_CEIL);
    plumb_dec near = plumb_dec_muldiv(a, b, c, PLUMB_ROUND_NEAREST);
    require(down.v <= near.v && near.v <= up.v && (up.v == down.v || up.v - down.v == 1));
    struct plumb_interval x = {plumb_dec_min(a, b), plumb_dec_max(a, b)}, y = {c, c}, q;
    require(plumb_interval_meets(x, x) && plumb_interval_gap(x, x).v == 0);
    struct plumb_interval sum = plumb_interval_add(x, y), product = plumb_interval_mul(x, y);
    require(sum.lo.v <= sum.hi.v && product.lo.v <= product.hi.v);
    require(!plumb_interval_div(x, y, &q) || q.lo.v <= q.hi.v);
    plumb_dec_from_double(plumb_dec_double(a));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    parse((struct plumb_str){(const char *)data, size});
    plumb_dec v[3];
    if (size >= sizeof v) {
        memcpy(v, data, sizeof v);
        compute(v[0], v[1], v[2]);
    }
    return 0;
}
