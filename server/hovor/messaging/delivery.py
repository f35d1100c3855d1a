"""The life of one outbound message of a channel that pushes: a pure state machine.

    queued -> sending -> accepted -> sent -> delivered -> read -> played
                 |-> retry_wait -> sending ...      |-> failed
                 |-> unknown -> (asked the vendor) -> accepted | queued | stays unknown, visible

`follow` is total: every fact is allowed in every state. A fact that proves nothing new changes nothing; one
that contradicts what is known leaves the state and is reported as an anomaly. A state never sinks in rank.
"""

from typing import Literal

import msgspec

from hovor.foundation.clock import SECOND, Instant

State = Literal[
    "queued", "sending", "retry_wait", "unknown",
    "accepted", "sent", "delivered", "read", "played",
    "failed", "cancelled",
]  # fmt: skip
ReceiptState = Literal["accepted", "sent", "delivered", "read", "played", "failed"]
Failure = Literal["window", "address", "content", "policy", "auth", "quota", "vendor", "expired"]
UnknownPolicy = Literal["ask", "resend", "never"]

RANK: dict[str, int] = {"accepted": 1, "sent": 2, "delivered": 3, "read": 4, "played": 5}
"""How far a message certainly got. States that are not named here prove nothing: rank 0."""

_ARRIVED = RANK["delivered"]
_LIFE_DIGITS = 6
_PAUSES = (1, 2, 5, 15, 30, 60)
_CHECKS = (2, 10, 30, 60)


class Rules(msgspec.Struct, frozen=True):
    """How a kind of channel sends; part of its capabilities.

    `own_reference`: the vendor knows our reference again, so that sending twice is always safe. `unknown`:
    what happens when nobody can tell whether a message left: ask a person, send it again, or never send it
    again. `budget_seconds`: how long it is tried before it fails aloud. `lease_seconds`: how long one try
    may take.
    """

    own_reference: bool
    unknown: UnknownPolicy
    budget_seconds: int = 600
    lease_seconds: int = 30


class Standing(msgspec.Struct, frozen=True):
    """Where one delivery stands. `due_at` is the next instant at which the dispatcher must act, None =
    settled. While `due_at` is set, later messages of the conversation wait behind this one. `life`
    counts how often a person sent it again: what the vendor says about an earlier life counts only as
    proof that the message arrived.
    """

    state: State
    due_at: Instant | None
    queued_at: Instant
    attempts: int = 0
    checks: int = 0
    life: int = 0
    vendor_id: str | None = None
    failure: Failure | None = None
    reason: str | None = None
    accepted_at: Instant | None = None
    sent_at: Instant | None = None
    delivered_at: Instant | None = None
    read_at: Instant | None = None


class Claimed(msgspec.Struct, frozen=True, tag="claimed"):
    """The dispatcher takes the message up."""


class Accepted(msgspec.Struct, frozen=True, tag="accepted"):
    """The vendor took the message and names it `vendor_id`."""

    vendor_id: str


class Rejected(msgspec.Struct, frozen=True, tag="rejected"):
    """The vendor certainly did not take it. `again`: a later try may succeed, after `pause_seconds` if it
    is given.
    """

    failure: Failure
    reason: str
    again: bool = False
    pause_seconds: int | None = None


class Unknown(msgspec.Struct, frozen=True, tag="unknown"):
    """The message may have left and may not."""

    reason: str


class Postponed(msgspec.Struct, frozen=True, tag="postponed"):
    """It can not be tried at present, without any fault of the message: its channel is turned off."""

    reason: str


class Answered(msgspec.Struct, frozen=True, tag="answered"):
    """What came of attempt number `attempt`; a late answer must not be taken for that of the next attempt."""

    attempt: int
    outcome: "Outcome"


class LeaseOver(msgspec.Struct, frozen=True, tag="lease_over"):
    """Whoever was sending has not come back in time."""


class Found(msgspec.Struct, frozen=True, tag="found"):
    """Asked afterwards, the vendor has the message."""

    vendor_id: str
    state: ReceiptState = "accepted"


class NotFound(msgspec.Struct, frozen=True, tag="not_found"):
    """Asked afterwards, the vendor certainly never had the message."""


class CannotTell(msgspec.Struct, frozen=True, tag="cannot_tell"):
    """Asked afterwards, the vendor does not know."""


class Receipt(msgspec.Struct, frozen=True, tag="receipt"):
    """The vendor reports `state`; receipts come late, twice and in any order."""

    state: ReceiptState
    failure: Failure | None = None
    reason: str | None = None
    vendor_id: str | None = None
    life: int | None = None


class Resend(msgspec.Struct, frozen=True, tag="resend"):
    """A person decides to send it again, and with it that a second copy may arrive."""


