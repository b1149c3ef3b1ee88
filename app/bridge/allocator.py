"""Memory that was freed goes back to the system instead of lying in pools of threads.

glibc gives each thread a pool of its own, up to eight a core, of which none serves another, and keeps what was freed
in the middle of it; the longer a day, the more lies there. Other systems have one heap.
"""

from __future__ import annotations

import ctypes
import sys

# As malloc.h numbers what can be set
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_POOLS = 2
_LARGE = 4 << 20  # bytes; blocks from here on are mapped one by one and gone when they are freed
_LEFT_AT_END = 16 << 20


def settle_allocator() -> None:
    """Before threads are started, for a pool that is there stays."""
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None)
    if hasattr(library, "gnu_get_libc_version"):
        library.mallopt(_ARENA_MAX, _POOLS)
        library.mallopt(_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_TRIM_THRESHOLD, _LEFT_AT_END)
