/* A file of indicators and checks, from JSON into the catalogue. Fields that an entry leaves out stay as
 * they are, so that overrides name only what they change. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue/catalogue_int.h"

enum { RULES_MAX_BYTES = 16 * 1024 * 1024 };

/* One file being read: where errors point. */
struct loading {
    struct plumb_catalogue *catalogue;
    const char *source, *entry; /* entry: id, or "entry 3 of indicators" */
    struct plumb_error *error;
    enum plumb_status status;
};

static bool bad(struct loading *l, const char *field, const char *what)
{
    if (l->status == PLUMB_OK)
        l->status =
            plumb_fail_at(l->error, PLUMB_E_FORMAT, l->source, 0, 0,
                          "%s: \"%s\", field \"%s\": %s.", l->source, l->entry, field, what);
    return false;
}

static const char *copy_text(struct loading *l, const char *text)
{
    return plumb_str_copy(l->catalogue->arena, plumb_str_from(text)).ptr;
}

static bool read_text(struct loading *l, const cJSON *object, const char *field, const char **out)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field);
    if (!item)
        return true;
    if (!cJSON_IsString(item))
        return bad(l, field, "a text in quotes is expected");
    *out = copy_text(l, item->valuestring);
    return true;
}

static bool read_number(struct loading *l, const cJSON *object, const char *field, double low,
                        double high, double *out, bool *has)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field);
    if (!item)
        return true;
    if (cJSON_IsNull(item) && has) {
        *has = false;
        return true;
    }
    if (!cJSON_IsNumber(item))
        return bad(l, field, "a number is expected");
    if (!(item->valuedouble >= low && item->valuedouble <= high))
        return bad(l, field, "the number is out of range");
    *out = item->valuedouble;
    if (has)
        *has = true;
    return true;
}

static bool read_bilingual(struct loading *l, const cJSON *object, const char *field,
                           struct plumb_bilingual *out)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field);
    if (!item)
        return true;
    if (!cJSON_IsObject(item))
        return bad(l, field, "{\"zh\": …, \"en\": …} is expected");
    return read_text(l, item, "zh", &out->zh) && read_text(l, item, "en", &out->en);
}

static bool read_list(struct loading *l, const cJSON *object, const char *field,
                      const char *const **out, size_t *count)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field);
    if (!item)
        return true;
    if (!cJSON_IsArray(item))
        return bad(l, field, "a list of texts is expected");
    size_t n = (size_t)cJSON_GetArraySize(item), i = 0;
    const char **list = plumb_arena_array(l->catalogue->arena, n + 1, sizeof *list);
    for (const cJSON *each = item->child; each; each = each->next) {
        if (!cJSON_IsString(each))
            return bad(l, field, "a list of texts is expected");
        list[i++] = copy_text(l, each->valuestring);
    }
    *out = list;
    *count = n;
    return true;
}

static bool known_field(const char *name, const char *const *fields)
{
    for (; *fields; fields++)
        if (strcmp(name, *fields) == 0)
            return true;
    return false;
}

/* A misspelt field would silently change nothing: refuse it. Names starting with "_" are remarks. */
static bool check_fields(struct loading *l, const cJSON *object, const char *const *fields)
{
    for (const cJSON *item = object->child; item; item = item->next)
        if (item->string[0] != '_' && !known_field(item->string, fields))
            return bad(l, item->string, "there is no such field");
    return true;
}

static const struct plumb_formula *compile(struct loading *l, const char *field, const char *text)
{
    struct plumb_catalogue *c = l->catalogue;
    struct plumb_error inner = {0};
    struct plumb_formula **slot =
        PLUMB_PUSH(c->arena, c->formulas, c->formula_count, c->formula_capacity);
    if (plumb_formula_compile(text, slot, &inner) != PLUMB_OK) {
        if (l->status == PLUMB_OK) {
            l->status = plumb_fail_at(l->error, inner.code, l->source, 0, inner.column,
                                      "%s: \"%s\", field \"%s\": %s", l->source, l->entry, field,
                                      inner.message);
        }
        return NULL;
    }
    return *slot;
}

static bool compile_all(struct loading *l, struct plumb_indicator *indicator)
{
    if (indicator->formula_text) {
        indicator->formula = compile(l, "formula", indicator->formula_text);
        if (!indicator->formula)
            return false;
    }
    size_t n = indicator->alternative_count;
    const struct plumb_formula **list = plumb_arena_array(l->catalogue->arena, n + 1, sizeof *list);
    for (size_t i = 0; i < n; i++) {
        list[i] = compile(l, "alternatives", indicator->alternatives[i]);
        if (!list[i])
            return false;
    }
    indicator->alternative_formulas = list;
    return true;
}

static bool read_type(struct loading *l, const cJSON *object, struct plumb_indicator *indicator)
{
    const char *type = NULL;
    if (!read_text(l, object, "type", &type))
        return false;
    if (type && strcmp(type, "stored") != 0 && strcmp(type, "ratio") != 0)
        return bad(l, "type", "\"stored\" or \"ratio\" is expected");
    if (type)
        indicator->type =
            strcmp(type, "ratio") == 0 ? PLUMB_INDICATOR_RATIO : PLUMB_INDICATOR_STORED;
    return true;
}

