"""What must be true in the very transaction of an event: no offer outlives the facts that allowed it
(INV-15), what is new waits somewhere, and clients are told what routing uses (INV-33).
"""

from collections.abc import Iterable
from typing import Final, Literal

from hovor.accounts.events import GroupChanged, OperatorChanged
from hovor.companies.events import SettingsChanged
from hovor.conversations import queries as conversations
from hovor.conversations.events import (
    ClientAwaited,
    ConversationAssigned,
    ConversationClosed,
    ConversationEnded,
    ConversationEvent,
    ConversationOffered,
    ConversationOpened,
    ConversationQueued,
    ConversationRescued,
    ConversationResumed,
    ConversationSnoozed,
    ConversationTransferred,
)
from hovor.conversations.queries import Conversation
from hovor.conversations.service import Asks
from hovor.foundation.clock import SECOND
from hovor.foundation.database import Work
from hovor.messaging.events import MessageReceived
from hovor.presence.events import ChannelAvailabilityChanged, ReachabilityChanged, StatusChanged
from hovor.routing import service
from hovor.routing.engine import channel, qualified, room
from hovor.routing.events import QueueChanged
from hovor.routing.queries.absence import is_gone, may_have_back
from hovor.routing.queries.gathering import operator, policy, waiting_of
from hovor.routing.queries.rows import (
    Offer,
    find_queue,
    live_offer_of,
    live_offers,
    live_offers_to,
    queue,
    queues,
)

_SYSTEM: Final = "routing"
_COMPANY: Final = "company"
_ASKED: Final = "asked"
_LOST: Final = "lost"
_FIRST: Final = 1
_FIRST_FOR_OWNER: Final = 30 * SECOND
"""For how long a rescued conversation is kept for the operator who was lost, once he is back."""
_ENTERS: Final = frozenset({"arrived", "transferred", "rescued", "overflowed", "reopened"})
OfCompany = SettingsChanged | GroupChanged | QueueChanged
ByHand = ConversationAssigned | ConversationResumed | ConversationTransferred | ConversationEnded
OfOperator = StatusChanged | ReachabilityChanged | ChannelAvailabilityChanged | OperatorChanged


def place_new(work: Work, event: ConversationOpened) -> None:
    """A new conversation waits in a queue, unless who opened it takes it."""
    if event.direct:
        return
    if event.queue_id is None:
        service.place(work, conversation_id=event.conversation_id)
    else:
        service.enqueue(work, conversation_id=event.conversation_id, queue_id=event.queue_id, why="arrived")


def place_rescued(work: Work, event: ConversationRescued) -> None:
    """It goes back to its queue; from one that was the lost owner's own, into that of the channel's group."""
    _cancel(work, event, "withdrawn", "owner_lost")
    row = conversations.get(work, event.conversation_id)
    service.enqueue(
        work.as_system(_SYSTEM),
        conversation_id=row.id,
        queue_id=_shared_queue(work, row),
        why="rescued",
        asks=Asks(
            demands=row.demands,
            preferred_operator_id=event.operator_id if event.why == _LOST else None,
            preferred_until=work.now + _FIRST_FOR_OWNER if event.why == _LOST else None,
        ),
    )


def answer_first(work: Work, event: MessageReceived) -> None:
    """His first words are stored: if nobody is there for him, he is told now."""
    if event.number == _FIRST:
        service.answer_for_nobody(work, conversation_id=event.conversation_id)


def time_in_queue(work: Work, event: ConversationQueued) -> None:
    """It has come into a queue, rather than back from an offer: from now on the queue's own patience
    counts.
    """
    if event.why in _ENTERS:
        service.watch(work, conversation_id=event.conversation_id)


def do_not_rest(work: Work, event: MessageReceived) -> None:
    """A client who need not be there has written. Where his operator is gone it is others' to answer at once;
    where he is away for a while, he has that while.
    """
    row = conversations.get(work, event.conversation_id)
    if not row.asynchronous or row.owner_id is None:
        return
    if is_gone(work, row.owner_id):
        service.move_on(work.as_system(_SYSTEM), key=row.id)
    else:
        service.watch(work.as_system(_SYSTEM), conversation_id=row.id)


