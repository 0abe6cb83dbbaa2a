/* A mutator for XML and HTML. Bytes changed at random leave markup that no parser takes beyond the
 * first error; this one moves whole elements about, so that the trees stay trees, and leaves the
 * rest to libFuzzer. */
#ifndef PLUMB_FUZZ_MARKUP_H
#define PLUMB_FUZZ_MARKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

struct fuzz_span {
    size_t from, to;
};

/* The start of the tag number `n` of `data`, counted round and round; `size` when there is none. */
static inline size_t fuzz_tag(const uint8_t *data, size_t size, unsigned n)
{
    size_t tags = 0;
    for (size_t i = 0; i < size; i++)
        tags += data[i] == '<';
    for (size_t i = 0, left = tags ? n % tags : 0; i < size; i++)
        if (data[i] == '<' && left-- == 0)
            return i;
    return size;
}

static inline bool fuzz_name_char(uint8_t c)
{
    return c > ' ' && c != '>' && c != '/' && c != '<';
}

/* The element that begins at `from`, to the end tag that belongs to it; or that tag alone. */
static inline struct fuzz_span fuzz_element(const uint8_t *data, size_t size, size_t from)
{
    size_t name = from + 1, len = 0, depth = 0, first_end = 0;
    while (name + len < size && fuzz_name_char(data[name + len]))
        len++;
    for (size_t i = from; i < size; i++) {
        if (data[i] == '>' && !first_end)
            first_end = i + 1;
        if (data[i] != '<')
            continue;
        bool closes = i + 1 < size && data[i + 1] == '/';
        size_t at = i + 1 + closes;
        if (at + len > size || memcmp(data + at, data + name, len) != 0)
            continue;
        depth += closes ? 0 : 1;
        if (closes && depth && --depth == 0)
            for (size_t k = at; k < size; k++)
                if (data[k] == '>')
                    return (struct fuzz_span){from, k + 1};
    }
    return (struct fuzz_span){from, first_end ? first_end : size};
}

/* Copy an element before a tag, or take one away. */
static inline size_t fuzz_move_element(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    struct fuzz_span span = fuzz_element(data, size, fuzz_tag(data, size, seed >> 4));
    size_t len = span.to - span.from, at = fuzz_tag(data, size, seed >> 16);
    uint8_t copy[2048];
    if (len == 0 || len == size)
        return 0;
    if (seed % 4 == 0) {
        memmove(data + span.from, data + span.to, size - span.to);
        return size - len;
    }
    if (len > sizeof copy || size + len > most)
        return 0;
    memcpy(copy, data + span.from, len);
    memmove(data + at + len, data + at, size - at);
    memcpy(data + at, copy, len);
    return size + len;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    size_t changed = seed % 3 == 0 ? 0 : fuzz_move_element(data, size, most, seed / 3);
    return changed ? changed : LLVMFuzzerMutate(data, size, most);
}

#endif
