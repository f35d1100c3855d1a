"""The types in which the screens write down the API's answers, read from their sources as far as these go:
interfaces of read-only fields, arrays, unions, words and null.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

Document = Mapping[str, Any]
_COMMENT: Final = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_WORD: Final = re.compile(r"'[^']*'|[A-Za-z_][\w]*|\[\]|[{}()<>|&;:?,=*]|\S")
_PLAIN: Final = {
    "array": ({"[]"}, "a list"),
    "string": ({"string"}, "a text"),
    "boolean": ({"boolean"}, "yes or no"),
    "integer": ({"number"}, "a number"),
    "number": ({"number"}, "a number"),
}
"""What the screens call it, and what it is in words."""


def _plain_names(kind: "Kind") -> set[str]:
    return {"number" if name.isdigit() else name for name in kind.names}


@dataclass(frozen=True)
class Shape:
    """An object's fields by name, those of `parents` too; what is optional may be absent."""

    fields: dict[str, "Kind"] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)
    parents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A union: names of types, words in quotes, objects; `items` of an array."""

    names: tuple[str, ...] = ()
    shapes: tuple[Shape, ...] = ()
    items: "Kind | None" = None


class Types:
    """All interfaces and named unions of some files."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.interfaces: dict[str, Shape] = {}
        self.unions: dict[str, Kind] = {}
        for file in files:
            self._words = _WORD.findall(_COMMENT.sub("", file.read_text(encoding="utf-8")))
            while self._words:
                self._statement(self._words.pop(0))

    def _statement(self, word: str) -> None:
        if word == "interface":
            name, parents = self._words.pop(0), []
            while (ahead := self._words.pop(0)) != "{":
                parents += [ahead] if ahead not in {"extends", ",", "<", ">", "Item"} else []
            shape = self._shape()
            self.interfaces[name] = Shape(shape.fields, shape.optional, tuple(parents))
        elif word == "type" and self._words[1] == "=":
            name = self._words.pop(0)
            self._words.pop(0)
            self.unions[name] = self._kind()

    def _shape(self) -> Shape:
        """After its opening brace, up to its end."""
        shape = Shape()
        while (word := self._words.pop(0)) != "}":
            if word in {"readonly", ";"}:
                continue
            if word == "[":
                # Names that the interface does not know; what they stand for is not compared.
                del self._words[: self._words.index("]") + 2]
                self._kind()
                continue
            if self._words[0] == "?":
                self._words.pop(0)
                shape.optional.add(word)
            assert self._words.pop(0) == ":", f"cannot read the field {word}"
            shape.fields[word] = self._kind()
        return shape

    def _kind(self) -> Kind:
        names: list[str] = []
        shapes: list[Shape] = []
        items: Kind | None = None
        while self._words[0] not in {";", "}", ")"}:
            word = self._words.pop(0)
            if word == "{":
                shapes.append(self._shape())
            elif word == "(":
                items = self._kind()
                self._words.pop(0)
            elif word == "[]":
                items = items or Kind((names.pop(),) if names else (), tuple(shapes))
            elif word not in {"|", "readonly", "<", ">"}:
                names.append(word)
        return Kind(tuple(names), () if items and items.shapes else tuple(shapes), items)


class Comparison:
    """What the screens' types say, held against the schemas of the API's description."""

    def __init__(self, types: Types, schemas: Document) -> None:
        self._types = types
        self._schemas = schemas
        self.differences: list[str] = []
        self._seen: set[tuple[str, str]] = set()

    def interface(self, name: str, schema: str) -> None:
        """An interface is no more than the schema promises."""
        if (name, schema) not in self._seen:
            self._seen.add((name, schema))
            self._shape(self._types.interfaces[name], self._schemas[schema], name)

    def _shape(self, shape: Shape, schema: Document, place: str) -> None:
        for parent in shape.parents:
            self._shape(self._types.interfaces[parent], schema, place)
        known = schema.get("properties", {})
        for name, kind in shape.fields.items():
            if name in known:
                self._kind(kind, known[name], f"{place}.{name}")
            elif name not in shape.optional:
                self.differences.append(f"{place}.{name} is in no answer")

    def _kind(self, kind: Kind, schema: Document, place: str) -> None:
        choices = [self._resolved(each) for each in schema.get("anyOf", [schema])]
        kind = self._spelled_out(kind)
        can_be_null = any(choice.get("type") == "null" for choice in choices)
        if can_be_null and "null" not in kind.names:
            self.differences.append(f"{place} can be null")
        for choice in choices:
            self._one(kind, choice, place)

    def _one(self, kind: Kind, schema: Document, place: str) -> None:
        match schema.get("type"):
            case "object":
                self._object(kind, schema, place)
            case "array" if kind.items is not None:
                self._kind(kind.items, schema["items"], place)
            case None if "enum" in schema:
                words = {name.strip("'") for name in kind.names}
                missing = sorted(set(map(str, schema["enum"])) - words) if "string" not in words else ()
                self.differences += [f"{place} can be {word}" for word in missing]
            case "string" if any(name.startswith("'") for name in kind.names):
                pass
            case str(told) if told in _PLAIN and not _PLAIN[told][0] & _plain_names(kind):
                self.differences.append(f"{place} is {_PLAIN[told][1]}")
            case _:
                pass

    def _object(self, kind: Kind, schema: Document, place: str) -> None:
        if "properties" not in schema:
            return
        for name in kind.names:
            if name in self._types.interfaces:
                self.interface(name, schema["title"])
        for shape in kind.shapes:
            self._shape(shape, schema, place)

    def _spelled_out(self, kind: Kind) -> Kind:
        """Named unions replaced by what they stand for."""
        names: list[str] = []
        for name in kind.names:
            names += (
                self._spelled_out(self._types.unions[name]).names if name in self._types.unions else [name]
            )
        return Kind(tuple(names), kind.shapes, kind.items)

    def _resolved(self, schema: Document) -> Document:
        reference = schema.get("$ref")
        if reference is None:
            return schema
        name = reference.rpartition("/")[2]
        return {"title": name, **self._schemas[name]}
