"""The dispatcher: when a message to be pushed is committed, it brings it out and keeps what came of it.

No transaction is open while it talks to the outside. What it takes up it takes with a lease, so that another
dispatcher goes on where one died; what it learns is kept by compare-and-set.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Final, TypeVar

import structlog

from hovor.foundation.caller import Anonymous, SystemCaller
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Database, Reading
from hovor.foundation.errors import StorageUnavailable
from hovor.foundation.events import Recorded
from hovor.foundation.secrets import Vault
from hovor.messaging import queries, service
from hovor.messaging.channel import Channel, Gateway, Gateways, Health, Rejected, Unknown
from hovor.messaging.delivery import Answered, CannotTell, Fact, Rules
from hovor.messaging.events import DeliveryChanged, MessagePosted
from hovor.messaging.queries import Carried
from hovor.messaging.service import Job

T = TypeVar("T")

NAME: Final = "dispatcher"
AT_ONCE: Final = 32
"""Messages in flight at the same time; each is of another conversation."""

_PAUSE: Final = SECOND
_HEALTH_PATIENCE: Final = 10 * SECOND
_TROUBLE: Final = ("auth", "quota", "vendor")

log = structlog.get_logger("hovor.messaging")


class Dispatcher:
    """Sends what is queued, for all companies. `run` it once in every process that works off reactions."""

    def __init__(
        self, database: Database, gateways: Gateways, vault: Vault, *, at_once: int = AT_ONCE
    ) -> None:
        self._database = database
        self._gateways = gateways
        self._vault = vault
        self._free = at_once
        self._woken = asyncio.Event()
        self._rules = _rules(gateways)
        database.on_committed.append(self._committed)

    async def run(self) -> None:
        """Work until cancelled. What is in flight then is left to its lease, as after a crash."""
        async with asyncio.TaskGroup() as sending:
            while True:
                self._woken.clear()
                await self._rest(await self._round(sending))

    def wake(self) -> None:
        """Look at once whether something is due: another process has committed something."""
        self._woken.set()

    async def _round(self, sending: asyncio.TaskGroup) -> Instant | None:
        """Take up what is due and answer when the next will be."""
        try:
            looked_at, companies = await self._everywhere(queries.due_companies)
            for company in companies:
                jobs = await self._database.write(
                    service.claim,
                    company=company,
                    caller=SystemCaller(company, NAME),
                    rules=self._rules,
                    limit=self._free,
                )
                self._free -= len(jobs)
                for job in jobs:
                    sending.create_task(self._do(company, job))
                if not self._free:
                    break
            # From that look on, and not from now: time has passed since.
            return await self._everywhere(queries.next_due, looked_at)
        except StorageUnavailable:
            return self._database.clock.now() + _PAUSE

    async def _rest(self, until: Instant | None) -> None:
        """Until something is committed, or the next falls due."""
        reasons: list[asyncio.Future[object]] = [asyncio.ensure_future(self._woken.wait())]
        if until is not None:
            reasons.append(asyncio.ensure_future(self._sleep(until)))
        try:
            await asyncio.wait(reasons, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for reason in reasons:
                reason.cancel()

    async def _do(self, company: str, job: Job) -> None:
        """One try, and what came of it. When that cannot be stored the lease ends, and the outcome is
        unknown.
        """
        caller = SystemCaller(company, NAME)
        gateway = self._gateways.gateway(job.kind)
        assert gateway is not None  # noqa: S101  only kinds with rules are claimed, and those are gateways
        try:
            channel, known = await self._database.read(
                _channel, job.channel_id, self._vault, company=company, caller=caller
            )
            fact = await self._ask_outside(gateway, channel, job)
            await self._database.write(
                service.record,
                company=company,
                caller=caller,
                entry_id=job.message.entry_id,
                fact=fact,
                rules=self._rules[job.kind],
            )
            if _is_trouble(fact) or (known is not None and known.state != "working"):
                await self._look_after(gateway, channel)
        except StorageUnavailable:
            log.warning("delivery_not_stored", entry_id=job.message.entry_id)
        finally:
            self._free += 1
            self._woken.set()

    async def _ask_outside(self, gateway: Gateway, channel: Channel, job: Job) -> Fact:
        if job.do == "reconcile":
            return await self._in_time(gateway.reconcile(channel, job.message), job.until, CannotTell())
        silence = Unknown("The channel did not answer in time.")
        outcome = await self._in_time(gateway.send(channel, job.message), job.until, silence)
        return Answered(job.message.attempt, outcome)

    async def _look_after(self, gateway: Gateway, channel: Channel) -> None:
        """Keep how the channel does, so that its people see it."""
        silence = Health("partly_working", "The channel does not answer.")
        until = self._database.clock.now() + _HEALTH_PATIENCE
        health = await self._in_time(gateway.health(channel), until, silence)
        await self._database.write(
            service.note_health,
            company=channel.company_id,
            caller=SystemCaller(channel.company_id, NAME),
            channel_id=channel.id,
            health=health,
        )

    async def _in_time(self, answer: Coroutine[None, None, T], until: Instant, otherwise: T) -> T:
        """The answer of the outside, or `otherwise` when it fails or has not come by `until`."""
        asked = asyncio.ensure_future(answer)
        patience = asyncio.ensure_future(self._sleep(until))
        try:
            await asyncio.wait({asked, patience}, return_when=asyncio.FIRST_COMPLETED)
            return asked.result() if asked.done() else otherwise
        except Exception:
            log.exception("adapter_failed")
            return otherwise
        finally:
            asked.cancel()
            patience.cancel()

    async def _sleep(self, until: Instant) -> None:
        await self._database.clock.sleep_until(until)

    async def _everywhere(self, query: Callable[..., T], *arguments: object) -> T:
        return await self._database.read(query, *arguments, company="", caller=Anonymous())

    def _committed(self, recorded: Sequence[Recorded]) -> None:
        if any(_concerns_sending(one) for one in recorded):
            self._woken.set()


def _rules(gateways: Gateways) -> Mapping[str, Rules]:
    every = ((one.kind, one.capabilities.sending) for one in gateways.descriptions())
    return {kind: sending for kind, sending in every if sending is not None}


def _channel(reading: Reading, channel_id: str, vault: Vault) -> tuple[Channel, Health | None]:
    channel = queries.channel_by_id(reading, channel_id, vault=vault)
    return channel, queries.health(reading).get(channel_id)


def _is_trouble(fact: Fact) -> bool:
    """Whether an answer makes one doubt the channel, not only the message."""
    outcome = fact.outcome if isinstance(fact, Answered) else None
    return isinstance(outcome, Unknown) or (isinstance(outcome, Rejected) and outcome.failure in _TROUBLE)


def _concerns_sending(one: Recorded) -> bool:
    if isinstance(one.event, MessagePosted):
        return not isinstance(one.carry, Carried) or one.carry.row.delivery == "queued"
    return isinstance(one.event, DeliveryChanged) and not one.event.watermark
