/* Reading many files: in parallel, delivered in the order of the inputs, with bounded memory. */
#ifndef PLUMB_READING_H
#define PLUMB_READING_H

#include "cli/cli.h"
#include "cli/inputs.h"

/* One file after reading. Exactly one of extraction, panel and a status other than PLUMB_OK. */
struct plumb_reading {
    const struct plumb_input *input;
    enum plumb_status status;
    struct plumb_error error;
    struct plumb_arena *arena; /* owns document and extraction; NULL for a panel or a failure */
    struct plumb_document *document;
    struct plumb_extraction *extraction; /* NULL when only the document was asked for */
    struct plumb_digest *digest;         /* NULL unless the work function made one */
    struct plumb_panel *panel;
    char sha256[65];       /* of the file; "" when unknown */
    double stop_at;        /* of the time for this file, as in struct plumb_read_limits */
    bool skipped;          /* the work function said that it is known already */
    struct plumb_buf text; /* made by the work function */
};

struct plumb_reading_plan {
    bool extract;   /* facts and relations, too */
    bool panels;    /* read CSV panels as panels, not as documents */
    bool hash;      /* sha256 of panels, too: it takes as long as reading them */
    bool text_only; /* deliver wants reading->text alone: the rest is freed as soon as it is made */
    const char *what; /* for the progress line */
    /* Runs in parallel on each document that was read; may write to reading->text and ->digest. NULL: none.
     * An error goes to reading->status and ->error. */
    void (*work)(struct plumb_cli *cli, struct plumb_reading *reading);
    /* Runs on one thread in the order of the inputs. What it takes over (digest, panel) it sets
     * to NULL; the rest is freed behind it. False stops. */
    bool (*deliver)(struct plumb_cli *cli, struct plumb_reading *reading, void *context);
    /* Asked before a file is read, on one thread; true leaves it out (`skipped`). NULL: never. */
    bool (*known)(struct plumb_cli *cli, const char *path, const char *sha256, void *context);
    void *context;
};

/* Read all inputs by the plan. Files that cannot be read are delivered, too, with their status. */
enum plumb_status plumb_read_inputs(struct plumb_cli *cli, const struct plumb_inputs *inputs,
                                    const struct plumb_reading_plan *plan,
                                    struct plumb_error *error);

#endif
