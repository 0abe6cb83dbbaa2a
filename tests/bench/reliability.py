#!/usr/bin/env python3
"""How often findings of each confidence are right, on the labelled reports of the reference material.

usage: reliability.py PLUMB SCORE_FOLDER [CHANGES]

A finding on a report as it stands is right when its evidence covers a labelled anomaly (the rule of score.py).
CHANGES numbers of claims that held are changed, one a copy; a finding that the copy has and the report has not
is right when it quotes the changed number.
"""
import collections, importlib.util, json, os, random, re, subprocess, sys, tempfile

BINS = [0.0, 0.4, 0.6, 0.7, 0.8, 0.9]
SEED = 7


def load(folder):
    spec = importlib.util.spec_from_file_location('score', os.path.join(folder, 'score.py'))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def findings(plumb, path):
    out = subprocess.run([plumb, 'findings', '--format', 'jsonl', path], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, check=False).stdout.decode('utf-8')
    return [json.loads(line) for line in out.splitlines() if line.strip()]


def quoted(score, finding):
    pairs = set()
    for e in finding.get('evidence') or []:
        for n in score.numbers(e.get('text') or '') or score.numbers(e.get('quote') or ''):
            pairs.add((e.get('line'), n))
    return pairs


def covers(score, anomaly, finding):
    told = {(l, n) for l, s in json.loads(anomaly['evidence_json'])
            for n in (score.numbers(s) or {s[:12]})}
    got = quoted(score, finding)
    shared = told & got
    words = any(l == e.get('line') and len(n) >= 4 and n in str(e.get('quote') or '')
                for l, n in told for e in finding.get('evidence') or [])
    few = len({l for l, _ in told}) <= 2
    return len(shared) >= min(2, len(told), max(1, len(got))) or (words and not shared and few)


def changed_number(rnd, old):
    digits = [i for i, c in enumerate(old) if c.isdigit()]
    how = rnd.choice(['digit', 'swap', 'shift'])
    new = list(old)
    if how == 'digit':
        at = digits[rnd.randrange(min(3, len(digits)))]
        new[at] = rnd.choice([c for c in '123456789' if c != old[at]])
    elif how == 'swap':
        at = rnd.randrange(len(digits) - 1)
        new[digits[at]], new[digits[at + 1]] = old[digits[at + 1]], old[digits[at]]
    elif '.' not in old:
        new.append('0')
    return ''.join(new)


class Table:
    def __init__(self):
        self.bins = collections.defaultdict(lambda: [0, 0, 0.0])

    def add(self, confidence, right):
        low = max(b for b in BINS if confidence >= b - 1e-9)
        self.bins[low][0] += 1
        self.bins[low][1] += right
        self.bins[low][2] += confidence

    def show(self, title):
        for low in reversed(BINS):
            n, right, total = self.bins[low]
            if n:
                high = BINS[BINS.index(low) + 1] if low < BINS[-1] else 1.0
                print('| %s | %.1f–%.1f | %d | %.2f | %.1f %% |' %
                      (title, low, high, n, total / n, 100.0 * right / n))


def main():
    plumb, folder = sys.argv[1], sys.argv[2]
    wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    score = load(folder)
    truth, seeds = os.path.join(folder, '..', 'truth'), os.path.join(folder, '..', 'seeds')
    rows = {n: score.rows(os.path.join(truth, n + '.tsv')) for n in ('facts', 'relations', 'anomalies')}
    fact = {f['fact_id']: f for f in rows['facts']}
    path = {d: os.path.join(seeds, next(f for f in sorted(os.listdir(seeds)) if f.startswith(d)))
            for d in {f['doc'] for f in rows['facts']}}
    still, moved, own = Table(), Table(), {}
    for d in sorted(path):
        found = findings(plumb, path[d])
        own[d] = {pair for f in found for pair in quoted(score, f)}
        for f in found:
            still.add(f['confidence'], any(covers(score, a, f) for a in rows['anomalies'] if a['doc'] == d))
    rnd, done = random.Random(SEED), 0
    held = [r for r in rows['relations'] if r['basis'] == 'asserted' and r['verdict'] == 'consistent' and
            r['trap'] != 'yes']
    with tempfile.TemporaryDirectory() as folder_out:
        for _ in range(20 * wanted):
            if done == wanted:
                break
            r = rnd.choice(held)
            ids = [i for i in re.findall(r'\d{3}-[A-Za-z0-9-]+', r['operands']) + [r['stated_fact']] if i in fact]
            f = fact[rnd.choice(ids)] if ids else None
            text = open(path[r['doc']], encoding='utf-8', newline='').read()
            old = text[int(f['char_start']):int(f['char_end'])] if f else ''
            if not re.fullmatch(r'\d[\d,]*\.?\d*', old) or sum(c.isdigit() for c in old) < 3:
                continue
            new = changed_number(rnd, old)
            if new == old or new.startswith('0'):
                continue
            name = os.path.join(folder_out, os.path.basename(path[r['doc']]))
            with open(name, 'w', encoding='utf-8', newline='') as out:
                out.write(text[:int(f['char_start'])] + new + text[int(f['char_end']):])
            done += 1
            for g in findings(plumb, name):
                pairs = quoted(score, g)
                if not pairs <= own[r['doc']]: # else it was there before, under another cause perhaps
                    moved.add(g['confidence'], (int(f['line']), new.replace(',', '')) in pairs)
    print('| sample | confidence | findings | mean confidence | right |\n| --- | --- | --- | --- | --- |')
    still.show('labelled reports as they stand')
    moved.show('labelled reports with one number changed')


if __name__ == '__main__':
    main()
