/* Inside of the CSV reader: dialect, rows, numbers, the meaning of columns, mappings.
 *
 * How every odd input is read is written down in docs/csv.md; each line of it has a test. */
#ifndef PLUMB_CSV_INT_H
#define PLUMB_CSV_INT_H

#include "plumb/catalogue.h"
#include "plumb/panel.h"

#define PLUMB_CSV_HEAD ((size_t)1 << 18) /* bytes looked at to understand a file */
#ifndef PLUMB_CSV_MAX_COLUMNS /* fuzzers set it and PLUMB_CSV_BLOCK lower, to get there */
#define PLUMB_CSV_MAX_COLUMNS ((size_t)16384)
#endif
#define PLUMB_CSV_MAX_KEYS 4 /* columns that make up one name */

/* ---- csv_scan.c: rows ---- */

struct plumb_csv_dialect {
    char delimiter; /* , ; tab | */
    char newline;   /* '\n', or '\r' where the file has no '\n' */
    bool decimal_comma;
};

struct plumb_csv_field {
    const char *ptr; /* without the quotes, not unescaped, not trimmed */
    size_t len;
    bool quoted;
    bool escaped; /* has "" inside */
};

/* The row at `at`: its first `max` fields, the number of all its fields, the number of line ends it
 * takes. Returns the start of the next row, or `end`. */
const char *plumb_csv_row(const struct plumb_csv_dialect *dialect, const char *at, const char *end,
                          struct plumb_csv_field *fields, size_t max, size_t *count, size_t *lines);
/* The end of a quoted field that begins at `at` (a quote at the start of a field): the place behind
 * the closing quote, or NULL when there is none and the quote is a plain character. */
const char *plumb_csv_quoted_end(const struct plumb_csv_dialect *dialect, const char *at,
                                 const char *end, bool *escaped);
/* Trimmed text of a field; "" is undone into `arena`. */
struct plumb_str plumb_csv_text(const struct plumb_csv_field *field, struct plumb_arena *arena);
/* Delimiter, line end and decimal mark from the beginning of a file. */
struct plumb_csv_dialect plumb_csv_sniff(const char *head, size_t len);

/* ---- csv_number.c: values ---- */

enum plumb_csv_value {
    PLUMB_CSV_NUMBER,
    PLUMB_CSV_MISSING, /* empty, -, N/A … */
    PLUMB_CSV_BAD
};
/* value = printed number * 10^power; a unit printed in the cell (万元, %) takes the place of
 * `power`. *percent: the cell has a % of its own. */
enum plumb_csv_value plumb_csv_number(const char *text, size_t len, bool decimal_comma, int power,
                                      double *value, bool *percent);
/* The year of 2024, 2024年度, FY2024, 2024-12-31, 2015-16 and 2015/16 (the first, or the second when
 * `end_of_range`); 0 for anything else. */
int plumb_csv_year(struct plumb_str text, bool end_of_range);
/* A unit word: its canonical unit ("yuan", "person", "fraction", "count", …) and power of ten. */
bool plumb_csv_unit(struct plumb_str text, const char **unit, int *power);

/* ---- csv_layout.c: what the columns mean ---- */

enum plumb_csv_role {
    PLUMB_CSV_IGNORE,
    PLUMB_CSV_AGENCY,
    PLUMB_CSV_YEAR,
    PLUMB_CSV_INDICATOR,
    PLUMB_CSV_VALUE,
    PLUMB_CSV_UNIT,
    PLUMB_CSV_STAGE,
    PLUMB_CSV_ITEM,
    PLUMB_CSV_LEVEL,
    PLUMB_CSV_KIND,
    PLUMB_CSV_REGION,
    PLUMB_CSV_MEASURE /* wide form: values of one indicator, or of one year */
};

struct plumb_csv_column {
    enum plumb_csv_role role;
    struct plumb_str head;  /* as printed, trimmed */
    int year;               /* of a measure: its own year, 0 = the row's */
    struct plumb_str label; /* head without year and unit; empty for a bare year or VALUE */
    const char *unit;       /* canonical, "" unknown */
    int power;              /* power of ten to the base unit */
    bool zero_missing;
    const struct plumb_mapping_column *rule; /* NULL: none */
};

struct plumb_csv_filter {
    size_t column;
    const struct plumb_str *values;
    size_t value_count;
};

enum plumb_csv_duplicates {
    PLUMB_CSV_REJECT, /* a second, different value is rejected */
    PLUMB_CSV_SUM,
    PLUMB_CSV_FIRST,
    PLUMB_CSV_LAST
};

struct plumb_mapping_file; /* rules for files of one name pattern */

