/* Any bytes as text, Markdown or a CSV table with notes: lines, blocks and tables fit together. What
 * is in the sentences is for fuzz_document; without it this reads twenty times as many. */
#include "fuzz_encodings.h"

#include "read/read_int.h"

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

static void check(const struct plumb_document *document)
{
    for (size_t i = 0; i < document->block_count; i++) {
        const struct plumb_block *block = &document->blocks[i];
        const struct plumb_table *table = &block->table;
        require(block->line >= 1 && block->line <= document->line_count);
        require(block->parent == PLUMB_NPOS || block->parent < i);
        require(plumb_utf8_valid(block->text.str, NULL));
        for (size_t r = 0; r < table->row_count; r++)
            for (size_t c = 0; c < table->rows[r].cell_count; c++)
                require(table->rows[r].cells[c].column < table->column_count &&
                        plumb_utf8_valid(table->rows[r].cells[c].text.str, NULL));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a.csv", "a.txt", "a.md"};
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_document *document = NULL;
    struct plumb_error error = {0};
    struct plumb_read_limits limits = plumb_read_limits_default();
    limits.max_cells = 100000;
    limits.without_sha256 = true;
    if (size) { /* the first byte chooses the reader */
        const char *name = names[data[0] % 3];
        struct plumb_str bytes = {(const char *)data + 1, size - 1};
        plumb_format_reader *reader = data[0] % 3 == 0 ? plumb_read_csv : plumb_read_text;
        if (reader(name, bytes, &limits, arena, &document, &error) == PLUMB_OK)
            check(document);
        else
            require(error.message[0]);
    }
    plumb_arena_free(arena);
    return 0;
}
