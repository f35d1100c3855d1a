"""What queues and conversations are set up to ask for, as the engine takes it."""

from typing import Final

import msgspec

from hovor.conversations import queries as conversations
from hovor.foundation.clock import SECOND
from hovor.routing import engine
from hovor.routing.engine import LOWEST_CLASS, Requirement, Step, head_start
from hovor.routing.policy import Demand, QueueSettings, Relaxation
from hovor.routing.queries.rows import Queue

_decode: Final = msgspec.json.Decoder(tuple[Demand, ...]).decode


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
    more than the one before it (INV-37).
    """
    asked = demands_of(demands)
    if not asked and not settings.relaxation:
        return ()
    found = [Step(requires=tuple(Requirement(each.skill_id, each.level) for each in asked))]
    for each in settings.relaxation:
        found.append(_relaxed(found[-1], each))
    return tuple(found)


def demands_of(document: str | None) -> tuple[Demand, ...]:
    """The skills that a conversation asks for, as they are stored with it."""
    return () if document is None else _decode(document)


def _relaxed(before: Step, by: Relaxation) -> Step:
    requires = () if by.drop_skills else before.requires
    if by.lower_to is not None:
        requires = tuple(Requirement(each.skill, min(each.level, by.lower_to)) for each in requires)
    groups = tuple(dict.fromkeys((*before.group_ids, *by.add_group_ids)))
    return Step(by.after_seconds * SECOND, requires, groups)
