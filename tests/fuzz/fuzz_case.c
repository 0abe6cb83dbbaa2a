/* A case file damaged anywhere: refused with a reason, or read to the end without harm; never
 * changed. An input is a list of patches to a whole case: four bytes of offset (big end first), one
 * of length, the bytes. An input whose first byte is 255 is a case file by itself. */
#include "fuzz_file.h"

#include <string.h>

#include "plumb/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Built once: libFuzzer offers no context to carry them in. */
static struct fuzz_file file;
static uint8_t *whole;
static size_t whole_size;

static const char report[] = "某县教育局2023年部门决算说明\n\n2023年支出合计120.50万元，其中：基本"
                             "支出80.30万元，占66.64%；项目支出40.20万元，占33.36%。\n";

static void put_report(struct plumb_case *made)
{
    struct plumb_catalogue *catalogue = NULL;
    struct plumb_extractor *extractor = NULL;
    struct plumb_document *document = NULL;
    struct plumb_extraction *extraction = NULL;
    struct plumb_arena *arena = plumb_arena_new();
    fuzz_require(plumb_catalogue_load(NULL, &catalogue, NULL) == PLUMB_OK);
    fuzz_require(plumb_extractor_new(catalogue, &extractor, NULL) == PLUMB_OK);
    fuzz_require(plumb_read_text("a.txt", PLUMB_STR(report), NULL, arena, &document, NULL) ==
                 PLUMB_OK);
    fuzz_require(plumb_extract(extractor, document, arena, &extraction, NULL) == PLUMB_OK);
    fuzz_require(plumb_case_put_document(made, document, extraction, NULL) == PLUMB_OK);
    plumb_arena_free(arena);
    plumb_extractor_free(extractor);
    plumb_catalogue_free(catalogue);
}

static void make_whole(void)
{
    struct plumb_case *made = NULL;
    fuzz_require(plumb_case_open(file.path, PLUMB_CASE_CREATE, &made, NULL) == PLUMB_OK);
    put_report(made);
    plumb_case_close(made);
    fuzz_file_open(&file, ".plumb"); /* a new case takes the place of the empty file */
    off_t size = lseek(file.descriptor, 0, SEEK_END);
    whole_size = size > 0 ? (size_t)size : 0;
    whole = malloc(whole_size + 1);
    fuzz_require(whole && whole_size > 4096 &&
                 pread(file.descriptor, whole, whole_size, 0) == (ssize_t)whole_size);
}

static uint8_t *patched(const uint8_t *data, size_t size, size_t *length)
{
    bool raw = size && data[0] == 255;
    uint8_t *copy = malloc((raw ? size : whole_size) + 1);
    fuzz_require(copy != NULL);
    *length = raw ? size - 1 : whole_size;
    memcpy(copy, raw ? data + 1 : whole, *length);
    for (size_t at = 0; !raw && at + 5 <= size;) {
        size_t offset = ((size_t)data[at] << 24 | (size_t)data[at + 1] << 16 |
                         (size_t)data[at + 2] << 8 | data[at + 3]) %
                        whole_size;
        size_t len = data[at + 4];
        at += 5;
        for (size_t i = 0; i < len && at < size && offset + i < whole_size; i++)
            copy[offset + i] = data[at++];
    }
    return copy;
}

static void remove_file(void)
{
    unlink(file.path);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_file_open(&file, ".plumb");
    atexit(remove_file);
    make_whole();
    return 0;
}

static void read_all(struct plumb_case *opened, struct plumb_arena *arena)
{
    struct plumb_error error = {0};
    struct plumb_document **documents = NULL;
    struct plumb_panel **panels = NULL;
    struct plumb_failure *failures = NULL;
    struct plumb_finding_list findings = {0};
    size_t count = 0;
    if (plumb_case_documents(opened, "", 0, arena, &documents, &count, &error) == PLUMB_OK)
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < documents[i]->block_count; k++)
                fuzz_require(documents[i]->blocks[k].text.str.ptr != NULL);
    if (plumb_case_panels(opened, &panels, &count, arena, &error) == PLUMB_OK)
        for (size_t i = 0; i < count; i++)
            plumb_panel_free(panels[i]);
    plumb_case_failures(opened, arena, &failures, &count, &error);
    plumb_case_findings(opened, arena, &findings, NULL, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plumb_case *opened = NULL;
    struct plumb_error error = {0};
    struct plumb_arena *arena = plumb_arena_new();
    size_t length = 0;
    uint8_t *bytes = patched(data, size, &length);
    fuzz_require(arena != NULL);
    fuzz_file_put(&file, bytes, length);
    if (plumb_case_open(file.path, PLUMB_CASE_READ, &opened, &error) == PLUMB_OK)
        read_all(opened, arena);
    else
        fuzz_require(error.message[0]);
    plumb_case_close(opened);
    plumb_arena_free(arena);
    uint8_t *now = malloc(length + 2);
    fuzz_require(now && pread(file.descriptor, now, length + 1, 0) == (ssize_t)length &&
                 memcmp(now, bytes, length) == 0);
    free(now);
    free(bytes);
    return 0;
}
