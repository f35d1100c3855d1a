"""The verbs: `raising` what an operator is told of until a page confirms it or it is handled, `waiting` for
clients who stay in a queue, `preferring` how he wishes to be told, `subscribing` his browsers to Web Push
and `pushing` to them.
"""

from hovor.notifications.service.preferring import change_preferences
from hovor.notifications.service.pushing import (
    Job,
    Outcome,
    claim_pushes,
    forget_old,
    push,
    push_test,
    record_push,
)
from hovor.notifications.service.raising import (
    NOTIFICATION_REPEAT,
    NOTIFICATION_UNCONFIRMED,
    About,
    ask_another,
    clear,
    confirm_shown,
    dismiss,
    raise_notification,
    repeat,
    repeat_at,
)
from hovor.notifications.service.subscribing import NewSubscription, subscribe, unsubscribe
from hovor.notifications.service.waiting import (
    NOTIFICATION_QUEUE,
    NOTIFICATION_REPLY_DUE,
    await_reply,
    await_settling,
    tell_queue,
    tell_reply_due,
)

__all__ = [
    "NOTIFICATION_QUEUE",
    "NOTIFICATION_REPEAT",
    "NOTIFICATION_REPLY_DUE",
    "NOTIFICATION_UNCONFIRMED",
    "About",
    "Job",
    "NewSubscription",
    "Outcome",
    "ask_another",
    "await_reply",
    "await_settling",
    "change_preferences",
    "claim_pushes",
    "clear",
    "confirm_shown",
    "dismiss",
    "forget_old",
    "push",
    "push_test",
    "raise_notification",
    "record_push",
    "repeat",
    "repeat_at",
    "subscribe",
    "tell_queue",
    "tell_reply_due",
    "unsubscribe",
]
