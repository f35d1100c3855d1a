"""Shapes of the visitor's requests and answers, as the public contract has them."""

from typing import Annotated, Literal

import msgspec

from hovor.channels.webchat.policy import Shades, StartField
from hovor.conversations.queries import ClientConversationView
from hovor.messaging.queries import ClientMessageView

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Reference = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Address = Annotated[str, msgspec.Meta(max_length=2_000)]
Email = Annotated[str, msgspec.Meta(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$", max_length=254)]
# Nothing that a mail server could take for a list, a comment or a route.
_PART = r"[^@\s,;:<>()\[\]\\\"]+"
OneAddress = Annotated[
    str, msgspec.Meta(pattern=rf"^{_PART}@{_PART}\.[^@\s,;:<>()\[\]\\\".]{{2,}}$", max_length=254)
]
Value = Annotated[str, msgspec.Meta(max_length=1_000)]


class PageIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the visitor is."""

    url: Address | None = None
    title: Annotated[str, msgspec.Meta(max_length=500)] | None = None


class HelloIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Starts a visitor, or resumes the one who holds the token."""

    visitor_token: Short | None = None
    page: PageIn | None = None
    locale: Annotated[str, msgspec.Meta(max_length=35)] | None = None
    referrer: Address | None = None


class CompanyOut(msgspec.Struct, frozen=True):
    name: str
    colour: str
    shades: Shades


class TextsOut(msgspec.Struct, frozen=True):
    """The company's own words. None: the panel's, in the visitor's language."""

    title: str
    greeting: str | None
    offline: str | None
    privacy_url: str | None
    suggestions: tuple[str, ...]


class StartFormOut(msgspec.Struct, frozen=True):
    fields: tuple[StartField, ...]
    consent: bool


class FormsOut(msgspec.Struct, frozen=True):
    """`transcript`: it can be asked for by e-mail."""

    start: StartFormOut
    transcript: bool


class LimitsOut(msgspec.Struct, frozen=True):
    """`file_kinds` are media types; files of other kinds are refused."""

    text_characters: int
    file_bytes: int
    files: bool
    file_kinds: tuple[str, ...]


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


class MessageIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the visitor says; the same `client_ref` is the same message. More than 8,000 characters are
    refused as `text_too_long`.
    """

    client_ref: Reference
    text: str | None = None
    file_ids: Annotated[tuple[Short, ...], msgspec.Meta(max_length=10)] = ()


class MessageOut(msgspec.Struct, frozen=True):
    message_id: str
    conversation_id: str
    number: int
    position: int


class MessagesOut(msgspec.Struct, frozen=True):
    items: tuple[ClientMessageView, ...]
    next: str | None


class ReadIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    conversation_id: Short
    number: Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class DetailsIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who the visitor says he is; `consent`: whether his browser may remember him."""

    name: Short | None = None
    email: Email | None = None
    phone: Short | None = None
    consent: bool | None = None


class FeedbackIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    conversation_id: Short
    rating: Annotated[int, msgspec.Meta(ge=1, le=5)]
    comment: Annotated[str, msgspec.Meta(max_length=2_000)] | None = None


class TranscriptIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where what was said in this conversation goes; the address is used for this one letter."""

    conversation_id: Short
    email: OneAddress


class LeftMessageIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message for when nobody is there."""

    client_ref: Reference
    email: Email
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=8_000)]
    name: Short | None = None


class ParametersIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page knows about the visit."""

    parameters: Annotated[dict[Short, Value], msgspec.Meta(max_length=30)]


class NothingIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A verb that needs no more than its address."""
