"""The steps of a conversation between its queue and its owners. Routing decides them, these verbs carry
them out.
"""

from typing import Final

import msgspec

from hovor.accounts import queries as accounts
from hovor.conversations.events import (
    ConversationAssigned,
    ConversationOffered,
    ConversationQueued,
    ConversationRescued,
    ConversationTransferred,
)
from hovor.conversations.queries.rows import known_queue, moved
from hovor.conversations.service.moving import Moving
from hovor.foundation.clock import Instant
from hovor.foundation.database import Work
from hovor.foundation.errors import NotFound

_TRANSFERRED: Final = "transferred"


class Asks(msgspec.Struct, frozen=True, kw_only=True):
    """What routing asks for when a conversation comes into a queue: skills (a document of its own), a
    priority (None: as it has), and one operator who is asked alone until then.
    """

    demands: str | None = None
    priority: int | None = None
    preferred_operator_id: str | None = None
    preferred_until: Instant | None = None


def queue(work: Work, *, conversation_id: str, queue_id: str, why: str, asks: Asks | None = None) -> None:
    """Let it wait in a queue: a new one, one whose offer came to nothing, one handed to a group, one whose
    owner was lost. Its age and priority stay (INV-18); after a rescue it stands before the others of its
    priority.

    `why` as in `ConversationQueued`; without `asks` what was asked for stays. Raises
    `NotFound`, `NotPossibleNow`, `ConversationOver`.
    """
    moving = Moving.of(work, conversation_id)
    queue_of = known_queue(work, queue_id)
    if queue_of is None:
        raise NotFound
    was = moving.row
    asked = {} if asks is None else msgspec.structs.asdict(asks)
    if asks is not None and asks.priority is None:
        asked["priority"] = was.priority
    waited = was.waits_in_line and was.queued_at is not None
    before = moving.step(
        "queue",
        queue_id=queue_id,
        queued_at=was.queued_at if waited else work.now,
        rescued=int(was.rescued or was.state == "rescue"),
        **asked,
    )
    if why == _TRANSFERRED:
        moving.tell("transferred", client_visible=True, to=queue_of.name)
    work.publish(ConversationQueued(queue_id=queue_id, why=why, **moved(before, moving.row)))


def present(work: Work, *, conversation_id: str, operator_id: str) -> None:
    """It is offered to one operator: out of the queue, or by its owner who keeps it until the other one
    accepts (INV-07).

    Raises `NotFound`, `NotPossibleNow`, `ConversationOver`.
    """
    moving = Moving.of(work, conversation_id)
    from_queue = moving.row.owner_id is None
    before = moving.step("offer" if from_queue else "transfer", offered_to=operator_id)
    keys = moved(before, moving.row)
    if from_queue:
        work.publish(ConversationOffered(operator_id=operator_id, **keys))
    else:
        work.publish(ConversationTransferred(operator_id=operator_id, to="offered", **keys))


def assign(work: Work, *, conversation_id: str, operator_id: str, how: str) -> None:
    """Its one owner is from now on this operator (INV-01), whoever had it before. `how` as in
    `ConversationAssigned`.

    Raises `NotFound`, `NotPossibleNow`, `ConversationOver`.
    """
    moving = Moving.of(work, conversation_id)
    before = moving.step("take", how=how, owner_id=operator_id, rescued=0)
    owner = accounts.operator(work, operator_id)
    moving.tell("joined", client_visible=True, name=owner.public_name)
    work.publish(ConversationAssigned(operator_id=operator_id, how=how, **moved(before, moving.row)))


def rescue(work: Work, *, conversation_id: str, why: str) -> None:
    """Take it from an owner who is lost or has left; routing puts it at the head of its queue in the same
    unit (INV-08).

    Raises `NotFound`, `NotPossibleNow`, `ConversationOver`.
    """
    moving = Moving.of(work, conversation_id)
    before = moving.step("lose_owner")
    owner_id = before.owner_id or ""
    moving.tell("owner_lost", why=why, name=accounts.operator(work, owner_id).name)
    work.publish(ConversationRescued(operator_id=owner_id, why=why, **moved(before, moving.row)))
