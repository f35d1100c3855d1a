"""What clients are told about each channel, written in the unit in which it changes, from the engine's own
facts (INV-33).
"""

from collections.abc import Collection, Sequence
from typing import Literal

import msgspec

from hovor.companies import queries as companies
from hovor.conversations import queries as conversations
from hovor.conversations import service as conversing
from hovor.foundation.database import Work
from hovor.routing import policy as deciding
from hovor.routing.engine import Waiting
from hovor.routing.policy import Arrival, Rule
from hovor.routing.queries.asking import steps
from hovor.routing.queries.rules import queue_of_channel, rules
from hovor.routing.service.placing import Placing
from hovor.routing.service.standing import Standing


class Concerned(msgspec.Struct, frozen=True):
    """What has changed: something about these operators, or who waits by these channels."""

    operator_ids: tuple[str, ...]
    channel_ids: tuple[str, ...]


def refresh_fronts(work: Work, concerned: Concerned | None = None) -> None:
    """What clients of every channel are told, from the facts of everybody; or, after a change for these few
    alone, without a look at anybody else.

    Online: somebody who is there could take a client of this channel now. Busy: somebody is there, but
    has no room, or the queue is full. Offline: nobody is there, or the queue is closed, or it is full and
    refuses.
    """
    standing = Standing(work)
    if concerned is None or not standing.known:
        standing.write_all()
        _write(work, None)
    else:
        _write(work, {*concerned.channel_ids, *standing.write(concerned.operator_ids)})


def _write(work: Work, concerned: Collection[str] | None) -> None:
    """Of these channels, or all; of all, too, where a queue may be full: others may be sent on to it."""
    placing, ordered = Placing(work), rules(work)
    if concerned is None or any(each.settings.size_limit is not None for each in placing.known.values()):
        channels = companies.channels(work)
    else:
        channels = [companies.channel(work, each) for each in sorted(concerned)]
    for each in channels:
        newcomer, line, why = _newcomer(work, placing, ordered, each)
        when_nobody = placing.known[line].settings.when_nobody if line in placing.known else "keep"
        state = _state(work, newcomer)
        if not each.enabled or why == "closed" or (why == "full" and when_nobody == "refuse"):
            state = "offline"
        elif why == "full" and state == "online":
            state = "busy"
        conversing.set_front_state(
            work,
            channel_id=each.id,
            state=state,
            waiting=conversations.waiting_on(work, each.id),
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


def _state(work: Work, newcomer: Waiting) -> Literal["online", "busy", "offline"]:
    standing = Standing(work)
    if standing.anybody(newcomer, "free"):
        return "online"
    return "busy" if standing.anybody(newcomer, "full") else "offline"
