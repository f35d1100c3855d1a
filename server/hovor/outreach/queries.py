"""Reads of outreach."""

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.foundation.caller import require_operator
from hovor.foundation.database import Reading
from hovor.foundation.errors import NotFound
from hovor.messaging.channel import Capabilities, Kinds, StartRule
from hovor.outreach.errors import CannotStart


def startable(reading: Reading, *, channel_id: str, kinds: Kinds) -> tuple[str, Capabilities, StartRule]:
    """The channel's kind and what it can, for an operator who may write first there.

    Raises `NotFound` for a channel that is not assigned to the caller, `CannotStart` for one that is off or
    whose kind cannot be written on first.
    """
    caller = require_operator(reading.caller)
    channel = companies.channel(reading, channel_id)
    if channel_id not in accounts.assigned_channels(reading, caller.operator_id):
        raise NotFound
    can = kinds.describe(channel.kind).capabilities
    if can.start is None or not channel.enabled:
        raise CannotStart
    return channel.kind, can, can.start
