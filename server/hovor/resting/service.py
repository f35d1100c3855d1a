"""The verbs of resting. All of them leave the conversation with its owner."""

from typing import Final

from hovor.conversations import queries as conversations
from hovor.conversations import service as conversing
from hovor.conversations.errors import NotConnected, NotPossibleNow
from hovor.conversations.queries import Conversation
from hovor.foundation.clock import Instant
from hovor.foundation.database import Work
from hovor.foundation.errors import Invalid
from hovor.foundation.timers import set_timer
from hovor.presence import queries as presence
from hovor.resting import policy

SNOOZE_OVER: Final = "snooze_over"
_THERE: Final = frozenset({"connected", "suspect"})


def hold(work: Work, *, conversation_id: str) -> Conversation:
    """The client is to wait a moment: he is still served, and still takes his operator's room. For the owner
    and for supervisors.

    Raises `NotFound`, `NotYours`, `ConversationOver`, and `NotPossibleNow` also where the client does not sit
    there and wait.
    """
    row = _managed(work, conversation_id)
    if row.asynchronous and row.state == "active":
        raise NotPossibleNow("Only who waits for an answer can be put on hold.", state=row.state)
    return conversing.keep(work, conversation_id=conversation_id, step="hold")


def resume(work: Work, *, conversation_id: str) -> Conversation:
    """Its owner goes on with one that is on hold, waits for its client, or is snoozed. Limits do not stand in
    the way: it is his own doing (INV-20). For the owner and for supervisors.

    Raises `NotFound`, `NotYours`, `NotPossibleNow`, `ConversationOver`, and `NotConnected` for a client who
    sits and waits while its owner is not there: nobody would take it from him again (INV-08).
    """
    row = _managed(work, conversation_id)
    if row.state == "snoozed" and not row.asynchronous and not _is_there(work, row):
        raise NotConnected("Whoever has this conversation is not connected right now.")
    return conversing.keep(work, conversation_id=conversation_id, step="resume")


def snooze(work: Work, *, conversation_id: str, until: Instant) -> Conversation:
    """Put it aside until then, or until the client writes; one that is snoozed already gets the new time. It
    takes no room meanwhile. For the owner and for supervisors.

    Raises `Invalid` for a time that is past or more than a year away, `NotFound`, `NotYours`,
    `NotPossibleNow`, `ConversationOver`.
    """
    wrong = policy.wrong_until(until, work.now)
    if wrong is not None:
        raise Invalid(wrong, fields=[{"field": "until", "message": wrong}])
    _managed(work, conversation_id)
    snoozed = conversing.keep(work, conversation_id=conversation_id, step="snooze", until=until)
    set_timer(work, kind=SNOOZE_OVER, key=conversation_id, at=until)
    return snoozed


def wake(work: Work, *, key: str) -> None:
    """Timer: the time of a snoozed conversation has come. Does nothing for one that came back before, or was
    given another time.
    """
    row = conversations.get(work, key)
    if row.snoozed_until is not None and row.snoozed_until <= work.now:
        conversing.keep(work, conversation_id=key, step="resume", why="time_came")


def _is_there(work: Work, row: Conversation) -> bool:
    if row.owner_id is None:
        return False
    declared = presence.declared(work, row.owner_id)
    return declared.status != "offline" and declared.liveness in _THERE


def _managed(work: Work, conversation_id: str) -> Conversation:
    """It is the caller's, and not just being handed to a colleague: that is over when the offer is."""
    row = conversations.managed(work, conversation_id)
    if row.state == "transferring":
        raise NotPossibleNow(state=row.state)
    return row
