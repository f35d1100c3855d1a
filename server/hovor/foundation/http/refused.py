"""Refusals in the API's description: which statuses a route may refuse with, and which codes a status has."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

from hovor.foundation import errors, idempotency, mail, rate_limits
from hovor.foundation.errors import Refusal
from hovor.foundation.files import kinds, preview, store
from hovor.foundation.http import problems
from hovor.foundation.shapes import Schema

PROBLEM: Final = "Problem"
FOUNDATION: Final[tuple[type[Refusal], ...]] = (
    errors.Conflict,
    errors.Invalid,
    errors.NotAllowed,
    errors.NotFound,
    errors.NotSignedIn,
    errors.StorageUnavailable,
    idempotency.InProgress,
    idempotency.KeyInvalid,
    idempotency.KeyReused,
    kinds.FileKindRefused,
    mail.MailNotSetUp,
    preview.PictureRefused,
    problems.OriginNotAllowed,
    problems.TooLarge,
    rate_limits.RateLimited,
    store.FileEmpty,
    store.FileTooLarge,
)
"""What any feature's route may be refused with from below."""
_PUBLIC: Final = "/api/v1/public/"
_DESCRIPTION: Final = "Refused: a problem document"
_BAD_REQUEST: Final = 400
_FIELDS: Final[Mapping[str, Schema]] = {
    "type": {"type": "string", "description": "`urn:hovor:problem:` and the code."},
    "title": {"type": "string", "description": "Safe to show, in English."},
    "detail": {"type": "string", "description": "A sentence about this very case, safe to show."},
    "reference": {"type": "string", "description": "Finds the line in the server's log."},
    "fields": {
        "type": "array",
        "description": "What is wrong with which field of the request.",
        "items": {
            "type": "object",
            "required": ["field", "message"],
            "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            "additionalProperties": False,
        },
    },
    "retry_after_seconds": {"type": "integer", "minimum": 0},
    "limit_bytes": {"type": "integer", "minimum": 0},
}


def refused_responses(refusals: Collection[type[Refusal]]) -> Mapping[int, Schema]:
    """The responses by their status, each with the codes it may have."""
    codes: dict[int, set[str]] = {_BAD_REQUEST: {problems.code_of(_BAD_REQUEST)}}
    for refusal in (*FOUNDATION, *refusals):
        codes.setdefault(refusal.status, set()).add(refusal.code)
    return {status: _response(status, sorted(codes[status])) for status in sorted(codes)}


def statuses(path: str, method: str, operation: Mapping[str, Any]) -> AbstractSet[int]:
    """The statuses with which this operation may be refused, if there are refusals with them."""
    writes, public = method != "get", path.startswith(_PUBLIC)
    secured, has_body = "security" in operation, "requestBody" in operation
    parameters = operation.get("parameters", ())
    known = {
        400: has_body,
        401: secured or path.endswith("/sign-in"),
        403: secured or writes or public,
        # A picture may not be there (any more).
        404: has_body or bool(parameters) or path.endswith(".png"),
        409: writes or path.endswith("/templates"),
        410: "{secret}" in path,
        413: has_body,
        422: True,
        429: writes or public,
        503: True,
    }
    return {status for status, possible in known.items() if possible}


def _response(status: int, codes: list[str]) -> Schema:
    fields = {"status": {"const": status}, "code": {"enum": codes}}
    schema = {
        "title": PROBLEM,
        "type": "object",
        "required": ["type", "title", "status", "code"],
        "properties": {**_FIELDS, **fields},
    }
    return {"description": _DESCRIPTION, "content": {problems.PROBLEM_TYPE: {"schema": schema}}}
