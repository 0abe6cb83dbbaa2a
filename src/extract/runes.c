/* Folding a text into the lexer's view. */
#include "extract/runes.h"

/* Characters of amounts, budgets and reports in Traditional writing, so that units, numerals and cue
 * patterns find them. Sorted. */
static uint32_t simplified(uint32_t cp)
{
    static const uint32_t pairs[][2] = {
        {U'佔', U'占'}, {U'個', U'个'}, {U'備', U'备'}, {U'債', U'债'}, {U'傷', U'伤'},
        {U'價', U'价'}, {U'億', U'亿'}, {U'優', U'优'}, {U'兩', U'两'}, {U'動', U'动'},
        {U'務', U'务'}, {U'勵', U'励'}, {U'區', U'区'}, {U'員', U'员'}, {U'單', U'单'},
        {U'圓', U'圆'}, {U'團', U'团'}, {U'執', U'执'}, {U'報', U'报'}, {U'場', U'场'},
        {U'婦', U'妇'}, {U'學', U'学'}, {U'實', U'实'}, {U'審', U'审'}, {U'將', U'将'},
        {U'對', U'对'}, {U'導', U'导'}, {U'層', U'层'}, {U'幣', U'币'}, {U'幹', U'干'},
        {U'廠', U'厂'}, {U'張', U'张'}, {U'後', U'后'}, {U'從', U'从'}, {U'徵', U'征'},
        {U'戶', U'户'}, {U'數', U'数'}, {U'於', U'于'}, {U'會', U'会'}, {U'條', U'条'},
        {U'業', U'业'}, {U'構', U'构'}, {U'標', U'标'}, {U'機', U'机'}, {U'檢', U'检'},
        {U'歲', U'岁'}, {U'殘', U'残'}, {U'決', U'决'}, {U'減', U'减'}, {U'測', U'测'},
        {U'準', U'准'}, {U'漁', U'渔'}, {U'災', U'灾'}, {U'為', U'为'}, {U'獎', U'奖'},
        {U'產', U'产'}, {U'畝', U'亩'}, {U'療', U'疗'}, {U'發', U'发'}, {U'稅', U'税'},
        {U'種', U'种'}, {U'節', U'节'}, {U'糧', U'粮'}, {U'級', U'级'}, {U'結', U'结'},
        {U'給', U'给'}, {U'維', U'维'}, {U'編', U'编'}, {U'縣', U'县'}, {U'總', U'总'},
        {U'績', U'绩'}, {U'繳', U'缴'}, {U'續', U'续'}, {U'罰', U'罚'}, {U'職', U'职'},
        {U'臺', U'台'}, {U'與', U'与'}, {U'萬', U'万'}, {U'處', U'处'}, {U'號', U'号'},
        {U'補', U'补'}, {U'製', U'制'}, {U'規', U'规'}, {U'計', U'计'}, {U'訓', U'训'},
        {U'設', U'设'}, {U'評', U'评'}, {U'調', U'调'}, {U'議', U'议'}, {U'護', U'护'},
        {U'變', U'变'}, {U'財', U'财'}, {U'貸', U'贷'}, {U'費', U'费'}, {U'貼', U'贴'},
        {U'資', U'资'}, {U'購', U'购'}, {U'車', U'车'}, {U'較', U'较'}, {U'輔', U'辅'},
        {U'輛', U'辆'}, {U'農', U'农'}, {U'運', U'运'}, {U'過', U'过'}, {U'達', U'达'},
        {U'違', U'违'}, {U'還', U'还'}, {U'鄉', U'乡'}, {U'醫', U'医'}, {U'鎮', U'镇'},
        {U'長', U'长'}, {U'門', U'门'}, {U'間', U'间'}, {U'關', U'关'}, {U'際', U'际'},
        {U'險', U'险'}, {U'頁', U'页'}, {U'頃', U'顷'}, {U'項', U'项'}, {U'預', U'预'},
        {U'領', U'领'}, {U'題', U'题'}, {U'額', U'额'}, {U'類', U'类'}, {U'養', U'养'},
        {U'餘', U'余'}, {U'館', U'馆'}, {U'驗', U'验'}, {U'體', U'体'}, {U'點', U'点'},
        {U'黨', U'党'},
    };
    size_t low = 0, high = sizeof pairs / sizeof *pairs;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pairs[middle][0] == cp)
            return pairs[middle][1];
        if (pairs[middle][0] < cp)
            low = middle + 1;
        else
            high = middle;
    }
    return cp;
}

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
    if (cp >= 0x4E00 && cp <= 0x9FFF)
        return simplified(cp);
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
