#!/usr/bin/env python3
"""Plant errors into the documents of make.py, one a copy, and see whether plumb finds each.

    python3 tests/accounts/plant.py PLUMB [--list]

Prints every error with the findings about it, how many were found, and the false alarms on the sound
documents. An error is a change of the text that can be made exactly once; `want` are check ids one of
which must be among the findings of the changed document that its sound twin does not have."""
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location("make", os.path.join(here, "make.py"))
make = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make)


def swap(old, new, count=1):
    def edit(text):
        assert old in text, old
        return text.replace(old, new, count)
    return edit


def pattern(regex, new):
    def edit(text):
        out, n = re.subn(regex, new, text, count=1, flags=re.S)
        assert n, regex
        return out
    return edit


def table_of(text, title):
    """Span of the table behind a title, in any of the three layouts."""
    at = text.index(title)
    at = text.index(title, text.index("部门决算表" if "决算表" in text else "部门预算表")) if text.count(title) > 1 else at
    end = min(x for x in (text.find("###", at + 3), text.find("<h3>", at + 3), text.find("## ", at + 3),
                          text.find("<h2>", at + 3), len(text)) if x > 0)
    return at, end


def in_table(title, edit):
    def run(text):
        a, b = table_of(text, title)
        return text[:a] + edit(text[a:b]) + text[b:]
    return run


def slide(column, direction, start=3):
    """Amounts of a Markdown table's column stand one row lower (or higher) than their codes."""
    def edit(text):
        lines = text.split("\n")
        rows = [i for i, l in enumerate(lines) if re.match(r"\| \d{3,7} \|", l)]
        cells = [lines[i].split("|") for i in rows]
        values = [c[column] for c in cells]
        moved = values[:start] + ([" "] + values[start:-1] if direction > 0 else values[start + 1:] + [" "])
        for i, c, v in zip(rows, cells, moved):
            c[column] = v
            lines[i] = "|".join(c)
        return "\n".join(lines)
    return edit


def times_ten_thousand(text):
    return re.sub(r"(\d[\d,]*\.\d\d)", lambda m: f"{float(m.group(1).replace(',', '')) * 10000:.2f}", text)


def drop_section(title):
    return pattern(re.escape("### " + title) + r".*?(?=\n##)", "")


