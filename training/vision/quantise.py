"""The same network in fewer bits: FP16 by conversion, INT8 with ranges from calibration pictures."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray
from onnxruntime.quantization import (  # type: ignore[import-untyped]
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.transformers.float16 import convert_float_to_float16  # type: ignore[import-untyped]


def write_half(model: Path, path: Path) -> None:
    """FP16 weights and sums, with inputs and outputs as they were."""
    onnx.save(convert_float_to_float16(onnx.load(str(model)), keep_io_types=True), str(path))


def write_int8(model: Path, path: Path, pictures: NDArray[np.float32], *, wide: frozenset[str] = frozenset()) -> None:
    """Static INT8, each output channel with a range of its own; nodes named in `wide` keep 32 bits."""
    with tempfile.TemporaryDirectory() as folder:
        folded = Path(folder) / "folded.onnx"
        _fold(model, folded)
        graph = onnx.load(str(folded)).graph
        quantize_static(
            str(folded),
            str(path),
            _Pictures(pictures),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=["Conv", "Add", "Gemm", "MaxPool", "Relu", "Clip"],
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
            nodes_to_exclude=[node.name for node in graph.node if wide & set(node.output)],
            extra_options={"CalibMovingAverage": True, "CalibMovingAverageConstant": 0.01},
        )


class _Pictures(CalibrationDataReader):  # type: ignore[misc]  # untyped base
    def __init__(self, pictures: NDArray[np.float32]) -> None:
        self._left: Iterator[dict[str, NDArray[np.float32]]] = iter([{"pixels": each[None]} for each in pictures])

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        return next(self._left, None)


def _fold(model: Path, path: Path) -> None:
    """Normalisation becomes part of the convolutions before it, so that it is quantised with them."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(path)
    options.log_severity_level = 3
    onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
