"""The files of `contract/` say what the code does: stale ones, silent routes, strange codes are refused."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from hovor.foundation.errors import Refusal
from hovor.foundation.live import contract
from hovor.foundation.live.declarations import Declarations, Removed, Shape
from hovor.foundation.shapes import shapes
from hovor.wiring import features
from tests.invitations.reception import ADDRESSES
from tooling.contract import FOLDER, documents

OPENAPI: dict[str, Any] = json.loads((FOLDER / "openapi.json").read_text(encoding="utf-8"))
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, operations in OPENAPI["paths"].items()
    for method, operation in operations.items()
}
# Of commands and of starting, and what a live socket alone is told.
NOT_ANSWERED = {
    "AddressRefused",
    "BackupRefused",
    "CannotServe",
    "CommandRefused",
    "FrameRefused",
    "KeyFileRefused",
    "NobodyIsEnough",
    "ScenarioRefused",
    "SettingsRefused",
    "SignalUnknown",
    "WorkerNeedsPostgresql",
}


def test_the_files_are_what_the_code_says() -> None:
    for name, text in documents().items():
        stale = text != (FOLDER / name).read_text(encoding="utf-8")
        assert not stale, f"contract/{name} is stale: run ./dev.py contract and look at what has changed"


@pytest.mark.parametrize("name", [name for name in OPERATIONS if " /api/" in name])
def test_a_route_says_what_it_answers(name: str) -> None:
    operation = OPERATIONS[name]
    granted = {status: answer for status, answer in operation["responses"].items() if status[0] == "2"}
    assert len(granted) == 1, granted
    ((status, answer),) = granted.items()
    contents = list(answer.get("content", {}).values())
    assert (status == "204") == (contents == []), "decorate the endpoint with @gives"
    assert all(content["schema"] for content in contents)
    assert operation["summary"]
    refused = {status for status in operation["responses"] if status[0] == "4"}
    assert ("401" in refused) == ("security" in operation or name.endswith("/sign-in"))


def test_operations_have_names_of_their_own() -> None:
    names = Counter(operation["operationId"] for operation in OPERATIONS.values())
    assert names.most_common(1)[0][1] == 1, names.most_common(3)


def test_every_refusal_stands_under_its_status() -> None:
    described = {
        (int(status), code)
        for status, response in OPENAPI["components"]["responses"].items()
        for content in response["content"].values()
        for code in content["schema"]["properties"]["code"]["enum"]
        for status in [content["schema"]["properties"]["status"]["const"]]
    }
    ours = {each for each in _all(Refusal) if each.__module__.startswith("hovor.")}
    sandbox = {each for each in ours if ".sandbox" in each.__module__}
    answered = {each for each in ours - sandbox if each.__name__ not in NOT_ANSWERED}
    assert {(each.status, each.code) for each in answered} <= described


def test_every_event_that_is_declared_has_a_shape() -> None:
    declarations = features.declarations(ADDRESSES)
    sent = {name for name in declarations.shapes if not name.endswith(".removed")}
    told = {
        "status.changed",
        "operator.changed",
        "settings.changed",
        "conversation.changed",
        "message.posted",
    }
    own = {event.kind for event in declarations.live} - UNDER_ANOTHER_NAME
    assert own - sent == set()
    assert sent - own <= told
    assert set(declarations.signals or {}) | set(declarations.signal_verbs or {}) == set(
        declarations.signal_shapes
    )


# They make consoles hear of something else: a changed status, settings that are no longer the newest.
UNDER_ANOTHER_NAME = {
    "change.recorded",
    "conversation.client_awaited",
    "channel_health.changed",
    "client.session_ended",
    "labels.changed",
    "notification_preferences.changed",
    "operator.connections_doubted",
    "operator.reachability_changed",
    "operator.session_ended",
    "push_subscriptions.changed",
    "template.changed",
    "thread.read",
}


def test_one_name_is_one_shape() -> None:
    with pytest.raises(ValueError, match="Removed"):
        shapes(given=[Removed, _other_removed()], names="#/{name}")
    one, other = _declaring(Shape(Removed)), _declaring(Shape(contract.Ready))
    assert Declarations.collect([one, one]).shapes == {"item.removed": Shape(Removed)}
    with pytest.raises(ValueError, match="item"):
        Declarations.collect([one, other])


def _declaring(shape: Shape) -> object:
    class Module:
        SHAPES = {"item.removed": shape}  # noqa: RUF012  as a module has it

    return Module


def _other_removed() -> type:
    return msgspec.defstruct("Removed", [("id", int)], module="elsewhere")


def _all(of: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in of.__subclasses__():
        yield each
        yield from _all(each)
