"""Verbs about connections. When nothing is heard of an operator any more he climbs down the ladder of
liveness; any live connection puts him back on top, silently.
"""

from typing import Any

import sqlalchemy as sa

from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Hot, Work
from hovor.foundation.live.listener import ConnectionState
from hovor.presence import models, policy, queries
from hovor.presence.events import ConnectionsDoubted
from hovor.presence.policy import Liveness
from hovor.presence.service.descending import _step, _tell, _write_step
from hovor.presence.service.resting import _watch_for_input
from hovor.presence.service.ruling import set_by_rule

_connection = models.connection.c

_OPEN = Hot(sa.insert(models.connection))
_CLOSE = Hot(
    sa.delete(models.connection)
    .where(_connection.company_id == sa.bindparam("of_company"), _connection.id == sa.bindparam("of_id"))
    .returning(_connection.operator_id)
)
_MARK = Hot(
    sa.update(models.connection)
    .where(_connection.company_id == sa.bindparam("of_company"), _connection.id == sa.bindparam("of_id"))
    .values(state=sa.bindparam("new_state"))
    .returning(_connection.operator_id)
)
_DOUBT = Hot(
    sa.update(models.connection)
    .where(
        _connection.company_id == sa.bindparam("of_company"),
        _connection.operator_id == sa.bindparam("of_operator"),
        _connection.opened_at <= sa.bindparam("since"),
    )
    .values(doubted=sa.literal_column("1", sa.Integer))
)
_RELY = Hot(
    sa.update(models.connection)
    .where(_connection.company_id == sa.bindparam("of_company"), _connection.id == sa.bindparam("of_id"))
    .values(doubted=sa.literal_column("0", sa.Integer))
)
_REPORTS = Hot(
    sa.select(_connection.operator_id, _connection.input_at).where(
        _connection.company_id == sa.bindparam("company_id"),
        _connection.id == sa.bindparam("connection_id"),
    )
)
_STATES = Hot(
    sa.select(_connection.state).where(
        _connection.company_id == sa.bindparam("company_id"),
        _connection.operator_id == sa.bindparam("operator_id"),
    )
)
_OF_PROCESS = Hot(
    sa.select(_connection.id, _connection.operator_id).where(
        _connection.company_id == sa.bindparam("company_id"),
        _connection.process_id == sa.bindparam("process_id"),
    )
)


def connection_opened(
    work: Work, *, connection_id: str, operator_id: str, session_id: str, process_id: str
) -> None:
    """One more page, app or device of the operator is there."""
    before = queries.reachability(work, queries.declared(work, operator_id))
    work.write(
        _OPEN,
        id=connection_id,
        company_id=work.company,
        operator_id=operator_id,
        session_id=session_id,
        process_id=process_id,
        state="connected",
        opened_at=work.now,
        visible=None,
        focused=None,
        notifications=None,
        sound=None,
        microphone=None,
        input_at=None,
        focused_at=None,
        doubted=0,
    )
    _settle(work, operator_id, before, heard_at=work.now)


def connection_suspect(work: Work, *, connection_id: str) -> None:
    """Nothing was heard for ten seconds. Nothing new is offered while all his connections are like this."""
    _mark(work, connection_id, "suspect", heard_at=work.now - policy.SUSPECT_AFTER)


def connection_restored(work: Work, *, connection_id: str, answered: bool = False) -> None:
    """A suspect connection was heard again; or, `answered`, one in doubt has answered a ping."""
    _mark(work, connection_id, "connected", heard_at=work.now, relied_on=answered)


def doubt_connections(work: Work, operator_id: str, *, since: Instant) -> None:
    """Something was to be shown to him at `since`, and none of the connections that he had then confirmed
    it: none of them is relied on until it has answered a ping (INV-16).
    """
    before = queries.reachability(work, queries.declared(work, operator_id))
    if work.write(_DOUBT, of_company=work.company, of_operator=operator_id, since=since):
        work.publish(ConnectionsDoubted(operator_id=operator_id))
        _settle(work, operator_id, before, heard_at=None)


def connection_lost(work: Work, *, connection_id: str) -> None:
    """Nothing was heard for thirty seconds; the socket is no more."""
    _close(work, connection_id, heard_at=work.now - policy.LOST_AFTER)


