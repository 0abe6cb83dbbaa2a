// The report page in headless Chromium: what a person does, what a hostile document tries, and how
// long it takes. Usage: node report_test.js PAGE BIG_PAGE SHOT_FOLDER CHROMIUM FINDINGS_JSON PANEL_CSV
'use strict';
const fs = require('fs');
const path = require('path');
const puppeteer = require('puppeteer-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [page1, page2, shots, chromium, findingsJson, panelCsv] = process.argv.slice(2);
const url = file => 'file://' + path.resolve(file);
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
  page.on('request', r => { if (!/^(file|data|blob):/.test(r.url())) requests.push(r.url()); });
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

async function look(browser) {
  for (const [name, width, height] of [['wide', 1440, 900], ['phone', 390, 844]])
    for (const theme of ['light', 'dark'])
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
    const q = document.getElementById('filter').elements.q, times = [];
    for (const word of ['项', '项目', '项目4', '项目49', '项目499']) {
      const t = performance.now();
      q.value = word;
      q.dispatchEvent(new Event('input', { bubbles: true }));
      times.push(performance.now() - t);
    }
    return Math.max(...times);
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
  for (const part of [usage, agency, look, plain, many])
    try { await part(browser); } catch (e) { check(part.name + ' ran to its end', false, String(e)); }
  await browser.close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
})();
