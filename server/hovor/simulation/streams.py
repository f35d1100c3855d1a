"""Where clients come from."""

from random import Random

from hovor.foundation.clock import Instant
from hovor.routing.engine import Step
from hovor.simulation import router
from hovor.simulation.chance import Arrival, lengths, microseconds, patience, stream
from hovor.simulation.records import Record
from hovor.simulation.scenario import Arrivals, QueueRules


class Stream:
    """Clients of one kind: when they come, how much work they bring and how patient they are, each by chance
    of its own. `kind` is the place of its channel kind among all.
    """

    def __init__(self, rules: Arrivals, queue: QueueRules, seed: int, kind: int) -> None:
        def own(purpose: str) -> Random:
            return stream(seed, "arrivals", rules.name, purpose)

        self.rules = rules
        self.kind = kind
        self.record = Record(rules)
        self.arrival = Arrival(rules, own("instants"))
        self.work = lengths(rules.handle, own("work"))
        self.steps: tuple[Step, ...] = router.steps(rules, queue)
        self._patience = None if rules.patience is None else patience(rules.patience, own("patience"))
        self._callbacks = own("callbacks")

    def patience(self) -> float | None:
        """How long the next client waits at most, in microseconds; None: as long as it takes."""
        return None if self._patience is None else self._patience()

    def callback_after(self) -> Instant | None:
        """How long the next client waits until he asks to be called back; None: he does not."""
        wish = self.rules.callback
        if wish is None or self._callbacks.random() >= wish.share:
            return None
        return microseconds(wish.after_seconds)
