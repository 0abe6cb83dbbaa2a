/* Any bytes as a CSV file: it is a panel whose parts fit together, or an error that says why. */
#include "fuzz_encodings.h"
#include "fuzz_file.h"

#include <math.h>

#include "plumb/catalogue.h"
#include "plumb/panel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Built once: libFuzzer offers no context to carry them in. */
static struct plumb_catalogue *catalogue;
static struct fuzz_file file;

static void remove_file(void)
{
    unlink(file.path);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_require(plumb_catalogue_load(NULL, &catalogue, NULL) == PLUMB_OK);
    fuzz_encodings_keep();
    fuzz_file_open(&file, ".csv");
    atexit(remove_file);
    return 0;
}

static void check(const struct plumb_panel *panel)
{
    size_t cells = panel->agency_count * panel->year_count;
    fuzz_require(panel->column_count == 0 || cells > 0);
    for (size_t i = 0; i < panel->agency_count; i++)
        fuzz_require(panel->agencies[i].name &&
                     plumb_utf8_valid(plumb_str_from(panel->agencies[i].name), NULL));
    for (size_t c = 0; c < panel->column_count; c++) {
        fuzz_require(plumb_panel_find(panel, panel->columns[c].indicator) != NULL);
        for (size_t i = 0; i < cells; i++)
            fuzz_require(!isinf(panel->columns[c].value[i]));
    }
    for (size_t i = 0; i < panel->reject_count; i++)
        fuzz_require(panel->rejects[i].reason && panel->rejects[i].reason[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plumb_panel *panel = NULL;
    struct plumb_error error = {0};
    fuzz_file_put(&file, data, size);
    if (size % 4 == 0) /* reads the same head: half of the time, for little that is new */
        plumb_csv_is_panel(file.path, catalogue, NULL);
    if (plumb_csv_read_panel(file.path, catalogue, NULL, 1, &panel, &error) == PLUMB_OK)
        check(panel);
    else
        fuzz_require(error.message[0]);
    plumb_panel_free(panel);
    return 0;
}
