#define _GNU_SOURCE 1 /* pipe2, prlimit, posix_spawn_file_actions_addchdir_np */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STDERR_KEPT 400
#define DEFAULT_OUTPUT ((size_t)1 << 30)

bool plumb_child_exists(const char *program)
{
    const char *path = getenv("PATH");
    if (strchr(program, '/'))
        return access(program, X_OK) == 0;
    for (const char *from = path ? path : "/usr/bin:/bin"; *from;) {
        size_t len = strcspn(from, ":");
        char full[1024];
        int wrote = snprintf(full, sizeof full, "%.*s/%s", (int)len, from, program);
        struct stat info;
        if (wrote > 0 && (size_t)wrote < sizeof full && stat(full, &info) == 0 &&
            S_ISREG(info.st_mode) && access(full, X_OK) == 0)
            return true;
        from += len + (from[len] == ':');
    }
    return false;
}

static void limit(pid_t pid, __rlimit_resource_t what, rlim_t value)
{
    struct rlimit both = {value, value};
    prlimit(pid, what, &both, NULL);
}

/* Start argv[0] in a process group of its own. Not by fork: that copies the page tables of the whole
 * program, 4 ms for 200 MB, and a folder of PDF starts three children a file. The limits are set
 * from outside right behind the start, before the child can have used much. */
static int start(const char *const *argv, const char *directory, int out, int err,
                 const struct plumb_child_limits *limits, char *const *environment, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t usual;
    int problem = posix_spawn_file_actions_init(&files);
    if (problem)
        return problem;
    problem = posix_spawnattr_init(&how);
    if (problem) {
        posix_spawn_file_actions_destroy(&files);
        return problem;
    }
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    if ((problem = posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)) == 0 &&
        (problem = posix_spawn_file_actions_adddup2(&files, out, 1)) == 0 &&
        (problem = posix_spawn_file_actions_adddup2(&files, err, 2)) == 0 && directory)
        problem = posix_spawn_file_actions_addchdir_np(&files, directory);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&how, 0);
    posix_spawnattr_setsigdefault(&how, &usual);
    if (problem == 0)
        problem =
            posix_spawnp(pid, argv[0], &files, &how, (char *const *)(uintptr_t)argv, environment);
    posix_spawnattr_destroy(&how);
    posix_spawn_file_actions_destroy(&files);
    if (problem)
        return problem;
    limit(*pid, RLIMIT_CORE, 0);
    limit(*pid, RLIMIT_CPU, limits->seconds + 1);
    if (limits->memory_bytes)
        limit(*pid, RLIMIT_AS, limits->memory_bytes);
    return 0;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double plumb_child_deadline(unsigned seconds)
{
    return now() + seconds;
}

struct capture {
    struct plumb_buf *out;
    size_t out_len, out_most;
    char err[STDERR_KEPT + 1];
    size_t err_len;
    bool too_long, too_slow;
};

static bool take(struct capture *c, int fd, bool is_out)
{
    char block[16384];
    ssize_t got = read(fd, block, sizeof block);
    if (got < 0)
        return errno == EINTR;
    if (got == 0)
        return false;
    if (is_out) {
        c->out_len += (size_t)got;
        c->too_long = c->too_long || c->out_len > c->out_most;
        if (c->out && !c->too_long)
            plumb_buf_add(c->out, block, (size_t)got);
    } else {
        size_t room = STDERR_KEPT - c->err_len;
        size_t kept = (size_t)got < room ? (size_t)got : room;
        memcpy(c->err + c->err_len, block, kept);
        c->err_len += kept;
    }
    return true;
}

/* Read both pipes until they close, or a limit is met. */
static void pump(struct capture *c, int out, int err, double deadline)
{
    struct pollfd fds[2] = {{.fd = out, .events = POLLIN}, {.fd = err, .events = POLLIN}};
    while ((fds[0].fd >= 0 || fds[1].fd >= 0) && !c->too_long) {
        double left = deadline - now();
        if (left <= 0) {
            c->too_slow = true;
            return;
        }
        int ready = poll(fds, 2, left > 1000 ? 1000000 : (int)(left * 1000) + 1);
        if (ready < 0 && errno != EINTR)
            return;
        for (int i = 0; ready > 0 && i < 2; i++)
            if (fds[i].fd >= 0 && fds[i].revents && !take(c, fds[i].fd, i == 0))
                fds[i].fd = -1;
    }
}

