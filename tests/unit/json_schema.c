/* The validator: one function a keyword. */
#include "json_schema.h"

#include <dirent.h>
#include <math.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMAS_MAX 16

struct json_schemas {
    char names[SCHEMAS_MAX][64];
    cJSON *roots[SCHEMAS_MAX];
    size_t count;
};

struct check {
    const struct json_schemas *schemas;
    char *why;
    size_t why_size;
    char path[256];
};

static bool validate(struct check *check, const cJSON *schema, const cJSON *value);

static bool fail(struct check *check, const char *keyword, const cJSON *value)
{
    char *text = value ? cJSON_PrintUnformatted(value) : NULL;
    snprintf(check->why, check->why_size, "%s: %s: %.120s", check->path, keyword, text ? text : "");
    free(text);
    return false;
}

static bool is_type(const char *type, const cJSON *value)
{
    if (strcmp(type, "null") == 0)
        return cJSON_IsNull(value);
    if (strcmp(type, "boolean") == 0)
        return cJSON_IsBool(value);
    if (strcmp(type, "string") == 0)
        return cJSON_IsString(value);
    if (strcmp(type, "number") == 0)
        return cJSON_IsNumber(value);
    if (strcmp(type, "integer") == 0)
        return cJSON_IsNumber(value) && value->valuedouble == floor(value->valuedouble);
    if (strcmp(type, "array") == 0)
        return cJSON_IsArray(value);
    return strcmp(type, "object") == 0 && cJSON_IsObject(value);
}

static bool check_type(struct check *check, const cJSON *keyword, const cJSON *value)
{
    const cJSON *item = NULL;
    if (cJSON_IsString(keyword))
        return is_type(keyword->valuestring, value) || fail(check, "type", value);
    cJSON_ArrayForEach(item, keyword)
    {
        if (is_type(item->valuestring, value))
            return true;
    }
    return fail(check, "type", value);
}

static bool check_enum(struct check *check, const cJSON *keyword, const cJSON *value)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, keyword)
    {
        if (cJSON_Compare(item, value, true))
            return true;
    }
    return fail(check, "enum", value);
}

static bool check_any(struct check *check, const cJSON *keyword, const cJSON *value)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, keyword)
    {
        if (validate(check, item, value))
            return true;
    }
    return fail(check, "anyOf", value);
}

static bool check_properties(struct check *check, const cJSON *schema, const cJSON *value)
{
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(schema, "properties");
    const cJSON *closed = cJSON_GetObjectItemCaseSensitive(schema, "additionalProperties");
    const cJSON *member = NULL;
    cJSON_ArrayForEach(member, value)
    {
        const cJSON *inner = cJSON_GetObjectItemCaseSensitive(properties, member->string);
        size_t len = strlen(check->path);
        snprintf(check->path + len, sizeof check->path - len, ".%s", member->string);
        if (!inner && cJSON_IsFalse(closed))
            return fail(check, "additionalProperties", member);
        if (inner && !validate(check, inner, member))
            return false;
        check->path[len] = '\0';
    }
    return true;
}

static bool check_required(struct check *check, const cJSON *keyword, const cJSON *value)
{
    const cJSON *name = NULL;
    cJSON_ArrayForEach(name, keyword)
    {
        if (!cJSON_GetObjectItemCaseSensitive(value, name->valuestring))
            return fail(check, "required", name);
    }
    return true;
}

static bool check_items(struct check *check, const cJSON *keyword, const cJSON *value)
{
    const cJSON *item = NULL;
    int index = 0;
    cJSON_ArrayForEach(item, value)
    {
        size_t len = strlen(check->path);
        snprintf(check->path + len, sizeof check->path - len, "[%d]", index++);
        if (!validate(check, keyword, item))
            return false;
        check->path[len] = '\0';
    }
    return true;
}

static bool check_pattern(struct check *check, const cJSON *keyword, const cJSON *value)
{
    regex_t pattern;
    if (regcomp(&pattern, keyword->valuestring, REG_EXTENDED | REG_NOSUB) != 0)
        return fail(check, "pattern does not compile", keyword);
    bool good = regexec(&pattern, value->valuestring, 0, NULL, 0) == 0;
    regfree(&pattern);
    return good || fail(check, "pattern", value);
}

