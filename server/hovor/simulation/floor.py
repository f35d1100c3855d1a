"""The floor of a contact centre: clients come and leave, the engine decides, conversations go on and end."""

from collections.abc import Callable

from hovor.foundation.clock import Instant
from hovor.routing.engine import Waiting
from hovor.simulation.agenda import Agenda
from hovor.simulation.chance import microseconds
from hovor.simulation.people import OFFERED, OVER, SERVED, WAITS, Conversation, Loads, Log, Person
from hovor.simulation.records import ABANDONED, ANSWERED, CALLED_BACK, Totals
from hovor.simulation.router import Router
from hovor.simulation.scenario import Scenario
from hovor.simulation.streams import Stream


def unheard(now: Instant, what: str, conversation: str, operator: str) -> None:
    """A log that nobody reads."""


class Floor:
    """Everything that is true at one instant, and the changes of it. `offer` is what becomes of a decision
    for an operator who does not have it at once.
    """

    def __init__(self, scenario: Scenario, router: Router, log: Log | None) -> None:
        self.agenda = Agenda()
        self.totals = Totals()
        self.log = log or unheard
        self.counts_from = microseconds(scenario.warm_up_seconds)
        self.counts_until = self.counts_from + microseconds(scenario.horizon_seconds)
        self.latest = 2 * self.counts_until - self.counts_from
        """So much longer at most it goes on, for those who came within the horizon and still wait."""
        self.open = 0
        """How many of those who came within the horizon nobody has answered and have not left."""
        self.offer: Callable[[Conversation, Person], None] = self.connect
        self._router = router
        self._conversations: dict[str, Conversation] = {}
        self._waiting = 0
        self._waiting_since: Instant = 0
        self._wakes: Instant | None = None
        kinds = tuple(dict.fromkeys(each.kind for each in scenario.arrivals))
        rules = {each.name: each for each in scenario.queues}
        self.streams = [
            Stream(each, rules[each.queue], scenario.seed, kinds.index(each.kind))
            for each in scenario.arrivals
        ]
        loads = Loads(kinds)
        self.people = {
            person.id: person
            for group in scenario.operators
            for number in range(1, group.count + 1)
            for person in [Person(f"{group.name} {number:0{len(str(group.count))}}", group, loads, kinds)]
        }

    def open_doors(self) -> None:
        """The first moment: everybody takes his place, the first clients are on their way."""
        for person in self.people.values():
            self.tell(person)
        for each in self.streams:
            self._plan_arrival(each)

    # -- clients

    def _plan_arrival(self, source: Stream) -> None:
        at = source.arrival.after(self.agenda.now)
        if at is not None:
            self.agenda.plan(at, self._arrives, source)

    def _arrives(self, source: Stream, _: int) -> None:
        now, record, work = self.agenda.now, source.record, source.work()
        conversation = Conversation(source, record.enters(now), now, work)
        record.work_drawn += work
        limit, callback_after = source.patience(), source.callback_after()
        self.totals.entered += 1
        if self.counts_from <= now < self.counts_until:
            conversation.counted = True
            self.open += 1
        self._conversations[conversation.id] = conversation
        self.log(now, "entered", conversation.id, "")
        self.waits(conversation)
        self._plan_arrival(source)
        self.decide()
        if conversation.state == SERVED:
            return
        if callback_after is not None and (limit is None or callback_after < limit):
            self.agenda.plan(now + callback_after, self._asks_for_callback, conversation)
        elif limit is not None and now + limit < self.latest:
            self.agenda.plan(now + round(limit), self._leaves, conversation)

    def waits(self, conversation: Conversation) -> None:
        """It stands in the line, for the first time or after its operator was lost."""
        conversation.since = self.agenda.now
        self._count_waiting(1)
        self.put(conversation)

    def put(self, conversation: Conversation) -> None:
        """Tells the engine that it waits. Its age is that of its arrival, whatever happened since."""
        conversation.state = WAITS
        conversation.operator = None
        source = conversation.source
        rules = source.rules
        self._router.put_waiting(
            Waiting(
                id=conversation.id,
                version=1,
                queue_id=rules.queue,
                group_id=rules.queue,
                operator_id=None,
                channel_id=rules.kind,
                channel_kind=rules.kind,
                exclusive=rules.exclusive,
                priority_class=rules.priority_class,
                age_base=conversation.entered,
                rescued=conversation.rescued,
                steps=source.steps,
                explained=True,
            )
        )

    def _asks_for_callback(self, conversation: Conversation, _: int) -> None:
        if conversation.state in {WAITS, OFFERED} and not conversation.answered:
            conversation.called_back = True
            conversation.source.record.at_risk += self.agenda.now - conversation.entered
            self.log(self.agenda.now, "asks for callback", conversation.id, "")

    def _leaves(self, conversation: Conversation, _: int) -> None:
        if conversation.answered or conversation.state == OVER:
            return
        now, person = self.agenda.now, conversation.operator
        if person is None:
            self._router.drop_waiting(conversation.id)
        else:
            self.end_offer(conversation, person)
        conversation.state = OVER
        conversation.token += 1
        self._count_waiting(-1)
        self.totals.abandoned += 1
        conversation.source.record.at_risk += self._first_wait(conversation, ABANDONED)
        del self._conversations[conversation.id]
        self.log(now, "left", conversation.id, "")
        if person is not None:
            self.tell(person)
            self.decide()

    # -- decisions

    def tell(self, person: Person) -> None:
        """Tells the engine how an operator is now."""
        self._router.put_operator(person.facts())

    def decide(self) -> None:
        """Whatever the engine decides now."""
        now = self.agenda.now
        for given in self._router.decide(now):
            conversation, person = self._conversations[given.conversation_id], self.people[given.operator_id]
            person.settle(now)
            person.takes(conversation.source)
            if person.at_once:
                self.connect(conversation, person)
            else:
                self.offer(conversation, person)
        wake = self._router.wake_at
        if wake is not None and (self._wakes is None or wake < self._wakes):
            self._wakes = max(wake, now + 1)
            self.agenda.plan(self._wakes, self._wake, None)

    def _wake(self, _subject: object, _token: int) -> None:
        if self._wakes == self.agenda.now:
            self._wakes = None
            self.decide()

    def end_offer(self, conversation: Conversation, person: Person) -> None:
        """It is not offered to him any more; the engine is told of him by whoever ends it."""
        person.settle(self.agenda.now)
        del person.offered[conversation.id]
        person.loses(conversation.source)

    # -- service

    def connect(self, conversation: Conversation, person: Person) -> None:
        """He has it from now on."""
        now = self.agenda.now
        self._count_waiting(-1)
        if conversation.answered:
            self.totals.rescue_waits += now - conversation.since
        else:
            conversation.answered = True
            self.totals.answered += 1
            if conversation.called_back:
                self._first_wait(conversation, CALLED_BACK)
            else:
                conversation.source.record.at_risk += self._first_wait(conversation, ANSWERED)
        conversation.state = SERVED
        conversation.operator = person
        conversation.since = now
        conversation.paced_at = now
        person.in_hand[conversation.id] = conversation
        if person.even and person.connected:
            self._go_on(conversation, person.pace())
        else:
            self.change_pace(person)
        self.log(now, "answered", conversation.id, person.id)

    def change_pace(self, person: Person) -> None:
        """All his conversations go on at another rate."""
        pace = person.pace() if person.in_hand else 0.0
        for each in person.in_hand.values():
            each.work -= (self.agenda.now - each.paced_at) * each.pace
            self._go_on(each, pace)

    def _go_on(self, conversation: Conversation, pace: float) -> None:
        now = self.agenda.now
        conversation.pace = pace
        conversation.paced_at = now
        conversation.token += 1
        if pace:
            end = now + max(0, round(conversation.work / pace))
            self.agenda.plan(end, self._ends, conversation, conversation.token)

    def _ends(self, conversation: Conversation, token: int) -> None:
        if token != conversation.token:
            return
        person = self.let_go(conversation)
        person.idle_since = self.agenda.now
        conversation.state = OVER
        del self._conversations[conversation.id]
        self.log(self.agenda.now, "ended", conversation.id, person.id)
        self.tell(person)
        self.decide()

    def let_go(self, conversation: Conversation) -> Person:
        """It is not his any more; whose it was."""
        now, person = self.agenda.now, conversation.operator
        assert person is not None  # noqa: S101  it is in somebody's hand
        person.settle(now)
        self.totals.handled += now - conversation.since
        conversation.work -= (now - conversation.paced_at) * conversation.pace
        conversation.pace = 0.0
        conversation.token += 1
        del person.in_hand[conversation.id]
        person.loses(conversation.source)
        if not person.even:
            self.change_pace(person)
        return person

    # -- books

    def _first_wait(self, conversation: Conversation, outcome: int) -> Instant:
        if conversation.counted:
            self.open -= 1
        return conversation.source.record.ends(conversation.place, self.agenda.now, outcome)

    def _count_waiting(self, change: int) -> None:
        now = self.agenda.now
        self.totals.waiting_area += self._waiting * (now - self._waiting_since)
        self._waiting_since = now
        self._waiting += change

    def close(self) -> None:
        """The end: what is still open is booked as it stands."""
        now = self.agenda.now
        self._count_waiting(0)
        self.totals.still_waiting = self._waiting
        self.totals.events = self.agenda.planned
        for each in self._conversations.values():
            if each.state == SERVED:
                self.totals.handled += now - each.since
            elif each.answered:
                self.totals.rescue_waits += now - each.since
            else:
                each.source.record.waited[each.place] = now - each.entered
                if not each.called_back:
                    each.source.record.at_risk += now - each.entered
