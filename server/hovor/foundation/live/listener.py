"""What the hub tells about connections: presence listens for operators, conversations for visitors."""

from typing import Literal, Protocol

import msgspec

from hovor.foundation.caller import ClientCaller, OperatorCaller

SocketCaller = OperatorCaller | ClientCaller


class ConnectionState(msgspec.Struct, frozen=True):
    """What a console says about itself: whether it is seen and whether it can call somebody."""

    visible: bool
    focused: bool
    notifications: Literal["granted", "denied", "default"]
    sound: Literal["on", "off", "blocked"]
    microphone: Literal["granted", "denied", "absent"]
    idle_seconds: int


class ConnectionListener(Protocol):
    """Told of each connection in this order: opened, then any of state, suspect, restored, and at last lost
    or closed.

    Each call begins its unit of work before it awaits anything else, which keeps that order in the
    database. A `StorageUnavailable` is tried again; `connection_opened` alone may refuse, and then the
    socket is closed.
    """

    async def connection_opened(self, caller: SocketCaller, connection_id: str, process_id: str) -> None:
        """Somebody is there. The socket is told `ready` only after this."""

    async def connection_suspect(self, caller: SocketCaller, connection_id: str) -> None:
        """Nothing was heard for 10 seconds (35 of a visitor)."""

    async def connection_restored(self, caller: SocketCaller, connection_id: str) -> None:
        """A suspect connection was heard again."""

    async def connection_confirmed(self, caller: SocketCaller, connection_id: str) -> None:
        """A connection that was in doubt (`DOUBT`) has answered a ping since."""

    async def connection_lost(self, caller: SocketCaller, connection_id: str) -> None:
        """Nothing was heard for 30 seconds (60 of a visitor). The socket is cut; nothing more comes of it."""

    async def connection_closed(self, caller: SocketCaller, connection_id: str) -> None:
        """The socket ended, from either side. Nothing more comes of it."""

    async def state_reported(self, caller: SocketCaller, connection_id: str, state: ConnectionState) -> None:
        """The console said how it is."""

    async def process_lost(self, process_id: str) -> None:
        """A process has not renewed its lease for 10 seconds: all its connections are suspect, from its
        last sign on.
        """
