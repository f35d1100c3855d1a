"""What happened to the company."""

from hovor.foundation.events import Event


class SettingsChanged(Event, kind="settings.changed"):
    """The company, one of its channels or one of its away reasons was added or changed.

    `what` says which of the three, `changed_id` is its id.
    """

    what: str
    changed_id: str
