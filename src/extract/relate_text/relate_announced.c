/* What a report announces and does not keep: reports on projects that it lists and does not hold; a line of the accounts
 * under two names; figures of a year that end before the year does. */
#include "extract/relate/relate_prose.h"
#include "extract/relate_text/relate_report.h"

#define NAMES_MAX 24
#define LINES_MAX 64

/* ---- reports on projects --------------------------------------------------------------------- */

struct announced {
    struct plumb_str names[NAMES_MAX];
    size_t count;
};

/* "对甲、乙、丙 3 个项目开展了绩效评价": as many names as the number says, three or more. */
static bool read_announced(const struct plumb_item *number, struct announced *out)
{
    struct plumb_str after = plumb_text_after(number), list = number->before;
    size_t from = plumb_str_find(list, PLUMB_STR("对"));
    out->count = 0;
    if (!plumb_is_quantity(number->fact) || number->fact->unit != PLUMB_UNIT_COUNT ||
        !plumb_str_starts(after, PLUMB_STR("项目")) || !PLUMB_HAS(after, "绩效评价", "绩效自评") ||
        from == PLUMB_NPOS)
        return false;
    list = plumb_str_sub(list, from + 3, list.len);
    for (size_t at = 0; at < list.len && out->count < NAMES_MAX;) {
        struct plumb_str rest = plumb_str_sub(list, at, list.len);
        size_t cut = plumb_str_find(rest, PLUMB_STR("、"));
        out->names[out->count++] = plumb_str_sub(rest, 0, cut == PLUMB_NPOS ? rest.len : cut);
        at += cut == PLUMB_NPOS ? rest.len : cut + 3;
    }
    return out->count >= 3 && number->fact->value.v == (plumb_i128)out->count * PLUMB_DEC_ONE;
}

/* Title of a project's own report: a short line that ends so; "⟨2020⟩年绩效评价报告" goes on with the line above. */
static bool is_title(const struct plumb_passage *passage)
{
    return !passage->is_cell && PLUMB_ENDS(passage->text, "绩效评价报告", "绩效自评报告") &&
           plumb_utf8_count(passage->text) <= 60;
}

static bool begins_alike(struct plumb_str title, struct plumb_str name)
{
    size_t at = 0;
    for (int i = 0; i < 4 && at < name.len; i++)
        plumb_utf8_decode(name, &at);
    return plumb_str_find(title, plumb_str_sub(name, 0, at)) != PLUMB_NPOS;
}

static bool has_report(const struct plumb_prose *prose, size_t from, struct plumb_str name)
{
    for (size_t p = from; p < prose->count; p++) {
        const struct plumb_passage *title = &prose->passages[p];
        if (!is_title(title))
            continue;
        bool goes_on = plumb_str_starts(title->text, PLUMB_STR(PLUMB_HOLDER));
        if (begins_alike(title->text, name) ||
            (goes_on && p > from && begins_alike(title[-1].text, name)))
            return true;
    }
    return false;
}

/* Most of the reports are there, so it holds them, and one is not. */
static void missing_reports(struct plumb_extract_work *work, const struct plumb_prose *prose,
                            const struct plumb_item *number)
{
    struct announced list;
    struct plumb_str missing = {0};
    size_t held = 0, lacking = 0;
    if (!read_announced(number, &list))
        return;
    for (size_t i = 0; i < list.count; i++)
        if (has_report(prose, number->passage->index + 1, list.names[i])) {
            held++;
        } else {
            lacking++;
            missing = list.names[i];
        }
    if (held < 2 || lacking == 0 || lacking >= held)
        return;
    plumb_report_range(
        work, number->passage, number->at - missing.len, number->at + PLUMB_HOLDER_LEN,
        "report.section", 0.6,
        plumb_arena_printf(work->arena,
                           "a report on each of %zu projects is announced; %zu are there, that on "
                           "“%.*s” is not",
                           list.count, held, PLUMB_STR_ARG(missing)),
        plumb_arena_printf(work->arena, "称对%zu个项目开展评价，所附报告仅%zu份，缺“%.*s”",
                           list.count, held, PLUMB_STR_ARG(missing)));
}

/* ---- one line of the accounts, two names --------------------------------------------------------- */

struct line {
    struct plumb_str class, section, item; /* 类, 款, 项 */
    const struct plumb_passage *passage;
};

