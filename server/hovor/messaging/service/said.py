"""The verbs that add to a timeline. `receive` and `post` are the hottest path of the product: two
statements, one event.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from hovor.foundation.clock import SECOND
from hovor.foundation.database import Row, Work
from hovor.messaging import policy, queries
from hovor.messaging.errors import NothingSaid, TextTooLong, ThreadUnknown, WindowClosed
from hovor.messaging.events import ChangeRecorded
from hovor.messaging.policy import Content
from hovor.messaging.service import statements
from hovor.messaging.views import (
    Author,
    Carried,
    EntryRow,
    Route,
    Stored,
    ThreadRow,
    ThreadView,
    thread_view,
)


def open_thread(work: Work, *, conversation_id: str, route: Route) -> ThreadView:
    """An empty thread for a new conversation, in the unit that opens it."""
    window = None if route.window_seconds is None else route.window_seconds * SECOND
    counters = dict.fromkeys(
        ("entries", "unread", "client_unread", "client_received", "client_read", "operator_read"), 0
    )
    nothing = dict.fromkeys(("waiting_since", "last_client_at", "last_entry_id", "last_at"))
    work.write(
        statements.OPEN,
        conversation_id=conversation_id,
        company_id=work.company,
        channel_id=route.channel_id,
        outbound=route.outbound,
        recipient=route.recipient,
        window=window,
        version=1,
        **counters,
        **nothing,
    )
    return thread_view(ThreadRow(conversation_id, 1, 0, 0, 0, 0, 0, 0, None, None, None, None, None, None))


def readdress(work: Work, *, conversation_id: str, recipient: str) -> None:
    """From now on the client is reached at `recipient`. Raises `ThreadUnknown`."""
    values = {"conversation_id": conversation_id, "company_id": work.company, "recipient": recipient}
    if not work.write(statements.READDRESS, **values):
        raise ThreadUnknown


def receive(
    work: Work,
    *,
    conversation_id: str,
    author: Author,
    client_ref: str,
    content: Content,
    audience: object = None,
) -> Stored:
    """Store what the client said, exactly once for his `client_ref`, wherever the first one went (INV-47).

    `audience` travels with the event for the sockets; messaging does not look into it. Raises `NothingSaid`,
    `FileNotYours`, `ThreadUnknown`.
    """
    entry = _checked(work, conversation_id, author, client_ref, content)
    return _say(work, statements.RECEIVING, entry, content, audience)


def post(
    work: Work,
    *,
    conversation_id: str,
    author: Author,
    client_ref: str,
    content: Content,
    audience: object = None,
) -> Stored:
    """Store what we say to the client, exactly once for the author's `client_ref` in this conversation, and
    queue it where the channel pushes.

    A system's automatic words do not count as an answer: the client goes on waiting. An approved template is
    taken outside the window, too. Raises `NothingSaid`, `TextTooLong`, `FileNotYours`, `WindowClosed`
    (INV-51), `ThreadUnknown`.
    """
    entry = _checked(work, conversation_id, author, client_ref, content)
    way = statements.REMARKING if author.kind == "system" else statements.ANSWERING
    if content.template is not None:
        way = statements.TEMPLATING
    return _say(work, way, entry, content, audience)


def add_note(
    work: Work,
    *,
    conversation_id: str,
    author: Author,
    client_ref: str,
    content: Content,
    audience: object = None,
) -> Stored:
    """Store what is said among colleagues; the client never learns of it. Raises as `post` does, without a
    window.
    """
    entry = _checked(work, conversation_id, author, client_ref, content)
    entry.update(kind="note", client_visible=0)
    return _say(work, statements.NOTING, entry, content, audience)


def record_change(
    work: Work,
    *,
    conversation_id: str,
    author: Author,
    change: Mapping[str, Any],
    client_visible: bool,
    audience: object = None,
) -> Stored:
    """Tell on the timeline that something changed; `change` has `what` and small values, safe to show to
    those who see it. It does not become the thread's newest message. Raises `ThreadUnknown`.
    """
    entry = _entry(work, conversation_id, author, None, None)
    document = msgspec.json.encode(change).decode()
    entry.update(kind="change", change=document, client_visible=int(client_visible))
    added = work.write_one(statements.ADD, **entry)
    if added is None:
        raise ThreadUnknown
    number, _ = added
    work.write(statements.COUNT, conversation_id=conversation_id, number=number)
    keys = {"conversation_id": conversation_id, "entry_id": entry["id"]}
    event = ChangeRecorded(**keys, number=number, client_visible=client_visible)
    thread = queries.thread_row(work, conversation_id)
    work.publish(event, carry=Carried(_row(entry, number, None), thread, audience))
    return Stored(entry["id"], conversation_id, number, None, again=False)


def _checked(
    work: Work, conversation_id: str, author: Author, client_ref: str, content: Content
) -> dict[str, Any]:
    """The row to be, after everything that can be refused without a look at the thread."""
    if not policy.says_something(content):
        raise NothingSaid
    text = None if content.text is None else policy.storable(content.text)
    if text is not None and len(text) > policy.MESSAGE_CHARACTERS and author.kind != "client":
        raise TextTooLong(limit=policy.MESSAGE_CHARACTERS)
    entry = _entry(work, conversation_id, author, policy.key(client_ref), text)
    if content.file_ids:
        entry["files"] = msgspec.json.encode(queries.attachable(work, author, content.file_ids)).decode()
    if content.unsupported is not None:
        entry["change"] = msgspec.json.encode({"what": "unsupported", "kind": content.unsupported}).decode()
    return entry


def _entry(
    work: Work, conversation_id: str, author: Author, client_ref: str | None, text: str | None
) -> dict[str, Any]:
    return {
        "id": work.new_id(),
        "company_id": work.company,
        "conversation_id": conversation_id,
        "kind": "message",
        "author_kind": author.kind,
        "author_id": author.id,
        "author_name": author.name,
        "author_public_name": author.public_name,
        "client_ref": client_ref,
        "text": text,
        "files": None,
        "change": None,
        "client_visible": 1,
        "at": work.now,
    }


def _said_before(work: Work, entry: Mapping[str, Any]) -> Stored:
    """What became of the entry that was there already; else the reason why nothing could be added."""
    keys = {name: entry[name] for name in ("company_id", "author_id", "client_ref")}
    if entry["author_kind"] == "client":
        known = work.one(statements.SAID_BY_CLIENT, **keys)
    else:
        known = work.one(statements.SAID_BY_COLLEAGUE, conversation_id=entry["conversation_id"], **keys)
    if known is not None:
        entry_id, conversation_id, number, delivery = known
        return Stored(entry_id, conversation_id, number, delivery, again=True)
    if (
        work.one(statements.THREAD_EXISTS, conversation_id=entry["conversation_id"], company_id=work.company)
        is None
    ):
        raise ThreadUnknown
    raise WindowClosed


def _say(
    work: Work, way: statements.Way, entry: Mapping[str, Any], content: Content, audience: object
) -> Stored:
    """Add the entry, move the thread on, write what hangs on the entry, and tell it with its views."""
    added = work.write_one(way.add, **entry)
    if added is None:
        return _said_before(work, entry)
    number, delivery = added
    entry_id, conversation_id, at = entry["id"], entry["conversation_id"], entry["at"]
    counters = work.write_one(
        way.after, conversation_id=conversation_id, number=number, entry_id=entry_id, at=at
    )
    assert counters is not None  # noqa: S101  the entry was inserted from this very row
    if content.file_ids:
        keys = {"entry_id": entry_id, "company_id": work.company, "conversation_id": conversation_id}
        work.write_many(statements.ATTACH, [{**keys, "file_id": file_id} for file_id in content.file_ids])
    if delivery == "queued":
        place = {"conversation_id": conversation_id, "company_id": work.company}
        chosen = content.template
        template = None if chosen is None else msgspec.json.encode(chosen).decode()
        work.write(statements.ENQUEUE, entry_id=entry_id, number=number, at=at, template=template, **place)
    row = _row(entry, number, delivery)
    carry = Carried(row, _thread_row(row, counters), audience)
    work.publish(way.event(conversation_id=conversation_id, entry_id=entry_id, number=number), carry=carry)
    return Stored(entry_id, conversation_id, number, delivery, again=False)


def _row(entry: Mapping[str, Any], number: int, delivery: str | None) -> EntryRow:
    return EntryRow(
        id=entry["id"],
        version=1,
        conversation_id=entry["conversation_id"],
        number=number,
        kind=entry["kind"],
        author_kind=entry["author_kind"],
        author_id=entry["author_id"],
        author_name=entry["author_name"],
        author_public_name=entry["author_public_name"],
        client_ref=entry["client_ref"],
        text=entry["text"],
        files=entry["files"],
        change=entry["change"],
        client_visible=entry["client_visible"],
        delivery=delivery,
        delivery_reason=None,
        at=entry["at"],
    )


def _thread_row(row: EntryRow, counters: Row) -> ThreadRow:
    """The thread whose newest entry is `row`, without reading it again."""
    version, unread, client_unread, client_read, client_received, operator_read, waiting_since = counters
    return ThreadRow(
        conversation_id=row.conversation_id,
        version=version,
        entries=row.number,
        unread=unread,
        client_unread=client_unread,
        client_read=client_read,
        client_received=client_received,
        operator_read=operator_read,
        waiting_since=waiting_since,
        last_at=row.at,
        last_kind=row.kind,
        last_author_kind=row.author_kind,
        last_text=row.text,
        last_files=row.files,
    )
