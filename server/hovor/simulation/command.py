"""What `hovor simulate` does, apart from the terminal: the file, the run, its checks, words and documents."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from hovor.foundation.clock import Instant
from hovor.simulation import comparison, report
from hovor.simulation.acceptance.judging import Finding, Judged, between, cases, judge
from hovor.simulation.chart import chart
from hovor.simulation.fields import ScenarioRefused
from hovor.simulation.identities import Check, SimulatorWrong, checks, verify
from hovor.simulation.measures import measured, results
from hovor.simulation.people import Log
from hovor.simulation.reading import read, scenario
from hovor.simulation.records import Outcome
from hovor.simulation.running import Progress, simulate
from hovor.simulation.scenario import Scenario
from hovor.simulation.staffing import Goal, fewest
from hovor.simulation.theory import fewest_operators

__all__ = ["Answer", "SimulatorWrong", "Wish", "acceptance", "enough", "examples", "load", "run", "text_of"]

_EXAMPLES: Final = files("hovor.simulation") / "examples"
_ENDING: Final = ".toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted beside the results: files to write, and what theory says."""

    chart: Path | None = None
    log: Path | None = None
    theory: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The same as a document and in words. `good`: all is as it must be."""

    document: dict[str, Any]
    sentences: list[str]
    good: bool = True


def examples() -> list[str]:
    """Names of the scenarios that come with Hovor."""
    return sorted(
        each.name.removesuffix(_ENDING) for each in _EXAMPLES.iterdir() if each.name.endswith(_ENDING)
    )


def text_of(name: str) -> str:
    """The text of an example. Raises `ScenarioRefused`."""
    if name not in examples():
        raise ScenarioRefused(
            f"{name} is neither a file nor an example; examples are {', '.join(examples())}."
        )
    return (_EXAMPLES / f"{name}{_ENDING}").read_text(encoding="utf-8")


def load(name: str, seed: int | None) -> Scenario:
    """The scenario in a file, or the example of that name; with this seed, if one is given. Raises
    `ScenarioRefused`.
    """
    found = read(Path(name)) if Path(name).exists() else scenario(text_of(name))
    return found if seed is None else found.with_seed(seed)


def run(found: Scenario, wish: Wish, title: str, progress: Progress | None) -> Answer:
    """Simulates, checks and measures. Raises `SimulatorWrong` when the run contradicts itself."""
    for file in (wish.chart, wish.log):
        _require_folder(file)
    with _log_into(wish.log) as log:
        outcome = simulate(found, log=log, progress=progress)
    checked = checks(outcome, found)
    verify(checked)
    if wish.chart is not None:
        wish.chart.write_text(chart(outcome, found, title), encoding="utf-8")
    return _answer(outcome, found, checked, with_theory=wish.theory)


def enough(found: Scenario, goal: Goal, name: str | None, progress: Callable[[str], None]) -> Answer:
    """How many operators are enough. Raises `NobodyIsEnough` and `SimulatorWrong`."""

    def checked_run(tried: Scenario) -> Outcome:
        outcome = simulate(tried)
        verify(checks(outcome, tried))
        progress(", ".join(f"{each.count} of {each.name}" for each in tried.operators))
        return outcome

    known = fewest(found, goal, name, checked_run)
    by_theory = _erlang_c(found, goal)
    document = {
        "operators": known.name,
        "enough": known.count,
        "erlang_c": by_theory,
        "tried": {str(count): level.document() for count, level in known.tried.items()},
    }
    return Answer(document, report.of_staffing(known, goal, by_theory))


def acceptance(seed: int | None, progress: Callable[[str], None]) -> Answer:
    """Everything that theory knows, each value held against its band. Raises `SimulatorWrong`."""
    judged: list[Judged] = []
    for case in cases():
        judged.append(judge(case if seed is None else case.seeded(seed), simulate))
        _tell(judged[-1].findings, progress)
    orders = between(judged)
    _tell(orders, progress)
    found = [*(each for one in judged for each in one.findings), *orders]
    outside = [each for each in found if not each.within]
    said = f"{len(found) - len(outside)} of {len(found)} values lie within their 99 % bands."
    document = {"values": [each.document() for each in found], "outside": len(outside)}
    return Answer(document, [said], good=not outside)


def _tell(found: list[Finding], progress: Callable[[str], None]) -> None:
    for each in found:
        progress(each.sentence())


def _answer(outcome: Outcome, found: Scenario, checked: list[Check], *, with_theory: bool) -> Answer:
    document: dict[str, Any] = {"seed": found.seed, **results(outcome, found)}
    if len(found.arrivals) > 1:
        document["arrivals"] = {
            each.rules.name: measured(outcome, found, [each]).metrics() for each in outcome.records
        }
    document["checks"] = [each.document() for each in checked]
    known = comparison.expected(found) if with_theory else None
    if with_theory:
        document["theory"] = known
    sentences = [*report.of_results(document, known), *report.of_checks(checked)]
    if with_theory and known is None:
        sentences.append(f"Theory does not know this scenario: {comparison.why_unknown(found)}.")
    return Answer(document, sentences)


def _erlang_c(found: Scenario, goal: Goal) -> int | None:
    """The answer of the planner's formula, where it can be asked: as if nobody left."""
    if comparison.why_not_comparable(found):
        return None
    rate = sum(each.rates[0][1] for each in found.arrivals) / 3600
    handle = found.arrivals[0].handle.mean / found.operators[0].speed
    return fewest_operators(rate, handle, goal.share, goal.seconds)


def _require_folder(file: Path | None) -> None:
    if file is not None and not file.resolve().parent.is_dir():
        raise ScenarioRefused(f"There is no folder {file.resolve().parent}; make it first.")


@contextmanager
def _log_into(file: Path | None) -> Iterator[Log | None]:
    """Writes a line for everything that happens: microseconds, what, conversation, operator."""
    if file is None:
        yield None
        return
    with file.open("w", encoding="utf-8") as lines:

        def log(now: Instant, what: str, conversation: str, operator: str) -> None:
            lines.write(f"{now}\t{what}\t{conversation}\t{operator}\n")

        yield log
