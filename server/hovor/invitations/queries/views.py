"""The closed shape in which colleagues and integrations see invitations, and who sees which. Times are
RFC 3339 text.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.accounts import queries as accounts
from hovor.clients import queries as clients
from hovor.foundation.caller import (
    Caller,
    IntegrationCaller,
    OperatorCaller,
    has_role,
)
from hovor.foundation.clock import Instant, to_rfc3339
from hovor.foundation.database import Reading
from hovor.foundation.errors import NotAllowed, NotFound
from hovor.foundation.secrets import Vault
from hovor.invitations import models, policy
from hovor.invitations.policy import State, Use
from hovor.invitations.queries.rows import COLUMNS, Invitation, get, wishes_by_invitation

_invitation = models.invitation.c
SECRET: Final = "invitation secret"  # noqa: S105  the purpose for which it is sealed
CODE: Final = "invitation code"


class InvitedClient(msgspec.Struct, frozen=True):
    """Whom it is for, as its maker wrote it."""

    name: str | None
    email: str | None
    phone: str | None


class Maker(msgspec.Struct, frozen=True):
    """Who made or revoked it; `name` for people."""

    kind: str
    id: str
    name: str | None


class InvitationView(msgspec.Struct, frozen=True):
    """An invitation. `url` and `code` are for its operator and its maker; to others, and where there is none
    (any more), they are None.

    `note` likewise. `last_client`: who came last. `wishes`: how many clients have asked to be told when their
    operator is there.
    """

    id: str
    version: int
    operator_id: str
    operator_name: str
    channel_id: str
    use: Use
    state: State
    url: str | None
    code: str | None
    code_until: str | None
    valid_until: str | None
    arranged_for: str | None
    time_zone: str | None
    note: str | None
    client: InvitedClient
    uses: int
    last_used_at: str | None
    last_client: str | None
    wishes: int
    created_at: str
    created_by: Maker
    revoked_at: str | None
    revoked_by: Maker | None


class Addresses:
    """How links are written: opens what is sealed, for those who may see it."""

    def __init__(self, vault: Vault, public_url: str | None) -> None:
        self._vault = vault
        self._public_url = public_url

    def url(self, company_id: str, secret_sealed: str, origin: str) -> str:
        """The link of an invitation."""
        secret = self._vault.open_text(secret_sealed, company=company_id, purpose=SECRET)
        return f"{self._public_url or origin}/i/{secret}"

    def code(self, company_id: str, sealed: str) -> str:
        """Its code, in two groups."""
        return policy.shown_code(self._vault.open_text(sealed, company=company_id, purpose=CODE))


def readable(reading: Reading, invitation_id: str) -> Invitation:
    """An invitation that the caller may see: his own, any for supervisors and integrations. Raises
    `NotFound`.
    """
    found = get(reading, invitation_id)
    caller = reading.caller
    if isinstance(caller, IntegrationCaller) or has_role(caller, "supervisor"):
        return found
    if isinstance(caller, OperatorCaller) and caller.operator_id == found.operator_id:
        return found
    raise NotFound


def view(reading: Reading, invitation_id: str, addresses: Addresses) -> InvitationView:
    """One invitation for the caller. Raises `NotFound`."""
    return views(reading, [readable(reading, invitation_id)], addresses)[0]


def listed(
    reading: Reading,
    *,
    operator_id: str | None,
    before: str | None,
    limit: int,
    addresses: Addresses,
) -> list[InvitationView]:
    """Invitations, the newest first: one's own; another operator's for supervisors; all, or one operator's,
    for integrations. Raises `NotAllowed`.
    """
    wanted = operator_id
    caller = reading.caller
    if isinstance(caller, OperatorCaller):
        wanted = operator_id or caller.operator_id
        if wanted != caller.operator_id and not has_role(caller, "supervisor"):
            raise NotAllowed
    query = sa.select(*COLUMNS).where(_invitation.company_id == reading.company)
    if wanted is not None:
        query = query.where(_invitation.operator_id == wanted)
    if before is not None:
        query = query.where(_invitation.id < before)
    rows = reading.all(query.order_by(_invitation.id.desc()).limit(limit))
    return views(reading, [Invitation(*row) for row in rows], addresses)


def views(
    reading: Reading, rows: Sequence[Invitation], addresses: Addresses, *, to: Caller | None = None
) -> list[InvitationView]:
    """These invitations, as they are shown to `to`, or to the caller."""
    viewer = reading.caller if to is None else to
    beside = _Beside(
        company_id=reading.company,
        now=reading.now,
        operators={each.id: each.name for each in accounts.operators(reading)},
        clients=clients.clients_by_ids(reading, {each.last_client_id or "" for each in rows}),
        wishes=wishes_by_invitation(reading, [each.id for each in rows]),
    )
    return [_view(each, beside, addresses if _may_copy(viewer, each) else None) for each in rows]


class _Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What is read once for many invitations."""

    company_id: str
    now: Instant
    operators: Mapping[str, str]
    clients: Mapping[str, clients.Client]
    wishes: Mapping[str, int]


def _view(of: Invitation, beside: _Beside, addresses: Addresses | None) -> InvitationView:
    """Without `addresses` the one who sees it may not use it himself."""
    last = beside.clients.get(of.last_client_id or "")
    state = of.state(beside.now)
    shows_code = state == "active" and (of.code_until or 0) > beside.now
    code = None if addresses is None or not shows_code else of.code_sealed
    return InvitationView(
        id=of.id,
        version=of.version,
        operator_id=of.operator_id,
        operator_name=beside.operators[of.operator_id],
        channel_id=of.channel_id,
        use=of.use,
        state=state,
        url=None if addresses is None else addresses.url(beside.company_id, of.secret_sealed, of.origin),
        code=None if addresses is None or code is None else addresses.code(beside.company_id, code),
        code_until=_text(of.code_until),
        valid_until=_text(of.valid_until),
        arranged_for=_text(of.arranged_for),
        time_zone=of.time_zone,
        note=None if addresses is None else of.note,
        client=InvitedClient(of.client_name, of.client_email, of.client_phone),
        uses=of.uses,
        last_used_at=_text(of.last_used_at),
        last_client=None if last is None else last.name,
        wishes=beside.wishes.get(of.id, 0),
        created_at=to_rfc3339(of.created_at),
        created_by=_maker(of.created_by_kind, of.created_by, beside),
        revoked_at=_text(of.revoked_at),
        revoked_by=None
        if of.revoked_by_kind is None
        else _maker(of.revoked_by_kind, of.revoked_by or "", beside),
    )


def _maker(kind: str, maker_id: str, beside: _Beside) -> Maker:
    return Maker(kind, maker_id, beside.operators.get(maker_id))


def _may_copy(viewer: Caller, of: Invitation) -> bool:
    """Its operator, and who made it."""
    actor = viewer.actor
    owns = (actor.kind, actor.id) == ("operator", of.operator_id)
    return owns or (actor.kind, actor.id) == (of.created_by_kind, of.created_by)


def _text(instant: Instant | None) -> str | None:
    return None if instant is None else to_rfc3339(instant)
