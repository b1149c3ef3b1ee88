"""Writes networks as ONNX with a free batch size, as FP16 and static INT8 beside it, and as MindIR."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import mindspore as ms  # type: ignore[import-untyped]  # it ships no types
import numpy as np
import onnx
from mindspore import nn

from app.engine.vision.preprocess import SIDE
from training.vision.networks.convolution import write_plainly

_BATCH = "batch"
_READABLE = 0o644


def export_onnx(
    net: nn.Cell, path: Path, outputs: Sequence[str], *, side: int = SIDE, shape: tuple[int, ...] | None = None
) -> bytes:
    """The network as ONNX at `path`; the exporter needs a batch of one, whose size is freed in the written graph.

    It takes pictures in, or rows of `shape`.
    """
    net.set_train(False)
    write_plainly(net)
    one = _one_picture(side) if shape is None else ms.Tensor(np.zeros((1, *shape), dtype=np.float32))
    ms.onnx.export(net, one, file_name=str(path), input_names=["pixels"])
    model = onnx.load(str(path))
    for ports, names in ((model.graph.input, ("pixels",)), (model.graph.output, outputs)):
        for port, name in zip(ports, names, strict=True):
            _rename(model.graph, port.name, name)
            port.name = name
            port.type.tensor_type.shape.dim[0].dim_param = _BATCH
    del model.graph.value_info[:]
    onnx.checker.check_model(model)
    content: bytes = model.SerializeToString()
    path.write_bytes(content)
    return content


def export_mindir(net: nn.Cell, path: Path, *, side: int = SIDE) -> None:
    """The network as MindIR at `path`, for MindSpore Lite and Ascend; its batch holds one picture."""
    net.set_train(False)
    write_plainly(net)
    ms.export(net, _one_picture(side), file_name=str(path), file_format="MINDIR")
    path.chmod(_READABLE)  # the exporter lets nobody else read it


def _one_picture(side: int) -> ms.Tensor:
    return ms.Tensor(np.zeros((1, 3, side, side), dtype=np.float32))


def _rename(graph: onnx.GraphProto, old: str, new: str) -> None:
    for node in graph.node:
        for names in (node.input, node.output):
            for at, name in enumerate(names):
                if name == old:
                    names[at] = new
