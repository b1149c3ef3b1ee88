"""The history of photos by words: names, codes, and chapters by their titles."""

from __future__ import annotations

from app.bridge.price_members import member_choices
from app.engine.messages import Language
from app.engine.reference.spelling import normalise


def matching_chapters(words: str, language: Language) -> list[str]:
    """Chapters whose code, title in either language, or pinyin holds what was typed; none for nothing."""
    wanted = normalise(words)
    if not wanted:
        return []
    found = (choice.code for choice in member_choices("chapter", (), language) if wanted in choice.keys)
    return sorted(f"{code:02}" for code in found)
