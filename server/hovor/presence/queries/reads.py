"""Reads about presence: the view of one operator's status, what colleagues see of him, his channels,
routing's facts.

Every operator may see his own status and channels and the colleagues' view of all; supervisors see
everything.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.foundation.clock import Instant, to_rfc3339
from hovor.foundation.database import Hot, Reading, Row
from hovor.foundation.errors import NotFound
from hovor.presence import models, policy
from hovor.presence.policy import Status
from hovor.presence.queries.declared import DECLARED, Declared, declared, of_company_and_of_operator
from hovor.presence.queries.intervals import allowances, before_others
from hovor.presence.queries.views import ActorView, ChannelView, ColleagueView, NextView, StatusView

_connection = models.connection.c
_activity = models.operator_activity.c
_availability = models.channel_availability.c


_CONNECTIONS: Final = of_company_and_of_operator(
    models.connection,
    _connection.operator_id,
    _connection.state,
    _connection.visible,
    _connection.notifications,
    _connection.sound,
    _connection.doubted,
)
_ACTIVITY: Final = of_company_and_of_operator(
    models.operator_activity,
    _activity.operator_id,
    _activity.live,
    _activity.offered,
    _activity.wrap_up,
    _activity.on_call,
    _activity.idle_since,
)
_AVAILABILITY: Final = of_company_and_of_operator(
    models.channel_availability,
    _availability.operator_id,
    _availability.channel_id,
    _availability.available,
    _availability.since,
    _availability.not_ready_because,
    _availability.version,
)


@dataclass(frozen=True, slots=True)
class Activity:
    """How much the operator is doing: conversations served, offers standing, wrap-ups, calls."""

    live: int = 0
    offered: int = 0
    wrap_up: int = 0
    on_call: int = 0
    idle_since: Instant | None = None


@dataclass(frozen=True, slots=True)
class OperatorFacts:
    """What routing needs to know of one active operator.

    `refuses_because` holds the codes of `presence.policy`; empty means that something new may be offered, as
    far as presence is concerned. `open_channels` are the channels on which that may come. `idle_since` is
    None for one who never handled anything.
    """

    operator_id: str
    status: Status
    since: Instant
    reachable: bool
    refuses_because: tuple[str, ...]
    on_another_call: bool
    idle_since: Instant | None
    open_channels: frozenset[str]
    activity: Activity
    time_allowance_percent: int
    capacity: accounts.OwnCapacity


def status(reading: Reading, operator_id: str) -> StatusView:
    """One operator's status. Raises `NotFound`."""
    operator = accounts.operator(reading, operator_id)
    now = declared(reading, operator_id)
    because = reachability(reading, now)
    following = (
        None
        if now.next_status is None
        else NextView(now.next_status, now.next_away_reason_id, _text(now.next_back_at))
    )
    return StatusView(
        operator_id=operator_id,
        version=now.version + operator.version,
        name=operator.name,
        status=now.status,
        away_reason_id=now.away_reason_id,
        since=to_rfc3339(now.since),
        next=following,
        back_at=_text(now.back_at),
        on_another_call=bool(now.on_another_call),
        on_another_call_reason=now.on_another_call_reason,
        actor=_actor(reading, now),
        cause=now.cause,
        reachable=not because,
        unreachable_because=because,
        before=before_others(reading, now),
        allowances=allowances(reading, operator_id),
    )


def reachability(reading: Reading, of: Declared) -> tuple[str, ...]:
    """Why the operator cannot be reached; empty when he can."""
    rows = reading.all(_CONNECTIONS[1], company_id=reading.company, operator_id=of.operator_id)
    return policy.unreachable_because(of.liveness, map(_connection_facts, rows))


def colleagues(reading: Reading) -> list[ColleagueView]:
    """All operators of the company by name, deactivated ones too."""
    return list(_colleagues(reading, accounts.operators(reading), None))


def colleague(reading: Reading, operator_id: str) -> ColleagueView:
    """One operator as colleagues see him. Raises `NotFound`."""
    for found in _colleagues(reading, [accounts.operator(reading, operator_id)], operator_id):
        return found
    raise NotFound


def channels(reading: Reading, operator_id: str) -> list[ChannelView]:
    """The channels assigned to one operator, with his switches."""
    assigned = frozenset(accounts.assigned_channels(reading, operator_id))
    company = companies.company(reading)
    switches = {row[1]: row for row in _rows(reading, _AVAILABILITY, operator_id)}
    return [
        _channel_view(company, channel, switches.get(channel.id))
        for channel in companies.channels(reading)
        if channel.id in assigned
    ]


def channel(reading: Reading, operator_id: str, channel_id: str) -> ChannelView:
    """One of the operator's channels. Raises `NotFound` when it is not assigned to him."""
    for found in channels(reading, operator_id):
        if found.channel_id == channel_id:
            return found
    raise NotFound


def switched_off(reading: Reading) -> frozenset[tuple[str, str]]:
    """Operator and channel of every switch of the company that stands at off."""
    rows = reading.all(_AVAILABILITY[0], company_id=reading.company)
    return frozenset((row[0], row[1]) for row in rows if not row[2])


