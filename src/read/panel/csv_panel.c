/* A CSV file to a panel, in three steps: the text is cut into pieces at row ends; the pieces are
 * read by as many threads into records (agency, year, column, value) with names numbered in order
 * of first appearance; the records are put into the cube, each thread its own agencies. The result
 * does not depend on the number of threads. */
#define _GNU_SOURCE 1 /* memrchr */
#include "read/panel/csv_panel_int.h"
#include "read/read_int.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Pieces smaller than this are not worth a thread. */
#define MIN_PIECE ((size_t)1 << 20)
#define MAX_PIECES 64
/* Files that cannot be mapped, such as pipes, are held in memory. */
#define MAX_STREAM ((size_t)4 << 30)
/* Files in other encodings are converted in memory. */
#define MAX_CONVERT ((size_t)1 << 30)

/* ---- the text ---- */

struct source {
    struct plumb_str bytes; /* mapped, or buf */
    void *mapping;
    struct plumb_buf buf;
    struct plumb_arena *arena; /* converted text */
    struct plumb_str text;     /* UTF-8 without mark */
    size_t usable;             /* bytes up to the last whole line of a head */
};

static void close_source(struct source *source)
{
    if (source->mapping)
        munmap(source->mapping, source->bytes.len);
    plumb_buf_free(&source->buf);
    plumb_arena_free(source->arena);
}

static enum plumb_status map_file(const char *path, size_t want, struct source *source,
                                  struct plumb_error *error)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &info) != 0) {
        int reason = errno;
        if (fd >= 0)
            close(fd);
        return plumb_fail_at(error, PLUMB_E_IO, path, 0, 0, "\"%s\" could not be opened: %s.", path,
                             strerror(reason));
    }
    if (S_ISREG(info.st_mode) && info.st_size > 0) {
        size_t len = want && want < (size_t)info.st_size ? want : (size_t)info.st_size;
        void *map = mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0);
        if (map != MAP_FAILED) {
            posix_madvise(map, len, POSIX_MADV_SEQUENTIAL);
            source->mapping = map;
            source->bytes = (struct plumb_str){map, len};
            close(fd);
            return PLUMB_OK;
        }
    }
    close(fd);
    enum plumb_status status = plumb_read_bytes(path, MAX_STREAM, &source->buf, error);
    source->bytes = (struct plumb_str){source->buf.len ? source->buf.data : "", source->buf.len};
    return status;
}

/* The head decides; a name that is no UTF-8 later on sends the whole file through conversion. */
static bool is_utf8_head(struct plumb_str bytes)
{
    struct plumb_str head = plumb_str_sub(bytes, 0, PLUMB_CSV_HEAD);
    if (memchr(head.ptr, '\0', head.len) || plumb_str_starts(head, PLUMB_STR("\xFF\xFE")) ||
        plumb_str_starts(head, PLUMB_STR("\xFE\xFF")))
        return false;
    size_t bad_at = 0;
    /* a character may be cut in two by the end of the head */
    return plumb_utf8_valid(head, &bad_at) || (head.len < bytes.len && bad_at + 4 > head.len);
}

static enum plumb_status convert_source(const char *path, struct source *source,
                                        struct plumb_error *error)
{
    if (source->bytes.len > MAX_CONVERT)
        return plumb_fail_at(error, PLUMB_E_LIMIT, path, 0, 0,
                             "\"%s\" is not UTF-8 and has more than %zu bytes; convert it to UTF-8 "
                             "with iconv.",
                             path, MAX_CONVERT);
    plumb_arena_free(source->arena);
    source->arena = plumb_arena_new();
    if (!source->arena)
        return plumb_fail_nomem(error);
    enum plumb_status status = plumb_text_to_utf8(source->bytes.ptr, source->usable, source->arena,
                                                  &source->text, NULL, error);
    if (status != PLUMB_OK && error)
        strncpy(error->source, path, sizeof error->source - 1);
    return status;
}

/* The file at `path`, or `held` under that name; of either the first `want` bytes, 0: all. */
static enum plumb_status open_source(const char *path, const struct plumb_str *held, size_t want,
                                     struct source *source, struct plumb_error *error)
{
    enum plumb_status status = PLUMB_OK;
    if (held)
        source->bytes = want ? plumb_str_sub(*held, 0, want) : *held;
    else
        status = map_file(path, want, source, error);
    if (status != PLUMB_OK)
        return status;
    /* A head that was cut off must not end inside a character. */
    const char *stop = want && (source->mapping || held) && source->bytes.len == want
                           ? memrchr(source->bytes.ptr, '\n', source->bytes.len)
                           : NULL;
    source->usable = stop ? (size_t)(stop - source->bytes.ptr) + 1 : source->bytes.len;
    if (!is_utf8_head(plumb_str_sub(source->bytes, 0, source->usable)))
        return convert_source(path, source, error);
    bool mark = plumb_str_starts(source->bytes, PLUMB_STR("\xEF\xBB\xBF"));
    source->text = plumb_str_sub(source->bytes, mark ? 3 : 0, source->usable);
    return PLUMB_OK;
}

/* ---- pieces ---- */

