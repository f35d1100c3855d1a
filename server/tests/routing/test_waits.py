"""How long clients are told that they will wait, on the real service."""

from collections.abc import Mapping
from typing import Any

from hovor.conversations import queries as conversations
from hovor.foundation.caller import ClientCaller, OperatorCaller
from hovor.routing.reactions.counting import Counting
from tests.conversations.floor import Floor


async def _told(floor: Floor, visitor: ClientCaller) -> tuple[int | None, int | None]:
    """What a visitor reads when he comes back to his page."""
    rows = await floor.ask(conversations.unfinished_of_identity, visitor.identity_id)
    view = await floor.ask(conversations.client_view, rows[0])
    return view.queue_position, view.expected_wait_seconds


async def _serve(floor: Floor, klara: OperatorCaller, seconds: int) -> None:
    """She takes the next one, and is done with him after so long."""
    taken = await floor.take(klara)
    await floor.wait(seconds)
    await floor.end(klara, taken.id)
    await floor.finish(klara, taken.id)


async def test_inv_49_the_wait_is_known_from_how_the_line_moves_and_else_unknown(floor: Floor) -> None:
    sent: dict[str, Mapping[str, Any]] = {}
    counting = Counting(floor.database, lambda company, topic, values: sent.update({topic: values}))
    await counting.start()
    channel, (klara,) = await floor.staffed("Klára")
    await floor.change(capacity={"total": 1})
    visitors = [await floor.visitor(channel) for _ in range(9)]
    for visitor in visitors:
        await floor.write(visitor)
        await floor.wait(0.1)
    last = visitors[-1]
    for served in range(6):
        # Too little is known yet.
        assert await _told(floor, last) == (9 - served, None)
        await _serve(floor, klara, 60)
    # Five minutes between six, and the seventh minute is over as well.
    assert await _told(floor, last) == (3, 3 * (5 * 60 + 60) // 5)
    assert await _told(floor, visitors[6]) == (1, (5 * 60 + 60) // 5)
    # Offered he still waits, and the line has stood still for five minutes since.
    await floor.take(klara)
    await floor.wait(300)
    await counting.settled()
    assert await _told(floor, last) == (2, 2 * (6 * 60 + 300) // 6)
    # Told is it at most fifteen seconds later, without anything having happened.
    floor.clock.advance(15)
    await counting.settled()
    topic = conversations.identity_topic(last.identity_id)
    assert sent[topic]["expected_wait_seconds"] >= 2 * (6 * 60 + 300) // 6
    # Nobody is there: nothing is promised.
    await floor.set_status(klara, "away")
    await counting.settled()
    assert await _told(floor, last) == (2, None)
    await counting.close()


async def test_inv_49_who_went_away_tells_how_patient_the_others_are(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    await floor.change(capacity={"total": 1})
    visitors = [await floor.visitor(channel) for _ in range(12)]
    for visitor in visitors:
        await floor.write(visitor)
        await floor.wait(0.1)
    for _ in range(6):
        await _serve(floor, klara, 60)
    before = await _told(floor, visitors[-1])
    for impatient in visitors[6:9]:
        (row,) = await floor.ask(conversations.unfinished_of_identity, impatient.identity_id)
        await floor.leave(impatient, row.id)
    after = await _told(floor, visitors[-1])
    assert (before[0], after[0]) == (6, 3)
    assert before[1] is not None
    assert after[1] is not None
    assert after[1] < before[1] / 2
