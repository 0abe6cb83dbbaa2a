#!/usr/bin/env python3
"""Write one agency's budget, sound to the cent, in the nine tables of three more regions: other titles, other
heads, other orders of the columns, other ways of telling last year's rest.

    python3 tests/accounts/regions.py FOLDER

tests/accounts/digits.py then shows how many of their amounts a changed digit is noticed in. All amounts
are in 万元 except in the third, which prints 元."""
import os
import sys

NAME, YEAR = "沙原区统计调查中心", 2024
FUNCTION = [("201", "一般公共服务支出", 270, 150), ("20105", "统计信息事务", 270, 150), ("2010501", "行政运行", 270, 0),
            ("2010507", "专项普查活动", 0, 150), ("208", "社会保障和就业支出", 36, 0), ("20805", "行政事业单位养老支出", 36, 0),
            ("2080505", "机关事业单位基本养老保险缴费支出", 24, 0), ("2080506", "机关事业单位职业年金缴费支出", 12, 0),
            ("210", "卫生健康支出", 14, 0), ("21011", "行政事业单位医疗", 14, 0), ("2101101", "行政单位医疗", 9.5, 0),
            ("2101103", "公务员医疗补助", 4.5, 0), ("221", "住房保障支出", 10, 0), ("22102", "住房改革支出", 10, 0),
            ("2210201", "住房公积金", 10, 0)]
FUND = [("212", "城乡社区支出", 0, 40), ("21208", "国有土地使用权出让收入安排的支出", 0, 40), ("2120803", "城市建设支出", 0, 40)]
ECONOMIC = [("301", "工资福利支出", 250, 0), ("30101", "基本工资", 90, 0), ("30102", "津贴补贴", 60, 0), ("30103", "奖金", 40, 0),
            ("30108", "机关事业单位基本养老保险缴费", 24, 0), ("30109", "职业年金缴费", 12, 0), ("30110", "职工基本医疗保险缴费", 9.5, 0),
            ("30111", "公务员医疗补助缴费", 4.5, 0), ("30113", "住房公积金", 10, 0), ("302", "商品和服务支出", 0, 50),
            ("30201", "办公费", 0, 12), ("30211", "差旅费", 0, 14), ("30217", "公务接待费", 0, 2.5),
            ("30231", "公务用车运行维护费", 0, 7.5), ("30239", "其他交通费用", 0, 14), ("303", "对个人和家庭的补助", 30, 0), ("30302", "退休费", 30, 0)]
CLASSES = [("一、一般公共服务支出", 420), ("二、社会保障和就业支出", 36), ("三、卫生健康支出", 14), ("四、城乡社区支出", 40), ("五、住房保障支出", 10)]
ALL = FUNCTION[:12] + FUND + FUNCTION[12:]


def money(x):
    return "" if x is None else "%.2f" % x


def yuan(x):
    return "" if x is None else "{:,.2f}".format(x * 10000)


def table(title, unit, rows):
    width = max(len(r) for r in rows)
    lines = ["| " + " | ".join(r + [""] * (width - len(r))) + " |" for r in rows]
    return "\n".join(["", "### " + title, "", "单位：" + unit, "", lines[0], "|" + " --- |" * width] + lines[1:] + [""])


def coded(rows, m, columns):
    return [[c, n] + [m(v) if v else "" for v in columns(b, p)] for c, n, b, p in rows]


