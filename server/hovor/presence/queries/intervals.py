"""Reads about times past: how much of today's allowances is used, what the status was before, and the history
that supervisors and the operator himself may read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.foundation.caller import require_administrator, require_operator, require_supervisor
from hovor.foundation.clock import DAY, SECOND, Instant, to_rfc3339
from hovor.foundation.database import Hot, Reading, Row
from hovor.foundation.errors import Invalid
from hovor.presence import models
from hovor.presence.policy import RULES, Status
from hovor.presence.policy import allowance as allowance_policy
from hovor.presence.policy.allowance import Day, Stretch
from hovor.presence.queries.declared import Declared
from hovor.presence.queries.views import ActorView, AllowanceUseView, BeforeView

MOST: Final = 31 * DAY
"""The longest time of which the history is told at once."""

_LOOKED_BACK: Final = 30 * DAY

_interval = models.presence_interval.c
_switch = models.channel_switch.c

# Intervals follow one another without a gap, so one at most of those that began earlier reaches into the day.
_first = (
    sa.select(sa.func.max(_interval.started_at))
    .where(
        _interval.operator_id == sa.bindparam("operator_id"),
        _interval.started_at <= sa.bindparam("begins"),
    )
    .scalar_subquery()
)
_SINCE = Hot(
    sa.select(_interval.away_reason_id, _interval.started_at, _interval.ended_at).where(
        _interval.operator_id == sa.bindparam("operator_id"),
        _interval.status == sa.literal_column("'away'"),
        _interval.away_reason_id.is_not(None),
        _interval.started_at >= sa.func.coalesce(_first, sa.bindparam("begins")),
    )
)
_USE = Hot(
    sa.select(_interval.away_reason_id, sa.func.count(sa.distinct(_interval.operator_id)))
    .where(
        _interval.company_id == sa.bindparam("company_id"),
        _interval.away_reason_id.is_not(None),
        sa.or_(_interval.ended_at.is_(None), _interval.ended_at > sa.bindparam("since")),
    )
    .group_by(_interval.away_reason_id)
)
_BEFORE = Hot(
    sa.select(_interval.status, _interval.away_reason_id)
    .where(_interval.operator_id == sa.bindparam("operator_id"), _interval.ended_at.is_not(None))
    .order_by(_interval.started_at.desc(), _interval.ended_at.desc())
    .limit(sa.literal_column("1"))
)


class IntervalView(msgspec.Struct, frozen=True):
    """One row of the history; `ended_at` is None while it goes on."""

    id: str
    status: Status
    away_reason_id: str | None
    started_at: str
    ended_at: str | None
    actor: ActorView
    cause: str


class AwayReasonUseView(msgspec.Struct, frozen=True):
    """How many operators were away for a reason within the last 30 days; `id` is the reason's."""

    id: str
    operators: int


class AwayReasonUses(msgspec.Struct, frozen=True):
    """Of every reason of the company, in its order."""

    items: tuple[AwayReasonUseView, ...]
    next: None = None


class SumView(msgspec.Struct, frozen=True):
    """How long one status, with one reason, lasted within the time asked for."""

    status: Status
    away_reason_id: str | None
    seconds: float


class HistoryView(msgspec.Struct, frozen=True):
    """The intervals that touch the time from `since` up to `until`, the oldest first. The sums are cut to
    that time, as far as it is over, and add up to it, from the operator's first day on.
    """

    since: str
    until: str
    items: tuple[IntervalView, ...]
    sums: tuple[SumView, ...]
    next: None = None


class SwitchedView(msgspec.Struct, frozen=True):
    """A channel was switched on or off for the operator."""

    id: str
    channel_id: str
    available: bool
    at: str
    actor: ActorView


class SwitchedHistoryView(msgspec.Struct, frozen=True):
    """What happened to an operator's switches, the oldest first."""

    items: tuple[SwitchedView, ...]
    next: None = None


def stretches_of(reading: Reading, operator_id: str, day: Day) -> Mapping[str, list[Stretch]]:
    """The operator's times away that reach into this day or come after it, by reason."""
    rows = reading.all(_SINCE, operator_id=operator_id, begins=day.begins)
    found: defaultdict[str, list[Stretch]] = defaultdict(list)
    for reason_id, started_at, ended_at in rows:
        found[reason_id].append(Stretch(started_at, ended_at))
    return found


def away_reason_uses(reading: Reading) -> AwayReasonUses:
    """By how many operators each reason was used of late. For administrators."""
    require_administrator(reading.caller)
    since = reading.now - _LOOKED_BACK
    counted: dict[str, int] = dict(reading.all(_USE, company_id=reading.company, since=since))
    reasons = companies.away_reasons(reading)
    return AwayReasonUses(tuple(AwayReasonUseView(each.id, counted.get(each.id, 0)) for each in reasons))


def allowances(reading: Reading, operator_id: str) -> tuple[AllowanceUseView, ...]:
    """What the operator has used today of every reason that has an allowance."""
    limited = [each for each in companies.away_reasons(reading) if each.allowance.minutes is not None]
    if not limited:
        return ()
    day = allowance_policy.day_of(reading.now, companies.company(reading).time_zone)
    found = stretches_of(reading, operator_id, day)
    return tuple(_allowance_view(each, found.get(each.id, []), reading.now, day) for each in limited)


