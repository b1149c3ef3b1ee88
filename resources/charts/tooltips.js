// Tooltips as elements whose texts are set as text: a name from the data can never become markup.

import { placeName, remark } from "./maps.js";
import { write } from "./formatters.js";

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function tip(name, rows, note) {
  const root = element("div", "tip");
  root.append(element("div", "name", name));
  const list = element("dl");
  for (const [term, text] of rows) list.append(element("dt", "", term), element("dd", "", text));
  if (rows.length) root.append(list);
  if (note) root.append(element("div", "remark", note));
  return root;
}

function itemRows(item, spec, page) {
  const texts = page.texts;
  const value = item.shown ?? (Array.isArray(item.value) ? item.value[item.value.length - 1] : item.value);
  const rows = [[spec.term ?? texts.value, write(spec.measure, value, page.language, { hasUnit: true })]];
  const known = (field) => item[field] !== null && item[field] !== undefined;
  if (known("rank")) rows.push([texts.rank, String(item.rank)]);
  if (known("share")) rows.push([texts.share, write({ format: "share" }, item.share, page.language)]);
  if (known("change")) rows.push([texts.change, write({ format: "change" }, item.change, page.language)]);
  return rows;
}

/** Name, value, rank, share and change of one item; for a region without data its name and that there are none. */
export function itemTip(params, spec, page) {
  const item = page.itemAt(spec.chart, params) ?? params.data;
  if (!item || item.said === undefined) {
    const name = placeName(page, spec.map, params.name);
    return name ? tip(name, [], remark(page, spec.map, params.name) ?? page.texts.no_data) : "";
  }
  return tip(item.full ?? item.said, itemRows(item, spec, page), item.remark);
}

/** All series at one place of the axis. */
export function axisTip(params, spec, page) {
  const list = Array.isArray(params) ? params : [params];
  const rows = list
    .filter((entry) => entry.value !== undefined)
    .map((entry) => {
      const change = entry.data?.change;
      const value = Array.isArray(entry.value) ? entry.value[entry.value.length - 1] : entry.value;
      const said = write(spec.measure, value, page.language, { hasUnit: true });
      const grown = change === null || change === undefined ? "" : ` (${write({ format: "change" }, change, page.language)})`;
      return [entry.seriesName, said + grown];
    });
  return rows.length ? tip(list[0].axisValueLabel ?? list[0].name, rows) : "";
}