W, C = "water_accounts_2022.md", "culture_accounts_2022.html"
ERRORS = [
    ("T1 income line", W, in_table("### 收入支出决算总表", pattern(r"(八、其他收入 \| )12\.92", r"\g<1>19.92")), ["accounts.T1", "accounts.T2"]),
    ("T2 total differs from T1", W, in_table("### 收入决算表", pattern(r"(合计 \|  \| )1,", r"\g<1>7,")), ["accounts.T2", "accounts.T1"]),
    ("T3 basic of a 款", W, in_table("### 支出决算表", pattern(r"(\| 20805 \|[^|]*\|[^|]*\| )(\d)", r"\g<1>9\g<2>")), ["accounts.T3"]),
    ("T5 whole differs from T4", W, in_table("### 一般公共预算财政拨款支出决算表", pattern(r"(合计 \|  \| )1,", r"\g<1>2,")), ["accounts.T5", "accounts.T4"]),
    ("T6 goods total", W, pattern(r"(公用经费合计 \|  \| )(\d)(\d)", r"\g<1>\g<3>\g<2>"), ["accounts.T6", "accounts.T5"]),
    ("T6 economic class", C, pattern(r"(<td>30101</td><td>基本工资</td><td>)(\d)", r"\g<1>9"), ["accounts.T6"]),
    ("T7 meals", C, pattern(r"(3\.公务接待费</td><td>[^<]*</td><td>)1", r"\g<1>7"), ["accounts.T7", "consistency.bound"]),
    ("T8 income of the fund", W, in_table("### 政府性基金预算财政拨款收入支出决算表", pattern(r"(合计 \|  \|  \| )317\.20", r"\g<1>371.20")), ["accounts.T8", "accounts.T4"]),
    ("T8 emptied", W, in_table("### 政府性基金预算财政拨款收入支出决算表", lambda t: re.sub(r"\| (合计|2\d+) .*\n", "", t)), ["accounts.T8", "report.section"]),
    ("T9 empty without sentence", C, pattern(r"<p>注：[^<]*国有资本[^<]*</p>\n(.*?)<p>\d+年度没有国有资本经营预算财政拨款支出。</p>", r"\g<1>"), ["report.section"]),
    ("T8 empty but told", C, in_table("<h3>政府性基金预算收支决算表（公开08表）</h3>", pattern(r"<tr><td>合计</td><td></td><td></td><td></td><td></td>", "<tr><td>合计</td><td></td><td></td><td>52,000.00</td><td>52,000.00</td>")), ["accounts.T8"]),
    ("T5 in yuan under 万元", W, in_table("### 一般公共预算财政拨款支出决算表", times_ten_thousand), ["consistency.unit"]),
    ("T5 column slid down", W, in_table("### 一般公共预算财政拨款支出决算表", slide(3, 1, 2)), ["report.cellshift"]),
    ("T3 column slid up", W, in_table("### 支出决算表", slide(4, -1, 1)), ["report.cellshift"]),
    ("names slid against codes", W, in_table("### 支出决算表", lambda t: t.replace("| 20805 | 行政事业单位养老支出 |", "| 20805 | 机关事业单位基本养老保险缴费支出 |").replace("| 2080505 | 机关事业单位基本养老保险缴费支出 |", "| 2080505 | 机关事业单位职业年金缴费支出 |")
                                            .replace("| 210 | 卫生健康支出 |", "| 210 | 农林水支出 |")), ["report.cellshift"]),
    ("table missing", W, pattern(r"### 财政拨款“三公”经费支出决算表\n.*?(?=\n### )", ""), ["report.section"]),
    ("section missing", W, lambda t: re.sub(r"### 十一、政府采购支出情况\n\n[^\n]*\n", "", t), ["report.section"]),
    ("unit left out", W, in_table("### 收入决算表", swap("单位：万元\n", "")), ["report.unit"]),
    ("prose: T4 total", C, pattern(r"(财政拨款收入、支出总计均为)8", r"\g<1>9"), ["consistency.restatement", "accounts.T4"]),
    ("prose: class", W, pattern(r"(农林水支出（类）支出)(\d)(\d)", r"\g<1>\g<3>\g<2>"), ["consistency.restatement", "consistency.share", "accounts.T5"]),
    ("prose: item", W, pattern(r"(（款）防汛（项）。年初预算为[^，]*，支出决算为)(\d)", r"\g<1>9"), ["consistency.restatement", "ratio.execution", "accounts.T5"]),
    ("prose: basic", W, pattern(r"(一般公共预算财政拨款基本支出)(\d)", r"\g<1>9"), ["consistency.restatement", "consistency.sum", "accounts.T6"]),
    ("prose: meals", W, pattern(r"(公务接待费支出决算为)2\.54", r"\g<1>5.24"), ["consistency.restatement", "accounts.T7", "consistency.sum"]),
    ("prose: fund", W, pattern(r"(本年支出)317\.20(万元，年末)", r"\g<1>371.20\g<2>"), ["consistency.restatement", "accounts.T8", "consistency.balance"]),
    ("prose: no fund", W, pattern(r"2022年度政府性基金预算财政拨款年初结转[^\n]*", "2022年度没有政府性基金预算财政拨款收入和支出。"), ["accounts.T8"]),
    ("words: larger than the budget", W, swap("决算数小于预算数的主要原因", "决算数大于预算数的主要原因"), ["consistency.comparison"]),
    ("words: above the budget", C, swap("决算数小于预算数的主要原因是部分展览活动合并举办，节约了支出", "决算数略高于预算数，主要是活动增加"), ["consistency.comparison"]),
    ("words: growth for fall", W, pattern(r"增加(\d+\.\d\d万元，)增长", r"减少\g<1>增长"), ["consistency.comparison", "consistency.growth"]),
    ("cover of another year", W, lambda t: t.replace("临溪县水利局2022年度部门决算", "临溪县水利局2021年度部门决算", 1), ["report.year"]),
    ("a table of another unit", W, swap("### 收入决算表\n", "### 收入决算表\n\n公开部门：临溪县林业局\n"), ["report.text", "report.agency"]),
    ("vehicles", W, swap("共有车辆5辆", "共有车辆6辆"), ["consistency.sum"]),
    ("procurement", C, pattern(r"(政府采购工程支出)(\d)", r"\g<1>9"), ["consistency.sum"]),
    ("procurement to small firms", C, pattern(r"(授予中小企业合同金额)(\d)", r"\g<1>9\g<2>"), ["consistency.bound"]),
    ("budget B2 total", "water_budget_2022.md", in_table("### 部门收入预算总表", pattern(r"(合计 \|  \| )1,", r"\g<1>7,")), ["consistency.restatement", "consistency.sum"]),
    ("budget B5 item", "culture_budget_2022.html", in_table("<h3>一般公共预算支出表</h3>", pattern(r"(<td>2070104</td><td>图书馆</td><td>)1", r"\g<1>4")), ["consistency.restatement", "consistency.sum"]),
    ("budget B8 emptied", "water_budget_2022.md", in_table("### 政府性基金预算支出预算表", lambda t: re.sub(r"\| (合计|2\d+) .*\n", "", t)), ["consistency.restatement", "report.section"]),
    ("budget prose total", "water_budget_2022.md", pattern(r"(支出预算)1(\d)", r"\g<1>2\g<2>"), ["consistency.restatement", "consistency.sum"]),
    ("budget 三公 parts", "culture_budget_2022.html", pattern(r"(公务接待费)(\d)", r"\g<1>9"), ["consistency.sum", "consistency.restatement"]),
]

