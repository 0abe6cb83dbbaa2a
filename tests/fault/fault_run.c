/* Every command with a failure at the n-th allocation, write, fsync, read, open or rename, for
 * every n: it must end with a documented exit status and, when that is not 0, one sentence; the case
 * must be whole with every decision in it, and no file may be left that a run without failures
 * does not leave.
 *     fault_run [SECONDS [KIND]]   with SECONDS a command and kind gets about that long, and the
 *                                  n in between are left out evenly; without, every n is tried
 * Ends with "N passed, N failed". */
#include "client.h"
#include "inject.h"

#include "plumb/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int plumb_main(int argc, char **argv); /* main of src/cli */

#define WORDS 12
#define INTERRUPTED 130 /* how `serve` ends */
#define RUN_SECONDS 60  /* a run that takes longer hangs */

/* The working folder holds in/ (a report and a panel), a.plumb (a case with findings and two
 * decisions), b.plumb (a case of another file). ID stands for the first finding. */
static const char *const commands[][WORDS] = {
    {"screen", "in", "-o", "out", "-j", "1"},
    {"load", "-c", "a.plumb", "in/plan.txt", "-j", "1"},
    {"load", "-c", "new.plumb", "in", "-j", "1"},
    {"analyse", "-c", "a.plumb"},
    {"report", "-c", "a.plumb", "-o", "out"},
    {"list", "-c", "a.plumb"},
    {"show", "-c", "a.plumb", "ID"},
    {"mark", "-c", "a.plumb", "ID", "dismissed", "--note", "n"},
    {"mark", "-c", "a.plumb", "dismissed", "--agency", "甲", "--check", "consistency", "--rule"},
    {"mark", "-c", "a.plumb", "ID", "--undo"},
    {"trend", "-c", "a.plumb"},
    {"trend", "-c", "a.plumb", "--html", "trend.html"},
    {"history", "-c", "a.plumb"},
    {"diff", "-c", "a.plumb", "1", "2"},
    {"facts", "in/share.txt", "-j", "1"},
    {"relations", "in/share.txt", "-j", "1"},
    {"findings", "in/share.txt", "-j", "1"},
    {"outliers", "in/panel.csv", "-j", "1"},
    {"text", "in/share.txt"},
    {"explain", "ratio.execution"},
    {"sql", "-c", "a.plumb", "SELECT * FROM fact"},
    {"merge", "-c", "a.plumb", "b.plumb"},
    {"backup", "a.plumb", "copy.plumb"},
    {"export", "-c", "a.plumb", "--docx", "papers.docx"},
    {"doctor", "-c", "a.plumb"},
    {"help", "screen"},
    {"agency", "-c", "a.plumb", "link", "甲", "乙", "--kind", "renamed", "--year", "2024"},
    {"serve", "-c", "a.plumb"}, /* a child is at the page: see client.h */
};
#define COMMANDS (sizeof commands / sizeof *commands)

static char finding[17];
static size_t passed, failed;
/* libxlsxwriter 1.1 does not survive a failed malloc of its own; the case must. */
static size_t died_in_library;

/* ---- the working folder ------------------------------------------------------------------ */

static void must(bool good, const char *what)
{
    if (good)
        return;
    printf("fault_run: %s: %s\n0 passed, 1 failed\n", what, strerror(errno));
    exit(1);
}

static void remove_tree(const char *path)
{
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        char inside[512];
        snprintf(inside, sizeof inside, "%s/%.200s", path, entry->d_name);
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (unlink(inside) != 0)
            remove_tree(inside);
    }
    if (folder)
        closedir(folder);
    rmdir(path);
}

static void copy_file(const char *from, const char *to)
{
    static char bytes[1 << 16];
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    must(in >= 0 && out >= 0, from);
    for (ssize_t got; (got = read(in, bytes, sizeof bytes)) > 0;)
        must(write(out, bytes, (size_t)got) == got, to);
    close(in);
    close(out);
}

static void renew(void)
{
    remove_tree("run");
    unlink("acknowledged");
    must(mkdir("run", 0700) == 0 && symlink("../in", "run/in") == 0, "run");
    copy_file("a.plumb", "run/a.plumb");
    copy_file("b.plumb", "run/b.plumb");
}

/* Names in the folder and below, each once; a case may be left with its journal, which the next
 * program to open it takes up. */
