/* Any bytes as rich text. */
#include "fuzz_encodings.h"

#include "read/formats.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_encodings_keep();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_document *document = NULL;
    struct plumb_error error = {0};
    struct plumb_read_limits limits = plumb_read_limits_default();
    limits.max_cells = 100000;
    limits.without_sha256 = true;
    struct plumb_str bytes = {(const char *)data, size};
    if (plumb_read_rtf("a.rtf", bytes, &limits, arena, &document, &error) != PLUMB_OK &&
        !error.message[0])
        abort();
    plumb_arena_free(arena);
    return 0;
}
