/* What a digest keeps of findings. */
#include "test_support.h"

#include "analysis/across/digest.h"
#include "analysis/findings/findings_int.h"

/* Two findings that quote one place still do so when they are copied, however many others lie between
 * them; equal words at another place stay another place. */
static void places_stay_places(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    static char words[COUNT][8];
    struct plumb_arena *arena = plumb_arena_new(), *target = plumb_arena_new();
    struct plumb_finding_list from = {0}, to = {0};
    char place[] = "12.5", other[] = "12.5";
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(words[i], sizeof words[i], "%zu", i);
        struct plumb_evidence *evidence = plumb_arena_array(arena, 3, sizeof *evidence);
        evidence[0] = (struct plumb_evidence){.document = "a", .text = {place, 4}};
        evidence[1] = (struct plumb_evidence){.document = "a", .text = {other, 4}};
        evidence[2] =
            (struct plumb_evidence){.document = "a", .text = {words[i], strlen(words[i])}};
        struct plumb_finding finding = {
            .check = "x", .agency = "", .subject = "", .evidence = evidence, .evidence_count = 3};
        plumb_finding_push(arena, &from, &finding);
    }
    plumb_findings_keep(target, &from, &to);
    plumb_arena_free(arena);
    assert_int_equal(to.count, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        const struct plumb_evidence *e = to.items[i].evidence;
        assert_ptr_equal(e[0].text.ptr, to.items[0].evidence[0].text.ptr);
        assert_ptr_equal(e[1].text.ptr, to.items[0].evidence[1].text.ptr);
        assert_memory_equal(e[0].text.ptr, "12.5", 4);
        assert_memory_equal(e[2].text.ptr, words[i], e[2].text.len);
    }
    assert_ptr_not_equal(to.items[0].evidence[0].text.ptr, to.items[0].evidence[1].text.ptr);
    assert_ptr_not_equal(to.items[0].evidence[0].text.ptr, place);
    plumb_arena_free(target);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_stay_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
