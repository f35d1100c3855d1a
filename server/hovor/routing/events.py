"""What happened to queues and offers."""

from hovor.foundation.events import Event


class QueueChanged(Event, kind="queue.changed"):
    """A queue was made (`created`) or changed."""

    queue_id: str
    created: bool


class OfferEvent(Event):
    """What all events of offers have."""

    offer_id: str
    conversation_id: str
    operator_id: str


class OfferMade(OfferEvent, kind="offer.made"):
    """A conversation is presented to one operator until the deadline."""


class OfferShown(OfferEvent, kind="offer.shown"):
    """One of his connections reports that he can see or hear it: from now on, not answering counts."""


class OfferAccepted(OfferEvent, kind="offer.accepted"):
    """He took it."""


class OfferDeclined(OfferEvent, kind="offer.declined"):
    """He refused it."""


class OfferExpired(OfferEvent, kind="offer.expired"):
    """Nobody answered: `outcome` is timed_out (it was shown) or undelivered (it never was)."""

    outcome: str


class OfferWithdrawn(OfferEvent, kind="offer.withdrawn"):
    """It ended without his doing: `outcome` is withdrawn, cancelled or failed."""

    outcome: str
