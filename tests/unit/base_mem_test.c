/* Errors, the allocation door, the arena. */
#include "test_support.h"

/* ---- errors ---- */

static void test_fail_fills_the_error(void **unused)
{
    (void)unused;
    struct plumb_error error;
    memset(&error, 0x55, sizeof error);
    assert_int_equal(plumb_fail_at(&error, PLUMB_E_FORMAT, "a.csv", 7, 3, "Row %d is short.", 7),
                     PLUMB_E_FORMAT);
    assert_int_equal(error.code, PLUMB_E_FORMAT);
    assert_string_equal(error.message, "Row 7 is short.");
    assert_string_equal(error.source, "a.csv");
    assert_int_equal(error.line, 7);
    assert_int_equal(error.column, 3);
    assert_int_equal(plumb_fail(&error, PLUMB_E_IO, "Gone."), PLUMB_E_IO);
    assert_string_equal(error.source, "");
    assert_int_equal(error.line, 0);
    assert_int_equal(plumb_fail(NULL, PLUMB_E_STORE, "%s", "nobody listens"), PLUMB_E_STORE);
    assert_int_equal(plumb_fail_nomem(&error), PLUMB_E_NOMEM);
    assert_int_equal(error.code, PLUMB_E_NOMEM);
}

static void test_fail_may_quote_the_error_it_overwrites(void **unused)
{
    (void)unused;
    struct plumb_error error;
    plumb_fail_at(&error, PLUMB_E_IO, "inner.txt", 1, 1, "It is gone.");
    plumb_fail_at(&error, PLUMB_E_STORE, error.source, 2, 0, "Loading stopped: %s", error.message);
    assert_string_equal(error.message, "Loading stopped: It is gone.");
    assert_string_equal(error.source, "inner.txt");
}

static void test_long_messages_end_in_a_whole_character(void **unused)
{
    (void)unused;
    char longest[1200];
    for (size_t shift = 0; shift < 3; shift++) {
        memset(longest, 'x', shift);
        for (size_t i = shift; i + 3 < sizeof longest; i += 3)
            memcpy(longest + i, "\xE5\x8D\x95", 4); /* U+5355 */
        struct plumb_error error;
        plumb_fail_at(&error, PLUMB_E_IO, longest, 1, 0, "%s", longest);
        assert_true(plumb_utf8_valid(plumb_str_from(error.message), NULL));
        assert_true(plumb_utf8_valid(plumb_str_from(error.source), NULL));
        assert_true(strlen(error.message) >= sizeof error.message - 4);
        assert_true(strlen(error.source) >= sizeof error.source - 4);
    }
}

static void test_every_status_has_its_own_text(void **unused)
{
    (void)unused;
    for (int a = PLUMB_OK; a <= PLUMB_E_INTERNAL; a++) {
        assert_non_null(plumb_status_text((enum plumb_status)a));
        for (int b = PLUMB_OK; b < a; b++)
            assert_string_not_equal(plumb_status_text((enum plumb_status)a),
                                    plumb_status_text((enum plumb_status)b));
    }
    assert_non_null(plumb_status_text((enum plumb_status)999));
}

/* ---- the door ---- */

static void test_allocations_are_counted_and_fail_on_request(void **unused)
{
    (void)unused;
    plumb_alloc_count();
    void *a = plumb_malloc(10), *b = plumb_calloc(2, 5);
    a = plumb_realloc(a, 100);
    assert_int_equal(plumb_alloc_count(), 3);
    assert_int_equal(plumb_alloc_count(), 0);
    plumb_alloc_fail_at(2);
    void *c = plumb_malloc(1);
    assert_non_null(c);
    assert_null(plumb_malloc(1));
    assert_null(plumb_calloc(1, 1));
    assert_null(plumb_realloc(a, 200)); /* a stays valid */
    plumb_alloc_fail_at(0);
    assert_int_equal(plumb_alloc_count(), 4);
    plumb_free(a);
    plumb_free(b);
    plumb_free(c);
    plumb_free(NULL);
}

