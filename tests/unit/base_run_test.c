/* Hashes, threads, progress, embedded files. */
#include "test_support.h"

#include <stdatomic.h>
#include <unistd.h>

#include "base/embedded.h"

/* FIPS 180-4 examples, published by NIST. */
static void test_sha256(void **unused)
{
    (void)unused;
    char hex[65];
    plumb_sha256_hex("abc", 3, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    plumb_sha256_hex(NULL, 0, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    plumb_sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, hex);
    assert_string_equal(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    /* a million times "a": many whole blocks at once */
    char *many = malloc(1000000);
    assert_non_null(many);
    memset(many, 'a', 1000000);
    plumb_sha256_hex(many, 1000000, hex);
    assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(many);
}

/* XXH64("", 0) and XXH64("abc", 0) as published with xxHash. */
static void test_hash64(void **unused)
{
    (void)unused;
    assert_true(plumb_hash64("", 0, 0) == 0xEF46DB3751D8E999u);
    assert_true(plumb_hash64("abc", 3, 0) == 0x44BC2CF5AD770999u);
    assert_true(plumb_hash64("abc", 3, 1) != plumb_hash64("abc", 3, 0));
}

struct slots {
    atomic_uint ran[1000];
};

static void mark(void *context, size_t index)
{
    struct slots *slots = context;
    atomic_fetch_add(&slots->ran[index], 1);
}

static void test_parallel_runs_every_index_once(void **unused)
{
    (void)unused;
    static const size_t counts[] = {0, 1, 2, 7, 1000};
    static const unsigned threads[] = {0, 1, 2, 5, 500};
    for (size_t c = 0; c < 5; c++) {
        for (size_t t = 0; t < 5; t++) {
            struct slots slots;
            memset(&slots, 0, sizeof slots);
            plumb_parallel(counts[c], threads[t], mark, &slots);
            for (size_t i = 0; i < 1000; i++)
                assert_int_equal(atomic_load(&slots.ran[i]), i < counts[c] ? 1 : 0);
        }
    }
    assert_true(plumb_cores() >= 1);
}

/* The switch of one thread must not make another thread's allocations fail. */
static void allocate(void *context, size_t index)
{
    atomic_uint *failures = context;
    plumb_alloc_fail_at(index % 2 == 0 ? 1 : 0);
    void *block = plumb_malloc(8);
    if ((block == NULL) != (index % 2 == 0))
        atomic_fetch_add(failures, 1);
    plumb_alloc_fail_at(0);
    plumb_free(block);
}

static void test_allocation_failure_is_per_thread(void **unused)
{
    (void)unused;
    atomic_uint failures = 0;
    plumb_parallel(2000, 4, allocate, &failures);
    assert_int_equal(atomic_load(&failures), 0);
}

static void test_progress_is_silent_without_a_terminal(void **unused)
{
    (void)unused;
    plumb_progress_step(NULL, 1);
    plumb_progress_end(NULL);
    assert_null(plumb_progress_new("reading", 10, false));
    int saved = dup(STDERR_FILENO), pipes[2];
    assert_int_equal(pipe(pipes), 0);
    dup2(pipes[1], STDERR_FILENO);
    struct plumb_progress *progress = plumb_progress_new("reading", 10, true);
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(pipes[0]);
    close(pipes[1]);
    assert_null(progress);
}

static void test_embedded_files_are_sorted_and_found(void **unused)
{
    (void)unused;
    size_t count = 0;
    const struct plumb_embedded *files = plumb_embedded_all(&count);
    for (size_t i = 0; i < count; i++) {
        assert_true(i == 0 || strcmp(files[i - 1].name, files[i].name) < 0);
        assert_ptr_equal(plumb_embedded_find(files[i].name), &files[i]);
        assert_int_equal(files[i].data[files[i].len], 0);
    }
    assert_null(plumb_embedded_find(""));
    assert_null(plumb_embedded_find("catalogue/no-such-file.json"));
    assert_null(plumb_embedded_find("\xFF"));
}

/* The bytes in the library are the bytes of the file, when the test runs in the source tree. */
static void test_embedded_bytes_are_the_files_bytes(void **unused)
{
    (void)unused;
    const struct plumb_embedded *file = plumb_embedded_find("catalogue/checks.json");
    FILE *source = fopen("analysis/catalogue/checks.json", "rb");
    if (!file || !source) {
        if (source)
            fclose(source);
        print_message("skipped: not run from the root of the source tree\n");
        skip();
    }
    for (size_t i = 0; i < file->len; i++)
        assert_int_equal(fgetc(source), file->data[i]);
    assert_int_equal(fgetc(source), EOF);
    fclose(source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256),
        cmocka_unit_test(test_hash64),
        cmocka_unit_test(test_parallel_runs_every_index_once),
        cmocka_unit_test(test_allocation_failure_is_per_thread),
        cmocka_unit_test(test_progress_is_silent_without_a_terminal),
        cmocka_unit_test(test_embedded_files_are_sorted_and_found),
        cmocka_unit_test(test_embedded_bytes_are_the_files_bytes),
    };
    return cmocka_run_group_tests_name("base_run", tests, NULL, NULL);
}
