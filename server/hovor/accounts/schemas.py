"""Shapes of the routes about accounts."""

from typing import Annotated

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from hovor.accounts import queries
from hovor.accounts.policy import LONGEST_SIGN_UP_SECONDS, OwnCapacity, Scope, Theme
from hovor.accounts.service import SetUpDone
from hovor.companies.queries import Language
from hovor.foundation.caller import Role
from hovor.foundation.clock import to_rfc3339

Name = Annotated[str, Field(min_length=1, max_length=120)]
Email = Annotated[str, Field(min_length=3, max_length=254)]
Password = Annotated[str, Field(max_length=1_000)]
Ids = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=500)]


Languages = Annotated[list[Annotated[str, Field(pattern="^[a-z]{2,3}$")]], Field(max_length=30)]
"""Primary subtags of BCP 47, such as `cs`; twice the same counts once. In the order given."""


class Request(BaseModel):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class SignInPost(Request):
    """Address and password. `one_time_code` is for accounts with a second factor."""

    email: Email
    password: Password
    one_time_code: Annotated[str, Field(max_length=20)] | None = None


class ProfilePatch(Request):
    """What you may change about yourself."""

    name: Name | None = None
    public_name: Name | None = None
    language: Language | None = None
    languages: Languages | None = None
    theme: Theme | None = None


class PresentPassword(Request):
    """One's own password once more."""

    current_password: Password


class NewCode(Request):
    """A code of the app that is being set up."""

    code: Annotated[str, Field(min_length=1, max_length=20)]


class SecondFactorSecret(msgspec.Struct, frozen=True):
    """The secret for the app: to be typed (base32), and as the address that the QR code holds."""

    secret: str
    address: str


class RecoveryCodes(msgspec.Struct, frozen=True):
    """Each works once in place of a code of the app. Told this once."""

    recovery_codes: tuple[str, ...]


class PasswordPost(Request):
    """A new password; every other device is signed out."""

    current_password: Password
    new_password: Password


class OwnCapacityDocument(Request):
    """An operator's own limits, all of them; null, and a kind not named, is as the company has it."""

    total: Annotated[int, Field(ge=1, le=100)] | None = None
    kinds: Annotated[
        dict[Annotated[str, Field(pattern="^[a-z_]{1,30}$")], Annotated[int, Field(ge=0, le=100)]],
        Field(max_length=20),
    ] = {}

    def capacity(self) -> OwnCapacity:
        """As the verb takes it."""
        return OwnCapacity(self.total, self.kinds)


class OperatorPost(Request):
    """A new colleague."""

    email: Email
    name: Name
    password: Password
    role: Role = "operator"
    public_name: Annotated[str, Field(max_length=120)] = ""
    language: Language = "en"
    time_allowance_percent: Annotated[int, Field(ge=100, le=1000)] = 100
    group_ids: Ids = []
    channel_ids: Ids = []


class OperatorPatch(Request):
    """What to change; lists are the whole new ones, `skills` all levels by skill."""

    name: Name | None = None
    public_name: Name | None = None
    language: Language | None = None
    languages: Languages | None = None
    role: Role | None = None
    time_allowance_percent: Annotated[int, Field(ge=100, le=1000)] | None = None
    capacity: OwnCapacityDocument | None = None
    active: bool | None = None
    password: Password | None = None
    group_ids: Ids | None = None
    channel_ids: Ids | None = None
    skills: (
        Annotated[
            dict[Annotated[str, Field(max_length=64)], Annotated[int, Field(ge=1, le=5)]],
            Field(max_length=200),
        ]
        | None
    ) = None


class GroupPost(Request):
    """A new group with its members."""

    name: Name
    member_ids: Ids = []


class GroupPatch(Request):
    """What to change; `member_ids` is the whole new list."""

    name: Name | None = None
    member_ids: Ids | None = None


class ApiKeyPost(Request):
    """A key for a program of yours, and what it allows."""

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=20)]


class SetUpCompany(Request):
    """The company to be."""

    name: Name
    time_zone: Annotated[str, Field(max_length=80)]
    language: Language = "en"


class SetUpAdministrator(Request):
    """Its first administrator."""

    name: Name
    email: Email
    password: Password


class SetUpChannel(Request):
    """Its first website chat."""

    name: Name
    allowed_sites: Annotated[list[Annotated[str, Field(max_length=300)]], Field(max_length=50)] = []


class SetUpPost(Request):
    """Everything the first run asks for."""

    company: SetUpCompany
    administrator: SetUpAdministrator
    channel: SetUpChannel | None = None