def north():
    """Three pairs of columns side by side; last year's rest below the income of the year."""
    m, out = money, ["# %s%d年部门预算" % (NAME, YEAR)]
    ways = [("一、基本支出", 330), ("　　人员经费", 280), ("　　公用经费", 50), ("二、项目支出", 190)]
    left = [("一、一般公共预算拨款收入", 460), ("二、政府性基金预算拨款收入", 40), ("三、国有资本经营预算拨款收入", None), ("四、事业收入", None)]
    rows = [["收入", "", "支出", "", "", ""], ["项目", "预算数", "项目（按功能分类）", "预算数", "项目（按支出类型）", "预算数"]]
    for i in range(5):
        l, w = left[i] if i < 4 else ("", None), ways[i] if i < 4 else ("", None)
        rows.append([l[0], m(l[1]), CLASSES[i][0], m(CLASSES[i][1]), w[0], m(w[1])])
    rows += [["本年收入合计", m(500), "本年支出合计", m(520), "本年支出合计", m(520)],
             ["上年结转结余", m(20), "年终结转结余", "", "年终结转结余", ""], ["收入总计", m(520), "支出总计", m(520), "支出总计", m(520)]]
    out.append(table("部门公开表1 部门收支总表", "万元", rows))
    head = ["科目编码", "科目名称"]
    # the rest of last year is that of the census
    share = lambda c, b, p: [b + p, 20 if c in ("201", "20105", "2010507") else None, None if c[:3] == "212" else b + p - (20 if c in ("201", "20105", "2010507") else 0), b + p if c[:3] == "212" else None]
    out.append(table("部门公开表2 部门收入总表", "万元", [head + ["合计", "上年结转结余", "一般公共预算拨款收入", "政府性基金预算拨款收入"], ["", "合计", m(520), m(20), m(460), m(40)]] +
                     [[c, n] + [m(v) for v in share(c, b, p)] for c, n, b, p in ALL]))
    spend = lambda b, p: (b + p, b, p)
    kinds = ["合计", "基本支出", "项目支出"]
    out.append(table("部门公开表3 部门支出总表", "万元", [head + kinds, ["", "合计", m(520), m(330), m(190)]] + coded(ALL, m, spend)))
    rows = [["收入", "", "支出", "", "", ""], ["项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算"]]
    left = [("一、本年收入", 500), ("（一）一般公共预算拨款", 460), ("（二）政府性基金预算拨款", 40), ("二、上年结转", 20), ("（一）一般公共预算拨款", 20)]
    for i, (n, v) in enumerate(CLASSES):
        fund = v if "城乡" in n else None
        rows.append([left[i][0], m(left[i][1]), n, m(v), m(None if fund else v), m(fund)])
    rows.append(["收入总计", m(520), "支出总计", m(520), m(480), m(40)])
    out.append(table("部门公开表4 财政拨款收支总表", "万元", rows))
    out.append(table("部门公开表5 一般公共预算支出表", "万元", [head + kinds, ["", "合计", m(480), m(330), m(150)]] + coded(FUNCTION, m, spend)))
    out.append(table("部门公开表6 一般公共预算基本支出表", "万元", [head + ["合计", "人员经费", "公用经费"], ["", "合计", m(330), m(280), m(50)]] + coded(ECONOMIC, m, spend)))
    out.append(table("部门公开表7 财政拨款“三公”经费支出表", "万元", [["年度", "“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"],
                     ["", "", "", "小计", "公务用车购置费", "公务用车运行费", ""], ["2023年", m(11), "", m(8), "", m(8), m(3)], ["2024年", m(10), "", m(7.5), "", m(7.5), m(2.5)]]))
    out.append(table("部门公开表8 政府性基金预算支出表", "万元", [head + kinds, ["", "合计", m(40), "", m(40)]] + coded(FUND, m, spend)))
    out.append(table("部门公开表9 国有资本经营预算支出表", "万元", [head + kinds, ["", "合计", "", "", ""]]) + "\n注：本部门没有国有资本经营预算支出，本表无数据。\n")
    return "\n".join(out)


