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
  const bars = (label, data, name) => ({ label, data, backgroundColor: colour(name), maxBarThickness: 28, borderRadius: 2 });
  const axis = more => ({ stacked: true, ticks: { color: colour('--tblr-secondary'), maxRotation: 0, autoSkipPadding: 16, precision: 0 }, border: { display: false }, ...more });
  place.hidden = false;
  let chart;
  const draw = () => {
    chart?.destroy();
    chart = new Chart(place.querySelector('canvas'), {
      type: 'bar',
      data: { labels, datasets: [bars('Granted', granted, '--bridge-granted'), bars('Refused', refused, '--bridge-refused')] },
      options: {
        maintainAspectRatio: false,
        animation: false,
        interaction: { mode: 'index', intersect: false },
        plugins: { legend: { position: 'bottom', labels: { color: colour('--tblr-body-color'), boxWidth: 12, boxHeight: 12 } } },
        scales: { x: axis({ grid: { display: false } }), y: axis({ beginAtZero: true, grid: { color: colour('--tblr-border-color') } }) },
      },
    });
  };
  draw();
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ['data-bs-theme'] });
})();
