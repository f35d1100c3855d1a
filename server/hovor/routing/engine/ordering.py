"""In which order those who wait are looked at.

Everybody has a *virtual arrival*: when he would have come if his class and the time he has waited counted
for nothing. One number for all disciplines, so that queues of different disciplines can share operators.
"""

from collections.abc import Collection
from typing import Final

from hovor.foundation.clock import DAY, Instant
from hovor.routing.engine.facts import LOWEST_CLASS, Facts, Queue, Waiting

_CENTURY: Final = 36_525 * DAY
"""A head start that no age makes up for: absolute priority."""

Rank = tuple[Instant, bool, Instant, str]
"""Sorts those who wait: virtual arrival, rescued first, age, id."""


def head_start(queue: Queue, priority_class: int) -> Instant:
    """How much older than it is a conversation of this class counts in this queue."""
    if queue.discipline == "head_start":
        return queue.head_starts.get(priority_class, 0)
    if queue.discipline == "priority":
        return (LOWEST_CLASS - priority_class) * _CENTURY
    return 0


def virtual_arrival(queue: Queue, priority_class: int, age_base: Instant, now: Instant) -> Instant:
    """Monotone in the age base: inside a class the oldest is always first (INV-35)."""
    if queue.discipline == "ageing":
        return now - round(queue.rates.get(priority_class, 1.0) * (now - age_base))
    return age_base - head_start(queue, priority_class)


def rank(conversation: Waiting, arrival: Instant) -> Rank:
    """Its place among all that wait. `arrival` is its virtual arrival; of a rescued one that of the first of
    its class in its queue, if that is earlier.
    """
    return (arrival, not conversation.rescued, conversation.age_base, conversation.id)


def in_order(facts: Facts, waiting: Collection[Waiting]) -> list[Waiting]:
    """First come first, in the sense of each one's queue.

    A rescued one stands where the first of its class stands, before it: no class gains on another by it.
    """
    queues = {each.queue_id: facts.queue(each.queue_id) for each in waiting}
    arrivals = {
        each.id: virtual_arrival(queues[each.queue_id], each.priority_class, each.age_base, facts.now)
        for each in waiting
    }
    first: dict[tuple[str, int], Instant] = {}
    for each in waiting:
        line = (each.queue_id, each.priority_class)
        first[line] = min(first.get(line, arrivals[each.id]), arrivals[each.id])
    return sorted(waiting, key=lambda each: rank(each, _standing(each, arrivals, first)))


def places(facts: Facts) -> dict[str, int]:
    """The place of each that waits in its queue, from 1 (INV-49)."""
    found: dict[str, int] = {}
    standing: dict[str, int] = {}
    for each in in_order(facts, facts.waiting):
        found[each.id] = standing[each.queue_id] = standing.get(each.queue_id, 0) + 1
    return found


def _standing(
    conversation: Waiting, arrivals: dict[str, Instant], first: dict[tuple[str, int], Instant]
) -> Instant:
    if conversation.rescued:
        return first[conversation.queue_id, conversation.priority_class]
    return arrivals[conversation.id]
