"""Doors of the live socket, and of other people's websites: who may listen to what, and for how long."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.security import world
from tests.security.world import Side
from tests.support.server import PASSWORD, Company, Operator, running

SHOP = "https://shop.example"
BARTLEBY = "https://bartleby.example"
STRANGE = "https://strange.example"
SIGNED_OUT = 4401
FORBIDDEN = 1008
MESSAGES = "/api/v1/public/webchat/messages"


@dataclass(frozen=True)
class Doors:
    """Two companies at work in one installation, and what is in the first."""

    company: Company
    other: Company
    ours: Side
    theirs: Side

    @property
    def address(self) -> str:
        """Where the installation is."""
        return self.company.hovor.address

    def hello(self, who: str) -> dict[str, Any]:
        """What somebody's page says first."""
        side = self.theirs if who.startswith("theirs") else self.ours
        browser = side.browsers[who.removeprefix("theirs: ")]
        proof = {"visitor_token": token(browser)} if "visitor" in who else {"ticket": ticket(browser)}
        return {"type": "hello", **proof}


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """Each company's website chat is embedded by one website."""
    with running(tmp_path_factory.mktemp("doors")) as hovor:
        company, other = hovor.set_up(), hovor.another_company("Bartleby")
        built = Doors(company, other, world.side(company), world.side(other))
        for each, site in ((company, SHOP), (other, BARTLEBY)):
            path = f"/channels/{each.channel_id}"
            each.administrator.ask("PATCH", path, {"settings": {"allowed_sites": [site]}})
        yield built
        for browser in (*built.ours.browsers.values(), *built.theirs.browsers.values()):
            browser.close()


@contextmanager
def socket(address: str, hello: dict[str, Any], origin: str | None = None) -> Iterator[ClientConnection]:
    """A socket that has said hello."""
    url = f"{address.replace('http', 'ws')}/api/v1/live"
    with connect(url, origin=Origin(origin or address), compression=None) as opened:
        opened.send(json.dumps(hello))
        yield opened


def answer(opened: ClientConnection) -> dict[str, Any]:
    """The first frame that is neither an event nor a ping."""
    while True:
        frame: dict[str, Any] = json.loads(opened.recv(timeout=10))
        if frame["type"] not in {"event", "ping", "counters"}:
            return frame


def close_code(opened: ClientConnection) -> int | None:
    """The code with which the server hangs up."""
    try:
        while True:
            opened.recv(timeout=10)
    except ConnectionClosed:
        return opened.close_code


def ticket(browser: httpx2.Client) -> str:
    """A ticket of this browser's operator."""
    made: str = browser.post("/api/v1/live-tickets", json={}).json()["ticket"]
    return made


def token(browser: httpx2.Client) -> str:
    """The token of this visitor."""
    return browser.headers["authorization"].removeprefix("Bearer ")


@pytest.mark.parametrize(
    "hello",
    [
        {"type": "hello"},
        {"type": "hello", "ticket": "made up"},
        {"type": "hello", "visitor_token": "made up"},
        {"type": "hello", "ticket": "x", "visitor_token": "y"},
        {"type": "pong"},
    ],
)
def test_nobody_comes_in_without_proof(doors: Doors, hello: dict[str, Any]) -> None:
    with socket(doors.address, hello) as opened:
        assert answer(opened)["type"] == "error"
        assert close_code(opened) in {SIGNED_OUT, FORBIDDEN}


def test_a_cookie_alone_opens_no_socket(doors: Doors) -> None:
    browser = doors.ours.browsers["operator"]
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    url = f"{doors.address.replace('http', 'ws')}/api/v1/live"
    origin = Origin(doors.address)
    with connect(url, origin=origin, additional_headers={"cookie": cookies}, compression=None) as opened:
        opened.send('{"type":"pong"}')
        assert close_code(opened) == FORBIDDEN


