import json

import pytest

from app.bridge.charts.cards import Card, Chart, Layout
from app.bridge.charts.outbox import Outbox


def _taken(outbox: Outbox) -> dict[str, object]:
    message = outbox.take()
    assert message is not None
    document: dict[str, object] = json.loads(message)
    return document


def _names(document: dict[str, object]) -> list[str]:
    charts = document.get("charts", {})
    assert isinstance(charts, dict)
    return sorted(charts)


@pytest.fixture
def outbox() -> Outbox:
    outbox = Outbox()
    outbox.put("layout", {"cards": []})
    outbox.put_charts({"a": Chart("甲", option={"series": [1]}), "b": Chart("乙")})
    return outbox


def test_the_first_message_has_everything(outbox: Outbox) -> None:
    document = _taken(outbox)

    assert document.keys() == {"revision", "layout", "charts"}
    assert _names(document) == ["a", "b"]


def test_nothing_new_is_no_message(outbox: Outbox) -> None:
    outbox.take()
    outbox.put_charts({"a": Chart("甲", option={"series": [1]})})

    assert outbox.take() is None


def test_only_the_chart_that_differs_is_sent(outbox: Outbox) -> None:
    outbox.take()
    outbox.put_charts({"a": Chart("甲", option={"series": [2]}), "b": Chart("乙")})

    document = _taken(outbox)

    assert document.keys() == {"revision", "charts"}
    assert _names(document) == ["a"]


def test_changes_within_a_turn_become_one_message_with_the_last_state(outbox: Outbox) -> None:
    outbox.put_charts({"a": Chart("first")})
    outbox.put_charts({"a": Chart("last")})

    document = _taken(outbox)

    assert document["charts"]["a"]["title"] == "last"  # type: ignore[index]  # the document is plain JSON
    assert outbox.take() is None


def test_a_restarted_page_gets_all_again_under_a_new_revision(outbox: Outbox) -> None:
    first = _taken(outbox)
    outbox.restart()

    again = _taken(outbox)

    assert (again["layout"], again["charts"]) == (first["layout"], first["charts"])
    assert again["revision"] == 2


def test_a_chart_without_a_card_is_forgotten(outbox: Outbox) -> None:
    outbox.keep_only(Layout((Card("b", 12),)))

    assert _names(_taken(outbox)) == ["b"]


def test_a_figure_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        Outbox().put_charts({"a": Chart("甲", option={"series": [float("nan")]})})
