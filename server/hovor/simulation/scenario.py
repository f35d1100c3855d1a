"""What is simulated: queues, who arrives, who serves. Read from a file by `reading`; the names are the
file's.

Seconds, conversations per hour and shares from 0 to 1. Everything is checked before it gets here.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from hovor.routing.engine import LOWEST_CLASS, Discipline, Rule


@dataclass(frozen=True, slots=True)
class Distribution:
    """Lengths of time. `spread` is the coefficient of variation of `lognormal`."""

    shape: Literal["exponential", "lognormal", "fixed"]
    mean: float
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a client waits before he leaves. At each spike (an announcement, say) of those still there
    this share leaves at once.
    """

    lasts: Distribution | None
    spikes: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Callback:
    """Who has waited `after_seconds` asks in this share of cases to be called back: he keeps his place and
    leaves no more.
    """

    after_seconds: float
    share: float


@dataclass(frozen=True, slots=True)
class Relaxation:
    """From a wait of `after_seconds` on less is asked of operators, or those of more queues are asked."""

    after_seconds: float
    drop_skills: tuple[str, ...] = ()
    lower_to: int | None = None
    add_queues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRules:
    """One queue and its rules; head starts and rates by class, None: as in a company that changes nothing."""

    name: str
    service_target_seconds: float = 20.0
    discipline: Discipline = "head_start"
    choice: Rule = "longest_idle"
    head_start_seconds: dict[int, float] | None = None
    ageing_rates: dict[int, float] | None = None
    relaxation: tuple[Relaxation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """One stream of clients. `rates`: from that second on, so many an hour; the first begins at 0.

    With `repeat_seconds` the rates begin anew after it, as a day does.
    """

    name: str
    queue: str
    rates: tuple[tuple[float, float], ...]
    handle: Distribution
    repeat_seconds: float | None = None
    patience: Patience | None = None
    priority_class: int = LOWEST_CLASS
    skills: dict[str, int] = field(default_factory=dict)
    units: int = 1
    kind: str = "conversation"
    exclusive: bool = False
    callback: Callback | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """It begins after having been there for `after`, and lasts `lasts`."""

    after: Distribution
    lasts: Distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Operators:
    """So many operators who are alike. `rate_by_load`: at which rate each of his conversations goes on when
    he has one, two, ...; the last value holds beyond.

    `ring`: from the offer to his answer; None and no misses: he has it at once. `shifts` None: always there;
    with `repeat_seconds` they begin anew after it.
    """

    name: str
    count: int
    queues: tuple[str, ...]
    capacity_units: int = 1
    skills: dict[str, int] = field(default_factory=dict)
    speed: float = 1.0
    limits: dict[str, int] = field(default_factory=dict)
    rate_by_load: tuple[float, ...] = (1.0,)
    ring: Distribution | None = None
    misses: float = 0.0
    declines: float = 0.0
    away: Absence | None = None
    crashes: Absence | None = None
    shifts: tuple[tuple[float, float], ...] | None = None
    repeat_seconds: float | None = None

    def meets(self, arrivals: Arrivals) -> bool:
        """Whether they have all skills that such a client asks for from the first moment on."""
        return all(self.skills.get(skill, 0) >= level for skill, level in arrivals.skills.items())

    @property
    def answers_at_once(self) -> bool:
        """Whether an offer to them is as good as a conversation of theirs."""
        return self.ring is None and not self.misses and not self.declines


@dataclass(frozen=True, slots=True)
class Offers:
    """The company's rules for offers, and after which silence conversations are taken from who is gone."""

    deadline_seconds: float = 20.0
    cool_down_seconds: float = 60.0
    restore_seconds: float = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Everything that is simulated. `batches` is into how many parts the horizon is cut to see how much it
    all varies.
    """

    queues: tuple[QueueRules, ...]
    arrivals: tuple[Arrivals, ...]
    operators: tuple[Operators, ...]
    seed: int = 1
    horizon_seconds: float = 86_400.0
    warm_up_seconds: float = 0.0
    batches: int = 20
    short_abandon_seconds: float = 10.0
    offers: Offers = Offers()

    def with_seed(self, seed: int) -> "Scenario":
        """The same with other chance."""
        return replace(self, seed=seed)

    def with_operators(self, name: str, count: int) -> "Scenario":
        """The same with so many operators of that name."""
        changed = tuple(replace(each, count=count) if each.name == name else each for each in self.operators)
        return replace(self, operators=changed)
