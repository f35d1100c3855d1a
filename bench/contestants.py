"""Hovor as a contestant: the same people, writing by socket frames or by requests."""

import asyncio
from collections.abc import Sequence

from bench.floor import EACH, Floor, Visitor
from bench.hovor_server import Server
from bench.load import Heard


class Hovor:
    """A running installation with operators who have accepted conversations, as a `bench.load.Contestant`."""

    def __init__(self, name: str, server: Server) -> None:
        self.name = name
        self.server = server
        self.floor = Floor(server)
        self.by_http = False
        self.visitors: list[Visitor] = []
        self._saying: set[asyncio.Task[None]] = set()

    @property
    def heard(self) -> Heard:
        """What listens to the consoles."""
        return self.floor.heard

    @heard.setter
    def heard(self, heard: Heard) -> None:
        self.floor.heard = heard

    @property
    def roots(self) -> Sequence[int]:
        """Its process, and those of its database server."""
        return self.server.roots

    def say(self, conversation: int, text: str) -> None:
        """The visitor writes."""
        visitor = self.visitors[conversation]
        if not self.by_http:
            visitor.post(text)
            return
        task = asyncio.ensure_future(visitor.post_by_http(text))
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)

    async def open(self, conversations: int) -> None:
        """Start it, set it up, and have all conversations accepted."""
        self.server.start()
        await self.server.ready()
        await self.floor.open()
        operators = await self.floor.hire(max(1, conversations // EACH))
        await self.floor.go_online(operators)
        self.visitors = await self.floor.converse(conversations)

    def close(self) -> None:
        """Everybody goes, and it ends."""
        self.floor.close()
        self.server.stop()
