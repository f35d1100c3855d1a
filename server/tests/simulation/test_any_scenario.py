"""Scenarios by chance: whatever is simulated, the books balance, the indexed engine makes the very day that
the plain one makes, and nothing that the domain forbids is in the log.
"""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hovor.simulation import router as routers
from hovor.simulation.identities import checks, verify
from hovor.simulation.router import Plain, Router
from hovor.simulation.running import simulate
from hovor.simulation.scenario import (
    Absence,
    Arrivals,
    Callback,
    Distribution,
    Offers,
    Operators,
    Patience,
    QueueRules,
    Relaxation,
    Scenario,
)
from tests.simulation.scenarios import Happened

QUEUES = ("one", "two")
SKILLS = st.dictionaries(st.sampled_from(["cs", "de"]), st.integers(1, 5), max_size=2)
LENGTHS = st.builds(
    Distribution,
    st.sampled_from(["exponential", "lognormal", "fixed"]),
    st.floats(5, 200),
    st.floats(0.2, 2),
)
SHARES = st.sampled_from([0.0, 0.1, 0.4])
STEPS = st.lists(
    st.builds(
        Relaxation,
        st.sampled_from([20.0, 45.0, 90.0]),
        st.sampled_from([(), ("cs",), ("de",)]),
        st.sampled_from([None, 1, 2]),
        st.sampled_from([(), ("one",), ("two",)]),
    ),
    max_size=2,
    unique_by=lambda step: step.after_seconds,
).map(lambda steps: tuple(sorted(steps, key=lambda step: step.after_seconds)))


def queue(name: str) -> st.SearchStrategy[QueueRules]:
    return st.builds(
        QueueRules,
        name=st.just(name),
        discipline=st.sampled_from(["longest_waiting", "priority", "ageing", "head_start"]),
        choice=st.sampled_from(["longest_idle", "most_spare", "best_skill", "last_operator"]),
        head_start_seconds=st.sampled_from([None, {1: 30.0}]),
        ageing_rates=st.sampled_from([None, {1: 3.0, 2: 1.5}]),
        relaxation=STEPS,
    )


def stream(number: int) -> st.SearchStrategy[Arrivals]:
    """Every third is of calls."""
    return st.builds(
        Arrivals,
        name=st.just(f"clients {number}"),
        queue=st.sampled_from(QUEUES),
        rates=st.sampled_from([((0.0, 100.0),), ((0.0, 0.0), (100.0, 400.0), (200.0, 30.0))]),
        repeat_seconds=st.sampled_from([None, 500.0]),
        handle=LENGTHS,
        patience=st.none() | st.builds(Patience, st.none() | LENGTHS, st.sampled_from([(), ((30.0, 0.3),)])),
        priority_class=st.integers(1, 3),
        skills=SKILLS,
        units=st.just(2 if number == 1 else 1),
        kind=st.just(f"kind {number}"),
        exclusive=st.just(number == 0),
        callback=st.none() | st.builds(Callback, st.sampled_from([0.0, 40.0]), st.sampled_from([0.5, 1.0])),
    )


def people(number: int) -> st.SearchStrategy[Operators]:
    absence = st.none() | st.builds(Absence, LENGTHS, LENGTHS)
    return st.builds(
        Operators,
        name=st.just(f"people {number}"),
        count=st.integers(1, 3),
        queues=st.sampled_from([("one",), ("two",), QUEUES]),
        capacity_units=st.integers(1, 4),
        skills=SKILLS,
        speed=st.sampled_from([0.5, 1.0, 2.0]),
        limits=st.sampled_from([{}, {"kind 1": 1}]),
        rate_by_load=st.sampled_from([(1.0,), (1.0, 0.6, 0.3)]),
        ring=st.none() | LENGTHS,
        misses=SHARES,
        declines=SHARES,
        away=absence,
        crashes=absence,
        shifts=st.sampled_from([None, ((0.0, 200.0), (300.0, 900.0))]),
        repeat_seconds=st.none(),
    )


SCENARIOS = st.builds(
    Scenario,
    queues=st.tuples(queue("one"), queue("two")),
    arrivals=st.integers(1, 3).flatmap(lambda count: st.tuples(*map(stream, range(count)))),
    operators=st.integers(1, 2).flatmap(lambda count: st.tuples(*map(people, range(count)))),
    seed=st.integers(0, 1_000),
    horizon_seconds=st.just(600.0),
    warm_up_seconds=st.sampled_from([0.0, 100.0]),
    batches=st.just(5),
    offers=st.builds(Offers, st.just(15.0), st.sampled_from([0.0, 30.0]), st.sampled_from([5.0, 60.0])),
)


def day(found: Scenario, router: Router | None = None) -> list[Happened]:
    happened: list[Happened] = []
    outcome = simulate(found, router=router, log=lambda *line: happened.append(line))
    verify(checks(outcome, found))
    return happened


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SCENARIOS)
def test_inv_42_both_engines_make_the_same_day(found: Scenario) -> None:
    plain = Plain(routers.policy(found), routers.queues(found))
    assert day(found) == day(found, plain)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SCENARIOS)
def test_inv_01_inv_13_one_operator_at_a_time_and_each_offer_ends_once(
    found: Scenario,
) -> None:
    held: dict[str, str] = {}
    offered: dict[str, str] = {}
    times: Counter[tuple[str, str]] = Counter()
    for _, what, conversation, operator in day(found):
        times[what, conversation] += 1
        if what == "offered":
            assert conversation not in offered
            assert conversation not in held
            offered[conversation] = operator
        elif what in {"declined", "timed out", "withdrawn"}:
            assert offered.pop(conversation) == operator
        elif what == "answered":
            assert offered.pop(conversation, operator) == operator
            assert conversation not in held
            held[conversation] = operator
        elif what in {"ended", "rescued"}:
            assert held.pop(conversation) == operator
        elif what == "left":
            offered.pop(conversation, None)
            assert conversation not in held
    assert all(count == 1 for (what, _), count in times.items() if what in {"entered", "ended", "left"} and _)
