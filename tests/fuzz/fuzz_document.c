/* Any bytes as a report: reading and extraction end with a status, and what they return points
 * into the document. */
#include "fuzz_encodings.h"

#include "plumb/extract.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Built once: libFuzzer offers no context to carry them in. */
static struct plumb_catalogue *catalogue;
static struct plumb_extractor *extractor;

static void require(bool condition)
{
    if (!condition)
        abort();
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_encodings_keep();
    require(plumb_catalogue_load(NULL, &catalogue, NULL) == PLUMB_OK);
    require(plumb_extractor_new(catalogue, &extractor, NULL) == PLUMB_OK);
    return 0;
}

static void check_facts(const struct plumb_extraction *extraction)
{
    const struct plumb_document *document = extraction->document;
    for (size_t i = 0; i < extraction->fact_count; i++) {
        const struct plumb_fact *fact = &extraction->facts[i];
        require(fact->line >= 1 && fact->line <= document->line_count);
        require(plumb_utf8_valid(fact->text, NULL) && fact->text.len > 0);
    }
    for (size_t i = 0; i < extraction->relation_count; i++) {
        const struct plumb_relation *relation = &extraction->relations[i];
        for (size_t k = 0; k < relation->operand_count; k++)
            require(relation->operands[k].fact == PLUMB_NPOS ||
                    relation->operands[k].fact < extraction->fact_count);
        require(relation->low.v <= relation->high.v);
        require(relation->confidence >= 0 && relation->confidence <= 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_document *document = NULL;
    struct plumb_extraction *extraction = NULL;
    struct plumb_error error = {0};
    struct plumb_read_limits limits = plumb_read_limits_default();
    limits.without_sha256 = true;
    /* The first byte chooses the reader. */
    const char *name = data[0] % 2 ? "a.txt" : "a.md";
    struct plumb_str bytes = {(const char *)data + 1, size - 1};
    if (plumb_read_text(name, bytes, &limits, arena, &document, &error) == PLUMB_OK) {
        require(plumb_extract(extractor, document, arena, &extraction, &error) == PLUMB_OK);
        check_facts(extraction);
    } else {
        require(error.message[0]);
    }
    plumb_arena_free(arena);
    return 0;
}