# Errors that only another document shows: the whole folder is screened.
ACROSS = [
    ("opening balance", "water_accounts_2022.md", lambda t: in_table("### 收入支出决算总表", pattern(r"(年初结转和结余 \| )30\.00( \|[^\n]*\n\| 总计 \| )1,576\.11( \| 总计 \| )1,576\.11", r"\g<1>36.00\g<2>1,582.11\g<3>1,582.11"))(t).replace("年末结转和结余 | 34.00", "年末结转和结余 | 40.00", 1), ["consistency.balance"]),
    ("initial budget of an item in the accounts", "culture_accounts_2022.html", pattern(r"(（款）图书馆（项）。年初预算为)\d+\.\d\d(万元，支出决算为)(\d+\.\d\d)(万元，完成年初预算的)[\d.]+%", r"\g<1>200.00\g<2>\g<3>\g<4>60.85%"), ["consistency.restatement"]),
    ("initial budget in the evaluation", "water_evaluation_2023.md", pattern(r"年初预算为[\d.]+万元，支出决算为([\d.]+)万元，预算执行率为[\d.]+%", r"年初预算为1300.00万元，支出决算为\g<1>万元，预算执行率为95.49%"), ["consistency.restatement"]),
    ("executed in the evaluation", "culture_evaluation_2021.html", pattern(r"(支出决算为)(\d)", r"\g<1>9"), ["consistency.restatement"]),
    ("last year's total in the budget's comparison", "water_budget_2023.md", pattern(r"(支出预算[\d.]+万元，比2022年预算增加)(\d+)(\.\d\d)", r"\g<1>96\g<3>"), ["consistency.restatement", "consistency.sum"]),
    ("last year's total in the accounts' comparison", "culture_accounts_2023.html", pattern(r"(财政拨款收入、支出总计均为)([\d.]+)(万元。与2022年度相比，增加)[\d.]+(万元，增长)[\d.]+%", r"\g<1>\g<2>\g<3>53.00\g<4>6.78%"), ["consistency.restatement", "consistency.growth"]),
    ("a paragraph of last year", "water_evaluation_2023.md", pattern(r"2023年维修堤防[^。]*。", "2022年维修堤防46公里，泵站安全运行316天，灌区群众满意度达到95%，年度目标全部完成。"), ["report.year"]),
    ("numbers of last year under this year", "culture_evaluation_2022.html", pattern(r"2022年举办惠民演出\d+场，区图书馆开放\d+天，读者满意度达到\d+%", "全年举办惠民演出45场，区图书馆开放315天，读者满意度达到94%"), ["similarity.copied"]),
    ("三公 budget in the accounts", "water_accounts_2023.md", in_table("### 财政拨款“三公”经费支出决算表", lambda t: t.replace("| 10.76 |", "| 12.76 |", 1).replace("| 2.64 |", "| 4.64 |", 1)), ["consistency.restatement"]),
]


