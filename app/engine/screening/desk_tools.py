"""What a run of screening works with, frozen for the run; any part may be missing, and then it is not checked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.engine.jobs import CancelToken
from app.engine.price.pricer import Pricer
from app.engine.screening.history_check import HistoryCheck
from app.engine.screening.noise import USUAL, Noise, learn_noise
from app.engine.screening.outcomes import Outcomes
from app.engine.screening.photos import PhotoReader
from app.engine.screening.price_columns import PriceDesk
from app.engine.screening.price_odds import Side
from app.engine.screening.rates import RateTable
from app.engine.screening.rule_book import RuleBook, shipped_rules
from app.engine.screening.seen_trade import NOTHING_SEEN, SeenTrade, seen_trade
from app.engine.screening.words import WordCheck, word_check
from app.engine.store.open_store import Store, interruptible


@dataclass(frozen=True, slots=True)
class ScreeningDesk:
    """Obtained from `open_desk`."""

    pricer: Pricer | None
    prices: PriceDesk | None
    rates: RateTable
    rules: RuleBook
    history: HistoryCheck
    photos: PhotoReader | None
    words: WordCheck
    seen: SeenTrade
    noise: Noise
    side: Side


def open_desk(
    store: Store | None,
    pricer: Pricer | None,
    rates: RateTable,
    *,
    outcomes: Outcomes = (),
    photos: PhotoReader | None = None,
    side: Side = Side.BOTH,
    token: CancelToken,
) -> ScreeningDesk:
    """Read what the store knows; some seconds."""
    seen, noise = NOTHING_SEEN, USUAL
    if store is not None and pricer is not None:
        with interruptible(token):
            seen = seen_trade(store, pricer.choices)
            noise = learn_noise(store, pricer, before=pricer.years[-1] + 1)
    return ScreeningDesk(
        pricer,
        None if pricer is None else PriceDesk(pricer),
        rates,
        shipped_rules(),
        HistoryCheck(outcomes),
        photos,
        word_check(),
        seen,
        noise,
        side,
    )


def equipped(desk: ScreeningDesk, *, rates: RateTable, outcomes: Outcomes, photos: PhotoReader | None) -> ScreeningDesk:
    """With the rates, the outcomes and the photo model of the moment; what the store knows stays."""
    return replace(desk, rates=rates, history=HistoryCheck(outcomes), photos=photos)
