"""JSON Schemas of the shapes that go over the wire, as the public contract has them.

What we give is closed: every field is always there and there are no others, so that whoever reads it may
rely on its schema. What we take is as its struct says.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import msgspec
from pydantic import BaseModel

Schema: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Shapes:
    """The schemas of some types by the types themselves, and the named schemas that they refer to."""

    of: Mapping[Any, Schema]
    named: Mapping[str, Schema]


def shapes(*, taken: Collection[Any] = (), given: Collection[Any] = (), names: str) -> Shapes:
    """The schemas of what is taken and given; `names` is the template of references, such as
    `#/$defs/{name}`.

    Raises `ValueError` when two types go by one name, since a name of the contract means one thing.
    """
    taking, taken_named = _described(taken, names)
    giving, given_named = _described(given, names)
    closed = {name: _closed(schema) for name, schema in given_named.items()}
    for name, schema in taken_named.items():
        if "." in name or closed.get(name, schema) != schema:
            raise ValueError(f"two shapes of the contract are called {name.rpartition('.')[2]}")
    if ambiguous := [name for name in closed if "." in name]:
        raise ValueError(f"two shapes of the contract go by one name: {', '.join(ambiguous)}")
    return Shapes({**taking, **giving}, {**taken_named, **closed})


def _described(types: Collection[Any], names: str) -> tuple[dict[Any, Schema], dict[str, Schema]]:
    wanted = list(dict.fromkeys(types))
    schemas, named = msgspec.json.schema_components(wanted, schema_hook=_of_pydantic, ref_template=names)
    return dict(zip(wanted, schemas, strict=True)), named


def _closed(schema: Schema) -> Schema:
    """The schema of a struct that we always write in full."""
    if _FIELDS not in schema:
        return schema
    fields = {
        name: {key: value for key, value in field.items() if key != "default"}
        for name, field in schema[_FIELDS].items()
    }
    return {**schema, _FIELDS: fields, "required": list(fields), "additionalProperties": False}


def _of_pydantic(of: type) -> Schema:
    if issubclass(of, BaseModel):
        return _closed(of.model_json_schema(mode="serialization"))
    raise NotImplementedError(of.__qualname__)


_FIELDS: Final = "properties"
