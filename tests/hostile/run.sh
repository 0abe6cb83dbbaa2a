#!/bin/bash
# Documents made to break a reader, each in a folder beside a sound report with one planted error: the
# error must still be found, the run must end with 0 (read) or 3 (refused, with a sentence that names
# the file), within 512 MiB and SECONDS_EACH; last, one among a thousand. Ends with "N passed, N failed".
#     BUILD=build tests/hostile/run.sh [WORD]     only those whose name has WORD
set -u
cd "$(dirname "$0")/../.." || exit 1
case ${BUILD:-build} in /*) build=$BUILD ;; *) build=$(pwd -P)/${BUILD:-build} ;; esac
plumb=$build/plumb
most_mib=512
seconds=${SECONDS_EACH:-60}
work=$(mktemp -d "${TMPDIR:-/tmp}/plumb-hostile.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export LC_ALL=C.UTF-8

# ---- makers: each writes $in/hostile.* ---------------------------------------------------------
repeat() { awk -v n="$1" -v s="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", s }'; }
claim='2023年年初预算100.00万元，调整后预算120.00万元，实际支出90.00万元，预算执行率'

# A Word file with the given document.xml.
word() {
    mkdir -p "$work/docx/word" "$work/docx/_rels"
    echo '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>' >"$work/docx/[Content_Types].xml"
    echo '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>' >"$work/docx/_rels/.rels"
    cat >"$work/docx/word/document.xml"
    (cd "$work/docx" && zip -qr "$in/hostile.docx" . && rm -rf "$work/docx")
}
body() { # wrap text from stdin
    echo '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    cat
    echo '</w:body></w:document>'
}
paragraph='<w:p><w:r><w:t>本年支出100.00万元。</w:t></w:r></w:p>'
table='<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'

m_zip_bomb() { head -c 3G /dev/zero | (cd "$in" && zip -q -1 hostile.zip - && printf '@ -\n@=bomb.txt\n' | zipnote -w hostile.zip); }
m_docx_bomb() { { echo '<?xml version="1.0"?><w:document><w:body>'; head -c 300M /dev/zero | tr '\0' ' '; } | word; }
m_entity_bomb() {
    {
        echo '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
        for i in 1 2 3 4 5 6 7 8 9; do
            p=$(printf "\\$(printf %o $((96 + i)))") c=$(printf "\\$(printf %o $((97 + i)))")
            echo "<!ENTITY $c \"&$p;&$p;&$p;&$p;&$p;&$p;&$p;&$p;&$p;&$p;\">"
        done
        echo ']><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>'
    } | word
}
m_external_entity() {
    echo 'secret-of-the-machine' >"$work/secret"
    printf '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file://%s">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&x; 支出100.00万元。</w:t></w:r></w:p></w:body></w:document>' "$work/secret" | word
}
m_deep_xml() { { repeat 1000000 '<w:p>'; repeat 1000000 '</w:p>'; } | body | word; }
m_deep_html() { { echo '<html><body>'; repeat 1000000 '<div>'; echo '支出100.00万元'; } >"$in/hostile.html"; }
m_deep_brackets() { { repeat 1000000 '（'; echo '支出100.00万元'; repeat 1000000 '）'; } >"$in/hostile.txt"; }
m_traversal() {
    mkdir -p "$work/t/a" && echo "$claim"'75.00%。' >"$work/t/evil.txt"
    (cd "$work/t/a" && zip -q "$in/hostile.zip" ../evil.txt && rm -rf "$work/t")
    printf '@ ../evil.txt\n@=../../../../tmp/evil.txt\n' | zipnote -w "$in/hostile.zip" 2>/dev/null
}
m_wide_row() { { echo '单位,年度'; repeat 10000000 '1,'; echo; } >"$in/hostile.csv"; }
m_huge_cell() { { echo '单位,年度,指标,数值'; printf '甲局,2023,"'; head -c 1G /dev/zero | tr '\0' x; echo '",1'; } >"$in/hostile.csv"; }
m_sparse_file() { truncate -s 1G "$in/hostile.txt"; }
m_long_line() { repeat 3000000 '支出12.5万元，' >"$in/hostile.txt"; }
m_nul_bytes() { printf '支出\0\0 100.00万元\0\n\377\376\300\200\355\240\200 增长12%%。\n' >"$in/hostile.txt"; }
m_truncated_utf8() { { repeat 200000 '支出100.00万元。'; printf '\344\272'; } >"$in/hostile.txt"; }
m_right_to_left() { printf '\342\200\256支出%%00.001元\342\200\254，\342\201\247收入１２３万元\342\201\251。\033[2J\033]0;x\007\n' >"$in/hostile.txt"; }
m_homoglyphs() { printf '支出ⅼOO.ОО万元，执行率７５．ОО％，占比l2.5%%。\n' >"$in/hostile.txt"; }
m_other_digits() { printf '支出١٢٣٫٤٥万元，收入१२३万元，预算๑๒๓万元，执行率𝟕𝟓%%。\n' >"$in/hostile.txt"; }
m_long_number() { { printf '支出'; repeat 10000 9; printf '.'; repeat 10000 3; echo '万元，比上年增长5%。'; } >"$in/hostile.txt"; }
m_many_numbers() { { for i in 1 2 3 4 5; do repeat 10000 '1.1、'; echo '万元，合计2万元。'; done; } >"$in/hostile.txt"; }
m_many_tables() { { repeat 1000000 "$table"; } | body | word; }
m_many_html_tables() { { echo '<html><body>'; repeat 1000000 '<table><tr><td>支出</td><td>1</td></tr></table>'; } >"$in/hostile.html"; }
m_many_text_tables() { awk 'BEGIN { for (i = 0; i < 1000000; i++) printf "|项目|金额|\n|---|---|\n|支出|%d|\n\n", i }' >"$in/hostile.md"; }
m_span_bomb() { printf '<table><tr><td rowspan=65534 colspan=1000>1</td></tr><tr><td colspan=999999999>2</td></tr></table>' >"$in/hostile.html"; }
m_symlink_loop() { ln -s . "$in/loop" && ln -s /nowhere "$in/hostile.txt" && ln -s ../in "$in/up"; }
m_fifo() { mkfifo "$in/hostile.txt"; }
m_device() { ln -s /dev/zero "$in/hostile.txt"; }
m_cut_zip() { repeat 100 "$paragraph" | body | word && truncate -s -60 "$in/hostile.docx"; }
m_pdf_garbage() { { echo '%PDF-1.7'; head -c 5M /dev/urandom; } >"$in/hostile.pdf"; }
m_names() { cp "$in/sound.txt" "$in/=cmd|x!A1,\"<script>$(printf '\033')[2J.txt"; }
m_changes() { # cut and grown again while it is read
    repeat 2000000 '支出12.5万元，' >"$in/hostile.txt"
    (for i in $(seq 100); do truncate -s "$((RANDOM * 50))" "$in/hostile.txt"; sleep 0.02; done) 2>/dev/null &
}

# ---- judging -----------------------------------------------------------------------------------
passed=0
failed=0
try() {
    local name=$1 status mib said why
    in=$work/in
    rm -rf "$in" "$work/out"
    mkdir "$in"
    echo "$claim"'95.00%。' >"$in/sound.txt" # 90/120 is 75 %
    "m_$name"
    # gnuplot is none of the document's business
    PATH=/nonexistent "$build/bench/measure" /usr/bin/timeout -k 5 "$seconds" \
        "$plumb" screen -q -j 1 "$in" -o "$work/out" >"$work/usage" 2>"$work/said"
    status=$?
    wait
    read -r _ _ mib <"$work/usage"
    said=$(grep -m 1 '^plumb: ' "$work/said" | cut -c 1-140)
    why=
    case $status in
    0 | 3) ;;
    *) why="status $status" ;;
    esac
    [ "$mib" -le "$most_mib" ] || why="$why peak memory"
    [ $status != 3 ] || grep -q '^plumb: .*in' "$work/said" || why="$why no sentence"
    grep -q 'ratio.execution\|consistency.ratio\|75.00%' "$work/said" || why="$why sound.txt was not screened"
    if grep -q "$(printf '\033')" "$work/said"; then why="$why escape on the terminal"; fi
    if grep -rqs secret-of-the-machine "$work/out"; then why="$why reads other files"; fi
    if ls "$work/out" 2>/dev/null | grep -q part; then why="$why temporary file"; fi
    if [ -z "$why" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    printf '%-6s %-18s status %s, %4d MiB  %s\n' "${why:+FAIL}" "$name" "$status" "$mib" "${why:+($why) }${said#plumb: }"
}

# One broken Word file among a thousand sound reports, each with the planted error: all of them are read and
# their errors found, and the one is named once, with what to do about it.
thousand() {
    local status why= found
    in=$work/in
    rm -rf "$in" "$work/out"
    mkdir "$in"
    for i in $(seq 1000); do
        { echo "2023年度第${i}街道办事处部门整体支出绩效自评报告"; echo "$claim"'95.00%。'; } >"$in/report_$i.txt"
    done
    repeat 100 "$paragraph" | body | word && truncate -s -60 "$in/hostile.docx"
    PATH=/nonexistent /usr/bin/timeout -k 5 "$seconds" \
        "$plumb" screen -q --lang en "$in" -o "$work/out" >/dev/null 2>"$work/said"
    status=$?
    found=$(grep -o '"check":"\(ratio.execution\|consistency.ratio\)"' "$work/out/findings.json" | wc -l)
    [ $status = 3 ] || why="status $status"
    grep -q '"files_read":1000' "$work/out/findings.json" || why="$why not all were read"
    [ "$found" -ge 1000 ] || why="$why $found of 1000 errors found"
    [ "$(grep -c hostile "$work/said")" = 1 ] && grep -q 'hostile.*;' "$work/said" || why="$why not named"
    if [ -z "$why" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    printf '%-6s %-18s status %s, %4d found  %s\n' "${why:+FAIL}" thousand "$status" "$found" "${why:+($why) }$(head -n 1 "$work/said" | cut -c 1-140)"
}

[ -x "$build/bench/measure" ] || { echo "skipped: $build/bench/measure is not built"; echo "0 passed, 0 failed"; exit 0; }
for maker in $(declare -F | sed -n "s/^declare -f m_//p" | grep "${1:-.}"); do
    try "$maker"
done
case thousand in *${1:-}*) thousand ;; esac
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
