"""Lists in pages: `{"items": [...], "next": cursor|null}`, where a cursor is opaque to everybody but us."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import msgspec

from hovor.foundation.errors import FieldProblem, Invalid

T = TypeVar("T")
S = TypeVar("S")
DEFAULT_LIMIT: Final = 50
MAXIMUM_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list, and where the next page begins; `next` is None on the last page."""

    items: Sequence[T]
    next: str | None

    def map(self, shape: Callable[[T], S]) -> "Page[S]":
        """The same page with every item in another shape."""
        return Page([shape(item) for item in self.items], self.next)


def page_of(found: Sequence[T], limit: int, place: Callable[[T], Sequence[str | int]]) -> Page[T]:
    """Cuts `found`, which was read with one row more than `limit`, into a page. `place` gives an item's
    sorting values.
    """
    items = found[:limit]
    return Page(items, cursor(*place(items[-1])) if len(found) > limit else None)


def cursor(*values: str | int) -> str:
    """Sorting values as an opaque text that is safe in a URL."""
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def read_cursor(text: str | None, shape: type[T]) -> T | None:
    """The sorting values of a cursor, as a tuple type such as `tuple[int, str]`; None for no cursor.

    Raises `Invalid` for a text that we did not make.
    """
    if text is None:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=shape)
    except (binascii.Error, ValueError) as error:
        raise Invalid(fields=[_NOT_OURS]) from error


_NOT_OURS: Final[FieldProblem] = {"field": "after", "message": "This is not a cursor of this list."}