def south():
    """「…总体情况表」; names with their codes in one cell; the total row last."""
    m, out = money, ["# %d年%s部门预算" % (YEAR, NAME)]
    one = lambda rows, columns: [[n.strip() + "" if False else "%s %s" % (c, n)] + [m(v) if v else "" for v in columns(b, p)] for c, n, b, p in rows]
    rows = [["收入", "", "支出", ""], ["项目", "2024年预算", "项目", "2024年预算"]]
    left = [("一、财政拨款", 500), ("　　一般公共预算拨款", 460), ("　　政府性基金预算拨款", 40), ("二、财政专户拨款", None), ("三、其他资金", None)]
    for i, (n, v) in enumerate([("一、基本支出", 330), ("　　工资福利支出", 250), ("　　商品和服务支出", 50), ("　　对个人和家庭的补助", 30), ("二、项目支出", 190)]):
        rows.append([left[i][0], m(left[i][1]), n, m(v)])
    rows += [["本年收入合计", m(500), "本年支出合计", m(520)], ["四、上级补助收入", "", "三、对附属单位补助支出", ""], ["五、上年结转结余", m(20), "四、结转下年", ""],
             ["收入总计", m(520), "支出总计", m(520)]]
    out.append(table("收支总体情况表", "万元", rows))
    rows = [["项目", "2024年预算"], ["一、财政拨款", m(500)], ["　　一般公共预算拨款", m(460)], ["　　政府性基金预算拨款", m(40)], ["二、财政专户拨款", ""],
            ["三、其他资金", ""], ["本年收入合计", m(500)], ["四、上年结转结余", m(20)], ["收入总计", m(520)]]
    out.append(table("收入总体情况表", "万元", rows))
    rows = [["项目", "2024年预算"], ["一、基本支出", m(330)], ["　　工资福利支出", m(250)], ["　　商品和服务支出", m(50)], ["　　对个人和家庭的补助", m(30)],
            ["二、项目支出", m(190)], ["本年支出合计", m(520)], ["三、结转下年", ""], ["支出总计", m(520)]]
    out.append(table("支出总体情况表", "万元", rows))
    rows = [["收入", "", "支出", ""], ["项目", "2024年预算", "项目", "2024年预算"]]
    left = [("一、一般公共预算拨款", 460), ("二、政府性基金预算拨款", 40), ("三、国有资本经营预算拨款", None), ("四、上年结转", 20), ("", None)]
    for i, (n, v) in enumerate(CLASSES):
        rows.append([left[i][0], m(left[i][1]), n, m(v)])
    rows.append(["收入总计", m(520), "支出总计", m(520)])
    out.append(table("财政拨款收支总体情况表", "万元", rows))
    spend = lambda b, p: (b + p, b, p)
    kinds = ["小计", "基本支出", "项目支出"]
    out.append(table("一般公共预算支出情况表（按功能分类科目）", "万元", [["功能科目名称"] + kinds] + one(FUNCTION, spend) + [["合计", m(480), m(330), m(150)]]))
    out.append(table("一般公共预算基本支出情况表（按支出经济分类科目）", "万元", [["部门预算支出经济分类科目", "2024年预算"]] +
                     [["%s %s" % (c, n), m(a + b)] for c, n, a, b in ECONOMIC] + [["合计", m(330)]]))
    out.append(table("一般公共预算安排的“三公”经费支出情况表", "万元", [["项目", "2023年预算", "2024年预算"], ["“三公”经费", m(11), m(10)], ["（一）因公出国（境）支出", "", ""],
                     ["（二）公务用车购置及运行维护支出", m(8), m(7.5)], ["1.公务用车购置", "", ""], ["2.公务用车运行维护费", m(8), m(7.5)], ["（三）公务接待费支出", m(3), m(2.5)]]))
    out.append(table("政府性基金预算支出情况表", "万元", [["功能科目名称"] + kinds] + one(FUND, spend) + [["合计", m(40), "", m(40)]]))
    out.append(table("国有资本经营预算支出情况表", "万元", [["功能科目名称"] + kinds, ["合计", "", "", ""]]) + "\n注：本表为空，本部门无国有资本经营预算支出。\n")
    return "\n".join(out)


