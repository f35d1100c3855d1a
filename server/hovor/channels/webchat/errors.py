"""Refusals of web chat; their texts may be shown to a visitor."""

from hovor.foundation.errors import Refusal


class SiteNotAllowed(Refusal):
    """The page that asks is not on the channel's list of sites."""

    code = "site_not_allowed"
    status = 403
    title = "This website may not use this chat."


class ChannelClosed(Refusal):
    """There is no such chat, or it has been turned off."""

    code = "channel_closed"
    status = 404
    title = "There is no such chat."


class DetailsMissing(Refusal):
    """The channel asks for something before the first message that the visitor has not told. `fields` says
    what.
    """

    code = "details_missing"
    status = 422
    title = "Please answer the questions first."


class FilesNotAllowed(Refusal):
    """The channel takes no files."""

    code = "files_not_allowed"
    status = 409
    title = "Files can't be sent in this chat."


class NothingToRate(Refusal):
    """Only one's own ended conversation can be rated, and once."""

    code = "nothing_to_rate"
    status = 409
    title = "There is nothing to rate."
