"""A thousand at once: exactly one gets it, and the others change nothing at all."""

import asyncio
from collections import Counter
from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from hovor.conversations import models as conversing
from hovor.foundation import event_log
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Reading, metadata
from hovor.foundation.errors import Refusal
from hovor.routing import service
from hovor.routing.service import Answer
from tests.conversations.floor import Floor
from tests.support.database import Interference, Pause

MANY = 1_000


def census(reading: Reading) -> dict[str, int]:
    """How many rows each table has."""
    counts = {}
    for name, table in metadata.tables.items():
        row = reading.one(sa.select(sa.func.count()).select_from(table))
        counts[name] = 0 if row is None else row[0]
    return counts


def owners(reading: Reading) -> list[str]:
    """All who own something."""
    rows = reading.all(
        sa.select(conversing.assignment.c.operator_id).where(conversing.assignment.c.ended_at.is_(None))
    )
    return [operator_id for (operator_id,) in rows]


async def together(attempts: Sequence[asyncio.Task[object]]) -> Counter[str]:
    """What became of them: `won`, or the code of the refusal."""
    outcomes = await asyncio.gather(*attempts, return_exceptions=True)
    told: Counter[str] = Counter()
    for each in outcomes:
        if isinstance(each, BaseException) and not isinstance(each, Refusal):
            raise each
        told[each.code if isinstance(each, Refusal) else "won"] += 1
    return told


async def crowd(floor: Floor) -> tuple[str, list[OperatorCaller]]:
    """A conversation that waits, and operators who all may take it."""
    await floor.change(offer_mode="broadcast")
    channel, operators = await floor.staffed("Klára", "Tomáš", "Jana", "Petr")
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    await floor.settle()
    return talk, operators


async def test_inv_10_of_a_thousand_picks_one_wins_and_the_others_change_nothing(floor: Floor) -> None:
    talk, operators = await crowd(floor)
    alone = await floor.ask(census)
    first = await floor.pick(operators[0], talk)
    one_pick = Counter(await floor.ask(census))
    one_pick.subtract(alone)
    second = (await floor.write(await floor.visitor(first.channel_id))).conversation_id
    await floor.settle()

    before = await floor.ask(census)
    told = await together(
        [asyncio.ensure_future(floor.pick(operators[at % 4], second)) for at in range(MANY)]
    )
    assert told == {"won": 1, "already_taken": MANY - 1}
    after = Counter(await floor.ask(census))
    after.subtract(before)
    # Exactly what one pick alone leaves behind.
    assert +after == +one_pick
    assert len(await floor.ask(owners)) == 2


async def test_inv_10_of_a_thousand_accepts_one_wins_and_the_others_change_nothing(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    await floor.write(await floor.visitor(channel))
    (offer,) = await floor.offers(klara)
    await floor.shown(klara, offer.id)
    accepting = [
        asyncio.ensure_future(
            floor.run(
                service.answer_offer, offer_id=offer.id, answer=Answer(accepts=at % 2 == 0), caller=klara
            )
        )
        for at in range(MANY)
    ]
    assert await together(accepting) == {"won": 1, "offer_gone": MANY - 1}
    assert await floor.ask(owners) == [klara.operator_id]
    kinds = await floor.ask(_kinds)
    assert (kinds["offer.accepted"], kinds["offer.declined"], kinds["conversation.assigned"]) == (1, 0, 1)


async def test_inv_10_of_picks_and_an_accept_at_once_one_wins(floor: Floor) -> None:
    channel, operators = await floor.staffed("Klára", "Tomáš", "Jana")
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    (to,) = [each for each in operators if await floor.offers(each)]
    (offer,) = await floor.offers(to)
    attempts = [asyncio.ensure_future(floor.pick(operators[at % 3], talk)) for at in range(150)]
    attempts += [asyncio.ensure_future(floor.answer(to, offer.id, accepts=True)) for _ in range(150)]
    told = await together(attempts)
    assert told["won"] == 1
    assert await floor.ask(owners) == [to.operator_id]


async def test_inv_10_a_pick_that_stops_between_check_and_write_is_alone_with_its_company(
    floor: Floor, interference: Interference
) -> None:
    """In the mode that pauses between check and write, the second waits and sees what the first has done."""
    talk, (klara, tomas, *_) = await crowd(floor)
    pause = Pause()
    interference.on_first_write = pause
    first = asyncio.ensure_future(floor.pick(klara, talk))
    await asyncio.to_thread(pause.reached.wait, 30)
    second = asyncio.ensure_future(floor.pick(tomas, talk))
    await asyncio.sleep(0)
    pause.go_on()
    told = await together([first, second])
    assert told == {"won": 1, "already_taken": 1}


def _kinds(reading: Reading) -> Counter[str]:
    return Counter(kind for (kind,) in reading.all(sa.select(event_log.event.c.kind)))


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    """A thousand refusals are not worth a thousand lines."""
    caplog.set_level("ERROR")