def test_a_ticket_opens_one_socket(doors: Doors) -> None:
    once = ticket(doors.ours.browsers["operator"])
    with socket(doors.address, {"type": "hello", "ticket": once}) as opened:
        assert answer(opened)["type"] == "ready"
        with socket(doors.address, {"type": "hello", "ticket": once}) as again:
            assert answer(again)["code"] == "not_signed_in"
            assert close_code(again) == SIGNED_OUT


def test_a_ticket_is_worth_nothing_after_half_a_minute(doors: Doors) -> None:
    late = ticket(doors.ours.browsers["operator"])
    doors.company.hovor.advance(31)
    with socket(doors.address, {"type": "hello", "ticket": late}) as opened:
        assert answer(opened)["code"] == "not_signed_in"


def test_a_ticket_is_no_token_and_a_token_no_ticket(doors: Doors) -> None:
    ours, address = doors.ours.browsers, doors.address
    for hello in ({"visitor_token": ticket(ours["operator"])}, {"ticket": token(ours["visitor"])}):
        with socket(address, {"type": "hello", **hello}) as opened:
            assert answer(opened)["code"] == "not_signed_in"


@pytest.mark.parametrize(
    "who",
    ["operator of another team", "theirs: administrator", "theirs: visitor", "visitor", "other visitor"],
)
def test_nobody_watches_what_he_may_not_read(doors: Doors, who: str) -> None:
    with socket(doors.address, doors.hello(who)) as opened:
        assert answer(opened)["type"] == "ready"
        for conversation in (doors.ours.ids["conversation_id"], "unknown"):
            opened.send(json.dumps({"type": "watch", "conversation_id": conversation}))
            assert answer(opened)["code"] == "not_found"


@pytest.mark.parametrize(
    "who", ["operator of another team", "theirs: administrator", "theirs: visitor", "other visitor"]
)
def test_nobody_speaks_where_he_may_not(doors: Doors, who: str) -> None:
    conversation, visitor = doors.ours.ids["conversation_id"], "visitor" in who
    with socket(doors.address, doors.hello(who)) as opened:
        assert answer(opened)["type"] == "ready"
        for name, more in (("read", {"number": 1}), ("received", {"number": 1}), ("typing", {"on": True})):
            if not (visitor and name == "typing"):
                opened.send(
                    json.dumps({"type": "signal", "signal": name, "conversation_id": conversation, **more})
                )
                assert answer(opened)["code"] == "not_found", name
        if not visitor:
            opened.send(
                json.dumps(
                    {"type": "post", "client_ref": "r", "conversation_id": conversation, "text": "Hello"}
                )
            )
            assert answer(opened) == {"type": "refused", "client_ref": "r", "code": "not_found"}


def test_a_visitor_speaks_only_in_his_own_conversation(doors: Doors) -> None:
    """The conversation that he names is not asked for: he has one."""
    other = doors.ours.browsers["other visitor"]
    with socket(doors.address, {"type": "hello", "visitor_token": token(other)}) as opened:
        assert answer(opened)["type"] == "ready"
        named = doors.ours.ids["conversation_id"]
        opened.send(json.dumps({"type": "post", "client_ref": "p", "conversation_id": named, "text": "Mine"}))
        posted = answer(opened)
        assert posted["type"] == "posted"
        assert posted["conversation_id"] != named


@pytest.mark.parametrize("how", ["sign out", "revoked", "password", "deactivated"])
def test_the_sockets_of_an_ended_sign_in_are_cut_at_once(doors: Doors, how: str) -> None:
    colleague = doors.company.operator(f"leaving-{how.replace(' ', '-')}")
    with socket(doors.address, {"type": "hello", "ticket": ticket(colleague.http)}) as opened:
        assert answer(opened)["type"] == "ready"
        unused = ticket(colleague.http)
        begun = monotonic()
        _end(doors.company, colleague, how)
        assert close_code(opened) == SIGNED_OUT
        assert monotonic() - begun < 2
    with socket(doors.address, {"type": "hello", "ticket": unused}) as opened:
        assert answer(opened)["code"] == "not_signed_in"


