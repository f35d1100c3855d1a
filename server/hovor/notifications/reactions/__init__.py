"""What notifications do because of everything below them: a listener after the commit, timers, and a runner
that brings pushes out.
"""

from typing import Final

from hovor.notifications import service
from hovor.notifications.reactions.listening import LISTENER
from hovor.notifications.reactions.pushing import Pusher

AFTER: Final = (LISTENER,)
TIMERS: Final = {
    service.NOTIFICATION_UNCONFIRMED: service.ask_another,
    service.NOTIFICATION_REPEAT: service.repeat,
    service.NOTIFICATION_QUEUE: service.tell_queue,
    service.NOTIFICATION_REPLY_DUE: service.tell_reply_due,
}

__all__ = ["AFTER", "TIMERS", "Pusher"]
