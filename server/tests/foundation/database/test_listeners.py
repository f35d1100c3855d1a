"""Listeners: each event at least once and, as long as nothing fails, just once; in order per subject;
none is lost.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hovor.foundation.database import Database, Reading, Work
from hovor.foundation.errors import Conflict, NotFound
from hovor.foundation.event_log import at_positions
from hovor.foundation.events import Recorded
from hovor.foundation.reactions import NOTHING, Listener
from hovor.foundation.reactions_backlog import (
    ATTEMPTS,
    ParkedEvent,
    Stretch,
    advance,
    cursor,
    parked_events,
    retry_event,
)
from hovor.foundation.reactions_runner import ListenerRunner
from tests.foundation.database.conftest import Run
from tests.foundation.database.example import (
    CALLER,
    COMPANY,
    MoneyMoved,
    NoteWritten,
    add,
    amount,
    write_note,
)
from tests.support.clock import VirtualClock


class Reader:
    """A listener that keeps what it was given, also in an account, and fails where it is told to."""

    def __init__(self) -> None:
        self.calls: list[Recorded] = []
        self.succeeded: list[Recorded] = []
        self.fails: Callable[[Recorded], bool] = lambda recorded: False
        self.listener = Listener("reader", frozenset({NoteWritten}), self.handle)

    def handle(self, work: Work, recorded: Recorded) -> None:
        """Counts in the database what it has handled."""
        self.calls.append(recorded)
        add(work, "handled", 1)
        if self.fails(recorded):
            raise Conflict("not this one")
        self.succeeded.append(recorded)

    @property
    def positions(self) -> list[int]:
        """Where the events it was given stand, in the order of the calls."""
        return [recorded.position for recorded in self.calls]


def handled(reading: Reading) -> int:
    """How many events the reader has handled for good."""
    return amount(reading, "handled")


@pytest.fixture
def reader() -> Reader:
    """Without faults so far."""
    return Reader()


@pytest.fixture
async def runner(database: Database, reader: Reader) -> AsyncIterator[ListenerRunner]:
    """Started."""
    runner = ListenerRunner(database, [reader.listener])
    await runner.start()
    yield runner
    await runner.close()


def note_and_money(work: Work, number: int) -> None:
    """An event the reader wants, and one it does not."""
    write_note(work, number)
    work.publish(MoneyMoved(account="till", amount=number))


async def test_each_event_is_handled_once_in_order_with_what_it_carries(
    write: Run, read: Run, runner: ListenerRunner, reader: Reader
) -> None:
    def tell(work: Work, number: int) -> None:
        work.publish(NoteWritten(conversation_id="c", number=number), carry=f"note {number}")

    await asyncio.gather(*(write(tell, number) for number in range(600)))
    await runner.settled()
    assert [recorded.event for recorded in reader.calls] == [
        NoteWritten(conversation_id="c", number=number) for number in range(600)
    ]
    assert {recorded.carry for recorded in reader.calls[:200]} == {f"note {number}" for number in range(200)}
    assert await read(handled) == 600


async def test_events_of_before_the_start_are_handled(
    database: Database, write: Run, read: Run, reader: Reader
) -> None:
    for number in range(300):
        await write(write_note, number)
    runner = ListenerRunner(database, [reader.listener])
    await runner.start()
    await runner.settled()
    assert await read(handled) == 300
    await runner.close()


async def test_what_nobody_wants_costs_a_cursor_once_a_second(
    database: Database, write: Run, read: Run, runner: ListenerRunner, clock: VirtualClock
) -> None:
    def only_money(work: Work) -> None:
        work.publish(MoneyMoved(account="till", amount=1))

    await runner.settled()
    before = database.measures().units
    for _ in range(50):
        await write(only_money)
        await runner.settled()
    assert database.measures().units == before + 50
    assert await read(cursor, "reader") == 0
    clock.advance(1)
    await runner.settled()
    assert await read(cursor, "reader") == 50
    assert database.measures().units == before + 51


async def test_an_event_that_fails_holds_up_only_its_subject(
    write: Run, read: Run, runner: ListenerRunner, reader: Reader, clock: VirtualClock
) -> None:
    """Notes 0, 3, 6 are of conversation 0; note 3 fails twice."""
    left = iter([True, True])
    reader.fails = lambda recorded: recorded.position == 4 and next(left, False)
    await asyncio.gather(*(write(write_note, number) for number in range(9)))
    await runner.settled()
    assert sorted(set(reader.positions)) == [1, 2, 3, 4, 5, 6, 8, 9]
    assert await read(handled) == 7
    reader.calls.clear()
    for _ in range(4):
        clock.advance(1)
        await runner.settled()
    assert reader.positions == [4, 4, 7]
    assert await read(handled) == 9


async def test_an_event_that_never_succeeds_is_parked_and_its_subject_goes_on(
    write: Run, read: Run, runner: ListenerRunner, reader: Reader, clock: VirtualClock
) -> None:
    reader.fails = lambda recorded: recorded.position == 1
    for number in range(0, 9, 3):
        await write(write_note, number)
    await runner.settled()
    assert await read(handled) == 0
    for _ in range(ATTEMPTS):
        clock.advance(300)
        await runner.settled()
    # A unit may run again for another's sake, so it may have been called more often than it was tried.
    assert reader.positions.count(1) >= ATTEMPTS
    assert await read(handled) == 2
    parked = await read(parked_events)
    assert parked == [ParkedEvent("reader", 1, ATTEMPTS, "conflict: not this one", parked[0].parked_at)]

    reader.fails = lambda recorded: False
    await write(retry_event, listener="reader", position=1)
    await runner.settled()
    assert await read(handled) == 3
    assert await read(parked_events) == []
    with pytest.raises(NotFound):
        await write(retry_event, listener="reader", position=1)


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_two_processes_handle_each_event_once(
    database: Database, database_url: str, write: Run, read: Run, clock: VirtualClock
) -> None:
    other = Database.open(database_url, clock=clock, registry=NOTHING)
    await other.start()
    readers = [Reader(), Reader()]
    runners = [
        ListenerRunner(each, [mine.listener]) for each, mine in zip((database, other), readers, strict=True)
    ]
    for runner in runners:
        await runner.start()
    for number in range(200):
        await (database if number % 2 else other).write(write_note, number, company=COMPANY, caller=CALLER)
    for runner in runners:
        runner.position_reached(COMPANY, 200)
        await runner.settled()
    assert await read(handled) == 200
    told = {recorded.event for each in readers for recorded in each.calls}
    assert told == {NoteWritten(conversation_id=f"conversation {n % 3}", number=n) for n in range(200)}
    for runner in runners:
        await runner.close()
    await other.close()


async def test_what_another_process_wrote_between_two_of_ones_own_is_handled_in_its_place(
    database: Database, write: Run, read: Run, reader: Reader
) -> None:
    for number in range(3):
        await write(write_note, number)
    stored = await read(at_positions, [1, 2, 3])
    own = [stored[0], stored[2]]
    assert await write(advance, reader.listener, Stretch(0, own)) == 1
    await write(advance, reader.listener, Stretch(1, own))
    assert reader.positions == [1, 2, 3]


steps = st.lists(
    st.sampled_from(["note", "note", "money", "both", "second", "minute", "restart", "kill"]), max_size=40
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps, faults=st.sets(st.tuples(st.integers(0, 40), st.integers(0, 4)), max_size=12))
def test_each_event_is_handled_once_in_order_per_subject_whatever_fails(
    database_url: str, history: list[str], faults: set[tuple[int, int]]
) -> None:
    """A fault (position, n) makes the n-th attempt at that position fail."""
    asyncio.run(_check(database_url, history, faults))


_companies = count()


async def _check(url: str, history: list[str], faults: set[tuple[int, int]]) -> None:
    clock, reader = VirtualClock(), Reader()
    company = f"company {next(_companies)}"
    attempts: dict[int, int] = {}

    def fails(recorded: Recorded) -> bool:
        attempt = attempts[recorded.position] = attempts.get(recorded.position, -1) + 1
        return (recorded.position, attempt) in faults

    reader.fails = fails
    kinds: dict[str, Callable[..., object]] = {
        "note": write_note,
        "money": add_nothing,
        "both": note_and_money,
    }
    wanted = 0
    database, runner = await _start(url, clock, reader)
    for number, step in enumerate([*history, "minute", "minute", "minute"]):
        if step in kinds:
            await database.write(kinds[step], number, company=company, caller=CALLER)
            wanted += step != "money"
        elif step in {"second", "minute"}:
            for _ in range(1 if step == "second" else 60):
                clock.advance(1)
                await runner.settled()
        else:
            if step == "restart":
                await runner.close()
            await database.close()
            await runner.close()
            database, runner = await _start(url, clock, reader)
    await runner.settled()
    done = await database.read(handled, company=company, caller=CALLER)
    await runner.close()
    await database.close()
    assert done == wanted
    for subject in {recorded.event.subject for recorded in reader.succeeded}:
        first_time = list(
            dict.fromkeys(each.position for each in reader.succeeded if each.event.subject == subject)
        )
        assert first_time == sorted(first_time)


def add_nothing(work: Work, number: int) -> None:
    """An event the reader does not want."""
    work.publish(MoneyMoved(account="till", amount=number))


async def _start(url: str, clock: VirtualClock, reader: Reader) -> tuple[Database, ListenerRunner]:
    database = Database.open(url, clock=clock, registry=NOTHING)
    await database.start()
    runner = ListenerRunner(database, [reader.listener])
    await runner.start()
    return database, runner
