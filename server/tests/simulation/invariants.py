"""The domain's invariants as questions to the database. Each answers what is wrong, as sentences; nothing
means all is well.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import msgspec
import sqlalchemy as sa

from hovor.companies import queries as companies
from hovor.conversations import models as conversing
from hovor.conversations import policy
from hovor.conversations import queries as conversations
from hovor.conversations.queries import Conversation
from hovor.foundation import event_log
from hovor.foundation.database import Reading
from hovor.presence import models as presence_models
from hovor.presence import queries as presence
from hovor.routing import models as routing
from hovor.routing import queries
from hovor.routing.engine import (
    Choice,
    Facts,
    Operator,
    Waiting,
    channel,
    choose,
    decide,
    over_capacity,
    qualified,
    reasons,
)
from hovor.routing.queries.gathering import waiting_of


def always(reading: Reading) -> list[str]:
    """What holds after every single unit of work."""
    rows = reading.all(sa.select(conversing.conversation).where(_own(conversing.conversation, reading)))
    ids = [row.id for row in rows]
    every = conversations.by_ids(reading, ids)
    return [
        *_ownership(reading, every),
        *_queues(reading, every),
        *_offers(reading, {each.id: each for each in every}),
        *_conservation(reading, every),
        *_counters(reading, every),
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
    gone = [
        each.id
        for each in conversations.waiting(reading)
        if each.client_gone_at is not None and each.client_gone_at + 300_000_000 < reading.now - 300_000_000
    ]
    return [
        *(f"INV-34 {each.conversation_id} waits while {each.operator_id} could take it" for each in could),
        *(f"INV-11 offer {each} outlives its deadline" for each in late),
        *(f"INV-55 the snooze of {each} outlives its time" for (each,) in reading.all(snoozes)),
        *(f"LIV-4 {each} waits for a client who has left" for each in gone),
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


def decisions(reading: Reading) -> list[str]:
    """What holds for every decision on record: it follows from its own facts, and they allowed it."""
    wrong: list[str] = []
    table = routing.decision
    for facts, explanation in reading.all(
        sa.select(table.c.facts, table.c.explanation).where(_own(table, reading))
    ):
        known, choice = msgspec.json.decode(facts, type=Facts), msgspec.json.decode(explanation, type=Choice)
        if choose(known) != choice:
            wrong.append(f"INV-42 the decision about {choice.conversation_id} does not follow from its facts")
        if choice.operator_id is None:
            continue
        chosen = next(each for each in known.operators if each.id == choice.operator_id)
        if reasons(chosen, known.waiting[0], known.policy):
            wrong.append(f"INV-14 {chosen.id} was not offerable for {choice.conversation_id}")
        cool = known.now - known.policy.cool_down
        recent = [each for each in known.past if each.operator_id == chosen.id and each.ended_at > cool]
        if recent and len(choice.candidates) > 1:
            wrong.append(f"INV-17 {chosen.id} had {choice.conversation_id} just now, and others were there")
    return wrong


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
        why = (*to.refuses_because, *channel(to, row.channel_id))
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
            "on_call": 0,
        }
        for name, value in counted.items():
            if getattr(each.activity, name) != value:
                stored = getattr(each.activity, name)
                yield f"INV-21 {me} has {name} {stored}, counted {value}"


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
