"""Routes of routing: `offers` answers, `queues` and what waits in them, `giving` by hand, decisions."""

from typing import Final

from hovor.routing.api import giving, offers, queues

ROUTERS: Final = (offers.router, queues.router, giving.router)

__all__ = ["ROUTERS"]
