"""Refusals of presence."""

from hovor.foundation.errors import NotAllowed, Refusal


class UseSignOut(Refusal):
    """An operator goes offline by signing out, because that asks what becomes of his conversations."""

    code = "use_sign_out"
    status = 422
    title = "To go offline, sign out."


class ChannelSwitchLocked(NotAllowed):
    """The company keeps all channels on."""

    code = "channel_switch_locked"
    status = 403
    title = "Your company keeps channels on. Ask an administrator to change it."


class AwayReasonUnknown(Refusal):
    """There is no such reason, or it has been retired."""

    code = "away_reason_unknown"
    status = 422
    title = "This away reason cannot be chosen any more."
