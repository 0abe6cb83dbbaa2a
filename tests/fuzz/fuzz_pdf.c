/* Any bytes as the word table of pdftotext: words stay inside it and pages can be laid out. */
#include <stdlib.h>

#include "read/page/pdf_page.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plumb_str tsv = {(const char *)data, size};
    struct plumb_pdf_words *words = plumb_pdf_words_read(tsv);
    size_t count = 0;
    if (!words)
        return 0;
    const struct plumb_pdf_word *list = plumb_pdf_words_list(words, &count);
    for (size_t i = 0; i < count; i++)
        if (list[i].text.ptr < tsv.ptr || list[i].text.ptr + list[i].text.len > tsv.ptr + tsv.len)
            abort();
    struct plumb_buf out = {0};
    for (size_t page = 1; page <= 4; page++)
        plumb_pdf_page_text(words, page, &out);
    plumb_buf_free(&out);
    plumb_pdf_words_free(words);
    return 0;
}
