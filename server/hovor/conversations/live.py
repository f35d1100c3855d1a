"""What goes to which sockets when something happens in a conversation, and who may look.

Colleagues who see a conversation get its whole view, those of its line without the client's words where the
company wishes so; who saw it before and does not see it after gets `conversation.removed`; the client gets
his own view.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, cast

import msgspec

from hovor.conversations import policy, queries
from hovor.conversations.events import (
    ClientAwaited,
    ConversationAssigned,
    ConversationChanged,
    ConversationClosed,
    ConversationContinued,
    ConversationEnded,
    ConversationEvent,
    ConversationHeld,
    ConversationOffered,
    ConversationOpened,
    ConversationQueued,
    ConversationRescued,
    ConversationResumed,
    ConversationSnoozed,
    ConversationTransferred,
    LabelsChanged,
)
from hovor.conversations.queries.audience import (
    Audience,
    audience_of,
    conversation_topic,
    identity_topic,
    line_topic,
    operator_topic,
    visitors_topic,
)
from hovor.foundation.caller import Caller, ClientCaller, OperatorCaller
from hovor.foundation.database import Reading, Work
from hovor.foundation.errors import NotFound
from hovor.foundation.events import Recorded
from hovor.foundation.live.declarations import RESYNC, Changed, Delivery, Removed, Shape, SignalShape
from hovor.foundation.live.frames import Short
from hovor.messaging import queries as messaging
from hovor.messaging import service as messages
from hovor.messaging.events import (
    ChangeRecorded,
    DeliveryChanged,
    MessagePosted,
    MessageReceived,
    NoteAdded,
    ThreadRead,
)

Entry = MessageReceived | MessagePosted | NoteAdded | ChangeRecorded | DeliveryChanged
_CLIENT_EVENT: Final = "conversation.changed"
_REMOVED: Final = "conversation.removed"


def conversation_event(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """Its view to all who see it now, and word to those who do not any more."""
    event = cast("ConversationEvent", recorded.event)
    row = queries.get(reading, event.conversation_id)
    audience = audience_of(reading, row)
    view = queries.view(reading, row)
    watchers = conversation_topic(row.id)
    name = ConversationChanged.kind if isinstance(event, ClientAwaited) else event.kind
    deliveries = [Delivery(audience.readers, name, view)]
    if isinstance(event, ConversationClosed | ConversationEnded) and event.operator_id is not None:
        deliveries.append(Delivery((operator_topic(event.operator_id),), name, view))
    if audience.line:
        shown = view if audience.words_in_line else queries.without_words(view)
        deliveries.append(Delivery(audience.line, name, shown))
    gone = [operator_topic(each) for each in (event.left_owner,) if each is not None]
    if event.left_queue is not None:
        gone.append(line_topic(event.left_queue, event.channel_id))
    if gone:
        deliveries.append(Delivery(tuple(gone), _REMOVED, Removed(row.id)))
    deliveries.append(Delivery(audience.client, _CLIENT_EVENT, queries.client_view(reading, row)))
    if event.left_offered is not None or _changes_hands(event):
        return _asking_again(deliveries, watchers, event.left_offered)
    return deliveries


def collaborators_changed(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """As above; a colleague who was asked to help, or let go, gets other topics with it."""
    event = cast("ConversationChanged", recorded.event)
    if event.operator_id is None:
        return conversation_event(reading, recorded)
    own = Delivery((operator_topic(event.operator_id),), RESYNC)
    return [own, *conversation_event(reading, recorded)]


def entry(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """A message, note, change or tick: from memory where the event carries it, else read back."""
    event = cast("Entry", recorded.event)
    carried: messaging.Carried | None = recorded.carry
    if carried is None:
        carried = messaging.carried(reading, [event.entry_id])[event.entry_id]
    audience = carried.audience
    if not isinstance(audience, Audience):
        audience = audience_of(reading, queries.get(reading, event.conversation_id))
    name = MessagePosted.kind if isinstance(event, ChangeRecorded) else event.kind
    view = carried.entry()
    if audience.words_in_line:
        deliveries = [Delivery((*audience.readers, *audience.line), name, view)]
    else:
        deliveries = [
            Delivery(audience.readers, name, view),
            Delivery(audience.line, name, _without_words(view)),
        ]
    seen_by_client = carried.client()
    if seen_by_client is not None:
        deliveries.append(Delivery(audience.client, name, seen_by_client))
    return deliveries


def thread_read(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """Colleagues see that it was read, and so does the client."""
    event = cast("ThreadRead", recorded.event)
    row = queries.get(reading, event.conversation_id)
    audience = audience_of(reading, row)
    view = queries.view(reading, row)
    line = view if audience.words_in_line else queries.without_words(view)
    return [
        Delivery(audience.readers, ConversationChanged.kind, view),
        Delivery(audience.line, ConversationChanged.kind, line),
        Delivery(audience.client, _CLIENT_EVENT, queries.client_view(reading, row)),
    ]


def labels_changed(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """To all operators: the list to choose from is no longer the newest."""
    event = cast("LabelsChanged", recorded.event)
    data = Changed(event.what, recorded.position, event.what)
    return [Delivery((f"company:{recorded.company_id}",), "settings.changed", data)]


def topics_of(reading: Reading, caller: Caller) -> Iterable[str]:
    """An operator's own, his company's, the lines he serves, the conversations he helps in; a client's own,
    his channel's.

    The same rule as `queries.work_of`, which is the snapshot.
    """
    if isinstance(caller, ClientCaller):
        return [identity_topic(caller.identity_id), visitors_topic(caller.channel_id)]
    if not isinstance(caller, OperatorCaller):
        return []
    queues, channels = queries.lines_of(reading, caller.operator_id)
    return [
        operator_topic(caller.operator_id),
        f"company:{reading.company}",
        *(line_topic(queue, channel) for queue in sorted(queues) for channel in sorted(channels)),
        *map(conversation_topic, queries.participates_in(reading, caller.operator_id)),
    ]


def watch(reading: Reading, caller: Caller, conversation_id: str) -> str:
    """The topic of a conversation, for colleagues who may read all of it. Raises `NotFound`,
    `PreviewNotAllowed`.
    """
    if not isinstance(caller, OperatorCaller):
        raise NotFound
    return conversation_topic(queries.readable(reading, conversation_id).id)


class Typing(msgspec.Struct, frozen=True):
    """Somebody writes, or has stopped. A client need not say where: he has one conversation."""

    on: bool
    conversation_id: Short | None = None


class Writing(msgspec.Struct, frozen=True):
    """Who writes where; `name` of an operator only."""

    conversation_id: str
    on: bool
    by: Literal["client", "operator"]
    name: str | None


def typing(reading: Reading, caller: Caller, fields: Mapping[str, Any]) -> Sequence[Delivery]:
    """Operators see that the client writes; the client and the others inside see that an operator does."""
    signal = msgspec.convert(fields, Typing)
    if isinstance(caller, ClientCaller):
        row = queries.unfinished(reading, channel_id=caller.channel_id, identity_id=caller.identity_id)
        if row is None:
            return []
        data = Writing(row.id, signal.on, "client", None)
        return [Delivery(audience_of(reading, row).readers, "typing", data)]
    if signal.conversation_id is None:
        raise NotFound
    row = queries.workable(reading, signal.conversation_id)
    if row.state not in policy.SERVED | policy.RESTING:
        return []
    audience = audience_of(reading, row)
    name = queries.author(reading).public_name
    data = Writing(row.id, signal.on, "operator", name)
    return [Delivery((*audience.readers, *audience.client), "typing", data)]


class Mark(msgspec.Struct, frozen=True):
    """Everything up to this number."""

    conversation_id: Short
    number: int


def _mark(work: Work, fields: Mapping[str, Any], *, read: bool) -> None:
    mark = msgspec.convert(fields, Mark)
    row = queries.readable(work, mark.conversation_id)
    if isinstance(work.caller, ClientCaller):
        messages.mark_by_client(work, conversation_id=row.id, number=mark.number, read=read)
    elif read:
        queries.workable(work, row.id)
        messages.mark_read(work, conversation_id=row.id, number=mark.number)


def received(work: Work, fields: Mapping[str, Any]) -> None:
    """The client's browser has everything up to a number."""
    _mark(work, fields, read=False)


