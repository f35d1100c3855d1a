"""How far either side has read: watermarks that only rise."""

from typing import Final

import sqlalchemy as sa

from hovor.foundation.database import Hot, Work
from hovor.messaging import models, queries
from hovor.messaging.events import DeliveryChanged, ThreadRead

_t, _e = models.thread.c, models.entry.c
_ONE: Final = sa.literal_column("1", sa.BigInteger)
_HERE: Final = _t.conversation_id == sa.bindparam("conversation_id")
_IN_THREAD: Final = sa.and_(
    _e.conversation_id == sa.bindparam("conversation_id"), _e.kind == sa.literal_column("'message'")
)
_BY_CLIENT: Final = _e.author_kind == sa.literal_column("'client'")
_FROM_CLIENT_BEYOND = Hot(
    sa.select(sa.func.count()).where(_IN_THREAD, _BY_CLIENT, _e.number > sa.bindparam("number"))
)
_TO_CLIENT_BEYOND = Hot(
    sa.select(sa.func.count()).where(_IN_THREAD, ~_BY_CLIENT, _e.number > sa.bindparam("number"))
)
_NEWEST_TO_CLIENT = Hot(
    sa.select(_e.id, _e.number)
    .where(_IN_THREAD, ~_BY_CLIENT, _e.number > sa.bindparam("beyond"), _e.number <= sa.bindparam("number"))
    .order_by(_e.number.desc())
    .limit(_ONE)
)
_OPERATORS_READ = Hot(
    sa.update(models.thread)
    .where(_HERE)
    .values(
        operator_read=sa.bindparam("number", type_=sa.BigInteger),
        unread=sa.bindparam("left", type_=sa.BigInteger),
        version=_t.version + _ONE,
    )
)
_CLIENT_RECEIVED = Hot(
    sa.update(models.thread)
    .where(_HERE)
    .values(client_received=sa.bindparam("number", type_=sa.BigInteger), version=_t.version + _ONE)
)
_CLIENT_READ = Hot(
    sa.update(models.thread)
    .where(_HERE)
    .values(
        client_read=sa.bindparam("number", type_=sa.BigInteger),
        client_received=sa.bindparam("received", type_=sa.BigInteger),
        client_unread=sa.bindparam("left", type_=sa.BigInteger),
        version=_t.version + _ONE,
    )
)


def mark_read(work: Work, *, conversation_id: str, number: int) -> bool:
    """The operators' side has read everything up to `number`; answers whether that was news. Raises
    `ThreadUnknown`.
    """
    thread = queries.thread_row(work, conversation_id)
    reached = min(number, thread.entries)
    if reached <= thread.operator_read:
        return False
    left = work.one(_FROM_CLIENT_BEYOND, conversation_id=conversation_id, number=reached)
    work.write(_OPERATORS_READ, conversation_id=conversation_id, number=reached, left=_count(left))
    carry = queries.thread_row(work, conversation_id)
    work.publish(ThreadRead(conversation_id=conversation_id, number=reached), carry=carry)
    return True


def mark_by_client(work: Work, *, conversation_id: str, number: int, read: bool) -> bool:
    """The client has received, or also read, everything up to `number`; answers whether that was news.

    Only messages of ours count: where `number` covers no further one, nothing happens. Raises
    `ThreadUnknown`.
    """
    thread = queries.thread_row(work, conversation_id)
    beyond = thread.client_read if read else thread.client_received
    newest = work.one(_NEWEST_TO_CLIENT, conversation_id=conversation_id, beyond=beyond, number=number)
    if newest is None:
        return False
    entry_id, reached = newest
    if read:
        left = _count(work.one(_TO_CLIENT_BEYOND, conversation_id=conversation_id, number=reached))
        received = max(thread.client_received, reached)
        work.write(
            _CLIENT_READ, conversation_id=conversation_id, number=reached, received=received, left=left
        )
    else:
        work.write(_CLIENT_RECEIVED, conversation_id=conversation_id, number=reached)
    event = DeliveryChanged(
        conversation_id=conversation_id,
        entry_id=entry_id,
        number=reached,
        state="read" if read else "delivered",
        watermark=True,
    )
    work.publish(event, carry=queries.carried(work, [entry_id])[entry_id])
    return True


def _count(row: tuple[int, ...] | None) -> int:
    return 0 if row is None else row[0]
