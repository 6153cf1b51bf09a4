// What every page has beside its forms. Each behaviour hangs on a data attribute; without scripts the form or link does it.
(() => {
  const menus = () => document.querySelectorAll('details[data-menu][open]');

  // A menu closes when one looks elsewhere.
  document.addEventListener('click', event => {
    menus().forEach(menu => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') menus().forEach(menu => { menu.open = false; menu.querySelector('summary').focus(); });
    // "/" leads to the search field of the page.
    if (event.key === '/' && !event.target.closest('input, textarea, select, [contenteditable]')) {
      const search = document.querySelector('input[type=search]');
      if (search) { event.preventDefault(); search.focus(); }
    }
  });

  // data-copy: copies the text of the element that it names.
  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
    const icon = button.querySelector('.ti');
    icon?.classList.replace('ti-copy', 'ti-check');
    setTimeout(() => icon?.classList.replace('ti-check', 'ti-copy'), 1500);
  });

  // data-submit: a field whose change sends its form.
  document.addEventListener('change', event => {
    if (event.target.matches('[data-submit]')) event.target.form.requestSubmit();
  });

  // data-focus: what must be read first.
  document.querySelector('[data-focus]')?.focus();

  // A session that ended is told by the page itself, not by a part of it.
  document.addEventListener('htmx:before:swap', event => {
    if (event.detail?.ctx?.response?.status === 401) { event.preventDefault(); window.location.reload(); }
  });
})();
