"""What happened to clients."""

from hovor.foundation.events import Event


class ClientChanged(Event, kind="client.changed"):
    """Something on the client's card changed. A new client is announced by his first conversation instead."""

    client_id: str


class VisitorMoved(Event, kind="client.moved"):
    """A visitor is on another page now, or wrote from another one."""

    client_id: str
    identity_id: str
    channel_id: str


class VisitorSessionEnded(Event, kind="client.session_ended"):
    """A visitor's token is worth nothing from now on; its sockets are to be cut."""

    client_id: str
    identity_id: str
    session_id: str
