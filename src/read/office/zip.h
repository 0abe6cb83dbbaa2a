/* Members of zip containers (DOCX, XLSX, OFD), through libzip and within limits. */
#ifndef PLUMB_ZIP_H
#define PLUMB_ZIP_H

#include "plumb/document.h"

struct plumb_zip;

/* Open a container held in memory; `bytes` is borrowed. */
enum plumb_status plumb_zip_open(const char *path, struct plumb_str bytes,
                                 const struct plumb_read_limits *limits, struct plumb_zip **out,
                                 struct plumb_error *error);
/* The same for a file, of which only what is asked for is read. */
enum plumb_status plumb_zip_open_file(const char *path, const struct plumb_read_limits *limits,
                                      struct plumb_zip **out, struct plumb_error *error);
void plumb_zip_close(struct plumb_zip *zip);
bool plumb_zip_has(const struct plumb_zip *zip, const char *name);
/* Unpack one member into *out. PLUMB_E_FORMAT when it is missing or broken, PLUMB_E_LIMIT when it
 * is larger than the limits allow (in all, or more than 200 times its packed size). */
enum plumb_status plumb_zip_read(struct plumb_zip *zip, const char *name, struct plumb_buf *out,
                                 struct plumb_error *error);

/* Members by number, for archives whose names mean nothing to the program. The name is as stored,
 * in any encoding; NULL when there is none. */
size_t plumb_zip_count(const struct plumb_zip *zip);
const char *plumb_zip_name(const struct plumb_zip *zip, size_t index, uint64_t *size_bytes);
enum plumb_status plumb_zip_read_at(struct plumb_zip *zip, size_t index, size_t max_bytes,
                                    struct plumb_buf *out, struct plumb_error *error);

#endif
