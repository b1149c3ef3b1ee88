"""Data-parallel training: several processes that `msrun` starts, each with its share of the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mindspore as ms  # type: ignore[import-untyped]  # it ships no types
from mindspore import communication, nn


@dataclass(frozen=True, slots=True)
class Workers:
    """How many processes train together, and which of them this is."""

    count: int = 1
    rank: int = 0

    @property
    def is_first(self) -> bool:
        """The one that writes files and speaks."""
        return self.rank == 0

    def gradient_reducer(self, parameters: Any) -> Any:
        """Averages gradients over all processes; None where there is one only."""
        return None if self.count == 1 else nn.DistributedGradReducer(parameters)


def join_workers() -> Workers:
    """Join the processes that `msrun` started together with this one."""
    communication.init()
    workers = Workers(communication.get_group_size(), communication.get_rank())
    ms.set_auto_parallel_context(
        parallel_mode=ms.ParallelMode.DATA_PARALLEL, gradients_mean=True, device_num=workers.count
    )
    return workers
