"""Whatever people, rules, networks and clocks do in whatever order: the promises about presence hold."""

import asyncio
import functools
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hovor.companies import service as companies
from hovor.companies.policy import Allowance
from hovor.foundation.clock import SECOND
from hovor.foundation.database import Database
from hovor.foundation.live.listener import ConnectionState
from hovor.presence import policy, queries, service
from hovor.presence.errors import AllowanceUsedUp, OperatorNotSignedIn
from hovor.presence.service import Wish
from tests.presence.shift import REGISTRY, Shift, end_session
from tests.support.clock import VirtualClock
from tests.support.database import create_tables

_MEMORY: Final = Path("/dev/shm")  # noqa: S108  a folder with a random name is made in it
PAGES = ("desk", "telephone")


class Schedule:
    """Does what it is told to Klara and knows what must be true of her."""

    def __init__(self, shift: Shift) -> None:
        self.shift = shift
        self.sessions: list[str] = []
        self.pages: dict[str, str] = {}
        self.suspect: set[str] = set()
        self.live = 0
        self.began = shift.clock.now()
        self.opened = 0
        self.planned = False
        self.applied = 0

    async def do(self, step: tuple[str, int]) -> None:
        """One step; what is impossible now is passed over."""
        name, choice = step
        act: Callable[[int], Awaitable[None]] = getattr(self, name)
        await act(choice)

    async def sign_in(self, _: int) -> None:
        if len(self.sessions) < 2:
            self.sessions.append(await self.shift.sign_in())

    async def sign_out(self, choice: int) -> None:
        if self.sessions:
            session = self.sessions.pop(choice % len(self.sessions))
            await self.shift.run(end_session, session, ("signed_out", "revoked", "expired")[choice % 3])

    async def open_page(self, choice: int) -> None:
        page = PAGES[choice % 2]
        if self.sessions and page not in self.pages:
            self.opened += 1
            self.pages[page] = f"{page} {self.opened}"
            await self.shift.connect(self.pages[page], self.sessions[-1])
            self.suspect.discard(page)

    async def silence(self, choice: int) -> None:
        if (page := PAGES[choice % 2]) in self.pages and page not in self.suspect:
            self.suspect.add(page)
            await self.shift.wait(10)
            await self.shift.run(service.connection_suspect, connection_id=self.pages[page])

    async def restore(self, choice: int) -> None:
        if (page := PAGES[choice % 2]) in self.pages and page in self.suspect:
            self.suspect.discard(page)
            await self.shift.run(service.connection_restored, connection_id=self.pages[page])

    async def close_page(self, choice: int) -> None:
        if (page := PAGES[choice % 2]) in self.pages:
            verb = service.connection_lost if choice % 3 == 0 else service.connection_closed
            await self.shift.run(verb, connection_id=self.pages.pop(page))
            self.suspect.discard(page)

    async def report(self, choice: int) -> None:
        if (page := PAGES[choice % 2]) in self.pages:
            state = ConnectionState(
                visible=choice % 3 != 0,
                focused=False,
                notifications="denied",
                sound="on" if choice % 5 == 0 else "blocked",
                microphone="absent",
                idle_seconds=choice,
            )
            await self.shift.run(service.state_reported, connection_id=self.pages[page], state=state)

    async def declare(self, choice: int) -> None:
        if self.sessions:
            reason = self.shift.lunch if choice % 2 else None
            wish = (
                Wish("online"),
                Wish("away", reason),
                Wish("away", reason, after_conversations=True),
            )[choice % 3]
            try:
                await self.shift.set_status(wish, by=self.shift.sofia if choice % 5 == 0 else "")
            except (AllowanceUsedUp, OperatorNotSignedIn):
                # Whoever has signed out on one device is offline, though another is still signed in.
                return

    async def cancel(self, _: int) -> None:
        await self.shift.run(service.cancel_next, self.shift.klara, by=self.shift.klara)

    async def work(self, choice: int) -> None:
        difference = 1 if choice % 2 or not self.live else -1
        self.live += difference
        await self.shift.run(service.note_activity, self.shift.klara, live=difference)

    async def miss(self, _: int) -> None:
        await self.shift.run(service.set_by_rule, operator_id=self.shift.klara, cause="missed_offers")

    async def limit(self, choice: int) -> None:
        """Another allowance for lunch, and what happens when it is used up."""
        rules = (
            Allowance(5, "change", self.shift.reasons[1]),
            Allowance(5, "mark"),
            Allowance(5, "refuse"),
            Allowance(),
        )
        changes = {"allowance": rules[choice % 4]}
        await self.shift.run(companies.change_away_reason, self.shift.lunch, changes)

    async def watch_activity(self, choice: int) -> None:
        settings = {"inactive_after_minutes": 5 * (choice % 3)}
        await self.shift.run(companies.change_company, {"settings": settings})

    async def switch(self, choice: int) -> None:
        switch = {"operator_id": self.shift.klara, "channel_id": self.shift.channel}
        await self.shift.run(service.set_channel, **switch, available=bool(choice % 2), by=self.shift.klara)

    async def crash(self, _: int) -> None:
        """The process that held all connections is no more; its pages find a new one when they do."""
        await self.shift.run(service.process_lost, process_id="process")
        self.pages.clear()
        self.suspect.clear()

    async def wait(self, choice: int) -> None:
        await self.shift.wait((1, 9, 20, 31, 61, 95, 400)[choice % 7])

    async def check(self) -> None:
        """INV-26 to INV-31, as far as they can be seen at one moment."""
        history, status, facts, colleague = await self.shift.moment()
        assert [one.ended_at for one in history] == [one.started_at for one in history[1:]] + [None]
        assert (history[-1].status, history[-1].started_at) == (status.status, facts.since)
        assert history[-1].away_reason_id == status.away_reason_id
        assert all(one.actor_kind and one.actor_id and one.cause for one in history)
        assert all(one.actor_kind == "operator" for one in history if one.status == "online")
        rules = [one.started_at for one in history if one.status == "away" and one.actor_kind == "system"]
        for first in rules:
            recent = sum(first <= at < first + policy.RULE_WINDOW for at in rules)
            assert recent <= policy.RULE_CHANGES
        if facts.reachable:
            assert self.pages.keys() - self.suspect
        assert (status.next is None) or self.live > 0
        applied = sum(one.cause == "after_conversations" for one in history)
        assert applied - self.applied <= self.planned, "INV-31"
        self.applied, self.planned = applied, status.next is not None
        assert status.reachable == facts.reachable
        assert (colleague.status, colleague.reachable) == (status.status, facts.reachable)
        assert facts.refuses_because or (status.status == "online" and facts.reachable)
        told = await self.shift.ask_as(
            self.shift.sofia, queries.history, self.shift.klara, self.began, self.shift.clock.now() + 1
        )
        elapsed = (self.shift.clock.now() - self.began) / SECOND
        assert abs(sum(each.seconds for each in told.sums) - elapsed) < 1e-3

    async def rest(self) -> None:
        """When nothing happens any more, he stands somewhere for good: no timer moves him for ever after, and
        whoever has no page left is not shown as one who can be reached (none is stuck, none flaps).
        """
        await self.shift.wait(3 * 3600)
        rows = len(await self.shift.history())
        status = await self.shift.status()
        if not self.pages:
            assert not status.reachable
            assert status.status != "online"
        await self.shift.wait(5 * 3600)
        assert len(await self.shift.history()) == rows
        if self.sessions:
            await self.open_page(0)
            await self.restore(0)
            await self.report(10)
            await self.shift.set_status(Wish("online"))
            assert (await self.shift.facts()).reachable
            await self.check()