struct plumb_csv_layout {
    struct plumb_csv_dialect dialect;
    struct plumb_csv_column *columns;
    size_t column_count;
    size_t data_offset; /* bytes of the text before the first data row */
    size_t data_line;   /* its line, from 1 */
    size_t head_line;   /* 0: no head */
    size_t *measures;   /* columns of role VALUE or MEASURE */
    size_t measure_count;
    size_t agency[PLUMB_CSV_MAX_KEYS], agency_count;
    size_t year, region, level, kind;  /* PLUMB_NPOS: none */
    size_t series[PLUMB_CSV_MAX_KEYS]; /* indicator, unit, stage, item; PLUMB_NPOS: none */
    int fixed_year;                    /* from the title or file name, 0: none */
    struct plumb_str title;            /* above the head, or empty */
    const char *default_unit;          /* "单位：万元" above the head, "" unknown */
    int default_power;
    const struct plumb_csv_filter *filters;
    size_t filter_count;
    const struct plumb_mapping_file *rules; /* NULL without mapping */
};

/* Understand the head of `text`. PLUMB_E_FORMAT when it is no panel; the message says what is
 * missing. Strings live in `arena`. */
enum plumb_status plumb_csv_layout_find(struct plumb_str text, const char *path,
                                        const struct plumb_catalogue *catalogue,
                                        const struct plumb_mapping *mapping,
                                        struct plumb_arena *arena, struct plumb_csv_layout *layout,
                                        struct plumb_error *error);
/* ---- csv_series.c: which indicator a value is of ---- */

struct plumb_csv_series {
    const char *indicator, *name, *unit;
    int power; /* the value is the printed number * 10^power * factor */
    double factor;
    bool skip;          /* the mapping leaves it out */
    bool maybe_percent; /* a fraction whose unit is not stated */
    bool stated_yuan;   /* the file says 元, 万元 … */
};
/* `parts`: the row's indicator, unit, stage and item, "" where there is none; `measure`: the
 * column. Strings live in `arena`. */
struct plumb_csv_series plumb_csv_series_find(const struct plumb_csv_layout *layout,
                                              const struct plumb_catalogue *catalogue,
                                              struct plumb_arena *arena,
                                              const struct plumb_str parts[PLUMB_CSV_MAX_KEYS],
                                              const struct plumb_csv_column *measure);
/* A head without its unit: "预算数(万元)" gives "预算数", "yuan", 4. */
struct plumb_str plumb_csv_strip_unit(struct plumb_str head, const char **unit, int *power);

/* ---- panel.c ---- */

/* "甲县财政局" of 甲县 and 财政局; Latin words get a space between. */
const char *plumb_agency_full_name(struct plumb_arena *arena, struct plumb_str region,
                                   struct plumb_str name);

/* ---- csv_mapping.c ---- */

struct plumb_mapping_column {
    const char *head;
    const char *indicator; /* NULL: leave out */
    const char *name, *unit;
    double multiplier;
};

struct plumb_mapping_filter {
    const char *column;
    const struct plumb_str *values;
    size_t value_count;
};

struct plumb_mapping_file {
    const char *pattern; /* of the last components of the path, with * and ? */
    const char *currency, *other_unit;
    const char *agency[PLUMB_CSV_MAX_KEYS];
    size_t agency_count;
    const char *year, *indicator, *value, *unit, *stage, *item, *level, *kind, *region;
    const char *fixed_indicator, *fixed_level, *fixed_kind, *fixed_region, *fixed_stage;
    const char *delimiter;
    bool decimal_comma, end_of_range, keep_other, year_columns;
    int year_from, year_to;
    double multiplier;
    enum plumb_csv_duplicates duplicates;
    struct plumb_mapping_column *columns; /* heads of measures */
    size_t column_count;
    struct plumb_mapping_column *indicators; /* values of the indicator column */
    size_t indicator_count;
    struct plumb_mapping_filter *filters;
    size_t filter_count;
    const char **zero_missing;
    size_t zero_missing_count;
};

struct plumb_mapping {
    struct plumb_arena *arena;
    struct plumb_mapping_file *files;
    size_t file_count;
};

const struct plumb_mapping_file *plumb_mapping_find(const struct plumb_mapping *mapping,
                                                    const char *path);

/* ---- csv_names.c: names to numbers, in order of first appearance ---- */

struct plumb_names {
    struct plumb_arena *arena;
    struct plumb_str *items;
    uint64_t *hashes;
    size_t count, capacity;
    uint32_t *slots; /* index + 1 into items; 0 free */
    size_t slot_count;
    uint32_t last;    /* index of the name found last */
    uint32_t *follow; /* [capacity] which name came behind this one the last time */
};
#define PLUMB_NAMES_FULL UINT32_MAX
void plumb_names_start(struct plumb_names *names, struct plumb_arena *arena);
/* Index of `name`; *added tells a new one, whose text is then borrowed (copy it when it will not
 * stay). PLUMB_NAMES_FULL when there are more than 2^31. */
uint32_t plumb_names_add(struct plumb_names *names, struct plumb_str name, bool *added);

#endif
