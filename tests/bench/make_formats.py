#!/usr/bin/env python3
"""Reports as Markdown to the same reports as HTML, DOCX, XLSX and PDF, written by hand; PDF by
LibreOffice, which takes seconds a file, so that a few are made and copied under other bytes.

usage: make_formats.py MARKDOWN_FOLDER OUTPUT_FOLDER FILES_OF_A_FORMAT
"""
import glob
import html
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

PDFS = 16
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def blocks(path):
    """("p", level, text) and ("t", rows) of a report."""
    rows = []
    for line in open(path, encoding="utf-8").read().split("\n") + [""]:
        if line.startswith("|"):
            cells = [c.strip() for c in line.strip("|").split("|")]
            if not all(set(c) <= set("-: ") for c in cells):
                rows.append(cells)
            continue
        if rows:
            yield "t", rows
            rows = []
        if line.strip():
            level = len(line) - len(line.lstrip("#"))
            yield "p", level, line.lstrip("# ")


def to_html(report):
    out = ['<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>']
    for block in report:
        if block[0] == "p":
            tag = "h%d" % block[1] if block[1] else "p"
            out.append("<%s>%s</%s>" % (tag, html.escape(block[2]), tag))
        else:
            rows = ("<tr>%s</tr>" % "".join("<td>%s</td>" % html.escape(c) for c in r)
                    for r in block[1])
            out.append('<table border="1">%s</table>' % "".join(rows))
    return "\n".join(out + ["</body></html>"])


def put_zip(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in parts:
            z.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)


def word_paragraph(text, level=0):
    style = '<w:pPr><w:pStyle w:val="Heading%d"/></w:pPr>' % level if level else ""
    return "<w:p>%s<w:r><w:t>%s</w:t></w:r></w:p>" % (style, html.escape(text))


def to_docx(report, path):
    body = []
    for block in report:
        if block[0] == "p":
            body.append(word_paragraph(block[2], block[1]))
        else:
            rows = ("<w:tr>%s</w:tr>" % "".join("<w:tc>%s</w:tc>" % word_paragraph(c) for c in r)
                    for r in block[1])
            body.append("<w:tbl>%s</w:tbl>" % "".join(rows))
    put_zip(path, [("word/document.xml", "<w:document %s><w:body>%s</w:body></w:document>" % (
        W, "".join(body)))])


def to_xlsx(report, path):
    rows = []
    for block in report:
        rows += [[block[2]]] if block[0] == "p" else block[1]
    cells = []
    for r, row in enumerate(rows, 1):
        cells.append('<row r="%d">' % r)
        for c, text in enumerate(row):
            at = "%s%d" % (chr(ord("A") + c), r)
            if text.replace(".", "", 1).isdigit():
                cells.append('<c r="%s"><v>%s</v></c>' % (at, text))
            else:
                cells.append('<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (
                    at, html.escape(text)))
        cells.append("</row>")
    put_zip(path, [
        ("xl/workbook.xml", '<workbook %s xmlns:r="%s"><sheets><sheet name="决算" sheetId="1" '
         'r:id="rId1"/></sheets></workbook>' % (S, RELATION)),
        ("xl/_rels/workbook.xml.rels",
         '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
         '<Relationship Id="rId1" Type="%s/worksheet" Target="worksheets/sheet1.xml"/>'
         "</Relationships>" % RELATION),
        ("xl/worksheets/sheet1.xml", "<worksheet %s><sheetData>%s</sheetData></worksheet>" % (
            S, "".join(cells)))])


def put_pdfs(pages, folder, count):
    with tempfile.TemporaryDirectory() as work:
        subprocess.run(["soffice", "-env:UserInstallation=file://%s/profile" % work, "--headless",
                        "--convert-to", "pdf", "--outdir", work] + pages, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        made = sorted(glob.glob(os.path.join(work, "*.pdf")))
        for n in range(count):
            target = os.path.join(folder, "%06d.pdf" % n)
            shutil.copy(made[n % len(made)], target)
            with open(target, "ab") as f:
                f.write(b"%% copy %d\n" % n)


def main():
    source, folder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    reports = sorted(glob.glob(os.path.join(source, "*.md")))
    for kind in ("html", "docx", "xlsx", "pdf"):
        os.makedirs(os.path.join(folder, kind), exist_ok=True)
    pages = []
    for n in range(count):
        # three reports make a file of a length that real ones have
        report = [b for k in range(3) for b in blocks(reports[(n + k) % len(reports)])]
        name = os.path.join(folder, "%s", "%06d.%s")
        pages.append(name % ("html", n, "html"))
        with open(pages[-1], "w", encoding="utf-8") as f:
            f.write(to_html(report))
        to_docx(report, name % ("docx", n, "docx"))
        to_xlsx(report, name % ("xlsx", n, "xlsx"))
    if shutil.which("soffice"):
        put_pdfs(pages[:PDFS], os.path.join(folder, "pdf"), count)


if __name__ == "__main__":
    main()
