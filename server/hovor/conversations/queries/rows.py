"""The conversation as it is stored, and the ways to find one. No rights here: see `rights`."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal, TypedDict

import msgspec
import sqlalchemy as sa

from hovor.conversations import models, policy
from hovor.conversations.policy import Cause, State
from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading, Row
from hovor.foundation.errors import NotFound

_conversation = models.conversation.c
_queue = models.known_queue.c
_front = models.front_state.c
_connection = models.client_connection.c


class Conversation(msgspec.Struct, frozen=True):
    """A row of the table of conversations; times are instants. `demands` is a document of routing's."""

    id: str
    channel_id: str
    channel_kind: str
    client_id: str
    identity_id: str
    state: State
    asynchronous: int
    exclusive: int
    queue_id: str | None
    priority: int
    rescued: int
    opened_at: Instant
    queued_at: Instant | None
    state_since: Instant
    owner_id: str | None
    offered_to: str | None
    wrap_up_until: Instant | None
    snoozed_until: Instant | None
    client_gone_at: Instant | None
    client_left: int
    ended_at: Instant | None
    closed_at: Instant | None
    cause: Cause | None
    outcome_id: str | None
    subject: str | None
    language: str | None
    continued_from_id: str | None
    demands: str | None
    preferred_operator_id: str | None
    preferred_until: Instant | None
    rating: int | None
    version: int

    @property
    def waits_in_line(self) -> bool:
        """Whether the colleagues of its queue see it waiting."""
        return self.state in policy.WAITING_IN_LINE


class Carried(msgspec.Struct, frozen=True):
    """One conversation that takes room of an operator: he serves it, wraps it up, or it is reserved for
    him.
    """

    conversation_id: str
    operator_id: str
    channel_kind: str
    exclusive: int
    reserved: int


class KnownQueue(msgspec.Struct, frozen=True):
    """What conversations know of a queue. Of a group, of one operator, or (neither) of all who have the
    channel. `line` is its order as a document.
    """

    id: str
    name: str
    group_id: str | None
    operator_id: str | None
    service_target_seconds: int | None
    wrap_up_limit_seconds: int | None
    line: str | None = None

    @property
    def order(self) -> policy.Order:
        """How its priorities stand to one another."""
        return policy.USUAL if self.line is None else _decode_order(self.line)


class FrontState(msgspec.Struct, frozen=True):
    """What clients are told about a channel: online, busy or offline, and how many wait. `when_nobody` is
    what becomes of them while nobody is there; None: as the channel's settings have it.
    """

    channel_id: str
    state: Literal["online", "busy", "offline"]
    waiting: int
    when_nobody: str | None = None


COLUMNS: Final = tuple(models.conversation.c[name] for name in Conversation.__struct_fields__)
_OF_COMPANY = sa.select(*COLUMNS).where(_conversation.company_id == sa.bindparam("company_id"))
_ONE = Hot(_OF_COMPANY.where(_conversation.id == sa.bindparam("conversation_id")))
_UNFINISHED = Hot(
    _OF_COMPANY.where(
        _conversation.channel_id == sa.bindparam("channel_id"),
        _conversation.identity_id == sa.bindparam("identity_id"),
        sa.text(models.UNFINISHED),
    )
)
_UNFINISHED_OF_IDENTITY = Hot(
    _OF_COMPANY.where(
        _conversation.identity_id == sa.bindparam("identity_id"), sa.text(models.UNFINISHED)
    ).order_by(_conversation.opened_at, _conversation.id)
)
_OF_IDENTITY = Hot(
    _OF_COMPANY.where(
        _conversation.channel_id == sa.bindparam("channel_id"),
        _conversation.identity_id == sa.bindparam("identity_id"),
    ).order_by(_conversation.opened_at, _conversation.id)
)
_LATEST = Hot(
    _OF_COMPANY.where(
        _conversation.channel_id == sa.bindparam("channel_id"),
        _conversation.identity_id == sa.bindparam("identity_id"),
    )
    .order_by(_conversation.opened_at.desc(), _conversation.id.desc())
    .limit(sa.literal_column("1"))
)
_CONNECTED = Hot(
    sa.select(_connection.id)
    .where(
        _connection.company_id == sa.bindparam("company_id"),
        _connection.identity_id == sa.bindparam("identity_id"),
    )
    .limit(sa.literal_column("1"))
)
_OWNED = Hot(
    _OF_COMPANY.where(_conversation.owner_id == sa.bindparam("operator_id")).order_by(
        _conversation.opened_at, _conversation.id
    )
)
_SEVERAL: Final = 2
_decode_order: Final = msgspec.json.Decoder(policy.Order).decode
_WAITING = Hot(_OF_COMPANY.where(sa.text("state IN ('queued', 'offered')")))
_BY_IDS = sa.select(*COLUMNS)


