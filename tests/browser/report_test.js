// The report page in headless Chromium: what a person does, what a hostile document tries, and how
// long it takes. Usage: node report_test.js PAGE BIG_PAGE SHOT_FOLDER CHROMIUM FINDINGS_JSON PANEL_CSV
// PLUMB CASE
'use strict';
const fs = require('fs');
const path = require('path');
const { spawn, spawnSync } = require('child_process');
const puppeteer = require('puppeteer-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [page1, page2, shots, chromium, findingsJson, panelCsv, plumb, caseFile] = process.argv.slice(2);
const url = file => /^http:/.test(file) ? file : 'file://' + path.resolve(file);
let passed = 0, failed = 0;

function check(name, good, detail) {
  if (good) { passed++; return; }
  failed++;
  console.log('FAIL ' + name + (detail === undefined ? '' : ': ' + JSON.stringify(detail)));
}

async function open(browser, file, hash, size) {
  const page = await browser.newPage();
  const problems = [], requests = [];
  page.on('console', m => { if (m.type() === 'error' || m.type() === 'warn') problems.push(m.text()); });
  page.on('pageerror', e => problems.push(String(e)));
  page.on('request', r => { if (!/^(file|data|blob):/.test(r.url()) && !r.url().startsWith(file)) requests.push(r.url()); });
  await page.setViewport(size || { width: 1440, height: 900 });
  await page.goto(url(file) + (hash || ''), { waitUntil: 'load' });
  await page.waitForSelector('html[data-ready]', { timeout: 20000 });
  return { page, problems, requests };
}

const text = (page, selector) => page.$eval(selector, e => e.textContent);
const rows = page => page.$$eval('#spacer .item', items => items.length);
const pause = ms => new Promise(done => setTimeout(done, ms));

async function usage(browser) {
  const { page, problems, requests } = await open(browser, page1, '#lang=zh');
  const data = JSON.parse(fs.readFileSync(findingsJson, 'utf8')).findings;
  const inPage = await page.evaluate(() => JSON.parse(document.getElementById('data').textContent).findings);
  check('page holds every finding of findings.json', inPage.length === data.length, [inPage.length, data.length]);
  check('numbers equal findings.json', JSON.stringify(inPage) === JSON.stringify(data));
  check('the first evidence is open without a click', (await text(page, '#paper h3')).length > 3);
  check('evidence marks the number', (await page.$$('#paper mark')).length > 0);
  await page.keyboard.press('j');
  const second = await page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get('id'));
  check('j goes to the second finding and into the URL', second === data[1].id, second);
  await page.keyboard.press('k');
  check('k goes back', await page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get('id')) === data[0].id);
  await page.keyboard.press('?');
  check('? shows the keys', await page.$eval('#help', d => d.open));
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type(data[1].agency.slice(0, 4));
  const want = data.filter(f => JSON.stringify(f).includes(data[1].agency.slice(0, 4))).length;
  check('search narrows the list and the count', (await text(page, '#count')).startsWith(want + ' /'), [await text(page, '#count'), want]);
  const hash = await page.evaluate(() => location.hash);
  check('search stands in the URL', hash.includes('q='), hash);
  const again = await open(browser, page1, hash);
  check('the URL brings the same list back', await text(again.page, '#count') === await text(page, '#count'));
  await again.page.close();
  await page.click('#reset');
  await page.select('select[name=severity]', 'high');
  check('severity filter', (await text(page, '#count')).startsWith(data.filter(f => f.severity === 'high').length + ' /'));
  await page.click('#reset');
  await page.click('#lang');
  check('English on demand', (await text(page, '#h-findings .en')).length > 0 && await page.$eval('html', h => h.dataset.lang) === 'en');
  await page.click('.heat button');
  check('heat map filters by agency and year', /agency=/.test(await page.evaluate(() => location.hash)));
  check('no request leaves the page', requests.length === 0, requests);
  check('no console error', problems.length === 0, problems);
  await page.close();
}

