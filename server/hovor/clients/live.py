"""What sockets hear about clients: operators the card; a visitor whose session has ended nothing any more."""

from collections.abc import Sequence
from typing import cast

from hovor.clients import queries
from hovor.clients.events import ClientChanged, VisitorSessionEnded
from hovor.clients.schemas import ClientView, client_view
from hovor.foundation.database import Reading
from hovor.foundation.events import Recorded
from hovor.foundation.live.declarations import CUT, Delivery, Shape


def client_changed(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """The card, to every operator of the company: any of them may look a client up."""
    event = cast("ClientChanged", recorded.event)
    card = client_view(queries.client(reading, event.client_id))
    return [Delivery((f"company:{recorded.company_id}",), "client.changed", card)]


def session_ended(_: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """The visitor's sockets are closed at once."""
    event = cast("VisitorSessionEnded", recorded.event)
    return [Delivery((f"session:{event.session_id}",), CUT)]


LIVE = {ClientChanged: client_changed, VisitorSessionEnded: session_ended}
SHAPES = {"client.changed": Shape(ClientView)}