class Cancel(msgspec.Struct, frozen=True, tag="cancel"):
    """A person gives the message up."""


Outcome = Accepted | Rejected | Unknown
Reconciled = Found | NotFound | CannotTell
Act = Claimed | Postponed | LeaseOver | NotFound | CannotTell | Resend | Cancel
Fact = Act | Answered | Found | Receipt


class Step(msgspec.Struct, frozen=True):
    """What a fact led to. `anomaly` names a contradiction that a person may want to see."""

    standing: Standing
    anomaly: str | None = None


def begin(now: Instant) -> Standing:
    """A message just committed: our promise to the operator."""
    return Standing(state="queued", due_at=now, queued_at=now)


def follow(standing: Standing, fact: Fact, now: Instant, rules: Rules) -> Step:
    """The standing after `fact` became known at `now`."""
    match fact:
        case Answered(attempt, outcome):
            return _answer(standing, attempt, outcome, now, rules)
        case Found(vendor_id, state):
            return learn(standing, Receipt(state, vendor_id=vendor_id), now)
        case Receipt():
            return learn(standing, fact, now)
        case _:
            return Step(_act(standing, fact, now, rules))


def _act(standing: Standing, fact: Act, now: Instant, rules: Rules) -> Standing:
    """What we or time did, as opposed to what the vendor says."""
    match fact:
        case Claimed():
            return _claim(standing, now, rules)
        case Postponed(reason):
            return _postpone(standing, reason, now, rules)
        case LeaseOver():
            return _lose(standing, "The connection to the channel was lost while sending.", now, rules)
        case NotFound():
            return _missing(standing, now, rules)
        case CannotTell():
            return _wonder(standing, now, rules)
        case Resend():
            return _resend(standing, now, rules)
        case Cancel():
            return _cancel(standing)


def learn(standing: Standing, receipt: Receipt, now: Instant) -> Step:
    """The standing after the vendor told how far the message got. Needs no rules: what is true is true."""
    earlier_life = receipt.life is not None and receipt.life != standing.life
    if earlier_life and RANK.get(receipt.state, 0) < _ARRIVED:
        return Step(standing)
    known = _stamp(standing, receipt, now)
    if receipt.state == "failed":
        return _fail_by_receipt(known, receipt)
    if RANK[receipt.state] <= RANK.get(known.state, 0):
        return Step(known)
    if known.state in ("failed", "cancelled") and RANK[receipt.state] < _ARRIVED:
        return Step(known)
    anomaly = f"{receipt.state} after {known.state}" if known.state in ("failed", "cancelled") else None
    moved = msgspec.structs.replace(known, state=receipt.state, due_at=None, failure=None, reason=None)
    return Step(moved, anomaly)


def gives_up_at(standing: Standing, rules: Rules) -> Instant:
    """The instant after which it is not tried any more: an answer that is late by that much should be asked
    about.
    """
    return standing.queued_at + rules.budget_seconds * SECOND


def resendable(standing: Standing, rules: Rules) -> bool:
    """Whether a person may send it again: it failed or was given up, or its fate is unknown and that is
    allowed.
    """
    if standing.state == "unknown":
        return rules.unknown != "never" and standing.due_at is None
    return standing.state in ("failed", "cancelled")


def shown(standing: Standing) -> tuple[str, str | None]:
    """State and reason as the operator sees them: a message that is just being tried is still on its way."""
    return ("queued", None) if standing.state == "sending" else (standing.state, standing.reason)


def reference(entry_id: str, standing: Standing) -> str:
    """Our id of the message at the vendor. It is the same for every attempt of one life, so that a vendor
    who knows own references stores one message; a new life needs a new one.
    """
    return entry_id if standing.life == 0 else f"{entry_id}.{standing.life}"


def entry_and_life(own_reference: str) -> tuple[str, int]:
    """The reverse of `reference`; total, since the text comes back from outside."""
    entry_id, _, life = own_reference.partition(".")
    return entry_id, int(life) if life.isascii() and life.isdigit() and len(life) <= _LIFE_DIGITS else 0


def _answer(standing: Standing, attempt: int, outcome: Outcome, now: Instant, rules: Rules) -> Step:
    if isinstance(outcome, Accepted):
        return learn(standing, Receipt("accepted", vendor_id=outcome.vendor_id), now)
    if standing.state != "sending" or attempt != standing.attempts:
        return Step(standing)
    if isinstance(outcome, Unknown):
        return Step(_lose(standing, outcome.reason, now, rules))
    return Step(_reject(standing, outcome, now, rules))


