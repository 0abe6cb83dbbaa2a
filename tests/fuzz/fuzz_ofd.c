/* Any bytes as the page of an OFD file, or as the file. */
#include "fuzz_container.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct fuzz_part parts[] = {
        {"OFD.xml", "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>"},
        {"Doc_0/Document.xml",
         "<Document><Pages><Page BaseLoc='Pages/Page_0/Content.xml'/></Pages></Document>"}};
    fuzz_container(plumb_read_ofd, parts, 2, "Doc_0/Pages/Page_0/Content.xml", data, size);
    return 0;
}
