"""The checked-in description of the live socket, as a judge of frames: what it does not allow is a fault."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, Literal

from jsonschema_rs import Draft202012Validator

from tooling.machine import ROOT

Side = Literal["operator", "visitor"]
EVENTS: Final = ROOT / "contract" / "events.json"


@cache
def described() -> Mapping[str, Any]:
    """The document."""
    document: dict[str, Any] = json.loads(EVENTS.read_text(encoding="utf-8"))
    return document


def event_names(side: Side) -> frozenset[str]:
    """The events that a console or a website's chat may be sent."""
    return frozenset(name for name, views in described()["events"].items() if side in views)


def faults(frame: Mapping[str, Any], side: Side) -> list[str]:
    """What of a frame, sent to this side, the contract does not allow; nothing when all is well."""
    kind = frame["type"]
    shapes = described()["server"].get(kind)
    if kind == "signal":
        shapes = shapes.get(frame["signal"])
    elif kind == "counters":
        shapes = {"anyOf": shapes[side]}
    if shapes is None:
        return [f"no such frame: {kind}"]
    found = list(_faults(json.dumps(shapes), frame))
    if kind == "event":
        view = described()["events"].get(frame["event"], {}).get(side)
        if view is None:
            return [f"{frame['event']} is not sent to the {side}"]
        found += _faults(json.dumps(view), frame["data"])
    return found


def _faults(schema: str, value: object) -> Iterator[str]:
    for error in _validator(schema).iter_errors(value):
        place = ".".join(map(str, error.instance_path))
        yield f"{place}: {error.message}" if place else error.message


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator({**json.loads(schema), "$defs": described()["$defs"]})
