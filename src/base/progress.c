/* A progress line on the terminal. */
#include "plumb/base.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FIRST_SHOWN_MS 500
#define REDRAW_MS 100

struct plumb_progress {
    char what[128];
    size_t done, total;
    int64_t started_ms, drawn_ms; /* drawn_ms 0: nothing on the screen yet */
    pthread_mutex_t lock;
};

static int64_t now_ms(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        return 0;
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* write(2) and not stdio: a line that is torn or lost does no harm, a locked stream would. */
static void write_terminal(const char *text, size_t len)
{
    while (len > 0) {
        ssize_t written = write(STDERR_FILENO, text, len);
        if (written <= 0)
            return;
        text += written;
        len -= (size_t)written;
    }
}

struct plumb_progress *plumb_progress_new(const char *what, size_t total, bool enabled)
{
    const char *terminal = getenv("TERM");
    if (!enabled || !isatty(STDERR_FILENO) || !terminal || strcmp(terminal, "dumb") == 0)
        return NULL;
    struct plumb_progress *progress = plumb_calloc(1, sizeof *progress);
    if (!progress)
        return NULL;
    if (pthread_mutex_init(&progress->lock, NULL) != 0) {
        plumb_free(progress);
        return NULL;
    }
    snprintf(progress->what, sizeof progress->what, "%s", what ? what : "");
    progress->total = total;
    progress->started_ms = now_ms();
    return progress;
}

static void draw(struct plumb_progress *progress)
{
    char line[256];
    int len = 0;
    if (progress->total > 0) {
        size_t done = progress->done < progress->total ? progress->done : progress->total;
        int percent = (int)((double)done * 100.0 / (double)progress->total);
        len = snprintf(line, sizeof line, "\r\033[K%s %3d %% (%zu/%zu)", progress->what, percent,
                       done, progress->total);
    } else {
        len = snprintf(line, sizeof line, "\r\033[K%s %zu", progress->what, progress->done);
    }
    if (len > 0)
        write_terminal(line, (size_t)len < sizeof line ? (size_t)len : sizeof line - 1);
}

void plumb_progress_step(struct plumb_progress *progress, size_t done)
{
    if (!progress)
        return;
    pthread_mutex_lock(&progress->lock);
    progress->done += done;
    int64_t now = now_ms();
    if (now - progress->started_ms >= FIRST_SHOWN_MS && now - progress->drawn_ms >= REDRAW_MS) {
        progress->drawn_ms = now;
        draw(progress);
    }
    pthread_mutex_unlock(&progress->lock);
}

void plumb_progress_end(struct plumb_progress *progress)
{
    if (!progress)
        return;
    if (progress->drawn_ms != 0)
        write_terminal("\r\033[K", 4);
    pthread_mutex_destroy(&progress->lock);
    plumb_free(progress);
}
