"""One company with two operators on the real service, for tests of presence."""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa

import hovor.accounts.reactions
import hovor.presence.reactions
from hovor.accounts import queries as accounts
from hovor.accounts import service as account_service
from hovor.companies import queries as companies_queries
from hovor.companies import service as companies
from hovor.foundation.caller import Anonymous, Caller, OperatorCaller, Role, SystemCaller
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Database, Reading, Work
from hovor.foundation.events import Recorded
from hovor.foundation.reactions import Registry
from hovor.foundation.timers_runner import TimerRunner
from hovor.presence import models, queries, service
from tests.support.clock import VirtualClock

T = TypeVar("T")
REGISTRY = Registry.collect((hovor.accounts.reactions, hovor.presence.reactions))


@dataclass(frozen=True)
class Interval:
    """A row of the history."""

    status: str
    away_reason_id: str | None
    started_at: Instant
    ended_at: Instant | None
    actor_kind: str
    actor_id: str
    cause: str


class Shift:
    """Klara and the supervisor Sofia work in one company; `sofia` may set what `klara` is."""

    def __init__(self, database: Database, clock: VirtualClock) -> None:
        self.database = database
        self.clock = clock
        self.company = ""
        self.klara = ""
        self.sofia = ""
        self.channel = ""
        self.lunch = ""
        self.reasons: list[str] = []
        self.recorded: list[Recorded] = []
        self._sessions: dict[str, int] = {}
        self.timers = TimerRunner(database, REGISTRY.timers)
        database.on_committed.append(self.recorded.extend)

    async def open(self) -> "Shift":
        """The company exists and timers run."""
        self.company = await self.database.write(
            companies.create_company,
            name="Alderway Shop",
            time_zone="Europe/Prague",
            language="en",
            company="",
            caller=Anonymous(),
        )
        channel = companies.NewChannel(key="key", kind="webchat", name="Shop")
        self.channel = (await self.run(companies.create_channel, channel)).id
        self.klara = await self._hire("Klara", "operator")
        self.sofia = await self._hire("Sofia", "supervisor")
        reasons = await self.ask(_reasons)
        self.reasons = reasons
        self.lunch = reasons[0]
        await self.timers.start()
        return self

    async def close(self) -> None:
        """No timers any more."""
        await self.timers.close()

    async def run(self, verb: Callable[..., T], *values: object, by: str = "", **named: object) -> T:
        """One unit of work, by Hovor itself unless an operator is named."""
        caller = self.caller(by)
        value = await self.database.write(verb, *values, company=self.company, caller=caller, **named)
        # Answers come first, then what happened is told: let that come too.
        await asyncio.sleep(0)
        return value

    async def ask(self, query: Callable[..., T], *values: object) -> T:
        """One read."""
        return await self.database.read(query, *values, company=self.company, caller=self.caller(""))

    async def ask_as(self, operator_id: str, query: Callable[..., T], *values: object) -> T:
        """One read by an operator."""
        return await self.database.read(query, *values, company=self.company, caller=self.caller(operator_id))

    async def colleague(self) -> queries.ColleagueView:
        """What colleagues see of Klara."""
        return await self.ask(queries.colleague, self.klara)

    async def wait(self, seconds: float) -> None:
        """Time passes; what is due on the way happens at its own instant."""
        end = self.clock.now() + round(seconds * SECOND)
        await self.timers.settled()
        while (due := self.clock.next_wake) is not None and due <= end:
            self.clock.advance_to(max(due, self.clock.now()))
            await self.timers.settled()
        self.clock.advance_to(end)
        await self.timers.settled()

    async def sign_in(self) -> str:
        """Klara signs in on one more device; answers its session."""
        number = self._sessions[self.klara] = self._sessions.get(self.klara, 0) + 1
        session_id = f"session-{number}"
        caller = OperatorCaller(self.company, self.klara, "operator", session_id)
        new = account_service.NewSession(f"hash-{number}", "a browser", "192.0.2.1")
        await self.database.write(new.begin, company=self.company, caller=caller)
        return session_id

    async def connect(self, name: str, session_id: str = "session-1") -> None:
        """A page of hers is connected."""
        await self.run(
            service.connection_opened,
            connection_id=name,
            operator_id=self.klara,
            session_id=session_id,
            process_id="process",
        )

    async def set_status(self, wish: service.Wish, *, by: str = "") -> None:
        """She, or who is named, sets her status."""
        cause = "own" if by in {"", self.klara} else "supervisor"
        await self.run(
            service.set_status, operator_id=self.klara, wish=wish, cause=cause, by=by or self.klara
        )

    async def status(self) -> queries.StatusView:
        """What she sees of herself."""
        return await self.ask(queries.status, self.klara)

    async def facts(self) -> queries.OperatorFacts:
        """What routing knows of her."""
        found = await self.ask(queries.facts_of, self.klara)
        assert found is not None
        return found

    async def history(self) -> list[Interval]:
        """Her intervals from the first on."""
        return await self.ask(_history, self.klara)

    async def moment(
        self,
    ) -> tuple[list[Interval], queries.StatusView, queries.OperatorFacts, queries.ColleagueView]:
        """Her history, and what she, routing and colleagues know of her, all at the same moment: timers go on
        between two reads.
        """
        return await self.ask(_moment, self.klara)

    def caller(self, operator_id: str) -> Caller:
        """Hovor itself, or the operator who is named."""
        if not operator_id:
            return SystemCaller(self.company, "test")
        role = "supervisor" if operator_id == self.sofia else "operator"
        return OperatorCaller(self.company, operator_id, role, "session-1")  # type: ignore[arg-type]

    async def _hire(self, name: str, role: Role) -> str:
        new = account_service.NewOperator(
            email=f"{name.lower()}@alderway.example",
            name=name,
            password_hash="",
            role=role,
            channel_ids=(self.channel,),
        )
        return (await self.run(account_service.create_operator, new)).id


def _reasons(reading: Reading) -> list[str]:
    return [reason.id for reason in companies_queries.away_reasons(reading)]


def _history(reading: Reading, operator_id: str) -> list[Interval]:
    row = models.presence_interval.c
    rows = reading.all(
        sa.select(
            row.status,
            row.away_reason_id,
            row.started_at,
            row.ended_at,
            row.actor_kind,
            row.actor_id,
            row.cause,
        ).where(row.operator_id == operator_id)
    )
    # A clock that stands still makes intervals of no length; they stand before the one that goes on.
    return sorted(
        (Interval(*each) for each in rows), key=lambda one: (one.started_at, one.ended_at or sys.maxsize)
    )


def _moment(
    reading: Reading, operator_id: str
) -> tuple[list[Interval], queries.StatusView, queries.OperatorFacts, queries.ColleagueView]:
    facts = queries.facts_of(reading, operator_id)
    assert facts is not None
    return (
        _history(reading, operator_id),
        queries.status(reading, operator_id),
        facts,
        queries.colleague(reading, operator_id),
    )


def end_session(work: Work, session_id: str, cause: str) -> None:
    """Ends a sign-in, if it is still open."""
    if accounts.find_session(work, session_id) is not None:
        account_service.end_session(work, session_id, cause=cause)
