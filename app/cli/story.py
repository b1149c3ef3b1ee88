"""`tradescope story`: the profile of a partner, a province or a product as PDF, or its sentences."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from app.cli.parsing import Subparsers
from app.cli.query_documents import context_document
from app.cli.query_options import add_options, selection_of
from app.cli.terminal import Terminal
from app.engine.analysis.story import Of, Story, find_subject
from app.engine.analysis.story_facts import tell_story
from app.engine.analysis.story_words import picture_title, sentences_of, source_line, story_title, subject_name
from app.engine.errors import NotInDataError
from app.engine.jobs import CancelToken
from app.engine.reports.pdf import write_pdf
from app.engine.reports.story_report import story_report
from app.engine.store.open_store import interruptible, open_store


def add_parser(commands: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare `story`."""
    story = commands.add_parser("story", parents=[common], help="the profile of a partner, a province or a product")
    story.add_argument("key", metavar="KEY", help="ISO3, province code, HS code of 2 to 8 digits, or a name")
    story.add_argument("--of", required=True, choices=[entry.value for entry in Of])
    story.add_argument("--out", type=Path, metavar="FILE", help="write a PDF; without it the sentences are printed")
    add_options(story, by=(), limit=None)
    story.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    subject = find_subject(Of(arguments.of), arguments.key)
    with open_store(Path(arguments.store)) as store, interruptible(token):
        story = tell_story(store, subject, selection_of(arguments))
    if not story.pictures:
        raise NotInDataError("story.nothing", subject=subject_name(subject, terminal.language))
    if arguments.out:
        report = story_report(story, terminal.language, datetime.now().astimezone())
        write_pdf(arguments.out, report, progress=terminal.progress, token=token)
    terminal.print_json(_document(story, arguments.out, terminal))
    if arguments.out:
        terminal.print(terminal.say("story.written", path=arguments.out))
    else:
        _print(story, terminal)
    return 0


def _document(story: Story, out: Path | None, terminal: Terminal) -> dict[str, object]:
    language, context = terminal.language, story.basis.context
    return {
        "of": story.subject.of.value,
        "key": story.subject.key,
        "title": story_title(story, language),
        "years": list(story.years),
        "currency": story.currency,
        "context": context_document(context) if context else None,
        "source": source_line(story, language),
        "pictures": [
            {
                "topic": picture.topic.value,
                "title": picture_title(picture, story, language),
                "sentences": list(sentences_of(picture, story, language)),
                "is_drawn": picture.drawing is not None,
            }
            for picture in story.pictures
        ],
        "file": str(out) if out else None,
    }


def _print(story: Story, terminal: Terminal) -> None:
    terminal.print(story_title(story, terminal.language))
    for picture in story.pictures:
        terminal.print(f"\n{picture_title(picture, story, terminal.language)}")
        for sentence in sentences_of(picture, story, terminal.language):
            terminal.print(f"  {sentence}")
    terminal.print(f"\n{source_line(story, terminal.language)}")
