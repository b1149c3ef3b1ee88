"""The screening desk as its officers use it: the folder of cases and the key that signs what leaves it."""

from __future__ import annotations

import functools
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from app.engine.screening.desk_keys import DeskKey, desk_key
from app.engine.store.cases.case_folder import CaseFolder
from app.engine.store.cases.journal import Author
from app.engine.store.cases.known_keys import KnownKey, all_known_keys, keep_known_key
from app.engine.store.cases.run_file import RunFile
from app.engine.vault import Secrets

_OWN = ""  # the name of this desk among those that it knows


@dataclass(frozen=True)
class CaseDesk:
    """What every call about cases is given; constructing touches nothing."""

    folder: Path
    secrets: Secrets = field(repr=False)

    @property
    def cases(self) -> CaseFolder:
        """Cases, officers and the log."""
        return CaseFolder(self.folder)

    def run_file(self, run_id: int) -> RunFile:
        """The lines of a run."""
        return RunFile(self.cases.run_path(run_id))

    @functools.cached_property
    def key(self) -> DeskKey:
        """The desk's key; a keyring may ask its user first, so the first use belongs on a worker.

        Its public half is known here for ever, so that what was signed in an earlier session is known, too.
        """
        key = desk_key(self.secrets)
        with self.cases.reading() as connection:
            is_known = any(each.public_key == key.public_key for each in all_known_keys(connection))
        if not is_known:
            with self.cases.writing() as (connection, journal):
                keep_known_key(connection, KnownKey(key.fingerprint, key.public_key, _OWN))
                details = {"fingerprint": key.fingerprint, "origin": key.origin.value}
                journal.add(Author(None, "", os_user()), "key_made", details)
        return key


def os_user() -> str:
    """The user of the operating system by its own word; variables of the environment can say anything."""
    if sys.platform == "win32":
        return os.getlogin()
    # Absent on Windows
    import pwd  # noqa: PLC0415

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
