"""Beyond Erlang: lengths and patience of other shapes, many conversations at once, offers that are missed."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from hovor.simulation.acceptance.cases import Case, Expectation, clients, plain, staff
from hovor.simulation.scenario import Distribution, Offers, Patience
from hovor.simulation.theory import offer_friction
from hovor.simulation.unequal import abandonment_of_any_patience, one_operator_wait, shared_operator_load

_SPREAD: Final = 1.5
_SPIKES: Final = ((30.0, 0.1), (60.0, 0.2))
_MANY: Final = 60


def cases() -> Iterator[Case]:
    """All of them."""
    yield _lognormal()
    yield _fixed()
    yield _spikes()
    yield _shared()
    yield _missed()


def _lognormal() -> Case:
    handle = Distribution("lognormal", 1.0, _SPREAD)
    truth = one_operator_wait(0.6, 1.0, _SPREAD)
    return Case(
        "logn",
        plain(replace(clients(0.6, 1.0), handle=handle), staff(1), 500_000.0),
        (
            Expectation("P(wait)", 0.6, lambda seen: seen.whole.probability_of_wait()),
            Expectation("mean wait (Pollaczek, Khinchine)", truth, lambda seen: seen.whole.mean_wait()),
        ),
    )


def _fixed() -> Case:
    truth = one_operator_wait(0.8, 1.0, 0.0)
    return Case(
        "fixed",
        plain(replace(clients(0.8, 1.0), handle=Distribution("fixed", 1.0)), staff(1), 400_000.0),
        (Expectation("mean wait (Pollaczek, Khinchine)", truth, lambda seen: seen.whole.mean_wait()),),
    )


def _spikes() -> Case:
    """Some leave when they are told that all are busy, the others as ever."""

    def stays(wait: float) -> float:
        there = math.prod(1 - share for after, share in _SPIKES if after <= wait)
        return there * math.exp(-wait / 180.0)

    waits, leaves = abandonment_of_any_patience(100 / 1800, 180.0, 10, stays, 1_200.0)
    patience = Patience(Distribution("exponential", 180.0), _SPIKES)
    return Case(
        "spike",
        plain(replace(clients(100 / 1800, 180.0), patience=patience), staff(10), 4_000_000.0),
        (
            Expectation("P(wait)", waits, lambda seen: seen.whole.probability_of_wait()),
            Expectation("P(abandon) (Baccelli, Hebuterne)", leaves, lambda seen: seen.whole.abandonment()),
        ),
    )


def _shared() -> Case:
    """One operator with many chats, each the slower the more there are: what he has does not depend on the
    shape of the lengths.
    """
    one = replace(
        staff(1), capacity_units=_MANY, rate_by_load=tuple(1 / count for count in range(1, _MANY + 1))
    )
    stream = replace(clients(0.7, 1.0), handle=Distribution("lognormal", 1.0, _SPREAD))
    return Case(
        "share",
        plain(stream, one, 200_000.0),
        (
            Expectation("conversations at once", shared_operator_load(0.7), lambda seen: seen.in_hand()),
            Expectation("occupancy", 0.7, lambda seen: seen.whole.occupancy()),
        ),
    )


def _missed() -> Case:
    """With plenty of operators a client waits only for offers: for the ring, and for deadlines that pass."""
    some = replace(staff(40), ring=Distribution("fixed", 4.0), misses=0.1)
    scenario = plain(clients(1 / 60, 120.0), some, 3_000_000.0)
    _, seconds = offer_friction(0.1, 20.0, 4.0)
    return Case(
        "miss",
        replace(scenario, offers=Offers(deadline_seconds=20.0)),
        (
            Expectation("mean wait, s (friction of offers)", seconds, lambda seen: seen.whole.mean_wait()),
            Expectation("P(wait > 4 s)", 0.1, lambda seen: seen.whole.waits_longer(4.5)),
        ),
    )
