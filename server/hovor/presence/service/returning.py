"""Returning: "back at" reminds at its time, and changes no status."""

from typing import Final

from hovor.foundation.clock import Instant
from hovor.foundation.database import Work
from hovor.foundation.timers import cancel_timer, set_timer
from hovor.presence import queries
from hovor.presence.events import ReturnDue

RETURN_TIMER: Final = "presence.return"


def _watch_for_return(
    work: Work, operator_id: str, *, before: Instant | None, back_at: Instant | None
) -> None:
    """Keeps the reminder in step with what was said before and is said now. A time that is past reminds of
    nothing.
    """
    if back_at is not None and back_at > work.now:
        set_timer(work, kind=RETURN_TIMER, key=operator_id, at=back_at)
    elif before is not None:
        cancel_timer(work, kind=RETURN_TIMER, key=operator_id)


def _return_due(work: Work, *, key: str) -> None:
    """Timer: the operator `key` wanted to be back by now, unless he is back or has said otherwise."""
    now = queries.declared(work, key)
    if now.status == "away" and now.back_at is not None and now.back_at <= work.now:
        work.publish(ReturnDue(operator_id=key))
