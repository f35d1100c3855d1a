"""`hovor simulate` as its users meet it: results in words and as a document, files, refusals, exit codes."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from hovor import cli
from hovor.simulation import identities
from hovor.simulation.identities import Check
from tests.commands.shell import Shell
from tests.simulation.scenarios import EVERYTHING, PLAIN


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Commands in a folder with two scenarios."""
    (tmp_path / "plain.toml").write_text(PLAIN)
    (tmp_path / "all.toml").write_text(EVERYTHING)
    return Shell(tmp_path)


def test_results_in_words_and_as_a_document_with_theory_beside_them(shell: Shell) -> None:
    said = shell.hovor("simulate", "plain.toml", "--theory")
    assert (said.code, said.err) == (0, "")
    assert "service level" in said.out
    assert "theory" in said.out
    assert "✓ Little's law" in said.out
    document = shell.hovor("simulate", "plain.toml", "--theory", "--json").document
    assert set(document) == {"seed", "queues", "total", "checks", "theory"}
    assert document["queues"]["sales"] == document["total"]
    level = document["total"]["service_level"]
    assert abs(level["mean"] - document["theory"]["service_level"]) < 2 * level["half_width"]
    other = shell.hovor("simulate", "plain.toml", "--seed", "2", "--json").document
    assert other["seed"] == 2
    assert other["total"] != document["total"]


CONTRACT = """
seed = 1
horizon_seconds = 200_000
warm_up_seconds = 5_000
[[queue]]
name = "sales"
service_target_seconds = 20
discipline = "longest_waiting"
[[arrivals]]
queue = "sales"
rate_per_hour = 200.0
handle_seconds = {exponential = 180.0}
patience_seconds = {exponential = 120.0}
class = 1
skills = ["cs"]
units = 1
[[operators]]
count = 14
queues = ["sales"]
capacity_units = 1
skills = {cs = 3}
speed = 1.0
"""


def test_the_scenario_of_the_contract_runs_and_agrees_with_theory(shell: Shell) -> None:
    (shell.folder / "contract.toml").write_text(CONTRACT)
    document = shell.hovor("simulate", "contract.toml", "--theory", "--json").document
    for name in ("probability_of_wait", "mean_wait_seconds", "service_level", "abandonment", "occupancy"):
        found = document["total"][name]
        assert abs(found["mean"] - document["theory"][name]) < 2 * found["half_width"], name


def test_a_scenario_beyond_theory_says_so_and_tells_its_streams_apart(shell: Shell) -> None:
    said = shell.hovor("simulate", "all.toml", "--theory", "--chart", "day.svg")
    assert "Theory does not know this scenario: there are several queues" in said.out
    assert "Queue service" in said.out
    assert "Mean waits" in said.out
    drawn = ET.parse(shell.folder / "day.svg").getroot()  # noqa: S314  it is our own
    assert drawn.get("role") == "img"
    assert "service: waits up to" in (drawn.get("aria-label") or "")
    assert "prefers-color-scheme: dark" in ET.tostring(drawn, encoding="unicode")
    document = shell.hovor("simulate", "all.toml", "--json").document
    assert set(document["arrivals"]) == {"calls", "chats"}


def test_how_many_operators_are_enough(shell: Shell) -> None:
    said = shell.hovor("simulate", "plain.toml", "--enough-for", "80/20")
    assert "of operators 1 are enough for 80% within 20 s." in said.out
    assert "Erlang C, in which nobody leaves, says 14." in said.out
    document = shell.hovor("simulate", "plain.toml", "--enough-for", "80/20", "--json").document
    enough = document["enough"]
    assert document["tried"][str(enough)]["mean"] >= 0.8 > document["tried"][str(enough - 1)]["mean"]
    assert "Say of whom with --of" in shell.hovor("simulate", "all.toml", "--enough-for", "80/20").refused()


def test_examples_are_listed_and_printed(shell: Shell) -> None:
    listed = shell.hovor("simulate", "--examples")
    assert "small-shop" in listed.out.split()
    printed = shell.hovor("simulate", "small-shop", "--examples")
    (shell.folder / "mine.toml").write_text(printed.out)
    assert "[[queue]]" in printed.out


def test_mistakes_are_refused_with_a_remedy(shell: Shell) -> None:
    (shell.folder / "wrong.toml").write_text(PLAIN.replace("count", "cuont"))
    said = shell.hovor("simulate", "wrong.toml").refused()
    assert "wrong.toml: operators[1].cuont is not known; did you mean count?" in said
    assert "neither a file nor an example" in shell.hovor("simulate", "none.toml").refused()
    assert "There is no folder" in shell.hovor("simulate", "plain.toml", "--chart", "no/a.svg").refused()
    for words in (
        ("simulate",),
        ("simulate", "plain.toml", "--enough-for", "80"),
        ("simulate", "--seed", "-1"),
    ):
        wrong = shell.hovor(*words)
        assert (wrong.code, wrong.out) == (2, "")


def test_a_run_that_contradicts_itself_ends_with_three(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        identities, "_littles_law", lambda _: Check("Little's law", holds=False, says="1 is not 2")
    )
    with pytest.raises(SystemExit) as ended:
        cli.application(["simulate", str(shell.folder / "plain.toml")])
    assert ended.value.code == 3
    assert "The simulator is wrong" in capsys.readouterr().err
