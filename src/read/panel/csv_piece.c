/* One piece of a CSV file to records. The loop over rows is what the time of a large file goes
 * into: no allocation, no copy and no look-up in the catalogue happens for a name seen before. */
#define _DEFAULT_SOURCE 1 /* madvise */
#include "read/panel/csv_panel_int.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define KEY_BYTES ((size_t)1024)
/* Different indicators times columns of numbers. */
#define MAX_TARGETS ((size_t)1 << 22)
#define PART_MARK '\x1f'
/* So much text is read before its pages are given back. */
#define RELEASE_BYTES ((size_t)8 << 20)

/* ---- keys ---- */

/* White space at the ends is rare: look before calling. */
static struct plumb_str trimmed(const struct plumb_csv_field *field)
{
    struct plumb_str text = {field->ptr, field->len};
    if (text.len == 0)
        return text;
    unsigned char first = (unsigned char)text.ptr[0];
    unsigned char last = (unsigned char)text.ptr[text.len - 1];
    bool plain_first =
        first > ' ' && first != 0xC2 && first != 0xE2 && first != 0xE3 && first != 0xEF;
    bool plain_last = last > ' ' && last < 0x80;
    if (!plain_last && last >= 0x80 && text.len >= 3) {
        unsigned char lead = (unsigned char)text.ptr[text.len - 3];
        unsigned char lead2 = (unsigned char)text.ptr[text.len - 2];
        plain_last = lead >= 0xE4 && lead <= 0xEE && lead2 != 0xC2;
    }
    return plain_first && plain_last ? text : plumb_str_trim(text);
}

struct key {
    char bytes[KEY_BYTES];
    struct plumb_str text; /* in bytes, in the file, or in the arena when long */
};

static void start_key(struct key *key)
{
    key->text = (struct plumb_str){key->bytes, 0};
}

static void append_bytes(struct plumb_csv_piece *piece, struct key *key, struct plumb_str part)
{
    size_t len = key->text.len + part.len;
    char *out = key->bytes;
    if (len > KEY_BYTES || key->text.ptr != key->bytes) {
        out = plumb_arena_alloc(piece->arena, len + 1);
        memcpy(out, key->text.ptr, key->text.len);
    }
    if (part.len)
        memcpy(out + key->text.len, part.ptr, part.len);
    key->text = (struct plumb_str){out, len};
}

static void append_field(struct plumb_csv_piece *piece, struct key *key,
                         const struct plumb_csv_field *field)
{
    struct plumb_str text = trimmed(field);
    size_t start = 0;
    for (size_t i = 0; field->escaped && i + 1 < text.len; i++)
        if (text.ptr[i] == '"' && text.ptr[i + 1] == '"') {
            append_bytes(piece, key, plumb_str_sub(text, start, i + 1));
            start = ++i + 1;
        }
    append_bytes(piece, key, plumb_str_sub(text, start, text.len));
}

static const struct plumb_csv_field empty_field = {"", 0, false, false};

static const struct plumb_csv_field *field_at(const struct plumb_csv_field *fields, size_t count,
                                              size_t column)
{
    return column < count ? &fields[column] : &empty_field;
}

/* ---- agencies ---- */

