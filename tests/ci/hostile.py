#!/usr/bin/env python3
"""Files made to do harm cost only themselves: each is read or refused with a sentence that names it,
within the memory and the time that the limits promise, and a good file beside them is read.

usage: hostile.py PLUMB FOLDER
"""
import os
import resource
import subprocess
import sys
import zipfile

MEMORY = 512 << 10  # KiB
SECONDS = 60
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
GOOD = "甲县教育局2023年度部门决算\n\n2023年度收入合计50万元，其中：财政拨款收入30万元，其他收入20万元。\n"
CELL = "<w:tc><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>"


def put_docx(name, parts, packing=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(name, "w", packing) as z, z.open("word/document.xml", "w") as part:
        for text, times in parts:
            for _ in range(times):
                part.write(text.encode())


def put(name, data):
    with open(name, "wb") as f:
        f.write(data)


def entities():
    lines = ['<!DOCTYPE x [<!ENTITY a "%s">' % ("a" * 16)]
    lines += ['<!ENTITY %s "%s">' % (chr(98 + i), ("&%s;" % chr(97 + i)) * 10) for i in range(9)]
    return "".join(lines) + "]>"


def make(folder):
    os.chdir(folder)
    head, tail = "<w:document %s><w:body>" % W, "</w:body></w:document>"
    put_docx("entities.docx", [(entities() + head + "<w:p><w:r><w:t>&j;</w:t></w:r></w:p>" + tail, 1)])
    put_docx("nested.docx", [(head, 1), ("<w:p>", 10**6), ("</w:p>", 10**6), (tail, 1)])
    put_docx("nested_stored.docx", [(head, 1), ("<w:p>" * 1000, 1000), ("</w:p>" * 1000, 1000),
                                    (tail, 1)], zipfile.ZIP_STORED)
    row = (head + "<w:tbl><w:tr>", "</w:tr></w:tbl>" + tail)
    put_docx("huge_cell.docx", [(row[0] + "<w:tc><w:p><w:r><w:t>", 1), ("1" * (1 << 20), 1024),
                                ("</w:t></w:r></w:p></w:tc>" + row[1], 1)])
    put_docx("wide.docx", [(row[0], 1), (CELL % 1, 400000), (row[1], 1)], zipfile.ZIP_STORED)
    put("nested.html", b"<html><body>" + b"<div>" * 10**6)
    put("wide.html", b"<html><body><table><tr>" + b"<td>1" * 10**6)
    put("cell.html", ("<html><table><tr><td>a<td>" + "字" * (2 << 20)).encode())
    put("spans.html", b"<table>" + b"<tr><td rowspan=99999999 colspan=99999999>x" * 50)
    put("wide.csv", b"1," * 10**7 + b"\n")
    put("tabs.txt", b"1\t" * 10**7 + b"\n")
    put("pipes.txt", b"1|" * 10**7 + b"\n")
    put("numbers.txt", (GOOD * 400000).encode())
    put("zeros.txt", b"\0" * 10**6)
    put("bytes.txt", bytes(range(128, 256)) * 10000)
    put("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 ob")
    put("cut.docx", open("wide.docx", "rb").read()[:50000])
    put("text.pdf", GOOD.encode())
    put("groups.rtf", b"{\\rtf1 " + b"{" * 10**6)
    put("good.txt", GOOD.encode())


def main():
    plumb, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    make(folder)
    passed = failed = 0
    for name in sorted(os.listdir(".")):
        try:
            run = subprocess.run([plumb, "relations", "-q", "-f", "jsonl", name],
                                 capture_output=True, text=True, timeout=SECONDS)
            told = run.returncode == 0 or (run.returncode == 3 and name in run.stderr)
            good = told and (name != "good.txt" or '"sum"' in run.stdout)
            what = run.stderr.strip()[:160] or "status %d" % run.returncode
        except subprocess.TimeoutExpired:
            good, what = False, "more than %d seconds" % SECONDS
        if resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss > MEMORY:
            good, what = False, "more than %d MiB" % (MEMORY >> 10)
        passed += good
        failed += not good
        if not good:
            print("FAIL %s: %s" % (name, what))
    run = subprocess.run([plumb, "relations", "-q", "-f", "jsonl", "."], capture_output=True,
                         text=True)
    good = run.returncode == 3 and "good.txt" in run.stdout
    print("%d passed, %d failed" % (passed + good, failed + (not good)))
    return 0 if good and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
