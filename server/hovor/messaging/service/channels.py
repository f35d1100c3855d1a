"""What is kept about channels themselves: how they do, and what came in and could not be taken."""

from typing import Final

import sqlalchemy as sa

from hovor.foundation.database import Hot, Work, insert
from hovor.messaging import models, policy, queries
from hovor.messaging.channel import Health
from hovor.messaging.events import ChannelHealthChanged

_h = models.channel_health.c
_ONE: Final = sa.literal_column("1", sa.BigInteger)
_put = insert(models.channel_health)
_SAVE = Hot(
    _put.on_conflict_do_update(
        index_elements=["channel_id"],
        set_={
            **{name: _put.excluded[name] for name in ("state", "reason", "since")},
            "version": _h.version + _ONE,
        },
    )
)
_REFUSE = Hot(insert(models.inbound_refusal).on_conflict_do_nothing())


def note_health(work: Work, *, channel_id: str, health: Health) -> bool:
    """Keep how a channel does; answers whether that was news."""
    known = queries.health(work).get(channel_id)
    if known is not None and (known.state, known.reason) == (health.state, health.reason):
        return False
    work.write(
        _SAVE,
        channel_id=channel_id,
        company_id=work.company,
        state=health.state,
        reason=health.reason,
        since=work.now,
        version=1,
    )
    work.publish(ChannelHealthChanged(channel_id=channel_id, state=health.state))
    return True


def record_refusal(work: Work, *, channel_id: str, dedupe_key: str, reason: str, raw: str) -> None:
    """Keep something that came in and was not taken, where an administrator finds it; a repetition changes
    nothing (INV-06: nothing is dropped silently).
    """
    work.write(
        _REFUSE,
        id=work.new_id(),
        company_id=work.company,
        channel_id=channel_id,
        dedupe_key=policy.key(dedupe_key),
        reason=reason,
        raw=policy.storable(raw),
        received_at=work.now,
    )
