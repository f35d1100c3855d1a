"""How far each listener has come, and the events it could not handle yet: what makes "at least once, in
order" true.

A listener has one cursor per company. An event that fails leaves the line: it waits in the backlog for its
next attempt, and later events of the same subject wait behind it. After `ATTEMPTS` it is parked: it stands
for an administrator to see, and those behind it go on.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from hovor.foundation.clock import Instant
from hovor.foundation.database.schema import company_column, instant_column, metadata
from hovor.foundation.database.statements import Hot, insert
from hovor.foundation.database.work import Reading, Work
from hovor.foundation.errors import NotFound
from hovor.foundation.event_log import MAXIMUM, after, at_positions, company_position, stored_position
from hovor.foundation.events import Recorded
from hovor.foundation.reactions import Listener
from hovor.foundation.runner import pause

ATTEMPTS: Final = 10
UNIT_SECONDS: Final = 0.02
"""A unit that has taken this long stops after the event at hand: others wait for the same lane."""

listener_cursor = sa.Table(
    "listener_cursor",
    metadata,
    company_column(),
    sa.Column("listener", sa.Text, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("company_id", "listener"),
)
listener_backlog = sa.Table(
    "listener_backlog",
    metadata,
    company_column(),
    sa.Column("listener", sa.Text, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    # Empty while an earlier event of the same subject has to be handled first.
    instant_column("due_at", nullable=True),
    sa.Column("error", sa.Text),
    instant_column("parked_at", nullable=True),
    sa.PrimaryKeyConstraint("company_id", "listener", "position"),
)

_mine = sa.and_(
    listener_cursor.c.company_id == sa.bindparam("company_id"),
    listener_cursor.c.listener == sa.bindparam("listener"),
)
_line = sa.and_(
    listener_backlog.c.company_id == sa.bindparam("company_id"),
    listener_backlog.c.listener == sa.bindparam("listener"),
)
_this = sa.and_(_line, listener_backlog.c.position == sa.bindparam("position"))
_live = listener_backlog.c.parked_at.is_(None)
_new_cursor = insert(listener_cursor)

_CURSOR = Hot(sa.select(listener_cursor.c.position).where(_mine))
_MOVE = Hot(
    _new_cursor.on_conflict_do_update(
        index_elements=["company_id", "listener"], set_={"position": _new_cursor.excluded.position}
    )
)
_BLOCKED = Hot(sa.select(listener_backlog.c.subject).where(_line, _live).distinct())
_WAIT = Hot(sa.insert(listener_backlog))
_WAITING = Hot(sa.select(listener_backlog.c.subject, listener_backlog.c.attempts).where(_this, _live))
_DONE = Hot(sa.delete(listener_backlog).where(_this))
_AGAIN = Hot(
    sa.update(listener_backlog)
    .where(_this)
    .values(
        {
            name: sa.bindparam(f"new_{name}", type_=listener_backlog.c[name].type)
            for name in ("attempts", "due_at", "error", "parked_at")
        }
    )
)
_BEHIND = Hot(
    sa.select(listener_backlog.c.position)
    .where(_line, _live, listener_backlog.c.subject == sa.bindparam("subject"))
    .where(listener_backlog.c.position > sa.bindparam("position"))
    .order_by(listener_backlog.c.position)
    .limit(sa.literal_column("1"))
)
_RELEASE = Hot(
    sa.update(listener_backlog).where(_this).values(due_at=sa.bindparam("new_due_at", type_=sa.BigInteger))
)
_mine_in_all = sa.and_(listener_backlog.c.listener == sa.bindparam("listener"), _live)
_DUE = Hot(
    sa.select(listener_backlog.c.company_id, listener_backlog.c.position)
    .where(_mine_in_all, listener_backlog.c.due_at <= sa.bindparam("now", type_=sa.BigInteger))
    .order_by(listener_backlog.c.company_id, listener_backlog.c.position)
    .limit(sa.bindparam("count", type_=sa.BigInteger))
)
_NEXT = Hot(
    sa.select(listener_backlog.c.due_at)
    .where(_mine_in_all, listener_backlog.c.due_at.is_not(None))
    .order_by(listener_backlog.c.due_at)
    .limit(sa.literal_column("1"))
)


class HandlerFailedError(Exception):
    """The listener raised; its cause says what. Nothing of the unit is stored."""

    def __init__(self, recorded: Recorded) -> None:
        super().__init__(f"{recorded.event.kind} at {recorded.position}")
        self.recorded = recorded


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a unit is to handle: the events after `start`, from memory as far as they are there, up to
    `end`.
    """

    start: int
    fresh: Sequence[Recorded] = ()
    end: int | None = None


