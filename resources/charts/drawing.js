// One ECharts instance in a card: draws options, reports clicks, says when it has finished.

import { dropCutCodes } from "./codes.js";
import { fittingMap, use } from "./detail.js";
import { withLegendRoom } from "./legends.js";
import { companions, completeMap, regionKey } from "./maps.js";
import { resolve, withBase } from "./options.js";
import { withNotice } from "./notice.js";
import { keepShapes } from "./shapes.js";

// All but the map itself, which keeps where it was moved and zoomed to.
// Tips have the same parts in each option of a card, and a new one would have to be laid out.
const REPLACED = ["series", "visualMap", "graphic", "legend", "xAxis", "yAxis", "grid"];

/** Option of a card → what ECharts is given. */
export function drawable(option, page, id, { width }) {
  const here = { ...page, width };
  const resolved = resolve(completeMap(named(option, id), here), here);
  return withNotice(withBase(withLegendRoom(resolved, here), here), here);
}

/** Formatters know the chart that they belong to, so that they find its items. */
function named(option, id) {
  if (Array.isArray(option)) return option.map((part) => named(part, id));
  if (option === null || typeof option !== "object") return option;
  if (option.$formatter) return { ...option, chart: id };
  return Object.fromEntries(Object.entries(option).map(([name, part]) => [name, name === "data" ? part : named(part, id)]));
}

/** The wheel scrolls a page that is higher than its window, even over a map, which then zooms with Ctrl. */
function keepForPage(event) {
  const { scrollHeight, clientHeight } = document.documentElement;
  if (scrollHeight > clientHeight && !event.ctrlKey) event.stopPropagation();
}

/** Items of a tree in the order in which ECharts numbers them. */
function flattened(data) {
  return data.flatMap((item) => [item, ...flattened(item.children ?? [])]);
}

/** The drawing area of a card. */
export class Drawing {
  constructor(root, page, id, sink) {
    Object.assign(this, { root, page, id, sink, chart: null, option: null, raw: null, waiting: [], zoom: 1 });
    this.isDrawing = false;
    this.box = null;
    this.observer = new ResizeObserver(() => {
      this.box = null;
      this.fit();
    });
    this.observer.observe(root);
    root.addEventListener("wheel", keepForPage, { capture: true });
  }

  /** Kept until it changes: to look again, the page would have to be laid out for each of its charts. */
  size() {
    this.box ??= { width: Math.max(this.root.clientWidth, 40), height: Math.max(this.root.clientHeight, 30) };
    return this.box;
  }

  show(option, { isNew = false } = {}) {
    this.raw = option;
    if (!option) {
      this.drop();
      return;
    }
    const isOtherKind = this.option && this.option.series[0]?.type !== option.series[0]?.type;
    this.option = drawable(option, { ...this.page, hasDrawn: Boolean(this.chart) }, this.id, this.size());
    if (!this.chart) this.open();
    if (isNew || isOtherKind) this.zoom = 1;
    if (option.$map) {
      this.map = fittingMap(option.$map, this.size(), this.zoom);
      use(option.$map, this.map);
    }
    this.isDrawing = true;
    this.chart.setOption(this.option, isNew || isOtherKind ? { notMerge: true } : { replaceMerge: REPLACED });
    if (option.$map) keepShapes(this.chart);
  }

  open() {
    this.chart = echarts.init(this.root, null, { renderer: "canvas", devicePixelRatio, ...this.size() });
    this.chart.on("finished", () => this.settle());
    this.chart.on("rendered", () => this.option?.series[0]?.type === "treemap" && dropCutCodes(this.chart));
    this.chart.on("click", (params) => this.click(params));
    this.chart.on("georoam", () => this.refine());
    this.chart.on("mouseover", (params) => this.together(params, "highlight"));
    this.chart.on("mouseout", (params) => this.together(params, "downplay"));
    this.chart.getZr().on("dblclick", ({ target }) => target || this.wholeMap());
  }

  /** A map that is looked at more closely, or from farther away, is drawn with other borders. */
  refine() {
    this.zoom = this.chart.getOption().geo[0].zoom;
    if (fittingMap(this.raw.$map, this.size(), this.zoom) !== this.map) this.show(this.raw);
  }

  /** Undoes moving and zooming; a double click beside all regions asks for it. */
  wholeMap() {
    if (this.raw?.$map) this.show(this.raw, { isNew: true });
  }

  /** Resolves when nothing more is to be drawn. */
  drawn() {
    return this.isDrawing ? new Promise((resolved) => this.waiting.push(resolved)) : Promise.resolve();
  }

  settle() {
    this.isDrawing = false;
    for (const resolved of this.waiting.splice(0)) resolved();
  }

  fit() {
    if (!this.chart || !this.root.clientWidth) return;
    const { width, height } = this.size();
    // A canvas keeps the density that it was made for: another zoom or monitor needs a new one.
    if (this.chart.getDevicePixelRatio() !== devicePixelRatio) this.drop();
    else if (this.chart.getWidth() === width && this.chart.getHeight() === height) return;
    this.chart?.resize({ width, height });
    this.show(this.raw);
  }

  click(params) {
    const click = this.target(params);
    if (click) this.sink.clicked({ ...click, is_added: Boolean(params.event?.event?.ctrlKey || params.event?.event?.metaKey) });
  }

  /** Chart, key and name of what was clicked; null where that means nothing. */
  target(params) {
    const map = this.raw.$map;
    const key = map && params.seriesType !== "scatter" && params.seriesType !== "lines" ? regionKey(map, params.name) : params.data?.key;
    if (key === null || key === undefined || key === "") return null;
    return { chart: this.id, series: params.seriesId ?? "", key: String(key), name: this.itemAt(params)?.said ?? params.name };
  }

  itemAt(params) {
    if (!this.raw?.$map) return params.data;
    return this.raw.series[0].data.find((item) => item.name === params.name) ?? (params.data?.said ? params.data : undefined);
  }

  together(params, type) {
    if (this.raw?.$map !== "world" || !params.name) return;
    const others = companions(params.name);
    if (others.length) this.chart.dispatchAction({ type, geoIndex: 0, name: others });
  }

  /** Items that the keyboard walks over: those of the first series with keys. */
  items() {
    const series = this.raw?.series ?? [];
    const at = series.findIndex((one) => (one.data ?? []).some((item) => item?.key !== undefined));
    if (at < 0) return [];
    const isTree = series[at].type === "treemap";
    const data = isTree ? flattened(series[at].data) : series[at].data;
    return data.map((item, index) => ({ item, seriesIndex: at, dataIndex: isTree ? index + 1 : index })).filter(({ item }) => item?.key !== undefined);
  }

  /** Shows the item as if the pointer were on it; null takes the mark away. */
  mark(entry) {
    this.chart?.dispatchAction({ type: "downplay" });
    if (!entry) {
      this.chart?.dispatchAction({ type: "hideTip" });
      return;
    }
    const { seriesIndex, dataIndex } = entry;
    this.chart.dispatchAction({ type: "highlight", seriesIndex, dataIndex });
    this.chart.dispatchAction({ type: "showTip", seriesIndex, dataIndex });
  }

  choose({ item }, isAdded) {
    this.sink.clicked({ chart: this.id, series: "", key: String(item.key), name: item.said ?? item.name, is_added: isAdded });
  }

  drop() {
    this.chart?.dispose();
    this.chart = null;
    this.option = null;
    this.zoom = 1;
    this.settle();
  }

  close() {
    this.observer.disconnect();
    this.drop();
  }
}
