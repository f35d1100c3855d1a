"""Queues: made with the group or operator they belong to, and set up by administrators."""

from collections.abc import Mapping
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.accounts import queries as accounts
from hovor.conversations import queries as conversations
from hovor.conversations import service as conversing
from hovor.foundation import audit
from hovor.foundation.caller import require_administrator
from hovor.foundation.database import Hot, Work, insert
from hovor.foundation.errors import FieldProblem, Invalid, NotFound
from hovor.routing import models, policy
from hovor.routing.errors import QueueUnknown
from hovor.routing.events import QueueChanged
from hovor.routing.policy import QueueSettings
from hovor.routing.queries.asking import order_of
from hovor.routing.queries.rows import Queue, queue, queues

_NEW: Final = Hot(insert(models.queue))
_NAMED: Final = ("name", "service_target_seconds", "wrap_up_limit_seconds")
_CHANGE: Final = Hot(
    sa.update(models.queue)
    .where(
        models.queue.c.company_id == sa.bindparam("company_id"),
        models.queue.c.id == sa.bindparam("queue_id"),
    )
    .values(
        {
            name: sa.bindparam(name, type_=models.queue.c[name].type)
            for name in (*_NAMED, "settings", "version")
        }
    )
)


class QueueChange(msgspec.Struct, frozen=True, kw_only=True):
    """A queue as it is to be. `group_id` is whose it is and never changes; what is not given stays, or is
    empty. `settings` are those of `policy.QueueSettings` that change.

    Seconds of None: the company's own setting counts.
    """

    group_id: str | msgspec.UnsetType = msgspec.UNSET
    name: str | msgspec.UnsetType = msgspec.UNSET
    service_target_seconds: int | msgspec.UnsetType | None = msgspec.UNSET
    wrap_up_limit_seconds: int | msgspec.UnsetType | None = msgspec.UNSET
    settings: Mapping[str, object] = {}


def save_queue(work: Work, *, queue_id: str | None, change: QueueChange) -> Queue:
    """Add a queue to a group, or change one. For administrators; audited.

    Raises `NotSignedIn`, `NotAllowed`, `NotFound` for the queue, `QueueUnknown` for the group, `Invalid` for
    settings that are not possible.
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
    settings = _settings(work, before, change.settings)
    saved = _store_queue(work, before, settings=settings, **given)
    audit.record(work, "queue.saved", "queue", saved.id, {"name": saved.name, **given, **change.settings})
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
            _store_queue(work, Queue(work.new_id(), group.name, group.id, None, None, None, 0))
    for operator in accounts.operators(work):
        if operator.active and operator.id not in of_operators:
            _store_queue(work, Queue(work.new_id(), operator.name, None, operator.id, None, None, 0))


def _store_queue(work: Work, before: Queue, **given: str | int | QueueSettings | None) -> Queue:
    """Write it down, here and for conversations. Version 0 is a queue that is not stored yet."""
    saved = msgspec.structs.replace(before, version=before.version + 1, **given)
    values = {name: getattr(saved, name) for name in Queue.__struct_fields__}
    values["settings"] = policy.stored(saved.settings)
    if before.version == 0:
        work.write(_NEW, company_id=work.company, created_at=work.now, **values)
    else:
        kept = {name: values[name] for name in (*_NAMED, "settings", "version")}
        work.write(_CHANGE, company_id=work.company, queue_id=saved.id, **kept)
    values["line"] = order_of(saved)
    told = {name: values[name] for name in conversations.KnownQueue.__struct_fields__}
    conversing.know_queue(work, queue=conversations.KnownQueue(**told))
    work.publish(QueueChanged(queue_id=saved.id, created=saved.version == 1))
    return saved


def _settings(work: Work, before: Queue, changes: Mapping[str, object]) -> QueueSettings:
    try:
        after = policy.changed(before.settings, changes)
    except ValueError as error:
        # What msgspec says ends with the place, as in "Expected `int` - at `$.size_limit`".
        message = str(error)
        name = message.partition("`$.")[2].rstrip("`") or message.partition(":")[0]
        raise Invalid(fields=[{"field": name, "message": message}]) from error
    problems: list[FieldProblem] = []
    if after.overflow is not None and "overflow" in changes:
        to = queues(work).get(after.overflow.to_queue_id)
        if to is None or to.operator_id is not None or to.id == before.id:
            message = "Choose another queue that several people share."
            problems.append({"field": "overflow.to_queue_id", "message": message})
    groups = {each.id for each in accounts.groups(work)}
    if "relaxation" in changes and not groups.issuperset(
        group_id for each in after.relaxation for group_id in each.add_group_ids
    ):
        problems.append({"field": "relaxation", "message": "There is no such group."})
    if problems:
        raise Invalid(fields=problems)
    return after
