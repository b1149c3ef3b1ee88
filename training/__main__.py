"""The command `tradescope-train`: one subcommand per model."""

from __future__ import annotations

import argparse
import os
import signal
from collections.abc import Callable, Sequence

from app.engine import messages
from app.engine.errors import EngineError, ResourceError, UsageError
from app.engine.jobs import CancelToken
from app.engine.messages import Language
from training.terminal import Terminal

EXIT_OK, EXIT_FAILED, EXIT_USAGE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Train one model; 0 when its file is written, 1 when that failed, 2 when it was not understood."""
    token = CancelToken()
    signal.signal(signal.SIGINT, lambda *_: token.cancel())
    language = Language.EN if os.environ.get("TRADESCOPE_LANG") == "en" else Language.ZH
    try:
        arguments = _parser(language).parse_args(argv)
        language = Language(arguments.lang)
        run: Callable[[argparse.Namespace, Terminal, CancelToken], None] = arguments.run
        run(arguments, Terminal(language), token)
    except EngineError as error:
        Terminal(language).fail(messages.sentence(error, language))
        return EXIT_USAGE if isinstance(error, UsageError) else EXIT_FAILED
    return EXIT_OK


def _parser(language: Language) -> argparse.ArgumentParser:
    try:
        from training.price import command as price_command
        from training.vision import calibrate_command, quantise_command
        from training.vision import command as vision_command
    except ModuleNotFoundError as error:
        if error.name not in {"mindspore", "onnx"}:
            raise
        raise ResourceError("train.mindspore_missing") from error
    parser = argparse.ArgumentParser(prog="tradescope-train", description="Train the models that Tradescope runs.")
    parser.add_argument("--lang", choices=("zh", "en"), default=language.value)
    models = parser.add_subparsers(metavar="MODEL", required=True)
    for name, about, command in (
        ("price", "the unit price network", price_command),
        ("vision", "a network that knows goods from photos", vision_command),
        ("calibrate", "the numbers beside a network for photos", calibrate_command),
        ("quantise", "a network for photos in fewer bits", quantise_command),
    ):
        model = models.add_parser(name, help=about)
        model.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS)
        command.add_arguments(model)
        model.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
