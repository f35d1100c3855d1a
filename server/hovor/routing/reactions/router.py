"""Has the engine decide whenever something has changed, and carries its decisions out.

Of several processes the one that holds the company's lease decides. It may have lost it a moment ago without
knowing, and the facts may change meanwhile: the write that makes an offer checks again, so that nothing worse
can happen than a refused write.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
import structlog
from typing_extensions import override

from hovor.accounts.events import GroupChanged, OperatorChanged
from hovor.companies.events import SettingsChanged
from hovor.conversations.events import ConversationEvent
from hovor.foundation import event_log
from hovor.foundation.caller import Anonymous, SystemCaller
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.company_leases import CompanyLeases, HeldAlone
from hovor.foundation.database import Database, Reading
from hovor.foundation.events import Recorded
from hovor.foundation.runner import Runner
from hovor.presence.events import ChannelAvailabilityChanged, ReachabilityChanged, StatusChanged
from hovor.routing import service
from hovor.routing.engine import Choice, Decision, decide
from hovor.routing.errors import NotOfferable
from hovor.routing.events import OfferEvent, QueueChanged
from hovor.routing.queries.gathering import facts

WAKING: Final = (
    ConversationEvent,
    OfferEvent,
    QueueChanged,
    StatusChanged,
    ReachabilityChanged,
    ChannelAvailabilityChanged,
    OperatorChanged,
    GroupChanged,
    SettingsChanged,
)
"""After these somebody may be able to take a conversation that nobody could take before."""

_ROUNDS: Final = 5
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
        self._changed: set[str] = set()
        self._wakes: dict[str, Instant] = {}
        # Who waits in vain, and since which version of the conversation that is on record.
        self._explained: dict[str, dict[str, int]] = {}
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
        for each in recorded:
            if isinstance(each.event, WAKING):
                self._look_at(each.company_id)

    def position_reached(self, company_id: str, position: int) -> None:
        """Another process has committed something in this company; which, is not worth asking."""
        if company_id:
            self._look_at(company_id)

    def _look_at(self, company_id: str) -> None:
        self._leases.want(company_id)
        if self._leases.holds(company_id):
            self._changed.add(company_id)
            self._ring()

    def _lease_changed(self, company_id: str, held: bool) -> None:  # noqa: FBT001  as `OnLease` has it
        """Whoever begins to decide looks at everything afresh; whoever no longer does forgets it."""
        self._explained.pop(company_id, None)
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
                raise next(iter(failed.values()))
        return min(self._wakes.values(), default=None)

    async def _route(self, company_id: str) -> None:
        """Decide until nothing is left to decide. A refused write means that the facts are others now: look
        again.
        """
        caller = SystemCaller(company_id, "routing")
        explained = self._explained.setdefault(company_id, {})
        self._wakes.pop(company_id, None)
        for _ in range(_ROUNDS):
            if not self._leases.holds(company_id):
                return
            known = await self._database.read(facts, explained.copy(), company=company_id, caller=caller)
            versions = {each.id: each.version for each in known.waiting}
            for gone in explained.keys() - versions.keys():
                del explained[gone]
            plan = decide(known)
            done = await asyncio.gather(*(self._carry_out(each, caller) for each in plan.decisions))
            for choice in filter(None, done):
                if choice.operator_id is None:
                    explained[choice.conversation_id] = choice.version
            if all(done):
                if plan.wake_at is not None:
                    self._wakes[company_id] = plan.wake_at
                return
        log.warning("routing_pauses", company_id=company_id, rounds=_ROUNDS)
        self._wakes[company_id] = self._clock.now() + SECOND

    async def _carry_out(self, decision: Decision, caller: SystemCaller) -> Choice | None:
        try:
            await self._database.write(
                service.carry_out, decision=decision, company=caller.company_id, caller=caller
            )
        except NotOfferable as refused:
            log.info("offer_refused", company_id=caller.company_id, reasons=refused.extra.get("reasons"))
            return None
        return decision.choice


def _companies(reading: Reading) -> list[str]:
    rows = reading.all(sa.select(event_log.company_position.c.company_id))
    return [company_id for (company_id,) in rows]
