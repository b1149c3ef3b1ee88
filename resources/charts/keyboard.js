// Keys on a focused card: arrows walk over its items, Enter clicks, the menu key opens the menu.

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

function walk(card, to) {
  const items = card.drawing.items();
  if (!items.length) return;
  card.at = (to + items.length) % items.length;
  card.drawing.mark(items[card.at]);
}

/** Handles a key of the card itself; keys of the button in it are the button's. */
export function onKey(event, card) {
  if (event.target !== card.root) return;
  const items = card.drawing.items();
  if (event.key in STEPS) walk(card, (card.at ?? (STEPS[event.key] > 0 ? -1 : 0)) + STEPS[event.key]);
  else if (event.key === "Home") walk(card, 0);
  else if (event.key === "End") walk(card, items.length - 1);
  else if (event.key === "Escape" && card.at !== undefined) clear(card);
  else if (event.key === "Enter" && items[card.at]) card.drawing.choose(items[card.at], event.ctrlKey || event.metaKey);
  else if (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10")) card.askMenu();
  else return;
  event.preventDefault();
}

function clear(card) {
  card.at = undefined;
  card.drawing.mark(null);
}