def _holding(holder: sa.ColumnElement[str | None], condition: str, *, reserved: int) -> sa.Select[Any]:
    return sa.select(
        _conversation.id,
        holder,
        _conversation.channel_kind,
        _conversation.exclusive,
        sa.literal_column(str(reserved), sa.Integer),
    ).where(sa.text(condition))


def _carried(holder: sa.ColumnElement[str | None], condition: str, *, reserved: int) -> sa.Select[Any]:
    of_company = _conversation.company_id == sa.bindparam("company_id")
    return _holding(holder, condition, reserved=reserved).where(of_company)


def _of_one(holder: sa.ColumnElement[str | None], condition: str, *, reserved: int) -> sa.Select[Any]:
    """Written so that SQLite goes by the operator, who has a few, not by company or state, which have
    thousands: what is an expression is no way into an index.
    """
    mine = holder == sa.bindparam("operator_id")
    of_company = _conversation.company_id.concat("") == sa.bindparam("company_id")
    return _holding(holder, condition, reserved=reserved).where(mine, of_company)


_ROOM_TAKING: Final = "('active', 'on_hold', 'transferring', 'wrap_up')"
_ROOM = (
    Hot(_carried(_conversation.owner_id, f"state IN {_ROOM_TAKING}", reserved=0)),
    Hot(_carried(_conversation.offered_to, "offered_to IS NOT NULL", reserved=1)),
)
_ROOM_OF_ONE = (
    Hot(_of_one(_conversation.owner_id, f"state || '' IN {_ROOM_TAKING}", reserved=0)),
    Hot(_of_one(_conversation.offered_to, "offered_to IS NOT NULL", reserved=1)),
)
_OF_QUEUES = sa.select(*(models.known_queue.c[name] for name in KnownQueue.__struct_fields__)).where(
    _queue.company_id == sa.bindparam("company_id")
)
_QUEUES = Hot(_OF_QUEUES.order_by(_queue.name, _queue.id))
_QUEUE = Hot(_OF_QUEUES.where(_queue.id == sa.bindparam("queue_id")))
_FRONT = Hot(
    sa.select(_front.channel_id, _front.state, _front.waiting, _front.when_nobody).where(
        _front.company_id == sa.bindparam("company_id")
    )
)


def find(reading: Reading, conversation_id: str) -> Conversation | None:
    """The conversation with this id, if the company has it."""
    return _made(reading.one(_ONE, company_id=reading.company, conversation_id=conversation_id))


def get(reading: Reading, conversation_id: str) -> Conversation:
    """The conversation with this id. Raises `NotFound`."""
    found = find(reading, conversation_id)
    if found is None:
        raise NotFound
    return found


def by_ids(reading: Reading, conversation_ids: Iterable[str]) -> list[Conversation]:
    """The conversations of these ids that the company has, in the order of the ids."""
    wanted = list(dict.fromkeys(conversation_ids))
    if len(wanted) <= 1:
        return [found for each in wanted if (found := find(reading, each)) is not None]
    rows = reading.all(
        _BY_IDS.where(_conversation.company_id == reading.company, _conversation.id.in_(sorted(wanted)))
    )
    by_id = {row[0]: Conversation(*row) for row in rows}
    return [by_id[each] for each in wanted if each in by_id]


def unfinished(reading: Reading, *, channel_id: str, identity_id: str) -> Conversation | None:
    """The conversation to which the next message of this identity on this channel belongs, if there
    is one.
    """
    return _made(
        reading.one(_UNFINISHED, company_id=reading.company, channel_id=channel_id, identity_id=identity_id)
    )


