#!/usr/bin/env python3
"""Write made-up agencies' published documents: budgets, accounts and self-evaluations of three years,
in the layouts of three regions, sound to the cent.

    python3 tests/accounts/make.py FOLDER

Everything ties: the nine tables of the accounts with each other and with the prose, each year with
the year before, the budget with the accounts and the self-evaluation. tests/accounts/plant.sh puts
the errors in. Amounts are whole yuan / 100 so that 万元 with two decimals are exact.
"""
import os
import sys

CODES = {
    "201": "一般公共服务支出", "20129": "群众团体事务", "2012999": "其他群众团体事务支出",
    "205": "教育支出", "20508": "进修及培训", "2050803": "培训支出",
    "208": "社会保障和就业支出", "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出", "2080506": "机关事业单位职业年金缴费支出",
    "210": "卫生健康支出", "21011": "行政事业单位医疗", "2101101": "行政单位医疗",
    "2101102": "事业单位医疗",
    "213": "农林水支出", "21303": "水利", "2130301": "行政运行", "2130306": "水利工程运行与维护",
    "2130314": "防汛", "212": "城乡社区支出", "21208": "国有土地使用权出让收入安排的支出",
    "2120803": "城市建设支出",
    "207": "文化旅游体育与传媒支出", "20701": "文化和旅游", "2070101": "行政运行",
    "2070104": "图书馆", "2070109": "群众文化",
    "221": "住房保障支出", "22102": "住房改革支出", "2210201": "住房公积金",
}
ECONOMIC = {
    "301": "工资福利支出", "30101": "基本工资", "30102": "津贴补贴", "30103": "奖金",
    "30108": "机关事业单位基本养老保险缴费", "30109": "职业年金缴费", "30113": "住房公积金",
    "302": "商品和服务支出", "30201": "办公费", "30211": "差旅费", "30217": "公务接待费",
    "30231": "公务用车运行维护费", "303": "对个人和家庭的补助", "30305": "生活补助",
}
SERIES = ["一般公共服务支出", "外交支出", "国防支出", "公共安全支出", "教育支出", "科学技术支出",
          "文化旅游体育与传媒支出", "社会保障和就业支出", "卫生健康支出", "节能环保支出",
          "城乡社区支出", "农林水支出", "住房保障支出"]
NUMERALS = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四".split()


