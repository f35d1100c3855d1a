"""The engine on facts made up by hand and by chance: who is chosen, who is not and why, and what never
happens.
"""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hovor.foundation.clock import MINUTE, SECOND
from hovor.routing.engine import (
    Facts,
    Kind,
    Load,
    Operator,
    Past,
    Plan,
    Policy,
    Waiting,
    because,
    choose,
    decide,
    reasons,
)

NOW = 10_000 * SECOND
RULES = Policy(
    version="1.1",
    automatic=True,
    total=5,
    kinds={"webchat": Kind(3, 1), "email": Kind(6, 0), "phone": Kind(1, 0)},
    cool_down=60 * SECOND,
)


def operator(name: str, **facts: object) -> Operator:
    """Somebody who can take a web chat of the group "sales"."""
    plain = Operator(
        id=name,
        refuses_because=(),
        group_ids=("sales",),
        assigned_channels=("website",),
        open_channels=("website",),
        idle_since=None,
        load=Load(),
    )
    return msgspec.structs.replace(plain, **facts)


def waiting(name: str, since: int = 0, **facts: object) -> Waiting:
    """A web chat in the queue of "sales"."""
    plain = Waiting(
        id=name,
        version=1,
        queue_id="sales-queue",
        group_id="sales",
        operator_id=None,
        channel_id="website",
        channel_kind="webchat",
        exclusive=False,
        place=(0, 1, since, name),
    )
    return msgspec.structs.replace(plain, **facts)


def facts(
    operators: list[Operator],
    conversations: list[Waiting],
    past: list[Past] | None = None,
    policy: Policy = RULES,
    now: int = NOW,
) -> Facts:
    return Facts(
        now=now,
        policy=policy,
        operators=tuple(operators),
        waiting=tuple(conversations),
        past=tuple(past or ()),
    )


def chosen(plan: Plan) -> dict[str, str | None]:
    """Whom each conversation goes to, in the order of the decisions."""
    return {each.choice.conversation_id: each.choice.operator_id for each in plan.decisions}


def declined(conversation: str, by: str, ago: int, outcome: str = "declined") -> Past:
    """An offer that ended so many seconds ago."""
    return Past(conversation, by, NOW - (ago + 5) * SECOND, NOW - ago * SECOND, outcome)


def test_the_longest_idle_is_chosen() -> None:
    plan = decide(
        facts(
            [operator("a", idle_since=50), operator("b", idle_since=20), operator("c", idle_since=90)],
            [waiting("x")],
        )
    )
    assert chosen(plan) == {"x": "b"}


def test_who_never_had_anything_comes_before_all_others() -> None:
    plan = decide(facts([operator("a", idle_since=5), operator("b")], [waiting("x")]))
    assert chosen(plan) == {"x": "b"}


def test_who_has_nothing_comes_before_who_serves_somebody() -> None:
    busy = operator("a", idle_since=1, load=Load({"webchat": 1}))
    plan = decide(facts([busy, operator("b", idle_since=99)], [waiting("x")]))
    assert chosen(plan) == {"x": "b"}


def test_every_choice_counts_for_those_after_it() -> None:
    plan = decide(facts([operator("a"), operator("b")], [waiting(name, at) for at, name in enumerate("xyz")]))
    assert chosen(plan) == {"x": "a", "y": "b", "z": "a"}


def test_inv_35_first_come_first_served() -> None:
    one_slot = operator("a", load=Load({"webchat": 2}))
    plan = decide(facts([one_slot], [waiting("late", 9), waiting("early", 1)]))
    assert chosen(plan)["early"] == "a"
    assert chosen(plan)["late"] is None


def test_inv_41_one_that_nobody_can_take_does_not_hold_up_the_next() -> None:
    plan = decide(facts([operator("a")], [waiting("first", 1, group_id="other"), waiting("second", 2)]))
    assert chosen(plan) == {"first": None, "second": "a"}


@pytest.mark.parametrize(
    ("facts_of_operator", "code"),
    [
        ({"refuses_because": ("away",)}, "away"),
        ({"refuses_because": ("connection_suspect",)}, "connection_suspect"),
        ({"group_ids": ()}, "not_in_group"),
        ({"assigned_channels": (), "open_channels": ()}, "channel_not_assigned"),
        ({"open_channels": ()}, "channel_off"),
        ({"load": Load({"webchat": 3})}, "kind_full"),
        ({"load": Load({"webchat": 1}), "limits": {"webchat": 1}}, "kind_full"),
        ({"limits": {"webchat": 0}}, "kind_full"),
        ({"load": Load({"whatsapp": 2}), "total": 2}, "full"),
        ({"load": Load({"whatsapp": 3}), "total": 2}, "over_capacity"),
        ({"load": Load({"whatsapp": 5})}, "full"),
        ({"load": Load({"webchat": 4})}, "over_capacity"),
        ({"load": Load({"phone": 1}, exclusive=True)}, "on_call"),
    ],
)
def test_whoever_cannot_take_it_is_left_out_and_it_is_said_why(
    facts_of_operator: dict[str, object], code: str
) -> None:
    found = operator("a", **facts_of_operator)
    assert reasons(found, waiting("x"), RULES) == (code,)
    assert because(code, "Klára")
    assert chosen(decide(facts([found], [waiting("x")]))) == {"x": None}