static bool is_total(struct plumb_str key)
{
    static const char *const words[] = {"合计",     "总计",     "小计",  "共计",
                                        "总合计",   "全部合计", "total", "grandtotal",
                                        "subtotal", "sum",      "all",   "汇总"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (plumb_str_equal(key, plumb_str_from(words[i])))
            return true;
    return plumb_str_ends(key, PLUMB_STR("合计")) || plumb_str_ends(key, PLUMB_STR("总计")) ||
           plumb_str_ends(key, PLUMB_STR("小计"));
}

static struct plumb_str kept(struct plumb_csv_piece *piece, const struct plumb_csv_field *fields,
                             size_t count, size_t column)
{
    if (column == PLUMB_NPOS)
        return PLUMB_STR("");
    struct plumb_str text = plumb_csv_text(field_at(fields, count, column), piece->arena);
    if (!plumb_utf8_valid(text, NULL))
        piece->failure = PLUMB_PIECE_ENCODING;
    return text;
}

static void add_agency(struct plumb_csv_piece *piece, const struct plumb_csv_field *fields,
                       size_t count, struct plumb_str key)
{
    const struct plumb_csv_layout *layout = &piece->reading->layout;
    struct plumb_csv_agency *agency =
        PLUMB_PUSH(piece->arena, piece->agencies, piece->agency_count, piece->agency_capacity);
    size_t mark = plumb_str_find(key, PLUMB_STR("\x1f"));
    agency->name = plumb_str_sub(key, 0, mark == PLUMB_NPOS ? key.len : mark);
    agency->region = kept(piece, fields, count, layout->region);
    agency->level = kept(piece, fields, count, layout->level);
    agency->kind = kept(piece, fields, count, layout->kind);
    if (!plumb_utf8_valid(agency->name, NULL)) {
        piece->failure = PLUMB_PIECE_ENCODING;
        return;
    }
    agency->total = is_total(plumb_label_key(piece->arena, agency->name));
    agency->head = layout->head_line && layout->agency_count == 1 &&
                   plumb_str_equal(agency->name, layout->columns[layout->agency[0]].head);
}

/* The number of the row's agency. Names made of several columns are joined by " / "; the region
 * tells apart agencies of one name. */
static uint32_t find_agency(struct plumb_csv_piece *piece, const struct plumb_csv_field *fields,
                            size_t count, struct key *key)
{
    const struct plumb_csv_layout *layout = &piece->reading->layout;
    const struct plumb_csv_field *first = field_at(fields, count, layout->agency[0]);
    if (layout->agency_count == 1 && layout->region == PLUMB_NPOS && !first->escaped) {
        key->text = trimmed(first);
    } else {
        start_key(key);
        for (size_t i = 0; i < layout->agency_count; i++) {
            if (i)
                append_bytes(piece, key, PLUMB_STR(" / "));
            append_field(piece, key, field_at(fields, count, layout->agency[i]));
        }
        if (key->text.len && layout->region != PLUMB_NPOS) {
            append_bytes(piece, key, PLUMB_STR("\x1f"));
            append_field(piece, key, field_at(fields, count, layout->region));
        }
    }
    if (key->text.len == 0)
        return PLUMB_NAMES_FULL;
    bool added = false;
    uint32_t index = plumb_names_add(&piece->agency_names, key->text, &added);
    if (added) {
        /* The key buffer is used again. */
        struct plumb_str copy = plumb_str_copy(piece->arena, key->text);
        piece->agency_names.items[index] = copy;
        add_agency(piece, fields, count, copy);
    }
    return index;
}

/* ---- series ---- */

static bool add_series(struct plumb_csv_piece *piece, const struct plumb_csv_field *fields,
                       size_t count)
{
    const struct plumb_csv_layout *layout = &piece->reading->layout;
    struct plumb_str parts[PLUMB_CSV_MAX_KEYS];
    for (size_t i = 0; i < PLUMB_CSV_MAX_KEYS; i++)
        parts[i] = kept(piece, fields, count, layout->series[i]);
    if (piece->target_count + layout->measure_count > MAX_TARGETS) {
        piece->failure = PLUMB_PIECE_COLUMNS;
        return false;
    }
    for (size_t m = 0; m < layout->measure_count; m++) {
        struct plumb_csv_target *target =
            PLUMB_PUSH(piece->arena, piece->targets, piece->target_count, piece->target_capacity);
        target->series = plumb_csv_series_find(layout, piece->reading->catalogue, piece->arena,
                                               parts, &layout->columns[layout->measures[m]]);
    }
    return true;
}

static uint32_t find_series(struct plumb_csv_piece *piece, const struct plumb_csv_field *fields,
                            size_t count, struct key *key)
{
    const struct plumb_csv_layout *layout = &piece->reading->layout;
    size_t used = 0, only = 0;
    for (size_t i = 0; i < PLUMB_CSV_MAX_KEYS; i++)
        if (layout->series[i] != PLUMB_NPOS) {
            used++;
            only = layout->series[i];
        }
    const struct plumb_csv_field *field = used == 1 ? field_at(fields, count, only) : &empty_field;
    if (used <= 1 && !field->escaped) {
        key->text = trimmed(field);
    } else {
        start_key(key);
        for (size_t i = 0; i < PLUMB_CSV_MAX_KEYS; i++) {
            if (layout->series[i] != PLUMB_NPOS)
                append_field(piece, key, field_at(fields, count, layout->series[i]));
            append_bytes(piece, key, PLUMB_STR("\x1f"));
        }
    }
    bool added = false;
    uint32_t index = plumb_names_add(&piece->series_names, key->text, &added);
    if (added) {
        piece->series_names.items[index] = plumb_str_copy(piece->arena, key->text);
        if (!add_series(piece, fields, count))
            return PLUMB_NAMES_FULL;
    }
    return index;
}

/* ---- rows ---- */

static void reject(struct plumb_csv_piece *piece, size_t line, size_t order,
                   enum plumb_csv_reason reason, const struct plumb_csv_field *field)
{
    struct plumb_csv_reject *item = PLUMB_PUSH(piece->arena, piece->rejects.items,
                                               piece->rejects.count, piece->rejects.capacity);
    *item = (struct plumb_csv_reject){.line = line, .order = order, .reason = reason};
    item->text = field ? (struct plumb_str){field->ptr, field->len} : PLUMB_STR("");
}

static bool passes_filters(const struct plumb_csv_layout *layout,
                           const struct plumb_csv_field *fields, size_t count)
{
    for (size_t i = 0; i < layout->filter_count; i++) {
        const struct plumb_csv_filter *filter = &layout->filters[i];
        struct plumb_str text = trimmed(field_at(fields, count, filter->column));
        bool found = false;
        for (size_t v = 0; v < filter->value_count && !found; v++)
            found = plumb_str_equal(text, filter->values[v]);
        if (!found)
            return false;
    }
    return true;
}

static bool is_blank_row(const struct plumb_csv_field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (fields[i].len && trimmed(&fields[i]).len)
            return false;
    return true;
}

static struct plumb_csv_block *add_block(struct plumb_csv_piece *piece, size_t first_line)
{
    struct plumb_csv_block *block = plumb_malloc(sizeof *block);
    if (!block) {
        piece->failure = PLUMB_PIECE_NOMEM;
        return NULL;
    }
    block->next = NULL;
    block->count = 0;
    block->first_line = first_line;
    if (piece->last)
        piece->last->next = block;
    else
        piece->first = block;
    return piece->last = block;
}

static void push_record(struct plumb_csv_piece *piece, const struct plumb_csv_record *record)
{
    struct plumb_csv_block *block = piece->last;
    if (!block || block->count == PLUMB_CSV_BLOCK || record->line - block->first_line > UINT16_MAX)
        block = add_block(piece, record->line);
    if (!block)
        return;
    size_t n = block->count++;
    block->value[n] = record->value;
    block->agency[n] = record->agency;
    block->column[n] = record->column;
    block->line[n] = (uint16_t)(record->line - block->first_line);
    block->year[n] = (int16_t)record->year;
    if (record->year < piece->first_year)
        piece->first_year = record->year;
    if (record->year > piece->last_year)
        piece->last_year = record->year;
}

static void read_values(struct plumb_csv_piece *piece, const struct plumb_csv_field *fields,
                        size_t count, struct plumb_csv_record record, size_t series)
{
    const struct plumb_csv_layout *layout = &piece->reading->layout;
    int year = record.year;
    for (size_t m = 0; m < layout->measure_count; m++) {
        const struct plumb_csv_column *column = &layout->columns[layout->measures[m]];
        const struct plumb_csv_field *field = field_at(fields, count, layout->measures[m]);
        size_t index = series * layout->measure_count + m;
        struct plumb_csv_target *target = &piece->targets[index];
        if (target->series.skip || field->len == 0)
            continue;
        bool percent = false;
        enum plumb_csv_value kind =
            plumb_csv_number(field->ptr, field->len, layout->dialect.decimal_comma,
                             target->series.power, &record.value, &percent);
        if (kind == PLUMB_CSV_BAD) {
            reject(piece, record.line, layout->measures[m] + 1, PLUMB_REASON_BAD_NUMBER, field);
            continue;
        }
        if (kind == PLUMB_CSV_MISSING || (column->zero_missing && record.value == 0))
            continue;
        record.value *= target->series.factor;
        target->percent_seen = target->percent_seen || percent;
        record.column = (uint32_t)index;
        record.year = column->year ? column->year : year;
        if (record.year == 0)
            reject(piece, record.line, layout->measures[m] + 1, PLUMB_REASON_NO_YEAR, NULL);
        else
            push_record(piece, &record);
    }
}

struct row_keys {
    struct key agency, series;
};

/* False when the row has no usable year. *year is 0 where the columns have years of their own. */
static bool read_year(struct plumb_csv_piece *piece, const struct plumb_csv_field *fields,
                      size_t count, size_t line, int *year)
{
    const struct plumb_csv_layout *layout = &piece->reading->layout;
    *year = layout->fixed_year;
    if (layout->year == PLUMB_NPOS)
        return true;
    const struct plumb_csv_field *field = field_at(fields, count, layout->year);
    struct plumb_str text = trimmed(field);
    *year = plumb_csv_year(text, layout->rules && layout->rules->end_of_range);
    if (*year)
        return true;
    if (layout->head_line && plumb_str_equal(text, layout->columns[layout->year].head))
        reject(piece, line, 0, PLUMB_REASON_HEAD, NULL);
    else
        reject(piece, line, 0, text.len ? PLUMB_REASON_BAD_YEAR : PLUMB_REASON_NO_YEAR, field);
    return false;
}

static void read_row(struct plumb_csv_piece *piece, const struct plumb_csv_field *fields,
                     size_t count, size_t line, struct row_keys *keys)
{
    const struct plumb_csv_layout *layout = &piece->reading->layout;
    struct plumb_csv_record record = {.line = line};
    int year = 0;
    if (fields[0].len == 0 && is_blank_row(fields, count))
        return;
    piece->row_count++;
    if (layout->filter_count && !passes_filters(layout, fields, count))
        return;
    if (count <= layout->agency[0] || (layout->year != PLUMB_NPOS && count <= layout->year)) {
        reject(piece, line, 0, PLUMB_REASON_FEW_FIELDS, &fields[0]);
        return;
    }
    if (!read_year(piece, fields, count, line, &year))
        return;
    record.year = year;
    record.agency = find_agency(piece, fields, count, &keys->agency);
    if (record.agency == PLUMB_NAMES_FULL) {
        reject(piece, line, 0, PLUMB_REASON_NO_AGENCY, NULL);
        return;
    }
    const struct plumb_csv_agency *agency = &piece->agencies[record.agency];
    if (agency->total || agency->head) {
        reject(piece, line, 0, agency->total ? PLUMB_REASON_TOTAL : PLUMB_REASON_HEAD,
               field_at(fields, count, layout->agency[0]));
        return;
    }
    if (layout->series[0] != PLUMB_NPOS &&
        trimmed(field_at(fields, count, layout->series[0])).len == 0) {
        reject(piece, line, 0, PLUMB_REASON_NO_INDICATOR, NULL);
        return;
    }
    uint32_t series = find_series(piece, fields, count, &keys->series);
    if (series != PLUMB_NAMES_FULL)
        read_values(piece, fields, count, record, series);
}

/* Pages of the text behind `at` are not needed any more; what still points there (a reject) reads
 * them again. Returns what is kept. */
static const char *release(const char *from, const char *at)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    const uintptr_t first = ((uintptr_t)from + page - 1) / page * page;
    const uintptr_t last = (uintptr_t)at / page * page;
    if (last > first)
        madvise((void *)first, last - first, MADV_DONTNEED);
    return at;
}

