"""The indexed engine decides as the plain one, whatever it is told in whatever order."""

from hypothesis import given
from hypothesis import strategies as st

from hovor.routing.engine import Engine, Load
from tests.routing.engine_facts import NOW, RULES, declined, operator, waiting
from tests.routing.shadow import TOLD, Shadow, Told


@given(told=st.lists(TOLD, min_size=10, max_size=40))
def test_inv_42_both_engines_decide_the_same(told: list[Told]) -> None:
    shadow = Shadow()
    for name, values in told:
        getattr(shadow, name)(*values)
    shadow.decide()
    shadow.why()


def test_inv_41_one_that_rests_is_passed_over_and_looked_at_when_somebody_has_room_again() -> None:
    full = Load({"webchat": 3})
    engine = Engine(RULES)
    engine.put_operator(operator("a"))
    engine.put_operator(operator("b", load=full))
    engine.note_past(declined("first", "a", ago=5))
    engine.put_waiting(waiting("first", 1))
    engine.put_waiting(waiting("second", 2))
    assert [(each.conversation_id, each.operator_id) for each in engine.decide(NOW)] == [("second", "a")]
    engine.put_operator(operator("b", load=Load({"webchat": 2})))
    assert [(each.conversation_id, each.operator_id) for each in engine.decide(NOW)] == [("first", "b")]
