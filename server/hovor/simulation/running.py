"""One run of a scenario, from an empty floor to the books of it."""

from collections.abc import Callable
from typing import Final

from hovor.foundation.clock import Instant
from hovor.simulation import router as routers
from hovor.simulation.absences import Absences
from hovor.simulation.floor import Floor
from hovor.simulation.offering import Offering
from hovor.simulation.people import Log
from hovor.simulation.records import Attendance, Outcome, added
from hovor.simulation.router import Router
from hovor.simulation.scenario import Scenario

Progress = Callable[[float], None]
"""Is told now and then which share of the horizon is done."""

_TICKS: Final = 200


def simulate(
    scenario: Scenario,
    *,
    router: Router | None = None,
    log: Log | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Runs until all who came within the horizon have been answered or have left, and at the latest after as
    long again. The same scenario gives the same outcome and the same log.
    """
    return _Run(scenario, router or routers.production(scenario), log).run(progress)


class _Run:
    def __init__(self, scenario: Scenario, router: Router, log: Log | None) -> None:
        self._scenario = scenario
        self._floor = Floor(scenario, router, log)
        self._offering = Offering(self._floor, router, scenario)
        Absences(self._floor, self._offering, scenario)
        self._attendance: list[list[Attendance]] = []

    def run(self, progress: Progress | None) -> Outcome:
        floor, scenario = self._floor, self._scenario
        begin, length = floor.counts_from, floor.counts_until - floor.counts_from
        for place in range(scenario.batches + 1):
            floor.agenda.plan(begin + length * place // scenario.batches, self._closes_batch, None)
        # So that the very last moment does not depend on what else is planned.
        floor.agenda.plan(floor.latest, self._passes, None)
        if progress is not None:
            for place in range(1, _TICKS + 1):
                at = floor.counts_until * place // _TICKS
                floor.agenda.plan(at, self._tells(progress), place / _TICKS)
        floor.open_doors()
        floor.agenda.run(self._is_over)
        floor.close()
        self._close_books()
        return Outcome(
            records=[each.record for each in floor.streams],
            attendance=self._attendance[1:-1],
            whole=[added(of_one) for of_one in zip(*self._attendance, strict=True)],
            totals=floor.totals,
            ended_at=floor.agenda.now,
        )

    def _is_over(self) -> bool:
        floor = self._floor
        now: Instant = floor.agenda.now
        return now >= floor.counts_until and (not floor.open or now >= floor.latest)

    def _closes_batch(self, _: object, __: int) -> None:
        self._close_books()

    def _passes(self, _: object, __: int) -> None:
        """Time has come as far as that."""

    def _close_books(self) -> None:
        now = self._floor.agenda.now
        self._attendance.append([each.closes_the_books(now) for each in self._floor.people.values()])

    def _tells(self, progress: Progress) -> Callable[[float, int], None]:
        def tell(share: float, _: int) -> None:
            progress(share)

        return tell