def unfinished_of_identity(reading: Reading, identity_id: str) -> list[Conversation]:
    """The unfinished conversations of one identity, whatever the channel."""
    return _all(reading.all(_UNFINISHED_OF_IDENTITY, company_id=reading.company, identity_id=identity_id))


def of_identity(reading: Reading, *, channel_id: str, identity_id: str) -> list[Conversation]:
    """Every conversation of one identity on one channel, the oldest first."""
    return _all(
        reading.all(_OF_IDENTITY, company_id=reading.company, channel_id=channel_id, identity_id=identity_id)
    )


def latest(reading: Reading, *, channel_id: str, identity_id: str) -> Conversation | None:
    """The newest conversation of one identity on one channel, in whatever state."""
    return _made(
        reading.one(_LATEST, company_id=reading.company, channel_id=channel_id, identity_id=identity_id)
    )


def connected(reading: Reading, identity_id: str) -> bool:
    """Whether a client of this identity has a live connection."""
    return reading.one(_CONNECTED, company_id=reading.company, identity_id=identity_id) is not None


def owned_by(reading: Reading, operator_id: str) -> list[Conversation]:
    """What one operator owns now, wrap-up included, the oldest first."""
    return _all(reading.all(_OWNED, company_id=reading.company, operator_id=operator_id))


def waiting(reading: Reading) -> list[Conversation]:
    """All that wait in a queue or are being offered, in the order of their lines."""
    found = _all(reading.all(_WAITING, company_id=reading.company))
    if len(found) < _SEVERAL:
        return found
    orders: dict[str | None, policy.Order] = {each.id: each.order for each in known_queues(reading).values()}
    return policy.in_order(found, orders, reading.now)


def carried(reading: Reading, operator_id: str | None = None) -> list[Carried]:
    """What takes room of the company's operators, or of one of them: from the rows themselves, so that no
    counter can drift from them (INV-21).
    """
    statements, of_one = (_ROOM, {}) if operator_id is None else (_ROOM_OF_ONE, {"operator_id": operator_id})
    return [
        Carried(*row)
        for statement in statements
        for row in reading.all(statement, company_id=reading.company, **of_one)
    ]


def known_queue(reading: Reading, queue_id: str | None) -> KnownQueue | None:
    """One queue of the company, if it has it."""
    row = None if queue_id is None else reading.one(_QUEUE, company_id=reading.company, queue_id=queue_id)
    return None if row is None else KnownQueue(*row)


def known_queues(reading: Reading) -> dict[str, KnownQueue]:
    """All queues of the company by their ids, in the order of their names."""
    return {row[0]: KnownQueue(*row) for row in reading.all(_QUEUES, company_id=reading.company)}


def front_states(reading: Reading) -> dict[str, FrontState]:
    """What clients are told, by channel. A channel that nobody wrote to and nobody served yet may be
    missing.
    """
    return {row[0]: FrontState(*row) for row in reading.all(_FRONT, company_id=reading.company)}


def front_state(reading: Reading, channel_id: str) -> FrontState:
    """What clients are told about one channel; offline until routing has said anything."""
    return front_states(reading).get(channel_id) or FrontState(channel_id, "offline", 0)


class Moved(TypedDict):
    """What all events of conversations tell: which one, and who saw it before and does not see it after."""

    conversation_id: str
    channel_id: str
    left_owner: str | None
    left_offered: str | None
    left_queue: str | None


def moved(before: Conversation, after: Conversation) -> Moved:
    """The difference between two moments of one conversation, as its events tell it."""
    stay = {after.owner_id, after.offered_to}
    line = before.queue_id if before.waits_in_line else None
    stays_in_line = after.waits_in_line and after.queue_id == line
    return Moved(
        conversation_id=after.id,
        channel_id=after.channel_id,
        left_owner=None if before.owner_id in stay else before.owner_id,
        left_offered=None if before.offered_to in stay else before.offered_to,
        left_queue=None if stays_in_line else line,
    )


def _made(row: Row | None) -> Conversation | None:
    return None if row is None else Conversation(*row)


def _all(rows: Sequence[tuple[Any, ...]]) -> list[Conversation]:
    return [Conversation(*row) for row in rows]
