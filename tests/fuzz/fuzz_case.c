/* A case file damaged anywhere: refused with a reason, or read to the end without harm; never
 * changed. An input is a list of patches to a whole case: four bytes of offset (big end first), one
 * of length, the bytes. An input whose first byte is 255 is a case file by itself. */
#include "fuzz_file.h"

#include <string.h>
#include <sys/mman.h>

#include "plumb/store.h"

#define PATCHES 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Built once: libFuzzer offers no context to carry them in. */
static struct fuzz_file file, raw;
static uint8_t *whole, *mapped;
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
    mapped = mmap(NULL, whole_size, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0);
    fuzz_require(mapped != MAP_FAILED);
    fuzz_file_open(&raw, ".raw.plumb");
}

/* The whole case lies in the file all the time, mapped; an input's patches are put on it and taken
 * off again, which is quicker than to write it anew. */
struct patch {
    size_t offset, len;
    uint8_t before[256];
};

static size_t put_patches(const uint8_t *data, size_t size, struct patch *patches)
{
    size_t count = 0;
    for (size_t at = 0; at + 5 <= size && count < PATCHES; count++) {
        struct patch *p = &patches[count];
        p->offset = ((size_t)data[at] << 24 | (size_t)data[at + 1] << 16 |
                     (size_t)data[at + 2] << 8 | data[at + 3]) %
                    whole_size;
        p->len = data[at + 4];
        at += 5;
        p->len = p->len < size - at ? p->len : size - at;
        p->len = p->len < whole_size - p->offset ? p->len : whole_size - p->offset;
        memcpy(p->before, mapped + p->offset, p->len);
        memcpy(mapped + p->offset, data + at, p->len);
        at += p->len;
    }
    return count;
}

static void take_off(const struct patch *patches, size_t count)
{
    while (count-- > 0)
        memcpy(mapped + patches[count].offset, patches[count].before, patches[count].len);
}

static void remove_file(void)
{
    unlink(file.path);
    unlink(raw.path);
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

static void open_and_read(const char *path)
{
    struct plumb_case *opened = NULL;
    struct plumb_error error = {0};
    struct plumb_arena *arena = plumb_arena_new();
    fuzz_require(arena != NULL);
    if (plumb_case_open(path, PLUMB_CASE_READ, &opened, &error) == PLUMB_OK)
        read_all(opened, arena);
    else
        fuzz_require(error.message[0]);
    plumb_case_close(opened);
    plumb_arena_free(arena);
}

static void whole_file(const uint8_t *data, size_t size)
{
    uint8_t *now = malloc(size + 2);
    fuzz_file_put(&raw, data, size);
    open_and_read(raw.path);
    fuzz_require(now && pread(raw.descriptor, now, size + 1, 0) == (ssize_t)size &&
                 memcmp(now, data, size) == 0);
    free(now);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct patch patches[PATCHES];
    if (size && data[0] == 255) {
        whole_file(data + 1, size - 1);
        return 0;
    }
    size_t count = put_patches(data, size, patches);
    open_and_read(file.path);
    take_off(patches, count);
    fuzz_require(memcmp(mapped, whole, whole_size) == 0); /* opening has changed nothing */
    return 0;
}
