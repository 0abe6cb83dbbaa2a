#include "corpus_cases.h"

#include "case_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading the case files -------------------------------------------------------------- */

static bool append(struct passage *p, const char *s, size_t n)
{
    char *grown = realloc(p->text, p->len + n + 1);
    if (!grown)
        return false;
    p->text = grown;
    memcpy(p->text + p->len, s, n);
    p->len += n;
    p->text[p->len] = '\0';
    return true;
}

/* A document line; → stands for a tab. */
static bool append_document_line(struct passage *p, const char *line)
{
    static const char arrow[] = "\xE2\x86\x92";
    bool good = true;
    for (const char *at; (at = strstr(line, arrow)); line = at + 3)
        good = good && append(p, line, (size_t)(at - line)) && append(p, "\t", 1);
    return good && append(p, line, strlen(line)) && append(p, "\n", 1);
}

static struct passage *new_passage(const char *name, struct passage ***list, size_t *count)
{
    struct passage **grown = realloc(*list, (*count + 1) * sizeof **list);
    struct passage *p = calloc(1, sizeof *p);
    if (!grown || !p) {
        free(p);
        return NULL;
    }
    size_t len = strlen(name) < sizeof p->name ? strlen(name) : sizeof p->name - 1;
    memcpy(p->name, name, len);
    *list = grown;
    grown[(*count)++] = p;
    return p;
}

static bool read_cases(const char *path, struct passage ***list, size_t *count)
{
    FILE *file = fopen(path, "r");
    static char line[65536];
    struct passage *p = NULL;
    bool good = file != NULL;
    while (good && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '@')
            good = (p = new_passage(line + 2, list, count)) != NULL;
        else if (p && line[0] == '|')
            good = append_document_line(p, line[1] == ' ' ? line + 2 : line + 1);
        else if (p && line[0] && line[0] != '#' && (good = p->want_count < CORPUS_WANTS))
            p->wants[p->want_count++] = strdup(line);
    }
    if (file)
        fclose(file);
    return good;
}

struct reading {
    struct passage **list;
    size_t count;
};

static bool read_into(const char *path, void *context)
{
    struct reading *reading = context;
    return read_cases(path, &reading->list, &reading->count);
}

struct passage **corpus_read(size_t *count)
{
    struct reading reading = {NULL, 0};
    bool good = case_folder_each("tests/corpus", read_into, &reading);
    *count = good ? reading.count : 0;
    if (good)
        return reading.list;
    corpus_free(reading.list, reading.count);
    return NULL;
}

void corpus_free(struct passage **list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < list[i]->want_count; k++)
            free(list[i]->wants[k]);
        free(list[i]->text);
        free(list[i]);
    }
    free(list);
}

/* ---- matching ---------------------------------------------------------------------------- */

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

bool corpus_same_number(struct plumb_str printed, const char *wanted)
{
    char text[256];
    plain(printed, text, sizeof text);
    return strcmp(text, wanted) == 0;
}

bool corpus_parse_want(const char *line, struct want *w)
{
    memset(w, 0, sizeof *w);
    int used = 0;
    if (sscanf(line, "%15s %31s%n", w->word, w->kind, &used) < 2)
        return false;
    for (int more = 0; w->count < CORPUS_NUMBERS &&
                       sscanf(line + used, "%63s%n", w->numbers[w->count], &more) == 1;
         used += more)
        w->count++;
    return strcmp(w->word, "holds") == 0 || strcmp(w->word, "breaks") == 0 ||
           strcmp(w->word, "open") == 0;
}

bool corpus_relation_has(const struct plumb_relation *r, const char *number)
{
    if (corpus_same_number(r->stated.text, number))
        return true;
    for (size_t i = 0; i < r->operand_count; i++)
        if (corpus_same_number(r->operands[i].text, number))
            return true;
    return false;
}

bool corpus_meets(const struct want *w, const struct plumb_relation *r)
{
    if (strcmp(w->kind, "any") != 0 && strcmp(w->kind, plumb_relation_kind_name(r->kind)) != 0)
        return false;
    for (size_t i = 0; i < w->count; i++)
        if (!corpus_relation_has(r, w->numbers[i]))
            return false;
    return true;
}

bool corpus_has_fact(const struct plumb_extraction *e, const char *text, const char *value,
                     const char *unit)
{
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *f = &e->facts[i];
        char printed[PLUMB_DEC_TEXT];
        bool shown = f->kind == PLUMB_FACT_QUANTITY || f->kind == PLUMB_FACT_CHINESE ||
                     f->kind == PLUMB_FACT_BARE;
        if (shown && corpus_same_number(f->text, text) &&
            (!value || strcmp(plumb_dec_text(f->value, printed), value) == 0) &&
            (!unit || strcmp(plumb_unit_name(f->unit), unit) == 0))
            return true;
    }
    return false;
}

/* ---- running ----------------------------------------------------------------------------- */

bool corpus_tools_open(struct corpus_tools *tools)
{
    struct plumb_error error = {0};
    if (plumb_catalogue_load(NULL, &tools->catalogue, &error) == PLUMB_OK &&
        plumb_extractor_new(tools->catalogue, &tools->extractor, &error) == PLUMB_OK)
        return true;
    fprintf(stderr, "%s\n", error.message);
    return false;
}

void corpus_tools_close(struct corpus_tools *tools)
{
    plumb_extractor_free(tools->extractor);
    plumb_catalogue_free(tools->catalogue);
}

struct plumb_extraction *corpus_extract(const struct corpus_tools *tools, struct plumb_str text,
                                        struct plumb_arena *arena)
{
    struct plumb_document *document = NULL;
    struct plumb_extraction *e = NULL;
    struct plumb_error error = {0};
    struct plumb_read_limits limits = plumb_read_limits_default();
    if (plumb_read_text("passage.txt", text, &limits, arena, &document, &error) != PLUMB_OK ||
        plumb_extract(tools->extractor, document, arena, &e, &error) != PLUMB_OK)
        return NULL;
    return e;
}
