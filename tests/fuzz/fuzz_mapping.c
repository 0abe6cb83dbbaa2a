/* Any bytes as a mapping: rules, or an error that says why. */
#include "fuzz_file.h"

#include "plumb/panel.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plumb_mapping *mapping = NULL;
    struct plumb_error error = {0};
    fuzz_file_put(&file, data, size);
    if (plumb_mapping_load(file.path, &mapping, &error) == PLUMB_OK)
        plumb_mapping_covers(mapping, "data/agencies_2020.csv");
    else
        fuzz_require(error.message[0]);
    plumb_mapping_free(mapping);
    return 0;
}
