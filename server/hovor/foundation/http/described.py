"""What a route says of its answer, for the API's description. The code that answers does not look at it.

@router.get("/company", summary="The company and its settings")
@gives(CompanyView)
async def get_company(...) -> Response:
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

F = TypeVar("F", bound=Callable[..., object])

_GIVES: Final = "gives"


def gives(shape: type) -> Callable[[F], F]:
    """The body of the answer when it is granted: a struct, or `bytes` for a file. Status 204 needs none."""

    def described(endpoint: F) -> F:
        setattr(endpoint, _GIVES, shape)
        return endpoint

    return described


def given_by(endpoint: Callable[..., Any]) -> type | None:
    """What the route answers with; None where it does not say."""
    shape: type | None = getattr(endpoint, _GIVES, None)
    return shape
