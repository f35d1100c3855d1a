"""The fewest operators that are enough: found around any guess, by trying as few numbers as it takes."""

import pytest

from hovor.simulation.reading import scenario
from hovor.simulation.running import simulate
from hovor.simulation.staffing import Goal, NobodyIsEnough, _least, fewest
from tests.simulation.scenarios import PLAIN


@pytest.mark.parametrize("guess", [0, 1, 3, 17, 18, 19, 60])
@pytest.mark.parametrize("truth", [0, 1, 2, 18, 55])
def test_the_least_is_found_whatever_the_guess(truth: int, guess: int) -> None:
    tried: list[int] = []

    def enough(count: int) -> bool:
        tried.append(count)
        assert count >= 0
        return count >= truth

    assert _least(enough, guess, 0) == truth
    assert len(tried) <= 14


def test_a_goal_is_read() -> None:
    assert Goal.of("80/20") == Goal(0.8, 20)
    for text in ("80", "0/20", "100/20", "80/-1", "a/b"):
        with pytest.raises(ValueError):  # noqa: PT011  the command says what is wrong
            Goal.of(text)


def test_nobody_may_be_needed_beside_others() -> None:
    more = PLAIN + '[[operators]]\nname = "more"\ncount = 2\nqueues = ["sales"]\n'
    found = scenario(more.replace("count = 11", "count = 20"))
    assert fewest(found, Goal(0.8, 20), "more", simulate).count == 0


def test_what_cannot_be_answered_is_refused() -> None:
    nobody_comes = scenario(PLAIN.replace("rate_per_hour = 200.0", "rate_per_hour = 0"))
    with pytest.raises(NobodyIsEnough, match="Nobody comes"):
        fewest(nobody_comes, Goal(0.8, 20), None, simulate)
    elsewhere = PLAIN.replace('queues = ["sales"]', "queues = []")
    with pytest.raises(NobodyIsEnough, match="Not even"):
        fewest(scenario(elsewhere.replace("20_000", "2_000")), Goal(0.8, 20), None, simulate)
