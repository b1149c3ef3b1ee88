"""Which of the seed's 32 unit names a commodity is written with, and how that changed in 2017."""

from __future__ import annotations

PIECE_OR_SET, HUNDRED_PIECES_OR_SETS, THOUSAND_PIECES_OR_SETS = 11, 12, 13
LABELS_CHANGED_IN = 2017

_COUNTED = frozenset({14, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37})
# The seed's 32 names lack these; each is written with the nearest that it has.
_REPLACED = {26: 25, 35: 14, 36: 21, 38: 15, 39: 13, 40: 13, 16: 13, 41: 1, 42: 2, 43: 12, 44: 13, 45: 14}


def written_unit(unit_id: int) -> int:
    """The unit under which the newer files state a commodity."""
    return _REPLACED.get(unit_id, unit_id)


def earlier_unit(unit_id: int) -> int:
    """The broader label that files before 2017 used for the same unit."""
    if unit_id in _COUNTED:
        return PIECE_OR_SET
    return HUNDRED_PIECES_OR_SETS if unit_id == 15 else unit_id


def is_counted(unit_id: int) -> bool:
    """True for units whose quantities are whole numbers."""
    return unit_id in _COUNTED or unit_id in {10, 11, 12, 13, 15}
