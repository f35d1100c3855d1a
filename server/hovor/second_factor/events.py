"""What happened to second factors."""

from hovor.foundation.events import Event


class SecondFactorChanged(Event, kind="operator.second_factor_changed"):
    """`what` is enabled, removed (by the operator himself), reset (by an administrator) or codes_renewed.

    `session_id` is the sign-in in which the operator himself did it.
    """

    operator_id: str
    what: str
    session_id: str | None
