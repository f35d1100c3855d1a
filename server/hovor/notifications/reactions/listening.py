"""Which events operators are told of, and which mean that they need not be told any more."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from hovor.accounts.events import SessionEnded
from hovor.conversations import queries as conversations
from hovor.conversations.events import (
    ConversationAssigned,
    ConversationClosed,
    ConversationEnded,
    ConversationEvent,
    ConversationQueued,
    ConversationRescued,
    ConversationResumed,
    ConversationSnoozed,
    ConversationTransferred,
)
from hovor.foundation.database import Work
from hovor.foundation.events import Event, Recorded
from hovor.foundation.reactions import Listener
from hovor.invitations.events import (
    InvitationDue,
    InvitationEvent,
    InvitationExpired,
    InvitationRevoked,
    InvitationUsed,
)
from hovor.messaging.events import MessagePosted, MessageReceived, ThreadRead
from hovor.notifications import queries, service
from hovor.notifications.policy import What
from hovor.notifications.service import About
from hovor.presence import queries as presence
from hovor.presence.events import AllowanceUsedUp, ReachabilityChanged, ReturnDue, StatusChanged
from hovor.routing import queries as routing
from hovor.routing.events import (
    OfferAccepted,
    OfferDeclined,
    OfferEvent,
    OfferExpired,
    OfferMade,
    OfferWithdrawn,
)


def offer_made(work: Work, recorded: Recorded, event: OfferMade) -> None:
    """The cue of an offer takes the place of that of the queue, and comes again when half of the time is
    over.
    """
    offer = routing.offer(work, event.offer_id)
    if not offer.live:
        return
    _clear(work, event.conversation_id, "offered", {"queue"}, event.operator_id)
    what: What = "offer" if offer.made_by in {None, offer.operator_id} else "transfer"
    about = About(what, offer.id, conversation_id=offer.conversation_id, offer_id=offer.id)
    service.raise_notification(work, operator_id=event.operator_id, about=about)
    half = offer.made_at + (offer.deadline - offer.made_at) // 2
    for raised in queries.standing_of_offer(work, offer.conversation_id, offer.id):
        service.repeat_at(work, notification_id=raised.id, at=half)


def offer_ended(work: Work, recorded: Recorded, event: OfferEvent) -> None:
    """There is nothing to answer any more."""
    for raised in queries.standing_of_offer(work, event.conversation_id, event.offer_id):
        service.clear(work, notification_id=raised.id, because=event.kind.partition(".")[2])


def conversation_queued(work: Work, recorded: Recorded, event: ConversationQueued) -> None:
    """Its owner has it no longer; whoever serves the queue is told if nobody is offered it at once."""
    _left_owner(work, event)
    service.await_settling(work, conversation_id=event.conversation_id)


def conversation_assigned(work: Work, recorded: Recorded, event: ConversationAssigned) -> None:
    """It waits no longer; who was given it by somebody else is told."""
    _left_owner(work, event)
    _clear(work, event.conversation_id, "taken", {"queue", "invitation"})
    service.await_reply(work, conversation_id=event.conversation_id)
    if event.how == "assigned" and recorded.actor.id != event.operator_id:
        about = About("transfer", event.conversation_id, conversation_id=event.conversation_id)
        service.raise_notification(work, operator_id=event.operator_id, about=about)


def conversation_snoozed(work: Work, recorded: Recorded, event: ConversationSnoozed) -> None:
    """Put aside with open eyes: until it comes back nobody is told of it, unless the client writes."""
    _clear(work, event.conversation_id, "snoozed", {"message", "transfer", "reply_due", "woken"})


def conversation_resumed(work: Work, recorded: Recorded, event: ConversationResumed) -> None:
    """The time of a snooze has come and its owner has it again; what the client writes tells itself."""
    row = conversations.find(work, event.conversation_id)
    if event.why != "time_came" or row is None or row.owner_id != event.operator_id:
        return
    about = About("woken", row.id, conversation_id=row.id)
    service.raise_notification(work, operator_id=event.operator_id, about=about)
    service.await_reply(work, conversation_id=row.id)


def conversation_moved(work: Work, recorded: Recorded, event: ConversationEvent) -> None:
    """Whoever had it before need not be told of its messages any more."""
    _left_owner(work, event)


def conversation_over(work: Work, recorded: Recorded, event: ConversationEvent) -> None:
    """Nothing in it needs anybody any more."""
    _clear(work, event.conversation_id, "ended")


def message_received(work: Work, recorded: Recorded, event: MessageReceived) -> None:
    """The owner of a conversation is told of its messages; one that waits has none."""
    row = conversations.find(work, event.conversation_id)
    if row is None or row.owner_id is None or row.state == "wrap_up":
        return
    about = About("message", row.id, conversation_id=row.id)
    service.raise_notification(work, operator_id=row.owner_id, about=about)
    if row.asynchronous:
        service.await_reply(work, conversation_id=row.id)


def thread_read(work: Work, recorded: Recorded, event: ThreadRead) -> None:
    """Somebody of ours has seen everything."""
    _clear(work, event.conversation_id, "read", {"message", "transfer"})


def message_posted(work: Work, recorded: Recorded, event: MessagePosted) -> None:
    """Whoever answers has read."""
    if recorded.actor.kind == "operator":
        _clear(
            work,
            event.conversation_id,
            "answered",
            {"message", "transfer", "reply_due", "woken"},
            recorded.actor.id,
        )


def reachability_changed(work: Work, recorded: Recorded, event: ReachabilityChanged) -> None:
    """Who works and is lost is told by push, which is all that can reach him."""
    if event.liveness == "lost" and presence.declared(work, event.operator_id).status == "online":
        service.raise_notification(
            work, operator_id=event.operator_id, about=About("connection", event.operator_id)
        )
    elif event.liveness == "connected":
        for each in queries.standing(work, event.operator_id):
            if each.what == "connection":
                service.clear(work, notification_id=each.id, because="back")


def allowance_used_up(work: Work, recorded: Recorded, event: AllowanceUsedUp) -> None:
    """He stays away for a reason beyond what it allows, or was changed to another one; unless he has gone on
    meanwhile.
    """
    now = presence.declared(work, event.operator_id)
    if now.status == "away" and (now.away_reason_id == event.away_reason_id or now.cause == "allowance"):
        about = About("allowance", _stretch(now))
        service.raise_notification(work, operator_id=event.operator_id, about=about)


def return_due(work: Work, recorded: Recorded, event: ReturnDue) -> None:
    """He wanted to be back by now."""
    now = presence.declared(work, event.operator_id)
    if now.status == "away" and now.back_at is not None:
        about = About("back_at", str(now.back_at))
        service.raise_notification(work, operator_id=event.operator_id, about=about)


def status_changed(work: Work, recorded: Recorded, event: StatusChanged) -> None:
    """Away: nothing of the queue is for him. What he was reminded of is done, or is another thing now."""
    now = presence.declared(work, event.operator_id)
    about = {"allowance": _stretch(now), "back_at": str(now.back_at)}
    for each in queries.standing(work, event.operator_id):
        if each.what in about and (now.status != "away" or each.subject != about[each.what]):
            service.clear(work, notification_id=each.id, because=event.status)
    if event.status == "online":
        return
    for each in queries.standing(work, event.operator_id):
        if each.what == "queue" or (event.status == "offline" and each.what == "connection"):
            service.clear(work, notification_id=each.id, because=event.status)


def _stretch(now: presence.Declared) -> str:
    """The time away that goes on, by its beginning."""
    return str(now.since)


def invitation_used(work: Work, recorded: Recorded, event: InvitationUsed) -> None:
    """His client is here. As long as he can be reached the offer tells him; else push is all there is."""
    invitation_over(work, recorded, event)
    if presence.status(work, event.operator_id).reachable:
        return
    about = About("invitation", event.invitation_id, conversation_id=event.conversation_id)
    service.raise_notification(work, operator_id=event.operator_id, about=about)


def invitation_due(work: Work, recorded: Recorded, event: InvitationDue) -> None:
    """The arranged time comes in five minutes."""
    about = About("invitation", event.invitation_id)
    service.raise_notification(work, operator_id=event.operator_id, about=about)


def invitation_over(work: Work, recorded: Recorded, event: InvitationEvent) -> None:
    """There is nothing to be ready for any more."""
    for each in queries.standing(work, event.operator_id):
        if each.what == "invitation" and each.subject == event.invitation_id:
            service.clear(work, notification_id=each.id, because=event.kind.partition(".")[2])


def session_ended(work: Work, recorded: Recorded, event: SessionEnded) -> None:
    """Nobody sits before that browser any more."""
    service.unsubscribe(work, session_id=event.session_id)


def _left_owner(work: Work, event: ConversationEvent) -> None:
    if event.left_owner is not None:
        _clear(work, event.conversation_id, "moved", None, event.left_owner)


def _clear(
    work: Work,
    conversation_id: str,
    because: str,
    what: set[What] | None = None,
    operator_id: str | None = None,
) -> None:
    """Clears what stands about a conversation: only these things, only for this operator, where they are
    given.
    """
    for each in queries.standing_of_conversation(work, conversation_id):
        if (what is None or each.what in what) and operator_id in {None, each.operator_id}:
            service.clear(work, notification_id=each.id, because=because)


_HANDLERS: Final[Mapping[type[Event], Callable[[Work, Recorded, Any], None]]] = {
    OfferMade: offer_made,
    **dict.fromkeys((OfferAccepted, OfferDeclined, OfferExpired, OfferWithdrawn), offer_ended),
    ConversationQueued: conversation_queued,
    ConversationAssigned: conversation_assigned,
    ConversationTransferred: conversation_moved,
    ConversationRescued: conversation_moved,
    ConversationSnoozed: conversation_snoozed,
    ConversationResumed: conversation_resumed,
    ConversationEnded: conversation_over,
    ConversationClosed: conversation_over,
    MessageReceived: message_received,
    MessagePosted: message_posted,
    ThreadRead: thread_read,
    ReachabilityChanged: reachability_changed,
    StatusChanged: status_changed,
    AllowanceUsedUp: allowance_used_up,
    ReturnDue: return_due,
    SessionEnded: session_ended,
    InvitationUsed: invitation_used,
    InvitationDue: invitation_due,
    InvitationRevoked: invitation_over,
    InvitationExpired: invitation_over,
}


def handle(work: Work, recorded: Recorded) -> None:
    """Does what the event asks for. A thing that it names and that is gone is no fault."""
    _HANDLERS[type(recorded.event)](work, recorded, recorded.event)


LISTENER: Final = Listener("notifications", frozenset(_HANDLERS), handle)
