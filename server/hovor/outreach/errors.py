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


class TemplateUnusable(Conflict):
    """The vendor does not have it any more, or does not let it be sent now; the detail says why."""

    code = "template_unusable"
    status = 409
    title = "This template can't be sent now."


class TemplatesUnknown(Refusal):
    """The vendor does not say which templates he has approved."""

    code = "templates_unknown"
    status = 503
    title = "The approved templates can't be asked for right now. Try again in a moment."