def findings(plumb, path):
    out = subprocess.run([plumb, "findings", "-f", "jsonl", path], capture_output=True, text=True).stdout
    return [json.loads(l) for l in out.splitlines()]


def main():
    plumb = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        for plan in make.PLANS + [make.TABS]:
            make.write(folder, plan)
        false = 0
        sound = {}
        for name in sorted(os.listdir(folder)):
            sound[name] = findings(plumb, os.path.join(folder, name))
            loud = [f for f in sound[name] if f["severity"] not in ("note", "low")]
            false += len(loud)
            for f in loud:
                print("FALSE", name, f["check"], f["explanation"]["en"][:160])
        found = extra = 0
        for what, name, edit, want in ERRORS:
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                text = f.read()
            changed = edit(text)
            assert changed != text, what
            path = os.path.join(folder, "planted_" + name)
            with open(path, "w", encoding="utf-8") as f:
                f.write(changed)
            old = {f["id"] for f in sound[name]}
            new = [f for f in findings(plumb, path) if f["id"] not in old]
            hit = any(f["check"] in want for f in new)
            found += hit
            extra += max(0, len(new) - 1)
            if not hit or len(new) > 1 or "--list" in sys.argv:
                print("found " if hit else "MISSED", what, [(f["check"], f["severity"], f["stated"], f["expected"]) for f in new])
            os.remove(path)
        before = {f["id"] for f in findings(plumb, folder)}
        told = [f for f in findings(plumb, folder) if f["severity"] not in ("note", "low")]
        for f in told:
            print("FALSE across", f["check"], f["explanation"]["en"][:200])
        across = 0
        for what, name, edit, want in ACROSS:
            path = os.path.join(folder, name)
            with open(path, encoding="utf-8") as f:
                text = f.read()
            changed = edit(text)
            assert changed != text, what
            with open(path, "w", encoding="utf-8") as f:
                f.write(changed)
            new = [f for f in findings(plumb, folder) if f["id"] not in before]
            two = [f for f in new if len({e["document"] for e in f["evidence"]}) > 1]
            hit = any(f["check"] in want for f in two)
            across += hit
            if not hit or len(new) > 1 or "--list" in sys.argv:
                print("found " if hit else "MISSED", what, [(f["check"], f["severity"], f["stated"], f["expected"], len({e["document"] for e in f["evidence"]})) for f in new])
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        print(f"{across} of {len(ACROSS)} errors between documents told with both documents as evidence, "
              f"{len(told)} findings of medium and up on the sound folder")
        print(f"{found} of {len(ERRORS)} planted errors found, {extra} findings beyond one each, "
              f"{false} findings of medium and up on {len(sound)} sound documents")


if __name__ == "__main__":
    main()
