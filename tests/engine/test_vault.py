from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, NoKeyringError

from app.engine.screening.desk_keys import KeyOrigin, desk_key, fingerprint_of, is_signed
from app.engine.vault import KeyringSecrets, SessionSecrets


class Working(KeyringBackend):
    priority = 1

    kept: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


class Absent(Working):
    def get_password(self, service: str, username: str) -> str | None:
        raise NoKeyringError

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NoKeyringError


class Locked(Working):
    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked


class Forgetful(Working):
    def set_password(self, service: str, username: str, password: str) -> None:
        pass


def made(backend: Callable[[], KeyringBackend]) -> KeyringBackend:
    return backend()


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = keyring.get_keyring()
    Working.kept.clear()
    yield
    keyring.set_keyring(before)


def test_a_working_keyring_keeps_a_secret_for_the_next_session() -> None:
    keyring.set_keyring(made(Working))

    assert KeyringSecrets().keep("key", "secret")
    assert KeyringSecrets().read("key") == "secret"


@pytest.mark.parametrize("backend", [Absent, Locked, Forgetful])
def test_a_keyring_that_keeps_nothing_leaves_the_secret_for_this_session(backend: type[KeyringBackend]) -> None:
    keyring.set_keyring(made(backend))
    secrets = KeyringSecrets()

    assert not secrets.keep("key", "secret")
    assert secrets.read("key") == "secret"
    assert KeyringSecrets().read("key") is None


def test_the_key_of_a_desk_is_the_same_tomorrow_where_there_is_a_keyring() -> None:
    keyring.set_keyring(made(Working))

    today, tomorrow = desk_key(KeyringSecrets()), desk_key(KeyringSecrets())

    assert today.origin is tomorrow.origin is KeyOrigin.KEYRING
    assert today.public_key == tomorrow.public_key
    assert fingerprint_of(today.public_key) == today.fingerprint
    assert len(today.fingerprint.replace("-", "")) == 32


def test_without_a_keyring_each_session_has_a_key_of_its_own_and_says_so() -> None:
    secrets = SessionSecrets()

    first, again, other = desk_key(secrets), desk_key(secrets), desk_key(SessionSecrets())

    assert first.origin is KeyOrigin.SESSION
    assert first.public_key == again.public_key != other.public_key


def test_a_signature_fits_what_was_signed_and_nothing_else() -> None:
    key, other = desk_key(SessionSecrets()), desk_key(SessionSecrets())
    signature = key.sign("申报".encode())

    assert is_signed("申报".encode(), signature=signature, public_key=key.public_key)
    assert not is_signed(b"other", signature=signature, public_key=key.public_key)
    assert not is_signed("申报".encode(), signature=signature, public_key=other.public_key)
    assert not is_signed("申报".encode(), signature="no signature", public_key=key.public_key)
    assert not is_signed("申报".encode(), signature=signature, public_key="00")
    assert not is_signed("申报".encode(), signature=signature.upper(), public_key=key.public_key)


def test_a_damaged_secret_is_replaced_by_a_new_key() -> None:
    secrets = SessionSecrets({"screening-desk-key": "nonsense"})

    assert desk_key(secrets).sign(b"x")


def test_secrets_are_told_by_no_failure_that_quotes_its_objects() -> None:
    secrets = SessionSecrets()
    secrets.keep("name", "very secret")

    assert "very secret" not in repr((secrets, KeyringSecrets(secrets), desk_key(secrets)))
