/* OFD files written by hand, in the ways that different programs write them. Places in millimetres
 * from the upper left corner. */
#ifndef PLUMB_OFD_FIXTURE_H
#define PLUMB_OFD_FIXTURE_H

#include "zip_fixture.h"

#define OFD_PAGES 4
#define OFD_NAMESPACE "xmlns:ofd='http://www.ofdspec.org/2016'"

struct ofd_book {
    struct plumb_buf pages[OFD_PAGES];
    size_t count;           /* pages */
    struct plumb_buf under; /* the template of all pages, if any */
};

/* The letters begin at x and hang from y, `size` high; told as the boundary of the object. */
static inline void ofd_text(struct ofd_book *book, size_t page, double x, double y, double size,
                            const char *text)
{
    double width = size * plumb_utf8_width(plumb_str_from(text)) / 2;
    book->count = book->count > page ? book->count : page + 1;
    plumb_buf_printf(&book->pages[page],
                     "<ofd:TextObject Boundary='%.3f %.3f %.3f %.3f' Font='2' Size='%.3f'>"
                     "<ofd:TextCode X='0' Y='%.3f'>%s</ofd:TextCode></ofd:TextObject>",
                     x, y, width, size, size, 0.86 * size, text);
}

/* The same, each letter an object, the page its boundary, and places in points scaled by a matrix:
 * what converters of PDF write. */
static inline void ofd_letters(struct ofd_book *book, size_t page, double x, double y, double size,
                               const char *text)
{
    const double point = 25.4 / 72;
    struct plumb_str rest = plumb_str_from(text);
    book->count = book->count > page ? book->count : page + 1;
    for (size_t at = 0; at < rest.len;) {
        size_t from = at;
        uint32_t letter = plumb_utf8_decode(rest, &at);
        plumb_buf_printf(&book->pages[page],
                         "<ofd:TextObject Boundary='0 0 210 297' CTM='%.6f 0 0 %.6f 0 0' Font='2' "
                         "Size='%.3f'><ofd:TextCode X='%.3f' Y='%.3f'>%.*s</ofd:TextCode>"
                         "</ofd:TextObject>",
                         point, point, size / point, x / point, (y + 0.86 * size) / point,
                         (int)(at - from), rest.ptr + from);
        x += letter < 0x2E80 ? size / 2 : size;
    }
}

static inline void ofd_path(struct plumb_buf *page, double x, double y, double width, double height,
                            const char *data)
{
    plumb_buf_printf(page,
                     "<ofd:PathObject Boundary='%.3f %.3f %.3f %.3f' LineWidth='0.3'>"
                     "<ofd:AbbreviatedData>%s</ofd:AbbreviatedData></ofd:PathObject>",
                     x, y, width, height, data);
}

/* A line along an axis. */
static inline void ofd_line(struct plumb_buf *page, double x0, double y0, double x1, double y1)
{
    char data[64];
    snprintf(data, sizeof data, "M 0 0 L %.3f %.3f", x1 - x0, y1 - y0);
    ofd_path(page, x0, y0, x1 - x0, y1 - y0, data);
}

/* The sides of a cell as one path, as office programs draw each cell. */
static inline void ofd_cell(struct plumb_buf *page, double x, double y, double width, double height)
{
    char data[128];
    snprintf(data, sizeof data, "M 0 0 L %.3f 0 L %.3f %.3f L 0 %.3f C", width, width, height,
             height);
    ofd_path(page, x, y, width, height, data);
}

static inline void ofd_wrap(struct plumb_buf *out, const struct plumb_buf *objects, bool templated)
{
    plumb_buf_printf(out,
                     "<ofd:Page " OFD_NAMESPACE ">%s<ofd:Content><ofd:Layer>%s</ofd:Layer>"
                     "</ofd:Content></ofd:Page>",
                     templated ? "<ofd:Template TemplateID='90' ZOrder='Background'/>" : "",
                     objects->len ? objects->data : "");
}

/* Write the file and free the book; the path is good until the next call. */
static inline const char *ofd_write(struct ofd_book *book)
{
    static const char root[] = "<ofd:OFD " OFD_NAMESPACE "><ofd:DocBody><ofd:DocRoot>Doc_0/"
                               "Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
    static const char *const names[OFD_PAGES] = {
        "Doc_0/Pages/Page_0/Content.xml", "Doc_0/Pages/Page_1/Content.xml",
        "Doc_0/Pages/Page_2/Content.xml", "Doc_0/Pages/Page_3/Content.xml"};
    struct plumb_buf document = {0}, wrapped[OFD_PAGES + 1] = {{0}};
    plumb_buf_puts(&document, "<ofd:Document " OFD_NAMESPACE "><ofd:CommonData><ofd:PageArea>"
                              "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
                              "<ofd:TemplatePage ID='90' BaseLoc='Tpls/Tpl_0/Content.xml'/>"
                              "</ofd:CommonData><ofd:Pages>");
    struct zip_part parts[OFD_PAGES + 3] = {{"OFD.xml", root, 0}};
    size_t count = 1;
    for (size_t p = 0; p < book->count; p++) {
        plumb_buf_printf(&document, "<ofd:Page ID='%zu' BaseLoc='Pages/Page_%zu/Content.xml'/>",
                         p + 1, p);
        ofd_wrap(&wrapped[p], &book->pages[p], book->under.len > 0);
        parts[count++] = (struct zip_part){names[p], wrapped[p].data, 0};
    }
    ofd_wrap(&wrapped[OFD_PAGES], &book->under, false);
    parts[count++] = (struct zip_part){"Doc_0/Tpls/Tpl_0/Content.xml", wrapped[OFD_PAGES].data, 0};
    plumb_buf_puts(&document, "</ofd:Pages></ofd:Document>");
    parts[count++] = (struct zip_part){"Doc_0/Document.xml", document.data, 0};
    const char *path = zip_write(".ofd", parts, count);
    plumb_buf_free(&document);
    plumb_buf_free(&book->under);
    for (size_t p = 0; p <= OFD_PAGES; p++) {
        plumb_buf_free(&wrapped[p]);
        if (p < OFD_PAGES)
            plumb_buf_free(&book->pages[p]);
    }
    return path;
}

#endif
