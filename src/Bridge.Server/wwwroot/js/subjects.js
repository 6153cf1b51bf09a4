// The editor of sub components. Each button does here what its form does without scripts, and the preview follows by the change event.
(() => {
  const list = document.getElementById('components');
  const blank = document.getElementById('component');
  const palette = document.querySelector('.palette');
  if (!list || !palette) return;

  const changed = text => {
    document.getElementById('moved').textContent = text;
    list.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const name = item => item.dataset.component;
  const place = item => `${name(item)} is ${[...list.children].indexOf(item) + 1} of ${list.children.length}`;
  const offer = (claim, offered) => {
    const button = palette.querySelector(`[name=add][value="${claim}"]`);
    if (button) button.disabled = !offered;
  };

  const move = (item, by, focus) => {
    const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(item); else other.after(item);
    // At an end the button that led there is not shown any more.
    const button = focus ?? item.querySelector('button');
    (getComputedStyle(button).visibility === 'hidden' ? item.querySelector(by < 0 ? '[name=move-down]' : '[name=move-up]') : button).focus();
    changed(place(item));
  };

  const remove = item => {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    offer(name(item), true);
    item.remove();
    (next?.querySelector('[name=remove]') ?? palette.querySelector('[name=add]:enabled')).focus();
    changed(`${name(item)} is removed`);
  };

  const add = button => {
    const claim = button.value;
    list.insertAdjacentHTML('beforeend', blank.innerHTML.replaceAll('CLAIM', claim));
    const item = list.lastElementChild;
    if (['ref', 'ref_type', 'ref_protected'].includes(claim)) item.querySelector('.component-omit').remove();
    if (button.dataset.note) {
      const note = document.createElement('span');
      note.className = `badge bg-${button.dataset.colour}-lt`;
      note.textContent = button.dataset.note;
      item.querySelector('.component-name').after(note);
    }
    offer(claim, false);
    item.querySelector('[name=move-up]').focus();
    changed(place(item));
  };

  document.addEventListener('click', event => {
    const button = event.target.closest('#fields button');
    const item = button?.closest('.component');
    const act = { 'move-up': () => move(item, -1, button), 'move-down': () => move(item, 1, button), remove: () => remove(item), add: () => add(button) }[button?.name];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // With the keyboard alone: Alt and an arrow moves the component that has the focus.
  list.addEventListener('keydown', event => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || !by) return;
    event.preventDefault();
    move(event.target.closest('.component'), by, event.target);
  });

  new Sortable(list, { handle: '.component-handle', animation: 120, onEnd: event => { if (event.oldIndex !== event.newIndex) changed(place(event.item)); } });
})();
