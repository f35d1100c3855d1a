"""Identifiers and secrets. An identifier sorts by the time it was made and is never a secret; a secret
is only random.
"""

import hashlib
import secrets
from collections.abc import Callable
from typing import Final

from hovor.foundation.clock import MILLISECOND, Instant

CODE_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that is taken for a digit, and no U."""
CODE_LENGTH: Final = 8

Random = Callable[[int], bytes]
"""Gives that many random bytes, as `os.urandom` does."""

_VERSION_7 = 0x7000
_VARIANT = 0x8000_0000_0000_0000
_RANDOM_BITS = (1 << 62) - 1


def new_id(clock_now: Instant, random: Random) -> str:
    """A UUID version 7 (RFC 9562) as 36 characters of text, sorting by its instant down to a microsecond.

    The twelve bits below the millisecond hold its fraction (RFC 9562, section 6.2, method 3), the last 62
    are random.
    """
    milliseconds, rest = divmod(clock_now, MILLISECOND)
    fraction = rest * 4096 // MILLISECOND
    tail = f"{(int.from_bytes(random(8), 'big') & _RANDOM_BITS) | _VARIANT:016x}"
    head = f"{milliseconds:012x}"
    return f"{head[:8]}-{head[8:]}-{fraction | _VERSION_7:04x}-{tail[:4]}-{tail[4:]}"


def new_secret(bits: int = 160) -> str:
    """An unguessable text of letters, digits, `-` and `_` (safe in a URL) that holds at least `bits`
    random bits.
    """
    return secrets.token_urlsafe((bits + 7) // 8)


def new_code() -> str:
    """A text of eight characters of `CODE_ALPHABET`, 40 random bits: to be read out, where guessing is
    slowed down.
    """
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def token_hash(token: str) -> str:
    """How a token is stored: it has bits enough that nobody finds it from its SHA-256 (ASVS 11.4.2)."""
    return hashlib.sha256(token.encode()).hexdigest()
