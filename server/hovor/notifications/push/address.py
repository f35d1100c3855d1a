"""Where a browser is pushed to: a secret of that browser, sealed wherever it is kept."""

from typing import Final

import msgspec

PURPOSE: Final = "push subscription"


class Address(msgspec.Struct, frozen=True):
    """Where a browser's push service takes messages for it, and with which keys."""

    endpoint: str
    p256dh: str
    auth: str
