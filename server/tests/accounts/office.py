"""One company with an administrator and an operator, and the three steps of signing in."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher

import hovor.accounts.reactions
import hovor.presence.reactions
from hovor.accounts import service
from hovor.accounts.errors import WrongCredentials
from hovor.accounts.queries import OperatorView
from hovor.companies import service as companies
from hovor.foundation.caller import Anonymous, Role, SystemCaller
from hovor.foundation.database import Database
from hovor.foundation.events import Recorded
from hovor.foundation.rate_limits import RateLimited
from hovor.foundation.reactions import Registry
from hovor.foundation.timers_runner import TimerRunner
from tests.support.clock import VirtualClock

T = TypeVar("T")
REGISTRY = Registry.collect((hovor.accounts.reactions, hovor.presence.reactions))
PASSWORD = "seven green kettles sing"


class Office:
    """Adam administers, Klara works. Hashing is as cheap as it can be: what it costs is not the subject
    here.
    """

    def __init__(self, database: Database, clock: VirtualClock) -> None:
        self.database = database
        self.clock = clock
        self.company = ""
        self.recorded: list[Recorded] = []
        self.passwords = service.Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        self.timers = TimerRunner(database, REGISTRY.timers)
        self._tokens = 0
        database.on_committed.append(self.recorded.extend)

    async def open(self) -> "Office":
        """The company exists and timers run."""
        self.company = await self.database.write(
            companies.create_company,
            name="Alderway Shop",
            time_zone="Europe/Prague",
            language="en",
            company="",
            caller=Anonymous(),
        )
        self.adam = await self.hire("Adam", "administrator")
        self.klara = await self.hire("Klara", "operator")
        await self.timers.start()
        return self

    async def close(self) -> None:
        """No timers and no hashing any more."""
        await self.timers.close()
        self.passwords.close()

    async def run(self, verb: Callable[..., T], *values: object, **named: object) -> T:
        """One unit of work, by Hovor itself."""
        caller = SystemCaller(self.company, "test")
        value = await self.database.write(verb, *values, company=self.company, caller=caller, **named)
        # Answers come first, then what happened is told: let that come too.
        await asyncio.sleep(0)
        return value

    async def ask(self, query: Callable[..., T], *values: object) -> T:
        """One read."""
        caller = SystemCaller(self.company, "test")
        return await self.database.read(query, *values, company=self.company, caller=caller)

    async def wait(self, seconds: float) -> None:
        """Time passes; timers that are due have fired."""
        self.clock.advance(seconds)
        await self.timers.settled()

    async def hire(self, name: str, role: Role) -> OperatorView:
        """A new operator."""
        new = service.NewOperator(
            email=f"{name.lower()}@alderway.example",
            name=name,
            password_hash=await self.passwords.hash(PASSWORD),
            role=role,
        )
        return await self.run(service.create_operator, new)

    async def sign_in(
        self, email: str = "klara@alderway.example", password: str = PASSWORD, *, network: str = "office"
    ) -> service.SignedInSession:
        """As the route does it. Raises `RateLimited`, `WrongCredentials`."""
        attempt = service.Attempt(email, f"hash of {email}", f"hash of {network}", "a browser", network)
        candidate = await self._installation_wide(service.begin_sign_in, attempt)
        if isinstance(candidate, RateLimited):
            raise candidate
        fits = await self.passwords.verify(candidate.password_hash, password)
        if not fits or candidate.company_id is None:
            await self._installation_wide(service.note_wrong_password, attempt)
            raise WrongCredentials
        self._tokens += 1
        new = service.NewSession(f"token {self._tokens}", "a browser", "192.0.2.1")
        return await self.run(
            service.sign_in, attempt=attempt, verified_hash=candidate.password_hash, new=new
        )

    async def fail(self, email: str = "klara@alderway.example", *, network: str = "office") -> float:
        """A wrong password; answers the seconds to wait when not even that was allowed."""
        try:
            await self.sign_in(email, "something else entirely", network=network)
        except RateLimited as refusal:
            seconds: int = refusal.extra["retry_after_seconds"]
            return seconds
        except WrongCredentials:
            return 0
        raise AssertionError("a wrong password was taken")

    async def _installation_wide(self, verb: Callable[..., T], *values: object) -> T:
        return await self.database.write(verb, *values, company="", caller=Anonymous())
