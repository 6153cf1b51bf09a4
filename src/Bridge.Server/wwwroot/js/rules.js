// The order of rules, by pointer and by keyboard. Without scripts the buttons send the form, and the server moves the rule.
(() => {
  const list = document.querySelector('[data-rules]');
  const form = list?.closest('form');
  const unsaved = form?.querySelector('[data-unsaved]');
  if (!unsaved) return;

  const order = () => [...list.querySelectorAll('[data-rule]')].map(rule => rule.dataset.rule);
  const changed = () => { unsaved.hidden = false; form.dispatchEvent(new Event('change', { bubbles: true })); };
  const say = rule => { form.querySelector('[data-moved]').textContent = `${rule.dataset.rule} is now ${order().indexOf(rule.dataset.rule) + 1} of ${order().length}`; };

  list.addEventListener('click', event => {
    const button = event.target.closest('[data-move]');
    if (!button) return;
    event.preventDefault();
    const rule = button.closest('[data-rule]');
    const other = button.dataset.move === 'up' ? rule.previousElementSibling : rule.nextElementSibling;
    if (!other) return;
    if (button.dataset.move === 'up') other.before(rule); else other.after(rule);
    button.focus();
    say(rule);
    changed();
  });
  list.addEventListener('change', () => { unsaved.hidden = false; });

  list.classList.add('sortable');
  new Sortable(list, { handle: '[data-grip]', animation: 120, onEnd: event => { if (event.oldIndex !== event.newIndex) { say(event.item); changed(); } } });
})();
