"""Until when a conversation can be snoozed."""

from hypothesis import given
from hypothesis import strategies as st

from hovor.foundation.clock import DAY
from hovor.resting import policy

NOW = 1_795_514_400_000_000


@given(ahead=st.integers(-2 * 365 * DAY, 2 * 365 * DAY))
def test_a_snooze_ends_in_the_coming_year(ahead: int) -> None:
    assert (policy.wrong_until(NOW + ahead, NOW) is None) == (0 < ahead <= 365 * DAY)
