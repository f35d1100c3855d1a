"""What sockets hear about presence: all of it to the operator, a little to colleagues."""

from collections.abc import Iterable, Sequence
from typing import cast

from hovor.accounts.events import OperatorChanged
from hovor.foundation.caller import Caller, OperatorCaller
from hovor.foundation.database import Reading
from hovor.foundation.errors import NotFound
from hovor.foundation.events import Recorded
from hovor.foundation.live.declarations import DOUBT, RESYNC, Delivery, Shape
from hovor.presence import queries
from hovor.presence.events import (
    ChannelAvailabilityChanged,
    ConnectionsDoubted,
    ReachabilityChanged,
    StatusChanged,
)

_NOT_SHOWN = frozenset({"created", "password"})


def presence_changed(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """His whole status to his own tabs and devices, the colleagues' view to the company."""
    operator_id = cast("StatusChanged | ReachabilityChanged", recorded.event).operator_id
    return [
        Delivery((_own(operator_id),), "status.changed", queries.status(reading, operator_id)),
        Delivery(
            (f"company:{recorded.company_id}",), "operator.changed", queries.colleague(reading, operator_id)
        ),
    ]


def operator_changed(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """The colleagues' view to everybody; the operator himself, who sees far more of it, fetches anew."""
    event = cast("OperatorChanged", recorded.event)
    company = f"company:{recorded.company_id}"
    told = Delivery((company,), "operator.changed", queries.colleague(reading, event.operator_id))
    shown = not _NOT_SHOWN.issuperset(event.what)
    return [Delivery((_own(event.operator_id),), RESYNC), told] if shown else [told]


def connections_doubted(_: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """His sockets have to answer a ping."""
    event = cast("ConnectionsDoubted", recorded.event)
    return [Delivery((_own(event.operator_id),), DOUBT)]


def channel_changed(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """The channel as he has it. Of one that is his no longer `operator_changed` tells: he fetches anew."""
    event = cast("ChannelAvailabilityChanged", recorded.event)
    try:
        view = queries.channel(reading, event.operator_id, event.channel_id)
    except NotFound:
        return []
    return [Delivery((_own(event.operator_id),), "channel_availability.changed", view)]


def subscribe(_: Reading, caller: Caller) -> Iterable[str]:
    """An operator hears of himself and of the company."""
    if isinstance(caller, OperatorCaller):
        yield _own(caller.operator_id)
        yield f"company:{caller.company_id}"


def _own(operator_id: str) -> str:
    return f"operator:{operator_id}"


LIVE = {
    StatusChanged: presence_changed,
    ReachabilityChanged: presence_changed,
    OperatorChanged: operator_changed,
    ConnectionsDoubted: connections_doubted,
    ChannelAvailabilityChanged: channel_changed,
}
SUBSCRIBE = subscribe
SHAPES = {
    "status.changed": Shape(queries.StatusView),
    "operator.changed": Shape(queries.ColleagueView),
    "channel_availability.changed": Shape(queries.ChannelView),
}
