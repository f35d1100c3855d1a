"""Timers: durable, never early, exactly once, whatever fails or restarts. Time is virtual."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hovor.foundation.caller import SystemCaller
from hovor.foundation.clock import MINUTE, SECOND, Instant
from hovor.foundation.database import Database, Work
from hovor.foundation.errors import Conflict, NotFound
from hovor.foundation.reactions import NOTHING
from hovor.foundation.timers import ParkedTimer, cancel_timer, parked_timers, retry_timer, set_timer
from hovor.foundation.timers_runner import ATTEMPTS, TimerRunner
from tests.foundation.database.conftest import Run
from tests.foundation.database.example import CALLER, COMPANY, numbers, write_note
from tests.support.clock import VirtualClock


class Verbs:
    """What timers do here: write a note, fail as often as is asked, or set themselves anew."""

    def __init__(self) -> None:
        self.failures = 0
        self.called: list[tuple[str, Instant, Any]] = []

    def note(self, work: Work, *, key: str, number: int) -> None:
        """Leaves a note, whose number says which timer it was."""
        self.called.append((key, work.now, work.caller))
        write_note(work, number)
        if self.failures:
            self.failures -= 1
            raise Conflict("not yet")

    def tick(self, work: Work, *, key: str, number: int) -> None:
        """Every minute."""
        write_note(work, number)
        set_timer(work, kind="tick", key=key, at=work.now + MINUTE, number=number + 1)

    def table(self) -> dict[str, Any]:
        """As a registry has it."""
        return {"note": self.note, "tick": self.tick}


@pytest.fixture
def verbs() -> Verbs:
    """Ready to be called."""
    return Verbs()


@pytest.fixture
async def runner(database: Database, verbs: Verbs) -> AsyncIterator[TimerRunner]:
    """Started."""
    runner = TimerRunner(database, verbs.table())
    await runner.start()
    yield runner
    await runner.close()


def set_note(work: Work, key: str, seconds: float, number: int) -> None:
    """So long from now."""
    set_timer(work, kind="note", key=key, at=work.now + round(seconds * SECOND), number=number)


async def test_a_timer_fires_at_its_time_and_once(
    write: Run, read: Run, runner: TimerRunner, clock: VirtualClock, verbs: Verbs
) -> None:
    await write(set_note, "a", 5, 1)
    due = clock.now() + 5 * SECOND
    clock.advance(4.999)
    await runner.settled()
    assert await read(numbers) == []
    clock.advance(0.001)
    await runner.settled()
    clock.advance(3600)
    await runner.settled()
    assert verbs.called == [("a", due, SystemCaller(COMPANY, "timer:note"))]
    assert await read(numbers) == [1]


async def test_a_timer_set_again_is_replaced_and_a_cancelled_one_is_gone(
    write: Run, read: Run, runner: TimerRunner, clock: VirtualClock
) -> None:
    await write(set_note, "a", 5, 1)
    await write(set_note, "a", 10, 2)
    await write(set_note, "b", 5, 3)
    await write(cancel_timer, kind="note", key="b")
    clock.advance(9)
    await runner.settled()
    assert await read(numbers) == []
    clock.advance(1)
    await runner.settled()
    assert await read(numbers) == [2]


async def test_a_timer_set_by_a_refused_unit_was_never_set(
    write: Run, read: Run, runner: TimerRunner, clock: VirtualClock
) -> None:
    def set_and_refuse(work: Work) -> None:
        set_note(work, "a", 1, 1)
        raise Conflict

    with pytest.raises(Conflict):
        await write(set_and_refuse)
    clock.advance(10)
    await runner.settled()
    assert await read(numbers) == []


async def test_a_timer_may_set_itself_anew(
    write: Run, read: Run, runner: TimerRunner, clock: VirtualClock
) -> None:
    await write(lambda work: set_timer(work, kind="tick", key="", at=work.now + MINUTE, number=0))
    for _ in range(4):
        clock.advance(60)
        await runner.settled()
    assert await read(numbers) == [0, 1, 2, 3]


async def test_more_timers_than_a_page_all_fire(
    write: Run, read: Run, runner: TimerRunner, clock: VirtualClock
) -> None:
    for number in range(3):
        await asyncio.gather(*(write(set_note, f"{number} {n}", 1, number * 200 + n) for n in range(200)))
    clock.advance(1)
    await runner.settled()
    assert await read(numbers) == list(range(600))


async def test_a_failing_timer_is_tried_again_with_pauses_and_its_writes_are_undone(
    write: Run, read: Run, runner: TimerRunner, clock: VirtualClock, verbs: Verbs
) -> None:
    verbs.failures = 3
    start = clock.now()
    await write(set_note, "a", 0, 1)
    for _ in range(8):
        await runner.settled()
        clock.advance(1)
    await runner.settled()
    assert [(at - start) // SECOND for _, at, _ in verbs.called] == [0, 1, 3, 7]
    assert await read(numbers) == [1]


async def test_a_timer_that_never_succeeds_is_parked_and_can_be_tried_again(
    write: Run, read: Run, runner: TimerRunner, clock: VirtualClock, verbs: Verbs
) -> None:
    verbs.failures = ATTEMPTS
    await write(set_note, "a", 0, 1)
    for _ in range(ATTEMPTS):
        await runner.settled()
        clock.advance(300)
    assert len(verbs.called) == ATTEMPTS
    assert await read(parked_timers) == [
        ParkedTimer(
            "note",
            "a",
            verbs.called[-1][1] + 300 * SECOND,
            ATTEMPTS,
            "conflict: not yet",
            verbs.called[-1][1],
        )
    ]
    await write(retry_timer, kind="note", key="a")
    await runner.settled()
    assert await read(numbers) == [1]
    assert await read(parked_timers) == []
    with pytest.raises(NotFound):
        await write(retry_timer, kind="note", key="a")


async def test_a_timer_of_an_unknown_kind_is_kept(
    write: Run, read: Run, runner: TimerRunner, clock: VirtualClock
) -> None:
    await write(lambda work: set_timer(work, kind="gone", key="a", at=work.now))
    for _ in range(ATTEMPTS):
        await runner.settled()
        clock.advance(300)
    await runner.settled()
    assert [(each.kind, each.key) for each in await read(parked_timers)] == [("gone", "a")]


@dataclass(frozen=True)
class Setting:
    """A timer to be set, after so long."""

    key: str
    seconds: int


@dataclass(frozen=True)
class Cancelling:
    """A timer to be cancelled, if there is one."""

    key: str


@dataclass(frozen=True)
class Passing:
    """Time passes."""

    seconds: int


@dataclass(frozen=True)
class Restarting:
    """The process ends, with or without an end to what it is doing, and starts again a while later."""

    seconds: int
    killed: bool


keys = st.sampled_from(["a", "b", "c", "d"])
seconds = st.integers(0, 30)
steps = st.lists(
    st.one_of(
        st.builds(Setting, keys, seconds),
        st.builds(Setting, keys, seconds),
        st.builds(Cancelling, keys),
        st.builds(Passing, seconds),
        st.builds(Restarting, seconds, st.booleans()),
    ),
    max_size=25,
)


@dataclass
class Model:
    """What should be: the timers that stand, and what has fired."""

    standing: dict[str, tuple[Instant, int]] = field(default_factory=dict)
    fired: set[int] = field(default_factory=set)

    def pass_to(self, now: Instant) -> None:
        """Fire what is due."""
        for key, (at, number) in list(self.standing.items()):
            if at <= now:
                self.fired.add(number)
                del self.standing[key]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps, processes=st.integers(1, 2))
def test_inv_55_every_timer_fires_exactly_once_also_across_restarts(
    engine: str, database_url: str, history: list[Any], processes: int
) -> None:
    asyncio.run(_Histories(database_url, processes if engine == "postgresql" else 1).run(history))


_companies = count()


class _Histories:
    """One or two processes that fire the same timers."""

    def __init__(self, url: str, processes: int) -> None:
        self.url = url
        self.clock = VirtualClock()
        self.company = f"company {next(_companies)}"
        self.processes = processes
        self.databases: list[Database] = []
        self.runners: list[TimerRunner] = []

    async def run(self, history: list[Any]) -> None:
        await self.start()
        model = Model()
        for number, step in enumerate([*history, Passing(60)]):
            if isinstance(step, Setting):
                at = self.clock.now() + step.seconds * SECOND
                await self.write(set_note, step.key, step.seconds, number)
                model.standing[step.key] = (at, number)
            elif isinstance(step, Cancelling):
                await self.write(cancel_timer, kind="note", key=step.key)
                model.standing.pop(step.key, None)
            else:
                if isinstance(step, Restarting):
                    await self.stop(step.killed)
                self.clock.advance(step.seconds)
                if isinstance(step, Restarting):
                    await self.start()
            await self.settle()
            model.pass_to(self.clock.now())
            written = await self.databases[0].read(numbers, company=self.company, caller=CALLER)
            assert written == sorted(model.fired)
        await self.stop(killed=False)

    async def start(self) -> None:
        for _ in range(self.processes):
            database = Database.open(self.url, clock=self.clock, registry=NOTHING)
            await database.start()
            runner = TimerRunner(database, Verbs().table())
            await runner.start()
            self.databases.append(database)
            self.runners.append(runner)

    async def stop(self, killed: bool) -> None:
        for runner in [] if killed else self.runners:
            await runner.close()
        for database in self.databases:
            await database.close()
        for runner in self.runners:
            await runner.close()
        self.databases, self.runners = [], []

    async def settle(self) -> None:
        """Every process in turn: one of them may find what the other has set only when it looks again."""
        for runner in self.runners:
            await runner.settled()

    async def write(self, verb: Callable[..., object], *arguments: object, **keywords: object) -> None:
        await self.databases[-1].write(verb, *arguments, company=self.company, caller=CALLER, **keywords)
