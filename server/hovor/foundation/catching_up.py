"""What the bus has not told: once a second this process looks how far every company has come, so that a bus
that is cut, or loses something, makes others late and nothing else.
"""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from typing_extensions import override

from hovor.foundation import event_log
from hovor.foundation.bus import OnPosition
from hovor.foundation.caller import Anonymous
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Database, Hot, Reading
from hovor.foundation.events import Recorded
from hovor.foundation.runner import Runner

LOOK_EVERY: Final = SECOND

_table = event_log.company_position.c
_POSITIONS: Final = Hot(sa.select(_table.company_id, _table.position))


class CatchingUp(Runner):
    """For an installation of several processes. `tell` is called on the loop, as a bus would."""

    def __init__(self, database: Database, tell: OnPosition) -> None:
        super().__init__(database.clock)
        self._database = database
        self._tell = tell
        self._known: dict[str, int] = {}
        database.on_committed.append(self._committed)

    def heard(self, company_id: str, position: int) -> None:
        """The bus has told."""
        self._known[company_id] = max(position, self._known.get(company_id, 0))

    def _committed(self, recorded: Sequence[Recorded]) -> None:
        for each in recorded:
            self.heard(each.company_id, each.position)

    @override
    async def _work(self) -> Instant | None:
        for company_id, position in await self._database.read(_positions, company="", caller=Anonymous()):
            if position > self._known.get(company_id, 0):
                self.heard(company_id, position)
                self._tell(company_id, position)
        return self._clock.now() + LOOK_EVERY


def _positions(reading: Reading) -> list[tuple[str, int]]:
    return [(company_id, position) for company_id, position in reading.all(_POSITIONS)]
