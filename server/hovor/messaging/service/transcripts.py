"""Sending a client the transcript of a conversation."""

from collections.abc import Callable
from typing import TypeAlias

from hovor.foundation import audit, mail
from hovor.foundation.database import Work
from hovor.messaging.queries.transcript import transcript

Seal: TypeAlias = Callable[[mail.Letter], str]
"""Makes a letter unreadable for everybody but the mailer: `mail.seal_letter` for the caller's company."""


def send_transcript(work: Work, *, conversation_id: str, to: str, language: str | None, seal: Seal) -> None:
    """What the client has seen of it so far goes to this address, by the company's mail server and in this
    language or the company's. Notes and whatever else is for colleagues are not in it.

    That the caller may see it, and the address is one that he may name, is the caller's duty. Raises
    `ThreadUnknown`, `MailNotSetUp`.
    """
    mail.require_outgoing_server(work)
    mail.send_later(work, seal(transcript(work, conversation_id, to, language)))
    audit.record(work, "conversation.transcript", "conversation", conversation_id)
