/* Mapping files: foreign column names to ours (docs/csv.md, "Mapping files"). */
#include "read/panel/csv_int.h"
#include "read/read_int.h"

#include <cJSON.h>
#include <fnmatch.h>
#include <math.h>
#include <string.h>
#include <strings.h>

#define MAX_MAPPING_BYTES ((size_t)16 << 20)

struct loader {
    const char *path;
    struct plumb_mapping *mapping;
    struct plumb_mapping_file *file;
    struct plumb_error *error;
    bool failed;
};

static void complain(struct loader *loader, const char *field, const char *what)
{
    if (loader->failed)
        return;
    loader->failed = true;
    plumb_fail_at(loader->error, PLUMB_E_FORMAT, loader->path, 0, 0,
                  "The mapping \"%s\" is wrong at \"%s\": %s.", loader->path, field, what);
}

static const char *keep(struct loader *loader, const char *text)
{
    return plumb_str_copy(loader->mapping->arena, plumb_str_from(text)).ptr;
}

static const char *get_text(struct loader *loader, const cJSON *value, const char *field)
{
    if (cJSON_IsString(value))
        return keep(loader, value->valuestring);
    complain(loader, field, "text is expected");
    return "";
}

/* "column", or {"value": "the same for all rows"}. */
static void get_column(struct loader *loader, const cJSON *value, const char *field,
                       const char **column, const char **fixed)
{
    const cJSON *constant = cJSON_GetObjectItemCaseSensitive(value, "value");
    if (constant && fixed)
        *fixed = get_text(loader, constant, field);
    else
        *column = get_text(loader, value, field);
}

static void get_agency(struct loader *loader, const cJSON *value)
{
    struct plumb_mapping_file *file = loader->file;
    if (!cJSON_IsArray(value)) {
        file->agency[0] = get_text(loader, value, "agency");
        file->agency_count = 1;
        return;
    }
    const cJSON *item;
    cJSON_ArrayForEach(item, value)
    {
        if (file->agency_count == PLUMB_CSV_MAX_KEYS) {
            complain(loader, "agency", "at most four columns make up a name");
            return;
        }
        file->agency[file->agency_count++] = get_text(loader, item, "agency");
    }
}

static double get_number(struct loader *loader, const cJSON *value, const char *field)
{
    if (cJSON_IsNumber(value) && isfinite(value->valuedouble) && value->valuedouble != 0)
        return value->valuedouble;
    complain(loader, field, "a number other than 0 is expected");
    return 1;
}

/* null leaves a column out, "id" names the indicator, {…} says more. */
static void get_rule(struct loader *loader, const cJSON *value, struct plumb_mapping_column *rule)
{
    *rule = (struct plumb_mapping_column){.head = keep(loader, value->string), .multiplier = 1};
    if (cJSON_IsNull(value))
        return;
    if (cJSON_IsString(value)) {
        rule->indicator = keep(loader, value->valuestring);
        return;
    }
    if (!cJSON_IsObject(value)) /* members of an array have no names */
        return;
    const cJSON *item;
    cJSON_ArrayForEach(item, value)
    {
        if (strcmp(item->string, "indicator") == 0)
            rule->indicator = get_text(loader, item, value->string);
        else if (strcmp(item->string, "name") == 0)
            rule->name = get_text(loader, item, value->string);
        else if (strcmp(item->string, "unit") == 0)
            rule->unit = get_text(loader, item, value->string);
        else if (strcmp(item->string, "multiplier") == 0)
            rule->multiplier = get_number(loader, item, value->string);
        else
            complain(loader, item->string, "this key is not known");
    }
    if (!rule->indicator)
        complain(loader, value->string, "the key \"indicator\" is missing");
}

static void get_rules(struct loader *loader, const cJSON *object,
                      struct plumb_mapping_column **rules, size_t *count)
{
    if (!cJSON_IsObject(object)) {
        complain(loader, object->string, "an object is expected");
        return;
    }
    size_t total = (size_t)cJSON_GetArraySize(object), n = 0;
    *rules = plumb_arena_array(loader->mapping->arena, total + 1, sizeof **rules);
    const cJSON *item;
    cJSON_ArrayForEach(item, object) get_rule(loader, item, &(*rules)[n++]);
    *count = n;
}

