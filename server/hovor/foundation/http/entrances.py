"""Who may come in through which route, and how he proves who he is: read off the route's dependencies."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hovor.foundation.http import callers

SCHEMES: Final[Mapping[str, Mapping[str, Any]]] = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "hovor_session",
        "description": "The cookie of an operator's sign-in; on https its name begins with `__Host-`. Writes "
        "must carry an `Origin` of this installation.",
    },
    "visitor": {
        "type": "http",
        "scheme": "bearer",
        "description": "The token that `hello` gave to the visitor's browser.",
    },
    "integration": {"type": "http", "scheme": "bearer", "description": "An API key with scopes."},
}


@dataclass(frozen=True)
class Entrance:
    """The security schemes of which any will do, and the least that its holder must be."""

    schemes: tuple[str, ...]
    least: str


_ENTRANCES: Final[Mapping[Callable[..., Any], Entrance]] = {
    callers.operator_caller: Entrance(("session",), "operator"),
    callers.supervisor_caller: Entrance(("session",), "supervisor"),
    callers.administrator_caller: Entrance(("session",), "administrator"),
    callers.client_caller: Entrance(("visitor",), "visitor"),
    callers.integration_caller: Entrance(("integration",), "integration"),
    callers.operator_or_integration_caller: Entrance(("session", "integration"), "operator"),
}


def entrance_of(caller: Callable[..., Any]) -> Entrance:
    """The entrance that a function of `callers` guards. Raises `KeyError` for any other."""
    return _ENTRANCES[caller]


def entrance(dependencies: Iterable[Callable[..., Any] | None]) -> Entrance | None:
    """The entrance that a route's dependencies make; None where anybody may come in."""
    for each in dependencies:
        if isinstance(each, callers.OperatorOrScope):
            return Entrance(("session", "integration"), each.least)
        if each is not None and each in _ENTRANCES:
            return _ENTRANCES[each]
    return None