/* Behind the quoted field that begins at `quote`, or behind a quote that is a plain character. */
static const char *pass_quote(const struct plumb_csv_dialect *dialect, const char *start,
                              const char *quote, const char *end)
{
    bool escaped = false;
    bool opens = quote == start || quote[-1] == dialect->delimiter || quote[-1] == dialect->newline;
    const char *close = opens ? plumb_csv_quoted_end(dialect, quote, end, &escaped) : NULL;
    return close ? close : quote + 1;
}

/* The first row start at or after `target`; `at` is outside of quotes and not behind it. */
static const char *next_row(const struct plumb_csv_dialect *dialect, const char *start,
                            const char *at, const char *target, const char *end)
{
    while (at < target) {
        const char *quote = memchr(at, '"', (size_t)(target - at));
        at = quote ? pass_quote(dialect, start, quote, end) : target;
    }
    while (at < end) {
        const char *stop = memchr(at, dialect->newline, (size_t)(end - at));
        const char *quote = memchr(at, '"', (size_t)((stop ? stop : end) - at));
        if (quote)
            at = pass_quote(dialect, start, quote, end);
        else if (stop)
            return stop + 1;
        else
            break;
    }
    return end;
}

/* Cuts at row starts. Quick ones take every line end for a row end, which it is not inside of quotes;
 * reading tells (see read_pieces). */
static size_t cut_pieces(const struct plumb_csv_layout *layout, struct plumb_str text,
                         unsigned threads, bool quick, const char **cuts)
{
    const char *start = text.ptr + layout->data_offset, *end = text.ptr + text.len;
    size_t len = (size_t)(end - start), count = threads ? threads : plumb_cores();
    if (count > MAX_PIECES)
        count = MAX_PIECES;
    if (count > len / MIN_PIECE)
        count = len / MIN_PIECE;
    if (count == 0)
        count = 1;
    cuts[0] = start;
    for (size_t i = 1; i < count; i++) {
        const char *target = start + len / count * i;
        cuts[i] = cuts[i - 1];
        if (target <= cuts[i])
            continue;
        const char *stop =
            quick ? memchr(target, layout->dialect.newline, (size_t)(end - target)) : NULL;
        cuts[i] = !quick ? next_row(&layout->dialect, start, cuts[i], target, end)
                  : stop ? stop + 1
                         : end;
    }
    cuts[count] = end;
    return count;
}

/* ---- the whole ---- */

static void run_read(void *context, size_t index)
{
    plumb_csv_read_piece(&((struct plumb_csv_reading *)context)->pieces[index]);
}

static void free_pieces(struct plumb_csv_reading *reading)
{
    for (size_t i = 0; reading->pieces && i < reading->piece_count; i++)
        plumb_csv_free_piece(&reading->pieces[i]);
    plumb_free(reading->pieces);
    reading->pieces = NULL;
    reading->piece_count = 0;
}

static enum plumb_status read_cut(struct plumb_csv_reading *reading, struct plumb_str text,
                                  bool quick)
{
    const char *cuts[MAX_PIECES + 1];
    reading->piece_count = cut_pieces(&reading->layout, text, reading->threads, quick, cuts);
    reading->pieces = plumb_calloc(reading->piece_count, sizeof *reading->pieces);
    if (!reading->pieces)
        return plumb_fail_nomem(reading->error);
    for (size_t i = 0; i < reading->piece_count; i++) {
        reading->pieces[i].reading = reading;
        reading->pieces[i].from = cuts[i];
        reading->pieces[i].to = cuts[i + 1];
        reading->pieces[i].end = text.ptr + text.len;
    }
    plumb_parallel(reading->piece_count, reading->threads, run_read, reading);
    return PLUMB_OK;
}

/* Every piece ended where the next one began: by induction all cuts are row starts. */
static bool cuts_hold(const struct plumb_csv_reading *reading)
{
    for (size_t i = 0; i + 1 < reading->piece_count; i++)
        if (reading->pieces[i].stop != reading->pieces[i].to)
            return false;
    return true;
}

static enum plumb_status read_pieces(struct plumb_csv_reading *reading, struct plumb_str text)
{
    enum plumb_status status = read_cut(reading, text, true);
    if (status == PLUMB_OK && !cuts_hold(reading)) {
        free_pieces(reading);
        status = read_cut(reading, text, false);
    }
    size_t line = reading->layout.data_line;
    for (size_t i = 0; status == PLUMB_OK && i < reading->piece_count; i++) {
        struct plumb_csv_piece *piece = &reading->pieces[i];
        piece->first_line = line;
        for (size_t r = 0; r < piece->rejects.count; r++)
            piece->rejects.items[r].line += line;
        line += piece->line_count;
    }
    return status;
}

static enum plumb_status first_failure(const struct plumb_csv_reading *reading)
{
    for (size_t i = 0; i < reading->piece_count; i++)
        switch (reading->pieces[i].failure) {
        case PLUMB_PIECE_OK:
            break;
        case PLUMB_PIECE_NOMEM:
            return plumb_fail_nomem(reading->error);
        case PLUMB_PIECE_ENCODING:
            return PLUMB_E_ENCODING;
        case PLUMB_PIECE_COLUMNS:
            return plumb_fail_at(reading->error, PLUMB_E_LIMIT, reading->path, 0, 0,
                                 "\"%s\" has too many different indicators for a panel; is the "
                                 "indicator column really one?",
                                 reading->path);
        }
    return PLUMB_OK;
}

