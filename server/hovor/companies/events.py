"""What happened to the company."""

from hovor.foundation.events import Event


class SettingsChanged(Event, kind="settings.changed"):
    """The company, one of its channels, away reasons or API keys was added or changed.

    `what` says which of the four, `changed_id` is its id.
    """

    what: str
    changed_id: str
