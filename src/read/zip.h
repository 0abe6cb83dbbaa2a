/* Members of zip containers (DOCX, XLSX, OFD), through libzip and within limits. */
#ifndef PLUMB_ZIP_H
#define PLUMB_ZIP_H

#include "plumb/document.h"

struct plumb_zip;

/* Open a container held in memory; `bytes` is borrowed. */
enum plumb_status plumb_zip_open(const char *path, struct plumb_str bytes,
                                 const struct plumb_read_limits *limits, struct plumb_zip **out,
                                 struct plumb_error *error);
void plumb_zip_close(struct plumb_zip *zip);
bool plumb_zip_has(const struct plumb_zip *zip, const char *name);
/* Unpack one member into *out. PLUMB_E_FORMAT when it is missing or broken, PLUMB_E_LIMIT when it
 * is larger than the limits allow (in all, or more than 200 times its packed size). */
enum plumb_status plumb_zip_read(struct plumb_zip *zip, const char *name, struct plumb_buf *out,
                                 struct plumb_error *error);

#endif