def receive_back(work: Work, event: ConversationResumed) -> None:
    """The client has written, or the time of a snooze has come: it is its owner's again if he is there and
    has room for it (INV-24). Else it waits in its queue, his first for a while. Who goes on with it himself
    is not asked.
    """
    row = conversations.get(work, event.conversation_id)
    if event.why == _ASKED or row.owner_id is None:
        return
    system = work.as_system(_SYSTEM)
    if may_have_back(work, row):
        service.watch(system, conversation_id=row.id)
        return
    service.enqueue(
        system,
        conversation_id=row.id,
        queue_id=_shared_queue(work, row),
        why="reopened",
        asks=Asks(
            demands=row.demands,
            preferred_operator_id=row.owner_id,
            preferred_until=work.now + service.PATIENCE,
        ),
    )


def watch_threads(work: Work, event: StatusChanged | ReachabilityChanged) -> None:
    """He goes: whoever waits for his answer does not wait for ever."""
    for row in conversations.owned_by(work, event.operator_id):
        if row.asynchronous:
            service.watch(work.as_system(_SYSTEM), conversation_id=row.id)


def turn_queue(work: Work, event: QueueChanged) -> None:
    """Hours and overflow as they are set now."""
    service.turn(work.as_system(_SYSTEM), key=event.queue_id)


def turn_queues(work: Work, event: SettingsChanged) -> None:
    """The company's clock or its holidays may be others."""
    if event.what == _COMPANY:
        for each in queues(work).values():
            if each.settings.hours is not None:
                service.turn(work.as_system(_SYSTEM), key=each.id)


def end_of_moved(work: Work, event: ConversationEvent) -> None:
    """An offer of a conversation that somebody else has, or that was moved, is no longer there (INV-12)."""
    _cancel(work, event, "withdrawn", "moved")


def end_of_closed(work: Work, event: ConversationClosed) -> None:
    """The client has left, or it was closed: there is nothing to accept."""
    _cancel(work, event, "cancelled", event.cause)


def make_room(work: Work, event: ByHand) -> None:
    """He took something by his own hand, or what he does with one of his takes room again: what was offered
    to him and no longer fits goes on to others (INV-19).
    """
    for each in live_offers_to(work, event.operator_id):
        _recheck(work, each, with_room=True)


def recheck_operator(work: Work, event: OfOperator) -> None:
    """Offers to an operator who may not be offered anything any more go on to others, in the same step
    (INV-15).
    """
    for each in live_offers_to(work, event.operator_id):
        _recheck(work, each, with_room=False)


def recheck_company(work: Work, event: OfCompany) -> None:
    """The rules or the groups have changed for everybody. Lowering a limit takes nothing away (INV-22)."""
    for each in live_offers(work):
        _recheck(work, each, with_room=False)


def keep_queues(work: Work, event: GroupChanged | OperatorChanged) -> None:
    """Who shares a queue has one."""
    service.ensure_queues(work.as_system(_SYSTEM))


def empty_deserted_queue(work: Work, event: OperatorChanged) -> None:
    """Whoever was deactivated comes back to nobody: who waits for him by name goes to the channel's group."""
    if "active" not in event.what or operator(work, event.operator_id) is not None:
        return
    system = work.as_system(_SYSTEM)
    for line in queues(work).values():
        waits = conversations.waiting_in(work, line.id) if line.operator_id == event.operator_id else []
        for each in waits:
            service.enqueue(system, conversation_id=each.id, queue_id=None, why="transferred")


def rewrite_fronts(work: Work, event: OfCompany | OperatorChanged) -> None:
    """Clients are told what routing would do with them now, under other rules, or when somebody has other
    groups, channels or skills: that changes for whom he is there, though he himself stands as before.
    """
    service.refresh_fronts(work.as_system(_SYSTEM))


