"""Threads and what is in them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import sqlalchemy as sa

from hovor.foundation.clock import SECOND
from hovor.foundation.database import Hot, Reading
from hovor.foundation.files import records as files
from hovor.messaging import models, policy
from hovor.messaging.errors import FileNotYours, ThreadUnknown
from hovor.messaging.views import (
    Author,
    Carried,
    ClientMessageView,
    EntryRow,
    EntryView,
    FileView,
    Route,
    Stored,
    ThreadRow,
    ThreadView,
    client_message,
    entry_view,
    thread_view,
)

_t, _e = models.thread.c, models.entry.c
_newest = models.entry.alias("newest")
_ENTRY: Final = (
    _e.id,
    _e.version,
    _e.conversation_id,
    _e.number,
    _e.kind,
    _e.author_kind,
    _e.author_id,
    _e.author_name,
    _e.author_public_name,
    _e.client_ref,
    _e.text,
    _e.files,
    _e.change,
    _e.client_visible,
    _e.delivery,
    _e.delivery_reason,
    _e.at,
)
_THREADS: Final = (
    sa.select(
        _t.conversation_id,
        _t.version,
        _t.entries,
        _t.unread,
        _t.client_unread,
        _t.client_read,
        _t.client_received,
        _t.operator_read,
        _t.waiting_since,
        _t.last_at,
        _newest.c.kind,
        _newest.c.author_kind,
        _newest.c.text,
        _newest.c.files,
    )
    .select_from(models.thread.outerjoin(_newest, _newest.c.id == _t.last_entry_id))
    .where(_t.company_id == sa.bindparam("company_id"))
)
_THREAD = Hot(_THREADS.where(_t.conversation_id == sa.bindparam("conversation_id")))
_ROUTE = Hot(
    sa.select(_t.channel_id, _t.outbound, _t.recipient, _t.window).where(
        _t.company_id == sa.bindparam("company_id"), _t.conversation_id == sa.bindparam("conversation_id")
    )
)
_TIMELINE: Final = sa.select(*_ENTRY).where(
    _e.company_id == sa.bindparam("company_id"), _e.conversation_id == sa.bindparam("conversation_id")
)
_LIMIT: Final = sa.bindparam("limit", type_=sa.BigInteger)
_AFTER = Hot(_TIMELINE.where(_e.number > sa.bindparam("after")).order_by(_e.number).limit(_LIMIT))
_BEFORE = Hot(_TIMELINE.where(_e.number < sa.bindparam("before")).order_by(_e.number.desc()).limit(_LIMIT))
_FOR_CLIENT = Hot(
    _TIMELINE.where(_e.number > sa.bindparam("after"), _e.client_visible == sa.literal_column("1"))
    .order_by(_e.number)
    .limit(_LIMIT)
)
_SAID_BY_CLIENT = Hot(
    sa.select(_e.id, _e.conversation_id, _e.number, _e.delivery).where(
        _e.company_id == sa.bindparam("company_id"),
        _e.author_id == sa.bindparam("client_id"),
        _e.client_ref == sa.bindparam("client_ref"),
        _e.author_kind == sa.literal_column("'client'"),
    )
)
_FILE_CONVERSATIONS = Hot(
    sa.select(models.entry_file.c.conversation_id).where(
        models.entry_file.c.file_id == sa.bindparam("file_id"),
        models.entry_file.c.company_id == sa.bindparam("company_id"),
    )
)
_BEYOND_ANY_NUMBER: Final = 2**62


def thread_row(reading: Reading, conversation_id: str) -> ThreadRow:
    """One thread as stored. Raises `ThreadUnknown`."""
    row = reading.one(_THREAD, company_id=reading.company, conversation_id=conversation_id)
    if row is None:
        raise ThreadUnknown
    return ThreadRow._make(row)


def route(reading: Reading, conversation_id: str) -> Route:
    """How what we say reaches the client of this thread. Raises `ThreadUnknown`."""
    row = reading.one(_ROUTE, company_id=reading.company, conversation_id=conversation_id)
    if row is None:
        raise ThreadUnknown
    channel_id, outbound, recipient, window = row
    return Route(channel_id, outbound, recipient, None if window is None else window // SECOND)


def thread_views(reading: Reading, conversation_ids: Iterable[str]) -> Mapping[str, ThreadView]:
    """The threads of these conversations, by conversation; those that do not exist are left out."""
    return {key: thread_view(row) for key, row in _thread_rows(reading, conversation_ids).items()}


def timeline(
    reading: Reading, conversation_id: str, *, after: int | None = None, before: int | None = None, limit: int
) -> list[EntryView]:
    """Entries for colleagues in the order of their numbers: those next `after` a number, or the last ones
    `before` one; with neither, the newest. Raises `ThreadUnknown`.
    """
    thread = thread_view(thread_row(reading, conversation_id))
    place = {"company_id": reading.company, "conversation_id": conversation_id, "limit": limit}
    if after is not None:
        rows = reading.all(_AFTER, after=after, **place)
    else:
        below = _BEYOND_ANY_NUMBER if before is None else before
        rows = reading.all(_BEFORE, before=below, **place)[::-1]
    return [entry_view(EntryRow._make(row), thread) for row in rows]


def client_messages(
    reading: Reading, conversation_ids: Sequence[str], *, after: tuple[str, int] | None = None, limit: int
) -> list[ClientMessageView]:
    """What the client sees of his conversations, given the oldest first, as one list: the next ones after a
    conversation and a number in it. A conversation of which `after` is none begins the list anew.
    """
    start, number = 0, 0
    if after is not None and after[0] in conversation_ids:
        start, number = conversation_ids.index(after[0]), after[1]
    found: list[ClientMessageView] = []
    rows = _thread_rows(reading, conversation_ids[start:])
    for conversation_id in conversation_ids[start:]:
        if len(found) == limit or conversation_id not in rows:
            continue
        place = {"company_id": reading.company, "conversation_id": conversation_id}
        entries = reading.all(_FOR_CLIENT, after=number, limit=limit - len(found), **place)
        views = (client_message(EntryRow._make(row), rows[conversation_id]) for row in entries)
        found.extend(view for view in views if view is not None)
        number = 0
    return found


def carried(reading: Reading, entry_ids: Iterable[str]) -> Mapping[str, Carried]:
    """What events about these entries carry, read back from the tables, by entry; without an audience."""
    statement = sa.select(*_ENTRY).where(_e.company_id == reading.company, _e.id.in_(list(entry_ids)))
    entries = [EntryRow._make(row) for row in reading.all(statement)]
    threads = _thread_rows(reading, {row.conversation_id for row in entries})
    return {row.id: Carried(row, threads[row.conversation_id]) for row in entries}


def said_by_client(reading: Reading, *, client_id: str, client_ref: str) -> Stored | None:
    """What became of the message that the client sent under this reference, in whichever conversation
    (INV-47).

    To be asked before a conversation is opened for it.
    """
    values = {"company_id": reading.company, "client_id": client_id, "client_ref": policy.key(client_ref)}
    row = reading.one(_SAID_BY_CLIENT, **values)
    return None if row is None else Stored(row[0], row[1], row[2], row[3], again=True)


def file_conversations(reading: Reading, file_id: str) -> frozenset[str]:
    """The conversations in which this file was sent; who may see one of them may see the file."""
    rows = reading.all(_FILE_CONVERSATIONS, file_id=file_id, company_id=reading.company)
    return frozenset(conversation_id for (conversation_id,) in rows)


def attachable(reading: Reading, author: Author, file_ids: Sequence[str]) -> tuple[FileView, ...]:
    """The files as an entry of this author shows them. Raises `FileNotYours` for one that neither he nor
    the caller of this unit brought: whoever may name a foreign file would get to see it.
    """
    found = files.find_many(reading, file_ids)
    actor = reading.caller.actor
    owners = {(author.kind, author.id), (actor.kind, actor.id)}
    if any(file_id not in found for file_id in file_ids) or len(set(file_ids)) != len(file_ids):
        raise FileNotYours
    if any((record.author_kind, record.author_id) not in owners for record in found.values()):
        raise FileNotYours
    return tuple(_file_view(found[file_id]) for file_id in file_ids)


def _thread_rows(reading: Reading, conversation_ids: Iterable[str]) -> dict[str, ThreadRow]:
    keys = list(conversation_ids)
    if not keys:
        return {}
    rows = reading.all(_THREADS.where(_t.conversation_id.in_(keys)), company_id=reading.company)
    return {row[0]: ThreadRow._make(row) for row in rows}


def _file_view(record: files.FileRecord) -> FileView:
    return FileView(record.id, record.name, record.kind, record.size_bytes)
