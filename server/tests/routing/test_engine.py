"""The engine on facts made up by hand and by chance: who is chosen, who is not and why, and what never
happens.
"""

import msgspec
import pytest
from hypothesis import given

from hovor.foundation.clock import MINUTE, SECOND
from hovor.routing.engine import Choice, Facts, Load, because, choose, decide, reasons, step_now
from hovor.routing.engine.choosing import CANDIDATES, EXCLUDED
from tests.routing.engine_facts import ANY_FACTS, NOW, RULES, chosen, declined, facts, operator, waiting


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
    plan = decide(facts([found], [waiting("x")]))
    assert chosen(plan) == {"x": None}
    # Whoever serves the line at all is on record with what spoke against him.
    said = {each.operator_id: each.reasons for each in plan.decisions[0].choice.excluded}
    assert said == ({} if code == "not_in_group" else {"a": (code,)})


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
        if one.operator_id is not None:
            loads[taker] = loads[taker].with_one(one.channel_kind, exclusive=one.exclusive)
            continue
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
    at_the_end = msgspec.structs.replace(known, operators=tuple(operators.values()))
    for one in known.waiting:
        if one.id not in left or not known.policy.offers(one, known.queue(one.queue_id)):
            continue
        step = one.all_steps[step_now(at_the_end, one)]
        able = [each for each in operators.values() if not reasons(each, one, RULES, step)]
        resting = {past.operator_id for past in known.past if past.conversation_id == one.id}
        if one.preferred_until <= NOW:
            assert all(each.id in resting for each in able)
        if able:
            assert plan.wake_at is not None
            assert NOW < plan.wake_at <= NOW + 10 * MINUTE


def test_a_record_keeps_who_mattered_and_counts_the_others() -> None:
    people = [operator(f"able{number:03}", idle_since=number) for number in range(CANDIDATES + 3)]
    people += [operator(f"away{number:03}", refuses_because=("away",)) for number in range(EXCLUDED)]
    people += [operator(f"full{number:03}", load=Load({"webchat": 3})) for number in range(4)]
    (decision,) = decide(facts(people, [waiting("x")])).decisions
    assert len(decision.facts.operators) == CANDIDATES + EXCLUDED
    assert decision.choice.operator_id == "able000"
    assert [each.operator_id for each in decision.choice.candidates] == [
        f"able{number:03}" for number in range(CANDIDATES)
    ]
    # Those who are there and only have no room come before those who are away.
    assert {f"full{number:03}" for number in range(4)} < {
        each.operator_id for each in decision.choice.excluded
    }
    assert (decision.choice.left_out.able, decision.choice.left_out.unable) == (3, {"away": 4})


def test_what_an_older_version_wrote_down_can_still_be_read() -> None:
    old = b"""{"now":5,"policy":{"version":"3.1","automatic":true,"total":5,"kinds":{},"cool_down":60},
    "operators":[],"waiting":[{"id":"x","version":1,"queue_id":"q","group_id":null,"operator_id":null,
    "channel_id":"c","channel_kind":"webchat","exclusive":false,"place":[0,1,4,"x"],"explained":false}],
    "past":[]}"""
    known = msgspec.json.decode(old, type=Facts)
    assert (known.waiting[0].steps, known.queues) == ((), ())
    explanation = b"""{"conversation_id":"x","version":1,"operator_id":null,"candidates":[],"excluded":[],
    "again_at":null}"""
    assert msgspec.json.decode(explanation, type=Choice).operator_id is None
