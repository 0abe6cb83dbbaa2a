/* Any bytes as a user's rules: a catalogue whose entries are whole, or an error that says why. The
 * built-in rules are left out, because reading them takes a hundred times as long. */
#include "fuzz_file.h"

#include "../../src/catalogue/catalogue.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct fuzz_file file; /* libFuzzer offers no context to carry it in */

static void remove_file(void)
{
    unlink(file.path);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_file_open(&file, ".json");
    atexit(remove_file);
    return 0;
}

static void walk(const struct plumb_catalogue *catalogue)
{
    for (size_t i = 0; i < plumb_catalogue_check_count(catalogue); i++) {
        const struct plumb_check *check = plumb_catalogue_check(catalogue, i);
        fuzz_require(check->id && check->id[0]);
        fuzz_require(plumb_catalogue_find_check(catalogue, check->id) != NULL);
    }
    for (size_t i = 0; i < plumb_catalogue_indicator_count(catalogue); i++)
        fuzz_require(plumb_catalogue_indicator(catalogue, i)->id != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plumb_error error = {0};
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_catalogue *catalogue = plumb_arena_alloc(arena, sizeof *catalogue);
    fuzz_require(catalogue != NULL);
    catalogue->arena = arena;
    fuzz_file_put(&file, data, size);
    if (plumb_catalogue_read_rules(catalogue, file.path, &error) == PLUMB_OK &&
        check_references(catalogue, &error) == PLUMB_OK &&
        index_labels(catalogue, &error) == PLUMB_OK)
        walk(catalogue);
    else
        fuzz_require(error.message[0]);
    plumb_catalogue_free(catalogue);
    return 0;
}