def renew_fronts(work: Work, event: ConversationEvent | OfOperator) -> None:
    """Clients are told what routing would do with them now, after a change for these few."""
    named = (getattr(event, name, None) for name in ("operator_id", "left_owner", "left_offered"))
    channels = (event.channel_id,) if isinstance(event, ConversationEvent) else ()
    of = service.Concerned(tuple(each for each in named if each is not None), channels)
    service.refresh_fronts(work.as_system(_SYSTEM), of)


def _shared_queue(work: Work, row: Conversation) -> str | None:
    """The queue it came through, unless that is one operator's own."""
    line = find_queue(work, row.queue_id)
    return None if line is None or line.operator_id is not None else line.id


def _cancel(
    work: Work, event: ConversationEvent, outcome: Literal["withdrawn", "cancelled"], reason: str
) -> None:
    standing = live_offer_of(work, event.conversation_id)
    if standing is None:
        return
    row = conversations.get(work, event.conversation_id)
    if row.offered_to != standing.operator_id:
        service.withdraw_offer(work.as_system(_SYSTEM), offer_id=standing.id, outcome=outcome, reason=reason)


def _recheck(work: Work, standing: Offer, *, with_room: bool) -> None:
    why = next(iter(_against(work, standing, with_room=with_room)), None)
    if why is not None:
        service.withdraw_offer(work.as_system(_SYSTEM), offer_id=standing.id, outcome="withdrawn", reason=why)


def _against(work: Work, standing: Offer, *, with_room: bool) -> Iterable[str]:
    """What speaks against an offer that stands. A colleague's transfer asks neither for the group nor for
    room. A call that is offered beside it takes nothing away before he has accepted one of them.
    """
    row = conversations.get(work, standing.conversation_id)
    to = operator(work, standing.operator_id, besides=row.id)
    if to is None:
        return ("deactivated",)
    always = (*to.refuses_because, *channel(to, row.channel_id))
    if standing.transfers or row.queue_id is None:
        return always
    waiting = waiting_of(row, queue(work, row.queue_id))
    full = room(to, waiting, policy(work)) if with_room else ()
    return (*qualified(to, waiting, waiting.all_steps[-1]), *always, *full)


_BY_HAND: Final = (
    ConversationAssigned,
    ConversationResumed,
    ConversationTransferred,
    ConversationEnded,
)
_MOVED: Final = (ConversationQueued, ConversationAssigned, ConversationTransferred, ConversationEnded)
_OF_OPERATOR: Final = (StatusChanged, ReachabilityChanged, ChannelAvailabilityChanged, OperatorChanged)
_OF_COMPANY: Final = (SettingsChanged, GroupChanged)
_SEEN_IN_FRONT: Final = (
    ConversationQueued,
    ConversationOffered,
    ConversationAssigned,
    ConversationTransferred,
    ConversationResumed,
    ConversationSnoozed,
    ClientAwaited,
    ConversationEnded,
    ConversationClosed,
    StatusChanged,
    ReachabilityChanged,
    ChannelAvailabilityChanged,
)

WITHIN: Final = (
    (ConversationOpened, place_new),
    (ConversationRescued, place_rescued),
    (MessageReceived, answer_first),
    (MessageReceived, do_not_rest),
    (ConversationResumed, receive_back),
    (ConversationQueued, time_in_queue),
    (QueueChanged, turn_queue),
    (SettingsChanged, turn_queues),
    *((kind, end_of_moved) for kind in _MOVED),
    (ConversationClosed, end_of_closed),
    *((kind, make_room) for kind in _BY_HAND),
    (StatusChanged, watch_threads),
    (ReachabilityChanged, watch_threads),
    (GroupChanged, keep_queues),
    (OperatorChanged, keep_queues),
    (OperatorChanged, empty_deserted_queue),
    *((kind, recheck_operator) for kind in _OF_OPERATOR),
    *((kind, recheck_company) for kind in (*_OF_COMPANY, QueueChanged)),
    *((kind, renew_fronts) for kind in _SEEN_IN_FRONT),
    *((kind, rewrite_fronts) for kind in (*_OF_COMPANY, QueueChanged, OperatorChanged)),
)
"""In the order in which they run: first conversations find their place, then offers end, then clients are
told.
"""
