"""Shapes of the routes of invitations."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.errors import Invalid
from hovor.invitations.policy import Use, Validity
from hovor.invitations.queries import InvitationView, PublicInvitationView
from hovor.invitations.service import Browser, Change, InvitedClient, Start

Id = Annotated[str, Field(min_length=1, max_length=64)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$")]
Words = Annotated[str, Field(max_length=8_000)]
Seconds = Annotated[int, Field(ge=1, le=100_000_000)]


class Request(BaseModel):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Request):
    """No fields."""


class ClientFields(Request):
    """Whom it is for."""

    name: Name | None = None
    email: Email | None = None
    phone: Annotated[str, Field(min_length=1, max_length=40)] | None = None

    def invited(self) -> InvitedClient:
        """As the verbs take it."""
        return InvitedClient(**self.model_dump())


class InvitationPost(Request):
    """A new invitation. Its length is `valid_for_seconds`, or `valid_until` (null, without an end, for
    integrations only), or the company's usual one.
    """

    use: Use | None = None
    valid_for_seconds: Seconds | None = None
    valid_until: AwareDatetime | None = None
    operator_id: Id | None = None
    channel_id: Id | None = None
    arranged_for: AwareDatetime | None = None
    time_zone: Annotated[str, Field(max_length=80)] | None = None
    note: Annotated[str, Field(max_length=500)] | None = None
    client: ClientFields = ClientFields()

    def values(self) -> dict[str, Any]:
        """What the verb takes, but for the secrets."""
        return {
            "validity": _validity(self) or Validity(),
            "use": self.use,
            "operator_id": self.operator_id,
            "channel_id": self.channel_id,
            "arranged_for": _instant(self.arranged_for),
            "time_zone": self.time_zone,
            "note": self.note,
            "client": self.client.invited(),
        }


class InvitationPatch(Request):
    """What is to change; what is not named stays."""

    valid_for_seconds: Seconds | None = None
    valid_until: AwareDatetime | None = None
    arranged_for: AwareDatetime | None = None
    time_zone: Annotated[str, Field(max_length=80)] | None = None
    note: Annotated[str, Field(max_length=500)] | None = None
    client: ClientFields | None = None

    def change(self) -> Change:
        """As the verb takes it."""
        named = self.model_fields_set
        values: dict[str, Any] = {name: getattr(self, name) for name in named & {"time_zone", "note"}}
        validity = _validity(self)
        if validity is not None:
            values["validity"] = validity
        if "arranged_for" in named:
            values["arranged_for"] = _instant(self.arranged_for)
        if self.client is not None:
            values["client"] = self.client.invited()
        return Change(**values)


class SendPost(Request):
    """To whom; without an address, to the client's."""

    email: Email | None = None


class Invitations(msgspec.Struct, frozen=True):
    """The newest first."""

    items: tuple[InvitationView, ...]
    next: str | None


class VisitorFields(Request):
    """What the client says of himself."""

    name: Name | None = None
    email: Email | None = None


class StartPost(Request):
    """How the client begins; `leave` leaves the message without waiting, so it must say something."""

    client: VisitorFields = VisitorFields()
    message: Words | None = None
    locale: Annotated[str, Field(max_length=35)] | None = None
    leave: bool = False

    def start(self, token: str, language: str | None) -> Start:
        """As the verbs take it. Raises `Invalid` for nothing that is left."""
        message = (self.message or "").strip() or None
        if self.leave and message is None:
            raise Invalid(fields=[{"field": "message", "message": "Write a message to leave."}])
        return Start(
            browser=Browser(token, language),
            name=self.client.name,
            email=self.client.email,
            message=message,
            leave=self.leave,
        )


class WaitPost(Request):
    """The browser waits."""

    locale: Annotated[str, Field(max_length=35)] | None = None


class TellMePost(Request):
    """Where to write as soon as the operator is there."""

    email: Email
    locale: Annotated[str, Field(max_length=35)] | None = None


class TellingView(msgspec.Struct, frozen=True):
    """The address that will be told, once."""

    email: str


class StartedView(msgspec.Struct, frozen=True):
    """The conversation, and the token by which this browser takes part in it, as the website chat does."""

    conversation_id: str
    visitor_token: str
    channel_key: str
    position: int


class WaitingView(msgspec.Struct, frozen=True):
    """By which token the browser is known while it waits."""

    visitor_token: str
    channel_key: str


class Look(msgspec.Struct, frozen=True):
    """The company's colour and what can be read with it, and its privacy page."""

    colour: str
    text_on_it: str
    text_on_light: str
    text_on_dark: str
    privacy_url: str | None


class InvitationPage(PublicInvitationView, frozen=True):
    """What the client's page shows, and how it looks."""

    look: Look


class JoinPost(Request):
    """A code, as somebody typed it."""

    code: Annotated[str, Field(max_length=40)]


class JoinedView(msgspec.Struct, frozen=True):
    """The link that the code stands for."""

    url: str


def page_of_client(view: PublicInvitationView, look: Look) -> InvitationPage:
    """Both halves in one."""
    return InvitationPage(**msgspec.structs.asdict(view), look=look)


def _validity(of: InvitationPost | InvitationPatch) -> Validity | None:
    """None where no length is named. Raises `Invalid` for two of them."""
    named = of.model_fields_set
    lasts, until = of.valid_for_seconds, of.valid_until
    if lasts is not None and "valid_until" in named:
        message = "Give either a length or an end."
        raise Invalid(fields=[{"field": "valid_until", "message": message}])
    if lasts is not None:
        return Validity(lasts=lasts * SECOND)
    if "valid_until" not in named:
        return None
    return Validity(endless=True) if until is None else Validity(until=_instant(until))


def _instant(moment: datetime | None) -> Instant | None:
    return None if moment is None else round(moment.timestamp() * SECOND)
