/* The whole job: what was read, what was found, and the report's view of both. */
#ifndef PLUMB_JOB_H
#define PLUMB_JOB_H

#include "cli/reading.h"

struct plumb_job {
    struct plumb_cli *cli;
    struct plumb_case *file; /* where to store; NULL keeps nothing. Borrowed. */

    struct plumb_report_file *files; /* one an input, in their order */
    size_t file_count, file_capacity;
    size_t unread;

    struct plumb_digest **digests; /* one a document, and the extraction in each */
    size_t digest_count, digest_capacity;
    const struct plumb_extraction **extractions;
    size_t extraction_count, extraction_capacity;
    struct plumb_panel **panels; /* tables of the same agencies are joined */
    size_t panel_count, panel_capacity;

    struct plumb_agency_name *names; /* the case's decisions about agencies */
    size_t name_count;
    struct plumb_agency_change *changes; /* its links, and the names as changes of name */
    size_t change_count;

    struct plumb_finding_list findings;
    struct plumb_analysis_summary summary;
    bool stored; /* false when the case refused; the error is in `failure` */
    struct plumb_error failure;
};

void plumb_job_init(struct plumb_job *job, struct plumb_cli *cli, struct plumb_case *file);
void plumb_job_free(struct plumb_job *job);

/* Read and extract the inputs; with a case, store what is new in it. Unreadable files are
 * complained about, counted and kept in `files`. */
enum plumb_status plumb_job_read(struct plumb_job *job, const struct plumb_inputs *inputs,
                                 struct plumb_error *error);
/* Is a file with this content in `file`, so that it need not be stored again? Not when --map speaks of it:
 * what its columns mean may have changed. */
bool plumb_job_has_stored(struct plumb_cli *cli, struct plumb_case *file, const char *path,
                          const char *sha256);
/* Take everything from the case instead. */
enum plumb_status plumb_job_load(struct plumb_job *job, struct plumb_error *error);
/* What the auditor has decided about agencies, from the case if there is one. */
enum plumb_status plumb_job_decisions(struct plumb_job *job, struct plumb_error *error);
/* Analyse and rank; with a case, the triage is applied and the findings are stored. */
enum plumb_status plumb_job_analyse(struct plumb_job *job, struct plumb_error *error);

/* The report's view; borrows from the job. */
struct plumb_report_input plumb_job_report(const struct plumb_job *job);

/* Collect the command line's paths, leaving out the output folder and the case file. */
enum plumb_status plumb_job_inputs(struct plumb_cli *cli, struct plumb_inputs *out,
                                   struct plumb_error *error);
/* 3 when something was unreadable, else the status for --fail-on. */
int plumb_job_exit_status(const struct plumb_job *job);

/* The output folder; the case opened for writing, with its folder made when it lies there. */
const char *plumb_job_folder(const struct plumb_cli *cli);
enum plumb_status plumb_job_create_case(struct plumb_cli *cli, struct plumb_case **file,
                                        struct plumb_error *error);
/* What the options want of the charts: PLUMB_CHART_… bits. */
unsigned plumb_job_charts(const struct plumb_cli *cli);
/* Write the report's files into the output folder. */
enum plumb_status plumb_job_write(const struct plumb_job *job, struct plumb_error *error);
/* The top findings to standard output; with `report`, where the report lies. */
enum plumb_status plumb_job_print(const struct plumb_job *job, bool report,
                                  struct plumb_error *error);
/* Complain if it failed, free the job, close its case; the exit status. */
int plumb_job_finish(struct plumb_job *job, enum plumb_status status,
                     const struct plumb_error *error);

#endif
