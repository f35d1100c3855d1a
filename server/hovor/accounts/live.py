"""What sockets hear about accounts: those of an ended sign-in are closed at once."""

from collections.abc import Sequence
from typing import cast

from hovor.accounts.events import SessionEnded
from hovor.foundation.database import Reading
from hovor.foundation.events import Recorded
from hovor.foundation.live.declarations import CUT, Delivery


def session_ended(_: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """Nothing more is sent to the sockets of this sign-in."""
    event = cast("SessionEnded", recorded.event)
    return [Delivery((f"session:{event.session_id}",), CUT)]


LIVE = {SessionEnded: session_ended}