// Values and medians as the panel's file gives them, worked out here and not by the program.
function fromPanel(name, year, column) {
  const lines = fs.readFileSync(panelCsv, 'utf8').replace(/^\ufeff/, '').trim().split(/\r?\n/).map(l => l.split(','));
  const at = lines[0].indexOf(column), rows = lines.slice(1).filter(r => r[3] === String(year) && r[at] !== '');
  const others = rows.filter(r => r[0] !== name).map(r => Number(r[at])).sort((a, b) => a - b), n = others.length;
  return { own: Number(rows.find(r => r[0] === name)[at]), peers: n,
    median: n % 2 ? others[(n - 1) / 2] : (others[n / 2 - 1] + others[n / 2]) / 2 };
}

async function agency(browser) {
  const data = JSON.parse(fs.readFileSync(findingsJson, 'utf8')).findings;
  const { page, problems, requests } = await open(browser, page1, '#lang=zh');
  const name = await text(page, '.heat a[data-agency]');
  await page.focus('.heat a[data-agency]');
  await page.keyboard.press('Enter');
  const state = () => page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get('agency-view'));
  check('Enter on a row head of the heat map opens the agency', await text(page, '#h-agency') === name, name);
  check('the agency stands in the URL', await state() === name, await state());
  check('the list makes room', await page.$eval('#findings', e => getComputedStyle(e).display === 'none'));
  const want = fromPanel(name, 2020, '执行数(万元)');
  const cell = () => page.evaluate(() => {
    const heads = [...document.querySelectorAll('.indicators thead th')].map(e => e.textContent);
    const row = [...document.querySelectorAll('.indicators tbody tr')].find(r => r.querySelector('th').firstChild.data === '执行数'
      || r.querySelector('th').firstChild.data === 'executed expenditure');
    const td = row.children[heads.indexOf('2020')];
    return { own: td.firstChild.data, median: td.querySelector('.peer').textContent, head: row.querySelector('th').textContent };
  });
  const plain = x => Number(x.replace(/,/g, ''));
  let got = await cell();
  check('value of the agency as in the panel', plain(got.own) === want.own, [got, want]);
  check('median of the others as in the panel', Math.abs(plain(got.median) - want.median) < 0.006, [got, want]);
  check('unit and number of peers are named', got.head.includes('万元') && got.head.includes('(' + want.peers + ')'), got);
  await page.select('#unit', 'yuan');
  got = await cell();
  check('the money unit is obeyed', Math.abs(plain(got.own) - want.own * 1e4) < 0.6 && got.head.includes('元 '), got);
  const own = data.filter(f => f.agency === name);
  check('its findings, all of them', (await page.$$('#agency-body a[href*="id="]')).length === own.length, own.length);
  check('its documents', (await text(page, '#agency-body')).includes(path.basename(panelCsv)));
  check('a course for each indicator', await page.evaluate(() =>
    document.querySelectorAll('#agency .spark').length === document.querySelectorAll('.indicators tbody tr').length));
  await page.keyboard.press('l');
  check('English on a key', (await text(page, '.indicators thead')).includes('Indicator'));
  const hash = await page.evaluate(() => location.hash);
  const again = await open(browser, page1, hash);
  check('the URL brings the agency back', await text(again.page, '#h-agency') === name);
  await again.page.close();
  await page.keyboard.press('Escape');
  check('Escape goes back', await state() === null && await page.$eval('#agency', e => e.hidden));
  await page.keyboard.press('a');
  check('a opens the agency of the finding', await state() !== null);
  await page.click('#agency-body a[href*="id="]');
  await pause(50);
  check('a finding leads back to its evidence', await state() === null && (await text(page, '#paper h3')).length > 3);
  await page.click('#paper a[data-agency]');
  check('the name in the evidence opens the agency', await state() !== null);
  await page.click('[data-part=coverage]');
  check('the parts lead out of it', await state() === null);
  check('an unknown agency shows the list', await (async () => {
    const other = await open(browser, page1, '#agency-view=nobody');
    const hidden = await other.page.$eval('#agency', e => e.hidden);
    await other.page.close();
    return hidden;
  })());
  check('no request leaves the page', requests.length === 0, requests);
  check('no console error', problems.length === 0, problems);
  await page.close();
}

