"""Brings pushes out: opens what was sealed, encrypts for the browser, and speaks to its push service.

No transaction is open meanwhile. What it takes up it takes with a lease, and what came of it is kept by the
number of the attempt, so that neither a crash nor a second dispatcher loses or doubles the record.
"""

import asyncio
from typing import Final

import msgspec
import sqlalchemy as sa
import structlog
from typing_extensions import override

from hovor.companies import queries as companies
from hovor.foundation.caller import Anonymous, SystemCaller
from hovor.foundation.clock import HOUR, SECOND, Instant
from hovor.foundation.database import Database, Hot, Reading
from hovor.foundation.identifiers import new_secret
from hovor.foundation.outgoing import AddressRefused, Answer, Outgoing, OutgoingFailed
from hovor.foundation.runner import Runner
from hovor.foundation.secrets import SealBroken, Vault
from hovor.notifications import models, service
from hovor.notifications.push.address import PURPOSE, Address
from hovor.notifications.push.encryption import BrowserKeys, KeysRefused, decode, encrypt
from hovor.notifications.push.vapid import Sender
from hovor.notifications.service import Job, Outcome

AT_ONCE: Final = 16
_SALT_BITS: Final = 128
_GONE: Final = frozenset({404, 410})
_NOT_OURS: Final = frozenset({401, 403})
_LATER: Final = frozenset({408, 425, 429})
_MOST_PAUSE: Final = 3600
_TIDY_EVERY: Final[Instant] = HOUR
_LOOK_AGAIN: Final[Instant] = 5 * SECOND

log = structlog.get_logger("hovor.notifications")

_d = models.push_delivery.c
_DUE_COMPANIES: Final = Hot(
    sa.select(_d.company_id).where(_d.due_at <= sa.bindparam("now", type_=sa.BigInteger)).distinct()
)
_NEXT: Final = Hot(sa.select(sa.func.min(_d.due_at)).where(_d.due_at.is_not(None)))


class Pusher(Runner):
    """One for each process that works off reactions."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        outgoing: Outgoing,
        contact: str,
    ) -> None:
        super().__init__(database.clock)
        self._database = database
        self._vault = vault
        self._outgoing = outgoing
        self._contact = contact
        self._tidy_at: Instant = database.clock.now() + _TIDY_EVERY
        database.on_wake.append(self._wake)

    def _wake(self, at: Instant) -> None:
        if not self._rests or self._rests_until is None or at < self._rests_until:
            self._ring()

    @override
    async def _work(self) -> Instant | None:
        while due := await self._database.read(_due, company="", caller=Anonymous()):
            for company in due:
                caller = SystemCaller(company, "push")
                jobs = await self._database.write(
                    service.claim_pushes, company=company, caller=caller, limit=AT_ONCE
                )
                await asyncio.gather(*(self._do(company, job) for job in jobs))
        if self._tidy_at <= self._clock.now():
            await self._tidy()
        due_at = await self._database.read(_next, company="", caller=Anonymous())
        later = [self._tidy_at] if due_at is None else [self._tidy_at, due_at]
        if not self._database.one_process_only:
            # What another process has put there, and perhaps did not live to send.
            later.append(self._clock.now() + _LOOK_AGAIN)
        return min(later)

    async def _tidy(self) -> None:
        """Once an hour, what is a week old is forgotten."""
        self._tidy_at = self._clock.now() + _TIDY_EVERY
        for company in await self._database.read(companies.every_company, company="", caller=Anonymous()):
            await self._database.write(
                service.forget_old, company=company, caller=SystemCaller(company, "push")
            )

    async def _do(self, company: str, job: Job) -> None:
        outcome = await self._send(company, job)
        if outcome.what != "sent":
            log.info(
                "push_not_sent", delivery_id=job.delivery_id, outcome=outcome.what, because=outcome.because
            )
        await self._database.write(
            service.record_push,
            company=company,
            caller=SystemCaller(company, "push"),
            delivery_id=job.delivery_id,
            attempt=job.attempt,
            outcome=outcome,
        )

    async def _send(self, company: str, job: Job) -> Outcome:
        try:
            opened = self._vault.open(job.sealed, company=company, purpose=PURPOSE)
            address = msgspec.json.decode(opened, type=Address)
            keys = BrowserKeys(address.p256dh, address.auth)
            origin = self._outgoing.require(address.endpoint)
        except (SealBroken, KeysRefused, AddressRefused):
            return Outcome("dead", "address_refused")
        sender = Sender(self._vault, company)
        headers = {
            "authorization": sender.authorization(origin, self._clock.now(), self._contact),
            "content-encoding": "aes128gcm",
            "content-type": "application/notification+json",
            "ttl": str(job.ttl_seconds),
            "topic": job.topic,
            "urgency": "high",
        }
        body = encrypt(job.payload.encode(), keys, salt=decode(new_secret(_SALT_BITS)))
        try:
            return outcome_of(await self._outgoing.post(address.endpoint, headers=headers, body=body))
        except AddressRefused:
            return Outcome("dead", "address_refused")
        except OutgoingFailed as failure:
            return Outcome("later", f"No answer: {failure}")


def outcome_of(answer: Answer) -> Outcome:
    """What a push service's answer means (RFC 8030)."""
    status = answer.status
    if 200 <= status < 300:  # noqa: PLR2004  success, in HTTP's own numbers
        return Outcome("sent")
    if status in _GONE:
        return Outcome("dead", "gone")
    if status in _NOT_OURS:
        # It is bound to another key than ours: only the browser can subscribe anew.
        return Outcome("dead", "refused")
    if status in _LATER or status >= 500:  # noqa: PLR2004
        wait = answer.headers.get("retry-after", "")
        return Outcome("later", f"Answered {status}.", min(int(wait), _MOST_PAUSE) if wait.isdecimal() else 0)
    return Outcome("refused", f"Answered {status}.")


def _due(reading: Reading) -> list[str]:
    return [company for (company,) in reading.all(_DUE_COMPANIES, now=reading.now)]


def _next(reading: Reading) -> Instant | None:
    row = reading.one(_NEXT)
    return None if row is None else row[0]
