"""What goes to which sockets when something happens to an invitation: the whole view to its operator, link
and code included, since it is his.
"""

from collections.abc import Callable, Sequence
from typing import Final, cast

from hovor.conversations.queries import operator_topic
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Reading
from hovor.foundation.events import Recorded
from hovor.foundation.live.declarations import Delivery, Shape
from hovor.invitations import queries
from hovor.invitations.events import (
    InvitationChanged,
    InvitationCreated,
    InvitationDue,
    InvitationEvent,
    InvitationExpired,
    InvitationRevoked,
    InvitationUsed,
)

KINDS: Final = (
    InvitationCreated,
    InvitationChanged,
    InvitationUsed,
    InvitationRevoked,
    InvitationExpired,
    InvitationDue,
)


class Live:
    """The declarations, for an installation whose vault can open the links."""

    def __init__(self, addresses: queries.Addresses) -> None:
        self._addresses = addresses
        builders: dict[type[InvitationEvent], Callable[..., Sequence[Delivery]]] = dict.fromkeys(
            KINDS, self.invitation_event
        )
        self.LIVE: Final = builders
        self.SHAPES: Final = {each.kind: Shape(queries.InvitationView) for each in KINDS}

    def invitation_event(self, reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
        """To its operator, on all his devices."""
        event = cast("InvitationEvent", recorded.event)
        row = queries.get(reading, event.invitation_id)
        owner = OperatorCaller(reading.company, row.operator_id, "operator", "")
        (view,) = queries.views(reading, [row], self._addresses, to=owner)
        return [Delivery((operator_topic(row.operator_id),), event.kind, view)]
