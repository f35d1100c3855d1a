"""Routes of conversations: `listing` reads, `acting` does, `labels` keeps the company's lists to choose
from.
"""

from typing import Final

from hovor.conversations.api import acting, labels, listing
from hovor.conversations.api.acting import HOT_ROUTES, say

ROUTERS: Final = (listing.router, acting.router, labels.router)

__all__ = ["HOT_ROUTES", "ROUTERS", "say"]
