"""Which websites may talk to us: what the channels list, read again whenever a channel changes."""

from collections.abc import Mapping, Sequence
from typing import Final

from hovor.channels.webchat.policy import listed_origins
from hovor.companies import queries as companies
from hovor.companies.events import SettingsChanged
from hovor.foundation.caller import Anonymous
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Database, Reading
from hovor.foundation.events import Recorded

KEPT: Final[Instant] = 5 * SECOND
"""How long another process may not know that a site was taken off."""


class Sites:
    """The `Origins` of this installation."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Mapping[str, frozenset[str]] = {}
        self._until: Instant = 0
        database.on_committed.append(self._committed)

    async def allows(self, origin: str, channel_id: str | None) -> bool:
        """Whether the channel lists the site; None: any channel at all."""
        known = await self._sites()
        if channel_id is not None:
            return origin in known.get(channel_id, frozenset())
        return any(origin in sites for sites in known.values())

    async def _sites(self) -> Mapping[str, frozenset[str]]:
        now = self._database.clock.now()
        if self._until <= now:
            self._known = await self._database.read(_listed, company="", caller=Anonymous())
            self._until = now + KEPT
        return self._known

    def _committed(self, recorded: Sequence[Recorded]) -> None:
        if any(isinstance(each.event, SettingsChanged) for each in recorded):
            self._until = 0


def _listed(reading: Reading) -> Mapping[str, frozenset[str]]:
    return {channel.id: listed_origins(channel.settings) for channel in companies.every_channel(reading)}
