/* The local page of `plumb serve`: one page and one way to write, for one person at this machine.
 *
 * Listens on 127.0.0.1 only. Every request must name the very host and the token in its path; a
 * decision must also come from the page itself (Origin, token header, JSON). One thread does
 * everything, so that there is one writer. */
#ifndef PLUMB_SERVER_H
#define PLUMB_SERVER_H

#include "plumb/base.h"

struct plumb_server;

struct plumb_server_work {
    void *context;
    /* Append the page as it is now. */
    enum plumb_status (*page)(void *context, const char *token, struct plumb_buf *out,
                              struct plumb_error *error);
    /* Record a decision: `id` has 16 hex digits, `status` is a known word. */
    enum plumb_status (*mark)(void *context, const char *id, const char *status, const char *note,
                              struct plumb_error *error);
    /* Record a rule; *number gets its number. `since` and `until` are days or "". */
    enum plumb_status (*rule)(void *context, const char *agency, const char *check,
                              const char *since, const char *until, const char *note,
                              int64_t *number, struct plumb_error *error);
    unsigned seconds; /* that a request may take to arrive; 0: PLUMB_SERVER_SECONDS */
};

/* Bytes of a request's body that are taken, seconds that a connection is kept which is silent or
 * sends its request too slowly, and how many are kept. */
#define PLUMB_SERVER_BODY ((size_t)16384)
#define PLUMB_SERVER_SECONDS 10
#define PLUMB_SERVER_CONNECTIONS 16

/* Listen on a free port with a random token. */
enum plumb_status plumb_server_start(const struct plumb_server_work *work,
                                     struct plumb_server **out, struct plumb_error *error);
/* http://127.0.0.1:PORT/TOKEN/ */
const char *plumb_server_url(const struct plumb_server *server);
/* Answer what is waiting, for at most so long; false when the server cannot go on. */
bool plumb_server_run(struct plumb_server *server, int milliseconds);
void plumb_server_stop(struct plumb_server *server);

#endif
