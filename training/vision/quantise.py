"""The same network in fewer bits: FP16 by conversion, INT8 with ranges from calibration pictures."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray
from onnx import version_converter
from onnxruntime.quantization import (  # type: ignore[import-untyped]
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.transformers.float16 import convert_float_to_float16  # type: ignore[import-untyped]

from training.vision.choosing import narrow_quietly
from training.vision.small_heads import shrink_heads
from training.vision.whole_weights import store_whole

_OPERATORS = 17  # the first version with a range for each output channel is 13
# Sums of a block and its bypass keep 32 bits: rounding them anew at each block costs half of the answers that differ
_QUANTISED, _SUM = ("Conv", "Clip", "Relu", "MaxPool"), "Add"
# The first convolutions see few channels with wide ranges: in 8 bits they cost most answers and save least time
_WIDE_AT_FIRST = 3


def write_half(model: Path, path: Path) -> None:
    """FP16 weights and sums, with inputs and outputs as they were."""
    onnx.save(convert_float_to_float16(onnx.load(str(model)), keep_io_types=True), str(path))


def write_int8(
    model: Path,
    path: Path,
    pictures: NDArray[np.float32],
    *,
    wide_at_first: int = _WIDE_AT_FIRST,
    head_rank: int | None = None,
    narrow_sums: bool = False,
) -> None:
    """Static INT8, each output channel with a range of its own, as far as the answers stand it.

    A network of blocks (MobileNetV2) keeps 32 bits in those that bring most noise. Of others the first convolutions do,
    and sums, unless they are `narrow_sums`. The heads do, unless `head_rank` says through how many numbers the large
    one goes; their weights are small then.
    """
    with tempfile.TemporaryDirectory() as folder:
        folded = Path(folder) / "folded.onnx"
        _fold(model, folded)
        narrowed = narrow_quietly(onnx.load(str(folded)), pictures)
        if narrowed:
            store_whole(narrowed)
            onnx.checker.check_model(narrowed)
            onnx.save(narrowed, str(path))
        else:
            _narrow_all(folded, path, pictures, wide_at_first=wide_at_first, narrow_sums=narrow_sums)
    if head_rank is not None:
        small = onnx.load(str(path))
        shrink_heads(small, _features(model, pictures), head_rank)
        onnx.checker.check_model(small)
        onnx.save(small, str(path))


def _narrow_all(
    folded: Path, path: Path, pictures: NDArray[np.float32], *, wide_at_first: int, narrow_sums: bool
) -> None:
    graph = onnx.load(str(folded)).graph
    told = {output.name for output in graph.output}
    first = [node.name for node in graph.node if node.op_type == "Conv"][:wide_at_first]
    quantize_static(
        str(folded),
        str(path),
        _Pictures(pictures),
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=[*_QUANTISED, *([_SUM] if narrow_sums else [])],
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        calibrate_method=CalibrationMethod.MinMax,
        nodes_to_exclude=[*first, *(node.name for node in graph.node if told & set(node.output))],
        extra_options={"CalibMovingAverage": True, "CalibMovingAverageConstant": 0.01},
    )


def _features(model: Path, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    return np.concatenate([session.run(["features"], {"pixels": each[None]})[0] for each in pictures])


class _Pictures(CalibrationDataReader):  # type: ignore[misc]  # untyped base
    def __init__(self, pictures: NDArray[np.float32]) -> None:
        self._left: Iterator[dict[str, NDArray[np.float32]]] = iter([{"pixels": each[None]} for each in pictures])

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        return next(self._left, None)


def _fold(model: Path, path: Path) -> None:
    """Normalisation becomes part of the convolutions before it, so that it is quantised with them."""
    given = onnx.load(str(model))
    version = max(each.version for each in given.opset_import if not each.domain)
    newer = version_converter.convert_version(given, _OPERATORS) if version < _OPERATORS else given
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(path)
    options.log_severity_level = 3
    onnxruntime.InferenceSession(newer.SerializeToString(), options, providers=["CPUExecutionProvider"])
