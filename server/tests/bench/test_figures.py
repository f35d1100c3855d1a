"""Figures, goals, charts and pages: what is shown is what was measured."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bench import page, results
from bench.figures import Figure, percentile, ratio_by_round, shown, summarise
from bench.goals import judge
from bench.results import Results, as_text
from bench.svg import Bar, bars

VALUES = st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=50)


def figure(value: float, *, contestant: str = "hovor", number: int = 1, metric: str = "p99") -> Figure:
    return Figure(
        part="talking",
        contestant=contestant,
        case="200 conv., 200/s",
        metric=metric,
        unit="ms",
        value=value,
        round=number,
    )


def a_run(*figures: Figure) -> Results:
    return Results(
        taken_at="2026-11-29T10:00:00+00:00",
        seconds=61,
        rounds=2,
        seconds_each=1,
        database="sqlite",
        conditions={"processor": "a | b"},
        notes=["Prosody is not in this run."],
        figures=summarise(figures),
        goals=judge(figures),
    )


@given(VALUES, st.floats(0, 1))
def test_a_percentile_is_one_of_the_values_and_has_its_share_below(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-6 * len(values)


def test_percentiles_of_a_hundred_values() -> None:
    values = [float(value) for value in range(100)]
    assert (percentile(values, 0.5), percentile(values, 0.99), percentile(values, 1)) == (50, 99, 99)
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0.00"), (0.0123, "0.012"), (0.5, "0.50"), (12.34, "12.3"), (12_345.6, "12,346")]
)
def test_values_are_shown_with_what_counts(value: float, text: str) -> None:
    assert shown(value) == text


def test_rounds_become_a_median_and_a_range() -> None:
    (summary,) = summarise([figure(3), figure(1, number=2), figure(2, number=3)])
    assert (summary.median, summary.low, summary.high, summary.values) == (2, 1, 3, 3)


def test_ratios_are_made_within_a_round() -> None:
    case = "200 conv., 200/s"
    figures = [
        figure(1),
        figure(10, contestant="prosody-wal"),
        figure(9, number=2),
        figure(18, contestant="prosody-wal", number=2),
        figure(5, number=3),
    ]
    assert ratio_by_round(figures, "p99", ("hovor", case), ("prosody-wal", case)) == [0.1, 0.5]


def test_goals_say_what_was_met_missed_and_not_measured() -> None:
    checks = judge([figure(1), figure(10, contestant="prosody-wal"), figure(2, contestant="prosody")])
    verdicts = {check.what: check.verdict for check in checks}
    assert verdicts["p99 at 200 messages/s, of Prosody with WAL"] == "met"
    assert verdicts["p99, of Prosody as packaged"] == "missed by a factor of 2.50"
    assert verdicts["loader, compressed"] == "not in this run"


@example(drawn=[("least", 5e-324), ("most", 1e9)], logarithmic=True)
@given(
    drawn=st.lists(st.tuples(st.text(max_size=30), st.floats(0, 1e9)), min_size=1, max_size=6),
    logarithmic=st.booleans(),
)
def test_charts_are_well_formed_whatever_they_show(drawn: list[tuple[str, float]], logarithmic: bool) -> None:
    shown_as = [Bar(label.translate(CONTROLS), value, ours=True) for label, value in drawn]
    chart = bars('<"&', "below", shown_as, logarithmic=logarithmic)
    root = ET.fromstring(chart)  # noqa: S314  our own
    assert len(root.findall("{http://www.w3.org/2000/svg}rect")) == len(drawn)


CONTROLS = dict.fromkeys((*range(32), *range(127, 160), *range(55296, 57344), 65534, 65535))


def test_every_table_has_its_place_in_the_page_and_may_be_filled_again() -> None:
    text = page.PAGE.read_text()
    tables = page.tables(a_run(figure(1), figure(2, number=2)))
    for name, table in tables.items():
        once = page.filled(text, name, table)
        assert table in once
        assert page.filled(once, name, table) == once
    with pytest.raises(ValueError, match="no place"):
        page.filled(text, "nothing of this name", "")


def test_the_printed_scorecard_holds_figures_goals_and_notes() -> None:
    text = as_text(a_run(figure(1.5), figure(10, contestant="prosody-wal")))
    assert "200 conv., 200/s" in text
    assert "met" in text
    assert "Prosody is not in this run." in text


def test_results_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    run = a_run(figure(1))
    results.write(run, tmp_path / "results.json")
    assert results.read(tmp_path / "results.json") == run
