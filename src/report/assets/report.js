/* Plumbline report: filters in the URL, one virtual list, evidence on the side. Text only ever
 * enters the page through textContent. */
(function () {
  'use strict';
  var plain = document.getElementById('data');
  if (plain) { start(JSON.parse(plain.textContent)); return; }
  var bytes = Uint8Array.from(atob(document.getElementById('packed').textContent), function (c) { return c.charCodeAt(0); });
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).json().then(start);

  function start(data) {
  var root = document.documentElement;
  root.classList.add('js');
  var findings = data.findings, ROW = 66;
  var words = {
    zh: { critical: '严重', high: '高', medium: '中', low: '低', note: '提示', stated: '报告所列', expected: '复算应为',
      money: '涉及金额', evidence: '证据', recomputation: '复算', suspects: '疑似有误的数字', line: '行', of: '共', shown: '项显示',
      confidence: '把握程度', status: '状态', check: '检查项', none: '没有符合条件的发现。', open: '待核', confirmed: '确认',
      dismissed: '排除', fixed: '已更正', proposed: '可能应为', votes: '佐证', related: '该单位其他发现', population: '总体', rule: '检查说明与依据',
      limits: '不能说明', all: '全部', indicators: '历年指标', indicator: '指标', peers: '同类中位', documents: '文件', findingsOf: '发现',
      chartsOf: '图表', series: '走势', noValues: '面板和报告中没有该单位的指标数值。', noDocuments: '没有标明为该单位的文件。', inList: '在发现清单中筛选',
      peersNote: '每格上为该单位，下为同一数据表中其他单位（有层级时限同层级）的中位数；不足 3 个时不列。', kind: '类型', year: '年度',
      quantities: '数字', tested: '已核对', file: '文件', person: '人', count: '个', score: '分', severity: '程度', decide: '处理', why: '理由（可不填）', confirm: '确认', dismiss: '排除', fix: '已更正', reopen: '重新待核',
      unitWan: '万元', unitYi: '亿元', unitYuan: '元', themeAuto: '自动', themeLight: '浅色', themeDark: '深色', themeContrast: '高对比',
      byRule: '规则', asRule: '作为规则：本单位的这项检查，以后的运行也排除', since: '起', until: '止', addRule: '按规则排除', ruleNote: '适用于 12 月 31 日在期限内的年度；请写明依据。',
      saved: '已写入案卷：', kept: '已记在本页，尚未写入案卷：', refused: '未能写入：', decisions: '处理记录 JSON', howFrom: '下载“处理记录 JSON”，用 plumb mark --from 文件 写入案卷。' },
    en: { critical: 'critical', high: 'high', medium: 'medium', low: 'low', note: 'note', stated: 'Reported', expected: 'Recomputed',
      money: 'Money at stake', evidence: 'Evidence', recomputation: 'Recomputation', suspects: 'Number probably wrong', line: 'line', of: 'of', shown: 'shown',
      confidence: 'Confidence', status: 'Status', check: 'Check', none: 'Nothing matches the filter.', open: 'open', confirmed: 'confirmed',
      dismissed: 'dismissed', fixed: 'fixed', proposed: 'probably', votes: 'votes', related: 'Other findings of this agency', population: 'Population', rule: 'Rule and source',
      limits: 'What it cannot tell', all: 'all', indicators: 'Indicators by year', indicator: 'Indicator', peers: "peers' median", documents: 'Documents', findingsOf: 'Findings',
      chartsOf: 'Charts', series: 'Course', noValues: 'No panel or report gives indicators of this agency.', noDocuments: 'No document names this agency.', inList: 'Filter the list of findings',
      peersNote: 'In each cell the agency, below it the median of the other agencies of the same table (of the same level where levels are given); left out below 3.', kind: 'Kind', year: 'Year',
      quantities: 'Quantities', tested: 'Tested', file: 'File', person: 'persons', count: '', score: 'points', severity: 'Severity', decide: 'Decision', why: 'Note (may be empty)', confirm: 'Confirm', dismiss: 'Dismiss', fix: 'Fixed', reopen: 'Reopen',
      unitWan: 'million yuan', unitYi: 'billion yuan', unitYuan: 'yuan', themeAuto: 'system', themeLight: 'light', themeDark: 'dark', themeContrast: 'high contrast',
      byRule: 'rule', asRule: 'As a rule: this check of this agency, in later runs too', since: 'from', until: 'to', addRule: 'Dismiss by rule', ruleNote: 'For the fiscal years whose 31 December lies between the days; say why it is lawful.',
      saved: 'Written to the case: ', kept: 'Kept in this page, not yet in the case: ', refused: 'Not written: ', decisions: 'Decisions JSON', howFrom: 'Download “Decisions JSON” and write them to the case with plumb mark --from FILE.' }
  };
  var keys = ['q', 'severity', 'class', 'check', 'agency', 'year', 'status', 'sort', 'id', 'lang', 'theme', 'unit', 'agency-view'];
  var state = {}, shown = [], selected = -1;
  var meta = document.querySelector('meta[name="plumb-token"]'), token = meta ? meta.content : '', decisions = [], told = null;
  var agencies = Object.create(null);
  (data.agencies || []).forEach(function (a) { agencies[a.name] = a; });
  var list = document.getElementById('list'), spacer = document.getElementById('spacer');
  var paper = document.getElementById('paper'), desk = document.getElementById('desk');
  var form = document.getElementById('filter'), count = document.getElementById('count');

  function el(tag, cls, text) {
    var e = document.createElement(tag);
    if (cls) e.className = cls;
    if (text !== undefined && text !== null) e.textContent = text;
    return e;
  }
  var roles = { 'stated': '报告数', 'part': '分项', 'minus': '减项', 'whole': '合计', 'numerator': '分子', 'denominator': '分母', 'current': '本年', 'prior': '上年', 'delta': '增减', 'factor': '因数', 'other': '其他', 'target': '目标', 'actual': '实际', 'weight': '权重', 'score': '得分', 'lower': '下限', 'upper': '上限', 'cue': '表述', 'value': '数值', 'own-history': '往年', 'peer': '同类' };
  function roleName(role) { return lang() === 'zh' && roles[role] || role; }
  function lang() { return state.lang === 'en' ? 'en' : 'zh'; }
  function w(key) { return words[lang()][key] || key; }
  /* What a reader of each language counts in: [yuan, name, decimals]. */
  function moneyUnit() {
    var unit = state.unit || 'wan', zh = lang() === 'zh';
    if (data.currency) return [1, data.currency, 0];
    return unit === 'yi' ? [zh ? 1e8 : 1e9, w('unitYi'), 4] : unit === 'yuan' ? [1, w('unitYuan'), 2] : [zh ? 1e4 : 1e6, w('unitWan'), zh ? 2 : 4];
  }
  function money(yuan) {
    if (!yuan) return '';
    var m = moneyUnit(), x = yuan / m[0];
    return x.toLocaleString('en-US', { maximumFractionDigits: m[0] === 1 ? 0 : Math.abs(x) < 1 ? 4 : 2 }) + ' ' + m[1];
  }
  function subject(f) { var n = data.names[f.subject]; return n ? n[lang()] : f.subject; }
  function readHash() {
    var p = new URLSearchParams(location.hash.replace(/^#/, '')), s = {};
    keys.forEach(function (k) { if (p.get(k)) s[k] = p.get(k); });
    return s;
  }
  function writeHash(replace) {
    var p = new URLSearchParams();
    keys.forEach(function (k) { if (state[k]) p.set(k, state[k]); });
    var h = '#' + p.toString();
    if (h !== location.hash) { if (replace) history.replaceState(null, '', h); else history.pushState(null, '', h); }
  }
  /* Several numbers of a finding often stand in one sentence. */
  function once(texts) { return texts.length < 2 ? texts : Array.from(new Set(texts)); }
  findings.forEach(function (f, i) {
    f.rank = i + 1;
    f.hay = [f.id, f.check, f.agency, f.year, f.subject, f.stated, f.expected, f.title.zh, f.title.en,
      f.explanation.zh, f.explanation.en, (data.names[f.subject] || { zh: '' }).zh].concat(once((f.evidence || []).map(function (e) { return e.quote; }))).join(' ').toLowerCase();
  });
  var matcher = { q: undefined, words: [] };
  function match(f, s) {
    if (s.q !== matcher.q) matcher = { q: s.q, words: (s.q || '').toLowerCase().split(/\s+/).filter(Boolean) };
    return (!s.severity || f.severity === s.severity) && (!s['class'] || f['class'] === s['class']) &&
      (!s.check || f.check === s.check) && (!s.agency || f.agency === s.agency) &&
      (!s.year || String(f.year) === s.year) && (!s.status || f.status === s.status) &&
      matcher.words.every(function (t) { return f.hay.indexOf(t) >= 0; });
  }
  function order(a, b) {
    if (state.sort === 'money') return (b.money_at_stake || 0) - (a.money_at_stake || 0) || a.rank - b.rank;
    if (state.sort === 'agency') return a.agency < b.agency ? -1 : a.agency > b.agency ? 1 : b.year - a.year || a.rank - b.rank;
    if (state.sort === 'year') return b.year - a.year || a.rank - b.rank;
    return a.rank - b.rank;
  }
  /* What the filter leaves. Typing on narrows what is already shown. */
  var last = {};
  function select() {
    var same = ['severity', 'class', 'check', 'agency', 'year', 'status', 'sort'].every(function (k) { return last[k] === state[k]; });
    var pool = same && last.q && state.q && state.q.indexOf(last.q) === 0 && !/\s/.test(state.q) ? shown : findings;
    var out = pool.filter(function (f) { return match(f, state); });
    last = Object.assign({}, state);
    return state.sort && pool === findings ? out.sort(order) : out;
  }
  function apply() {
    root.setAttribute('data-lang', lang());
    root.setAttribute('lang', lang() === 'zh' ? 'zh-CN' : 'en');
    document.getElementById('theme').value = state.theme || '';
    if (state.theme) root.setAttribute('data-theme', state.theme); else root.removeAttribute('data-theme');
    shown = select();
    spacer.style.setProperty('height', shown.length * ROW + 'px');
    count.textContent = shown.length + ' / ' + findings.length;
    selected = state.id ? shown.findIndex(function (f) { return f.id === state.id; }) : -1;
    keys.forEach(function (k) { var c = form.elements[k]; if (c && c.value !== (state[k] || '')) c.value = state[k] || ''; });
    document.querySelectorAll('[data-words]').forEach(function (e) { e.textContent = w(e.getAttribute('data-words')); });
    draw();
    evidence(selected >= 0 ? shown[selected] : null);
    counts();
    agencyView();
    var offer = document.getElementById('decisions');
    offer.hidden = !decisions.length; offer.textContent = w('decisions') + ' (' + decisions.length + ')';
  }
  function counts() {
    document.querySelectorAll('[data-count]').forEach(function (e) {
      var kv = e.getAttribute('data-count').split('=');
      e.textContent = shown.filter(function (f) { return String(f[kv[0]]) === kv[1]; }).length;
    });
  }
  function draw() {
    var from = Math.max(0, Math.floor(list.scrollTop / ROW) - 5), to = Math.min(shown.length, from + Math.ceil(list.clientHeight / ROW) + 12);
    spacer.textContent = '';
    if (!shown.length) { spacer.appendChild(el('p', 'empty', w('none'))); return; }
    for (var i = from; i < to; i++) spacer.appendChild(row(shown[i], i));
  }
  function row(f, i) {
    var r = el('div', 'item');
    r.setAttribute('role', 'option'); r.id = 'item-' + i;
    r.setAttribute('aria-selected', i === selected ? 'true' : 'false');
    r.setAttribute('aria-posinset', i + 1); r.setAttribute('aria-setsize', shown.length);
    r.style.setProperty('top', i * ROW + 'px');
    r.appendChild(el('span', 'rank num', f.rank));
    var s = el('span', 'sevcell'); s.appendChild(el('span', 'sev ' + f.severity, w(f.severity))); r.appendChild(s);
    r.appendChild(el('span', 'title', f.title[lang()]));
    r.appendChild(el('span', 'num', money(f.money_at_stake)));
    r.appendChild(el('span', 'sub', [f.agency, f.year || '', subject(f),
      f.stated && f.expected ? f.stated + ' → ' + f.expected : f.stated].filter(Boolean).join(' · ')));
    r.addEventListener('click', function () { choose(i); });
    return r;
  }
  function choose(i) {
    if (i < 0 || i >= shown.length) return;
    selected = i; state.id = shown[i].id; writeHash(true);
    var top = i * ROW;
    if (top < list.scrollTop) list.scrollTop = top;
    if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
    list.setAttribute('aria-activedescendant', 'item-' + i);
    draw(); evidence(shown[i]);
  }
  function quote(e, suspects) {
    var q = el('blockquote'), text = e.quote || '', spans = [];
    e.parts.forEach(function (p) {
      if (!p.text) return;
      var at = p.offset >= 0 && text.substr(p.offset, p.text.length) === p.text ? p.offset : text.indexOf(p.text);
      if (at >= 0) spans.push({ at: at, end: at + p.text.length, role: p.role,
        suspect: suspects.some(function (s) { return s.text === p.text && s.line === p.line; }) });
    });
    spans.sort(function (a, b) { return a.at - b.at; });
    var pos = 0;
    spans.forEach(function (s) {
      if (s.at < pos) return;
      q.appendChild(document.createTextNode(text.slice(pos, s.at)));
      var m = el('mark', s.suspect ? 'suspect' : s.role === 'stated' ? 'stated' : '', text.slice(s.at, s.end));
      m.appendChild(el('sup', '', roleName(s.role))); q.appendChild(m); pos = s.end;
    });
    q.appendChild(document.createTextNode(text.slice(pos)));
    q.appendChild(el('cite', '', e.document.replace(/^.*\//, '') + ' · ' + w('line') + ' ' + once(e.parts.map(function (p) { return p.line; })).join(', ')));
    return q;
  }
  function evidence(f) {
    paper.textContent = '';
    desk.setAttribute('data-open', f ? 'true' : 'false');
    if (!f) return;
    var back = el('button', 'back', '←'); back.addEventListener('click', function () { delete state.id; writeHash(); apply(); });
    paper.appendChild(back);
    paper.appendChild(el('h3', '', f.title[lang()]));
    var meta = el('p', 'meta'); meta.appendChild(el('span', 'sev ' + f.severity, w(f.severity)));
    meta.appendChild(document.createTextNode(' '));
    if (agencies[f.agency]) { meta.appendChild(agencyLink(f.agency)); meta.appendChild(document.createTextNode(' · ')); }
    meta.appendChild(document.createTextNode([agencies[f.agency] ? '' : f.agency, f.year || '', w('check') + ' ' + f.check, 'ID ' + f.id,
      w('confidence') + ' ' + Math.round(f.confidence * 100) + ' %', w('status') + ' ' + w(f.status)].filter(Boolean).join(' · ')));
    paper.appendChild(meta);
    paper.appendChild(el('p', '', f.explanation[lang()]));
    triage(f);
    var d = el('dl', 'compare');
    [['stated', f.stated], ['expected', f.expected], ['money', money(f.money_at_stake)], ['population', (f.population || '').split(' · ')[lang() === 'zh' ? 0 : 1] || f.population]].forEach(function (x) {
      if (x[1]) { d.appendChild(el('dt', '', w(x[0]))); d.appendChild(el('dd', '', x[1])); }
    });
    paper.appendChild(d);
    var sum = lang() === 'zh' && f.recomputation_zh ? f.recomputation_zh : f.recomputation;
    if (sum) { paper.appendChild(el('h3', '', w('recomputation'))); paper.appendChild(el('div', 'sum', sum)); }
    if ((f.suspects || []).length) {
      paper.appendChild(el('h3', '', w('suspects')));
      var ul = el('ul');
      f.suspects.forEach(function (s) {
        ul.appendChild(el('li', '', s.text + ' (' + w('line') + ' ' + s.line + ')' +
          (s.proposed ? ' → ' + w('proposed') + ' ' + s.proposed : '') + (s.votes ? ' · ' + w('votes') + ' ' + s.votes : '')));
      });
      paper.appendChild(ul);
    }
    paper.appendChild(el('h3', '', w('evidence')));
    var groups = [], index = {};
    (f.evidence || []).forEach(function (e) {
      var k = e.document + '\n' + e.quote;
      if (!index[k]) { index[k] = { document: e.document, line: e.line, quote: e.quote, parts: [] }; groups.push(index[k]); }
      index[k].parts.push({ text: e.text, role: e.role, line: e.line, offset: -1 });
    });
    groups.forEach(function (g) { paper.appendChild(quote(g, f.suspects || [])); });
    var c = data.checks[f.check];
    if (c) {
      var det = el('details'); det.appendChild(el('summary', '', w('rule') + ' · ' + c.title[lang()]));
      det.appendChild(el('p', '', c.what[lang()]));
      det.appendChild(el('p', 'meta', c.source || ''));
      if (c.limits[lang()]) det.appendChild(el('p', 'meta', w('limits') + '：' + c.limits[lang()]));
      paper.appendChild(det);
    }
    var others = findings.filter(function (o) { return o.agency === f.agency && o.id !== f.id; }).slice(0, 8);
    if (others.length && f.agency) {
      paper.appendChild(el('h3', '', w('related')));
      var ol = el('ul');
      others.forEach(function (o) {
        var li = el('li'), a = el('a', '', o.title[lang()] + (o.year ? ' (' + o.year + ')' : ''));
        var s = Object.assign({}, state, { id: o.id }), p = new URLSearchParams();
        ['q', 'severity', 'class', 'check', 'year', 'status'].forEach(function (k) { delete s[k]; });
        keys.forEach(function (k) { if (s[k]) p.set(k, s[k]); });
        a.href = '#' + p.toString(); li.appendChild(a); ol.appendChild(li);
      });
      paper.appendChild(ol);
    }
    paper.scrollTop = 0;
  }
  /* ---- decisions: to the case when served, else collected for a file ---- */
  function triage(f) {
    var box = el('div', 'triage'), label = el('label', '', w('why')), note = el('textarea'), say = el('p', 'meta');
    note.id = 'note'; note.rows = 1; note.maxLength = 1000; label.appendChild(note);
    box.setAttribute('role', 'group'); box.setAttribute('aria-label', w('decide'));
    say.setAttribute('role', 'status'); say.id = 'said'; say.textContent = told && told.id === f.id ? w(told.key) + (told.text || w(f.status)) : '';
    box.appendChild(label);
    [['confirmed', 'confirm'], ['dismissed', 'dismiss'], ['fixed', 'fix'], ['open', 'reopen']].forEach(function (d) {
      if (f.status === d[0]) return;
      var b = el('button', '', w(d[1])); b.type = 'button'; b.setAttribute('data-decide', d[0]);
      b.addEventListener('click', function () { decide(f, d[0], note.value); });
      box.appendChild(b);
    });
    box.appendChild(say);
    if (f.decision) box.appendChild(el('p', 'meta', [f.decision.rule ? w('byRule') + ' ' + f.decision.rule : '', f.decision.note, f.decision.who, f.decision.when].filter(Boolean).join(' · ')));
    if (f.agency && f.status === 'open') box.appendChild(ruleForm(f, note));
    if (!token && decisions.length) box.appendChild(el('p', 'meta', w('howFrom')));
    paper.appendChild(box);
  }
  /* "lawful since …, until …" for this agency and check. */
  function ruleForm(f, note) {
    var det = el('details', 'ruleform'), sum = el('summary', '', w('asRule')), days = {};
    det.appendChild(sum); det.appendChild(el('p', 'meta', f.agency + ' · ' + f.check + '。' + w('ruleNote')));
    ['since', 'until'].forEach(function (k) {
      var l = el('label', '', w(k) + ' '), i = el('input'); i.type = 'date'; i.id = 'rule-' + k; days[k] = i; l.appendChild(i); det.appendChild(l);
    });
    var b = el('button', '', w('addRule')); b.type = 'button'; b.setAttribute('data-decide', 'rule');
    b.addEventListener('click', function () {
      decide(f, 'dismissed', note.value, { agency: f.agency, check: f.check, since: days.since.value, until: days.until.value });
    });
    det.appendChild(b);
    return det;
  }
  /* The same question as plumb_rule_covers answers. */
  function covers(r, f) {
    var day = f.year ? f.year + '-12-31' : new Date().toISOString().slice(0, 10);
    return f.agency === r.agency && f.check === r.check && (!r.since || r.since <= day) && (!r.until || day <= r.until) &&
      (!f.decision || f.decision.rule);
  }
  function decided(f, status, key, d, number) {
    (d.rule ? findings.filter(function (o) { return covers(d.rule, o); }) : [f]).forEach(function (o) {
      o.status = status; o.decision = { rule: d.rule ? number || null : null, note: d.note, who: '', when: d.when || '' };
    });
    told = { id: f.id, key: key }; again(f);
  }
  function again(f) {
    apply();
    if (!state.id && shown.indexOf(f) >= 0) { selected = shown.indexOf(f); draw(); evidence(f); }
  }
  function decide(f, status, note, rule) {
    var d = rule ? { rule: rule, note: note } : { id: f.id, status: status, note: note };
    if (!token) {
      decisions.push(Object.assign(d, { when: new Date().toISOString().replace(/\.\d+Z/, 'Z') }));
      decided(f, status, 'kept', d); return;
    }
    fetch('mark', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Plumb-Token': token }, body: JSON.stringify(d) })
      .then(function (r) { return r.json().then(function (answer) { if (!r.ok) throw new Error(answer.error || r.status); decided(f, status, 'saved', d, answer.rule); }); })
      .catch(function (e) { told = { id: f.id, key: 'refused', text: e.message }; again(f); });
  }
  function save(text, type, name) {
    var a = el('a'); a.href = URL.createObjectURL(new Blob([text], { type: type }));
    a.download = name; a.click(); setTimeout(function () { URL.revokeObjectURL(a.href); }, 1000);
  }
  /* ---- one agency: its indicators beside the peers, charts, findings, documents ---- */
  function agencyLink(name) {
    var a = el('a', '', name);
    a.href = hashWith({ 'agency-view': name }); a.setAttribute('data-agency', name);
    return a;
  }
  /* The state with these changes, as a hash; undefined drops a key. */
  function hashWith(changes) {
    var s = Object.assign({}, state, changes), p = new URLSearchParams();
    keys.forEach(function (k) { if (s[k]) p.set(k, s[k]); });
    return '#' + p.toString();
  }
  function unitName(unit) {
    return unit === 'yuan' ? moneyUnit()[1] : unit === 'fraction' ? '%' : w(unit) === unit ? '' : w(unit);
  }
  function figure(x, unit) {
    if (x === null || x === undefined) return '—';
    var digits = 2;
    if (unit === 'yuan') { var m = moneyUnit(); x = x / m[0]; digits = m[2]; }
    if (unit === 'fraction') x = x * 100;
    return x.toLocaleString('en-US', { minimumFractionDigits: unit === 'fraction' ? 2 : 0, maximumFractionDigits: digits });
  }
  /* The agency's line over the peers' dashed one; the figures stand beside it. */
  function sparkline(ind) {
    var ns = 'http://www.w3.org/2000/svg', svg = document.createElementNS(ns, 'svg'), n = ind.values.length;
    var all = ind.values.concat(ind.median).filter(function (x) { return x !== null; });
    var lo = Math.min.apply(null, all), hi = Math.max.apply(null, all);
    svg.setAttribute('viewBox', '0 0 110 34'); svg.setAttribute('class', 'spark'); svg.setAttribute('aria-hidden', 'true');
    [['median', 'peerline'], ['values', 'ownline']].forEach(function (s) {
      var run = '', move = true;
      ind[s[0]].forEach(function (x, i) {
        if (x === null) { move = true; return; }
        var px = (n > 1 ? 4 + i * 102 / (n - 1) : 55).toFixed(1), py = (hi > lo ? 30 - (x - lo) * 26 / (hi - lo) : 17).toFixed(1);
        run += (move ? 'M' : 'L') + px + ' ' + py; move = false;
        if (s[0] === 'values') {
          var c = document.createElementNS(ns, 'circle');
          c.setAttribute('cx', px); c.setAttribute('cy', py); c.setAttribute('r', '2'); svg.appendChild(c);
        }
      });
      var p = document.createElementNS(ns, 'path');
      p.setAttribute('d', run || 'M0 0'); p.setAttribute('class', s[1]); svg.appendChild(p);
    });
    return svg;
  }
  function tableOf(label, heads) {
    var wrap = el('div', 'box'), t = el('table'), tr = el('tr'), head = el('thead'), body = el('tbody');
    wrap.setAttribute('role', 'region'); wrap.setAttribute('tabindex', '0'); wrap.setAttribute('aria-label', label);
    heads.forEach(function (h) { var th = el('th', h[1] || '', h[0]); th.setAttribute('scope', 'col'); tr.appendChild(th); });
    head.appendChild(tr); t.appendChild(head); t.appendChild(body); wrap.appendChild(t);
    return { box: wrap, body: body };
  }
  function indicatorTable(a) {
    var used = [];
    (a.indicators.length ? a.indicators[0].values : []).forEach(function (x, i) {
      if (a.indicators.some(function (ind) { return ind.values[i] !== null; })) used.push(i);
    });
    var t = tableOf(w('indicators'), [[w('indicator')], [w('series')]].concat(used.map(function (i) { return [a.first_year + i, 'num']; })));
    t.box.className = 'box indicators';
    a.indicators.forEach(function (ind) {
      var tr = el('tr'), th = el('th', '', ind.name[lang()]), line = el('td');
      var unit = unitName(ind.unit);
      th.setAttribute('scope', 'row');
      th.appendChild(el('span', 'unit', [unit, ind.median.some(function (x) { return x !== null; }) ? w('peers') + ' (' + ind.peers + ')' : ''].filter(Boolean).join(' · ')));
      line.appendChild(sparkline(ind)); tr.appendChild(th); tr.appendChild(line);
      used.forEach(function (i) {
        var td = el('td', 'num', figure(ind.values[i], ind.unit));
        if (ind.median[i] !== null) td.appendChild(el('span', 'peer', figure(ind.median[i], ind.unit)));
        tr.appendChild(td);
      });
      t.body.appendChild(tr);
    });
    return t.box;
  }
  function findingTable(own) {
    var t = tableOf(w('findingsOf'), [[w('severity')], [w('year'), 'num'], [w('findingsOf')], [w('money'), 'num'], [w('status')]]);
    own.forEach(function (f) {
      var tr = el('tr'), sev = el('td'), title = el('td'), a = el('a', '', f.title[lang()]);
      sev.appendChild(el('span', 'sev ' + f.severity, w(f.severity)));
      a.href = hashWith({ 'agency-view': undefined, id: f.id, q: undefined, severity: undefined, 'class': undefined, check: undefined,
        year: undefined, status: undefined, agency: f.agency });
      title.appendChild(a); tr.appendChild(sev); tr.appendChild(el('td', 'num', f.year || '—')); tr.appendChild(title);
      tr.appendChild(el('td', 'num', money(f.money_at_stake))); tr.appendChild(el('td', '', w(f.status)));
      t.body.appendChild(tr);
    });
    return t.box;
  }
  function documentTable(a) {
    var t = tableOf(w('documents'), [[w('file')], [w('kind')], [w('year'), 'num'], [w('quantities'), 'num'], [w('tested'), 'num']]);
    a.documents.forEach(function (d) {
      var tr = el('tr');
      [[d.path], [d.kind], [d.year || '—', 'num'], [d.quantities || '—', 'num'], [d.tested || '—', 'num']].forEach(function (c) {
        tr.appendChild(el('td', c[1] || '', c[0]));
      });
      t.body.appendChild(tr);
    });
    return t.box;
  }
  function agencyView() {
    var name = state['agency-view'], a = name && agencies[name], body = document.getElementById('agency-body');
    var view = document.getElementById('agency');
    root.classList.toggle('agency-open', !!a);
    view.hidden = !a;
    body.textContent = '';
    if (!a) return;
    var own = findings.filter(function (f) { return f.agency === name; });
    document.getElementById('h-agency').textContent = name;
    var p = el('p', 'meta', w('findingsOf') + ' ' + own.length + ' · ' + w('documents') + ' ' + a.documents.length + ' · '), inList = el('a', '', w('inList'));
    inList.href = hashWith({ 'agency-view': undefined, id: undefined, agency: name }); p.appendChild(inList); body.appendChild(p);
    body.appendChild(el('h3', '', w('findingsOf'))); body.appendChild(findingTable(own));
    body.appendChild(el('h3', '', w('indicators')));
    if (a.indicators.length) { body.appendChild(el('p', 'meta', w('peersNote'))); body.appendChild(indicatorTable(a)); }
    else body.appendChild(el('p', 'empty', w('noValues')));
    var figures = Array.prototype.filter.call(document.querySelectorAll('#charts figure'), function (f) { return f.getAttribute('data-of') === name; });
    if (figures.length) {
      var box = el('div', 'charts');
      figures.forEach(function (f) { box.appendChild(f.cloneNode(true)); });
      body.appendChild(el('h3', '', w('chartsOf'))); body.appendChild(box);
    }
    body.appendChild(el('h3', '', w('documents')));
    body.appendChild(a.documents.length ? documentTable(a) : el('p', 'empty', w('noDocuments')));
  }
  function leaveAgency() {
    if (!state['agency-view']) return;
    delete state['agency-view']; writeHash(); apply(); openFirst();
  }
  function exportAs(kind) {
    var fields = ['rank', 'severity', 'score', 'agency', 'year', 'check', 'class', 'subject', 'stated', 'expected', 'money_at_stake', 'status', 'id'];
    var text;
    if (kind === 'json') {
      text = JSON.stringify(shown.map(function (f) { var c = Object.assign({}, f); delete c.hay; delete c.rank; return c; }), null, 1);
    } else {
      text = '\ufeff' + fields.concat('title').join(',') + '\r\n' + shown.map(function (f) {
        return fields.map(function (k) { return f[k]; }).concat(f.title[lang()]).map(function (v) {
          v = v === undefined || v === null ? '' : String(v);
          if (/^[=+\-@\t\r]/.test(v) && !/^-?\d+(\.\d+)?$/.test(v)) v = "'" + v;
          return '"' + v.replace(/"/g, '""') + '"';
        }).join(',');
      }).join('\r\n') + '\r\n';
    }
    save(text, kind === 'json' ? 'application/json' : 'text/csv', 'findings.' + kind);
  }
  form.addEventListener('input', function () {
    ['q', 'severity', 'class', 'check', 'agency', 'year', 'status', 'sort'].forEach(function (k) {
      var c = form.elements[k]; if (!c) return; if (c.value) state[k] = c.value; else delete state[k];
    });
    delete state.id; list.scrollTop = 0; writeHash(true); apply();
  });
  form.addEventListener('submit', function (e) { e.preventDefault(); });
  document.getElementById('reset').addEventListener('click', function () {
    var keep = { lang: state.lang, theme: state.theme, unit: state.unit }; state = keep; writeHash(); apply();
  });
  document.getElementById('csv').addEventListener('click', function () { exportAs('csv'); });
  document.getElementById('json').addEventListener('click', function () { exportAs('json'); });
  document.getElementById('decisions').addEventListener('click', function () {
    save(JSON.stringify(decisions, null, 1) + '\n', 'application/json', 'decisions.json');
  });
  document.getElementById('lang').addEventListener('click', function () { state.lang = lang() === 'zh' ? 'en' : 'zh'; writeHash(true); apply(); });
  document.getElementById('theme').addEventListener('change', function (e) { if (e.target.value) state.theme = e.target.value; else delete state.theme; writeHash(true); apply(); });
  function dark() {
    var now = state.theme ? state.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    state.theme = now ? 'light' : 'dark'; writeHash(true); apply();
  }
  document.getElementById('unit').addEventListener('change', function (e) { state.unit = e.target.value; writeHash(true); apply(); });
  document.querySelectorAll('[data-filter]').forEach(function (b) {
    b.addEventListener('click', function (e) {
      e.preventDefault();
      var keep = { lang: state.lang, theme: state.theme, unit: state.unit };
      new URLSearchParams(b.getAttribute('data-filter')).forEach(function (v, k) { if (v) keep[k] = v; });
      state = keep; writeHash(); apply();
      document.getElementById('findings').scrollIntoView();
      if (shown.length) choose(0);
    });
  });
  document.addEventListener('click', function (e) {
    var a = e.target.closest && e.target.closest('a[data-agency]');
    if (!a || e.ctrlKey || e.metaKey || e.shiftKey || !agencies[a.getAttribute('data-agency')]) return;
    e.preventDefault();
    state['agency-view'] = a.getAttribute('data-agency'); writeHash(); apply();
    window.scrollTo(0, 0); document.getElementById('h-agency').focus({ preventScroll: true });
  });
  document.getElementById('agency-back').addEventListener('click', function () { leaveAgency(); });
  document.querySelectorAll('[data-part]').forEach(function (a) {
    a.addEventListener('click', function (e) {
      e.preventDefault(); leaveAgency();
      var part = document.getElementById(a.getAttribute('data-part'));
      part.scrollIntoView(); part.setAttribute('tabindex', '-1'); part.focus({ preventScroll: true });
    });
  });
  list.addEventListener('scroll', function () { requestAnimationFrame(draw); });
  window.addEventListener('resize', draw);
  var help = document.getElementById('help');
  document.getElementById('keys').addEventListener('click', function () { help.showModal(); });
  document.addEventListener('keydown', function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) { if (e.key === 'Escape') e.target.blur(); return; }
    if (e.key === '?') { help.showModal(); }
    else if (e.key === 'Escape' && state['agency-view'] && !help.open) { leaveAgency(); }
    else if (e.key === 'l') { document.getElementById('lang').click(); }
    else if (e.key === 'd') { dark(); }
    else if (state['agency-view'] && e.key !== '/') { return; }
    else if (e.key === 'a' && selected >= 0 && agencies[shown[selected].agency]) {
      state['agency-view'] = shown[selected].agency; writeHash(); apply(); window.scrollTo(0, 0);
    }
    else if (e.key === 'j' || e.key === 'ArrowDown' && e.target === list) { e.preventDefault(); choose(selected + 1); }
    else if (e.key === 'k' || e.key === 'ArrowUp' && e.target === list) { e.preventDefault(); choose(Math.max(0, selected - 1)); }
    else if (e.key === 'Enter' && e.target === list) { choose(Math.max(0, selected)); paper.focus(); }
    else if (e.key === 'Escape' && state.id && !help.open) { delete state.id; writeHash(); apply(); }
    else if (e.key === '/') { e.preventDefault(); leaveAgency(); form.elements.q.focus(); }
    else if (e.key === 'm' && document.getElementById('note')) { e.preventDefault(); document.getElementById('note').focus(); }
    else if (e.key === 'g') { choose(0); }
    else if (e.key === 'G') { choose(shown.length - 1); }
  });
  function reload() {
    state = readHash();
    if (!state.lang && root.getAttribute('data-lang') === 'en') state.lang = 'en';
    document.getElementById('unit').value = state.unit || 'wan';
    apply();
    if (state.id && selected < 0) { delete state.id; }
  }
  window.addEventListener('popstate', reload);
  window.addEventListener('hashchange', reload);
  reload();
  /* Where the evidence has a place of its own, it is never empty. */
  function openFirst() {
    if (!state.id && shown.length && matchMedia('(min-width: 901px)').matches) { selected = 0; draw(); evidence(shown[0]); }
  }
  openFirst();
  root.setAttribute('data-ready', 'true');
  }
}());