/* Wait for the child; after the deadline it is killed. */
static int reap(pid_t pid, struct capture *c, double deadline)
{
    int status = 0;
    for (;;) {
        if (c->too_slow || c->too_long)
            kill(-pid, SIGKILL), kill(pid, SIGKILL);
        pid_t done = waitpid(pid, &status, c->too_slow || c->too_long ? 0 : WNOHANG);
        if (done == pid)
            return status;
        if (done < 0 && errno != EINTR)
            return -1;
        if (now() > deadline)
            c->too_slow = true;
        struct timespec nap = {0, 2000000};
        nanosleep(&nap, NULL);
    }
}

static enum plumb_status verdict(const char *program, int status, struct capture *c,
                                 const struct plumb_child_limits *limits, struct plumb_error *error)
{
    for (size_t i = 0; i < c->err_len; i++)
        if ((unsigned char)c->err[i] < ' ')
            c->err[i] = ' ';
    if (c->too_slow)
        return plumb_fail(error, PLUMB_E_LIMIT,
                          "%s did not finish within %u seconds and was stopped.", program,
                          limits->seconds);
    if (c->too_long)
        return plumb_fail(error, PLUMB_E_LIMIT, "%s printed more than %zu bytes and was stopped.",
                          program, c->out_most);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return PLUMB_OK;
    return plumb_fail(error, PLUMB_E_FORMAT, "%s failed (%s %d): %s", program,
                      WIFSIGNALED(status) ? "signal" : "exit status",
                      WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status),
                      c->err_len ? c->err : "it said nothing.");
}

/* Close-on-exec, so that a sibling started by another thread does not keep our pipe open. */
static bool open_pipe(int pair[2])
{
    return pipe2(pair, O_CLOEXEC) == 0;
}

static void close_pair(int pair[2])
{
    for (int i = 0; i < 2; i++)
        if (pair[i] >= 0)
            close(pair[i]);
}

enum plumb_status plumb_child_run(const char *const *argv, const char *directory,
                                  const struct plumb_child_limits *limits, struct plumb_buf *out,
                                  struct plumb_error *error)
{
    if (!plumb_child_exists(argv[0]))
        return plumb_fail(error, PLUMB_E_UNAVAILABLE, "%s is not installed.", argv[0]);
    char path[2048], home[1024], temporary[1024];
    snprintf(path, sizeof path, "PATH=%s", getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin");
    snprintf(home, sizeof home, "HOME=%s", getenv("HOME") ? getenv("HOME") : "/");
    snprintf(temporary, sizeof temporary, "TMPDIR=%s",
             getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    char locale[] = "LC_ALL=C.UTF-8";
    char *environment[] = {path, home, temporary, locale, NULL};
    int outs[2] = {-1, -1}, errs[2] = {-1, -1};
    pid_t pid = -1;
    int problem = open_pipe(outs) && open_pipe(errs)
                      ? start(argv, directory, outs[1], errs[1], limits, environment, &pid)
                      : errno;
    if (problem) {
        close_pair(outs);
        close_pair(errs);
        return plumb_fail(error, PLUMB_E_IO, "%s could not be started: %s.", argv[0],
                          strerror(problem));
    }
    close(outs[1]);
    close(errs[1]);
    double deadline = now() + limits->seconds;
    if (limits->deadline > 0 && limits->deadline < deadline)
        deadline = limits->deadline;
    struct capture capture = {
        .out = out, .out_most = limits->output_bytes ? limits->output_bytes : DEFAULT_OUTPUT};
    pump(&capture, outs[0], errs[0], deadline);
    int status = reap(pid, &capture, deadline);
    close(outs[0]);
    close(errs[0]);
    return verdict(argv[0], status, &capture, limits, error);
}