/* Names are copied many times: what is longer than any row of figures must not become one. */
#define LONGEST_ROW ((size_t)4 << 20)

static void read_rows(struct plumb_csv_piece *piece)
{
    const struct plumb_csv_layout *layout = &piece->reading->layout;
    size_t max = layout->column_count;
    struct plumb_csv_field *fields = plumb_arena_array(piece->arena, max + 1, sizeof *fields);
    struct row_keys *keys = plumb_arena_alloc(piece->arena, sizeof *keys);
    const char *at = piece->from, *held = at;
    size_t line = 0;
    plumb_names_start(&piece->agency_names, piece->arena);
    plumb_names_start(&piece->series_names, piece->arena);
    while (at < piece->to && piece->failure == PLUMB_PIECE_OK) {
        size_t count = 0, lines = 0;
        const char *row = at;
        at = plumb_csv_row(&layout->dialect, at, piece->end, fields, max, &count, &lines);
        if ((size_t)(at - row) > LONGEST_ROW)
            reject(piece, line, 0, PLUMB_REASON_LONG_ROW, NULL);
        else
            read_row(piece, fields, count < max ? count : max, line, keys);
        line += lines;
        if (piece->reading->mapped && (size_t)(at - held) >= RELEASE_BYTES)
            held = release(held, at);
    }
    piece->stop = at;
    piece->line_count = line;
}

void plumb_csv_read_piece(struct plumb_csv_piece *piece)
{
    jmp_buf nomem;
    piece->first_year = INT32_MAX;
    piece->last_year = INT32_MIN;
    piece->arena = plumb_arena_new();
    if (!piece->arena) {
        piece->failure = PLUMB_PIECE_NOMEM;
        return;
    }
    plumb_arena_on_nomem(piece->arena, &nomem);
    if (setjmp(nomem)) {
        piece->failure = PLUMB_PIECE_NOMEM;
        return;
    }
    read_rows(piece);
    plumb_arena_on_nomem(piece->arena, NULL);
}

void plumb_csv_free_piece(struct plumb_csv_piece *piece)
{
    for (struct plumb_csv_block *block = piece->first; block;) {
        struct plumb_csv_block *next = block->next;
        plumb_free(block);
        block = next;
    }
    plumb_arena_free(piece->arena);
}
