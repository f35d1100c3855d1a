"""Load: messages of about 200 bytes, timed from when they were due until the operator's connection has them.

Open loop (`paced`): a message is due at its time, whether or not the server has kept up, so that a slow
answer hides nothing. Closed loop (`closed`): each conversation sends its next message when the last has
arrived, which is as much as the server can do.
"""

import asyncio
import itertools
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from bench.figures import percentile
from bench.machine import MOST_OTHERS, Watch

DRAIN_SECONDS: Final = 10.0
WARM_UP_SECONDS: Final = 0.3
_TIMER_SECONDS: Final = 0.002
"""How late a timer of the event loop may be; the rest of the way is spent looking at the clock."""
_MARK: Final = re.compile(rb"~(\d+)\.(\d+)\.(\d+)~")
_WORDS: Final = (
    "Hello, my order has not arrived yet and the tracking page shows nothing since Monday. Could you please"
    " have a look and tell me when I can expect it? Thank you very much, Anna K."
)
_runs = itertools.count(1)
Heard = Callable[[bytes], None]
Message = tuple[int, int]


class Contestant(Protocol):
    """A server with operators who are connected and conversations in which their clients write."""

    name: str
    heard: Heard
    """Set by the load: gets every byte an operator's connection receives, whole frames or stanzas."""

    @property
    def roots(self) -> Sequence[int]:
        """The processes of the server, its database included; their children count, too."""
        ...

    def say(self, conversation: int, text: str) -> None:
        """The client of this conversation writes."""
        ...


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one load. Times in seconds."""

    delays: Sequence[float]
    seconds: float
    lost: int
    server_seconds: float
    driver_share: float
    memory_mib: float
    others: float

    @property
    def noisy(self) -> bool:
        """Whether others used the same cores."""
        return self.others > MOST_OTHERS

    @property
    def per_second(self) -> float:
        """Messages delivered in a second."""
        return len(self.delays) / self.seconds

    @property
    def server_seconds_per_1000(self) -> float:
        """Processor seconds of the server for a thousand messages."""
        return self.server_seconds / max(1, len(self.delays)) * 1000

    def milliseconds(self, share: float) -> float:
        """A percentile of the delays."""
        return percentile(self.delays, share) * 1000 if self.delays else float("nan")


class Ledger:
    """What is under way and what has arrived. `arrived` is told of each conversation whose message came."""

    def __init__(self, arrived: Callable[[int], None]) -> None:
        self._arrived = arrived
        self._run = next(_runs)
        self._numbers = itertools.count(1)
        self.under_way: dict[Message, float] = {}
        self.delays: list[float] = []
        self.last = 0.0
        """When the latest arrived."""

    def text(self, conversation: int, due: float) -> str:
        """The next message, due at `due`."""
        number = next(self._numbers)
        self.under_way[conversation, number] = due
        return f"~{self._run}.{conversation}.{number}~ {_WORDS}"

    def heard(self, data: bytes) -> None:
        """An operator's connection has received this."""
        now = time.perf_counter()
        for run, conversation, number in _MARK.findall(data):
            if int(run) == self._run:
                due = self.under_way.pop((int(conversation), int(number)), None)
                # A frame may hold its text twice: the message, and the preview of the conversation.
                if due is not None:
                    self.last = now
                    self.delays.append(now - due)
                    self._arrived(int(conversation))

    async def drained(self) -> None:
        """Wait until everything has arrived, though not for ever."""
        deadline = time.perf_counter() + DRAIN_SECONDS
        while self.under_way and time.perf_counter() < deadline:  # noqa: ASYNC110  told of message by message
            await asyncio.sleep(0.02)


async def closed(contestant: Contestant, conversations: Iterable[int], seconds: float) -> Measured:
    """Saturation, after a short warm-up."""
    chosen = list(conversations)
    stop = time.perf_counter() + WARM_UP_SECONDS

    def go_on(conversation: int) -> None:
        now = time.perf_counter()
        if now < stop:
            contestant.say(conversation, ledger.text(conversation, now))

    ledger = Ledger(go_on)
    contestant.heard = ledger.heard
    for conversation in chosen:
        go_on(conversation)
    await ledger.drained()
    ledger = Ledger(go_on)
    contestant.heard = ledger.heard
    watch, began = Watch(contestant.roots), time.perf_counter()
    stop = began + seconds
    for conversation in chosen:
        go_on(conversation)
    await asyncio.sleep(seconds)
    await ledger.drained()
    # Until the last has arrived: a slow server is not credited with what was still under way at the end.
    return _measured(ledger, watch, max(seconds, ledger.last - began))


async def paced(
    contestant: Contestant, conversations: Iterable[int], per_second: float, seconds: float
) -> Measured:
    """Each conversation says `per_second` messages a second, all of them evenly spread."""
    chosen = list(conversations)
    ledger = Ledger(_nothing)
    contestant.heard = ledger.heard
    loop = asyncio.get_running_loop()
    watch, began = Watch(contestant.roots), time.perf_counter() + 0.1
    step = 1 / (per_second * len(chosen))
    planned = max(1, round(seconds / step))
    done = loop.create_future()
    index = 0

    def tick() -> None:
        nonlocal index
        while (due := began + index * step) <= time.perf_counter():
            conversation = chosen[index % len(chosen)]
            contestant.say(conversation, ledger.text(conversation, due))
            index += 1
            if index == planned:
                done.set_result(None)
                return
        left = due - time.perf_counter() - _TIMER_SECONDS
        if left > 0:
            loop.call_later(left, tick)
        else:
            loop.call_soon(tick)

    tick()
    await done
    elapsed = time.perf_counter() - began
    await ledger.drained()
    return _measured(ledger, watch, elapsed)


def _measured(ledger: Ledger, watch: Watch, elapsed: float) -> Measured:
    usage = watch.usage()
    return Measured(
        delays=ledger.delays,
        seconds=elapsed,
        lost=len(ledger.under_way),
        server_seconds=usage.server,
        driver_share=usage.driver / usage.seconds,
        memory_mib=watch.memory_mib(),
        others=usage.others,
    )


def _nothing(conversation: int) -> None:
    """An open loop asks for nothing when a message has arrived."""
