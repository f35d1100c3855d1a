"""What may have changed between two moments of a contact centre. Each question answers what is wrong, as
sentences.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.conversations import models as conversing
from hovor.conversations import queries as conversations
from hovor.conversations.policy import RESTING
from hovor.conversations.queries import Conversation
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Reading
from hovor.routing import models as routing
from hovor.routing import queries
from hovor.routing.engine import LOWEST_CLASS, Load, Operator, Policy
from hovor.routing.policy import QueueSettings
from hovor.routing.queries import Offer
from hovor.routing.queries.gathering import operators, policy
from hovor.routing.queries.rows import OFFER_COLUMNS

_ACCEPTED: Final = "accepted"


class Moment(msgspec.Struct, frozen=True):
    """Everything that matters here, at one instant. `by_hand` are conversations that somebody has, or is
    being offered, by what a person did.
    """

    now: Instant
    conversations: Mapping[str, Conversation]
    offers: Mapping[str, Offer]
    by_hand: frozenset[str]
    operators: Mapping[str, Operator]
    policy: Policy
    queues: Mapping[str, QueueSettings]

    @property
    def owners(self) -> dict[str, str | None]:
        """Whose each conversation is."""
        return {each.id: each.owner_id for each in self.conversations.values()}

    @property
    def loads(self) -> dict[str, Load]:
        """What everybody carries."""
        return {each.id: each.load for each in self.operators.values()}

    def has(self, operator_id: str) -> set[str]:
        """What he serves, wraps up, or is being offered."""
        return {
            each.id
            for each in self.conversations.values()
            if each.offered_to == operator_id or (each.owner_id == operator_id and each.state not in RESTING)
        }


def moment(reading: Reading) -> Moment:
    """How everything stands."""
    row, held = conversing.conversation.c, conversing.assignment.c
    ids = [each for (each,) in reading.all(sa.select(row.id).where(row.company_id == reading.company))]
    columns = sa.select(*OFFER_COLUMNS).where(routing.offer.c.company_id == reading.company)
    offers = [Offer(*each) for each in reading.all(columns)]
    taken = reading.all(
        sa.select(held.conversation_id).where(
            held.company_id == reading.company, held.ended_at.is_(None), held.how != _ACCEPTED
        )
    )
    given = {each.conversation_id for each in offers if each.live and each.made_by is not None}
    return Moment(
        now=reading.now,
        conversations={each.id: each for each in conversations.by_ids(reading, ids)},
        offers={each.id: each for each in offers},
        by_hand=frozenset(given.union(each for (each,) in taken)),
        operators={each.id: each for each in operators(reading)},
        policy=policy(reading),
        queues={each.id: each.settings for each in queries.queues(reading).values()},
    )


def step(before: Moment, after: Moment, touched: Collection[str]) -> list[str]:
    """What holds from one step to the next, whether or not everything that is due has happened. `touched` are
    conversations that their owners took up again themselves.
    """
    return [*_ended(before, after), *_room(before, after, after.by_hand.union(touched))]


def settled(before: Moment, after: Moment) -> list[str]:
    """What holds between two moments at which everything that was due had happened."""
    return list(_order(before, after)) if before.queues == after.queues else []


def _ended(before: Moment, after: Moment) -> Iterator[str]:
    for each in before.offers.values():
        if each.ended_at is not None and after.offers.get(each.id) != each:
            yield f"INV-13 offer {each.id} had ended as {each.outcome} and is another one now"


def _room(before: Moment, after: Moment, by_hand: Collection[str]) -> Iterator[str]:
    """Whoever has more than his limits and more than before was given something by hand: neither an offer
    nor a thread whose client writes again can do that.
    """
    if before.policy != after.policy:
        return
    for each in after.operators.values():
        rules = each.within(after.policy)
        limits = {kind: rules.limit(kind) for kind in each.load.kinds}
        over = any(limit is not None and each.load.kinds[kind] > limit for kind, limit in limits.items())
        if each.load.units(rules) <= rules.total and not over:
            continue
        more = after.has(each.id) - before.has(each.id)
        if more and not more.intersection(by_hand):
            yield f"INV-20, INV-24 {each.id} has {each.load} after he got {sorted(more)} by themselves"


def _order(before: Moment, after: Moment) -> Iterator[str]:
    """Who was offered while another one stood in the same line from beginning to end comes before him."""
    offers: defaultdict[str, int] = defaultdict(int)
    for each in after.offers.values():
        offers[each.conversation_id] += 1
    untouched = [
        each
        for each in after.conversations.values()
        if each.state == "queued" and before.conversations.get(each.id) == each and _plain(each, offers, 0)
    ]
    for offer in after.offers.values():
        one = after.conversations[offer.conversation_id]
        if offer.id in before.offers or offer.made_by is not None or not offer.live or one.queue_id is None:
            continue
        if not _plain(one, offers, 1):
            continue
        rules = after.queues[one.queue_id]
        for other in untouched:
            if _line(other) == _line(one):
                yield from _overtaken(one, other, rules)


def _plain(one: Conversation, offers: Mapping[str, int], most: int) -> bool:
    """Whether nothing but its place speaks for it or against it."""
    return offers[one.id] <= most and not one.rescued and one.preferred_operator_id is None


def _line(one: Conversation) -> tuple[str | None, str, int, str | None]:
    return (one.queue_id, one.channel_id, one.exclusive, one.demands)


def _overtaken(one: Conversation, other: Conversation, rules: QueueSettings) -> Iterator[str]:
    if one.priority == other.priority:
        if (one.opened_at, one.id) > (other.opened_at, other.id):
            yield f"INV-35 {one.id} was offered before {other.id}, which is older"
    elif rules.discipline == "head_start":
        by_class = {int(each): seconds for each, seconds in rules.head_start_seconds.items()}
        starts = {each.id: by_class.get(LOWEST_CLASS - each.priority, 0) * SECOND for each in (one, other)}
        if one.opened_at - starts[one.id] > other.opened_at - starts[other.id]:
            yield f"INV-36 {one.id} was offered before {other.id}, beyond its head start"
    elif rules.discipline == "priority" and one.priority < other.priority:
        yield f"INV-36 {one.id} was offered before {other.id}, whose class comes first"
