"""Erlang C and Erlang A, tails included: cases C1 to C5 and A1 to A8 of the theory."""

from collections.abc import Iterator
from typing import Final

from hovor.simulation.acceptance.cases import Case, Expectation, Measure, clients, plain, staff
from hovor.simulation.theory import ErlangA, ErlangC

_C: Final = (
    ("C1", 100 / 1800, 180.0, 14, 20.0, 4_000_000.0),
    ("C3", 48 / 60, 60.0, 50, 20.0, 2_000_000.0),
    ("C5", 250 / 3600, 330.0, 28, 20.0, 4_000_000.0),
)
"""Arrivals a second, handle time, operators, target, horizon."""

_A: Final = (
    ("A1", 48 / 60, 60.0, 120.0, 50, 20.0, 500_000.0),
    ("A2", 100 / 1800, 180.0, 60.0, 14, 20.0, 4_000_000.0),
    ("A3", 100 / 1800, 180.0, 60.0, 12, 20.0, 4_000_000.0),
    ("A4", 100 / 1800, 180.0, 180.0, 10, 20.0, 4_000_000.0),
    ("A5", 360 / 1800, 240.0, 90.0, 50, 15.0, 1_500_000.0),
    ("A6", 1.0, 1.0, 1.0, 1, 1.0, 300_000.0),
    ("A7", 2.0, 1.0, 1.0, 2, 1.0, 150_000.0),
    ("A8", 120.0, 1.0, 2.0, 100, 0.1, 2_500.0),
)
"""Likewise, with the mean patience after the handle time."""


def cases() -> Iterator[Case]:
    """All of them."""
    for name, arrivals, handle, operators, target, horizon in _C:
        known = ErlangC(arrivals, handle, operators)
        scenario = plain(clients(arrivals, handle), staff(operators), horizon)
        yield Case(name, scenario, _of_c(known, target))
    for name, arrivals, handle, patience, operators, target, horizon in _A:
        patient = ErlangA(arrivals, handle, operators, patience)
        scenario = plain(clients(arrivals, handle, patience), staff(operators), horizon)
        yield Case(name, scenario, _of_a(patient, target))


def _of_c(known: ErlangC, target: float) -> tuple[Expectation, ...]:
    return (
        Expectation("P(wait)", known.probability_of_wait, lambda seen: seen.whole.probability_of_wait()),
        Expectation("mean wait, s", known.mean_wait, lambda seen: seen.whole.mean_wait()),
        Expectation("occupancy", known.occupancy, lambda seen: seen.whole.occupancy()),
        Expectation(f"served within {target:g} s", known.served_within(target), _within(target)),
        *(_tail(known, factor * target) for factor in (0.5, 2, 4)),
        *(_percentile(known, share) for share in (0.9, 0.95) if known.percentile(share)),
    )


def _of_a(known: ErlangA, target: float) -> tuple[Expectation, ...]:
    return (
        Expectation("P(wait)", known.probability_of_wait, lambda seen: seen.whole.probability_of_wait()),
        Expectation("P(abandon)", known.abandonment, lambda seen: seen.whole.abandonment()),
        Expectation("mean wait of all, s", known.mean_wait, lambda seen: seen.whole.mean_wait()),
        Expectation("occupancy", known.occupancy, lambda seen: seen.whole.occupancy()),
        Expectation(f"served within {target:g} s", known.served_within(target), _within(target)),
        Expectation(
            "mean wait of the served, s",
            known.mean_wait_of_served,
            lambda seen: seen.whole.mean_wait_of_answered(),
        ),
        *(_tail(known, factor * target) for factor in (0.5, 1, 2)),
        *(_percentile(known, share) for share in (0.9, 0.95) if known.percentile(share)),
    )


def _within(target: float) -> Measure:
    return lambda seen: seen.whole.served_within(target)


def _tail(known: ErlangA | ErlangC, seconds: float) -> Expectation:
    truth = known.waits_longer(seconds)
    return Expectation(f"P(wait > {seconds:g} s)", truth, lambda seen: seen.whole.waits_longer(seconds))


def _percentile(known: ErlangA | ErlangC, share: float) -> Expectation:
    truth = known.percentile(share)
    return Expectation(f"{share:.0%} wait at most, s", truth, lambda seen: seen.whole.percentile(share))
