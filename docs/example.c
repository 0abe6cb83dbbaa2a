/* Plumbline as a library: what one report claims, and whether it holds.
 *
 *     cc example.c $(pkg-config --cflags --libs --static plumb) && ./a.out report.txt
 */
#include <plumb/extract.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    struct plumb_error error = {0};
    struct plumb_catalogue *catalogue = NULL;
    struct plumb_extractor *extractor = NULL;
    struct plumb_document *document = NULL;
    struct plumb_extraction *extraction = NULL;
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_read_limits limits = plumb_read_limits_default();
    int status = 2;

    if (argc == 2 && arena && plumb_catalogue_load(NULL, &catalogue, &error) == PLUMB_OK &&
        plumb_extractor_new(catalogue, &extractor, &error) == PLUMB_OK &&
        plumb_read_file(argv[1], &limits, arena, &document, &error) == PLUMB_OK &&
        plumb_extract(extractor, document, arena, &extraction, &error) == PLUMB_OK) {
        for (size_t i = 0; i < extraction->relation_count; i++) {
            const struct plumb_relation *r = &extraction->relations[i];
            if (r->recomputation)
                printf("%zu: %s: %s\n", r->line, plumb_verdict_name(r->verdict), r->recomputation);
        }
        status = 0;
    } else {
        fprintf(stderr, "%s\n", argc == 2 ? error.message : "usage: example REPORT");
    }
    plumb_extractor_free(extractor);
    plumb_catalogue_free(catalogue);
    plumb_arena_free(arena);
    return status;
}
