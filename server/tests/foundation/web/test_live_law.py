"""The law: an old snapshot and the events after it make the new snapshot, whatever happens in between.

A console that applies what it is sent always comes to show what the database holds for it: through moves
between lines it may and may not see, changed rights, cut connections, and events that another process wrote.
"""

import asyncio
from collections.abc import Callable
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hovor.foundation.caller import OperatorCaller
from tests.foundation.web.conftest import Connected, LiveServer, pass_time
from tests.foundation.web.support_app import Toy
from tests.foundation.web.support_feature import add, grant, move, snapshot
from tests.support.clock import VirtualClock

LINES = st.sampled_from(["a", "b", "c"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), LINES),
        st.tuples(st.just("move"), st.integers(0, 9), LINES),
        st.tuples(st.just("grant"), st.sets(LINES)),
        st.tuples(st.just("cut")),
        st.tuples(st.just("elsewhere"), LINES),
        st.tuples(st.just("settle")),
    ),
    max_size=25,
)
_companies = count()


class Console:
    """What a console does: a snapshot, then every event; after a cut it says where it stands."""

    def __init__(self, server: LiveServer, company: str) -> None:
        self.server = server
        self.toy = server.toy
        self.company = company
        self.position: int | None = None
        self.items: dict[str, Any] = {}
        self.seen: list[dict[str, Any]] = []
        self.reached = asyncio.Event()
        self.expected = -1
        self.going: asyncio.Task[None] | None = None

    async def fetch(self) -> dict[str, Any]:
        caller = OperatorCaller(self.company, "klara", "operator", "s")
        return await self.toy.database.read(
            snapshot, company=self.company, caller=caller, operator_id="klara"
        )

    async def refetch(self) -> None:
        fresh = await self.fetch()
        self.items, self.position = fresh["items"], fresh["position"]

    async def connect(self) -> None:
        ready = asyncio.get_running_loop().create_future()
        self.going = asyncio.create_task(self._go(ready))
        async with asyncio.timeout(20):
            await ready

    async def cut(self) -> None:
        assert self.going is not None
        self.going.cancel()
        await asyncio.gather(self.going, return_exceptions=True)

    async def _go(self, ready: asyncio.Future[None]) -> None:
        if self.position is None:
            await self.refetch()
        async with self.server.operator(company=self.company, after=self.position) as client:
            ready.set_result(None)
            while True:
                await self._apply(client, await client.hear("event", "ping", "resync"))

    async def _apply(self, client: Connected, frame: dict[str, Any]) -> None:
        self.seen.append(frame)
        if frame["type"] == "resync":
            await self.refetch()
        elif frame["type"] == "ping":
            await client.say(type="pong")
            self._move_to(frame["position"])
        else:
            self._move_to(frame["position"])
            shown = frame["data"]
            if frame["event"] == "item.removed":
                self.items.pop(shown["id"], None)
            elif shown["version"] >= self.items.get(shown["id"], shown)["version"]:
                self.items[shown["id"]] = shown
        if (self.position or 0) >= self.expected:
            self.reached.set()

    def _move_to(self, position: int) -> None:
        self.position = max(self.position or 0, position)

    async def settled(self, clock: VirtualClock) -> dict[str, Any]:
        """Waits until a ping says that everything was sent; gives what the database holds."""
        fresh = await self.fetch()
        self.reached.clear()
        self.expected = fresh["position"]
        for _ in range(4_000):
            if self.reached.is_set():
                return fresh
            await pass_time(clock, 0.5)
            await asyncio.sleep(0.002)
        raise AssertionError(f"at {self.position} of {self.expected}")


@given(steps=STEPS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_inv_48_the_screen_comes_to_show_what_the_server_holds(
    server: LiveServer, clock: VirtualClock, steps: list[Any]
) -> None:
    company = f"company{next(_companies)}"
    console = Console(server, company)
    await server.toy.run(grant, company=company, operator_id="klara", lines=["a"])
    await console.connect()
    try:
        await _follow(console, clock, [*steps, ("settle",)])
    finally:
        await console.cut()


async def _follow(console: Console, clock: VirtualClock, steps: list[Any]) -> None:
    toy, company, items = console.toy, console.company, list[str]()
    for step in steps:
        if step[0] == "add":
            items.append(await _add(toy, company, step[1], len(items)))
        elif step[0] == "elsewhere":
            items.append(await _elsewhere(toy, company, step[1], len(items)))
        elif step[0] == "move" and items:
            await toy.run(move, company=company, item_id=items[step[1] % len(items)], line=step[2])
        elif step[0] == "grant":
            await toy.run(grant, company=company, operator_id="klara", lines=sorted(step[1]))
        elif step[0] == "cut":
            await console.cut()
            await console.connect()
        elif step[0] == "settle":
            fresh = await console.settled(clock)
            assert console.items == fresh["items"], console.seen


async def _add(toy: Toy, company: str, line: str, number: int) -> str:
    done = await toy.run(add, company=company, line=line, text="x", client_ref=str(number))
    identifier: str = done["id"]
    return identifier


async def _elsewhere(toy: Toy, company: str, line: str, number: int) -> str:
    """As if another process had written it: this one hears of the position only."""
    listening: list[Callable[..., None]] = toy.database.on_committed[:]
    toy.database.on_committed[:] = []
    identifier = await _add(toy, company, line, number)
    toy.database.on_committed[:] = listening
    toy.hub._fan_out.reached(company, 10**9)
    return identifier
