// Names at the ends of arcs: beside their points, on the side where they cover no other name.

const DISTANCE = 8;
// A map that keeps its shape is narrower than its card, and a degree of latitude higher than one of longitude.
const [MARGIN, RATIO] = [0.85, 0.75];

function textWidth(text, size) {
  return [...text].reduce((sum, sign) => sum + (sign.codePointAt(0) > 0x2e80 ? size : size * 0.58), 10);
}

/** Left, top, right, bottom of a name on each side of its point. */
function boxes([x, y], width, height) {
  const [left, top] = [x - width / 2, y - height / 2];
  return {
    right: [x + DISTANCE, top, x + DISTANCE + width, top + height],
    top: [left, y - DISTANCE - height, left + width, y - DISTANCE],
    bottom: [left, y + DISTANCE, left + width, y + DISTANCE + height],
    left: [x - DISTANCE - width, top, x - DISTANCE, top + height],
  };
}

function meet(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

/** Items as points of a map, each with the place of its name; earlier ones choose first. */
export function namedEnds(items, places, page) {
  const size = page.tokens.sizes.caption;
  const scale = (page.width / 360) * MARGIN;
  const taken = [];
  return items
    .filter((item) => places[item.name])
    .map((item) => {
      const [longitude, latitude] = places[item.name];
      const sides = Object.entries(boxes([longitude * scale, (-latitude * scale) / RATIO], textWidth(item.said, size), size * 1.3));
      const [position, box] = sides.find(([, side]) => !taken.some((other) => meet(side, other))) ?? sides[0];
      taken.push(box);
      return { ...item, value: [longitude, latitude, item.value], label: { position } };
    });
}
