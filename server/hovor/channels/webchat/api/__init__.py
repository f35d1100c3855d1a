"""The visitor's routes: hot ones for what a chat does all the time, and the files that a site embeds."""

from hovor.channels.webchat.api import loader, talk, visit
from hovor.channels.webchat.api.door import PREFLIGHT
from hovor.channels.webchat.api.talk import sayings

ROUTES = (PREFLIGHT, *visit.ROUTES, *talk.ROUTES, *loader.ROUTES)

__all__ = ["ROUTES", "sayings"]
