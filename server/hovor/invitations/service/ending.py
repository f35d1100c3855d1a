"""How an invitation ends: by its time, by its operator's wish, with its operator. And what is told before."""

from typing import Final

import sqlalchemy as sa

from hovor.foundation import audit
from hovor.foundation.database import Hot, Work
from hovor.foundation.timers import cancel_timer
from hovor.invitations import models
from hovor.invitations.events import InvitationChanged, InvitationDue, InvitationExpired, InvitationRevoked
from hovor.invitations.queries.rows import Invitation, get, unrevoked_of
from hovor.invitations.queries.views import readable
from hovor.invitations.service.telling import forget_wishes

EXPIRY: Final = "invitation_expiry"
CODE_EXPIRY: Final = "invitation_code_expiry"
REMINDER: Final = "invitation_reminder"

_invitation = models.invitation.c
_THIS: Final = (
    _invitation.company_id == sa.bindparam("of_company"),
    _invitation.id == sa.bindparam("of_invitation"),
)
_REVOKE: Final = Hot(
    sa.update(models.invitation)
    .where(*_THIS)
    .values(
        revoked_at=sa.bindparam("at", type_=sa.BigInteger),
        revoked_by_kind=sa.bindparam("by_kind", type_=sa.Text),
        revoked_by=sa.bindparam("by", type_=sa.Text),
        version=_invitation.version + 1,
    )
)
_NEXT_VERSION: Final = Hot(sa.update(models.invitation).where(*_THIS).values(version=_invitation.version + 1))


def revoke(work: Work, *, invitation_id: str) -> Invitation:
    """It works no more, from this very moment; a conversation that is open goes on. May be called again.

    For its operator, supervisors and integrations. Raises `NotFound`.
    """
    before = readable(work, invitation_id)
    if before.revoked_at is None:
        _revoke(work, before)
    return get(work, invitation_id)


def revoke_all(work: Work, *, operator_id: str) -> None:
    """Everything that brings clients to this operator ends: nobody will be there for them."""
    for each in unrevoked_of(work, operator_id):
        if each.state(work.now) == "active":
            _revoke(work, each)


def expire(work: Work, *, key: str) -> None:
    """Timer: its time is over, unless it was extended or ended otherwise before."""
    row = get(work, key)
    if row.state(work.now) != "expired":
        return
    forget_wishes(work, invitation_id=key)
    work.write(_NEXT_VERSION, of_company=work.company, of_invitation=key)
    work.publish(InvitationExpired(invitation_id=key, operator_id=row.operator_id))


def expire_code(work: Work, *, key: str) -> None:
    """Timer: the link goes on, its short code does not; whoever shows it hears of that."""
    row = get(work, key)
    if row.state(work.now) == "active" and row.code_until is not None and row.code_until <= work.now:
        work.write(_NEXT_VERSION, of_company=work.company, of_invitation=key)
        work.publish(InvitationChanged(invitation_id=key, operator_id=row.operator_id))


def remind(work: Work, *, key: str) -> None:
    """Timer: the arranged time is near. Says nothing about one that has ended, or was arranged anew."""
    row = get(work, key)
    if row.state(work.now) == "active" and row.arranged_for is not None and row.arranged_for > work.now:
        work.publish(InvitationDue(invitation_id=key, operator_id=row.operator_id))


def _revoke(work: Work, before: Invitation) -> None:
    actor = work.caller.actor
    work.write(
        _REVOKE,
        of_company=work.company,
        of_invitation=before.id,
        at=work.now,
        by_kind=actor.kind,
        by=actor.id,
    )
    forget_wishes(work, invitation_id=before.id)
    for kind in (EXPIRY, CODE_EXPIRY, REMINDER):
        cancel_timer(work, kind=kind, key=before.id)
    audit.record(work, "invitation.revoked", "invitation", before.id, {"operator_id": before.operator_id})
    work.publish(InvitationRevoked(invitation_id=before.id, operator_id=before.operator_id))
