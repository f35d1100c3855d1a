"""What clients are told about each channel, written in the unit in which it changes, from the engine's own
facts (INV-33).
"""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from hovor.companies import queries as companies
from hovor.conversations import queries as conversations
from hovor.conversations import service as conversing
from hovor.foundation.database import Work
from hovor.routing import policy as deciding
from hovor.routing.engine import Operator, Policy, Waiting, room, there
from hovor.routing.policy import Arrival, Rule
from hovor.routing.queries.asking import steps
from hovor.routing.queries.gathering import operators, policy
from hovor.routing.queries.rules import queue_of_channel, rules
from hovor.routing.service.placing import Placing


def refresh_fronts(work: Work) -> None:
    """Online: somebody who is there could take a client of this channel now. Busy: somebody is there, but
    has no room, or the queue is full. Offline: nobody is there, or the queue is closed, or it is full and
    refuses.
    """
    of_company, people, ordered = policy(work), operators(work), rules(work)
    waiting = Counter(each.channel_id for each in conversations.waiting(work))
    placing = Placing(work)
    for each in companies.channels(work):
        newcomer, line, why = _newcomer(work, placing, ordered, each)
        when_nobody = placing.known[line].settings.when_nobody if line in placing.known else "keep"
        state = _state(newcomer, people, of_company)
        if not each.enabled or why == "closed" or (why == "full" and when_nobody == "refuse"):
            state = "offline"
        elif why == "full" and state == "online":
            state = "busy"
        conversing.set_front_state(
            work,
            channel_id=each.id,
            state=state,
            waiting=waiting[each.id],
            when_nobody=None if when_nobody == "keep" else when_nobody,
        )


def _newcomer(
    work: Work, placing: Placing, ordered: Sequence[Rule], channel: companies.Channel
) -> tuple[Waiting, str, deciding.Passed | None]:
    """Who comes now, of whom no more is known than his channel: as the engine sees him, where he would wait,
    and why that queue takes nobody.
    """
    rule = deciding.first_match(ordered, Arrival(channel.id, channel.kind, None, {}))
    usual = queue_of_channel(work, channel.id, placing.known)
    sent = usual.id if usual is not None else ""
    if rule is not None and rule.queue_id is not None:
        sent = rule.queue_id
    landed = placing.land(sent).queue_id
    line = placing.known.get(landed)
    demands = None if rule is None else placing.demands(rule.skills)
    newcomer = Waiting(
        id="",
        version=0,
        queue_id=landed,
        group_id=channel.group_id if line is None else line.group_id,
        operator_id=None,
        channel_id=channel.id,
        channel_kind=channel.kind,
        exclusive=False,
        steps=() if line is None else steps(demands, line.settings),
    )
    return newcomer, landed, None if line is None else placing.shut.because(landed)


def _state(newcomer: Waiting, people: list[Operator], rules: Policy) -> Literal["online", "busy", "offline"]:
    present = [each for each in people if there(each, newcomer, newcomer.all_steps[-1])]
    if not present:
        return "offline"
    return "online" if any(not room(each, newcomer, rules) for each in present) else "busy"
