"""Pure decisions about a conversation: which state may follow, what a client's leaving means, who may see how
much.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from hovor.foundation.clock import DAY, SECOND, Instant

State: TypeAlias = Literal[
    "new", "with_bot", "queued", "offered", "active", "on_hold", "waiting_for_client", "snoozed",
    "transferring", "rescue", "wrap_up", "closed",
]  # fmt: skip
Step: TypeAlias = Literal[
    "hand_to_bot", "queue", "offer", "take", "hold", "resume", "await_client", "snooze", "transfer",
    "lose_owner", "end", "close",
]  # fmt: skip
Cause: TypeAlias = Literal[
    "handled", "abandoned", "short_abandoned", "abandoned_on_hold", "solved_by_bot", "expired", "merged",
    "spam", "blocked", "failed", "ended_through_api",
]  # fmt: skip
Access: TypeAlias = Literal["full", "preview", "none"]

_AFTER: Final[Mapping[State, Mapping[Step, State]]] = {
    "new": {"hand_to_bot": "with_bot", "queue": "queued", "take": "active", "close": "closed"},
    "with_bot": {"queue": "queued", "take": "active", "close": "closed"},
    "queued": {"queue": "queued", "offer": "offered", "take": "active", "close": "closed"},
    "offered": {"queue": "queued", "take": "active", "close": "closed"},
    "active": {
        "queue": "queued",
        "take": "active",
        "hold": "on_hold",
        "await_client": "waiting_for_client",
        "snooze": "snoozed",
        "transfer": "transferring",
        "lose_owner": "rescue",
        "end": "wrap_up",
        "close": "closed",
    },
    "on_hold": {
        "resume": "active",
        "take": "active",
        "lose_owner": "rescue",
        "end": "wrap_up",
        "close": "closed",
    },
    "waiting_for_client": {
        "resume": "active",
        "await_client": "waiting_for_client",
        "queue": "queued",
        "take": "active",
        "snooze": "snoozed",
        "transfer": "transferring",
        "lose_owner": "rescue",
        "end": "wrap_up",
        "close": "closed",
    },
    "snoozed": {
        "resume": "active",
        "queue": "queued",
        "take": "active",
        "snooze": "snoozed",
        "lose_owner": "rescue",
        "end": "wrap_up",
        "close": "closed",
    },
    "transferring": {
        "resume": "active",
        "await_client": "waiting_for_client",
        "take": "active",
        "lose_owner": "rescue",
        "end": "wrap_up",
        "close": "closed",
    },
    "rescue": {"queue": "queued", "close": "closed"},
    "wrap_up": {"close": "closed"},
    "closed": {},
}

STATES: Final[frozenset[str]] = frozenset(_AFTER)
OWNED: Final[frozenset[str]] = frozenset(
    {"active", "on_hold", "waiting_for_client", "snoozed", "transferring", "wrap_up"}
)
"""States that have exactly one owner; all others have none (INV-02)."""
WAITING_IN_LINE: Final[frozenset[str]] = frozenset({"queued", "offered"})
"""States in which a client waits for the first operator; the colleagues of the queue see it."""
SERVED: Final[frozenset[str]] = frozenset({"active", "on_hold", "transferring"})
"""States in which an operator works for the client now; such a conversation is live."""
RESTING: Final[frozenset[str]] = frozenset({"waiting_for_client", "snoozed"})
"""States in which it stays its owner's and takes no room, until the client writes or its time comes."""
FINISHED: Final[frozenset[str]] = frozenset({"wrap_up", "closed"})
"""The exchange is over: what the client writes next belongs to a new conversation."""
ENDABLE: Final[frozenset[str]] = frozenset(state for state, steps in _AFTER.items() if "end" in steps)


def after(state: State, step: Step) -> State | None:
    """The state that follows, or None when this step is not possible in this state. Nothing follows closed
    (INV-04).
    """
    return _AFTER[state].get(step)


@dataclass(frozen=True, slots=True)
class Limits:
    """For how long a client may be gone, or silent where he need not be there, and what counts as a short
    abandon. Microseconds.
    """

    return_after_queued: Instant
    return_after_served: Instant
    quiet: Instant
    short_abandon: Instant

    @classmethod
    def of_settings(cls, *, queued: int, served: int, quiet_days: int, short_abandon: int) -> "Limits":
        """The same from whole seconds and days, as company settings have them."""
        return cls(queued * SECOND, served * SECOND, quiet_days * DAY, short_abandon * SECOND)


def gone_until(
    state: State, *, gone_at: Instant | None, state_since: Instant, limits: Limits
) -> Instant | None:
    """When a client who is gone since `gone_at` (None: he is there) counts as having left for good; None
    where nobody waits for him.

    A conversation that came back to the queue while he was away gives him the time of the queue anew. One
    that waits for him does so since our last message, wherever he is.
    """
    if state == "waiting_for_client":
        return state_since + limits.quiet
    if gone_at is None:
        return None
    if state in WAITING_IN_LINE or state in {"new", "rescue"}:
        return max(gone_at, state_since) + limits.return_after_queued
    return gone_at + limits.return_after_served if state in SERVED else None


def cause_of_leaving(state: State, *, opened_at: Instant, gone_at: Instant, limits: Limits) -> Cause:
    """Why a conversation closes whose client has left: nobody had served him, he was on hold, or he had been
    served.
    """
    if state in OWNED:
        return "abandoned_on_hold" if state == "on_hold" else "handled"
    return "short_abandoned" if gone_at - opened_at < limits.short_abandon else "abandoned"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an operator stands to one conversation."""

    supervisor: bool
    owner: bool
    past_owner: bool
    offered: bool
    participant: bool
    # Shares the conversation's queue and has its channel.
    in_line: bool
    # Has its channel and serves or served this very client in another conversation.
    knows_client: bool


def access(standing: Standing, *, state: State, preview_allowed: bool) -> Access:
    """How much of a conversation an operator may see: everything, the card without the client's words, or
    nothing.

    The card alone is for those to whom it is offered or who may pick it, where the company allows no preview.
    """
    if standing.supervisor or standing.owner or standing.past_owner or standing.participant:
        return "full"
    if standing.in_line or standing.offered:
        return "full" if preview_allowed or state not in WAITING_IN_LINE | {"transferring"} else "preview"
    return "full" if standing.knows_client and state == "closed" else "none"
