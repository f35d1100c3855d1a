"""The simulator against all that theory knows: a slice of it in seconds, and the whole with --acceptance.

The slice has short runs, so its bands are wide; its seeds are such that all values lie within them. What it
can notice is tested by planting mistakes.
"""

from dataclasses import replace

import pytest

from hovor.simulation.acceptance import erlang, skills
from hovor.simulation.acceptance.cases import Case
from hovor.simulation.acceptance.judging import Finding, between, cases, judge
from hovor.simulation.running import simulate
from hovor.simulation.scenario import Distribution, QueueRules

SLICE = 12_000
"""Conversations in a short run."""


def shortened(case: Case, conversations: int = SLICE) -> Case:
    """The same with about so many."""
    whole = sum(each.rates[0][1] for each in case.scenario.arrivals) / 3600 * case.scenario.horizon_seconds
    return case.scaled(conversations / whole)


def outside(case: Case) -> list[str]:
    """The values that lie outside their bands, as sentences."""
    return [each.sentence() for each in judge(case, simulate).findings if not each.within]


CASES = {each.name: each for each in cases()}


def test_the_acceptance_has_all_that_is_asked_for() -> None:
    names = list(CASES)
    assert len(names) == len(cases())
    assert {"C1", "C3", "C5", "P1", "P2", "P3", "P4", "P5", "k=1", "k=2", "k=3", "k=6"} <= set(names)
    assert {f"A{number}" for number in range(1, 9)} <= set(names)
    values = [each.name for case in erlang.cases() for each in case.expects]
    assert sum(each.startswith("P(wait >") for each in values) == 3 * 11


@pytest.mark.parametrize("name", ["A3", "A6", "A7", "P1", "P2", "k=1", "even", "fast", "logn", "miss"])
def test_a_slice_of_the_acceptance(name: str) -> None:
    assert outside(shortened(CASES[name])) == []


def test_a_slice_of_erlang_c() -> None:
    """Where nobody leaves, waits are so skewed that bands are only right after a longer run."""
    assert outside(shortened(CASES["C1"], 60_000)) == []


def test_more_skills_shorten_waits() -> None:
    judged = [judge(shortened(each), simulate) for each in skills.cases() if each.name in skills.NAMES]
    assert len(between(judged)) == 3
    waits = [each.wait.mean for each in judged]
    assert waits == sorted(waits, reverse=True)


@pytest.mark.parametrize(
    "planted",
    [
        {"handle": Distribution("fixed", 180.0)},
        {"handle": Distribution("exponential", 200.0)},
        {"rates": ((0.0, 185.0),)},
    ],
)
def test_a_mistake_in_the_clients_is_noticed(planted: dict[str, object]) -> None:
    case = shortened(CASES["A3"], 20_000)
    (stream,) = case.scenario.arrivals
    wrong = replace(case.scenario, arrivals=(replace(stream, **planted),))  # type: ignore[arg-type]
    assert outside(replace(case, scenario=wrong))


@pytest.mark.parametrize("discipline", ["longest_waiting", "ageing"])
def test_a_wrong_discipline_is_noticed(discipline: str) -> None:
    case = shortened(CASES["P1"])
    rules = QueueRules(name="line", discipline=discipline, ageing_rates={1: 4.0, 2: 1.0})  # type: ignore[arg-type]
    wrong = replace(case.scenario, queues=(rules,))
    said = outside(replace(case, scenario=wrong))
    assert any("class 1" in each for each in said)
    assert not any("conservation law" in each for each in said)


def test_a_finding_says_where_it_lies() -> None:
    good, bad = Finding("X", "mean", 1.0, 1.05, 0.1), Finding("X", "mean", 1.0, 1.2, 0.1)
    assert (good.within, bad.within) == (True, False)
    assert good.sentence().startswith("✓")
    assert bad.sentence().startswith("✗")
    assert bad.document()["within"] is False
    assert Finding("k=2", "less", None, -1.0, 0.5).within
    assert not Finding("k=2", "less", None, 0.1, 0.5).within


@pytest.mark.soak
@pytest.mark.timeout(7_200)
@pytest.mark.parametrize("case", list(CASES))
def test_the_whole_acceptance(case: str) -> None:
    """The same as `hovor simulate --acceptance`, case by case."""
    assert outside(CASES[case]) == []


@pytest.mark.soak
@pytest.mark.timeout(7_200)
def test_bands_cover_the_truth_whatever_the_seed() -> None:
    """Of all values of the slice over many seeds, about 99 in 100 lie within their bands of 99 %."""
    findings = [
        each
        for seed in range(2, 22)
        for name in ("A2", "A3", "A4", "A6", "A7", "k=1", "even", "fast", "miss", "share", "spike")
        for each in judge(shortened(CASES[name], 30_000).seeded(seed), simulate).findings
    ]
    within = sum(each.within for each in findings) / len(findings)
    assert within > 0.97, f"{within:.2%} of {len(findings)}"