static void test_sizes_that_overflow_are_refused(void **unused)
{
    (void)unused;
    assert_null(plumb_calloc(SIZE_MAX / 2, 3));
    struct plumb_arena *arena = plumb_arena_new();
    assert_null(plumb_arena_alloc(arena, SIZE_MAX));
    assert_null(plumb_arena_alloc(arena, SIZE_MAX - 8));
    assert_null(plumb_arena_array(arena, SIZE_MAX / 4, 8));
    assert_non_null(plumb_arena_array(arena, 0, 8));
    assert_non_null(plumb_arena_array(arena, 8, 0));
    void *items = NULL;
    size_t capacity = SIZE_MAX / 2 + 1;
    assert_false(plumb_arena_grow(arena, &items, &capacity, 0, 1));
    plumb_arena_free(arena);
    void *nothing = plumb_malloc(0);
    assert_non_null(nothing);
    plumb_free(nothing);
    nothing = plumb_calloc(0, 4);
    assert_non_null(nothing);
    plumb_free(nothing);
}

/* ---- arena ---- */

static void test_arena_blocks_are_zeroed_aligned_and_apart(void **unused)
{
    (void)unused;
    struct plumb_arena *arena = plumb_arena_new();
    uint64_t state = 1;
    unsigned char *blocks[2000];
    size_t sizes[2000], total = 0;
    for (size_t i = 0; i < 2000; i++) {
        sizes[i] = test_below(&state, i % 100 == 0 ? 200000 : 200);
        total += sizes[i];
        blocks[i] = plumb_arena_alloc(arena, sizes[i]);
        assert_non_null(blocks[i]);
        assert_int_equal((uintptr_t)blocks[i] % 16, 0);
        for (size_t k = 0; k < sizes[i]; k++)
            assert_int_equal(blocks[i][k], 0);
        memset(blocks[i], (int)(i % 251) + 1, sizes[i]);
    }
    for (size_t i = 0; i < 2000; i++)
        for (size_t k = 0; k < sizes[i]; k++)
            assert_int_equal(blocks[i][k], i % 251 + 1);
    assert_true(plumb_arena_bytes(arena) >= total);
    assert_int_equal(plumb_arena_bytes(NULL), 0);
    plumb_arena_free(arena);
    plumb_arena_free(NULL);
}

struct item {
    size_t index;
    char pad[17];
};

static void test_push_keeps_every_element(void **unused)
{
    (void)unused;
    struct plumb_arena *arena = plumb_arena_new();
    struct item *items = NULL, *others = NULL;
    size_t count = 0, capacity = 0, other_count = 0, other_capacity = 0;
    for (size_t i = 0; i < 20000; i++) {
        struct item *item = PLUMB_PUSH(arena, items, count, capacity);
        assert_true(item && item->index == 0 && item->pad[16] == 0);
        item->index = i;
        item->pad[16] = 'x';
        if (i % 7 == 0) { /* a second array, so that the first cannot always grow in place */
            struct item *other = PLUMB_PUSH(arena, others, other_count, other_capacity);
            assert_true(other && other->index == 0);
            other->index = i;
        }
    }
    assert_int_equal(count, 20000);
    assert_true(capacity >= count);
    for (size_t i = 0; i < count; i++)
        assert_true(items[i].index == i && items[i].pad[16] == 'x');
    for (size_t i = 0; i < other_count; i++)
        assert_int_equal(others[i].index, i * 7);
    plumb_arena_free(arena);
}

static void test_arena_printf(void **unused)
{
    (void)unused;
    struct plumb_arena *arena = plumb_arena_new();
    assert_string_equal(plumb_arena_printf(arena, "%s-%d", "a", 7), "a-7");
    assert_string_equal(plumb_arena_printf(arena, "%s", ""), "");
    char *wide = plumb_arena_printf(arena, "%5000d", 1);
    assert_int_equal(strlen(wide), 5000);
    plumb_arena_free(arena);
}

