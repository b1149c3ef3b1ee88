"""`tradescope codes scan`: QR and bar codes in pictures, with what they say and how sure that is."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from app.cli.parsing import Subparsers
from app.cli.terminal import Terminal
from app.engine.codes.answers import Code
from app.engine.codes.payload import Payload, inert, read_payload
from app.engine.errors import EngineError
from app.engine.images.decode import decode_file
from app.engine.jobs import CancelToken
from app.engine.messages import sentence


def add_parser(commands: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare `codes scan`."""
    verbs = commands.add_parser("codes", help="QR and bar codes").add_subparsers(metavar="VERB", required=True)
    scan = verbs.add_parser("scan", parents=[common], help="read the codes in pictures")
    scan.add_argument("images", nargs="+", type=Path, metavar="IMAGE", help="a picture")
    scan.set_defaults(run=_scan)


def _scan(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    paths: list[Path] = arguments.images
    rows = []
    for done, path in enumerate(paths):
        token.check()
        terminal.progress(done, len(paths), path.name)
        rows.append(_row(path, terminal, token))
    terminal.print_json({"rows": rows})
    terminal.print("\n".join(line for row in rows for line in _lines(row, terminal)))
    return 1 if any("error" in row for row in rows) else 0


def _row(path: Path, terminal: Terminal, token: CancelToken) -> dict[str, object]:
    # The scanner's library is needed by no other command
    from app.engine.codes.scanning import scan  # noqa: PLC0415

    try:
        picture = decode_file(path)
    except EngineError as error:
        return {"file": str(path), "error": {"code": error.code, "message": sentence(error, terminal.language)}}
    codes = [_code_document(code, read_payload(code.reading.text)) for code in scan(picture, token=token)]
    return {"file": str(path), "width": picture.width, "height": picture.height, "codes": codes}


def _code_document(code: Code, payload: Payload) -> dict[str, object]:
    return {
        "symbology": code.symbology,
        "text": code.reading.text,
        "encoding": code.reading.encoding,
        "bytes": code.content.hex(),
        "corners": [list(corner) for corner in code.corners],
        "step": code.step.value,
        "certain": code.is_certain,
        "other_readings": [{"text": other.text, "encoding": other.encoding} for other in code.others],
        "kind": payload.kind.value,
        "number": payload.number,
        "fields": {field.value: value for field, value in payload.fields.items()},
        "extra": dict(payload.extra),
    }


def _lines(row: dict[str, object], terminal: Terminal) -> Iterable[str]:
    error, codes = row.get("error"), row.get("codes")
    if isinstance(error, dict):
        yield str(error["message"])
    elif not codes:
        yield terminal.say("codes.none", file=row["file"])
    elif isinstance(codes, list):
        for code in codes:
            about = [terminal.say(f"codes.kind_{code['kind']}"), terminal.say(f"codes.step_{code['step']}")]
            if not code["certain"]:
                about.append(terminal.say("codes.uncertain"))
            yield f"{row['file']}  {code['symbology']}  {inert(code['text'])}  ({', '.join(about)})"
            for other in code["other_readings"]:
                yield f"    {terminal.say('codes.or')} {inert(other['text'])}  ({other['encoding']})"
