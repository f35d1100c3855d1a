"""What conversations do because of operators, clients and the time. All within the unit that tells of it."""

from typing import Final

from hovor.accounts import queries as accounts
from hovor.accounts.events import OperatorChanged
from hovor.clients.events import VisitorMoved
from hovor.conversations import policy, queries, service
from hovor.conversations.service.moving import CLIENT_RETURN, WRAP_UP_LIMIT, Moving
from hovor.foundation.database import Work
from hovor.presence.events import ReachabilityChanged, StatusChanged

_GONE: Final = "gone"
_OFFLINE: Final = "offline"


def rescue_from_lost(work: Work, event: ReachabilityChanged) -> None:
    """The time to come back is over: his live conversations go back to the queue; asynchronous ones stay
    his (INV-08).
    """
    if event.liveness == _GONE:
        _hand_over(work, event.operator_id, "lost", everything=False)


def hand_over_at_sign_out(work: Work, event: StatusChanged) -> None:
    """Whoever signs out, or is signed out, leaves his live conversations to his colleagues."""
    if event.status == _OFFLINE:
        _hand_over(work, event.operator_id, "signed_out", everything=False)


def hand_over_at_deactivation(work: Work, event: OperatorChanged) -> None:
    """Whoever will never come back keeps nothing, not even what could wait for him."""
    if "active" in event.what and not accounts.operator(work, event.operator_id).active:
        _hand_over(work, event.operator_id, "deactivated", everything=True)


def note_page(work: Work, event: VisitorMoved) -> None:
    """Colleagues see on which page the visitor is, after the conversation too, as long as one works on it."""
    for row in queries.of_identity(work, channel_id=event.channel_id, identity_id=event.identity_id):
        if row.state != "closed":
            moving = Moving(work, row)
            moving.change()
            moving.publish_changed("page")


def close_after_client_left(work: Work, *, key: str) -> None:
    """The client has been gone for as long as anybody waits for him (LIV-4)."""
    service.client_left(work, conversation_id=key, for_good=True)


def close_after_wrap_up(work: Work, *, key: str) -> None:
    """The time for the work after the conversation is over (LIV-6)."""
    row = queries.get(work, key)
    if row.wrap_up_until is not None and row.wrap_up_until <= work.now:
        service.finish(work, conversation_id=key, ending=service.Ending())


def _hand_over(work: Work, operator_id: str, why: str, *, everything: bool) -> None:
    system = work.as_system("conversations")
    for row in queries.owned_by(work, operator_id):
        keeps = row.state not in policy.SERVED or row.asynchronous
        leaves = policy.after(row.state, "lose_owner") is not None
        if leaves and (everything or not keeps):
            service.rescue(system, conversation_id=row.id, why=why)


WITHIN: Final = (
    (ReachabilityChanged, rescue_from_lost),
    (StatusChanged, hand_over_at_sign_out),
    (OperatorChanged, hand_over_at_deactivation),
    (VisitorMoved, note_page),
)
TIMERS: Final = {CLIENT_RETURN: close_after_client_left, WRAP_UP_LIMIT: close_after_wrap_up}
