// The two maps: each loaded once it is drawn, brought into the form of China's standard maps.

import { keepMap } from "./detail.js";
import { namedEnds } from "./ends.js";
import { CUT, centre, dissolve, extent, meetsDateLine, shifted } from "./geometry.js";

const SMALL_DEGREES = 1.2;
let facts = null;
const drawn = { world: new Set(), quiet: [] };
const places = {};

async function json(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

const PREPARE = { world: prepareWorld, china: prepareChina };

/** Loads maps anew, with what is to be known of both; gives the operator's that cannot be drawn, for which ours stand in. */
export async function loadMaps(version, names) {
  const query = version && `?${encodeURIComponent(version)}`;
  const files = names.map((name) => json(`maps/${name}.json${query}`).catch((error) => ({ error })));
  facts ??= await json("facts.json");
  const refused = await Promise.all(names.map((name, at) => register(name, files[at], PREPARE[name])));
  return refused.filter(Boolean);
}

async function register(name, file, prepare) {
  try {
    keepMap(name, prepare(await file));
    return null;
  } catch (error) {
    keepMap(name, prepare(await json(`own_maps/${name}.json`)));
    return [`${name}.json`, error];
  }
}

/**
 * The world by partner keys: China's regions apart, N. Cyprus in Cyprus, the dashes as a line of their own. What is no
 * partner (areas without a name, the Siachen Glacier) is drawn, but has no name and no clicks.
 */
function prepareWorld(file) {
  const byKey = new Map();
  const joined = new Set();
  for (const [at, feature] of file.features.entries()) {
    const { name } = feature.properties;
    const key = facts.world.keys[name] ?? `${name} ${at}`;
    if (byKey.has(key)) joined.add(key);
    const parts = polygons(feature.geometry);
    if (byKey.has(key)) byKey.get(key).push(...parts);
    else byKey.set(key, parts);
  }
  splitRegions(byKey);
  drawn.world = new Set();
  drawn.quiet = [...byKey.keys()].filter((key) => !facts.world.labels[key]);
  const features = [...byKey].map(([key, parts]) => {
    const moved = parts.map(shifted);
    return worldFeature(key, joined.has(key) || moved.some(meetsDateLine) ? dissolve(moved) : moved);
  });
  for (const key of Object.keys(facts.world.places)) places[key] = shiftedPoint(facts.world.places[key]);
  features.push({
    type: "Feature",
    properties: { name: facts.world.dashes_name },
    geometry: { type: "MultiLineString", coordinates: facts.world.dashes },
  });
  return { type: "FeatureCollection", features };
}

function polygons(geometry) {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return parts.filter((rings) => rings.length && rings[0].length);
}

/** Polygons of one feature that are partners of their own in statistics (Taiwan lies in China's feature). */
function splitRegions(byKey) {
  for (const [key, { of, box }] of Object.entries(facts.world.parts)) {
    const inside = (rings) => {
      const [west, south, east, north] = extent(rings[0]);
      return west >= box[0] && south >= box[1] && east <= box[2] && north <= box[3];
    };
    const parts = byKey.get(of) ?? [];
    const own = parts.filter(inside);
    if (own.length && !byKey.has(key)) {
      byKey.set(of, parts.filter((rings) => !inside(rings)));
      byKey.set(key, own);
    }
  }
}

function shiftedPoint([longitude, latitude]) {
  return [longitude < CUT ? longitude + 360 : longitude, latitude];
}

function worldFeature(key, parts) {
  const [point, width] = centre(parts);
  places[key] = point;
  if (width >= SMALL_DEGREES) drawn.world.add(key);
  return {
    type: "Feature",
    properties: { name: key, cp: point },
    geometry: { type: "MultiPolygon", coordinates: parts },
  };
}

/** China under the short names that the library's own additions (South China Sea, Diaoyu Dao) look for. */
function prepareChina(file) {
  for (const { properties } of file.features) properties.name = facts.china.names[properties.name] ?? properties.name;
  return file;
}

/** Name of a region of a map in the language of the page; empty for what is drawn but not named. */
export function placeName(page, map, name) {
  if (!map) return name;
  return facts[map].labels[name]?.[page.language] ?? "";
}

/** Why a region can have no data of its own on this map. */
export function remark(page, map, name) {
  return map === "china" && facts.china.apart.includes(name) ? page.texts.partner_elsewhere : undefined;
}

/** Key of a clicked region; null where a click means nothing. */
export function regionKey(map, name) {
  if (map === "china") return facts.china.codes[name] ?? null;
  return facts.world.labels[name] ? name : null;
}

/** Regions whose colour follows another's: what is drawn as part of China is hovered with it. */
export function companions(name) {
  const { as } = facts.world;
  const head = as[name] ?? name;
  return [head, ...Object.keys(as).filter((key) => as[key] === head)].filter((key) => key !== name);
}

/** Fills in what only the prepared map knows: quiet regions, points of small partners, ends of flows. */
export function completeMap(option, page) {
  const map = option.$map;
  if (!map) return option;
  const [areas] = option.series;
  const items = areas.data;
  const chosen = items.filter((item) => item.is_chosen).map((item) => chosenRegion(item.name, page));
  const series = option.series.map((one) => completeSeries(one, items, map, page));
  const { $map: _, ...rest } = option;
  return { ...rest, geo: { ...option.geo, regions: [...quietRegions(map, page), ...chosen] }, series };
}

function chosenRegion(name, page) {
  // The accent would not be seen around an area in the darkest of the blues
  return { name, itemStyle: { borderColor: page.tokens.colours.export, borderWidth: 2 } };
}

function quietRegions(map, page) {
  const { muted } = page.tokens.colours;
  const none = { show: false };
  const quiet = (name, itemStyle) => ({ name, silent: true, label: none, tooltip: none, ...(itemStyle && { itemStyle }) });
  if (map === "china") return [quiet(facts.china.inset, { areaColor: muted, borderColor: muted })];
  const line = { borderColor: muted, borderWidth: 1.6, areaColor: "transparent" };
  return [...drawn.quiet.map((name) => quiet(name)), quiet(facts.world.dashes_name, line)];
}

function completeSeries(series, items, map, page) {
  if (series.type === "map") return { ...series, data: map === "world" ? colouredAlike(items) : items };
  if (series.$ends) return { ...series, data: namedEnds(series.data, places, page) };
  if (series.$points) return { ...series, data: pointItems(items, page) };
  return series.$from ? { ...series, data: arcs(series) } : series;
}

function colouredAlike(items) {
  const { as } = facts.world;
  const head = (key) => items.find((item) => item.name === key)?.value ?? null;
  const own = items.map((item) => (as[item.name] ? { ...item, shown: item.value, value: head(as[item.name]) } : item));
  const present = new Set(items.map((item) => item.name));
  const missing = Object.keys(as).filter((key) => !present.has(key) && head(as[key]) !== null);
  return [...own, ...missing.map((key) => ({ name: key, value: head(as[key]) }))];
}

function pointItems(items, page) {
  const isPoint = (item) => places[item.name] && (facts.world.as[item.name] || !drawn.world.has(item.name));
  return items.filter(isPoint).map((item) => ({
    ...item,
    value: [...places[item.name], item.value],
    ...(item.is_chosen && { itemStyle: { borderColor: page.tokens.colours.export, borderWidth: 2 } }),
  }));
}

function arcs(series) {
  const start = places[series.$from];
  return series.data
    .filter((item) => places[item.name] && item.name !== series.$from)
    .map((item) => ({ ...item, coords: [start, places[item.name]] }));
}
