// The line that every map carries in its own picture: source and approval number, or "internal use only".

/** The option with the map's notice and the sign for "no data" drawn into the canvas. */
export function withNotice(option, page) {
  if (!option.geo) return option;
  const { colours, families, sizes } = page.tokens;
  const font = `${sizes.caption - 1}px ${families}`;
  const text = { fill: colours.muted, font };
  const { left } = option.visualMap;
  const isBeside = typeof left === "string";
  const room = isBeside ? (page.width * Number.parseFloat(left)) / 100 - 20 : page.width - 110;
  const notice = {
    type: "text",
    id: "notice",
    silent: true,
    bottom: 8,
    ...(isBeside ? { left: 10 } : { right: 10 }),
    style: { ...text, text: page.notice, width: Math.max(120, room), overflow: "break" },
  };
  const swatch = {
    type: "group",
    id: "no_data",
    silent: true,
    left,
    bottom: 9,
    children: [
      { type: "rect", shape: { width: 14, height: 10 }, style: { fill: colours.no_data, stroke: colours.muted, lineWidth: 0.5 } },
      { type: "text", left: 20, top: -1, style: { ...text, text: page.texts.no_data } },
    ],
  };
  return { ...option, graphic: [...(option.graphic ?? []), notice, swatch] };
}
