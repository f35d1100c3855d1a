"""Every value that the theory's pages print, to the digits they print."""

import pytest

from hovor.simulation.theory import (
    ErlangA,
    ErlangC,
    absolute_priority,
    accumulating_priority,
    conserved_wait,
    erlang_b,
    expected_wait,
    fewest_operators,
    garnett,
    garnett_abandonment,
    halfin_whitt,
    offer_friction,
    square_root_staffing,
)
from hovor.simulation.unequal import TwoSpeeds, abandonment_of_any_patience, one_operator_wait


def near(value: float, digits: float = 1e-6) -> object:
    return pytest.approx(value, rel=digits, abs=1e-9)


@pytest.mark.parametrize(
    ("operators", "load", "blocked"), [(5, 5, 0.2848678), (10, 10, 0.2145823), (12, 10, 0.1197392)]
)
def test_erlang_b(operators: int, load: float, blocked: float) -> None:
    assert erlang_b(operators, load) == near(blocked)


@pytest.mark.parametrize(
    ("arrivals", "handle", "operators", "target", "printed"),
    [
        (100 / 1800, 180, 14, 20, (10, 0.7142857, 0.1741319, 7.835937, 0.8883500)),
        (360 / 1800, 240, 55, 15, (48, 0.8727273, 0.2387009, 8.184032, 0.8458831)),
        (48 / 60, 60, 50, 20, (48, 0.96, 0.6944556, 20.83367, 0.6434546)),
        (250 / 3600, 330, 27, 30, (22.916667, 0.8487654, 0.3157278, 25.51596, 0.7821801)),
        (250 / 3600, 330, 28, 30, (22.916667, 0.8184524, 0.2272412, 14.75205, 0.8568503)),
        (1, 1, 2, 1, (1, 0.5, 1 / 3, 1 / 3, 0.8773735)),
        (0.8, 1, 1, 1, (0.8, 0.8, 0.8, 4, 0.3450154)),
        (10, 1, 12, 1, (10, 0.8333333, 0.4493882, 0.2246941, 0.9391819)),
        (90, 1, 100, None, (90, 0.9, 0.2169405, 0.02169405, None)),
        (900, 1, 930, None, (900, 0.9677419, 0.2280005, 0.007600016, None)),
    ],
    ids=[f"C{number}" for number in range(1, 11)],
)
def test_erlang_c(
    arrivals: float,
    handle: float,
    operators: int,
    target: float | None,
    printed: tuple[float, float, float, float, float | None],
) -> None:
    known = ErlangC(arrivals, handle, operators)
    load, occupancy, wait, mean, level = printed
    assert (known.load, known.occupancy) == (near(load), near(occupancy))
    assert (known.probability_of_wait, known.mean_wait) == (near(wait), near(mean))
    if target is not None and level is not None:
        assert known.served_within(target) == near(level)


def test_the_tail_of_erlang_c() -> None:
    known = ErlangC(48 / 60, 60, 50)
    assert known.percentile(0.9) == near(58.1387)
    assert known.waits_longer(known.percentile(0.9)) == near(0.1)
    assert known.percentile(0.3) == 0
    assert known.queue == near(16.66693)
    with pytest.raises(ValueError, match="never end"):
        ErlangC(1, 1, 1)


@pytest.mark.parametrize(
    ("arrivals", "handle", "share", "within", "enough"),
    [
        (20 / 1800, 240, 0.8, 20, 5),
        (50 / 1800, 300, 0.8, 20, 12),
        (100 / 1800, 180, 0.8, 20, 14),
        (200 / 1800, 180, 0.8, 20, 24),
        (360 / 1800, 240, 0.8, 20, 54),
        (1000 / 1800, 240, 0.8, 20, 142),
        (250 / 3600, 330, 0.8, 30, 28),
    ],
)
def test_fewest_operators(arrivals: float, handle: float, share: float, within: float, enough: int) -> None:
    assert fewest_operators(arrivals, handle, share, within) == enough


@pytest.mark.parametrize(
    ("arrivals", "handle", "patience", "operators", "target", "printed"),
    [
        (48 / 60, 60, 120, 50, 20, (0.4677741, 0.03091225, 3.709470, 0.9303242, 0.9430190, 3.615900)),
        (100 / 1800, 180, 60, 14, 20, (0.1115273, 0.03032184, 1.819310, 0.6926273, 0.9437761, 1.408291)),
        (100 / 1800, 180, 60, 12, 20, (0.2404261, 0.07590180, 4.554108, 0.7700818, 0.8603007, 3.519832)),
        (100 / 1800, 180, 180, 10, 20, (0.5420703, 0.1251100, 22.51981, 0.8748900, 0.5869798, 20.68976)),
        (360 / 1800, 240, 90, 50, 15, (0.3168937, 0.05148760, 4.633884, 0.9105719, 0.8397643, 4.213963)),
        (1, 1, 1, 1, 1, (0.6321206, 0.3678794, 0.3678794, 0.6321206, 0.5789676, 0.2602020)),
        (2, 1, 1, 2, 1, (0.5939942, 0.2706706, 0.2706706, 0.7293294, 0.6906935, 0.2160911)),
        (120, 1, 2, 100, 0.1, (0.9966344, 0.1667906, 0.3335813, 0.9998512, 0.0253951, 0.3599901)),
    ],
    ids=[f"A{number}" for number in range(1, 9)],
)
def test_erlang_a(
    arrivals: float,
    handle: float,
    patience: float,
    operators: int,
    target: float,
    printed: tuple[float, ...],
) -> None:
    known = ErlangA(arrivals, handle, operators, patience)
    wait, left, mean, occupancy, level, of_served = printed
    assert known.probability_of_wait == near(wait)
    # The chain and the integral are two ways to the same number.
    assert known.waits_longer(0) == near(wait)
    assert known.abandonment == near(left)
    assert (known.mean_wait, known.occupancy) == (near(mean), near(occupancy))
    assert known.served_within(target) == near(level, 3e-6)
    assert known.mean_wait_of_served == near(of_served)


