"""What MindSpore makes of stored inputs: python mindir_outputs.py MODEL.mindir INPUTS.npz OUTPUT.npz."""

from __future__ import annotations

import sys

import mindspore as ms  # type: ignore[import-untyped]  # it ships no types
import numpy as np
from mindspore import nn

net = nn.GraphCell(ms.load(sys.argv[1]))
with np.load(sys.argv[2]) as inputs:
    rows = [
        net(ms.Tensor(inputs["ids"][at : at + 1]), ms.Tensor(inputs["figures"][at : at + 1]))
        for at in range(len(inputs["ids"]))
    ]
told, attention = (np.concatenate([row[part].asnumpy() for row in rows]) for part in (0, 1))
np.savez(sys.argv[3], told=told, attention=attention)
