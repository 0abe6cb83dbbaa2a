#!/usr/bin/env python3
"""Turn the keyed reports of this folder into plain reports and truth tables, and measure plumb on them.

usage: keyed.py --plumb build/plumb --out build/whole [--list] [REPORT…]

A keyed report NNN_name.key is the report with its key written into it:

  12.5万元{a}       the quantity is called a (the unit stands behind it)
  12.5{a:万元}      the unit comes from the head of the column or from the table
  三{a=3:个}家      a quantity in Chinese numerals
  12{!}             digits that are no quantity though a unit seems to follow
  R sum no a b -> c | words       a relation and whether it is to be flagged (yes, no, opt)
  A high certain class | a "text" b | words    an anomaly and the numbers, or words of the text, it rests on

R and A lines follow a line of equals signs. Every number with a unit behind it is a quantity, every
other digit is none. The arithmetic of every relation is checked here, so that the key is right.
"""
import argparse
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FULL = str.maketrans('０１２３４５６７８９．，％', '0123456789.,%')
UNITS = {'亿元': (1e8, 'yuan'), '万元': (1e4, 'yuan'), '千元': (1e3, 'yuan'), '元': (1, 'yuan'), '万人次': (1e4, 'person-time'),
         '人次': (1, 'person-time'), '万人': (1e4, 'person'), '人': (1, 'person'), '名': (1, 'person'), '个百分点': (0.01, 'fraction'),
         '%': (0.01, 'fraction'), '％': (0.01, 'fraction'), '‰': (0.001, 'fraction'), '年': (1, 'year'), '个月': (1, 'month'), '分钟': (1, 'minute'), '万吨': (1e4, 'ton'), '亩': (1e4 / 15, 'm2'), '万亩': (1e8 / 15, 'm2'),
         '万件': (1e4, 'case'), '万条': (1e4, 'count'), '万例': (1e4, 'case'), '万株': (1e4, 'count'), '亿立方米': (1e8, 'm3'), '万立方米': (1e4, 'm3'), '平方米': (1, 'm2'), '平方公里': (1e6, 'm2'), '万平方米': (1e4, 'm2'), '万册': (1e4, 'count'), '立方米': (1, 'm3'), '公里': (1000, 'm'), '工作日': (1, 'workday'),
         '万剂次': (1e4, 'count'), '剂次': (1, 'count'), '小时': (1, 'count'), '万份': (1e4, 'count'), '万张': (1e4, 'count'), '万次': (1e4, 'count'), '万户': (1e4, 'count')}
UNITS.update({u: (1, 'count') for u in '个 家 户 次 批次 批 辆 台 套 件 起 吨 分 项 倍 所 条 场 期 篇 宗 张 天 处 座 份 例 部 册 支 门 人份 株'.split()})
UNIT = '|'.join(sorted(UNITS, key=len, reverse=True))
NUM = r'(?:[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?(?![\d.])|[\d０-９](?:[\d０-９,，]*[\d０-９])?(?:[.．] ?[\d０-９]+)?)'
TAG = re.compile(r'\{([^{}]*)\}')
QUANTITY = re.compile(r'(?P<n>' + NUM + r')(?P<u> ?(?:' + UNIT + r'))?(?P<t>\{[^{}]*\})?|(?P<c>[一二三四五六七八九十百两]+)(?P<v>\{[^{}]*\})')
HEAD = {'facts': 'doc fact_id snippet subject qualifier value_written unit_written value_norm unit_norm half_ulp_norm lo hi period kind line col '
                 'char_start char_end alias note',
        'nonfacts': 'doc line col char_start char_end token reason context',
        'relations': 'doc relation_id kind basis description formula operands stated_fact stated_written stated_norm verdict expected_flag trap lines',
        'anomalies': 'doc anomaly_id class severity confidence evidence_json explanation_en'}


def number(text):
    return float(re.sub('[, ，]', '', text.translate(FULL)))