// What a person reads, against findings.json: every figure of every finding, and the overview's sums.
async function numbers(browser) {
  const report = JSON.parse(fs.readFileSync(findingsJson, 'utf8')), data = report.findings;
  const { page } = await open(browser, page1, '#lang=zh&unit=yuan');
  const plain = x => Number(String(x).replace(/,/g, '').replace(/ .*/, ''));
  for (const f of data) {
    const got = await page.evaluate(id => {
      location.hash = 'lang=zh&unit=yuan&id=' + id;
      return new Promise(done => setTimeout(() => {
        const dd = {};
        document.querySelectorAll('#paper dl.compare dt').forEach(t => { dd[t.textContent] = t.nextSibling.textContent; });
        done({ dd, sum: (document.querySelector('#paper .sum') || {}).textContent || '', meta: document.querySelector('#paper .meta').textContent,
          suspects: [...document.querySelectorAll('#paper ul')].map(u => u.textContent).join(), quotes: [...document.querySelectorAll('#paper blockquote')].map(q => q.textContent).join() });
      }, 0));
    }, f.id);
    const wrong = [];
    if ((got.dd['报告所列'] || '') !== f.stated) wrong.push('stated');
    if ((got.dd['复算应为'] || '') !== f.expected) wrong.push('expected');
    if (Math.abs(plain(got.dd['涉及金额'] || 0) - f.money_at_stake) > 0.5) wrong.push('money');
    if (f.recomputation && !got.sum) wrong.push('recomputation');
    if (!got.meta.includes(f.id) || !got.meta.includes(Math.round(f.confidence * 100) + ' %')) wrong.push('confidence');
    for (const s of f.suspects) if (!got.suspects.includes(s.text) || (s.proposed && !got.suspects.includes(s.proposed))) wrong.push('suspect ' + s.text);
    for (const e of f.evidence) if (!got.quotes.includes(e.text) || !got.quotes.includes(String(e.line))) wrong.push('evidence ' + e.text);
    check('numbers of ' + f.id + ' as in findings.json', wrong.length === 0, wrong);
  }
  const bars = await page.$$eval('#overview .bar', rows => rows.map(r => [r.querySelector('a').getAttribute('data-filter'), Number(r.querySelector('.num').textContent)]));
  for (const [filter, n] of bars) {
    const [key, value] = filter.split('=');
    check('bar ' + filter, n === data.filter(f => String(f[key]) === value).length, n);
  }
  for (const key of ['severity', 'class'])
    check('the bars hold all findings: ' + key, bars.filter(b => b[0].startsWith(key + '=')).reduce((a, b) => a + b[1], 0) === data.length);
  const cards = await page.$$eval('#overview .card b', all => all.map(b => Number(b.textContent))), c = report.coverage;
  check('cards as in coverage', JSON.stringify(cards) === JSON.stringify([c.files_read, c.files_given - c.files_read, c.quantities, c.tested, c.panel_cells, data.length]), cards);
  const checks = await page.$$eval('#overview a[data-filter^="check="]', all => all.map(a => [decodeURIComponent(a.getAttribute('data-filter').slice(6)), Number(a.closest('tr').children[1].textContent)]));
  for (const [id, n] of checks) check('findings of ' + id, n === data.filter(f => f.check === id).length, n);
  const cells = await page.$$eval('.heat button', all => all.map(b => [new URLSearchParams(b.getAttribute('data-filter')).get('agency'), new URLSearchParams(b.getAttribute('data-filter')).get('year'), Number(b.textContent.replace(/\D/g, ''))]));
  for (const [name, year, n] of cells) check('heat ' + name + ' ' + year, n === data.filter(f => f.agency === name && String(f.year) === year).length, n);
  await page.close();
}

