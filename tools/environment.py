"""The program's own virtual environment: made once from the hash-locked requirements, recognised quickly ever after."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import setup_errors, system_packages
from tools.installers import index_settings, run_tool

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "tradescope-setup.json"
LOG = VENV / "setup.log"
LOCK = ROOT / ".venv.lock"
NEEDED_MB = 1500
SUPPORTED_VERSIONS = ("3.11", "3.12")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an environment was made from: the checkout's place and the SHA-256 of each input."""

    root: str
    inputs: Mapping[str, str]


def python(folder: Path = VENV, system: str = os.name) -> Path:
    """The environment's interpreter."""
    return folder / ("Scripts/python.exe" if system == "nt" else "bin/python")


def digests(locks: Sequence[str], root: Path = ROOT) -> dict[str, str]:
    """SHA-256 of everything that the environment for these locks is made from, by its path in the repository."""
    names = ["pyproject.toml", "requirements/installer.lock", *(f"requirements/{lock}.lock" for lock in locks)]
    return {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in names}


def read_stamp(path: Path = STAMP) -> Stamp | None:
    """The stamp of a finished set-up; None if there is none or it cannot be read."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return Stamp(entries["root"], entries["inputs"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_stamp(stamp: Stamp, path: Path = STAMP) -> None:
    """Record a finished set-up in one step, so that a killed one leaves none."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps({"root": stamp.root, "inputs": dict(stamp.inputs)}, indent=1), encoding="utf-8")
    draft.replace(path)


def is_current(stamp: Stamp | None, inputs: Mapping[str, str], root: Path = ROOT) -> bool:
    """True if the environment was made here from exactly these inputs (it may hold more)."""
    if stamp is None or stamp.root != str(root):
        return False
    return all(stamp.inputs.get(name) == digest for name, digest in inputs.items())


def ensure(locks: Sequence[str]) -> None:
    """Make or update the environment unless it is current; two starts at once take turns."""
    inputs = digests(locks)
    if is_current(read_stamp(), inputs) and python().exists():
        return
    try:
        with turn(LOCK):
            stamp = read_stamp()
            if not (is_current(stamp, inputs) and python().exists()):
                make(locks, inputs, stamp)
    except PermissionError as error:
        raise setup_errors.SetupError("setup.not_writable", folder=ROOT, reason=error.strerror) from error
    except OSError as error:
        code = setup_errors.cause(str(error))
        raise setup_errors.SetupError(code, folder=ROOT, needed_mb=NEEDED_MB, log=LOG) from error


def make(locks: Sequence[str], inputs: Mapping[str, str], stamp: Stamp | None) -> None:
    """Install the locks; the stamp goes first and comes back last, so that an interrupted set-up is repeated."""
    setup_errors.say("setup.preparing", folder=VENV)
    system_packages.provide()
    is_reusable = (stamp is None or stamp.root == str(ROOT)) and is_usable()
    if not is_reusable:
        require_space()
        create()
    STAMP.unlink(missing_ok=True)
    LOG.unlink(missing_ok=True)
    install(locks)
    kept = dict(stamp.inputs) if stamp and is_reusable else {}
    write_stamp(Stamp(str(ROOT), {**kept, **inputs}))


def is_usable() -> bool:
    """True if the environment's interpreter starts and has a supported version."""
    if not python().exists():
        return False
    question = [str(python()), "-c", "import sys, pip; print('{}.{}'.format(*sys.version_info[:2]))"]
    answer = subprocess.run(question, capture_output=True, text=True, check=False)
    return answer.stdout.strip() in SUPPORTED_VERSIONS


def require_space() -> None:
    """Refuse to begin what the disk cannot hold."""
    if shutil.disk_usage(ROOT).free < NEEDED_MB * 1_000_000:
        raise setup_errors.SetupError("setup.no_disk", folder=ROOT, needed_mb=NEEDED_MB)


def create() -> None:
    """Make an empty environment in place of whatever was there."""
    if VENV.exists():
        shutil.rmtree(VENV)
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True, stdout=subprocess.DEVNULL)


def install(locks: Sequence[str]) -> None:
    """pip brings uv, uv brings everything else by hash; last the program itself, as a link to this checkout."""
    interpreter = str(python())
    pip = [interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries=1"]
    uv = [interpreter, "-m", "uv", "pip", "install", "--python", interpreter]
    settings = {**os.environ, **index_settings(interpreter, os.environ), "UV_PYTHON_DOWNLOADS": "never"}
    files = {name: str(ROOT / "requirements" / f"{name}.lock") for name in ("installer", *locks)}
    run_tool([*pip, "--require-hashes", "--requirement", files["installer"]], settings, LOG)
    for lock in locks:
        run_tool([*uv, "--require-hashes", "--requirement", files[lock]], settings, LOG, can_work_offline=True)
    run_tool([*uv, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], settings, LOG)


@contextlib.contextmanager
def turn(path: Path) -> Iterator[None]:
    """Hold the set-up lock; whoever comes second says so and waits."""
    with path.open("a+b") as handle:
        if not try_lock(handle.fileno(), wait=False):
            setup_errors.say("setup.waiting")
            while not try_lock(handle.fileno(), wait=True):
                pass
        yield


if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int, *, wait: bool) -> bool:
        """Lock one byte; waiting ends by itself after ten seconds. Closing the file unlocks."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(descriptor: int, *, wait: bool) -> bool:
        """Lock the file; closing it unlocks."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
