/* The page's data: the same JSON as findings.json, so that the numbers cannot differ. */
#include "report/html.h"

#include <limits.h>
#include <string.h>
#include <zlib.h>

#include "report/agency_pages.h"
#include "report/escape.h"

/* Bytes of data above which it is compressed. */
#define PLAIN_DATA ((size_t)2 << 20)

static void put_bilingual_json(struct plumb_buf *out, struct plumb_bilingual text)
{
    plumb_buf_puts(out, "{\"zh\":");
    plumb_escape_json_text(out, text.zh ? text.zh : "");
    plumb_buf_puts(out, ",\"en\":");
    plumb_escape_json_text(out, text.en ? text.en : "");
    plumb_buf_puts(out, "}");
}

/* gzip (RFC 1952) in one piece, with no time in its head: equal input gives equal bytes. */
static bool compress_text(const struct plumb_buf *text, struct plumb_buf *out)
{
    z_stream z = {0};
    unsigned char block[65536];
    int result = Z_OK;
    if (text->len > UINT_MAX || deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY))
        return false;
    z.next_in = (unsigned char *)text->data;
    z.avail_in = (unsigned)text->len;
    while (result == Z_OK) {
        z.next_out = block;
        z.avail_out = sizeof block;
        result = deflate(&z, Z_FINISH);
        plumb_buf_add(out, (const char *)block, sizeof block - z.avail_out);
    }
    deflateEnd(&z);
    return result == Z_STREAM_END && !out->failed;
}

/* A few findings stay readable in the source; many are packed, which the page unpacks. */
static void put_data_script(struct plumb_buf *out, const struct plumb_buf *json)
{
    struct plumb_buf packed = {0};
    if (json->len > PLAIN_DATA && compress_text(json, &packed)) {
        plumb_buf_puts(out, "<script type=\"application/gzip\" id=\"packed\">");
        plumb_base64(out, packed.data, packed.len);
    } else {
        plumb_buf_puts(out, "<script type=\"application/json\" id=\"data\">");
        plumb_escape_script_json(out, (struct plumb_str){json->data ? json->data : "", json->len});
    }
    plumb_buf_puts(out, "</script>\n");
    plumb_buf_free(&packed);
}

/* The findings of panels have the id of an indicator for their subject; people read its name. */
static void put_names(struct plumb_buf *json, const struct plumb_report_input *input)
{
    bool first = true;
    for (size_t i = 0; i < plumb_catalogue_indicator_count(input->catalogue); i++) {
        const struct plumb_indicator *entry = plumb_catalogue_indicator(input->catalogue, i);
        bool used = false;
        for (size_t k = 0; !used && k < input->findings->count; k++)
            used = strcmp(input->findings->items[k].subject, entry->id) == 0;
        if (!used)
            continue;
        plumb_buf_puts(json, first ? "{" : ",");
        plumb_escape_json_text(json, entry->id);
        plumb_buf_puts(json, ":");
        put_bilingual_json(json, entry->name);
        first = false;
    }
    plumb_buf_puts(json, first ? "{}" : "}");
}

/* The findings as in findings.json, and the text of the checks they name. */
enum plumb_status plumb_html_data(struct plumb_buf *out, const struct plumb_report_input *input,
                                  struct plumb_error *error)
{
    struct plumb_buf json = {0};
    const char *currency = input->panel_count ? input->panels[0]->currency : "";
    plumb_buf_puts(&json, "{\"currency\":");
    plumb_escape_json_text(&json, currency && strcmp(currency, "CNY") != 0 ? currency : "");
    plumb_buf_puts(&json, ",\"findings\":[");
    for (size_t i = 0; i < input->findings->count; i++) {
        if (i)
            plumb_buf_puts(&json, ",");
        plumb_json_finding(&json, &input->findings->items[i]);
    }
    plumb_buf_puts(&json, "],\"checks\":{");
    for (size_t i = 0; i < plumb_catalogue_check_count(input->catalogue); i++) {
        const struct plumb_check *check = plumb_catalogue_check(input->catalogue, i);
        if (i)
            plumb_buf_puts(&json, ",");
        plumb_escape_json_text(&json, check->id);
        plumb_buf_puts(&json, ":{\"title\":");
        put_bilingual_json(&json, check->title);
        plumb_buf_puts(&json, ",\"what\":");
        put_bilingual_json(&json, check->what);
        plumb_buf_puts(&json, ",\"limits\":");
        put_bilingual_json(&json, check->limits);
        plumb_buf_puts(&json, ",\"source\":");
        plumb_escape_json_text(&json, check->source ? check->source : "");
        plumb_buf_puts(&json, "}");
    }
    plumb_buf_puts(&json, "},\"names\":");
    put_names(&json, input);
    plumb_buf_puts(&json, ",\"agencies\":");
    enum plumb_status status = plumb_agency_pages_json(input, NULL, 0, &json, error);
    plumb_buf_puts(&json, "}");
    put_data_script(out, &json);
    out->failed = out->failed || json.failed;
    plumb_buf_free(&json);
    return status;
}
