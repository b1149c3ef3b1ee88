"""Dependence in a sentence."""

from __future__ import annotations

from app.engine.analysis.dependence import Dependence
from app.engine.messages import Language, text


def dependence_summary(found: Dependence, language: Language) -> str:
    """How many products are held, and how much that is; a sentence of its own where there are none."""
    if not found.products:
        return text("dependence.nothing_found", language)
    threshold = f"{found.threshold:.0%}"
    if not found.held_products:
        return text("dependence.nothing_held", language, threshold=threshold)
    return text(
        f"dependence.summary_{found.direction.value}",
        language,
        products=found.products,
        held=found.held_products,
        threshold=threshold,
        share=f"{found.held_value / found.value:.1%}",
    )
