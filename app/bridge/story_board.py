"""Which story is told: that of the selection's own subject, or of the largest member of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.engine.analysis.story import Of, Story, Subject, subject_of
from app.engine.analysis.story_facts import tell_story
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.questions.top import top
from app.engine.store.selection import Selection

if TYPE_CHECKING:
    from app.engine.store.open_store import Store

_OFFERED = 40
_DIMENSIONS = {Of.COUNTRY: Dimension.COUNTRY, Of.PROVINCE: Dimension.PROVINCE, Of.PRODUCT: Dimension.HS4}


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story, and the subjects of its kind that are offered beside it, the largest first."""

    story: Story
    offered: tuple[Subject, ...]


def ask_story(
    store: Store, selection: Selection, of: Of | None = None, subject: Subject | None = None
) -> ToldStory | None:
    """The story of the subject, of the selection's subject of that kind, or of the largest; None where nothing matches.

    Without a kind, that of the selection's subject, or partners.
    """
    own = subject_of(selection)
    kind = of or (own.of if own else Of.COUNTRY)
    offered = offer_subjects(store, selection, kind)
    chosen = subject or (own if own and own.of is kind else None) or next(iter(offered), None)
    if chosen is None:
        return None
    return ToldStory(tell_story(store, chosen, chosen.widened(selection)), _with(chosen, offered))


def offer_subjects(store: Store, selection: Selection, of: Of) -> tuple[Subject, ...]:
    """The largest members of a kind in the rest of the selection."""
    dimension = _DIMENSIONS[of]
    widened = Subject(of, "0").widened(selection)
    ranked = top(store, widened, dimension, limit=_OFFERED)
    return tuple(Subject(of, _key(dimension, row.member)) for row in ranked.rows)


def _key(dimension: Dimension, member: int) -> str:
    return member_key(dimension, member) if dimension.hs_digits else str(member)


def _with(chosen: Subject, offered: tuple[Subject, ...]) -> tuple[Subject, ...]:
    return offered if chosen in offered else (chosen, *offered)
