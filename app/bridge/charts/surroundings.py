"""What surrounds the charts: the theme's tokens and the page's own words, as the page takes them."""

from __future__ import annotations

from app.bridge.charts.cards import MapSettings
from app.bridge.texts import Texts
from app.bridge.theme import Tokens, tokens

_WORDS = ("area", "value", "rank", "share", "change", "no_data", "loading", "menu", "partner_elsewhere")
_GAP_STEP = 3
_GENERIC = "sans-serif"
# Chinese fonts that machines have, before the one that the page brings along.
_FURTHER_FAMILIES = ("Source Han Sans SC", "WenQuanYi Micro Hei", "SimHei", "Tradescope Sans")


def theme_document(now: Tokens) -> dict[str, object]:
    """Tokens to draw with now, and those of the light palette for pictures on paper."""
    return {"tokens": _tokens(now), "print": _tokens(tokens(is_dark=False))}


def _tokens(palette: Tokens) -> dict[str, object]:
    named = [name for name in palette.families if name != _GENERIC]
    # Single quotes: in pictures the list stands in an attribute.
    families = [f"'{name}'" for name in (*named, *_FURTHER_FAMILIES)]
    return {
        "colours": dict(palette.colours),
        "series": palette.series,
        "sequential": palette.sequential,
        "diverging": palette.diverging,
        "families": ", ".join((*families, _GENERIC)),
        "sizes": dict(palette.sizes),
        "radius": palette.radius,
        "gap": palette.space(_GAP_STEP),
    }


def words_document(texts: Texts, maps: MapSettings, *, is_animated: bool) -> dict[str, object]:
    """Language, the page's words, the notice of every map, whether changes are animated."""
    return {
        "language": texts.language.value,
        "texts": {name: texts.say(f"charts.{name}") for name in _WORDS},
        "notice": map_notice(texts, maps),
        "isAnimated": is_animated,
        "maps": str(maps.folder or ""),
    }


def map_notice(texts: Texts, maps: MapSettings) -> str:
    """The line that every map carries: its source, and the approval number or that it is for internal use only."""
    source = maps.source or texts.say("charts.map_source")
    if maps.approval_number:
        return texts.say("charts.map_approved", source=source, number=maps.approval_number)
    return texts.say("charts.map_internal", source=source)
