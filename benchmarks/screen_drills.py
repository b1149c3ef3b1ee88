"""Tables of drills: means over seeds, and who is ahead of whom by how much, seed by seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.screening.drill import BUDGETS

Document = dict[str, Any]
Floats = NDArray[np.float64]  # (seeds, columns)
OURS, ORACLE = "Tradescope", "oracle"
_COLUMNS = [(measure, f"{budget:g}") for measure in ("precision", "value_recovered") for budget in BUDGETS]


def report_drills(drills: Sequence[Document]) -> list[str]:
    """Lines of Markdown, a table for each kind of drill."""
    first = drills[0]
    tails = ", ".join(f"{100 * share:.2f} %" for share in first["tails"].values())
    lines = [
        f"{first['rows']:,} records of {first['year']}, {first['planted']:,} planted; means of seeds.",
        f"Of records that were not planted, {tails} lie under tail probabilities of 0.01, 0.05 and 0.10.",
    ]
    for kind in dict.fromkeys(_kind(each) for each in drills):
        lines += ["", f"**{kind}**", "", *_table([each for each in drills if _kind(each) == kind])]
    return lines


def _kind(document: Document) -> str:
    what = f"price × {document['multiplier']:g}" if document["multiplier"] else f"another {document['kind']}"
    seen = [", with names"] if document["with_names"] else []
    seen += [f", with {document['photos']} photos"] if document["photos"] else []
    return f"{what}{''.join(seen)}, looked for: {document['side']}"


def _table(drills: Sequence[Document]) -> list[str]:
    found = _figures(drills)
    heads = [f"{measure.split('_')[0]}@{float(share):.0%}" for measure, share in _COLUMNS]
    rows = ["| ranked by | " + " | ".join(heads) + " |", "|---|" + "---|" * len(heads)]
    rows += [_row(name, [f"{mean:.1f}" for mean in figures.mean(axis=0)]) for name, figures in found.items()]
    baselines = {name: figures for name, figures in found.items() if name in drills[0]["baselines"]}
    means = np.array([figures.mean(axis=0) for figures in baselines.values()])
    best = [list(baselines)[at] for at in means.argmax(axis=0)]
    ahead = np.column_stack([baselines[name][:, at] for at, name in enumerate(best)])
    rows.append(_row("best baseline", best))
    rows.append(_row(f"{OURS} - best baseline", _differences(found[OURS], ahead)))
    if ORACLE in found:
        rows.append(_row("oracle - best baseline", _differences(found[ORACLE], ahead)))
        rows.append(_row(f"{OURS} - oracle", _differences(found[OURS], found[ORACLE])))
    return rows


def _figures(drills: Sequence[Document]) -> Mapping[str, Floats]:
    """In per cent by contestant."""
    contestants: dict[str, Callable[[Document], Document]] = {OURS: lambda each: each["model"]}
    if drills[0]["price_alone"]:
        contestants["by price alone"] = lambda each: each["price_alone"]
    contestants |= {name: lambda each, name=name: each["baselines"][name] for name in drills[0]["baselines"]}
    if drills[0]["oracle"]:
        contestants[ORACLE] = lambda each: each["oracle"]
    return {
        name: 100 * np.array([[get(each)[measure][share] for measure, share in _COLUMNS] for each in drills])
        for name, get in contestants.items()
    }


def _differences(ours: Floats, others: Floats) -> list[str]:
    """Means over the seeds, which all contestants share, and their standard errors."""
    apart = ours - others
    if len(apart) < 2:
        return [f"{mean:+.2f}" for mean in apart[0]]
    errors = apart.std(axis=0, ddof=1) / np.sqrt(len(apart))
    return [f"{mean:+.2f} ± {error:.2f}" for mean, error in zip(apart.mean(axis=0), errors, strict=True)]


def _row(name: str, cells: Sequence[str]) -> str:
    return f"| {name} | " + " | ".join(cells) + " |"
