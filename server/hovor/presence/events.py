"""What happened to the presence of operators."""

from hovor.foundation.events import Event


class StatusChanged(Event, kind="status.changed"):
    """The declared status, what is planned after it, "back at" or "on another call" changed.

    `status` is the one declared now; `draining` says that nothing new is to be offered because away follows.
    """

    operator_id: str
    status: str
    cause: str
    draining: bool
    on_another_call: bool


class ReachabilityChanged(Event, kind="operator.reachability_changed"):
    """The operator can be reached now, or no longer, or has climbed down the ladder.

    `liveness` is connected, suspect, lost, or gone: the time to come back is over, his live conversations are
    to be rescued.
    """

    operator_id: str
    reachable: bool
    liveness: str


class ConnectionsDoubted(Event, kind="operator.connections_doubted"):
    """Something was to be shown to the operator, and none of his connections confirmed that it was: each of
    them has to answer a ping before it counts again.
    """

    operator_id: str


class AllowanceUsedUp(Event, kind="operator.allowance_used_up"):
    """The operator has been away for a reason as long as it allows for a day. He stays away for it, or was
    changed to another one in the same unit of work.
    """

    operator_id: str
    away_reason_id: str


class ReturnDue(Event, kind="operator.return_due"):
    """The operator is away, and wanted to be back by now."""

    operator_id: str


class ChannelAvailabilityChanged(Event, kind="channel_availability.changed"):
    """For one operator a channel was switched on or off, assigned or taken away, became ready or not.

    `open` is what counts in the end: assigned, enabled, switched on and ready.
    """

    operator_id: str
    channel_id: str
    open: bool