class Year:
    """All figures of one agency and year, in units of 100 yuan."""

    def __init__(self, plan, year, step):
        self.year = year
        base = plan["base"]
        grow = lambda x, k: x + (x // 40) * step + k * step
        self.basic = {c: grow(v, 3) for c, v in base["basic"].items()}
        self.project = {c: grow(v, 7) for c, v in base["project"].items()}
        self.fund = {c: grow(v, 5) for c, v in base.get("fund", {}).items()}
        self.other_income = base.get("other", 0) + 11 * step if base.get("other") else 0
        # the budget is a little more than what was spent
        self.budget_basic = {c: v + 37 + step for c, v in self.basic.items()}
        self.budget_project = {c: v + 211 * (i + 1) for i, (c, v) in enumerate(self.project.items())}
        self.budget_fund = dict(self.fund)
        self.opening = base["opening"] + 400 * (step - 1)
        self.closing = base["opening"] + 400 * step
        t = base["public"]
        self.public = {"abroad": 0, "bought": t[0] if step == 2 else 0, "run": t[1] - 13 * step,
                       "meals": t[2] - 5 * step}
        self.public_budget = {"abroad": 0, "bought": t[0] if step == 2 else 0, "run": t[1], "meals": t[2]}
        total = sum(self.basic.values())
        self.persons = {"30101": total * 30 // 100, "30102": total * 22 // 100,
                        "30103": total * 13 // 100,
                        "30108": self.basic["2080505"], "30109": self.basic["2080506"],
                        "30113": self.basic["2210201"], "30305": 96}
        goods = total - sum(self.persons.values())
        self.goods = {"30211": goods * 31 // 100, "30217": self.public["meals"],
                      "30231": self.public["run"]}
        self.goods["30201"] = goods - sum(self.goods.values())

    def general(self):
        return sum(self.basic.values()) + sum(self.project.values())

    def fiscal(self):
        return self.general() + sum(self.fund.values())

    def spent(self):
        return self.fiscal() + self.other_income

    def income(self):
        return self.spent() + self.closing - self.opening

    def total(self):
        return self.income() + self.opening


def tree(leaves):
    """項 → 类, 款, 项 with sums, in the order of codes. leaves: code → tuple of amounts."""
    out = {}
    for code, row in leaves.items():
        for n in (3, 5, 7):
            old = out.get(code[:n], (0,) * len(row))
            out[code[:n]] = tuple(a + b for a, b in zip(old, row))
    return sorted(out.items())


class Style:
    """How a region prints: money, tables, headings."""

    def __init__(self, unit, form):
        self.unit, self.form = unit, form

    def m(self, x, blank=True):
        if x == 0 and blank:
            return "" if self.form != "tabs" else "0.00"
        return f"{x / 100:,.2f}" if self.unit == "万元" else f"{x * 100:,}.00"

    def p(self, x):
        return f"{x / 100:.2f}万元"

    def table(self, title, heads, rows, unit=None):
        unit = unit or self.unit
        if self.form == "html":
            cells = lambda r, t: "<tr>" + "".join(f"<{t}>{c}</{t}>" for c in r) + "</tr>\n"
            return (f"<h3>{title}</h3>\n<p>单位：{unit}</p>\n<table>\n" + "".join(cells(h, "th") for h in heads) +
                    "".join(cells(r, "td") for r in rows) + "</table>\n")
        if self.form == "tabs":
            return (f"{title}\n\n单位：{unit}\n\n" + "".join("\t".join(r) + "\n" for r in heads + rows) + "\n")
        line = lambda r: "| " + " | ".join(r) + " |\n"
        return (f"### {title}\n\n单位：{unit}\n\n" + line(heads[0]) + "|" + "---|" * len(heads[0]) + "\n" +
                "".join(line(r) for r in heads[1:] + rows) + "\n")

    def head(self, level, text):
        if self.form == "html":
            return f"<h{level}>{text}</h{level}>\n"
        return f"{'#' * level + ' ' if self.form == 'md' else ''}{text}\n\n"

    def para(self, text):
        return f"<p>{text}</p>\n" if self.form == "html" else text + "\n\n"

    def page(self, title, body):
        if self.form == "html":
            return f"<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title></head><body>\n{body}</body></html>\n"
        return body


def functional(style, leaves, split):
    """Rows of a table by function: code columns, name, amounts."""
    rows = []
    for code, amounts in tree(leaves):
        cells = [style.m(a) for a in amounts]
        if split:
            rows.append([code[:3], code[3:5], code[5:7], CODES[code]] + cells)
        else:
            rows.append([code, CODES[code]] + cells)
    return rows


def accounts(plan, style, y, last):
    name, split = plan["name"], plan["split"]
    pre = ["科目编码", "", "", "科目名称"] if split else ["功能分类科目编码", "科目名称"]
    tot = ["合计", "", "", ""] if split else ["合计", ""]
    if style.form == "tabs" and split:
        pre = ["类", "款", "项", "科目名称"]
    m = style.m
    spend = {c: (v, v, 0) for c, v in y.basic.items()}
    for c, v in y.project.items():
        a = spend.get(c, (0, 0, 0))
        spend[c] = (a[0] + v, a[1], a[2] + v)
    general = dict(spend)
    fund = {c: (v, 0, v) for c, v in y.fund.items()}
    everything = {**spend, **fund}
    if y.other_income:
        c = plan["other_code"]
        a = everything.get(c, (0, 0, 0))
        everything[c] = (a[0] + y.other_income, a[1], a[2] + y.other_income)
    classes = {CODES[c]: v for c, v in tree(everything) if len(c) == 3}
    fiscal_classes = {CODES[c]: v for c, v in tree({**general, **fund}) if len(c) == 3}
    fund_classes = {CODES[c]: v[0] for c, v in tree(fund) if len(c) == 3}
    carried = y.closing - y.opening
    out = style.head(1, f"{name}{y.year}年度部门决算")
    out += style.head(2, "第一部分 部门概况")
    out += style.head(3, "一、主要职能") + style.para(plan["duty"])
    out += style.head(3, "二、机构设置") + style.para(f"从决算单位构成看，{name}{y.year}年度部门决算只含本级决算。")
    out += style.head(2, f"第二部分 {y.year}年度部门决算表")
    # T1
    left = [("一、一般公共预算财政拨款收入", y.general() + carried), ("二、政府性基金预算财政拨款收入", sum(y.fund.values())),
            ("三、国有资本经营预算财政拨款收入", 0), ("四、上级补助收入", 0), ("五、事业收入", 0), ("六、经营收入", 0),
            ("七、附属单位上缴收入", 0), ("八、其他收入", y.other_income)]
    rows = []
    for i, s in enumerate(SERIES):
        l = left[i] if i < len(left) else ("", 0)
        rows.append([l[0], m(l[1]) if l[0] else "", f"{NUMERALS[i]}、{s}", m(classes.get(s, (0,))[0])])
    rows += [["本年收入合计", m(y.income()), "本年支出合计", m(y.spent())],
             ["使用非财政拨款结余", m(0), "结余分配", m(0)],
             ["年初结转和结余", m(y.opening), "年末结转和结余", m(y.closing)],
             ["总计", m(y.total()), "总计", m(y.total())]]
    out += style.table(plan["titles"][0], [["收入", "", "支出", ""], ["项目", "决算数", "项目", "决算数"]], rows)
    # T2
    income = {c: (v[0], v[0], 0, 0, 0, 0, 0) for c, v in {**general, **fund}.items()}
    first = next(iter(y.project))
    income[first] = tuple(a + b for a, b in zip(income[first], (carried, carried, 0, 0, 0, 0, 0)))
    if y.other_income:
        c = plan["other_code"]
        a = income.get(c, (0,) * 7)
        income[c] = (a[0] + y.other_income, a[1], 0, 0, 0, 0, a[6] + y.other_income)
    out += style.table(plan["titles"][1], [pre + ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]],
                       [tot + [m(y.income()), m(y.fiscal() + carried)] + [m(0)] * 4 + [m(y.other_income)]] +
                       functional(style, income, split))
    # T3
    basic, project = sum(y.basic.values()), y.spent() - sum(y.basic.values())
    out += style.table(plan["titles"][2], [pre + ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]],
                       [tot + [m(y.spent()), m(basic), m(project), m(0), m(0), m(0)]] +
                       functional(style, {c: v + (0, 0, 0) for c, v in everything.items()}, split))
    # T4
    left = [("一、一般公共预算财政拨款", y.general() + carried), ("二、政府性基金预算财政拨款", sum(y.fund.values())), ("三、国有资本经营预算财政拨款", 0)]
    rows = []
    for i, s in enumerate(SERIES):
        l = left[i] if i < len(left) else ("", 0)
        a, f = fiscal_classes.get(s, (0,))[0], fund_classes.get(s, 0)
        rows.append([l[0], m(l[1]) if l[0] else "", f"{NUMERALS[i]}、{s}", m(a), m(a - f), m(f), m(0)])
    fiscal_in, funds = y.fiscal() + carried, sum(y.fund.values())
    rows += [["本年收入合计", m(fiscal_in), "本年支出合计", m(y.fiscal()), m(y.general()), m(funds), m(0)],
             ["年初财政拨款结转和结余", m(y.opening), "年末财政拨款结转和结余", m(y.closing), m(y.closing), m(0), m(0)],
             ["一、一般公共预算财政拨款", m(y.opening), "", "", "", "", ""],
             ["二、政府性基金预算财政拨款", m(0), "", "", "", "", ""],
             ["三、国有资本经营预算财政拨款", m(0), "", "", "", "", ""],
             ["总计", m(fiscal_in + y.opening), "总计", m(fiscal_in + y.opening), m(y.general() + y.closing), m(funds), m(0)]]
    out += style.table(plan["titles"][3], [["收入", "", "支出", "", "", "", ""],
                                           ["项目", "决算数", "项目", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]], rows)
    # T5
    gproject = sum(y.project.values())
    out += style.table(plan["titles"][4], [pre + ["合计", "基本支出", "项目支出"]],
                       [tot + [m(y.general()), m(basic), m(gproject)]] + functional(style, general, split))
    # T6
    people, goods = sum(y.persons.values()), sum(y.goods.values())
    eco = {**y.persons, **y.goods}
    classes6 = {}
    for c, v in eco.items():
        classes6[c[:3]] = classes6.get(c[:3], 0) + v
    all6 = {**eco, **classes6}
    lcodes = sorted(c for c in all6 if c[0:3] in ("301", "303"))
    rcodes = sorted(c for c in all6 if c[0:3] in ("302", "310"))
    if plan["t6"] == "two":
        rows = []
        for i in range(max(len(lcodes), len(rcodes))):
            row = []
            for side in (lcodes, rcodes):
                row += [side[i], ECONOMIC[side[i]], m(all6[side[i]])] if i < len(side) else ["", "", ""]
            rows.append(row)
        rows.append(["人员经费合计", "", m(people), "公用经费合计", "", m(goods)])
        out += style.table(plan["titles"][5], [["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"]], rows)
    else:
        rows = [["合计", "", m(people + goods), m(people), m(goods)]]
        for c in sorted(all6):
            rows.append([c, ECONOMIC[c], m(all6[c]), m(all6[c] if c[:3] in ("301", "303") else 0),
                         m(all6[c] if c[:3] not in ("301", "303") else 0)])
        out += style.table(plan["titles"][5], [["经济分类科目编码", "科目名称", "合计", "人员经费", "公用经费"]], rows)
    # T7
    t, b = y.public, y.public_budget
    cars, bcars = t["bought"] + t["run"], b["bought"] + b["run"]
    whole, bwhole = cars + t["meals"], bcars + b["meals"]
    if plan["t7"] == "tall":
        rows = [["“三公”经费合计", m(bwhole, False), m(whole, False)], ["1.因公出国（境）费", m(0, False), m(0, False)],
                ["2.公务用车购置及运行维护费", m(bcars, False), m(cars, False)], ["（1）公务用车购置费", m(b["bought"], False), m(t["bought"], False)],
                ["（2）公务用车运行维护费", m(b["run"], False), m(t["run"], False)], ["3.公务接待费", m(b["meals"], False), m(t["meals"], False)]]
        out += style.table(plan["titles"][6], [["项目", "预算数", "决算数"]], rows)
    else:
        f = lambda *v: [m(x, False) for x in v]
        out += style.table(plan["titles"][6],
                           [["预算数", "", "", "", "", "", "决算数", "", "", "", "", ""],
                            ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"] * 2,
                            ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""] * 2],
                           [f(bwhole, 0, bcars, b["bought"], b["run"], b["meals"], whole, 0, cars, t["bought"], t["run"], t["meals"])])
    # T8, T9
    pre8 = pre + ["年初结转和结余", "本年收入", "本年支出小计", "基本支出", "项目支出", "年末结转和结余"]
    if y.fund:
        rows = functional(style, {c: (0, v, v, 0, v, 0) for c, v in y.fund.items()}, split)
        out += style.table(plan["titles"][7], [pre8], [tot + [m(x) for x in (0, funds, funds, 0, funds, 0)]] + rows)
    else:
        out += style.table(plan["titles"][7], [pre8], [tot + [""] * 6, [""] * len(pre8)])
        out += style.para(f"注：{name}{y.year}年度无政府性基金预算财政拨款收支，故本表无数据。")
    out += style.table(plan["titles"][8], [pre + ["合计", "基本支出", "项目支出"]], [tot + [""] * 3, [""] * (len(pre) + 3)])
    out += style.para(f"注：{name}{y.year}年度未发生国有资本经营预算财政拨款支出，本表为空表。")
    # prose
    p = style.p
    pct = lambda a, b: f"{100 * a / b:.2f}%"
    out += style.head(2, f"第三部分 {y.year}年度部门决算情况说明")

    def change(now, then):
        if now == then:
            return "与上年持平"
        return f"与{y.year - 1}年度相比，{'增加' if now > then else '减少'}{p(abs(now - then))}，{'增长' if now > then else '下降'}{pct(abs(now - then), then)}"
    out += style.head(3, "一、收入支出决算总体情况说明")
    out += style.para(f"{y.year}年度收入、支出总计均为{p(y.total())}。" + (f"{change(y.total(), last.total())}，主要是工程维护任务增多。" if last else ""))
    out += style.head(3, "二、收入决算情况说明")
    out += style.para(f"本年收入合计{p(y.income())}，其中：财政拨款收入{p(fiscal_in)}，占{pct(fiscal_in, y.income())}" +
                      (f"；其他收入{p(y.other_income)}，占{pct(y.other_income, y.income())}。" if y.other_income else "。"))
    out += style.head(3, "三、支出决算情况说明")
    out += style.para(f"本年支出合计{p(y.spent())}，其中：基本支出{p(basic)}，占{pct(basic, y.spent())}；项目支出{p(project)}，占{pct(project, y.spent())}。")
    out += style.head(3, "四、财政拨款收入支出决算总体情况说明")
    out += style.para(f"{y.year}年度财政拨款收入、支出总计均为{p(fiscal_in + y.opening)}。" +
                      (f"{change(fiscal_in + y.opening, last.fiscal() + last.closing)}，原因是项目资金变化。" if last else ""))
    out += style.head(3, "五、一般公共预算财政拨款支出决算情况说明")
    out += style.para(f"{y.year}年度一般公共预算财政拨款支出{p(y.general())}，占本年支出合计的{pct(y.general(), y.spent())}。" +
                      (f"{change(y.general(), last.general())}，主要是人员经费和项目支出变化。" if last else ""))
    gcl = [(CODES[c], v[0]) for c, v in tree(general) if len(c) == 3]
    out += style.para("按功能分类，主要用于以下方面：" + "；".join(f"{n}（类）支出{p(v)}，占{pct(v, y.general())}" for n, v in gcl) + "。")
    budget = sum(y.budget_basic.values()) + sum(y.budget_project.values())
    out += style.para(f"{y.year}年度一般公共预算财政拨款支出年初预算为{p(budget)}，支出决算为{p(y.general())}，完成年初预算的{pct(y.general(), budget)}。其中：")
    n = 0
    for code, v in sorted(general.items()):
        n += 1
        b = y.budget_basic.get(code, 0) + y.budget_project.get(code, 0)
        out += style.para(f"{n}.{CODES[code[:3]]}（类）{CODES[code[:5]]}（款）{CODES[code]}（项）。年初预算为{p(b)}，支出决算为{p(v[0])}，完成年初预算的{pct(v[0], b)}。决算数小于预算数的主要原因是{plan['reason']}。")
    out += style.head(3, "六、一般公共预算财政拨款基本支出决算情况说明")
    out += style.para(f"{y.year}年度一般公共预算财政拨款基本支出{p(basic)}，其中：人员经费{p(people)}，主要包括基本工资、津贴补贴、奖金等；公用经费{p(goods)}，主要包括办公费、差旅费等。")
    out += style.head(3, "七、“三公”经费支出决算情况说明")
    out += style.para(f"{y.year}年度“三公”经费预算为{p(bwhole)}，支出决算为{p(whole)}，完成预算的{pct(whole, bwhole)}，决算数小于预算数，原因是压缩公务活动。其中：因公出国（境）费支出决算为0.00万元；公务用车购置及运行维护费支出决算为{p(cars)}；公务接待费支出决算为{p(t['meals'])}。")
    out += style.head(3, "八、政府性基金预算财政拨款收入支出决算情况说明")
    if y.fund:
        out += style.para(f"{y.year}年度政府性基金预算财政拨款年初结转和结余0.00万元，本年收入{p(funds)}，本年支出{p(funds)}，年末结转和结余0.00万元。")
    else:
        out += style.para(f"{y.year}年度没有政府性基金预算财政拨款收入和支出。")
    out += style.head(3, "九、国有资本经营预算财政拨款支出决算情况说明")
    out += style.para(f"{y.year}年度没有国有资本经营预算财政拨款支出。")
    out += style.head(3, "十、机关运行经费支出情况") + style.para(f"{y.year}年度机关运行经费支出{p(goods)}。")
    g1, g2, g3 = goods // 3, goods // 5, goods // 7
    out += style.head(3, "十一、政府采购支出情况") + style.para(
        f"{y.year}年度政府采购支出总额{p(g1 + g2 + g3)}，其中：政府采购货物支出{p(g1)}、政府采购工程支出{p(g2)}、政府采购服务支出{p(g3)}。授予中小企业合同金额{p(g1 + g2)}。")
    out += style.head(3, "十二、国有资产占用情况") + style.para(
        f"截至{y.year}年12月31日，{name}共有车辆5辆，其中：机要通信用车1辆、应急保障用车3辆、其他用车1辆。")
    out += style.head(3, "十三、预算绩效管理情况") + style.para(f"{name}对{y.year}年度{len(y.project)}个项目开展了绩效自评。")
    out += style.head(2, "第四部分 名词解释") + style.para("基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。")
    return style.page(f"{name}{y.year}年度部门决算", out)


