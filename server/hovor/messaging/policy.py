"""Pure decisions about what may be said and how it is kept."""

import hashlib
import re
from collections.abc import Mapping
from typing import Final

import msgspec

MESSAGE_CHARACTERS: Final = 65_536
"""More than any channel takes; what a channel itself takes stands in its capabilities."""

KEY_CHARACTERS: Final = 200
DRAFT_CHARACTERS: Final = 100_000
TEMPLATE_NAME: Final = re.compile(r"[^\s#]{1,40}")
TEMPLATE_CHARACTERS: Final = 20_000
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

# NUL is refused by PostgreSQL's text, a lone surrogate by every encoder; both can be sent in JSON.
_NEEDS_CARE = re.compile("[\x00\r\ud800-\udfff]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_PLACE = re.compile(r"\{([^{}]+)\}")


class ApprovedTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """A template that a channel's vendor has approved and keeps under `id`; not one of the company's own,
    which are only text. In `text` each parameter stands as its name in braces.

    `unusable` says in plain words why it can not be sent now: it is looked at still, or was refused.
    """

    id: str
    name: str
    language: str
    text: str
    unusable: str | None = None

    def parameters(self) -> tuple[str, ...]:
        """The names of its parameters, each once, in the order in which the text needs them."""
        return tuple(dict.fromkeys(_PLACE.findall(self.text)))

    def filled(self, values: Mapping[str, str]) -> str:
        """What the client reads. A value is taken as it is, also with braces in it. Raises `KeyError` for a
        parameter without a value.
        """
        return _PLACE.sub(lambda found: values[found[1]], self.text)


class ChosenTemplate(msgspec.Struct, frozen=True):
    """What the vendor is told: which one, and what stands in its places."""

    id: str
    language: str
    values: Mapping[str, str]


class Content(msgspec.Struct, frozen=True):
    """What somebody says: text, files, or both. `unsupported` names content of a channel that cannot be
    shown. `template`: the text is this one filled in, and its vendor is told so.
    """

    text: str | None = None
    file_ids: tuple[str, ...] = ()
    unsupported: str | None = None
    template: ChosenTemplate | None = None


def storable(text: str) -> str:
    """The text as any database keeps it: one kind of line end, U+FFFD for what is no character."""
    if _NEEDS_CARE.search(text) is None:
        return text
    return _UNSTORABLE.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")


def key(text: str) -> str:
    """A name that comes from outside, as it can be stored and indexed: long ones are replaced by their
    digest.
    """
    plain = storable(text)
    if len(plain) <= KEY_CHARACTERS:
        return plain
    return f"sha256:{hashlib.sha256(plain.encode()).hexdigest()}"


def says_something(content: Content) -> bool:
    """A message needs a visible character, a file, or a sign that there was something we cannot show."""
    return bool((content.text and content.text.strip()) or content.file_ids or content.unsupported)
