"""What counts as a trade relation: a partner, province or mode together with a product, as fine as is quick to tell."""

from __future__ import annotations

from app.engine.store.dimensions import Dimension
from app.engine.store.questions.relations import Pair
from app.engine.store.selection import Selection


def relation_pair(selection: Selection, dimension: Dimension, *, product: Dimension | None = None) -> Pair:
    """The dimension with chapters, or with headings once products are selected; products go with partners."""
    if dimension.hs_digits:
        return Dimension.COUNTRY, dimension
    return dimension, product or (Dimension.HS4 if selection.hs else Dimension.HS2)