def activity(reading: Reading, operator_id: str) -> Activity:
    """What one operator is doing."""
    for row in _rows(reading, _ACTIVITY, operator_id):
        return Activity(*row[1:])
    return Activity()


def facts(reading: Reading) -> list[OperatorFacts]:
    """What routing needs to know of every active operator of the company, by name."""
    channels = {each.id: each for each in companies.channels(reading)}
    return list(_facts(reading, accounts.operators(reading), accounts.assignments(reading), channels, None))


def facts_of(reading: Reading, operator_id: str) -> OperatorFacts | None:
    """The same of one operator; None for one who is not active. Raises `NotFound`."""
    own = accounts.assigned_channels(reading, operator_id)
    channels = {each: companies.channel(reading, each) for each in own}
    operator = accounts.operator(reading, operator_id)
    return next(iter(_facts(reading, [operator], {operator_id: own}, channels, operator_id)), None)


def _facts(
    reading: Reading,
    operators: Iterable[accounts.Operator],
    assigned: Mapping[str, tuple[str, ...]],
    channels: Mapping[str, companies.Channel],
    only: str | None,
) -> Iterable[OperatorFacts]:
    stored = {row[0]: Declared(*row) for row in _rows(reading, DECLARED, only)}
    connections = _grouped(_rows(reading, _CONNECTIONS, only))
    doing = {row[0]: Activity(*row[1:]) for row in _rows(reading, _ACTIVITY, only)}
    switches = {(row[0], row[1]): row for row in _rows(reading, _AVAILABILITY, only)}
    company = companies.company(reading)
    for operator in operators:
        if not operator.active:
            continue
        now = stored[operator.id]
        because = policy.unreachable_because(now.liveness, map(_connection_facts, connections[operator.id]))
        on_call = bool(now.on_another_call)
        own = doing.get(operator.id, Activity())
        views = (
            _channel_view(company, channels[channel_id], switches.get((operator.id, channel_id)))
            for channel_id in assigned.get(operator.id, ())
        )
        yield OperatorFacts(
            operator_id=operator.id,
            status=now.status,
            since=now.since,
            reachable=not because,
            refuses_because=policy.declined_because(
                now.status, draining=now.draining, on_another_call=on_call
            )
            + because,
            on_another_call=on_call,
            idle_since=own.idle_since,
            open_channels=frozenset(view.channel_id for view in views if view.open),
            activity=own,
            time_allowance_percent=operator.time_allowance_percent,
            capacity=operator.capacity,
        )


def _colleagues(
    reading: Reading, operators: Iterable[accounts.Operator], only: str | None
) -> Iterable[ColleagueView]:
    stored = {row[0]: Declared(*row) for row in _rows(reading, DECLARED, only)}
    connections = _grouped(_rows(reading, _CONNECTIONS, only))
    for operator in operators:
        now = stored[operator.id]
        yield ColleagueView(
            id=operator.id,
            version=now.version + operator.version,
            name=operator.name,
            public_name=operator.public_name,
            picture=operator.picture,
            role=operator.role,
            active=operator.active,
            status=now.status,
            away_reason_id=now.away_reason_id,
            since=to_rfc3339(now.since),
            back_at=_text(now.back_at),
            on_another_call=bool(now.on_another_call),
            reachable=not policy.unreachable_because(
                now.liveness, map(_connection_facts, connections[operator.id])
            ),
            allowance_ends_at=_text(now.allowance_ends_at),
        )


def _channel_view(company: companies.Company, channel: companies.Channel, switch: Row | None) -> ChannelView:
    _, _, available, since, not_ready_because, version = switch or (None, None, 1, None, None, 0)
    locked = not company.settings.operators_switch_channels
    return ChannelView(
        id=channel.id,
        channel_id=channel.id,
        version=version + channel.version + company.version,
        kind=channel.kind,
        name=channel.name,
        detail=channel.detail,
        enabled=channel.enabled,
        available=locked or bool(available),
        since=None if locked else _text(since),
        locked=locked,
        not_ready_because=not_ready_because,
        open=policy.channel_open(
            enabled=channel.enabled,
            locked=locked,
            switched_on=bool(available),
            ready=not_ready_because is None,
        ),
    )


def _connection_facts(row: Row) -> policy.ConnectionFacts:
    _, state, visible, notifications, sound, doubted = row
    return policy.ConnectionFacts(
        live=state == "connected",
        visible=None if visible is None else bool(visible),
        notifications=notifications,
        sound=sound,
        doubted=bool(doubted),
    )


def _actor(reading: Reading, now: Declared) -> ActorView:
    by_operator = now.actor_kind == "operator"
    name = accounts.operator(reading, now.actor_id).name if by_operator else None
    return ActorView(now.actor_kind, now.actor_id, name)


def _rows(reading: Reading, statements: tuple[Hot, Hot], operator_id: str | None) -> list[Row]:
    if operator_id is None:
        return reading.all(statements[0], company_id=reading.company)
    return reading.all(statements[1], company_id=reading.company, operator_id=operator_id)


def _grouped(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[0]].append(row)
    return grouped


def _text(instant: Instant | None) -> str | None:
    return None if instant is None else to_rfc3339(instant)
