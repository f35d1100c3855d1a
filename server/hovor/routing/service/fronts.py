"""What clients are told about each channel, written in the unit in which it changes, from the engine's own
facts (INV-33).
"""

from collections import Counter
from typing import Literal

from hovor.companies import queries as companies
from hovor.conversations import queries as conversations
from hovor.conversations import service as conversing
from hovor.foundation.database import Work
from hovor.routing.engine import Operator, Policy, Waiting, channel, in_line, room
from hovor.routing.queries.gathering import operators, policy
from hovor.routing.queries.rows import queues


def refresh_fronts(work: Work) -> None:
    """Online: somebody who is there could take a client of this channel now. Busy: somebody is there, but
    has no room. Offline: nobody is there.
    """
    rules, people = policy(work), operators(work)
    waiting = Counter(each.channel_id for each in conversations.waiting(work))
    first_queue: dict[str | None, str] = {}
    for line in queues(work).values():
        if line.operator_id is None:
            first_queue.setdefault(line.group_id, line.id)
    for each in companies.channels(work):
        newcomer = Waiting(
            id="",
            version=0,
            queue_id=first_queue.get(each.group_id, ""),
            group_id=each.group_id,
            operator_id=None,
            channel_id=each.id,
            channel_kind=each.kind,
            exclusive=False,
        )
        conversing.set_front_state(
            work,
            channel_id=each.id,
            state=_state(newcomer, people, rules) if each.enabled else "offline",
            waiting=waiting[each.id],
        )


def _state(newcomer: Waiting, people: list[Operator], rules: Policy) -> Literal["online", "busy", "offline"]:
    there = [
        each
        for each in people
        if not (in_line(each, newcomer) or each.refuses_because or channel(each, newcomer.channel_id))
    ]
    if not there:
        return "offline"
    return "online" if any(not room(each, newcomer, rules) for each in there) else "busy"
