"""Every route x everybody: who may not is refused, and learns nothing of what is not his."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import httpx2
import pytest
from starlette.routing import Route

from tests.security import world
from tests.security.rows import OPEN, ROWS, Row
from tests.security.world import World
from tests.support.server import running

API: Final = "/api/v1"
_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
RANKS: Final = {"operator": 1, "operator of another team": 1, "supervisor": 2, "administrator": 3}


@pytest.fixture(scope="module")
def companies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two companies in one running installation; what is refused changes nothing, so all tests share it."""
    with running(tmp_path_factory.mktemp("matrix")) as hovor:
        built = world.build(hovor)
        yield built
        built.close()


def test_every_route_has_a_row(companies: World) -> None:
    described = companies.hovor.app.api.openapi()["paths"]
    api = {
        f"{method.upper()} {_named(path)}"
        for path, methods in described.items()
        if path.startswith(API)
        for method in methods
    }
    assert api == set(ROWS)
    plain = {
        route.path for route in companies.hovor.app.api.routes if isinstance(route, Route)
    } | described.keys()
    assert {path for path in plain if path not in described or not path.startswith(API)} <= OPEN


@pytest.mark.parametrize("name", ROWS)
def test_strangers_and_lower_roles_are_refused(companies: World, name: str) -> None:
    row = ROWS[name]
    everybody = {**companies.strangers, **companies.ours.browsers}
    for caller, browser in everybody.items():
        allowed = _may(caller, row)
        if row.who == "anyone" or (allowed and row.ends_session):
            continue
        ids = world.unknown(companies.ours.ids) if allowed else companies.ours.ids
        answer = _ask(browser, name, row, ids)
        if allowed:
            assert answer.status_code not in {401, 403, 405}, (caller, answer.text)
        else:
            assert answer.status_code == (403 if _signed_in(caller, row) else 401), (caller, answer.text)
            assert companies.ours.canary not in _words(answer), caller
        assert answer.status_code < 500, (caller, answer.text)


@pytest.mark.parametrize("name", [name for name in ROWS if "{" in name])
def test_what_is_another_companys_is_not_there(companies: World, name: str) -> None:
    row = ROWS[name]
    if row.who == "anyone":
        return
    for caller, browser in companies.theirs.browsers.items():
        _same_as_nothing(companies, browser, name, row, caller)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if re.search(r"'{\w+}'", str(row.body))])
def test_what_is_another_companys_cannot_be_named_in_a_body(companies: World, name: str) -> None:
    row, theirs = ROWS[name], companies.theirs
    browser = theirs.browsers["visitor" if row.who == "visitor" else "administrator"]
    nothing = world.unknown(companies.ours.ids)
    foreign = _ask(browser, name, row, theirs.ids, companies.ours.ids)
    assert not foreign.is_success
    assert companies.ours.canary not in _words(foreign)
    assert _shape(foreign) == _shape(_ask(browser, name, row, theirs.ids, nothing))


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.of_the_group])
def test_what_is_another_teams_is_not_there(companies: World, name: str) -> None:
    browser = companies.ours.browsers["operator of another team"]
    _same_as_nothing(companies, browser, name, ROWS[name], "operator of another team")


@pytest.mark.parametrize("name", ["GET /public/webchat/files/{file_id}", "POST /public/webchat/read"])
def test_what_is_another_visitors_is_not_there(companies: World, name: str) -> None:
    browser = companies.ours.browsers["other visitor"]
    _same_as_nothing(companies, browser, name, ROWS[name], "other visitor")


@pytest.mark.parametrize("name", [name for name in ROWS if name.startswith("GET") and "{" not in name])
def test_lists_hold_only_ones_own(companies: World, name: str) -> None:
    for side, other in ((companies.ours, companies.theirs), (companies.theirs, companies.ours)):
        for browser in side.browsers.values():
            assert other.canary not in _words(_ask(browser, name, ROWS[name], side.ids))
    messages = _ask(companies.ours.browsers["other visitor"], name, ROWS[name], companies.ours.ids)
    assert companies.ours.canary not in _words(messages) or ROWS[name].who != "visitor"


def test_the_canaries_sing_to_those_who_may_hear(companies: World) -> None:
    ours = companies.ours
    names = [
        "GET /conversations/{conversation_id}/entries",
        "GET /clients/{client_id}",
        "GET /files/{file_id}",
        "GET /workspace",
    ]
    for name in names:
        answer = _ask(ours.browsers["operator"], name, ROWS[name], ours.ids)
        assert answer.status_code == 200, (name, answer.text)
        assert ours.canary in _words(answer), name


def test_an_expired_session_is_no_session(companies: World) -> None:
    companies.hovor.advance(400 * 86_400)
    for name, row in ROWS.items():
        if row.who in RANKS:
            answer = _ask(companies.ours.browsers["administrator"], name, row, companies.ours.ids)
            assert answer.status_code == 401, name


def _same_as_nothing(companies: World, browser: httpx2.Client, name: str, row: Row, caller: str) -> None:
    ours = companies.ours
    answer = _ask(browser, name, row, ours.ids)
    assert not answer.is_success, (caller, answer.text)
    assert ours.canary not in _words(answer), caller
    nothing = _ask(browser, name, row, world.unknown(ours.ids))
    assert _shape(answer) == _shape(nothing), caller


def _ask(
    browser: httpx2.Client,
    name: str,
    row: Row,
    ids: Mapping[str, str],
    in_body: Mapping[str, str] | None = None,
) -> httpx2.Response:
    method, path = name.split(" ")
    body = None if row.body is None else _filled(row.body, ids if in_body is None else in_body)
    return browser.request(method, API + _filled(path, ids), json=body)


def _filled(document: Any, ids: Mapping[str, str]) -> Any:  # noqa: ANN401  as deep as the body is
    if isinstance(document, str):
        return re.sub(r"\{(\w+)\}", lambda found: ids[found[1]], document)
    if isinstance(document, Mapping):
        return {key: _filled(value, ids) for key, value in document.items()}
    return [_filled(each, ids) for each in document] if isinstance(document, list) else document


def _named(path: str) -> str:
    """The path as in the rows: labels are outcomes or tags."""
    label = "outcome_id" if "/outcomes/" in path else "tag_id"
    return path.removeprefix(API).replace("label_id", label)


def _may(caller: str, row: Row) -> bool:
    if row.who == "visitor":
        return caller in {"visitor", "other visitor"}
    return row.who in RANKS and RANKS.get(caller, 0) >= RANKS[row.who]


def _signed_in(caller: str, row: Row) -> bool:
    return caller in RANKS and row.who != "visitor"


def _words(answer: httpx2.Response) -> str:
    return answer.text.lower()


def _shape(answer: httpx2.Response) -> tuple[int, dict[str, Any]]:
    """All of a refusal but its reference; ids are alike, since it may tell which was asked for."""
    document = json.loads(_ID.sub("ID", answer.text))
    document.pop("reference", None)
    return answer.status_code, document
