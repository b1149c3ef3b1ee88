// Room for legends: as many lines as their names take at the width of the card, and the drawing below them.

const MOST_LINES = 3;
const MARGIN = 12;
const BESIDE_MARK = 5; // what ECharts leaves between the mark and its name
const SMALL_GAP = 10;

let pen = null;

function wide(text, font) {
  pen ??= document.createElement("canvas").getContext("2d");
  pen.font = font;
  return pen.measureText(text).width;
}

/** How many lines entries of these widths take. */
function lines(widths, room, gap) {
  let [count, at] = [1, 0];
  for (const width of widths) {
    if (at > 0 && at + width > room) [count, at] = [count + 1, 0];
    at += width + gap;
  }
  return count;
}

/** `option` with a legend above the drawing that shows all its names, unless these take too many lines. */
export function withLegendRoom(option, { tokens, width }) {
  const { legend, grid, series } = option;
  if (!legend || legend.show === false || legend.orient === "vertical" || typeof grid?.top !== "number") return option;
  const size = legend.textStyle?.fontSize ?? tokens.sizes.caption;
  const names = [...new Set(series.map((one) => one.name).filter(Boolean))];
  const marked = names.map((name) => legend.itemWidth + BESIDE_MARK + wide(name, `${size}px ${tokens.families}`));
  const room = width - 2 * MARGIN;
  if (lines(marked, room, legend.itemGap) === 1) return { ...option, legend: { ...legend, type: "plain" } };
  const count = lines(marked, room, SMALL_GAP);
  if (count > MOST_LINES) return { ...option, legend: { ...legend, type: "scroll", right: MARGIN } };
  const top = grid.top + (count - 1) * (Math.max(size, legend.itemHeight) + SMALL_GAP);
  return { ...option, legend: { ...legend, type: "plain", width: room, itemGap: SMALL_GAP }, grid: { ...grid, top } };
}
