// How finely a map is drawn: borders lose the points that nobody could see at the size and zoom of the drawing.

import { extent } from "./geometry.js";

// A line moved by less than a third of a pixel looks the same.
const UNSEEN_PIXELS = 0.3;
// ECharts draws a degree of latitude higher than one of longitude.
const ASPECT = 0.75;
// Coordinates that the chart library packs into text: offset of the first sign, parts of a degree.
const [FIRST_SIGN, PARTS] = [64, 1024];
const TEN_METRES = 1e4; // parts of a degree
const ROW = 2 ** 23;

const maps = {};

/** Keeps a map, which is drawn as it is until `thinMaps` had time for it. */
export function keepMap(name, file) {
  for (const feature of file.features) unpack(feature.geometry);
  const { UTF8Encoding: _, ...plain } = file;
  maps[name] = { file: plain, thinner: new Map(), box: null, wanted: null };
}

/** The map that fits a drawing of this size at this zoom, as far as it was made already. */
export function fittingMap(name, { width, height }, zoom) {
  const map = maps[name];
  const found = map.box && map.thinner.get(unseenDegrees(map.box, width, height, zoom));
  if (!found) map.wanted = { width, height, zoom };
  return found || map.file;
}

/** The map with every point that it has. */
export function wholeMap(name) {
  return maps[name].file;
}

/** Has a map drawn from the next option on. */
export function use(name, file) {
  if (echarts.getMap(name)?.geoJSON !== file) echarts.registerMap(name, file);
}

/** Makes the maps that drawings asked for and that were not there: a start has no time for it. */
export function thinMaps() {
  for (const map of Object.values(maps).filter(({ wanted }) => wanted)) {
    const { width, height, zoom } = map.wanted;
    map.wanted = null;
    map.box ??= extentOf(map.file);
    const degrees = unseenDegrees(map.box, width, height, zoom);
    if (!map.thinner.has(degrees)) map.thinner.set(degrees, thinnedMap(map.file, degrees));
  }
}

/** Distance in degrees, a power of two, by which borders may move unseen. */
function unseenDegrees(box, width, height, zoom) {
  const pixels = (Math.min(width / box.width, height / box.height) * zoom * devicePixelRatio) / ASPECT;
  return 2 ** Math.floor(Math.log2(UNSEEN_PIXELS / pixels));
}

/** Width and height of a map in degrees of longitude. */
function extentOf(file) {
  const boxes = file.features.flatMap(({ geometry }) => lines(geometry).map(extent));
  const least = (at) => boxes.reduce((found, box) => Math.min(found, box[at]), Infinity);
  const most = (at) => boxes.reduce((found, box) => Math.max(found, box[at]), -Infinity);
  return { width: most(2) - least(0), height: (most(3) - least(1)) / ASPECT };
}

function thinnedMap(file, degrees) {
  const counts = ringsAt(file);
  const features = file.features.map(({ geometry, ...feature }) => {
    const { type, coordinates } = geometry;
    const rings = (polygon) => polygon.map((ring) => thinnedRing(ring, counts, degrees));
    if (type === "Polygon") return { ...feature, geometry: { ...geometry, coordinates: rings(coordinates) } };
    return { ...feature, geometry: type === "MultiPolygon" ? { ...geometry, coordinates: coordinates.map(rings) } : geometry };
  });
  return { ...file, features };
}

/** One number for each place; borders that two areas share may differ in further digits. */
const place = (point) => Math.round((point[0] + 720) * TEN_METRES) * ROW + Math.round((point[1] + 360) * TEN_METRES);

/** How many rings go through each place. */
function ringsAt(file) {
  const counts = new Map();
  for (const { geometry } of file.features) {
    for (const ring of lines(geometry)) {
      for (let at = 1; at < ring.length; at += 1) counts.set(place(ring[at]), (counts.get(place(ring[at])) ?? 0) + 1);
    }
  }
  return counts;
}

/**
 * A closed ring with fewer points. It is cut where a neighbour begins or ends, so that both sides of a border lose the same
 * points; even the smallest island keeps a triangle.
 */
function thinnedRing(ring, counts, degrees) {
  const last = ring.length - 1;
  if (last < 4) return ring;
  const shared = ring.map((point) => counts.get(place(point)));
  const cuts = shared.flatMap((count, at) => (at < last && (count !== shared[at + 1] || count !== shared[at || last - 1]) ? [at] : []));
  const start = cuts[0] ?? westernmost(ring);
  const turned = start ? [...ring.slice(start, last), ...ring.slice(0, start + 1)] : ring;
  const ends = cuts.length > 1 ? cuts.slice(1).map((at) => at - start) : [farthest(turned, 0, last).at];
  const kept = [0, ...ends].flatMap((from, at) => thinned(turned, from, ends[at] ?? last, degrees));
  const third = Math.round(last / 3);
  return kept.length > 2 ? [...kept, turned[last]] : [turned[0], turned[third], turned[last - third], turned[last]];
}

function westernmost(ring) {
  return ring.reduce((best, point, at) => (point[0] < ring[best][0] ? at : best), 0);
}

/** Points from `start` up to, but without, `end` that keep the line within `degrees` of where it was. */
function thinned(line, start, end, degrees) {
  const kept = [];
  const ends = [end];
  let from = start;
  while (ends.length) {
    const to = ends[ends.length - 1];
    const { at, distance } = farthest(line, from, to);
    if (distance > degrees) ends.push(at);
    else {
      kept.push(line[from]);
      from = ends.pop();
    }
  }
  return kept;
}

/** The point between two others of a line that lies farthest from the straight way between them. */
function farthest(line, start, end) {
  const [x, y] = line[start];
  const [dx, dy] = [line[end][0] - x, line[end][1] - y];
  const square = dx * dx + dy * dy;
  let [found, most] = [start, -1];
  for (let at = start + 1; at < end; at += 1) {
    const px = line[at][0] - x;
    const py = line[at][1] - y;
    const along = square ? Math.min(1, Math.max(0, (px * dx + py * dy) / square)) : 0;
    const [ox, oy] = [px - along * dx, py - along * dy];
    const distance = ox * ox + oy * oy;
    if (distance > most) [found, most] = [at, distance];
  }
  return { at: found, distance: Math.sqrt(Math.max(0, most)) };
}

/** All lines of a geometry: rings of polygons, or lines themselves. */
function lines({ type, coordinates }) {
  if (type === "MultiPolygon") return coordinates.flat();
  return type === "Polygon" || type === "MultiLineString" ? coordinates : [];
}

/** Coordinates that are text become numbers, in place. */
function unpack(geometry) {
  const { coordinates, encodeOffsets: offsets } = geometry;
  if (!offsets) return;
  const unpacked = (part, offset) => (typeof part === "string" ? points(part, offset) : part.map((one, at) => unpacked(one, offset[at])));
  geometry.coordinates = unpacked(coordinates, offsets);
  delete geometry.encodeOffsets;
}

function points(text, [firstX, firstY]) {
  const step = (sign) => {
    const packed = sign - FIRST_SIGN;
    return (packed >> 1) ^ -(packed & 1);
  };
  const made = [];
  let [x, y] = [firstX, firstY];
  for (let at = 0; at + 1 < text.length; at += 2) {
    x += step(text.charCodeAt(at));
    y += step(text.charCodeAt(at + 1));
    made.push([x / PARTS, y / PARTS]);
  }
  return made;
}
