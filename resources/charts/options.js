// From an option as Python made it to one that ECharts draws: colours, palettes and formatters by name.

import { formatter } from "./formatters.js";

function evenly(colours, count) {
  if (!count || count >= colours.length) return colours.slice();
  if (count === 1) return [colours[colours.length - 1]];
  return Array.from({ length: count }, (_, at) => colours[Math.round((at * (colours.length - 1)) / (count - 1))]);
}

/** `option` with every placeholder replaced for the tokens of `page`. */
export function resolve(option, page) {
  if (Array.isArray(option)) return option.map((part) => resolve(part, page));
  if (option === null || typeof option !== "object") return option;
  if (option.$formatter) return formatter(option, page);
  if (option.$colour) return page.tokens.colours[option.$colour];
  if (option.$series !== undefined) return page.tokens.series[option.$series % page.tokens.series.length];
  if (option.$width) return Math.max(option.least, Math.round(page.width * option.$width) - option.less);
  if (option.$palette) return evenly(page.tokens[option.$palette], option.count);
  return Object.fromEntries(Object.entries(option).map(([name, part]) => [name, resolve(part, page)]));
}

const MOVING = { animationDuration: 300, animationDurationUpdate: 250 };
const STILL = { animationDuration: 0, animationDurationUpdate: 0 };

/** What every chart has in common: text, colours of the series, no animation where it is off. */
export function withBase(option, page) {
  const { colours, families, sizes, series } = page.tokens;
  const tooltip = option.tooltip && {
    confine: true,
    transitionDuration: 0.1,
    backgroundColor: colours.surface,
    borderColor: colours.border,
    padding: [8, 12],
    ...option.tooltip,
  };
  // The first picture is there at once; only changes move. Treemaps have durations of their own and do not look at those
  // of the option.
  const moves = page.isAnimated && page.hasDrawn;
  const moving = { animation: moves, ...(moves ? MOVING : STILL) };
  return {
    color: series,
    textStyle: { fontFamily: families, fontSize: sizes.caption, color: colours.text },
    ...moving,
    ...option,
    series: option.series.map((one) => ({ ...moving, ...one })),
    ...(tooltip && { tooltip }),
  };
}
