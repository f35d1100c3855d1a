"""The statements of the timeline. They are the hottest of the product: compiled once, without a constant to
bind.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from hovor.foundation.database import Hot, insert
from hovor.messaging import models
from hovor.messaging.events import MessagePosted, MessageReceived, NoteAdded

_t, _e = models.thread.c, models.entry.c


def _text(name: str) -> sa.BindParameter[str]:
    return sa.bindparam(name, type_=sa.Text)


def _whole(name: str) -> sa.BindParameter[int]:
    return sa.bindparam(name, type_=sa.BigInteger)


# Written into the statement: a constant given as a parameter would be put beside the values at every run.
_ONE: Final = sa.literal_column("1", sa.BigInteger)
_ZERO: Final = sa.literal_column("0", sa.BigInteger)
_HERE: Final = sa.and_(
    _t.conversation_id == sa.bindparam("conversation_id"), _t.company_id == sa.bindparam("company_id")
)
_TO_CLIENT: Final = sa.literal_column(
    "CASE thread.outbound WHEN 'pushed' THEN 'queued' ELSE 'sent' END", sa.Text
)


def _adding(delivery: sa.ColumnElement[Any], *conditions: sa.ColumnElement[bool]) -> Hot:
    """An entry under the thread's next number, or nothing when the author has used the reference before."""
    given = ("id", "kind", "author_kind", "author_id", "author_name", "author_public_name", "client_ref")
    columns: dict[str, sa.ColumnElement[Any]] = {
        **{name: _text(name) for name in (*given, "text", "files", "change")},
        "company_id": _t.company_id,
        "conversation_id": _t.conversation_id,
        "number": _t.entries + _ONE,
        "client_visible": _whole("client_visible"),
        "delivery": delivery,
        "at": _whole("at"),
        "version": _ONE,
    }
    row = sa.select(*columns.values()).where(_HERE, *conditions)
    return Hot(
        insert(models.entry)
        .from_select(list(columns), row)
        .on_conflict_do_nothing()
        .returning(_e.number, _e.delivery)
    )


def _noting(**values: sa.ColumnElement[Any]) -> Hot:
    """The thread after an entry: `values` beside its number; answers what a view needs beyond the entry
    itself.
    """
    after = sa.update(models.thread).where(_t.conversation_id == sa.bindparam("conversation_id"))
    return Hot(
        after.values(entries=_whole("number"), version=_t.version + _ONE, **values).returning(
            _t.version,
            _t.unread,
            _t.client_unread,
            _t.client_read,
            _t.client_received,
            _t.operator_read,
            _t.waiting_since,
        )
    )


_NEWEST: Final[Mapping[str, sa.ColumnElement[Any]]] = {
    "last_entry_id": _text("entry_id"),
    "last_at": _whole("at"),
}
ADD = _adding(sa.null())
ADD_TO_CLIENT = _adding(_TO_CLIENT, sa.or_(_t.window.is_(None), _t.last_client_at + _t.window > _whole("at")))


class Way(NamedTuple):
    """One way of saying something: how it is added, what it does to the thread, what is told of it."""

    add: Hot
    after: Hot
    event: type[MessageReceived] | type[MessagePosted] | type[NoteAdded]


RECEIVING = Way(
    ADD,
    _noting(
        unread=_t.unread + _ONE,
        waiting_since=sa.func.coalesce(_t.waiting_since, _whole("at")),
        last_client_at=_whole("at"),
        **_NEWEST,
    ),
    MessageReceived,
)
ANSWERING = Way(
    ADD_TO_CLIENT,
    _noting(client_unread=_t.client_unread + _ONE, waiting_since=sa.null(), **_NEWEST),
    MessagePosted,
)
# An approved template is what may be said when the window is closed (INV-51).
TEMPLATING = Way(_adding(_TO_CLIENT), ANSWERING.after, MessagePosted)
REMARKING = Way(ADD_TO_CLIENT, _noting(client_unread=_t.client_unread + _ONE, **_NEWEST), MessagePosted)
NOTING = Way(ADD, _noting(**_NEWEST), NoteAdded)
COUNT = _noting()
OPEN = Hot(sa.insert(models.thread))
READDRESS = Hot(
    sa.update(models.thread).where(_HERE).values(recipient=_text("recipient"), version=_t.version + _ONE)
)
ATTACH = Hot(sa.insert(models.entry_file))
ENQUEUE = Hot(
    sa.insert(models.delivery).from_select(
        [
            "entry_id",
            "company_id",
            "conversation_id",
            "channel_id",
            "recipient",
            "template",
            "number",
            "state",
            "attempts",
            "checks",
            "life",
            "due_at",
            "queued_at",
            "version",
        ],
        sa.select(
            _text("entry_id"),
            _t.company_id,
            _t.conversation_id,
            _t.channel_id,
            _t.recipient,
            _text("template"),
            _whole("number"),
            sa.literal_column("'queued'"),
            _ZERO,
            _ZERO,
            _ZERO,
            _whole("at"),
            _whole("at"),
            _ONE,
        ).where(_HERE),
    )
)
_BY_CLIENT: Final = _e.author_kind == sa.literal_column("'client'")
_SAID = sa.select(_e.id, _e.conversation_id, _e.number, _e.delivery).where(
    _e.company_id == sa.bindparam("company_id"),
    _e.author_id == sa.bindparam("author_id"),
    _e.client_ref == sa.bindparam("client_ref"),
)
SAID_BY_CLIENT = Hot(_SAID.where(_BY_CLIENT))
SAID_BY_COLLEAGUE = Hot(_SAID.where(~_BY_CLIENT, _e.conversation_id == sa.bindparam("conversation_id")))
THREAD_EXISTS = Hot(sa.select(_t.entries).where(_HERE))
