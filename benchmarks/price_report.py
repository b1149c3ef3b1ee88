"""The tables of `bench price`."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

Measured = Mapping[str, Any]
_LEVELS = ("50", "80", "95")


def report(results: Mapping[str, Sequence[Measured]]) -> str:
    """Errors, intervals and speed of all contestants, means over seeds with the standard deviation behind ±."""
    shown = {name: runs for name, runs in results.items() if runs}
    return "\n\n".join((_errors(shown), _intervals(shown), _speed(shown)))


def _errors(results: Mapping[str, Sequence[Measured]]) -> str:
    head = (
        "| newest year | seeds | MAPE % | median APE % | WAPE % | RMSE ln | pinball | reducible removed % | bias ln |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
    )
    lines = [
        f"| {name} | {len(runs)} | {_share(runs, 'mape')} | {_share(runs, 'median_ape')} | {_share(runs, 'wape')} |"
        f" {_figure(runs, 'rmse_ln', 5)} | {_figure(runs, 'pinball', 5)} | {_share(runs, 'reducible_removed')} |"
        f" {_figure(runs, 'bias', 4)} |"
        for name, runs in results.items()
    ]
    return head + "\n".join(lines)


def _intervals(results: Mapping[str, Sequence[Measured]]) -> str:
    head = (
        "| intervals | " + " | ".join(f"{level} %: covered, width, furthest chapter" for level in _LEVELS) + " |\n"
        "| --- | ---: | ---: | ---: |\n"
    )
    lines = [
        f"| {name} | " + " | ".join(_interval(runs, level) for level in _LEVELS) + " |"
        for name, runs in results.items()
    ]
    return head + "\n".join(lines)


def _interval(runs: Sequence[Measured], level: str) -> str:
    covered, width, worst = (
        statistics.fmean(run[key][level] for run in runs) for key in ("coverage", "width", "worst_chapter")
    )
    return f"{covered:.1%}, {width:.2f}, {worst:.1%}"


def _speed(results: Mapping[str, Sequence[Measured]]) -> str:
    head = "| speed | rows per CPU second | CPU seconds to fit |\n| --- | ---: | ---: |\n"
    timed = {name: runs for name, runs in results.items() if "rows_per_cpu_s" in runs[0]}
    lines = [
        f"| {name} | {statistics.median(run['rows_per_cpu_s'] for run in runs):,.0f} |"
        f" {statistics.median(run['fit_cpu_s'] for run in runs):,.0f} |"
        for name, runs in timed.items()
    ]
    return head + "\n".join(lines)


def _share(runs: Sequence[Measured], key: str) -> str:
    return _spread([100.0 * run[key] for run in runs], 2)


def _figure(runs: Sequence[Measured], key: str, digits: int) -> str:
    return _spread([run[key] for run in runs], digits)


def _spread(values: Sequence[float], digits: int) -> str:
    if len(values) == 1:
        return f"{values[0]:.{digits}f}"
    return f"{statistics.fmean(values):.{digits}f} ± {statistics.stdev(values):.{digits}f}"
