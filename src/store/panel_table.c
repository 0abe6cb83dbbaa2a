/* The read-only virtual table `panel`: every value of the bulk tables as a row.
 *
 *     panel(agency, year, indicator, value, unit, source_file, source_row)
 *
 * Rows are made while they are read from the segments; missing values have no row. Equality on
 * indicator and agency and bounds on year are answered without looking at the rest.
 * https://www.sqlite.org/vtab.html
 */
#include "store/store_int.h"

#include <math.h>
#include <string.h>

enum { COL_AGENCY, COL_YEAR, COL_INDICATOR, COL_VALUE, COL_UNIT, COL_FILE, COL_ROW };

struct panel_table {
    sqlite3_vtab base;
    struct plumb_case file; /* the connection only */
};

/* Where the reading stands: panel > column > chunk > value. */
struct panel_cursor {
    sqlite3_vtab_cursor base;
    sqlite3_stmt *columns;  /* panel, column, indicator, unit, first_year, years, agencies */
    sqlite3_stmt *segments; /* the three parts of a chunk */
    sqlite3_stmt *agency, *file;
    int64_t panel, column;
    size_t year_count, value_count;
    int first_year;
    size_t chunk, in_chunk, at; /* `at` counts within the chunk */
    double value[PLUMB_SEGMENT_VALUES];
    uint32_t row[PLUMB_SEGMENT_VALUES];
    uint16_t source[PLUMB_SEGMENT_VALUES];
    int64_t agency_shown; /* ordinal whose name `agency` holds, or -1 */
    bool has_agency, end;
    char *agency_wanted;
    int64_t year_low, year_high;
    sqlite3_int64 rowid;
};

static int table_connect(sqlite3 *db, void *context, int argc, const char *const *argv,
                         sqlite3_vtab **out, char **message)
{
    (void)context, (void)argc, (void)argv, (void)message;
    int code = sqlite3_declare_vtab(db, "CREATE TABLE panel(agency TEXT, year INTEGER, indicator"
                                        " TEXT, value REAL, unit TEXT, source_file TEXT,"
                                        " source_row INTEGER)");
    if (code != SQLITE_OK)
        return code;
    sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
    struct panel_table *table = sqlite3_malloc(sizeof *table);
    if (!table)
        return SQLITE_NOMEM;
    memset(table, 0, sizeof *table);
    table->file.db = db;
    *out = &table->base;
    return SQLITE_OK;
}

static int table_disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

/* idxNum: bit 0 indicator =, bit 1 agency =, bits 2… year =, >=, >, <=, <; the values come in that
 * order. */
static const struct {
    int column;
    unsigned char op;
} plan_steps[] = {
    {COL_INDICATOR, SQLITE_INDEX_CONSTRAINT_EQ}, {COL_AGENCY, SQLITE_INDEX_CONSTRAINT_EQ},
    {COL_YEAR, SQLITE_INDEX_CONSTRAINT_EQ},      {COL_YEAR, SQLITE_INDEX_CONSTRAINT_GE},
    {COL_YEAR, SQLITE_INDEX_CONSTRAINT_GT},      {COL_YEAR, SQLITE_INDEX_CONSTRAINT_LE},
    {COL_YEAR, SQLITE_INDEX_CONSTRAINT_LT}};
#define PLAN_STEPS (PLUMB_COUNT(plan_steps))

static int table_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    int arguments = 0;
    double cost = 1e9;
    (void)table;
    for (size_t s = 0; s < PLAN_STEPS; s++) {
        for (int i = 0; i < info->nConstraint; i++) {
            const struct sqlite3_index_constraint *have = &info->aConstraint[i];
            if (!have->usable || have->iColumn != plan_steps[s].column ||
                have->op != plan_steps[s].op)
                continue;
            info->idxNum |= 1 << s;
            /* Not omitted: SQLite tests again, so affinity and collation stay its business. */
            info->aConstraintUsage[i].argvIndex = ++arguments;
            cost /= s == 0 ? 20 : s == 1 ? 5 : 1.5;
            break;
        }
    }
    info->estimatedCost = cost;
    info->estimatedRows = (sqlite3_int64)(cost / 10);
    return SQLITE_OK;
}

