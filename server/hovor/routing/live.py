"""What goes to which sockets when offers and queues change. An ended offer leaves its operator's snapshot."""

from collections.abc import Sequence
from typing import Final, cast

from hovor.conversations.queries import operator_topic
from hovor.foundation.database import Reading
from hovor.foundation.events import Recorded
from hovor.foundation.live.declarations import RESYNC, Delivery
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


LIVE: Final = {
    **dict.fromkeys(
        (OfferMade, OfferShown, OfferAccepted, OfferDeclined, OfferExpired, OfferWithdrawn), offer_event
    ),
    QueueChanged: queue_changed,
}
