#include "check_cases.h"

#include "case_folder.h"

#include <unistd.h>

/* ---- reading ------------------------------------------------------------------------------- */

static struct case_file *add_file(struct check_case *c, const char *name)
{
    if (c->file_count == CASE_FILES)
        return NULL;
    struct case_file *file = &c->files[c->file_count++];
    memcpy(file->name, name, strnlen(name, sizeof file->name - 1));
    return file;
}

static struct case_file *last_file(struct check_case *c)
{
    return c->file_count ? &c->files[c->file_count - 1] : add_file(c, "report.txt");
}

/* A line of the file; → stands for a tab. */
static void add_line(struct case_file *file, const char *line)
{
    static const char arrow[] = "\xE2\x86\x92";
    for (const char *at; (at = strstr(line, arrow)); line = at + 3) {
        plumb_buf_add(&file->text, line, (size_t)(at - line));
        plumb_buf_puts(&file->text, "\t");
    }
    plumb_buf_puts(&file->text, line);
    plumb_buf_puts(&file->text, "\n");
}

static bool add_output(struct case_file *file, const char *command)
{
    char line[4096];
    FILE *pipe = popen(command, "r");
    while (pipe && fgets(line, sizeof line, pipe))
        plumb_buf_puts(&file->text, line);
    return pipe && pclose(pipe) == 0;
}

static struct check_case *add_case(const char *name, struct check_case ***list, size_t *count)
{
    struct check_case **grown = realloc(*list, (*count + 1) * sizeof **list);
    struct check_case *c = calloc(1, sizeof *c);
    if (!grown || !c)
        abort();
    memcpy(c->name, name, strnlen(name, sizeof c->name - 1));
    *list = grown;
    grown[(*count)++] = c;
    return c;
}

static bool read_line(struct check_case *c, const char *line)
{
    if (line[0] == '=')
        return add_file(c, line + 2) != NULL;
    if (line[0] == '|')
        add_line(last_file(c), line[1] == ' ' ? line + 2 : line + 1);
    else if (line[0] == '$')
        return add_output(last_file(c), line + 2);
    else if (c->want_count < CASE_WANTS)
        c->wants[c->want_count++] = strdup(line);
    else
        return false;
    return true;
}

static bool read_cases(const char *path, struct check_case ***list, size_t *count)
{
    static char line[65536];
    FILE *file = fopen(path, "r");
    struct check_case *c = NULL;
    bool good = file != NULL;
    while (good && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '@')
            c = add_case(line + 2, list, count);
        else if (c && line[0] && line[0] != '#')
            good = read_line(c, line);
    }
    if (file)
        fclose(file);
    return good;
}

struct reading {
    struct check_case **list;
    size_t count;
};

static bool read_into(const char *path, void *context)
{
    struct reading *reading = context;
    return read_cases(path, &reading->list, &reading->count);
}

struct check_case **check_cases_read(size_t *count)
{
    struct reading reading = {NULL, 0};
    bool good = case_folder_each("tests/checks", read_into, &reading);
    *count = good ? reading.count : 0;
    if (good)
        return reading.list;
    check_cases_free(reading.list, reading.count);
    return NULL;
}

void check_cases_free(struct check_case **list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < list[i]->want_count; k++)
            free(list[i]->wants[k]);
        for (size_t k = 0; k < list[i]->file_count; k++)
            plumb_buf_free(&list[i]->files[k].text);
        free(list[i]);
    }
    free(list);
}

/* ---- screening ----------------------------------------------------------------------------- */

bool screening_tools_open(struct screening_tools *tools)
{
    struct plumb_error error = {0};
    *tools = (struct screening_tools){0};
    if (plumb_catalogue_load(NULL, &tools->catalogue, &error) == PLUMB_OK &&
        plumb_extractor_new(tools->catalogue, &tools->extractor, &error) == PLUMB_OK)
        return true;
    fprintf(stderr, "%s\n", error.message);
    return false;
}

