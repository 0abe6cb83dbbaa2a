/* Printing many items in one of the formats: shared by facts, relations, text, list and sql. */
#ifndef PLUMB_DUMP_H
#define PLUMB_DUMP_H

#include "cli/reading.h"

/* Opening and closing of a JSON array around JSON lines; nothing for the other formats. */
void plumb_dump_begin(struct plumb_cli *cli);
void plumb_dump_end(struct plumb_cli *cli);
/* Add JSON lines: as they stand for jsonl, as members of the array for json. *first is kept by the
 * caller between calls and starts true. */
void plumb_dump_lines(struct plumb_cli *cli, struct plumb_str lines, bool *first);

/* Read the files of the command line by `work` and print what it wrote, in order. Complains about
 * unreadable files and returns the exit status. */
int plumb_dump_files(struct plumb_cli *cli, bool extract,
                     void (*work)(struct plumb_cli *cli, struct plumb_reading *reading));

/* PLUMB_E_USAGE when the command cannot print the format. */
enum plumb_status plumb_dump_allow(const struct plumb_cli *cli, bool csv,
                                   struct plumb_error *error);

#endif
