// Runs before the first paint: "system" means what the system says now, and what it says later.
(() => {
  const root = document.documentElement;
  if (root.dataset.appearance !== 'system') return;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const set = () => root.setAttribute('data-bs-theme', dark.matches ? 'dark' : 'light');
  dark.addEventListener('change', set);
  set();
})();
