"""Scenario files: what is read from them; every mistake is refused by the field's name with a remedy."""

from pathlib import Path

import pytest

from hovor.simulation import command
from hovor.simulation.fields import ScenarioRefused
from hovor.simulation.reading import read, scenario
from hovor.simulation.scenario import Distribution
from tests.simulation.scenarios import EVERYTHING, PLAIN


def test_everything_that_can_be_said_is_read() -> None:
    found = scenario(EVERYTHING)
    assert (found.seed, found.batches, found.offers.restore_seconds) == (4, 10, 45)
    service, care = found.queues
    assert (service.discipline, service.choice, service.ageing_rates) == (
        "ageing",
        "best_skill",
        {1: 3.0, 2: 1.0},
    )
    assert (service.relaxation[0].lower_to, service.relaxation[1].add_queues) == (1, ("care",))
    assert (care.discipline, care.head_start_seconds, care.service_target_seconds) == ("head_start", None, 20)
    calls, chats = found.arrivals
    assert calls.handle == Distribution("lognormal", 150.0, 1.1)
    assert calls.patience is not None
    assert (calls.patience.spikes, calls.repeat_seconds, calls.exclusive) == (((20, 0.1),), 14400, True)
    assert (chats.priority_class, chats.skills, chats.callback) == (2, {}, None)
    german, others = found.operators
    assert (german.answers_at_once, others.answers_at_once) == (False, True)
    assert (german.rate_by_load, others.shifts) == ((1.0, 0.7, 0.5), ((0, 9000), (12000, 40000)))


def test_what_is_left_out_has_its_default() -> None:
    found = scenario(PLAIN.replace("horizon_seconds = 20_000\n", ""))
    assert (found.seed, found.horizon_seconds, found.batches, found.short_abandon_seconds) == (
        1,
        86_400,
        20,
        10,
    )
    assert (found.arrivals[0].priority_class, found.arrivals[0].units) == (3, 1)
    assert (found.operators[0].capacity_units, found.operators[0].speed) == (1, 1)
    listed = scenario(PLAIN.replace("rate_per_hour = 200.0", 'rate_per_hour = 200.0\nskills = ["cs"]'))
    assert listed.arrivals[0].skills == {"cs": 1}


@pytest.mark.parametrize("name", command.examples())
def test_examples_are_read_and_say_how_they_are_run(name: str) -> None:
    assert command.load(name, 7).seed == 7
    assert f"hovor simulate {name}" in command.text_of(name)


