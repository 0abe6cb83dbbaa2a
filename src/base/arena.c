/* Region allocator: chunks that double in size, freed together. */
#include "plumb/base.h"

#include <stdalign.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define ALIGNMENT ((size_t)16)
#define FIRST_CHUNK ((size_t)4096)
#define LARGEST_CHUNK ((size_t)1 << 20)
/* The clock is a system call: it is asked once in so many allocations. */
#define CLOCK_EVERY 128

/* With AddressSanitizer every object gets a chunk of its own, so that reading past it is seen. */
#if defined(__SANITIZE_ADDRESS__)
#define CHUNK_PER_OBJECT true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CHUNK_PER_OBJECT true
#endif
#endif
#ifndef CHUNK_PER_OBJECT
#define CHUNK_PER_OBJECT false
#endif

struct chunk {
    struct chunk *next;
    size_t used, size;
    alignas(16) unsigned char data[];
};

struct plumb_arena {
    struct chunk *chunks; /* the newest first */
    size_t next_size, bytes, most;
    bool full;
    double stop_at; /* 0: no limit */
    unsigned ticks;
    bool late;
    jmp_buf *on_nomem;
};

static void *out_of_memory(struct plumb_arena *arena)
{
    if (arena->on_nomem)
        longjmp(*arena->on_nomem, 1);
    return NULL;
}

struct plumb_arena *plumb_arena_new(void)
{
    struct plumb_arena *arena = plumb_calloc(1, sizeof *arena);
    if (arena)
        arena->next_size = FIRST_CHUNK;
    return arena;
}

void plumb_arena_free(struct plumb_arena *arena)
{
    if (!arena)
        return;
    struct chunk *chunk = arena->chunks;
    while (chunk) {
        struct chunk *next = chunk->next;
        plumb_free(chunk);
        chunk = next;
    }
    plumb_free(arena);
}

/* A chunk for at least `size` bytes. A large object gets a chunk that is put behind the current
 * one, so that the room left in the current one is not lost. */
static struct chunk *add_chunk(struct plumb_arena *arena, size_t size)
{
    bool own = CHUNK_PER_OBJECT || size > arena->next_size / 4;
    size_t room = own ? size : arena->next_size;
    if (room > SIZE_MAX - sizeof(struct chunk))
        return NULL;
    arena->full = arena->full || (arena->most && room > arena->most - arena->bytes);
    struct chunk *chunk = arena->full ? NULL : plumb_calloc(1, sizeof *chunk + room);
    if (!chunk)
        return NULL;
    chunk->size = room;
    if (own && arena->chunks) {
        chunk->next = arena->chunks->next;
        arena->chunks->next = chunk;
    } else {
        chunk->next = arena->chunks;
        arena->chunks = chunk;
    }
    if (!own && arena->next_size < LARGEST_CHUNK)
        arena->next_size *= 2;
    arena->bytes += room;
    return chunk;
}

double plumb_thread_seconds(void)
{
    struct timespec t = {0, 1};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)(t.tv_nsec + 1);
}

void plumb_arena_deadline(struct plumb_arena *arena, double stop_at)
{
    arena->stop_at = stop_at;
    arena->late = false;
}

static bool is_late(struct plumb_arena *arena)
{
    if (arena->stop_at > 0 && !arena->late && ++arena->ticks % CLOCK_EVERY == 0)
        arena->late = plumb_thread_seconds() > arena->stop_at;
    return arena->late;
}

void plumb_arena_tick(struct plumb_arena *arena)
{
    if (is_late(arena))
        out_of_memory(arena);
}

void *plumb_arena_alloc(struct plumb_arena *arena, size_t size)
{
    if (is_late(arena) || size > SIZE_MAX - ALIGNMENT)
        return out_of_memory(arena);
    size_t rounded = size == 0 ? ALIGNMENT : (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct chunk *chunk = arena->chunks;
    if (!chunk || chunk->size - chunk->used < rounded) {
        /* Keep the exact size where the sanitizer watches the end of the block. */
        chunk = add_chunk(arena, CHUNK_PER_OBJECT && size ? size : rounded);
        if (!chunk)
            return out_of_memory(arena);
    }
    void *block = chunk->data + chunk->used;
    chunk->used = chunk->size - chunk->used < rounded ? chunk->size : chunk->used + rounded;
    return block;
}

void *plumb_arena_array(struct plumb_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return out_of_memory(arena);
    return plumb_arena_alloc(arena, count * size);
}

char *plumb_arena_printf(struct plumb_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    /* longjmp out of the allocation would skip va_end(again); it is a no-op on every ABI we
     * build for, but allocate only after measuring to keep one list open at a time. */
    char *text = len < 0 ? out_of_memory(arena) : plumb_arena_alloc(arena, (size_t)len + 1);
    if (text)
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

void plumb_arena_limit(struct plumb_arena *arena, size_t bytes)
{
    arena->most = bytes && bytes < arena->bytes ? arena->bytes : bytes;
}

bool plumb_arena_is_full(const struct plumb_arena *arena)
{
    return arena->full;
}

size_t plumb_arena_bytes(const struct plumb_arena *arena)
{
    return arena ? arena->bytes : 0;
}

jmp_buf *plumb_arena_on_nomem(struct plumb_arena *arena, jmp_buf *target)
{
    jmp_buf *previous = arena->on_nomem;
    arena->on_nomem = target;
    return previous;
}

/* Grow the newest object of the current chunk where it lies; true when that was possible. */
static bool extend_in_place(struct plumb_arena *arena, const unsigned char *block, size_t old_bytes,
                            size_t new_bytes)
{
    struct chunk *chunk = arena->chunks;
    if (CHUNK_PER_OBJECT || !chunk || !block || block < chunk->data ||
        block >= chunk->data + chunk->size)
        return false;
    size_t start = (size_t)(block - chunk->data);
    size_t end = start + (old_bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    size_t rounded = (new_bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (end != chunk->used || rounded > chunk->size - start)
        return false;
    chunk->used = start + rounded;
    return true;
}

bool plumb_arena_grow(struct plumb_arena *arena, void **items, size_t *capacity, size_t count,
                      size_t size)
{
    /* *items is some T *: read and write it as bytes, which aliasing rules allow. */
    void *old = NULL;
    memcpy(&old, items, sizeof old);
    size_t wanted = *capacity < 8 ? 8 : *capacity;
    if (*capacity >= 8) {
        if (wanted > SIZE_MAX / 2)
            return out_of_memory(arena) != NULL;
        wanted *= 2;
    }
    if (size != 0 && wanted > (SIZE_MAX - ALIGNMENT) / size)
        return out_of_memory(arena) != NULL;
    if (!extend_in_place(arena, old, *capacity * size, wanted * size)) {
        void *fresh = plumb_arena_array(arena, wanted, size);
        if (!fresh)
            return false;
        if (count)
            memcpy(fresh, old, count * size);
        memcpy(items, &fresh, sizeof fresh);
    }
    *capacity = wanted;
    return true;
}
