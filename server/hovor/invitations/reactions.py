"""What invitations do because of operators and the time."""

from typing import Final

from hovor.accounts import queries as accounts
from hovor.accounts.events import OperatorChanged
from hovor.conversations.events import ConversationClosed, ConversationEnded
from hovor.foundation.database import Work
from hovor.invitations import service
from hovor.presence.events import ChannelAvailabilityChanged, ReachabilityChanged, StatusChanged


def revoke_of_deactivated(work: Work, event: OperatorChanged) -> None:
    """Nobody is invited to somebody who will never come back."""
    if "active" in event.what and not accounts.operator(work, event.operator_id).active:
        service.revoke_all(work, operator_id=event.operator_id)


def status_changed(work: Work, event: StatusChanged) -> None:
    """Online, and not on another call: whoever asked for it is told."""
    if event.status == "online" and not event.draining and not event.on_another_call:
        service.tell(work, operator_id=event.operator_id)


def reachability_changed(work: Work, event: ReachabilityChanged) -> None:
    """He can be called again."""
    if event.reachable:
        service.tell(work, operator_id=event.operator_id)


def channel_opened(work: Work, event: ChannelAvailabilityChanged) -> None:
    """He serves the channel again."""
    if event.open:
        service.tell(work, operator_id=event.operator_id)


def conversation_over(work: Work, event: ConversationEnded | ConversationClosed) -> None:
    """It may have been the call that kept him from everybody else."""
    if event.operator_id is not None:
        service.tell(work, operator_id=event.operator_id)


WITHIN: Final = (
    (OperatorChanged, revoke_of_deactivated),
    (StatusChanged, status_changed),
    (ReachabilityChanged, reachability_changed),
    (ChannelAvailabilityChanged, channel_opened),
    (ConversationEnded, conversation_over),
    (ConversationClosed, conversation_over),
)
TIMERS: Final = {
    service.EXPIRY: service.expire,
    service.CODE_EXPIRY: service.expire_code,
    service.REMINDER: service.remind,
}