static bool check_ref(struct check *check, const cJSON *keyword, const cJSON *value)
{
    for (size_t i = 0; i < check->schemas->count; i++)
        if (strcmp(check->schemas->names[i], keyword->valuestring) == 0)
            return validate(check, check->schemas->roots[i], value);
    return fail(check, "$ref to an unknown file", keyword);
}

static bool one_keyword(struct check *check, const cJSON *schema, const cJSON *keyword,
                        const cJSON *value)
{
    static const char *const remarks[] = {"$schema", "$id", "title", "description",
                                          "additionalProperties"};
    const char *name = keyword->string;
    for (size_t i = 0; i < sizeof remarks / sizeof remarks[0]; i++)
        if (strcmp(name, remarks[i]) == 0)
            return true;
    if (strcmp(name, "type") == 0)
        return check_type(check, keyword, value);
    if (strcmp(name, "enum") == 0)
        return check_enum(check, keyword, value);
    if (strcmp(name, "anyOf") == 0)
        return check_any(check, keyword, value);
    if (strcmp(name, "properties") == 0)
        return check_properties(check, schema, value);
    if (strcmp(name, "required") == 0)
        return !cJSON_IsObject(value) || check_required(check, keyword, value);
    if (strcmp(name, "items") == 0)
        return check_items(check, keyword, value);
    if (strcmp(name, "$ref") == 0)
        return check_ref(check, keyword, value);
    if (strcmp(name, "pattern") == 0)
        return !cJSON_IsString(value) || check_pattern(check, keyword, value);
    if (strcmp(name, "minLength") == 0)
        return !cJSON_IsString(value) ||
               (double)strlen(value->valuestring) >= keyword->valuedouble ||
               fail(check, name, value);
    if (strcmp(name, "minimum") == 0)
        return !cJSON_IsNumber(value) || value->valuedouble >= keyword->valuedouble ||
               fail(check, name, value);
    if (strcmp(name, "maximum") == 0)
        return !cJSON_IsNumber(value) || value->valuedouble <= keyword->valuedouble ||
               fail(check, name, value);
    return fail(check, "unknown keyword", keyword);
}

static bool validate(struct check *check, const cJSON *schema, const cJSON *value)
{
    const cJSON *keyword = NULL;
    cJSON_ArrayForEach(keyword, schema)
    {
        if (!one_keyword(check, schema, keyword, value))
            return false;
    }
    return true;
}

bool json_schema_check(const struct json_schemas *schemas, const char *name, const cJSON *value,
                       char *why, size_t why_size)
{
    struct check check = {.schemas = schemas, .why = why, .why_size = why_size};
    for (size_t i = 0; i < schemas->count; i++)
        if (strcmp(schemas->names[i], name) == 0)
            return validate(&check, schemas->roots[i], value);
    snprintf(why, why_size, "there is no schema %s", name);
    return false;
}

static cJSON *parse_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    static char text[1 << 16];
    if (!file)
        return NULL;
    size_t len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[len] = '\0';
    return cJSON_Parse(text);
}

struct json_schemas *json_schemas_load(const char *folder)
{
    struct json_schemas *schemas = calloc(1, sizeof *schemas);
    DIR *listing = opendir(folder);
    bool good = schemas && listing;
    for (struct dirent *entry = good ? readdir(listing) : NULL; good && entry;
         entry = readdir(listing)) {
        char path[512];
        size_t len = strlen(entry->d_name);
        if (len < 6 || len > 60 || strcmp(entry->d_name + len - 5, ".json") != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        memcpy(schemas->names[schemas->count], entry->d_name, len + 1);
        schemas->roots[schemas->count] = parse_file(path);
        good = schemas->roots[schemas->count++] && schemas->count < SCHEMAS_MAX;
    }
    if (listing)
        closedir(listing);
    if (!good) {
        json_schemas_free(schemas);
        return NULL;
    }
    return schemas;
}

void json_schemas_free(struct json_schemas *schemas)
{
    for (size_t i = 0; schemas && i < schemas->count; i++)
        cJSON_Delete(schemas->roots[i]);
    free(schemas);
}
