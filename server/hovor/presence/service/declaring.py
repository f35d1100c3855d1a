"""Verbs about the declared status. Every change is an interval with actor, cause and time (INV-26, 27)."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from hovor.accounts import service as accounts
from hovor.companies import queries as companies
from hovor.foundation.caller import Actor
from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Work
from hovor.foundation.errors import Invalid
from hovor.presence import models, queries
from hovor.presence.errors import AwayReasonUnknown, OperatorNotSignedIn, UseSignOut
from hovor.presence.events import StatusChanged
from hovor.presence.policy import Status
from hovor.presence.queries import Declared
from hovor.presence.service.descending import _step
from hovor.presence.service.limiting import _follow_allowance, _require_allowance
from hovor.presence.service.resting import _watch_for_input
from hovor.presence.service.returning import _watch_for_return

_declared = models.declared_status.c
_interval = models.presence_interval.c

_ENROL = Hot(sa.insert(models.declared_status))
_ENROL_ACTIVITY = Hot(sa.insert(models.operator_activity))
_OPEN_INTERVAL = Hot(sa.insert(models.presence_interval))
_CLOSE_INTERVAL = Hot(
    sa.update(models.presence_interval)
    .where(_interval.operator_id == sa.bindparam("of_operator"), _interval.ended_at.is_(None))
    .values(ended_at=sa.bindparam("until"))
)
_LAST_AS_LEFT = Hot(
    sa.select(_interval.status, _interval.away_reason_id)
    .where(
        _interval.operator_id == sa.bindparam("operator_id"),
        _interval.status != sa.literal_column("'offline'"),
    )
    .order_by(_interval.started_at.desc())
    .limit(sa.literal_column("1"))
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants an operator's status to be. `after_conversations`: when the last one ends."""

    status: Status
    away_reason_id: str | None = None
    after_conversations: bool = False
    back_at: Instant | None = None


def enrol(work: Work, operator_id: str) -> None:
    """A new operator begins offline."""
    actor = work.caller.actor
    work.write(
        _ENROL,
        operator_id=operator_id,
        company_id=work.company,
        status="offline",
        away_reason_id=None,
        since=work.now,
        back_at=None,
        actor_kind=actor.kind,
        actor_id=actor.id,
        cause="created",
        allowance_ends_at=None,
        next_status=None,
        next_away_reason_id=None,
        next_back_at=None,
        next_actor_kind=None,
        next_actor_id=None,
        on_another_call=0,
        on_another_call_reason=None,
        liveness="never",
        heard_at=work.now,
        version=1,
    )
    work.write(
        _ENROL_ACTIVITY,
        operator_id=operator_id,
        company_id=work.company,
        live=0,
        offered=0,
        wrap_up=0,
        on_call=0,
        idle_since=None,
    )
    _begin_interval(work, operator_id, Wish("offline"), work.now, (actor, "created"))


def set_status(work: Work, *, operator_id: str, wish: Wish, cause: str = "own") -> None:
    """Sets or plans a status; the route has asked for the rights. Going away withdraws offers within.

    Raises `UseSignOut`, `AwayReasonUnknown`, `AllowanceUsedUp`, `OperatorNotSignedIn`, `Invalid`, `NotFound`.
    """
    before = queries.declared(work, operator_id)
    _require_possible(work, wish)
    if cause == "supervisor" and before.status == "offline" and wish.status != "offline":
        raise OperatorNotSignedIn
    if (before.status, before.away_reason_id) != ("away", wish.away_reason_id):
        _require_allowance(work, operator_id, wish.away_reason_id)
    if wish.status == "offline":
        if cause == "own":
            raise UseSignOut
        accounts.end_sessions(work, operator_id, cause="supervisor")
        set_offline(work, operator_id, cause=cause)
    elif wish.after_conversations and queries.activity(work, operator_id).live > 0:
        _plan(work, before, wish)
    else:
        _declare(work, before, wish, cause)


def sign_in(work: Work, operator_id: str) -> None:
    """The first device signs in: the company says with which status. A second one changes nothing."""
    before = queries.declared(work, operator_id)
    if before.status != "offline":
        return
    wished = companies.settings(work).status_after_sign_in
    if wished == "as_left":
        row = work.one(_LAST_AS_LEFT, operator_id=operator_id)
        wish = Wish("online") if row is None else Wish(row[0], row[1])
    else:
        wish = Wish(wished)
    _declare(work, before, wish, "sign_in")


def set_offline(work: Work, operator_id: str, *, cause: str) -> None:
    """The operator is gone: by signing out, or because his last sign-in ended."""
    before = queries.declared(work, operator_id)
    if before.status != "offline":
        _declare(work, before, Wish("offline"), cause)


def cancel_next(work: Work, operator_id: str) -> None:
    """What was planned is planned no longer. May be called again."""
    before = queries.declared(work, operator_id)
    if before.draining:
        work.write(_update(before.operator_id).values(**_NOTHING_PLANNED, version=_declared.version + 1))
        _announce_status(work, operator_id, before.cause)


