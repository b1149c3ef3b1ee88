from __future__ import annotations

import io
import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from app.engine.errors import EngineError, InputError
from app.engine.messages import Language, sentence
from app.engine.reports.evidence.evidence_report import code_picture
from app.engine.reports.evidence.extras import EvidenceExtras
from app.engine.reports.evidence.pdf_attachment import NAME, taken_apart, with_attachment
from app.engine.reports.evidence.pdf_pieces import PieceKind, pieces_of
from app.engine.reports.evidence.statements import code_text, sign_statement, statement_of_code
from app.engine.reports.evidence.verifying import EvidenceCheck, EvidenceSource, verify_evidence
from app.engine.reports.evidence.writing import write_evidence
from app.engine.screening.audit import log_entries, verify_log
from app.engine.screening.cases import case_of
from app.engine.screening.known_desks import accept_desk, known_name
from tests.engine.reports.evidence.conftest import MADE_AT, Worked
from tests.engine.reports.pages import page_texts
from tests.engine.screening.case_desks import desk_in, officer, run_of_lines, scored


@pytest.fixture
def raw(worked: Worked) -> bytes:
    return worked.evidence.path.read_bytes()


@pytest.fixture
def checked(tmp_path: Path) -> Callable[[bytes], EvidenceCheck]:
    def check(content: bytes) -> EvidenceCheck:
        path = tmp_path / "given.pdf"
        path.write_bytes(content)
        return verify_evidence(path)

    return check


def codes(check: EvidenceCheck) -> list[str]:
    assert all(reason.text(language) for reason in check.altered for language in Language)
    return [reason.code.removeprefix("evidence.") for reason in check.altered]


def found(checked: Callable[[bytes], EvidenceCheck], content: bytes) -> list[str]:
    """What is said of a file, whether it is verified or refused at once."""
    try:
        return codes(checked(content))
    except EngineError as error:
        return [sentence(error, Language.EN)]


def flipped(raw: bytes, at: int, bit: int = 1) -> bytes:
    return raw[:at] + bytes([raw[at] ^ bit]) + raw[at + 1 :]


def test_a_file_as_it_was_written_is_intact(
    worked: Worked, checked: Callable[[bytes], EvidenceCheck], raw: bytes
) -> None:
    check = checked(raw)

    assert (check.source, check.altered, check.is_intact) == (EvidenceSource.FILE, (), True)
    assert check.statement == worked.evidence.signed.statement
    assert check.fingerprint == worked.desk.key.fingerprint
    assert check.head == worked.evidence.head


def test_any_reader_opens_the_file_and_finds_case_and_data_in_it(worked: Worked, raw: bytes) -> None:
    reader = PdfReader(io.BytesIO(raw), strict=True)

    text = "".join(page_texts(worked.evidence.path))
    case = case_of(worked.desk, worked.run, 1)
    assert list(reader.attachments) == [NAME]
    for said in (
        "531620210001", "上海某某进出口有限公司", "风险不低于 50%", "价格过低", "待查验", "photo.jpg",
        "heat-1", "light-1", "0.4 倍",
        case.digest, worked.evidence.signed.statement.contents, worked.run.basis.file_sha256, "price-7",
        worked.desk.key.fingerprint, "只在本次运行中有效", "价格模型",
    ):  # fmt: skip
        assert "".join(said.split()) in text.replace(" ", "").replace("\n", ""), said


def test_the_log_tells_of_the_export_and_its_head_in_the_file_holds_that(worked: Worked) -> None:
    head = worked.evidence.head

    exported = [entry for entry in log_entries(worked.desk, offset=0, limit=99) if entry.action == "case_exported"]
    assert exported[0].seq <= head.head.entries
    assert exported[-1].details["target"] == "证据.pdf"
    assert verify_log(worked.desk, [head]).is_whole


def test_an_altered_byte_anywhere_in_the_file_is_found(
    checked: Callable[[bytes], EvidenceCheck], raw: bytes, case_count: Callable[[int, int], int]
) -> None:
    chance = random.Random(3)
    places = [chance.randrange(len(raw)) for _ in range(case_count(300, 20_000))]

    for at in [*places, *range(len(raw) - 700, len(raw))]:
        assert found(checked, flipped(raw, at, 1 << chance.randrange(8))), at