void screening_tools_close(struct screening_tools *tools)
{
    plumb_extractor_free(tools->extractor);
    plumb_catalogue_free(tools->catalogue);
}

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    return n >= m && strcmp(name + n - m, end) == 0;
}

static enum plumb_status read_document(const struct screening_tools *tools,
                                       const struct case_file *file, struct screening *out,
                                       struct plumb_error *error)
{
    struct plumb_document *document = NULL;
    struct plumb_extraction *extraction = NULL;
    struct plumb_read_limits limits = plumb_read_limits_default();
    struct plumb_str text = {file->text.data ? file->text.data : "", file->text.len};
    enum plumb_status status =
        plumb_read_text(file->name, text, &limits, out->arena, &document, error);
    if (status == PLUMB_OK)
        status = plumb_extract(tools->extractor, document, out->arena, &extraction, error);
    if (status == PLUMB_OK)
        status = plumb_digest_new(tools->catalogue, extraction, 0, &out->digests[out->digest_count],
                                  error);
    out->digest_count += status == PLUMB_OK;
    return status;
}

/* Panels are read from files only. */
static enum plumb_status read_panel(const struct screening_tools *tools,
                                    const struct case_file *file, struct screening *out,
                                    struct plumb_error *error)
{
    char path[] = "/tmp/plumb-case-XXXXXX";
    int fd = mkstemp(path);
    bool written = fd >= 0 && write(fd, file->text.data, file->text.len) == (ssize_t)file->text.len;
    if (fd >= 0)
        close(fd);
    enum plumb_status status = written ? plumb_csv_read_panel(path, tools->catalogue, NULL, 1,
                                                              &out->panels[out->panel_count], error)
                                       : PLUMB_E_IO;
    unlink(path);
    out->panel_count += status == PLUMB_OK;
    return status;
}

bool screen_files(const struct screening_tools *tools, const struct case_file *files, size_t count,
                  struct screening *out)
{
    struct plumb_error error = {0};
    struct plumb_analysis_summary summary;
    *out = (struct screening){.arena = plumb_arena_new()};
    enum plumb_status status = PLUMB_OK;
    for (size_t i = 0; i < count && status == PLUMB_OK; i++)
        status = ends_with(files[i].name, ".csv") ? read_panel(tools, &files[i], out, &error)
                                                  : read_document(tools, &files[i], out, &error);
    struct plumb_analysis_input input = {.catalogue = tools->catalogue,
                                         .digests =
                                             (const struct plumb_digest *const *)out->digests,
                                         .digest_count = out->digest_count,
                                         .panels = (const struct plumb_panel *const *)out->panels,
                                         .panel_count = out->panel_count,
                                         .threads = 1};
    if (status == PLUMB_OK)
        status = plumb_analyse(&input, out->arena, &out->list, &summary, &error);
    if (status != PLUMB_OK)
        fprintf(stderr, "%s\n", error.message);
    return status == PLUMB_OK;
}

void screening_free(struct screening *s)
{
    for (size_t i = 0; i < s->digest_count; i++)
        plumb_digest_free(s->digests[i]);
    for (size_t i = 0; i < s->panel_count; i++)
        plumb_panel_free(s->panels[i]);
    plumb_arena_free(s->arena);
}

/* Digits, point and sign of a printed number, so that "1,208.4" equals "1208.4". */
static void plain(struct plumb_str s, char *out, size_t room)
{
    size_t n = 0;
    for (size_t at = 0; at < s.len && n + 4 < room;) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(s, &at));
        if (cp != ' ' && cp != ',')
            n += plumb_utf8_encode(cp, out + n);
    }
    out[n] = '\0';
}

bool finding_quotes(const struct plumb_finding *f, const char *number)
{
    char text[256];
    for (size_t i = 0; i < f->evidence_count; i++) {
        plain(f->evidence[i].text, text, sizeof text);
        if (strcmp(text, number) == 0)
            return true;
    }
    return false;
}
