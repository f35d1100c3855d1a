"""Who is told of what happens in a conversation, as topics of the live sockets."""

import msgspec

from hovor.companies import queries as companies
from hovor.conversations.queries.rows import Conversation
from hovor.foundation.database import Reading


class Audience(msgspec.Struct, frozen=True):
    """Those who see a conversation now. `readers` see everything, `line` sees that it waits, and the
    client's words only where `words_in_line` says so. Empty topics mean nobody.
    """

    readers: tuple[str, ...]
    line: tuple[str, ...]
    client: tuple[str, ...]
    words_in_line: bool


def audience_of(reading: Reading, conversation: Conversation) -> Audience:
    """The topics of those who see this conversation as it is now."""
    readers = [conversation_topic(conversation.id)]
    if conversation.owner_id is not None:
        readers.append(operator_topic(conversation.owner_id))
    line: list[str] = []
    if conversation.waits_in_line and conversation.queue_id is not None:
        line.append(line_topic(conversation.queue_id, conversation.channel_id))
    if conversation.offered_to is not None:
        line.append(operator_topic(conversation.offered_to))
    words = not line or companies.settings(reading).preview_before_accept
    return Audience(tuple(readers), tuple(line), (identity_topic(conversation.identity_id),), words)


def conversation_topic(conversation_id: str) -> str:
    """Who looks at this very conversation, and its collaborators."""
    return f"conversation:{conversation_id}"


def operator_topic(operator_id: str) -> str:
    """One operator, on all his devices."""
    return f"operator:{operator_id}"


def line_topic(queue_id: str, channel_id: str) -> str:
    """Those who serve this queue and have this channel."""
    return f"line:{queue_id}/{channel_id}"


def identity_topic(identity_id: str) -> str:
    """One client, in all his tabs."""
    return f"identity:{identity_id}"


def visitors_topic(channel_id: str) -> str:
    """All clients who have a channel's page open."""
    return f"visitors:{channel_id}"
