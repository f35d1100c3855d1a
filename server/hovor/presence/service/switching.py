"""Verbs about an operator's channels: his own switch, and whether the channel is ready for him."""

from collections.abc import Iterable

import sqlalchemy as sa

from hovor.accounts import queries as accounts
from hovor.foundation.database import Hot, Work, insert
from hovor.presence import models, queries
from hovor.presence.errors import ChannelSwitchLocked
from hovor.presence.events import ChannelAvailabilityChanged

_row = models.channel_availability.c
_new = insert(models.channel_availability)
_SWITCH = Hot(
    _new.on_conflict_do_update(
        index_elements=["operator_id", "channel_id"],
        set_={
            "available": _new.excluded.available,
            "since": _new.excluded.since,
            "actor_kind": _new.excluded.actor_kind,
            "actor_id": _new.excluded.actor_id,
            "version": _row.version + sa.literal_column("1", sa.Integer),
        },
    )
)
_RECORD = Hot(sa.insert(models.channel_switch))
_READY = Hot(
    _new.on_conflict_do_update(
        index_elements=["operator_id", "channel_id"],
        set_={
            "not_ready_because": _new.excluded.not_ready_because,
            "version": _row.version + sa.literal_column("1", sa.Integer),
        },
    )
)


def set_channel(work: Work, *, operator_id: str, channel_id: str, available: bool) -> queries.ChannelView:
    """Switches a channel for an operator. Nothing new of a closed one is offered to him; what he owns stays.

    Raises `NotFound` for a channel that is not assigned to him, `ChannelSwitchLocked`.
    """
    before = queries.channel(work, operator_id, channel_id)
    if before.locked:
        raise ChannelSwitchLocked
    if before.available != available:
        actor = work.caller.actor
        work.write(
            _SWITCH,
            operator_id=operator_id,
            channel_id=channel_id,
            company_id=work.company,
            available=int(available),
            since=work.now,
            actor_kind=actor.kind,
            actor_id=actor.id,
            not_ready_because=None,
            version=1,
        )
        work.write(
            _RECORD,
            id=work.new_id(),
            company_id=work.company,
            operator_id=operator_id,
            channel_id=channel_id,
            available=int(available),
            at=work.now,
            actor_kind=actor.kind,
            actor_id=actor.id,
        )
        announce(work, operator_id, [channel_id])
    return queries.channel(work, operator_id, channel_id)


def set_ready(work: Work, *, operator_id: str, channel_id: str, reason: str | None) -> None:
    """A station of the operator is ready for this channel (None), or not ready because of `reason`."""
    before = queries.channel(work, operator_id, channel_id)
    if before.not_ready_because != reason:
        work.write(
            _READY,
            operator_id=operator_id,
            channel_id=channel_id,
            company_id=work.company,
            available=1,
            since=None,
            actor_kind=None,
            actor_id=None,
            not_ready_because=reason,
            version=1,
        )
        announce(work, operator_id, [channel_id])


def announce(work: Work, operator_id: str, channel_ids: Iterable[str]) -> None:
    """Tells what counts in the end for these channels of the operator, whatever it was that changed it."""
    assigned = frozenset(accounts.assigned_channels(work, operator_id))
    opened = {each.channel_id for each in queries.channels(work, operator_id) if each.open}
    for channel_id in channel_ids:
        work.publish(
            ChannelAvailabilityChanged(
                operator_id=operator_id, channel_id=channel_id, open=channel_id in assigned & opened
            )
        )
