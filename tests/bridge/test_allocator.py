from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

_THREADS = """
import ctypes, sys, threading
from app.bridge.allocator import settle_allocator

settle_allocator()
library, meeting = ctypes.CDLL(None), threading.Barrier(9)
library.malloc.restype, library.fopen.restype = ctypes.c_void_p, ctypes.c_void_p

def work():
    library.malloc(100_000)
    meeting.wait(60)

for _ in range(8):
    threading.Thread(target=work).start()
meeting.wait(60)
stream = ctypes.c_void_p(library.fopen(sys.argv[1].encode(), b"w"))
library.malloc_info(0, stream)
library.fclose(stream)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives threads pools of their own")
def test_eight_threads_share_two_pools_of_memory(tmp_path: Path) -> None:
    told = tmp_path / "pools.xml"

    subprocess.run([sys.executable, "-c", _THREADS, str(told)], check=True)

    assert told.read_text(encoding="utf-8").count("<heap nr=") == 2
