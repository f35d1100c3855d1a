"""Who asks. Every unit of work and every read has a caller; this is the one place that answers rights by
role.

Rights that depend on rows (is this conversation his, is he in that group) are answered by the features that
own the rows.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from hovor.foundation.errors import NotAllowed, NotSignedIn

Role = Literal["operator", "supervisor", "administrator"]
ActorKind = Literal["operator", "client", "integration", "system"]

_RANK: Final[dict[Role, int]] = {"operator": 0, "supervisor": 1, "administrator": 2}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something, as records keep it. `id` is an operator's, a client's or an API key's id, or a
    system's name.
    """

    kind: ActorKind
    id: str


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Nobody known yet: at sign-in, at set-up, at a public page."""

    @property
    def actor(self) -> Actor:
        """What records say: the system did it, on behalf of nobody."""
        return Actor("system", "anonymous")


@dataclass(frozen=True, slots=True)
class OperatorCaller:
    """A person who works for the company, in one sign-in session."""

    company_id: str
    operator_id: str
    role: Role
    session_id: str

    @property
    def actor(self) -> Actor:
        """The operator."""
        return Actor("operator", self.operator_id)


@dataclass(frozen=True, slots=True)
class ClientCaller:
    """A person who writes to the company, in one visitor session of one channel."""

    company_id: str
    client_id: str
    identity_id: str
    channel_id: str
    session_id: str

    @property
    def actor(self) -> Actor:
        """The client."""
        return Actor("client", self.client_id)


@dataclass(frozen=True, slots=True)
class IntegrationCaller:
    """A program of the company, by its API key and what that key allows."""

    company_id: str
    api_key_id: str
    scopes: frozenset[str]

    @property
    def actor(self) -> Actor:
        """The API key."""
        return Actor("integration", self.api_key_id)


@dataclass(frozen=True, slots=True)
class SystemCaller:
    """Hovor itself; `name` says which part, for example `routing` or `timer:offer_deadline`."""

    company_id: str
    name: str

    @property
    def actor(self) -> Actor:
        """The part of Hovor."""
        return Actor("system", self.name)


Caller: TypeAlias = Anonymous | OperatorCaller | ClientCaller | IntegrationCaller | SystemCaller


def require_operator(caller: Caller) -> OperatorCaller:
    """The caller as an operator of any role. Raises `NotSignedIn` for nobody, `NotAllowed` for anybody
    else.
    """
    if isinstance(caller, OperatorCaller):
        return caller
    raise _refusal(caller)


def require_supervisor(caller: Caller) -> OperatorCaller:
    """The caller as a supervisor or administrator. Raises `NotSignedIn` or `NotAllowed`."""
    return _at_least("supervisor", caller)


def require_administrator(caller: Caller) -> OperatorCaller:
    """The caller as an administrator. Raises `NotSignedIn` or `NotAllowed`."""
    return _at_least("administrator", caller)


def require_client(caller: Caller) -> ClientCaller:
    """The caller as a client. Raises `NotSignedIn` for nobody, `NotAllowed` for anybody else."""
    if isinstance(caller, ClientCaller):
        return caller
    raise _refusal(caller)


def require_scope(caller: Caller, scope: str) -> OperatorCaller | IntegrationCaller:
    """The caller as an operator, whose rights his role says, or as an integration whose key allows `scope`.
    Raises `NotSignedIn` or `NotAllowed`.
    """
    if isinstance(caller, IntegrationCaller):
        if scope in caller.scopes:
            return caller
        raise NotAllowed(f"This API key does not allow {scope}.", scope=scope)
    return require_operator(caller)


def has_role(caller: Caller, role: Role) -> bool:
    """Whether the caller is an operator who holds `role` or one above it."""
    return isinstance(caller, OperatorCaller) and _RANK[caller.role] >= _RANK[role]


def _at_least(role: Role, caller: Caller) -> OperatorCaller:
    operator = require_operator(caller)
    if not has_role(operator, role):
        raise NotAllowed
    return operator


def _refusal(caller: Caller) -> NotSignedIn | NotAllowed:
    return NotSignedIn() if isinstance(caller, Anonymous) else NotAllowed()
