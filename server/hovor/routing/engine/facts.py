"""What the engine is told. Plain values that can be written down, so that every decision can be made again
(INV-42). Durations and instants are in microseconds.

Version 4 has skills, steps, classes and disciplines. What was written down before is read with the values
that meant the same then: no skills, one step, one class.

What there are thousands of is `gc=False`: such values hold texts, numbers and one another, never in a circle,
and the garbage collector need not look through all that wait again and again.
"""

from typing import Final, Literal

import msgspec

from hovor.foundation.clock import MINUTE, SECOND, Instant

ENGINE_VERSION: Final = 4
"""Grows with each change of what the engine decides from the same facts."""

LOWEST_CLASS: Final = 3
"""The class of those who are not urgent; 1 comes first."""

Discipline = Literal["longest_waiting", "priority", "ageing", "head_start"]
"""In which order those who wait are looked at:

    longest_waiting    by age alone
    priority           by class, whatever the age; inside a class by age
    ageing             by class and age: the time waited counts `rates[class]` times
    head_start         by age, a class being `head_starts[class]` older than it is; nobody is ever overtaken
                       by one that came later than that (INV-36)
"""

Rule = Literal["longest_idle", "most_spare", "best_skill", "last_operator"]
"""Who is chosen of those who can take it:

    longest_idle       first who has nothing, then by when they last handled something
    most_spare         who has the most slots free
    best_skill         whose levels in the skills that are asked for add up to the most
    last_operator      longest idle; that the one who knows the client comes first is said by the
                       conversation itself (`preferred_operator_id`)
"""


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

    def offers(self, conversation: "Waiting", queue: "Queue | None" = None) -> bool:
        """Whether it is offered rather than picked: always to whom it waits for by name."""
        if conversation.operator_id is not None:
            return True
        return self.automatic and (queue is None or not queue.broadcast)

    def limit(self, kind: str) -> int | None:
        """How many of this kind one operator may have; None: as many as the total allows."""
        return self.kinds[kind].limit if kind in self.kinds else None


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """How one queue is worked off. A class that `head_starts` or `rates` leave out has no head start and the
    rate 1. In a broadcast queue nothing is offered: all who serve it pick.
    """

    id: str
    discipline: Discipline = "head_start"
    choice: Rule = "longest_idle"
    head_starts: dict[int, Instant] = msgspec.field(
        default_factory=lambda: {1: 300 * SECOND, 2: 150 * SECOND}
    )
    rates: dict[int, float] = msgspec.field(default_factory=lambda: {1: 4.0, 2: 2.0})
    broadcast: bool = False


class Load(msgspec.Struct, frozen=True, gc=False):
    """What an operator carries: what he serves, wraps up, and has been offered, counted by channel kind.

    `exclusive`: one of these allows nothing beside it (a call).
    """

    kinds: dict[str, int] = {}
    exclusive: bool = False

    def units(self, policy: Policy) -> int:
        """Slots in use."""
        units = 0
        for kind, count in self.kinds.items():
            units += count * policy.weight(kind)
        return units

    def with_one(self, kind: str, *, exclusive: bool) -> "Load":
        """The load with one conversation more."""
        return Load({**self.kinds, kind: self.kinds.get(kind, 0) + 1}, self.exclusive or exclusive)


class Operator(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One active operator. `refuses_because` are the codes of presence, empty when he is open to work and
    reachable.

    `idle_since` is when he last handled something; None for one who never did. `total` (slots) and
    `limits` (by channel kind) are his own; without them the company's hold. `skills` are his levels, 1 to
    5, by skill.
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
    skills: dict[str, int] = {}

    def within(self, policy: Policy) -> Policy:
        """The company's rules with this operator's own limits in them."""
        if self.total is None and not self.limits:
            return policy
        kinds = {kind: Kind(limit, policy.weight(kind)) for kind, limit in self.limits.items()}
        total = policy.total if self.total is None else self.total
        return msgspec.structs.replace(policy, total=total, kinds={**policy.kinds, **kinds})


class Requirement(msgspec.Struct, frozen=True, gc=False):
    """A skill that is asked for, at this level or a higher one."""

    skill: str
    level: int = 1


class Step(msgspec.Struct, frozen=True, gc=False):
    """From `after` on (a duration since the age base) this is asked for. `group_ids` may take it as well as
    the queue's own group.

    Each step asks for no more than the one before it, and has all its groups: who can take it only grows
    (INV-37).
    """

    after: Instant = 0
    requires: tuple[Requirement, ...] = ()
    group_ids: tuple[str, ...] = ()


NO_STEPS: Final = (Step(),)
"""The queue's own group, and nothing asked for."""


class Waiting(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One conversation in a queue. Whose queue: a group's, one operator's, or (neither) of all who have its
    channel.

    `age_base` is when it arrived, whatever happened since. `rescued`: its operator was lost, it stands first
    of its class. `preferred_operator_id` alone is asked until `preferred_until`, if he is there. `version`
    is that of the conversation when the facts were read. `explained`: that it waits in vain is on record.
    """

    id: str
    version: int
    queue_id: str
    group_id: str | None
    operator_id: str | None
    channel_id: str
    channel_kind: str
    exclusive: bool
    priority_class: int = LOWEST_CLASS
    age_base: Instant = 0
    rescued: bool = False
    steps: tuple[Step, ...] = ()
    preferred_operator_id: str | None = None
    preferred_until: Instant = 0
    explained: bool = False

    @property
    def all_steps(self) -> tuple[Step, ...]:
        """Its steps; at least one."""
        return self.steps or NO_STEPS


class Past(msgspec.Struct, frozen=True, gc=False):
    """An offer that has ended otherwise than by being accepted."""

    conversation_id: str
    operator_id: str
    made_at: Instant
    ended_at: Instant
    outcome: str


class LeftOut(msgspec.Struct, frozen=True):
    """Operators of the line of whom a record only keeps the number: `able` to take it, and those against whom
    something speaks, counted by what speaks against them first.
    """

    able: int = 0
    unable: dict[str, int] = {}


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the engine decides from. `past` reaches back as far as the policy's window.

    Where `left_out` is not empty, `operators` are those who matter most for the one conversation that
    waits.
    """

    now: Instant
    policy: Policy
    operators: tuple[Operator, ...]
    waiting: tuple[Waiting, ...]
    past: tuple[Past, ...]
    queues: tuple[Queue, ...] = ()
    left_out: LeftOut = LeftOut()

    def queue(self, queue_id: str) -> Queue:
        """How this queue is worked off; as usual where nothing is said of it."""
        return next((each for each in self.queues if each.id == queue_id), None) or Queue(id=queue_id)
