"""Encryption for one browser: RFC 8291 over aes128gcm (RFC 8188), as a single record."""

import base64
import binascii
from collections.abc import Callable
from typing import Final

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE: Final = ec.SECP256R1()
RECORD: Final = 4096
MOST_BYTES: Final = RECORD - 86 - 17
"""What fits into one record of 4,096 bytes with its header (86) and its padding and tag (17): 3,993."""
_SECRET_BYTES: Final = 16
_POINT_BYTES: Final = 65
_LAST_RECORD: Final = b"\x02"

Chance = Callable[[int], bytes]
"""Gives that many random bytes."""


class KeysRefused(ValueError):
    """What a browser gave are no keys of RFC 8291."""


class BrowserKeys:
    """The public key and the shared secret of one browser."""

    def __init__(self, p256dh: str, auth: str) -> None:
        """Both base64url, as `PushSubscription.toJSON` gives them. Raises `KeysRefused`."""
        self.point: Final = decode(p256dh)
        self.secret: Final = decode(auth)
        if len(self.point) != _POINT_BYTES or len(self.secret) != _SECRET_BYTES:
            raise KeysRefused("p256dh has 65 bytes and auth 16")
        try:
            self.public: Final = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, self.point)
        except ValueError as error:
            raise KeysRefused("p256dh is no point of the curve P-256") from error


def encrypt(
    text: bytes, keys: BrowserKeys, *, salt: bytes, sender: ec.EllipticCurvePrivateKey | None = None
) -> bytes:
    """The body of a push request. `salt` is 16 random bytes, `sender` a key pair of this message alone; it is
    given by tests only. Raises `ValueError` for a text longer than `MOST_BYTES`.
    """
    if len(text) > MOST_BYTES:
        raise ValueError(f"{len(text)} bytes do not fit into a push, at most {MOST_BYTES}")
    own = sender or ec.generate_private_key(CURVE)
    own_point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), keys.public)
    info = b"WebPush: info\x00" + keys.point + own_point
    material = _expand(_extract(keys.secret, shared), info, 32)
    pseudo_random = _extract(salt, material)
    key = _expand(pseudo_random, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _expand(pseudo_random, b"Content-Encoding: nonce\x00", 12)
    sealed = AESGCM(key).encrypt(nonce, text + _LAST_RECORD, None)
    return salt + RECORD.to_bytes(4, "big") + bytes([len(own_point)]) + own_point + sealed


def encode(raw: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """What `encode` gave. Raises `KeysRefused`."""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise KeysRefused("not base64url") from error


def _extract(salt: bytes, material: bytes) -> bytes:
    keyed = hmac.HMAC(salt, hashes.SHA256())
    keyed.update(material)
    return keyed.finalize()


def _expand(key: bytes, info: bytes, length: int) -> bytes:
    return HKDFExpand(hashes.SHA256(), length, info).derive(key)
