"""Rules as they are shown, and tried on what has come already."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from hovor.companies import queries as companies
from hovor.conversations import queries as conversations
from hovor.conversations.queries import Conversation
from hovor.foundation.caller import require_administrator
from hovor.foundation.clock import SECOND, Instant, to_rfc3339
from hovor.foundation.database import Reading
from hovor.routing.policy import Conditions, Demand, Fault, Rule, asked_from, faults_of_rule, first_match
from hovor.routing.queries.rows import Queue, queues
from hovor.routing.queries.rules import StoredRule, arrival, queue_of_channel, require_known, rule, rules
from hovor.routing.queries.setup import (
    FaultView,
    QueueDetailView,
    fault_views,
    queue_detail,
    settings_of_queues,
    staff,
)
from hovor.skills import queries as skills

MOST: Final = 5_000
"""How many conversations a dry run looks at, the newest first."""
SHOWN: Final = 100
"""How many of those that would have gone otherwise are named."""


class RuleView(msgspec.Struct, frozen=True):
    """A rule and what will not work about it. `skills` are levels, 1 to 5, by skill."""

    id: str
    version: int
    name: str
    enabled: bool
    conditions: Conditions
    queue_id: str | None
    priority: int | None
    skills: Mapping[str, int]
    faults: tuple[FaultView, ...]


class RulesView(msgspec.Struct, frozen=True):
    """All rules in the order in which they are tried."""

    items: tuple[RuleView, ...]
    next: None = None


class RoutingView(msgspec.Struct, frozen=True):
    """How everything is set up: the queues that several people share, and the rules in their order."""

    queues: tuple[QueueDetailView, ...]
    rules: tuple[RuleView, ...]


class WouldGoView(msgspec.Struct, frozen=True):
    """A conversation that would have gone otherwise: as it was, and as it would have been."""

    conversation_id: str
    opened_at: str
    channel_id: str
    rule_name: str | None
    queue_before: str | None
    queue_after: str | None
    priority_before: int
    priority_after: int
    skills_before: Mapping[str, int]
    skills_after: Mapping[str, int]


class CountedView(msgspec.Struct, frozen=True):
    """How many conversations of those that were looked at; `id` and `name` None: no rule, or no queue."""

    id: str | None
    name: str | None
    before: int
    after: int


class DryRunView(msgspec.Struct, frozen=True):
    """What rules would have made of the conversations from `since` on and before `until`. Counted is in how
    many the queue, the priority or the skills would have been others; what operators moved by hand counts as
    where it is now. `more`: there were more than a dry run looks at.
    """

    since: str
    until: str
    conversations: int
    more: bool
    other_queue: int
    other_priority: int
    other_skills: int
    by_rule: tuple[CountedView, ...]
    by_queue: tuple[CountedView, ...]
    items: tuple[WouldGoView, ...]


def rule_view(reading: Reading, rule_id: str) -> RuleView:
    """One rule as it is shown. Raises `NotFound`."""
    return _views(reading, [rule(reading, rule_id)])[0]


def rules_view(reading: Reading) -> RulesView:
    """All of them."""
    return RulesView(_views(reading, rules(reading)))


def routing_view(reading: Reading) -> RoutingView:
    """How everything is set up."""
    shared = tuple(
        queue_detail(reading, each.id) for each in queues(reading).values() if each.operator_id is None
    )
    return RoutingView(shared, _views(reading, rules(reading)))


def dry_run(reading: Reading, *, rules: Sequence[Rule] | None, hours: int | None) -> DryRunView:
    """What these rules (None: those that are stored) would have made of yesterday's conversations, or of
    those of the last hours. For administrators. Raises `NotAllowed`,
    and `Invalid` for what is not there.
    """
    require_administrator(reading.caller)
    once = [Demand(each.id) for each in skills.skills(reading)]
    for each in rules or ():
        require_known(reading, each, had=once)
    tried = stored_rules(reading) if rules is None else list(rules)
    since, until = (
        _yesterday(reading) if hours is None else (reading.now - hours * 3600 * SECOND, reading.now)
    )
    found = conversations.arrived_between(reading, since, until, limit=MOST + 1)
    looked_at = found[:MOST]
    asks = any(each.conditions.parameters for each in tried)
    given = conversations.parameters_of_all(reading, [each.id for each in looked_at]) if asks else {}
    known = queues(reading)
    went = [_tried(reading, row, tried, given.get(row.id, {}), known) for row in looked_at]
    names = {each.id: each.name for each in known.values()}
    otherwise = [each for _, each in went if _differs(each)]
    return DryRunView(
        since=to_rfc3339(since),
        until=to_rfc3339(until),
        conversations=len(looked_at),
        more=len(found) > MOST,
        other_queue=sum(each.queue_before != each.queue_after for _, each in went),
        other_priority=sum(each.priority_before != each.priority_after for _, each in went),
        other_skills=sum(each.skills_before != each.skills_after for _, each in went),
        by_rule=_by_rule(tried, [rule_id for rule_id, _ in went]),
        by_queue=_by_queue([each for _, each in went], names),
        items=tuple(otherwise[:SHOWN]),
    )


def stored_rules(reading: Reading) -> list[Rule]:
    """The rules that are stored."""
    return list(rules(reading))


def _tried(
    reading: Reading,
    row: Conversation,
    tried: Sequence[Rule],
    given: Mapping[str, str],
    known: Mapping[str, Queue],
) -> tuple[str | None, WouldGoView]:
    here = known.get(row.queue_id or "")
    # Who came to one operator by name is sent nowhere by rules.
    by_name = here is not None and here.operator_id is not None
    holds = None if by_name else first_match(tried, arrival(row, given))
    usual = here if by_name else queue_of_channel(reading, row.channel_id, known)
    after = usual.id if usual is not None else None
    before = {each.skill_id: each.level for each in asked_from(row.demands).skills}
    return None if holds is None else holds.id, WouldGoView(
        conversation_id=row.id,
        opened_at=to_rfc3339(row.opened_at),
        channel_id=row.channel_id,
        rule_name=None if holds is None else holds.name,
        queue_before=row.queue_id,
        queue_after=after if holds is None or holds.queue_id is None else holds.queue_id,
        priority_before=row.priority,
        priority_after=row.priority if holds is None or holds.priority is None else holds.priority,
        skills_before=before,
        skills_after={} if holds is None else {each.skill_id: each.level for each in holds.skills},
    )


def _differs(of: WouldGoView) -> bool:
    before = (of.queue_before, of.priority_before, of.skills_before)
    return before != (of.queue_after, of.priority_after, of.skills_after)


def _by_rule(tried: Sequence[Rule], held: Sequence[str | None]) -> tuple[CountedView, ...]:
    counted = Counter(held)
    every: list[tuple[str | None, str | None]] = [*((each.id, each.name) for each in tried), (None, None)]
    return tuple(CountedView(rule_id, name, 0, counted[rule_id]) for rule_id, name in every)


def _by_queue(went: Sequence[WouldGoView], names: Mapping[str, str]) -> tuple[CountedView, ...]:
    before = Counter(each.queue_before for each in went)
    after = Counter(each.queue_after for each in went)
    ids = sorted(before.keys() | after.keys(), key=lambda each: names.get(each or "", ""))
    return tuple(CountedView(each, names.get(each or ""), before[each], after[each]) for each in ids)


def _yesterday(reading: Reading) -> tuple[Instant, Instant]:
    zone = ZoneInfo(companies.company(reading).time_zone)
    today = datetime.fromtimestamp(reading.now / 1_000_000, zone).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    before = today - timedelta(days=1)
    since, until = (round(each.astimezone(UTC).timestamp() * 1_000_000) for each in (before, today))
    return since, until


def _views(reading: Reading, found: Sequence[StoredRule]) -> tuple[RuleView, ...]:
    return tuple(
        RuleView(
            each.id,
            each.version,
            each.name,
            each.enabled,
            each.conditions,
            each.queue_id,
            each.priority,
            {one.skill_id: one.level for one in each.skills},
            fault_views(reading, _faults(reading, each)),
        )
        for each in found
    )


def _faults(reading: Reading, of: Rule) -> tuple[Fault, ...]:
    known = queues(reading)
    lands_in: Sequence[str]
    if of.queue_id is not None:
        lands_in = (of.queue_id,)
    else:
        channels = [
            each.id
            for each in companies.channels(reading)
            if (not of.conditions.channel_ids or each.id in of.conditions.channel_ids)
            and (not of.conditions.kinds or each.kind in of.conditions.kinds)
        ]
        found = (queue_of_channel(reading, each, known) for each in channels)
        lands_in = tuple(dict.fromkeys(each.id for each in found if each is not None))
    living = {each.id for each in skills.skills(reading) if each.retired_at is None}
    asked = msgspec.structs.replace(of, skills=tuple(each for each in of.skills if each.skill_id in living))
    settings = settings_of_queues(reading)
    return faults_of_rule(asked, lands_in, settings, staff(reading), skills.levels(reading))
