"""Who calls: dependencies for FastAPI routes and plain functions for the hot ones.

A route names the least it needs. Which rows that caller may touch is the verb's and the query's business.
"""

from typing import Final, Literal

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from hovor.foundation.caller import (
    Anonymous,
    ClientCaller,
    IntegrationCaller,
    OperatorCaller,
    require_administrator,
    require_scope,
    require_supervisor,
)
from hovor.foundation.errors import NotSignedIn
from hovor.foundation.http.context import get_context
from hovor.foundation.http.proxies import is_secure

_BEARER: Final = "bearer "
_COOKIE: Final = "hovor_session"
_SECURE_COOKIE: Final = "__Host-hovor_session"


async def operator_caller(request: Request) -> OperatorCaller:
    """The signed-in operator, whatever his role. Raises `NotSignedIn`."""
    cookie = session_cookie(request)
    caller = None if cookie is None else await get_context(request).authenticate.operator(cookie)
    if caller is None:
        raise NotSignedIn
    return caller


async def supervisor_caller(request: Request) -> OperatorCaller:
    """The signed-in supervisor or administrator. Raises `NotSignedIn`, `NotAllowed`."""
    return require_supervisor(await operator_caller(request))


async def administrator_caller(request: Request) -> OperatorCaller:
    """The signed-in administrator. Raises `NotSignedIn`, `NotAllowed`."""
    return require_administrator(await operator_caller(request))


async def client_caller(request: Request) -> ClientCaller:
    """The visitor whose token stands in `Authorization: Bearer`. Raises `NotSignedIn`."""
    token = bearer(request)
    caller = None if token is None else await get_context(request).authenticate.client(token)
    if caller is None:
        raise NotSignedIn
    return caller


async def integration_caller(request: Request) -> IntegrationCaller:
    """The integration whose API key stands in `Authorization: Bearer`. Raises `NotSignedIn`."""
    key = bearer(request)
    caller = None if key is None else await get_context(request).authenticate.integration(key)
    if caller is None:
        raise NotSignedIn
    return caller


async def operator_or_integration_caller(request: Request) -> OperatorCaller | IntegrationCaller:
    """The API key when one is sent, else the signed-in operator. Raises `NotSignedIn`."""
    return await (integration_caller(request) if bearer(request) is not None else operator_caller(request))


class OperatorOrScope:
    """A dependency: the signed-in operator of this role or one above it, or an integration whose key allows
    `scope`.
    """

    def __init__(self, scope: str, *, least: Literal["operator", "supervisor"] = "operator") -> None:
        self.scope = scope
        self.least = least

    async def __call__(self, request: Request) -> OperatorCaller | IntegrationCaller:
        """Raises `NotSignedIn`, `NotAllowed`."""
        caller = require_scope(await operator_or_integration_caller(request), self.scope)
        if self.least == "supervisor" and isinstance(caller, OperatorCaller):
            return require_supervisor(caller)
        return caller


def anonymous() -> Anonymous:
    """Nobody in particular: for public routes."""
    return Anonymous()


def bearer(connection: HTTPConnection) -> str | None:
    """The token of `Authorization: Bearer`, or None."""
    header = connection.headers.get("authorization", "")
    return header[len(_BEARER) :].strip() or None if header[: len(_BEARER)].lower() == _BEARER else None


def session_cookie(connection: HTTPConnection) -> str | None:
    """The value of the sign-in cookie, or None. On https only the `__Host-` one counts, since no other site
    can set it.
    """
    return connection.cookies.get(_SECURE_COOKIE if is_secure(connection) else _COOKIE)


def set_session_cookie(request: Request, response: Response, value: str, *, keep_seconds: int) -> None:
    """Gives the browser its sign-in cookie: not readable by scripts, not sent from other sites, `__Host-`
    on https.
    """
    secure = is_secure(request)
    response.set_cookie(
        _SECURE_COOKIE if secure else _COOKIE,
        value,
        max_age=keep_seconds,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def clear_session_cookie(request: Request, response: Response) -> None:
    """Takes the sign-in cookie back."""
    secure = is_secure(request)
    response.delete_cookie(
        _SECURE_COOKIE if secure else _COOKIE, path="/", secure=secure, httponly=True, samesite="lax"
    )
