"""Queues: made with the group or operator they belong to, and what a new conversation waits in."""

from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.conversations import queries as conversations
from hovor.conversations import service as conversing
from hovor.foundation import audit
from hovor.foundation.caller import require_administrator
from hovor.foundation.database import Hot, Work, insert
from hovor.foundation.errors import NotFound
from hovor.routing import models
from hovor.routing.errors import QueueUnknown
from hovor.routing.events import QueueChanged
from hovor.routing.queries.rows import Queue, queue, queues

_EVERYBODYS: Final = "Everyone"
_NEW: Final = Hot(insert(models.queue))
_NAMED: Final = ("name", "service_target_seconds", "wrap_up_limit_seconds")
_CHANGE: Final = Hot(
    sa.update(models.queue)
    .where(
        models.queue.c.company_id == sa.bindparam("company_id"),
        models.queue.c.id == sa.bindparam("queue_id"),
    )
    .values({name: sa.bindparam(name, type_=models.queue.c[name].type) for name in (*_NAMED, "version")})
)


class QueueChange(msgspec.Struct, frozen=True, kw_only=True):
    """A queue as it is to be. `group_id` is whose it is and never changes; what is not given stays, or is
    empty.

    Seconds of None: the company's own setting counts.
    """

    group_id: str | msgspec.UnsetType = msgspec.UNSET
    name: str | msgspec.UnsetType = msgspec.UNSET
    service_target_seconds: int | msgspec.UnsetType | None = msgspec.UNSET
    wrap_up_limit_seconds: int | msgspec.UnsetType | None = msgspec.UNSET


def save_queue(work: Work, *, queue_id: str | None, change: QueueChange) -> Queue:
    """Add a queue to a group, or change one. For administrators; audited.

    Raises `NotSignedIn`, `NotAllowed`, `NotFound` for the queue, `QueueUnknown` for the group.
    """
    require_administrator(work.caller)
    if queue_id is None:
        try:
            group = accounts.group(work, str(change.group_id))
        except NotFound as error:
            raise QueueUnknown from error
        before = Queue(work.new_id(), group.name, group.id, None, None, None, 0)
    else:
        before = queue(work, queue_id)
    given = {name: value for name in _NAMED if (value := getattr(change, name)) is not msgspec.UNSET}
    saved = _store(work, before, **given)
    audit.record(work, "queue.saved", "queue", saved.id, {"name": saved.name, **given})
    return saved


def ensure_queues(work: Work) -> None:
    """Every group has at least one queue, and every active operator one of his own. Does nothing where they
    have.
    """
    known = queues(work).values()
    of_groups = {each.group_id for each in known}
    of_operators = {each.operator_id for each in known}
    for group in accounts.groups(work):
        if group.id not in of_groups:
            _store(work, Queue(work.new_id(), group.name, group.id, None, None, None, 0))
    for operator in accounts.operators(work):
        if operator.active and operator.id not in of_operators:
            _store(work, Queue(work.new_id(), operator.name, None, operator.id, None, None, 0))


def enqueue(work: Work, *, conversation_id: str, queue_id: str | None, why: str) -> None:
    """Let a conversation wait in the queue it names, else in the first one of its channel's group; where
    there is no group, in the one that all share who have the channel. Someone else's personal queue is
    never fallen back to.
    """
    known = queues(work)
    wanted = None if queue_id is None else known.get(queue_id)
    if wanted is None:
        channel_id = conversations.get(work, conversation_id).channel_id
        wanted = _of_channel(work, channel_id, list(known.values()))
    conversing.queue(work, conversation_id=conversation_id, queue_id=wanted.id, why=why)


def _of_channel(work: Work, channel_id: str, known: list[Queue]) -> Queue:
    group_id = companies.channel(work, channel_id).group_id
    for each in known:
        if each.group_id == group_id and each.operator_id is None:
            return each
    return _store(work, Queue(work.new_id(), _EVERYBODYS, None, None, None, None, 0))


def _store(work: Work, before: Queue, **given: str | int | None) -> Queue:
    """Version 0 is a queue that is not stored yet."""
    saved = msgspec.structs.replace(before, version=before.version + 1, **given)
    values = msgspec.structs.asdict(saved)
    if before.version == 0:
        work.write(_NEW, company_id=work.company, created_at=work.now, **values)
    else:
        kept = {name: values[name] for name in (*_NAMED, "version")}
        work.write(_CHANGE, company_id=work.company, queue_id=saved.id, **kept)
    del values["version"]
    conversing.know_queue(work, queue=conversations.KnownQueue(**values))
    work.publish(QueueChanged(queue_id=saved.id, created=saved.version == 1))
    return saved
