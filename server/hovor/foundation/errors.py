"""Refusals: what the server answers when it will not do something. Everything else that is raised is a
fault of ours.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypedDict

from typing_extensions import override


class Refusal(Exception):
    """A stable `code`, an HTTP `status` and a `title` that is safe to show. Subclass it in a feature's
    `errors`.

    `detail` is one sentence about this very case, safe to show too. What else is given goes into the
    problem document (RFC 9457) by its name, so it must be JSON.
    """

    code: ClassVar[str]
    status: ClassVar[int]
    title: ClassVar[str]

    def __init__(self, detail: str | None = None, **extra: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra: Mapping[str, Any] = extra

    @override
    def __str__(self) -> str:
        return self.detail or self.title


class FieldProblem(TypedDict):
    """What is wrong with one field of a request."""

    field: str
    message: str


class Invalid(Refusal):
    """The request is understood but its values are not possible; `fields` says which and why."""

    code = "invalid"
    status = 422
    title = "Some of the values are not possible."

    def __init__(
        self, detail: str | None = None, *, fields: Sequence[FieldProblem] = (), **extra: object
    ) -> None:
        super().__init__(detail, fields=list(fields), **extra)
        self.fields = tuple(fields)


class NotSignedIn(Refusal):
    """Nobody is signed in, or the sign-in has ended."""

    code = "not_signed_in"
    status = 401
    title = "Sign in first."


class NotAllowed(Refusal):
    """The caller is known and may not do this."""

    code = "not_allowed"
    status = 403
    title = "You may not do this."


class NotFound(Refusal):
    """There is no such thing, or the caller may not know that there is."""

    code = "not_found"
    status = 404
    title = "There is no such thing."


class Conflict(Refusal):
    """The thing is not in a state in which this is possible. Features refine it with codes of their own."""

    code = "conflict"
    status = 409
    title = "This is not possible now."


class StorageUnavailable(Refusal):
    """The database cannot be reached or cannot write. Whether the command was done is then unknown: send it
    again with the same idempotency key.
    """

    code = "storage_unavailable"
    status = 503
    title = "The database is not available right now. Try again in a moment."
