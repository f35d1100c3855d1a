"""Order, steps, rules of choice and who is asked first, on facts made up by hand and by chance."""

import msgspec
import pytest
from hypothesis import given

from hovor.foundation.clock import SECOND
from hovor.routing.engine import (
    Choice,
    Decision,
    Discipline,
    Facts,
    Load,
    Queue,
    Requirement,
    Rule,
    Step,
    choose,
    decide,
    in_order,
    places,
    qualified,
    step_now,
)
from tests.routing.engine_facts import (
    ANY_FACTS,
    NOW,
    asks,
    chosen,
    declined,
    facts,
    operator,
    waiting,
)


def ago(seconds: float) -> int:
    """So many seconds before now."""
    return NOW - round(seconds * SECOND)


def order(discipline: Discipline, *each: tuple[str, int, float]) -> str:
    """Names in order; each has a class and has waited so many seconds."""
    known = facts(
        [],
        [waiting(name, ago(waited), priority_class=urgency) for name, urgency, waited in each],
        queues=(Queue(id="sales-queue", discipline=discipline),),
    )
    return "".join(one.id for one in in_order(known, known.waiting))


def only(known: Facts) -> Choice:
    """The one decision."""
    (decision,) = decide(known).decisions
    return decision.choice


def test_longest_waiting_knows_no_classes() -> None:
    assert order("longest_waiting", ("a", 1, 1), ("b", 3, 3), ("c", 2, 2)) == "bca"


def test_absolute_priority_puts_the_class_before_any_age() -> None:
    assert order("priority", ("a", 1, 1), ("b", 3, 90_000), ("c", 2, 0), ("d", 1, 2)) == "dacb"


def test_ageing_lets_the_urgent_grow_older_faster() -> None:
    assert order("ageing", ("a", 1, 30), ("b", 3, 121), ("c", 3, 119), ("d", 2, 59)) == "bacd"


def test_inv_36_a_head_start_is_all_that_a_class_gains() -> None:
    assert order("head_start", ("a", 1, 0), ("b", 3, 299), ("c", 3, 301), ("d", 2, 151)) == "cdab"


def test_of_queues_that_share_operators_the_heads_are_compared() -> None:
    known = facts(
        [operator("x", group_ids=("sales", "care"), limits={"webchat": 1})],
        [
            waiting("old", ago(50)),
            waiting("urgent", ago(1), priority_class=1, queue_id="care-queue", group_id="care"),
        ],
        queues=(Queue(id="sales-queue"), Queue(id="care-queue", discipline="longest_waiting")),
    )
    assert chosen(decide(known)) == {"old": "x", "urgent": None}


def test_a_rescued_one_stands_first_of_its_class_and_the_class_gains_nothing() -> None:
    known = facts(
        [],
        [
            waiting("urgent", ago(10), priority_class=1),
            waiting("old", ago(400)),
            waiting("rescued", ago(1), rescued=True),
            waiting("young", ago(200)),
        ],
    )
    assert [each.id for each in in_order(known, known.waiting)] == ["rescued", "old", "urgent", "young"]
    assert places(known) == {"rescued": 1, "old": 2, "urgent": 3, "young": 4}


def test_whoever_lacks_a_skill_is_left_out_until_the_step_that_does_not_ask_for_it() -> None:
    steps = asks((0, "czech", 3), (60, "czech", 1), (300, "", 0))
    people = [
        operator("none"),
        operator("some", skills={"czech": 1}, idle_since=3),
        operator("best", skills={"czech": 5}, load=Load({"webchat": 3})),
    ]
    for waited, step, taker in ((59, 0, None), (60, 1, "some"), (299, 1, "some"), (300, 2, "none")):
        choice = only(facts(people, [waiting("x", ago(waited), steps=steps)]))
        assert (choice.step, choice.operator_id) == (step, taker), waited
    missing = only(facts(people, [waiting("x", ago(0), steps=steps)]))
    assert {each.operator_id: each.reasons for each in missing.excluded} == {
        "none": ("missing_skill",),
        "some": ("missing_skill",),
        "best": ("kind_full",),
    }


def test_an_empty_step_is_skipped_at_once_and_counts_again_when_somebody_comes() -> None:
    one = waiting("x", ago(0), steps=asks((0, "czech", 3), (600, "", 0)))
    away = operator("best", skills={"czech": 5}, refuses_because=("away",))
    skipped = only(facts([operator("none"), away], [one]))
    assert (skipped.step, skipped.operator_id) == (1, "none")
    full = msgspec.structs.replace(away, refuses_because=(), load=Load({"webchat": 3}))
    assert only(facts([operator("none"), full], [one])).operator_id is None


