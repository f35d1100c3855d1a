"""What sockets hear about the company: that something of it changed; consoles then fetch their snapshot."""

from collections.abc import Sequence
from typing import cast

from hovor.companies import queries
from hovor.companies.events import SettingsChanged
from hovor.foundation.database import Reading
from hovor.foundation.events import Recorded
from hovor.foundation.live.declarations import Changed, Delivery, Shape


def settings_changed(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """To all operators: what changed and the company's new version, never the setting itself."""
    event = cast("SettingsChanged", recorded.event)
    version = queries.company(reading).version
    data = Changed(event.changed_id, version, event.what)
    return [Delivery((f"company:{recorded.company_id}",), "settings.changed", data)]


LIVE = {SettingsChanged: settings_changed}
SHAPES = {"settings.changed": Shape(Changed)}
