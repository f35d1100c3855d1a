"""What one process knows of one company's routing: its engine, and what it still has to be told."""

from collections.abc import Iterator, Sequence
from typing import Final

from hovor.accounts.events import GroupChanged, OperatorChanged
from hovor.companies.events import SettingsChanged
from hovor.conversations.events import ConversationChanged, ConversationEvent, ConversationOffered
from hovor.foundation.clock import Instant
from hovor.foundation.events import Event, Recorded
from hovor.presence.events import ChannelAvailabilityChanged, ReachabilityChanged, StatusChanged
from hovor.routing.engine import Decision, Engine
from hovor.routing.events import OfferEvent, OfferMade, QueueChanged
from hovor.routing.queries.changes import Changed, Everything

OF_COMPANY: Final = (QueueChanged, GroupChanged, SettingsChanged)
"""After these everything is read anew."""
OF_ONE: Final = (
    ConversationEvent,
    OfferEvent,
    StatusChanged,
    ReachabilityChanged,
    ChannelAvailabilityChanged,
    OperatorChanged,
)
"""After these somebody may be able to take a conversation that nobody could take before."""
_OPERATORS: Final = ("operator_id", "left_owner", "left_offered")
_AT_ONCE: Final = 64
"""How many decisions are carried out together: whatever happens meanwhile is taken in after them."""


class Known:
    """An engine that follows the company's events. It is told by reading, and reads only what they name."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self.position = 0
        self.operators: set[str] = set()
        self.conversations: set[str] = set()
        self.anew = True
        self.behind = False
        # What this process is offering right now: the engine counts it already.
        self._offering: set[str] = set()

    @property
    def window(self) -> Instant:
        """How far back the past matters."""
        return self._engine.window if self._engine is not None else 0

    @property
    def stale(self) -> bool:
        """Whether something has to be read."""
        return self.anew or self.behind or bool(self.operators or self.conversations)

    def hear(self, recorded: Sequence[Recorded]) -> bool:
        """These events were committed; answers whether there is anything in them for routing.

        One that is missing before them was another process's: then the log is read from here on.
        """
        heard = False
        for each in recorded:
            if each.position <= self.position:
                continue
            if each.position != self.position + 1:
                self.behind = True
            if self.behind or self.anew:
                return True
            self.position = each.position
            heard = self._note(each.event) or heard
        return heard

    def named(self) -> tuple[set[str], set[str]]:
        """Operators and conversations to be read. Who is named again while they are read is read again."""
        named = (self.operators, self.conversations)
        self.operators, self.conversations = set(), set()
        return named

    def forget_what_to_read(self) -> None:
        """Before everything is read."""
        self.named()
        self.anew = self.behind = False

    def caught_up(self, recorded: Sequence[Recorded] | None) -> None:
        """What was missed, as the log has it; None: too much to be told one by one."""
        if recorded is None:
            self.anew = True
            return
        for each in recorded:
            self.position = max(self.position, each.position)
            self._note(each.event)

    def begin(self, all_there_is: Everything) -> None:
        """Everything as it was at one position. What was heard since then is still to be read."""
        engine = Engine(all_there_is.policy, all_there_is.queues)
        for operator in all_there_is.operators:
            engine.put_operator(operator)
        for waiting in all_there_is.waiting:
            engine.put_waiting(waiting)
        for past in all_there_is.past:
            engine.note_past(past)
        self._engine, self.position = engine, max(self.position, all_there_is.position)

    def take_in(self, changed: Changed) -> None:
        """What was named has been read."""
        engine = self._engine
        if engine is None:
            return
        for operator_id, operator in changed.operators.items():
            if operator is None:
                engine.drop_operator(operator_id)
            else:
                engine.put_operator(operator)
        for conversation_id, waiting in changed.waiting.items():
            if waiting is None:
                engine.drop_waiting(conversation_id)
            else:
                engine.put_waiting(*waiting)

    def decide(self, now: Instant) -> list[Decision]:
        """Some decisions, offers before records of waiting in vain. None: nothing is left to decide."""
        engine = self._engine
        if engine is None:
            return []
        decisions: list[Decision] = []
        for given in engine.decide(now):
            decisions += filter(None, [engine.explain(given.conversation_id, now)])
            if len(decisions) == _AT_ONCE:
                return decisions
        in_vain = engine.take_unexplained(_AT_ONCE - len(decisions))
        decisions += filter(None, (engine.explain(each, now) for each in in_vain))
        return decisions

    def offering(self, decisions: Sequence[Decision]) -> None:
        """These are being written: what comes of it is no news."""
        self._offering = {each.choice.conversation_id for each in decisions if each.choice.operator_id}

    def doubt(self, decision: Decision) -> None:
        """It was refused: something is otherwise than the engine believes."""
        choice = decision.choice
        self.conversations.add(choice.conversation_id)
        if choice.operator_id is not None:
            self.operators.add(choice.operator_id)

    @property
    def wake_at(self) -> Instant | None:
        """When to look again even if nothing happens."""
        return None if self._engine is None else self._engine.wake_at

    def _note(self, event: Event) -> bool:
        if isinstance(event, OF_COMPANY):
            self.anew = True
            return True
        if not isinstance(event, OF_ONE):
            return False
        conversation_id = getattr(event, "conversation_id", None)
        if isinstance(event, ConversationChanged):
            # A write of an offer asks for the very version.
            waits = self._engine is not None and self._engine.waiting(event.conversation_id) is not None
            if waits:
                self.conversations.add(event.conversation_id)
            return waits
        if isinstance(event, OfferMade | ConversationOffered) and conversation_id in self._offering:
            return False
        self.operators.update(_named(event))
        if conversation_id is not None:
            self.conversations.add(conversation_id)
        return True


def _named(event: Event) -> Iterator[str]:
    for name in _OPERATORS:
        found = getattr(event, name, None)
        if found is not None:
            yield found
