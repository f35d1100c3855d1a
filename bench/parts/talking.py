"""Visitors write to operators: how long it takes, how much at most, what it costs. Peers take turns."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Final

from bench.contestants import Hovor
from bench.hovor_server import Server
from bench.load import Contestant, closed, paced
from bench.machine import family, memory_mib
from bench.peers import prosody, synapse
from bench.run import HOVOR, HOVOR_POSTGRESQL, Row, Run, keep_load
from bench.server_of_database import database_server

PART: Final = "talking"
CONVERSATIONS: Final = 200
ROOMS: Final = 50


@dataclass(frozen=True, slots=True)
class Case:
    """A load. `per_second` is of one conversation; None is a closed loop."""

    conversations: int
    per_second: float | None = None
    by_http: bool = False

    @property
    def name(self) -> str:
        """As it stands in the tables."""
        how = "closed" if self.per_second is None else f"{self.conversations * self.per_second:g}/s"
        return f"{'HTTP ' if self.by_http else ''}{self.conversations} conv., {how}"


CLOSED_1, CLOSED_50, CLOSED_200 = Case(1), Case(50), Case(200)
PACED_1, PACED_50, PACED_200 = Case(1, 20), Case(50, 1), Case(200, 1)
SLOW_50: Final = Case(50, 0.5)
HTTP_PACED: Final = Case(200, 1, by_http=True)
HTTP_CLOSED: Final = Case(200, by_http=True)
HTTP_SECONDS: Final = 1.2
"""A visitor may send 60 requests at once and then 5 a second; a longer load would meet that limit."""

ALL: Final = (
    PACED_1, PACED_50, PACED_200, CLOSED_1, CLOSED_50, CLOSED_200, HTTP_PACED, HTTP_CLOSED, SLOW_50
)  # fmt: skip
OF_PEERS: Final = (PACED_1, PACED_50, PACED_200, CLOSED_1, CLOSED_50, CLOSED_200)
OF_POSTGRESQL: Final = (PACED_200, CLOSED_1, CLOSED_50)
OF_SYNAPSE: Final = (SLOW_50, CLOSED_1, CLOSED_50)


@dataclass(frozen=True, slots=True)
class Entrant:
    """A contestant, and the loads it can bear."""

    contestant: Contestant
    cases: Sequence[Case]


async def measure(run: Run) -> None:
    """All rounds, case by case, contestants in turn."""
    async with AsyncExitStack() as stack:
        entrants = [entrant async for entrant in _entrants(run, stack)]
        for entrant in entrants:
            row = Row(PART, entrant.contestant.name, "at rest")
            run.keep(row.figure("memory", "MiB PSS", memory_mib(family(entrant.contestant.roots))))
        for number in range(1, run.options.rounds + 1):
            run.say(f"round {number} of {run.options.rounds}")
            for case in ALL:
                for entrant in entrants:
                    if case in entrant.cases:
                        await _one(run, entrant.contestant, case, number)


async def _one(run: Run, contestant: Contestant, case: Case, number: int) -> None:
    quiet = await asyncio.to_thread(run.gate.quiet)
    if isinstance(contestant, Hovor):
        contestant.by_http = case.by_http
    seconds = min(run.options.seconds, HTTP_SECONDS) if case == HTTP_CLOSED else run.options.seconds
    before = memory_mib(family(contestant.roots))
    chosen = range(case.conversations)
    if case.per_second is None:
        measured = await closed(contestant, chosen, seconds)
    else:
        measured = await paced(contestant, chosen, case.per_second, seconds)
    row = Row(PART, contestant.name, case.name, number, not quiet or measured.noisy)
    keep_load(run, row, measured, measured.memory_mib - before)


async def _entrants(run: Run, stack: AsyncExitStack) -> AsyncIterator[Entrant]:
    quick = run.options.quick
    conversations = 50 if quick else CONVERSATIONS
    fitting = [case for case in ALL if case.conversations <= conversations]
    if run.options.database == "sqlite":
        run.say(f"Hovor on SQLite, {conversations} conversations")
        hovor = Hovor(HOVOR, Server(run.new_folder("hovor"), None))
        stack.callback(hovor.close)
        await hovor.open(conversations)
        yield Entrant(hovor, [case for case in fitting if case != SLOW_50])
    if run.options.database == "postgresql" or not quick:
        run.say(f"Hovor on PostgreSQL, {conversations} conversations")
        url, process = stack.enter_context(database_server())
        on_server = Hovor(HOVOR_POSTGRESQL, Server(run.new_folder("on-postgresql"), url, [process]))
        stack.callback(on_server.close)
        await on_server.open(conversations)
        alone = run.options.database == "postgresql"
        cases = [case for case in fitting if case != SLOW_50] if alone else OF_POSTGRESQL
        yield Entrant(on_server, cases)
    if run.options.peers:
        async for entrant in _peers(run, stack, fitting):
            yield entrant


async def _peers(run: Run, stack: AsyncExitStack, fitting: Sequence[Case]) -> AsyncIterator[Entrant]:
    conversations = max(case.conversations for case in fitting)
    program = await asyncio.to_thread(prosody.find)
    if program is None:
        run.note(f"Prosody is not in this run. As root: apt-get install {' '.join(prosody.PACKAGES)}")
    else:
        for write_ahead in (False, True):
            run.say("Prosody" + (", its archive with a write-ahead log" if write_ahead else ", as packaged"))
            folder = run.new_folder("prosody-wal" if write_ahead else "prosody")
            peer = prosody.Prosody(program, folder, write_ahead=write_ahead)
            stack.callback(peer.close)
            await peer.open(conversations, conversations // 10)
            yield Entrant(peer, [case for case in OF_PEERS if case in fitting])
    python = await asyncio.to_thread(synapse.find)
    if python is None:
        run.note(f"Synapse is not in this run: the Python package {synapse.PACKAGE} could not be installed.")
        return
    rooms = 10 if run.options.quick else ROOMS
    run.say(f"Synapse, {rooms} rooms")
    matrix = synapse.Synapse(python, run.new_folder("synapse"))
    stack.callback(matrix.close)
    await matrix.open(rooms, max(1, rooms // 10))
    yield Entrant(matrix, [case for case in OF_SYNAPSE if case.conversations <= rooms])
