/* SIGINT and SIGTERM: the run stops at the next safe place. */
#include "cli/cli.h"

#include <signal.h>
#include <unistd.h>

/* The one mutable global: a signal handler has no other way to speak. */
static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    /* The second one means "now": what is written to the case is safe at any moment. */
    if (interrupted)
        _exit(PLUMB_EXIT_INTERRUPTED);
    interrupted = 1;
}

bool plumb_cli_interrupted(void)
{
    return interrupted != 0;
}

void plumb_cli_catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_interrupt};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}
