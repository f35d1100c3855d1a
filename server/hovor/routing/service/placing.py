"""Where a conversation waits: by the rules when it arrives, and past queues that are full, closed or slow."""

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa

from hovor.conversations import queries as conversations
from hovor.conversations import service as conversing
from hovor.conversations.queries import Conversation
from hovor.conversations.service import Asks
from hovor.foundation.clock import MINUTE, SECOND
from hovor.foundation.database import Hot, Work
from hovor.foundation.timers import cancel_timer, set_timer
from hovor.routing import models, policy
from hovor.routing.policy import Demand, Landing, Rule
from hovor.routing.queries.absence import rests_with_absent
from hovor.routing.queries.happening import OVERFLOW, due_at
from hovor.routing.queries.rows import Queue, find_queue, live_offer_of, queues_around
from hovor.routing.queries.rules import arrival, queue_of_channel, rules
from hovor.routing.queries.setup import calendar
from hovor.routing.queries.shutting import Shut
from hovor.routing.service.queues import _store_queue
from hovor.skills import queries as skills

QUEUE_HOURS: Final = "queue_hours"
ABSENT_OWNER: Final = "absent_owner"
PATIENCE: Final = 15 * MINUTE
"""For how long a client who has written waits for an operator who is not at work before others may answer;
and for how long they leave it to him if he is back.
"""
_EVERYBODYS: Final = "Everyone"
_OVERFLOWED: Final = "overflowed"
_PLACE: Final = Hot(sa.insert(models.placement))


class Placing:
    """Finds the queue for conversations in one unit of work and notes how they came there."""

    def __init__(self, work: Work, queue_id: str | None = None) -> None:
        """`queue_id`: one that may be an operator's own; the others are those that several share."""
        self._work: Final = work
        self.known: Final = queues_around(work, queue_id)
        self.shut: Final = Shut(work, self.known)

    def of_channel(self, channel_id: str) -> Queue:
        """The queue of the channel's group; where it has none, the one that all share who have it."""
        found = queue_of_channel(self._work, channel_id, self.known)
        if found is not None:
            return found
        return _store_queue(self._work, Queue(self._work.new_id(), _EVERYBODYS, None, None, None, None, 0))

    def rule_of(self, row: Conversation) -> Rule | None:
        """The first rule that holds for it."""
        ordered = rules(self._work)
        asks = any(each.conditions.parameters for each in ordered)
        given: Mapping[str, str] = conversations.parameters_of(self._work, row.id) if asks else {}
        return policy.first_match(ordered, arrival(row, given))

    def land(self, queue_id: str) -> Landing:
        """Where one comes to stand who is sent there."""
        settings = {each.id: each.settings for each in self.known.values()}
        return (
            policy.land(queue_id, settings, self.shut.because) if queue_id in settings else Landing(queue_id)
        )

    def demands(self, wanted: tuple[Demand, ...]) -> str | None:
        """The document of what is asked for; a retired skill is asked of nobody."""
        if not wanted:
            return None
        living = {each.id for each in skills.skills(self._work) if each.retired_at is None}
        return policy.document_of(each for each in wanted if each.skill_id in living)

    def asks(self, row: Conversation, rule: Rule | None, queue_id: str) -> Asks:
        """What it asks for there."""
        wanted = () if rule is None else rule.skills
        priority = None if rule is None else rule.priority
        settings = self.known[queue_id].settings if queue_id in self.known else policy.QueueSettings()
        last = None
        if settings.choice == "last_operator" and row.continued_from_id is not None:
            last = conversations.last_owner(self._work, row.continued_from_id)
        until = None if last is None else self._work.now + settings.last_operator_seconds * SECOND
        return Asks(
            demands=self.demands(wanted),
            priority=priority,
            preferred_operator_id=last,
            preferred_until=until,
        )

    def note(self, row: Conversation, rule: Rule | None, landing: Landing) -> None:
        """Put on record how it came there, where that says more than its channel does."""
        first = landing.passed[0][0] if landing.passed else landing.queue_id
        if rule is not None:
            self.write(row, queue_id=first, why="rule", rule=rule)
        targets = [*(queue_id for queue_id, _ in landing.passed[1:]), landing.queue_id]
        for (passed, why), to in zip(landing.passed, targets, strict=False):
            self.write(row, queue_id=to, from_queue_id=passed, why=why)

    def write(
        self,
        row: Conversation,
        *,
        queue_id: str,
        why: str,
        from_queue_id: str | None = None,
        rule: Rule | None = None,
    ) -> None:
        """One line of the record."""
        self._work.write(
            _PLACE,
            id=self._work.new_id(),
            company_id=self._work.company,
            conversation_id=row.id,
            at=self._work.now,
            queue_id=queue_id,
            from_queue_id=from_queue_id,
            why=why,
            rule_id=None if rule is None else rule.id,
            rule_name=None if rule is None else rule.name,
        )


