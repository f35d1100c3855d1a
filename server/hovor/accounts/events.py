"""What happened to operators, groups and sign-ins."""

from hovor.foundation.events import Event


class OperatorChanged(Event, kind="operator.changed"):
    """An operator was added or changed. `what` names it: created, profile, picture, allowance, capacity,
    role, groups, channels, skills, active, password, second_factor.
    """

    operator_id: str
    what: tuple[str, ...]


class GroupChanged(Event, kind="group.changed"):
    """A group was added or renamed. Its members are told of by `OperatorChanged`."""

    group_id: str


class SignedIn(Event, kind="operator.signed_in"):
    """An operator signed in on one device."""

    operator_id: str
    session_id: str


class SignedOut(Event, kind="operator.signed_out"):
    """An operator left by himself (`cause` signed_out), or his last sign-in ended; `cause` is that of
    `SessionEnded`.
    """

    operator_id: str
    session_id: str
    cause: str


class SessionEnded(Event, kind="operator.session_ended"):
    """One sign-in session is over: its cookie and its sockets are worth nothing from now on.

    `cause` is signed_out, replaced, revoked, expired, password_changed, second_factor,
    deactivated or supervisor.
    """

    operator_id: str
    session_id: str
    cause: str


class ApiKeyRevoked(Event, kind="api_key.revoked"):
    """A program's key is worth nothing from now on."""

    api_key_id: str
