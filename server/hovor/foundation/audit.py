"""The audit log: who did what that matters, append-only, each row holding the hash of the one before it.

Whoever changes, removes or inserts a row breaks the chain from there on, and `verify` says where. It covers
sign-ins, roles, settings, secrets, exports and acts on behalf of others; conversations have their own
history.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading, Row, Work, metadata

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("company_id", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("actor_kind", sa.Text, nullable=False),
    sa.Column("actor_id", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject_kind", sa.Text, nullable=False),
    sa.Column("subject_id", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)

_BEGINNING: Final = "0" * 64
_VERIFIED_AT_ONCE: Final = 1_000
_LAST = Hot(
    sa.select(audit.c.number, audit.c.hash)
    .where(audit.c.company_id == sa.bindparam("company_id"))
    .order_by(audit.c.number.desc())
    .limit(1)
)
_ADD = Hot(sa.insert(audit))


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act. `detail` holds ids, names of fields and settings' values; never a secret, never what a
    client wrote.
    """

    number: int
    at: Instant
    actor_kind: str
    actor_id: str
    action: str
    subject_kind: str
    subject_id: str
    detail: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The result of checking one company's chain. `broken_at` is the first row that does not fit, None when
    all do.
    """

    entries: int
    head: str
    broken_at: int | None


def record(
    work: Work, action: str, subject_kind: str, subject_id: str, detail: Mapping[str, Any] | None = None
) -> None:
    """Adds one act by the unit's caller, in the unit's own transaction: either both are there or neither.

    The unit must belong to a company, because that is whose chain it joins. Raises `ValueError` when it
    does not.
    """
    if not work.company:
        raise ValueError("an act is recorded in a company's chain; this unit has none")
    last = work.one(_LAST, company_id=work.company)
    number, previous = (1, _BEGINNING) if last is None else (last[0] + 1, last[1])
    actor = work.caller.actor
    values = {
        "number": number,
        "at": work.now,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "action": action,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "detail": msgspec.json.encode(detail or {}, order="sorted").decode(),
    }
    work.write(
        _ADD, company_id=work.company, **values, hash=_chained(previous, work.company, tuple(values.values()))
    )


def entries(
    reading: Reading,
    *,
    before: int | None = None,
    limit: int,
    actor_id: str | None = None,
    subject_kind: str | None = None,
) -> list[AuditEntry]:
    """The company's acts, the latest first, beginning below the number `before`: all, or those of one actor
    or about one kind of thing. Administrators only: the route's duty.
    """
    query = sa.select(*_columns()).where(audit.c.company_id == reading.company)
    if before is not None:
        query = query.where(audit.c.number < before)
    if actor_id is not None:
        query = query.where(audit.c.actor_id == actor_id)
    if subject_kind is not None:
        query = query.where(audit.c.subject_kind == subject_kind)
    rows = reading.all(query.order_by(audit.c.number.desc()).limit(limit))
    return [_entry(row) for row in rows]


def verify(reading: Reading, *, head: str | None = None) -> Verified:
    """Walks the company's whole chain. `head` is a hash exported earlier: it must still stand in the chain.

    Only with such a head can the removal of the *last* rows be seen.
    """
    previous, expected, seen_head = _BEGINNING, 1, head is None
    while rows := reading.all(
        sa.select(*_columns())
        .where(audit.c.company_id == reading.company, audit.c.number >= expected)
        .order_by(audit.c.number)
        .limit(_VERIFIED_AT_ONCE)
    ):
        for row in rows:
            if row[0] != expected or row[8] != _chained(previous, reading.company, tuple(row[:8])):
                return Verified(expected - 1, previous, expected)
            previous, expected = row[8], expected + 1
            seen_head = seen_head or previous == head
    return Verified(expected - 1, previous, None if seen_head else expected)


def _entry(row: Row) -> AuditEntry:
    number, at, actor_kind, actor_id, action, subject_kind, subject_id, detail, digest = row
    return AuditEntry(
        number,
        at,
        actor_kind,
        actor_id,
        action,
        subject_kind,
        subject_id,
        msgspec.json.decode(detail),
        digest,
    )


def _columns() -> tuple[sa.Column[Any], ...]:
    c = audit.c
    return c.number, c.at, c.actor_kind, c.actor_id, c.action, c.subject_kind, c.subject_id, c.detail, c.hash


def _chained(previous: str, company: str, values: tuple[Any, ...]) -> str:
    return hashlib.sha256(msgspec.json.encode([previous, company, *values])).hexdigest()