static int cursor_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    (void)table;
    struct panel_cursor *cursor = sqlite3_malloc(sizeof *cursor);
    if (!cursor)
        return SQLITE_NOMEM;
    memset(cursor, 0, sizeof *cursor);
    *out = &cursor->base;
    return SQLITE_OK;
}

static void cursor_clear(struct panel_cursor *cursor)
{
    sqlite3_finalize(cursor->columns);
    sqlite3_finalize(cursor->segments);
    sqlite3_finalize(cursor->agency);
    sqlite3_finalize(cursor->file);
    sqlite3_free(cursor->agency_wanted);
    cursor->columns = cursor->segments = cursor->agency = cursor->file = NULL;
    cursor->agency_wanted = NULL;
}

static int cursor_close(sqlite3_vtab_cursor *base)
{
    cursor_clear((struct panel_cursor *)base);
    sqlite3_free(base);
    return SQLITE_OK;
}

/* Load the chunk's three parts; a chunk without all of them is damage. */
static int load_chunk(struct panel_cursor *cursor)
{
    unsigned parts = 0;
    size_t from = cursor->chunk * PLUMB_SEGMENT_VALUES;
    cursor->at = 0;
    cursor->in_chunk = cursor->value_count - from < PLUMB_SEGMENT_VALUES
                           ? cursor->value_count - from
                           : PLUMB_SEGMENT_VALUES;
    sqlite3_reset(cursor->segments);
    sqlite3_bind_int64(cursor->segments, 1, cursor->panel);
    sqlite3_bind_int64(cursor->segments, 2, cursor->column);
    sqlite3_bind_int64(cursor->segments, 3, (sqlite3_int64)cursor->chunk);
    int code = sqlite3_step(cursor->segments);
    for (; code == SQLITE_ROW; code = sqlite3_step(cursor->segments)) {
        int part = sqlite3_column_int(cursor->segments, 0);
        void *const arrays[] = {cursor->value, cursor->row, cursor->source};
        const size_t sizes[] = {sizeof(double), sizeof(uint32_t), sizeof(uint16_t)};
        if (part < 0 || part >= PLUMB_PART_COUNT)
            return SQLITE_CORRUPT;
        const void *data = sqlite3_column_blob(cursor->segments, 2);
        int len = sqlite3_column_bytes(cursor->segments, 2);
        if (!data ||
            !plumb_segment_decode(sqlite3_column_int(cursor->segments, 1), data, (size_t)len,
                                  cursor->in_chunk, sizes[part], arrays[part]))
            return SQLITE_CORRUPT;
        parts |= 1u << part;
    }
    if (code != SQLITE_DONE)
        return code;
    return parts == 7 ? SQLITE_OK : SQLITE_CORRUPT;
}

/* Does the value under the cursor belong to the answer? Looks the agency's name up only when it
 * changes. */
static int wanted(struct panel_cursor *cursor, bool *yes)
{
    size_t index = cursor->chunk * PLUMB_SEGMENT_VALUES + cursor->at;
    int64_t year = cursor->first_year + (int64_t)(index % cursor->year_count);
    int64_t agency = (int64_t)(index / cursor->year_count);
    *yes = false;
    if (isnan(cursor->value[cursor->at]) || year < cursor->year_low || year > cursor->year_high)
        return SQLITE_OK;
    if (agency != cursor->agency_shown) {
        sqlite3_reset(cursor->agency);
        sqlite3_bind_int64(cursor->agency, 1, cursor->panel);
        sqlite3_bind_int64(cursor->agency, 2, agency);
        int code = sqlite3_step(cursor->agency);
        if (code != SQLITE_ROW)
            return code == SQLITE_DONE ? SQLITE_CORRUPT : code;
        cursor->agency_shown = agency;
        const char *name = (const char *)sqlite3_column_text(cursor->agency, 0);
        cursor->has_agency =
            !cursor->agency_wanted || (name && strcmp(name, cursor->agency_wanted) == 0);
    }
    *yes = cursor->has_agency;
    return SQLITE_OK;
}