static bool read_indicator(struct loading *l, const cJSON *object, struct plumb_indicator *out)
{
    static const char *const fields[] = {"id",      "name",         "type", "unit", "synonyms",
                                         "formula", "alternatives", "low",  "high", "weight",
                                         "check",   "source",       NULL};
    struct plumb_indicator *i = out;
    if (!check_fields(l, object, fields) || !read_bilingual(l, object, "name", &i->name) ||
        !read_type(l, object, i) || !read_text(l, object, "unit", &i->unit) ||
        !read_list(l, object, "synonyms", &i->synonyms, &i->synonym_count) ||
        !read_text(l, object, "formula", &i->formula_text) ||
        !read_list(l, object, "alternatives", &i->alternatives, &i->alternative_count) ||
        !read_number(l, object, "low", -1e18, 1e18, &i->low, &i->has_low) ||
        !read_number(l, object, "high", -1e18, 1e18, &i->high, &i->has_high) ||
        !read_number(l, object, "weight", 0, 1, &i->weight, NULL) ||
        !read_text(l, object, "check", &i->check) || !read_text(l, object, "source", &i->source))
        return false;
    if (!i->name.zh || !i->name.en)
        return bad(l, "name", "a Chinese and an English name are needed");
    if (!i->unit)
        return bad(l, "unit", "the unit is missing");
    if (i->type == PLUMB_INDICATOR_RATIO && !i->formula_text)
        return bad(l, "formula", "a ratio needs a formula");
    if (i->has_low && i->has_high && i->low > i->high)
        return bad(l, "low", "the lower bound is above the upper one");
    return compile_all(l, i);
}

static struct plumb_indicator *indicator_slot(struct loading *l, const char *id)
{
    struct plumb_catalogue *c = l->catalogue;
    for (size_t i = 0; i < c->indicator_count; i++)
        if (strcmp(c->indicators[i].id, id) == 0)
            return &c->indicators[i];
    struct plumb_indicator *slot =
        PLUMB_PUSH(c->arena, c->indicators, c->indicator_count, c->indicator_capacity);
    slot->id = copy_text(l, id);
    slot->source = "";
    slot->weight = 0.5;
    return slot;
}

static bool read_parameters(struct loading *l, const cJSON *object, struct plumb_check *check)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, "parameters");
    if (!item)
        return true;
    if (!cJSON_IsObject(item))
        return bad(l, "parameters", "{\"name\": number, …} is expected");
    size_t n = check->parameter_count + (size_t)cJSON_GetArraySize(item), count = 0;
    const char **names = plumb_arena_array(l->catalogue->arena, n + 1, sizeof *names);
    double *values = plumb_arena_array(l->catalogue->arena, n + 1, sizeof *values);
    for (; count < check->parameter_count; count++) {
        names[count] = check->parameter_names[count];
        values[count] = check->parameter_values[count];
    }
    for (const cJSON *each = item->child; each; each = each->next) {
        if (!cJSON_IsNumber(each))
            return bad(l, each->string, "a number is expected");
        size_t k = 0;
        while (k < count && strcmp(names[k], each->string) != 0)
            k++;
        if (k == count)
            names[count++] = copy_text(l, each->string);
        values[k] = each->valuedouble;
    }
    check->parameter_names = names;
    check->parameter_values = values;
    check->parameter_count = count;
    return true;
}

static bool read_class_and_soft(struct loading *l, const cJSON *object, struct plumb_check *check)
{
    const char *audit_class = NULL;
    if (!read_text(l, object, "class", &audit_class))
        return false;
    if (audit_class && (strlen(audit_class) != 1 || !strchr("ABCHJKLM", audit_class[0])))
        return bad(l, "class", "one of A B C H J K L M is expected");
    if (audit_class)
        check->audit_class = audit_class[0];
    const cJSON *soft = cJSON_GetObjectItemCaseSensitive(object, "soft");
    if (soft && !cJSON_IsBool(soft))
        return bad(l, "soft", "true or false is expected");
    if (soft)
        check->soft = cJSON_IsTrue(soft);
    return true;
}

static bool read_check(struct loading *l, const cJSON *object, struct plumb_check *check)
{
    static const char *const fields[] = {"id",     "class", "title",  "what",       "limits",
                                         "weight", "soft",  "source", "parameters", NULL};
    if (!check_fields(l, object, fields) || !read_class_and_soft(l, object, check) ||
        !read_bilingual(l, object, "title", &check->title) ||
        !read_bilingual(l, object, "what", &check->what) ||
        !read_bilingual(l, object, "limits", &check->limits) ||
        !read_number(l, object, "weight", 0, 1, &check->weight, NULL) ||
        !read_text(l, object, "source", &check->source) || !read_parameters(l, object, check))
        return false;
    if (!check->audit_class)
        return bad(l, "class", "the audit class is missing");
    if (!check->title.zh || !check->title.en)
        return bad(l, "title", "a Chinese and an English title are needed");
    if (!check->what.zh || !check->what.en)
        return bad(l, "what", "a Chinese and an English sentence are needed");
    return true;
}

