"""What happened to threads, deliveries, templates and channels. Ids and small values; never what anybody
wrote.
"""

from hovor.foundation.events import Event


class MessageReceived(Event, kind="message.received"):
    """The client's message is stored. `carry` is a `queries.Carried`."""

    conversation_id: str
    entry_id: str
    number: int


class MessagePosted(Event, kind="message.posted"):
    """A message to the client is stored. `carry` is a `queries.Carried`."""

    conversation_id: str
    entry_id: str
    number: int


class NoteAdded(Event, kind="note.added"):
    """Said among colleagues; clients never learn of it. `carry` is a `queries.Carried`."""

    conversation_id: str
    entry_id: str
    number: int


class ChangeRecorded(Event, kind="change.recorded"):
    """The timeline tells of a change (joined, transferred, ended). `carry` is a `queries.Carried`."""

    conversation_id: str
    entry_id: str
    number: int
    client_visible: bool


class DeliveryChanged(Event, kind="message.delivery_changed"):
    """`entry_id` reached `state`. When `watermark` is true, every earlier message of ours reached it as
    well.
    """

    conversation_id: str
    entry_id: str
    number: int
    state: str
    watermark: bool


class ThreadRead(Event, kind="thread.read"):
    """The operators' side has read everything up to `number`. `carry` is the `queries.ThreadView`."""

    conversation_id: str
    number: int


class TemplateChanged(Event, kind="template.changed"):
    """A prepared text was made, changed or retired."""

    template_id: str


class ChannelHealthChanged(Event, kind="channel_health.changed"):
    """A channel works, works partly, or does not; `state` is one of `channel.HealthState`."""

    channel_id: str
    state: str