def _apply_planned(work: Work, operator_id: str) -> None:
    """The last live conversation has ended: what was planned begins now, exactly once (INV-31)."""
    before = queries.declared(work, operator_id)
    if before.next_status is None or queries.activity(work, operator_id).live > 0:
        return
    wish = Wish(before.next_status, before.next_away_reason_id, back_at=before.next_back_at)
    _declare(work, before, wish, "after_conversations", _planner(before))


def set_on_another_call(work: Work, *, operator_id: str, on: bool, reason: str | None) -> None:
    """He talks on a telephone outside Hovor, or no longer; nothing is offered meanwhile."""
    before = queries.declared(work, operator_id)
    values = {"on_another_call": int(on), "on_another_call_reason": reason if on else None}
    if (bool(before.on_another_call), before.on_another_call_reason) != (
        on,
        values["on_another_call_reason"],
    ):
        work.write(_update(operator_id).values(**values, version=_declared.version + 1))
        _announce_status(work, operator_id, before.cause)


_NOTHING_PLANNED: Final = dict.fromkeys(
    ("next_status", "next_away_reason_id", "next_back_at", "next_actor_kind", "next_actor_id")
)


def _require_possible(work: Work, wish: Wish) -> None:
    if wish.status != "away" and (wish.away_reason_id is not None or wish.after_conversations):
        raise Invalid(fields=[{"field": "status", "message": "Only away has a reason or can be planned."}])
    if wish.away_reason_id is not None and not any(
        reason.id == wish.away_reason_id and reason.retired_at is None
        for reason in companies.away_reasons(work)
    ):
        raise AwayReasonUnknown


def _plan(work: Work, before: Declared, wish: Wish) -> None:
    actor = work.caller.actor
    planned = {
        "next_status": wish.status,
        "next_away_reason_id": wish.away_reason_id,
        "next_back_at": wish.back_at,
        "next_actor_kind": actor.kind,
        "next_actor_id": actor.id,
    }
    work.write(_update(before.operator_id).values(**planned, version=_declared.version + 1))
    _announce_status(work, before.operator_id, before.cause)


def _planner(before: Declared) -> Actor | None:
    if before.next_actor_kind is None or before.next_actor_id is None:
        return None
    return Actor(before.next_actor_kind, before.next_actor_id)  # type: ignore[arg-type]


def _declare(work: Work, before: Declared, wish: Wish, cause: str, actor: Actor | None = None) -> None:
    """Writes the status and its interval, and tells it. Whoever calls it has asked whether that may be."""
    by = actor or work.caller.actor
    # A machine's clock may be set back; an interval never runs backwards.
    at = max(work.now, before.since)
    changes = (before.status, before.away_reason_id) != (wish.status, wish.away_reason_id)
    values = {
        **_NOTHING_PLANNED,
        "status": wish.status,
        "away_reason_id": wish.away_reason_id,
        "back_at": wish.back_at,
        "actor_kind": by.kind,
        "actor_id": by.id,
        "cause": cause,
        **({"since": at} if changes else {}),
        **({"on_another_call": 0, "on_another_call_reason": None} if wish.status == "offline" else {}),
    }
    work.write(_update(before.operator_id).values(**values, version=_declared.version + 1))
    _watch_for_return(work, before.operator_id, before=before.back_at, back_at=wish.back_at)
    if changes:
        work.write(_CLOSE_INTERVAL, of_operator=before.operator_id, until=at)
        _begin_interval(work, before.operator_id, wish, at, (by, cause))
        _follow_allowance(work, before.operator_id)
        _watch_for_input(work, before.operator_id)
    if wish.status == "online" and before.liveness in {"never", "gone"}:
        # His page is not there yet. It has as long to come as a lost one has to come back.
        _step(work, before.operator_id, "suspect", work.now)
    _announce_status(work, before.operator_id, cause)


def _begin_interval(work: Work, operator_id: str, wish: Wish, at: Instant, by: tuple[Actor, str]) -> None:
    actor, cause = by
    work.write(
        _OPEN_INTERVAL,
        id=work.new_id(),
        company_id=work.company,
        operator_id=operator_id,
        status=wish.status,
        away_reason_id=wish.away_reason_id,
        started_at=at,
        ended_at=None,
        actor_kind=actor.kind,
        actor_id=actor.id,
        cause=cause,
    )


def _update(operator_id: str) -> sa.Update:
    return sa.update(models.declared_status).where(_declared.operator_id == operator_id)


def _announce_status(work: Work, operator_id: str, cause: str) -> None:
    """Tells the status as it is now, whatever of it has changed."""
    now = queries.declared(work, operator_id)
    work.publish(
        StatusChanged(
            operator_id=operator_id,
            status=now.status,
            cause=cause,
            draining=now.draining,
            on_another_call=bool(now.on_another_call),
        )
    )
