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


class AllowanceUsedUp(Refusal):
    """The reason's allowance of the day is used up, and its rule is to refuse it then."""

    code = "allowance_used_up"
    status = 409
    title = "Allowance used up. Ask your supervisor."


class OperatorNotSignedIn(Refusal):
    """Nobody can be made online or away who is not signed in."""

    code = "operator_not_signed_in"
    status = 409
    title = "This operator is not signed in."


class AwayReasonUnknown(Refusal):
    """There is no such reason, or it has been retired."""

    code = "away_reason_unknown"
    status = 422
    title = "This away reason cannot be chosen any more."
