/* The command line as a table: it drives parsing, help, suggestions, completion and the man page.
 */
#ifndef PLUMB_OPTIONS_H
#define PLUMB_OPTIONS_H

#include "plumb/base.h"
#include "plumb/catalogue.h" /* struct plumb_bilingual */
#include "plumb/report.h"    /* enum plumb_language */

enum plumb_option_id {
    PLUMB_OPT_CASE,
    PLUMB_OPT_OUTPUT,
    PLUMB_OPT_FORMAT,
    PLUMB_OPT_LANG,
    PLUMB_OPT_RULES,
    PLUMB_OPT_MAP,
    PLUMB_OPT_PEERS,
    PLUMB_OPT_RANK,
    PLUMB_OPT_FAIL_ON,
    PLUMB_OPT_LIMIT,
    PLUMB_OPT_SEVERITY,
    PLUMB_OPT_STATUS,
    PLUMB_OPT_CHECK,
    PLUMB_OPT_CLASS,
    PLUMB_OPT_AGENCY,
    PLUMB_OPT_YEAR,
    PLUMB_OPT_KIND,
    PLUMB_OPT_NOTE,
    PLUMB_OPT_WHO,
    PLUMB_OPT_FROM,
    PLUMB_OPT_UNDO,
    PLUMB_OPT_SINCE,
    PLUMB_OPT_UNTIL,
    PLUMB_OPT_RULE,
    PLUMB_OPT_RUNS,
    PLUMB_OPT_DOCX,
    PLUMB_OPT_HTML,
    PLUMB_OPT_NUMBERS,
    PLUMB_OPT_CHARTS,
    PLUMB_OPT_KEEP_SCRIPTS,
    PLUMB_OPT_FORCE,
    PLUMB_OPT_MAN,
    PLUMB_OPT_COMPLETION,
    PLUMB_OPT_MAX_FILE,
    PLUMB_OPT_MAX_PART,
    PLUMB_OPT_MAX_MEMORY,
    PLUMB_OPT_MAX_UNZIPPED,
    PLUMB_OPT_MAX_MEMBERS,
    PLUMB_OPT_MAX_CELLS,
    PLUMB_OPT_MAX_COLUMNS,
    PLUMB_OPT_MAX_CELL,
    PLUMB_OPT_MAX_DEPTH,
    PLUMB_OPT_MAX_SECONDS,
    PLUMB_OPT_JOBS,
    PLUMB_OPT_QUIET,
    PLUMB_OPT_NO_COLOR,
    PLUMB_OPT_HELP,
    PLUMB_OPT_VERSION,
    PLUMB_OPT_COUNT
};
#define PLUMB_OPT_BIT(id) (UINT64_C(1) << (id))

enum plumb_value_kind {
    PLUMB_VALUE_NONE, /* a flag */
    PLUMB_VALUE_TEXT,
    PLUMB_VALUE_FILE,
    PLUMB_VALUE_DIRECTORY,
    PLUMB_VALUE_NUMBER, /* whole, 0 to 1000000 */
    PLUMB_VALUE_CHOICE  /* one of the words in `choices` */
};

struct plumb_option {
    enum plumb_option_id id;
    const char *name; /* without the dashes */
    char letter;      /* 0 when there is none */
    enum plumb_value_kind kind;
    const char *value;   /* name of the value in the help, e.g. "FILE" */
    const char *choices; /* "a|b|c" */
    struct plumb_bilingual help;
};

struct plumb_cli;
typedef int plumb_command_run(struct plumb_cli *cli); /* returns the exit status */

struct plumb_command {
    const char *name;
    const char *arguments; /* "PATH…", "[QUERY]", "" */
    size_t least, most;    /* number of arguments */
    uint64_t options;      /* PLUMB_OPT_BIT set */
    plumb_command_run *run;
    struct plumb_bilingual summary;
    struct plumb_bilingual detail;
    const char *example;
};

extern const struct plumb_option plumb_options[PLUMB_OPT_COUNT];
extern const struct plumb_command plumb_commands[];
extern const size_t plumb_command_count;

/* What the user asked for. Pointers are borrowed from argv and the tables. */
struct plumb_request {
    const struct plumb_command *command; /* NULL when none was given */
    const char *value[PLUMB_OPT_COUNT];  /* NULL: not given; "" for a flag that is set */
    const char **arguments;
    size_t argument_count;
};

/* Parse argv. PLUMB_E_USAGE with a sentence that names the nearest right word. The argument array
 * lives in `arena`. */
enum plumb_status plumb_request_parse(int argc, char **argv, struct plumb_arena *arena,
                                      struct plumb_request *request, struct plumb_error *error);

const struct plumb_command *plumb_command_find(const char *name); /* NULL when unknown */
/* The nearest command name by edits, or NULL when none is near. */
const char *plumb_command_suggest(const char *word);

#define PLUMB_WORD_FAR ((size_t)64)

/* Optimal string alignment distance (insert, delete, substitute, swap neighbours) of two short
 * ASCII words; PLUMB_WORD_FAR when one is that long or longer. O(|a| |b|). */
size_t plumb_word_distance(const char *a, const char *b);
/* Is `word` one of the |-separated words of `choices`? *index (may be NULL) gets which. */
bool plumb_choice_has(const char *choices, const char *word, size_t *index);

/* Documents made from the table. */
void plumb_help_program(struct plumb_buf *out, enum plumb_language language);
void plumb_help_short(struct plumb_buf *out, enum plumb_language language);
void plumb_help_command(struct plumb_buf *out, const struct plumb_command *command,
                        enum plumb_language language);
void plumb_help_manual(struct plumb_buf *out);     /* mdoc(7) */
void plumb_help_completion(struct plumb_buf *out); /* bash */

#endif
