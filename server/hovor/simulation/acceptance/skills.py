"""Skills and fairness: six kinds of work and operators with 1, 2, 3 or 6 skills (3.6), and who gets how much
of the work (3.7).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from hovor.simulation.acceptance.cases import QUEUE, Case, Expectation, Measure, clients, plain, staff
from hovor.simulation.scenario import Arrivals, Operators, QueueRules
from hovor.simulation.theory import ErlangC
from hovor.simulation.unequal import TwoSpeeds

_KINDS: Final = 6
_PER_KIND: Final = 5
_ERLANGS: Final = 4.2
_PRIMARY, _FURTHER = 5, 1
_SKILLS: Final = (1, 2, 3, 6)
NAMES: Final = tuple(f"k={skills}" for skills in _SKILLS)
"""What the cases are called in which operators have more and more skills."""


def cases() -> Iterator[Case]:
    """All of them."""
    for skills in _SKILLS:
        yield _pooled(skills)
    yield from _fairness()


def _pooled(skills: int) -> Case:
    """Each operator has one skill of his own and further ones, spread evenly; the best skilled come first."""
    streams = tuple(
        replace(clients(_ERLANGS, 1.0, name=f"kind {kind}"), skills={f"skill {kind}": 1})
        for kind in range(_KINDS)
    )
    people = tuple(
        replace(staff(1, f"operator {kind}-{place}"), skills=_skills_of(kind, place, skills))
        for kind in range(_KINDS)
        for place in range(_PER_KIND)
    )
    rules = QueueRules(name=QUEUE, discipline="longest_waiting", choice="best_skill")
    return Case(f"k={skills}", plain(streams, people, 12_000.0, rules), _expected(skills))


def _skills_of(kind: int, place: int, count: int) -> dict[str, int]:
    """His own kind, then the `place`th of the others and those after it."""
    others = [(kind + 1 + (place + step) % (_KINDS - 1)) % _KINDS for step in range(count - 1)]
    return {f"skill {kind}": _PRIMARY, **{f"skill {other}": _FURTHER for other in others}}


def _expected(skills: int) -> tuple[Expectation, ...]:
    """Where everybody has one skill, or all of them, theory knows the mean; in between it only falls."""
    if skills not in {1, _KINDS}:
        return ()
    lines = _KINDS // skills
    known = ErlangC(_KINDS * _ERLANGS / lines, 1.0, _KINDS * _PER_KIND // lines)
    wait = Expectation("mean wait", known.mean_wait, lambda seen: seen.whole.mean_wait())
    some = Expectation("P(wait)", known.probability_of_wait, lambda seen: seen.whole.probability_of_wait())
    soon = Expectation(
        "served within 0.1", known.served_within(0.1), lambda seen: seen.whole.served_within(0.1)
    )
    # With all skills the order of answering is not that of arrival, so only the mean is Erlang's.
    return (wait, some, soon) if skills == 1 else (wait, some)


def _fairness() -> Iterator[Case]:
    names = [f"staff {number:02}" for number in range(1, 11)]
    equal = plain(clients(9.0, 1.0), staff(10), 40_000.0).with_seed(2)
    yield Case("even", equal, tuple(Expectation(f"share of {name}", 0.1, _share(name)) for name in names))
    speeds = TwoSpeeds(12.0, (5, 1.0), (5, 2.0))
    asked: Arrivals = replace(clients(12.0, 1.0), skills={"speed": 1})
    slow: Operators = replace(staff(5, "slow"), skills={"speed": 1})
    fast: Operators = replace(staff(5, "fast", speed=2.0), skills={"speed": 5})
    by_idleness = QueueRules(name=QUEUE, discipline="longest_waiting")
    by_speed = replace(by_idleness, choice="best_skill")
    # Of the rules that only look at the order of idle times, random is the one whose steady state is solved.
    for name, queue, solved in (
        ("idle", by_idleness, speeds.solve("random")),
        ("fast", by_speed, speeds.solve("fastest")),
    ):
        of_slow, of_fast, wait = solved
        yield Case(
            name,
            plain(asked, (slow, fast), 40_000.0, queue),
            (
                Expectation("occupancy of the slow", of_slow, lambda seen: seen.occupancy_of("slow")),
                Expectation("occupancy of the fast", of_fast, lambda seen: seen.occupancy_of("fast")),
                Expectation("mean wait", wait, lambda seen: seen.whole.mean_wait()),
            ),
        )


def _share(name: str) -> Measure:
    return lambda seen: seen.share_of_work(name)
