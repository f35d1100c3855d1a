"""The end of a conversation: the exchange is over, the work after it is done, it is closed for good."""

from collections.abc import Sequence
from typing import Final

import msgspec

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.conversations import policy
from hovor.conversations.errors import NotPossibleNow, OutcomeRequired, OutcomeUnknown
from hovor.conversations.events import ConversationClosed, ConversationEnded
from hovor.conversations.policy import Cause
from hovor.conversations.queries.audience import audience_of
from hovor.conversations.queries.authors import author
from hovor.conversations.queries.labels import outcomes
from hovor.conversations.queries.rights import managed
from hovor.conversations.queries.rows import Conversation, known_queue, moved
from hovor.conversations.service.moving import WRAP_UP_LIMIT, Moving
from hovor.conversations.service.tagging import Tagging
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Work
from hovor.foundation.timers import cancel_timer, set_timer
from hovor.messaging import service as messaging

_WHOLE: Final = 100
"""Percent: an operator without a time allowance of his own."""


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """What its owner says of a conversation at its end; None leaves what is there."""

    outcome_id: str | None = None
    note: str | None = None
    tag_ids: Sequence[str] | None = None


def end(work: Work, *, conversation_id: str, ending: Ending) -> Conversation:
    """The exchange is over. Its owner has time for the work after it, as long as its queue or the company
    allows; where they allow none it is closed at once.

    For the owner and for supervisors. Raises `NotFound`, `NotYours`, `NotPossibleNow`, `ConversationOver`,
    `OutcomeRequired`, `OutcomeUnknown`, `TagUnknown`.
    """
    moving = Moving(work, managed(work, conversation_id))
    before = moving.row
    outcome_id = _outcome(work, before, ending, required=companies.settings(work).outcome_required)
    until = _wrap_up_until(work, before)
    if until is None or before.owner_id is None:
        _close(moving, "handled", ending, outcome_id=outcome_id)
        return moving.row
    moving.step("end", wrap_up_until=until, ended_at=work.now, outcome_id=outcome_id)
    set_timer(work, kind=WRAP_UP_LIMIT, key=before.id, at=until)
    _note(moving, ending)
    moving.tell("ended", client_visible=True)
    work.publish(ConversationEnded(operator_id=before.owner_id, **moved(before, moving.row)))
    return moving.row


def finish(work: Work, *, conversation_id: str, ending: Ending) -> Conversation:
    """The work after it is done: it is closed. For the owner, for supervisors, and for the timer of the
    limit.

    Raises `NotFound`, `NotYours`, `NotPossibleNow`, `OutcomeUnknown`, `TagUnknown`.
    """
    moving = Moving(work, managed(work, conversation_id))
    if moving.row.state != "wrap_up":
        raise NotPossibleNow(state=moving.row.state)
    outcome_id = _outcome(work, moving.row, ending, required=False)
    cancel_timer(work, kind=WRAP_UP_LIMIT, key=conversation_id)
    _close(moving, "handled", ending, outcome_id=outcome_id)
    return moving.row


def client_left(work: Work, *, conversation_id: str, for_good: bool = False) -> None:
    """The client says that he leaves or, `for_good`, has been away or silent for so long that nobody waits
    for him any more.

    While he waited, that closes the conversation at once. One that is served stays open for the time he has
    to return, its owner is told, and it is closed then (LIV-4); so does one that waits for him, for its quiet
    days; a snoozed one sleeps on. Does nothing where the client came back meanwhile or it is over.
    """
    moving = Moving.of(work, conversation_id)
    row, limits = moving.row, moving.limits()
    gone_at = row.client_gone_at if for_good else work.now
    until = policy.gone_until(row.state, gone_at=gone_at, state_since=row.state_since, limits=limits)
    rests = row.state in policy.RESTING
    if until is None and (for_good or not rests):
        return
    if for_good and until is not None and until > work.now:
        moving.time_client(row)
        return
    awaited = row.state == "waiting_for_client"
    if for_good or not (rests or row.state in policy.SERVED):
        since = row.state_since if gone_at is None else gone_at
        cause = policy.cause_of_leaving(row.state, opened_at=row.opened_at, gone_at=since, limits=limits)
        moving.tell("went_quiet" if awaited else "client_left")
        _close(moving, cause, Ending(), outcome_id=row.outcome_id)
        return
    if row.client_left:
        return
    moving.gone(work.now, left=True)
    moving.tell("client_left")
    moving.publish_changed("client_online")


def _outcome(work: Work, row: Conversation, ending: Ending, *, required: bool) -> str | None:
    if ending.outcome_id is None:
        if required and row.outcome_id is None:
            raise OutcomeRequired
        return row.outcome_id
    if not any(each.id == ending.outcome_id and each.retired_at is None for each in outcomes(work)):
        raise OutcomeUnknown
    return ending.outcome_id


def _wrap_up_until(work: Work, row: Conversation) -> Instant | None:
    """Until when the work after it may last: the queue's limit or the company's, and the owner's own
    allowance (INV-56).
    """
    queue = known_queue(work, row.queue_id)
    limit = None if queue is None else queue.wrap_up_limit_seconds
    if limit is None:
        limit = companies.settings(work).wrap_up_limit_seconds
    if limit == 0 or row.owner_id is None:
        return None
    allowance = accounts.operator(work, row.owner_id).time_allowance_percent
    return work.now + limit * SECOND * max(allowance, _WHOLE) // _WHOLE


def _note(moving: Moving, ending: Ending) -> None:
    """What was said at the end stays with the conversation."""
    work, row = moving.work, moving.row
    if ending.tag_ids is not None:
        Tagging(work, row.id).set(ending.tag_ids)
    if ending.note:
        messaging.add_note(
            work,
            conversation_id=row.id,
            author=author(work),
            client_ref=f"{row.state}:{row.version}",
            content=messaging.Content(text=ending.note),
            audience=audience_of(work, row),
        )


def _close(moving: Moving, cause: Cause, ending: Ending, *, outcome_id: str | None) -> None:
    work, now = moving.work, moving.work.now
    ended_at = moving.row.ended_at or now
    before = moving.step("close", cause=cause, closed_at=now, ended_at=ended_at, outcome_id=outcome_id)
    _note(moving, ending)
    if before.state != "wrap_up":
        moving.tell("ended", client_visible=True)
    work.publish(ConversationClosed(cause=cause, operator_id=before.owner_id, **moved(before, moving.row)))
