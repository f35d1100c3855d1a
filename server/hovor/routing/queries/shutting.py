"""Which queues take nobody just now."""

from collections.abc import Mapping

from hovor.conversations import queries as conversations
from hovor.foundation.database import Reading
from hovor.routing.policy import Passed
from hovor.routing.queries.rows import Queue
from hovor.routing.queries.setup import calendar


class Shut:
    """Says of queues why they take nobody who is sent there. Asks the database for what is set up alone.
    `besides`: so many of those who wait do not count.
    """

    def __init__(self, reading: Reading, known: Mapping[str, Queue], *, besides: int = 0) -> None:
        self._reading = reading
        self._known = known
        self._besides = besides

    def because(self, queue_id: str) -> Passed | None:
        """`closed` outside its hours, `full` where as many wait as it holds; None: it takes one more."""
        settings = self._known[queue_id].settings
        if settings.hours is not None and not calendar(self._reading).is_open(settings, self._reading.now):
            return "closed"
        limit = settings.size_limit
        if (
            limit is not None
            and conversations.waiting_count(self._reading, queue_id) - self._besides >= limit
        ):
            return "full"
        return None
