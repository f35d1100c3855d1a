"""The sandbox's outside world: people who write and read, a vendor in between, a ledger, and knobs for its
faults.

It lives in the process and remembers as long as the object does, so a test may kill the server's side and
start another one before the same world.
"""

import asyncio
import itertools
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import msgspec

from hovor.channels.sandbox.adapter import SIGNATURE_HEADER, signature, wire
from hovor.messaging.channel import RawRequest

Post = Callable[[RawRequest], Awaitable[int]]
"""Brings a webhook to Hovor and answers with the HTTP status it got."""

_TRY_AGAIN: Final = 500


@dataclass
class Faults:
    """What goes wrong. Counters count down with each message of ours that they hit; the rest stays until
    changed.
    """

    refuse: deque[wire.Refused] = field(default_factory=deque)
    """The next messages are not taken, one answer each."""
    drop: int = 0
    """So many messages get lost on the way here; the connection breaks."""
    break_after: int = 0
    """So many messages are taken, then the connection breaks before the answer."""
    hang: int = 0
    """So many messages are taken and never answered."""
    unreachable: bool = False
    """Nobody answers at all."""
    forgetful: bool = False
    """Asked about a message, the outside does not know."""
    recognises: bool = False
    """A reference that was taken before is answered with the message of then, as vendors with own
    references do.
    """
    duplicate: int = 1
    """Every update is told so many times."""
    hold: int = 0
    """An update waits for so many deliveries before it is told."""
    shuffle: Callable[[list[bytes]], None] | None = None
    """Reorders what is told in one delivery."""
    batch: int = 100
    """So many updates go into one body."""


@dataclass(frozen=True)
class Arrived:
    """A message of ours that reached somebody."""

    id: str
    reference: str
    to: str
    text: str | None
    files: tuple[wire.SentFile, ...]
    template: wire.Filled | None = None


class Outside:
    """The world at the other end of a sandbox channel."""

    def __init__(self, secret: str, *, receipts: tuple[str, ...] = ("sent", "delivered", "read")) -> None:
        """`secret` signs what is told to Hovor; `receipts` are those that follow every message by
        themselves.
        """
        self.faults = Faults()
        self.ledger: list[Arrived] = []
        """Everything that ever reached somebody, in its order: the truth that tests compare with."""
        self.signs: list[wire.Sign] = []
        self.files: dict[str, bytes] = {}
        self.templates: tuple[wire.Template, ...] = ()
        """Those with which the outside lets us start."""
        self._secret = secret.encode()
        self._receipts = receipts
        self._numbers = itertools.count(1)
        self._waiting: list[tuple[int, bytes]] = []

    def inbox(self, person: str) -> list[str | None]:
        """The texts that somebody got, in the order of their arrival."""
        return [one.text for one in self.ledger if one.to == person]

    def write(self, person: str, text: str | None, *, message_id: str | None = None, **more: object) -> str:
        """Somebody writes; `more` are further fields of the update. Answers the message's id."""
        message_id = message_id or f"in-{next(self._numbers)}"
        body = {"type": "message", "id": message_id, "from": {"id": person}, "text": text, **more}
        self.tell(msgspec.json.encode(body))
        return message_id

    def send_file(self, person: str, name: str, content: bytes) -> str:
        """Somebody sends a file without words."""
        file_id = f"file-{next(self._numbers)}"
        self.files[file_id] = content
        file = {"id": file_id, "name": name, "size_bytes": len(content)}
        return self.write(person, None, files=[file])

    def report(self, message_id: str | None, state: str, **more: object) -> None:
        """The vendor reports what became of a message of ours."""
        self.tell(msgspec.json.encode({"type": "receipt", "message": message_id, "state": state, **more}))

    def read_up_to(self, person: str, message_id: str, state: str = "read") -> None:
        """Somebody has read everything up to a message of ours."""
        update = {"type": "read_up_to", "from": {"id": person}, "message": message_id, "state": state}
        self.tell(msgspec.json.encode(update))

    def tell(self, update: bytes) -> None:
        """Put anything at all into the next delivery; it must be JSON, since it stands inside a JSON body."""
        self._waiting += [(self.faults.hold, update)] * self.faults.duplicate

    def has_news(self) -> bool:
        """Whether something waits to be told."""
        return bool(self._waiting)

    async def deliver(self, post: Post) -> None:
        """Tell Hovor everything that is due, in signed bodies; what it does not store is told again next
        time.
        """
        due = [update for hold, update in self._waiting if hold <= 0]
        self._waiting = [(hold - 1, update) for hold, update in self._waiting if hold > 0]
        if self.faults.shuffle is not None:
            self.faults.shuffle(due)
        for start in range(0, len(due), self.faults.batch):
            batch = due[start : start + self.faults.batch]
            status = await post(self.request(b'{"updates":[' + b",".join(batch) + b"]}"))
            if status >= _TRY_AGAIN:
                self._waiting += [(0, update) for update in batch]

    def request(self, body: bytes) -> RawRequest:
        """A body as it comes to Hovor, with its signature."""
        return RawRequest(
            method="POST",
            path="/",
            query={},
            headers={SIGNATURE_HEADER: signature(self._secret, body)},
            body=body,
        )

    async def exchange(self, path: str, body: bytes) -> bytes:
        """See `adapter.Line`."""
        if self.faults.unreachable:
            raise ConnectionRefusedError(path)
        match path:
            case "/send":
                return await self._take(msgspec.json.decode(body, type=wire.Send))
            case "/ask":
                return _encode(self._asked(msgspec.json.decode(body, type=wire.Ask)))
            case "/templates":
                return _encode(wire.Templates(self.templates))
            case "/fetch":
                return self._file(msgspec.json.decode(body, type=wire.Fetch))
            case "/sign":
                self.signs.append(msgspec.json.decode(body, type=wire.Sign))
                return b"{}"
            case _:
                return b"{}"

    async def _take(self, message: wire.Send) -> bytes:
        if self.faults.drop:
            self.faults.drop -= 1
            raise ConnectionResetError("lost on the way")
        if self.faults.refuse:
            return _encode(self.faults.refuse.popleft())
        taken = self._arrive(message)
        if self.faults.break_after:
            self.faults.break_after -= 1
            raise ConnectionResetError("taken, but the answer is lost")
        if self.faults.hang:
            self.faults.hang -= 1
            await asyncio.get_running_loop().create_future()
        return _encode(taken)

    def _arrive(self, message: wire.Send) -> wire.Taken:
        for known in self.ledger:
            if self.faults.recognises and known.reference == message.reference:
                return wire.Taken(known.id)
        message_id = f"out-{next(self._numbers)}"
        self.ledger.append(
            Arrived(message_id, message.reference, message.to, message.text, message.files, message.template)
        )
        for state in self._receipts:
            self.report(message_id, state, reference=message.reference)
        return wire.Taken(message_id)

    def _asked(self, question: wire.Ask) -> wire.Answered:
        if self.faults.forgetful:
            return wire.Forgotten()
        for known in self.ledger:
            if known.reference == question.reference:
                return wire.Known(known.id)
        return wire.Absent()

    def _file(self, wanted: wire.Fetch) -> bytes:
        if wanted.id not in self.files:
            raise FileNotFoundError(wanted.id)
        return self.files[wanted.id]


_encode: Final = msgspec.json.Encoder().encode
