"""Problem documents (RFC 9457): the one shape of every answer that is not what was asked for.

`code` is stable and for programs, `title` is safe to show, `reference` finds the line in the log.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
import structlog
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from hovor.foundation.errors import FieldProblem, Invalid, Refusal

PROBLEM_TYPE: Final = "application/problem+json"
REFUSED: Final = "hovor.refused"
"""In a request's scope: the refusal of its body, for which the framework has another name."""
_BY_STATUS: Final[Mapping[int, tuple[str, str]]] = {
    400: ("bad_request", "The request could not be read."),
    401: ("not_signed_in", "Please sign in."),
    403: ("not_allowed", "This is not allowed."),
    404: ("not_found", "There is nothing here."),
    405: ("method_not_allowed", "This address does not answer to this method."),
    406: ("not_acceptable", "This address cannot answer in the form that was asked for."),
    413: ("too_large", "The request is too large."),
    415: ("media_type_unknown", "The request's content type is not understood."),
    422: ("invalid", "Something in the request cannot be used."),
    500: ("internal_error", "Something went wrong on our side. It has been recorded."),
}

log = structlog.get_logger("hovor.http")


class OriginNotAllowed(Refusal):
    """A write with a cookie, sent by a page that is not ours."""

    code = "origin_not_allowed"
    status = 403
    title = "This website may not do that."


class TooLarge(Refusal):
    """The body is longer than this address takes; `limit_bytes` says how long it may be."""

    code = "too_large"
    status = 413
    title = "The request is too large."


def reference_of(request: Request) -> str:
    """The id under which the log knows this request."""
    return str(request.scope.get("hovor.request_id", ""))


def code_of(status: int) -> str:
    """The code of a bare HTTP status."""
    return _BY_STATUS[status][0]


def document(refusal: Refusal, reference: str | None) -> bytes:
    """A refusal as a problem document."""
    extra = {name: value for name, value in refusal.extra.items() if value is not None}
    return _encode(
        refusal.code,
        refusal.title,
        refusal.status,
        {"detail": refusal.detail, **extra, "reference": reference},
    )


def refusal_response(refusal: Refusal, reference: str) -> Response:
    """A refusal as an answer, with `Retry-After` where it says when to come back."""
    return Response(
        document(refusal, reference), refusal.status, headers=headers_of(refusal), media_type=PROBLEM_TYPE
    )


def headers_of(refusal: Refusal) -> dict[str, str]:
    """The headers a refusal adds to its answer."""
    seconds = refusal.extra.get("retry_after_seconds")
    if seconds is not None:
        return {"retry-after": str(seconds)}
    return {"www-authenticate": 'Bearer realm="hovor"'} if refusal.status == 401 else {}  # noqa: PLR2004


def status_response(status: int, reference: str, headers: Mapping[str, str] | None = None) -> Response:
    """The problem document of a bare HTTP status."""
    code, title = _BY_STATUS.get(status, ("refused", "This request was refused."))
    body = _encode(code, title, status, {"reference": reference})
    return Response(body, status, headers=None if headers is None else dict(headers), media_type=PROBLEM_TYPE)


async def handle_refusal(request: Request, error: Exception) -> Response:
    """Exception handler for `Refusal`."""
    assert isinstance(error, Refusal)  # noqa: S101
    return refusal_response(error, reference_of(request))


async def handle_status(request: Request, error: Exception) -> Response:
    """Exception handler for what the framework refuses: unknown address, unknown method."""
    assert isinstance(error, HTTPException)  # noqa: S101
    if (refusal := request.scope.get(REFUSED)) is not None:
        return refusal_response(refusal, reference_of(request))
    return status_response(error.status_code, reference_of(request), error.headers)


async def handle_validation(request: Request, error: Exception) -> Response:
    """Exception handler for a body, path or query that does not fit: which field and why, never the value
    sent.
    """
    assert isinstance(error, RequestValidationError)  # noqa: S101
    fields: list[FieldProblem] = [
        {"field": _field(part["loc"]), "message": str(part["msg"])} for part in error.errors()
    ]
    return refusal_response(Invalid(fields=fields), reference_of(request))


async def handle_failure(request: Request, error: Exception) -> Response:
    """Exception handler for everything nobody expected: recorded with its reference, told to nobody else."""
    log.error("request_failed", request_id=reference_of(request), method=request.method, exc_info=error)
    return status_response(500, reference_of(request))


def _field(location: Sequence[int | str]) -> str:
    parts = location[1:] if location and location[0] in {"body", "query", "path", "header"} else location
    return ".".join(str(part) for part in parts) or str(location[0] if location else "body")


def _encode(code: str, title: str, status: int, more: Mapping[str, Any]) -> bytes:
    shown = {name: value for name, value in more.items() if value is not None}
    return msgspec.json.encode(
        {"type": f"urn:hovor:problem:{code}", "title": title, "status": status, "code": code, **shown}
    )
