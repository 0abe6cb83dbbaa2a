/* Worksheets that are panels. */
#ifndef PLUMB_SHEET_PANEL_H
#define PLUMB_SHEET_PANEL_H

#include "cli/cli.h"
#include "plumb/document.h"
#include "plumb/panel.h"

/* Does the document consist of one table of agencies and years? Then *panel gets it, read as its
 * CSV would be, under the document's path. False, and nothing is said, for any other document. */
bool plumb_sheet_panel(const struct plumb_cli *cli, const struct plumb_document *document,
                       struct plumb_panel **panel);

#endif
