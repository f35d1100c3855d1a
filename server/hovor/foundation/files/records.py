"""Rows about stored files. The row comes last: whoever finds one finds the bytes."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading, Row, Work, metadata
from hovor.foundation.errors import NotFound
from hovor.foundation.files.store import StoredFile

file = sa.Table(
    "file",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("company_id", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("size_bytes", sa.BigInteger, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("stored_as", sa.Text, nullable=False, unique=True),
    sa.Column("has_preview", sa.Integer, nullable=False),
    sa.Column("author_kind", sa.Text, nullable=False),
    sa.Column("author_id", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Index("file_of_company", "company_id", "id"),
)

_COLUMNS = (
    file.c.id,
    file.c.name,
    file.c.kind,
    file.c.size_bytes,
    file.c.stored_as,
    file.c.has_preview,
    file.c.author_kind,
    file.c.author_id,
    file.c.at,
)
_ADD = Hot(sa.insert(file))
_FIND = Hot(
    sa.select(*_COLUMNS).where(
        file.c.company_id == sa.bindparam("company_id"), file.c.id == sa.bindparam("file_id")
    )
)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A stored file as features see it. Its author is who uploaded it."""

    id: str
    name: str
    kind: str
    size_bytes: int
    stored_as: str
    has_preview: bool
    author_kind: str
    author_id: str
    at: Instant


def add(work: Work, stored: StoredFile) -> FileRecord:
    """Makes bytes that are on disk known to the unit's company, uploaded by its caller."""
    actor = work.caller.actor
    record = FileRecord(
        id=work.new_id(),
        name=stored.name,
        kind=stored.kind.media_type,
        size_bytes=stored.size_bytes,
        stored_as=stored.stored_as,
        has_preview=stored.has_preview,
        author_kind=actor.kind,
        author_id=actor.id,
        at=work.now,
    )
    work.write(
        _ADD,
        id=record.id,
        company_id=work.company,
        name=record.name,
        kind=record.kind,
        size_bytes=record.size_bytes,
        digest=stored.digest,
        stored_as=record.stored_as,
        has_preview=int(record.has_preview),
        author_kind=record.author_kind,
        author_id=record.author_id,
        at=record.at,
    )
    return record


def find(reading: Reading, file_id: str) -> FileRecord:
    """A file of the company. Whether this caller may have it, the caller of this function must answer.
    Raises `NotFound`.
    """
    row = reading.one(_FIND, company_id=reading.company, file_id=file_id)
    if row is None:
        raise NotFound
    return _record(row)


def find_many(reading: Reading, file_ids: Collection[str]) -> dict[str, FileRecord]:
    """Those of these files that the company has, by their ids."""
    if not file_ids:
        return {}
    rows = reading.all(
        sa.select(*_COLUMNS).where(file.c.company_id == reading.company, file.c.id.in_(file_ids))
    )
    return {row[0]: _record(row) for row in rows}


def unknown_names(reading: Reading, names: Collection[str]) -> set[str]:
    """Those of the store's names that no row knows."""
    rows = reading.all(sa.select(file.c.stored_as).where(file.c.stored_as.in_(names))) if names else []
    return set(names) - {row[0] for row in rows}


def _record(row: Row) -> FileRecord:
    identifier, name, kind, size_bytes, stored_as, has_preview, *rest = row
    return FileRecord(identifier, name, kind, size_bytes, stored_as, bool(has_preview), *rest)
