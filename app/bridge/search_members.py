"""Partners, provinces, trade modes and commodities for the command palette, found by name, pinyin or code."""

from __future__ import annotations

from app.bridge.dashboard_filters import Facet, clicked, keys_of
from app.bridge.search_suggestions import Kind, Suggestion
from app.bridge.tasks import Call
from app.bridge.texts import Texts
from app.engine.jobs import CancelToken, Progress
from app.engine.messages import Language
from app.engine.reference import search
from app.engine.store.selection import Selection

_KINDS = {
    search.Kind.COUNTRY: ("globe", "palette.country"),
    search.Kind.PROVINCE: ("map-pin", "palette.province"),
    search.Kind.HS: ("package", "palette.commodity"),
    search.Kind.MODE: ("ship", "palette.mode"),
}
_AT_MOST = 24


def members_call(typed: str, texts: Texts) -> Call:
    """A call that finds members for what was typed, the best first; the first one builds the index."""
    language = texts.language
    kinds = {kind: texts.say(code) for kind, (_, code) in _KINDS.items()}

    def call(_progress: Progress, token: CancelToken) -> list[Suggestion]:
        token.check()
        return [_suggestion(hit, kinds[hit.kind], language) for hit in search.search(typed, _AT_MOST)]

    return call


def added(selection: Selection, key: str) -> Selection:
    """The selection narrowed to the member of a suggestion too; as it is where it holds the member already."""
    name, _, member = key.partition(" ")
    facet = Facet(name)
    return selection if member in keys_of(selection, facet) else clicked(selection, facet, member, is_added=True)


def _suggestion(hit: search.Hit, kind: str, language: Language) -> Suggestion:
    icon, _ = _KINDS[hit.kind]
    return Suggestion(Kind.MEMBER, f"{hit.kind.value} {hit.key}", _title(hit, language), icon, kind)


def _title(hit: search.Hit, language: Language) -> str:
    """Codes before the names of goods, which are long; the other language's name after all others."""
    own, other = (hit.zh, hit.en) if language is Language.ZH else (hit.en or hit.zh, hit.zh)
    if hit.kind is search.Kind.HS:
        return f"{hit.key} {own}"
    return f"{own} · {other}" if other and other != own else own
