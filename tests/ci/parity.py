#!/usr/bin/env python3
"""Same reports, same findings: text against HTML, DOCX and PDF.

The reports of ../shared/seeds are plain text that was saved from Word: a cell a line behind a tab,
merged cells flattened. This script lays their tables out again with row and column spans, writes
HTML, has LibreOffice make DOCX and PDF of it, and compares the ids of the findings.

usage: parity.py PLUMB SEEDS FOLDER [--list]
"""
import collections
import glob
import html
import json
import os
import re
import subprocess
import sys

BAR = 0.95
FORMATS = ("html", "docx", "pdf")


def read_tab_table(lines, i):
    """Rows of cells of lines from line i on; two empty lines end the table."""
    rows, row = [], []
    while i < len(lines):
        if lines[i].startswith("\t"):
            row.append([lines[i][1:]])
        elif lines[i].strip():
            row[-1].append(lines[i])
        elif i + 1 < len(lines) and lines[i + 1].startswith("\t"):
            rows.append(row)
            row = []
        elif i + 1 < len(lines) and not lines[i + 1].strip():
            break
        i += 1
    if row:
        rows.append(row)
    return rows, i


def text_of(cell):
    return "".join(cell).strip(" \u3000\xa0")


def is_title(row):
    return len(row) == 1 and re.search(r"表(（|\(|$)", text_of(row[0])) is not None


def split_tables(rows):
    """A row that is the title of a form begins a table of its own."""
    tables = [[]]
    for row in rows:
        if is_title(row) and tables[-1]:
            tables.append([])
        tables[-1].append(row)
    return tables


def is_number(text):
    return re.fullmatch(r"[-\d.,，%]+(万?元|分)?", text) is not None


def spans_above(row, below, below_spans):
    """Spans of a head row from the row below it, whose empty cells go on from it; or None."""
    texts = [text_of(c) for c in below]
    lead = next((n for n, t in enumerate(texts) if t), len(texts))
    trail = next((n for n, t in enumerate(reversed(texts)) if t), len(texts))
    if len(row) >= len(below) or len(row) - lead - trail != 1 or lead + trail == 0:
        return None
    middle = sum(below_spans[lead:len(below) - trail])
    return below_spans[:lead] + [middle] + below_spans[len(below) - trail:]


def spans_alone(row, width, below):
    """Spans of a row with fewer cells than the table has columns."""
    extra = width - len(row)
    if len(row) == 1:
        return [width]
    if re.match(r"总\s*分|合\s*计|总\s*计", text_of(row[0])) or (
            len(row) == 2 and is_number(text_of(row[1]))):
        return [1 + extra] + [1] * (len(row) - 1)
    spans = [1] * len(row)
    heads = [n for n, c in enumerate(row) if n and re.search(r"(值|情况|得分)$", text_of(c))]
    # what is measured may take two columns: kind and name (the first cell names the part of the form)
    if len(below) > len(row) and len(heads) > 1 and heads[0] > 1:
        spans[heads[0] - 1] += extra
        return spans
    for n in range(extra):
        spans[-1 - n % (len(row) - 1)] += 1
    return spans


def column_spans(rows):
    """Spans for the rows between two banners, and the number of their columns."""
    width = max(len(r) for r in rows)
    spans = [None] * len(rows)
    for i in reversed(range(len(rows))):
        if len(rows[i]) == width:
            spans[i] = [1] * width
        elif i + 1 < len(rows):
            spans[i] = spans_above(rows[i], rows[i + 1], spans[i + 1])
        spans[i] = spans[i] or spans_alone(rows[i], width, rows[i + 1] if i + 1 < len(rows) else [])
    return spans, width


def sections(table):
    """Rows with one cell stand between parts with columns of their own."""
    part = []
    for row in table:
        if len(row) == 1:
            if part:
                yield part
            yield [row]
            part = []
        else:
            part.append(row)
    if part:
        yield part


def lay_out(table):
    """Cells as (row, column, column span, lines) on one grid."""
    parts = [(part, *column_spans(part)) for part in sections(table)]
    places = {0.0, 1.0}
    for part, _, width in parts:
        if len(part) > 1 or len(part[0]) > 1:
            places.update(round(k / width, 6) for k in range(width + 1))
    places = sorted(places)
    at = {p: n for n, p in enumerate(places)}
    grid = []
    for part, spans, width in parts:
        for row, row_spans in zip(part, spans):
            left, cells = 0, []
            for cell, span in zip(row, row_spans):
                a, b = at[round(left / width, 6)], at[round((left + span) / width, 6)]
                cells.append([a, b - a, 1, cell])
                left += span
            grid.append(cells)
    merge_down(grid)
    return grid, places


def merge_down(grid):
    """Empty cells at the ends of a row go on from the cell above with the same sides."""
    for r in range(len(grid) - 1, 0, -1):
        for cells in (grid[r], grid[r][::-1]):
            for cell in cells:
                above = next((c for c in grid[r - 1] if c[:2] == cell[:2]), None)
                if cell[2] == 0:
                    continue
                if text_of(cell[3]) or above is None or is_value_column(grid, r, cell):
                    break
                above[2] += cell[2]
                cell[2] = 0


