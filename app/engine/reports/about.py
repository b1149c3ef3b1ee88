"""What every document says of itself: what it shows, of which data, and when it was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.engine import messages
from app.engine.messages import Language


@dataclass(frozen=True, slots=True)
class About:
    """The head of a document; each text is a finished sentence in its language."""

    title: str
    made_at: datetime  # aware; printed with its offset
    language: Language
    filters: tuple[str, ...] = ()  # none for all data
    basis: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    map_line: str = ""  # approval number of its maps, or that they are for internal use
    note: str = ""  # that figures are statistics, or that marks are the result of screening

    def __post_init__(self) -> None:
        if self.made_at.tzinfo is None:
            raise ValueError(self.made_at)

    @property
    def made_at_text(self) -> str:
        """Date and time with the offset from UTC."""
        return f"{self.made_at:%Y-%m-%d %H:%M} (UTC{self.made_at.isoformat()[-6:]})"

    def entries(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Label and sentences of everything that there is to say, in reading order."""
        every_record = messages.text("reports.every_record", self.language)
        named = {
            "reports.filters": self.filters or (every_record,),
            "reports.basis": self.basis,
            "reports.left_out": self.left_out,
            "reports.source": self.source,
            "reports.maps": (self.map_line,),
            "reports.note": (self.note,),
            "reports.made_at": (self.made_at_text,),
        }
        for code, sentences in named.items():
            if any(sentences):
                yield messages.text(code, self.language), tuple(_printable(each) for each in sentences)


def _printable(sentence: str) -> str:
    """The name of a file may hold bytes that are no text; documents hold none."""
    return sentence.encode("utf-8", "replace").decode("utf-8")
