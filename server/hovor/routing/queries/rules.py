"""Routing rules as they are stored, and what follows from them for one conversation."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.companies import queries as companies
from hovor.conversations import queries as conversations
from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading, Row
from hovor.foundation.errors import FieldProblem, Invalid, NotFound
from hovor.routing import models
from hovor.routing.policy import Arrival, Conditions, Demand, Rule
from hovor.routing.queries.rows import Queue, queues
from hovor.skills import queries as skills

_rule = models.routing_rule.c
_placement = models.placement.c
_decode_conditions: Final = msgspec.json.Decoder(Conditions).decode
_decode_skills: Final = msgspec.json.Decoder(tuple[Demand, ...]).decode
_RULES = Hot(
    sa.select(
        _rule.id,
        _rule.name,
        _rule.enabled,
        _rule.conditions,
        _rule.queue_id,
        _rule.priority,
        _rule.skills,
        _rule.version,
    )
    .where(_rule.company_id == sa.bindparam("company_id"))
    .order_by(_rule.place, _rule.id)
)
_PLACEMENTS = Hot(
    sa.select(
        _placement.at,
        _placement.why,
        _placement.queue_id,
        _placement.from_queue_id,
        _placement.rule_id,
        _placement.rule_name,
    )
    .where(
        _placement.company_id == sa.bindparam("company_id"),
        _placement.conversation_id == sa.bindparam("conversation_id"),
    )
    .order_by(_placement.at, _placement.id)
)


class StoredRule(Rule, frozen=True, kw_only=True):
    """A rule with its version."""

    version: int


class Placement(msgspec.Struct, frozen=True):
    """How a conversation came into a queue. `why` is rule (that of this name), or why it went past the queue
    `from_queue_id`: full, closed, waited.
    """

    at: Instant
    why: str
    queue_id: str
    from_queue_id: str | None
    rule_id: str | None
    rule_name: str | None


def rules(reading: Reading) -> list[StoredRule]:
    """The company's rules in the order in which they are tried, those included that are not in use."""
    return [_made(row) for row in reading.all(_RULES, company_id=reading.company)]


def rule(reading: Reading, rule_id: str) -> StoredRule:
    """One of them. Raises `NotFound`."""
    for each in rules(reading):
        if each.id == rule_id:
            return each
    raise NotFound


def placements(reading: Reading, conversation_id: str) -> list[Placement]:
    """How a conversation came where it waits, the oldest first; nothing where that is its channel's queue."""
    rows = reading.all(_PLACEMENTS, company_id=reading.company, conversation_id=conversation_id)
    return [Placement(*row) for row in rows]


def arrival(row: conversations.Conversation, parameters: Mapping[str, str]) -> Arrival:
    """What rules may ask about a conversation."""
    return Arrival(row.channel_id, row.channel_kind, row.language, parameters)


def queue_of_channel(reading: Reading, channel_id: str, known: Mapping[str, Queue]) -> Queue | None:
    """The first queue of the channel's group; for a channel without a group the one that all share. None
    where there is none yet.
    """
    group_id = companies.channel(reading, channel_id).group_id
    shared = (each for each in known.values() if each.operator_id is None and each.group_id == group_id)
    return next(shared, None)


def require_known(reading: Reading, of: Rule, *, had: Sequence[Demand] = ()) -> None:
    """Raises `Invalid` for a queue, channel or skill that is not there. Skills that were retired meanwhile
    may stay in a rule that had them.
    """
    problems: list[FieldProblem] = []
    line = None if of.queue_id is None else queues(reading).get(of.queue_id)
    if of.queue_id is not None and (line is None or line.operator_id is not None):
        problems.append({"field": "queue_id", "message": "Choose a queue that several people share."})
    channels = {each.id for each in companies.channels(reading)}
    if not channels.issuperset(of.conditions.channel_ids):
        problems.append({"field": "conditions.channel_ids", "message": "There is no such channel."})
    living = {each.id for each in skills.skills(reading) if each.retired_at is None}
    if not {each.skill_id for each in of.skills} <= living | {each.skill_id for each in had}:
        problems.append({"field": "skills", "message": "There is no such skill."})
    if problems:
        raise Invalid(fields=problems)


def _made(row: Row) -> StoredRule:
    rule_id, name, enabled, conditions, queue_id, priority, skills, version = row
    return StoredRule(
        id=rule_id,
        name=name,
        enabled=bool(enabled),
        conditions=_decode_conditions(conditions),
        queue_id=queue_id,
        priority=priority,
        skills=_decode_skills(skills),
        version=version,
    )
