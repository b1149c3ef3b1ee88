"""Keys that parts of pages know, for the sheet of keys: pairs of keys and the code of what they do."""

from __future__ import annotations

_FILTERS = (("Delete", "keys.drop_filter"),)
_ROWS = (("Ctrl+C", "keys.copy_rows"),)
_CHARTS = (
    ("Tab", "keys.next_chart"),
    ("↑ ↓ ← →", "keys.read_items"),
    ("Enter", "keys.choose_item"),
    ("Shift+F10", "keys.chart_menu"),
)
DATA = (("Ctrl+Z", "keys.undo_removal"), ("Delete", "keys.remove"), *_ROWS)
DASHBOARD = (*_FILTERS, *_CHARTS)
EXPLORE = (*_FILTERS, ("Ctrl+Z", "explore.undo"), ("Ctrl+Y", "explore.redo"), *_ROWS)
PRICE = (("← →", "keys.read_curve"), *_ROWS)
CLUSTERS = (*_FILTERS, *_CHARTS, *_ROWS)
ANALYSIS = (*_FILTERS, *_CHARTS, *_ROWS, ("← →", "keys.turn_story"))
RECOGNISE = (("Ctrl+V", "keys.paste_photo"), ("1 2 3, Enter", "keys.label_photo"))
