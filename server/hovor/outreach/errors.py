"""Refusals of outreach."""

from hovor.foundation.errors import Conflict, Refusal


class CannotStart(Conflict):
    """The channel is turned off, or of a kind that only answers."""

    code = "cannot_start"
    status = 409
    title = "You can't write first on this channel."


class TemplateRequired(Refusal):
    """The channel's kind lets nobody write first in words of his own."""

    code = "template_required"
    status = 422
    title = "On this channel a conversation starts with an approved template."
