"""The verbs of clients: who somebody is, and a visitor's session in his browser."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypedDict

import sqlalchemy as sa

from hovor.clients import models, queries
from hovor.clients.events import ClientChanged, VisitorMoved, VisitorSessionEnded
from hovor.clients.queries import Minted, caller_of
from hovor.foundation import audit
from hovor.foundation.caller import require_client
from hovor.foundation.database import Hot, Work, insert
from hovor.foundation.identifiers import token_hash

__all__ = [
    "VISITOR",
    "Address",
    "ClientChanges",
    "Minted",
    "caller_of",
    "change_client",
    "describe_self",
    "end_visitor_session",
    "find_or_create",
    "mint_visitor",
    "note_page",
]

VISITOR: Final = "visitor"

_client = models.client.c
_identity = models.identity.c
_session = models.visitor_session.c

_ADD_CLIENT = Hot(sa.insert(models.client))
_ADD_IDENTITY = Hot(
    insert(models.identity)
    .on_conflict_do_nothing(index_elements=["company_id", "kind", "scope", "value"])
    .returning(_identity.id)
)
_FIND_IDENTITY = Hot(
    sa.select(_identity.id, _identity.client_id).where(
        _identity.company_id == sa.bindparam("company_id"),
        _identity.kind == sa.bindparam("kind"),
        _identity.scope == sa.bindparam("scope"),
        _identity.value == sa.bindparam("value"),
    )
)
_ADD_SESSION = Hot(sa.insert(models.visitor_session))
_MOVE = Hot(
    sa.update(models.visitor_session)
    .where(_session.company_id == sa.bindparam("of_company"), _session.id == sa.bindparam("of_session"))
    .values(
        page_url=sa.bindparam("url"),
        page_title=sa.bindparam("title"),
        referrer=sa.func.coalesce(_session.referrer, sa.bindparam("came_from", type_=sa.Text)),
        last_seen_at=sa.bindparam("seen_at"),
    )
)
_REMOVE_SESSION = Hot(
    sa.delete(models.visitor_session)
    .where(_session.company_id == sa.bindparam("of_company"), _session.id == sa.bindparam("of_session"))
    .returning(_session.client_id, _session.identity_id)
)


@dataclass(frozen=True, slots=True)
class Address:
    """One identity as a channel sees it: unique by kind, scope and value within the company."""

    kind: str
    scope: str
    value: str
    verified: queries.Verified = "channel"


class ClientChanges(TypedDict, total=False):
    """What is to change on a card; None takes a value away."""

    name: str | None
    email: str | None
    phone: str | None
    language: str | None


def mint_visitor(work: Work, *, token: str, channel_id: str, language: str | None) -> Minted:
    """A visitor nobody has seen before, who holds `token`, a new secret of at least 128 bits."""
    session_id = work.new_id()
    client_id = _add_client(work, ClientChanges(language=language))
    # The session's own id is the browser's identity: no secret, and nobody else's by construction.
    identity_id = _add_identity(work, client_id, Address(VISITOR, channel_id, session_id))
    work.write(
        _ADD_SESSION,
        id=session_id,
        company_id=work.company,
        token_hash=token_hash(token),
        channel_id=channel_id,
        client_id=client_id,
        identity_id=identity_id,
        page_url=None,
        page_title=None,
        referrer=None,
        created_at=work.now,
        last_seen_at=work.now,
    )
    return Minted(token, client_id, identity_id, session_id)


def find_or_create(work: Work, *, address: Address, name: str | None = None) -> tuple[str, str]:
    """The client and the identity of an address, made now if nobody has seen it before."""
    row = work.one(
        _FIND_IDENTITY,
        company_id=work.company,
        kind=address.kind,
        scope=address.scope,
        value=address.value,
    )
    if row is not None:
        return row[1], row[0]
    client_id = _add_client(work, ClientChanges(name=name))
    return client_id, _add_identity(work, client_id, address)


def note_page(work: Work, *, url: str | None, title: str | None, referrer: str | None) -> None:
    """The calling visitor is on this page now. Nothing is announced when it is the one he was on."""
    caller = require_client(work.caller)
    before = queries.page(work, caller.identity_id)
    work.write(
        _MOVE,
        of_company=work.company,
        of_session=caller.session_id,
        url=url,
        title=title,
        came_from=referrer,
        seen_at=work.now,
    )
    if url is not None and (before is None or (before.url, before.title) != (url, title)):
        moved = VisitorMoved(
            client_id=caller.client_id, identity_id=caller.identity_id, channel_id=caller.channel_id
        )
        work.publish(moved)


def describe_self(
    work: Work, *, name: str | None = None, email: str | None = None, phone: str | None = None
) -> None:
    """What the calling visitor says about himself; what he leaves out stays. It is a claim, no proof."""
    caller = require_client(work.caller)
    told: dict[str, Any] = {"name": name, "email": email, "phone": phone}
    _change(work, caller.client_id, {key: value for key, value in told.items() if value})


def change_client(work: Work, client_id: str, changes: ClientChanges) -> queries.Client:
    """An operator corrects the card. Raises `NotFound`."""
    if _change(work, client_id, changes):
        audit.record(work, "client.changed", "client", client_id, {"what": sorted(changes)})
    return queries.client(work, client_id)


def end_visitor_session(work: Work, session_id: str) -> None:
    """The token is worth nothing from now on. May be called again."""
    row = work.write_one(_REMOVE_SESSION, of_company=work.company, of_session=session_id)
    if row is not None:
        work.publish(VisitorSessionEnded(client_id=row[0], identity_id=row[1], session_id=session_id))


def _change(work: Work, client_id: str, changes: Mapping[str, Any]) -> bool:
    before = queries.client(work, client_id)
    new = {name: value for name, value in changes.items() if getattr(before, name) != value}
    if not new:
        return False
    work.write(
        sa.update(models.client)
        .where(_client.company_id == work.company, _client.id == client_id)
        .values(**new, version=_client.version + 1)
    )
    work.publish(ClientChanged(client_id=client_id))
    return True


def _add_client(work: Work, known: ClientChanges) -> str:
    client_id = work.new_id()
    work.write(
        _ADD_CLIENT,
        id=client_id,
        company_id=work.company,
        name=known.get("name"),
        email=known.get("email"),
        phone=known.get("phone"),
        language=known.get("language"),
        created_at=work.now,
        version=1,
    )
    return client_id


def _add_identity(work: Work, client_id: str, address: Address) -> str:
    identity_id = work.new_id()
    work.write_one(
        _ADD_IDENTITY,
        id=identity_id,
        company_id=work.company,
        client_id=client_id,
        kind=address.kind,
        scope=address.scope,
        value=address.value,
        verified=address.verified,
        first_seen_at=work.now,
        last_seen_at=work.now,
    )
    return identity_id
