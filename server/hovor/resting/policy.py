"""Pure decisions about conversations that are put aside."""

from typing import Final

from hovor.foundation.clock import DAY, Instant

LONGEST: Final = 365 * DAY
"""A snooze lasts a year at most: what is put aside for longer is forgotten."""


def wrong_until(until: Instant, now: Instant) -> str | None:
    """Why one cannot be snoozed until then, in words that may be shown; None when it can."""
    if until <= now:
        return "Choose a time that is still to come."
    return "A conversation can be snoozed for a year at most." if until > now + LONGEST else None
