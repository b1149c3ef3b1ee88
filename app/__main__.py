"""Decides what starts: the window where one is asked for and can be shown, the command line otherwise."""

from __future__ import annotations

import sys


def main() -> int:
    """Entry point of `tradescope` and of `python -m app`; returns the exit status."""
    from app.bridge.start_options import has_display, start_options

    options = start_options(sys.argv[1:])
    if options is not None and has_display():
        from app.main import run

        return run(options)
    from app.cli.main import main as run_command_line

    return run_command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