def fits(kind, values, said, ulp):
    """Whether the numbers satisfy the relation at the printed precision of the stated one; None: not computed."""
    v = [x for x, _ in values]
    u = [y for _, y in values]
    near = 0.51 * ulp
    if kind in ('sum', 'score-sum'):
        return abs(sum(v) - said) <= near + 0.5 * sum(u) + 1e-9
    if kind == 'difference':
        return abs(v[0] - v[1] - said) <= near + 0.5 * sum(u) + 1e-9
    if kind in ('share', 'ratio', 'execution-rate'):
        slack = v[0] / v[1] * (u[0] / v[0] + u[1] / v[1]) / 2 if v[0] else 0
        return abs(v[0] / v[1] - said) <= near + slack
    if kind == 'growth':
        slack = v[0] / v[1] * (u[0] / v[0] + u[1] / v[1]) / 2
        return abs(abs(v[0] / v[1] - 1) - said) <= near + slack
    if kind == 'change':            # the change and its rate: value, change -> rate; the sign in the kind growth is the key's own business
        return abs(v[1] / (v[0] - v[1]) - said) <= near + 1e-4 * said or abs(v[1] / (v[0] + v[1]) - said) <= near + 1e-4 * said
    if kind == 'product':
        p = 1
        for x in v:
            p *= x
        return abs(p - said) <= near + 1e-9
    if kind == 'equal':
        return all(abs(x - said) <= 1e-9 * max(1, abs(said)) for x in v)
    return None


def evidence(name, by, plain):
    """Where an anomaly stands: a named quantity, or quoted words in the first line that has them."""
    if name.startswith('"'):
        words = name.strip('"')
        return [next(k for k, line in enumerate(plain, 1) if words in line), words]
    return [by[name]['line'], by[name]['text']]


