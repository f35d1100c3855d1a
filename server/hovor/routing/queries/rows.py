"""Queues and offers as they are stored. No rights here."""

from typing import Final, Literal

import msgspec
import sqlalchemy as sa

from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading, Row
from hovor.foundation.errors import NotFound
from hovor.routing import models
from hovor.routing.engine import Past
from hovor.routing.policy import QueueSettings, settings_from

Outcome = Literal["accepted", "declined", "timed_out", "undelivered", "withdrawn", "cancelled", "failed"]

_queue = models.queue.c
_offer = models.offer.c


class Queue(msgspec.Struct, frozen=True):
    """A waiting line: of a group, of one operator, or (neither) of all who have the channel; and how it is
    worked off.
    """

    id: str
    name: str
    group_id: str | None
    operator_id: str | None
    service_target_seconds: int | None
    wrap_up_limit_seconds: int | None
    version: int
    settings: QueueSettings = QueueSettings()


class Offer(msgspec.Struct, frozen=True):
    """A conversation presented to one operator. `made_by` is the colleague who transfers it, the operator
    himself for one that came to him beyond his limits, None for routing itself.
    """

    id: str
    conversation_id: str
    operator_id: str
    made_by: str | None
    made_at: Instant
    deadline: Instant
    delivered_at: Instant | None
    ended_at: Instant | None
    outcome: Outcome | None
    reason: str | None
    channel_kind: str
    policy_version: str
    version: int

    @property
    def live(self) -> bool:
        """Whether he may still answer it, as far as the record says."""
        return self.ended_at is None

    @property
    def transfers(self) -> bool:
        """Whether a colleague hands it over."""
        return self.made_by is not None and self.made_by != self.operator_id


_OF_QUEUES = sa.select(*(_queue[name] for name in Queue.__struct_fields__)).where(
    _queue.company_id == sa.bindparam("company_id")
)
_QUEUES = Hot(_OF_QUEUES.order_by(_queue.name, _queue.id))
_SHARED_QUEUES = Hot(_OF_QUEUES.where(_queue.operator_id.is_(None)).order_by(_queue.name, _queue.id))
_QUEUE = Hot(_OF_QUEUES.where(_queue.id == sa.bindparam("queue_id")))
OFFER_COLUMNS: Final = tuple(_offer[name] for name in Offer.__struct_fields__)
_OFFERS = sa.select(*OFFER_COLUMNS).where(_offer.company_id == sa.bindparam("company_id"))
_ONE = Hot(_OFFERS.where(_offer.id == sa.bindparam("offer_id")))
_LIVE = _OFFERS.where(_offer.ended_at.is_(None)).order_by(_offer.made_at, _offer.id)
_LIVE_OF_COMPANY = Hot(_LIVE)
_LIVE_OF_OPERATOR = Hot(_LIVE.where(_offer.operator_id == sa.bindparam("operator_id")))
_LIVE_OF_CONVERSATION = Hot(_LIVE.where(_offer.conversation_id == sa.bindparam("conversation_id")))
_PAST = Hot(
    sa.select(_offer.conversation_id, _offer.operator_id, _offer.made_at, _offer.ended_at, _offer.outcome)
    .where(
        _offer.company_id == sa.bindparam("company_id"),
        _offer.ended_at > sa.bindparam("since"),
        _offer.outcome != sa.literal_column("'accepted'"),
    )
    .order_by(_offer.ended_at, _offer.id)
)
_MISSED = Hot(
    sa.select(sa.func.count())
    .select_from(models.offer)
    .where(
        _offer.company_id == sa.bindparam("company_id"),
        _offer.conversation_id == sa.bindparam("conversation_id"),
        sa.text("outcome IN ('declined', 'timed_out')"),
    )
)
_ANSWERS = Hot(
    sa.select(_offer.outcome)
    .where(
        _offer.company_id == sa.bindparam("company_id"),
        _offer.operator_id == sa.bindparam("operator_id"),
        _offer.ended_at > sa.bindparam("since"),
        sa.text("outcome IN ('accepted', 'declined', 'timed_out')"),
    )
    .order_by(_offer.ended_at.desc(), _offer.id.desc())
    .limit(sa.bindparam("limit", type_=sa.Integer))
)


