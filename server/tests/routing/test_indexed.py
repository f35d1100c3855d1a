"""The indexed engine decides as the plain one, whatever it is told in whatever order."""

from hypothesis import given
from hypothesis import strategies as st

from tests.routing.shadow import TOLD, Shadow, Told


@given(told=st.lists(TOLD, min_size=10, max_size=40))
def test_inv_42_both_engines_decide_the_same(told: list[Told]) -> None:
    shadow = Shadow()
    for name, values in told:
        getattr(shadow, name)(*values)
    shadow.decide()
    shadow.why()
