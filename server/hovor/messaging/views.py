"""The closed shapes in which others see threads and entries: one for colleagues, one for the client.

Views are what goes over the wire, so their times are RFC 3339 text already.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

import msgspec

from hovor.foundation.clock import Instant, to_rfc3339

EntryKind = Literal["message", "note", "change"]
AuthorKind = Literal["client", "operator", "integration", "system"]

PREVIEW_CHARACTERS = 140
"""How much of an entry's text a list shows."""

_WATERMARK_MOVES = ("accepted", "sent", "delivered")


class Author(msgspec.Struct, frozen=True):
    """Who said it. `name` is for colleagues, `public_name` for the client; both as they were at that time."""

    kind: AuthorKind
    id: str | None = None
    name: str | None = None
    public_name: str | None = None


class FileView(msgspec.Struct, frozen=True):
    file_id: str
    name: str
    kind: str
    size_bytes: int


class AuthorView(msgspec.Struct, frozen=True):
    kind: AuthorKind
    id: str | None
    name: str | None


class DeliveryView(msgspec.Struct, frozen=True):
    """`state` as in `delivery.State`; `reason` in plain words where the operator has to act."""

    state: str
    reason: str | None = None


class LastView(msgspec.Struct, frozen=True):
    """The newest message or note of a thread, cut for a list."""

    kind: EntryKind
    author_kind: AuthorKind
    text: str | None
    file_count: int
    at: str


class ThreadView(msgspec.Struct, frozen=True):
    """A thread's counters and watermarks. `client_read`, `client_received` and `operator_read` are entry
    numbers: everything up to and including that number was read or received there.
    """

    conversation_id: str
    version: int
    entries: int
    unread: int
    client_unread: int
    client_read: int
    client_received: int
    operator_read: int
    waiting_since: str | None
    last_at: str | None
    last: LastView | None


class EntryView(msgspec.Struct, frozen=True):
    """One row of the timeline for colleagues. `thread` is present in live events only."""

    id: str
    version: int
    conversation_id: str
    number: int
    kind: EntryKind
    author: AuthorView
    client_ref: str | None
    text: str | None
    files: tuple[FileView, ...]
    change: Mapping[str, Any] | None
    delivery: DeliveryView | None
    at: str
    thread: ThreadView | None = None


class ClientAuthorView(msgspec.Struct, frozen=True):
    kind: AuthorKind
    name: str | None


class ClientMessageView(msgspec.Struct, frozen=True):
    """One row of the timeline for the client: no ids of colleagues, no notes, public names only."""

    id: str
    version: int
    conversation_id: str
    number: int
    author: ClientAuthorView
    client_ref: str | None
    text: str | None
    files: tuple[FileView, ...]
    change: Mapping[str, Any] | None
    delivery: DeliveryView | None
    at: str


class Route(msgspec.Struct, frozen=True):
    """How what we say reaches the client of a thread.

    `outbound` and `window_seconds` come from the channel's capabilities; `recipient` is what its gateway
    needs to address him, None where the client fetches himself.
    """

    channel_id: str
    outbound: Literal["pulled", "pushed"] = "pulled"
    recipient: str | None = None
    window_seconds: int | None = None


class Stored(msgspec.Struct, frozen=True):
    """What a verb that stores an entry answers. `again` is true when the sender's reference was known
    already: then nothing was written and nothing published, and `conversation_id` is where the first one
    went.
    """

    entry_id: str
    conversation_id: str
    number: int
    delivery: str | None
    again: bool


class DraftView(msgspec.Struct, frozen=True):
    conversation_id: str
    version: int
    text: str
    files: tuple[FileView, ...]
    saved_at: str | None


class TemplateView(msgspec.Struct, frozen=True):
    id: str
    version: int
    name: str
    language: str
    text: str


class InboundRefusal(msgspec.Struct, frozen=True):
    """Something that came in through a channel and was not taken, with what it was."""

    id: str
    channel_id: str
    reason: str
    raw: str
    received_at: str


class TroubledDelivery(msgspec.Struct, frozen=True):
    """A message of ours that did not arrive, or of which nobody knows."""

    entry_id: str
    conversation_id: str
    channel_id: str
    state: str
    failure: str | None
    reason: str | None
    attempts: int
    queued_at: str


class EntryRow(NamedTuple):
    """A row of the table `entry`, in the order in which `queries` and `service` read it."""

    id: str
    version: int
    conversation_id: str
    number: int
    kind: EntryKind
    author_kind: AuthorKind
    author_id: str | None
    author_name: str | None
    author_public_name: str | None
    client_ref: str | None
    text: str | None
    files: str | None
    change: str | None
    client_visible: int
    delivery: str | None
    delivery_reason: str | None
    at: Instant


class ThreadRow(NamedTuple):
    """A row of the table `thread` with its newest message or note."""

    conversation_id: str
    version: int
    entries: int
    unread: int
    client_unread: int
    client_read: int
    client_received: int
    operator_read: int
    waiting_since: Instant | None
    last_at: Instant | None
    last_kind: EntryKind | None
    last_author_kind: AuthorKind | None
    last_text: str | None
    last_files: str | None


