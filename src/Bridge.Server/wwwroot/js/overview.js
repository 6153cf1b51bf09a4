// data-chart: stacked bars of granted and refused exchanges, in the colours of the page. The table beside it has the same numbers.
(() => {
  const place = document.querySelector('[data-chart]');
  if (!place || !window.Chart) return;
  const { labels, granted, refused } = JSON.parse(place.dataset.chart);
  // A canvas takes any colour of CSS and gives its parts; the chart knows only the older ways to write them.
  const probe = document.body.appendChild(document.createElement('span'));
  probe.hidden = true;
  const ink = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const colour = name => {
    probe.style.color = `var(${name})`;
    ink.clearRect(0, 0, 1, 1);
    ink.fillStyle = getComputedStyle(probe).color;
    ink.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = ink.getImageData(0, 0, 1, 1).data;
    return `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`;
  };
  const bars = (label, data) => ({ label, data, maxBarThickness: 28, borderRadius: 2 });
  const axis = more => ({ stacked: true, ticks: { maxRotation: 0, autoSkipPadding: 16, precision: 0 }, border: { display: false }, ...more });
  place.hidden = false;
  const chart = new Chart(place.querySelector('canvas'), {
    type: 'bar',
    data: { labels, datasets: [bars('Granted', granted), bars('Refused', refused)] },
    options: {
      maintainAspectRatio: false,
      animation: false,
      interaction: { mode: 'index', intersect: false },
      plugins: { legend: { position: 'bottom', labels: { boxWidth: 12, boxHeight: 12 } } },
      scales: { x: axis({ grid: { display: false } }), y: axis({ beginAtZero: true, grid: {} }) },
    },
  });

  const paint = () => {
    const { options, data } = chart;
    [data.datasets[0].backgroundColor, data.datasets[1].backgroundColor] = [colour('--bridge-granted'), colour('--bridge-refused')];
    options.plugins.legend.labels.color = colour('--tblr-body-color');
    options.scales.x.ticks.color = options.scales.y.ticks.color = colour('--tblr-secondary');
    options.scales.y.grid.color = colour('--tblr-border-color');
    chart.update('none');
  };
  paint();
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ['data-bs-theme'] });
})();