def test_the_tail_of_erlang_a() -> None:
    known = ErlangA(48 / 60, 60, 50, 120)
    assert (known.percentile(0.9), known.queue) == (near(12.4446, 1e-5), near(2.967576))
    assert known.abandoned_within(20) == near(0.0298454, 1e-5)


def test_what_erlang_a_must_equal() -> None:
    """With patience as long as handle times the number present is Poisson; overload is a fluid."""
    poisson = 1 - sum(10**count / _factorial(count) for count in range(10)) / 2.718281828459045**10
    assert ErlangA(100 / 1800, 180, 10, 180).probability_of_wait == near(poisson)
    assert ErlangA(120, 1, 100, 2).abandonment == pytest.approx(1 - 100 / 120, abs=2e-4)


def _factorial(count: int) -> int:
    return 1 if count == 0 else count * _factorial(count - 1)


@pytest.mark.parametrize(
    ("beta", "nobody_leaves", "patience_of_handle_time"),
    [
        (0, 1, 0.5),
        (0.25, 0.7209, 0.4013),
        (0.5, 0.5045, 0.3085),
        (1, 0.2234, 0.1587),
        (1.5, 0.0847, 0.0668),
        (2, 0.0269, 0.0228),
    ],
)
def test_square_root_staffing(beta: float, nobody_leaves: float, patience_of_handle_time: float) -> None:
    assert halfin_whitt(beta) == pytest.approx(nobody_leaves, abs=5e-5)
    assert garnett(beta, 1) == pytest.approx(patience_of_handle_time, abs=5e-5)
    assert square_root_staffing(900, beta) == 900 + 30 * beta


def test_the_approximation_of_garnett_for_a1() -> None:
    assert garnett(0.2828, 2) == pytest.approx(0.4534, abs=1e-4)
    assert garnett_abandonment(0.2828, 2, 50) == pytest.approx(0.0303, abs=5e-5)


def test_priorities() -> None:
    assert absolute_priority(10, 1, (3, 6)) == [near(0.09553307), near(0.9553307)]
    assert accumulating_priority(10, 1, (3, 6), (4, 1)) == [near(0.2804358), near(0.8628794)]
    assert absolute_priority(1, 1, (0.3, 0.5)) == [near(1.142857), near(5.714286)]
    assert accumulating_priority(1, 1, (0.3, 0.5), (2, 1)) == [near(2.823529), near(4.705882)]
    assert conserved_wait(10, 1, (3, 6)) == near(0.6687315)
    assert conserved_wait(1, 1, (0.3, 0.5)) == near(4)


@pytest.mark.parametrize("rates", [(4, 1), (1, 1), (1, 7)])
def test_the_conservation_law(rates: tuple[float, float]) -> None:
    for waits in (absolute_priority(10, 1, (3, 6)), accumulating_priority(10, 1, (3, 6), rates)):
        assert (3 * waits[0] + 6 * waits[1]) / 9 == near(0.6687315)


def test_skills_at_both_ends() -> None:
    alone, pooled = ErlangC(4.2, 1, 5), ErlangC(25.2, 1, 30)
    assert alone.mean_wait == pytest.approx(0.7922, abs=5e-5)
    assert alone.probability_of_wait == pytest.approx(0.6338, abs=5e-5)
    assert alone.served_within(0.1) == pytest.approx(0.4150, abs=5e-5)
    assert pooled.mean_wait == pytest.approx(0.0558, abs=5e-5)
    assert pooled.probability_of_wait == pytest.approx(0.2678, abs=5e-5)


def test_unequal_speeds() -> None:
    """The printed values are of a simulation; solved, they agree within its error."""
    speeds = TwoSpeeds(12, (5, 1.0), (5, 2.0))
    assert speeds.solve("random") == pytest.approx((0.854, 0.773, 0.143), abs=1.5e-3)
    assert speeds.solve("fastest") == pytest.approx((0.722, 0.840, 0.128), abs=1.5e-3)
    alike = TwoSpeeds(9, (5, 1.0), (5, 1.0)).solve("random")
    assert alike == pytest.approx((0.9, 0.9, 0.6687315), abs=1e-7)


def test_estimates_of_waits_and_of_the_friction_of_offers() -> None:
    assert expected_wait(4, 10, 180) == near(90)
    assert expected_wait(4, 10, 180, 60) == near(60.7517)
    assert offer_friction(0.1, 20, 4) == (near(1 / 0.9), near(6.2222222))
    assert offer_friction(0.3, 20, 4)[1] == near(12.5714286)
    assert offer_friction(0.1, 120, 4)[1] == near(17.3333333)


def test_other_shapes_agree_with_the_exponential() -> None:
    known = ErlangA(48 / 60, 60, 50, 120)

    def stays(wait: float) -> float:
        return float(2.718281828459045 ** (-wait / 120))

    of_any = abandonment_of_any_patience(48 / 60, 60, 50, stays, 200)
    assert of_any == (near(known.probability_of_wait, 1e-5), near(known.abandonment, 1e-5))
    assert one_operator_wait(0.8, 1, 1) == near(ErlangC(0.8, 1, 1).mean_wait)