static int next_column(struct panel_cursor *cursor)
{
    int code = sqlite3_step(cursor->columns);
    cursor->end = code == SQLITE_DONE;
    if (code != SQLITE_ROW)
        return cursor->end ? SQLITE_OK : code;
    cursor->panel = sqlite3_column_int64(cursor->columns, 0);
    cursor->column = sqlite3_column_int64(cursor->columns, 1);
    cursor->first_year = sqlite3_column_int(cursor->columns, 4);
    cursor->year_count = (size_t)sqlite3_column_int64(cursor->columns, 5);
    cursor->value_count = cursor->year_count * (size_t)sqlite3_column_int64(cursor->columns, 6);
    cursor->chunk = 0;
    cursor->agency_shown = -1;
    cursor->in_chunk = cursor->at = 0;
    return cursor->value_count > 0 ? load_chunk(cursor) : SQLITE_OK;
}

/* Move on until a value is wanted or there are no more. */
static int settle(struct panel_cursor *cursor)
{
    while (!cursor->end) {
        int code = SQLITE_OK;
        bool yes = false;
        if (cursor->at < cursor->in_chunk) {
            code = wanted(cursor, &yes);
            if (code != SQLITE_OK || yes)
                return code;
            cursor->at++;
        } else if ((cursor->chunk + 1) * PLUMB_SEGMENT_VALUES < cursor->value_count) {
            cursor->chunk++;
            code = load_chunk(cursor);
        } else {
            code = next_column(cursor);
        }
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

static int prepare_all(struct panel_cursor *cursor, sqlite3 *db, sqlite3_value *indicator)
{
    static const char columns_sql[] =
        "SELECT c.panel, c.ordinal, c.indicator, c.unit, s.first_year, s.year_count,"
        " s.agency_count FROM panel_column c JOIN panel_source s ON s.id = c.panel"
        " WHERE ?1 IS NULL OR c.indicator = ?1 ORDER BY c.panel, c.ordinal";
    int code = sqlite3_prepare_v2(db, columns_sql, -1, &cursor->columns, NULL);
    if (code == SQLITE_OK && indicator)
        code = sqlite3_bind_value(cursor->columns, 1, indicator);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(db,
                                  "SELECT part, codec, data FROM segment WHERE panel = ? AND"
                                  " column = ? AND chunk = ?",
                                  -1, &cursor->segments, NULL);
    if (code == SQLITE_OK)
        code =
            sqlite3_prepare_v2(db, "SELECT name FROM panel_agency WHERE panel = ? AND ordinal = ?",
                               -1, &cursor->agency, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(db, "SELECT path FROM panel_file WHERE panel = ? AND ordinal = ?",
                                  -1, &cursor->file, NULL);
    return code;
}

/* Narrow the years by one bound; a bound that is no number leaves them as they are (SQLite tests
 * it again). */
static void narrow(struct panel_cursor *cursor, unsigned char op, sqlite3_value *value)
{
    if (sqlite3_value_numeric_type(value) != SQLITE_INTEGER)
        return;
    int64_t year = sqlite3_value_int64(value);
    if (op == SQLITE_INDEX_CONSTRAINT_EQ || op == SQLITE_INDEX_CONSTRAINT_GE ||
        op == SQLITE_INDEX_CONSTRAINT_GT)
        cursor->year_low = year > cursor->year_low ? year : cursor->year_low;
    if (op == SQLITE_INDEX_CONSTRAINT_EQ || op == SQLITE_INDEX_CONSTRAINT_LE ||
        op == SQLITE_INDEX_CONSTRAINT_LT)
        cursor->year_high = year < cursor->year_high ? year : cursor->year_high;
}

static int cursor_filter(sqlite3_vtab_cursor *base, int plan, const char *text, int argc,
                         sqlite3_value **argv)
{
    struct panel_cursor *cursor = (struct panel_cursor *)base;
    sqlite3_value *indicator = NULL;
    int at = 0;
    (void)text;
    cursor_clear(cursor);
    cursor->end = false;
    cursor->rowid = 0;
    cursor->year_low = INT64_MIN;
    cursor->year_high = INT64_MAX;
    for (size_t s = 0; s < PLAN_STEPS && at < argc; s++) {
        if (!(plan & 1 << s))
            continue;
        sqlite3_value *value = argv[at++];
        if (s == 0)
            indicator = value;
        else if (s == 1 && sqlite3_value_type(value) == SQLITE_TEXT)
            cursor->agency_wanted = sqlite3_mprintf("%s", (const char *)sqlite3_value_text(value));
        else if (s > 1)
            narrow(cursor, plan_steps[s].op, value);
    }
    /* "= NULL" holds for nothing. */
    if (indicator && sqlite3_value_type(indicator) == SQLITE_NULL) {
        cursor->end = true;
        return SQLITE_OK;
    }
    int code = prepare_all(cursor, ((struct panel_table *)base->pVtab)->file.db, indicator);
    if (code == SQLITE_OK)
        code = next_column(cursor);
    return code == SQLITE_OK ? settle(cursor) : code;
}

static int cursor_next(sqlite3_vtab_cursor *base)
{
    struct panel_cursor *cursor = (struct panel_cursor *)base;
    cursor->at++;
    cursor->rowid++;
    return settle(cursor);
}

static int cursor_eof(sqlite3_vtab_cursor *base)
{
    return ((struct panel_cursor *)base)->end;
}

static int result_file(struct panel_cursor *cursor, sqlite3_context *context)
{
    sqlite3_reset(cursor->file);
    sqlite3_bind_int64(cursor->file, 1, cursor->panel);
    sqlite3_bind_int64(cursor->file, 2, cursor->source[cursor->at]);
    int code = sqlite3_step(cursor->file);
    if (code == SQLITE_ROW)
        sqlite3_result_value(context, sqlite3_column_value(cursor->file, 0));
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

static int cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
    struct panel_cursor *cursor = (struct panel_cursor *)base;
    size_t index = cursor->chunk * PLUMB_SEGMENT_VALUES + cursor->at;
    switch (column) {
    case COL_AGENCY:
        sqlite3_result_value(context, sqlite3_column_value(cursor->agency, 0));
        break;
    case COL_YEAR:
        sqlite3_result_int64(context, cursor->first_year + (int64_t)(index % cursor->year_count));
        break;
    case COL_INDICATOR:
        sqlite3_result_value(context, sqlite3_column_value(cursor->columns, 2));
        break;
    case COL_VALUE:
        sqlite3_result_double(context, cursor->value[cursor->at]);
        break;
    case COL_UNIT:
        sqlite3_result_value(context, sqlite3_column_value(cursor->columns, 3));
        break;
    case COL_FILE:
        return result_file(cursor, context);
    default:
        if (cursor->row[cursor->at])
            sqlite3_result_int64(context, cursor->row[cursor->at]);
    }
    return SQLITE_OK;
}

static int cursor_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid)
{
    *rowid = ((struct panel_cursor *)base)->rowid;
    return SQLITE_OK;
}

/* No xCreate: the table is there on every connection without being made. No xUpdate: read-only. */
static const sqlite3_module panel_module = {
    .iVersion = 0,
    .xConnect = table_connect,
    .xBestIndex = table_best_index,
    .xDisconnect = table_disconnect,
    .xOpen = cursor_open,
    .xClose = cursor_close,
    .xFilter = cursor_filter,
    .xNext = cursor_next,
    .xEof = cursor_eof,
    .xColumn = cursor_column,
    .xRowid = cursor_rowid,
};

enum plumb_status plumb_panel_table_register(struct plumb_case *file, struct plumb_error *error)
{
    if (sqlite3_create_module_v2(file->db, "panel", &panel_module, NULL, NULL) != SQLITE_OK)
        return plumb_store_fail(file, "opened", error);
    /* Connect it now: the authorizer of plumb_case_sql would refuse that, too. */
    return plumb_store_exec(file, "SELECT 1 FROM panel WHERE indicator IS NULL LIMIT 0", error);
}
