/* Panels that are no file of their own: worksheets, CSV files in archives. */
#ifndef PLUMB_HELD_PANEL_H
#define PLUMB_HELD_PANEL_H

#include "cli/cli.h"
#include "cli/inputs.h"
#include "plumb/document.h"
#include "plumb/panel.h"

/* Does the workbook consist of tables of agencies and years? Then *panel gets them, read as their CSV
 * would be, under the document's path; a sheet's name may tell its year. A workbook that the mapping
 * covers may hold other tables, too. False, and nothing is said, for any other document. */
bool plumb_sheet_panel(const struct plumb_cli *cli, const struct plumb_document *document,
                       struct plumb_panel **panel);

/* Is the file in an archive a CSV of agencies and years? Then *panel gets it and `sha256` (65 bytes)
 * its sum. False, and nothing is said, for any other: it is read as a document, which tells errors. */
bool plumb_member_panel(const struct plumb_cli *cli, const struct plumb_input *input,
                        const struct plumb_read_limits *limits, struct plumb_panel **panel,
                        char *sha256);

#endif
