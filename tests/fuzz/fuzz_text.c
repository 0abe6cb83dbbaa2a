/* Any bytes: the encoding is found or refused, and what comes out is UTF-8 that all string
 * functions can walk. */
#include "fuzz_encodings.h"

#include "plumb/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_encodings_keep();
    return 0;
}

static void require(bool condition)
{
    if (!condition)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_str text = {NULL, 0}, raw = {(const char *)data, size};
    struct plumb_error error = {0};
    const char *encoding = NULL;
    if (plumb_text_to_utf8(data, size, arena, &text, &encoding, &error) == PLUMB_OK) {
        require(plumb_utf8_valid(text, NULL) && encoding && text.ptr[text.len] == '\0');
        struct plumb_str key = plumb_label_key(arena, text);
        require(plumb_utf8_valid(key, NULL));
        require(plumb_utf8_valid(plumb_str_trim(text), NULL));
    } else {
        require(error.code == PLUMB_E_ENCODING && error.message[0]);
    }
    require(plumb_utf8_valid(plumb_label_key(arena, raw), NULL));
    size_t forward = plumb_utf8_count(raw), at = size;
    for (; at > 0; forward--)
        at = plumb_utf8_prev(raw, at);
    require(!plumb_utf8_valid(raw, NULL) || forward == 0);
    plumb_arena_free(arena);
    return 0;
}
