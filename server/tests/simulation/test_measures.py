"""Metrics by their definitions, from records made by hand; estimates; and that a wrong book is noticed."""

import random
from statistics import NormalDist

import pytest

from hovor.foundation.clock import SECOND
from hovor.simulation import identities
from hovor.simulation.estimates import Estimate, percentile, ratio, student, total
from hovor.simulation.identities import SimulatorWrong, checks, verify
from hovor.simulation.measures import measured, results
from hovor.simulation.reading import scenario
from hovor.simulation.records import ABANDONED, ANSWERED, Attendance, Outcome, Record, Totals
from hovor.simulation.scenario import Scenario
from hovor.simulation.series import INTERVALS, lines
from tests.simulation.scenarios import EVERYTHING, PLAIN, run


def by_hand(waits: list[tuple[int, int]], found: Scenario) -> Outcome:
    """A run in which these waits (seconds, outcome) began one after the other, evenly over the horizon."""
    record = Record(found.arrivals[0])
    horizon = round(found.horizon_seconds * SECOND)
    begin = round(found.warm_up_seconds * SECOND)
    for number, (wait, outcome) in enumerate(waits):
        entered = begin + horizon * number // len(waits)
        place = record.enters(entered)
        record.ends(place, entered + wait * SECOND, outcome)
    people = [[Attendance("operators 1 01", busy=30, idle=10)] for _ in range(found.batches)]
    return Outcome([record], people, [], Totals(), begin + horizon)


def test_the_published_service_level_vector() -> None:
    """1,000 answered, 860 of them in time; 60 left, 10 of them within 5 s, 20 within 20 s."""
    found = scenario(
        PLAIN.replace("warm_up_seconds = 1_000", "warm_up_seconds = 0\nshort_abandon_seconds = 5")
    )
    waits = [(10, ANSWERED)] * 860 + [(30, ANSWERED)] * 140
    waits += [(4, ABANDONED)] * 10 + [(15, ABANDONED)] * 10 + [(40, ABANDONED)] * 40
    random.Random(1).shuffle(waits)
    metrics = results(by_hand(waits, found), found)["total"]
    assert {
        name: metrics[name]["mean"] for name in ("offered", "answered", "abandoned", "short_abandoned")
    } == {
        "offered": 1060,
        "answered": 1000,
        "abandoned": 60,
        "short_abandoned": 10,
    }
    assert metrics["service_level"]["mean"] == pytest.approx(0.819048, abs=1e-6)
    assert metrics["abandonment"]["mean"] == pytest.approx(50 / 1050)
    assert metrics["mean_wait_seconds"]["mean"] == pytest.approx((8600 + 4200 + 40 + 150 + 1600) / 1060)
    assert metrics["occupancy"]["mean"] == 0.75
    assert metrics["wait_percentiles"]["50"]["mean"] == 10
    assert metrics["wait_percentiles"]["99"]["mean"] == 40


def test_results_have_exactly_the_names_of_the_contract() -> None:
    outcome, found, _ = run(EVERYTHING)
    document = results(outcome, found)
    assert set(document) == {"queues", "total"}
    assert set(document["queues"]) == {"service", "care"}
    names = {
        "offered", "answered", "abandoned", "short_abandoned", "probability_of_wait", "mean_wait_seconds",
        "wait_percentiles", "service_level", "abandonment", "occupancy",
    }  # fmt: skip
    for metrics in (document["total"], *document["queues"].values()):
        assert set(metrics) == names
        for name in names - {"wait_percentiles"}:
            assert set(metrics[name]) == {"mean", "half_width"}
    both = [document["queues"][name]["offered"]["mean"] for name in ("service", "care")]
    assert sum(both) == document["total"]["offered"]["mean"]


def test_what_nobody_came_for_is_not_measured() -> None:
    found = scenario(PLAIN)
    metrics = measured(by_hand([], found), found, []).metrics()
    assert metrics["offered"]["mean"] == 0
    assert metrics["mean_wait_seconds"] is None
    assert metrics["wait_percentiles"]["90"] is None


def test_waits_spread_over_the_intervals_in_which_they_lasted() -> None:
    found = scenario(PLAIN)
    waits = [(5_000, ANSWERED), (5_000, ANSWERED)]
    (line,) = lines(by_hand(waits, found), found)
    assert sum(line.queue) / INTERVALS == pytest.approx(2 * 5_000 / 20_000)
    assert max(line.queue) == pytest.approx(1)
    assert [wait for wait in line.waits if wait is not None] == [5_000, 5_000]


@pytest.mark.parametrize(
    ("confidence", "freedom", "printed"),
    [(0.95, 19, 2.0930), (0.99, 19, 2.8609), (0.95, 4, 2.7764), (0.99, 29, 2.7564), (0.95, 10**6, 1.95996)],
)
def test_quantiles_of_student(confidence: float, freedom: int, printed: float) -> None:
    assert student(confidence, freedom) == pytest.approx(printed, abs=1e-3)