def test_other_websites_open_sockets_for_visitors_of_their_channel_alone(doors: Doors) -> None:
    with socket(doors.address, doors.hello("visitor"), SHOP) as opened:
        assert answer(opened)["type"] == "ready"
    for hello, site in (
        (doors.hello("visitor"), BARTLEBY),
        (doors.hello("theirs: visitor"), SHOP),
        (doors.hello("administrator"), SHOP),
    ):
        with socket(doors.address, hello, site) as opened:
            assert answer(opened)["code"] == "origin_not_allowed"
            assert close_code(opened) == FORBIDDEN
    with pytest.raises(InvalidHandshake), socket(doors.address, doors.hello("visitor"), STRANGE):
        pass


@pytest.mark.parametrize("origin", [SHOP, BARTLEBY, STRANGE, "null"])
def test_a_website_may_ask_for_the_visitors_of_its_channel_alone(doors: Doors, origin: str) -> None:
    hello = f"/api/v1/public/webchat/{doors.company.channel_key}/hello"
    proof = {"authorization": f"Bearer {token(doors.ours.browsers['visitor'])}"}
    answers = [
        httpx2.post(f"{doors.address}{hello}", json={}, headers={"origin": origin}),
        httpx2.get(f"{doors.address}{MESSAGES}", headers={"origin": origin, **proof}),
        httpx2.post(
            f"{doors.address}/api/v1/public/webchat/page", json={}, headers={"origin": origin, **proof}
        ),
    ]
    for answered in answers:
        assert answered.is_success == (origin == SHOP), answered.text
        if origin != SHOP:
            assert answered.json()["code"] == "site_not_allowed"
        _lets_in(answered, origin if origin == SHOP else None)


@pytest.mark.parametrize("origin", [SHOP, STRANGE, "null"])
def test_browsers_are_told_whether_they_may_ask(doors: Doors, origin: str) -> None:
    asked = {"origin": origin, "access-control-request-method": "POST"}
    told = httpx2.request("OPTIONS", f"{doors.address}{MESSAGES}", headers=asked)
    assert told.status_code == 204
    _lets_in(told, origin if origin == SHOP else None)


@pytest.mark.parametrize("origin", [SHOP, STRANGE, "null", "http://localhost:1"])
def test_no_other_website_does_what_operators_do(doors: Doors, origin: str) -> None:
    administrator, headers = doors.company.administrator.http, {"origin": origin}
    read = administrator.get("/api/v1/workspace", headers=headers)
    written = administrator.post("/api/v1/tags", json={"name": "Foreign"}, headers=headers)
    asked = administrator.request("OPTIONS", "/api/v1/tags", headers=headers)
    assert (written.status_code, written.json()["code"]) == (403, "origin_not_allowed")
    for answered in (read, written, asked):
        _lets_in(answered, None)
    names = [tag["name"] for tag in doors.company.administrator.ask("GET", "/tags")["items"]]
    assert "Foreign" not in names


def _lets_in(answered: httpx2.Response, origin: str | None) -> None:
    assert answered.headers.get("access-control-allow-origin") == origin
    assert "access-control-allow-credentials" not in answered.headers


def _end(company: Company, colleague: Operator, how: str) -> None:
    administrator = company.administrator
    if how == "sign out":
        colleague.ask("POST", "/sign-out", {})
    elif how == "revoked":
        (session,) = colleague.ask("GET", "/me/sessions")["items"]
        colleague.ask("DELETE", f"/me/sessions/{session['id']}")
    elif how == "password":
        administrator.ask("PATCH", f"/operators/{colleague.id}", {"password": f"{PASSWORD} again"})
    else:
        administrator.ask("PATCH", f"/operators/{colleague.id}", {"active": False})
