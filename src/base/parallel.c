/* Run a task for every index on several threads. */
#include "plumb/base.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#define THREADS_MAX 64u

struct work {
    atomic_size_t next;
    size_t count;
    plumb_task *task;
    void *context;
};

static void *worker(void *argument)
{
    struct work *work = argument;
    for (;;) {
        size_t index = atomic_fetch_add_explicit(&work->next, 1, memory_order_relaxed);
        if (index >= work->count)
            return NULL;
        work->task(work->context, index);
    }
}

unsigned plumb_cores(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (cores < 1)
        return 1;
    return cores > (long)THREADS_MAX ? THREADS_MAX : (unsigned)cores;
}

void plumb_parallel(size_t count, unsigned threads, plumb_task *task, void *context)
{
    struct work work = {.count = count, .task = task, .context = context};
    unsigned wanted = threads == 0 ? plumb_cores() : threads;
    if (wanted > THREADS_MAX)
        wanted = THREADS_MAX;
    if (count < wanted)
        wanted = (unsigned)count;
    /* The caller is one of the workers; threads that cannot be started are not missed. */
    pthread_t ids[THREADS_MAX];
    unsigned started = 0;
    while (started + 1 < wanted && pthread_create(&ids[started], NULL, worker, &work) == 0)
        started++;
    worker(&work);
    for (unsigned i = 0; i < started; i++)
        pthread_join(ids[i], NULL);
}
