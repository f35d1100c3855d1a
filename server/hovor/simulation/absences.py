"""Operators who are not there: away for a while, off their shift, or lost with their connection."""

from collections.abc import Callable
from typing import Final

from hovor.simulation.chance import lengths, microseconds, stream
from hovor.simulation.floor import Floor
from hovor.simulation.offering import Offering
from hovor.simulation.people import Person
from hovor.simulation.scenario import Absence, Scenario

AWAY: Final = "away"
OFFLINE: Final = "offline"
LOST: Final = "connection_lost"

_Doing = Callable[[Person, int], None]


class Absences:
    """Who goes away or ends his shift keeps what he has and is given nothing new. Who is lost serves nobody
    until he is back; if that takes too long, his conversations go to others, in their old place.
    """

    def __init__(self, floor: Floor, offering: Offering, scenario: Scenario) -> None:
        self._floor = floor
        self._offering = offering
        self._seed = scenario.seed
        self._restore = microseconds(scenario.offers.restore_seconds)
        for person in floor.people.values():
            if person.rules.shifts is not None:
                self._plan_shifts(person, person.rules.shifts)
            if person.rules.away is not None:
                self._plan_again(person, person.rules.away, AWAY, (self._goes_away, self._is_back))
            if person.rules.crashes is not None:
                self._plan_again(person, person.rules.crashes, LOST, (self._is_lost, self._is_restored))

    def _plan_shifts(self, person: Person, shifts: tuple[tuple[float, float], ...]) -> None:
        person.refuse(OFFLINE, on=True)
        for begin, end in shifts:
            self._plan_daily(person, begin, self._begins_shift)
            self._plan_daily(person, end, self._ends_shift)

    def _plan_daily(self, person: Person, at: float, doing: _Doing) -> None:
        """Once, or again and again when his shifts repeat."""
        repeat, agenda = person.rules.repeat_seconds, self._floor.agenda

        def do(_: object, __: int) -> None:
            if repeat is not None:
                agenda.plan(agenda.now + microseconds(repeat), do, person)
            doing(person, 0)

        agenda.plan(microseconds(at), do, person)

    def _plan_again(self, person: Person, rules: Absence, what: str, doings: tuple[_Doing, _Doing]) -> None:
        """There for a while, gone for a while, and so on."""
        chance, agenda = stream(self._seed, what, person.id), self._floor.agenda
        after, lasts = lengths(rules.after, chance), lengths(rules.lasts, chance)
        goes, comes = doings

        def leave(_: object, __: int) -> None:
            agenda.plan(agenda.now + round(lasts()), come, person)
            goes(person, 0)

        def come(_: object, __: int) -> None:
            agenda.plan(agenda.now + round(after()), leave, person)
            comes(person, 0)

        agenda.plan(round(after()), leave, person)

    def _begins_shift(self, person: Person, _: int) -> None:
        self._comes(person, OFFLINE, "comes")

    def _ends_shift(self, person: Person, _: int) -> None:
        self._goes(person, OFFLINE, "goes")

    def _goes_away(self, person: Person, _: int) -> None:
        self._goes(person, AWAY, "away")

    def _is_back(self, person: Person, _: int) -> None:
        self._comes(person, AWAY, "back")

    def _is_lost(self, person: Person, _: int) -> None:
        floor = self._floor
        person.connected = False
        person.losses += 1
        floor.change_pace(person)
        floor.agenda.plan(floor.agenda.now + self._restore, self._is_rescued, person, person.losses)
        self._goes(person, LOST, "lost")

    def _is_restored(self, person: Person, _: int) -> None:
        person.connected = True
        self._floor.change_pace(person)
        self._comes(person, LOST, "restored")

    def _is_rescued(self, person: Person, losses: int) -> None:
        """He has been lost for too long: what he has goes back to the line."""
        floor = self._floor
        if person.connected or person.losses != losses or not person.in_hand:
            return
        for each in list(person.in_hand.values()):
            floor.let_go(each)
            each.rescued = True
            floor.waits(each)
            floor.log(floor.agenda.now, "rescued", each.id, person.id)
        floor.tell(person)
        floor.decide()

    def _goes(self, person: Person, code: str, word: str) -> None:
        floor = self._floor
        person.settle(floor.agenda.now)
        person.refuse(code, on=True)
        floor.log(floor.agenda.now, word, "", person.id)
        self._offering.withdraw_all(person)
        floor.tell(person)
        floor.decide()

    def _comes(self, person: Person, code: str, word: str) -> None:
        floor = self._floor
        person.settle(floor.agenda.now)
        person.refuse(code, on=False)
        floor.log(floor.agenda.now, word, "", person.id)
        floor.tell(person)
        floor.decide()
