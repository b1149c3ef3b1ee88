// Plane geometry of map features: joining polygons that share a border, extents, centres, the Pacific in the middle.

/** Longitude west of which everything is drawn at the eastern edge. */
export const CUT = -27;
const DATE_LINE = 180;

/** West, south, east, north of a ring. */
export function extent(ring) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [longitude, latitude] of ring) {
    west = Math.min(west, longitude);
    east = Math.max(east, longitude);
    south = Math.min(south, latitude);
    north = Math.max(north, latitude);
  }
  return [west, south, east, north];
}

/** A polygon moved round the globe where it lies west of the cut, so that China stands near the middle. */
export function shifted(rings) {
  const [west, , east] = extent(rings[0]);
  if ((west + east) / 2 >= CUT) return rings;
  return rings.map((ring) => ring.map(([longitude, latitude]) => [longitude + 360, latitude]));
}

const name = ([x, y]) => `${x.toFixed(4)},${y.toFixed(4)}`;

/** Edges of all outer rings, without those that two of them walk in opposite directions. */
function borders(rings) {
  const edges = new Map();
  for (const ring of rings) {
    for (let at = 0; at + 1 < ring.length; at += 1) {
      const [from, to] = [ring[at], ring[at + 1]];
      if (!edges.delete(`${name(to)} ${name(from)}`)) edges.set(`${name(from)} ${name(to)}`, [from, to]);
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

const isOnDateLine = ([longitude]) => Math.abs(longitude - DATE_LINE) < 1e-6;

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
    const cross = ring[at][0] * ring[at + 1][1] - ring[at + 1][0] * ring[at][1];
    sum += cross;
    x += (ring[at][0] + ring[at + 1][0]) * cross;
    y += (ring[at][1] + ring[at + 1][1]) * cross;
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
