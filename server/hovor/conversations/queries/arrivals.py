"""What routing asks about conversations as they arrive."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from hovor.conversations import models
from hovor.conversations.queries.rows import COLUMNS, Conversation
from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading

_conversation = models.conversation.c
_parameter = models.parameter.c
_assignment = models.assignment.c
_AT_ONCE = 500
_IN_LINE = (
    sa.select(sa.func.count())
    .select_from(models.conversation)
    .where(_conversation.company_id == sa.bindparam("company_id"), sa.text(models.IN_LINE))
)
_IN_QUEUE = Hot(_IN_LINE.where(_conversation.queue_id == sa.bindparam("queue_id")))
_BY_QUEUE = Hot(
    sa.select(_conversation.queue_id, sa.func.count())
    .where(_conversation.company_id == sa.bindparam("company_id"), sa.text(models.IN_LINE))
    .group_by(_conversation.queue_id)
)
_ON_CHANNEL = Hot(_IN_LINE.where(_conversation.channel_id == sa.bindparam("channel_id")))
_LAST_OWNER = Hot(
    sa.select(_assignment.operator_id)
    .where(
        _assignment.company_id == sa.bindparam("company_id"),
        _assignment.conversation_id == sa.bindparam("conversation_id"),
    )
    .order_by(_assignment.started_at.desc(), _assignment.id.desc())
    .limit(sa.literal_column("1"))
)
_PARAMETERS = Hot(
    sa.select(_parameter.name, _parameter.value).where(
        _parameter.company_id == sa.bindparam("company_id"),
        _parameter.conversation_id == sa.bindparam("conversation_id"),
    )
)


def waiting_count(reading: Reading, queue_id: str) -> int:
    """How many wait in one queue, those included that are just being offered."""
    row = reading.one(_IN_QUEUE, company_id=reading.company, queue_id=queue_id)
    return 0 if row is None else row[0]


def waiting_by_queue(reading: Reading) -> Mapping[str, int]:
    """How many wait, by queue, those included that are just being offered; queues in which nobody waits are
    missing.
    """
    return dict(reading.all(_BY_QUEUE, company_id=reading.company))


def waiting_on(reading: Reading, channel_id: str) -> int:
    """How many wait who came by one channel, those included that are just being offered."""
    row = reading.one(_ON_CHANNEL, company_id=reading.company, channel_id=channel_id)
    return 0 if row is None else row[0]


def last_owner(reading: Reading, conversation_id: str) -> str | None:
    """The operator who has or had it last; None for one that nobody ever had."""
    row = reading.one(_LAST_OWNER, company_id=reading.company, conversation_id=conversation_id)
    return None if row is None else row[0]


def parameters_of(reading: Reading, conversation_id: str) -> Mapping[str, str]:
    """The values of one conversation's parameters by their names."""
    return dict(reading.all(_PARAMETERS, company_id=reading.company, conversation_id=conversation_id))


def parameters_of_all(reading: Reading, conversation_ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """The same of several; those without any are missing."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for start in range(0, len(conversation_ids), _AT_ONCE):
        rows = reading.all(
            sa.select(_parameter.conversation_id, _parameter.name, _parameter.value).where(
                _parameter.company_id == reading.company,
                _parameter.conversation_id.in_(conversation_ids[start : start + _AT_ONCE]),
            )
        )
        for conversation_id, name, value in rows:
            found[conversation_id][name] = value
    return found


def arrived_between(reading: Reading, since: Instant, until: Instant, *, limit: int) -> list[Conversation]:
    """The conversations that arrived from `since` on and before `until`, the newest first, no more than
    `limit`.
    """
    rows = reading.all(
        sa.select(*COLUMNS)
        .where(
            _conversation.company_id == reading.company,
            _conversation.opened_at >= since,
            _conversation.opened_at < until,
        )
        .order_by(_conversation.id.desc())
        .limit(limit)
    )
    return [Conversation(*row) for row in rows]