def before_others(reading: Reading, now: Declared) -> BeforeView | None:
    """What the status was before a colleague or a rule changed it; None when he did that himself, or was not
    signed in before.
    """
    by_colleague = now.actor_kind == "operator" and now.actor_id != now.operator_id
    if now.cause not in RULES and not (by_colleague and now.cause == "supervisor"):
        return None
    row = reading.one(_BEFORE, operator_id=now.operator_id)
    return None if row is None or row[0] == "offline" else BeforeView(*row)


def history(
    reading: Reading, operator_id: str, since: Instant | None = None, until: Instant | None = None
) -> HistoryView:
    """Up to now unless `until` says otherwise, and a day of it. For the operator himself and for supervisors.

    Raises `NotAllowed`, `NotFound`, `Invalid`.
    """
    since, until = _readable(reading, operator_id, since, until)
    rows = reading.all(
        sa.select(
            _interval.id,
            _interval.status,
            _interval.away_reason_id,
            _interval.started_at,
            _interval.ended_at,
            _interval.actor_kind,
            _interval.actor_id,
            _interval.cause,
        )
        .where(
            _interval.company_id == reading.company,
            _interval.operator_id == operator_id,
            _interval.started_at < until,
            sa.or_(_interval.ended_at.is_(None), _interval.ended_at > since),
        )
        .order_by(_interval.started_at, sa.func.coalesce(_interval.ended_at, until), _interval.id)
    )
    names = _names(reading)
    items = tuple(
        IntervalView(
            row.id,
            row.status,
            row.away_reason_id,
            to_rfc3339(row.started_at),
            None if row.ended_at is None else to_rfc3339(row.ended_at),
            ActorView(row.actor_kind, row.actor_id, names.get(row.actor_id)),
            row.cause,
        )
        for row in rows
    )
    end = min(until, reading.now)
    return HistoryView(to_rfc3339(since), to_rfc3339(until), items, _sums(rows, since, end))


def switched(
    reading: Reading, operator_id: str, since: Instant | None = None, until: Instant | None = None
) -> SwitchedHistoryView:
    """Up to now unless `until` says otherwise, and a day of it. For the operator himself and for supervisors.

    Raises `NotAllowed`, `NotFound`, `Invalid`.
    """
    since, until = _readable(reading, operator_id, since, until)
    rows = reading.all(
        sa.select(
            _switch.id,
            _switch.channel_id,
            _switch.available,
            _switch.at,
            _switch.actor_kind,
            _switch.actor_id,
        )
        .where(
            _switch.company_id == reading.company,
            _switch.operator_id == operator_id,
            _switch.at > since,
            _switch.at <= until,
        )
        .order_by(_switch.at, _switch.id)
    )
    names = _names(reading)
    return SwitchedHistoryView(
        tuple(
            SwitchedView(
                row.id,
                row.channel_id,
                bool(row.available),
                to_rfc3339(row.at),
                ActorView(row.actor_kind, row.actor_id, names.get(row.actor_id)),
            )
            for row in rows
        )
    )


def _readable(
    reading: Reading, operator_id: str, since: Instant | None, until: Instant | None
) -> tuple[Instant, Instant]:
    caller = require_operator(reading.caller)
    if caller.operator_id != operator_id:
        require_supervisor(caller)
    accounts.operator(reading, operator_id)
    until = reading.now if until is None else until
    since = until - DAY if since is None else since
    if not since < until <= since + MOST:
        message = "The end comes after the beginning, and at most 31 days later."
        raise Invalid(fields=[{"field": "to", "message": message}])
    return since, until


def _allowance_view(
    reason: companies.AwayReason, stretches: Iterable[Stretch], now: Instant, day: Day
) -> AllowanceUseView:
    known = list(stretches)
    ended = [each for each in known if each.ended_at is not None]
    running = next((each.started_at for each in known if each.ended_at is None), None)
    return AllowanceUseView(
        away_reason_id=reason.id,
        minutes=reason.allowance.minutes or 0,
        when_used_up=reason.allowance.when_used_up,
        used_seconds=allowance_policy.used(ended, now, day) // SECOND,
        running_since=None if running is None else to_rfc3339(max(running, day.begins)),
        day_ends=to_rfc3339(day.ends),
    )


def _sums(rows: Iterable[Row], since: Instant, until: Instant) -> tuple[SumView, ...]:
    total: Counter[tuple[Status, str | None]] = Counter()
    for _, status, reason_id, started_at, ended_at, *_ in rows:
        lasted = min(until if ended_at is None else ended_at, until) - max(started_at, since)
        total[status, reason_id] += max(0, lasted)
    return tuple(
        SumView(status, reason_id, lasted / SECOND) for (status, reason_id), lasted in total.items() if lasted
    )


def _names(reading: Reading) -> Mapping[str, str]:
    return {each.id: each.name for each in accounts.operators(reading)}
