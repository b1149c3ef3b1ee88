"""Parameters of a MindSpore cell as arrays, which checkpoints and the best network so far are kept as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mindspore as ms  # type: ignore[import-untyped]  # it ships no types
import numpy as np
from numpy.typing import NDArray


def arrays_of(cell: Any) -> dict[str, NDArray[np.float32]]:
    """A copy of every parameter, by its name."""
    return {name: parameter.asnumpy().copy() for name, parameter in cell.parameters_dict().items()}


def set_arrays(cell: Any, arrays: Mapping[str, NDArray[np.float32]]) -> None:
    """Give every parameter its array; KeyError for a parameter without one."""
    for name, parameter in cell.parameters_dict().items():
        parameter.set_data(ms.Tensor(arrays[name]))
