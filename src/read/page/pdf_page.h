/* Pages of a PDF laid out anew from the places of their words. */
#ifndef PLUMB_PDF_PAGE_H
#define PLUMB_PDF_PAGE_H

#include "plumb/base.h"

/* Words with their places, from `pdftotext -tsv`. All pages get the same pitch, so that a table
 * that goes on over pages keeps its columns at the same places, which the layout mode of pdftotext
 * does not do. */
struct plumb_pdf_words;
struct plumb_pdf_word {
    double left, top, width, height; /* points from the upper left corner */
    size_t page;                     /* from 1 */
    struct plumb_str text;
};
/* NULL when `tsv` is no such table or memory is short. The words borrow from `tsv`. */
struct plumb_pdf_words *plumb_pdf_words_read(struct plumb_str tsv);
void plumb_pdf_words_free(struct plumb_pdf_words *words);
/* All words: by page, then from the top, then from the left. */
const struct plumb_pdf_word *plumb_pdf_words_list(const struct plumb_pdf_words *words,
                                                  size_t *count);
/* Append the text of page `page` (from 1) with a form feed behind it; false when it has no words. */
bool plumb_pdf_page_text(const struct plumb_pdf_words *words, size_t page, struct plumb_buf *out);

#endif
