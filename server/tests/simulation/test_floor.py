"""What happens on the simulated floor: told by its log, minute by minute."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from hovor.foundation.clock import SECOND
from hovor.simulation import router as routers
from hovor.simulation.measures import measured
from hovor.simulation.reading import scenario
from hovor.simulation.records import ANSWERED, CALLED_BACK
from hovor.simulation.router import Plain
from hovor.simulation.series import INTERVALS, lines
from tests.simulation.scenarios import EVERYTHING, PLAIN, Happened, run

ONE_OPERATOR = """
horizon_seconds = {horizon}
batches = 5
[[queue]]
name = "line"
[[arrivals]]
queue = "line"
rate_per_hour = {rate}
handle_seconds = {{fixed = 60.0}}
{more_arrivals}
[[operators]]
name = "Eva"
queues = ["line"]
{more_operators}
"""

TWO_CLASSES = """
seed = 3
horizon_seconds = 200_000
batches = 5
[[queue]]
name = "line"
discipline = "{discipline}"
ageing_rates = {{1 = 4.0, 3 = 1.0}}
[[arrivals]]
name = "urgent"
queue = "line"
class = 1
rate_per_hour = 94.0
handle_seconds = {{exponential = 60.0}}
[[arrivals]]
name = "others"
queue = "line"
class = 3
rate_per_hour = 20.0
handle_seconds = {{exponential = 60.0}}
[[operators]]
count = 2
queues = ["line"]
"""


def one(horizon: int, rate: float, arrivals: str = "", operators: str = "") -> list[Happened]:
    """What happens to one operator, or a few."""
    text = ONE_OPERATOR.format(horizon=horizon, rate=rate, more_arrivals=arrivals, more_operators=operators)
    return run(text)[2]


def when(happened: list[Happened], what: str) -> dict[str, int]:
    """The last instant of this for each conversation."""
    return {conversation: at for at, did, conversation, _ in happened if did == what}


def test_inv_42_identical_seed_identical_log() -> None:
    first, again, other = (
        run(EVERYTHING)[2],
        run(EVERYTHING)[2],
        run(EVERYTHING.replace("seed = 4", "seed = 5"))[2],
    )
    assert first == again
    assert first != other
    said = {what for _, what, _, _ in first}
    assert said == {
        "entered", "offered", "answered", "ended", "left", "declined", "timed out", "withdrawn", "away",
        "back", "lost", "restored", "rescued", "comes", "goes", "asks for callback",
    }  # fmt: skip


def test_inv_42_the_log_does_not_depend_on_the_hash_seed_of_python(tmp_path: Path) -> None:
    (tmp_path / "all.toml").write_text(EVERYTHING)
    logs = []
    for seed in ("1", "2"):
        subprocess.run(
            [Path(sys.executable).with_name("hovor"), "simulate", "all.toml", "--log", f"{seed}.log"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        logs.append((tmp_path / f"{seed}.log").read_bytes())
    assert logs[0] == logs[1]
    assert logs[0].count(b"\n") == len(run(EVERYTHING)[2])


@pytest.mark.parametrize("text", [PLAIN, EVERYTHING], ids=["plain", "everything"])
def test_the_indexed_engine_and_the_plain_one_make_the_same_day(text: str) -> None:
    text = text.replace("0_000", "_000")
    found = scenario(text)
    plain = Plain(routers.policy(found), routers.queues(found))
    assert run(text)[2] == run(text, router=plain)[2]


def test_inv_35_first_come_first_served() -> None:
    happened = one(20_000, 80.0)
    answered = [conversation for _, what, conversation, _ in happened if what == "answered"]
    assert (
        answered
        == [conversation for _, what, conversation, _ in happened if what == "entered"][: len(answered)]
    )


def test_liv_3_with_ageing_no_class_starves_while_there_are_hands_enough() -> None:
    longest: dict[str, int] = {}
    for discipline in ("longest_waiting", "ageing", "priority"):
        outcome = run(TWO_CLASSES.format(discipline=discipline))[0]
        _, others = outcome.records
        whole = zip(others.entered, others.outcome, others.waited, strict=True)
        in_time = [(came_to, waited) for entered, came_to, waited in whole if entered < 200_000 * SECOND]
        assert {came_to for came_to, _ in in_time} == {ANSWERED}, discipline
        longest[discipline] = max(waited for _, waited in in_time)
    # They make up for their class by waiting, which nothing does under absolute priority.
    assert longest["longest_waiting"] < longest["ageing"] < longest["priority"] / 1.5


def test_inv_50_a_callback_keeps_its_place_and_is_no_abandon() -> None:
    calls = "patience_seconds = {fixed = 500.0}\n[arrivals.callback]\nafter_seconds = 100\nshare = 0.5"
    happened = one(60_000, 75.0, calls)
    asked, answered = when(happened, "asks for callback"), when(happened, "answered")
    left, entered = when(happened, "left"), when(happened, "entered")
    assert len(asked) > 50
    assert not asked.keys() & left.keys()
    assert any(answered[each] - entered[each] > 500 * SECOND for each in asked if each in answered)
    order = sorted(answered, key=lambda each: answered[each])
    assert order == sorted(answered, key=lambda each: entered[each])


def test_who_has_asked_for_a_callback_counts_as_answered() -> None:
    outcome, found, happened = run(EVERYTHING)
    asked = len(when(happened, "asks for callback").keys() & when(happened, "answered").keys())
    records = [each for each in outcome.records if each.rules.name == "calls"]
    assert sum(each.outcome.count(CALLED_BACK) for each in records) == asked
    total = measured(outcome, found, outcome.records).metrics()
    waiting = sum(each.still_waiting for each in measured(outcome, found, outcome.records).batches)
    assert total["offered"]["mean"] == total["answered"]["mean"] + total["abandoned"]["mean"] + waiting


def test_patience_has_a_spike_at_the_announcement() -> None:
    happened = one(60_000, 90.0, "patience_seconds = {exponential = 400.0, spikes = [[30, 0.2]]}")
    entered = when(happened, "entered")
    waits = [at - entered[each] for each, at in when(happened, "left").items()]
    assert waits.count(30 * SECOND) > 0.05 * len(waits)
    assert len(set(waits)) > 0.5 * len(waits)


def test_inv_11_offers_end_at_their_deadline_and_inv_17_others_come_first() -> None:
    happened = one(40_000, 60.0, operators="count = 3\nring_seconds = {fixed = 2.0}\nmisses = 0.3")
    offered: dict[str, tuple[int, str]] = {}
    misses = 0
    for (at, what, conversation, operator), following in pairwise(happened):
        if what == "offered":
            offered[conversation] = (at, operator)
        elif what == "timed out":
            misses += 1
            assert at - offered[conversation][0] == 20 * SECOND
            if following[:3] == (at, "offered", conversation):
                assert following[3] != operator
        elif what == "answered":
            assert at - offered[conversation][0] == 2 * SECOND
    assert misses > 50


def test_inv_08_inv_18_who_loses_his_operator_goes_to_another_first_of_all_after_the_window() -> None:
    often = "after_seconds = {exponential = 900}\nfor_seconds = {exponential = 120}"
    crashes = f"count = 2\n[operators.crashes]\n{often}"
    happened = one(80_000, 70.0, operators=crashes)
    lost: dict[str, int] = {}
    rescued = []
    for place, (at, what, conversation, operator) in enumerate(happened):
        if what == "lost":
            lost[operator] = at
        elif what == "rescued":
            assert at - lost[operator] == 90 * SECOND
            rescued.append(conversation)
            # Whoever is answered next is the one who was rescued, however many have come meanwhile.
            following = next(line for line in happened[place:] if line[1] == "answered")
            assert following[2] in rescued
    assert len(rescued) > 20
    ended = [conversation for _, what, conversation, _ in happened if what == "ended"]
    assert len(ended) == len(set(ended))


def test_who_is_back_within_the_window_goes_on_where_he_was() -> None:
    crashes = "[operators.crashes]\nafter_seconds = {fixed = 100}\nfor_seconds = {fixed = 30}"
    happened = one(20_000, 30.0, operators=crashes)
    assert "rescued" not in {what for _, what, _, _ in happened}
    answered, ended = when(happened, "answered"), when(happened, "ended")
    lengths = {ended[each] - answered[each] for each in ended}
    # One minute of work, and each loss of half a minute on top of it.
    assert lengths <= {60 * SECOND, 90 * SECOND, *(at for at in lengths if 60 * SECOND < at < 90 * SECOND)}
    assert 90 * SECOND in lengths


def test_who_is_away_is_given_nothing_and_keeps_what_he_has() -> None:
    away = "count = 2\n[operators.away]\nafter_seconds = {fixed = 130}\nfor_seconds = {fixed = 200}"
    happened = one(40_000, 50.0, operators=away)
    gone: set[str] = set()
    ended_while_away = 0
    for _, what, _, operator in happened:
        if what == "away":
            gone.add(operator)
        elif what == "back":
            gone.discard(operator)
        elif what == "answered":
            assert operator not in gone
        elif what == "ended":
            ended_while_away += operator in gone
    assert ended_while_away > 10


def test_shifts_begin_and_end() -> None:
    happened = one(30_000, 40.0, operators="shifts = [[5000, 10000], [20000, 25000]]")
    answered = [at // SECOND for at, what, _, _ in happened if what == "answered"]
    assert all(5_000 <= at <= 10_000 or 20_000 <= at <= 25_000 for at in answered)
    assert {at < 15_000 for at in answered} == {True, False}
    again = one(60_000, 40.0, operators="shifts = [[0, 5000]]\nrepeat_seconds = 20_000")
    times = [at // SECOND for at, what, _, _ in again if what == "answered"]
    assert all(at % 20_000 <= 5_000 for at in times)
    assert {at // 20_000 for at in times} >= {0, 1, 2}


def test_inv_23_nothing_comes_during_a_call_and_a_call_comes_over_chats() -> None:
    _, _, happened = run(EVERYTHING)
    in_hand: dict[str, set[str]] = {}
    over_chats = 0
    for _, what, conversation, operator in happened:
        if what in {"answered", "offered"}:
            mine = in_hand.setdefault(operator, set())
            if conversation in mine:
                continue
            assert not any(each.startswith("calls") for each in mine), (what, mine)
            over_chats += conversation.startswith("calls") and any(each.startswith("chats") for each in mine)
            mine.add(conversation)
        elif what in {"ended", "timed out", "declined", "withdrawn", "rescued"}:
            in_hand[operator].discard(conversation)
        elif what == "left":
            for mine in in_hand.values():
                mine.discard(conversation)
    assert over_chats > 10


def test_many_conversations_slow_each_other() -> None:
    many = "capacity_units = 3\nrate_by_load = [1.0, 0.5, 0.25]"
    happened = one(40_000, 50.0, operators=many)
    answered, ended = when(happened, "answered"), when(happened, "ended")
    lengths = sorted(ended[each] - answered[each] for each in ended)
    assert lengths[0] == 60 * SECOND
    assert lengths[-1] > 120 * SECOND


def test_inv_37_a_skill_is_asked_for_until_its_step_is_over() -> None:
    text = """
