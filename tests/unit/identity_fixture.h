/* Texts with the agency, year and kind that they must be found to be of. The agencies are invented. */
#ifndef IDENTITY_FIXTURE_H
#define IDENTITY_FIXTURE_H

#include "extract_group.h"

struct page {
    const char *text, *agency;
    int year;
    enum plumb_document_kind kind;
};

static inline void check(const struct page *pages, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        const struct plumb_extract_work *work = fixture_run(&fixture, pages[i].text);
        const char *agency = fixture_copy(&fixture, work->agency);
        if (strcmp(agency, pages[i].agency) == 0 && work->year == pages[i].year &&
            work->kind == pages[i].kind)
            continue;
        print_error("%s\n  found %s, %d, %s\n", pages[i].text, agency, work->year,
                    plumb_document_kind_name(work->kind));
        wrong++;
    }
    assert_int_equal(wrong, 0);
}
#define CHECK(pages) check((pages), sizeof(pages) / sizeof *(pages))

#endif
