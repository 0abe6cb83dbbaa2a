/* Names of accounts that were given up before the report's year, beside the present ones: text or a table
 * taken over from an old report. Years of change: 政府收支分类科目 of 2019 and 2020, whose names hold from that
 * budget year on. A report of the year of change may still speak of last year's account. */
#include "extract/published/published.h"

static const struct {
    const char *old, *present;
    int from; /* the first fiscal year of the present name */
} changes[] = {{"文化体育与传媒", "文化旅游体育与传媒", 2019},
               {"医疗卫生与计划生育支出", "卫生健康支出", 2019},
               {"国土海洋气象等", "自然资源海洋气象等", 2019},
               {"资源勘探信息等", "资源勘探工业信息等", 2020},
               {"行政事业单位离退休", "行政事业单位养老", 2020}};

struct place {
    struct plumb_str words;
    size_t line;
};

static bool look(const struct plumb_text *text, const char *name, struct place *place)
{
    size_t at = plumb_str_find(text->str, plumb_str_from(name));
    if (at == PLUMB_NPOS)
        return false;
    *place =
        (struct place){plumb_str_sub(text->str, at, at + strlen(name)), plumb_text_line(text, at)};
    return true;
}

/* The first place that has the name in a text or in a table; text may quote what a law was called. */
static bool find_name(const struct plumb_extract_work *work, const char *name, struct place *place)
{
    for (size_t b = 0; b < work->document->block_count; b++) {
        const struct plumb_block *block = &work->document->blocks[b];
        if (block->kind != PLUMB_BLOCK_TABLE) {
            if (look(&block->text, name, place))
                return true;
            continue;
        }
        for (size_t r = 0; r < block->table.row_count; r++)
            for (size_t c = 0; c < block->table.rows[r].cell_count; c++)
                if (look(&block->table.rows[r].cells[c].text, name, place))
                    return true;
    }
    return false;
}

void plumb_relate_old_names(struct plumb_extract_work *work)
{
    bool tells_accounts = work->kind == PLUMB_KIND_ACCOUNTS || work->kind == PLUMB_KIND_BUDGET;
    for (size_t i = 0; tells_accounts && work->year && i < PLUMB_COUNT(changes); i++) {
        struct place old, present;
        bool late = work->year > changes[i].from, early = work->year < changes[i].from - 1;
        if ((!late && !early) || !find_name(work, changes[i].old, &old) ||
            !find_name(work, changes[i].present, &present))
            continue;
        const struct place *wrong = late ? &old : &present, *right = late ? &present : &old;
        struct plumb_term terms[] = {plumb_term_words(PLUMB_ROLE_CUE, wrong->words, wrong->line),
                                     plumb_term_words(PLUMB_ROLE_OTHER, right->words, right->line)};
        plumb_note_push(work, "report.year", PLUMB_VERDICT_INCONSISTENT, wrong->words, terms, 2,
                        plumb_arena_printf(
                            work->arena,
                            "the account is called “%.*s” here and “%.*s” there; the name changed "
                            "in %d and the report is on %d",
                            PLUMB_STR_ARG(wrong->words), PLUMB_STR_ARG(right->words),
                            changes[i].from, work->year),
                        plumb_arena_printf(
                            work->arena,
                            "同一科目此处作“%.*s”，别处作“%.*s”；该科目%d年起改名，报告年度为%d年",
                            PLUMB_STR_ARG(wrong->words), PLUMB_STR_ARG(right->words),
                            changes[i].from, work->year));
        work->relations[work->relation_count - 1].confidence = 0.5;
    }
}
