/* A temporary folder with a case in it, and small documents and panels to put there. */
#ifndef PLUMB_STORE_FIXTURE_H
#define PLUMB_STORE_FIXTURE_H

#include "test_support.h"

#include "plumb/store.h"

#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

struct store_fixture {
    char folder[64], path[96];
    struct plumb_arena *arena;
    struct plumb_error error;
};

static inline int store_setup(void **state)
{
    struct store_fixture *f = calloc(1, sizeof *f);
    snprintf(f->folder, sizeof f->folder, "/tmp/plumb-store-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/a.plumb", f->folder);
    f->arena = plumb_arena_new();
    *state = f;
    return 0;
}

static inline int store_teardown(void **state)
{
    struct store_fixture *f = *state;
    static const char *const endings[] = {"", "-wal", "-shm", "-journal", ".copy"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char name[128];
        snprintf(name, sizeof name, "%s%s", f->path, endings[i]);
        unlink(name);
    }
    /* Fails, and so the test, when anything else was left behind. */
    int result = rmdir(f->folder);
    plumb_arena_free(f->arena);
    free(f);
    return result;
}

#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, store_setup, store_teardown)

static inline struct plumb_case *store_open(struct store_fixture *f, enum plumb_case_mode mode)
{
    struct plumb_case *file = NULL;
    enum plumb_status status = plumb_case_open(f->path, mode, &file, &f->error);
    if (status != PLUMB_OK)
        print_message("%s\n", f->error.message);
    assert_int_equal(status, PLUMB_OK);
    return file;
}

/* Whole file as bytes; malloc'ed. */
static inline char *store_bytes(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *bytes = malloc((size_t)size + 1);
    *len = fread(bytes, 1, (size_t)size, file);
    assert_int_equal(*len, size);
    fclose(file);
    return bytes;
}

/* Two facts and the relation between them, in a document of three lines. */
struct store_sample {
    struct plumb_document document;
    struct plumb_extraction extraction;
    struct plumb_fact facts[3];
    struct plumb_term operands[1];
    struct plumb_relation relation;
    struct plumb_block block;
    struct plumb_piece piece;
    size_t lines[3];
};

static inline void store_sample_fill(struct store_sample *s, const char *path, const char *hash)
{
    static const char source[] = "标题\n支出12.5万元，其中A项5万元。\n";
    *s = (struct store_sample){0};
    s->lines[1] = 7;
    s->lines[2] = sizeof source - 1;
    s->piece = (struct plumb_piece){0, 2, 7};
    s->block = (struct plumb_block){.kind = PLUMB_BLOCK_PARAGRAPH,
                                    .text = {{source + 7, sizeof source - 9}, &s->piece, 1},
                                    .line = 2,
                                    .parent = PLUMB_NPOS};
    s->document = (struct plumb_document){.path = path,
                                          .name = path,
                                          .format = PLUMB_FORMAT_TEXT,
                                          .encoding = "UTF-8",
                                          .source = {source, sizeof source - 1},
                                          .line_starts = s->lines,
                                          .line_count = 3,
                                          .blocks = &s->block,
                                          .block_count = 1};
    snprintf(s->document.sha256, sizeof s->document.sha256, "%s", hash);
    for (size_t i = 0; i < 3; i++)
        s->facts[i] = (struct plumb_fact){.id = i,
                                          .kind = PLUMB_FACT_QUANTITY,
                                          .row = PLUMB_NPOS,
                                          .column = PLUMB_NPOS,
                                          .line = 2,
                                          .text = PLUMB_STR("5"),
                                          .unit_text = PLUMB_STR("万元"),
                                          .value = plumb_dec_int(50000),
                                          .ulp = plumb_dec_int(10000),
                                          .unit = PLUMB_UNIT_YUAN,
                                          .offset = 28,
                                          .len = 1,
                                          .label = PLUMB_STR("A项"),
                                          .context = s->block.text.str};
    s->facts[0].text = PLUMB_STR("12.5");
    s->facts[0].value = plumb_dec_int(125000);
    s->facts[0].offset = 6;
    s->facts[0].indicator = "expenditure.executed";
    s->facts[0].year = 2023;
    s->facts[2].kind = PLUMB_FACT_NOT;
    s->operands[0] = (struct plumb_term){PLUMB_ROLE_PART, 1, PLUMB_STR("5"), 2};
    s->relation = (struct plumb_relation){.kind = PLUMB_REL_BOUND,
                                          .check = "consistency.bound",
                                          .stated = {PLUMB_ROLE_WHOLE, 0, PLUMB_STR("12.5"), 2},
                                          .operands = s->operands,
                                          .operand_count = 1,
                                          .verdict = PLUMB_VERDICT_CONSISTENT,
                                          .subject = PLUMB_STR("支出"),
                                          .line = 2};
    s->extraction = (struct plumb_extraction){.document = &s->document,
                                              .agency = PLUMB_STR("某县某局"),
                                              .year = 2023,
                                              .facts = s->facts,
                                              .fact_count = 3,
                                              .relations = &s->relation,
                                              .relation_count = 1,
                                              .coverage = {.quantities = 2, .related = 2}};
}

static inline enum plumb_status store_put_sample(struct plumb_case *file, const char *path,
                                                 const char *hash, struct plumb_error *error)
{
    struct store_sample sample;
    store_sample_fill(&sample, path, hash);
    return plumb_case_put_document(file, &sample.document, &sample.extraction, error);
}

/* One value of a query as text, "NULL" or "" when there is no row; static. */
static inline int store_first(void *context, int columns, const char *const *values,
                              const bool *is_number)
{
    char *out = context;
    (void)columns, (void)is_number;
    if (out[0] == '\1') { /* the names of the columns come first */
        out[0] = '\0';
        return 0;
    }
    snprintf(out, 256, "%s", values[0] ? values[0] : "NULL");
    return 1;
}

static inline const char *store_query(struct plumb_case *file, const char *sql)
{
    static char out[256];
    struct plumb_error error = {0};
    out[0] = '\1';
    out[1] = '\0';
    if (plumb_case_sql(file, sql, store_first, out, &error) != PLUMB_OK)
        snprintf(out, sizeof out, "error: %.200s", error.message);
    return out;
}

#endif
