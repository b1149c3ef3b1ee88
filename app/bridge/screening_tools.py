"""What a run works with, made once for the data in use, and the facts by which it can be told later."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.bridge.photo_session import Recognisers
from app.bridge.session import Session
from app.engine.jobs import CancelToken, no_progress

if TYPE_CHECKING:
    from app.engine.price.pricer import Pricer
    from app.engine.screening.desk_tools import ScreeningDesk
    from app.engine.screening.outcomes import Outcomes
    from app.engine.store.open_store import Store


class Toolbox:
    """Asked on worker threads, which take turns; what the store knows is read once for each pricer."""

    def __init__(self, session: Session, home: Path) -> None:
        self._session, self._home = session, home
        self._lock = threading.Lock()
        self._made: tuple[Pricer | None, ScreeningDesk] | None = None
        self.recognisers = Recognisers(home)

    @property
    def home(self) -> Path:
        """The user's folder."""
        return self._home

    def take(
        self, pricer: Pricer | None, outcomes: Outcomes, *, with_photos: bool, token: CancelToken
    ) -> ScreeningDesk:
        """With the rates, the outcomes and the photo model of the moment."""
        from app.engine.screening.desk_tools import equipped  # noqa: PLC0415  # arrays, on a worker thread
        from app.engine.screening.photo_check import opened_classifier  # noqa: PLC0415  # as above
        from app.engine.screening.rates import FILE_NAME, read_rates  # noqa: PLC0415  # as above

        with self._lock:
            if self._made is None or self._made[0] is not pricer:
                self._made = (pricer, self._open(pricer, token))
            made = self._made[1]
        photos = opened_classifier(self.recognisers.take) if with_photos else None
        return equipped(made, rates=read_rates(self._home / FILE_NAME), outcomes=outcomes, photos=photos)

    def facts(self, tools: ScreeningDesk, outcomes: Outcomes) -> Mapping[str, str]:
        """Versions of models and hashes of data, for the log and for every case."""
        from app.engine.screening.desk_facts import desk_facts  # noqa: PLC0415  # as above
        from app.engine.screening.rates import FILE_NAME  # noqa: PLC0415  # as above

        segments = [segment.id for segment in self._session.manifest.segments]
        return desk_facts(tools, segments=segments, rates=self._home / FILE_NAME, outcomes=outcomes)

    def _open(self, pricer: Pricer | None, token: CancelToken) -> ScreeningDesk:
        from app.engine.screening.desk_tools import open_desk  # noqa: PLC0415  # as above
        from app.engine.screening.rates import RateTable  # noqa: PLC0415  # as above

        if pricer is None:
            return open_desk(None, None, RateTable(()), token=token)

        def ask(store: Store) -> ScreeningDesk:
            return open_desk(store, pricer, RateTable(()), token=token)

        opened: ScreeningDesk = self._session.question(ask)(no_progress, token)
        return opened
