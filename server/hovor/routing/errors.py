"""Refusals of routing: stable codes and texts that are safe to show."""

from hovor.foundation.errors import Refusal


class OfferGone(Refusal):
    """The offer has ended; `outcome` says how."""

    code = "offer_gone"
    status = 409
    title = "This offer is no longer there."


class NotOfferable(Refusal):
    """The facts no longer allow this offer; `reasons` are codes of `engine.offerable`."""

    code = "not_offerable"
    status = 409
    title = "This conversation can't be offered to this operator now."


class OperatorNotAvailable(Refusal):
    """The colleague can not be given this now; `reasons` say why."""

    code = "operator_not_available"
    status = 409
    title = "This colleague can't take the conversation now."


class QueueUnknown(Refusal):
    """No such queue or group."""

    code = "queue_unknown"
    status = 422
    title = "This queue does not exist."


class NobodyThere(Refusal):
    """No member of that queue's group has the conversation's channel: nobody could ever take it."""

    code = "nobody_there"
    status = 409
    title = "Nobody in this group has the conversation's channel."


class TransferToNumber(Refusal):
    """Only a call can be transferred to a number."""

    code = "not_a_call"
    status = 422
    title = "Only a call can be transferred to a number."
