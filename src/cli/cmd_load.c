/* plumb load: read files into a case, skipping what has not changed. */
#include "cli/job.h"

struct loading {
    struct plumb_case *file;
    size_t documents, panels, unchanged, unread;
    struct plumb_error failure;
};

static bool known(struct plumb_cli *cli, const char *path, const char *sha256, void *context)
{
    const struct loading *loading = context;
    return plumb_job_has_stored(cli, loading->file, path, sha256);
}

static bool store(struct plumb_cli *cli, struct plumb_reading *reading, void *context)
{
    struct loading *loading = context;
    const char *path = reading->input->path;
    enum plumb_status status = PLUMB_OK;
    /* What lies in an archive is known only when it has been read. */
    if (reading->skipped || (reading->status == PLUMB_OK &&
                             plumb_job_has_stored(cli, loading->file, path, reading->sha256))) {
        loading->unchanged++;
    } else if (reading->status != PLUMB_OK) {
        plumb_cli_complain(path, &reading->error);
        loading->unread++;
        status = plumb_case_put_failure(loading->file, path, &reading->error, &loading->failure);
    } else if (reading->panel) {
        loading->panels++;
        status = plumb_case_put_panel(loading->file, path, reading->sha256, reading->panel,
                                      &loading->failure);
    } else {
        loading->documents++;
        status = plumb_case_put_document(loading->file, reading->document, reading->extraction,
                                         &loading->failure);
    }
    return status == PLUMB_OK;
}

static enum plumb_status load(struct plumb_cli *cli, struct loading *loading,
                              struct plumb_error *error)
{
    struct plumb_inputs inputs;
    struct plumb_reading_plan plan = {.extract = true,
                                      .panels = true,
                                      .hash = true,
                                      .what = PLUMB_SAY(cli, "读取", "reading"),
                                      .deliver = store,
                                      .known = known,
                                      .context = loading};
    enum plumb_status status = plumb_cli_catalogue(cli, error);
    if (status == PLUMB_OK)
        status = plumb_job_inputs(cli, &inputs, error);
    if (status == PLUMB_OK)
        status = plumb_read_inputs(cli, &inputs, &plan, error);
    if (status == PLUMB_OK && loading->failure.code != PLUMB_OK) {
        *error = loading->failure;
        status = error->code;
    }
    return status;
}

int plumb_run_load(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct loading loading = {0};
    enum plumb_status status = plumb_job_create_case(cli, &loading.file, &error);
    if (status == PLUMB_OK)
        status = load(cli, &loading, &error);
    plumb_case_close(loading.file);
    if (status != PLUMB_OK)
        return plumb_cli_fail(cli, &error);
    plumb_cli_note(cli,
                   PLUMB_SAY(cli, "%zu 份文件、%zu 张表已读入，%zu 个未变，%zu 个读不了",
                             "%zu documents and %zu tables loaded, %zu unchanged, %zu unreadable"),
                   loading.documents, loading.panels, loading.unchanged, loading.unread);
    return loading.unread ? PLUMB_EXIT_INPUT : PLUMB_EXIT_DONE;
}
