"""Refusals of invitations."""

from hovor.foundation.errors import Conflict, Refusal


class InvitationUsed(Refusal):
    """A one-off brought its conversation already."""

    code = "invitation_used"
    status = 410
    title = "This invitation was already used."


class InvitationExpired(Refusal):
    """Its time is over, or it was revoked: nobody learns which."""

    code = "invitation_expired"
    status = 410
    title = "This invitation has expired."


class InvitationEarly(Conflict):
    """The arranged time has not come and the operator can not be reached yet. Nothing was used."""

    code = "invitation_early"
    status = 409
    title = "You're a little early."


class InvitationOver(Conflict):
    """One that was used up, has expired or was revoked does not come back to life; `state` says which."""

    code = "invitation_over"
    status = 409
    title = "This invitation works no more. Create a new one."


class NoChannel(Refusal):
    """The operator has no channel by which a client could come at once."""

    code = "no_channel_for_invitations"
    status = 422
    title = "This operator has no website chat. An administrator can assign one."


class TooManyWishes(Conflict):
    """So many clients have asked to be told of one operator that no more are written down."""

    code = "too_many_wishes"
    status = 409
    title = "Too many people have asked already. Leave a message instead."
