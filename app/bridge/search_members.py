"""Partners, provinces, trade modes and commodities for the command palette, found by name, pinyin or code."""

from __future__ import annotations

from app.bridge import member_search
from app.bridge.dashboard_filters import Facet, Filter, clicked, keys_of
from app.bridge.named import Named
from app.bridge.search_suggestions import Kind, Suggestion
from app.bridge.tasks import Call
from app.bridge.texts import Texts
from app.engine.jobs import CancelToken, Progress
from app.engine.store.selection import Selection

_FACETS = {
    Facet.COUNTRY: ("globe", "palette.country"),
    Facet.PROVINCE: ("map-pin", "palette.province"),
    Facet.HS: ("package", "palette.commodity"),
    Facet.MODE: ("ship", "palette.mode"),
}
_OF_EACH = 8


def members_call(typed: str, texts: Texts) -> Call:
    """A call that finds members for what was typed, a few of each dimension; codes are taken for commodities first."""
    language = texts.language
    kinds = {facet: texts.say(code) for facet, (_, code) in _FACETS.items()}
    facets = sorted(_FACETS, key=lambda facet: facet is not Facet.HS) if typed[:1].isdigit() else list(_FACETS)

    def call(_progress: Progress, token: CancelToken) -> list[Suggestion]:
        found: list[Suggestion] = []
        for facet in facets:
            token.check()
            members = member_search.search(facet, typed, language, limit=_OF_EACH)
            found += [_suggestion(facet, named, kinds[facet]) for named in members]
        return found

    return call


def added(selection: Selection, key: str) -> Selection:
    """The selection narrowed to the member of a suggestion too; as it is where it holds the member already."""
    name, _, member = key.partition(" ")
    facet = Facet(name)
    return selection if member in keys_of(selection, facet) else clicked(selection, facet, member, is_added=True)


def _suggestion(facet: Facet, named: Named, kind: str) -> Suggestion:
    key = named.target.key if isinstance(named.target, Filter) else named.text
    icon, _ = _FACETS[facet]
    return Suggestion(Kind.MEMBER, f"{facet.value} {key}", named.tip, icon, kind)
