"""Pure decisions: what is an address of which kind, and in which spelling it is kept."""

import re
from collections.abc import Callable, Mapping
from typing import Final

_BETWEEN_DIGITS: Final = re.compile(r"[\s\-./()\u00a0]+")
_INTERNATIONAL: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_E_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")

EVERYWHERE: Final = frozenset({"phone", "email"})
"""Kinds of address that mean the same person on every channel."""

WRONG: Final[Mapping[str, str]] = {
    "phone": "Enter the number with its country code, like +44 20 7946 0120.",
    "email": "Enter an e-mail address, like jana@example.com.",
    "vendor": "Enter the name by which the client is known there.",
}


def _phone(typed: str) -> str | None:
    digits = _BETWEEN_DIGITS.sub("", typed)
    number = f"+{digits[2:]}" if digits.startswith("00") else digits
    return number if _INTERNATIONAL.fullmatch(number) else None


def _email(typed: str) -> str | None:
    address = typed.strip()
    return address.lower() if _E_MAIL.fullmatch(address) else None


def _vendor(typed: str) -> str | None:
    return typed.strip() or None


_SPELLINGS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "phone": _phone,
    "email": _email,
    "vendor": _vendor,
}


def spelled(kind: str, typed: str) -> str | None:
    """The one spelling of what was typed: E.164 for a number, lower case for e-mail; None for what is no
    address of this kind. Spelling a spelling again changes nothing.
    """
    spell = _SPELLINGS.get(kind)
    return None if spell is None or _UNPRINTABLE.search(typed) else spell(typed)
