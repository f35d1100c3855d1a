"""What happened to invitations. Ids only: neither a secret nor what anybody wrote."""

from hovor.foundation.events import Event


class InvitationEvent(Event):
    """What all of them have; `operator_id` is whose it is."""

    invitation_id: str
    operator_id: str


class InvitationCreated(InvitationEvent, kind="invitation.created"):
    """A new link and code exist."""


class InvitationChanged(InvitationEvent, kind="invitation.changed"):
    """It was extended, arranged anew, or its note or its client changed."""


class InvitationUsed(InvitationEvent, kind="invitation.used"):
    """A client started a conversation by it."""

    conversation_id: str


class InvitationRevoked(InvitationEvent, kind="invitation.revoked"):
    """It works no more, because somebody wished so or its operator was deactivated."""


class InvitationExpired(InvitationEvent, kind="invitation.expired"):
    """Its time is over."""


class InvitationDue(InvitationEvent, kind="invitation.due"):
    """Its arranged time comes in five minutes."""
