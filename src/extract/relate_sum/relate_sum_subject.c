/* Lists whose whole is the subject of their own sentence and is told elsewhere: "基本支出 W 万元。…基本支出中
 * 甲 A 万元、乙 B 万元", "三公经费支出决算中，甲 A 万元；乙 B 万元". */
#include <string.h>

#include "extract/relate_sum/relate_sum.h"

/* First number of the stretch between two "。" that holds `item`. */
static struct plumb_item *stretch_start(struct plumb_item *item)
{
    while (item->index > 0 && !plumb_str_has(plumb_text_between(item - 1, item), "。"))
        item--;
    return item;
}

/* What stands between the last mark and `end`, without the words that only lead in. */
static struct plumb_str name_before(struct plumb_str before, size_t end)
{
    static const char *const leads[] = {"其中", "在", "上述"};
    struct plumb_str name = plumb_str_sub(before, 0, end);
    static const char *const marks[] = {",", "。", ";", ":"};
    for (size_t i = 0; i < PLUMB_COUNT(marks); i++) {
        size_t cut = plumb_str_rfind(name, plumb_str_from(marks[i]));
        if (cut != PLUMB_NPOS)
            name = plumb_str_sub(name, cut + strlen(marks[i]), name.len);
    }
    for (size_t i = 0; i < PLUMB_COUNT(leads); i++)
        if (plumb_str_starts(name, plumb_str_from(leads[i])))
            name = plumb_str_sub(name, strlen(leads[i]), name.len);
    return name;
}

/* "基本支出中医疗业务支出" → 基本支出, "基本支出包括人员经费" → 基本支出; the words in front must name money. */
static struct plumb_str subject_of(const struct plumb_item *first)
{
    static const char *const links[] = {"中", "包括", "包含"};
    static const char *const names[] = {"支出", "收入", "经费", "预算",
                                        "决算", "拨款", "资金", "总额"};
    size_t end = PLUMB_NPOS;
    if (!PLUMB_HAS(first->before, "中", "包")) /* as in nearly all */
        return PLUMB_STR("");
    for (size_t l = 0; l < PLUMB_COUNT(links) && end == PLUMB_NPOS; l++) {
        size_t at = plumb_str_rfind(first->before, plumb_str_from(links[l]));
        if (at != PLUMB_NPOS &&
            plumb_ends_any(plumb_str_sub(first->before, 0, at), names, PLUMB_COUNT(names)))
            end = at;
    }
    return end == PLUMB_NPOS ? PLUMB_STR("") : name_before(first->before, end);
}

struct plumb_item *plumb_sum_resumed(struct plumb_extract_work *work,
                                     const struct plumb_item *first)
{
    static const char *const ends[] = {"里", "中", "分", "按", "由"};
    if (!PLUMB_HAS(first->before, "里", "中", "分", "按", "由"))
        return NULL;
    for (size_t i = 0; i < PLUMB_COUNT(ends); i++) {
        size_t at = plumb_str_rfind(first->before, plumb_str_from(ends[i]));
        struct plumb_found found[4];
        if (at == PLUMB_NPOS)
            continue;
        struct plumb_str name = name_before(first->before, at);
        if (plumb_utf8_count(name) < 3)
            continue;
        size_t n = plumb_find_named(work, first, name, first->fact, 0.9, found, 4);
        for (size_t k = 0; k < n; k++)
            if (found[k].item->passage == first->passage && found[k].item->index < first->index &&
                plumb_sum_can_add(found[k].item, first->fact))
                return found[k].item;
    }
    return NULL;
}

static bool already_added(const struct plumb_extract_work *work, const struct plumb_item *part)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, part->fact, &at)) != NULL;)
        for (size_t k = 0; r->kind == PLUMB_REL_SUM && k < r->operand_count; k++)
            if (r->operands[k].fact == part->fact->id && r->operands[k].role == PLUMB_ROLE_PART)
                return true;
    return false;
}

/* Parts from `first` to the next "。". */
static void collect(struct plumb_item *first, struct plumb_sum_list *list)
{
    struct plumb_passage *passage = first->passage;
    for (size_t i = first->index; i < passage->count && list->count < PLUMB_SUM_LIST_MAX; i++) {
        struct plumb_item *item = &passage->items[i];
        if (i > first->index && plumb_str_has(plumb_text_between(item - 1, item), "。"))
            return;
        if (item->depth == first->depth && plumb_sum_can_add(item, first->fact))
            list->parts[list->count++] = item;
    }
}

void plumb_sum_subject(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    for (size_t i = 0; i < passage->count; i++) {
        struct plumb_item *first = &passage->items[i];
        struct plumb_str name = subject_of(first);
        struct plumb_found found[6];
        struct plumb_sum_list list = {.strength = 1.5, .cue = "the subject of the sentence"};
        if (!plumb_sum_can_add(first, first->fact))
            continue;
        struct plumb_item *resumed = name.len > 0 ? NULL : plumb_sum_resumed(work, first);
        if (plumb_utf8_count(name) < 4 && !resumed)
            continue;
        struct plumb_item *start = stretch_start(first);
        while (start < first && start->fact->kind == PLUMB_FACT_YEAR)
            start++;
        if (start != first || already_added(work, first))
            continue;
        collect(first, &list);
        size_t n = 0;
        if (resumed)
            list.wholes[list.whole_count++] = resumed;
        else
            n = plumb_find_named(work, first, name, first->fact, 0.85, found, 6);
        for (size_t k = 0; k < n && list.whole_count < PLUMB_SUM_WHOLES_MAX; k++)
            if (plumb_sum_can_add(found[k].item, first->fact) &&
                (found[k].item->passage != passage || found[k].item->index < first->index))
                list.wholes[list.whole_count++] = found[k].item;
        /* a list that the end of the text cuts off need not be complete */
        struct plumb_str end = plumb_text_after(list.parts[list.count - 1]);
        if (list.count < 2 || (list.parts[list.count - 1]->index + 1 == passage->count &&
                               !PLUMB_TELLS(passage, "。") && end.len == 0))
            continue;
        list.open = PLUMB_HAS(plumb_text_after(list.parts[list.count - 1]), "等") ||
                    plumb_str_has(first->before, "主要");
        plumb_sum_judge(work, &list, NULL);
    }
}
