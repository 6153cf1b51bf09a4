// Rows of a form that one adds and drops. Without scripts the buttons send the form, and the server does the same.
(() => {
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-more], [data-drop]');
    if (!button) return;
    event.preventDefault();
    const rows = (button.closest('[data-rows]') ?? button.parentElement.querySelector('[data-rows]'));
    const all = [...rows.querySelectorAll('[data-row]')];
    if (button.matches('[data-more]')) {
      const fresh = all.at(-1).cloneNode(true);
      fresh.querySelectorAll('input, textarea').forEach(field => { field.value = ''; });
      fresh.querySelectorAll('.field-validation-error').forEach(error => error.remove());
      fresh.querySelectorAll('.is-invalid').forEach(field => field.classList.remove('is-invalid'));
      rows.append(fresh);
      fresh.querySelector('input').focus();
    } else {
      const row = button.closest('[data-row]');
      const next = row.nextElementSibling ?? row.previousElementSibling;
      const form = row.closest('form');
      if (all.length > 1) row.remove();
      else row.querySelectorAll('input, textarea').forEach(field => { field.value = ''; });
      (next ?? row).querySelector('input').focus();
      form.dispatchEvent(new Event('change', { bubbles: true }));
    }
    [...rows.querySelectorAll('[data-row]')].forEach((row, index) => row.setAttribute('aria-label', row.getAttribute('aria-label').replace(/\d+$/, index + 1)));
  });
})();
