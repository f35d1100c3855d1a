"""Refusals of messaging: stable codes and texts that are safe to show."""

from hovor.foundation.errors import Refusal


class NothingSaid(Refusal):
    """A message or note without text and without files."""

    code = "nothing_said"
    status = 422
    title = "Write something or add a file first."


class TextTooLong(Refusal):
    """The text is longer than this kind of entry may be; `limit` says how many characters fit."""

    code = "text_too_long"
    status = 422
    title = "This text is too long."


class FileNotYours(Refusal):
    """A file that does not exist here, or that somebody else uploaded."""

    code = "file_unknown"
    status = 422
    title = "One of the files is not known here. Add it again."


class ThreadUnknown(Refusal):
    """There is no thread for this conversation."""

    code = "not_found"
    status = 404
    title = "This conversation does not exist."


class WindowClosed(Refusal):
    """The channel lets us write freely only for some time after the client's last message (INV-51)."""

    code = "window_closed"
    status = 409
    title = "Too much time has passed since the client's last message. Use an approved template."


class NotResendable(Refusal):
    """The delivery is not in a state from which a person may send it again or give it up."""

    code = "not_resendable"
    status = 409
    title = "This message can not be sent again."


class TemplateUnknown(Refusal):
    """No template with this id."""

    code = "not_found"
    status = 404
    title = "This template does not exist."


class TemplateNameTaken(Refusal):
    """Another living template has this name in this language."""

    code = "template_name_taken"
    status = 409
    title = "Another template has this name."


class ChannelUnknown(Refusal):
    """No channel with this key, or it is turned off."""

    code = "not_found"
    status = 404
    title = "This channel does not exist."
