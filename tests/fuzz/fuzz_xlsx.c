/* Any bytes as the sheet of a workbook, or as the file. */
#include "fuzz_container.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct fuzz_part parts[] = {
        {"xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='a' r:id='b'/></sheets>"
                            "</workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id='b' Target='worksheets/sheet1.xml'/></Relationships>"},
        {"xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId='10'/><xf numFmtId='14'/></cellXfs>"
                          "</styleSheet>"}};
    fuzz_container(plumb_read_xlsx, parts, 3, "xl/worksheets/sheet1.xml", data, size);
    return 0;
}
