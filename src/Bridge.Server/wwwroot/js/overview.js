// data-chart: stacked bars of granted and refused exchanges, in the colours of the page. The table beside it has the same numbers.
(() => {
  const place = document.querySelector('[data-chart]');
  if (!place || !window.Chart) return;
  const probe = place.appendChild(document.createElement('span'));
  const colour = name => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
  const { labels, granted, refused } = JSON.parse(place.dataset.chart);
  const bars = (label, data, name) => ({ label, data, backgroundColor: colour(name), maxBarThickness: 28, borderRadius: 2 });
  const axis = { stacked: true, ticks: { color: colour('--tblr-secondary'), maxRotation: 0, autoSkipPadding: 16, precision: 0 }, border: { display: false } };
  place.hidden = false;
  new Chart(place.querySelector('canvas'), {
    type: 'bar',
    data: { labels, datasets: [bars('Granted', granted, '--bridge-granted'), bars('Refused', refused, '--bridge-refused')] },
    options: {
      maintainAspectRatio: false,
      animation: false,
      interaction: { mode: 'index', intersect: false },
      plugins: { legend: { position: 'bottom', labels: { color: colour('--tblr-body-color'), boxWidth: 12, boxHeight: 12 } } },
      scales: {
        x: { ...axis, grid: { display: false } },
        y: { ...axis, beginAtZero: true, grid: { color: colour('--tblr-border-color') } },
      },
    },
  });
})();
