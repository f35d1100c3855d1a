"""What operators say in a conversation. What the client says comes by `opening.receive`."""

from typing import Final

from hovor.conversations import policy
from hovor.conversations.errors import ConversationOver, NotPossibleNow
from hovor.conversations.queries.audience import audience_of
from hovor.conversations.queries.authors import author
from hovor.conversations.queries.rights import readable, workable
from hovor.conversations.service.keeping import _await_client
from hovor.foundation.database import Work
from hovor.messaging import service as messaging

_ANSWERS: Final = frozenset({"active", "waiting_for_client"})
"""States in which what we say makes it the client's turn."""


def post(
    work: Work, *, conversation_id: str, client_ref: str, content: messaging.Content
) -> messaging.Stored:
    """Say something to the client; exactly once for a `client_ref`. For the owner and his collaborators.
    Where the client need not be there, it is his turn then; one that is snoozed sleeps on.

    Raises `NotFound`, `NotYours`, `ConversationOver`, `NotPossibleNow`, and what `messaging.service.post`
    raises.
    """
    row = workable(work, conversation_id)
    if row.state not in policy.SERVED | policy.RESTING:
        raise ConversationOver if row.state in policy.FINISHED else NotPossibleNow(state=row.state)
    stored = messaging.post(
        work,
        conversation_id=conversation_id,
        author=author(work),
        client_ref=client_ref,
        content=content,
        audience=audience_of(work, row),
    )
    if row.asynchronous and row.state in _ANSWERS and not stored.again:
        _await_client(work, row)
    return stored


def add_note(
    work: Work, *, conversation_id: str, client_ref: str, content: messaging.Content
) -> messaging.Stored:
    """Say something among colleagues, also about a conversation that is closed. For everybody who may read
    it.

    Raises `NotFound`, `PreviewNotAllowed`, and what `messaging.service.add_note` raises.
    """
    row = readable(work, conversation_id)
    return messaging.add_note(
        work,
        conversation_id=conversation_id,
        author=author(work),
        client_ref=client_ref,
        content=content,
        audience=audience_of(work, row),
    )
