/* Folding a text into the lexer's view. */
#include "extract/runes.h"

uint32_t plumb_rune_fold(uint32_t cp)
{
    /* Beyond plumb_fold, sorted. 0x25CB and 0x25EF stand for 〇 in 二○二○年. */
    static const uint32_t folds[][2] = {
        {0x2010, '-'},    {0x2011, '-'},    {0x2012, '-'},    {0x2013, '-'},    {0x2212, '-'},
        {0x2266, 0x2264}, {0x2267, 0x2265}, {0x25CB, 0x3007}, {0x25EF, 0x3007}, {0x2A7D, 0x2264},
        {0x2A7E, 0x2265}, {0xFE50, ','},    {0xFE52, '.'},    {0xFE54, ';'},    {0xFE55, ':'},
        {0xFE58, '-'},    {0xFE59, '('},    {0xFE5A, ')'},    {0xFE62, '+'},    {0xFE63, '-'},
        {0xFE64, '<'},    {0xFE65, '>'},    {0xFE66, '='},    {0xFE6A, '%'},
    };
    if (cp < 0x2010 || (cp >= 0x3000 && cp < 0xE000))
        return plumb_fold(cp);
    for (size_t i = 0; i < sizeof folds / sizeof *folds && folds[i][0] <= cp; i++)
        if (folds[i][0] == cp)
            return folds[i][1];
    if (cp <= 0xF8FF ? cp >= 0xE000 : cp >= 0xF0000)
        return 0xFFFD;
    return plumb_fold(cp);
}

/* 0 no blank, 1 a blank, 2 tab or line end, 3 to be dropped without a trace. */
static int blank(uint32_t cp)
{
    if (cp == ' ' || cp == 0xA0 || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F)
        return 1;
    if ((cp >= '\t' && cp <= '\r') || cp == 0x2028 || cp == 0x2029)
        return 2;
    if (cp < ' ' || cp == 0x7F || (cp >= 0x200B && cp <= 0x200F) || cp == 0x2060 || cp == 0xFEFF ||
        cp == 0xAD)
        return 3;
    return 0;
}

static void reserve(struct plumb_runes *runes, struct plumb_arena *arena, size_t needed)
{
    if (needed <= runes->capacity)
        return;
    size_t capacity = runes->capacity < 512 ? 512 : runes->capacity;
    while (capacity < needed)
        capacity *= 2;
    runes->cp = plumb_arena_array(arena, capacity, sizeof *runes->cp);
    runes->at = plumb_arena_array(arena, capacity, sizeof *runes->at);
    runes->len = plumb_arena_array(arena, capacity, sizeof *runes->len);
    runes->gap = plumb_arena_array(arena, capacity, sizeof *runes->gap);
    runes->capacity = capacity;
}

void plumb_runes_set(struct plumb_runes *runes, struct plumb_arena *arena, struct plumb_str text)
{
    reserve(runes, arena, text.len + 1);
    size_t n = 0;
    uint8_t gap = PLUMB_GAP_NONE;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t cp = (unsigned char)text.ptr[at];
        if (cp < 0x80)
            at++;
        else
            cp = plumb_utf8_decode(text, &at);
        int kind = blank(cp);
        if (kind == 0) {
            runes->cp[n] = plumb_rune_fold(cp);
            runes->at[n] = (uint32_t)start;
            runes->len[n] = (uint8_t)(at - start);
            runes->gap[n++] = gap;
            gap = PLUMB_GAP_NONE;
        } else if (kind == 2) {
            gap = PLUMB_GAP_LINE;
        } else if (kind == 1 && gap != PLUMB_GAP_LINE) {
            /* An ideographic space is as wide as a column gap, but authors use it as a blank. */
            gap = gap == PLUMB_GAP_NONE ? PLUMB_GAP_SPACE : PLUMB_GAP_WIDE;
        }
    }
    runes->cp[n] = 0;
    runes->gap[n] = gap;
    runes->count = n;
}

size_t plumb_runes_match(const struct plumb_runes *runes, size_t i, const uint32_t *word)
{
    for (; *word; word++, i++)
        if (i >= runes->count || runes->cp[i] != *word)
            return PLUMB_NPOS;
    return i;
}

size_t plumb_runes_match_back(const struct plumb_runes *runes, size_t i, const uint32_t *word)
{
    size_t len = 0;
    while (word[len])
        len++;
    if (len > i)
        return PLUMB_NPOS;
    return plumb_runes_match(runes, i - len, word) == PLUMB_NPOS ? PLUMB_NPOS : i - len;
}

bool plumb_rune_in(uint32_t cp, const uint32_t *set)
{
    for (; cp && *set; set++)
        if (*set == cp)
            return true;
    return false;
}
