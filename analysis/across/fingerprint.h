/* Fingerprints of a document's sentences: what is left of a text to be compared with others. */
#ifndef PLUMB_FINGERPRINT_H
#define PLUMB_FINGERPRINT_H

#include "plumb/document.h"

struct plumb_fingerprint {
    uint64_t hash; /* of its body without spaces and digits, full width folded */
    struct plumb_str text;
    size_t line;   /* source line, from 1 */
    size_t length; /* code points without spaces and digits; short sentences are left out */
};

/* The sentence without "2023年", "全年", "本年度" in front: the same is told of another year. */
struct plumb_str plumb_sentence_body(struct plumb_str text);

/* Sentences of headings and paragraphs (not of tables), ascending by hash, a repeated one once.
 * Both live in `arena`; the texts point into the document. Memory that is out jumps. */
struct plumb_fingerprint *plumb_document_fingerprints(const struct plumb_document *document,
                                                      struct plumb_arena *arena, size_t *count);

#endif