/* {"column": "value"} or {"column": ["one", "two"]}: only these rows are read. */
static void get_filters(struct loader *loader, const cJSON *object)
{
    struct plumb_mapping_file *file = loader->file;
    struct plumb_arena *arena = loader->mapping->arena;
    size_t total = (size_t)cJSON_GetArraySize(object);
    if (!cJSON_IsObject(object)) {
        complain(loader, object->string, "an object is expected");
        return;
    }
    file->filter_count = 0; /* of a key told twice the last counts */
    file->filters = plumb_arena_array(arena, total + 1, sizeof *file->filters);
    const cJSON *item;
    cJSON_ArrayForEach(item, object)
    {
        struct plumb_mapping_filter *filter = &file->filters[file->filter_count++];
        size_t n = cJSON_IsArray(item) ? (size_t)cJSON_GetArraySize(item) : 1;
        struct plumb_str *values = plumb_arena_array(arena, n + 1, sizeof *values);
        filter->column = keep(loader, item->string);
        filter->values = values;
        filter->value_count = n;
        for (size_t i = 0; i < n; i++) {
            const cJSON *one = cJSON_IsArray(item) ? cJSON_GetArrayItem(item, (int)i) : item;
            values[i] = plumb_str_from(get_text(loader, one, item->string));
        }
    }
}

static void get_names(struct loader *loader, const cJSON *array)
{
    struct plumb_mapping_file *file = loader->file;
    size_t total = (size_t)cJSON_GetArraySize(array);
    const char **names = plumb_arena_array(loader->mapping->arena, total + 1, sizeof *names);
    file->zero_missing_count = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, array) names[file->zero_missing_count++] =
        get_text(loader, item, "zero_is_missing");
    file->zero_missing = names;
}

static void get_years(struct loader *loader, const cJSON *object)
{
    loader->file->year_columns = true;
    const cJSON *from = cJSON_GetObjectItemCaseSensitive(object, "from");
    const cJSON *to = cJSON_GetObjectItemCaseSensitive(object, "to");
    loader->file->year_from = from ? (int)get_number(loader, from, "years.from") : 0;
    loader->file->year_to = to ? (int)get_number(loader, to, "years.to") : 0;
}

/* One of a list of words; returns its place. */
static size_t get_word(struct loader *loader, const cJSON *value, const char *field,
                       const char *const *words, size_t count)
{
    const char *text = get_text(loader, value, field);
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, words[i]) == 0)
            return i;
    complain(loader, field, "this word is not known");
    return 0;
}

static bool get_column_key(struct loader *loader, const cJSON *item)
{
    struct plumb_mapping_file *file = loader->file;
    struct {
        const char *key;
        const char **column, **fixed;
    } keys[] = {{"year", &file->year, NULL},
                {"value", &file->value, NULL},
                {"unit", &file->unit, NULL},
                {"item", &file->item, NULL},
                {"indicator", &file->indicator, &file->fixed_indicator},
                {"stage", &file->stage, &file->fixed_stage},
                {"level", &file->level, &file->fixed_level},
                {"kind", &file->kind, &file->fixed_kind},
                {"region", &file->region, &file->fixed_region},
                {"pattern", &file->pattern, NULL},
                {"currency", &file->currency, NULL},
                {"other_unit", &file->other_unit, NULL},
                {"delimiter", &file->delimiter, NULL}};
    for (size_t i = 0; i < PLUMB_COUNT(keys); i++)
        if (strcmp(item->string, keys[i].key) == 0) {
            get_column(loader, item, item->string, keys[i].column, keys[i].fixed);
            return true;
        }
    return false;
}

static void get_key(struct loader *loader, const cJSON *item)
{
    static const char *const duplicates[] = {"reject", "sum", "first", "last"};
    static const char *const ranges[] = {"start", "end"};
    static const char *const others[] = {"drop", "keep"};
    static const char *const marks[] = {".", ","};
    struct plumb_mapping_file *file = loader->file;
    const char *key = item->string;
    if (get_column_key(loader, item) || key[0] == '_')
        return; /* keys with _ are comments */
    if (strcmp(key, "agency") == 0)
        get_agency(loader, item);
    else if (strcmp(key, "columns") == 0)
        get_rules(loader, item, &file->columns, &file->column_count);
    else if (strcmp(key, "indicators") == 0)
        get_rules(loader, item, &file->indicators, &file->indicator_count);
    else if (strcmp(key, "where") == 0)
        get_filters(loader, item);
    else if (strcmp(key, "zero_is_missing") == 0)
        get_names(loader, item);
    else if (strcmp(key, "years") == 0)
        get_years(loader, item);
    else if (strcmp(key, "multiplier") == 0)
        file->multiplier = get_number(loader, item, key);
    else if (strcmp(key, "duplicates") == 0)
        file->duplicates = (enum plumb_csv_duplicates)get_word(loader, item, key, duplicates, 4);
    else if (strcmp(key, "year_range") == 0)
        file->end_of_range = get_word(loader, item, key, ranges, 2) == 1;
    else if (strcmp(key, "other_columns") == 0)
        file->keep_other = get_word(loader, item, key, others, 2) == 1;
    else if (strcmp(key, "decimal") == 0)
        file->decimal_comma = get_word(loader, item, key, marks, 2) == 1;
    else
        complain(loader, key, "this key is not known");
}

