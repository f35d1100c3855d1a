"""Timers: "at this time, do this verb". Durable, set and cancelled within a unit of work, fired by
`TimerRunner`.

A feature declares its verbs as `TIMERS = {"offer_deadline": service.expire}`. When the time has come the
verb runs as `verb(work, key=key, **values)` in a unit of its own, with the caller `SystemCaller(company,
"timer:offer_deadline")`; the timer is gone in that same unit, so the verb may set it anew. Whoever cannot
be sure that the timer still makes sense checks again: the verb may run any time after its instant.
"""

from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from hovor.foundation.clock import Instant
from hovor.foundation.database.schema import company_column, instant_column, metadata
from hovor.foundation.database.statements import Hot, insert
from hovor.foundation.database.work import Reading, Work
from hovor.foundation.errors import NotFound

timer = sa.Table(
    "timer",
    metadata,
    company_column(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    instant_column("at"),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("error", sa.Text),
    # When it was given up; an administrator may have it tried again.
    instant_column("parked_at", nullable=True),
    sa.PrimaryKeyConstraint("company_id", "kind", "key"),
)
_live = timer.c.parked_at.is_(None)
sa.Index("timer_due", timer.c.at, sqlite_where=_live, postgresql_where=_live)

_new = insert(timer)
_SET = Hot(
    _new.on_conflict_do_update(
        index_elements=["company_id", "kind", "key"],
        set_={
            column: _new.excluded[column] for column in ("at", "payload", "attempts", "error", "parked_at")
        },
    )
)
_CANCEL = Hot(
    sa.delete(timer).where(
        timer.c.company_id == sa.bindparam("company_id"),
        timer.c.kind == sa.bindparam("kind"),
        timer.c.key == sa.bindparam("key"),
    )
)


def set_timer(work: Work, *, kind: str, key: str, at: Instant, **values: str | int) -> None:
    """Have the verb of `kind` run at `at`, with these values. Replaces the timer of the same kind and key."""
    work.write(
        _SET,
        company_id=work.company,
        kind=kind,
        key=key,
        at=at,
        payload=msgspec.json.encode(values).decode(),
        attempts=0,
        error=None,
        parked_at=None,
    )
    work.wake_at(at)


def cancel_timer(work: Work, *, kind: str, key: str) -> None:
    """The timer will not fire. Does nothing when there is none."""
    work.write(_CANCEL, company_id=work.company, kind=kind, key=key)


@dataclass(frozen=True, slots=True)
class ParkedTimer:
    """A timer that failed so often that it was given up."""

    kind: str
    key: str
    at: Instant
    attempts: int
    error: str
    parked_at: Instant


def parked_timers(reading: Reading) -> list[ParkedTimer]:
    """Those of the company, the oldest first."""
    columns = (timer.c.kind, timer.c.key, timer.c.at, timer.c.attempts, timer.c.error, timer.c.parked_at)
    statement = (
        sa.select(*columns)
        .where(timer.c.company_id == reading.company, timer.c.parked_at.is_not(None))
        .order_by(timer.c.parked_at, timer.c.kind, timer.c.key)
    )
    return [ParkedTimer(*row) for row in reading.all(statement)]


def retry_timer(work: Work, *, kind: str, key: str) -> None:
    """Have a parked timer tried again now, from its first attempt on. Raises `NotFound` when none is
    parked.
    """
    changed = work.write(
        sa.update(timer)
        .where(timer.c.company_id == work.company, timer.c.kind == kind, timer.c.key == key)
        .where(timer.c.parked_at.is_not(None))
        .values(at=work.now, attempts=0, parked_at=None)
    )
    if not changed:
        raise NotFound
    work.wake_at(work.now)
