/* May one number have been written for another? */
#include "analysis/screen/screen_int.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* One digit replaced, dropped, added or exchanged with its neighbour. */
static bool is_one_edit(const char *x, const char *y)
{
    size_t m = strlen(x), n = strlen(y), i = 0, tail = 0;
    while (x[i] && x[i] == y[i])
        i++;
    while (tail < m - i && tail < n - i && x[m - 1 - tail] == y[n - 1 - tail])
        tail++;
    size_t left = m - i - tail, right = n - i - tail;
    bool swapped = left == 2 && right == 2 && x[i] == y[i + 1] && x[i + 1] == y[i];
    return swapped || (left + right > 0 && left <= 1 && right <= 1);
}

bool plumb_screen_is_slip(double stated, double meant)
{
    char x[40], y[40];
    if (!(fabs(meant) >= 1000) || stated == 0 || fabs(meant) > 1e15 || fabs(stated) > 1e15)
        return false;
    double power = round(log10(fabs(stated / meant)));
    if (stated == -meant ||
        (power != 0 && fabs(stated - meant * pow(10, power)) <= 1e-9 * fabs(stated)))
        return true;
    snprintf(x, sizeof x, "%.2f", stated);
    snprintf(y, sizeof y, "%.2f", meant);
    return is_one_edit(x, y);
}
