"""What queues and conversations are set up to ask for, as the engine takes it."""

import msgspec

from hovor.conversations import queries as conversations
from hovor.foundation.clock import SECOND, Instant
from hovor.routing import engine
from hovor.routing.engine import LOWEST_CLASS, Requirement, Step, head_start
from hovor.routing.policy import Asked, QueueSettings, Relaxation, Widening, asked_from
from hovor.routing.queries.rows import Queue


def line(queue: Queue) -> engine.Queue:
    """How a queue is worked off."""
    settings = queue.settings
    return engine.Queue(
        id=queue.id,
        discipline=settings.discipline,
        choice=settings.choice,
        head_starts={int(each): seconds * SECOND for each, seconds in settings.head_start_seconds.items()},
        rates={int(each): rate for each, rate in settings.ageing_rates.items()},
        broadcast=settings.broadcast,
    )


def order_of(queue: Queue) -> str | None:
    """The order of its line, as conversations keep it; None for the usual one."""
    asked = line(queue)
    rates = {LOWEST_CLASS - each: rate for each, rate in asked.rates.items()}
    order = conversations.Order(
        head_starts={
            priority: head_start(asked, LOWEST_CLASS - priority) for priority in range(LOWEST_CLASS)
        },
        rates=rates if asked.discipline == "ageing" else None,
    )
    return None if order == conversations.USUAL else msgspec.json.encode(order).decode()


def steps(demands: str | None, settings: QueueSettings) -> tuple[Step, ...]:
    """What a conversation with these demands asks for in such a queue, from its arrival on: each step no
    more than the one before it (INV-37). What a supervisor opened is open from the first step on.
    """
    asked = asked_from(demands)
    if asked == Asked() and not settings.relaxation:
        return ()
    first = Step(requires=tuple(Requirement(each.skill_id, each.level) for each in asked.skills))
    for opened in asked.widened:
        first = _wider(first, opened, 0)
    found = [first]
    for each in settings.relaxation:
        found.append(_wider(found[-1], each, each.after_seconds * SECOND))
    return tuple(found)


def _wider(before: Step, by: Relaxation | Widening, after: Instant) -> Step:
    requires = () if by.drop_skills else before.requires
    if by.lower_to is not None:
        requires = tuple(Requirement(each.skill, min(each.level, by.lower_to)) for each in requires)
    groups = tuple(dict.fromkeys((*before.group_ids, *by.add_group_ids)))
    return Step(after, requires, groups)
