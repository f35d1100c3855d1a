"""INV-53 under any interleaving: starts, repeated and lost ones, looks, revocations, time, operators who come
and go, commits that fail. What is counted equals what was started, and what has ended starts nothing.
"""

import asyncio
import contextlib
import random
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import psycopg
import pytest

from hovor.foundation.errors import Refusal
from hovor.invitations.policy import Use
from hovor.invitations.queries import Invitation
from hovor.presence.policy import Status
from tests.invitations.reception import Reception, lasting
from tests.support.database import Interference

STEPS = 40


class Chance:
    """One run: what may happen, and what has to be true whatever happened."""

    def __init__(self, reception: Reception, seed: int) -> None:
        self.reception = reception
        self.around_start: Callable[[], AbstractContextManager[None]] = contextlib.nullcontext
        self.dice = random.Random(seed)
        self.invitations: list[str] = []
        self.ended: dict[str, int] = {}
        self.won: defaultdict[str, set[str]] = defaultdict(set)

    async def begin(self) -> "Chance":
        """Two operators, and invitations of both kinds."""
        _, self.operators = await self.reception.staffed("Klára", "Tomáš")
        for use in ("once", "once", "repeatedly"):
            await self._invite(use)
        return self

    async def step(self) -> None:
        """One of the things that may happen."""
        does = self.dice.choice(
            [self._starts, self._starts, self._starts, self._looks, self._answers, self._goes, self._time,
             self._revokes, self._new]
        )  # fmt: skip
        await does()

    async def _invite(self, use: Use) -> None:
        length = lasting(self.dice.choice([300, 600, 3_600]))
        made = await self.reception.invite(self.dice.choice(self.operators), use=use, validity=length)
        self.invitations.append(made.id)

    async def _new(self) -> None:
        await self._invite(self.dice.choice(["once", "repeatedly"]))

    async def _starts(self) -> None:
        """Several browsers at once, some of them sending twice what they sent."""
        wanted = self.dice.choice(self.invitations)
        over = (await self.reception.row(wanted)).state(self.reception.clock.now())
        before = len(await self.reception.conversations())
        tokens = [f"{wanted}/{self.dice.randrange(3)}" for _ in range(self.dice.randrange(1, 9))]
        verb = self.dice.choice([self.reception.start, self.reception.start, self.reception.team])
        with self.around_start():
            outcomes = await asyncio.gather(*(verb(wanted, each) for each in tokens), return_exceptions=True)
        for token, outcome in zip(tokens, outcomes, strict=True):
            if isinstance(outcome, BaseException):
                assert isinstance(outcome, Refusal), outcome
                assert outcome.status in {409, 410, 503}
                continue
            self.won[wanted].add(outcome.conversation_id)
            started = await self.reception.conversation(outcome.conversation_id)
            known = await self.reception.browser(token)
            assert known is not None
            assert known.identity_id == started.identity_id
        if over != "active":
            assert len(await self.reception.conversations()) == before

    async def _looks(self) -> None:
        wanted = self.dice.choice(self.invitations)
        row = await self.reception.row(wanted)
        for token in (None, f"{wanted}/{self.dice.randrange(3)}"):
            await self.reception.looks(wanted, token)
        assert await self.reception.row(wanted) == row

    async def _answers(self) -> None:
        for each in self.operators:
            for offer in (await self.reception.offers(each))[:1]:
                await self.reception.answer(each, offer.id, accepts=self.dice.random() < 0.7)

    async def _goes(self) -> None:
        wish: Status = "online" if self.dice.random() < 0.5 else "away"
        await self.reception.set_status(self.dice.choice(self.operators), wish)

    async def _time(self) -> None:
        await self.reception.later(self.dice.choice([1, 30, 120, 400]))

    async def _revokes(self) -> None:
        wanted = self.dice.choice(self.invitations)
        row = await self.reception.row(wanted)
        owner = next(each for each in self.operators if each.operator_id == row.operator_id)
        await self.reception.revoke(owner, wanted)

    async def check(self) -> None:
        """What always holds."""
        uses = await self.reception.uses()
        every = await self.reception.conversations()
        assert sorted(each for of in uses.values() for each in of) == sorted(every)
        for each in self.invitations:
            row = await self.reception.row(each)
            came = uses.get(each, [])
            assert row.uses == len(came) == len(set(came))
            assert self.won[each] <= set(came)
            assert row.use == "repeatedly" or row.uses <= 1
            await self._check_end(row)

    async def _check_end(self, row: Invitation) -> None:
        """Once it has ended its uses stay what they are."""
        state = row.state(self.reception.clock.now())
        known = self.ended.get(row.id)
        assert known is None or known == row.uses
        if state != "active":
            self.ended[row.id] = row.uses


@pytest.mark.parametrize("seed", range(6))
async def test_inv_53_uses_are_conversations_and_what_has_ended_starts_nothing(
    reception: Reception, seed: int
) -> None:
    run = await Chance(reception, seed).begin()
    for _ in range(STEPS):
        await run.step()
        await run.check()
    assert any(run.won.values())


@pytest.mark.parametrize("seed", range(3))
async def test_inv_53_commits_that_fail_use_nothing_and_nothing_twice(
    reception: Reception, interference: Interference, engine: str, seed: int
) -> None:
    """The disk is full when a start is to be committed: the browser asks again."""
    run = await Chance(reception, seed).begin()

    @contextlib.contextmanager
    def failing() -> Iterator[None]:
        if run.dice.random() < 0.6:
            interference.fail_commits(_full(engine))
        yield
        interference.on_commit = None

    run.around_start = failing
    for _ in range(STEPS):
        await run.step()
        await run.check()
    assert any(run.won.values())


def _full(engine: str) -> Exception:
    """What the engine raises when the disk is full."""
    if engine == "postgresql":
        return psycopg.errors.DiskFull("no space left on device")
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error
