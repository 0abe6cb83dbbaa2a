/* Reads the reference values of tests/reference (comma-separated, '#' comments, one head line). */
#ifndef STATS_REFERENCE_H
#define STATS_REFERENCE_H

#include "test_support.h"

#define REFERENCE_FIELDS 32

struct reference {
    char *text; /* the whole file; fields point into it */
    char *(*field)[REFERENCE_FIELDS];
    size_t rows;
};

/* Loads tests/reference/NAME or, when it starts with '.' or '/', NAME itself. False if missing. */
bool reference_load(const char *name, struct reference *out);
void reference_free(struct reference *reference);
double reference_number(const struct reference *reference, size_t row, size_t field);
/* The values of one sample of samples.csv; *x is malloc'ed. Fails the test when there is none. */
size_t reference_sample(const struct reference *samples, const char *name, double **x);

/* |a - b| <= tolerance * max(1, |b|), equal infinities, or both NaN. Prints what differs. */
void check_close(double a, double b, double tolerance, const char *what);

#endif
