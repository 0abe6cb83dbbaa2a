/* The progress line, on a terminal of the test's own. */
#include "test_support.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

static void wait_ms(long ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

/* Standard error becomes a new terminal; returns its other end. *before gets the old one. */
static int open_terminal(int *before)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
        return -1;
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    *before = dup(STDERR_FILENO);
    assert_true(slave >= 0 && *before >= 0 && dup2(slave, STDERR_FILENO) == STDERR_FILENO);
    close(slave);
    return master;
}

/* What was written since the last call. */
static const char *shown(int master, char text[256])
{
    ssize_t n = read(master, text, 255);
    text[n > 0 ? n : 0] = '\0';
    return text;
}

static void back(int before, int master)
{
    dup2(before, STDERR_FILENO);
    close(before);
    close(master);
}

/* Nothing in the first half second, then at most ten times a second, and at the end an empty line. */
static void line_appears_late_and_goes(void **state)
{
    (void)state;
    int before = -1, master = open_terminal(&before);
    char text[256];
    if (master < 0)
        skip();
    setenv("TERM", "xterm", 1);
    struct plumb_progress *progress = plumb_progress_new("reading", 200, true);
    plumb_progress_step(progress, 1);
    wait_ms(20);
    char early[256];
    snprintf(early, sizeof early, "%s", shown(master, text));
    wait_ms(550);
    plumb_progress_step(progress, 49);
    plumb_progress_step(progress, 1); /* too soon to be drawn */
    wait_ms(20);
    char middle[256], end[256];
    snprintf(middle, sizeof middle, "%s", shown(master, text));
    plumb_progress_end(progress);
    wait_ms(20);
    snprintf(end, sizeof end, "%s", shown(master, text));
    back(before, master);
    assert_string_equal(early, "");
    assert_string_equal(middle, "\r\033[Kreading  25 % (50/200)");
    assert_string_equal(end, "\r\033[K");
}

static void without_a_total_it_counts(void **state)
{
    (void)state;
    int before = -1, master = open_terminal(&before);
    char text[256];
    if (master < 0)
        skip();
    setenv("TERM", "xterm", 1);
    struct plumb_progress *progress = plumb_progress_new("pages", 0, true);
    wait_ms(550);
    plumb_progress_step(progress, 7);
    wait_ms(20);
    shown(master, text);
    plumb_progress_end(progress);
    back(before, master);
    assert_string_equal(text, "\r\033[Kpages 7");
}

/* No line without a terminal, on a dumb one, or when it is not wanted; the calls do nothing. */
static void no_line(void **state)
{
    (void)state;
    int before = -1, master = open_terminal(&before);
    if (master < 0)
        skip();
    setenv("TERM", "xterm", 1);
    struct plumb_progress *unwanted = plumb_progress_new("reading", 9, false);
    setenv("TERM", "dumb", 1);
    struct plumb_progress *dumb = plumb_progress_new("reading", 9, true);
    int null = open("/dev/null", O_WRONLY);
    dup2(null, STDERR_FILENO);
    setenv("TERM", "xterm", 1);
    struct plumb_progress *none = plumb_progress_new("reading", 9, true);
    close(null);
    back(before, master);
    assert_null(unwanted);
    assert_null(dumb);
    assert_null(none);
    plumb_progress_step(NULL, 1);
    plumb_progress_end(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_appears_late_and_goes),
        cmocka_unit_test(without_a_total_it_counts),
        cmocka_unit_test(no_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