static enum plumb_status find_layout(struct plumb_csv_reading *reading, struct plumb_str text)
{
    jmp_buf nomem;
    plumb_arena_on_nomem(reading->arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(reading->arena, NULL);
        return plumb_fail_nomem(reading->error);
    }
    enum plumb_status status =
        plumb_csv_layout_find(text, reading->path, reading->catalogue, reading->mapping,
                              reading->arena, &reading->layout, reading->error);
    plumb_arena_on_nomem(reading->arena, NULL);
    return status;
}

static enum plumb_status read_text_panel(struct plumb_csv_reading *reading, struct plumb_str text,
                                         struct plumb_panel **out)
{
    enum plumb_status status = find_layout(reading, text);
    if (status == PLUMB_OK)
        status = read_pieces(reading, text);
    if (status == PLUMB_OK)
        status = first_failure(reading);
    if (status == PLUMB_OK)
        status = plumb_csv_build_panel(reading, out);
    free_pieces(reading);
    return status;
}

static enum plumb_status read_panel(const char *path, const struct plumb_str *held,
                                    const struct plumb_catalogue *catalogue,
                                    const struct plumb_mapping *mapping, unsigned threads,
                                    struct plumb_panel **out, struct plumb_error *error)
{
    struct source source = {.text = PLUMB_STR("")};
    struct plumb_csv_reading reading = {.path = path,
                                        .catalogue = catalogue,
                                        .mapping = mapping,
                                        .threads = threads,
                                        .arena = plumb_arena_new(),
                                        .error = error};
    *out = NULL;
    if (!reading.arena)
        return plumb_fail_nomem(error);
    enum plumb_status status = open_source(path, held, 0, &source, error);
    reading.mapped = source.mapping && !source.arena;
    if (status == PLUMB_OK)
        status = read_text_panel(&reading, source.text, out);
    reading.mapped = false;
    if (status == PLUMB_E_ENCODING && !source.arena) {
        status = convert_source(path, &source, error);
        if (status == PLUMB_OK)
            status = read_text_panel(&reading, source.text, out);
        if (status == PLUMB_E_ENCODING)
            plumb_fail_at(error, status, path, 0, 0, "\"%s\" holds bytes that are no text.", path);
    }
    close_source(&source);
    plumb_arena_free(reading.arena);
    return status;
}

enum plumb_status plumb_csv_read_panel(const char *path, const struct plumb_catalogue *catalogue,
                                       const struct plumb_mapping *mapping, unsigned threads,
                                       struct plumb_panel **out, struct plumb_error *error)
{
    return read_panel(path, NULL, catalogue, mapping, threads, out, error);
}

enum plumb_status plumb_csv_read_held(const char *path, struct plumb_str bytes,
                                      const struct plumb_catalogue *catalogue,
                                      const struct plumb_mapping *mapping, unsigned threads,
                                      struct plumb_panel **out, struct plumb_error *error)
{
    return read_panel(path, &bytes, catalogue, mapping, threads, out, error);
}

/* Where no row ends in the second half of the head there is no table that could be a panel; the
 * reader of documents has limits for it. */
static bool has_rows(struct plumb_str head)
{
    struct plumb_str half = plumb_str_sub(head, PLUMB_CSV_HEAD / 2, PLUMB_CSV_HEAD);
    return head.len < PLUMB_CSV_HEAD || memchr(half.ptr, '\n', half.len) ||
           memchr(half.ptr, '\r', half.len);
}

static bool is_panel(const char *path, const struct plumb_str *held,
                     const struct plumb_catalogue *catalogue, const struct plumb_mapping *mapping)
{
    struct source source = {.text = PLUMB_STR("")};
    struct plumb_csv_reading reading = {
        .path = path, .catalogue = catalogue, .mapping = mapping, .arena = plumb_arena_new()};
    enum plumb_status status =
        reading.arena ? open_source(path, held, PLUMB_CSV_HEAD, &source, NULL) : PLUMB_E_NOMEM;
    bool panel = status == PLUMB_OK && has_rows(source.bytes) &&
                 find_layout(&reading, source.text) == PLUMB_OK;
    close_source(&source);
    plumb_arena_free(reading.arena);
    /* What could not be looked at is for the reader of panels to complain of, not for another. */
    return panel || status == PLUMB_E_IO || status == PLUMB_E_NOMEM;
}

bool plumb_csv_is_panel(const char *path, const struct plumb_catalogue *catalogue,
                        const struct plumb_mapping *mapping)
{
    return is_panel(path, NULL, catalogue, mapping);
}

bool plumb_csv_held_is_panel(const char *path, struct plumb_str bytes,
                             const struct plumb_catalogue *catalogue,
                             const struct plumb_mapping *mapping)
{
    return is_panel(path, &bytes, catalogue, mapping);
}