static void list_names(const char *path, char *names, size_t room)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name, *dash = strrchr(name, '-');
        char inside[512];
        snprintf(inside, sizeof inside, "%s/%.200s", path, name);
        bool journal = dash && (strcmp(dash, "-wal") == 0 || strcmp(dash, "-shm") == 0 ||
                                strcmp(dash, "-journal") == 0);
        const char *dot = strrchr(name, '.'); /* the data of a chart are wanted without it, too */
        bool data = dot && strcmp(dot, ".tsv") == 0;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && !journal && !data) {
            size_t len = strlen(names);
            snprintf(names + len, room - len, "%s\n", inside);
            if (entries[i]->d_type == DT_DIR)
                list_names(inside, names, room);
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

/* ---- one run ----------------------------------------------------------------------------- */

struct outcome {
    int status; /* exit status, or 1000 + signal */
    size_t seen;
    bool hit;
    char said[2048]; /* on standard error */
};

/* In the child: never returns. What the counters say goes through the pipe. */
static void become(const char *const *words, enum inject_kind kind, size_t n, bool lasting,
                   int report)
{
    char *argv[WORDS + 2] = {(char *)(uintptr_t) "plumb"};
    int argc = 1;
    while (argc <= WORDS && words[argc - 1]) {
        const char *word = words[argc - 1];
        argv[argc++] = (char *)(uintptr_t)(strcmp(word, "ID") == 0 ? finding : word);
    }
    if (strcmp(words[0], "serve") == 0)
        client_start("../out.txt", "../acknowledged", finding);
    int out = open("../out.txt", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int err = open("../err.txt", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    must(dup2(out, 1) == 1 && dup2(err, 2) == 2, "standard output");
    alarm(RUN_SECONDS);
    inject_arm(kind, n, lasting);
    int status = plumb_main(argc, argv);
    size_t counts[2] = {inject_seen(), inject_hit()};
    if (kind == INJECT_OWN_MEMORY)
        counts[0] = plumb_alloc_count();
    inject_arm(INJECT_OFF, 0, false);
    must(write(report, counts, sizeof counts) == sizeof counts, "pipe");
    _exit(status);
}

static struct outcome run(const char *const *words, enum inject_kind kind, size_t n, bool lasting)
{
    struct outcome o = {0};
    int report[2], status = 0;
    size_t counts[2] = {0, true}; /* a program that died was hit */
    must(pipe(report) == 0, "pipe");
    fflush(stdout);
    pid_t child = fork();
    must(child >= 0, "fork");
    if (child == 0) {
        must(chdir("run") == 0, "run");
        become(words, kind, n, lasting, report[1]);
    }
    close(report[1]);
    (void)!read(report[0], counts, sizeof counts);
    char rest; /* the client of `serve` holds the pipe, too: wait until it is gone */
    while (read(report[0], &rest, 1) > 0)
        continue;
    close(report[0]);
    waitpid(child, &status, 0);
    o.status = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    o.seen = counts[0];
    o.hit = kind == INJECT_OWN_MEMORY ? n > 0 && o.seen >= n : counts[1] != 0;
    int err = open("err.txt", O_RDONLY);
    ssize_t len = err >= 0 ? read(err, o.said, sizeof o.said - 1) : 0;
    o.said[len > 0 ? len : 0] = '\0';
    close(err);
    return o;
}

/* ---- what must hold ---------------------------------------------------------------------- */

struct reference { /* the run without failures */
    char names[8192];
    size_t sentences; /* such as that there is no gnuplot */
};

static int count_row(void *context, int columns, const char *const *values, const bool *numbers)
{
    (void)columns, (void)numbers;
    snprintf(context, 64, "%s", values[0]); /* of the two calls the second is the value */
    return 0;
}

/* Why the case is not as it must be, or NULL: whole, with the two decisions it had and the one that
 * the page of `plumb serve` said was recorded. */
static const char *judge_case(const char *path)
{
    static char why[600];
    struct plumb_error error = {0};
    struct plumb_case *file = NULL;
    const char *detail = NULL;
    char triage[64] = "", served[64] = "";
    struct plumb_arena *arena = plumb_arena_new();
    enum plumb_status status = plumb_case_open(path, PLUMB_CASE_READ, &file, &error);
    if (status == PLUMB_OK)
        status = plumb_case_check(file, arena, &detail, &error);
    if (status == PLUMB_OK)
        status = plumb_case_sql(file, "SELECT count(*) FROM triage WHERE note = 'kept'", count_row,
                                triage, &error);
    if (status == PLUMB_OK)
        status = plumb_case_sql(file, "SELECT count(*) FROM triage WHERE note = 'served'",
                                count_row, served, &error);
    plumb_case_close(file);
    plumb_arena_free(arena);
    if (status != PLUMB_OK)
        snprintf(why, sizeof why, "%s: %s", path, error.message);
    else if (strcmp(path, "run/a.plumb") == 0 && strcmp(triage, "2") != 0)
        snprintf(why, sizeof why, "%s holds %s of 2 decisions", path, triage);
    else if (strcmp(path, "run/a.plumb") == 0 && access("acknowledged", F_OK) == 0 &&
             strcmp(served, "1") != 0)
        snprintf(why, sizeof why, "%s lacks a decision that was acknowledged", path);
    else
        return NULL;
    return why;
}

/* The first name of `names` that is not in `wanted`, or NULL. */
static const char *judge_names(const char *names, const char *wanted)
{
    static char line[600];
    for (const char *from = names; *from;) {
        size_t len = strcspn(from, "\n");
        snprintf(line, sizeof line, "\n%.*s\n", (int)len, from);
        if (!strstr(wanted, line) && strncmp(wanted, line + 1, len + 1) != 0)
            return line;
        from += len + (from[len] == '\n');
    }
    return NULL;
}

static size_t count_sentences(const char *said)
{
    size_t count = 0;
    for (const char *p = strstr(said, "plumb: "); p; p = strstr(p + 1, "\nplumb: "))
        count++;
    /* what became of the charts is a note: the report is whole without them */
    return count - (count > 0 && strstr(said, "Charts that are not drawn"));
}

/* A note may stand before the sentence; an input that could not be read may leave nothing to do; what goes on failing may be told twice. */
static const char *judge_words(const struct outcome *o, bool lasting,
                               const struct reference *reference)
{
    if (o->status == 0 || o->status == INTERRUPTED)
        return NULL;
    size_t sentences = count_sentences(o->said);
    if (sentences == reference->sentences && reference->sentences == 0)
        return "does not say why";
    if (sentences > reference->sentences + 1 && !lasting && o->status != 3)
        return "says more than one thing";
    return strstr(o->said, "(null)") ? "prints (null)" : NULL;
}

static const char *judge(const struct outcome *o, enum inject_kind kind, bool lasting,
                         const struct reference *reference)
{
    static char why[700];
    char names[8192] = "";
    const char *said = NULL;
    if (kind == INJECT_ANY_MEMORY && o->status > 1000) {
        died_in_library++;
        return judge_case("run/a.plumb");
    }
    if (o->status != 0 && o->status != 2 && o->status != 3 && o->status != 4 &&
        o->status != INTERRUPTED) {
        snprintf(why, sizeof why, "exit status %d", o->status);
        return why;
    }
    if ((said = judge_words(o, lasting, reference)) || (said = judge_case("run/a.plumb")) ||
        (said = judge_case("run/b.plumb")))
        return said;
    list_names("run", names, sizeof names);
    /* Without any memory a folder cannot be listed, and so not be emptied. */
    if (kind != INJECT_ANY_MEMORY && (said = judge_names(names, reference->names))) {
        snprintf(why, sizeof why, "leaves %s", said);
        return why;
    }
    if (strstr(names, "run/new.plumb\n") && (said = judge_case("run/new.plumb")))
        return said;
    if (strstr(names, "run/copy.plumb\n") && (said = judge_case("run/copy.plumb")))
        return said;
    return NULL;
}

/* ---- all of it --------------------------------------------------------------------------- */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Try n = 1, 2, … until no call is left to fail. */
static size_t try_all(const char *const *words, enum inject_kind kind, bool lasting, double seconds,
                      const struct reference *reference)
{
    renew();
    size_t calls = run(words, kind, 0, false).seen, tried = 0, wrong = 0, step = 1;
    double started = now();
    for (size_t n = 1; n <= calls && wrong < 5; n += step) {
        renew();
        struct outcome o = run(words, kind, n, lasting);
        const char *why = judge(&o, kind, lasting, reference);
        tried++;
        if (why) {
            wrong++;
            printf("FAIL %s %s: %s %zu of %zu%s: %s\n     %s", words[0], words[1],
                   inject_name(kind), n, calls, lasting ? " and all after it" : "", why,
                   *o.said ? o.said : "\n");
        }
        /* The pace that spends the time that is left on the n that are left. */
        double each = (now() - started) / (double)tried, left = started + seconds - now();
        double room = left > each ? left / each : 1;
        step = seconds > 0 && (double)(calls - n) > room ? (size_t)((double)(calls - n) / room) : 1;
    }
    passed += tried - wrong;
    failed += wrong;
    return tried;
}

static void prepare(const char *inputs)
{
    static const char *const load[WORDS] = {"load", "-c", "../a.plumb", "../in", "-q", "-j", "1"};
    static const char *const other[WORDS] = {"load", "-c", "../b.plumb", "../in/plan.txt", "-q"};
    static const char *const analyse[WORDS] = {"analyse", "-c", "../a.plumb", "-q"};
    char folder[] = "/tmp/plumb-fault-XXXXXX", memory[] = "/dev/shm/plumb-fault-XXXXXX";
    char *work = access("/dev/shm", W_OK) == 0 ? memory : folder;
    must(mkdtemp(work) != NULL, work);
    char in[4096];
    snprintf(in, sizeof in, "%s/in", work);
    must(symlink(inputs, in) == 0 && chdir(work) == 0 && mkdir("run", 0700) == 0, work);
    must(run(load, INJECT_OFF, 0, false).status == 0, "load");
    must(run(other, INJECT_OFF, 0, false).status == 0, "load of the other case");
    for (int i = 0; i < 2; i++)
        must(run(analyse, INJECT_OFF, 0, false).status == 0, "analyse");
    struct plumb_error error = {0};
    struct plumb_case *file = NULL;
    must(plumb_case_open("a.plumb", PLUMB_CASE_WRITE, &file, &error) == PLUMB_OK, error.message);
    must(plumb_case_sql(file, "SELECT id FROM finding ORDER BY rank LIMIT 1", count_row, finding,
                        &error) == PLUMB_OK &&
             strlen(finding) == 16,
         "the first finding");
    for (int i = 0; i < 2; i++)
        must(plumb_case_mark(file, finding, i ? "confirmed" : "open", "kept", "t", &error) ==
                 PLUMB_OK,
             error.message);
    plumb_case_close(file);
}

int main(int argc, char **argv)
{
    double seconds = argc > 2 ? strtod(argv[2], NULL) : 0;
    char inputs[4096], back[4096];
    must(argc > 1 && realpath(argv[1], inputs) && getcwd(back, sizeof back), "inputs");
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("PATH", "/nonexistent", 1); /* what gnuplot does is tested elsewhere */
    prepare(inputs);
    for (int kind = INJECT_OWN_MEMORY; kind < INJECT_KINDS; kind++) {
        size_t tried = 0, before = failed;
        if (argc > 3 && strtol(argv[3], NULL, 10) != kind)
            continue;
        for (size_t i = 0; i < COMMANDS; i++) {
            struct reference reference = {.names = ""};
            renew();
            struct outcome o = run(commands[i], INJECT_OFF, 0, false);
            reference.sentences = count_sentences(o.said);
            if (o.status != 0 && o.status != INTERRUPTED) {
                printf("FAIL %s without a failure: status %d: %s", commands[i][0], o.status,
                       o.said);
                failed++;
            }
            list_names("run", reference.names, sizeof reference.names);
            tried += try_all(commands[i], (enum inject_kind)kind, true, seconds, &reference);
            if (kind >= INJECT_WRITE)
                tried += try_all(commands[i], (enum inject_kind)kind, false, seconds, &reference);
        }
        printf("%s: %zu failures in %zu commands, %zu not survived\n",
               inject_name((enum inject_kind)kind), tried, COMMANDS, failed - before);
    }
    if (died_in_library)
        printf("of these a library ended the program: %zu\n", died_in_library);
    char work[4096];
    must(getcwd(work, sizeof work) && chdir(back) == 0, "cwd");
    remove_tree(work);
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed != 0;
}
