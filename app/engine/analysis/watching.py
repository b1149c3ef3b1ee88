"""Checking the watch list against a store: what is beyond its thresholds, and what of it is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.engine.errors import CancelledError, EngineError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.store.open_store import Store
from app.engine.store.questions.two_periods import Period, TwoPeriods, two_periods
from app.engine.store.watch_list import Crossing, Finding, Kind, Thresholds, Watch, WatchList


@dataclass(frozen=True, slots=True)
class Checked:
    """One entry of the list: what is beyond its thresholds, what of that is new, or why it could not be checked.

    `compared` is None where no record matches the selection.
    """

    watch: Watch
    compared: TwoPeriods | None
    findings: tuple[Finding, ...]
    fresh: tuple[Crossing, ...]
    problem: EngineError | None = None


def check_watches(
    store: Store,
    watches: WatchList,
    *,
    store_name: str,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> list[Checked]:
    """Check every entry and keep what was found; an entry that cannot be checked does not stop the others."""
    entries, checked = watches.all(), list[Checked]()
    for number, watch in enumerate(entries, start=1):
        if token is not None:
            token.check()
        checked.append(_check(store, watches, watch, store_name))
        progress(number, len(entries), watch.name)
    return checked


def find_crossed(compared: TwoPeriods, thresholds: Thresholds) -> list[Finding]:
    """What is beyond its threshold: changes against the year before, a partner that is new, a concentration."""
    found = [
        *_changes(compared, thresholds, (Kind.VALUE_UP, Kind.VALUE_DOWN), _value),
        *_changes(compared, thresholds, (Kind.PRICE_UP, Kind.PRICE_DOWN), _price),
        *_new_partners(compared, thresholds.new_partner),
        *_concentrated(compared, thresholds.concentration),
    ]
    return sorted(found, key=lambda finding: list(Kind).index(finding.kind))


def hhi_of(partners: dict[int, float]) -> float | None:
    """Herfindahl-Hirschman index, 0 to 1; None without trade."""
    total = sum(partners.values())
    return sum((value / total) ** 2 for value in partners.values()) if total > 0 else None


def _check(store: Store, watches: WatchList, watch: Watch, store_name: str) -> Checked:
    try:
        compared = two_periods(store, watch.selection)
    except CancelledError:
        raise
    except EngineError as error:
        return Checked(watch, None, (), (), error)
    findings = find_crossed(compared, watch.thresholds) if compared else []
    fresh = watches.record(watch, findings, store=store_name)
    return Checked(watch, compared, tuple(findings), tuple(fresh))


def _changes(
    compared: TwoPeriods, thresholds: Thresholds, kinds: tuple[Kind, Kind], measure: Callable[[Period], float | None]
) -> Iterable[Finding]:
    later = measure(compared.after)
    earlier = measure(compared.before) if compared.before else None
    if not earlier or later is None:
        return
    change = later / earlier - 1
    for kind, moved in zip(kinds, (change, -change), strict=True):
        threshold = thresholds.of(kind)
        if threshold is not None and moved > 0 and moved >= threshold:
            yield Finding(kind, compared.year, earlier, later, threshold)


def _value(period: Period) -> float:
    return period.value


def _price(period: Period) -> float | None:
    return period.value / period.quantity if period.quantity else None


def _new_partners(compared: TwoPeriods, least_share: float | None) -> Iterable[Finding]:
    """Partners without trade in the year before; none where there is no year before to compare with."""
    before, after = compared.before, compared.after
    if least_share is None or before is None or before.partners is None or not after.partners:
        return
    for partner, value in sorted(after.partners.items(), key=lambda entry: (-entry[1], entry[0])):
        if value > 0 and not before.partners.get(partner) and value >= least_share * after.value:
            yield Finding(Kind.NEW_PARTNER, compared.year, None, value, least_share, partner)


def _concentrated(compared: TwoPeriods, threshold: float | None) -> Iterable[Finding]:
    later = hhi_of(compared.after.partners or {})
    if threshold is None or later is None or later < threshold:
        return
    earlier = hhi_of(compared.before.partners or {}) if compared.before else None
    yield Finding(Kind.CONCENTRATION, compared.year, earlier, later, threshold)