static void get_files(struct loader *loader, const cJSON *root)
{
    const cJSON *files = cJSON_GetObjectItemCaseSensitive(root, "files");
    struct plumb_mapping *mapping = loader->mapping;
    if (!cJSON_IsArray(files) || cJSON_GetArraySize(files) == 0) {
        complain(loader, "files", "a list of file rules is expected");
        return;
    }
    size_t total = (size_t)cJSON_GetArraySize(files);
    mapping->files = plumb_arena_array(mapping->arena, total, sizeof *mapping->files);
    const cJSON *entry, *item;
    cJSON_ArrayForEach(entry, files)
    {
        loader->file = &mapping->files[mapping->file_count++];
        loader->file->multiplier = 1;
        loader->file->keep_other = true;
        if (!cJSON_IsObject(entry)) { /* the items of a list have no keys */
            complain(loader, "files", "every file rule is an object in braces");
            continue;
        }
        cJSON_ArrayForEach(item, entry) get_key(loader, item);
        if (!loader->file->pattern)
            complain(loader, "pattern", "every file rule needs one");
        if (loader->file->agency_count == 0)
            complain(loader, "agency", "every file rule needs one");
        if (!loader->file->year && !loader->file->year_columns)
            complain(loader, "year", "either \"year\" or \"years\" is needed");
    }
}

static enum plumb_status load(struct loader *loader, struct plumb_str text)
{
    const char *stop = NULL;
    cJSON *root = cJSON_ParseWithLengthOpts(text.ptr, text.len, &stop, false);
    if (!root) {
        size_t line = 1;
        for (const char *c = text.ptr; stop && c < stop; c++)
            line += *c == '\n';
        return plumb_fail_at(loader->error, PLUMB_E_FORMAT, loader->path, line, 0,
                             "\"%s\" is no valid JSON at line %zu.", loader->path, line);
    }
    jmp_buf nomem;
    plumb_arena_on_nomem(loader->mapping->arena, &nomem);
    enum plumb_status status = PLUMB_OK;
    if (setjmp(nomem)) {
        cJSON_Delete(root);
        return plumb_fail_nomem(loader->error);
    }
    get_files(loader, root);
    status = loader->failed ? PLUMB_E_FORMAT : PLUMB_OK;
    plumb_arena_on_nomem(loader->mapping->arena, NULL);
    cJSON_Delete(root);
    return status;
}

enum plumb_status plumb_mapping_load(const char *path, struct plumb_mapping **out,
                                     struct plumb_error *error)
{
    struct plumb_buf buf = {0};
    *out = NULL;
    enum plumb_status status = plumb_read_bytes(path, MAX_MAPPING_BYTES, &buf, error);
    struct plumb_mapping *mapping = status == PLUMB_OK ? plumb_calloc(1, sizeof *mapping) : NULL;
    if (mapping)
        mapping->arena = plumb_arena_new();
    if (status == PLUMB_OK && (!mapping || !mapping->arena))
        status = plumb_fail_nomem(error);
    if (status == PLUMB_OK) {
        struct loader loader = {.path = path, .mapping = mapping, .error = error};
        status = load(&loader, (struct plumb_str){buf.len ? buf.data : "", buf.len});
    }
    plumb_buf_free(&buf);
    if (status != PLUMB_OK) {
        plumb_mapping_free(mapping);
        return status;
    }
    *out = mapping;
    return PLUMB_OK;
}

void plumb_mapping_free(struct plumb_mapping *mapping)
{
    if (!mapping)
        return;
    plumb_arena_free(mapping->arena);
    plumb_free(mapping);
}

/* Does a component of a path begin at `at`? Behind a slash, and behind the mark between an archive and
 * the file in it: "2024.zip!a.csv". */
static bool begins_component(const char *path, const char *at)
{
    static const char archive[] = ".zip!";
    size_t len = sizeof archive - 1;
    return (at > path && at[-1] == '/') ||
           ((size_t)(at - path) >= len && strncasecmp(at - len, archive, len) == 0);
}

/* The pattern is compared with as many last components of the path as it has itself. */
static bool matches(const char *pattern, const char *path)
{
    size_t parts = 1;
    for (const char *c = pattern; *c; c++)
        parts += begins_component(pattern, c);
    const char *tail = path + strlen(path);
    while (tail > path && parts > 0) {
        if (begins_component(path, tail) && --parts == 0)
            break;
        tail--;
    }
    return fnmatch(pattern, tail, FNM_PATHNAME) == 0;
}

const struct plumb_mapping_file *plumb_mapping_find(const struct plumb_mapping *mapping,
                                                    const char *path)
{
    for (size_t i = 0; mapping && i < mapping->file_count; i++)
        if (matches(mapping->files[i].pattern, path))
            return &mapping->files[i];
    return NULL;
}

bool plumb_mapping_covers(const struct plumb_mapping *mapping, const char *path)
{
    return plumb_mapping_find(mapping, path) != NULL;
}
