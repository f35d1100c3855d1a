"""The domain's invariants as questions to the database. Each answers what is wrong, as sentences; nothing
means all is well.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import sqlalchemy as sa

from hovor.companies import queries as companies
from hovor.conversations import models as conversing
from hovor.conversations import policy
from hovor.conversations import queries as conversations
from hovor.conversations.queries import Conversation
from hovor.foundation import event_log
from hovor.foundation.clock import MINUTE, SECOND
from hovor.foundation.database import Reading
from hovor.presence import models as presence_models
from hovor.presence import queries as presence
from hovor.routing import models as routing
from hovor.routing import queries
from hovor.routing.engine import Operator, Waiting, decide, over_capacity, qualified
from hovor.routing.queries.gathering import waiting_of

_MOST_OFFERS: Final = 6
"""Two that were taken back at once, and then pauses of 10, 20 and 40 seconds, leave no room for more."""


def always(reading: Reading) -> list[str]:
    """What holds after every single unit of work."""
    rows = reading.all(sa.select(conversing.conversation).where(_own(conversing.conversation, reading)))
    ids = [row.id for row in rows]
    every = conversations.by_ids(reading, ids)
    return [
        *_ownership(reading, every),
        *_queues(reading, every),
        *_rescued(reading, every),
        *_offers(reading, {each.id: each for each in every}),
        *_conservation(reading, every),
        *_counters(reading, every),
        *_idle_clocks(reading, every),
        *_by_hand(reading),
        *_calls(reading, every),
        *_presence(reading, every),
        *_history(reading),
        *_limits(reading, every),
    ]


def settled(reading: Reading) -> list[str]:
    """What holds once everything that is due has happened."""
    plan = decide(queries.facts(reading))
    could = [each.choice for each in plan.decisions if each.choice.operator_id is not None]
    late = [each.id for each in queries.live_offers(reading) if each.deadline <= reading.now]
    table = conversing.conversation
    snoozes = sa.select(table.c.id).where(_own(table, reading), table.c.snoozed_until <= reading.now)
    return [
        *(f"INV-34 {each.conversation_id} waits while {each.operator_id} could take it" for each in could),
        *(f"INV-11, LIV-1 offer {each} outlives its deadline" for each in late),
        *(f"INV-55 the snooze of {each} outlives its time" for (each,) in reading.all(snoozes)),
        *_ends(reading),
        *_handed_over(reading),
        *_not_too_often(reading),
    ]


def taken_back(reading: Reading, conversation_id: str) -> list[str]:
    """What holds for one whose client has just written after a rest: he is served by somebody who has room
    for him, or he waits in a queue.
    """
    row = conversations.get(reading, conversation_id)
    if row.state in {"queued", "offered"}:
        return []
    if row.state != "active" or row.owner_id is None:
        return [f"LIV-2 {row.id} is {row.state} although its client has written"]
    owner = queries.operator(reading, row.owner_id)
    if owner is None or over_capacity(owner.load, owner.within(queries.policy(reading))):
        return [f"INV-24 {row.owner_id} has more than he may since {row.id} came back"]
    return []


def _ends(reading: Reading) -> Iterator[str]:
    """What must have come to its end by now."""
    rows = reading.all(sa.select(conversing.conversation.c.id).where(_own(conversing.conversation, reading)))
    company = companies.company(reading).settings
    for each in conversations.by_ids(reading, [conversation_id for (conversation_id,) in rows]):
        gone, until = each.client_gone_at, None
        if gone is not None and each.waits_in_line:
            until = max(gone, each.state_since) + company.queued_return_seconds * SECOND
        elif gone is not None and each.state in policy.SERVED:
            until = gone + company.return_seconds * SECOND
        if until is not None and until < reading.now:
            yield f"LIV-4 {each.id} is {each.state} although its client has left"
        if each.state == "wrap_up" and (each.wrap_up_until or 0) <= reading.now:
            yield f"LIV-6 {each.id} is still being wrapped up"


def _handed_over(reading: Reading) -> Iterator[str]:
    """Until a colleague accepts, and where he does not, its owner owns it."""
    held, made = conversing.assignment.c, routing.offer.c
    owned: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)
    rows = reading.all(
        sa.select(held.conversation_id, held.operator_id, held.started_at, held.ended_at).where(
            _own(conversing.assignment, reading)
        )
    )
    for conversation_id, operator_id, begin, end in rows:
        owned[conversation_id].append((operator_id, begin, sys.maxsize if end is None else end))
    handed = reading.all(
        sa.select(made.id, made.conversation_id, made.operator_id, made.made_at, made.ended_at, made.outcome)
        .where(_own(routing.offer, reading), made.made_by.is_not(None))
        .where(made.made_by != made.operator_id, made.ended_at.is_not(None))
    )
    for offer_id, conversation_id, to, made_at, ended_at, outcome in handed:
        times = owned[conversation_id]
        if outcome == "accepted" and not any(his == to and begin == ended_at for his, begin, _ in times):
            yield f"INV-07 {to} accepted {offer_id} and does not own it"
        kept = any(his != to and begin <= made_at and end >= ended_at for his, begin, end in times)
        if not kept:
            yield f"INV-07 nobody owned {conversation_id} while it was being handed over"


def _not_too_often(reading: Reading) -> Iterator[str]:
    """How often in a minute one conversation may be offered to the same operator. What he took does not
    count, nor what his page never showed.
    """
    made = routing.offer.c
    rows = reading.all(
        sa.select(made.conversation_id, made.operator_id, made.made_at)
        .where(_own(routing.offer, reading), made.made_by.is_(None))
        .where(sa.or_(made.outcome.is_(None), made.outcome.not_in(("accepted", "undelivered"))))
        .order_by(made.made_at)
    )
    times: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for conversation_id, operator_id, made_at in rows:
        times[conversation_id, operator_id].append(made_at)
    for (conversation_id, operator_id), at in times.items():
        if any(last - first < MINUTE for first, last in zip(at, at[_MOST_OFFERS:], strict=False)):
            yield f"INV-17 {operator_id} was offered {conversation_id} too often in a minute"


def _own(table: sa.Table, reading: Reading) -> sa.ColumnElement[bool]:
    return table.c.company_id == reading.company


def _ownership(reading: Reading, every: Iterable[Conversation]) -> Iterator[str]:
    table = conversing.assignment
    rows = reading.all(
        sa.select(table.c.conversation_id, table.c.operator_id).where(
            _own(table, reading), table.c.ended_at.is_(None)
        )
    )
    for conversation_id, times in Counter(conversation_id for conversation_id, _ in rows).items():
        if times > 1:
            yield f"INV-01 {conversation_id} has {times} open assignments"
    owners: dict[str, str] = dict(rows)
    for each in every:
        if (each.owner_id is not None) != (each.state in policy.OWNED):
            yield f"INV-02 {each.id} is {each.state} and owned by {each.owner_id}"
        if owners.get(each.id) != each.owner_id:
            yield f"INV-02 {each.id} is owned by {each.owner_id} and assigned to {owners.get(each.id)}"
        if each.state in {"new", "rescue", "with_bot"}:
            yield f"INV-05 {each.id} rests in {each.state}"


def _queues(reading: Reading, every: Iterable[Conversation]) -> Iterator[str]:
    standing = Counter(
        each.id
        for queue_id in conversations.known_queues(reading)
        for each in conversations.waiting_in(reading, queue_id)
    )
    for each in every:
        wanted = int(each.waits_in_line)
        if standing[each.id] != wanted:
            yield f"INV-05 {each.id} is {each.state} and stands in {standing[each.id]} queues"


def _rescued(reading: Reading, every: Iterable[Conversation]) -> Iterator[str]:
    """Who lost his operator stands first in his class until he has another one."""
    event = event_log.event.c
    told = sa.select(event.subject, event.kind).where(
        _own(event_log.event, reading), event.kind.in_(("conversation.rescued", "conversation.assigned"))
    )
    last: dict[str, str] = dict(reading.all(told.order_by(event.position)))
    for each in every:
        if each.waits_in_line and bool(each.rescued) != (last.get(each.id) == "conversation.rescued"):
            yield f"INV-08 {each.id} counts as rescued: {each.rescued}, last {last.get(each.id)}"


def _offers(reading: Reading, every: dict[str, Conversation]) -> Iterator[str]:
    live = queries.live_offers(reading)
    for conversation_id, times in Counter(each.conversation_id for each in live).items():
        if times > 1:
            yield f"INV-09 {conversation_id} has {times} live offers"
    offered = {each.conversation_id: each.operator_id for each in live}
    known = queries.queues(reading)
    for each in every.values():
        if each.offered_to != offered.get(each.id):
            yield f"INV-12 {each.id} is with {each.offered_to}, its offer with {offered.get(each.id)}"
    for offer in live:
        row, to = every[offer.conversation_id], queries.operator(reading, offer.operator_id)
        if to is None:
            yield f"INV-15 {offer.id} is offered to somebody who is not active"
            continue
        switched_off = () if row.channel_id in to.open_channels else ("channel_off",)
        why = (*to.refuses_because, *switched_off)
        if offer.made_by is None and row.queue_id is not None:
            why = (*why, *_against(to, waiting_of(row, known[row.queue_id])))
        if why:
            yield f"INV-15 {offer.id} is live although {why}"


def _against(to: Operator, waiting: Waiting) -> tuple[str, ...]:
    return qualified(to, waiting, waiting.all_steps[-1])


def _conservation(reading: Reading, every: list[Conversation]) -> Iterator[str]:
    table = event_log.event
    kinds = Counter(kind for (kind,) in reading.all(sa.select(table.c.kind).where(_own(table, reading))))
    if kinds["conversation.opened"] != len(every):
        yield f"INV-03 {kinds['conversation.opened']} were opened, {len(every)} exist"
    closed = sum(each.state == "closed" for each in every)
    if kinds["conversation.closed"] != closed:
        yield f"INV-03 {kinds['conversation.closed']} times closed, {closed} are closed"
    offers = reading.all(sa.select(routing.offer.c.outcome).where(_own(routing.offer, reading)))
    ended = sum(outcome is not None for (outcome,) in offers)
    ends = sum(kinds[f"offer.{kind}"] for kind in ("accepted", "declined", "expired", "withdrawn"))
    if (kinds["offer.made"], ends) != (len(offers), ended):
        yield f"INV-13 {kinds['offer.made']} offers made and {ends} ended; {len(offers)}, {ended} on record"


def _counters(reading: Reading, every: list[Conversation]) -> Iterator[str]:
    for each in presence.facts(reading):
        me = each.operator_id
        mine = [row for row in every if row.owner_id == me]
        counted = {
            "live": sum(row.state in policy.SERVED and not row.asynchronous for row in mine),
            "wrap_up": sum(row.state == "wrap_up" for row in mine),
            "offered": sum(row.offered_to == me for row in every),
            "on_call": sum(row.state in policy.SERVED and bool(row.exclusive) for row in mine),
        }
        for name, value in counted.items():
            if getattr(each.activity, name) != value:
                stored = getattr(each.activity, name)
                yield f"INV-21 {me} has {name} {stored}, counted {value}"


def _idle_clocks(reading: Reading, every: list[Conversation]) -> Iterator[str]:
    """They stand where handled work has ended or was put aside, and never where an offer did."""
    table = conversing.assignment.c
    rows = reading.all(
        sa.select(table.conversation_id, table.operator_id, table.ended_at).where(
            _own(conversing.assignment, reading)
        )
    )
    known = {each.id: each for each in every}
    put_aside, aside_at = _put_aside(reading)
    ends: defaultdict[str, set[int | None]] = defaultdict(lambda: {None, *aside_at})
    newest: defaultdict[str, int] = defaultdict(int)
    for conversation_id, operator_id, ended_at in rows:
        row = known[conversation_id]
        ends[operator_id] |= {ended_at, row.ended_at}
        if ended_at is not None and not row.asynchronous and conversation_id not in put_aside:
            newest[operator_id] = max(newest[operator_id], ended_at)
    for each in presence.facts(reading):
        me, idle = each.operator_id, each.idle_since
        if idle not in ends[me] or (idle or 0) < newest[me]:
            yield f"INV-39 {me} is idle since {idle}, and handled something until {newest[me]}"


def _put_aside(reading: Reading) -> tuple[set[str], set[int]]:
    """What was ever snoozed, and when."""
    event = event_log.event.c
    of_kind = sa.select(event.position).where(
        _own(event_log.event, reading), event.kind == "conversation.snoozed"
    )
    at = [position for (position,) in reading.all(of_kind)]
    kept = event_log.at_positions(reading, at) if at else []
    return {getattr(each.event, "conversation_id", "") for each in kept}, {each.at for each in kept}


def _by_hand(reading: Reading) -> Iterator[str]:
    """Whoever has got something otherwise than by an offer: somebody has done it, and is on record."""
    table = conversing.assignment.c
    rows = reading.all(
        sa.select(table.id, table.how, table.actor_kind, table.actor_id).where(
            _own(conversing.assignment, reading), table.how != "accepted"
        )
    )
    for assignment_id, how, actor_kind, actor_id in rows:
        if actor_kind != "operator" or not actor_id:
            yield f"INV-20 assignment {assignment_id} was {how} by {actor_kind} {actor_id}"


def _calls(reading: Reading, every: list[Conversation]) -> Iterator[str]:
    """Nothing is offered to whoever is being called, is on a call or wraps it up."""
    came = {each.conversation_id: each.made_at for each in queries.live_offers(reading)}
    table = conversing.assignment.c
    rows = reading.all(
        sa.select(table.conversation_id, table.started_at).where(
            _own(conversing.assignment, reading), table.ended_at.is_(None)
        )
    )
    taken: dict[str, int] = dict(rows)
    calls = [each for each in every if each.exclusive and each.state not in {"closed", *policy.RESTING}]
    for offer in queries.live_offers(reading):
        for call in calls:
            if call.id == offer.conversation_id:
                continue
            begun = taken.get(call.id) if call.owner_id == offer.operator_id else None
            if call.offered_to == offer.operator_id:
                begun = came.get(call.id)
            if begun is not None and begun < offer.made_at:
                yield f"INV-23 {offer.id} was made during the call {call.id}"


def _presence(reading: Reading, every: list[Conversation]) -> Iterator[str]:
    for row in every:
        # Who writes from outside and need not be there stays with his owner, wherever that one is.
        if row.state in policy.SERVED and row.owner_id is not None and not row.asynchronous:
            owner = presence.declared(reading, row.owner_id)
            if owner.liveness == "gone" or owner.status == "offline":
                yield f"INV-08 {row.id} is {row.state} with {owner.status}, {owner.liveness}"


def _history(reading: Reading) -> Iterator[str]:
    """Every operator has one interval after the other, the last of them open, and colleagues see what routing
    uses.
    """
    table = presence_models.presence_interval
    columns = (table.c.operator_id, table.c.started_at, table.c.ended_at, table.c.actor_id, table.c.cause)
    rows = reading.all(sa.select(*columns).where(_own(table, reading)))
    past: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for operator_id, started_at, ended_at, actor_id, cause in rows:
        past[operator_id].append((started_at, sys.maxsize if ended_at is None else ended_at))
        if not (actor_id and cause):
            yield f"INV-27 {operator_id} was changed by {actor_id} because of {cause}"
    connected = {
        operator_id
        for (operator_id,) in reading.all(
            sa.select(presence_models.connection.c.operator_id).where(
                _own(presence_models.connection, reading),
                presence_models.connection.c.state == "connected",
            )
        )
    }
    seen = {each.id: each for each in presence.colleagues(reading)}
    for each in presence.facts(reading):
        line = sorted(past[each.operator_id])
        if [end for _, end in line] != [*(begin for begin, _ in line[1:]), sys.maxsize]:
            yield f"INV-26 the history of {each.operator_id} has a gap: {line}"
        if each.reachable and each.operator_id not in connected:
            yield f"INV-28 {each.operator_id} is reachable without a live connection"
        colleague = seen[each.operator_id]
        if (colleague.status, colleague.reachable) != (each.status, each.reachable):
            yield f"INV-33 {each.operator_id} is shown as {colleague.status}, {colleague.reachable}"


def _limits(reading: Reading, every: list[Conversation]) -> Iterator[str]:
    """Who has an offer of routing's own, made under the limits of now: all that he has fits. What waits for
    one operator alone is not held to his limits.
    """
    company = companies.company(reading)
    capacity = company.settings.capacity
    queues = conversations.known_queues(reading)
    personal = {row.id for row in every if row.queue_id and queues[row.queue_id].operator_id is not None}
    for offer in queries.live_offers(reading):
        if offer.made_by is not None or offer.conversation_id in personal:
            continue
        if not offer.policy_version.endswith(f".{company.version}"):
            continue
        has = [
            row
            for row in every
            if row.offered_to == offer.operator_id
            or (row.owner_id == offer.operator_id and row.state not in policy.RESTING)
        ]
        kinds = Counter(row.channel_kind for row in has if row.state != "closed")
        # A kind that is not listed takes one slot and has no limit of its own.
        listed = {kind: capacity.kinds[kind] for kind in kinds if kind in capacity.kinds}
        units = sum(count * (listed[kind].weight if kind in listed else 1) for kind, count in kinds.items())
        over = [kind for kind, rule in listed.items() if kinds[kind] > rule.limit]
        if over or units > capacity.total:
            yield f"INV-19 {offer.operator_id} has {dict(kinds)} and was offered {offer.conversation_id}"
