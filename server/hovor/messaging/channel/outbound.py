"""What goes out through a channel that pushes."""

from typing import Literal

import msgspec

from hovor.messaging.policy import ChosenTemplate


class OutboundFile(msgspec.Struct, frozen=True):
    """A file of ours; its bytes lie where `FileStore.path(stored_as)` says."""

    file_id: str
    name: str
    kind: str
    size_bytes: int
    stored_as: str


class OutboundMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt to bring one message to one recipient.

    `reference` is our id of it at the vendor: the same at every attempt, to be handed over wherever the
    vendor takes one. `recipient` is what the conversation was opened with. `answers` is the vendor's id of
    the client's last message, None when he has not written. `template`: `text` is this one filled in.
    """

    entry_id: str
    conversation_id: str
    number: int
    attempt: int
    reference: str
    recipient: str
    text: str | None
    files: tuple[OutboundFile, ...]
    template: ChosenTemplate | None = None
    author_name: str | None
    answers: str | None
    vendor_id: str | None


class Signal(msgspec.Struct, frozen=True, kw_only=True):
    """A passing sign to the client; it may get lost. `vendor_id` is the client's message it refers to."""

    kind: Literal["typing", "read"]
    recipient: str
    on: bool = True
    vendor_id: str | None = None
