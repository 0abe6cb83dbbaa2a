/* Folding a text into the lexer's view. */
#include "extract/text/runes.h"

/* Characters of amounts, budgets and reports in Traditional writing, so that units, numerals and cue
 * patterns find them. One entry an ideograph, because every character of a report is looked up. */
static uint32_t simplified(uint32_t cp)
{
#define FIRST 0x4E00
#define AT(from, to) [(from)-FIRST] = (to),
    /* clang-format off */
    static const uint16_t table[0x9FFF - FIRST + 1] = {
        AT(U'佔', U'占') AT(U'個', U'个') AT(U'備', U'备') AT(U'債', U'债') AT(U'傷', U'伤')
        AT(U'價', U'价') AT(U'億', U'亿') AT(U'優', U'优') AT(U'兩', U'两') AT(U'動', U'动')
        AT(U'務', U'务') AT(U'勵', U'励') AT(U'區', U'区') AT(U'員', U'员') AT(U'單', U'单')
        AT(U'圓', U'圆') AT(U'團', U'团') AT(U'執', U'执') AT(U'報', U'报') AT(U'場', U'场')
        AT(U'婦', U'妇') AT(U'學', U'学') AT(U'實', U'实') AT(U'審', U'审') AT(U'將', U'将')
        AT(U'對', U'对') AT(U'導', U'导') AT(U'層', U'层') AT(U'幣', U'币') AT(U'幹', U'干')
        AT(U'廠', U'厂') AT(U'張', U'张') AT(U'後', U'后') AT(U'從', U'从') AT(U'徵', U'征')
        AT(U'戶', U'户') AT(U'數', U'数') AT(U'於', U'于') AT(U'會', U'会') AT(U'條', U'条')
        AT(U'業', U'业') AT(U'構', U'构') AT(U'標', U'标') AT(U'機', U'机') AT(U'檢', U'检')
        AT(U'歲', U'岁') AT(U'殘', U'残') AT(U'決', U'决') AT(U'減', U'减') AT(U'測', U'测')
        AT(U'準', U'准') AT(U'漁', U'渔') AT(U'災', U'灾') AT(U'為', U'为') AT(U'獎', U'奖')
        AT(U'產', U'产') AT(U'畝', U'亩') AT(U'療', U'疗') AT(U'發', U'发') AT(U'稅', U'税')
        AT(U'種', U'种') AT(U'節', U'节') AT(U'糧', U'粮') AT(U'級', U'级') AT(U'結', U'结')
        AT(U'給', U'给') AT(U'維', U'维') AT(U'編', U'编') AT(U'縣', U'县') AT(U'總', U'总')
        AT(U'績', U'绩') AT(U'繳', U'缴') AT(U'續', U'续') AT(U'罰', U'罚') AT(U'職', U'职')
        AT(U'臺', U'台') AT(U'與', U'与') AT(U'萬', U'万') AT(U'處', U'处') AT(U'號', U'号')
        AT(U'補', U'补') AT(U'製', U'制') AT(U'規', U'规') AT(U'計', U'计') AT(U'訓', U'训')
        AT(U'設', U'设') AT(U'評', U'评') AT(U'調', U'调') AT(U'議', U'议') AT(U'護', U'护')
        AT(U'變', U'变') AT(U'財', U'财') AT(U'貸', U'贷') AT(U'費', U'费') AT(U'貼', U'贴')
        AT(U'資', U'资') AT(U'購', U'购') AT(U'車', U'车') AT(U'較', U'较') AT(U'輔', U'辅')
        AT(U'輛', U'辆') AT(U'農', U'农') AT(U'運', U'运') AT(U'過', U'过') AT(U'達', U'达')
        AT(U'違', U'违') AT(U'還', U'还') AT(U'鄉', U'乡') AT(U'醫', U'医') AT(U'鎮', U'镇')
        AT(U'長', U'长') AT(U'門', U'门') AT(U'間', U'间') AT(U'關', U'关') AT(U'際', U'际')
        AT(U'險', U'险') AT(U'頁', U'页') AT(U'頃', U'顷') AT(U'項', U'项') AT(U'預', U'预')
        AT(U'領', U'领') AT(U'題', U'题') AT(U'額', U'额') AT(U'類', U'类') AT(U'養', U'养')
        AT(U'餘', U'余') AT(U'館', U'馆') AT(U'驗', U'验') AT(U'體', U'体') AT(U'點', U'点')
        AT(U'黨', U'党')
    };
    /* clang-format on */
    uint16_t to = table[cp - FIRST];
    return to ? to : cp;
#undef AT
#undef FIRST
}

uint32_t plumb_rune_fold(uint32_t cp)
{
    /* Beyond plumb_fold, sorted. 0x25CB and 0x25EF stand for 〇 in 二○二○年. */
    static const uint32_t folds[][2] = {
        {0x2010, '-'},    {0x2011, '-'},    {0x2012, '-'},    {0x2013, '-'}, {0x2212, '-'},
        {0x2236, ':'},    {0x2266, 0x2264}, {0x2267, 0x2265}, {0x2550, '='}, {0x25CB, 0x3007},
        {0x25EF, 0x3007}, {0x2A7D, 0x2264}, {0x2A7E, 0x2265}, {0xFE50, ','}, {0xFE52, '.'},
        {0xFE54, ';'},    {0xFE55, ':'},    {0xFE58, '-'},    {0xFE59, '('}, {0xFE5A, ')'},
        {0xFE62, '+'},    {0xFE63, '-'},    {0xFE64, '<'},    {0xFE65, '>'}, {0xFE66, '='},
        {0xFE6A, '%'},
    };
    if (cp >= 0x4E00 && cp <= 0x9FFF)
        return simplified(cp);
    if (cp < 0x2010 || (cp >= 0x3000 && cp < 0xE000))
        return plumb_fold(cp);
    for (size_t i = 0; i < PLUMB_COUNT(folds) && folds[i][0] <= cp; i++)
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
    runes->malformed = false;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t cp = (unsigned char)text.ptr[at];
        if (cp < 0x80)
            at++;
        else
            cp = plumb_utf8_decode(text, &at);
        if (cp >= 0x4E00 && cp <= 0x9FFF) { /* nearly all of them */
            runes->cp[n] = simplified(cp);
            runes->at[n] = (uint32_t)start;
            runes->len[n] = (uint8_t)(at - start);
            runes->gap[n++] = gap;
            gap = PLUMB_GAP_NONE;
            continue;
        }
        runes->malformed = runes->malformed || (cp == 0xFFFD && at - start == 1);
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
