"""Pure decisions of presence: can he be reached, may a rule move him, what follows a wish.

Codes that say why an operator gets nothing, in the order in which they are told: `offline`, `away`,
`draining` (away follows his conversations), `on_another_call`, then why he cannot be reached:
`not_connected`, `connection_suspect`, `connection_lost`, `cannot_notify` (no page of his is in sight, and
none may sound or notify).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hovor.foundation.clock import MINUTE, SECOND, Instant

Status = Literal["online", "away", "offline"]
Liveness = Literal["never", "connected", "suspect", "lost", "gone"]

SUSPECT_AFTER: Final = 10 * SECOND
LOST_AFTER: Final = 30 * SECOND
RULES: Final = ("missed_offers", "inactive", "connection_lost", "allowance")
"""Causes of changes that nobody made: what the operator is told of, and may undo by going online."""
RULE_CHANGES: Final = 4
RULE_WINDOW: Final = 10 * MINUTE

_NOT_CONNECTED: Final[dict[Liveness, str]] = {
    "never": "not_connected",
    "suspect": "connection_suspect",
    "lost": "connection_lost",
    "gone": "connection_lost",
}


@dataclass(frozen=True, slots=True)
class ConnectionFacts:
    """What one open page has said of itself; None where it has not said anything yet."""

    live: bool
    visible: bool | None
    notifications: str | None
    sound: str | None
    doubted: bool = False

    @property
    def can_notify(self) -> bool:
        """Whether an offer could be seen or heard. A page that has said nothing yet has the benefit of the
        doubt: an offer that it does not confirm goes on within two seconds, and it has to answer a ping
        before it counts again.
        """
        return (
            self.live
            and not self.doubted
            and (self.visible is not False or self.notifications == "granted" or self.sound == "on")
        )


def unreachable_because(liveness: Liveness, connections: Iterable[ConnectionFacts]) -> tuple[str, ...]:
    """Why nothing can reach the operator; empty when he is reachable."""
    if liveness != "connected":
        return (_NOT_CONNECTED[liveness],)
    return () if any(each.can_notify for each in connections) else ("cannot_notify",)


def declined_because(status: Status, *, draining: bool, on_another_call: bool) -> tuple[str, ...]:
    """Why the operator is to be offered nothing by his own or a rule's choice; empty when he is open to
    work.
    """
    reasons = () if status == "online" else (status,)
    return reasons + ("draining",) * draining + ("on_another_call",) * on_another_call


def channel_open(*, enabled: bool, locked: bool, switched_on: bool, ready: bool) -> bool:
    """Whether something new of an assigned channel may be offered. Where the company locks the switches, all
    count as on.
    """
    return enabled and ready and (locked or switched_on)


def rule_may_change_at(earlier: Sequence[Instant], now: Instant) -> Instant:
    """When a rule may change the status again: `now`, unless it did so four times in the last ten minutes
    (INV-30).

    `earlier` are the times of changes made by rules.
    """
    recent = sorted(at for at in earlier if at > now - RULE_WINDOW)
    return now if len(recent) < RULE_CHANGES else recent[-RULE_CHANGES] + RULE_WINDOW
