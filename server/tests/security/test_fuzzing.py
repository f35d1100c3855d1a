"""The whole API under made-up requests, sensible and senseless ones, from everybody: no fault of ours, and no
answer that `contract/openapi.json` does not describe. What cannot be understood is refused as it says.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig
from schemathesis.specs.openapi import checks

from tests.security import world
from tests.support.server import Company, running
from tooling.contract import FOLDER

DESCRIPTION: Final = json.loads((FOLDER / "openapi.json").read_text(encoding="utf-8"))
CHECKS: Final[list[CheckFunction]] = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
SENSIBLE, SENSELESS = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
EVERYBODY: Final = ("anonymous", "visitor", "operator", "supervisor", "administrator")
# There is no senseless file: whatever is sent as one is its content.
UPLOAD: Final = "multipart/form-data"


def _operations() -> Mapping[str, Any]:
    generation = GenerationConfig(with_security_parameters=False)
    config = schemathesis.Config(projects=ProjectsConfig(default=ProjectConfig(generation=generation)))
    found = schemathesis.openapi.from_dict(DESCRIPTION, config=config).get_all_operations()
    # `ok` is missing where the description itself is wrong: then no test here can run.
    operations = [each.ok() for each in found]  # type: ignore[union-attr]
    return {f"{each.method.upper()} {each.path}": each for each in operations}


OPERATIONS: Final = _operations()


@dataclass(frozen=True)
class Cast:
    """Who asks. An operator whose sign-in a request has ended is followed by a new colleague."""

    company: Company
    ids: Mapping[str, str]
    browsers: dict[str, httpx2.Client]

    def credentials(self, who: str) -> dict[str, Any]:
        """The headers and cookies of somebody who may come in."""
        origin = {"origin": self.company.hovor.address}
        if who == "anonymous":
            return {"headers": origin}
        if who == "visitor":
            # One alone may only write so much at a time.
            visitor = self.company.visitor()
            visitor.say("Hello")
            return {"headers": {"authorization": f"Bearer {visitor.token}"}}
        if self.browsers[who].get("/api/v1/me").status_code != 200:
            # Refused sign-ins of made-up requests slow down those that follow.
            self.company.hovor.advance(900)
            self.browsers[who] = self.company.operator(f"{who}-{uuid4().hex}", who).http
        return {"headers": origin, "cookies": dict(self.browsers[who].cookies)}


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """A company at work, on SQLite."""
    with running(tmp_path_factory.mktemp("fuzzing")) as hovor:
        company = hovor.set_up()
        things = world.side(company)
        # The company's first administrator is kept out of it, to hire those who follow.
        administrator = company.operator("adam", "administrator").http
        yield Cast(company, things.ids, {**things.browsers, "administrator": administrator})
        for browser in things.browsers.values():
            browser.close()


@pytest.mark.parametrize("name", OPERATIONS)
def test_whatever_is_asked_is_answered_as_described(cast: Cast, name: str) -> None:
    _ask_everybody(cast, name, examples=5)


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", OPERATIONS)
def test_whatever_is_asked_for_long_is_answered_as_described(cast: Cast, name: str) -> None:
    _ask_everybody(cast, name, examples=500)


def _ask_everybody(cast: Cast, name: str, *, examples: int) -> None:
    operation = OPERATIONS[name].definition.raw
    least = operation.get("x-least-role", "anonymous")
    for who in EVERYBODY:
        few = examples if who == least else 1 + examples // 10
        _ask(cast, name, who, SENSIBLE, few)
        if _can_be_senseless(operation):
            _ask(cast, name, who, SENSELESS, few)


def _can_be_senseless(operation: Mapping[str, Any]) -> bool:
    """Where all that is asked for is a text, any request is as good as another."""
    schemas = [parameter["schema"] for parameter in operation.get("parameters", ())]
    return "requestBody" in operation or any(schema.keys() - {"type", "title"} for schema in schemas)


def _ask(cast: Cast, name: str, who: str, mode: schemathesis.GenerationMode, examples: int) -> None:
    credentials = cast.credentials(who)

    @given(case=OPERATIONS[name].as_strategy(generation_mode=mode), named=st.booleans())
    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def asked(case: schemathesis.Case[Any], named: bool) -> None:
        if named and mode is SENSIBLE:
            _name_real_things(case, cast.ids)
        answer = case.call(base_url=cast.company.hovor.address, **credentials)
        taken = mode is SENSELESS and answer.status_code < 400 and case.media_type != UPLOAD
        case.validate_response(answer, checks=[*CHECKS, checks.negative_data_rejection] if taken else CHECKS)

    asked()


def _name_real_things(case: schemathesis.Case[Any], ids: Mapping[str, str]) -> None:
    """Puts in ids of things that are there; made-up ones are of nothing."""
    label = "outcome_id" if "/outcomes/" in case.path else "tag_id"
    known = {**ids, "label_id": ids[label]}
    for values in (case.path_parameters, case.query):
        for key in values:
            values[key] = known.get(key, values[key])
    case.body = _with_real_ids(case.body, known)


def _with_real_ids(body: Any, ids: Mapping[str, str]) -> Any:  # noqa: ANN401  as deep as the body is
    if not isinstance(body, dict):
        return body
    lists = {f"{key}s": [value] for key, value in ids.items()}
    return {key: ids.get(key) or lists.get(key) or _with_real_ids(value, ids) for key, value in body.items()}
