/* Working papers for Word: one page a finding, the conclusion left to the auditor.
 *
 * The smallest package that ECMA-376 (Office Open XML, part 1, §11 and §17) allows: content types,
 * the relation to the main part, and the main part. Fonts are named for both scripts, since Word
 * takes its Latin font for Chinese text otherwise. */
#include <string.h>
#include <zip.h>

#include "plumb/report.h"
#include "report/escape.h"
#include "report/html.h"

/* ZIP knows no time before 1980; a fixed one gives equal bytes for equal findings. */
#define FIXED_TIME ((time_t)315532800)

#define WORD_SPACE "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define PACKAGE_SPACE "http://schemas.openxmlformats.org/package/2006/"

static const char content_types[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Types xmlns=\"" PACKAGE_SPACE "content-types\">"
    "<Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/"
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";

static const char relations[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Relationships xmlns=\"" PACKAGE_SPACE "relationships\"><Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
    "Target=\"word/document.xml\"/></Relationships>";

static void put(struct plumb_buf *out, const char *text)
{
    plumb_buf_puts(out, text);
}

/* One paragraph; `size` in half points. */
static void put_paragraph(struct plumb_buf *out, struct plumb_str text, int size, bool bold)
{
    plumb_buf_printf(out,
                     "<w:p><w:pPr><w:spacing w:after=\"60\"/></w:pPr><w:r><w:rPr><w:rFonts "
                     "w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" "
                     "w:eastAsia=\"SimSun\"/>%s<w:sz w:val=\"%d\"/></w:rPr>"
                     "<w:t xml:space=\"preserve\">",
                     bold ? "<w:b/>" : "", size);
    plumb_escape_html(out, text);
    put(out, "</w:t></w:r></w:p>");
}

static void put_text(struct plumb_buf *out, const char *text)
{
    if (text && *text)
        put_paragraph(out, plumb_str_from(text), 21, false);
}

/* A row of the sheet: its name on the left, then what `put_cell_end` closes. */
static void put_row(struct plumb_buf *out, const char *name, int height)
{
    plumb_buf_printf(out,
                     "<w:tr><w:trPr><w:trHeight w:val=\"%d\"/></w:trPr><w:tc><w:tcPr><w:tcW "
                     "w:w=\"1700\" w:type=\"dxa\"/></w:tcPr>",
                     height);
    put_paragraph(out, plumb_str_from(name), 21, true);
    put(out, "</w:tc><w:tc><w:tcPr><w:tcW w:w=\"7600\" w:type=\"dxa\"/></w:tcPr>");
}

/* A cell must end with a paragraph (§17.4.65): an empty one does where nothing was written. */
static void end_row(struct plumb_buf *out)
{
    if (out->len < 6 || memcmp(out->data + out->len - 6, "</w:p>", 6) != 0)
        put(out, "<w:p/>");
    put(out, "</w:tc></w:tr>");
}

static bool same_quote(const struct plumb_evidence *a, const struct plumb_evidence *b)
{
    return strcmp(a->document, b->document) == 0 && plumb_str_equal(a->quote, b->quote);
}

/* The numbers of the quote of evidence `at`, with their parts and, when they differ, lines. */
static void put_numbers(struct plumb_buf *line, const struct plumb_finding *finding, size_t at,
                        bool zh)
{
    const struct plumb_evidence *first = &finding->evidence[at];
    bool open = false;
    for (size_t i = at; i < finding->evidence_count; i++) {
        const struct plumb_evidence *e = &finding->evidence[i];
        if (!e->text.len || !same_quote(first, e))
            continue;
        plumb_buf_printf(line, "%s%s: ", open ? "; " : " [", zh ? plumb_role_zh(e->role) : e->role);
        plumb_buf_str(line, e->text);
        if (e->line != first->line)
            plumb_buf_printf(line, " (:%zu)", e->line);
        open = true;
    }
    plumb_buf_puts(line, open ? "]" : "");
}

/* Quotes on a page; a sheet with more would not stay on it. */
#define QUOTES_SHOWN 10

/* Each quote once, with all its numbers. */
static void put_evidence(struct plumb_buf *out, const struct plumb_finding *finding, bool zh)
{
    struct plumb_buf line = {0};
    size_t number = 0;
    for (size_t i = 0; i < finding->evidence_count; i++) {
        const struct plumb_evidence *e = &finding->evidence[i];
        bool told = false;
        for (size_t k = 0; k < i && !told; k++)
            told = same_quote(&finding->evidence[k], e);
        if (told || ++number > QUOTES_SHOWN)
            continue;
        line.len = 0;
        plumb_buf_printf(&line, "%zu. %s:%zu ", number, e->document, e->line);
        plumb_buf_str(&line, e->quote);
        put_numbers(&line, finding, i, zh);
        if (line.data)
            put_paragraph(out, (struct plumb_str){line.data, line.len},
                          finding->evidence_count > 8 ? 16 : 18, false);
    }
    line.len = 0;
    if (number > QUOTES_SHOWN) {
        plumb_buf_printf(&line,
                         zh ? "另有 %zu 处，见 findings.json。" : "%zu more in findings.json.",
                         number - QUOTES_SHOWN);
        put_text(out, line.data);
    }
    out->failed = out->failed || line.failed;
    plumb_buf_free(&line);
}

static void put_basis(struct plumb_buf *out, const struct plumb_check *check, bool zh)
{
    if (!check)
        return;
    put_text(out, zh ? check->what.zh : check->what.en);
    put_text(out, check->source);
}

static void put_recomputation(struct plumb_buf *out, const struct plumb_finding *f, bool zh)
{
    struct plumb_buf line = {0};
    bool chinese = zh && f->recomputation_zh && *f->recomputation_zh;
    put_text(out, chinese ? f->recomputation_zh : f->recomputation);
    if (*f->stated || *f->expected)
        plumb_buf_printf(&line, zh ? "报告所列：%s；复算应为：%s" : "Reported: %s; recomputed: %s",
                         *f->stated ? f->stated : "—", *f->expected ? f->expected : "—");
    put_text(out, line.data);
    out->failed = out->failed || line.failed;
    plumb_buf_free(&line);
}

static void put_procedure(struct plumb_buf *out, const struct plumb_check *check, bool zh)
{
    put_text(out, zh ? "1. 取得上列文件原件，核对引用的文字和数字。"
                     : "1. Obtain the documents listed and compare the text and numbers quoted.");
    put_text(out, zh ? "2. 核对数据来源：预算批复、调整批复、会计账簿和决算报表。"
                     : "2. Trace the numbers to the approved budget and its adjustments, the "
                       "ledgers and the accounts.");
    put_text(out, zh ? "3. 请被审计单位说明口径和原因，并取得书面证明。"
                     : "3. Ask the agency for definition and reason, with written evidence.");
    put_text(out, check ? (zh ? check->limits.zh : check->limits.en) : NULL);
}

static void put_finding(struct plumb_buf *out, const struct plumb_report_input *input,
                        const struct plumb_finding *f)
{
    bool zh = input->language == PLUMB_LANGUAGE_ZH;
    const struct plumb_check *check = plumb_catalogue_find_check(input->catalogue, f->check);
    struct plumb_buf head = {0};
    put_paragraph(out, plumb_str_from(zh ? "审计工作底稿" : "Audit working paper"), 28, true);
    plumb_buf_printf(&head, "%s%s", zh ? "被审计单位：" : "Agency: ", *f->agency ? f->agency : "—");
    if (f->year)
        plumb_buf_printf(&head, zh ? "　年度：%d" : "   Year: %d", f->year);
    plumb_buf_printf(&head, zh ? "　索引号：%s" : "   Reference: %s", f->id);
    put_text(out, head.data);
    out->failed = out->failed || head.failed;
    plumb_buf_free(&head);
    put(out, "<w:tbl><w:tblPr><w:tblW w:w=\"9300\" w:type=\"dxa\"/><w:tblBorders>");
    static const char *const sides[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
    for (size_t i = 0; i < PLUMB_COUNT(sides); i++)
        plumb_buf_printf(out, "<w:%s w:val=\"single\" w:sz=\"4\" w:color=\"444444\"/>", sides[i]);
    put(out, "</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
             "<w:gridCol w:w=\"1700\"/><w:gridCol w:w=\"7600\"/></w:tblGrid>");
    put_row(out, zh ? "事项" : "Matter", 400);
    put_text(out, zh ? f->title.zh : f->title.en);
    put_text(out, zh ? f->explanation.zh : f->explanation.en);
    end_row(out);
    put_row(out, zh ? "依据" : "Basis", 400);
    put_basis(out, check, zh);
    end_row(out);
    put_row(out, zh ? "复算" : "Recomputation", 400);
    put_recomputation(out, f, zh);
    end_row(out);
    put_row(out, zh ? "证据" : "Evidence", 400);
    put_evidence(out, f, zh);
    end_row(out);
    put_row(out, zh ? "建议程序" : "Procedures", 400);
    put_procedure(out, check, zh);
    end_row(out);
    put_row(out, zh ? "结论" : "Conclusion", 1500);
    end_row(out);
    put(out, "</w:tbl>");
    put_text(out, zh ? "编制人：　　　　　日期：　　　　　复核人：　　　　　日期："
                     : "Prepared by:            Date:            Reviewed by:            Date:");
}

static void put_document(struct plumb_buf *out, const struct plumb_report_input *input)
{
    put(out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
             "<w:document xmlns:w=\"" WORD_SPACE "\"><w:body>");
    for (size_t i = 0; i < input->findings->count; i++) {
        if (i)
            put(out, "<w:p><w:pPr><w:spacing w:after=\"0\" w:line=\"20\" "
                     "w:lineRule=\"exact\"/></w:pPr><w:r><w:br w:type=\"page\"/></w:r></w:p>");
        put_finding(out, input, &input->findings->items[i]);
    }
    if (!input->findings->count)
        put_text(out, input->language == PLUMB_LANGUAGE_ZH ? "没有事项。" : "There is nothing.");
    put(out, "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" "
             "w:right=\"1304\" w:bottom=\"1134\" w:left=\"1304\" w:header=\"567\" "
             "w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>");
}

static bool add_part(zip_t *zip, const char *name, const char *data, size_t len)
{
    zip_source_t *source = zip_source_buffer(zip, data, len, 0);
    zip_int64_t index = source ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (source && index < 0)
        zip_source_free(source);
    return index >= 0 && zip_file_set_mtime(zip, (zip_uint64_t)index, FIXED_TIME, 0) == 0;
}

enum plumb_status plumb_report_docx(const struct plumb_report_input *input, const char *path,
                                    struct plumb_error *error)
{
    struct plumb_buf body = {0};
    put_document(&body, input);
    int code = 0;
    zip_t *zip = body.failed ? NULL : zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    enum plumb_status status = PLUMB_OK;
    if (body.failed)
        status = plumb_fail_nomem(error);
    else if (!zip || !add_part(zip, "[Content_Types].xml", content_types, strlen(content_types)) ||
             !add_part(zip, "_rels/.rels", relations, strlen(relations)) ||
             !add_part(zip, "word/document.xml", body.data, body.len) || zip_close(zip) != 0) {
        status = plumb_fail(error, PLUMB_E_IO, "%s could not be written.", path);
        if (zip)
            zip_discard(zip);
    }
    plumb_buf_free(&body);
    return status;
}