def place(work: Work, *, conversation_id: str) -> None:
    """A new conversation finds its queue: by the first routing rule that holds for it, else by its channel;
    and from one that is full or closed onwards, as that one is set up.

    Raises `NotFound`, `NotPossibleNow`.
    """
    row, placing = conversations.get(work, conversation_id), Placing(work)
    rule = placing.rule_of(row)
    wanted = None if rule is None else rule.queue_id
    if wanted is None:
        wanted = placing.of_channel(row.channel_id).id
    landing = placing.land(wanted)
    placing.note(row, rule, landing)
    asks = placing.asks(row, rule, landing.queue_id)
    conversing.queue(work, conversation_id=row.id, queue_id=landing.queue_id, why="arrived", asks=asks)


def enqueue(
    work: Work, *, conversation_id: str, queue_id: str | None, why: str, asks: Asks | None = None
) -> None:
    """Let a conversation wait in the queue it names, else in the first one of its channel's group; where
    there is no group, in the one that all share who have the channel. Someone else's personal queue is
    never fallen back to. Without `asks` it asks for what it asked for before.
    """
    placing = Placing(work, queue_id)
    wanted = None if queue_id is None else placing.known.get(queue_id)
    if wanted is None:
        wanted = placing.of_channel(conversations.get(work, conversation_id).channel_id)
    conversing.queue(work, conversation_id=conversation_id, queue_id=wanted.id, why=why, asks=asks)


def move_on(work: Work, *, key: str) -> None:
    """A conversation has stood long enough where it stands. One that waits in a queue goes to the next one,
    its age kept (INV-18): while it is just being offered that is waited for, and where the next queue takes
    nobody it waits as long again. A thread whose client waits for an operator who is not at work comes back
    to its queue, his first if he comes soon.

    Called by timers, and when a client writes to somebody who is gone; does nothing where that is no longer
    so.
    """
    row = conversations.get(work, key)
    placing = Placing(work, row.queue_id)
    if rests_with_absent(work, row):
        _reopen(work, placing, row)
        return
    here = placing.known.get(row.queue_id or "")
    if here is None or not row.waits_in_line:
        return
    to = here.settings.overflow
    if to is None or to.after_seconds is None or to.to_queue_id not in placing.known:
        return
    standing = live_offer_of(work, row.id)
    if standing is not None:
        set_timer(work, kind=OVERFLOW, key=key, at=standing.deadline + SECOND)
        return
    landing = placing.land(to.to_queue_id)
    if landing.queue_id == here.id or placing.shut.because(landing.queue_id) is not None:
        set_timer(work, kind=OVERFLOW, key=key, at=work.now + to.after_seconds * SECOND)
        return
    placing.write(row, queue_id=to.to_queue_id, from_queue_id=here.id, why="waited")
    placing.note(row, None, landing)
    conversing.queue(work, conversation_id=row.id, queue_id=landing.queue_id, why=_OVERFLOWED)


def watch(work: Work, *, conversation_id: str) -> None:
    """Time how long a conversation may stand where it is: in a queue that overflows, or with an operator who
    is not at work while its client waits.
    """
    row = conversations.get(work, conversation_id)
    if rests_with_absent(work, row):
        # Whoever goes away and then leaves is absent since he went.
        if due_at(work, ABSENT_OWNER, row.id) is None:
            set_timer(work, kind=ABSENT_OWNER, key=row.id, at=work.now + PATIENCE)
        return
    if row.asynchronous:
        cancel_timer(work, kind=ABSENT_OWNER, key=row.id)
    found = find_queue(work, row.queue_id) if row.waits_in_line else None
    to = None if found is None else found.settings.overflow
    if to is not None and to.after_seconds is not None:
        set_timer(work, kind=OVERFLOW, key=row.id, at=work.now + to.after_seconds * SECOND)
    else:
        cancel_timer(work, kind=OVERFLOW, key=row.id)


def turn(work: Work, *, key: str) -> None:
    """A queue was set up anew, or it opens or closes: who waits moves on where it is closed now and that is
    its rule, and the next turn is timed. Called by the timer and after each change; does nothing for a queue
    that is not there.
    """
    placing = Placing(work, key)
    here = placing.known.get(key)
    if here is None:
        return
    changes_at = calendar(work).next_change(here.settings, work.now)
    if changes_at is None:
        cancel_timer(work, kind=QUEUE_HOURS, key=key)
    else:
        set_timer(work, kind=QUEUE_HOURS, key=key, at=changes_at)
    landing = placing.land(key)
    to = here.settings.overflow
    for row in conversations.waiting_in(work, key):
        if row.state == "queued" and any(why == "closed" for _, why in landing.passed[:1]):
            placing.note(row, None, landing)
            conversing.queue(work, conversation_id=row.id, queue_id=landing.queue_id, why=_OVERFLOWED)
        elif to is not None and to.after_seconds is not None:
            since = row.queued_at or work.now
            set_timer(work, kind=OVERFLOW, key=row.id, at=max(work.now, since + to.after_seconds * SECOND))


def _reopen(work: Work, placing: Placing, row: Conversation) -> None:
    line = placing.known.get(row.queue_id or "")
    if line is None or line.operator_id is not None:
        line = placing.of_channel(row.channel_id)
    asks = Asks(demands=row.demands, preferred_operator_id=row.owner_id, preferred_until=work.now + PATIENCE)
    conversing.queue(work, conversation_id=row.id, queue_id=line.id, why="reopened", asks=asks)
