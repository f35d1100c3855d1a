"""What happened to notifications."""

from hovor.foundation.events import Event


class NotificationEvent(Event):
    """What all of them have."""

    notification_id: str
    operator_id: str


class NotificationRaised(NotificationEvent, kind="notification.raised"):
    """An operator is to be told of something, is told again, another page of his is asked to do it, or one
    has confirmed that it was shown: the view says which.
    """


class NotificationCleared(NotificationEvent, kind="notification.cleared"):
    """It has been handled, or is no longer true: it goes away everywhere."""


class PreferencesChanged(Event, kind="notification_preferences.changed"):
    """The operator wishes to be told of other things, or in another way."""

    operator_id: str


class PushSubscriptionsChanged(Event, kind="push_subscriptions.changed"):
    """A browser of the operator subscribed, or no longer does; or a push service says that it is gone."""

    operator_id: str