class SignUpLinkPost(Request):
    """Whom the link is for, and what he will be."""

    email: Email
    valid_for_seconds: Annotated[int, Field(ge=300, le=LONGEST_SIGN_UP_SECONDS)] = LONGEST_SIGN_UP_SECONDS
    role: Role = "operator"
    group_ids: Ids = []
    channel_ids: Ids = []


class SignUpPost(Request):
    """What a new colleague says about himself; the link knows the rest."""

    name: Name
    password: Password
    language: Language = "en"


class SignUpLinks(msgspec.Struct, frozen=True):
    """All links of the company."""

    items: tuple[queries.SignUpLinkView, ...]
    next: None = None


class NewSignUpLink(msgspec.Struct, frozen=True):
    """A new link, and where it leads: told this once."""

    link: queries.SignUpLinkView
    url: str


class SignedIn(msgspec.Struct, frozen=True):
    """Who has signed in."""

    operator: queries.OperatorView


class SetUpNeeded(msgspec.Struct, frozen=True):
    """Whether this installation is empty."""

    needed: bool


class FirstChannel(msgspec.Struct, frozen=True):
    """The first channel; a site embeds its key."""

    id: str
    key: str
    name: str


class SetUpAnswer(msgspec.Struct, frozen=True):
    """What the first run gave."""

    operator: queries.OperatorView
    channel: FirstChannel | None


class SessionView(msgspec.Struct, frozen=True):
    """One device on which you are signed in."""

    id: str
    device: str
    network_address: str
    created_at: str
    last_seen_at: str
    current: bool


class FailedSignInView(msgspec.Struct, frozen=True):
    """Somebody knew your address, and not your password or code."""

    device: str
    network_address: str
    at: str


class Sessions(msgspec.Struct, frozen=True):
    """All of them, and the newest try that failed."""

    items: tuple[SessionView, ...]
    last_failed: FailedSignInView | None
    next: None = None


class Operators(msgspec.Struct, frozen=True):
    """All operators of the company."""

    items: tuple[queries.OperatorView, ...]
    next: None = None


class GroupView(msgspec.Struct, frozen=True):
    """A group with its active members."""

    id: str
    version: int
    name: str
    member_ids: tuple[str, ...]


class Groups(msgspec.Struct, frozen=True):
    """All groups of the company."""

    items: tuple[GroupView, ...]
    next: None = None


class ApiKeyView(msgspec.Struct, frozen=True):
    """An API key, without the key: `ending` are its last characters."""

    id: str
    version: int
    name: str
    ending: str
    scopes: tuple[Scope, ...]
    created_by: str
    created_at: str
    last_used_at: str | None
    revoked_at: str | None


class NewApiKey(ApiKeyView, frozen=True):
    """A new API key, with `key` itself: it is shown this once and never again."""

    key: str


class ApiKeys(msgspec.Struct, frozen=True):
    """All of them, the newest first."""

    items: tuple[ApiKeyView, ...]
    next: None = None


def api_key_view(of: queries.ApiKey) -> ApiKeyView:
    """A key as administrators see it."""
    return ApiKeyView(
        of.id,
        of.version,
        of.name,
        of.ending,
        of.scopes,
        of.created_by,
        to_rfc3339(of.created_at),
        None if of.last_used_at is None else to_rfc3339(of.last_used_at),
        None if of.revoked_at is None else to_rfc3339(of.revoked_at),
    )


def new_api_key(of: queries.ApiKey, key: str) -> NewApiKey:
    """A key as its maker sees it once."""
    return NewApiKey(**msgspec.structs.asdict(api_key_view(of)), key=key)


def failed_view(failed: queries.FailedSignIn | None) -> FailedSignInView | None:
    """As it is shown to whose account it is."""
    if failed is None:
        return None
    return FailedSignInView(failed.device, failed.network_address, to_rfc3339(failed.at))


def session_view(session: queries.SignInSession, current_id: str) -> SessionView:
    """A device as its owner sees it."""
    return SessionView(
        session.id,
        session.device,
        session.network_address,
        to_rfc3339(session.created_at),
        to_rfc3339(session.last_seen_at),
        session.id == current_id,
    )


def group_view(group: queries.Group) -> GroupView:
    """A group as others see it."""
    return GroupView(group.id, group.version, group.name, group.member_ids)


def set_up_answer(done: SetUpDone) -> SetUpAnswer:
    """What the first run gave, as others see it."""
    first = done.channel
    channel = None if first is None else FirstChannel(first.id, first.key, first.name)
    return SetUpAnswer(done.signed_in.operator, channel)