class Carried(msgspec.Struct, frozen=True):
    """What an event about an entry carries in memory, so that sockets need no reading.

    The views are built when somebody asks for them, since often nobody listens. `audience` is the value
    that the caller of the verb gave; messaging does not look into it.
    """

    row: EntryRow
    thread_row: ThreadRow
    audience: object = None

    def thread(self) -> ThreadView:
        """The thread right after the entry."""
        return thread_view(self.thread_row)

    def entry(self) -> EntryView:
        """For colleagues, with the thread beside it."""
        thread = thread_view(self.thread_row)
        return entry_view(self.row, thread, live=True)

    def client(self) -> ClientMessageView | None:
        """For the client; None when it is not for him."""
        return client_message(self.row, self.thread_row)


_decode_files = msgspec.json.Decoder(tuple[FileView, ...]).decode
_decode_change = msgspec.json.Decoder(dict[str, Any]).decode
# One entry's instant stands in its view, in its thread's and in the client's.
_at = lru_cache(maxsize=512)(to_rfc3339)


def thread_view(row: ThreadRow) -> ThreadView:
    """The thread as colleagues see it in a list."""
    last = None
    if row.last_kind is not None and row.last_author_kind is not None and row.last_at is not None:
        file_count = 0 if row.last_files is None else len(_decode_files(row.last_files))
        last_at = _at(row.last_at)
        last = LastView(row.last_kind, row.last_author_kind, preview(row.last_text), file_count, last_at)
    return ThreadView(
        conversation_id=row.conversation_id,
        version=row.version,
        entries=row.entries,
        unread=row.unread,
        client_unread=row.client_unread,
        client_read=row.client_read,
        client_received=row.client_received,
        operator_read=row.operator_read,
        waiting_since=None if row.waiting_since is None else _at(row.waiting_since),
        last_at=None if last is None else last.at,
        last=last,
    )


def entry_view(row: EntryRow, thread: ThreadView, *, live: bool = False) -> EntryView:
    """One row of the timeline for colleagues; `live` puts the thread beside it."""
    return EntryView(
        id=row.id,
        version=row.version,
        conversation_id=row.conversation_id,
        number=row.number,
        kind=row.kind,
        author=AuthorView(row.author_kind, row.author_id, row.author_name),
        client_ref=row.client_ref,
        text=row.text,
        files=_NO_FILES if row.files is None else _decode_files(row.files),
        change=None if row.change is None else _decode_change(row.change),
        delivery=_shown_delivery(row, thread),
        at=_at(row.at),
        thread=thread if live else None,
    )


def client_message(row: EntryRow, thread: ThreadRow) -> ClientMessageView | None:
    """The same row for the client; None when it is not for him."""
    if not row.client_visible:
        return None
    by_client = row.author_kind == _CLIENT
    return ClientMessageView(
        id=row.id,
        version=row.version,
        conversation_id=row.conversation_id,
        number=row.number,
        author=ClientAuthorView(row.author_kind, row.author_public_name),
        client_ref=row.client_ref if by_client else None,
        text=row.text,
        files=_NO_FILES if row.files is None else _decode_files(row.files),
        change=None if row.change is None else _decode_change(row.change),
        delivery=_delivery_for_client(row, thread),
        at=_at(row.at),
    )


def preview(text: str | None) -> str | None:
    """The beginning of a text, for a list."""
    return text if text is None or len(text) <= PREVIEW_CHARACTERS else text[: PREVIEW_CHARACTERS - 1] + "…"


def _shown_delivery(row: EntryRow, thread: ThreadView) -> DeliveryView | None:
    """The delivery state of a message of ours, raised by the client's watermarks.

    A failure or an unknown outcome stays what it is: a watermark proves nothing about such a message.
    """
    if row.delivery is None:
        return None
    if row.delivery in _WATERMARK_MOVES:
        if row.number <= thread.client_read:
            return _READ
        if row.number <= thread.client_received and row.delivery != _DELIVERED.state:
            return _DELIVERED
    return DeliveryView(row.delivery, row.delivery_reason)


def _delivery_for_client(row: EntryRow, thread: ThreadRow) -> DeliveryView | None:
    """What the client sees: at words of his own whether we read them, at ours how far he has come himself."""
    if row.kind != "message":
        return None
    if row.author_kind == _CLIENT:
        return _READ if row.number <= thread.operator_read else _SENT
    if row.number <= thread.client_read:
        return _READ
    return _DELIVERED if row.number <= thread.client_received else _SENT


_NO_FILES: Final[tuple[FileView, ...]] = ()
_CLIENT: Final = "client"
_SENT: Final = DeliveryView("sent")
_DELIVERED: Final = DeliveryView("delivered")
_READ: Final = DeliveryView("read")
