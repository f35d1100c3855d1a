"""The audit log with names in the place of ids, and what is parked. For administrators only."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from hovor.accounts import queries as accounts
from hovor.foundation import audit
from hovor.foundation.caller import require_administrator
from hovor.foundation.clock import to_rfc3339
from hovor.foundation.database import Reading
from hovor.foundation.mail import ParkedLetter, parked_letters
from hovor.foundation.reactions_backlog import ParkedEvent, parked_events
from hovor.foundation.timers import ParkedTimer, parked_timers

What = Literal["timer", "event", "letter"]


class Named(msgspec.Struct, frozen=True):
    """Somebody or something. `name` is given for colleagues, also for those who have left."""

    kind: str
    id: str
    name: str | None


class Act(msgspec.Struct, frozen=True):
    """Something that was done. `detail` holds ids, names of fields and values of settings, never a secret."""

    number: int
    at: str
    actor: Named
    action: str
    subject: Named
    detail: Mapping[str, Any]


class Chain(msgspec.Struct, frozen=True):
    """Whether the log is whole: every act holds the hash of the one before. `broken_at` is the first that
    does not fit. That the latest were removed can only be seen with a `head` that was kept elsewhere.
    """

    entries: int
    head: str
    broken_at: int | None


class Parked(msgspec.Struct, frozen=True):
    """Work that failed so often that it was given up: a timer of this kind for `subject`, what a listener of
    this name should have done about the event at position `subject`, or the letter `subject`, which no server
    took for the reason in `error`.
    """

    id: str
    what: What
    name: str
    subject: str
    attempts: int
    error: str
    parked_at: str


def acts(
    reading: Reading,
    *,
    before: int | None,
    limit: int,
    actor_id: str | None = None,
    subject_kind: str | None = None,
) -> list[Act]:
    """The latest first, below the number `before`. Raises `NotSignedIn`, `NotAllowed`."""
    require_administrator(reading.caller)
    names = {each.id: each.name for each in accounts.operators(reading)}
    found = audit.entries(reading, before=before, limit=limit, actor_id=actor_id, subject_kind=subject_kind)
    return [_act(each, names) for each in found]


def chain(reading: Reading, *, head: str | None) -> Chain:
    """Walks the whole log. Raises `NotSignedIn`, `NotAllowed`."""
    require_administrator(reading.caller)
    verified = audit.verify(reading, head=head)
    return Chain(verified.entries, verified.head, verified.broken_at)


def parked(reading: Reading) -> Sequence[Parked]:
    """All of the company's, the oldest first. Raises `NotSignedIn`, `NotAllowed`."""
    require_administrator(reading.caller)
    found = (
        *map(_of_timer, parked_timers(reading)),
        *map(_of_event, parked_events(reading)),
        *map(_of_letter, parked_letters(reading)),
    )
    return sorted(found, key=lambda each: (each.parked_at, each.id))


def _act(entry: audit.AuditEntry, names: Mapping[str, str]) -> Act:
    actor = Named(entry.actor_kind, entry.actor_id, names.get(entry.actor_id))
    subject = Named(entry.subject_kind, entry.subject_id, names.get(entry.subject_id))
    return Act(entry.number, to_rfc3339(entry.at), actor, entry.action, subject, entry.detail)


def _of_timer(of: ParkedTimer) -> Parked:
    parked_at = to_rfc3339(of.parked_at)
    return Parked(f"timer:{of.kind}:{of.key}", "timer", of.kind, of.key, of.attempts, of.error, parked_at)


def _of_event(of: ParkedEvent) -> Parked:
    where = str(of.position)
    parked_at = to_rfc3339(of.parked_at)
    return Parked(
        f"event:{of.listener}:{where}", "event", of.listener, where, of.attempts, of.error, parked_at
    )


def _of_letter(of: ParkedLetter) -> Parked:
    parked_at, written_at = to_rfc3339(of.parked_at), to_rfc3339(of.written_at)
    return Parked(f"letter:{of.id}", "letter", written_at, of.id, of.attempts, of.error, parked_at)