_steps = st.tuples(
    st.sampled_from(
        [
            "sign_in",
            "sign_out",
            "open_page",
            "silence",
            "restore",
            "close_page",
            "report",
            "declare",
            "cancel",
            "work",
            "miss",
            "wait",
            "limit",
            "watch_activity",
            "switch",
            "crash",
        ]
    ),
    st.integers(0, 209),
)


_schedules = st.lists(_steps, min_size=5, max_size=50)


@settings(max_examples=15, deadline=None)
@given(_schedules)
def test_inv_26_to_33_hold_under_any_schedule(steps: list[tuple[str, int]]) -> None:
    asyncio.run(_played(steps))


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("_thousand", range(10))
@settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=_schedules)
def test_inv_26_to_33_hold_under_ten_thousand_schedules(_thousand: int, steps: list[tuple[str, int]]) -> None:
    asyncio.run(_played(steps))


@functools.cache
def _empty() -> bytes:
    """A database with its tables and nothing in them: thousands of schedules begin with a copy."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hovor.db"
        create_tables(f"sqlite:///{file}")
        return file.read_bytes()


async def _played(steps: list[tuple[str, int]]) -> None:
    # What is tried is not the disk: where files can be kept in memory, they are.
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        file, clock = Path(folder) / "hovor.db", VirtualClock()
        file.write_bytes(_empty())
        url = f"sqlite:///{file}"
        database = Database.open(url, clock=clock, registry=REGISTRY)
        await database.start()
        shift = await Shift(database, clock).open()
        try:
            schedule = Schedule(shift)
            for step in [("sign_in", 0), ("open_page", 0), *steps]:
                await schedule.do(step)
                await schedule.check()
            await schedule.rest()
        finally:
            await shift.close()
            await database.close()
