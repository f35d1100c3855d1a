"""The engine's facts, read from the features that own them. What the engine is told is what everybody is
told (INV-33).
"""

from collections.abc import Collection, Iterable, Mapping

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.conversations import queries as conversations
from hovor.foundation.clock import SECOND
from hovor.foundation.database import Reading
from hovor.presence import queries as presence
from hovor.routing.engine import (
    ENGINE_VERSION,
    LOWEST_CLASS,
    Facts,
    Kind,
    Load,
    Operator,
    Policy,
    Queue,
    Waiting,
    channel,
)
from hovor.routing.queries import rows
from hovor.routing.queries.asking import line, steps
from hovor.routing.queries.rows import past_offers
from hovor.skills import queries as skills


def facts(reading: Reading, explained: Collection[str] = ()) -> Facts:
    """Everything about the company as it is now. `explained` are conversations whose waiting is on record
    already.
    """
    rules = policy(reading)
    queued = tuple(
        waiting_of(each, queue, explained=each.id in explained) for each, queue in _queued(reading)
    )
    if not queued:
        return Facts(now=reading.now, policy=rules, operators=(), waiting=(), past=())
    return _about(reading, rules, queued)


def facts_about(reading: Reading, waiting: Waiting) -> Facts:
    """The same about one conversation alone."""
    return _about(reading, policy(reading), (waiting,))


def _about(reading: Reading, rules: Policy, waiting: tuple[Waiting, ...]) -> Facts:
    return Facts(
        now=reading.now,
        policy=rules,
        operators=tuple(operators(reading)),
        waiting=waiting,
        past=past_offers(reading, since=reading.now - rules.window),
        queues=lines(reading),
    )


def lines(reading: Reading) -> tuple[Queue, ...]:
    """How each queue of the company is worked off."""
    return tuple(map(line, rows.queues(reading).values()))


def policy(reading: Reading) -> Policy:
    """The company's rules."""
    company = companies.company(reading)
    settings = company.settings
    return Policy(
        version=f"{ENGINE_VERSION}.{company.version}",
        automatic=settings.offer_mode == "automatic",
        total=settings.capacity.total,
        kinds={kind: Kind(each.limit, each.weight) for kind, each in settings.capacity.kinds.items()},
        cool_down=settings.decline_cool_down_seconds * SECOND,
    )


def operators(reading: Reading) -> list[Operator]:
    """All active operators."""
    groups = _turned_round(accounts.memberships(reading))
    assigned = accounts.assignments(reading)
    loads, levels = _loads(conversations.carried(reading)), skills.levels(reading)
    return [
        _operator(
            each,
            groups.get(each.operator_id, ()),
            assigned.get(each.operator_id, ()),
            loads,
            levels.get(each.operator_id, {}),
        )
        for each in presence.facts(reading)
    ]


def operator(reading: Reading, operator_id: str, *, besides: str | None = None) -> Operator | None:
    """One operator; None for one who is not active. His load leaves out the conversation `besides`.

    Raises `NotFound`.
    """
    found = presence.facts_of(reading, operator_id)
    if found is None:
        return None
    carried = conversations.carried(reading, operator_id)
    loads = _loads(each for each in carried if each.conversation_id != besides)
    groups = accounts.groups_of(reading, operator_id)
    levels = skills.levels_of(reading, operator_id)
    return _operator(found, groups, accounts.assigned_channels(reading, operator_id), loads, levels)


def awaits_nobody(reading: Reading, operator_id: str, channel_id: str) -> tuple[str, ...]:
    """Why a client who comes to this operator by name, on this channel, could not be offered to him now;
    empty when he could. The same rules by which he would be (INV-33).
    """
    found = operator(reading, operator_id)
    if found is None:
        return ("deactivated",)
    on_call = ("on_call",) if found.load.exclusive else ()
    return (*found.refuses_because, *channel(found, channel_id), *on_call)


def waiting_of(
    conversation: conversations.Conversation, queue: rows.Queue, *, explained: bool = False
) -> Waiting:
    """A conversation of this queue as the engine sees it."""
    return Waiting(
        id=conversation.id,
        version=conversation.version,
        queue_id=queue.id,
        group_id=queue.group_id,
        operator_id=queue.operator_id,
        channel_id=conversation.channel_id,
        channel_kind=conversation.channel_kind,
        exclusive=bool(conversation.exclusive),
        priority_class=LOWEST_CLASS - conversation.priority,
        age_base=conversation.opened_at,
        rescued=bool(conversation.rescued),
        steps=steps(conversation.demands, queue.settings),
        preferred_operator_id=conversation.preferred_operator_id,
        preferred_until=conversation.preferred_until or 0,
        explained=explained,
    )


def _queued(reading: Reading) -> Iterable[tuple[conversations.Conversation, rows.Queue]]:
    queues = rows.queues(reading)
    for each in conversations.waiting(reading):
        if each.state == "queued" and each.queue_id is not None:
            yield each, queues[each.queue_id]


def _operator(
    found: presence.OperatorFacts,
    group_ids: Iterable[str],
    channel_ids: Iterable[str],
    loads: Mapping[str, Load],
    levels: Mapping[str, int],
) -> Operator:
    return Operator(
        id=found.operator_id,
        refuses_because=found.refuses_because,
        group_ids=tuple(group_ids),
        assigned_channels=tuple(channel_ids),
        open_channels=tuple(sorted(found.open_channels)),
        idle_since=found.idle_since,
        load=loads.get(found.operator_id, Load()),
        total=found.capacity.total,
        limits=found.capacity.kinds,
        skills=dict(levels),
    )


def _loads(carried: Iterable[conversations.Carried]) -> Mapping[str, Load]:
    loads: dict[str, Load] = {}
    for each in carried:
        before = loads.get(each.operator_id, Load())
        loads[each.operator_id] = before.with_one(each.channel_kind, exclusive=bool(each.exclusive))
    return loads


def _turned_round(members: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for group_id, operator_ids in members.items():
        for operator_id in operator_ids:
            groups[operator_id] = (*groups.get(operator_id, ()), group_id)
    return groups