def budget(plan, style, y, last):
    name, split = plan["name"], plan["split"]
    pre = (["类", "款", "项", "科目名称"] if style.form == "tabs" else ["科目编码", "", "", "科目名称"]) if split else ["功能分类科目编码", "科目名称"]
    tot = ["合计", "", "", ""] if split else ["合计", ""]
    m, p = style.m, style.p
    spend = {c: (v, v, 0) for c, v in y.budget_basic.items()}
    for c, v in y.budget_project.items():
        a = spend.get(c, (0, 0, 0))
        spend[c] = (a[0] + v, a[1], a[2] + v)
    fund = {c: (v, 0, v) for c, v in y.budget_fund.items()}
    every = {**spend, **fund}
    general, funds = sum(v[0] for v in spend.values()), sum(v[0] for v in fund.values())
    whole = general + funds
    basic = sum(y.budget_basic.values())
    classes = [(CODES[c], v[0]) for c, v in tree(every) if len(c) == 3]
    fundc = {CODES[c]: v[0] for c, v in tree(fund) if len(c) == 3}
    T = plan["budget_titles"]
    out = style.head(1, f"{name}{y.year}年部门预算")
    out += style.head(2, "一、部门主要职责") + style.para(plan["duty"])
    out += style.head(2, "二、部门预算编制说明")
    lw = None
    if last:
        lw = sum(last.budget_basic.values()) + sum(last.budget_project.values()) + sum(last.budget_fund.values())
    up = lambda now, then: f"，比{y.year - 1}年预算{'增加' if now > then else '减少'}{p(abs(now - then))}" if then is not None and now != then else ""
    out += style.para(f"{y.year}年，{name}收入预算{p(whole)}{up(whole, lw)}，全部为财政拨款收入。支出预算{p(whole)}{up(whole, lw)}，其中：基本支出预算{p(basic)}，项目支出预算{p(whole - basic)}。")
    pb, lp = y.public_budget, last.public_budget if last else None
    s = lambda q: q["bought"] + q["run"] + q["meals"]
    out += style.para(f"{y.year}年“三公”经费预算{p(s(pb))}{up(s(pb), s(lp)) if lp else ''}，其中：因公出国（境）费0.00万元，公务用车购置及运行费{p(pb['bought'] + pb['run'])}，公务接待费{p(pb['meals'])}。")
    left = [("一、财政拨款收入", whole), ("其中：一般公共预算", general), ("政府性基金预算", funds), ("国有资本经营预算", 0), ("二、事业收入", 0)]
    rows = []
    for i in range(max(len(left), len(classes))):
        l = left[i] if i < len(left) else ("", 0)
        r = (f"{NUMERALS[i]}、{classes[i][0]}", m(classes[i][1])) if i < len(classes) else ("", "")
        rows.append([l[0], m(l[1]) if l[0] else "", r[0], r[1]])
    rows.append(["收入总计", m(whole), "支出总计", m(whole)])
    out += style.head(2, "三、部门预算表")
    out += style.table(T[0], [["收入", "", "支出", ""], ["项目", "预算数", "项目", "预算数"]], rows)
    out += style.table(T[1], [pre + ["合计", "财政拨款收入", "事业收入", "其他收入"]], [tot + [m(whole), m(whole), m(0), m(0)]] + functional(style, {c: (v[0], v[0], 0, 0) for c, v in every.items()}, split))
    out += style.table(T[2], [pre + ["合计", "基本支出", "项目支出"]], [tot + [m(whole), m(basic), m(whole - basic)]] + functional(style, every, split))
    rows = []
    left = [("一、一般公共预算财政拨款", general), ("二、政府性基金预算财政拨款", funds), ("三、国有资本经营预算财政拨款", 0)]
    for i in range(max(3, len(classes))):
        l = left[i] if i < 3 else ("", 0)
        n, a = classes[i] if i < len(classes) else ("", 0)
        f = fundc.get(n, 0)
        rows.append([l[0], m(l[1]) if l[0] else "", f"{NUMERALS[i]}、{n}" if n else ""] + ([m(a), m(a - f), m(f), m(0)] if n else [""] * 4))
    rows.append(["收入总计", m(whole), "支出总计", m(whole), m(general), m(funds), m(0)])
    out += style.table(T[3], [["收入", "", "支出", "", "", "", ""], ["项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"]], rows)
    out += style.table(T[4], [pre + ["合计", "基本支出", "项目支出"]], [tot + [m(general), m(basic), m(general - basic)]] + functional(style, spend, split))
    people = basic * 7 // 10
    rows = [["合计", "", m(basic), m(people), m(basic - people)], ["301", "工资福利支出", m(people), m(people), m(0)],
            ["30101", "基本工资", m(people * 6 // 10), m(people * 6 // 10), m(0)], ["30102", "津贴补贴", m(people - people * 6 // 10), m(people - people * 6 // 10), m(0)],
            ["302", "商品和服务支出", m(basic - people), m(0), m(basic - people)], ["30201", "办公费", m(basic - people - pb["meals"]), m(0), m(basic - people - pb["meals"])],
            ["30217", "公务接待费", m(pb["meals"]), m(0), m(pb["meals"])]]
    out += style.table(T[5], [["经济分类科目编码", "科目名称", "合计", "人员经费", "公用经费"]], rows)
    if y.budget_fund:
        out += style.table(T[6], [pre + ["合计", "基本支出", "项目支出"]], [tot + [m(funds), m(0), m(funds)]] + functional(style, fund, split))
    else:
        out += style.table(T[6], [pre + ["合计", "基本支出", "项目支出"]], [tot + [""] * 3, [""] * (len(pre) + 3)])
        out += style.para(f"注：{y.year}年没有使用政府性基金预算安排的支出，本表无数据。")
    out += style.table(T[7], [pre + ["合计", "基本支出", "项目支出"]], [tot + [""] * 3, [""] * (len(pre) + 3)])
    out += style.para(f"注：{y.year}年没有使用国有资本经营预算安排的支出，本表无数据。")
    f = lambda *v: [m(x, False) for x in v]
    out += style.table(T[8], [["合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"], ["", "", "小计", "公务用车购置费", "公务用车运行费", ""]],
                       [f(s(pb), 0, pb["bought"] + pb["run"], pb["bought"], pb["run"], pb["meals"])])
    out += style.head(2, "四、名词解释") + style.para("“三公”经费：指因公出国（境）费、公务用车购置及运行费和公务接待费。")
    return style.page(f"{name}{y.year}年部门预算", out)


def evaluation(plan, style, y):
    name, p = plan["name"], style.p
    bg, bp = sum(y.budget_basic.values()), sum(y.budget_project.values())
    budget_total, spent = bg + bp, y.general()
    basic, project = sum(y.basic.values()), sum(y.project.values())
    pct = lambda a, b: f"{100 * a / b:.2f}%"
    out = style.head(1, f"{name}{y.year}年度部门整体支出绩效自评报告")
    out += style.head(2, "一、部门概况") + style.para(plan["duty"])
    out += style.head(2, "二、预算执行情况")
    out += style.para(f"{y.year}年度一般公共预算财政拨款支出年初预算为{p(budget_total)}，支出决算为{p(spent)}，预算执行率为{pct(spent, budget_total)}。"
                      f"其中：基本支出{p(basic)}，项目支出{p(project)}。")
    t, b = y.public, y.public_budget
    s = lambda q: q["bought"] + q["run"] + q["meals"]
    out += style.para(f"“三公”经费年初预算{p(s(b))}，实际支出{p(s(t))}，控制在预算内。年末结转和结余{p(y.closing)}。")
    out += style.head(2, "三、绩效目标完成情况")
    out += style.para(plan["goal"].format(year=y.year, km=40 + y.year % 7, days=310 + y.year % 9, rate=93 + y.year % 5))
    out += style.head(2, "四、存在问题和改进措施") + style.para(plan["problem"].format(year=y.year))
    return style.page(f"{name}{y.year}年度部门整体支出绩效自评报告", out)


PLANS = [
    {"slug": "water", "name": "临溪县水利局", "style": Style("万元", "md"), "ext": "md", "split": False, "t6": "two", "t7": "wide",
     "duty": "负责全县河道、水库和灌区的管理，组织防汛抗旱，编制水利规划并监督实施。",
     "reason": "部分设备维护合同跨年结算", "other_code": "2130306",
     "goal": "{year}年维修堤防{km}公里，泵站安全运行{days}天，灌区群众满意度达到{rate}%，年度目标全部完成。",
     "problem": "{year}年部分泵站的自动监测设备到货较晚，影响了支出进度；下一步提前开展招标准备。",
     "titles": ["收入支出决算总表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表", "一般公共预算财政拨款支出决算表", "一般公共预算财政拨款基本支出决算表",
                "财政拨款“三公”经费支出决算表", "政府性基金预算财政拨款收入支出决算表", "国有资本经营预算财政拨款支出决算表"],
     "budget_titles": ["部门收支预算总表", "部门收入预算总表", "部门支出预算总表", "财政拨款收支预算总表", "一般公共预算支出预算表", "一般公共预算基本支出预算表",
                       "政府性基金预算支出预算表", "国有资本经营预算支出预算表", "“三公”经费预算表"],
     "base": {"basic": {"2080505": 4312, "2080506": 2156, "2101101": 1804, "2130301": 41230, "2210201": 3911},
              "project": {"2130306": 52318, "2130314": 9650}, "fund": {"2120803": 30200}, "other": 1270, "opening": 2600, "public": (1650, 812, 264)}},
    {"slug": "culture", "name": "明州市湖东区文化和旅游局", "style": Style("元", "html"), "ext": "html", "split": False, "t6": "one", "t7": "tall",
     "duty": "负责全区公共文化服务、文物保护和旅游市场管理，指导图书馆、文化馆和街道文化站开展活动。",
     "reason": "部分展览活动合并举办，节约了支出", "other_code": "2070109",
     "goal": "{year}年举办惠民演出{km}场，区图书馆开放{days}天，读者满意度达到{rate}%，各项指标均达到预期。",
     "problem": "{year}年社区文化设施分布不够均衡，个别馆舍使用率偏低；下一步调整开放时间并增加流动服务。",
     "titles": ["部门收支决算总表（公开01表）", "部门收入决算表（公开02表）", "部门支出决算表（公开03表）", "财政拨款收支决算总表（公开04表）", "一般公共预算支出决算表（公开05表）",
                "一般公共预算基本支出决算明细表（公开06表）", "“三公”经费决算表（公开07表）", "政府性基金预算收支决算表（公开08表）", "国有资本经营预算支出决算表（公开09表）"],
     "budget_titles": ["收支总表", "收入总表", "支出总表", "财政拨款收支总表", "一般公共预算支出表", "一般公共预算基本支出表", "政府性基金预算支出表",
                       "国有资本经营预算支出表", "一般公共预算“三公”经费支出表"],
     "base": {"basic": {"2070101": 28840, "2080505": 3118, "2080506": 1559, "2101101": 1377, "2101102": 902, "2210201": 3020},
              "project": {"2070104": 11870, "2070109": 24415}, "other": 860, "opening": 1800, "public": (0, 655, 190)}},
]
TABS = {"slug": "union", "name": "清源市总工会", "style": Style("万元", "tabs"), "ext": "txt", "split": True, "t6": "one", "t7": "tall",
        "duty": "负责全市工会组织建设、职工维权和帮扶救助，承办职工技能培训。",
        "reason": "培训班次调整", "other_code": "2012999",
        "goal": "{year}年培训职工{km}期，服务站开放{days}天，职工满意度达到{rate}%，年度任务全部完成。",
        "problem": "{year}年企业工会报送数据不够及时；下一步加强辅导。",
        "titles": PLANS[0]["titles"], "budget_titles": PLANS[0]["budget_titles"],
        "base": {"basic": {"2012999": 21220, "2080505": 2210, "2080506": 1105, "2101101": 1018, "2210201": 2190},
                 "project": {"2050803": 6400}, "other": 0, "opening": 700, "public": (0, 488, 120)}}


def write(folder, plan):
    os.makedirs(folder, exist_ok=True)
    years = [Year(plan, 2020 + s, s) for s in (1, 2, 3)]
    for i, y in enumerate(years):
        last = years[i - 1] if i else None
        for kind, text in (("budget", budget(plan, plan["style"], y, last)), ("accounts", accounts(plan, plan["style"], y, last)),
                           ("evaluation", evaluation(plan, plan["style"], y))):
            with open(os.path.join(folder, f"{plan['slug']}_{kind}_{y.year}.{plan['ext']}"), "w", encoding="utf-8") as f:
                f.write(text)


if __name__ == "__main__":
    for plan in PLANS + [TABS]:
        write(sys.argv[1], plan)