def read(work: Work, fields: Mapping[str, Any]) -> None:
    """The client, or an operator who works in it, has seen everything up to a number."""
    _mark(work, fields, read=True)


def _changes_hands(event: ConversationEvent) -> bool:
    return isinstance(event, ConversationQueued) and event.why in _OTHER_HANDS


def _asking_again(
    deliveries: Iterable[Delivery], watchers: str, left_offered: str | None
) -> Sequence[Delivery]:
    """Who merely looks at it, or was offered it, may have lost his right: his sockets are asked for it
    anew.
    """
    kept = [
        Delivery(tuple(topic for topic in each.topics if topic != watchers), each.event, each.data)
        for each in deliveries
    ]
    # First, since a socket is given one of these: who helps here may serve the line as well, which sees less.
    deliveries = [Delivery((watchers,), RESYNC), *(each for each in kept if each.topics)]
    if left_offered is not None:
        deliveries.append(Delivery((operator_topic(left_offered),), RESYNC))
    return deliveries


def _without_words(view: messaging.EntryView) -> messaging.EntryView:
    thread = view.thread
    if thread is not None and thread.last is not None:
        thread = msgspec.structs.replace(thread, last=msgspec.structs.replace(thread.last, text=None))
    return msgspec.structs.replace(view, text=None, files=(), thread=thread)


_OTHER_HANDS: Final = frozenset({"transferred", "rescued"})
_STEPS: Final = (
    ConversationOpened,
    ConversationQueued,
    ConversationOffered,
    ConversationAssigned,
    ConversationTransferred,
    ConversationHeld,
    ConversationResumed,
    ConversationSnoozed,
    ConversationRescued,
    ConversationEnded,
    ConversationClosed,
    ConversationContinued,
)
LIVE: Final = {
    **dict.fromkeys((*_STEPS, ClientAwaited), conversation_event),
    ConversationChanged: collaborators_changed,
    **dict.fromkeys((MessageReceived, MessagePosted, NoteAdded, ChangeRecorded, DeliveryChanged), entry),
    ThreadRead: thread_read,
    LabelsChanged: labels_changed,
}
SUBSCRIBE: Final = topics_of
WATCH: Final = watch
SIGNALS: Final = {"typing": typing}
SIGNAL_VERBS: Final = {"received": received, "read": read}
SHAPES: Final = {
    **{event.kind: Shape(queries.ConversationView) for event in _STEPS},
    _CLIENT_EVENT: Shape(queries.ConversationView, queries.ClientConversationView),
    _REMOVED: Shape(Removed),
    **{
        event.kind: Shape(messaging.EntryView, messaging.ClientMessageView)
        for event in (MessageReceived, MessagePosted, DeliveryChanged)
    },
    NoteAdded.kind: Shape(messaging.EntryView),
    "settings.changed": Shape(Changed),
}
SIGNAL_SHAPES: Final = {
    "typing": SignalShape(Typing, Writing),
    "received": SignalShape(Mark),
    "read": SignalShape(Mark),
}
