/* Required words of a pattern. Of a sequence one part is enough, the one that tells most; of
 * alternatives every one must have its words. What is not understood requires nothing. */
#include "extract/text/pattern_gate.h"

#include <string.h>

#define NESTING_MAX 32

struct reader {
    const char *at;
    int depth;
    bool failed; /* syntax beyond this reader: no gate */
};

static void read_alternatives(struct reader *reader, struct plumb_pattern_gate *gate);

static size_t char_bytes(const char *p)
{
    unsigned char lead = (unsigned char)p[0];
    return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

static void gate_add(struct reader *reader, struct plumb_pattern_gate *gate, const char *text,
                     size_t len)
{
    if (gate->count == PLUMB_GATE_WORDS) {
        reader->failed = true;
        return;
    }
    gate->words[gate->count++] =
        (struct plumb_word){{text, len}, (unsigned char)plumb_gist_bit(text)};
}

/* A part tells more the longer its shortest word is, then the fewer words it has. */
static bool tells_more(const struct plumb_pattern_gate *a, const struct plumb_pattern_gate *b)
{
    size_t x = SIZE_MAX, y = SIZE_MAX;
    if (a->count == 0 || b->count == 0)
        return a->count > 0;
    for (size_t i = 0; i < a->count; i++)
        x = a->words[i].text.len < x ? a->words[i].text.len : x;
    for (size_t i = 0; i < b->count; i++)
        y = b->words[i].text.len < y ? b->words[i].text.len : y;
    return x != y ? x > y : a->count < b->count;
}

/* The quantifier, if any, is stepped over; true when it allows none. */
static bool may_be_absent(struct reader *reader)
{
    char c = *reader->at;
    bool absent =
        c == '?' || c == '*' || (c == '{' && (reader->at[1] == '0' || reader->at[1] == ','));
    if (c == '{') {
        const char *end = strchr(reader->at, '}');
        reader->failed = reader->failed || !end;
        reader->at = end ? end + 1 : reader->at + strlen(reader->at);
    } else if (c == '?' || c == '*' || c == '+') {
        reader->at++;
    } else {
        return false;
    }
    if (*reader->at == '?' || *reader->at == '+') /* lazy, possessive */
        reader->at++;
    return absent;
}

/* [...]: its characters when they are listed one by one; else the class requires nothing. */
static void read_class(struct reader *reader, struct plumb_pattern_gate *gate)
{
    const char *p = reader->at + 1;
    bool listed = *p != '^';
    p += !listed;
    for (bool first = true; *p && (*p != ']' || first); first = false) {
        if (*p == '\\' || *p == '[' || *p == '-')
            listed = false;
        if (*p == '[' && (p[1] == ':' || p[1] == '.' || p[1] == '='))
            reader->failed = true;
        size_t len = *p == '\\' && p[1] ? 1 + char_bytes(p + 1) : char_bytes(p);
        if (listed)
            gate_add(reader, gate, p, len);
        p += len;
    }
    reader->failed = reader->failed || *p != ']';
    reader->at = *p ? p + 1 : p;
    if (!listed)
        gate->count = 0;
}

/* (...): what stands in it; nothing for what only looks ahead or behind. */
static void read_group(struct reader *reader, struct plumb_pattern_gate *gate)
{
    bool looks = false;
    reader->at++;
    if (*reader->at == '?') {
        char kind = reader->at[1], next = kind ? reader->at[2] : '\0';
        looks = kind == '=' || kind == '!' || (kind == '<' && (next == '=' || next == '!'));
        const char *close = kind == '<' && !looks ? strchr(reader->at, '>') : NULL;
        if (kind == ':' || kind == '=' || kind == '!' || kind == '>')
            reader->at += 2;
        else if (kind == '<' && looks)
            reader->at += 3;
        else if (close)
            reader->at = close + 1;
        else
            reader->failed = true; /* options, conditions, recursion */
    } else if (*reader->at == '*') {
        reader->failed = true; /* verbs */
    }
    if (!reader->failed)
        read_alternatives(reader, gate);
    if (*reader->at == ')')
        reader->at++;
    else
        reader->failed = true;
    if (looks)
        gate->count = 0;
}

static void read_escape(struct reader *reader)
{
    char kind = reader->at[1];
    /* \Q, back references and the like are not read */
    if (kind == '\0' || strchr("QEGKXRgkNcox", kind) || (kind >= '0' && kind <= '9')) {
        reader->failed = true;
        return;
    }
    reader->at += 1 + char_bytes(reader->at + 1);
    if ((kind == 'p' || kind == 'P') && *reader->at == '{') {
        const char *end = strchr(reader->at, '}');
        reader->failed = reader->failed || !end;
        reader->at = end ? end + 1 : reader->at;
    }
}

/* Characters that stand for themselves, up to the next that does not; the last may have a quantifier. */
static void read_word(struct reader *reader, struct plumb_pattern_gate *gate)
{
    const char *from = reader->at, *last = from;
    while (*reader->at && !strchr("\\^$.[|()?*+{", *reader->at)) {
        last = reader->at;
        reader->at += char_bytes(reader->at);
    }
    const char *end = may_be_absent(reader) ? last : last + char_bytes(last);
    if (end > from)
        gate_add(reader, gate, from, (size_t)(end - from));
}

static void read_sequence(struct reader *reader, struct plumb_pattern_gate *best)
{
    best->count = 0;
    while (!reader->failed && *reader->at && *reader->at != '|' && *reader->at != ')') {
        struct plumb_pattern_gate part = {.count = 0};
        bool group = false;
        switch (*reader->at) {
        case '\\':
            read_escape(reader);
            (void)may_be_absent(reader);
            break;
        case '^':
        case '$':
        case '.':
            reader->at++;
            (void)may_be_absent(reader);
            break;
        case '[':
            read_class(reader, &part);
            group = true;
            break;
        case '(':
            read_group(reader, &part);
            group = true;
            break;
        case '?':
        case '*':
        case '+':
        case '{':
            reader->failed = true;
            break;
        default:
            read_word(reader, &part);
        }
        if (group && may_be_absent(reader))
            part.count = 0;
        if (tells_more(&part, best))
            *best = part;
    }
}

static void read_alternatives(struct reader *reader, struct plumb_pattern_gate *gate)
{
    bool open = false; /* an alternative requires nothing */
    gate->count = 0;
    if (++reader->depth > NESTING_MAX)
        reader->failed = true;
    do {
        struct plumb_pattern_gate one;
        if (*reader->at == '|')
            reader->at++;
        read_sequence(reader, &one);
        open = open || one.count == 0;
        for (size_t i = 0; i < one.count && !open; i++)
            gate_add(reader, gate, one.words[i].text.ptr, one.words[i].text.len);
    } while (!reader->failed && *reader->at == '|');
    reader->depth--;
    if (open)
        gate->count = 0;
}

struct plumb_pattern_gate plumb_pattern_gate_of(const char *source)
{
    struct plumb_pattern_gate gate;
    struct reader reader = {.at = source};
    read_alternatives(&reader, &gate);
    if (reader.failed || *reader.at)
        gate.count = 0;
    return gate;
}

bool plumb_pattern_gate_open(const struct plumb_pattern_gate *gate, const struct plumb_gist *gist,
                             struct plumb_str text)
{
    for (size_t i = 0; i < gate->count; i++)
        if (plumb_gist_may_have(gist, gate->words[i].bit) &&
            plumb_str_find(text, gate->words[i].text) != PLUMB_NPOS)
            return true;
    return gate->count == 0;
}