def advance(work: Work, listener: Listener, stretch: Stretch) -> int:
    """Handle the next events of the company and move the cursor; answer the position reached.

    Raises `HandlerFailedError` when one of them cannot be handled.
    """
    start = max(stretch.start, cursor(work, listener.name))
    if stretch.end is not None and start >= stretch.end:
        return start
    events = _following(start, stretch.fresh)
    if not events:
        # Asked before the events are: what another process commits in between is not to be passed over.
        end = stored_position(work)
        events = after(work, start)
        if not events:
            # Pruned: nothing between here and there is kept any more.
            save(work, listener.name, end)
            return max(start, end)
    blocked = {row[0] for row in work.all(_BLOCKED, company_id=work.company, listener=listener.name)}
    deadline = time.perf_counter() + UNIT_SECONDS
    reached = start
    for recorded in events[:MAXIMUM]:
        if stretch.end is not None and recorded.position > stretch.end:
            break
        if type(recorded.event) in listener.kinds:
            if _subject(recorded) in blocked:
                _wait(work, listener.name, recorded)
            else:
                _handle(work, listener, recorded)
        reached = recorded.position
        if time.perf_counter() > deadline:
            break
    if reached > start:
        save(work, listener.name, reached)
    return reached


def _following(start: int, fresh: Sequence[Recorded]) -> list[Recorded]:
    """Those that continue `start` without a gap: what is missing between them another process wrote."""
    found: list[Recorded] = []
    for each in fresh:
        if each.position == start + len(found) + 1:
            found.append(each)
        elif each.position > start:
            break
    return found


def set_aside(work: Work, listener: Listener, recorded: Recorded, error: str) -> None:
    """The event failed for the first time: from now on it is tried in the backlog, and the cursor passes
    it.
    """
    if cursor(work, listener.name) >= recorded.position:
        # Another process was quicker.
        return
    _wait(work, listener.name, recorded, attempts=1, due_at=work.now + pause(1), error=error)
    save(work, listener.name, recorded.position)


def try_again(work: Work, listener: Listener, position: int) -> None:
    """Handle an event of the backlog whose time has come. Raises `HandlerFailedError`."""
    found = _waiting(work, listener.name, position)
    if found is None:
        return
    subject, _ = found
    for recorded in at_positions(work, [position]):
        _handle(work, listener, recorded)
    work.write(_DONE, company_id=work.company, listener=listener.name, position=position)
    _release_next(work, listener.name, subject, position)


def note_failure(work: Work, listener: Listener, position: int, error: str) -> None:
    """An attempt in the backlog failed: wait longer, or park it and let the next of its subject go on."""
    found = _waiting(work, listener.name, position)
    if found is None:
        return
    subject, attempts = found[0], found[1] + 1
    park = attempts >= ATTEMPTS
    work.write(
        _AGAIN,
        company_id=work.company,
        listener=listener.name,
        position=position,
        new_attempts=attempts,
        new_due_at=None if park else work.now + pause(attempts),
        new_error=error,
        new_parked_at=work.now if park else None,
    )
    if park:
        _release_next(work, listener.name, subject, position)


def cursor(reading: Reading, listener: str) -> int:
    """The position up to which the listener has seen the company's events."""
    row = reading.one(_CURSOR, company_id=reading.company, listener=listener)
    return 0 if row is None else row[0]


