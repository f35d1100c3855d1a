"""Invitations as they are stored. No rights here."""

from collections.abc import Collection
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading, Row
from hovor.foundation.errors import NotFound
from hovor.invitations import models, policy
from hovor.invitations.policy import Facts, Use

_invitation = models.invitation.c
_use = models.invitation_use.c
_wish = models.invitation_wish.c


class Invitation(msgspec.Struct, frozen=True):
    """A row of the table of invitations; times are instants."""

    id: str
    operator_id: str
    channel_id: str
    use: Use
    secret_hash: str
    secret_sealed: str
    code_sealed: str | None
    code_until: Instant | None
    origin: str
    valid_until: Instant | None
    arranged_for: Instant | None
    time_zone: str | None
    note: str | None
    client_name: str | None
    client_email: str | None
    client_phone: str | None
    uses: int
    last_used_at: Instant | None
    last_client_id: str | None
    created_at: Instant
    created_by_kind: str
    created_by: str
    revoked_at: Instant | None
    revoked_by_kind: str | None
    revoked_by: str | None
    version: int

    @property
    def facts(self) -> Facts:
        """What its state follows from."""
        return Facts(self.use, self.uses, self.valid_until, self.revoked_at, self.arranged_for)

    def state(self, now: Instant) -> policy.State:
        """Its state at this instant."""
        return policy.state_of(self.facts, now)


class Found(msgspec.Struct, frozen=True):
    """Which invitation a secret or a code belongs to, in whichever company."""

    company_id: str
    invitation_id: str
    channel_id: str
    secret_sealed: str
    origin: str


class Wish(msgspec.Struct, frozen=True):
    """Somebody wants to be told when the operator is there."""

    invitation_id: str
    address_hash: str
    letter_sealed: str


COLUMNS: Final = tuple(_invitation[name] for name in Invitation.__struct_fields__)
_OF_COMPANY = sa.select(*COLUMNS).where(_invitation.company_id == sa.bindparam("company_id"))
_ONE = Hot(_OF_COMPANY.where(_invitation.id == sa.bindparam("invitation_id")))
_FOUND = sa.select(
    _invitation.company_id,
    _invitation.id,
    _invitation.channel_id,
    _invitation.secret_sealed,
    _invitation.origin,
)
_BY_SECRET = Hot(_FOUND.where(_invitation.secret_hash == sa.bindparam("hashed")))
_BY_CODE = Hot(
    _FOUND.where(_invitation.code_hash == sa.bindparam("hashed"), _invitation.code_until > sa.bindparam("at"))
)
_ACTIVE_OF = Hot(
    _OF_COMPANY.where(
        _invitation.operator_id == sa.bindparam("operator_id"), _invitation.revoked_at.is_(None)
    ).order_by(_invitation.id)
)
_STARTED_BY = Hot(
    sa.select(_use.conversation_id)
    .where(
        _use.company_id == sa.bindparam("company_id"),
        _use.invitation_id == sa.bindparam("invitation_id"),
        _use.identity_id == sa.bindparam("identity_id"),
    )
    .order_by(_use.at.desc(), _use.conversation_id.desc())
    .limit(sa.literal_column("1"))
)

_WISHES_OF = Hot(
    sa.select(_wish.invitation_id, _wish.address_hash, _wish.letter_sealed)
    .where(_wish.company_id == sa.bindparam("company_id"), _wish.operator_id == sa.bindparam("operator_id"))
    .order_by(_wish.asked_at, _wish.invitation_id, _wish.address_hash)
)


def get(reading: Reading, invitation_id: str) -> Invitation:
    """One invitation of the company. Raises `NotFound`."""
    row = reading.one(_ONE, company_id=reading.company, invitation_id=invitation_id)
    if row is None:
        raise NotFound
    return Invitation(*row)


def by_secret(reading: Reading, hashed: str) -> Found | None:
    """The invitation whose secret has this keyed hash. Of the whole installation."""
    return _found(reading.one(_BY_SECRET, hashed=hashed))


def by_code(reading: Reading, hashed: str) -> Found | None:
    """The invitation whose code has this keyed hash and still works. Of the whole installation."""
    return _found(reading.one(_BY_CODE, hashed=hashed, at=reading.now))


def unrevoked_of(reading: Reading, operator_id: str) -> list[Invitation]:
    """All invitations of one operator that nobody has revoked, the oldest first."""
    rows = reading.all(_ACTIVE_OF, company_id=reading.company, operator_id=operator_id)
    return [Invitation(*row) for row in rows]


def wishes_of(reading: Reading, operator_id: str) -> list[Wish]:
    """Who wants to be told when this operator is there, the one who asked first before the others."""
    rows = reading.all(_WISHES_OF, company_id=reading.company, operator_id=operator_id)
    return [Wish(*row) for row in rows]


def wishes_by_invitation(reading: Reading, invitation_ids: Collection[str]) -> dict[str, int]:
    """How many want to be told, by invitation; those that nobody wants to be told of are left out."""
    if not invitation_ids:
        return {}
    rows = reading.all(
        sa.select(_wish.invitation_id, sa.func.count())
        .where(_wish.company_id == reading.company, _wish.invitation_id.in_(invitation_ids))
        .group_by(_wish.invitation_id)
    )
    return dict(rows)


def started_by(reading: Reading, *, invitation_id: str, identity_id: str) -> str | None:
    """The conversation that this browser last started by this invitation."""
    keys: dict[str, Any] = {"invitation_id": invitation_id, "identity_id": identity_id}
    row = reading.one(_STARTED_BY, company_id=reading.company, **keys)
    return None if row is None else row[0]


def _found(row: Row | None) -> Found | None:
    return None if row is None else Found(*row)
