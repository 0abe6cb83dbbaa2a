#!/bin/sh
# book.sh OUT.xlsx SHEET=FILE... : a workbook with a sheet for each file. A line is a row, cells are
# parted by commas; what looks like a number is one.
set -eu
out=$1
shift
work=$(mktemp -d)
mkdir -p "$work/xl/_rels" "$work/xl/worksheets"
office=http://schemas.openxmlformats.org
n=0
for sheet in "$@"; do
    n=$((n + 1))
    echo "<sheet name=\"${sheet%%=*}\" sheetId=\"$n\" r:id=\"r$n\"/>" >>"$work/sheets"
    echo "<Relationship Id=\"r$n\" Type=\"worksheet\" Target=\"worksheets/sheet$n.xml\"/>" >>"$work/relations"
    {
        echo "<worksheet xmlns=\"$office/spreadsheetml/2006/main\"><sheetData>"
        awk -F, '{ printf "<row r=\"%d\">", NR
            for (i = 1; i <= NF; i++)
                if ($i ~ /^-?[0-9.]+$/)
                    printf "<c r=\"%c%d\"><v>%s</v></c>", 64 + i, NR, $i
                else if ($i != "")
                    printf "<c r=\"%c%d\" t=\"inlineStr\"><is><t>%s</t></is></c>", 64 + i, NR, $i
            print "</row>" }' "${sheet#*=}"
        echo "</sheetData></worksheet>"
    } >"$work/xl/worksheets/sheet$n.xml"
done
{
    echo "<workbook xmlns=\"$office/spreadsheetml/2006/main\" xmlns:r=\"$office/officeDocument/2006/relationships\"><sheets>"
    cat "$work/sheets"
    echo "</sheets></workbook>"
} >"$work/xl/workbook.xml"
{
    echo "<Relationships xmlns=\"$office/package/2006/relationships\">"
    cat "$work/relations"
    echo "</Relationships>"
} >"$work/xl/_rels/workbook.xml.rels"
rm "$work/sheets" "$work/relations"
here=$(pwd)
(cd "$work" && zip -q -X -r "$here/$out" xl)
rm -r "$work"
