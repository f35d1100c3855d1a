"""Shapes of the visitor's requests and answers, as the public contract has them."""

from typing import Annotated, Literal

import msgspec

from hovor.channels.webchat.policy import StartField
from hovor.conversations.queries import ClientConversationView
from hovor.messaging.queries import ClientMessageView

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Reference = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Address = Annotated[str, msgspec.Meta(max_length=2_000)]
Email = Annotated[str, msgspec.Meta(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$", max_length=254)]
Words = Annotated[str, msgspec.Meta(max_length=8_000)]


class _Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class PageIn(_Request):
    """Where the visitor is."""

    url: Address | None = None
    title: Annotated[str, msgspec.Meta(max_length=500)] | None = None


class HelloIn(_Request):
    """Starts a visitor, or resumes the one who holds the token."""

    visitor_token: Short | None = None
    page: PageIn | None = None
    locale: Annotated[str, msgspec.Meta(max_length=35)] | None = None
    referrer: Address | None = None


class CompanyOut(msgspec.Struct, frozen=True):
    name: str
    colour: str


class TextsOut(msgspec.Struct, frozen=True):
    title: str
    greeting: str
    offline: str | None
    privacy_url: str | None
    suggestions: tuple[str, ...]


class StartFormOut(msgspec.Struct, frozen=True):
    fields: tuple[StartField, ...]
    consent: bool


class FormsOut(msgspec.Struct, frozen=True):
    start: StartFormOut


class LimitsOut(msgspec.Struct, frozen=True):
    text_characters: int
    file_bytes: int
    files: bool


class HelloOut(msgspec.Struct, frozen=True):
    """What the panel needs to draw itself; `position` is where its live socket goes on."""

    visitor_token: str
    position: int
    state: Literal["online", "busy", "offline"]
    when_unavailable: Literal["queue", "leave_message"]
    company: CompanyOut
    conversation: ClientConversationView | None
    texts: TextsOut
    forms: FormsOut
    limits: LimitsOut


class MessageIn(_Request):
    """What the visitor says; the same `client_ref` is the same message."""

    client_ref: Reference
    text: Words | None = None
    file_ids: Annotated[tuple[Short, ...], msgspec.Meta(max_length=10)] = ()


class MessageOut(msgspec.Struct, frozen=True):
    message_id: str
    conversation_id: str
    number: int
    position: int


class MessagesOut(msgspec.Struct, frozen=True):
    items: tuple[ClientMessageView, ...]
    next: str | None


class ReadIn(_Request):
    conversation_id: Short
    number: Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class DetailsIn(_Request):
    """Who the visitor says he is."""

    name: Short | None = None
    email: Email | None = None
    phone: Short | None = None
    consent: bool | None = None


class FeedbackIn(_Request):
    conversation_id: Short
    rating: Annotated[int, msgspec.Meta(ge=1, le=5)]
    comment: Annotated[str, msgspec.Meta(max_length=2_000)] | None = None


class LeftMessageIn(_Request):
    """A message for when nobody is there."""

    client_ref: Reference
    email: Email
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=8_000)]
    name: Short | None = None


class ParametersIn(_Request):
    """What the page knows about the visit."""

    parameters: Annotated[dict[Short, Words], msgspec.Meta(max_length=30)]


class NothingIn(_Request):
    pass