static struct plumb_check *check_slot(struct loading *l, const char *id)
{
    struct plumb_catalogue *c = l->catalogue;
    for (size_t i = 0; i < c->check_count; i++)
        if (strcmp(c->checks[i].id, id) == 0)
            return &c->checks[i];
    struct plumb_check *slot = PLUMB_PUSH(c->arena, c->checks, c->check_count, c->check_capacity);
    slot->id = copy_text(l, id);
    slot->source = "";
    slot->limits = (struct plumb_bilingual){"", ""};
    slot->weight = 0.5;
    return slot;
}

static bool read_entries(struct loading *l, const cJSON *root, const char *list_name, bool checks)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, list_name);
    if (!list)
        return true;
    l->entry = list_name;
    if (!cJSON_IsArray(list))
        return bad(l, list_name, "a list of entries is expected");
    size_t number = 0;
    for (const cJSON *each = list->child; each; each = each->next) {
        const cJSON *id = cJSON_GetObjectItemCaseSensitive(each, "id");
        l->entry = plumb_arena_printf(l->catalogue->arena, "entry %zu of %s", ++number, list_name);
        if (!cJSON_IsObject(each) || !cJSON_IsString(id) || !id->valuestring[0])
            return bad(l, "id", "every entry needs an id");
        l->entry = copy_text(l, id->valuestring);
        if (checks ? !read_check(l, each, check_slot(l, l->entry))
                   : !read_indicator(l, each, indicator_slot(l, l->entry)))
            return false;
    }
    return true;
}

static size_t line_of(struct plumb_str text, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset && i < text.len; i++)
        line += text.ptr[i] == '\n';
    return line;
}

/* The cJSON tree is freed by the caller even when the arena runs out of memory half way. */
static cJSON *parse_json(struct loading *l, struct plumb_str text)
{
    const char *end = text.ptr;
    cJSON *root = cJSON_ParseWithLengthOpts(text.ptr, text.len, &end, false);
    size_t line = line_of(text, (size_t)(end - text.ptr));
    if (!root) {
        l->status = plumb_fail_at(l->error, PLUMB_E_FORMAT, l->source, line, 0,
                                  "%s is not valid JSON near line %zu.", l->source, line);
    } else if (!cJSON_IsObject(root)) {
        l->status = plumb_fail_at(
            l->error, PLUMB_E_FORMAT, l->source, 1, 0,
            "%s must be an object with the lists \"indicators\" and \"checks\".", l->source);
    }
    return root;
}

static void read_tree(struct loading *l, const cJSON *root)
{
    static const char *const fields[] = {"indicators", "checks", NULL};
    l->entry = "the file";
    if (check_fields(l, root, fields) && read_entries(l, root, "indicators", false))
        read_entries(l, root, "checks", true);
}

enum plumb_status plumb_catalogue_read(struct plumb_catalogue *catalogue, const char *source,
                                       struct plumb_str text, struct plumb_error *error)
{
    struct loading l = {.catalogue = catalogue, .source = source, .error = error};
    cJSON *root = parse_json(&l, text);
    if (l.status == PLUMB_OK) {
        jmp_buf nomem;
        jmp_buf *outer = plumb_arena_on_nomem(catalogue->arena, &nomem);
        if (setjmp(nomem)) {
            plumb_arena_on_nomem(catalogue->arena, outer);
            cJSON_Delete(root);
            return plumb_fail_nomem(error);
        }
        read_tree(&l, root);
        plumb_arena_on_nomem(catalogue->arena, outer);
    }
    cJSON_Delete(root);
    return l.status;
}

enum plumb_status plumb_catalogue_read_rules(struct plumb_catalogue *catalogue, const char *path,
                                             struct plumb_error *error)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return plumb_fail_at(error, PLUMB_E_IO, path, 0, 0,
                             "The rules file \"%s\" could not be opened.", path);
    struct plumb_buf buf = {0};
    char chunk[8192];
    size_t got = 0;
    while (buf.len <= RULES_MAX_BYTES && (got = fread(chunk, 1, sizeof chunk, file)) > 0)
        plumb_buf_add(&buf, chunk, got);
    enum plumb_status status = PLUMB_OK;
    if (ferror(file))
        status = plumb_fail_at(error, PLUMB_E_IO, path, 0, 0,
                               "The rules file \"%s\" could not be read.", path);
    else if (buf.failed)
        status = plumb_fail_nomem(error);
    else if (buf.len > RULES_MAX_BYTES)
        status = plumb_fail_at(error, PLUMB_E_LIMIT, path, 0, 0,
                               "The rules file \"%s\" is larger than 16 MiB.", path);
    else
        status = plumb_catalogue_read(catalogue, path,
                                      (struct plumb_str){buf.data ? buf.data : "", buf.len}, error);
    fclose(file);
    plumb_buf_free(&buf);
    return status;
}
