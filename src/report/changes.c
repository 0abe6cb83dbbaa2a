/* What became of an agency, in words. */
#include <string.h>

#include "plumb/report.h"

enum { KINDS = 3 };

/* Of one year, kind and side: one sentence with all the others' names. */
struct side {
    const char *kind;
    bool arrives; /* the agency is what the others became */
    const char *zh, *zh_end, *en;
};
static const struct side sides[] = {
    {"merged", true, "由", "并入", "merged into this agency: "},
    {"merged", false, "并入", "", "merged into "},
    {"split", true, "由", "拆分而来", "split from "},
    {"split", false, "拆分为", "", "split into "},
    {"renamed", true, "原名", "", "formerly "},
    {"renamed", false, "更名为", "", "renamed to "},
};

static bool concerns(const struct plumb_agency_change *c, const struct side *side,
                     const char *agency)
{
    return strcmp(c->kind, side->kind) == 0 &&
           strcmp(side->arrives ? c->to : c->from, agency) == 0 && strcmp(c->from, c->to) != 0;
}

/* Names of the others of the changes like the k-th; "" when an earlier one has told them. */
static const char *others(const struct plumb_report_input *input, size_t k, const struct side *side,
                          const char *agency, const char *between, struct plumb_arena *arena)
{
    const char *names = "";
    for (size_t i = 0; i < input->change_count; i++) {
        const struct plumb_agency_change *c = &input->changes[i];
        if (c->year != input->changes[k].year || !concerns(c, side, agency))
            continue;
        if (i < k)
            return "";
        names = plumb_arena_printf(arena, "%s%s%s", names, *names ? between : "",
                                   side->arrives ? c->from : c->to);
        if (!names)
            return "";
    }
    return names;
}

static const char *add(struct plumb_arena *arena, const char *text, int year, const char *sentence)
{
    const char *when = year ? plumb_arena_printf(arena, "%d  ", year) : "";
    const char *out =
        plumb_arena_printf(arena, "%s%s%s%s", text, *text ? "\n" : "", when ? when : "", sentence);
    return out ? out : "";
}

struct plumb_bilingual plumb_report_changes(const struct plumb_report_input *input,
                                            const char *agency, struct plumb_arena *arena)
{
    struct plumb_bilingual out = {"", ""};
    for (size_t k = 0; k < input->change_count; k++)
        for (size_t s = 0; s < 2 * KINDS; s++) {
            const struct side *side = &sides[s];
            if (!concerns(&input->changes[k], side, agency))
                continue;
            const char *zh = others(input, k, side, agency, "、", arena);
            const char *en = others(input, k, side, agency, ", ", arena);
            if (!*zh || !*en)
                continue;
            zh = plumb_arena_printf(arena, "%s%s%s", side->zh, zh, side->zh_end);
            en = plumb_arena_printf(arena, "%s%s", side->en, en);
            out.zh = add(arena, out.zh, input->changes[k].year, zh ? zh : "");
            out.en = add(arena, out.en, input->changes[k].year, en ? en : "");
        }
    return out;
}