def test_a_personal_queue_is_never_emptied_to_others() -> None:
    own = waiting("x", group_id=None, operator_id="b")
    assert chosen(decide(facts([operator("a"), operator("b")], [own]))) == {"x": "b"}
    assert chosen(decide(facts([operator("a")], [own]))) == {"x": None}


def test_a_queue_of_everybody_is_served_by_all_who_have_the_channel() -> None:
    everybodys = waiting("x", group_id=None)
    assert chosen(decide(facts([operator("a", group_ids=())], [everybodys]))) == {"x": "a"}


def test_inv_20_whoever_has_too_much_gets_nothing_by_itself_not_even_what_weighs_nothing() -> None:
    laden = operator("a", load=Load({"webchat": 4}), open_channels=("website", "mail"))
    laden = msgspec.structs.replace(laden, assigned_channels=laden.open_channels)
    mail = waiting("x", channel_id="mail", channel_kind="email")
    assert reasons(laden, mail, RULES) == ("over_capacity",)


def test_inv_23_a_call_may_come_over_chats_and_nothing_comes_during_a_call() -> None:
    call = waiting("x", channel_kind="phone", exclusive=True)
    chatting = operator("a", load=Load({"webchat": 3}))
    assert reasons(chatting, call, RULES) == ()
    speaking = operator("a", load=Load({"webchat": 1, "phone": 1}, exclusive=True))
    assert reasons(speaking, waiting("y"), RULES) == ("on_call",)


def test_a_call_that_is_being_offered_leaves_nothing_beside_it() -> None:
    plan = decide(
        facts([operator("a")], [waiting("call", 1, channel_kind="phone", exclusive=True), waiting("chat", 2)])
    )
    assert chosen(plan) == {"call": "a", "chat": None}


def test_inv_17_whoever_declined_is_left_alone_with_it_while_others_can_take_it() -> None:
    past = [declined("x", "a", ago=30)]
    plan = decide(facts([operator("a"), operator("b", idle_since=NOW)], [waiting("x")], past))
    assert chosen(plan) == {"x": "b"}


def test_inv_17_when_all_have_declined_the_first_whose_rest_is_over_is_asked() -> None:
    past = [declined("x", "a", ago=50), declined("x", "b", ago=20)]
    people = [operator("a"), operator("b")]
    plan = decide(facts(people, [waiting("x")], past))
    assert (chosen(plan), plan.wake_at) == ({"x": None}, NOW + 10 * SECOND)
    later = decide(facts(people, [waiting("x")], past, now=NOW + 10 * SECOND))
    assert chosen(later) == {"x": "a"}


def test_inv_17_nobody_is_asked_more_than_three_times_in_ten_minutes_while_others_are_there() -> None:
    past = [declined("x", "a", ago=ago) for ago in (540, 300, 100)]
    busy = operator("b")
    plan = decide(facts([operator("a"), busy], [waiting("x")], [*past, declined("x", "b", ago=1)]))
    assert chosen(plan) == {"x": None}
    assert plan.wake_at == NOW + 55 * SECOND  # ten minutes after the first of his three


@pytest.mark.parametrize(("times", "pause"), [(1, 10), (2, 20), (3, 40), (5, 160), (6, 300), (40, 300)])
def test_the_only_one_who_could_take_it_is_asked_again_after_growing_pauses(times: int, pause: int) -> None:
    past = [declined("x", "a", ago=1 + turn) for turn in range(times)]
    alone = decide(facts([operator("a")], [waiting("x")], past))
    assert alone.wake_at == NOW + (pause - 1) * SECOND
    again = decide(facts([operator("a")], [waiting("x")], past, now=NOW + (pause - 1) * SECOND))
    assert chosen(again) == {"x": "a"}


def test_what_was_taken_back_from_the_only_one_is_offered_to_him_at_once_again() -> None:
    past = [declined("x", "a", ago=1, outcome="withdrawn")]
    assert chosen(decide(facts([operator("a")], [waiting("x")], past))) == {"x": "a"}
    often = [declined("x", "a", ago=1 + turn, outcome="withdrawn") for turn in range(9)]
    assert chosen(decide(facts([operator("a")], [waiting("x")], often))) == {"x": None}


def test_inv_17_what_was_never_shown_to_the_only_one_is_offered_to_him_again_at_once() -> None:
    """A page that could not show it is asked nothing until it has answered: no pause is his fault."""
    never = [declined("x", "a", ago=1 + turn, outcome="undelivered") for turn in range(9)]
    assert chosen(decide(facts([operator("a")], [waiting("x")], never))) == {"x": "a"}
    once = decide(facts([operator("a")], [waiting("x")], [*never, declined("x", "a", ago=2)]))
    assert (chosen(once), once.wake_at) == ({"x": None}, NOW + 8 * SECOND)


