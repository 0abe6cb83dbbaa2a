#include "stats_reference.h"

#include <math.h>

static char *read_whole(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    char *text = NULL;
    size_t len = 0, room = 0;
    for (;;) {
        if (len + 4096 > room) {
            room = 2 * room + 8192;
            char *bigger = realloc(text, room);
            assert_non_null(bigger);
            text = bigger;
        }
        const size_t got = fread(text + len, 1, room - len - 1, file);
        if (got == 0)
            break;
        len += got;
    }
    fclose(file);
    text[len] = '\0';
    return text;
}

static char *next_line(char **at)
{
    char *line = *at;
    if (*line == '\0')
        return NULL;
    char *end = line + strcspn(line, "\n");
    *at = *end == '\0' ? end : end + 1;
    if (end > line && end[-1] == '\r')
        end[-1] = '\0';
    *end = '\0';
    return line;
}

static void split_fields(char *line, char *fields[REFERENCE_FIELDS])
{
    static char empty[1] = "";
    for (size_t f = 0; f < REFERENCE_FIELDS; f++) {
        fields[f] = line != NULL ? line : empty;
        if (line == NULL)
            continue;
        if (*line == '"') {
            fields[f] = ++line;
            line += strcspn(line, "\"");
            *line++ = '\0';
        } else {
            line += strcspn(line, ",");
        }
        if (*line == ',')
            *line++ = '\0';
        else
            line = NULL;
    }
}

bool reference_load(const char *name, struct reference *out)
{
    char path[512];
    const bool own = name[0] != '.' && name[0] != '/';
    snprintf(path, sizeof path, "%s%s", own ? "tests/reference/" : "", name);
    *out = (struct reference){0};
    out->text = read_whole(path);
    if (out->text == NULL)
        return false;
    size_t lines = 1;
    for (const char *c = out->text; *c != '\0'; c++)
        lines += *c == '\n' ? 1 : 0;
    out->field = calloc(lines, sizeof *out->field);
    assert_non_null(out->field);
    bool head = true;
    char *at = out->text, *line;
    while ((line = next_line(&at)) != NULL) {
        if (*line == '#' || *line == '\0')
            continue;
        if (!head)
            split_fields(line, out->field[out->rows++]);
        head = false;
    }
    return true;
}

void reference_free(struct reference *reference)
{
    free(reference->text);
    free(reference->field);
    *reference = (struct reference){0};
}

double reference_number(const struct reference *reference, size_t row, size_t field)
{
    const char *text = reference->field[row][field];
    if (strcmp(text, "Inf") == 0)
        return INFINITY;
    if (strcmp(text, "-Inf") == 0)
        return -INFINITY;
    if (strcmp(text, "NA") == 0 || strcmp(text, "NaN") == 0 || *text == '\0')
        return NAN;
    char *end;
    const double value = strtod(text, &end);
    if (*end != '\0')
        fail_msg("no number: %s", text);
    return value;
}

size_t reference_sample(const struct reference *samples, const char *name, double **x)
{
    size_t n = 0;
    *x = calloc(samples->rows + 1, sizeof **x);
    assert_non_null(*x);
    for (size_t r = 0; r < samples->rows; r++)
        if (strcmp(samples->field[r][0], name) == 0)
            (*x)[n++] = reference_number(samples, r, 1);
    if (n == 0)
        fail_msg("no sample %s", name);
    return n;
}

void check_close(double a, double b, double tolerance, const char *what)
{
    const double scale = fabs(b) > 1 ? fabs(b) : 1;
    if ((isnan(a) && isnan(b)) || (isinf(a) && a >= b && a <= b) ||
        fabs(a - b) <= tolerance * scale)
        return;
    fail_msg("%s: got %.17g, expected %.17g", what, a, b);
}
