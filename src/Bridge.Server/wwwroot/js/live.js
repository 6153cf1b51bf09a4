// data-live: a list that htmx asks for anew every few seconds, while the switch is on and the page is looked at. Without scripts the
// link reloads it.
(() => {
  const live = document.querySelector('[data-live]');
  const toggle = document.querySelector('[data-live-switch]');
  if (!live || !toggle) return;
  const box = toggle.querySelector('input');
  toggle.hidden = false;
  document.querySelector('[data-live-reload]').hidden = true;

  live.addEventListener('htmx:before:request', event => {
    if (!box.checked || document.hidden) event.preventDefault();
  });
})();
