"""Tables of a scenario file, field by field: whatever is unknown, missing or impossible is refused by its
name, with what to write instead.
"""

import difflib
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from hovor.foundation.errors import Refusal

_MOST: Final = 1e12
_LOWEST_CLASS: Final = 9
_PAIR: Final = 2
_A_DISTRIBUTION: Final = (
    "write {exponential = 180.0}, {lognormal = [180.0, 1.2]} (mean and coefficient of variation) or "
    "{fixed = 180.0}"
)


class ScenarioRefused(Refusal):
    """The scenario file cannot be simulated; the detail names the field and what to do."""

    code = "scenario_refused"
    status = 422
    title = "This scenario cannot be simulated."


class Table:
    """One table of the file. Fields are asked for one by one; `done` refuses what nobody asked for."""

    def __init__(self, place: str, values: object) -> None:
        if not isinstance(values, dict):
            raise ScenarioRefused(f"{place} is not a table; write fields into it, such as name = ...")
        self.place = place
        self._values: dict[str, Any] = values
        self._asked: list[str] = []

    def at(self, name: str) -> str:
        """How a field is called in a refusal."""
        return f"{self.place}.{name}" if self.place else name

    def has(self, name: str) -> bool:
        """Whether it is given."""
        self._asked.append(name)
        return name in self._values

    def done(self) -> None:
        """Refuses the first field that is not known."""
        for name in self._values:
            if name not in self._asked:
                near = difflib.get_close_matches(name, self._asked, n=1)
                known = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(self._asked))}"
                raise ScenarioRefused(f"{self.at(name)} is not known; {known}")

    def raw(self, name: str) -> object:
        """What is given; refused when nothing is."""
        if not self.has(name):
            raise ScenarioRefused(f"{self.at(name)} is missing")
        return self._values[name]

    def text(self, name: str, default: str | None = None) -> str:
        """A name that is not empty."""
        if default is not None and not self.has(name):
            return default
        value = self.raw(name)
        if not isinstance(value, str) or not value.strip():
            raise ScenarioRefused(f'{self.at(name)} must be a text; write {name} = "..."')
        return value

    def one_of(self, name: str, known: Sequence[str], default: str) -> str:
        """One of these words."""
        value = self.text(name, default)
        if value not in known:
            raise ScenarioRefused(f"{self.at(name)} is {value!r}; choose one of {', '.join(known)}")
        return value

    def switch(self, name: str) -> bool:
        """True or false; false where it is not given."""
        if not self.has(name):
            return False
        value = self._values[name]
        if not isinstance(value, bool):
            raise ScenarioRefused(f"{self.at(name)} must be true or false")
        return value

    def number(
        self, name: str, default: float | None = None, *, least: float = 0.0, most: float = _MOST
    ) -> float:
        """A number between these, both included."""
        if default is not None and not self.has(name):
            return default
        return number(self.raw(name), self.at(name), least=least, most=most)

    def positive(self, name: str, default: float | None = None) -> float:
        """A number above 0."""
        return self.number(name, default, least=1e-9)

    def share(self, name: str, default: float = 0.0) -> float:
        """From 0 to 1."""
        return self.number(name, default, most=1.0)

    def whole(self, name: str, default: int | None = None, *, least: int = 0, most: int = 10**9) -> int:
        """A whole number between these, both included."""
        if default is not None and not self.has(name):
            return default
        return whole(self.raw(name), self.at(name), least=least, most=most)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of names, none twice; empty where it is not given."""
        if not self.has(name):
            return ()
        value = self._values[name]
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            raise ScenarioRefused(f'{self.at(name)} must be a list of texts; write {name} = ["..."]')
        if len(set(value)) < len(value):
            raise ScenarioRefused(f"{self.at(name)} names something twice")
        return tuple(value)

    def levels(self, name: str) -> dict[str, int]:
        """Skills with their levels, as `{cs = 3}` or, for level 1, as `["cs"]`."""
        if self.has(name) and isinstance(self._values[name], list):
            return dict.fromkeys(self.texts(name), 1)
        return self.wholes(name, least=1, most=5)

    def wholes(self, name: str, *, least: int = 0, most: int = 10**6) -> dict[str, int]:
        """A table of whole numbers; empty where it is not given."""
        if not self.has(name):
            return {}
        inner = Table(self.at(name), self._values[name])
        return {key: whole(value, inner.at(key), least=least, most=most) for key, value in inner.items()}

    def by_class(self, name: str, *, least: float) -> dict[int, float] | None:
        """A table of numbers by class, `{1 = 300.0, 2 = 150.0}`; None where it is not given."""
        if not self.has(name):
            return None
        inner, found = Table(self.at(name), self._values[name]), dict[int, float]()
        for key, value in inner.items():
            if not key.isdigit() or not 1 <= int(key) <= _LOWEST_CLASS:
                raise ScenarioRefused(f"{inner.at(key)}: classes are 1 (the highest) to 9")
            found[int(key)] = number(value, inner.at(key), least=least)
        return found

    def items(self) -> list[tuple[str, object]]:
        """All fields, whatever their names."""
        return list(self._values.items())

    def table(self, name: str) -> "Table | None":
        """A table in this one; None where it is not given."""
        return Table(self.at(name), self._values[name]) if self.has(name) else None

    def tables(self, name: str) -> list["Table"]:
        """The tables of a list, `[[name]]`; none where it is not given."""
        if not self.has(name):
            return []
        value = self._values[name]
        if not isinstance(value, list):
            raise ScenarioRefused(f"{self.at(name)} must be written as [[{self.at(name)}]], once for each")
        return [Table(f"{self.at(name)}[{place}]", each) for place, each in enumerate(value, start=1)]

    def pairs(self, name: str, what: str) -> tuple[tuple[float, float], ...]:
        """A list of pairs of numbers, the first of each later than the one before; empty where it is not
        given.
        """
        if not self.has(name):
            return ()
        value = self._values[name]
        if not isinstance(value, list) or not all(
            isinstance(each, list) and len(each) == _PAIR for each in value
        ):
            raise ScenarioRefused(f"{self.at(name)} must be a list of pairs, {what}")
        pairs = tuple((number(a, self.at(name)), number(b, self.at(name))) for a, b in value)
        if any(later[0] <= sooner[0] for sooner, later in pairwise(pairs)):
            raise ScenarioRefused(f"{self.at(name)}: each pair must begin later than the one before it")
        return pairs


def number(value: object, place: str, *, least: float = 0.0, most: float = _MOST) -> float:
    """A finite number between these, or a refusal."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ScenarioRefused(f"{place} must be a number")
    if not least <= value <= most:
        bounds = f"at least {least:g}" if value < least else f"at most {most:g}"
        raise ScenarioRefused(f"{place} is {value:g}; it must be {bounds}")
    return float(value)


def whole(value: object, place: str, *, least: int, most: int) -> int:
    """A whole number between these, or a refusal."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ScenarioRefused(f"{place} must be a whole number")
    return int(number(value, place, least=least, most=most))


def how_distributions_are_written() -> str:
    """For a refusal."""
    return _A_DISTRIBUTION
