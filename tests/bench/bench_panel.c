/* Panels of the injection benches: read, made, copied. */
#include "bench_panel.h"

void die(const char *what)
{
    fprintf(stderr, "inject: %s\n", what);
    exit(4);
}

double *doubles(size_t n)
{
    double *x = calloc(n + 1, sizeof *x);
    if (x == NULL)
        die("out of memory");
    return x;
}

size_t cells_of(const struct bench_panel *p)
{
    return p->agencies * p->years;
}

/* ---- panels ------------------------------------------------------------------------------ */

bool panel_read(const char *folder, const char *name, struct bench_panel *p)
{
    char path[4096], line[4096];
    *p = (struct bench_panel){0};
    snprintf(p->name, sizeof p->name, "%s", name);
    snprintf(path, sizeof path, "%s/%s.csv", folder, name);
    for (int pass = 0; pass < 2; pass++) {
        FILE *file = fopen(path, "r");
        if (file == NULL)
            return false;
        for (bool head = true; fgets(line, sizeof line, file) != NULL; head = false) {
            char *at = line;
            if (head) {
                p->indicators = 0;
                for (const char *c = line; *c != '\0'; c++)
                    p->indicators += *c == ',' ? 1 : 0;
                p->indicators--;
                continue;
            }
            const size_t a = strtoul(at, &at, 10), t = strtoul(at + 1, &at, 10);
            if (pass == 0) {
                p->agencies = a > p->agencies ? a : p->agencies;
                p->years = t > p->years ? t : p->years;
            }
            for (size_t i = 0; pass == 1 && i < p->indicators; i++)
                p->y[i][(a - 1) * p->years + t - 1] = strtod(at + 1, &at);
        }
        fclose(file);
        for (size_t i = 0; pass == 0 && i < p->indicators && i < MAX_INDICATORS; i++) {
            p->y[i] = doubles(cells_of(p));
            for (size_t c = 0; c < cells_of(p); c++)
                p->y[i][c] = NAN;
        }
    }
    return true;
}

static double student_t(struct plumb_rng *rng, int df)
{
    double chi2 = 0;
    const double z = plumb_rng_normal(rng);
    for (int k = 0; k < df; k++) {
        const double v = plumb_rng_normal(rng);
        chi2 += v * v;
    }
    return z / sqrt(chi2 / df);
}

/* Agencies of very different size, a common growth, an own trend, t_5 noise of 10 %. */
void panel_synthesise(struct bench_panel *p, size_t agencies, size_t years, size_t indicators,
                      uint64_t seed)
{
    *p = (struct bench_panel){
        .name = "synthetic", .agencies = agencies, .years = years, .indicators = indicators};
    for (size_t i = 0; i < indicators; i++) {
        struct plumb_rng rng = plumb_rng_stream(seed, i);
        double common[64] = {0};
        p->y[i] = doubles(cells_of(p));
        for (size_t t = 1; t < years && t < 64; t++)
            common[t] = common[t - 1] + 0.05 + 0.03 * plumb_rng_normal(&rng);
        for (size_t a = 0; a < agencies; a++) {
            const double level = 15 + 1.5 * plumb_rng_normal(&rng);
            const double trend = 0.02 * plumb_rng_normal(&rng);
            for (size_t t = 0; t < years; t++)
                p->y[i][a * years + t] =
                    exp(level + common[t] + trend * (double)t + 0.1 * student_t(&rng, 5));
        }
    }
}

void panel_copy(const struct bench_panel *from, struct bench_panel *to)
{
    *to = *from;
    for (size_t i = 0; i < from->indicators; i++) {
        to->y[i] = doubles(cells_of(from));
        memcpy(to->y[i], from->y[i], cells_of(from) * sizeof(double));
    }
}

void panel_free(struct bench_panel *p)
{
    for (size_t i = 0; i < p->indicators; i++)
        free(p->y[i]);
    *p = (struct bench_panel){0};
}

double swap_leading(double y)
{
    char text[64];
    snprintf(text, sizeof text, "%.17g", fabs(y));
    char *first = text + strspn(text, "0."), *second = first + 1;
    if (*second == '.')
        second++;
    if (*first == '\0' || *second < '0' || *second > '9')
        return y;
    const char keep = *first;
    *first = *second;
    *second = keep;
    return copysign(strtod(text, NULL), y);
}
