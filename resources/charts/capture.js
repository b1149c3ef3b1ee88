// Pictures of a chart for files and print: light colours on white, drawn beside the page at the size on screen.

import { use, wholeMap } from "./detail.js";
import { drawable } from "./drawing.js";

const HEAD = 46;

function escaped(text) {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

function offScreen(source, page, renderer, pixelRatio) {
  const paper = { ...page, tokens: page.print, isAnimated: false };
  const { width, height } = source;
  const isSvg = renderer === "svg";
  const drawing = isSvg
    ? echarts.init(null, null, { renderer, ssr: true, width, height })
    : echarts.init(document.createElement("div"), null, { renderer, width, height, devicePixelRatio: pixelRatio });
  const option = drawable(source.chart.option, paper, "", source);
  const map = source.chart.option.$map;
  // What is printed is looked at more closely than the screen
  if (map) use(map, wholeMap(map));
  const still = { silent: true };
  const series = option.series.map((one) => ({ ...one, ...still }));
  drawing.setOption({ ...option, series, ...(option.geo && { geo: { ...option.geo, ...still } }) });
  return drawing;
}

function lines({ chart }, page) {
  const caption = [chart.caption, chart.figure, chart.change].filter(Boolean).join("  ");
  return [
    { text: chart.title, y: 20, size: 16, weight: 600, colour: page.print.colours.text },
    { text: caption, y: 38, size: 12, weight: 400, colour: page.print.colours.muted },
  ];
}

/** SVG text with a head line and a white ground. */
function svgPicture(source, page, hasTitle) {
  const drawing = offScreen(source, page, "svg", 1);
  const inner = drawing.renderToSVGString();
  drawing.dispose();
  const head = hasTitle ? HEAD : 0;
  const { width, height } = source;
  const said = hasTitle
    ? lines(source, page).map(
        ({ text, y, size, weight, colour }) =>
          `<text x="12" y="${y}" font-family="${escaped(page.print.families)}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escaped(text)}</text>`,
      )
    : [];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height + head}" viewBox="0 0 ${width} ${height + head}">` +
    `<rect width="100%" height="100%" fill="#ffffff"/>${said.join("")}<g transform="translate(0 ${head})">${inner}</g></svg>`
  );
}

/** PNG as base64. */
function pngPicture(source, page, hasTitle, pixelRatio) {
  const drawing = offScreen(source, page, "canvas", pixelRatio);
  const drawn = drawing.renderToCanvas({ pixelRatio, backgroundColor: "#ffffff" });
  drawing.dispose();
  const head = hasTitle ? HEAD : 0;
  const paper = document.createElement("canvas");
  paper.width = drawn.width;
  paper.height = drawn.height + head * pixelRatio;
  const brush = paper.getContext("2d");
  brush.fillStyle = "#ffffff";
  brush.fillRect(0, 0, paper.width, paper.height);
  for (const { text, y, size, weight, colour } of hasTitle ? lines(source, page) : []) {
    brush.font = `${weight} ${size * pixelRatio}px ${page.print.families}`;
    brush.fillStyle = colour;
    brush.fillText(text, 12 * pixelRatio, y * pixelRatio);
  }
  brush.drawImage(drawn, 0, head * pixelRatio);
  return paper.toDataURL("image/png").split(",")[1];
}

/** The picture of one chart: SVG text, or a PNG as base64. */
export async function capture(source, { kind, pixel_ratio: pixelRatio, has_title: hasTitle }, page) {
  await document.fonts.ready;
  return kind === "svg" ? svgPicture(source, page, hasTitle) : pngPicture(source, page, hasTitle, pixelRatio);
}
