/* Draws <div data-chart="ID"> from <script type="application/json" id="ID">. ECharts itself is fetched only when a page has a chart. */
(() => {
  "use strict";
  const drawn = new Map();
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let library = null;

  function load() {
    library ??= new Promise((resolve, reject) => {
      const tag = document.createElement("script");
      tag.src = document.querySelector('meta[name="chart-library"]').content;
      tag.onload = () => {
        window.echarts.registerTheme("nuanyang", window.nuanyangChartTheme);
        resolve(window.echarts);
      };
      tag.onerror = reject;
      document.head.append(tag);
    });
    return library;
  }

  const PERCENT = (value) => `${Number(value).toLocaleString("zh-CN", { maximumFractionDigits: 1 })}%`;
  const COUNT = (value) => Number(value).toLocaleString("zh-CN");

  // Gaps are left out. A line and its dashed, unfinished end are two series of one name: one row.
  function tooltipText(points, format) {
    const values = new Map(points.filter((point) => point.value != null).map((point) => [point.seriesName, point.value]));
    return [points[0].axisValueLabel, ...[...values].map(([name, value]) => `${name}  ${format(value)}`)].join("\n");
  }

  function complete(option) {
    const format = option.unit === "%" ? PERCENT : COUNT;
    for (const name of ["xAxis", "yAxis"]) {
      const axis = option[name];
      if (axis?.type === "value") axis.axisLabel = { ...axis.axisLabel, formatter: format };
    }
    for (const series of option.series ?? []) {
      if (series.label?.show) series.label.formatter = (point) => (point.value ? format(point.value) : "");
    }
    option.tooltip = { trigger: "axis", ...option.tooltip, renderMode: "richText", valueFormatter: format };
    if (option.tooltip.trigger === "axis") option.tooltip.formatter = (points) => tooltipText(points, format);
    option.aria = { ...option.aria, enabled: true };
    option.animation = !still.matches;
    option.animationDuration = 150;
    return option;
  }

  function draw(echarts, container) {
    const data = document.getElementById(container.dataset.chart);
    if (!data || drawn.has(container)) return;
    const chart = echarts.init(container, "nuanyang", { renderer: "canvas" });
    const option = complete(JSON.parse(data.textContent));
    const label = option.aria.label?.description;
    chart.setOption(option);
    if (label) container.setAttribute("aria-label", label);
    const links = option.links;
    if (links) chart.on("click", (point) => links[point.dataIndex] && window.location.assign(links[point.dataIndex]));
    drawn.set(container, chart);
    watcher.observe(container);
  }

  const watcher = new ResizeObserver((entries) => entries.forEach((entry) => drawn.get(entry.target)?.resize()));

  async function drawAll(within) {
    for (const [container, chart] of drawn) {
      if (!container.isConnected) { watcher.unobserve(container); chart.dispose(); drawn.delete(container); }
    }
    const containers = within.querySelectorAll("[data-chart]");
    if (!containers.length) return;
    const echarts = await load();
    containers.forEach((container) => draw(echarts, container));
  }

  document.addEventListener("DOMContentLoaded", () => drawAll(document));
  document.addEventListener("htmx:afterSettle", () => drawAll(document));
  window.addEventListener("beforeprint", () => drawn.forEach((chart) => chart.resize()));
})();
