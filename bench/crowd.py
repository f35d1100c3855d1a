"""A large centre for the bare engine: operators in groups with skills, conversations that ask for them."""

from random import Random
from typing import Final

from hovor.foundation.clock import SECOND
from hovor.routing.engine import (
    Discipline,
    Engine,
    Kind,
    Load,
    Operator,
    Policy,
    Queue,
    Requirement,
    Rule,
    Step,
    Waiting,
)

GROUPS: Final = tuple(f"group{number:02}" for number in range(20))
SKILLS: Final = tuple(f"skill{number:02}" for number in range(20))
POLICY: Final = Policy(
    version="bench",
    automatic=True,
    total=5,
    kinds={"webchat": Kind(3, 1), "email": Kind(6, 0), "phone": Kind(1, 0)},
    cool_down=60 * SECOND,
)
_RULES: Final[tuple[tuple[Discipline, Rule], ...]] = (
    ("head_start", "longest_idle"),
    ("longest_waiting", "most_spare"),
    ("priority", "best_skill"),
    ("ageing", "longest_idle"),
)
QUEUES: Final = tuple(
    Queue(id=group, discipline=discipline, choice=choice)
    for group, (discipline, choice) in zip(GROUPS, _RULES * 5, strict=True)
)
_STEPS: Final = tuple(
    (Step(0, (Requirement(skill, level),)), Step(36_000 * SECOND)) for skill in SKILLS for level in (1, 3)
)
FULL: Final = Load({"webchat": 3})
ONE_FREE: Final = Load({"webchat": 2})


class Crowd:
    """Everybody is busy; as many wait as are wanted. Half of them ask for a skill."""

    def __init__(self, operators: int, waiting: int) -> None:
        self._chance = Random(8)
        self._numbers = 0
        self.engine = Engine(POLICY, QUEUES)
        self.operators = [self._operator(number) for number in range(operators)]
        for operator in self.operators:
            self.engine.put_operator(operator)
        for _ in range(waiting):
            self.engine.put_waiting(self.arrival())

    def arrival(self) -> Waiting:
        """One conversation more, a millisecond younger than the last."""
        self._numbers += 1
        group = self._chance.choice(GROUPS)
        return Waiting(
            id=f"c{self._numbers:07}",
            version=1,
            queue_id=group,
            group_id=group,
            operator_id=None,
            channel_id="website",
            channel_kind="webchat",
            exclusive=False,
            priority_class=self._chance.choice((1, 2, 3, 3, 3)),
            age_base=self._numbers * 1_000,
            steps=self._chance.choice(_STEPS) if self._chance.random() < 0.5 else (),
            explained=True,
        )

    def anybody(self) -> Operator:
        """One of the operators."""
        return self._chance.choice(self.operators)

    def _operator(self, number: int) -> Operator:
        chance = self._chance
        return Operator(
            id=f"o{number:05}",
            refuses_because=(),
            group_ids=tuple(chance.sample(GROUPS, 2)),
            assigned_channels=("website",),
            open_channels=("website",),
            idle_since=number,
            load=FULL,
            skills={each: chance.randint(1, 5) for each in chance.sample(SKILLS, 3)},
        )