def east():
    """类、款、项 in three columns, amounts in 元, 「…预算总表」 and a table of 三公 with running costs."""
    m, out = yuan, ["# %d年%s预算" % (YEAR, NAME)]
    rows = [["本年收入", "", "本年支出", ""], ["项目", "预算数", "项目", "预算数"]]
    left = [("一、财政拨款收入", 500), ("1.一般公共预算资金", 460), ("2.政府性基金", 40), ("二、事业收入", None), ("三、上年结转", 20)]
    for i, (n, v) in enumerate(CLASSES):
        rows.append([left[i][0], m(left[i][1]), n, m(v)])
    rows.append(["收入总计", m(520), "支出总计", m(520)])
    out.append(table("%d年预算单位财务收支预算总表" % YEAR, "元", rows))
    head = ["类", "款", "项", "功能分类科目名称"]
    split = lambda c: [c[:3], c[3:5], c[5:7]]
    three = lambda rows, columns: [split(c) + [n] + [m(v) if v else "" for v in columns(b, p)] for c, n, b, p in rows]
    total = lambda *v: ["合计", "", "", ""] + [m(x) if x else "" for x in v]
    rest = lambda c: 20 if c in ("201", "20105", "2010507") else 0
    out.append(table("%d年预算单位收入预算总表" % YEAR, "元", [head + ["合计", "财政拨款收入", "事业收入", "上年结转"], total(520, 500, None, 20)] +
                     [split(c) + [n, m(b + p), m(b + p - rest(c)), "", m(rest(c)) if rest(c) else ""] for c, n, b, p in ALL]))
    spend = lambda b, p: (b + p, b, p)
    kinds = ["合计", "基本支出", "项目支出"]
    out.append(table("%d年预算单位支出预算总表" % YEAR, "元", [head + kinds, total(520, 330, 190)] + three(ALL, spend)))
    rows = [["财政拨款收入", "", "财政拨款支出", "", "", ""], ["项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算"]]
    left = [("一、一般公共预算资金", 460), ("二、政府性基金", 40), ("三、国有资本经营预算", None), ("四、上年结转", 20), ("", None)]
    for i, (n, v) in enumerate(CLASSES):
        fund = v if "城乡" in n else None
        rows.append([left[i][0], m(left[i][1]), n, m(v), m(None if fund else v), m(fund)])
    rows.append(["收入总计", m(520), "支出总计", m(520), m(480), m(40)])
    out.append(table("%d年预算单位财政拨款收支预算总表" % YEAR, "元", rows))
    out.append(table("%d年预算单位一般公共预算支出功能分类预算表" % YEAR, "元", [head + kinds, total(480, 330, 150)] + three(FUNCTION, spend)))
    out.append(table("%d年预算单位政府性基金预算支出功能分类预算表" % YEAR, "元", [head + kinds, total(40, None, 40)] + three(FUND, spend)))
    out.append(table("%d年预算单位国有资本经营预算支出功能分类预算表" % YEAR, "元", [head + kinds, total(None, None, None)]) + "\n注：本单位没有国有资本经营预算支出，故本表无数据。\n")
    out.append(table("%d年预算单位一般公共预算基本支出部门预算经济分类预算表" % YEAR, "元", [["类", "款", "经济分类科目名称", "合计", "人员经费", "公用经费"], ["合计", "", "", m(330), m(280), m(50)]] +
                     [[c[:3], c[3:], n] + [m(v) if v else "" for v in spend(a, b)] for c, n, a, b in ECONOMIC]))
    out.append(table("%d年预算单位“三公”经费和机关运行经费预算表" % YEAR, "元", [["“三公”经费预算数", "", "", "", "", "", "机关运行经费预算数"],
                     ["合计", "因公出国（境）费", "公务接待费", "公务用车购置及运行费", "", "", ""], ["", "", "", "小计", "购置费", "运行费", ""],
                     [m(10), "", m(2.5), m(7.5), "", m(7.5), m(50)]]))
    return "\n".join(out)


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for name, make in (("north", north), ("south", south), ("east", east)):
        with open(os.path.join(folder, name + ".md"), "w", encoding="utf-8") as f:
            f.write(make() + "\n")


if __name__ == "__main__":
    main()
