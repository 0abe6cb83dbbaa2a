/* Title, text and file name against each other: a cover of one year on a text of another, a file
 * named after another agency or year. Soft, for each has lawful causes. */
#include "extract/relate_text/relate_report.h"

/* A text must name its year so often, and the title's year so much less, to speak against it. */
enum { TOLD_LEAST = 4, TIMES_MORE = 4, NAME_LEAST = 4 };

/* Is one the other with characters left out: 县卫健委 of 临溪县卫生健康委员会? */
static bool abbreviates(struct plumb_str full, struct plumb_str brief)
{
    size_t at = 0;
    for (size_t i = 0; i < brief.len;) {
        uint32_t wanted = plumb_utf8_decode(brief, &i);
        bool found = false;
        while (!found && at < full.len)
            found = plumb_utf8_decode(full, &at) == wanted;
        if (!found)
            return false;
    }
    return true;
}

static void push(struct plumb_extract_work *work, const char *subject, double confidence,
                 const char *reason, const char *reason_zh)
{
    const struct plumb_identity *id = &work->identity;
    struct plumb_str name = plumb_str_from(work->document->name);
    bool titled = id->title.len > 0;
    plumb_report_words(work, titled ? id->title : name, titled ? id->title_line : 1,
                       "report.identity", confidence, reason, reason_zh, plumb_str_from(subject));
}

static void compare_text(struct plumb_extract_work *work)
{
    const struct plumb_identity *id = &work->identity;
    if (!id->title_year || !id->text_year || id->text_year == id->title_year ||
        id->text_told < TOLD_LEAST || id->own_told * TIMES_MORE > id->text_told)
        return;
    push(work, "标题年度", 0.55,
         plumb_arena_printf(
             work->arena, "the title says %d, the text tells %d (%zu times; %d: %zu)",
             id->title_year, id->text_year, id->text_told, id->title_year, id->own_told),
         plumb_arena_printf(work->arena, "标题为%d年，正文%zu处为%d年（%d年仅%zu处）",
                            id->title_year, id->text_told, id->text_year, id->title_year,
                            id->own_told));
}

static void compare_file(struct plumb_extract_work *work)
{
    const struct plumb_identity *id = &work->identity;
    struct plumb_str agency = work->agency, named = id->file_agency;
    if (id->file_year && work->year && id->file_year != work->year)
        push(
            work, "文件名年度", 0.4,
            plumb_arena_printf(work->arena, "the file's name says %d, the report is on %d",
                               id->file_year, work->year),
            plumb_arena_printf(work->arena, "文件名为%d年，报告为%d年", id->file_year, work->year));
    if (plumb_utf8_count(named) >= NAME_LEAST && agency.len && !abbreviates(agency, named) &&
        !abbreviates(named, agency))
        push(work, "文件名单位", 0.4,
             plumb_arena_printf(work->arena, "the file is named after %.*s, the report is of %.*s",
                                PLUMB_STR_ARG(named), PLUMB_STR_ARG(agency)),
             plumb_arena_printf(work->arena, "文件名为“%.*s”，报告单位为“%.*s”",
                                PLUMB_STR_ARG(named), PLUMB_STR_ARG(agency)));
}

void plumb_relate_sources(struct plumb_extract_work *work)
{
    compare_text(work);
    compare_file(work);
}
