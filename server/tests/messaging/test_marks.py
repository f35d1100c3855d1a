"""Watermarks: they rise, count what is left, and tell it once."""

from collections.abc import Awaitable, Callable, Mapping
from itertools import count
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hovor.messaging.events import DeliveryChanged, ThreadRead
from hovor.messaging.service import Stored
from tests.messaging.units import Units


async def test_reading_counts_what_is_left(units: Units) -> None:
    await units.open()
    for index in range(3):
        await units.hear(str(index), str(index))
    await units.note("not a message of hers", "n")
    assert (await units.thread()).unread == 3
    assert await units.read_by_us(2)
    assert (await units.thread()).unread == 1
    assert await units.read_by_us(99)
    thread = await units.thread()
    assert (thread.unread, thread.operator_read) == (0, 4)
    told = [one.event for one in await units.recorded() if isinstance(one.event, ThreadRead)]
    assert [event.number for event in told] == [2, 4]


async def test_reading_again_or_less_tells_nothing(units: Units) -> None:
    await units.open()
    await units.hear("a", "a")
    await units.hear("b", "b")
    assert await units.read_by_us(2)
    version = (await units.thread()).version
    assert not await units.read_by_us(2)
    assert not await units.read_by_us(1)
    assert not await units.read_by_us(-5)
    assert (await units.thread()).version == version


async def test_ticks_of_the_client_rise_and_never_sink(units: Units) -> None:
    await units.open()
    await units.hear("hello", "h")
    await units.say("one", "1")
    await units.say("two", "2")

    async def ticks() -> list[str | None]:
        deliveries = [entry.delivery for entry in await units.timeline()]
        return [None if delivery is None else delivery.state for delivery in deliveries]

    assert await ticks() == [None, "sent", "sent"]
    assert await units.read_by_client(2, read=False)
    assert await ticks() == [None, "delivered", "sent"]
    assert await units.read_by_client(3, read=True)
    assert await ticks() == [None, "read", "read"]
    assert not await units.read_by_client(3, read=False)
    assert not await units.read_by_client(2, read=True)
    thread = await units.thread()
    assert (thread.client_read, thread.client_received, thread.client_unread) == (3, 3, 0)
    told = [one.event for one in await units.recorded() if isinstance(one.event, DeliveryChanged)]
    assert [(event.number, event.state, event.watermark) for event in told] == [
        (2, "delivered", True),
        (3, "read", True),
    ]


async def test_reading_what_is_not_ours_moves_nothing(units: Units) -> None:
    await units.open()
    await units.hear("hello", "h")
    await units.note("secret", "n")
    version = (await units.thread()).version
    assert not await units.read_by_client(2)
    thread = await units.thread()
    assert (thread.version, thread.client_read) == (version, 0)


async def test_the_live_view_of_a_tick_is_the_one_the_timeline_gives(units: Units) -> None:
    await units.open()
    await units.say("one", "1")
    await units.read_by_client(1)
    last = (await units.recorded())[-1]
    entry = last.carry.entry()
    assert entry.delivery is not None
    assert entry.delivery.state == "read"
    assert entry.thread == await units.thread()


VERBS: Final[Mapping[str, Callable[[Units, str, str, str], Awaitable[Stored]]]] = {
    "hear": Units.hear,
    "say": Units.say,
    "note": Units.note,
}
_talks = count()
steps = st.lists(
    st.one_of(
        st.sampled_from(["hear", "say", "note"]),
        st.tuples(st.sampled_from(["read", "received", "ours"]), st.integers(-1, 12)),
    ),
    max_size=25,
)


class _Counting:
    """What the counters must be, by counting."""

    def __init__(self) -> None:
        self.entries: list[str] = []
        self.marks = {"read": 0, "received": 0, "ours": 0}

    def reach(self, mark: str, number: int) -> None:
        if mark == "ours":
            self.marks[mark] = max(self.marks[mark], min(number, len(self.entries)))
            return
        ours = [at for at, kind in enumerate(self.entries, 1) if kind == "say" and at <= number]
        reached = ours[-1] if ours else 0
        self.marks[mark] = max(self.marks[mark], reached)
        if mark == "read":
            self.marks["received"] = max(self.marks["received"], self.marks["read"])

    def left(self, kind: str, mark: str) -> int:
        return sum(one == kind and at > self.marks[mark] for at, one in enumerate(self.entries, 1))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
async def test_inv_21_counters_equal_recomputation(units: Units, steps: list[str | tuple[str, int]]) -> None:
    """All examples share one database; each has a talk of its own."""
    name, counting = f"talk-{next(_talks)}", _Counting()
    await units.open(name)
    for index, step in enumerate(steps):
        ref = f"{name}-{index}"
        if isinstance(step, tuple):
            mark, number = step
            counting.reach(mark, number)
            if mark == "ours":
                await units.read_by_us(number, name)
            else:
                await units.read_by_client(number, name, read=mark == "read")
        else:
            counting.entries.append(step)
            await VERBS[step](units, "x", ref, name)
    thread = await units.thread(name)
    assert (thread.entries, thread.unread, thread.client_unread) == (
        len(counting.entries),
        counting.left("hear", "ours"),
        counting.left("say", "read"),
    )
    assert (thread.operator_read, thread.client_read, thread.client_received) == (
        counting.marks["ours"],
        counting.marks["read"],
        counting.marks["received"],
    )