def parse(path, doc):
    body, key = re.split(r'\n=====+\n', open(path, encoding='utf-8').read(), maxsplit=1)
    plain, facts, non, by, auto = [], [], [], {}, 0
    offset = 0
    for ln, line in enumerate(body.split('\n'), 1):
        out, last = '', 0
        for m in QUANTITY.finditer(line):
            out += TAG.sub('', line[last:m.start()])
            last = m.end()
            tag = (m.group('t') or m.group('v') or '')[1:-1]
            token = m.group('n') or m.group('c')
            unit = (m.group('u') or '').strip()
            name, _, given = tag.partition(':')
            value = None
            if '=' in name:
                name, _, value = name.partition('=')
            before = out[-1:] or ' '
            start = offset + len(out)
            if tag == '!' or (not tag and (not unit or before in '第〔（' and unit == '年' or before.isascii() and before.isalpha())):
                non.append([doc, ln, len(out) + 1, start, start + len(token), token, 'no quantity', line[max(0, m.start() - 20):m.end() + 10]])
            else:
                unit = given or unit
                scale, dim = UNITS.get(unit, (1, 'count'))
                negative = before in '-−－' and not re.search(r'[\d年月]$', out[:-1])
                norm = (float(value) if value else number(token) * scale) * (-1 if negative else 1)
                if not name:
                    auto += 1
                    name = 'auto%d' % auto
                if name in by:
                    sys.exit('%s: the name %s twice' % (path, name))
                fid = '%s-%s' % (doc, name)
                digits = re.sub('[, ，]', '', token.translate(FULL)).partition('.')[2]
                by[name] = dict(id=fid, line=ln, norm=norm, ulp=scale * 10.0 ** -len(digits) if not value and (digits or dim in ('yuan', 'fraction')) else 0, text=token + (m.group('u') or ''))
                facts.append([doc, fid, line[max(0, m.start() - 15):m.end()], line[max(0, m.start() - 15):m.start()], '', token, unit, repr(norm), dim, 0, '', '', '',
                              'quantity', ln, len(out) + 1, start, start + len(token), name, ''])
            out += m.group('n') + (m.group('u') or '') if m.group('n') else m.group('c')
        out += TAG.sub('', line[last:])
        plain.append(out)
        offset += len(out) + 1
    relations, anomalies = [], []
    for row in key.strip().split('\n'):
        if row.startswith('R '):
            left, _, words = row[2:].partition('|')
            ids, _, said = left.partition('->')
            kind, flag, *ids = ids.split()
            stated = by[said.strip()]
            ok = fits(kind, [(by[i]['norm'], by[i]['ulp']) for i in ids], stated['norm'], stated['ulp'])
            if ok is not None and ok != (flag == 'no') and flag != 'opt' and 'against' not in words:
                sys.exit('%s: the key itself is wrong: %s %s' % (path, row, [by[i]['norm'] for i in ids] + [stated['norm']]))
            lines = sorted({by[i]['line'] for i in ids} | {stated['line']})
            relations.append([doc, 'R%03d' % (len(relations) + 1), kind, 'asserted', words.strip(), '', '; '.join('%s=%g' % (by[i]['id'], by[i]['norm']) for i in ids),
                              stated['id'], stated['text'], repr(stated['norm']), 'INCONSISTENT' if flag == 'yes' else 'consistent', 'optional' if flag == 'opt' else flag, 'no', ','.join('L%d' % x for x in lines)])
        elif row.startswith('A '):
            left, ids, words = [x.strip() for x in row[2:].split('|')]
            sev, conf, cls = left.split(None, 2)
            anomalies.append([doc, '%s-A%02d' % (doc, len(anomalies) + 1), cls, sev, conf, json.dumps([evidence(i, by, plain) for i in ids.split()], ensure_ascii=False), words])
    return '\n'.join(plain) + '\n', dict(facts=facts, nonfacts=non, relations=relations, anomalies=anomalies)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--plumb', default='build/plumb')
    ap.add_argument('--out', default='build/whole')
    ap.add_argument('--list', action='store_true')
    ap.add_argument('--non', action='store_true', help='print the digits that count as no quantity')
    ap.add_argument('reports', nargs='*')
    a = ap.parse_args()
    score = os.path.join(HERE, '..', '..', '..', 'shared', 'score', 'score.py')
    keys = [k for k in sorted(os.listdir(HERE)) if k.endswith('.key') and (not a.reports or any(k.startswith(r) for r in a.reports))]
    tables = {n: [h.split()] for n, h in HEAD.items()}
    seeds, truth = os.path.join(a.out, 'seeds'), os.path.join(a.out, 'truth')
    for d in (seeds, truth):
        os.makedirs(d, exist_ok=True)
        for f in os.listdir(d):
            os.unlink(os.path.join(d, f))
    for k in keys:
        text, key = parse(os.path.join(HERE, k), k[:3])
        with open(os.path.join(seeds, k[:-4] + '.txt'), 'w', encoding='utf-8') as f:
            f.write(text)
        for n in tables:
            tables[n] += key[n]
    for n, t in tables.items():
        with open(os.path.join(truth, n + '.tsv'), 'w', encoding='utf-8') as f:
            f.write('\n'.join('\t'.join(str(c).replace('\t', ' ') for c in r) for r in t) + '\n')
    if a.non:
        for r in tables['nonfacts'][1:]:
            print(r[0], r[1], r[5], '|', r[7])
    print('%d reports, %d quantities, %d relations, %d anomalies' % (len(keys), len(tables['facts']) - 1, len(tables['relations']) - 1, len(tables['anomalies']) - 1))
    if not os.path.exists(score):
        print('skipped: ../shared/score is missing')
        return 0
    sys.stdout.flush()
    return subprocess.call([sys.executable, score, '--plumb', a.plumb, '--truth', truth, '--seeds', seeds] + (['--list'] if a.list else []))


if __name__ == '__main__':
    sys.exit(main())
