"""The steps of a conversation that leave it with its owner: a hold, a rest, and the way back from both."""

from typing import Final, Literal, TypeAlias

from hovor.accounts import queries as accounts
from hovor.conversations import policy
from hovor.conversations.events import (
    ClientAwaited,
    ConversationHeld,
    ConversationResumed,
    ConversationSnoozed,
    ConversationTransferred,
)
from hovor.conversations.queries.rows import Conversation, moved
from hovor.conversations.service.moving import Moving
from hovor.foundation.clock import Instant, to_rfc3339
from hovor.foundation.database import Work
from hovor.messaging import queries as messages

Keeping: TypeAlias = Literal["hold", "resume", "snooze"]
_BY_CLIENT: Final = "client_wrote"


def keep(
    work: Work, *, conversation_id: str, step: Keeping, why: str = "asked", until: Instant | None = None
) -> Conversation:
    """Its owner keeps it: put on hold, snoozed `until` then, or served again. `why` as in
    `ConversationResumed`.

    A transfer that came to nothing is resumed as well, `why` says how the offer ended: the owner goes on with
    it or, where nobody waits for an answer, goes on waiting for the client. Raises `NotFound`,
    `NotPossibleNow`, `ConversationOver`.
    """
    moving = Moving.of(work, conversation_id)
    before = moving.row
    if before.state == "transferring":
        _keep_after_transfer(moving, why)
    elif step == "hold":
        moving.step("hold")
        moving.tell("held")
        work.publish(ConversationHeld(operator_id=_owner(before), **moved(before, moving.row)))
    elif step == "snooze":
        moving.step("snooze", snoozed_until=until)
        moving.tell("snoozed", until=None if until is None else to_rfc3339(until))
        work.publish(ConversationSnoozed(operator_id=_owner(before), **moved(before, moving.row)))
    else:
        _resume(moving, why)
    return moving.row


def _await_client(work: Work, row: Conversation) -> None:
    """He has been answered: where he need not be there, it is his turn now, for as many quiet days as his
    kind of channel has.
    """
    moving = Moving(work, row)
    moving.step("await_client")
    if row.state != moving.row.state:
        work.publish(ClientAwaited(operator_id=_owner(row), **moved(row, moving.row)))
    else:
        moving.publish_changed("client_awaited")


def _resume(moving: Moving, why: str) -> None:
    work, before = moving.work, moving.row
    # A client who went while nobody waited for him has his time to return from now on.
    anew = before.state in policy.RESTING and before.client_gone_at is not None
    moving.step("resume", client_gone_at=work.now if anew else before.client_gone_at)
    if why != _BY_CLIENT:
        moving.tell("resumed", why=why)
    work.publish(ConversationResumed(operator_id=_owner(before), why=why, **moved(before, moving.row)))


def _keep_after_transfer(moving: Moving, why: str) -> None:
    work, before = moving.work, moving.row
    answered = before.asynchronous and messages.thread_row(work, before.id).waiting_since is None
    moving.step("await_client" if answered else "resume")
    to = None if before.offered_to is None else accounts.operator(work, before.offered_to).name
    moving.tell("transfer_failed", to=to, why=why)
    work.publish(ConversationTransferred(operator_id=_owner(before), to="kept", **moved(before, moving.row)))


def _owner(row: Conversation) -> str:
    return row.owner_id or ""
