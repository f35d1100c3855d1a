"""Which websites may use a chat, and what their visitors' browsers are told (Fetch, CORS)."""

import httpx2
import pytest

from hovor.channels.webchat.api import loader
from tests.channels.webchat.shop import ELSEWHERE, SITE, Chat, refusal
from tests.support.server import Company

NEARLY = (
    ELSEWHERE,
    "http://shop.example",
    "https://shop.example:8443",
    "https://shop.example.evil.example",
    "https://www.shop.example",
    "null",
    "",
)


@pytest.fixture(scope="module")
def chat(company: Company) -> Chat:
    """For one website."""
    return Chat(company, allowed_sites=[SITE])


def _allowed_to_read(answer: httpx2.Response) -> str | None:
    assert "access-control-allow-credentials" not in answer.headers
    allowed: str | None = answer.headers.get("access-control-allow-origin")
    assert allowed != "*"
    return allowed


def test_a_listed_site_may_ask_and_its_browser_may_read_refusals_too(chat: Chat) -> None:
    answer = chat.hello(SITE)
    assert (answer.status_code, _allowed_to_read(answer)) == (200, SITE)
    assert answer.headers["vary"] == "origin"
    assert "set-cookie" not in answer.headers
    refused = chat.hello(SITE, unknown=1)
    refusal(refused, 422)
    assert _allowed_to_read(refused) == SITE


@pytest.mark.parametrize("origin", NEARLY)
def test_no_other_site_may(chat: Chat, origin: str) -> None:
    answer = chat.hello(origin)
    assert refusal(answer, 403)["code"] == "site_not_allowed"
    assert _allowed_to_read(answer) is None


@pytest.mark.parametrize("origin", [SITE, *NEARLY])
def test_a_preflight_names_listed_sites_only(chat: Chat, origin: str) -> None:
    asked = {"origin": origin, "access-control-request-method": "POST"}
    answer = httpx2.request(
        "OPTIONS", f"{chat.company.hovor.address}/api/v1/public/webchat/messages", headers=asked, timeout=30
    )
    assert answer.status_code == 204
    listed = origin == SITE
    assert _allowed_to_read(answer) == (origin if listed else None)
    assert ("access-control-allow-headers" in answer.headers) is listed


def test_a_token_is_of_no_use_on_a_page_that_is_not_listed(chat: Chat) -> None:
    visitor = chat.visitor()
    for method, path in (("POST", "messages"), ("GET", "messages"), ("POST", "leave")):
        answer = visitor.http.request(method, path, headers={"origin": ELSEWHERE}, json={})
        assert refusal(answer, 403)["code"] == "site_not_allowed"
        assert _allowed_to_read(answer) is None
    assert visitor.http.get("messages", headers={"origin": SITE}).status_code == 200


def test_another_channels_site_may_not_use_this_channel(chat: Chat) -> None:
    Chat(chat.company, allowed_sites=["https://other.example"])
    assert refusal(chat.hello("https://other.example"), 403)["code"] == "site_not_allowed"


def test_who_is_taken_off_the_list_is_out_at_once(company: Company) -> None:
    chat = Chat(company, allowed_sites=[SITE])
    assert chat.hello(SITE).status_code == 200
    company.administrator.ask("PATCH", f"/channels/{chat.id}", {"settings": {"allowed_sites": []}})
    refusal(chat.hello(SITE), 403)


def test_a_channel_that_is_off_or_unknown_or_of_another_kind_says_no_more(company: Company) -> None:
    chat = Chat(company)
    company.administrator.ask("PATCH", f"/channels/{chat.id}", {"enabled": False})
    assert refusal(chat.hello(), 404)["code"] == "channel_closed"
    chat.key = "nobody-knows-it"
    refusal(chat.hello(), 404)


def test_the_loader_is_for_everybody_and_holds_nobodys_data(company: Company) -> None:
    for path in ("/widget.js", f"/chat/{company.channel_key}"):
        answer = httpx2.get(company.hovor.address + path, headers={"origin": ELSEWHERE}, timeout=30)
        assert answer.status_code == 200
        assert "access-control-allow-credentials" not in answer.headers
    hostile = "/chat/x%22%3E%3Cscript%3E"
    assert httpx2.get(company.hovor.address + hostile, timeout=30).status_code == 404
    for name in ("..%2f..%2fsecret.key", "nothing.js"):
        refusal(httpx2.get(f"{company.hovor.address}/widget/{name}", timeout=30), 404)


def test_a_page_with_the_loader_of_an_older_version_gets_the_panel_of_today(company: Company) -> None:
    (panel,) = loader.BUILT.glob("panel-*.js")
    answers = {
        name: httpx2.get(f"{company.hovor.address}/widget/{name}", headers={"origin": SITE}, timeout=30)
        for name in (panel.name, "panel-Yesterday_1.js")
    }
    assert {answer.text for answer in answers.values()} == {panel.read_text()}
    assert {answer.headers["access-control-allow-origin"] for answer in answers.values()} == {"*"}
    kept = {name: answer.headers["cache-control"] for name, answer in answers.items()}
    assert "immutable" in kept[panel.name]
    assert kept["panel-Yesterday_1.js"] == "public, max-age=300"