def save(work: Work, listener: str, position: int) -> None:
    """Move the cursor on to `position`. Does nothing when another process has moved it further."""
    if cursor(work, listener) < position:
        work.write(_MOVE, company_id=work.company, listener=listener, position=position)


def next_due(reading: Reading, listener: str) -> Instant | None:
    """When the listener's next attempt in the backlog is due, in any company."""
    row = reading.one(_NEXT, listener=listener)
    return None if row is None else row[0]


def due(reading: Reading, listener: str) -> list[tuple[str, int]]:
    """Company and position of what the listener is to try again now, in order, in all companies."""
    rows = reading.all(_DUE, listener=listener, now=reading.now, count=MAXIMUM)
    return [(row[0], row[1]) for row in rows]


def cursors(reading: Reading, listener: str) -> dict[str, tuple[int, int]]:
    """Of every company: the position it has reached, and the one the listener has."""
    mine = sa.and_(
        listener_cursor.c.company_id == company_position.c.company_id, listener_cursor.c.listener == listener
    )
    statement = sa.select(
        company_position.c.company_id,
        company_position.c.position,
        sa.func.coalesce(listener_cursor.c.position, sa.literal_column("0")),
    ).select_from(company_position.outerjoin(listener_cursor, mine))
    return {company_id: (head, reached) for company_id, head, reached in reading.all(statement)}


@dataclass(frozen=True, slots=True)
class ParkedEvent:
    """An event that a listener failed to handle so often that it was given up."""

    listener: str
    position: int
    attempts: int
    error: str
    parked_at: Instant


def parked_events(reading: Reading) -> list[ParkedEvent]:
    """Those of the company, the oldest first."""
    columns = [
        listener_backlog.c[name] for name in ("listener", "position", "attempts", "error", "parked_at")
    ]
    statement = (
        sa.select(*columns)
        .where(listener_backlog.c.company_id == reading.company, listener_backlog.c.parked_at.is_not(None))
        .order_by(listener_backlog.c.parked_at, listener_backlog.c.position)
    )
    return [ParkedEvent(*row) for row in reading.all(statement)]


def retry_event(work: Work, *, listener: str, position: int) -> None:
    """Have a parked event tried again now, from its first attempt on. Raises `NotFound` when it is not
    parked.
    """
    changed = work.write(
        sa.update(listener_backlog)
        .where(listener_backlog.c.company_id == work.company, listener_backlog.c.listener == listener)
        .where(listener_backlog.c.position == position, listener_backlog.c.parked_at.is_not(None))
        .values(due_at=work.now, attempts=0, parked_at=None)
    )
    if not changed:
        raise NotFound
    work.wake_at(work.now)


def _handle(work: Work, listener: Listener, recorded: Recorded) -> None:
    try:
        listener.handle(work.as_system(f"listener:{listener.name}"), recorded)
    except Exception as error:
        raise HandlerFailedError(recorded) from error


def _wait(
    work: Work,
    listener: str,
    recorded: Recorded,
    attempts: int = 0,
    due_at: Instant | None = None,
    error: str | None = None,
) -> None:
    work.write(
        _WAIT,
        company_id=work.company,
        listener=listener,
        position=recorded.position,
        subject=_subject(recorded),
        attempts=attempts,
        due_at=due_at,
        error=error,
        parked_at=None,
    )


def _waiting(work: Work, listener: str, position: int) -> tuple[str, int] | None:
    row = work.one(_WAITING, company_id=work.company, listener=listener, position=position)
    return None if row is None else (row[0], row[1])


def _release_next(work: Work, listener: str, subject: str, position: int) -> None:
    row = work.one(_BEHIND, company_id=work.company, listener=listener, subject=subject, position=position)
    if row is not None:
        work.write(_RELEASE, company_id=work.company, listener=listener, position=row[0], new_due_at=work.now)


def _subject(recorded: Recorded) -> str:
    return recorded.event.subject or recorded.company_id
