"""What has happened to a conversation that waits, and what comes if nobody takes it: from records and timers
alone, nothing is guessed.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, cast

import msgspec
import sqlalchemy as sa

from hovor.accounts import queries as accounts
from hovor.conversations import queries as conversations
from hovor.conversations.queries import Conversation
from hovor.foundation.clock import Instant, to_rfc3339
from hovor.foundation.database import Hot, Reading
from hovor.foundation.timers import timer
from hovor.routing import models
from hovor.routing.engine import Requirement
from hovor.routing.policy import Relaxation, Widening, asked_from
from hovor.routing.queries.asking import steps
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
    "withdrawn", "cancelled", "failed", "widened", "overflows", "asks_less", "more_groups",
]  # fmt: skip


class WiderView(msgspec.Struct, frozen=True):
    """How a conversation is opened to more people: what `POST /conversations/{id}/widen` takes, and the names
    of the groups.
    """

    drop_skills: bool
    lower_to: int | None
    add_group_ids: tuple[str, ...]
    groups: tuple[str, ...]


class HappeningView(msgspec.Struct, frozen=True):
    """Something that has happened, or comes at its time. `what` is arrived; rule (it sent it to `queue`); why
    it went past another queue to `queue`: full, closed, waited; how an offer to `name` ended; widened (by
    `name`); or, of what comes: overflows (to `queue`), asks_less, more_groups. `name` is an operator's, whose
    id stands beside it, or a rule's; `reason` what an operator said; `wider` what is opened.
    """

    at: str
    what: What
    name: str | None = None
    queue: str | None = None
    reason: str | None = None
    operator_id: str | None = None
    wider: WiderView | None = None


class AskedView(msgspec.Struct, frozen=True):
    """A skill that the conversation asks for now."""

    skill: str
    level: int


class PlaceView(msgspec.Struct, frozen=True):
    """Where it stands in its queue, from 1, and how many wait there."""

    number: int
    waiting: int


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
        view = HappeningView(
            to_rfc3339(ended_at), _what(outcome), names.get(operator_id), None, reason, operator_id
        )
        found.append((ended_at, view))
    groups = _groups(reading)
    for opened in asked_from(row.demands).widened:
        by = opened.operator_id
        view = HappeningView(
            to_rfc3339(opened.at),
            "widened",
            names.get(by),
            operator_id=by,
            wider=_wider(opened, opened.add_group_ids, groups),
        )
        found.append((opened.at, view))
    return tuple(view for _, view in sorted(found, key=lambda each: each[0]))


def comes(reading: Reading, row: Conversation, step: int) -> tuple[HappeningView, ...]:
    """What changes by the time alone while it waits in its `step`, the next first. A step that counts already
    because those before it have nobody does not come any more.
    """
    known = queues(reading)
    here = known.get(row.queue_id or "")
    if here is None or not row.waits_in_line:
        return ()
    found: list[tuple[Instant, HappeningView]] = []
    asked_for, groups = steps(row.demands, here.settings), _groups(reading)
    for at_step, each in enumerate(here.settings.relaxation, 1):
        if at_step <= step:
            continue
        before, then = asked_for[at_step - 1], asked_for[at_step]
        at = row.opened_at + then.after
        if then.requires != before.requires:
            found.append((at, HappeningView(to_rfc3339(at), "asks_less", wider=_wider(each, (), groups))))
        more = tuple(one for one in then.group_ids if one not in (here.group_id, *before.group_ids))
        if more and here.group_id is not None:
            of_groups = msgspec.structs.replace(each, drop_skills=False, lower_to=None)
            view = HappeningView(to_rfc3339(at), "more_groups", wider=_wider(of_groups, more, groups))
            found.append((at, view))
    due = due_at(reading, OVERFLOW, row.id)
    to = None if here.settings.overflow is None else known.get(here.settings.overflow.to_queue_id)
    if due is not None and to is not None:
        found.append((due, HappeningView(to_rfc3339(due), "overflows", None, to.name)))
    return tuple(view for at, view in sorted(_to_come(found, reading.now), key=lambda each: each[0]))


def due_at(reading: Reading, kind: str, key: str) -> Instant | None:
    """When the timer of this kind and key fires; None where there is none."""
    row = reading.one(_DUE, company_id=reading.company, kind=kind, key=key)
    return None if row is None else row[0]


def asked(reading: Reading, requires: Iterable[Requirement]) -> tuple[AskedView, ...]:
    """The skills that are asked for, by name."""
    names = {each.id: each.name for each in skills.skills(reading)}
    return tuple(AskedView(names[each.skill], each.level) for each in requires)


def place(reading: Reading, row: Conversation) -> PlaceView | None:
    """Where it stands among those of its queue, as its client is told; None for one that does not wait."""
    if row.queue_id is None or not row.waits_in_line:
        return None
    line = [each.id for each in conversations.waiting(reading) if each.queue_id == row.queue_id]
    return PlaceView(line.index(row.id) + 1, len(line))


def _groups(reading: Reading) -> Mapping[str, str]:
    return {each.id: each.name for each in accounts.groups(reading)}


def _wider(by: Relaxation | Widening, group_ids: tuple[str, ...], names: Mapping[str, str]) -> WiderView:
    return WiderView(
        by.drop_skills, by.lower_to, group_ids, tuple(names[each] for each in group_ids if each in names)
    )


def _to_come(
    found: Iterable[tuple[Instant, HappeningView]], now: Instant
) -> list[tuple[Instant, HappeningView]]:
    return [(at, view) for at, view in found if at > now]


def _what(code: str) -> What:
    return cast("What", code)