@pytest.mark.parametrize(
    ("wrong", "instead", "said"),
    [
        ("horizon_seconds", "horizon", "horizon is not known; did you mean horizon_seconds?"),
        ("seed = 4", "seed = -1", "seed is -1; it must be at least 0"),
        ("seed = 4", "seed = 1.5", "seed must be a whole number"),
        ("batches = 10", "batches = 2", "batches is 2; it must be at least 5"),
        ("deadline_seconds", "dead_line", "offers.dead_line is not known; did you mean deadline_seconds?"),
        (
            '"ageing"',
            '"ages"',
            "queue[1].discipline is 'ages'; choose one of longest_waiting, priority, ageing",
        ),
        ('"best_skill"', '"best"', "queue[1].choice is 'best'"),
        ("{1 = 3.0", "{0 = 3.0", "queue[1].ageing_rates.0: classes are 1 (the highest) to 9"),
        ("after_seconds = 60\ndrop", "after_seconds = 10\ndrop", "each step must begin later"),
        ("lower_to = 1\n", "", "queue[1].relaxation[1] changes nothing"),
        ("lower_to = 1", "lower_to = 6", "queue[1].relaxation[1].lower_to is 6; it must be at most 5"),
        (
            'add_queues = ["care"]',
            'add_queues = ["cure"]',
            "names 'cure', which is not there; there are care",
        ),
        ('name = "care"', 'name = "service"', "two [[queue]] are called 'service'"),
        ('queue = "care"', 'queue = "core"', "arrivals.queue names 'core'"),
        ("[[0, 60.0]", "[[5, 60.0]", "arrivals[1].rate_per_hour must begin at second 0"),
        ("[7200, 200.0]", "[0, 200.0]", "each pair must begin later than the one before it"),
        ("[7200, 200.0]", "7200", "must be a list of pairs, [second, conversations an hour from then on]"),
        ("repeat_seconds = 14400", "repeat_seconds = 100", "must be later than the last change of the rate"),
        (
            "{lognormal = [150.0, 1.1]}",
            "{lognormal = 150.0}",
            "arrivals[1].handle_seconds: write {exponential",
        ),
        ("{lognormal = [150.0, 1.1]}", "{normal = 150.0}", "arrivals[1].handle_seconds: write {exponential"),
        ("{lognormal = [150.0, 1.1]}", "150.0", "arrivals[1].handle_seconds: write {exponential = 180.0}"),
        ("[[20, 0.1]]", "[[20, 1.1]]", "arrivals[1].patience_seconds.spikes: a share is at most 1"),
        ("class = 1", "class = 0", "arrivals[1].class is 0; it must be at least 1"),
        ("skills = {de = 3}", "skills = {de = 9}", "arrivals[1].skills.de is 9; it must be at most 5"),
        ("exclusive = true", 'exclusive = "yes"', "arrivals[1].exclusive must be true or false"),
        ('kind = "webchat"', 'kind = "phone"', "differs in units or exclusive from others of kind 'phone'"),
        ("share = 0.3", "share = 3", "arrivals[1].callback.share is 3; it must be at most 1"),
        ("count = 6", 'count = "six"', "operators[1].count must be a whole number"),
        ("limits = {webchat = 2}", "limits = {fax = 2}", "operators.limits names 'fax'"),
        ("rate_by_load = [1.0, 0.7, 0.5]", "rate_by_load = []", "operators[1].rate_by_load must be a list"),
        ("declines = 0.05", "declines = 0.95", "operators[1]: misses and declines are together more than 1"),
        ("[12000, 40000]", "[8000, 40000]", "each ends after its begin, and before the next one"),
        ("speed = 1.2", "repeat_seconds = 20_000", "and before the next one and repeat_seconds"),
        ("count = 6", "repeat_seconds = 20_000", "operators[1].repeat_seconds is about shifts"),
        ("speed = 1.2", "speed = 0", "operators[2].speed is 0; it must be at least"),
        ("speed = 1.2", "speed = nan", "operators[2].speed must be a number"),
        ("speed = 1.2", "pace = 1.2", "operators[2].pace is not known; known are"),
        ("[[queue]]", "[queue]", "this is not TOML"),
    ],
)
def test_a_mistake_is_refused_by_its_name_with_a_remedy(wrong: str, instead: str, said: str) -> None:
    assert wrong in EVERYTHING
    text = EVERYTHING.replace(wrong, instead, 1)
    with pytest.raises(ScenarioRefused) as refused:
        scenario(text)
    assert said in str(refused.value)


def test_what_is_missing_is_named() -> None:
    for text, said in (
        ("", "there is no [[queue]]; write at least one"),
        ("queue = 1", "queue must be written as [[queue]], once for each"),
        ("[[queue]]", "queue[1].name is missing"),
        (PLAIN.replace("count = 11", "count = 0"), "nobody is there"),
        (PLAIN.replace("rate_per_hour = 200.0", ""), "arrivals[1].rate_per_hour is missing"),
    ):
        with pytest.raises(ScenarioRefused) as refused:
            scenario(text)
        assert said in str(refused.value)


def test_a_file_that_cannot_be_read_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"\xff")
    with pytest.raises(ScenarioRefused, match=r"a\.toml cannot be read"):
        read(tmp_path / "a.toml")
    (tmp_path / "b.toml").write_text("x = 1")
    with pytest.raises(ScenarioRefused, match=r"b\.toml: x is not known"):
        read(tmp_path / "b.toml")
    with pytest.raises(ScenarioRefused, match="neither a file nor an example; examples are"):
        command.load("nothing", None)
