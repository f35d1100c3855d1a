"""What happened to conversations. Ids and small values; never what anybody wrote.

The views are built from the rows when they are sent. An event only adds who saw the conversation on their own
screens *before* it and not after: `left_owner`, `left_offered` (to whom it was offered), `left_queue` (those
who serve that queue).
"""

from hovor.foundation.events import Event


class ConversationEvent(Event):
    """What all of them have. `channel_id` is where it came from and never changes."""

    conversation_id: str
    channel_id: str
    left_owner: str | None
    left_offered: str | None
    left_queue: str | None


class ConversationOpened(ConversationEvent, kind="conversation.opened"):
    """A new conversation exists; nobody owns it and it waits nowhere yet, unless `direct`: its maker takes it
    at once.

    `queue_id` is the queue that was asked for, None where routing is to choose.
    """

    queue_id: str | None
    direct: bool


class ConversationQueued(ConversationEvent, kind="conversation.queued"):
    """It waits in a queue. `why` is arrived, declined, timed_out, undelivered, withdrawn, transferred,
    rescued, overflowed, reopened, widened (more people may take it) or failed.
    """

    queue_id: str
    why: str


class ConversationOffered(ConversationEvent, kind="conversation.offered"):
    """It is presented to one operator, who has not answered yet."""

    operator_id: str


class ConversationAssigned(ConversationEvent, kind="conversation.assigned"):
    """It has a new owner. `how` is picked, accepted, transferred, assigned, continued or started."""

    operator_id: str
    how: str


class ConversationTransferred(ConversationEvent, kind="conversation.transferred"):
    """Its owner began to hand it to one colleague (`to` transferring), handed it over, or keeps it after all
    (`to` kept).
    """

    operator_id: str
    to: str


class ConversationHeld(ConversationEvent, kind="conversation.held"):
    """The owner put the client on hold."""

    operator_id: str


class ConversationResumed(ConversationEvent, kind="conversation.resumed"):
    """Its owner serves the client again. `why` is asked, client_wrote or time_came."""

    operator_id: str
    why: str


class ConversationSnoozed(ConversationEvent, kind="conversation.snoozed"):
    """Its owner has put it aside until a time of his, or until the client writes."""

    operator_id: str


class ClientAwaited(ConversationEvent, kind="conversation.client_awaited"):
    """Its owner has answered a client who need not be there: now it is the client's turn."""

    operator_id: str


class ConversationRescued(ConversationEvent, kind="conversation.rescued"):
    """Its owner was lost or has left; it goes back to the head of its queue. `why` is lost, signed_out or
    deactivated.
    """

    operator_id: str
    why: str


class ConversationChanged(ConversationEvent, kind="conversation.changed"):
    """Something on it changed; `what` names it: tags, parameters, outcome, subject, collaborators,
    client_online, read.

    `operator_id` is the one whose topics change with it: a collaborator who joined or left.
    """

    what: str
    operator_id: str | None


class ConversationEnded(ConversationEvent, kind="conversation.ended"):
    """The exchange is over and its owner has time for the work after it."""

    operator_id: str


class ConversationClosed(ConversationEvent, kind="conversation.closed"):
    """It is closed for good. `operator_id` is its last owner, if it had one at that moment."""

    cause: str
    operator_id: str | None


class ConversationContinued(ConversationEvent, kind="conversation.continued"):
    """This new conversation continues the closed one `from_id`."""

    from_id: str


class FrontStateChanged(Event, kind="channel.front_state_changed"):
    """What clients are told about a channel changed: online, busy or offline."""

    channel_id: str
    state: str


class LabelsChanged(Event, kind="labels.changed"):
    """The company's list of outcomes or of tags changed. `what` is outcomes or tags."""

    what: str
