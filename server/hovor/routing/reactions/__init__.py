"""What routing does because of others: `within` their units, by timers, and, after a commit, by two runners
that wiring starts: `Router` decides, `Counting` tells figures.
"""

from typing import Final

from hovor.routing import service
from hovor.routing.reactions.counting import Counting
from hovor.routing.reactions.router import Router
from hovor.routing.reactions.within import WITHIN

TIMERS: Final = {
    service.OFFER_DEADLINE: service.expire_offer,
    service.OFFER_UNCONFIRMED: service.expire_offer,
    service.OVERFLOW: service.move_on,
    service.ABSENT_OWNER: service.move_on,
    service.QUEUE_HOURS: service.turn,
}

__all__ = ["TIMERS", "WITHIN", "Counting", "Router"]
