/* What the commands share: the run's settings, errors to exit statuses, input and output. */
#ifndef PLUMB_CLI_H
#define PLUMB_CLI_H

#include "cli/options.h"
#include "plumb/store.h"

#define PLUMB_OUTPUT_DEFAULT "plumb-report"

/* Exit statuses (DESIGN §7). */
enum {
    PLUMB_EXIT_DONE = 0,
    PLUMB_EXIT_FOUND = 1, /* a finding at or above --fail-on */
    PLUMB_EXIT_USAGE = 2,
    PLUMB_EXIT_INPUT = 3,  /* some input could not be read */
    PLUMB_EXIT_SYSTEM = 4, /* output or system failure */
    PLUMB_EXIT_INTERNAL = 5,
    PLUMB_EXIT_INTERRUPTED = 130
};

/* The order of the words in the option's choices. */
enum plumb_format { PLUMB_OUT_TABLE, PLUMB_OUT_JSONL, PLUMB_OUT_JSON, PLUMB_OUT_CSV };

struct plumb_cli {
    struct plumb_request request;
    struct plumb_arena *arena; /* lives as long as the run */
    enum plumb_language language;
    enum plumb_format format;
    bool color;    /* stdout is a terminal that wants colour */
    bool progress; /* stderr is a terminal and --quiet is not set */
    bool quiet;
    int columns; /* of the terminal, 80 when unknown */
    unsigned jobs;
    const char *command_line;          /* for the record of the run */
    struct plumb_catalogue *catalogue; /* NULL until plumb_cli_catalogue */
    struct plumb_extractor *extractor;
    struct plumb_mapping *mapping; /* --map, or NULL */
    struct plumb_buf out;          /* waits for stdout; see plumb_cli_flush */
};

/* Value of an option, or `fallback` when it was not given. */
const char *plumb_cli_option(const struct plumb_cli *cli, enum plumb_option_id id,
                             const char *fallback);
bool plumb_cli_flag(const struct plumb_cli *cli, enum plumb_option_id id);
size_t plumb_cli_number(const struct plumb_cli *cli, enum plumb_option_id id, size_t fallback);
/* The text in the language of the run; a macro, so that formats are checked. */
#define PLUMB_SAY(cli, zh, en) ((cli)->language == PLUMB_LANGUAGE_ZH ? zh : en)

/* The limits of reading that the user asked for; 0: the default. */
struct plumb_read_limits plumb_cli_limits(const struct plumb_cli *cli);

/* Print the error as one sentence on stderr and return the exit status of its code. */
int plumb_cli_fail(const struct plumb_cli *cli, const struct plumb_error *error);
int plumb_cli_exit_status(enum plumb_status code);
/* One line of talk on stderr unless --quiet. */
void plumb_cli_note(const struct plumb_cli *cli, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Complaint about an input: "plumb: PATH:LINE: why"; always printed. */
void plumb_cli_complain(const char *path, const struct plumb_error *error);

/* Load what reading needs: the catalogue with --rules, the extractor, --map. */
enum plumb_status plumb_cli_catalogue(struct plumb_cli *cli, struct plumb_error *error);

/* Write the waiting output to stdout. False (and a complaint) when it could not be written. */
bool plumb_cli_flush(struct plumb_cli *cli);
/* Flush when much is waiting. */
bool plumb_cli_flush_some(struct plumb_cli *cli);
/* From here on SIGINT and SIGTERM are noted; the second one ends the program. */
void plumb_cli_catch_signals(void);
/* Has the user interrupted? */
bool plumb_cli_interrupted(void);
/* Local machine's idea of now, or SOURCE_DATE_EPOCH: ISO 8601 UTC, in the arena. */
const char *plumb_cli_now(struct plumb_cli *cli);

/* Path of the case: --case, or case.plumb in the output folder. */
const char *plumb_cli_case_path(struct plumb_cli *cli);
enum plumb_status plumb_cli_open_case(struct plumb_cli *cli, enum plumb_case_mode mode,
                                      struct plumb_case **out, struct plumb_error *error);
/* The status for --fail-on: PLUMB_EXIT_FOUND when an open finding is at or above it. */
int plumb_cli_fail_on(const struct plumb_cli *cli, const struct plumb_finding_list *list);

/* --who, else the name the user is logged in with. */
const char *plumb_cli_who(const struct plumb_cli *cli);

/* Commands, one file each. */
plumb_command_run plumb_run_screen, plumb_run_load, plumb_run_analyse, plumb_run_report,
    plumb_run_list, plumb_run_show, plumb_run_mark, plumb_run_trend, plumb_run_facts,
    plumb_run_relations, plumb_run_findings, plumb_run_outliers, plumb_run_text, plumb_run_explain,
    plumb_run_sql, plumb_run_doctor, plumb_run_merge, plumb_run_backup, plumb_run_serve,
    plumb_run_export, plumb_run_agency, plumb_run_history, plumb_run_diff, plumb_run_help;

#endif
