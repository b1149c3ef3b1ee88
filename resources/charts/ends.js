// Names at the ends of arcs: beside their points, on the side where they cover no other name.

const [DISTANCE, GAP] = [8, 3];
// A map that keeps its shape is narrower than its card, and a degree of latitude higher than one of longitude.
const [MARGIN, RATIO] = [0.85, 0.75];

function textWidth(text, size) {
  return [...text].reduce((sum, sign) => sum + (sign.codePointAt(0) > 0x2e80 ? size : size * 0.58), 10);
}

/** Where a name may stand, best first: to the right of its point it least covers the countries that the arcs come from. */
function sides([x, y], width, height) {
  const [left, top, beside] = [x - width / 2, y - height / 2, x + DISTANCE];
  const right = (down) => ({ position: "right", offset: [0, down], box: [beside, top + down, beside + width, top + down + height] });
  const step = height + GAP;
  return [
    right(0),
    right(step),
    right(-step),
    { position: "top", box: [left, y - DISTANCE - height, left + width, y - DISTANCE] },
    { position: "bottom", box: [left, y + DISTANCE, left + width, y + DISTANCE + height] },
    { position: "left", box: [x - DISTANCE - width, top, x - DISTANCE, top + height] },
  ];
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
      const found = sides([longitude * scale, (-latitude * scale) / RATIO], textWidth(item.said, size), size * 1.5);
      const { box, ...label } = found.find((side) => !taken.some((other) => meet(side.box, other))) ?? found[0];
      taken.push(box);
      return { ...item, value: [longitude, latitude, item.value], label };
    });
}