def queues(reading: Reading) -> dict[str, Queue]:
    """All queues of the company by their ids, in the order of their names."""
    rows = reading.all(_QUEUES, company_id=reading.company)
    return {row[0]: _made(row) for row in rows}


def shared_queues(reading: Reading) -> dict[str, Queue]:
    """Those that are no operator's own, in the order of their names."""
    rows = reading.all(_SHARED_QUEUES, company_id=reading.company)
    return {row[0]: _made(row) for row in rows}


def _made(row: Row) -> Queue:
    *named, document = row
    values = (*named, settings_from(document))
    return Queue(*values)


def queues_around(reading: Reading, queue_id: str | None) -> dict[str, Queue]:
    """Those that are no operator's own, and this one, if there is one of that id: all between which
    conversations move by themselves. There may be an own queue of each of thousands of operators.
    """
    shared = shared_queues(reading)
    if queue_id is None or queue_id in shared:
        return shared
    own = find_queue(reading, queue_id)
    return shared if own is None else {**shared, own.id: own}


def find_queue(reading: Reading, queue_id: str | None) -> Queue | None:
    """One queue, if there is one of that id."""
    if queue_id is None:
        return None
    row = reading.one(_QUEUE, company_id=reading.company, queue_id=queue_id)
    return None if row is None else _made(row)


def queue(reading: Reading, queue_id: str) -> Queue:
    """One queue. Raises `NotFound`."""
    found = find_queue(reading, queue_id)
    if found is None:
        raise NotFound
    return found


def offer(reading: Reading, offer_id: str) -> Offer:
    """One offer, live or ended. Raises `NotFound`."""
    row = reading.one(_ONE, company_id=reading.company, offer_id=offer_id)
    if row is None:
        raise NotFound
    return Offer(*row)


def live_offers(reading: Reading) -> list[Offer]:
    """All live offers of the company, the oldest first."""
    return [Offer(*row) for row in reading.all(_LIVE_OF_COMPANY, company_id=reading.company)]


def live_offers_to(reading: Reading, operator_id: str) -> list[Offer]:
    """The live offers to one operator, the oldest first."""
    rows = reading.all(_LIVE_OF_OPERATOR, company_id=reading.company, operator_id=operator_id)
    return [Offer(*row) for row in rows]


def live_offer_of(reading: Reading, conversation_id: str) -> Offer | None:
    """The live offer of one conversation; there is at most one (INV-09)."""
    row = reading.one(_LIVE_OF_CONVERSATION, company_id=reading.company, conversation_id=conversation_id)
    return None if row is None else Offer(*row)


def past_offers(reading: Reading, *, since: Instant) -> tuple[Past, ...]:
    """The offers that came to nothing after `since`."""
    return tuple(Past(*row) for row in reading.all(_PAST, company_id=reading.company, since=since))


def unanswered(reading: Reading, conversation_id: str) -> int:
    """How many offers of this conversation were declined or left without an answer."""
    row = reading.one(_MISSED, company_id=reading.company, conversation_id=conversation_id)
    return 0 if row is None else row[0]


def personal_queue(reading: Reading, operator_id: str) -> Queue:
    """The queue in which clients wait for this one operator. Raises `NotFound`."""
    for each in queues(reading).values():
        if each.operator_id == operator_id:
            return each
    raise NotFound


def missed_in_a_row(reading: Reading, operator_id: str, *, since: Instant, most: int) -> int:
    """How many of his last offers were shown to him and not answered, since he went online; no further than
    `most`.

    Offers that were never shown, or were taken back, are passed over (INV-16).
    """
    rows = reading.all(_ANSWERS, company_id=reading.company, operator_id=operator_id, since=since, limit=most)
    answers = [outcome for (outcome,) in rows]
    return next((at for at, outcome in enumerate(answers) if outcome != "timed_out"), len(answers))
