from __future__ import annotations

from app.engine.store.databases import open_memory


def test_what_answers_no_longer_need_is_returned_while_nothing_is_asked() -> None:
    """The allocator's own thread returns it; without one, nothing does before the next question."""
    with open_memory() as connection:
        settings = connection.execute("SELECT current_setting('allocator_background_threads')").fetchall()

    assert settings == [(True,)]
