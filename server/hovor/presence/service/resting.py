"""Inactivity: whoever has not touched Hovor for as long as the company says is away. Off unless it says
so.
"""

from typing import Final

import sqlalchemy as sa

from hovor.companies import queries as companies
from hovor.foundation.clock import MINUTE, Instant
from hovor.foundation.database import Hot, Work
from hovor.foundation.timers import cancel_timer, set_timer
from hovor.presence import models, queries

INACTIVE_TIMER: Final = "presence.inactive"

_connection = models.connection.c
_INPUTS = Hot(
    sa.select(_connection.opened_at, _connection.input_at).where(
        _connection.company_id == sa.bindparam("company_id"),
        _connection.operator_id == sa.bindparam("operator_id"),
    )
)


def _watch_for_input(work: Work, operator_id: str) -> None:
    """From now on, while he is online and the company wants it."""
    limit = companies.settings(work).inactive_after_minutes * MINUTE
    if limit and queries.declared(work, operator_id).status == "online":
        at = max(work.now, _quiet_since(work, operator_id) + limit)
        set_timer(work, kind=INACTIVE_TIMER, key=operator_id, at=at)
    else:
        cancel_timer(work, kind=INACTIVE_TIMER, key=operator_id)


def _quiet_since(work: Work, operator_id: str) -> Instant:
    """The last sign of a human being: keys and pointer on any of his pages, work that was handled, or the
    beginning of his status. While he is on a call, now.
    """
    now = queries.declared(work, operator_id)
    doing = queries.activity(work, operator_id)
    if doing.on_call > 0 or now.on_another_call:
        return work.now
    inputs = work.all(_INPUTS, company_id=work.company, operator_id=operator_id)
    touched: list[Instant] = [input_at or opened_at for opened_at, input_at in inputs]
    return max(now.since, doing.idle_since or now.since, *touched, now.since)
