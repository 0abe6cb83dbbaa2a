/* One agency under many names: 部门 and 本级 behind it, short forms, and names without their region. */
#include "plumb/finding.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_LEAST = 3 };

/* Short forms that are in general use, written out. */
static const char *const FORMS[][2] = {{"卫健委", "卫生健康委员会"},
                                       {"卫健局", "卫生健康局"},
                                       {"发改委", "发展和改革委员会"},
                                       {"发改局", "发展和改革局"},
                                       {"发展与改革", "发展和改革"},
                                       {"发展改革", "发展和改革"},
                                       {"人社局", "人力资源和社会保障局"},
                                       {"人力资源社会保障局", "人力资源和社会保障局"},
                                       {"人社厅", "人力资源和社会保障厅"},
                                       {"住建局", "住房和城乡建设局"},
                                       {"住房城乡建设局", "住房和城乡建设局"},
                                       {"住建委", "住房和城乡建设委员会"},
                                       {"市场监管局", "市场监督管理局"},
                                       {"市监局", "市场监督管理局"},
                                       {"文旅局", "文化和旅游局"},
                                       {"文广旅局", "文化广电旅游局"},
                                       {"自规局", "自然资源和规划局"},
                                       {"教体局", "教育体育局"},
                                       {"交运局", "交通运输局"},
                                       {"应急局", "应急管理局"},
                                       {"医保局", "医疗保障局"},
                                       {"城管局", "城市管理局"},
                                       {"退役军人局", "退役军人事务局"},
                                       {"机关事务局", "机关事务管理局"},
                                       {"社工部", "社会工作部"},
                                       {"科技局", "科学技术局"},
                                       {"统战部", "统一战线工作部"},
                                       {"编办", "机构编制委员会办公室"},
                                       {"公安分局", "公安局分局"},
                                       {"卫生健康委", "卫生健康委员会"},
                                       {"人民政府", ""},
                                       {"中共", ""},
                                       {"中国共产党", ""}};

static const char *const TAILS[] = {"(部门)", "(单位)", "(本级)", "(本部)", "(汇总)", "(机关)",
                                    "本级",   "部门",   "单位",   "汇总",   "本部"};

static char *replaced(struct plumb_arena *arena, struct plumb_str s, const char *from,
                      const char *to)
{
    size_t at = plumb_str_find(s, plumb_str_from(from));
    return plumb_arena_printf(arena, "%.*s%s%.*s", (int)at, s.ptr, to,
                              (int)(s.len - at - strlen(from)), s.ptr + at + strlen(from));
}

static struct plumb_str key_of(struct plumb_arena *arena, struct plumb_str name)
{
    struct plumb_str key = plumb_label_key(arena, name);
    for (size_t i = 0; i < PLUMB_COUNT(TAILS); i++) {
        struct plumb_str tail = plumb_str_from(TAILS[i]);
        if (key.len > tail.len && plumb_str_ends(key, tail)) {
            key.len -= tail.len;
            i = (size_t)-1;
        }
    }
    for (size_t i = 0; i < PLUMB_COUNT(FORMS); i++) {
        struct plumb_str form = plumb_str_from(FORMS[i][0]);
        /* 县人民政府 is an agency itself */
        bool whole = !*FORMS[i][1] && plumb_str_ends(key, form);
        if (!whole && plumb_str_has(key, FORMS[i][0]) &&
            !(*FORMS[i][1] && plumb_str_has(key, FORMS[i][1])))
            key = plumb_str_from(replaced(arena, key, FORMS[i][0], FORMS[i][1]));
    }
    return key;
}

/* ---- names without their region ------------------------------------------------------------- */

struct named {
    struct plumb_str key, printed;
    size_t index;
    size_t root; /* the name it is joined to, an index in the sorted list */
};

/* By the key read backwards: those that end in a key follow it. */
static int by_end(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    size_t n = x->key.len < y->key.len ? x->key.len : y->key.len;
    for (size_t i = 1; i <= n; i++) {
        unsigned char p = (unsigned char)x->key.ptr[x->key.len - i];
        unsigned char q = (unsigned char)y->key.ptr[y->key.len - i];
        if (p != q)
            return p < q ? -1 : 1;
    }
    if (x->key.len != y->key.len)
        return x->key.len < y->key.len ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* 县水利局 has said its region's rank; 水利局 and 县水利局 may both be the end of 临溪县水利局. */
static void join_suffixes(struct named *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct plumb_str key = list[i].key;
        size_t found = PLUMB_NPOS;
        bool several = plumb_utf8_count(key) < KEY_LEAST;
        for (size_t k = i + 1; k < n && !several && plumb_str_ends(list[k].key, key); k++) {
            if (plumb_str_equal(list[k].key, key))
                continue;
            /* longer and longer endings of one name are one name */
            several = found != PLUMB_NPOS && !plumb_str_equal(list[k].key, list[found].key) &&
                      !plumb_str_ends(list[k].key, list[found].key);
            found = k;
        }
        list[i].root = !several && found != PLUMB_NPOS ? found : i;
    }
}

/* The decision about a name, or NULL. Brackets and white space are not told apart. */
static const struct plumb_agency_name *decision_on(struct plumb_arena *arena, struct plumb_str name,
                                                   const struct plumb_agency_name *decided,
                                                   size_t count)
{
    struct plumb_str key = count ? plumb_label_key(arena, name) : name;
    for (size_t i = 0; i < count; i++)
        if (plumb_str_equal(key, plumb_label_key(arena, plumb_str_from(decided[i].name))))
            return &decided[i];
    return NULL;
}

/* A name that was decided to stand for itself is joined to nothing. */
static struct named name_as(struct plumb_arena *arena, struct plumb_str name, size_t index,
                            const struct plumb_agency_name *decision)
{
    if (!decision)
        return (struct named){key_of(arena, name), name, index, 0};
    struct plumb_str agency = plumb_str_from(decision->agency);
    if (strcmp(decision->name, decision->agency) != 0)
        return (struct named){key_of(arena, agency), agency, index, 0};
    struct plumb_str apart = plumb_str_from(
        plumb_arena_printf(arena, "%.*s=", PLUMB_STR_ARG(plumb_label_key(arena, name))));
    return (struct named){apart, name, index, 0};
}

void plumb_agency_names(const struct plumb_str *names, size_t count,
                        const struct plumb_agency_name *decided, size_t decided_count,
                        struct plumb_arena *arena, const char **out)
{
    struct named *list = plumb_arena_array(arena, count + 1, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        out[i] = "";
        if (!names[i].len)
            continue;
        list[n++] =
            name_as(arena, names[i], i, decision_on(arena, names[i], decided, decided_count));
    }
    if (n)
        qsort(list, n, sizeof *list, by_end);
    join_suffixes(list, n);
    for (size_t i = n; i-- > 0;) {
        size_t root = list[i].root;
        for (size_t hops = 0; list[root].root != root && hops < n; hops++)
            root = list[root].root;
        /* the first of equal keys gives the name */
        while (root > 0 && plumb_str_equal(list[root - 1].key, list[root].key))
            root--;
        out[list[i].index] = plumb_str_copy(arena, list[root].printed).ptr;
    }
}
