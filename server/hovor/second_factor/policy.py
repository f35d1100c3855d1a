"""Pure decisions about codes: RFC 6238 with SHA-1, six digits and thirty seconds, as apps have it."""

import base64
import hmac
import re
import struct
from typing import Final
from urllib.parse import quote

from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.identifiers import CODE_ALPHABET, CODE_LENGTH

STEP_SECONDS: Final = 30
DIGITS: Final = 6
WINDOW: Final = 1
"""Steps before and after the one of now that are taken: phones are not always on time."""
RECOVERY_CODES: Final = 10

# What people write for the characters that Crockford's alphabet leaves out.
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_ISSUER: Final = "Hovor"


def step_of(now: Instant) -> int:
    """The number of the time step at this instant."""
    return now // (STEP_SECONDS * SECOND)


def code_at(key: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of this step (RFC 4226, 5.3)."""
    digest = hmac.digest(key, struct.pack(">Q", step), "sha1")
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**digits:0{digits}d}"


def fitting_step(key: bytes, code: str, now: Instant) -> int | None:
    """The step whose code this is, of those that are taken now; None when it is none of them."""
    typed = re.sub(r"\s", "", code)
    if not (typed.isascii() and typed.isdigit() and len(typed) == DIGITS):
        return None
    here = step_of(now)
    found = None
    # All of them are compared, so that the time it takes tells nothing.
    for step in range(max(0, here - WINDOW), here + WINDOW + 1):
        if hmac.compare_digest(code_at(key, step), typed):
            found = step
    return found


def normal_recovery_code(text: str) -> str | None:
    """A recovery code as it is stored, from what somebody typed; None when it can be none."""
    code = re.sub(r"[\s\-]", "", text).upper().translate(_READ_AS)
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET) else None


def shown_recovery_code(code: str) -> str:
    """In two groups, as it is written down."""
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


def typed_secret(key: bytes) -> str:
    """The secret as it is typed into an app that cannot see the picture."""
    return base64.b32encode(key).decode().rstrip("=")


def address(key: bytes, email: str) -> str:
    """What the picture holds: the `otpauth` address that apps read."""
    label = f"{_ISSUER}:{quote(email, safe='@')}"
    secret = typed_secret(key)
    return f"otpauth://totp/{label}?secret={secret}&issuer={_ISSUER}&digits={DIGITS}&period={STEP_SECONDS}"
