"""Where secrets are kept: in the keyring of the operating system, or for this session only where there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import keyring
from keyring.errors import KeyringError

_SERVICE = "Tradescope"


class Secrets(Protocol):
    """Secrets by name."""

    def read(self, name: str) -> str | None:
        """What is kept; None where there is nothing, or nothing can be kept."""
        ...

    def keep(self, name: str, secret: str) -> bool:
        """Keep a secret; False if it lasts for this session only."""
        ...


@dataclass(frozen=True, slots=True)
class SessionSecrets:
    """Secrets that end with the program."""

    kept: dict[str, str] = field(default_factory=dict, repr=False)

    def read(self, name: str) -> str | None:
        """What was kept since the start."""
        return self.kept.get(name)

    def keep(self, name: str, secret: str) -> bool:
        """Keep until the program ends."""
        self.kept[name] = secret
        return False


@dataclass(frozen=True, slots=True)
class KeyringSecrets:
    """Secrets in the keyring of the operating system; a keyring that refuses is as good as none."""

    session: SessionSecrets = field(default_factory=SessionSecrets)

    def read(self, name: str) -> str | None:
        """From the keyring, else from this session."""
        try:
            secret = keyring.get_password(_SERVICE, name)
        except (KeyringError, OSError, RuntimeError):
            secret = None
        return self.session.read(name) if secret is None else secret

    def keep(self, name: str, secret: str) -> bool:
        """Into the keyring, and looked at again, since some keyrings keep nothing and do not say so."""
        try:
            keyring.set_password(_SERVICE, name, secret)
            if keyring.get_password(_SERVICE, name) == secret:
                return True
        except (KeyringError, OSError, RuntimeError):
            pass
        return self.session.keep(name, secret)
