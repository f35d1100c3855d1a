"""The bugs: what somebody might well get wrong, where, and which tests must turn red then."""

from dataclasses import dataclass
from typing import Final

_ENGINE: Final = "hovor/routing/engine"
_DECIDING: Final = "hovor/routing/service/deciding.py"
_OFFERS: Final = "hovor/routing/service/offers.py"
_OFFERED: Final = "tests/routing/test_offers.py"
_GUARD: Final = "tests/routing/test_guard.py"
_ONE_WINS: Final = "tests/routing/test_inv_10_one_wins.py"
_WORLD: Final = "tests/routing/test_world.py::test_inv_34_to_42_and_liv_2_hold_at_every_step"


@dataclass(frozen=True)
class Edit:
    """`old` stands in this file exactly once, and `new` instead of it in the copy."""

    path: str
    old: str
    new: str


@dataclass(frozen=True)
class Bug:
    """`law` is what it breaks; each of `red` must fail."""

    name: str
    law: str
    edits: tuple[Edit, ...]
    red: tuple[str, ...]


BUGS: Final = (
    Bug(
        "nothing is withdrawn when a status changes",
        "INV-15",
        (
            Edit(
                "hovor/routing/reactions/within.py",
                "    *((kind, recheck_operator) for kind in _OF_OPERATOR),\n",
                "",
            ),
        ),
        (f"{_OFFERED}::test_inv_15_whoever_may_not_be_offered_anything_loses_his_offers_in_the_same_step",),
    ),
    Bug(
        "the age is reset by a decline",
        "INV-18",
        (
            Edit(
                "hovor/routing/queries/gathering.py",
                "        age_base=conversation.opened_at,\n",
                "        age_base=conversation.state_since,\n",
            ),
        ),
        (f"{_OFFERED}::test_inv_18_who_comes_back_from_a_decline_stands_before_all_who_came_later",),
    ),
    Bug(
        "capacity is checked before the write, not in it",
        "INV-19",
        (
            Edit(
                _DECIDING,
                "    why = reasons(chosen, waiting, rules, step) if offered else (PICKED_BY_HAND,)\n",
                "    there = msgspec.structs.replace(chosen, load=type(chosen.load)())\n"
                "    why = reasons(there, waiting, rules, step) if offered else (PICKED_BY_HAND,)\n",
            ),
        ),
        (
            f"{_GUARD}::test_inv_14_and_19_a_choice_that_holds_no_more_is_refused_and_leaves_nothing",
            f"{_GUARD}::test_inv_19_of_many_who_decide_at_once_only_as_many_are_heard_as_fit",
        ),
    ),
    Bug(
        "an offer is accepted twice",
        "INV-10",
        (
            Edit(
                _OFFERS,
                "    if not own.live or work.now >= own.deadline:\n",
                "    if work.now >= own.deadline:\n",
            ),
            Edit(_OFFERS, "    .where(*_THIS, _offer.ended_at.is_(None))\n", "    .where(*_THIS)\n"),
        ),
        (f"{_ONE_WINS}::test_inv_10_of_a_thousand_accepts_one_wins_and_the_others_change_nothing",),
    ),
    Bug(
        "an answer after the deadline counts",
        "INV-11",
        (
            Edit(
                _OFFERS,
                "    if not own.live or work.now >= own.deadline:\n",
                "    if not own.live:\n",
            ),
        ),
        (f"{_OFFERED}::test_inv_11_an_answer_after_the_deadline_is_refused",),
    ),
    Bug(
        "whoever declined is asked again at once",
        "INV-17",
        (
            Edit(
                f"{_ENGINE}/resting.py",
                "    until = max(each.ended_at for each in before) + policy.cool_down\n",
                "    until = max(each.ended_at for each in before)\n",
            ),
        ),
        (f"{_OFFERED}::test_inv_18_a_decline_keeps_the_age_and_asks_others_first", _WORLD),
    ),
    Bug(
        "one kind of channel weighs nothing",
        "INV-19",
        (
            Edit(
                f"{_ENGINE}/facts.py",
                "        return self.kinds[kind].weight if kind in self.kinds else 1\n",
                '        listed = kind in self.kinds and kind != "whatsapp"\n'
                "        return self.kinds[kind].weight if listed else int(kind not in self.kinds)\n",
            ),
        ),
        (_WORLD,),
    ),
    Bug(
        "a stale choice is written although the conversation has been elsewhere",
        "INV-14",
        (
            Edit(
                _DECIDING,
                '    if row.state != "queued" or row.version != choice.version or row.queue_id is None:\n',
                '    if row.state != "queued" or row.queue_id is None:\n',
            ),
        ),
        (f"{_GUARD}::test_inv_09_and_17_a_choice_about_what_has_changed_is_refused_and_leaves_nothing",),
    ),
    Bug(
        "a channel that is turned off still brings offers",
        "INV-14",
        (
            Edit(
                f"{_ENGINE}/offerable.py",
                '    return () if channel_id in operator.open_channels else ("channel_off",)\n',
                "    return ()\n",
            ),
        ),
        (
            f"{_OFFERED}::test_a_channel_that_is_turned_off_brings_nothing_new",
            f"{_GUARD}::test_inv_14_and_19_a_choice_that_holds_no_more_is_refused_and_leaves_nothing",
        ),
    ),
    Bug(
        "who lost his operator waits at the end again",
        "INV-08",
        (
            Edit(
                "hovor/conversations/service/owning.py",
                '        rescued=int(was.rescued or was.state == "rescue"),\n',
                "        rescued=0,\n",
            ),
        ),
        (f"{_OFFERED}::test_inv_08_the_live_conversations_of_whoever_is_lost_go_to_the_head_of_the_queue",),
    ),
    Bug(
        "a record is silent about those who have the channel off",
        "INV-42",
        (
            Edit(
                f"{_ENGINE}/choosing.py",
                "        if why:\n            excluded.append(Exclusion(operator.id, why))\n",
                '        if why == ("channel_off",):\n            continue\n'
                "        if why:\n            excluded.append(Exclusion(operator.id, why))\n",
            ),
        ),
        ("tests/routing/test_engine.py::test_whoever_cannot_take_it_is_left_out_and_it_is_said_why",),
    ),
    Bug(
        "the deadline of an offer has no timer",
        "LIV-1",
        (
            Edit(
                _OFFERS,
                "        set_timer(work, kind=OFFER_DEADLINE, key=made.id, at=made.deadline)\n",
                "",
            ),
        ),
        (f"{_OFFERED}::test_liv_1_a_shown_offer_that_nobody_answers_times_out_and_goes_on",),
    ),
    Bug(
        "a decline moves the idle clock",
        "INV-39",
        (
            Edit(
                "hovor/presence/service/doing.py",
                "    handled = live < 0 or wrap_up < 0 or on_call < 0\n",
                "    handled = live < 0 or wrap_up < 0 or on_call < 0 or offered < 0\n",
            ),
        ),
        ("tests/presence/test_status.py::test_inv_39_the_idle_clock_moves_by_handled_work_only",),
    ),
    Bug(
        "the engine forgets since when somebody is idle",
        "INV-39",
        (
            Edit(
                f"{_ENGINE}/people.py",
                "        self.idle = -1 if operator.idle_since is None else operator.idle_since\n",
                "        self.idle = -1\n",
            ),
        ),
        (_WORLD,),
    ),
)
