"""Refusals of notifications."""

from hovor.foundation.errors import Refusal


class PushEndpointRefused(Refusal):
    """The address is not one of a push service that Hovor would speak to."""

    code = "push_endpoint_refused"
    status = 422
    title = "This is not the address of a push service."


class TooManySubscriptions(Refusal):
    """An operator has a handful of browsers, not hundreds."""

    code = "too_many_push_subscriptions"
    status = 409
    title = "Too many browsers are subscribed. Sign out on some of them."
