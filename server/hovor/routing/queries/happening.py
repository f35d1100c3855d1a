"""What has happened to a conversation that waits, and what comes if nobody takes it: from records and timers
alone, nothing is guessed.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, cast

import msgspec
import sqlalchemy as sa

from hovor.conversations.queries import Conversation
from hovor.foundation.clock import SECOND, Instant, to_rfc3339
from hovor.foundation.database import Hot, Reading
from hovor.foundation.timers import timer
from hovor.routing import models
from hovor.routing.queries.asking import demands_of
from hovor.routing.queries.rows import queues
from hovor.routing.queries.rules import placements
from hovor.skills import queries as skills

OVERFLOW: Final = "queue_overflow"
"""The kind of the timer by which a conversation moves on to the next queue."""

_offer = models.offer.c
_ENDED: Final = Hot(
    sa.select(_offer.ended_at, _offer.operator_id, _offer.outcome, _offer.reason)
    .where(
        _offer.company_id == sa.bindparam("company_id"),
        _offer.conversation_id == sa.bindparam("conversation_id"),
        _offer.ended_at.is_not(None),
    )
    .order_by(_offer.ended_at, _offer.id)
)
_DUE: Final = Hot(
    sa.select(timer.c.at).where(
        timer.c.company_id == sa.bindparam("company_id"),
        timer.c.kind == sa.bindparam("kind"),
        timer.c.key == sa.bindparam("key"),
    )
)

What = Literal[
    "arrived", "rule", "full", "closed", "waited", "accepted", "declined", "timed_out", "undelivered",
    "withdrawn", "cancelled", "failed", "overflows", "asks_less", "more_groups",
]  # fmt: skip


class HappeningView(msgspec.Struct, frozen=True):
    """Something that has happened, or comes at its time. `what` is arrived; rule (it sent it to `queue`); why
    it went past another queue to `queue`: full, closed, waited; how an offer to `name` ended; or, of what
    comes: overflows (to `queue`), asks_less, more_groups. `name` is an operator's or a rule's, `reason` what
    an operator said.
    """

    at: str
    what: What
    name: str | None = None
    queue: str | None = None
    reason: str | None = None


class AskedView(msgspec.Struct, frozen=True):
    """A skill that the conversation asks for when it arrives."""

    skill: str
    level: int


def happened(reading: Reading, row: Conversation, names: Mapping[str, str]) -> tuple[HappeningView, ...]:
    """Everything until now, the oldest first; `names` are the operators'."""
    lines = {each.id: each.name for each in queues(reading).values()}
    found: list[tuple[Instant, HappeningView]] = [
        (row.opened_at, HappeningView(to_rfc3339(row.opened_at), "arrived"))
    ]
    for each in placements(reading, row.id):
        view = HappeningView(
            to_rfc3339(each.at), _what(each.why), each.rule_name, lines.get(each.queue_id, ""), None
        )
        found.append((each.at, view))
    for ended_at, operator_id, outcome, reason in reading.all(
        _ENDED, company_id=reading.company, conversation_id=row.id
    ):
        view = HappeningView(to_rfc3339(ended_at), _what(outcome), names.get(operator_id), None, reason)
        found.append((ended_at, view))
    return tuple(view for _, view in sorted(found, key=lambda each: each[0]))


def comes(reading: Reading, row: Conversation) -> tuple[HappeningView, ...]:
    """What changes by the time alone while it waits, the next first."""
    known = queues(reading)
    here = known.get(row.queue_id or "")
    if here is None or not row.waits_in_line:
        return ()
    found: list[tuple[Instant, HappeningView]] = []
    for step in here.settings.relaxation:
        at = row.opened_at + step.after_seconds * SECOND
        asks_less = row.demands is not None and (step.drop_skills or step.lower_to is not None)
        if asks_less:
            found.append((at, HappeningView(to_rfc3339(at), "asks_less")))
        if step.add_group_ids:
            found.append((at, HappeningView(to_rfc3339(at), "more_groups")))
    due = due_at(reading, OVERFLOW, row.id)
    to = None if here.settings.overflow is None else known.get(here.settings.overflow.to_queue_id)
    if due is not None and to is not None:
        found.append((due, HappeningView(to_rfc3339(due), "overflows", None, to.name)))
    return tuple(view for at, view in sorted(_to_come(found, reading.now), key=lambda each: each[0]))


def due_at(reading: Reading, kind: str, key: str) -> Instant | None:
    """When the timer of this kind and key fires; None where there is none."""
    row = reading.one(_DUE, company_id=reading.company, kind=kind, key=key)
    return None if row is None else row[0]


def asked(reading: Reading, row: Conversation) -> tuple[AskedView, ...]:
    """The skills that it asks for."""
    if row.demands is None:
        return ()
    names = {each.id: each.name for each in skills.skills(reading)}
    return tuple(AskedView(names[each.skill_id], each.level) for each in demands_of(row.demands))


def _to_come(
    found: Iterable[tuple[Instant, HappeningView]], now: Instant
) -> list[tuple[Instant, HappeningView]]:
    return [(at, view) for at, view in found if at > now]


def _what(code: str) -> What:
    return cast("What", code)
