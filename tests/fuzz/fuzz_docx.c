/* Any bytes as the body of a Word file, or as the file. */
#include "fuzz_container.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_container(plumb_read_docx, NULL, 0, "word/document.xml", data, size);
    return 0;
}
