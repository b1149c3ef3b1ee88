// Plane geometry of map features: joining polygons that share a border, extents, centres, the Pacific in the middle.
// Every point of the world passes here once while the program starts, before any of this was compiled: points are read by
// index, which costs a third of taking them apart.

/** Longitude west of which everything is drawn at the eastern edge. */
export const CUT = -27;
const DATE_LINE = 180;

/** West, south, east, north of a ring. */
export function extent(ring) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < ring.length; at += 1) {
    const longitude = ring[at][0];
    const latitude = ring[at][1];
    if (longitude < west) west = longitude;
    if (longitude > east) east = longitude;
    if (latitude < south) south = latitude;
    if (latitude > north) north = latitude;
  }
  return [west, south, east, north];
}

/** A polygon moved round the globe where it lies west of the cut, so that China stands near the middle. */
export function shifted(rings) {
  const [west, , east] = extent(rings[0]);
  if ((west + east) / 2 >= CUT) return rings;
  return rings.map((ring) => ring.map((point) => [point[0] + 360, point[1]]));
}

const TEN_METRES = 1e4; // parts of a degree; borders that two features share may differ in further digits
const name = (point) => `${Math.round(point[0] * TEN_METRES)},${Math.round(point[1] * TEN_METRES)}`;

/** Edges of all outer rings, without those that two of them walk in opposite directions. */
function borders(rings) {
  const edges = new Map();
  for (const ring of rings) {
    const names = ring.map(name);
    for (let at = 0; at + 1 < ring.length; at += 1) {
      const [from, to] = [names[at], names[at + 1]];
      if (!edges.delete(`${to} ${from}`)) edges.set(`${from} ${to}`, [ring[at], ring[at + 1]]);
    }
  }
  return [...edges.values()];
}

function chained(edges) {
  const next = new Map();
  for (const edge of edges) next.set(name(edge[0]), [...(next.get(name(edge[0])) ?? []), edge]);
  const rings = [];
  for (const edge of edges) {
    const ring = [];
    let step = next.get(name(edge[0]))?.pop();
    while (step) {
      ring.push(step[0]);
      step = next.get(name(step[1]))?.pop();
    }
    if (ring.length > 2) rings.push([...ring, ring[0]]);
  }
  return rings;
}

const isOnDateLine = (point) => Math.abs(point[0] - DATE_LINE) < 1e-6;

/** Whether a polygon was cut at the date line, so that its other half may lie beside it. */
export function meetsDateLine([ring]) {
  return ring.some(isOnDateLine);
}

/** Rings whose edges on the date line are cut where any of them has a point there, so that both sides have the same. */
function meeting(rings) {
  const latitudes = rings.flatMap((ring) => ring.filter(isOnDateLine).map(([, latitude]) => latitude));
  if (!latitudes.length) return rings;
  const between = ([start, end]) => {
    const inner = latitudes.filter((one) => (one - start[1]) * (one - end[1]) < 0);
    inner.sort((one, other) => (end[1] > start[1] ? one - other : other - one));
    return [...new Set(inner)].map((latitude) => [DATE_LINE, latitude]);
  };
  return rings.map((ring) =>
    ring.flatMap((point, at) => {
      const last = ring[at - 1];
      return last && isOnDateLine(last) && isOnDateLine(point) ? [...between([last, point]), point] : [point];
    }),
  );
}

/** The polygons as one feature: what shares a border is joined, holes stay with their polygon. */
export function dissolve(parts) {
  const plain = parts.filter((rings) => rings.length === 1);
  const outer = meeting(plain.map(([ring]) => ring));
  const edges = borders(outer);
  const before = outer.reduce((sum, ring) => sum + ring.length - 1, 0);
  if (edges.length === before) return parts;
  return [...parts.filter((rings) => rings.length > 1), ...chained(edges).map((ring) => [ring])];
}

function area(ring) {
  let [sum, x, y] = [0, 0, 0];
  for (let at = 0; at + 1 < ring.length; at += 1) {
    const from = ring[at];
    const to = ring[at + 1];
    const cross = from[0] * to[1] - to[0] * from[1];
    sum += cross;
    x += (from[0] + to[0]) * cross;
    y += (from[1] + to[1]) * cross;
  }
  return { size: Math.abs(sum), point: sum ? [x / (3 * sum), y / (3 * sum)] : ring[0] };
}

/** Centre of the largest polygon, and the greatest width or height of all of them in degrees. */
export function centre(parts) {
  const areas = parts.map(([ring]) => area(ring));
  const largest = areas.reduce((best, one) => (one.size > best.size ? one : best), areas[0]);
  const widths = parts.map(([ring]) => {
    const [west, south, east, north] = extent(ring);
    return Math.max(east - west, north - south);
  });
  return [largest.point, Math.max(...widths)];
}
