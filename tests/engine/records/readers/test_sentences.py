"""Each code that the readers use has a sentence in both languages that fills from its own params."""

from __future__ import annotations

import re
from pathlib import Path

from app.engine import messages
from app.engine.records.recognition import recognise


def test_every_code_in_the_readers_is_catalogued(repository: Path) -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (repository / "app/engine/records").glob("*.py"))

    used = set(re.findall(r'"((?:records|evidence)\.[a-z0-9_]+)"', sources))

    assert used <= messages.catalogue().keys()


def test_the_evidence_of_a_real_export_reads_as_sentences(shared_data: Path) -> None:
    found = recognise(shared_data / "query_site_exports" / "2023_soybean_import.csv")

    sentences = [messages.text(told.code, messages.Language.EN, **told.params) for told in found.evidence]

    assert "The content does not say the direction." in sentences