@pytest.mark.parametrize("kind", list(PieceKind))
def test_what_was_altered_on_paper_is_named(
    checked: Callable[[bytes], EvidenceCheck], raw: bytes, kind: PieceKind
) -> None:
    attached = taken_apart(raw)
    assert attached is not None
    begin, said = 0, []
    for piece in pieces_of(attached.document):
        if piece.kind is kind:
            check = checked(flipped(raw, begin + piece.length // 2))
            said.append((codes(check), dict(check.altered[0].values)["number"] == piece.number))
        begin += piece.length

    assert said
    assert all(each == ([f"altered_{kind.value}"], True) for each in said)


PARTS = [
    "declaration", "findings", "price", "comparables", "photo", "words", "like_cases", "filters", "decisions", "basis",
    "case", "log_head",
]  # fmt: skip


def test_what_was_altered_in_the_data_is_named(checked: Callable[[bytes], EvidenceCheck], raw: bytes) -> None:
    attached = taken_apart(raw)
    assert attached is not None
    lines = attached.content.split(b"\n")
    begin = raw.index(lines[2])
    for name, part in zip(PARTS, lines[2:], strict=True):
        assert codes(checked(flipped(raw, begin + len(part) // 2))) == [f"altered_{name}"]
        begin += len(part) + 1


def test_an_altered_signature_is_named(checked: Callable[[bytes], EvidenceCheck], raw: bytes) -> None:
    attached = taken_apart(raw)
    assert attached is not None
    line, signature, *_ = attached.content.split(b"\n")

    assert codes(checked(flipped(raw, raw.index(signature) + 8))) == ["altered_signature"]
    assert codes(checked(raw.replace(signature, signature.upper()))) == ["altered_signature"]
    assert "altered_signature" in codes(checked(raw.replace(line, line.replace(b'"number":"5', b'"number":"6'), 1)))


@pytest.mark.parametrize("change", [
    lambda raw: raw + b"\n",
    lambda raw: raw + b"1 0 obj\n<< >>\nendobj\n",
    lambda raw: raw[:-1],
    lambda raw: raw[:-400],
])  # fmt: skip
def test_a_changed_end_of_the_file_is_found(
    checked: Callable[[bytes], EvidenceCheck], raw: bytes, change: Callable[[bytes], bytes]
) -> None:
    assert codes(checked(change(raw))) == ["altered_attachment"]


def test_what_was_put_in_or_taken_out_is_found_where_it_happened(
    checked: Callable[[bytes], EvidenceCheck], raw: bytes
) -> None:
    at = raw.index(b"/MediaBox")

    longer, shorter = checked(raw[:at] + b"    " + raw[at:]), checked(raw[:at] + raw[at + 2 :])

    assert codes(longer)[:2] == codes(shorter)[:2] == ["altered_length", "altered_page"]
    assert [dict(check.altered[0].values)["more"] for check in (longer, shorter)] == [4, -2]


def test_a_second_attachment_behind_the_signed_one_is_found(
    checked: Callable[[bytes], EvidenceCheck], raw: bytes
) -> None:
    attached = taken_apart(raw)
    assert attached is not None

    assert not checked(with_attachment(raw, attached.content)).is_intact


def test_another_desk_finds_the_file_intact_and_knows_its_key_once_it_was_accepted(
    worked: Worked, tmp_path: Path
) -> None:
    other = desk_in(tmp_path)
    wang = officer(other, "王")
    check = verify_evidence(worked.evidence.path)

    before = known_name(other, check.public_key)
    accept_desk(other, wang, check.public_key, " 浦东  现场 ")

    assert check.is_intact
    assert (before, known_name(other, check.public_key)) == (None, "浦东 现场")
    assert known_name(worked.desk, check.public_key) == ""
    assert log_entries(other, offset=0, limit=1)[0].details["fingerprint"] == check.fingerprint


def test_a_forger_with_a_key_of_his_own_is_nobody_we_know(worked: Worked, tmp_path: Path) -> None:
    forger = desk_in(tmp_path)
    session = officer(forger, "伪")
    statement = replace(worked.evidence.signed.statement, state="released")

    forged = sign_statement(statement, forger.key)

    assert forged.is_genuine
    assert known_name(worked.desk, forged.public_key) is None
    assert known_name(forger, worked.evidence.signed.public_key) is None
    assert session.officer.name == "伪"


def photographed(worked: Worked, folder: Path, *, degrees: float = 0.0, scale: float = 1.0, quality: int = 80) -> Path:
    """The code as a camera may see it: turned, smaller, on a grey table, as JPEG."""
    strip = Image.open(io.BytesIO(code_picture(code_text(worked.evidence.signed)))).convert("L")
    code = strip.crop((0, 0, strip.height, strip.height))
    code = code.resize((round(code.width * scale), round(code.height * scale)), Image.Resampling.BICUBIC)
    table = Image.new("L", (code.width + 400, code.height + 300), 150)
    table.paste(code, (200, 150))
    path = folder / "picture.jpg"
    table.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=150).save(path, quality=quality)
    return path


@pytest.mark.parametrize(("degrees", "scale"), [(0.0, 1.0), (7.0, 1.5), (90.0, 1.0), (-20.0, 2.0)])
def test_a_picture_of_the_code_states_what_was_signed(
    worked: Worked, tmp_path: Path, degrees: float, scale: float
) -> None:
    check = verify_evidence(photographed(worked, tmp_path, degrees=degrees, scale=scale))

    assert (check.source, check.altered) == (EvidenceSource.PICTURE, ())
    assert check.statement == worked.evidence.signed.statement
    assert check.fingerprint == worked.desk.key.fingerprint


def test_a_code_with_another_statement_is_refused(worked: Worked, tmp_path: Path) -> None:
    signed = worked.evidence.signed
    forged = replace(signed, statement=replace(signed.statement, total="9000"))
    path = tmp_path / "forged.png"
    path.write_bytes(code_picture(code_text(forged)))

    assert codes(verify_evidence(path)) == ["altered_statement"]


@pytest.mark.parametrize("text", ["TSE1.", "TSE1.a.b.c", "TSE1.eJw.eJw.eJw", "TSE1...", "TSE1.吗.a.b"])
def test_a_damaged_code_is_said(text: str) -> None:
    with pytest.raises(InputError) as caught:
        statement_of_code(text)

    assert caught.value.code == "evidence.code_damaged"


@pytest.mark.parametrize(("content", "code"), [
    (b"", "images.unreadable"),
    (b"%PDF-1.4\nno evidence", "evidence.not_evidence"),
])  # fmt: skip
def test_what_is_no_evidence_is_said(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)

    with pytest.raises(InputError) as caught:
        verify_evidence(path)

    assert caught.value.code == code or code.startswith("images.")


def test_a_picture_without_a_code_is_said(tmp_path: Path) -> None:
    Image.new("RGB", (300, 300), "white").save(tmp_path / "white.png")

    with pytest.raises(InputError) as caught:
        verify_evidence(tmp_path / "white.png")

    assert caught.value.code == "evidence.code_missing"


def test_mutated_files_are_refused_and_never_crash(
    checked: Callable[[bytes], EvidenceCheck], raw: bytes, case_count: Callable[[int, int], int]
) -> None:
    chance = random.Random(9)
    for _ in range(case_count(150, 2_000)):
        first, last = sorted(chance.randrange(len(raw)) for _ in range(2))
        put_in = chance.choice([b"", chance.randbytes(chance.randrange(1, 40)), raw[first:last][:5_000]])
        mutated = raw[:first] + put_in + raw[chance.choice([first, last]) :]
        assert found(checked, mutated) or mutated == raw


def test_a_list_of_contents_that_somebody_wrote_for_himself_never_crashes(
    checked: Callable[[bytes], EvidenceCheck], raw: bytes
) -> None:
    attached = taken_apart(raw)
    assert attached is not None
    line, rest = attached.content.split(b"\n", 1)
    for name, value in (
        ("pieces", [["page", 0, -5, "x"], ["picture", 9, 10**12, ""]]),
        ("parts", [["nothing", -1, "x"], ["log_head", 5, "y"]]),
        ("pieces", "text"),
        ("statement", {}),
        ("format", "evidence/9"),
        ("public_key", 3),
    ):
        told = {**json.loads(line), name: value}
        forged = json.dumps(told).encode() + b"\n" + rest

        assert codes(checked(with_attachment(attached.document, forged)))


def test_a_case_without_prices_photos_and_decisions_still_makes_a_file(worked: Worked, tmp_path: Path) -> None:
    bare = replace(scored(), price=None, photo=None, words=())
    run = run_of_lines(worked.desk, worked.session, [bare])
    case = case_of(worked.desk, run, 1)

    evidence = write_evidence(
        worked.desk,
        worked.session,
        case,
        EvidenceExtras(),
        tmp_path / "bare.pdf",
        language=Language.EN,
        made_at=MADE_AT,
    )

    assert verify_evidence(evidence.path).is_intact
    text = "".join(page_texts(evidence.path))
    assert "Thereisnopricecurve" in text
    assert "Nothinghasbeendoneyet" in text