def test_bands_cover_the_truth_as_often_as_they_say() -> None:
    """Ratios of sums over batches of random size: 95 in 100 of their bands hold the true ratio."""
    chance = random.Random(7)
    covered = 0
    for _ in range(2_000):
        under = [chance.uniform(50, 150) for _ in range(20)]
        over = [0.3 * each + chance.gauss(0, 5) for each in under]
        found = ratio(over, under)
        assert found is not None
        covered += found.covers(0.3, 0.95)
    assert covered / 2_000 == pytest.approx(0.95, abs=0.015)


def test_sums_and_percentiles_of_batches() -> None:
    assert total([1, 2, 3]).mean == 6
    assert ratio([0, 0], [0, 0]) is None
    normal = NormalDist(10, 2)
    batches = [[normal.inv_cdf((place + 0.5) / 500) for place in range(500)] for _ in range(5)]
    found = percentile(batches, 0.9)
    assert found is not None
    assert found.mean == pytest.approx(normal.inv_cdf(0.9), abs=0.02)
    assert percentile([[1.0], []], 0.5) is None
    assert Estimate(1.0, 0.1, 20).document() == {"mean": 1.0, "half_width": pytest.approx(0.2093, abs=1e-4)}


def holding(outcome: Outcome, found: Scenario) -> dict[str, bool | None]:
    return {each.name.partition(" of ")[0]: each.holds for each in checks(outcome, found)}


def test_identities_hold_in_every_run_and_say_where_they_do_not_apply() -> None:
    outcome, found, _ = run(EVERYTHING)
    assert holding(outcome, found) == {
        "Little's law": True,
        "Occupancy identity": True,
        "Flow balance": True,
        "Abandonment identity": True,
        "Arrivals": True,
        "Conservation law": None,
    }


@pytest.mark.parametrize(
    "name", ["Little's law", "Occupancy identity", "Flow balance", "Abandonment", "Arrivals"]
)
def test_a_book_that_is_wrong_is_noticed(name: str) -> None:
    outcome, found, _ = run(PLAIN)
    record, totals = outcome.records[0], outcome.totals
    if name == "Little's law":
        record.waited[record.waited.index(max(record.waited))] += 1
    elif name == "Occupancy identity":
        totals.handled -= 1
    elif name == "Flow balance":
        totals.answered -= 1
    elif name == "Abandonment":
        record.at_risk *= 5
    else:
        outcome.ended_at *= 2
    with pytest.raises(SimulatorWrong, match=name):
        verify(checks(outcome, found))


CONSERVED = """
horizon_seconds = 60_000
warm_up_seconds = 500
[[queue]]
name = "line"
discipline = "priority"
[[arrivals]]
name = "urgent"
queue = "line"
rate_per_hour = 1_080.0
handle_seconds = {exponential = 10.0}
class = 1
[[arrivals]]
name = "normal"
queue = "line"
rate_per_hour = 900.0
handle_seconds = {exponential = 10.0}
[[operators]]
count = 8
queues = ["line"]
"""


def test_the_conservation_law_is_checked_where_it_applies(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome, found, _ = run(CONSERVED)
    assert holding(outcome, found)["Conservation law"] is True
    monkeypatch.setattr(identities, "conserved_wait", lambda *_: 30.0)
    assert holding(outcome, found)["Conservation law"] is False


@pytest.mark.parametrize(
    ("changed", "to", "why"),
    [
        ("count = 8", "count = 5", "there is more work than the operators can do"),
        ("60_000", "600", "its batches are shorter than"),
        ("{exponential = 10.0}\nclass", "{fixed = 10.0}\nclass", "handle times are not exponential"),
        (
            "{exponential = 10.0}\n[[op",
            "{exponential = 9.0}\n[[op",
            "handle times are not exponential, or not the same",
        ),
        ("class = 1", "class = 1\npatience_seconds = {fixed = 9.0}", "clients leave"),
        ("rate_per_hour = 900.0", "rate_per_hour = [[0, 900.0], [9, 800.0]]", "rates change"),
        ("count = 8", "count = 8\nmisses = 0.1", "do not have one conversation each at once"),
        ("count = 8", "count = 8\nshifts = [[0, 90_000]]", "operators are not always there"),
    ],
)
def test_it_says_why_the_conservation_law_does_not_apply(changed: str, to: str, why: str) -> None:
    assert changed in CONSERVED
    text = CONSERVED.replace(changed, to, 1).replace("60_000", "3_000")
    outcome, found, _ = run(text)
    (law,) = (each for each in checks(outcome, found) if each.name == "Conservation law")
    assert law.holds is None
    assert why in law.says