/* Past its deadline the arena gives nothing more, and loops that allocate nothing jump too. */
static void test_arena_deadline(void **unused)
{
    (void)unused;
    struct plumb_arena *arena = plumb_arena_new();
    jmp_buf late;
    plumb_arena_deadline(arena, plumb_thread_seconds() + 1000);
    for (size_t i = 0; i < 2000; i++)
        assert_non_null(plumb_arena_alloc(arena, 16));
    plumb_arena_deadline(arena, 1e-9);
    size_t given = 0;
    while (given < 2000 && plumb_arena_alloc(arena, 16))
        given++;
    assert_true(given < 2000);
    assert_false(plumb_arena_is_full(arena));
    plumb_arena_deadline(arena, 1e-9);
    plumb_arena_on_nomem(arena, &late);
    if (setjmp(late) == 0) {
        for (size_t i = 0; i < 2000; i++)
            plumb_arena_tick(arena);
        fail_msg("two thousand ticks behind the deadline");
    }
    plumb_arena_deadline(arena, 0);
    for (size_t i = 0; i < 2000; i++)
        plumb_arena_tick(arena);
    assert_non_null(plumb_arena_alloc(arena, 16));
    plumb_arena_free(arena);
}

static enum plumb_status guarded(struct plumb_arena *arena, struct plumb_error *error)
{
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        return plumb_fail_nomem(error);
    }
    size_t *items = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < 3000; i++)
        *PLUMB_PUSH(arena, items, count, capacity) = i; /* cannot be NULL here */
    plumb_arena_printf(arena, "%9000d", 1);
    plumb_str_copy(arena, PLUMB_STR("text"));
    plumb_label_key(arena, PLUMB_STR("\xE2\x91\xA0"));
    plumb_arena_on_nomem(arena, outer);
    return PLUMB_OK;
}

static void test_arena_jumps_when_memory_ends(void **unused)
{
    (void)unused;
    size_t failures = 0;
    for (size_t n = 1;; n++) {
        assert_true(n < 1000);
        struct plumb_arena *arena = plumb_arena_new();
        struct plumb_error error = {0};
        plumb_alloc_fail_at(n);
        enum plumb_status status = guarded(arena, &error);
        plumb_alloc_fail_at(0);
        assert_null(plumb_arena_on_nomem(arena, NULL)); /* the guard put the old target back */
        plumb_arena_free(arena);
        if (status == PLUMB_OK)
            break;
        assert_int_equal(status, PLUMB_E_NOMEM);
        assert_int_equal(error.code, PLUMB_E_NOMEM);
        failures++;
    }
    assert_true(failures >= 3);
}

static void test_arena_without_target_returns_null(void **unused)
{
    (void)unused;
    plumb_alloc_fail_at(1);
    assert_null(plumb_arena_new());
    plumb_alloc_fail_at(0);
    struct plumb_arena *arena = plumb_arena_new();
    plumb_alloc_fail_at(1);
    assert_null(plumb_arena_alloc(arena, 100));
    assert_null(plumb_arena_printf(arena, "%d", 1));
    assert_int_equal(plumb_str_copy(arena, PLUMB_STR("abc")).len, 0);
    assert_int_equal(plumb_label_key(arena, PLUMB_STR("abc")).len, 0);
    size_t *items = NULL, count = 0, capacity = 0;
    assert_null(PLUMB_PUSH(arena, items, count, capacity));
    assert_true(items == NULL && count == 0 && capacity == 0);
    plumb_alloc_fail_at(0);
    assert_non_null(plumb_arena_alloc(arena, 100)); /* still usable */
    plumb_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fail_fills_the_error),
        cmocka_unit_test(test_fail_may_quote_the_error_it_overwrites),
        cmocka_unit_test(test_long_messages_end_in_a_whole_character),
        cmocka_unit_test(test_every_status_has_its_own_text),
        cmocka_unit_test(test_allocations_are_counted_and_fail_on_request),
        cmocka_unit_test(test_sizes_that_overflow_are_refused),
        cmocka_unit_test(test_arena_blocks_are_zeroed_aligned_and_apart),
        cmocka_unit_test(test_push_keeps_every_element),
        cmocka_unit_test(test_arena_printf),
        cmocka_unit_test(test_arena_deadline),
        cmocka_unit_test(test_arena_jumps_when_memory_ends),
        cmocka_unit_test(test_arena_without_target_returns_null),
    };
    return cmocka_run_group_tests_name("base_mem", tests, NULL, NULL);
}