// The trend page: its figures against the panel's file, and whether everybody can read it.
async function trend(browser) {
  const file = path.join(path.dirname(page1), 'trend', 'index.html');
  const { page, problems, requests } = await open(browser, file, '#lang=zh');
  const row = await page.evaluate(() => {
    const section = [...document.querySelectorAll('section')].find(s => s.querySelector('.indicators'));
    const heads = [...section.querySelectorAll('thead th')].map(e => e.textContent);
    const tr = [...section.querySelectorAll('tbody tr')].find(r => r.querySelector('th .zh').textContent === '执行数');
    const td = tr.children[heads.indexOf('2020')], zh = e => [...e.childNodes].filter(n => !n.classList || !n.classList.contains('peer'))
      .map(n => n.classList && n.classList.contains('en') ? '' : n.textContent).join('');
    const peers = td.querySelectorAll('.peer');
    return { name: section.querySelector('h2').textContent, own: zh(td), median: peers[peers.length - 1].querySelectorAll('.zh')[1].textContent, change: peers[0].textContent };
  });
  const plain = x => Number(x.replace(/,/g, '')), want = fromPanel(row.name, 2020, '执行数(万元)'), before = fromPanel(row.name, 2019, '执行数(万元)');
  check('trend: value as in the panel', plain(row.own) === want.own, [row, want]);
  check('trend: median as in the panel', Math.abs(plain(row.median) - want.median) < 0.006, [row, want]);
  check('trend: change on the year before', Math.abs(parseFloat(row.change) - 100 * (want.own / before.own - 1)) < 0.051, [row, before]);
  check('trend: no request leaves the page', requests.length === 0, requests);
  check('trend: no console error', problems.length === 0, problems);
  await page.click('#lang');
  check('trend: English on demand', await page.$eval('html', h => h.dataset.lang) === 'en');
  await page.close();
  for (const [name, width, height] of [['wide', 1440, 900], ['phone', 390, 844]])
    for (const theme of ['light', 'dark', 'contrast']) {
      const one = await open(browser, file, `#theme=${theme}&lang=${theme === 'dark' ? 'en' : 'zh'}`, { width, height });
      await one.page.screenshot({ path: `${shots}/trend-${name}-${theme}.png`, fullPage: true });
      check(`trend: nothing is wider than the page (${name})`, await one.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1));
      await one.page.evaluate(axe);
      const result = await one.page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }));
      check(`trend: accessibility (${name}, ${theme})`, result.violations.length === 0,
        result.violations.map(v => [v.id, v.nodes.slice(0, 2).map(n => n.html.slice(0, 160))]));
      await one.page.close();
    }
}

// A dismissal for an agency and a check: kept for the file, with all findings it covers.
async function rules(browser) {
  const data = JSON.parse(fs.readFileSync(findingsJson, 'utf8')).findings, f = data.find(x => x.agency && x.year && x.status === 'open');
  const { page, problems } = await open(browser, page1, '#lang=en&id=' + f.id);
  await page.type('#note', 'lawful since the budget was revised');
  await page.click('.ruleform summary');
  await page.$eval('#rule-until', (e, y) => { e.value = y + '-12-31'; }, f.year);
  await page.click('[data-decide=rule]');
  const covered = data.filter(x => x.agency === f.agency && x.check === f.check && (!x.year || x.year <= f.year)).length;
  await page.select('select[name=status]', 'dismissed');
  check('a rule dismisses what it covers', (await text(page, '#count')).startsWith(covered + ' /'), [await text(page, '#count'), covered]);
  await page.evaluate(() => { window.saved = null; URL.createObjectURL = blob => { window.saved = blob; return 'blob:x'; }; HTMLAnchorElement.prototype.click = function () {}; document.getElementById('decisions').dispatchEvent(new MouseEvent('click')); });
  const file = await page.evaluate(() => window.saved.text());
  fs.writeFileSync(path.join(shots, 'decisions.json'), file);
  const copy = path.join(shots, 'rules.plumb');
  fs.copyFileSync(caseFile, copy);
  const done = spawnSync(plumb, ['mark', '-c', copy, '--from', path.join(shots, 'decisions.json'), '--who', 'desk'], { encoding: 'utf8' });
  check('plumb mark takes the file', done.status === 0 && /1/.test(done.stdout), [done.status, done.stderr]);
  const status = spawnSync(plumb, ['list', '-c', copy, '-f', 'jsonl'], { encoding: 'utf8' }).stdout.trim().split('\n').map(l => JSON.parse(l));
  check('and the program dismisses the same', status.filter(x => x.decision && x.decision.rule === 1).length === covered, covered);
  fs.unlinkSync(copy);
  check('no console error', problems.length === 0, problems);
  await page.close();
}

