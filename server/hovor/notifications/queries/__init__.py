"""Reads: what stands before an operator, how he wishes to be told of it, and whether that can arrive."""

from hovor.notifications.queries.checks import CheckView, checks
from hovor.notifications.queries.rows import (
    Notification,
    Subscription,
    known_of,
    notification,
    pages,
    preferences,
    standing,
    standing_of_conversation,
    standing_of_offer,
    stored_preferences,
    subscriptions,
)
from hovor.notifications.queries.views import (
    NotificationView,
    PreferencesView,
    PushView,
    SubscriptionView,
    notification_view,
    own_notifications,
    preferences_view,
)

__all__ = [
    "CheckView",
    "Notification",
    "NotificationView",
    "PreferencesView",
    "PushView",
    "Subscription",
    "SubscriptionView",
    "checks",
    "known_of",
    "notification",
    "notification_view",
    "own_notifications",
    "pages",
    "preferences",
    "preferences_view",
    "standing",
    "standing_of_conversation",
    "standing_of_offer",
    "stored_preferences",
    "subscriptions",
]
