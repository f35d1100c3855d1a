"""Has each company's engine decide whenever something has changed, and carries its decisions out.

Of several processes the one that holds the company's lease decides. It may have lost it a moment ago without
knowing, and the facts may change meanwhile: the write that makes an offer checks again, so that nothing worse
can happen than a refused write, after which the engine is told what it had wrong.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
import structlog
from typing_extensions import override

from hovor.foundation import event_log
from hovor.foundation.caller import Anonymous, SystemCaller
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.company_leases import CompanyLeases, HeldAlone
from hovor.foundation.database import Database, Reading
from hovor.foundation.errors import NotFound
from hovor.foundation.events import Recorded
from hovor.foundation.runner import Runner
from hovor.routing import service
from hovor.routing.engine import Decision
from hovor.routing.errors import NotOfferable
from hovor.routing.queries.changes import changed, everything, missed
from hovor.routing.reactions.known import Known

_REFUSALS: Final = 5
"""How often facts may change under the engine's hands before it lets others run."""

log = structlog.get_logger("hovor.routing")


class Router(Runner):
    """One for each process that runs reactions. `settled()` returns when every decision that is possible is
    carried out, as far as this process is the one that decides; without `leases` it is.
    """

    def __init__(self, database: Database, leases: CompanyLeases | None = None) -> None:
        super().__init__(database.clock)
        self._database = database
        self._leases = leases or HeldAlone()
        self._leases.subscribe(self._lease_changed)
        self._known: dict[str, Known] = {}
        self._changed: set[str] = set()
        self._wakes: dict[str, Instant] = {}
        database.on_committed.append(self.committed)

    @override
    async def start(self) -> None:
        """Begin with every company: what happened while nobody ran is unknown (INV-55)."""
        for company_id in await self._database.read(_companies, company="", caller=Anonymous()):
            self._leases.want(company_id)
        await super().start()

    @override
    def nothing_due(self) -> bool:
        """See `Runner`."""
        return super().nothing_due() and not self._leases.pending

    def committed(self, recorded: Sequence[Recorded]) -> None:
        """This process has committed these events."""
        by_company: dict[str, list[Recorded]] = {}
        for each in recorded:
            by_company.setdefault(each.company_id, []).append(each)
        for company_id, events in by_company.items():
            if company_id and self._holds(company_id) and self._of(company_id).hear(events):
                self._look_at(company_id)

    def position_reached(self, company_id: str, position: int) -> None:
        """Another process has committed something in this company; without one, something may have been
        missed in all of them.
        """
        for each in [company_id] if company_id else list(self._known):
            if self._holds(each) and (not company_id or position > self._of(each).position):
                self._of(each).behind = True
                self._look_at(each)

    def _of(self, company_id: str) -> Known:
        return self._known.setdefault(company_id, Known())

    def _holds(self, company_id: str) -> bool:
        self._leases.want(company_id)
        return self._leases.holds(company_id)

    def _look_at(self, company_id: str) -> None:
        self._changed.add(company_id)
        self._ring()

    def _lease_changed(self, company_id: str, held: bool) -> None:  # noqa: FBT001  as `OnLease` has it
        """Whoever begins to decide looks at everything afresh; whoever no longer does forgets it."""
        self._known.pop(company_id, None)
        self._wakes.pop(company_id, None)
        self._changed.discard(company_id)
        if held:
            self._changed.add(company_id)
        self._ring()

    @override
    async def _work(self) -> Instant | None:
        now = self._clock.now()
        self._changed |= {company for company, at in self._wakes.items() if at <= now}
        while self._changed:
            companies = sorted(self._changed)
            self._changed.clear()
            outcomes = await asyncio.gather(*map(self._route, companies), return_exceptions=True)
            failed = {
                company: outcome
                for company, outcome in zip(companies, outcomes, strict=True)
                if isinstance(outcome, BaseException)
            }
            if failed:
                self._changed |= failed.keys()
                for company in failed:
                    # What it has given away meanwhile may never have been written.
                    self._of(company).anew = True
                raise next(iter(failed.values()))
        return min(self._wakes.values(), default=None)

    async def _route(self, company_id: str) -> None:
        """Decide until nothing is left to decide. A refused write means that the facts are others now: look
        again.
        """
        caller, known = SystemCaller(company_id, "routing"), self._of(company_id)
        self._wakes.pop(company_id, None)
        refusals = 0
        while refusals < _REFUSALS:
            if not self._leases.holds(company_id):
                return
            if known.stale:
                await self._tell(known, caller)
            decisions = known.decide(self._clock.now())
            if not decisions:
                if not known.stale:
                    break
                continue
            known.offering(decisions)
            done = await asyncio.gather(*(self._carry_out(each, caller) for each in decisions))
            for refused in (each for each, written in zip(decisions, done, strict=True) if not written):
                known.doubt(refused)
            refusals += not all(done)
        else:
            log.warning("routing_pauses", company_id=company_id, refusals=refusals)
            self._wakes[company_id] = self._clock.now() + SECOND
            return
        if known.wake_at is not None:
            self._wakes[company_id] = known.wake_at

    async def _tell(self, known: Known, caller: SystemCaller) -> None:
        """Read what has changed, and tell the engine. What is heard while that is read is kept for the next
        time; a read that fails makes everything be read anew.
        """
        read, company = self._database.read, caller.company_id
        if known.behind and not known.anew:
            known.behind = False
            known.caught_up(await read(missed, known.position, company=company, caller=caller))
        if known.anew:
            known.forget_what_to_read()
            known.begin(await read(everything, company=company, caller=caller))
            return
        named = known.named()
        if any(named):
            known.take_in(await read(changed, known.window, *named, company=company, caller=caller))

    async def _carry_out(self, decision: Decision, caller: SystemCaller) -> bool:
        try:
            await self._database.write(
                service.carry_out, decision=decision, company=caller.company_id, caller=caller
            )
        except (NotOfferable, NotFound) as refused:
            log.info("offer_refused", company_id=caller.company_id, reasons=refused.extra.get("reasons"))
            return False
        return True


def _companies(reading: Reading) -> list[str]:
    rows = reading.all(sa.select(event_log.company_position.c.company_id))
    return [company_id for (company_id,) in rows]
