"""Tickets: a console exchanges its cookie for one, so that a cookie alone never opens a socket.

A ticket opens one socket, within 30 seconds, for the sign-in session that asked for it, in whichever process.
"""

import hashlib
from typing import Final

import sqlalchemy as sa

from hovor.foundation.caller import require_operator
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Hot, Work, metadata

VALID_FOR: Final[Instant] = 30 * SECOND
TICKET_BITS: Final = 256

live_ticket = sa.Table(
    "live_ticket",
    metadata,
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("company_id", sa.Text, nullable=False),
    sa.Column("session_id", sa.Text, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False, index=True),
)
_ADD = Hot(sa.insert(live_ticket))
_TAKE = Hot(
    sa.delete(live_ticket)
    .where(live_ticket.c.hash == sa.bindparam("of_hash"))
    .returning(live_ticket.c.session_id, live_ticket.c.expires_at)
)
_PRUNE = Hot(sa.delete(live_ticket).where(live_ticket.c.expires_at < sa.bindparam("before")))


def mint(work: Work, *, ticket: str) -> Instant:
    """Makes `ticket`, a new secret, open one socket for the caller's session; answers until when it does.

    Tickets that nobody used go on this occasion. Raises `NotSignedIn`, `NotAllowed`.
    """
    caller = require_operator(work.caller)
    expires_at = work.now + VALID_FOR
    work.write(_PRUNE, before=work.now)
    work.write(
        _ADD, hash=_hash(ticket), company_id=work.company, session_id=caller.session_id, expires_at=expires_at
    )
    return expires_at


def redeem(work: Work, ticket: str) -> str | None:
    """Spends a ticket; answers its session's id, or None when it is unknown, spent or too old."""
    row = work.write_one(_TAKE, of_hash=_hash(ticket))
    return None if row is None or row[1] <= work.now else row[0]


def _hash(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