def test_a_later_step_asks_other_groups_as_well() -> None:
    steps = (Step(), Step(90 * SECOND, (), ("care",)))
    people = [operator("ours", load=Load({"webchat": 3})), operator("theirs", group_ids=("care",))]
    plan = decide(facts(people, [waiting("x", ago(89), steps=steps)]))
    assert (chosen(plan), plan.wake_at) == ({"x": None}, NOW + SECOND)
    assert plan.decisions[0].choice.excluded[1].reasons == ("not_in_group",)
    assert chosen(decide(facts(people, [waiting("x", ago(90), steps=steps)]))) == {"x": "theirs"}


def test_most_spare_and_best_skill_choose_by_what_they_say() -> None:
    people = [
        operator("idle", idle_since=1, total=2),
        operator("spare", idle_since=9, total=9, load=Load({"webchat": 1})),
        operator("skilled", idle_since=5, skills={"czech": 4, "german": 5}),
    ]
    steps = (Step(0, (Requirement("czech", 1),)), Step(1))
    rules: tuple[tuple[Rule, str, int], ...] = (
        ("longest_idle", "idle", 0),
        ("most_spare", "spare", 8),
        ("best_skill", "skilled", 4),
    )
    for choice, taker, score in rules:
        queues = (Queue(id="sales-queue", choice=choice),)
        found = only(facts(people, [waiting("x", ago(60), steps=steps)], queues=queues))
        assert (found.operator_id, found.candidates[0].score, found.rule) == (taker, score, choice)


def test_inv_40_who_knows_the_client_is_asked_first_for_a_while_and_only_if_he_is_there() -> None:
    def taker(seconds: int, **about_b: object) -> str | None:
        kept = waiting("x", ago(1), preferred_operator_id="b", preferred_until=NOW + seconds * SECOND)
        past = [declined("x", "b", ago=5)] if about_b.pop("declined", False) else []
        return only(facts([operator("a"), operator("b", **about_b)], [kept], past)).operator_id

    assert taker(10, idle_since=NOW) == "b"
    assert taker(10, load=Load({"webchat": 3})) is None  # he is there: the others wait for his deadline
    assert taker(0, load=Load({"webchat": 3})) == "a"
    assert taker(10, refuses_because=("away",)) == "a"
    assert taker(10, open_channels=()) == "a"
    assert taker(10, declined=True) == "a"


def test_in_a_broadcast_queue_nothing_is_offered_but_who_comes_by_name_is() -> None:
    queues = (Queue(id="sales-queue", broadcast=True),)
    people = [operator("a")]
    assert only(facts(people, [waiting("x")], queues=queues)).excluded[0].reasons == ("picked_by_hand",)
    named = waiting("x", operator_id="a", group_id=None)
    assert only(facts(people, [named], queues=queues)).operator_id == "a"


@pytest.mark.parametrize("discipline", ["longest_waiting", "priority", "ageing", "head_start"])
@given(known=ANY_FACTS)
def test_inv_35_inside_a_class_the_earlier_stands_first(discipline: Discipline, known: Facts) -> None:
    queues = tuple(msgspec.structs.replace(each, discipline=discipline) for each in known.queues)
    line = in_order(msgspec.structs.replace(known, queues=queues), known.waiting)
    for at, one in enumerate(line):
        for later in line[at + 1 :]:
            same = (one.queue_id, one.priority_class) == (later.queue_id, later.priority_class)
            if same and one.rescued == later.rescued:
                assert (one.age_base, one.id) < (later.age_base, later.id)
            if same and later.rescued:
                assert one.rescued


@given(known=ANY_FACTS)
def test_inv_37_who_can_take_it_only_grows_and_only_when_a_step_begins(known: Facts) -> None:
    for one in known.waiting:
        asked_before: set[str] | None = None
        limits = sorted({0, *(step.after for step in one.all_steps)})
        for at in (moment for limit in limits for moment in (limit - 1, limit)):
            later = msgspec.structs.replace(known, now=one.age_base + max(0, at), waiting=(one,))
            step = one.all_steps[step_now(later, one)]
            asked = {each.id for each in known.operators if not qualified(each, one, step)}
            if asked_before is not None:
                assert asked_before <= asked
                assert at in limits or asked_before == asked
            asked_before = asked


@given(known=ANY_FACTS)
def test_inv_42_what_a_record_keeps_is_enough_to_make_the_decision_again(known: Facts) -> None:
    for decision in decide(known).decisions:
        written = msgspec.json.decode(msgspec.json.encode(decision), type=Decision)
        assert choose(written.facts) == written.choice == decision.choice
