#!/usr/bin/env python3
"""False alarms on documents that are correct: relations checked, and findings that should not be there.

usage: sound.py PLUMB [--list] [--real FOLDER]

Sources: the passages of tests/corpus that expect no broken claim, as text and as HTML, and with all amounts of
money ten times as large; the sound documents of tests/accounts; the clean example of datasets; generated
accounts without planted errors; the keyed reports of tests/whole, where a finding is false when it quotes no
number of an anomaly or of a relation that the key calls broken. --real names a folder of other documents known
to be sound. A finding counts as an alarm from severity medium on; low ones are counted apart, and so are official
ratios (a carry-over of 9 %) that are true and only to be explained; notes are not counted. The bar is one alarm
in 200 relations.
"""
import glob
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, '..', '..')


def module(name, path):
    spec = importlib.util.spec_from_file_location(name, os.path.join(ROOT, path))
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def lines_of(plumb, command, paths):
    out = subprocess.run([plumb, command, '--format', 'jsonl'] + paths, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, check=False).stdout.decode('utf-8')
    return [json.loads(line) for line in out.splitlines() if line.strip()]


def passages():
    """Passages without a line that expects or allows a broken claim."""
    for path in sorted(glob.glob(os.path.join(ROOT, 'tests', 'corpus', '*.case'))):
        name, text, sound = None, [], True
        for line in open(path, encoding='utf-8').read().split('\n') + ['@ ']:
            if line.startswith('@ '):
                if name and text and sound:
                    yield name, '\n'.join(text) + '\n'
                name, text, sound = line[2:], [], True
            elif line.startswith('|'):
                text.append((line[2:] if line[1:2] == ' ' else line[1:]).replace('→', '\t'))
            elif line.startswith(('breaks', 'open')):
                sound = False


def as_html(text):
    out, rows = ['<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>'], []

    def close():
        if rows:
            out.append('<table>%s</table>' % ''.join(
                '<tr>%s</tr>' % ''.join('<td>%s</td>' % c for c in r.split('\t')) for r in rows))
            rows.clear()
    for line in text.replace('&', '&amp;').replace('<', '&lt;').split('\n'):
        if '\t' in line:
            rows.append(line)
        else:
            close()
            out.append('<p>%s</p>' % line if line.strip() else '')
    close()
    return '\n'.join(out) + '\n</body></html>\n'


def tenfold(text):
    """Every amount printed with a unit of money is ten times as large. Left out are texts in which that would not
    be lawful (tables, means, standards, formulas) or not simple (broken, full-width and misread digits)."""
    if '\t' in text or re.search(r'元/|均|亩|每|标准|限额|单价|÷|[０-９]|[Oolz]\d|[\d.,]\s+[\d.,]', text):
        return None

    def grow(m):
        whole, _, part = m.group(1).replace(',', '').partition('.')
        digits = (whole + part[:1] + ('.' + part[1:] if part[1:] else '')) if part else whole + '0'
        return digits + m.group(2)
    return re.sub(r'(?<![\d.,])(\d[\d,]*(?:\.\d+)?)( ?(?:亿|万)?元)', grow, text)


def keyed_reports(folder):
    """Reports of tests/whole with the numbers their keys call wrong, by line."""
    keyed = module('keyed', 'tests/whole/keyed.py')
    for path in sorted(glob.glob(os.path.join(ROOT, 'tests', 'whole', '*.key'))):
        name = os.path.basename(path)[:-4]
        text, tables = keyed.parse(path, name[:3])
        wrong, fact = set(), {f[1]: (f[14], f[5]) for f in tables['facts']}
        for a in tables['anomalies']:
            wrong |= {line for line, _ in json.loads(a[5])}
        for r in tables['relations']:
            if r[11] != 'no':
                wrong |= {fact[r[7]][0]} if r[7] in fact else set()
        out = os.path.join(folder, name + '.txt')
        open(out, 'w', encoding='utf-8').write(text)
        yield out, wrong


def put(folder, name, text):
    path = os.path.join(folder, name)
    open(path, 'w', encoding='utf-8').write(text)
    return path, set()


def sources(plumb, folder, real):
    def sub(name):
        path = os.path.join(folder, name)
        os.mkdir(path)
        return path
    sound = list(passages())
    at = sub('text')
    yield 'sound passages, text', [put(at, '%s.txt' % n, t) for n, t in sound]
    at = sub('html')
    yield 'sound passages, HTML', [put(at, '%s.html' % n, as_html(t)) for n, t in sound]
    at = sub('tenfold')
    yield 'sound passages, amounts × 10', [put(at, '%s.txt' % n, tenfold(t)) for n, t in sound if tenfold(t)]
    make = module('make', 'tests/accounts/make.py')
    at = sub('accounts')
    for plan in make.PLANS + [make.TABS]:
        make.write(at, plan)
    yield 'accounts and budgets of three regions', [(p, set()) for p in sorted(glob.glob(at + '/*'))]
    at = sub('generated')
    subprocess.run([plumb + '-gen', 'reports', '-o', at, '--count', '60', '--anomalies', '0'], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield 'generated accounts', [(p, set()) for p in sorted(glob.glob(at + '/*'))]
    yield 'the clean example', [(os.path.join(ROOT, 'datasets/reports/donggang_police_2023.txt'), set())]
    yield 'keyed reports, lines without errors', list(keyed_reports(sub('keyed')))
    if real:
        yield 'other sound documents', [(p, set()) for p in sorted(glob.glob(real + '/*'))]


def main():
    plumb, show = sys.argv[1], '--list' in sys.argv
    real = sys.argv[sys.argv.index('--real') + 1] if '--real' in sys.argv else None
    print('| documents | number | relations checked | alarms (medium and up) | low | to explain | relations an alarm |')
    print('| --- | --- | --- | --- | --- | --- | --- |')
    with tempfile.TemporaryDirectory() as folder:
        for title, documents in sources(plumb, folder, real):
            checked = alarms = explain = low = 0
            for path, wrong in documents:
                checked += sum(r['verdict'] != 'untestable' for r in lines_of(plumb, 'relations', [path]))
                for f in lines_of(plumb, 'findings', [path]):
                    false = not wrong & {e['line'] for e in f['evidence']}
                    lawful = f['check'].startswith('ratio.') and re.search('需说明|需关注', f['explanation']['zh'])
                    explain += false and lawful is not None
                    if lawful:
                        continue
                    alarms += false and f['severity'] in ('medium', 'high', 'critical')
                    low += false and f['severity'] == 'low'
                    if show and false and f['severity'] != 'note':
                        print('  ', os.path.basename(path), f['severity'], f['check'], f['confidence'], f['explanation']['zh'])
            print('| %s | %d | %d | %d | %d | %d | %s |' %
                  (title, len(documents), checked, alarms, low, explain, checked // alarms if alarms else '–'))


if __name__ == '__main__':
    main()
