"""Evidence files that somebody wrote for himself, signed with a key of his own, to stop or to slow down the check."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.engine.errors import InputError
from app.engine.messages import Language
from app.engine.reports.evidence.pdf_attachment import Attached, taken_apart, with_attachment
from app.engine.reports.evidence.verifying import verify_evidence
from app.engine.screening.desk_keys import desk_key
from app.engine.store.cases.journal import canonical
from app.engine.vault import SessionSecrets
from tests.engine.reports.evidence.conftest import Worked

Change = Callable[[dict[str, Any]], object]
ODD_LENGTHS: list[object] = [float("inf"), float("nan"), -1, 1.5, True, "7", None, 10**30]


@pytest.fixture(scope="module")
def attached(worked: Worked) -> Attached:
    found = taken_apart(worked.evidence.path.read_bytes())
    assert found is not None
    return found


def signed_anew(attached: Attached, change: Change) -> bytes:
    """The list of contents after a change, every signature made anew by a stranger."""
    line, _, rest = attached.content.split(b"\n", 2)
    told, key = json.loads(line), desk_key(SessionSecrets())
    change(told)
    statement = canonical(told["statement"]).encode("utf-8", "surrogatepass")
    told |= {"public_key": key.public_key, "statement_signature": key.sign(statement)}
    written = json.dumps(told).encode()
    return with_attachment(attached.document, b"\n".join([written, key.sign(written).encode(), rest]))


def refused(path: Path, content: bytes) -> list[str]:
    path.write_bytes(content)
    altered = verify_evidence(path).altered
    assert all(each.text(Language.EN) for each in altered)
    return [each.code for each in altered]


def setting(part: str, place: int, value: object) -> Change:
    def change(told: dict[str, Any]) -> None:
        told[part][0][place] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        *(setting("pieces", 2, length) for length in ODD_LENGTHS),
        *(setting("parts", 1, length) for length in ODD_LENGTHS),
        setting("parts", 0, "\ud800"),
        lambda told: told["statement"].update(goods="\ud800"),
        lambda told: told["statement"].update(row=True),
        lambda told: told["parts"].extend(told["parts"]),
        lambda told: told["pieces"].append("page"),
    ],
)
def test_a_list_that_no_program_wrote_is_refused(attached: Attached, tmp_path: Path, change: Change) -> None:
    assert refused(tmp_path / "x.pdf", signed_anew(attached, change)) == ["evidence.altered_signature"]


def test_a_stranger_who_signs_all_anew_is_intact_but_nobody_that_is_known(attached: Attached, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(signed_anew(attached, lambda told: None))

    check = verify_evidence(path)

    assert check.is_intact
    assert check.public_key != json.loads(attached.content.split(b"\n", 1)[0])["public_key"]


def test_a_second_payload_behind_the_first_is_found(worked: Worked, attached: Attached, tmp_path: Path) -> None:
    raw = worked.evidence.path.read_bytes()

    assert refused(tmp_path / "x.pdf", raw + raw[len(attached.document) :])
    assert refused(tmp_path / "x.pdf", with_attachment(raw, signed_anew(attached, lambda told: None)))


def test_a_mark_that_is_written_again_and_again_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"\n%TradescopeEvidence/1 1 1\n" * 100_000)

    with pytest.raises(InputError):
        verify_evidence(path)