def connection_closed(work: Work, *, connection_id: str) -> None:
    """The page was closed, or left for another. That is the last that was heard of it."""
    _close(work, connection_id, heard_at=work.now)


def state_reported(work: Work, *, connection_id: str, state: ConnectionState) -> None:
    """What a page says of itself: whether it is seen, and by what it can call somebody."""
    row = work.one(_REPORTS, company_id=work.company, connection_id=connection_id)
    if row is None:
        return
    operator_id, told_before = row
    before = queries.reachability(work, queries.declared(work, operator_id))
    values: dict[str, Any] = {
        "visible": int(state.visible),
        "focused": int(state.focused),
        "notifications": state.notifications,
        "sound": state.sound,
        "microphone": state.microphone,
        "input_at": work.now - state.idle_seconds * SECOND,
        **({"focused_at": work.now} if state.focused else {}),
    }
    work.write(sa.update(models.connection).where(_connection.id == connection_id).values(**values))
    if told_before is None:
        # Until now its opening counted as a touch, which a page that only came back is not.
        _watch_for_input(work, operator_id)
    _settle(work, operator_id, before, heard_at=None)


def process_lost(work: Work, *, process_id: str) -> None:
    """The process that held these connections is dead: they are suspect, and every window starts anew."""
    for connection_id, operator_id in work.all(_OF_PROCESS, company_id=work.company, process_id=process_id):
        before = queries.reachability(work, queries.declared(work, operator_id))
        work.write_one(_CLOSE, of_company=work.company, of_id=connection_id)
        _settle(work, operator_id, before, heard_at=work.now)


def descend(work: Work, *, key: str) -> None:
    """Timer: the next step down for the operator `key`, of whom nothing has been heard since."""
    now = queries.declared(work, key)
    if now.liveness == "suspect":
        _step(work, key, "lost", now.heard_at)
    elif now.liveness == "lost":
        _step(work, key, "gone", now.heard_at)
        set_by_rule(work, operator_id=key, cause="connection_lost")


def _operator_of(work: Work, connection_id: str) -> str | None:
    row = work.one(
        sa.select(_connection.operator_id).where(
            _connection.company_id == work.company, _connection.id == connection_id
        )
    )
    return None if row is None else row[0]


def _mark(work: Work, connection_id: str, state: str, *, heard_at: Instant, relied_on: bool = False) -> None:
    operator_id = _operator_of(work, connection_id)
    if operator_id is None:
        return
    before = queries.reachability(work, queries.declared(work, operator_id))
    work.write_one(_MARK, of_company=work.company, of_id=connection_id, new_state=state)
    if relied_on:
        work.write(_RELY, of_company=work.company, of_id=connection_id)
    _settle(work, operator_id, before, heard_at=heard_at)


def _close(work: Work, connection_id: str, *, heard_at: Instant) -> None:
    operator_id = _operator_of(work, connection_id)
    if operator_id is None:
        return
    before = queries.reachability(work, queries.declared(work, operator_id))
    work.write_one(_CLOSE, of_company=work.company, of_id=connection_id)
    _settle(work, operator_id, before, heard_at=heard_at)


def _settle(work: Work, operator_id: str, before: tuple[str, ...], *, heard_at: Instant | None) -> None:
    """Puts the operator on the step that his connections say, and tells when his reachability has changed."""
    now = queries.declared(work, operator_id)
    states = {row[0] for row in work.all(_STATES, company_id=work.company, operator_id=operator_id)}
    liveness = _liveness(states, now.liveness, work.now, now.heard_at if heard_at is None else heard_at)
    if liveness != now.liveness:
        _step(work, operator_id, liveness, now.heard_at if heard_at is None else heard_at)
        return
    if bool(queries.reachability(work, now)) != bool(before):
        # The step is the same, what is shown of him is not: his view gets a new version all the same.
        _write_step(work, operator_id, liveness, now.heard_at)
        _tell(work, operator_id, liveness)


def _liveness(states: set[str], before: Liveness, now: Instant, heard_at: Instant) -> Liveness:
    if "connected" in states:
        return "connected"
    if before in {"never", "gone"}:
        return before
    if states or now - heard_at < policy.LOST_AFTER:
        return "lost" if before == "lost" else "suspect"
    return "lost"
