"""Decides what starts: the command line for every request until there is a window."""

from __future__ import annotations

import sys


def main() -> int:
    """Entry point of `tradescope` and of `python -m app`; returns the exit status."""
    from app.cli import main as run_command_line

    return run_command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
