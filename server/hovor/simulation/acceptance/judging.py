"""The judgement over a case: run, identities, each value within its band."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from hovor.simulation.acceptance import disciplines, erlang, others, skills
from hovor.simulation.acceptance.cases import Case, Seen
from hovor.simulation.estimates import Estimate
from hovor.simulation.identities import checks, verify
from hovor.simulation.records import Outcome
from hovor.simulation.scenario import Scenario

CONFIDENCE: Final = 0.99


@dataclass(frozen=True, slots=True)
class Finding:
    """One value of a case and its band. `truth` None: it only has to lie below 0."""

    case: str
    name: str
    truth: float | None
    mean: float
    band: float

    @property
    def within(self) -> bool:
        """Whether it is as it must be."""
        return self.mean < 0 if self.truth is None else abs(self.mean - self.truth) <= self.band

    def document(self) -> dict[str, object]:
        """For a program."""
        return {
            "case": self.case,
            "name": self.name,
            "truth": self.truth,
            "mean": self.mean,
            "half_width_99": self.band,
            "within": self.within,
        }

    def sentence(self) -> str:
        """For a terminal."""
        mark = "✓" if self.within else "✗"
        truth = "below 0" if self.truth is None else f"theory {self.truth:.7g}"
        return f"{mark} {self.case:6}{self.name:38}{self.mean:12.6g} +- {self.band:<9.2g} {truth}"


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with what was found."""

    case: Case
    findings: list[Finding]
    wait: Estimate


def cases() -> list[Case]:
    """All of them, in the order of the theory's pages."""
    return [*erlang.cases(), *disciplines.cases(), *skills.cases(), *others.cases()]


def judge(case: Case, run: Callable[[Scenario], Outcome]) -> Judged:
    """All values of a case. Raises `SimulatorWrong` when the run itself contradicts what must always hold."""
    outcome = run(case.scenario)
    verify(checks(outcome, case.scenario))
    seen = Seen(outcome, case.scenario)
    wait = seen.whole.mean_wait()
    assert wait is not None, f"{case.name} is too short"  # noqa: S101  cases are ours
    return Judged(case, list(_findings(case, seen)), wait)


def between(judged: Sequence[Judged]) -> list[Finding]:
    """Each skill that operators have more makes the waits shorter."""
    of_skills = [each for each in judged if each.case.name in skills.NAMES]
    return [
        Finding(
            after.case.name,
            f"mean wait, less that of {before.case.name}",
            None,
            after.wait.mean - before.wait.mean,
            math.hypot(after.wait.half_width(CONFIDENCE), before.wait.half_width(CONFIDENCE)),
        )
        for before, after in pairwise(of_skills)
    ]


def _findings(case: Case, seen: Seen) -> Iterator[Finding]:
    for each in case.expects:
        estimate = each.measure(seen)
        assert estimate is not None, f"{case.name} is too short for {each.name}"  # noqa: S101  cases are ours
        band = math.hypot(estimate.half_width(CONFIDENCE), each.sure)
        yield Finding(case.name, each.name, each.truth, estimate.mean, band)
