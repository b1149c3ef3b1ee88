"""How the dashboard shows a selection: measure, colour scale, flows, and what is compared with what."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.bridge.charts.scales import Scale
from app.bridge.dashboard_metrics import Metric
from app.engine.store.selection import Selection, Years

_EVERYTHING = Selection()


class Comparing(enum.Enum):
    """What stands side by side."""

    NOTHING = "nothing"
    YEARS = "years"
    SELECTIONS = "selections"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two years of one selection, or the selection that was pinned beside the one that is shown now."""

    kind: Comparing = Comparing.NOTHING
    first_year: int = 0
    second_year: int = 0
    pinned: Selection = _EVERYTHING

    @property
    def is_on(self) -> bool:
        """True while two things stand side by side."""
        return self.kind is not Comparing.NOTHING

    def sides(self, selection: Selection) -> tuple[Selection, Selection]:
        """What is asked for the left and for the right."""
        if self.kind is Comparing.YEARS:
            return (
                replace(selection, years=Years(self.first_year, self.first_year)),
                replace(selection, years=Years(self.second_year, self.second_year)),
            )
        return self.pinned, selection


_NO_COMPARISON = Comparison()


@dataclass(frozen=True, slots=True)
class DashboardState:
    """Everything besides the selection; a saved view keeps it but not the comparison."""

    metric: Metric = Metric.VALUE
    scale: Scale = Scale.LOG
    has_flows: bool = True
    comparison: Comparison = _NO_COMPARISON


def state_document(state: DashboardState) -> dict[str, object]:
    """What a saved view keeps."""
    return {"metric": state.metric.value, "scale": state.scale.value, "has_flows": state.has_flows}


def read_state(document: Mapping[str, object]) -> DashboardState:
    """The state of a saved view; what another version wrote and this one does not know has its default."""
    default = DashboardState()
    metrics = {metric.value: metric for metric in Metric}
    scales = {scale.value: scale for scale in (Scale.LOG, Scale.QUANTILE)}
    has_flows = document.get("has_flows")
    return DashboardState(
        metric=metrics.get(str(document.get("metric")), default.metric),
        scale=scales.get(str(document.get("scale")), default.scale),
        has_flows=has_flows if isinstance(has_flows, bool) else default.has_flows,
    )
