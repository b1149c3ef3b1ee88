"""What can be done with the case in front, for the palette and the sheet of keys."""

from __future__ import annotations

from app.views.screening.decision_bar import EVIDENCE, KEYS, NOTE, OUTCOME, SECOND_LOOK
from app.views.screening.queue_panel import NEXT, PREVIOUS, QueuePanel
from app.widgets.commands import Command


def queue_commands(panel: QueuePanel) -> list[Command]:
    """Nothing while there is no queue; what a button does that cannot be pressed now, it does not do here."""
    if not panel.has_queue:
        return []
    bar, table = panel.card.bar, panel.table
    decisions = [
        Command(f"screening_desk.decide_{decision.value}", "check", bar.buttons[decision].click, keys)
        for decision, keys in KEYS.items()
    ]
    return [
        *decisions,
        Command("screening_desk.next_line", "chevron-right", lambda: table.go(1), NEXT),
        Command("screening_desk.line_before", "chevron-left", lambda: table.go(-1), PREVIOUS),
        Command("screening_desk.write_note", "pencil", bar.note.setFocus, NOTE),
        Command("screening_desk.second_look", "eye", bar.second.click, SECOND_LOOK),
        Command("screening_desk.outcome", "check", bar.outcome.click, OUTCOME),
        Command("screening_desk.evidence_export", "download", bar.evidence.click, EVIDENCE),
    ]