def test_where_operators_pick_themselves_nothing_is_offered() -> None:
    by_hand = msgspec.structs.replace(RULES, automatic=False)
    plan = decide(facts([operator("a")], [waiting("x")], policy=by_hand))
    assert chosen(plan) == {"x": None}
    assert plan.decisions[0].choice.excluded[0].reasons == ("picked_by_hand",)


def test_waiting_in_vain_is_put_on_record_once() -> None:
    assert decide(facts([], [waiting("x", explained=True)])).decisions == ()
    assert len(decide(facts([], [waiting("x")])).decisions) == 1


NAMES = ("a", "b", "c", "d")
PEOPLE = st.builds(
    operator,
    st.sampled_from(NAMES),
    refuses_because=st.sampled_from([(), (), ("away",), ("connection_lost",)]),
    group_ids=st.sampled_from([("sales",), ("care",), ("care", "sales"), ()]),
    open_channels=st.sampled_from([("website",), ("website",), ()]),
    idle_since=st.none() | st.integers(0, 5),
    load=st.builds(
        Load,
        st.dictionaries(st.sampled_from(["webchat", "email", "phone"]), st.integers(1, 4)),
        st.sampled_from([False, False, False, True]),
    ),
    total=st.none() | st.integers(1, 7),
    limits=st.dictionaries(st.sampled_from(["webchat", "email", "phone"]), st.integers(0, 5)),
)
LINE = st.builds(
    waiting,
    st.sampled_from([f"c{number}" for number in range(8)]),
    st.integers(0, 5),
    group_id=st.sampled_from(["sales", "care", None]),
    channel_kind=st.sampled_from(["webchat", "email", "phone"]),
    exclusive=st.sampled_from([False, False, True]),
)
HISTORY = st.builds(
    declined,
    st.sampled_from([f"c{number}" for number in range(8)]),
    st.sampled_from(NAMES),
    ago=st.integers(0, 599),
    outcome=st.sampled_from(["declined", "timed_out", "undelivered", "withdrawn", "failed"]),
)
ANY_FACTS = st.builds(
    facts,
    st.lists(PEOPLE, max_size=4, unique_by=lambda each: each.id),
    st.lists(LINE, max_size=8, unique_by=lambda each: each.id),
    st.lists(HISTORY, max_size=12),
)


@given(known=ANY_FACTS)
def test_inv_42_the_same_facts_give_the_same_decisions_and_each_can_be_made_again(known: Facts) -> None:
    shuffled = msgspec.structs.replace(
        known,
        operators=known.operators[::-1],
        waiting=known.waiting[::-1],
        past=known.past[::-1],
    )
    plan = decide(known)
    assert [each.choice for each in decide(shuffled).decisions] == [each.choice for each in plan.decisions]
    for each in plan.decisions:
        written = msgspec.json.encode(each.facts)
        assert choose(msgspec.json.decode(written, type=Facts)) == each.choice


@given(known=ANY_FACTS)
def test_inv_19_all_that_is_chosen_together_fits_into_the_limits(known: Facts) -> None:
    loads = {each.id: each.load for each in known.operators}
    own = {each.id: each.within(RULES) for each in known.operators}
    conversations = {each.id: each for each in known.waiting}
    for decision in decide(known).decisions:
        taker = decision.choice.operator_id
        if taker is None:
            continue
        one = conversations[decision.choice.conversation_id]
        assert not loads[taker].exclusive
        load = loads[taker] = loads[taker].with_one(one.channel_kind, exclusive=one.exclusive)
        assert load.units(RULES) <= own[taker].total
        assert load.kinds[one.channel_kind] <= own[taker].kinds[one.channel_kind].limit


@given(known=ANY_FACTS)
def test_inv_34_nobody_waits_while_somebody_could_take_him_unless_they_rest(known: Facts) -> None:
    plan = decide(known)
    operators = {each.id: each for each in known.operators}
    for decision in plan.decisions:
        taker = decision.choice.operator_id
        if taker is not None:
            part = next(each for each in decision.facts.operators if each.id == taker)
            load = part.load.with_one(
                decision.facts.waiting[0].channel_kind, exclusive=decision.facts.waiting[0].exclusive
            )
            operators[taker] = msgspec.structs.replace(operators[taker], load=load)
    left = {each.choice.conversation_id for each in plan.decisions if each.choice.operator_id is None}
    for one in known.waiting:
        if one.id not in left:
            continue
        able = [each for each in operators.values() if not reasons(each, one, RULES)]
        resting = {past.operator_id for past in known.past if past.conversation_id == one.id}
        assert all(each.id in resting for each in able)
        if able:
            assert plan.wake_at is not None
            assert NOW < plan.wake_at <= NOW + 10 * MINUTE
