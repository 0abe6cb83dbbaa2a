#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_panel.h"

int plumb_panel_digits(double y)
{
    double v = floor(fabs(y) * 100 + 0.5);
    int digits = 0;
    if (!(v > 0) || v > 9e15)
        return 0;
    while (fmod(v, 10) == 0)
        v /= 10;
    for (; v >= 1; v = floor(v / 10))
        digits++;
    return digits;
}

/* Could the value be told from last year's? */
static bool is_tested(const double *y, size_t t, int digits)
{
    return t > 0 && !isnan(y[t]) && !isnan(y[t - 1]) && plumb_panel_digits(y[t]) >= digits;
}

void plumb_panel_repeats(const double *y, size_t agencies, size_t years, int digits, double *log_p)
{
    double tested = 0, same = 0;
    for (size_t c = 0; c < agencies * years; c++)
        if (is_tested(y + c - c % years, c % years, digits)) {
            tested++;
            same += y[c] == y[c - 1];
        }
    const double common = log((same + 1) / (tested + 1));
    for (size_t a = 0; a < agencies; a++) {
        const double *own = y + a * years;
        double own_tested = 0, own_same = 0;
        for (size_t t = 1; t < years; t++)
            if (is_tested(own, t, digits)) {
                own_tested++;
                own_same += own[t] == own[t - 1];
            }
        for (size_t t = 0; t < years; t++) {
            double *p = &log_p[a * years + t];
            *p = is_tested(own, t, digits) ? 0 : NAN;
            if (*p != 0 || own[t] != own[t - 1])
                continue;
            /* an agency with a fixed grant repeats itself lawfully */
            *p = own_same > 1 ? fmax(common, log(own_same / (own_tested + 1))) : common;
        }
    }
}
