"""What sockets hear of messaging alone. What belongs to a conversation is told by conversations, who know
its audience.
"""

from collections.abc import Sequence
from typing import cast

from hovor.foundation.database import Reading
from hovor.foundation.events import Recorded
from hovor.foundation.live.declarations import Changed, Delivery, Shape
from hovor.messaging.events import ChannelHealthChanged, TemplateChanged


def template_changed(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """To all operators: their list of templates is no longer the newest."""
    event = cast("TemplateChanged", recorded.event)
    return [_settings_changed(recorded, "template", event.template_id)]


def channel_health_changed(reading: Reading, recorded: Recorded) -> Sequence[Delivery]:
    """To all operators: a channel they see does differently."""
    event = cast("ChannelHealthChanged", recorded.event)
    return [_settings_changed(recorded, "channel_health", event.channel_id)]


def _settings_changed(recorded: Recorded, what: str, changed_id: str) -> Delivery:
    data = Changed(changed_id, recorded.position, what)
    return Delivery((f"company:{recorded.company_id}",), "settings.changed", data)


LIVE = {TemplateChanged: template_changed, ChannelHealthChanged: channel_health_changed}
SHAPES = {"settings.changed": Shape(Changed)}
