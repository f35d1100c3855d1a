"""Reads of messaging. Who may see a conversation is decided above; these answer for the ids they get."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.companies import queries as companies
from hovor.foundation.caller import require_operator
from hovor.foundation.clock import Instant, to_rfc3339
from hovor.foundation.database import Hot, Reading
from hovor.foundation.files import records as files
from hovor.foundation.secrets import Vault
from hovor.messaging import models, policy
from hovor.messaging.channel import Channel, Health
from hovor.messaging.errors import ChannelUnknown, FileNotYours, TemplateUnknown, ThreadUnknown
from hovor.messaging.views import (
    Author,
    Carried,
    ClientMessageView,
    DraftView,
    EntryRow,
    EntryView,
    FileView,
    Stored,
    TemplateView,
    ThreadRow,
    ThreadView,
    client_message,
    entry_view,
    thread_view,
)

__all__ = [
    "Author",
    "Carried",
    "ClientMessageView",
    "DraftView",
    "EntryView",
    "FileView",
    "Stored",
    "TemplateView",
    "ThreadView",
    "attachable",
    "carried",
    "channel",
    "channel_by_id",
    "client_messages",
    "delivery_place",
    "draft",
    "due_companies",
    "file_conversations",
    "health",
    "next_due",
    "opened",
    "said_by_client",
    "template",
    "templates",
    "thread_row",
    "thread_views",
    "timeline",
]

_t, _e, _d, _p, _h = (
    models.thread.c,
    models.entry.c,
    models.draft.c,
    models.template.c,
    models.channel_health.c,
)
_o = models.delivery.c
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
_DRAFT = Hot(
    sa.select(_d.version, _d.text, _d.files, _d.saved_at).where(
        _d.company_id == sa.bindparam("company_id"),
        _d.conversation_id == sa.bindparam("conversation_id"),
        _d.operator_id == sa.bindparam("operator_id"),
    )
)
_LIVING: Final = sa.select(_p.id, _p.version, _p.name, _p.language, _p.text).where(
    _p.company_id == sa.bindparam("company_id"), _p.retired_at.is_(None)
)
_TEMPLATE = Hot(_LIVING.where(_p.id == sa.bindparam("template_id")))
_TEMPLATES = Hot(_LIVING.order_by(_p.name, _p.language))
_HEALTH = Hot(
    sa.select(_h.channel_id, _h.state, _h.reason, _h.since).where(_h.company_id == sa.bindparam("company_id"))
)
_PLACE = Hot(
    sa.select(_o.conversation_id, _o.number).where(
        _o.company_id == sa.bindparam("company_id"),
        _o.channel_id == sa.bindparam("channel_id"),
        _o.vendor_id == sa.bindparam("vendor_id"),
    )
)
_DUE_COMPANIES = Hot(sa.select(_o.company_id).where(_o.due_at <= sa.bindparam("now")).distinct())
_NEXT_DUE = Hot(sa.select(sa.func.min(_o.due_at)).where(_o.due_at > sa.bindparam("now")))
_SECRETS_PURPOSE: Final = "channel_secrets"
_BEYOND_ANY_NUMBER: Final = 2**62

_decode_files = msgspec.json.Decoder(tuple[FileView, ...]).decode


def thread_row(reading: Reading, conversation_id: str) -> ThreadRow:
    """One thread as stored. Raises `ThreadUnknown`."""
    row = reading.one(_THREAD, company_id=reading.company, conversation_id=conversation_id)
    if row is None:
        raise ThreadUnknown
    return ThreadRow._make(row)


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


def draft(reading: Reading, conversation_id: str) -> DraftView:
    """What the calling operator has typed and not sent in this conversation; an empty one when there is
    nothing.
    """
    operator = require_operator(reading.caller)
    keys = {"conversation_id": conversation_id, "operator_id": operator.operator_id}
    row = reading.one(_DRAFT, company_id=reading.company, **keys)
    if row is None:
        return DraftView(conversation_id, 0, "", (), None)
    version, text, files, saved_at = row
    return DraftView(conversation_id, version, text, _files(files), to_rfc3339(saved_at))


def template(reading: Reading, template_id: str) -> TemplateView:
    """One living template. Raises `TemplateUnknown`."""
    row = reading.one(_TEMPLATE, company_id=reading.company, template_id=template_id)
    if row is None:
        raise TemplateUnknown
    return TemplateView(*row)


def templates(reading: Reading) -> list[TemplateView]:
    """All living templates of the company by name, then language."""
    return [TemplateView(*row) for row in reading.all(_TEMPLATES, company_id=reading.company)]


def health(reading: Reading) -> Mapping[str, Health]:
    """How each channel does, by its id; one that was never looked at is left out."""
    rows = reading.all(_HEALTH, company_id=reading.company)
    return {channel_id: Health(state, reason, since) for channel_id, state, reason, since in rows}


def channel(reading: Reading, key: str, *, vault: Vault | None = None) -> Channel:
    """A channel by its public key, in whichever company, as its adapter needs it. Raises `ChannelUnknown`.

    Its secrets are opened only with the vault at hand; without it they are left out.
    """
    found = companies.channel_by_key(reading, key)
    if found is None:
        raise ChannelUnknown
    return opened(*found, vault=vault)


def channel_by_id(reading: Reading, channel_id: str, *, vault: Vault | None = None) -> Channel:
    """A channel of the reading's company. Raises `NotFound`."""
    return opened(reading.company, companies.channel(reading, channel_id), vault=vault)


def delivery_place(reading: Reading, *, channel_id: str, vendor_id: str) -> tuple[str, int] | None:
    """The conversation and number of the message of ours that the vendor calls so."""
    row = reading.one(
        _PLACE, company_id=reading.company, channel_id=channel_id, vendor_id=policy.key(vendor_id)
    )
    return None if row is None else (row[0], row[1])


def due_companies(reading: Reading) -> list[str]:
    """The companies that have something to be sent or asked for now. Of the whole installation."""
    return [company_id for (company_id,) in reading.all(_DUE_COMPANIES, now=reading.now)]


def next_due(reading: Reading) -> Instant | None:
    """The next instant after now at which something falls due, in whichever company."""
    row = reading.one(_NEXT_DUE, now=reading.now)
    return None if row is None else row[0]


def opened(company_id: str, row: companies.Channel, *, vault: Vault | None) -> Channel:
    """A channel's row as its adapter needs it, secrets as with `channel`."""
    secrets: dict[str, str] = {}
    if row.sealed_secrets is not None and vault is not None:
        document = vault.open_text(row.sealed_secrets, company=company_id, purpose=_SECRETS_PURPOSE)
        secrets = msgspec.json.decode(document, type=dict[str, str])
    return Channel(
        id=row.id,
        key=row.key,
        company_id=company_id,
        kind=row.kind,
        name=row.name,
        enabled=row.enabled,
        settings=row.settings,
        secrets=secrets,
    )


def _thread_rows(reading: Reading, conversation_ids: Iterable[str]) -> dict[str, ThreadRow]:
    keys = list(conversation_ids)
    if not keys:
        return {}
    rows = reading.all(_THREADS.where(_t.conversation_id.in_(keys)), company_id=reading.company)
    return {row[0]: ThreadRow._make(row) for row in rows}


def _files(document: str | None) -> tuple[FileView, ...]:
    return () if document is None else _decode_files(document)


def _file_view(record: files.FileRecord) -> FileView:
    return FileView(record.id, record.name, record.kind, record.size_bytes)
