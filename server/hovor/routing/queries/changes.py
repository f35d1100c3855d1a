"""What the engine has to be told: everything at first, then what has changed."""

from collections.abc import Collection, Iterable
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.conversations import queries as conversations
from hovor.foundation import event_log
from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading
from hovor.foundation.errors import NotFound
from hovor.foundation.events import Recorded
from hovor.routing import models
from hovor.routing.engine import Operator, Past, Policy, Queue, Waiting
from hovor.routing.queries import rows
from hovor.routing.queries.gathering import lines, operator, operators, policy, waiting_of

_offer = models.offer.c
_decision = models.decision.c
_ONE_BY_ONE: Final = 50
"""Up to so many operators are read one by one; beyond, all at once is quicker."""
_FAR_BEHIND: Final = 1_000
"""Whoever has missed more events than this begins anew."""

# What has ended lately is picked out afterwards: asked for it, SQLite would look through all that the company
# was offered lately.
_PAST_OF_ONE = Hot(
    sa.select(_offer.conversation_id, _offer.operator_id, _offer.made_at, _offer.ended_at, _offer.outcome)
    .where(
        _offer.company_id == sa.bindparam("company_id"),
        _offer.conversation_id == sa.bindparam("conversation_id"),
        _offer.outcome != sa.literal_column("'accepted'"),
    )
    .order_by(_offer.made_at, _offer.id)
)
_IN_VAIN = Hot(
    sa.select(_decision.conversation_id, sa.func.max(_decision.at))
    .where(_decision.company_id == sa.bindparam("company_id"), _decision.operator_id.is_(None))
    .group_by(_decision.conversation_id)
)


class Everything(msgspec.Struct, frozen=True):
    """The company at one position."""

    position: int
    policy: Policy
    queues: tuple[Queue, ...]
    operators: tuple[Operator, ...]
    waiting: tuple[Waiting, ...]
    past: tuple[Past, ...]


class Changed(msgspec.Struct, frozen=True):
    """Some operators and conversations as they are now; None for those that are not active, or do not wait.
    Those that wait have their past with them.
    """

    operators: dict[str, Operator | None]
    waiting: dict[str, tuple[Waiting, tuple[Past, ...]] | None]


def everything(reading: Reading) -> Everything:
    """All that the engine must know."""
    # First: what comes while the rest is read is told once more rather than never.
    position = event_log.stored_position(reading)
    rules, known = policy(reading), rows.queues(reading)
    in_vain: dict[str, Instant] = dict(reading.all(_IN_VAIN, company_id=reading.company))
    waiting = tuple(
        waiting_of(each, known[each.queue_id], explained=in_vain.get(each.id, -1) >= each.state_since)
        for each in conversations.waiting(reading)
        if each.state == "queued" and each.queue_id is not None
    )
    return Everything(
        position=position,
        policy=rules,
        queues=lines(reading),
        operators=tuple(operators(reading)),
        waiting=waiting,
        past=rows.past_offers(reading, since=reading.now - rules.window),
    )


def changed(
    reading: Reading, window: Instant, operator_ids: Collection[str], conversation_ids: Collection[str]
) -> Changed:
    """These operators and conversations, and whoever has one of the conversations."""
    found = {each.id: each for each in conversations.by_ids(reading, sorted(conversation_ids))}
    holders = {each for row in found.values() for each in (row.owner_id, row.offered_to) if each is not None}
    known: dict[str, rows.Queue] = {}
    waiting: dict[str, tuple[Waiting, tuple[Past, ...]] | None] = {}
    for each in conversation_ids:
        row = found.get(each)
        if row is None or row.state != "queued" or row.queue_id is None:
            waiting[each] = None
            continue
        past = reading.all(_PAST_OF_ONE, company_id=reading.company, conversation_id=each)
        ended = (Past(*one) for one in past)
        lately = tuple(one for one in ended if one.ended_at > reading.now - window)
        if row.queue_id not in known:
            known[row.queue_id] = rows.queue(reading, row.queue_id)
        waiting[each] = (waiting_of(row, known[row.queue_id]), lately)
    return Changed(_operators(reading, holders.union(operator_ids)), waiting)


def missed(reading: Reading, position: int) -> list[Recorded] | None:
    """The events after this position; None where they are too many, or not all of them are kept."""
    if (
        event_log.stored_position(reading) - position > _FAR_BEHIND
        or event_log.oldest(reading) > position + 1
    ):
        return None
    found: list[Recorded] = []
    while batch := event_log.after(reading, position):
        found += batch
        position = batch[-1].position
    return found


def _operators(reading: Reading, operator_ids: Iterable[str]) -> dict[str, Operator | None]:
    wanted = sorted(operator_ids)
    if len(wanted) > _ONE_BY_ONE:
        every = {each.id: each for each in operators(reading)}
        return {each: every.get(each) for each in wanted}
    return {each: _operator(reading, each) for each in wanted}


def _operator(reading: Reading, operator_id: str) -> Operator | None:
    try:
        return operator(reading, operator_id)
    except NotFound:
        return None