def _claim(standing: Standing, now: Instant, rules: Rules) -> Standing:
    lease_over = now + rules.lease_seconds * SECOND
    if standing.state == "unknown" and standing.due_at is not None:
        return msgspec.structs.replace(standing, due_at=lease_over)
    if standing.state not in ("queued", "retry_wait"):
        return standing
    if now >= gives_up_at(standing, rules):
        return _fail(standing, "expired", standing.reason or "It could not be sent in time.")
    return msgspec.structs.replace(
        standing, state="sending", due_at=lease_over, attempts=standing.attempts + 1
    )


def _postpone(standing: Standing, reason: str, now: Instant, rules: Rules) -> Standing:
    if standing.state not in ("queued", "retry_wait"):
        return standing
    again_at = now + _PAUSES[-1] * SECOND
    if again_at >= gives_up_at(standing, rules):
        return _fail(standing, "expired", reason)
    return msgspec.structs.replace(standing, state="retry_wait", due_at=again_at, reason=reason)


def _fail_by_receipt(known: Standing, receipt: Receipt) -> Step:
    if RANK.get(known.state, 0) >= _ARRIVED:
        return Step(known, f"failed after {known.state}")
    if known.state in ("failed", "cancelled"):
        return Step(known)
    return Step(
        _fail(known, receipt.failure or "vendor", receipt.reason or "The channel could not deliver it.")
    )


def _stamp(standing: Standing, receipt: Receipt, now: Instant) -> Standing:
    """A late receipt fills its time and the vendor's id, whatever becomes of the state."""
    times: dict[str, Instant] = {}
    column = f"{'read' if receipt.state == 'played' else receipt.state}_at"
    if receipt.state != "failed" and getattr(standing, column) is None:
        times[column] = now
    vendor_id = standing.vendor_id or receipt.vendor_id
    if not times and vendor_id == standing.vendor_id:
        return standing
    return msgspec.structs.replace(standing, vendor_id=vendor_id, **times)


def _reject(standing: Standing, fact: Rejected, now: Instant, rules: Rules) -> Standing:
    pause = fact.pause_seconds if fact.pause_seconds is not None else _pause(standing.attempts)
    again_at = now + pause * SECOND
    if not fact.again:
        return _fail(standing, fact.failure, fact.reason)
    if again_at >= gives_up_at(standing, rules):
        return _fail(standing, "expired", fact.reason)
    return msgspec.structs.replace(
        standing, state="retry_wait", due_at=again_at, failure=fact.failure, reason=fact.reason
    )


def _lose(standing: Standing, reason: str, now: Instant, rules: Rules) -> Standing:
    if standing.state != "sending":
        return standing
    if rules.own_reference:
        again_at = now + _pause(standing.attempts) * SECOND
        if again_at < gives_up_at(standing, rules):
            return msgspec.structs.replace(standing, state="retry_wait", due_at=again_at, reason=reason)
    first_check = now + _CHECKS[0] * SECOND
    return msgspec.structs.replace(standing, state="unknown", due_at=first_check, checks=0, reason=reason)


def _missing(standing: Standing, now: Instant, rules: Rules) -> Standing:
    if standing.state != "unknown":
        return standing
    if now >= gives_up_at(standing, rules):
        return _fail(standing, "expired", "It could not be sent in time.")
    return msgspec.structs.replace(standing, state="queued", due_at=now, reason=None)


def _wonder(standing: Standing, now: Instant, rules: Rules) -> Standing:
    if standing.state != "unknown" or standing.due_at is None:
        return standing
    checks = standing.checks + 1
    if checks < len(_CHECKS):
        return msgspec.structs.replace(standing, checks=checks, due_at=now + _CHECKS[checks] * SECOND)
    if rules.unknown == "resend" and now < gives_up_at(standing, rules):
        return msgspec.structs.replace(standing, state="queued", checks=checks, due_at=now, reason=None)
    reason = "Nobody can tell whether it reached the client."
    return msgspec.structs.replace(standing, checks=checks, due_at=None, reason=reason)


def _resend(standing: Standing, now: Instant, rules: Rules) -> Standing:
    if not resendable(standing, rules):
        return standing
    return msgspec.structs.replace(begin(now), life=standing.life + 1)


def _cancel(standing: Standing) -> Standing:
    if standing.state not in ("queued", "retry_wait", "unknown", "failed"):
        return standing
    return msgspec.structs.replace(standing, state="cancelled", due_at=None)


def _fail(standing: Standing, failure: Failure, reason: str) -> Standing:
    return msgspec.structs.replace(standing, state="failed", due_at=None, failure=failure, reason=reason)


def _pause(attempts: int) -> int:
    return _PAUSES[min(attempts, len(_PAUSES)) - 1]
