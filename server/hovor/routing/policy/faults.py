"""What will not work as queues and rules are set up: said where it arises, never refused, since people and
skills are often set up one after the other.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from hovor.routing.policy.rules import Demand, Rule
from hovor.routing.policy.settings import QueueSettings

Code = Literal["empty_queue", "unreachable_skill", "overflow_loop", "queue_gone"]


class Fault(msgspec.Struct, frozen=True):
    """One thing. `empty_queue`: nobody serves it. `unreachable_skill`: nobody who serves it has the skill at
    that level, even after all relaxation. `overflow_loop`: it comes back to where it was. `queue_gone`: what
    it names is not there.
    """

    code: Code
    queue_id: str | None = None
    skill_id: str | None = None


class Staff(msgspec.Struct, frozen=True):
    """Who could serve a queue: the operators of its group, and of the groups that relaxation adds."""

    operator_ids: frozenset[str]
    later_ids: frozenset[str]


def faults(
    queue_id: str, queues: Mapping[str, QueueSettings], staff: Mapping[str, Staff]
) -> tuple[Fault, ...]:
    """What is wrong with one queue."""
    found: list[Fault] = []
    if not staff[queue_id].operator_ids | staff[queue_id].later_ids:
        found.append(Fault("empty_queue", queue_id))
    overflow = queues[queue_id].overflow
    if overflow is not None and overflow.to_queue_id not in queues:
        found.append(Fault("queue_gone", overflow.to_queue_id))
    if _comes_back(queue_id, queues):
        found.append(Fault("overflow_loop", queue_id))
    return tuple(found)


def faults_of_rule(
    rule: Rule,
    lands_in: Iterable[str],
    settings: Mapping[str, QueueSettings],
    staff: Mapping[str, Staff],
    levels: Mapping[str, Mapping[str, int]],
) -> tuple[Fault, ...]:
    """What is wrong with one rule, in each of the queues where its conversations may land."""
    found: list[Fault] = []
    for queue_id in lands_in:
        if queue_id not in settings:
            found.append(Fault("queue_gone", queue_id))
            continue
        people = staff[queue_id]
        if not people.operator_ids | people.later_ids:
            found.append(Fault("empty_queue", queue_id))
            continue
        found.extend(
            Fault("unreachable_skill", queue_id, each.skill_id)
            for each in unreachable(rule.skills, settings[queue_id], people, levels)
        )
    return tuple(found)


def unreachable(
    demands: Iterable[Demand],
    settings: QueueSettings,
    people: Staff,
    levels: Mapping[str, Mapping[str, int]],
) -> list[Demand]:
    """The demands that nobody of these people meets, however long the conversation waits."""
    if any(each.drop_skills for each in settings.relaxation):
        return []
    lowest = min((each.lower_to for each in settings.relaxation if each.lower_to is not None), default=5)
    everybody = people.operator_ids | people.later_ids
    return [
        each
        for each in demands
        if not any(levels.get(one, {}).get(each.skill_id, 0) >= min(each.level, lowest) for one in everybody)
    ]


def _comes_back(queue_id: str, queues: Mapping[str, QueueSettings]) -> bool:
    seen, here = {queue_id}, queue_id
    while True:
        overflow = queues[here].overflow
        if overflow is None or overflow.to_queue_id not in queues:
            return False
        here = overflow.to_queue_id
        if here in seen:
            return here == queue_id
        seen.add(here)
