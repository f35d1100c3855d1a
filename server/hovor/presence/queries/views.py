"""The closed shapes in which presence is shown. Times are RFC 3339 text."""

from typing import Literal

import msgspec

from hovor.companies.queries import WhenUsedUp
from hovor.foundation.caller import Role
from hovor.presence.policy import Status

HealthState = Literal["working", "partly_working", "not_receiving", "turned_off"]


class ActorView(msgspec.Struct, frozen=True):
    """Who set the status; `name` for people."""

    kind: str
    id: str
    name: str | None


class BeforeView(msgspec.Struct, frozen=True):
    """What the status was before somebody else changed it."""

    status: Status
    away_reason_id: str | None


class AllowanceUseView(msgspec.Struct, frozen=True):
    """How much of a reason's allowance of this day the operator has used.

    `used_seconds` are those before the time away that is running now; `running_since` is its beginning, or
    that of the day, and None while he is not away for this reason. From `day_ends` on everything counts anew.
    """

    away_reason_id: str
    minutes: int
    when_used_up: WhenUsedUp
    used_seconds: int
    running_since: str | None
    day_ends: str


class NextView(msgspec.Struct, frozen=True):
    """What follows the operator's conversations."""

    status: Status
    away_reason_id: str | None
    back_at: str | None


class StatusView(msgspec.Struct, frozen=True):
    """Everything about one operator's status, for himself and for supervisors."""

    operator_id: str
    version: int
    name: str
    status: Status
    away_reason_id: str | None
    since: str
    next: NextView | None
    back_at: str | None
    on_another_call: bool
    on_another_call_reason: str | None
    actor: ActorView
    cause: str
    reachable: bool
    unreachable_because: tuple[str, ...]
    before: BeforeView | None
    allowances: tuple[AllowanceUseView, ...]


class ColleagueView(msgspec.Struct, frozen=True):
    """What every operator may see of another. From `allowance_ends_at` on he is over his allowance of the
    day.
    """

    id: str
    version: int
    name: str
    public_name: str
    picture: str | None
    role: Role
    active: bool
    status: Status
    away_reason_id: str | None
    since: str
    back_at: str | None
    on_another_call: bool
    reachable: bool
    allowance_ends_at: str | None


class ChannelHealthView(msgspec.Struct, frozen=True):
    """How a channel does; `reason` in words unless it is working."""

    state: HealthState
    reason: str | None


class ChannelView(msgspec.Struct, frozen=True):
    """One channel assigned to an operator, with his switch. `open` is what counts in the end."""

    id: str
    channel_id: str
    version: int
    kind: str
    name: str
    detail: str
    enabled: bool
    available: bool
    since: str | None
    locked: bool
    not_ready_because: str | None
    open: bool
