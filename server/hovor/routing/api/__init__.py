"""Routes of routing: `offers` answers, `queues` and what waits in them, `giving` by hand, `rules`."""

from typing import Final

from hovor.routing.api import giving, offers, queues, rules

ROUTERS: Final = (offers.router, queues.router, giving.router, rules.router)

__all__ = ["ROUTERS"]
