"""Reads about clients and their identities.

Operators may read every client of their company; a visitor's token reads nothing here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, func, or_, select

from hovor.clients import models
from hovor.foundation.caller import ClientCaller
from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading
from hovor.foundation.errors import NotFound

Verified = Literal["claimed", "channel", "company"]

_client = models.client.c
_identity = models.identity.c
_session = models.visitor_session.c

_CLIENT_COLUMNS = (
    _client.id,
    _client.name,
    _client.email,
    _client.phone,
    _client.language,
    _client.created_at,
    _client.version,
)
_CLIENT = Hot(
    select(*_CLIENT_COLUMNS).where(
        _client.company_id == bindparam("company_id"), _client.id == bindparam("client_id")
    )
)
_IDENTITY_COLUMNS = (
    _identity.id,
    _identity.client_id,
    _identity.kind,
    _identity.scope,
    _identity.value,
    _identity.verified,
    _identity.first_seen_at,
    _identity.last_seen_at,
)
_IDENTITIES = Hot(
    select(*_IDENTITY_COLUMNS)
    .where(_identity.company_id == bindparam("company_id"), _identity.client_id == bindparam("client_id"))
    .order_by(_identity.first_seen_at, _identity.id)
)
_IDENTITY = Hot(
    select(*_IDENTITY_COLUMNS).where(
        _identity.company_id == bindparam("company_id"), _identity.id == bindparam("identity_id")
    )
)
_PAGE = Hot(
    select(_session.page_url, _session.page_title)
    .where(_session.company_id == bindparam("company_id"), _session.identity_id == bindparam("identity_id"))
    .order_by(_session.last_seen_at.desc())
    .limit(1)
)


_SESSION = Hot(
    select(
        _session.company_id, _session.client_id, _session.identity_id, _session.channel_id, _session.id
    ).where(_session.token_hash == bindparam("token_hash"))
)


@dataclass(frozen=True, slots=True)
class Client:
    """A client's card."""

    id: str
    name: str | None
    email: str | None
    phone: str | None
    language: str | None
    created_at: Instant
    version: int


@dataclass(frozen=True, slots=True)
class Identity:
    """One address, number or browser of a client, and how surely it is his.

    `verified`: claimed = he says so; channel = the channel saw it itself; company = the company vouches for
    it.
    """

    id: str
    client_id: str
    kind: str
    scope: str
    value: str
    verified: Verified
    first_seen_at: Instant
    last_seen_at: Instant


@dataclass(frozen=True, slots=True)
class Page:
    """The page on which a visitor was seen last."""

    url: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Minted:
    """A new visitor. The token is given to his browser and kept nowhere else."""

    token: str
    client_id: str
    identity_id: str
    session_id: str


def client(reading: Reading, client_id: str) -> Client:
    """One client of the company. Raises `NotFound`."""
    row = reading.one(_CLIENT, company_id=reading.company, client_id=client_id)
    if row is None:
        raise NotFound
    return Client(*row)


def clients_by_ids(reading: Reading, client_ids: Iterable[str]) -> Mapping[str, Client]:
    """The clients of these ids that belong to the company; unknown ids are left out."""
    wanted = sorted(set(client_ids))
    if not wanted:
        return {}
    rows = reading.all(
        select(*_CLIENT_COLUMNS).where(_client.company_id == reading.company, _client.id.in_(wanted))
    )
    return {row[0]: Client(*row) for row in rows}


def identities(reading: Reading, client_id: str) -> list[Identity]:
    """All identities of one client, the oldest first."""
    rows = reading.all(_IDENTITIES, company_id=reading.company, client_id=client_id)
    return [Identity(*row) for row in rows]


def identity(reading: Reading, identity_id: str) -> Identity:
    """One identity of the company. Raises `NotFound`."""
    row = reading.one(_IDENTITY, company_id=reading.company, identity_id=identity_id)
    if row is None:
        raise NotFound
    return Identity(*row)


def identities_by_ids(reading: Reading, identity_ids: Iterable[str]) -> Mapping[str, Identity]:
    """The identities of these ids that belong to the company; unknown ids are left out."""
    wanted = sorted(set(identity_ids))
    if not wanted:
        return {}
    rows = reading.all(
        select(*_IDENTITY_COLUMNS).where(_identity.company_id == reading.company, _identity.id.in_(wanted))
    )
    return {row[0]: Identity(*row) for row in rows}


def page(reading: Reading, identity_id: str) -> Page | None:
    """Where the visitor was seen last; nothing for an identity that is not a visitor's."""
    row = reading.one(_PAGE, company_id=reading.company, identity_id=identity_id)
    return None if row is None or row[0] is None else Page(*row)


def search(reading: Reading, *, words: str, after: str | None, limit: int) -> list[Client]:
    """Clients whose name, e-mail or phone holds `words`, the newest first, older than the one with the id
    `after`.
    """
    found = select(*_CLIENT_COLUMNS).where(_client.company_id == reading.company)
    if words:
        pattern = words.casefold()
        found = found.where(
            or_(
                *(
                    func.lower(column).contains(pattern, autoescape=True)
                    for column in (_client.name, _client.email, _client.phone)
                )
            )
        )
    if after is not None:
        found = found.where(_client.id < after)
    rows = reading.all(found.order_by(_client.id.desc()).limit(limit))
    return [Client(*row) for row in rows]


def visitor(reading: Reading, token_hash: str) -> ClientCaller | None:
    """Who holds the token with this hash, in whichever company; None when nobody does any more."""
    row = reading.one(_SESSION, token_hash=token_hash)
    if row is None:
        return None
    company_id, client_id, identity_id, channel_id, session_id = row
    return ClientCaller(
        company_id=company_id,
        client_id=client_id,
        identity_id=identity_id,
        channel_id=channel_id,
        session_id=session_id,
    )


def caller_of(company_id: str, channel_id: str, minted: Minted) -> ClientCaller:
    """The visitor as a caller, from the moment his session exists."""
    return ClientCaller(
        company_id=company_id,
        client_id=minted.client_id,
        identity_id=minted.identity_id,
        channel_id=channel_id,
        session_id=minted.session_id,
    )
