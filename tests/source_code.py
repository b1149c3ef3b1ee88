"""What tests read out of source code: imports, and sentences of the catalogue that are asked for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ASKING_CALLS = frozenset({"Evidence", "SetupError", "SetupUsageError", "say"})


@dataclass(frozen=True, slots=True)
class MessageCall:
    """One place that names a sentence; `params` is None where they are not spelled out in the call."""

    code: str
    place: str
    params: frozenset[str] | None


def error_classes(files: list[Path]) -> frozenset[str]:
    """Names of EngineError and of every class derived from it, however far."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for path in files
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
    }
    found = {"EngineError"}
    while derived := {name for name, parents in bases.items() if parents & found} - found:
        found |= derived
    return frozenset(found)


def message_calls(files: list[Path], root: Path) -> Iterator[MessageCall]:
    """Every call that constructs an expected failure or says a sentence by a literal code."""
    asking = ASKING_CALLS | error_classes(files)
    for path in files:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and node.args and called_name(node) in asking:
                place = f"{path.relative_to(root)}:{node.lineno}"
                yield from (MessageCall(code, place, spelled_params(node)) for code in literals(node.args[0]))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def texts(path: Path) -> list[str]:
    """Every literal text of a file, in no order."""
    nodes = (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant))
    return [node.value for node in nodes if isinstance(node.value, str)]


def imported_packages(path: Path) -> set[str]:
    """Top-level names of everything that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def called_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def literals(node: ast.expr) -> list[str]:
    """The strings that an argument can be: itself, or either branch of a condition."""
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def spelled_params(call: ast.Call) -> frozenset[str] | None:
    """Names of the parameters: keywords, or the keys of a literal dict in second place."""
    if len(call.args) == 2 and isinstance(call.args[1], ast.Dict):
        keys = call.args[1].keys
        return frozenset(key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
    if len(call.args) > 1 or any(keyword.arg is None for keyword in call.keywords):
        return None
    return frozenset(keyword.arg for keyword in call.keywords if keyword.arg)
