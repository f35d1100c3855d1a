"""Where everybody stands: which demands ask for an operator, which path a conversation takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, TypeAlias

from hovor.routing.engine.facts import Policy, Queue, Step, Waiting
from hovor.routing.engine.lines import Demand, Path, Somebody
from hovor.routing.engine.people import Way

_KEPT: Final = 256
"""How many paths on which nobody waits are kept, beyond as many as are in use."""

_PathKey: TypeAlias = tuple[str, str | None, str | None, str, str, bool, tuple[Step, ...]]


class Places:
    """Paths and demands are made when the first conversation needs them, and go when none has needed them
    for long.
    """

    def __init__(self, policy: Policy, queues: Iterable[Queue]) -> None:
        self.queues: Final = {each.id: each for each in queues}
        self._policy: Final = policy
        self._paths: dict[_PathKey, Path] = {}
        self._demands: dict[tuple[object, ...], Demand] = {}
        self._ways: dict[tuple[str, str, bool], Way] = {}
        self._of_group: dict[str | None, set[Demand]] = {}
        self._of_operator: dict[str, set[Demand]] = {}
        self._groups: dict[str, set[Somebody]] = {}
        self._room: int = _KEPT

    def settle(self, person: Somebody) -> None:
        """Find out which demands ask for him. He counts nowhere as there yet."""
        operator = person.operator
        for group_id in operator.group_ids:
            self._groups.setdefault(group_id, set()).add(person)
        for found in (
            self._of_operator.get(person.id, ()),
            *(self._of_group.get(each, ()) for each in (None, *operator.group_ids)),
        ):
            for demand in found:
                if not person.wanted_by(demand) and demand.asks(operator):
                    person.demands.setdefault(demand.way, set()).add(demand)
                    demand.members += 1

    def forget(self, person: Somebody) -> None:
        """No demand asks for him any more."""
        for group_id in person.operator.group_ids:
            self._groups[group_id].discard(person)
        for demands in person.demands.values():
            for demand in demands:
                demand.members -= 1
        person.demands.clear()

    def serving(self, waiting: Waiting, everybody: Collection[Somebody]) -> Collection[Somebody]:
        """Those who may serve its queue, after its last step at the latest. Others may be among them."""
        if waiting.operator_id is not None or waiting.group_id is None:
            return everybody
        return self._members({waiting.group_id, *waiting.all_steps[-1].group_ids})

    def path(self, waiting: Waiting, everybody: Collection[Somebody]) -> Path:
        """The path of this conversation."""
        key = (
            waiting.queue_id,
            waiting.group_id,
            waiting.operator_id,
            waiting.channel_id,
            waiting.channel_kind,
            waiting.exclusive,
            waiting.steps,
        )
        found = self._paths.get(key)
        if found is None:
            if len(self._paths) >= self._room:
                self._clear_away(everybody)
            found = self._paths[key] = self._new_path(waiting, everybody)
        return found

    def _new_path(self, waiting: Waiting, everybody: Collection[Somebody]) -> Path:
        queue = self.queues.get(waiting.queue_id) or Queue(id=waiting.queue_id)
        steps = waiting.all_steps
        demands = tuple(self._demand(waiting, queue, each, everybody) for each in steps)
        path = Path(
            queue,
            demands,
            tuple(each.after for each in steps),
            weight=self._policy.weight(waiting.channel_kind),
            offered=self._policy.offers(waiting, queue),
        )
        for demand in demands:
            demand.paths.add(path)
        return path

    def _demand(self, waiting: Waiting, queue: Queue, step: Step, everybody: Collection[Somebody]) -> Demand:
        alone = waiting.operator_id
        groups = None
        if alone is None and waiting.group_id is not None:
            groups = frozenset({waiting.group_id, *step.group_ids})
        requires = () if alone is not None else step.requires
        asked = waiting.all_steps[0].requires if queue.choice == "best_skill" else ()
        kind = waiting.channel_kind
        key = (alone, groups, waiting.channel_id, kind, requires, queue.choice, asked)
        found = self._demands.get(key)
        if found is None:
            found = self._demands[key] = Demand(
                self._way(waiting),
                operator_id=alone,
                groups=groups,
                requires=requires,
                rule=queue.choice,
                asked=asked,
            )
            self._gather(found, everybody if groups is None else self._members(groups))
        return found

    def _gather(self, demand: Demand, among: Iterable[Somebody]) -> None:
        if demand.operator_id is not None:
            self._of_operator.setdefault(demand.operator_id, set()).add(demand)
        else:
            for group_id in (None,) if demand.groups is None else demand.groups:
                self._of_group.setdefault(group_id, set()).add(demand)
        for person in among:
            if demand.asks(person.operator):
                person.demands.setdefault(demand.way, set()).add(demand)
                demand.members += 1
                demand.present += person.there(demand.way)
                if not person.fresh and person.able(demand.way):
                    demand.offer(person)

    def _way(self, waiting: Waiting) -> Way:
        by_name = waiting.operator_id is not None
        key = (waiting.channel_id, waiting.channel_kind, by_name)
        found = self._ways.get(key)
        if found is None:
            weight = self._policy.weight(waiting.channel_kind)
            found = self._ways[key] = Way(*key[:2], weight, by_name=by_name)
        return found

    def _members(self, groups: Iterable[str]) -> Collection[Somebody]:
        return set[Somebody]().union(*(self._groups.get(each, ()) for each in groups))

    def _clear_away(self, everybody: Iterable[Somebody]) -> None:
        """Paths on which nobody waits, and demands of no path."""
        self._paths = {
            key: path for key, path in self._paths.items() if any(line.count for line in path.lines.values())
        }
        self._room = 2 * len(self._paths) + _KEPT
        used = {demand for path in self._paths.values() for demand in path.demands}
        for demand in used:
            demand.paths &= set(self._paths.values())
        self._demands = {key: demand for key, demand in self._demands.items() if demand in used}
        for index in (self._of_group, self._of_operator):
            for demands in index.values():
                demands.intersection_update(used)
        for person in everybody:
            for demands in person.demands.values():
                demands.intersection_update(used)
