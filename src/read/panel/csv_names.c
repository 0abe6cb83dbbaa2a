/* Names to numbers: an open-addressing table that remembers the order of first appearance. */
#include "read/panel/csv_int.h"

#include <string.h>

#define FIRST_SLOTS ((size_t)1024)

void plumb_names_start(struct plumb_names *names, struct plumb_arena *arena)
{
    *names = (struct plumb_names){.arena = arena, .slot_count = FIRST_SLOTS};
    names->slots = plumb_arena_array(arena, FIRST_SLOTS, sizeof *names->slots);
}

static void rehash(struct plumb_names *names)
{
    size_t count = names->slot_count * 4;
    uint32_t *slots = plumb_arena_array(names->arena, count, sizeof *slots);
    for (size_t i = 0; i < names->count; i++) {
        size_t slot = (size_t)names->hashes[i] & (count - 1);
        while (slots[slot])
            slot = (slot + 1) & (count - 1);
        slots[slot] = (uint32_t)i + 1;
    }
    names->slots = slots;
    names->slot_count = count;
}

static uint32_t append(struct plumb_names *names, struct plumb_str name, uint64_t hash)
{
    if (names->count >= (size_t)1 << 31)
        return PLUMB_NAMES_FULL;
    if (names->count * 2 >= names->slot_count)
        rehash(names);
    if (names->count == names->capacity) {
        size_t capacity = names->capacity ? names->capacity * 2 : 256;
        struct plumb_str *items = plumb_arena_array(names->arena, capacity, sizeof *items);
        uint64_t *hashes = plumb_arena_array(names->arena, capacity, sizeof *hashes);
        uint32_t *follow = plumb_arena_array(names->arena, capacity, sizeof *follow);
        if (names->count) {
            memcpy(items, names->items, names->count * sizeof *items);
            memcpy(hashes, names->hashes, names->count * sizeof *hashes);
            memcpy(follow, names->follow, names->count * sizeof *follow);
        }
        names->items = items;
        names->hashes = hashes;
        names->follow = follow;
        names->capacity = capacity;
    }
    names->items[names->count] = name;
    names->hashes[names->count] = hash;
    size_t slot = (size_t)hash & (names->slot_count - 1);
    while (names->slots[slot])
        slot = (slot + 1) & (names->slot_count - 1);
    names->slots[slot] = (uint32_t)names->count + 1;
    return (uint32_t)names->count++;
}

static bool is_name(const struct plumb_names *names, uint32_t index, struct plumb_str name)
{
    struct plumb_str item = names->items[index];
    return item.len == name.len && memcmp(item.ptr, name.ptr, name.len) == 0;
}

uint32_t plumb_names_add(struct plumb_names *names, struct plumb_str name, bool *added)
{
    *added = false;
    /* Tables are mostly sorted by name: the row before had it too; or the indicators come in turn. */
    if (names->count > 0) {
        if (is_name(names, names->last, name))
            return names->last;
        const uint32_t next = names->follow[names->last];
        if (is_name(names, next, name))
            return names->last = next;
    }
    uint64_t hash = plumb_hash64(name.ptr, name.len, 0);
    size_t slot = (size_t)hash & (names->slot_count - 1);
    for (; names->slots[slot]; slot = (slot + 1) & (names->slot_count - 1)) {
        uint32_t index = names->slots[slot] - 1;
        if (names->hashes[index] == hash && is_name(names, index, name)) {
            names->follow[names->last] = index;
            return names->last = index;
        }
    }
    uint32_t index = append(names, name, hash);
    *added = index != PLUMB_NAMES_FULL;
    if (*added)
        names->last = index;
    return index;
}
