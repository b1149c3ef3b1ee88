"""Sessions of ONNX Runtime over model files that are what their cards say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import onnxruntime  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray

from app.engine.errors import ResourceError
from app.engine.inference.cards import Card, Port, read_card, read_model

# On Windows it reports through the system, whatever the environment says
onnxruntime.disable_telemetry_events()

CPU = "CPUExecutionProvider"
_TYPES = {"int32": "tensor(int32)", "int64": "tensor(int64)", "float32": "tensor(float)", "uint8": "tensor(uint8)"}


class ModelSession:
    """A loaded model with its card; usable from several threads at once."""

    def __init__(self, card: Card, session: Any) -> None:
        self.card = card
        self._session = session

    def run(self, inputs: Mapping[str, NDArray[Any]], outputs: Sequence[str]) -> list[NDArray[Any]]:
        """The named outputs for one batch."""
        found: list[NDArray[Any]] = self._session.run(list(outputs), dict(inputs))
        return found


def open_session(path: Path, *, providers: Sequence[str] = (CPU,), threads: int = 1) -> ModelSession:
    """The model at `path`; ResourceError if it is missing, altered, no model, or other than its card says."""
    card = read_card(path)
    content = read_model(path, card)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that wait by spinning take the processor from the window
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(content, options, providers=list(providers))
    except Exception as error:  # its exceptions have no common base of their own
        raise ResourceError("model.not_a_model", path=str(path)) from error
    _require_ports(path, card.inputs, session.get_inputs())
    _require_ports(path, card.outputs, session.get_outputs())
    return ModelSession(card, session)


def _require_ports(path: Path, promised: Sequence[Port], found: Sequence[Any]) -> None:
    there = {port.name: (port.type, tuple(port.shape[1:])) for port in found}
    wanted = {port.name: (_TYPES.get(port.kind, port.kind), port.shape) for port in promised}
    if there != wanted:
        raise ResourceError("model.ports_differ", path=str(path), wanted=_spell(wanted), found=_spell(there))


def _spell(ports: Mapping[str, tuple[str, tuple[int, ...]]]) -> str:
    return ", ".join(f"{name} {kind} {'×'.join(map(str, shape))}" for name, (kind, shape) in sorted(ports.items()))
