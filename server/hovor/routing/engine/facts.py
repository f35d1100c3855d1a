"""What the engine is told. Plain values that can be written down, so that every decision can be made again
(INV-42).
"""

from typing import Final

import msgspec

from hovor.foundation.clock import MINUTE, SECOND, Instant

ENGINE_VERSION: Final = 3
"""Grows with each change of what the engine decides from the same facts."""


class Kind(msgspec.Struct, frozen=True):
    """Of one channel kind: how many conversations an operator may have, and how many units each of them
    takes.
    """

    limit: int
    weight: int


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """The company's rules. Durations are in microseconds.

    `version` names these very rules. An operator who has refused or missed a conversation is asked for it
    again after `cool_down`, at most `most_offers` times within `window`; one who is the only one there
    instead after a pause that doubles from `first_pause` up to `longest_pause`.
    """

    version: str
    automatic: bool
    total: int
    kinds: dict[str, Kind]
    cool_down: Instant
    most_offers: int = 3
    window: Instant = 10 * MINUTE
    first_pause: Instant = 10 * SECOND
    longest_pause: Instant = 300 * SECOND

    def weight(self, kind: str) -> int:
        """Units that one conversation of this kind takes; one where the company says nothing."""
        return self.kinds[kind].weight if kind in self.kinds else 1

    def offers(self, conversation: "Waiting") -> bool:
        """Whether it is offered rather than picked: always to whom it waits for by name."""
        return self.automatic or conversation.operator_id is not None

    def limit(self, kind: str) -> int | None:
        """How many of this kind one operator may have; None: as many as the total allows."""
        return self.kinds[kind].limit if kind in self.kinds else None


class Load(msgspec.Struct, frozen=True):
    """What an operator carries: what he serves, wraps up, and has been offered, counted by channel kind.

    `exclusive`: one of these allows nothing beside it (a call).
    """

    kinds: dict[str, int] = {}
    exclusive: bool = False

    def units(self, policy: Policy) -> int:
        """Slots in use."""
        return sum(count * policy.weight(kind) for kind, count in self.kinds.items())

    def with_one(self, kind: str, *, exclusive: bool) -> "Load":
        """The load with one conversation more."""
        return Load({**self.kinds, kind: self.kinds.get(kind, 0) + 1}, self.exclusive or exclusive)


class Operator(msgspec.Struct, frozen=True, kw_only=True):
    """One active operator. `refuses_because` are the codes of presence, empty when he is open to work and
    reachable.

    `idle_since` is when he last handled something; None for one who never did. `total` (slots) and
    `limits` (by channel kind) are his own; without them the company's hold.
    """

    id: str
    refuses_because: tuple[str, ...]
    group_ids: tuple[str, ...]
    assigned_channels: tuple[str, ...]
    open_channels: tuple[str, ...]
    idle_since: Instant | None
    load: Load
    total: int | None = None
    limits: dict[str, int] = {}

    def within(self, policy: Policy) -> Policy:
        """The company's rules with this operator's own limits in them."""
        if self.total is None and not self.limits:
            return policy
        kinds = {kind: Kind(limit, policy.weight(kind)) for kind, limit in self.limits.items()}
        total = policy.total if self.total is None else self.total
        return msgspec.structs.replace(policy, total=total, kinds={**policy.kinds, **kinds})


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation in a queue. Whose queue: a group's, one operator's, or (neither) of all who have its
    channel.

    `place` sorts the line, first come first. `version` is that of the conversation when the facts were
    read.
    """

    id: str
    version: int
    queue_id: str
    group_id: str | None
    operator_id: str | None
    channel_id: str
    channel_kind: str
    exclusive: bool
    place: tuple[int, int, Instant, str]
    explained: bool = False


class Past(msgspec.Struct, frozen=True):
    """An offer that has ended otherwise than by being accepted."""

    conversation_id: str
    operator_id: str
    made_at: Instant
    ended_at: Instant
    outcome: str


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the engine decides from. `past` reaches back as far as the policy's window."""

    now: Instant
    policy: Policy
    operators: tuple[Operator, ...]
    waiting: tuple[Waiting, ...]
    past: tuple[Past, ...]
