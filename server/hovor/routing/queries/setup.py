"""How everything is routed, as administrators set it up: queues with their settings, and what will not
work.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.foundation.clock import to_rfc3339
from hovor.foundation.database import Reading
from hovor.routing.policy import Calendar, Fault, QueueSettings, Staff, faults
from hovor.routing.policy.settings import Choice, Discipline, Hours, Overflow, Relaxation, WhenNobody
from hovor.routing.queries.rows import Queue, queue, queues
from hovor.routing.queries.views import QueueView, queue_view
from hovor.skills import queries as skills

_WORDS: Final = {
    "empty_queue": "Nobody serves {queue}.",
    "unreachable_skill": "Nobody who serves {queue} has {skill} at the level that is asked for.",
    "overflow_loop": "What overflows from {queue} comes back to it.",
    "queue_gone": "The queue that it names is not there any more.",
}


class FaultView(msgspec.Struct, frozen=True):
    """One thing that will not work, as a stable code and as a sentence."""

    code: str
    words: str
    queue_id: str | None
    skill_id: str | None


class QueueDetailView(QueueView, frozen=True):
    """A queue as it is set up. `open` and `changes_at`: whether it is open now, and until when that stays so
    (null: always).
    """

    discipline: Discipline
    choice: Choice
    head_start_seconds: Mapping[str, int]
    ageing_rates: Mapping[str, float]
    last_operator_seconds: int
    broadcast: bool
    size_limit: int | None
    hours: tuple[Hours, ...] | None
    overflow: Overflow | None
    when_nobody: WhenNobody
    reply_text: str
    relaxation: tuple[Relaxation, ...]
    open: bool
    changes_at: str | None
    faults: tuple[FaultView, ...]


def calendar(reading: Reading) -> Calendar:
    """The company's clock and holidays."""
    company = companies.company(reading)
    return Calendar(company.time_zone, [each.date for each in company.settings.holidays])


def queue_detail(reading: Reading, queue_id: str) -> QueueDetailView:
    """One queue as it is set up. Raises `NotFound`."""
    found = queue(reading, queue_id)
    of_company, now = calendar(reading), reading.now
    shown = {name: getattr(found.settings, name) for name in QueueSettings.__struct_fields__}
    changes_at = of_company.next_change(found.settings, now)
    return QueueDetailView(
        **msgspec.structs.asdict(queue_view(reading, queue_id)),
        **shown,
        open=of_company.is_open(found.settings, now),
        changes_at=None if changes_at is None else to_rfc3339(changes_at),
        faults=fault_views(reading, _faults(reading, found)),
    )


def settings_of_queues(reading: Reading) -> Mapping[str, QueueSettings]:
    """The settings of every queue."""
    return {each.id: each.settings for each in queues(reading).values()}


def staff(reading: Reading) -> Mapping[str, Staff]:
    """Who could serve each queue, as it is set up; whoever is not active could not."""
    groups = {each.id: frozenset(each.member_ids) for each in accounts.groups(reading)}
    everybody = frozenset(each.id for each in accounts.operators(reading) if each.active)
    found: dict[str, Staff] = {}
    for each in queues(reading).values():
        if each.operator_id is not None:
            people = frozenset({each.operator_id}) & everybody
        else:
            people = everybody if each.group_id is None else groups.get(each.group_id, frozenset())
        later = (
            groups.get(one, frozenset()) for step in each.settings.relaxation for one in step.add_group_ids
        )
        found[each.id] = Staff(people, frozenset().union(*later))
    return found


def fault_views(reading: Reading, found: tuple[Fault, ...]) -> tuple[FaultView, ...]:
    """The same in words."""
    names = {each.id: each.name for each in queues(reading).values()}
    called = {each.id: each.name for each in skills.skills(reading)} if found else {}
    return tuple(
        FaultView(
            each.code,
            _WORDS[each.code].format(
                queue=names.get(each.queue_id or "", ""), skill=called.get(each.skill_id or "", "")
            ),
            each.queue_id,
            each.skill_id,
        )
        for each in found
    )


def _faults(reading: Reading, of: Queue) -> tuple[Fault, ...]:
    return faults(of.id, settings_of_queues(reading), staff(reading))
