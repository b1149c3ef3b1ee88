// The page of a chart area: takes messages from the channel, keeps the cards, says when they are drawn.

import { Cards } from "./cards.js";
import { capture } from "./capture.js";
import { thinMaps } from "./detail.js";
import { loadMaps } from "./maps.js";

/** What every part of the page may ask for. */
const page = {
  tokens: null,
  print: null,
  texts: {},
  language: "zh",
  notice: "",
  isAnimated: true,
  loaded: "",
  itemAt: (chart, params) => cards.itemAt(chart, params),
};

let channel = null;
// The page that is made ahead of the first area is asked to bring both maps before the channel stands: in most
// installations these are what the first message wants. Every other page brings those that it is given to draw.
const brought = new Set(location.pathname === "/with_maps.html" ? ["world", "china"] : []);
let maps = brought.size ? loadMaps("", [...brought]) : [];
const cards = new Cards(page, document.getElementById("cards"), {
  clicked: (click) => channel.clicked(JSON.stringify(click)),
  menu: (chart, x, y) => channel.menu_asked(chart, x, y),
});

function report(error) {
  channel?.failed(String(error?.stack ?? error));
}

addEventListener("error", (event) => report(event.error ?? event.message));
addEventListener("unhandledrejection", (event) => report(event.reason));
addEventListener("securitypolicyviolation", (event) => {
  channel?.refused(`${event.effectiveDirective} ${event.blockedURI}`);
});

function applyTheme() {
  const { colours, families, sizes, radius, gap } = page.tokens;
  const root = document.documentElement;
  for (const [name, colour] of Object.entries(colours)) root.style.setProperty(`--${name}`, colour);
  for (const [name, size] of Object.entries(sizes)) root.style.setProperty(`--${name}-size`, `${size}px`);
  root.style.setProperty("--families", families);
  root.style.setProperty("--radius", `${radius}px`);
  root.style.setProperty("--gap", `${gap}px`);
  root.style.setProperty("--padding", `${gap}px`);
}

/** For screen readers: the voice to read with, and what this is. */
function nameDocument() {
  document.documentElement.lang = page.language === "zh" ? "zh-CN" : "en";
  document.title = page.texts.area;
}

// After a picture, what may wait begins no sooner.
const QUIET_MS = 500;
const OWN_FONTS = { Regular: "400", Bold: "600 700" };

/**
 * The program's own font is the last of the families, so that its ten megabytes are read only where the machine has no
 * Chinese font; even there the first picture does not wait for them.
 */
function offerFonts() {
  for (const [file, weight] of Object.entries(OWN_FONTS)) {
    const face = new FontFace("Tradescope Sans", `url(fonts/NotoSansSC-${file}.ttf)`, { weight, display: "swap" });
    document.fonts.add(face);
  }
}

// A canvas is not drawn anew by itself when a font arrives that only some machines need.
document.fonts.addEventListener("loadingdone", () => cards.redraw());

/** Does one part of a message; a part that fails must not keep the others from being shown. */
function attempt(part) {
  try {
    part();
  } catch (error) {
    report(error);
  }
}

/** Loads what these charts are drawn on and is not here yet; all that is here anew where the operator's folder changed. */
function bringMaps(words, charts) {
  const drawn = Object.values(charts ?? {}).map((chart) => chart.option?.$map);
  const lacking = drawn.filter((name, at) => name && !brought.has(name) && drawn.indexOf(name) === at);
  for (const name of lacking) brought.add(name);
  if (words && words.maps !== page.loaded) {
    page.loaded = words.maps;
    if (brought.size) maps = loadMaps(words.maps, [...brought]);
  } else if (lacking.length) {
    maps = Promise.all([maps, loadMaps(page.loaded, lacking)]).then((refused) => refused.flat());
  }
}

async function receive(message) {
  const { theme, words, layout, charts, revision } = message;
  Object.assign(page, words, theme);
  if (theme) applyTheme();
  if (words) nameDocument();
  bringMaps(words, charts);
  for (const [file, error] of await maps) channel.map_refused(file, String(error));
  maps = [];
  if (layout) cards.arrange(layout);
  const changed = Object.entries(charts ?? {});
  if (theme || words) attempt(() => cards.redraw(new Set(changed.map(([id]) => id))));
  for (const [id, chart] of changed) attempt(() => cards.show(id, chart));
  cards.drawn().then(() => {
    channel.finished(revision);
    if (!document.fonts.size) offerFonts();
    setTimeout(thinMaps, QUIET_MS);
  });
}

// Messages are worked off one after another: a later one may not overtake a map that is still loading.
let turn = Promise.resolve();

function onMessage(text) {
  turn = turn.then(() => receive(JSON.parse(text))).catch(report);
}

async function onCapture(text) {
  const request = JSON.parse(text);
  await turn; // what was sent before may still wait for its maps
  try {
    const picture = await capture(cards.option(request.chart), request, page);
    const size = request.chunk;
    const count = Math.ceil(picture.length / size);
    for (let at = 0; at < count; at += 1) {
      channel.captured(request.number, count, picture.slice(at * size, (at + 1) * size));
    }
  } catch (error) {
    report(error);
    channel.captured(request.number, 0, "");
  }
}

new QWebChannel(qt.webChannelTransport, (made) => {
  channel = made.objects.area;
  channel.sent.connect(onMessage);
  channel.capture_asked.connect(onCapture);
  channel.ready();
});
