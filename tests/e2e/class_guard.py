"""Ends the program where a class of Qt's is defined anywhere but on the main thread, which may end it at any moment."""

from __future__ import annotations

import builtins
import os
import sys
import threading
import traceback
from typing import Any

from shiboken6 import Shiboken

FAILED = 4


def install() -> None:
    """Look at each class that is defined from now on."""
    build = builtins.__build_class__

    def guarded(body: Any, name: str, *bases: Any, **options: Any) -> Any:
        is_main = threading.current_thread() is threading.main_thread()
        if not is_main and any(isinstance(base, type) and issubclass(base, Shiboken.Object) for base in bases):
            traceback.print_stack()
            print(f"{name} is defined on {threading.current_thread().name}", file=sys.stderr, flush=True)
            os._exit(FAILED)
        return build(body, name, *bases, **options)

    builtins.__build_class__ = guarded  # type: ignore[assignment]  # its bases are positional, which that type cannot say
