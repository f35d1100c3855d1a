"""The bus between processes, whatever carries it: it wakes the others, latest position of each company, and
finds its way back.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from nats.aio.client import Client

from hovor.foundation import bus_nats
from hovor.foundation.bus import Bus, InProcessBus
from hovor.foundation.bus_nats import BusUnreachable, NatsBus, answers, named
from hovor.foundation.bus_postgresql import PostgresqlBus
from tests.foundation.database.cable import Cable as PostgresqlCable
from tests.support.cable import cable
from tests.support.nats import Nats

ROOM = "hovor.test"


class Ear:
    """Keeps what a bus says and lets a test wait for it."""

    def __init__(self, bus: Bus) -> None:
        self.positions: list[tuple[str, int]] = []
        self.signals: list[tuple[str, bytes]] = []
        self._news = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()
        bus.subscribe(self._position, self._signal)

    def _position(self, company_id: str, position: int) -> None:
        self.positions.append((company_id, position))
        self._tell()

    def _signal(self, topic: str, body: bytes) -> None:
        self.signals.append((topic, body))
        self._tell()

    def _tell(self) -> None:
        async def tell() -> None:
            async with self._news:
                self._news.notify_all()

        self._tasks.add(asyncio.ensure_future(tell()))

    async def hears(self, *wanted: tuple[str, int] | tuple[str, bytes]) -> None:
        """Return when all of these have come."""
        async with self._news:
            await self._news.wait_for(lambda: set(wanted) <= {*self.positions, *self.signals})


@dataclass(frozen=True)
class Carrier:
    """What carries the bus: directly, or through a cable that can be cut."""

    direct: Callable[[], Bus]
    by_cable: Callable[[], Bus]
    cut: Callable[[], None]
    heal: Callable[[], None]


@contextmanager
def _postgresql(url: str) -> Iterator[Carrier]:
    with PostgresqlCable(url) as line:
        yield Carrier(lambda: PostgresqlBus(url), lambda: PostgresqlBus(line.url), line.unplug, line.plug)


@contextmanager
def _nats(server: Nats) -> Iterator[Carrier]:
    with cable(server.url) as line:
        yield Carrier(
            lambda: NatsBus(server.url, ROOM),
            lambda: NatsBus(line.address.replace("http", "nats"), ROOM),
            line.cut,
            line.heal,
        )


@pytest.fixture(params=["postgresql", "nats"])
def carrier(request: pytest.FixtureRequest) -> Iterator[Carrier]:
    """Each that can carry it between processes."""
    if request.param == "postgresql":
        with _postgresql(request.getfixturevalue("postgres_url")) as made:
            yield made
    else:
        with _nats(request.getfixturevalue("nats")) as made:
            yield made


@pytest.fixture
async def buses(carrier: Carrier) -> AsyncIterator[list[Bus]]:
    """Of three processes; the second hangs on the cable, the third is not started."""
    buses = [carrier.direct(), carrier.by_cable(), carrier.direct()]
    yield buses
    for bus in buses:
        await bus.close()


async def test_others_hear_positions_and_signals_and_oneself_does_not(buses: list[Bus]) -> None:
    ears = [Ear(bus) for bus in buses]
    for bus in buses[:2]:
        await bus.start()
    buses[0].publish("a", 1)
    buses[0].publish("a", 7)
    buses[0].publish("b", 2)
    buses[0].signal("typing", b"\x00\xff" * 2048)
    buses[1].publish("c", 3)
    await ears[1].hears(("a", 7), ("b", 2), ("typing", b"\x00\xff" * 2048))
    await ears[0].hears(("c", 3))
    assert ears[0].positions == [("", 0), ("c", 3)]
    assert ears[0].signals == []
    assert ("a", 1) not in ears[1].positions


@pytest.mark.parametrize(
    "bus", [InProcessBus(), PostgresqlBus("postgresql://nowhere"), NatsBus("nats://nowhere", ROOM)]
)
async def test_a_signal_has_a_greatest_length(bus: Bus) -> None:
    with pytest.raises(ValueError, match="4097 bytes"):
        bus.signal("typing", b"x" * 4097)


async def test_who_was_cut_off_is_told_to_look_at_everything(buses: list[Bus], carrier: Carrier) -> None:
    ears = [Ear(bus) for bus in buses]
    for bus in buses[:2]:
        await bus.start()
    ears[1].positions.clear()
    carrier.cut()
    buses[0].publish("a", 1)
    # Whether it knows already that it is cut off or not, of each company the latest is said again.
    buses[1].publish("b", 4)
    buses[1].publish("b", 5)
    carrier.heal()
    await ears[1].hears(("", 0))
    await ears[0].hears(("b", 5))
    buses[0].publish("a", 2)
    await ears[1].hears(("a", 2))
    assert ("a", 1) not in ears[1].positions
    assert ("b", 4) not in ears[0].positions


async def test_a_server_that_is_not_there_keeps_nobody_from_starting_and_is_found_when_it_comes(
    nats: Nats,
) -> None:
    nats.kill()
    bus, other = NatsBus(nats.url, ROOM), NatsBus(nats.url, ROOM)
    ears = Ear(bus), Ear(other)
    try:
        for each in (bus, other):
            await each.start()
        assert ears[0].positions == []
        bus.publish("a", 1)
        nats.start()
        await ears[1].hears(("", 0))
        await ears[0].hears(("", 0))
        nats.kill()
        ears[1].positions.clear()
        bus.signal("typing", b"late")
        nats.start()
        await ears[1].hears(("", 0))
        bus.publish("a", 2)
        await ears[1].hears(("a", 2))
    finally:
        for each in (bus, other):
            await each.close()


async def test_a_server_that_falls_silent_is_given_up(nats: Nats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus_nats, "PING_SECONDS", 0.1)
    with cable(nats.url) as line:
        bus = NatsBus(line.address.replace("http", "nats"), ROOM)
        ear = Ear(bus)
        await bus.start()
        await ear.hears(("", 0))
        ear.positions.clear()
        line.deafen()
        await asyncio.to_thread(line.swallowed.wait)
        line.heal()
        await ear.hears(("", 0))
        await bus.close()


async def test_what_nobody_of_ours_has_said_is_passed_over(nats: Nats) -> None:
    bus, stranger = NatsBus(nats.url, ROOM), Client()
    ear = Ear(bus)
    await bus.start()
    await stranger.connect(nats.url)
    for nonsense in (b"", b"\xc1", b"\x93\x01\x02\x03", b"{}"):
        await stranger.publish(ROOM, nonsense)
    # As fixarray of text, number, bytes: how another process says it.
    await stranger.publish(ROOM, b"\x93\xa1a\x07\xc4\x00")
    await ear.hears(("a", 7))
    assert ear.positions == [("", 0), ("a", 7)]
    await stranger.close()
    await bus.close()


async def test_installations_that_share_a_server_do_not_hear_each_other(nats: Nats) -> None:
    ours, theirs, witness = NatsBus(nats.url, ROOM), NatsBus(nats.url, "hovor.else"), NatsBus(nats.url, ROOM)
    ears = [Ear(bus) for bus in (ours, theirs, witness)]
    for bus in (ours, theirs, witness):
        await bus.start()
    ours.publish("a", 1)
    await ears[2].hears(("a", 1))
    theirs.publish("b", 2)
    ours.publish("a", 3)
    await ears[2].hears(("a", 3))
    assert ears[1].positions == [("", 0)]
    assert ears[0].positions == [("", 0)]
    for bus in (ours, theirs, witness):
        await bus.close()


async def test_whether_a_server_answers_can_be_asked(nats: Nats) -> None:
    assert (await answers(nats.url)).startswith("2.")
    nats.kill()
    with pytest.raises(BusUnreachable, match="Connect call failed"):
        await answers(nats.url)
    assert named("nats://user:secret@a:4222,tls://b") == "a:4222, b"
