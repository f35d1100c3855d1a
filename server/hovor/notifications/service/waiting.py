"""Clients who wait: in a queue, or for a reply. In a queue most are offered to somebody at once, and nobody
else needs to be told; who waits still after a moment is told of to all who serve that queue.
"""

from typing import Final

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.conversations import queries as conversations
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Work
from hovor.foundation.timers import set_timer
from hovor.messaging import queries as messaging
from hovor.notifications import policy, queries
from hovor.notifications.service.raising import About, raise_notification
from hovor.presence import queries as presence

NOTIFICATION_QUEUE: Final = "notification_queue"
NOTIFICATION_REPLY_DUE: Final = "notification_reply_due"
_NOT_DUE: Final = frozenset({"snoozed", "wrap_up"})


def await_settling(work: Work, *, conversation_id: str) -> None:
    """Look again in a moment whether the client still waits."""
    row = conversations.find(work, conversation_id)
    if row is not None and row.state == "queued":
        set_timer(work, kind=NOTIFICATION_QUEUE, key=conversation_id, at=work.now + policy.SETTLES)


def tell_queue(work: Work, *, key: str) -> None:
    """Timer: tell everybody who is online and serves the queue of the conversation `key`, unless he has heard
    of it already.
    """
    row = conversations.find(work, key)
    if row is None or row.state != "queued" or row.queue_id is None:
        return
    queue = conversations.known_queues(work)[row.queue_id]
    heard = queries.known_of(work, key)
    about = About("queue", key, conversation_id=key)
    for operator_id in accounts.assigned_operators(work, row.channel_id):
        groups = frozenset(accounts.groups_of(work, operator_id))
        online = presence.declared(work, operator_id).status == "online"
        if online and operator_id not in heard and conversations.shares(queue, operator_id, groups):
            raise_notification(work, operator_id=operator_id, about=about)


def await_reply(work: Work, *, conversation_id: str) -> None:
    """Look again shortly before the time for a reply is over, on channels where clients do not sit and wait:
    where they do, that time is counted in seconds.
    """
    at = _reply_due_at(work, conversation_id)
    if at is not None:
        set_timer(work, kind=NOTIFICATION_REPLY_DUE, key=conversation_id, at=max(at, work.now))


def tell_reply_due(work: Work, *, key: str) -> None:
    """Timer: tell the owner of the conversation `key`, unless the client has been answered meanwhile."""
    row, at = conversations.find(work, key), _reply_due_at(work, key)
    if row is not None and row.owner_id is not None and at is not None and work.now >= at:
        about = About("reply_due", key, conversation_id=key)
        raise_notification(work, operator_id=row.owner_id, about=about)


def _reply_due_at(work: Work, conversation_id: str) -> Instant | None:
    row = conversations.find(work, conversation_id)
    if row is None or not row.asynchronous or row.owner_id is None or row.state in _NOT_DUE:
        return None
    since = messaging.thread_row(work, conversation_id).waiting_since
    queue = conversations.known_queue(work, row.queue_id)
    own = None if queue is None else queue.service_target_seconds
    target = (companies.settings(work).service_target_seconds if own is None else own) * SECOND
    if since is None or target < 2 * policy.REPLY_DUE_BEFORE:
        return None
    return since + target - policy.REPLY_DUE_BEFORE
