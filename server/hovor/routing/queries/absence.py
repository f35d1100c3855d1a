"""Conversations that rest: with whom they may, and whether he may have them back."""

from typing import Final

from hovor.conversations.queries import Conversation
from hovor.foundation.database import Reading
from hovor.messaging import queries as messages
from hovor.presence import queries as presence
from hovor.routing.engine import room_for_kind
from hovor.routing.queries.gathering import operator, policy

_ONLINE: Final = "online"
_OFFLINE: Final = "offline"
_GONE: Final = frozenset({"never", "gone"})


def rests_with_absent(reading: Reading, row: Conversation) -> bool:
    """Whether its client need not be there, waits for an answer, and its owner is not at work."""
    if not row.asynchronous or row.state != "active" or row.owner_id is None:
        return False
    declared = presence.declared(reading, row.owner_id)
    at_work = declared.status == _ONLINE and declared.liveness not in _GONE
    return not at_work and messages.thread_row(reading, row.id).waiting_since is not None


def is_gone(reading: Reading, operator_id: str) -> bool:
    """Whether he has left for today, or was lost for good."""
    declared = presence.declared(reading, operator_id)
    return declared.status == _OFFLINE or declared.liveness in _GONE


def may_have_back(reading: Reading, row: Conversation) -> bool:
    """Whether its owner may go on with it now that its rest is over: he has room for it beside all he has
    (INV-24), and is not gone, unless nobody waits for him.
    """
    if row.owner_id is None:
        return False
    awaited = not row.asynchronous or messages.thread_row(reading, row.id).waiting_since is not None
    if awaited and is_gone(reading, row.owner_id):
        return False
    owner = operator(reading, row.owner_id, besides=row.id)
    return owner is not None and not room_for_kind(owner, row.channel_kind, policy(reading))
