"""A floor whose operators are told of things: everything of `Floor`, and the listener and timers of
notifications.
"""

from typing_extensions import override

import hovor.notifications.reactions
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.clock import SECOND
from hovor.foundation.database import Database
from hovor.foundation.live.listener import ConnectionState
from hovor.foundation.reactions import Registry
from hovor.foundation.reactions_runner import ListenerRunner
from hovor.foundation.timers_runner import TimerRunner
from hovor.notifications import queries, service
from hovor.notifications.queries import Notification
from hovor.presence import service as presence
from tests.conversations.floor import FEATURES, Floor
from tests.support.clock import VirtualClock

REGISTRY = Registry.collect((*FEATURES, hovor.notifications.reactions))
HIDDEN = ConnectionState(
    visible=False, focused=False, notifications="granted", sound="on", microphone="absent", idle_seconds=0
)
SEEN = ConnectionState(
    visible=True, focused=True, notifications="granted", sound="on", microphone="absent", idle_seconds=0
)
MUTE = ConnectionState(
    visible=False, focused=False, notifications="denied", sound="blocked", microphone="absent", idle_seconds=0
)


class Watch(Floor):
    """Operators begin with one page, in the background, that may sound and notify."""

    def __init__(self, database: Database, clock: VirtualClock) -> None:
        super().__init__(database, clock)
        self.timers = TimerRunner(database, REGISTRY.timers)
        self.listeners = ListenerRunner(database, REGISTRY.listeners)

    @override
    async def begin(self) -> None:
        await super().begin()
        await self.listeners.start()

    @override
    async def close(self) -> None:
        await self.listeners.close()
        await super().close()

    @override
    async def settle(self) -> None:
        for _ in range(3):
            await super().settle()
            await self.listeners.settled()

    @override
    async def sign_in(self, operator: OperatorCaller) -> None:
        await super().sign_in(operator)
        await self.look(operator, HIDDEN)

    async def open_another(self, operator: OperatorCaller, name: str) -> None:
        """One more page of his."""
        await self.run(
            presence.connection_opened,
            connection_id=name,
            operator_id=operator.operator_id,
            session_id=operator.session_id,
            process_id="process",
        )

    async def look(self, operator: OperatorCaller, state: ConnectionState, page: str = "") -> None:
        """What a page of his says of itself; the first one unless another is named."""
        name = page or f"page-{operator.operator_id}"
        await self.run(presence.state_reported, connection_id=name, state=state)

    async def standing(self, operator: OperatorCaller) -> list[Notification]:
        """What he has been told of and has not handled."""
        await self.settle()
        return await self.ask(queries.standing, operator.operator_id)

    async def cued(self, operator: OperatorCaller) -> tuple[str, str | None]:
        """The one thing he has been told of: what it is, and which page gives the cue."""
        (only,) = await self.standing(operator)
        return only.what, only.connection_id

    async def away(
        self, operator: OperatorCaller, reason_id: str | None = None, *, back_in: float | None = None
    ) -> None:
        """He goes away, for a reason, and says perhaps when he is back (seconds)."""
        back_at = None if back_in is None else self.clock.now() + round(back_in * SECOND)
        wish = presence.Wish("away", reason_id, back_at=back_at)
        me = operator.operator_id
        await self.run(presence.set_status, operator_id=me, wish=wish, cause="own", caller=operator)

    async def noticed(self, operator: OperatorCaller) -> None:
        """A page of his confirms everything that stands."""
        for each in await self.standing(operator):
            await self.run(service.confirm_shown, notification_id=each.id, by="sound", caller=operator)