// Without a server the decisions wait in the page and leave it as a file for `plumb mark --from`.
async function decisions(browser) {
  const { page, problems, requests } = await open(browser, page1, '#lang=en');
  const data = JSON.parse(fs.readFileSync(findingsJson, 'utf8')).findings;
  check('no offer before a decision', await page.$eval('#decisions', b => b.hidden));
  await page.keyboard.press('m');
  await page.keyboard.type('approved <b>late</b>');
  await page.click('[data-decide=dismissed]');
  check('the page says that nothing is in the case yet', /not yet in the case/.test(await text(page, '#said')), await text(page, '#said'));
  check('a decided finding offers other decisions', (await page.$$('[data-decide=dismissed]')).length === 0 && (await page.$$('[data-decide]')).length === 3);
  await page.evaluate(() => { window.saved = null; URL.createObjectURL = blob => { window.saved = blob; return 'blob:x'; }; });
  await page.evaluate(() => { HTMLAnchorElement.prototype.click = function () {}; document.getElementById('decisions').dispatchEvent(new MouseEvent('click')); });
  const file = JSON.parse(await page.evaluate(() => window.saved.text()));
  check('the file holds the decision', file.length === 1 && file[0].id === data[0].id && file[0].status === 'dismissed' &&
    file[0].note === 'approved <b>late</b>' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(file[0].when), file);
  await page.select('select[name=status]', 'dismissed');
  check('the status filter sees it', (await text(page, '#count')).startsWith('1 /'));
  check('no request leaves the page', requests.length === 0, requests);
  check('no console error', problems.length === 0, problems);
  await page.close();
}

function started(child) {
  return new Promise((good, bad) => {
    let out = '';
    child.stdout.on('data', d => { out += d; if (out.includes('\n')) good(out.trim()); });
    child.on('exit', code => bad(new Error('plumb serve ended with ' + code)));
  });
}

async function served(browser) {
  const child = spawn(plumb, ['serve', '-c', caseFile, '--lang', 'en', '--who', 'desk', '--quiet']);
  const ended = new Promise(done => child.on('exit', (code, signal) => done([code, signal])));
  const address = await started(child);
  check('the address has a port and a token', /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{48}\/$/.test(address), address);
  const { page, problems, requests } = await open(browser, address, '#lang=en');
  const id = (await text(page, '#paper .meta')).match(/ID ([0-9a-f]{16})/)[1];
  await page.type('#note', 'seen at the desk');
  await page.click('[data-decide=confirmed]');
  await page.waitForFunction(() => /Written to the case/.test((document.getElementById('said') || {}).textContent || ''), { timeout: 5000 });
  const rows = spawnSync(plumb, ['sql', '-c', caseFile, '-f', 'csv', 'SELECT finding, status, note, who FROM triage'], { encoding: 'utf8' }).stdout;
  check('the decision is in the case', rows.replace(/"/g, '').includes([id, 'confirmed', 'seen at the desk', 'desk'].join(',')), rows);
  await page.reload({ waitUntil: 'load' });
  await page.waitForSelector('html[data-ready]');
  check('and in the page when it is loaded again', (await page.$$('[data-decide=confirmed]')).length === 0);
  await page.screenshot({ path: `${shots}/served.png` });
  await page.click('[data-decide=open]');
  await page.waitForFunction(() => /Written to the case/.test((document.getElementById('said') || {}).textContent || ''), { timeout: 5000 });
  await page.keyboard.press('j');
  await page.click('.ruleform summary');
  await page.click('[data-decide=rule]');
  await page.waitForFunction(() => /Written to the case/.test((document.getElementById('said') || {}).textContent || ''), { timeout: 5000 });
  check('the rule is in the case', /desk/.test(spawnSync(plumb, ['sql', '-c', caseFile, '-f', 'csv', 'SELECT who FROM triage_rule'], { encoding: 'utf8' }).stdout));
  check('the page says by which rule', /rule 1/.test(await text(page, '#paper .triage')), await text(page, '#paper .triage'));
  const second = spawnSync(plumb, ['serve', '-c', caseFile], { encoding: 'utf8', timeout: 5000 });
  check('a second server on the case is refused', second.status === 4 && /served already/.test(second.stderr), [second.status, second.stderr]);
  const stranger = await browser.newPage();
  await stranger.goto(url(page1));
  const told = await stranger.evaluate((a, i) => fetch(a + 'mark', { method: 'POST', mode: 'no-cors', body: JSON.stringify({ id: i, status: 'fixed' }) })
    .then(r => r.type, e => 'blocked'), address, id);
  const after = spawnSync(plumb, ['sql', '-c', caseFile, '-f', 'csv', 'SELECT count(*) FROM triage'], { encoding: 'utf8' }).stdout;
  check('another page cannot write', /(^|\n)2\r?\n/.test(after), [told, after]);
  await stranger.close();
  check('no request goes elsewhere', requests.length === 0, requests);
  check('no console error', problems.length === 0, problems);
  await page.close();
  child.kill('SIGTERM');
  check('a signal ends it', JSON.stringify(await ended) === '[130,null]', await ended);
}

async function look(browser) {
  for (const [name, width, height] of [['wide', 1440, 900], ['phone', 390, 844]])
    for (const theme of ['light', 'dark', 'contrast'])
      for (const lang of ['zh', 'en']) {
       for (const view of ['', 'agency']) {
        const { page, problems } = await open(browser, page1, `#theme=${theme}&lang=${lang}`, { width, height });
        if (view) await page.click('.heat a[data-agency]');
        await page.screenshot({ path: `${shots}/${name}-${theme}-${lang}${view && '-' + view}.png`, fullPage: true });
        check(`nothing is wider than the page (${name})`, await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1));
        await page.evaluate(axe);
        const result = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }));
        check(`accessibility (${name}, ${theme}, ${lang}, ${view || 'list'})`, result.violations.length === 0,
          result.violations.map(v => [v.id, v.nodes.slice(0, 2).map(n => n.html.slice(0, 160))]));
        check('no console error', problems.length === 0, problems);
        await page.close();
       }
      }
}

