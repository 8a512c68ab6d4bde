/* One look for every chart: current period teal, last period a grey outline, targets a thin line, zero baseline. */
window.nuanyangChartTheme = (() => {
  "use strict";
  const ink = "#1f2937", soft = "#5f6875", line = "#e7e2da";
  const axis = {
    axisLine: { lineStyle: { color: "#b8b0a3" } }, axisTick: { show: false },
    axisLabel: { color: soft, fontSize: 13 }, splitLine: { lineStyle: { color: line } },
  };
  return {
    color: ["#0f766e", "#d97706", "#64748b", "#7c9a3d", "#8b5e83", "#b45309", "#0e7490"],
    textStyle: { fontFamily: '"PingFang SC","HarmonyOS Sans SC","MiSans","Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif', color: ink },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    timeAxis: axis,
    legend: { textStyle: { color: ink, fontSize: 13 }, itemWidth: 14, itemHeight: 10, icon: "roundRect" },
    tooltip: { backgroundColor: "#1f2937", borderWidth: 0, padding: [8, 12], textStyle: { color: "#fff", fontSize: 13 } },
    line: { symbolSize: 7, lineStyle: { width: 2.5 } },
    bar: { itemStyle: { borderRadius: [3, 3, 0, 0] }, barMaxWidth: 36 },
  };
})();