static bool read_line(const struct plumb_passage *passage, struct line *out)
{
    static const char *const marks[] = {"(类)", "(款)", "(项)"};
    struct plumb_str *parts[] = {&out->class, &out->section, &out->item};
    size_t from = 0;
    for (size_t i = 0; i < 3; i++) {
        struct plumb_str rest = plumb_str_sub(passage->text, from, passage->text.len);
        size_t at = plumb_str_find(rest, plumb_str_from(marks[i]));
        if (at == PLUMB_NPOS)
            return false;
        *parts[i] = plumb_str_sub(rest, 0, at);
        from += at + 5;
    }
    size_t dot = plumb_str_rfind(out->class, PLUMB_STR("."));
    if (dot != PLUMB_NPOS)
        out->class = plumb_str_sub(out->class, dot + 1, out->class.len);
    out->passage = passage;
    /* 行政运行, 事业运行 stand below many 款 */
    return plumb_utf8_count(out->item) >= 8 && !plumb_str_starts(out->item, PLUMB_STR("其他"));
}

static void name_differs(struct plumb_extract_work *work, const struct line *a,
                         const struct line *b)
{
    struct plumb_term terms[2];
    const struct line *both[2] = {a, b};
    for (size_t i = 0; i < 2; i++)
        terms[i] = plumb_term_words(PLUMB_ROLE_CUE, both[i]->section,
                                    work->document->blocks[both[i]->passage->block].line);
    plumb_note_push(work, "report.text", PLUMB_VERDICT_INCONSISTENT, b->item, terms, 2,
                    "one line of the accounts stands under two names of its 款",
                    "同一支出功能科目前后所属“款”的名称不一致");
    work->relations[work->relation_count - 1].confidence = 0.5;
}

static void renamed_lines(struct plumb_extract_work *work, const struct plumb_prose *prose)
{
    struct line lines[LINES_MAX];
    size_t n = 0;
    for (size_t p = 0; p < prose->count && n < LINES_MAX; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        if (passage->is_cell || !read_line(passage, &lines[n]))
            continue;
        for (size_t i = 0; i < n; i++)
            if (plumb_str_equal(lines[i].item, lines[n].item) &&
                plumb_str_equal(lines[i].class, lines[n].class) &&
                !plumb_str_equal(lines[i].section, lines[n].section) &&
                plumb_name_likeness(lines[i].section, lines[n].section) >= 0.5) {
                name_differs(work, &lines[i], &lines[n]);
                break;
            }
        n++;
    }
}

/* ---- eleven months of a year ----------------------------------------------------------------------- */

/* "2021年1～11月": months nine to eleven of the report's own year. Returns the length, 0 when it is none. */
static size_t months_at(struct plumb_str text, size_t at)
{
    static const char *const signs[] = {"~", "～", "-", "—", "－", "至"};
    static const char *const months[] = {"9月", "10月", "11月"};
    for (size_t i = 0; i < PLUMB_COUNT(signs); i++) {
        struct plumb_str sign = plumb_str_from(signs[i]);
        if (!plumb_str_starts(plumb_str_sub(text, at, text.len), sign))
            continue;
        for (size_t k = 0; k < PLUMB_COUNT(months); k++)
            if (plumb_str_starts(plumb_str_sub(text, at + sign.len, text.len),
                                 plumb_str_from(months[k])))
                return sign.len + plumb_str_from(months[k]).len;
    }
    return 0;
}

static void partial_year(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    struct plumb_str head = plumb_str_from(plumb_arena_printf(work->arena, "%d年1", work->year));
    for (size_t b = 0; b < document->block_count; b++) {
        struct plumb_str text = document->blocks[b].text.str;
        size_t at = plumb_str_find(text, head);
        size_t more = at == PLUMB_NPOS ? 0 : months_at(text, at + head.len);
        if (!more)
            continue;
        plumb_report_words(work, plumb_str_sub(text, at, at + head.len + more),
                           document->blocks[b].line, "report.date", 0.45,
                           "these figures of a yearly report do not cover the whole year",
                           "年度报告中的数据未覆盖全年", PLUMB_STR(""));
        return; /* once is enough to ask for the rest of the year */
    }
}

void plumb_relate_announced(struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++)
            missing_reports(work, prose, &prose->passages[p].items[i]);
    renamed_lines(work, prose);
    if (work->year > 0)
        partial_year(work);
}
