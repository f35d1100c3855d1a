"""Idempotency keys: a command sent again gets its first answer again, instead of being done again.

The answer is written in the command's own unit of work, so command and answer are there together or not at
all. Kept for 24 hours: answers with 2xx, and refusals that will not change (4xx); never 429 or 5xx, which
ask to be tried again.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from hovor.foundation.caller import Caller
from hovor.foundation.clock import HOUR, SECOND, Clock, Instant
from hovor.foundation.database import Hot, Work, metadata
from hovor.foundation.errors import Refusal
from hovor.foundation.patience import within
from hovor.foundation.secrets import Vault

KEPT: Final[Instant] = 24 * HOUR
PATIENCE: Final[Instant] = 5 * SECOND
LONGEST_KEY: Final = 255
_TOO_MANY: Final = 429
_SERVER_ERROR: Final = 500
_PURPOSE: Final = "idempotent answer"

idempotency_key = sa.Table(
    "idempotency_key",
    metadata,
    sa.Column("company_id", sa.Text, primary_key=True),
    # SHA-256 over caller, route and key: what a stranger chooses is never stored, and rows stay small.
    sa.Column("claim", sa.Text, primary_key=True),
    sa.Column("body_hash", sa.Text, nullable=False),
    sa.Column("status", sa.BigInteger, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
)

_FIND = Hot(
    sa.select(
        idempotency_key.c.body_hash, idempotency_key.c.status, idempotency_key.c.answer, idempotency_key.c.at
    ).where(
        idempotency_key.c.company_id == sa.bindparam("company_id"),
        idempotency_key.c.claim == sa.bindparam("claim"),
    )
)
_ADD = Hot(sa.insert(idempotency_key))
_REMOVE = Hot(
    sa.delete(idempotency_key).where(
        idempotency_key.c.company_id == sa.bindparam("company_id"),
        idempotency_key.c.claim == sa.bindparam("claim"),
    )
)
_PRUNE = Hot(sa.delete(idempotency_key).where(idempotency_key.c.at < sa.bindparam("before")))


class KeyReused(Refusal):
    """The same key came with another body: one of the two is a mistake of the sender."""

    code = "idempotency_key_reused"
    status = 409
    title = "This Idempotency-Key was already used for another request."


class KeyInvalid(Refusal):
    """The key is empty or longer than 255 characters."""

    code = "idempotency_key_invalid"
    status = 422
    title = "The Idempotency-Key must have 1 to 255 characters."


class InProgress(Refusal):
    """The first request with this key has not been answered for 5 seconds. Ask again later; nothing is done
    twice.
    """

    code = "in_progress"
    status = 409
    title = "The same request is still being worked on."


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it went out: status and body, and whether it is a repetition."""

    status: int
    body: bytes
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One request's right to be done once."""

    claim: str
    body_hash: str

    @classmethod
    def of(cls, caller: Caller, route: str, key: str, body: bytes) -> "Claim":
        """The claim of `key`, sent by `caller` to `route` (method and path) with `body`. Raises
        `KeyInvalid`.
        """
        if not 1 <= len(key) <= LONGEST_KEY:
            raise KeyInvalid
        actor = caller.actor
        text = f"{actor.kind}\0{actor.id}\0{route}\0{key}"
        return cls(hashlib.sha256(text.encode()).hexdigest(), hashlib.sha256(body).hexdigest())


class Idempotency:
    """Finds and keeps answers, and lets one request at a time work on a claim."""

    def __init__(self, clock: Clock, vault: Vault) -> None:
        self._clock = clock
        self._vault = vault
        self._in_flight: dict[tuple[str, str], asyncio.Future[None]] = {}

    @asynccontextmanager
    async def alone(self, company: str, claim: Claim) -> AsyncIterator[None]:
        """Keeps other requests with this claim waiting, for at most 5 seconds. Raises `InProgress` for one
        that gives up.

        Units of one company run one after the other, so a repetition always finds the stored answer; what
        this closes is the moment between a refusal, whose unit is rolled back, and the unit that keeps it.
        """
        place = (company, claim.claim)
        await self._until_free(place)
        done = asyncio.get_running_loop().create_future()
        self._in_flight[place] = done
        try:
            yield
        finally:
            del self._in_flight[place]
            done.set_result(None)

    async def _until_free(self, place: tuple[str, str]) -> None:
        deadline = self._clock.now() + PATIENCE
        while (running := self._in_flight.get(place)) is not None:
            try:
                await within(self._clock, deadline, asyncio.shield(running))
            except TimeoutError as error:
                raise InProgress from error

    def find(self, work: Work, claim: Claim) -> Answer | None:
        """The answer stored for the claim. Raises `KeyReused`."""
        row = work.one(_FIND, company_id=work.company, claim=claim.claim)
        if row is None:
            return None
        body_hash, status, answer, at = row
        if at <= work.now - KEPT:
            work.write(_REMOVE, company_id=work.company, claim=claim.claim)
            return None
        if body_hash != claim.body_hash:
            raise KeyReused
        return Answer(status, self._vault.open(answer, company=work.company, purpose=_PURPOSE), replayed=True)

    def store(self, work: Work, claim: Claim, answer: Answer) -> None:
        """Keeps the answer, if it is one that would be the same next time."""
        if not is_final(answer.status):
            return
        work.write(
            _ADD,
            company_id=work.company,
            claim=claim.claim,
            body_hash=claim.body_hash,
            status=answer.status,
            # Answers may hold what must not lie around in clear, such as a new API key.
            answer=self._vault.seal(answer.body, company=work.company, purpose=_PURPOSE),
            at=work.now,
        )

    def keep_refusal(self, work: Work, claim: Claim, answer: Answer) -> Answer:
        """Keeps a refusal whose unit was rolled back. If another process answered the claim meanwhile, that
        answer stands.
        """
        stored = self.find(work, claim)
        if stored is not None:
            return stored
        self.store(work, claim, answer)
        return answer


def is_final(status: int) -> bool:
    """Whether the same request would be answered with this status again: not with 429, not with 5xx."""
    return status != _TOO_MANY and status < _SERVER_ERROR


def prune(work: Work) -> int:
    """Removes answers older than 24 hours; answers how many."""
    return work.write(_PRUNE, before=work.now - KEPT)
