"""What comes in through a channel, in one shape for all of them."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from hovor.foundation.clock import Instant
from hovor.messaging.delivery import Receipt

Verified = Literal["asserted", "seen", "authenticated", "signed"]


class Address(msgspec.Struct, frozen=True):
    """One identity of a person: unique by kind, scope and value within a company. `verified` says who
    vouches for it: nobody, our own eyes, the vendor, or the client's own site by signature.
    """

    kind: str
    scope: str
    value: str
    verified: Verified = "seen"


class Attachment(msgspec.Struct, frozen=True):
    """A file at the vendor. Name, kind and size are what the sender claims; `reference` is for the
    gateway's `fetch`.
    """

    name: str
    kind: str
    size_bytes: int | None
    reference: str


class MessageArrived(msgspec.Struct, frozen=True, kw_only=True):
    """The client wrote. `dedupe_key` is the vendor's id of the message, the same at every repetition.

    `sender` is never empty. `answers` is the vendor's id of the message that is quoted or replied to;
    `subject` where the channel has one. `unsupported` names a kind of content that cannot be shown: the
    message is kept all the same. `defects` say in words what was wrong with it.
    """

    dedupe_key: str
    sender: tuple[Address, ...]
    sender_name: str | None = None
    sent_at: Instant | None = None
    text: str | None = None
    attachments: tuple[Attachment, ...] = ()
    unsupported: str | None = None
    subject: str | None = None
    answers: str | None = None
    defects: tuple[str, ...] = ()


class ReceiptArrived(msgspec.Struct, frozen=True, kw_only=True):
    """What the vendor says about a message of ours, named by his id or by our own reference or by both."""

    vendor_id: str | None
    own_reference: str | None
    receipt: Receipt


class ReadUpTo(msgspec.Struct, frozen=True, kw_only=True):
    """The client has received or read everything up to the message that the vendor calls `vendor_id`."""

    sender: tuple[Address, ...]
    vendor_id: str
    state: Literal["delivered", "read"]


class TypingSeen(msgspec.Struct, frozen=True, kw_only=True):
    """The client is writing, or stopped. May get lost."""

    sender: tuple[Address, ...]
    on: bool


class IdentityChanged(msgspec.Struct, frozen=True, kw_only=True):
    """The vendor vouches that two addresses belong to one person."""

    dedupe_key: str
    known: Address
    now: Address


class Unrecognised(msgspec.Struct, frozen=True, kw_only=True):
    """Something that could not be read as any of the others. It is kept with its raw text, where people see
    it.
    """

    dedupe_key: str
    reason: str
    raw: str


InboundEvent = MessageArrived | ReceiptArrived | ReadUpTo | TypingSeen | IdentityChanged | Unrecognised


class RawRequest(msgspec.Struct, frozen=True):
    """A request as it came, header names in lower case, the body untouched: signatures are over its bytes."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


class Genuine(msgspec.Struct, frozen=True):
    """The request is from the vendor; its body may be parsed."""


class Challenge(msgspec.Struct, frozen=True):
    """The vendor asks whether we are there; answer with this text."""

    answer: str


class Forged(msgspec.Struct, frozen=True):
    """The request does not prove that it comes from the vendor."""

    reason: str


Verdict = Genuine | Challenge | Forged
