"""Refusals of conversations: stable codes and texts that are safe to show."""

from hovor.foundation.errors import Refusal


class NotYours(Refusal):
    """Only the owner (or who was asked to help) may do this; others who may read it are told so."""

    code = "not_yours"
    status = 403
    title = "Another operator has this conversation."


class AlreadyTaken(Refusal):
    """Somebody was faster; `owner_name` says who, where the caller may know."""

    code = "already_taken"
    status = 409
    title = "A colleague already took this client."


class NotPossibleNow(Refusal):
    """The conversation is not in a state in which this can be done; `state` says in which it is."""

    code = "not_possible_now"
    status = 409
    title = "This can't be done with the conversation as it is now."


class ConversationOver(Refusal):
    """It has ended: nothing more is said in it. A new one can be opened by "continue"."""

    code = "conversation_over"
    status = 409
    title = "This conversation has ended."


class OutcomeRequired(Refusal):
    """The company wants an outcome for every conversation that is ended."""

    code = "outcome_required"
    status = 422
    title = "Choose an outcome first."


class OutcomeUnknown(Refusal):
    """No outcome with this id, or it is retired."""

    code = "outcome_unknown"
    status = 422
    title = "This outcome does not exist."


class TagUnknown(Refusal):
    """No tag with one of these ids, or it is retired."""

    code = "tag_unknown"
    status = 422
    title = "One of the tags does not exist."


class NameTaken(Refusal):
    """Another outcome or tag has this name."""

    code = "name_taken"
    status = 409
    title = "This name is used already."


class ParameterLocked(Refusal):
    """A value that the website, a channel or an integration gave is not for operators to change."""

    code = "parameter_locked"
    status = 409
    title = "This value comes from outside and can't be changed here."


class PreviewNotAllowed(Refusal):
    """The company shows what a client wrote only after accepting."""

    code = "preview_not_allowed"
    status = 403
    title = "Your company shows the conversation after you accept it."


class AlreadyOpen(Refusal):
    """The client has an open conversation on this channel; `conversation_id` says which."""

    code = "already_open"
    status = 409
    title = "The client has an open conversation already."


class OperatorUnknown(Refusal):
    """No such colleague, or one who can not sign in any more."""

    code = "operator_unknown"
    status = 422
    title = "This colleague does not exist."


class NoAddress(Refusal):
    """A transcript can only be sent to a client whose e-mail address is known."""

    code = "no_address"
    status = 409
    title = "We don't know this client's e-mail address."


class NotConnected(Refusal):
    """Whoever has no window of Hovor open, or has lost his connection, can not take over anything live."""

    code = "not_connected"
    status = 409
    title = "You are not connected right now."
