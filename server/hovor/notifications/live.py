"""What goes to an operator's own sockets: notifications are nobody else's."""

from collections.abc import Sequence
from typing import Final, cast

from hovor.conversations.queries import operator_topic
from hovor.foundation.database import Reading
from hovor.foundation.events import Recorded
from hovor.foundation.live.declarations import Changed, Delivery, Shape
from hovor.notifications import queries
from hovor.notifications.events import (
    NotificationCleared,
    NotificationEvent,
    NotificationRaised,
    PreferencesChanged,
    PushSubscriptionsChanged,
)


def notification_event(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """A cleared one leaves the snapshot."""
    event = cast("NotificationEvent", recorded.event)
    view = queries.notification_view(reading, queries.notification(reading, event.notification_id))
    return [Delivery((operator_topic(event.operator_id),), event.kind, view)]


def preferences_changed(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """His other pages fetch them anew."""
    event = cast("PreferencesChanged | PushSubscriptionsChanged", recorded.event)
    data = Changed(event.operator_id, recorded.position, "notifications")
    return [Delivery((operator_topic(event.operator_id),), "settings.changed", data)]


LIVE: Final = {
    NotificationRaised: notification_event,
    NotificationCleared: notification_event,
    PreferencesChanged: preferences_changed,
    PushSubscriptionsChanged: preferences_changed,
}
SHAPES: Final = {
    "notification.raised": Shape(queries.NotificationView),
    "notification.cleared": Shape(queries.NotificationView),
    "settings.changed": Shape(Changed),
}
