"""What operators make of offers: they accept after a while, decline, or let the deadline pass."""

from typing import Final

from hovor.routing.engine import Past
from hovor.simulation.chance import lengths, microseconds, stream
from hovor.simulation.floor import Floor
from hovor.simulation.people import OFFERED, Conversation, Person
from hovor.simulation.router import Router
from hovor.simulation.scenario import Scenario

DECLINED: Final = "declined"
TIMED_OUT: Final = "timed_out"
WITHDRAWN: Final = "withdrawn"


class Offering:
    """Offers to those who do not have a conversation at once. Each operator acts by chance of his own."""

    def __init__(self, floor: Floor, router: Router, scenario: Scenario) -> None:
        self._floor = floor
        self._router = router
        self._deadline = microseconds(scenario.offers.deadline_seconds)
        slow = [each for each in floor.people.values() if not each.at_once]
        self._chance = {each.id: stream(scenario.seed, "offers", each.id) for each in slow}
        self._rings = {
            each.id: lengths(each.rules.ring, self._chance[each.id])
            for each in slow
            if each.rules.ring is not None
        }
        floor.offer = self.offer

    def offer(self, conversation: Conversation, person: Person) -> None:
        """It is reserved for him until he answers, or the deadline."""
        now, rules = self._floor.agenda.now, person.rules
        conversation.state = OFFERED
        conversation.operator = person
        conversation.offered_at = now
        conversation.token += 1
        person.offered[conversation.id] = conversation
        self._floor.log(now, "offered", conversation.id, person.id)
        drawn = self._chance[person.id].random()
        ring = round(self._rings[person.id]()) if person.id in self._rings else 0
        plan = self._floor.agenda.plan
        if drawn < rules.misses or ring >= self._deadline:
            plan(now + self._deadline, self._times_out, conversation, conversation.token)
        elif drawn < rules.misses + rules.declines:
            plan(now + ring, self._declines, conversation, conversation.token)
        else:
            plan(now + ring, self._accepts, conversation, conversation.token)

    def withdraw_all(self, person: Person) -> None:
        """What he is offered goes back to the line, without blame."""
        for each in list(person.offered.values()):
            self._back_to_the_line(each, WITHDRAWN)

    def _accepts(self, conversation: Conversation, token: int) -> None:
        person = conversation.operator
        if token != conversation.token or person is None:
            return
        person.settle(self._floor.agenda.now)
        del person.offered[conversation.id]
        self._floor.connect(conversation, person)

    def _declines(self, conversation: Conversation, token: int) -> None:
        if token == conversation.token:
            self._ends_in_vain(conversation, DECLINED)

    def _times_out(self, conversation: Conversation, token: int) -> None:
        if token == conversation.token:
            self._ends_in_vain(conversation, TIMED_OUT)

    def _ends_in_vain(self, conversation: Conversation, outcome: str) -> None:
        person = self._back_to_the_line(conversation, outcome)
        self._floor.tell(person)
        self._floor.decide()

    def _back_to_the_line(self, conversation: Conversation, outcome: str) -> Person:
        floor, person = self._floor, conversation.operator
        assert person is not None  # noqa: S101  it is offered to somebody
        now = floor.agenda.now
        conversation.token += 1
        floor.end_offer(conversation, person)
        self._router.note_past(Past(conversation.id, person.id, conversation.offered_at, now, outcome))
        floor.put(conversation)
        floor.log(now, outcome.replace("_", " "), conversation.id, person.id)
        return person
