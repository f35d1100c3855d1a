"""Shapes of the routes about the company."""

from typing import Annotated, Any

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from hovor.companies import queries
from hovor.companies.policy import Allowance, Colour, Language, WhenUsedUp
from hovor.foundation import mail
from hovor.foundation.clock import to_rfc3339

Name = Annotated[str, Field(min_length=1, max_length=120)]
Short = Annotated[str, Field(max_length=200)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CompanyPatch(_Request):
    """What to change; `settings` holds only the settings that change."""

    name: Name | None = None
    time_zone: Annotated[str, Field(max_length=80)] | None = None
    language: Language | None = None
    settings: Annotated[dict[str, Any], Field(max_length=50)] | None = None


class AllowanceDocument(_Request):
    """Minutes a day, null for no limit; what happens then, and to which other reason `change` changes."""

    minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    when_used_up: WhenUsedUp = "mark"
    change_to_id: Annotated[str, Field(max_length=64)] | None = None

    def allowance(self) -> Allowance:
        """As the verbs take it."""
        return Allowance(self.minutes, self.when_used_up, self.change_to_id)


class AwayReasonPost(_Request):
    """A new reason; icon and colour by the console's names."""

    name: Name
    icon: Annotated[str, Field(pattern="^[a-z-]{1,30}$")] = "clock"
    colour: Colour = "grey"
    paid: bool = False
    allowance: AllowanceDocument = AllowanceDocument()


class AwayReasonPatch(_Request):
    """What to change about a reason; `place` counts from 0."""

    name: Name | None = None
    icon: Annotated[str, Field(pattern="^[a-z-]{1,30}$")] | None = None
    colour: Colour | None = None
    paid: bool | None = None
    allowance: AllowanceDocument | None = None
    place: Annotated[int, Field(ge=0, le=1000)] | None = None
    retired: bool | None = None


class MailPut(_Request):
    """The server through which the company's letters leave. A password that is not named stays."""

    host: Annotated[str, Field(max_length=253, pattern=r"^[^\s/.]{1,63}(\.[^\s/.]{1,63})*$")]
    port: Annotated[int, Field(ge=1, le=65_535)] = 587
    security: mail.Security = "starttls"
    username: Annotated[str, Field(min_length=1, max_length=254)] | None = None
    password: Annotated[str, Field(min_length=1, max_length=1_000)] | None = None
    sender: Annotated[str, Field(max_length=300, pattern=r"^[^\r\n]*[^@\s<>]+@[^@\s<>]+>?$")]


class MailTestPost(_Request):
    """To whom a letter is sent that says no more than that it has arrived."""

    to: Annotated[str, Field(max_length=254, pattern=r"^[^\s@<>,;]+@[^\s@<>,;]+$")]


class MailTested(msgspec.Struct, frozen=True):
    """`fault` is why the server did not take it; None where it did."""

    fault: mail.Fault | None


class MailView(msgspec.Struct, frozen=True):
    """The same as others see it: never the password. All None where none is set up."""

    host: str | None
    port: int | None
    security: mail.Security | None
    username: str | None
    password_set: bool
    sender: str | None


class CompanyView(msgspec.Struct, frozen=True):
    """The company as its administrators see it, defaults filled in."""

    id: str
    version: int
    name: str
    time_zone: str
    language: str
    settings: dict[str, Any]
    created_at: str


class AllowanceView(msgspec.Struct, frozen=True):
    """Minutes a day of the company, null for no limit, and what happens when they are used up."""

    minutes: int | None
    when_used_up: WhenUsedUp
    change_to_id: str | None


class AwayReasonView(msgspec.Struct, frozen=True):
    """An away reason; a retired one cannot be chosen any more."""

    id: str
    version: int
    name: str
    icon: str
    colour: str
    paid: bool
    allowance: AllowanceView
    place: int
    retired: bool


class AwayReasons(msgspec.Struct, frozen=True):
    """All of them in the company's order."""

    items: tuple[AwayReasonView, ...]
    next: None = None


def company_view(company: queries.Company) -> CompanyView:
    """The company as others see it."""
    return CompanyView(
        company.id,
        company.version,
        company.name,
        company.time_zone,
        company.language,
        msgspec.to_builtins(company.settings),
        to_rfc3339(company.created_at),
    )


def mail_view(server: mail.OutgoingServer | None) -> MailView:
    """The server as others see it."""
    if server is None:
        return MailView(None, None, None, None, password_set=False, sender=None)
    return MailView(
        server.host,
        server.port,
        server.security,
        server.username,
        password_set=server.password_sealed is not None,
        sender=server.sender,
    )


def away_reason_view(reason: queries.AwayReason) -> AwayReasonView:
    """A reason as others see it."""
    return AwayReasonView(
        reason.id,
        reason.version,
        reason.name,
        reason.icon,
        reason.colour,
        reason.paid,
        AllowanceView(*reason.allowance),
        reason.place,
        reason.retired_at is not None,
    )


def away_reasons_view(reasons: list[queries.AwayReason]) -> AwayReasons:
    """All of them as others see them."""
    return AwayReasons(tuple(away_reason_view(reason) for reason in reasons))
