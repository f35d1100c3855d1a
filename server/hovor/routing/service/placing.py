"""Where a conversation waits."""

from typing import Final

from hovor.companies import queries as companies
from hovor.conversations import queries as conversations
from hovor.conversations import service as conversing
from hovor.foundation.database import Work
from hovor.routing.queries.rows import Queue, queues
from hovor.routing.service.queues import _store_queue

_EVERYBODYS: Final = "Everyone"


def enqueue(work: Work, *, conversation_id: str, queue_id: str | None, why: str) -> None:
    """Let a conversation wait in the queue it names, else in the first one of its channel's group; where
    there is no group, in the one that all share who have the channel. Someone else's personal queue is
    never fallen back to.
    """
    known = queues(work)
    wanted = None if queue_id is None else known.get(queue_id)
    if wanted is None:
        channel_id = conversations.get(work, conversation_id).channel_id
        wanted = _of_channel(work, channel_id, list(known.values()))
    conversing.queue(work, conversation_id=conversation_id, queue_id=wanted.id, why=why)


def _of_channel(work: Work, channel_id: str, known: list[Queue]) -> Queue:
    group_id = companies.channel(work, channel_id).group_id
    for each in known:
        if each.group_id == group_id and each.operator_id is None:
            return each
    return _store_queue(work, Queue(work.new_id(), _EVERYBODYS, None, None, None, None, 0))