async function plain(browser) {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.goto(url(page1));
  check('readable without JavaScript', (await page.$$('article.static')).length > 0 &&
    await page.$eval('article.static', a => a.getBoundingClientRect().height > 40));
  await page.close();
  const print = await open(browser, page1);
  await print.page.emulateMediaType('print');
  check('print shows findings with evidence', await print.page.$eval('article.static', a => getComputedStyle(a).display !== 'none'));
  await print.page.close();
}

async function many(browser) {
  const size = fs.statSync(page2).size;
  check('50,000 findings stay under 30 MB', size <= 30e6, size);
  const start = Date.now();
  const { page, problems, requests } = await open(browser, page2, '#lang=zh');
  const paint = await page.evaluate(() => performance.getEntriesByType('paint').map(p => p.startTime)[0]);
  console.log(`50,000 findings: ${(size / 1e6).toFixed(1)} MB, first paint ${Math.round(paint)} ms, loaded ${Date.now() - start} ms`);
  check('first paint under 2 s', paint < 2000, paint);
  check('only the rows in view are in the page', await rows(page) < 60, await rows(page));
  const ms = await page.evaluate(() => {
    const q = document.getElementById('filter').elements.q, words = ['项', '项目', '项目4', '项目49', '项目499'], best = words.map(() => Infinity);
    const type = word => { const t = performance.now(); q.value = word; q.dispatchEvent(new Event('input', { bubbles: true })); return performance.now() - t; };
    for (let round = 0; round < 5; round++) { /* the best of some rounds: the machine may be busy with other things */
      words.forEach((word, i) => { best[i] = Math.min(best[i], type(word)); });
      type('');
    }
    return Math.max(...best);
  });
  console.log(`slowest filter keystroke ${ms.toFixed(0)} ms`);
  check('a filter keystroke under 100 ms', ms < 100, ms);
  await page.click('#reset');
  for (let i = 0; i < 8; i++) { await page.keyboard.press('j'); await pause(20); }
  check('hostile text stays text', await page.title() === 'browser test' && (await page.$$('img[src=x]')).length === 0, await page.title());
  check('no request leaves the page', requests.length === 0, requests);
  check('no console error', problems.length === 0, problems.slice(0, 3));
  await page.close();
}

(async () => {
  const browser = await puppeteer.launch({
    executablePath: chromium, headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'] });
  for (const part of [usage, numbers, agency, trend, decisions, rules, served, look, plain, many])
    try { await part(browser); } catch (e) { check(part.name + ' ran to its end', false, String(e)); }
  await browser.close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
})();
