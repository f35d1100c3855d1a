"""Pure decisions about accounts: addresses, passwords, how long a sign-in lasts, who must stay
administrator.
"""

import re
from collections.abc import Collection
from typing import Annotated, Final, Literal

import msgspec

from hovor.foundation.caller import Role
from hovor.foundation.clock import DAY, MINUTE, SECOND, Instant
from hovor.foundation.rate_limits import Growth

Theme = Literal["auto", "light", "dark"]
Scope = Literal["invitations.read", "invitations.write", "presence.write"]
"""What an API key may be allowed. A feature that lets integrations in adds its own."""
SignUpLinkState = Literal["active", "used", "expired", "revoked"]


class OwnCapacity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one operator can carry, where that is not the company's usual: slots in all, None for the usual,
    and how many of each channel kind that is named.
    """

    total: Annotated[int, msgspec.Meta(ge=1, le=100)] | None = None
    kinds: dict[str, Annotated[int, msgspec.Meta(ge=0, le=100)]] = {}


SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 256
LONGEST_EMAIL: Final = 254

ADDRESS_PAUSES: Final = Growth(free=5, first=SECOND, most=5 * MINUTE, forget_after=DAY)
"""For one address: a person mistypes a few times, a guesser gets some three hundred tries a day."""

NETWORK_PAUSES: Final = Growth(free=50, first=SECOND, most=5 * MINUTE, forget_after=DAY)
"""For one network, where a whole office may sit; any success forgives it."""

NETWORK_KNOWN_FOR: Final[Instant] = 90 * DAY
"""How long after a sign-in strangers' failures elsewhere do not delay the operator there."""

LONGEST_SIGN_UP_SECONDS: Final = 7 * 86_400
"""A link for a new colleague is valid for at most that long."""

NOTED_EVERY: Final[Instant] = MINUTE
"""How exactly "last seen" is kept."""

_EMAIL: Final = re.compile(r"[^\s@<>\",;:\\]+@[^\s@<>\",;:\\.]+(\.[^\s@<>\",;:\\.]+)*")
_DIFFERENT_CHARACTERS: Final = 5
# Of the passwords that people choose most, those that are long enough to pass otherwise.
_COMMON: Final = frozenset(
    {
        "123456789012",
        "1234567890123",
        "12345678901234",
        "1234567890abc",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "abcdefghijkl",
        "administrator",
        "adminadminadmin",
        "changemechangeme",
        "contactcentre",
        "contactcenter",
        "correcthorsebatterystaple",
        "iloveyouforever",
        "letmeinletmein",
        "letmeinplease",
        "passwordpassword",
        "password1234",
        "password12345",
        "password123456",
        "password2026",
        "qwertyqwerty",
        "qwertyuiop12",
        "qwertyuiop123",
        "qwertyuiopasdf",
        "welcome12345",
        "welcomewelcome",
    }
)


def normal_email(text: str) -> str | None:
    """The address as it is stored and compared (lower case, no blanks around it); None when it is none."""
    address = text.strip().lower()
    return address if len(address) <= LONGEST_EMAIL and _EMAIL.fullmatch(address) else None


def password_problem(password: str, email: str) -> str | None:
    """What is wrong with a new password, in words for the person who chose it; None when it will do."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Use at least {SHORTEST_PASSWORD} characters."
    if len(password) > LONGEST_PASSWORD:
        return f"Use at most {LONGEST_PASSWORD} characters."
    plain = password.strip().lower()
    if plain == email or plain == email.partition("@")[0]:
        return "Use something other than your e-mail address."
    if plain in _COMMON or len(set(plain)) < _DIFFERENT_CHARACTERS:
        return "This password is among the first that anybody would try. Choose another."
    return None


def sign_in_ends_at(created_at: Instant, last_seen_at: Instant, *, idle: Instant, limit: Instant) -> Instant:
    """When a sign-in is over unless it is used or held: after `idle` without use, after `limit` in any
    case.
    """
    return min(last_seen_at + idle, created_at + limit)


def is_last_administrator(administrator_ids: Collection[str], operator_id: str) -> bool:
    """Whether nobody could administer any more without this one; `administrator_ids` are the active ones
    (INV-54).
    """
    return operator_id in administrator_ids and len(administrator_ids) == 1


def may_bring_in(maker_role: Role, *, maker_active: bool) -> bool:
    """Whether a sign-up link of this maker still gives anything: it grants no more than its maker could
    (INV-53b), and only an administrator gives roles, groups and channels.
    """
    return maker_active and maker_role == "administrator"


def sign_up_link_state(
    now: Instant, *, valid_until: Instant, used_at: Instant | None, revoked_at: Instant | None
) -> SignUpLinkState:
    """What has become of a sign-up link; at its last instant it is over already."""
    if used_at is not None:
        return "used"
    if revoked_at is not None:
        return "revoked"
    return "active" if now < valid_until else "expired"