horizon_seconds = 60_000
batches = 5
[[queue]]
name = "line"
choice = "best_skill"
[[queue.relaxation]]
after_seconds = 40
lower_to = 2
[[queue.relaxation]]
after_seconds = 90
drop_skills = ["cs"]
[[arrivals]]
queue = "line"
rate_per_hour = 100.0
handle_seconds = {exponential = 60.0}
skills = {cs = 4}
[[operators]]
name = "good"
queues = ["line"]
skills = {cs = 5}
[[operators]]
name = "fair"
queues = ["line"]
skills = {cs = 2}
[[operators]]
name = "none"
queues = ["line"]
"""
    _, _, happened = run(text)
    entered = when(happened, "entered")
    least: dict[str, int] = {}
    for at, what, conversation, operator in happened:
        if what == "answered":
            least[operator] = min(least.get(operator, at), at - entered[conversation])
    # Whoever may take it from a step on takes it at that very instant, when he is idle.
    assert least == {"good 1": 0, "fair 1": 40 * SECOND, "none 1": 90 * SECOND}


def test_overload_builds_a_queue_and_recovery_empties_it() -> None:
    text = """
horizon_seconds = 36_000
batches = 5
[[queue]]
name = "line"
[[arrivals]]
queue = "line"
rate_per_hour = [[0, 100.0], [9_000, 400.0], [18_000, 60.0]]
handle_seconds = {exponential = 120.0}
[[operators]]
count = 8
queues = ["line"]
"""
    outcome, found, _ = run(text)
    (line,) = lines(outcome, found)
    quarter = INTERVALS // 4
    before, during, after = (
        line.queue[: quarter - 1],
        line.queue[quarter : 2 * quarter],
        line.queue[3 * quarter :],
    )
    # 400 an hour come and 240 an hour can be served: 160 more are waiting after each hour.
    assert max(during) == pytest.approx(2.5 * 160, rel=0.35)
    assert max(before) < 5
    assert max(after) < 5
    levels = [level for level in line.service_level[-quarter:] if level is not None]
    assert sum(levels) / len(levels) > 0.95
