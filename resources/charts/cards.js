// The grid of cards: headings, states of a card, and the drawing in it.

import { Drawing } from "./drawing.js";
import { onKey } from "./keyboard.js";
import { write } from "./formatters.js";

const LOADING_AFTER_MS = 200;
const TOP_ITEMS = 5;

function element(tag, className, parent) {
  const made = document.createElement(tag);
  made.className = className;
  parent.append(made);
  return made;
}

/** All cards of the page, by the id of their chart. */
export class Cards {
  constructor(page, root, sink) {
    this.page = page;
    this.root = root;
    this.sink = sink;
    this.cards = new Map();
  }

  /** Cards in the order of the layout; those that stay keep their drawing. */
  arrange(layout) {
    document.body.classList.toggle("fills", layout.fills);
    document.body.classList.toggle("plain", !layout.has_menus);
    document.body.classList.toggle("flush", layout.is_flush);
    this.root.style.setProperty("--row", `${layout.row}px`);
    const wanted = new Set(layout.cards.map((card) => card.id));
    for (const [id, card] of this.cards) {
      if (!wanted.has(id)) {
        card.close();
        this.cards.delete(id);
      }
    }
    for (const place of layout.cards) {
      if (!this.cards.has(place.id)) this.cards.set(place.id, new Card(place.id, this.page, this.sink));
      this.cards.get(place.id).place(place);
    }
    const order = layout.cards.map((place) => this.cards.get(place.id).root);
    const stands = order.length === this.root.children.length && order.every((one, at) => this.root.children[at] === one);
    if (!stands) this.root.replaceChildren(...order);
  }

  show(id, chart) {
    this.cards.get(id)?.show(chart);
  }

  /** Draws all cards anew but those that are about to be shown anyway. */
  redraw(but = new Set()) {
    for (const [id, card] of this.cards) if (!but.has(id)) card.redraw();
  }

  async drawn() {
    await Promise.all([...this.cards.values()].map((card) => card.drawing.drawn()));
  }

  option(id) {
    const chart = this.cards.get(id)?.chart;
    if (!chart?.option) throw new Error(`nothing is drawn on ${id}`);
    const { width, height } = this.cards.get(id).drawing.size();
    return { chart, width, height };
  }

  itemAt(id, params) {
    return this.cards.get(id)?.drawing.itemAt(params);
  }
}

/** One card: a heading, figures, and a drawing or the reason why there is none. */
class Card {
  constructor(id, page, sink) {
    this.id = id;
    this.page = page;
    this.chart = null;
    this.timer = null;
    this.build(sink);
    this.drawing = new Drawing(this.canvas, page, id, sink);
    this.sink = sink;
  }

  build(sink) {
    const root = document.createElement("section");
    root.className = "card";
    root.tabIndex = 0;
    root.setAttribute("role", "group");
    root.dataset.chart = this.id;
    const header = element("header", "", root);
    this.title = element("h2", "", header);
    this.caption = element("span", "caption", header);
    this.menu = element("button", "menu", header);
    this.menu.type = "button";
    this.menu.textContent = "\u22ef";
    this.figure = element("div", "figure", root);
    this.change = element("div", "change", root);
    this.body = element("div", "body", root);
    this.canvas = element("div", "drawing", this.body);
    this.note = element("div", "note", this.body);
    this.root = root;
    this.menu.addEventListener("click", () => this.askMenu(sink));
    root.addEventListener("contextmenu", (event) => {
      event.preventDefault();
      sink.menu(this.id, event.clientX, event.clientY);
    });
    root.addEventListener("keydown", (event) => onKey(event, this));
  }

  askMenu(sink = this.sink) {
    const box = this.menu.getBoundingClientRect();
    sink.menu(this.id, box.left, box.bottom);
  }

  place({ wide, medium, narrow, rows, least }) {
    const style = this.root.style;
    for (const [name, value] of Object.entries({ wide, medium, narrow, rows })) style.setProperty(`--${name}`, value);
    style.setProperty("--least", `${least}px`);
  }

  show(chart) {
    clearTimeout(this.timer);
    const waits = chart.is_loading && !chart.option;
    if (waits) this.timer = setTimeout(() => this.say(this.page.texts.loading, true), LOADING_AFTER_MS);
    if (chart.is_loading && this.chart) {
      this.heading({ ...this.chart, title: chart.title, caption: chart.caption });
      return;
    }
    this.chart = chart;
    this.heading(chart);
    this.say(chart.option || waits ? "" : chart.empty, false);
    this.canvas.hidden = !chart.option;
    this.drawing.show(chart.option);
    this.root.setAttribute("aria-label", this.summary());
  }

  heading(chart) {
    this.title.textContent = chart.title;
    this.title.title = chart.title;
    this.caption.textContent = chart.caption;
    this.caption.title = chart.caption;
    this.menu.title = this.page.texts.menu;
    this.menu.setAttribute("aria-label", this.page.texts.menu);
    this.figure.textContent = chart.figure ?? "";
    this.figure.hidden = !chart.figure;
    this.change.textContent = chart.change ?? "";
    this.change.hidden = !chart.change;
    this.change.className = `change ${chart.tone ?? ""}`;
  }

  say(text, isLoading) {
    this.note.className = isLoading ? "note loading" : "note";
    this.note.replaceChildren();
    if (text) element("span", "", this.note).textContent = text;
    this.note.hidden = !text;
  }

  /** What the card says to those who cannot see it. */
  summary() {
    const { title, caption, figure, change, empty, option, measure } = this.chart;
    const items = option ? this.drawing.items().slice(0, TOP_ITEMS) : [];
    const said = items.map(({ item }) => {
      const value = item.shown ?? (Array.isArray(item.value) ? item.value.at(-1) : item.value);
      return measure ? `${item.said} ${write(measure, value, this.page.language, { hasUnit: true })}` : item.said;
    });
    return [title, caption, figure, change, option ? said.join("; ") : empty].filter(Boolean).join(". ");
  }

  redraw() {
    if (!this.chart) return;
    this.heading(this.chart);
    this.drawing.show(this.chart.option, { isNew: true });
    this.root.setAttribute("aria-label", this.summary());
  }

  close() {
    clearTimeout(this.timer);
    this.drawing.close();
    this.root.remove();
  }
}
