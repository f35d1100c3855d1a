"""Web chat between its two sides, with nothing in it but real parts: a running installation, visitors'
browsers whose sockets can be cut, and an operator's console.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

from hovor.channels.webchat.adapter import CAPABILITIES, TEXT_CHARACTERS
from hovor.foundation.caller import SystemCaller
from hovor.messaging import queries
from hovor.messaging.queries import EntryView
from hovor.messaging.service import Stored
from tests.support.server import Company, Document, Operator, Visitor

_MESSAGES: Final = "/conversations/{}/messages"


class Client:
    """One visitor: everything his browser was ever sent, through all his sockets."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.written = 0
        self.said: list[str] = []
        self._before: list[Document] = []
        visitor.connect()

    @property
    def frames(self) -> list[Document]:
        """All of it, the oldest first."""
        return [*self._before, *self.visitor.live.frames]

    @property
    def conversation_id(self) -> str:
        """The one he is in."""
        found = next(frame for frame in reversed(self.frames) if frame["type"] == "posted")
        conversation_id: str = found["conversation_id"]
        return conversation_id

    def heard(self) -> list[Document]:
        """What we said, as his sockets told it: one position after the other, across all cuts."""
        events = [frame for frame in self.frames if frame["type"] == "event"]
        positions = [frame["position"] for frame in events]
        assert positions == sorted(set(positions)), positions
        posted = [frame["data"] for frame in events if frame["event"] == "message.posted"]
        # Who joined, and the like, comes among what was said.
        return [entry for entry in posted if entry["change"] is None]

    def settle(self) -> None:
        """All he wrote is acknowledged, and he has heard all we said."""
        self.visitor.live.hears_frame(lambda _: self._acknowledged() >= self.written)
        if self.said:
            self.visitor.live.hears("message.posted", lambda view: view["id"] == self.said[-1])

    def cut(self) -> None:
        """His line goes dead."""
        self.visitor.live.close()

    def mend(self) -> None:
        """His browser goes on where it was."""
        self._before += self.visitor.live.frames
        after = max(frame["position"] for frame in self._before if "position" in frame)
        self.visitor.connect(after=after)

    def _acknowledged(self) -> int:
        return sum(frame["type"] == "posted" for frame in self.frames)


class ChatWorld:
    """See `tests.channels.contract.World`."""

    capabilities = CAPABILITIES
    longest = TEXT_CHARACTERS

    def __init__(self, company: Company, operator: Operator) -> None:
        self._company = company
        self._company_id: str = company.administrator.ask("GET", "/company")["id"]
        self._operator = operator
        self._clients: dict[str, Client] = {}
        self._taken: set[str] = set()

    async def write(self, person: str, text: str, ref: str, *, times: int = 1) -> None:
        client = self._client(person)
        for _ in range(times):
            client.visitor.live.say(type="post", client_ref=ref, text=text)
            client.written += 1

    async def bring(self, body: bytes) -> None:
        """At the visitors' door; what is no message is refused."""
        visitor = self._client("anybody").visitor
        answer = visitor.http.post("/messages", content=body, headers={"content-type": "application/json"})
        assert answer.status_code < 500, answer.text

    async def say(self, person: str, text: str, ref: str) -> Stored:
        client = self._client(person)
        conversation_id = client.conversation_id
        if conversation_id not in self._taken:
            self._operator.ask("POST", f"/conversations/{conversation_id}/pick", {})
            self._taken.add(conversation_id)
        answer = self._operator.ask(
            "POST", _MESSAGES.format(conversation_id), {"client_ref": ref, "text": text}
        )
        message_id = answer["message_id"]
        again = message_id in client.said
        if not again:
            client.said.append(message_id)
        number = next(one.number for one in await self.timeline(person) if one.id == message_id)
        return Stored(message_id, conversation_id, number, None, again)

    async def settle(self) -> None:
        for client in self._clients.values():
            await asyncio.to_thread(client.settle)

    async def timeline(self, person: str) -> Sequence[EntryView]:
        conversation_id = self._client(person).conversation_id
        hovor, caller = self._company.hovor, SystemCaller(self._company_id, "test")
        read = hovor.installation.context.database.read
        entries: Sequence[EntryView] = hovor.run(
            read(queries.timeline, conversation_id, company=self._company_id, caller=caller, limit=1000)
        )
        return [entry for entry in entries if entry.kind == "message"]

    def seen(self, person: str) -> list[str | None]:
        """As his sockets told it, which is what a reload shows."""
        client = self._client(person)
        heard = [message["text"] for message in client.heard()]
        ours = [entry for entry in client.visitor.messages() if entry["author"]["kind"] == "operator"]
        loaded = [entry["text"] for entry in ours if entry["change"] is None]
        assert heard == loaded, (heard, loaded)
        return heard

    async def cut(self) -> None:
        for client in self._clients.values():
            client.cut()

    async def mend(self) -> None:
        for client in self._clients.values():
            client.mend()

    async def read(self, person: str) -> None:
        client = self._client(person)
        seen = {"conversation_id": client.conversation_id, "number": client.heard()[-1]["number"]}
        client.visitor.live.say(type="signal", signal="read", **seen)
        self._operator.live.hears(
            "message.delivery_changed",
            lambda entry: entry["id"] == client.said[-1] and entry["delivery"]["state"] == "read",
        )

    def _client(self, person: str) -> Client:
        if person not in self._clients:
            self._clients[person] = Client(self._company.visitor())
        return self._clients[person]
