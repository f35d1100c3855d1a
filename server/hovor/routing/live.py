"""What goes to which sockets when offers and queues change. An ended offer leaves its operator's snapshot."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, cast

import msgspec

from hovor.conversations.queries import operator_topic
from hovor.foundation.database import Reading
from hovor.foundation.events import Recorded
from hovor.foundation.live.declarations import RESYNC, Delivery, Shape
from hovor.routing import queries
from hovor.routing.events import (
    OfferAccepted,
    OfferDeclined,
    OfferEvent,
    OfferExpired,
    OfferMade,
    OfferShown,
    OfferWithdrawn,
    QueueChanged,
)


def offer_event(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """An offer is its operator's alone."""
    event = cast("OfferEvent", recorded.event)
    view = queries.offer_view(reading, queries.offer(reading, event.offer_id))
    return [Delivery((operator_topic(event.operator_id),), event.kind, view)]


def queue_changed(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """Every operator may know the queues by name; a new one gives topics to those who serve it."""
    event = cast("QueueChanged", recorded.event)
    company = (f"company:{recorded.company_id}",)
    if event.created:
        return [Delivery(company, RESYNC)]
    return [Delivery(company, event.kind, queries.queue_view(reading, event.queue_id))]


class QueueFigures(msgspec.Struct, frozen=True):
    """How many wait, by queue and by channel."""

    queues: Mapping[str, int]
    channels: Mapping[str, int]


class FrontFigures(msgspec.Struct, frozen=True):
    """What a channel's clients are told of it."""

    state: Literal["online", "busy", "offline"]


class PlaceFigures(msgspec.Struct, frozen=True):
    """A waiting client's place, from 1; the wait is null as long as nobody can say it honestly."""

    conversation_id: str
    queue_position: int
    expected_wait_seconds: int | None


_OFFERS: Final = (OfferMade, OfferShown, OfferAccepted, OfferDeclined, OfferExpired, OfferWithdrawn)
LIVE: Final = {**dict.fromkeys(_OFFERS, offer_event), QueueChanged: queue_changed}
SHAPES: Final = {
    **{event.kind: Shape(queries.OfferView) for event in _OFFERS},
    QueueChanged.kind: Shape(queries.QueueView),
}
COUNTERS: Final = (Shape(QueueFigures), Shape(None, FrontFigures), Shape(None, PlaceFigures))
