"""Where conversations begin: with a client's message, by another feature, or by an operator who goes on
with one.
"""

from collections.abc import Mapping
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.conversations import models
from hovor.conversations.errors import AlreadyOpen, NotConnected, NotPossibleNow
from hovor.conversations.events import ConversationContinued, ConversationOpened
from hovor.conversations.policy import RESTING
from hovor.conversations.queries.audience import audience_of
from hovor.conversations.queries.rights import readable
from hovor.conversations.queries.rows import Conversation, connected, get, latest, moved, unfinished
from hovor.conversations.service.keeping import keep
from hovor.conversations.service.moving import Moving
from hovor.conversations.service.owning import assign
from hovor.foundation.caller import require_operator
from hovor.foundation.database import Hot, Work
from hovor.messaging import queries as messages
from hovor.messaging import service as messaging
from hovor.presence import queries as presence

_INSERT: Final = Hot(sa.insert(models.conversation))
_INSERT_PARAMETER: Final = Hot(sa.insert(models.parameter))
_THERE: Final = frozenset({"connected", "suspect"})
_NOT_YET: Final = dict.fromkeys(
    (
        "queued_at", "owner_id", "offered_to", "wrap_up_until", "snoozed_until", "ended_at", "closed_at",
        "cause", "outcome_id", "rating", "demands", "preferred_operator_id", "preferred_until",
    )
)  # fmt: skip


class Origin(msgspec.Struct, frozen=True):
    """Where a conversation comes from: its channel, whether the client is expected to be present (`live`,
    as the channel's capabilities say), and how our answers get back to him.
    """

    channel_id: str
    channel_kind: str
    live: bool
    route: messaging.Route
    exclusive: bool = False


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation to be opened. `queue_id` None leaves the choice of the queue to routing.

    `parameters` come from outside, `source` says from where; operators may not change them. `direct`: whoever
    opens it takes it in the same unit of work, so it enters no queue.
    """

    origin: Origin
    client_id: str
    identity_id: str
    queue_id: str | None = None
    subject: str | None = None
    language: str | None = None
    priority: int = 0
    parameters: Mapping[str, str] = {}
    source: str = "channel"
    direct: bool = False


def receive(work: Work, *, opening: Opening, client_ref: str, content: messaging.Content) -> messaging.Stored:
    """Store what a client wrote: in his unfinished conversation on that channel, else in a new one made by
    `opening` and linked to his last (INV-06). A message sent again is the first one, wherever that went,
    and opens nothing. One that is left for later (its origin is not `live`) ends the client's own waiting:
    his conversation waits without him. One that rested until he writes is served again.

    Raises what `messaging.service.receive` raises.
    """
    current = unfinished(work, channel_id=opening.origin.channel_id, identity_id=opening.identity_id)
    if current is None:
        said = messages.said_by_client(work, client_id=opening.client_id, client_ref=client_ref)
        if said is not None:
            return said
        current = _open(work, opening, _last(work, opening))
    stored = messaging.receive(
        work,
        conversation_id=current.id,
        author=messaging.Author("client", opening.client_id),
        client_ref=client_ref,
        content=content,
        audience=audience_of(work, current),
    )
    if not opening.origin.live and not current.asynchronous and current.owner_id is None:
        Moving(work, current).expect_nobody()
    elif current.client_gone_at is not None and not stored.again:
        Moving(work, current).heard()
    if current.state in RESTING and not stored.again:
        keep(work, conversation_id=current.id, step="resume", why="client_wrote")
    return stored


def open(work: Work, *, opening: Opening) -> Conversation:  # noqa: A001  the business's own word
    """A new conversation, linked to the last of this identity on this channel. Raises `AlreadyOpen`."""
    _refuse_second(work, opening)
    return _open(work, opening, _last(work, opening))


def continue_(work: Work, *, conversation_id: str) -> Conversation:
    """Go on with a closed conversation: a new one, linked to it and owned by the caller, since closed is
    final.

    Raises `NotFound`, `NotPossibleNow` for one that is not closed, `AlreadyOpen` when the client has come
    back, `NotConnected` for a caller who is not there: nobody would take it from him again (INV-08).
    """
    caller = require_operator(work.caller)
    closed = readable(work, conversation_id)
    if closed.state != "closed":
        raise NotPossibleNow(state=closed.state)
    origin = Origin(
        closed.channel_id,
        closed.channel_kind,
        live=not closed.asynchronous,
        route=messages.route(work, closed.id),
        exclusive=bool(closed.exclusive),
    )
    opening = Opening(
        origin=origin,
        client_id=closed.client_id,
        identity_id=closed.identity_id,
        queue_id=closed.queue_id,
        subject=closed.subject,
        language=closed.language,
        priority=closed.priority,
        direct=True,
    )
    _refuse_second(work, opening)
    if presence.declared(work, caller.operator_id).liveness not in _THERE:
        raise NotConnected
    new = _open(work, opening, closed.id)
    assign(work, conversation_id=new.id, operator_id=caller.operator_id, how="continued")
    work.publish(ConversationContinued(from_id=closed.id, **moved(new, new)))
    return get(work, new.id)


def _refuse_second(work: Work, opening: Opening) -> None:
    current = unfinished(work, channel_id=opening.origin.channel_id, identity_id=opening.identity_id)
    if current is not None:
        raise AlreadyOpen(conversation_id=current.id)


def _last(work: Work, opening: Opening) -> str | None:
    found = latest(work, channel_id=opening.origin.channel_id, identity_id=opening.identity_id)
    return None if found is None else found.id


def _open(work: Work, opening: Opening, continued_from_id: str | None) -> Conversation:
    origin = opening.origin
    present = not origin.live or connected(work, opening.identity_id)
    row = Conversation(
        id=work.new_id(),
        channel_id=origin.channel_id,
        channel_kind=origin.channel_kind,
        client_id=opening.client_id,
        identity_id=opening.identity_id,
        state="new",
        asynchronous=int(not origin.live),
        exclusive=int(origin.exclusive),
        queue_id=opening.queue_id,
        priority=opening.priority,
        rescued=0,
        opened_at=work.now,
        state_since=work.now,
        client_gone_at=None if present else work.now,
        client_left=0,
        subject=opening.subject,
        language=opening.language,
        continued_from_id=continued_from_id,
        version=1,
        **_NOT_YET,
    )
    work.write(_INSERT, company_id=work.company, rating_comment=None, **msgspec.structs.asdict(row))
    messaging.open_thread(work, conversation_id=row.id, route=origin.route)
    for name, value in opening.parameters.items():
        work.write(
            _INSERT_PARAMETER,
            id=work.new_id(),
            company_id=work.company,
            conversation_id=row.id,
            name=name,
            value=value,
            source=opening.source,
            read_only=1,
        )
    Moving(work, row).time_client(row)
    work.publish(ConversationOpened(queue_id=opening.queue_id, direct=opening.direct, **moved(row, row)))
    return get(work, row.id)
