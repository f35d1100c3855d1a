"""Secrets at rest: sealed with AES-256-GCM under a key that lives in a file, not in the database.

A sealed text names its key, so keys can be exchanged while everything runs: the newest seals, all of them
open. It is bound to its company and purpose: copied into another row's field it does not open.
"""

import base64
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hovor.foundation.errors import Refusal

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
FORMAT: Final = "s1"


class KeyFileRefused(Refusal):
    """The key file is missing, damaged or readable by others; the detail says what to do."""

    code = "key_file_refused"
    status = 500
    title = "The file with the secret key cannot be used."


class SealBroken(Exception):
    """A sealed text was changed, belongs to another company or purpose, or its key is gone. Never shown to
    callers.
    """


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys that seal, newest first, by their ids; and the one that hashes, which stays, since hashes are
    looked up.
    """

    sealing: tuple[tuple[str, bytes], ...]
    hashing: bytes


class Vault:
    """Seals and opens. Safe to use from any thread."""

    def __init__(self, ring: KeyRing) -> None:
        self._newest = ring.sealing[0][0]
        self._ciphers = {key_id: AESGCM(key) for key_id, key in ring.sealing}
        self._hashing = ring.hashing

    @classmethod
    def from_file(cls, path: Path) -> "Vault":
        """Opens the key file, or makes one that only its owner may read. Raises `KeyFileRefused`."""
        return cls(read_or_create(path))

    def seal(self, value: str | bytes, *, company: str, purpose: str) -> str:
        """The value as text that only `open` with the same company and purpose can read again."""
        nonce = os.urandom(NONCE_BYTES)
        data = value.encode() if isinstance(value, str) else value
        sealed = self._ciphers[self._newest].encrypt(nonce, data, _bound_to(company, purpose))
        return f"{FORMAT}.{self._newest}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, *, company: str, purpose: str) -> bytes:
        """What was sealed. Raises `SealBroken`."""
        try:
            form, key_id, body = sealed.split(".")
            raw = base64.urlsafe_b64decode(body)
            if form != FORMAT:
                raise SealBroken("unknown format")
            return self._ciphers[key_id].decrypt(
                raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bound_to(company, purpose)
            )
        except (KeyError, ValueError, InvalidTag) as error:
            raise SealBroken("changed, foreign, or its key is gone") from error

    def open_text(self, sealed: str, *, company: str, purpose: str) -> str:
        """What was sealed, as text. Raises `SealBroken`."""
        return self.open(sealed, company=company, purpose=purpose).decode()

    def is_sealed_with_newest(self, sealed: str) -> bool:
        """Whether rotation is done with this text; if not, seal it again."""
        return sealed.startswith(f"{FORMAT}.{self._newest}.")

    def keyed_hash(self, text: str) -> str:
        """A hash for looking up a secret that is stored nowhere else; worthless to who has only the
        database.
        """
        return hmac.digest(self._hashing, text.encode(), "sha256").hex()


def read_or_create(path: Path) -> KeyRing:
    """The keys of the file; when there is none, a new file with mode 0600, whole on disk before anything
    uses it.
    """
    try:
        return _read(path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, KeyRing((_new_key(),), os.urandom(KEY_BYTES)), exclusively=True)
        return _read(path)


def rotate(path: Path) -> KeyRing:
    """Puts a new sealing key in front of the file's keys. Running processes go on with theirs and must be
    restarted.
    """
    ring = _read(path)
    _write(path, KeyRing((_new_key(), *ring.sealing), ring.hashing), exclusively=False)
    return _read(path)


def _new_key() -> tuple[str, bytes]:
    return os.urandom(4).hex(), os.urandom(KEY_BYTES)


def _bound_to(company: str, purpose: str) -> bytes:
    return json.dumps([company, purpose]).encode()


def _read(path: Path) -> KeyRing:
    if path.stat().st_mode & 0o077:
        raise KeyFileRefused(f"{path} can be read by other accounts of this machine. Run: chmod 600 {path}")
    try:
        document = json.loads(path.read_bytes())
        sealing = tuple((str(key["id"]), base64.b64decode(key["key"])) for key in document["sealing"])
        hashing = base64.b64decode(document["hashing"])
    except (ValueError, KeyError, TypeError) as error:
        raise KeyFileRefused(f"{path} is damaged. Put back the copy from your backup.") from error
    if not sealing or any(len(key) != KEY_BYTES for key in (*dict(sealing).values(), hashing)):
        raise KeyFileRefused(f"{path} holds no usable key. Put back the copy from your backup.")
    return KeyRing(sealing, hashing)


def _write(path: Path, ring: KeyRing, *, exclusively: bool) -> None:
    document = {
        "sealing": [{"id": key_id, "key": base64.b64encode(key).decode()} for key_id, key in ring.sealing],
        "hashing": base64.b64encode(ring.hashing).decode(),
    }
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(document, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    try:
        if exclusively:
            # Two processes that start at once: the first file to get the name stays, both read that one.
            os.link(unfinished, path)
        else:
            unfinished.replace(path)
    except FileExistsError:
        return
    finally:
        unfinished.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
