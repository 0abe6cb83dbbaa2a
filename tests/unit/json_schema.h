/* A validator for the part of JSON Schema 2020-12 that docs/schemas uses. A keyword it does not
 * know is a failure, so that no schema can promise what is not checked. */
#ifndef PLUMB_JSON_SCHEMA_H
#define PLUMB_JSON_SCHEMA_H

#include <cJSON.h>
#include <stdbool.h>
#include <stddef.h>

struct json_schemas;                                        /* all files of a folder, by name */
struct json_schemas *json_schemas_load(const char *folder); /* NULL when one does not parse */
void json_schemas_free(struct json_schemas *schemas);

/* Does the value follow the schema file? `why` gets the path and the keyword that failed. */
bool json_schema_check(const struct json_schemas *schemas, const char *name, const cJSON *value,
                       char *why, size_t why_size);

#endif
