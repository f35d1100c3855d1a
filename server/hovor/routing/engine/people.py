"""An operator in the engine's indexes: what he has left, kept up to date by counting instead of adding up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Generic, Protocol, TypeVar

import msgspec

from hovor.routing.engine.facts import Operator, Policy


class Way:
    """In which way something comes: its channel, its kind, the slots it takes, and whether for one operator
    `by_name`. What somebody has room for is the same for all demands of one way.
    """

    __slots__ = ("by_name", "channel_id", "kind", "weight")

    def __init__(self, channel_id: str, kind: str, weight: int, *, by_name: bool) -> None:
        self.channel_id: Final = channel_id
        self.kind: Final = kind
        self.weight: Final = weight
        self.by_name: Final = by_name


class Rules:
    """The company's rules as they are counted with: what the limits of each kind are, and what one more of it
    takes.
    """

    __slots__ = ("limits", "total", "weights")

    def __init__(self, policy: Policy) -> None:
        self.total: Final = policy.total
        self.limits: Final = {kind: each.limit for kind, each in policy.kinds.items()}
        self.weights: Final = {kind: each.weight for kind, each in policy.kinds.items()}


class Asking(Protocol):
    """What asks for people of some sort."""

    @property
    def way(self) -> Way:
        """In which way something comes to them."""
        ...


D = TypeVar("D", bound=Asking)


class Person(Generic[D]):
    """One operator with what the engine has given him since it was told of him.

    `stamp` is another one, of all that were ever given, with every change of what he can take: what an index
    holds of an earlier one is void.
    `demands` are those that ask for somebody like him, whether or not he is there: whether he is able is the
    same for all of one way. `fresh`: no index holds him yet.
    """

    __slots__ = (
        "channels",
        "demands",
        "engaged",
        "exclusive",
        "fresh",
        "given",
        "id",
        "idle",
        "kinds_left",
        "operator",
        "over",
        "present",
        "stamp",
        "units_left",
    )

    def __init__(self, operator: Operator, rules: Rules) -> None:
        self.id: Final = operator.id
        self.demands: dict[Way, set[D]] = {}
        self.stamp = 0
        self.fresh = False
        self.told(operator, rules)

    def told(self, operator: Operator, rules: Rules) -> None:
        """What is known of him now; what was given to him before is in it, or is not true."""
        self.operator = operator
        self.present = not operator.refuses_because
        self.channels = operator.open_channels
        self.idle = -1 if operator.idle_since is None else operator.idle_since
        self.given: list[tuple[str, bool]] = []
        load = operator.load
        self.exclusive = load.exclusive
        self.engaged = bool(load.kinds)
        units = rules.total if operator.total is None else operator.total
        over = False
        # Only what has a limit.
        left = self.kinds_left = rules.limits | operator.limits
        for kind, count in load.kinds.items():
            units -= count * rules.weights.get(kind, 1)
            if kind in left:
                left[kind] -= count
                over = over or left[kind] < 0
        self.units_left = units
        self.over = over or units < 0

    def stands_like(self, operator: Operator) -> bool:
        """Whether only what he carries and since when he is idle may have changed."""
        own = self.operator
        return (
            bool(operator.refuses_because) is not self.present
            and operator.open_channels == own.open_channels
            and operator.group_ids == own.group_ids
            and operator.skills == own.skills
            and operator.assigned_channels == own.assigned_channels
        )

    def wanted_by(self, demand: D) -> bool:
        """Whether it asks for somebody like him."""
        return demand in self.demands.get(demand.way, ())

    def there(self, way: Way) -> bool:
        """Whether he is at work for this channel, with or without room."""
        return self.present and way.channel_id in self.channels

    def able(self, way: Way) -> bool:
        """Whether he has room for one more of this way, and is there."""
        if not self.present or self.exclusive or way.channel_id not in self.channels:
            return False
        if way.by_name:
            return True
        if self.over:
            return False
        left = self.kinds_left.get(way.kind)
        if left is not None and left <= 0:
            return False
        return way.weight <= 0 or self.units_left >= way.weight

    def take(self, kind: str, weight: int, *, exclusive: bool) -> None:
        """One conversation more is his."""
        self.given.append((kind, exclusive))
        self.engaged = True
        self.exclusive = self.exclusive or exclusive
        self.units_left -= weight
        left = self.kinds_left.get(kind)
        if left is not None:
            self.kinds_left[kind] = left - 1
        self.over = self.over or self.units_left < 0 or (left is not None and left <= 0)

    def as_operator(self) -> Operator:
        """What is true of him now, as a fact."""
        return self._with(self.given)

    def before_last(self) -> Operator:
        """What was true of him before the last one was given to him."""
        return self._with(self.given[:-1])

    def _with(self, given: Sequence[tuple[str, bool]]) -> Operator:
        if not given:
            return self.operator
        load = self.operator.load
        for kind, exclusive in given:
            load = load.with_one(kind, exclusive=exclusive)
        return msgspec.structs.replace(self.operator, load=load)
