"""Reads about sign-up links, by which new colleagues join."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import bindparam, select

from hovor.accounts import models, policy
from hovor.accounts.policy import SignUpLinkState
from hovor.companies import queries as companies
from hovor.foundation.caller import Role
from hovor.foundation.clock import Instant, to_rfc3339
from hovor.foundation.database import Hot, Reading, Row
from hovor.foundation.errors import NotFound

_link = models.sign_up_link.c

_COLUMNS = (
    _link.id,
    _link.version,
    _link.email,
    _link.role,
    _link.group_ids,
    _link.channel_ids,
    _link.created_by,
    _link.created_at,
    _link.valid_until,
    _link.used_at,
    _link.revoked_at,
    _link.operator_id,
)
_LINKS = Hot(
    select(*_COLUMNS)
    .where(_link.company_id == bindparam("company_id"))
    .order_by(_link.created_at.desc(), _link.id.desc())
)
_LINK = Hot(
    select(*_COLUMNS).where(_link.company_id == bindparam("company_id"), _link.id == bindparam("link_id"))
)
_BY_SECRET = Hot(select(_link.company_id, *_COLUMNS).where(_link.secret_hash == bindparam("secret_hash")))


@dataclass(frozen=True, slots=True)
class SignUpLink:
    """A link for one new colleague. `operator_id` is who has joined by it."""

    id: str
    version: int
    email: str
    role: Role
    group_ids: tuple[str, ...]
    channel_ids: tuple[str, ...]
    created_by: str
    created_at: Instant
    valid_until: Instant
    used_at: Instant | None
    revoked_at: Instant | None
    operator_id: str | None

    def state(self, now: Instant) -> SignUpLinkState:
        """What has become of it."""
        return policy.sign_up_link_state(
            now, valid_until=self.valid_until, used_at=self.used_at, revoked_at=self.revoked_at
        )


@dataclass(frozen=True, slots=True)
class SignUpLinkView:
    """A link as administrators see it; its secret is shown once, to whoever makes it."""

    id: str
    version: int
    email: str
    role: Role
    group_ids: tuple[str, ...]
    channel_ids: tuple[str, ...]
    state: SignUpLinkState
    created_by: str
    created_at: str
    valid_until: str
    used_at: str | None
    operator_id: str | None


@dataclass(frozen=True, slots=True)
class SignUpPage:
    """What the page behind a link shows. Looking uses nothing up. A revoked link is an expired one here."""

    state: SignUpLinkState
    company: str
    language: str
    email: str


def sign_up_links(reading: Reading) -> list[SignUpLinkView]:
    """All links of the company, the newest first."""
    rows = reading.all(_LINKS, company_id=reading.company)
    return [sign_up_link_view(_found(row), reading.now) for row in rows]


def sign_up_link(reading: Reading, link_id: str) -> SignUpLink:
    """One link of the company. Raises `NotFound`."""
    row = reading.one(_LINK, company_id=reading.company, link_id=link_id)
    if row is None:
        raise NotFound
    return _found(row)


def sign_up_link_by_secret(reading: Reading, secret_hash: str) -> tuple[str, SignUpLink]:
    """The company's id and the link with this secret, in whichever company it is. Raises `NotFound`."""
    row = reading.one(_BY_SECRET, secret_hash=secret_hash)
    if row is None:
        raise NotFound
    return row[0], _found(row[1:])


def sign_up_page(reading: Reading, secret_hash: str) -> SignUpPage:
    """What whoever opens the link sees; only while it is active the address it is for. Raises `NotFound`."""
    _, link = sign_up_link_by_secret(reading, secret_hash)
    state = link.state(reading.now)
    company = companies.company(reading)
    return SignUpPage(
        state="expired" if state == "revoked" else state,
        company=company.name,
        language=company.language,
        email=link.email if state == "active" else "",
    )


def sign_up_link_view(link: SignUpLink, now: Instant) -> SignUpLinkView:
    """The link as administrators see it at this instant."""
    return SignUpLinkView(
        id=link.id,
        version=link.version,
        email=link.email,
        role=link.role,
        group_ids=link.group_ids,
        channel_ids=link.channel_ids,
        state=link.state(now),
        created_by=link.created_by,
        created_at=to_rfc3339(link.created_at),
        valid_until=to_rfc3339(link.valid_until),
        used_at=None if link.used_at is None else to_rfc3339(link.used_at),
        operator_id=link.operator_id,
    )


def _found(row: Row) -> SignUpLink:
    identifier, version, email, role, group_ids, channel_ids, *rest = row
    return SignUpLink(
        identifier,
        version,
        email,
        role,
        tuple(msgspec.json.decode(group_ids)),
        tuple(msgspec.json.decode(channel_ids)),
        *rest,
    )
