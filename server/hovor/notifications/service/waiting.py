"""Clients who wait in a queue. Most are offered to somebody at once, and nobody else needs to be told. Who
still waits after a moment is told of to all who serve that queue.
"""

from typing import Final

from hovor.accounts import queries as accounts
from hovor.conversations import queries as conversations
from hovor.foundation.database import Work
from hovor.foundation.timers import set_timer
from hovor.notifications import policy, queries
from hovor.notifications.service.raising import About, raise_notification
from hovor.presence import queries as presence

NOTIFICATION_QUEUE: Final = "notification_queue"


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
