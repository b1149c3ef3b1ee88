"""Members of a chart with their figures, as every option carries them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One bar, region or part; `key` is what a click on it tells, shares and changes are fractions of one."""

    key: str
    name: str
    value: float | None
    rank: int | None = None
    share: float | None = None
    change: float | None = None
    remark: str = ""
    is_chosen: bool = False

    def document(self) -> dict[str, object]:
        """As a data item of a series; what is not known is left out."""
        told = {"rank": self.rank, "share": self.share, "change": self.change}
        document: dict[str, object] = {"key": self.key, "name": self.name, "said": self.name, "value": self.value}
        document |= {name: value for name, value in told.items() if value is not None}
        if self.remark:
            document["remark"] = self.remark
        if self.is_chosen:
            document["is_chosen"] = True
        return document


def colour(name: str) -> dict[str, object]:
    """A colour of the theme, which the page fills in."""
    return {"$colour": name}


def formatter(name: str, **details: object) -> dict[str, object]:
    """A named formatter of the page with what it needs to know."""
    return {"$formatter": name, **details}
