"""Units of work: what they answer, what they leave behind, and what one of them may do to the others."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Database, Hot, Reading, Work
from hovor.foundation.errors import Conflict
from hovor.foundation.event_log import after, position
from hovor.foundation.events import Recorded
from tests.foundation.database.conftest import Run
from tests.foundation.database.example import (
    CALLER,
    COMPANY,
    NOTE,
    MoneyMoved,
    NoteWritten,
    add,
    amount,
    misread,
    note,
    numbers,
    refuse,
    swallow,
    violate,
    write_and_refuse,
    write_note,
)


async def test_a_unit_answers_with_its_value_once_it_is_committed(write: Run, read: Run) -> None:
    assert await write(add, "till", 3) == 3
    assert await write(add, "till", 4) == 7
    assert await read(amount, "till") == 7


async def test_units_of_a_company_run_in_the_order_of_the_calls(write: Run) -> None:
    assert await asyncio.gather(*(write(add, "till", 1) for _ in range(300))) == list(range(1, 301))


async def test_one_bad_unit_leaves_the_others_of_its_batch_whole(write: Run, read: Run) -> None:
    """Refused before writing, refused after writing, a constraint broken, broken and swallowed, a read
    that fails.
    """
    bad = [
        write(refuse),
        write(write_and_refuse, 100),
        write(violate, 101),
        write(swallow, 102),
        write(misread),
    ]
    good = [write(write_note, number) for number in range(10)]
    mixed = [each for pair in zip(good, bad, strict=False) for each in pair] + good[len(bad) :]
    answers: list[Any] = await asyncio.gather(*mixed, return_exceptions=True)

    refusals = [answer for answer in answers if isinstance(answer, BaseException)]
    assert [answer for answer in answers if not isinstance(answer, BaseException)] == list(range(1, 11))
    assert [type(each) for each in refusals[:2]] == [Conflict, Conflict]
    assert len(refusals) == 5
    assert await read(numbers) == list(range(10))
    assert [each.position for each in await read(after, 0)] == list(range(1, 11))


@pytest.mark.parametrize("bad", [refuse, write_and_refuse, violate, swallow, misread])
async def test_each_way_to_fail_leaves_the_others_whole(
    write: Run, read: Run, bad: Callable[..., Any]
) -> None:
    number = [7] if bad in {write_and_refuse, violate, swallow} else []
    units = [write(write_note, 1), write(bad, *number), write(write_note, 2), write(write_note, 3)]
    answers = await asyncio.gather(*units, return_exceptions=True)
    assert [answer for answer in answers if isinstance(answer, int)] == [1, 2, 3]
    assert await read(numbers) == [1, 2, 3]


async def test_a_bad_unit_alone_leaves_nothing(write: Run, read: Run) -> None:
    with pytest.raises(Conflict):
        await write(write_and_refuse, 1)
    for verb in (violate, swallow):
        with pytest.raises(Exception, match=r"(?i)check"):
            await write(verb, 1)
    with pytest.raises(Exception, match="nowhere"):
        await write(misread)
    assert await read(numbers) == []
    assert await read(position) == 0
    assert await write(write_note, 2) == 1


async def test_a_caller_who_goes_away_does_not_cancel_the_unit(write: Run, read: Run) -> None:
    leaving = asyncio.ensure_future(write(write_note, 1))
    await asyncio.sleep(0)
    leaving.cancel()
    await write(write_note, 2)
    assert leaving.cancelled()
    assert await read(numbers) == [1, 2]


async def test_whatever_a_verb_raises_is_its_answer(write: Run) -> None:
    def raise_one(work: Work, error: BaseException) -> None:
        raise error

    for error in (KeyError("k"), AssertionError("no")):
        with pytest.raises(type(error)):
            await write(raise_one, error)
    for harmful in (StopIteration(), SystemExit(3), KeyboardInterrupt()):
        with pytest.raises(RuntimeError, match=type(harmful).__name__):
            await write(raise_one, harmful)
    assert await write(write_note, 1) == 1


async def test_events_follow_the_answers_in_order_with_what_they_carry(
    database: Database, write: Run
) -> None:
    heard: list[Recorded | int] = []
    database.on_committed.append(heard.extend)

    def tell(work: Work, number: int) -> int:
        work.publish(MoneyMoved(account="till", amount=number), carry=[number])
        return number

    async def answered(number: int) -> None:
        heard.append(await write(tell, number))

    await asyncio.gather(*(answered(number) for number in range(5)))
    await asyncio.sleep(0)
    assert [each for each in heard if isinstance(each, int)] == heard[:5] == list(range(5))
    recorded = [each for each in heard if isinstance(each, Recorded)]
    assert [(each.position, each.carry) for each in recorded] == [(n + 1, [n]) for n in range(5)]


async def test_a_recorded_event_reads_back_as_it_was_published(
    database: Database, write: Run, read: Run
) -> None:
    heard: list[Recorded] = []
    database.on_committed.append(heard.extend)
    operator = OperatorCaller(COMPANY, "operator 1", "supervisor", "session")
    await database.write(write_note, 5, company=COMPANY, caller=operator)
    await write(write_note, 6)
    await asyncio.sleep(0)
    assert await read(after, 0) == heard
    assert heard[0].actor == operator.actor
    assert heard[1].event == NoteWritten(conversation_id="conversation 0", number=6)
    assert await read(after, 1, 1) == heard[1:]


async def test_a_unit_knows_its_time_its_caller_and_its_position(database: Database, write: Run) -> None:
    def look(work: Work) -> tuple[Any, ...]:
        before = work.position
        system = work.as_system("routing")
        system.publish(MoneyMoved(account="a", amount=1))
        actors = (work.caller.actor, system.caller.actor)
        return work.now, work.company, actors, before, work.position, position(work)

    await write(write_note, 1)
    now, company, actors, *positions = await write(look)
    assert (now, company) == (database.clock.now(), COMPANY)
    assert [(actor.kind, actor.id) for actor in actors] == [("system", "test"), ("system", "routing")]
    assert positions == [1, 2, 2]


async def test_what_is_read_once_is_read_again_by_the_next_unit(write: Run) -> None:
    def look(work: Work) -> tuple[int, int]:
        before = work.once(amount, "till")
        add(work, "till", 5)
        return before, work.as_system("audit").once(amount, "till")

    assert await write(look) == (0, 0)
    assert await write(look) == (5, 5)


async def test_a_unit_of_no_company_publishes_only_after_entering_one(write: Run, read: Run) -> None:
    def set_up(work: Work) -> int:
        work.enter("new company")
        return add(work, "till", 5)

    with pytest.raises(RuntimeError, match="in no company"):
        await write(lambda work: work.publish(MoneyMoved(account="a", amount=1)), company="")
    answers = await asyncio.gather(
        *(
            write(set_up, company="") if number % 2 else write(add, "till", 5, company="new company")
            for number in range(20)
        )
    )
    assert sorted(answers) == list(range(5, 105, 5))
    assert await read(position, company="new company") == 20


async def test_a_unit_that_enters_a_company_and_is_refused_leaves_its_positions_alone(
    write: Run, read: Run
) -> None:
    def enter_and_refuse(work: Work) -> None:
        work.enter("new company")
        write_and_refuse(work, 1)

    units = [
        write(enter_and_refuse, company="") if number % 3 == 0 else write(enter_and_note, number, company="")
        for number in range(9)
    ]
    answers = await asyncio.gather(*units, return_exceptions=True)
    assert [answer for answer in answers if isinstance(answer, int)] == [1, 2, 3, 4, 5, 6]
    assert await read(position, company="new company") == 6


def enter_and_note(work: Work, number: int) -> int:
    """Sign-in, as it were."""
    work.enter("new company")
    return write_note(work, number)


async def test_a_unit_cannot_leave_its_company(write: Run) -> None:
    with pytest.raises(RuntimeError, match="cannot enter"):
        await write(lambda work: work.enter("another"))
    await write(lambda work: work.enter(COMPANY))


async def test_many_rows_are_written_by_one_statement(write: Run, read: Run) -> None:
    rows = [{"id": f"{n:03}", "company_id": COMPANY, "number": n, "reference": str(n)} for n in range(500)]

    def write_all(work: Work, statement: Hot | sa.Executable) -> None:
        work.write_many(statement, rows)
        work.write_many(statement, [])

    await write(write_all, NOTE)
    assert await read(numbers) == list(range(500))
    assert await write(lambda work: work.write(sa.delete(note).where(note.c.number < 100))) == 100
    await write(lambda work: work.write(sa.delete(note)))
    await write(write_all, sa.insert(note))
    assert await read(numbers) == list(range(500))


async def test_a_read_sees_one_snapshot_and_every_unit_answered_before(
    database: Database, write: Run, read: Run
) -> None:
    async def write_meanwhile(number: int) -> None:
        await write(write_note, number)

    loop = asyncio.get_running_loop()

    def read_twice(reading: Reading) -> tuple[list[int], list[int]]:
        first = numbers(reading)
        asyncio.run_coroutine_threadsafe(write_meanwhile(2), loop).result(timeout=20)
        return first, numbers(reading)

    await write(write_note, 1)
    assert await read(read_twice) == ([1], [1])
    assert await read(numbers) == [1, 2]


async def test_a_read_cannot_be_disturbed_by_a_failed_one(read: Run) -> None:
    answers = await asyncio.gather(
        *(read(misread) if number % 2 else read(numbers) for number in range(40)), return_exceptions=True
    )
    assert [answer for answer in answers if isinstance(answer, list)] == [[]] * 20


async def test_a_database_can_be_closed_twice_and_answers_what_was_asked_before(database: Database) -> None:
    asked = [
        asyncio.ensure_future(database.write(write_note, n, company=COMPANY, caller=CALLER)) for n in range(5)
    ]
    await asyncio.sleep(0)
    await database.close()
    await database.close()
    assert await asyncio.gather(*asked) == [1, 2, 3, 4, 5]


async def test_the_measures_count_what_happened(database: Database, write: Run, read: Run) -> None:
    await write(write_note, 1)
    with pytest.raises(Conflict):
        await write(refuse)
    await read(numbers)
    measures = database.measures()
    assert (measures.units, measures.refusals, measures.batches, measures.reads) == (2, 1, 1, 1)
