"""The `tradescope` command: the whole engine from a terminal, without Qt."""

from app.cli.main import main

__all__ = ["main"]
