"""Who sends a push (RFC 8292): a key pair of the company, and a short-lived token for each push service."""

from typing import Final

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hovor.foundation.clock import HOUR, SECOND, Instant
from hovor.foundation.secrets import Vault
from hovor.notifications.push.encryption import CURVE, encode

LIVES: Final[Instant] = 12 * HOUR
"""How long a token is good; the standard allows 24 hours."""
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class Sender:
    """The company as push services know it."""

    def __init__(self, vault: Vault, company: str) -> None:
        """The private key follows from the installation's secret, so that nothing is stored and every process
        has the same: browsers are bound to it.
        """
        scalar = int(vault.keyed_hash(f"web push of company {company}"), 16) % (_ORDER - 1) + 1
        self._key: Final = ec.derive_private_key(scalar, CURVE)

    @property
    def public_key(self) -> str:
        """What browsers subscribe with (base64url)."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return encode(point)

    def authorization(self, origin: str, now: Instant, contact: str) -> str:
        """The header `Authorization` for the push service at `origin`, good for twelve hours. `contact` is a
        `mailto:` or `https:` address, for that service's people.
        """
        claims = {"aud": origin, "exp": (now + LIVES) // SECOND, "sub": contact}
        head, body = ({"typ": "JWT", "alg": "ES256"}, claims)
        signed = ".".join(encode(msgspec.json.encode(each)) for each in (head, body))
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        signature = encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        return f"vapid t={signed}.{signature}, k={self.public_key}"
