"""When a question asks for what the data do not tell."""

from __future__ import annotations

from collections.abc import Sequence

from app.engine.errors import NotInDataError
from app.engine.store.contexts import Context, first_missing
from app.engine.store.dimensions import Dimension


def require_dimensions(contexts: Sequence[Context], needed: Sequence[Dimension]) -> None:
    """NotInDataError if there are contexts and none of them holds all that is needed."""
    absent = first_missing(contexts, needed)
    if contexts and absent:
        raise NotInDataError("query.not_in_data", dimension=absent.value)
