"""What operators say in a conversation. What the client says comes by `opening.receive`."""

from hovor.conversations import policy
from hovor.conversations.errors import ConversationOver, NotPossibleNow
from hovor.conversations.queries.audience import audience_of
from hovor.conversations.queries.authors import author
from hovor.conversations.queries.rights import readable, workable
from hovor.foundation.database import Work
from hovor.messaging import service as messaging


def post(
    work: Work, *, conversation_id: str, client_ref: str, content: messaging.Content
) -> messaging.Stored:
    """Say something to the client; exactly once for a `client_ref`. For the owner and his collaborators.

    Raises `NotFound`, `NotYours`, `ConversationOver`, `NotPossibleNow`, and what `messaging.service.post`
    raises.
    """
    row = workable(work, conversation_id)
    if row.state not in policy.SERVED:
        raise ConversationOver if row.state in policy.FINISHED else NotPossibleNow(state=row.state)
    return messaging.post(
        work,
        conversation_id=conversation_id,
        author=author(work),
        client_ref=client_ref,
        content=content,
        audience=audience_of(work, row),
    )


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
