"""Telling clients that their operator is there, by the letter they asked for on the invitation's page."""

from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.foundation import mail
from hovor.foundation.database import Hot, Work, insert
from hovor.invitations import models, policy
from hovor.invitations.errors import InvitationExpired, InvitationUsed, TooManyWishes
from hovor.invitations.events import InvitationChanged
from hovor.invitations.queries.rows import Invitation, get, wishes_by_invitation, wishes_of
from hovor.routing import queries as routing_queries

_REFUSALS: Final = {"used": InvitationUsed, "expired": InvitationExpired, "early": InvitationExpired}
_invitation = models.invitation.c
_wish = models.invitation_wish.c
_add = insert(models.invitation_wish)
_ADD: Final = Hot(
    _add.on_conflict_do_update(
        index_elements=["invitation_id", "address_hash"], set_={"letter_sealed": _add.excluded.letter_sealed}
    )
)
_KNOWN: Final = Hot(
    sa.select(_wish.asked_at).where(
        _wish.invitation_id == sa.bindparam("invitation_id"),
        _wish.address_hash == sa.bindparam("address_hash"),
    )
)
_GRANT: Final = Hot(
    sa.delete(models.invitation_wish).where(
        _wish.company_id == sa.bindparam("of_company"),
        _wish.invitation_id == sa.bindparam("of_invitation"),
        _wish.address_hash == sa.bindparam("of_address"),
    )
)
_FORGET: Final = Hot(
    sa.delete(models.invitation_wish).where(
        _wish.company_id == sa.bindparam("of_company"), _wish.invitation_id == sa.bindparam("of_invitation")
    )
)
_NEXT_VERSION: Final = Hot(
    sa.update(models.invitation)
    .where(
        _invitation.company_id == sa.bindparam("of_company"),
        _invitation.id == sa.bindparam("of_invitation"),
    )
    .values(version=_invitation.version + 1)
)


class TellMe(msgspec.Struct, frozen=True):
    """A wish to be told: the keyed hash of the address, and the letter to it, written and sealed already."""

    address_hash: str
    letter_sealed: str


def tell_me(work: Work, *, invitation_id: str, wish: TellMe) -> None:
    """This address is told once, as soon as the operator can be reached; at once if he can be now. Asking
    again changes nothing. Uses nothing.

    Raises `NotFound`, `InvitationUsed`, `InvitationExpired`, `MailNotSetUp`, `TooManyWishes`.
    """
    row = get(work, invitation_id)
    refused = policy.refuses_start(row.facts, work.now, reachable=True)
    if refused is not None:
        raise _REFUSALS[refused]
    mail.require_outgoing_server(work)
    known = work.one(_KNOWN, invitation_id=row.id, address_hash=wish.address_hash) is not None
    if not known and wishes_by_invitation(work, [row.id]).get(row.id, 0) >= policy.MOST_WISHES:
        raise TooManyWishes
    work.write(
        _ADD,
        invitation_id=row.id,
        address_hash=wish.address_hash,
        company_id=work.company,
        operator_id=row.operator_id,
        letter_sealed=wish.letter_sealed,
        asked_at=work.now,
    )
    if not known:
        _announce(work, row)
    tell(work, operator_id=row.operator_id)


def tell(work: Work, *, operator_id: str) -> None:
    """Whoever asked is told, if the operator is there for them now; each once. May run again."""
    told: dict[str, Invitation] = {}
    reachable: dict[str, bool] = {}
    for wish in wishes_of(work, operator_id):
        row = get(work, wish.invitation_id)
        if row.channel_id not in reachable:
            reachable[row.channel_id] = not routing_queries.awaits_nobody(work, operator_id, row.channel_id)
        # A company that has taken its mail server away meanwhile may name another.
        if reachable[row.channel_id] and mail.outgoing_server_of(work) is not None:
            work.write(_GRANT, of_company=work.company, of_invitation=row.id, of_address=wish.address_hash)
            if row.state(work.now) == "active":
                mail.send_later(work, wish.letter_sealed)
            told[row.id] = row
    for row in told.values():
        _announce(work, row)


def forget_wishes(work: Work, *, invitation_id: str) -> None:
    """The invitation is over: nobody is told, and no address is kept. Whoever calls it announces the end."""
    work.write(_FORGET, of_company=work.company, of_invitation=invitation_id)


def _announce(work: Work, row: Invitation) -> None:
    work.write(_NEXT_VERSION, of_company=work.company, of_invitation=row.id)
    work.publish(InvitationChanged(invitation_id=row.id, operator_id=row.operator_id))
