/* Plumbline trend page: language and look, kept in the URL. Everything else is in the page. */
(function () {
  'use strict';
  var root = document.documentElement, looks = ['light', 'dark', 'contrast'];
  var state = new URLSearchParams(location.hash.replace(/^#/, '').indexOf('=') > 0 ? location.hash.slice(1) : '');
  root.classList.add('js');
  function apply() {
    var lang = state.get('lang') || root.getAttribute('data-lang'), theme = state.get('theme');
    root.setAttribute('data-lang', lang);
    root.setAttribute('lang', lang === 'zh' ? 'zh-CN' : 'en');
    if (theme) root.setAttribute('data-theme', theme);
  }
  function set(key, value) {
    state.set(key, value);
    history.replaceState(null, '', '#' + state.toString());
    apply();
  }
  document.getElementById('lang').addEventListener('click', function () {
    set('lang', root.getAttribute('data-lang') === 'zh' ? 'en' : 'zh');
  });
  document.getElementById('theme').addEventListener('click', function () {
    var now = state.get('theme') || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
    set('theme', looks[(looks.indexOf(now) + 1) % looks.length]);
  });
  apply();
  root.setAttribute('data-ready', 'true');
}());
