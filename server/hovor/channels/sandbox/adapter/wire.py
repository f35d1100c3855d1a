"""The sandbox's own small protocol: JSON, both ways. Only what identifies a thing must be right; the rest
is taken as it comes, since a message is worth more than the order of its fields.
"""

from typing import Annotated, Any, Literal

import msgspec

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class Person(msgspec.Struct, frozen=True):
    """Somebody out there: an id that never changes, and what else is known."""

    id: Name
    name: Any = None
    phone: Any = None
    email: Any = None


class Message(msgspec.Struct, frozen=True, tag="message", rename={"sender": "from"}):
    """Somebody wrote."""

    id: Name
    sender: Person
    text: Any = None
    files: Any = None
    at: Any = None
    subject: Any = None
    answers: Any = None


class Receipt(msgspec.Struct, frozen=True, tag="receipt"):
    """What became of a message that we handed over, by the outside's id, by our reference, or by both."""

    state: Literal["accepted", "sent", "delivered", "read", "played", "failed"]
    message: Name | None = None
    reference: Name | None = None
    failure: Literal["window", "address", "content", "policy", "auth", "quota", "vendor"] | None = None
    reason: str | None = None


class ReadUpTo(msgspec.Struct, frozen=True, tag="read_up_to", rename={"sender": "from"}):
    """Somebody has received or read everything up to one of our messages."""

    sender: Person
    message: Name
    state: Literal["delivered", "read"] = "read"


class Typing(msgspec.Struct, frozen=True, tag="typing", rename={"sender": "from"}):
    """Somebody is writing, or has stopped."""

    sender: Person
    on: bool = True


class Renamed(msgspec.Struct, frozen=True, tag="renamed", rename={"sender": "from"}):
    """Somebody has another address now."""

    id: Name
    sender: Person
    now: Person


Update = Message | Receipt | ReadUpTo | Typing | Renamed


class Updates(msgspec.Struct, frozen=True):
    """The body of a webhook: many updates, each to be understood by itself."""

    updates: list[msgspec.Raw]


class File(msgspec.Struct, frozen=True):
    """A file that somebody sent; its bytes are fetched by its id."""

    id: Name
    name: str = ""
    kind: str = "application/octet-stream"
    size_bytes: int | None = None


class SentFile(msgspec.Struct, frozen=True):
    """A file of ours with its bytes."""

    name: str
    kind: str
    content: bytes


class Template(msgspec.Struct, frozen=True):
    """One that the outside lets us start with."""

    id: Name
    name: str
    language: str
    text: str
    unusable: str | None = None


class Templates(msgspec.Struct, frozen=True):
    """All of them."""

    templates: tuple[Template, ...]


class Filled(msgspec.Struct, frozen=True):
    """A template that we send, with what stands in its places."""

    id: str
    language: str
    values: dict[str, str]


class Send(msgspec.Struct, frozen=True):
    """We hand a message over."""

    reference: str
    to: str
    text: str | None
    files: tuple[SentFile, ...] = ()
    answers: str | None = None
    template: Filled | None = None


class Taken(msgspec.Struct, frozen=True, tag="taken"):
    """The outside has it and names it."""

    id: str


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """The outside does not take it; `again` when a later try may succeed."""

    failure: Literal["window", "address", "content", "policy", "auth", "quota", "vendor"]
    reason: str
    again: bool = False
    pause_seconds: int | None = None


class Ask(msgspec.Struct, frozen=True):
    """Has the outside a message under this reference of ours?"""

    reference: str


class Known(msgspec.Struct, frozen=True, tag="known"):
    """It has, and it got that far."""

    id: str
    state: Literal["accepted", "sent", "delivered", "read", "played", "failed"] = "accepted"


class Absent(msgspec.Struct, frozen=True, tag="absent"):
    """It certainly has not."""


class Forgotten(msgspec.Struct, frozen=True, tag="forgotten"):
    """It keeps no record of such things."""


class Fetch(msgspec.Struct, frozen=True):
    """We want the bytes of a file."""

    id: str


class Sign(msgspec.Struct, frozen=True):
    """A passing sign of ours."""

    kind: str
    to: str
    on: bool


Sent = Taken | Refused
Answered = Known | Absent | Forgotten