def is_value_column(grid, r, cell):
    """An empty cell in a column of numbers is a number that was not filled in."""
    for row in grid[:r]:
        for other in row:
            if other[:2] == cell[:2] and is_number(text_of(other[3])):
                return True
    first = grid[r][0]
    return cell is not first and text_of(first[3]) != ""


def put_table(out, table):
    grid, places = lay_out(table)
    out.append('<table border="1" width="100%">')
    for a, b in zip(places, places[1:]):
        out.append('<col width="%.4f%%">' % (100 * (b - a)))
    for cells in grid:
        out.append("<tr>")
        for _, columns, rows, lines in cells:
            if rows:
                span = ' colspan="%d"' % columns if columns > 1 else ""
                span += ' rowspan="%d"' % rows if rows > 1 else ""
                text = "".join("<p>%s</p>" % html.escape(l) for l in lines)
                out.append("<td%s>%s</td>" % (span, text))
        out.append("</tr>")
    out.append("</table>")


def put_pipes(out, lines, i):
    out.append('<table border="1" width="100%">')
    while i < len(lines) and lines[i].startswith("|"):
        cells = [c.strip() for c in lines[i].strip().strip("|").split("|")]
        if not all(c and set(c) <= set("-: ") for c in cells):
            out.append("<tr>%s</tr>" % "".join("<td>%s</td>" % html.escape(c) for c in cells))
        i += 1
    out.append("</table>")
    return i


def to_html(source, target):
    with open(source, encoding="utf-8") as f:
        lines = f.read().split("\n")
    out = ['<!DOCTYPE html><html><head><meta charset="utf-8"><title></title>'
           "<style>td p { margin: 0 } td { border: 1px solid black }</style></head><body>"]
    i = 0
    while i < len(lines):
        if lines[i].startswith("\t"):
            rows, i = read_tab_table(lines, i)
            for table in split_tables(rows):
                put_table(out, table)
        elif lines[i].startswith("|"):
            i = put_pipes(out, lines, i)
        else:
            if lines[i].strip():
                out.append("<p>%s</p>" % html.escape(lines[i]))
            i += 1
    out.append("</body></html>")
    with open(target, "w", encoding="utf-8") as f:
        f.write("\n".join(out))


def convert(folder, pages):
    """DOCX and PDF through LibreOffice, with a profile of its own."""
    office = ["soffice", "-env:UserInstallation=file://%s/profile" % os.path.abspath(folder),
              "--headless"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "timeout": 600}
    subprocess.run(office + ["--infilter=HTML (StarWriter)", "--convert-to", "odt", "--outdir",
                             folder] + pages, check=True, **quiet)
    texts = [p[:-5] + ".odt" for p in pages]
    for kind in ("docx", "pdf"):
        subprocess.run(office + ["--convert-to", kind, "--outdir", folder] + texts, check=True,
                       **quiet)


def findings(plumb, path):
    """Findings by id. The file name is left out of what they are compared by."""
    run = subprocess.run([plumb, "findings", "--format", "jsonl", path], capture_output=True,
                         text=True)
    if run.returncode not in (0, 1):
        sys.exit("%s: %s" % (path, run.stderr.strip()))
    return {f["id"]: f for f in map(json.loads, run.stdout.splitlines())}


def main():
    plumb, seeds, folder = sys.argv[1:4]
    listed = "--list" in sys.argv[4:]
    os.makedirs(folder, exist_ok=True)
    texts = sorted(glob.glob(os.path.join(seeds, "*.txt")))
    pages = [os.path.join(folder, os.path.basename(t)[:-4] + ".html") for t in texts]
    for text, page in zip(texts, pages):
        to_html(text, page)
    if "--keep" not in sys.argv[4:]:
        convert(folder, pages)
    wanted = {t: findings(plumb, t) for t in texts}
    failed = 0
    for kind in FORMATS:
        same = total = extra = 0
        for text, page in zip(texts, pages):
            path = page[:-4] + kind
            found = findings(plumb, path)
            a, b = wanted[text], found
            same += len(a.keys() & b.keys())
            extra += len(b.keys() - a.keys())
            total += len(a)
            for sign, keys, source in (("-", a.keys() - b.keys(), a), ("+", b.keys() - a.keys(), b)):
                for key in keys if listed else ():
                    f = source[key]
                    print("  %s %s %s %s %s %s" % (sign, os.path.basename(path), f["check"],
                                                f["subject"], f["stated"],
                                                [e["line"] for e in f["evidence"]][:4]))
        share = same / total if total else 0
        failed += share < BAR
        print("%s: %d of %d findings of the text have the same id (%.1f %%), %d others" % (
            kind, same, total, 100 * share, extra))
    print("%d passed, %d failed" % (len(FORMATS) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
