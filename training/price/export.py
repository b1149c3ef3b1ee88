"""Writes a trained network as ONNX with a free batch size and as MindIR."""

from __future__ import annotations

from pathlib import Path

import mindspore as ms  # type: ignore[import-untyped]  # it ships no types
import numpy as np
import onnx
from mindspore import nn

from app.engine.inference.cards import Port
from app.engine.price.features import COLUMNS, IDENTITIES
from app.engine.price.network import ATTENTION, DISTRIBUTION, FIGURE_INPUT, IDS, QUANTILES, TOKENS
from training.price.folding import folded

_BATCH_NAME = "batch"
_READABLE = 0o644

INPUTS = (Port(IDS, "int32", (len(IDENTITIES),)), Port(FIGURE_INPUT, "float32", (len(COLUMNS),)))
OUTPUTS = (Port(DISTRIBUTION, "float32", (len(QUANTILES) + 1,)), Port(ATTENTION, "float32", (len(TOKENS),)))


def export_onnx(net: nn.Cell, path: Path) -> bytes:
    """The network as ONNX at `path`; the exporter needs a batch of one, whose size is freed in the written graph."""
    ms.onnx.export(net, *_one_row(), file_name=str(path), input_names=[IDS, FIGURE_INPUT])
    model = onnx.load(str(path))
    graph = model.graph
    for ports, wanted in ((graph.input, INPUTS), (graph.output, OUTPUTS)):
        for port, own in zip(ports, wanted, strict=True):
            _rename(graph, port.name, own.name)
            port.name = own.name
            port.type.tensor_type.shape.dim[0].dim_param = _BATCH_NAME
    del graph.value_info[:]
    content: bytes = folded(model).SerializeToString()
    path.write_bytes(content)
    return content


def export_mindir(net: nn.Cell, path: Path) -> None:
    """The network as MindIR at `path`, for MindSpore Lite and Ascend; its batch holds one row."""
    ms.export(net, *_one_row(), file_name=str(path), file_format="MINDIR")
    path.chmod(_READABLE)  # the exporter lets nobody else read it


def _one_row() -> tuple[ms.Tensor, ms.Tensor]:
    ids = np.zeros((1, len(IDENTITIES)), dtype=np.int32)
    return ms.Tensor(ids), ms.Tensor(np.zeros((1, len(COLUMNS)), dtype=np.float32))


def _rename(graph: onnx.GraphProto, old: str, new: str) -> None:
    for node in graph.node:
        for names in (node.input, node.output):
            for at, name in enumerate(names):
                if name == old:
                    names[at] = new
