"""The verbs of web chat: what a visitor does, in terms of the features below."""

from collections.abc import Mapping

from hovor.channels.webchat import policy
from hovor.channels.webchat.adapter import CAPABILITIES, KIND, TEXT_CHARACTERS
from hovor.channels.webchat.errors import DetailsMissing, NothingToRate
from hovor.clients import queries as client_queries
from hovor.clients import service as clients
from hovor.conversations import queries as conversation_queries
from hovor.conversations import service as conversations
from hovor.foundation import audit
from hovor.foundation.caller import require_client
from hovor.foundation.database import Work
from hovor.messaging import queries as message_queries
from hovor.messaging import service as messages
from hovor.messaging.errors import TextTooLong
from hovor.messaging.queries import Stored


def say(work: Work, *, client_ref: str, text: str | None, file_ids: tuple[str, ...] = ()) -> Stored:
    """The visitor says something; his conversation is found or opened. The same reference says it once.

    Raises `TextTooLong`, and `DetailsMissing` when it would open a conversation and the channel insists on
    answers first.
    """
    if text is not None and len(text) > TEXT_CHARACTERS:
        raise TextTooLong(limit=TEXT_CHARACTERS)
    stored = _say(work, client_ref, messages.Content(text, file_ids))
    if stored.number == 1 and not stored.again:
        _require_answers(work)
    return stored


def leave_message(work: Work, *, client_ref: str, text: str, email: str, name: str | None) -> Stored:
    """A message for when nobody is there: it waits in the queue like any other, with the address to answer
    to.
    """
    clients.describe_self(work, name=name, email=email)
    return _say(work, client_ref, messages.Content(text), live=False)


def describe(
    work: Work, *, name: str | None, email: str | None, phone: str | None, consent: bool | None
) -> None:
    """What the visitor tells about himself. Whether his browser may remember him is kept as a record."""
    caller = require_client(work.caller)
    clients.describe_self(work, name=name, email=email, phone=phone)
    if consent is not None:
        detail = {"channel_id": caller.channel_id, "remembered": consent}
        audit.record(work, "client.consent", "client", caller.client_id, detail)


def leave(work: Work) -> None:
    """The visitor goes: out of the queue, or out of the conversation. Without one there is nothing to
    leave.
    """
    conversation = _unfinished(work)
    if conversation is not None:
        conversations.client_left(work, conversation_id=conversation.id)


def mark_read(work: Work, *, conversation_id: str, number: int) -> None:
    """The visitor has seen everything up to this number. Raises `NotFound` for what is not his."""
    conversation = conversation_queries.readable(work, conversation_id)
    messages.mark_by_client(work, conversation_id=conversation.id, number=number, read=True)


def rate(work: Work, *, conversation_id: str, rating: int, comment: str | None) -> None:
    """How it was, once, for one's own conversation that has ended. Raises `NotFound`, `NothingToRate`."""
    conversation = conversation_queries.readable(work, conversation_id)
    if conversation.state not in {"wrap_up", "closed"} or conversation.rating is not None:
        raise NothingToRate
    changes = conversations.Changes(rating=rating, rating_comment=comment)
    conversations.change(work, conversation_id=conversation_id, changes=changes)


def send_transcript(work: Work, *, conversation_id: str, email: str, seal: messages.Seal) -> None:
    """What was said in a conversation of his goes to the visitor by e-mail. Raises `NotFound` for what is not
    his, `MailNotSetUp`.
    """
    conversation = conversation_queries.readable(work, conversation_id)
    language = client_queries.client(work, conversation.client_id).language
    messages.send_transcript(work, conversation_id=conversation.id, to=email, language=language, seal=seal)


def set_parameters(work: Work, *, parameters: Mapping[str, str]) -> None:
    """What the page knows about the visit, shown to the operator; read-only to him. Nothing without a
    conversation.
    """
    conversation = _unfinished(work)
    if conversation is not None:
        changes = conversations.Changes(parameters=parameters)
        conversations.change(work, conversation_id=conversation.id, changes=changes)


def _say(work: Work, client_ref: str, content: messages.Content, *, live: bool = CAPABILITIES.live) -> Stored:
    caller = require_client(work.caller)
    route = messages.Route(caller.channel_id)
    opening = conversations.Opening(
        origin=conversations.Origin(caller.channel_id, KIND, live, route),
        client_id=caller.client_id,
        identity_id=caller.identity_id,
    )
    return conversations.receive(work, opening=opening, client_ref=client_ref, content=content)


def _require_answers(work: Work) -> None:
    caller = require_client(work.caller)
    channel = message_queries.channel_by_id(work, caller.channel_id)
    card = client_queries.client(work, caller.client_id)
    told = {"name": card.name, "email": card.email, "phone": card.phone}
    missing = policy.unanswered(
        policy.read_settings(channel.settings), [name for name, value in told.items() if value]
    )
    if missing:
        raise DetailsMissing(fields=[{"field": name, "message": "Please fill this in."} for name in missing])


def _unfinished(work: Work) -> conversation_queries.Conversation | None:
    caller = require_client(work.caller)
    return conversation_queries.unfinished(work, channel_id=caller.channel_id, identity_id=caller.identity_id)
