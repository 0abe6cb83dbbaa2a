/* Somebody at the page of `plumb serve`, while calls fail under it. */
#ifndef PLUMB_TESTS_CLIENT_H
#define PLUMB_TESTS_CLIENT_H

/* Called by the process that will serve, before it does: a child reads the address from the file
 * `printed`, asks for the page, sends a decision about `finding` with the note "served", leaves the
 * file `acknowledged` when the answer says that it is recorded, and interrupts its parent. */
void client_start(const char *printed, const char *acknowledged, const char *finding);

#endif
