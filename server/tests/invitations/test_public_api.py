"""The client's side over HTTP: looking, starting, coming back, typing a code."""

import io
import json

import httpx2
import pytest

from hovor.foundation import logs
from tests.support.server import Company, Hovor, Operator

_PUBLIC = "/api/v1/public"


def browser(hovor: Hovor) -> httpx2.Client:
    """A client's browser, with cookies of its own."""
    return httpx2.Client(base_url=hovor.address, headers={"origin": hovor.address}, timeout=30)


def staffed(hovor: Hovor) -> tuple[Company, Operator]:
    """A company with Klára, online."""
    company = hovor.set_up()
    klara = company.operator("klara")
    klara.go_online()
    return company, klara


def path_of(invitation: dict[str, str]) -> str:
    return f"{_PUBLIC}/invitations/{invitation['url'].rpartition('/')[2]}"


def test_a_client_starts_by_the_link_and_talks(hovor: Hovor) -> None:
    company, klara = staffed(hovor)
    made = klara.ask("POST", "/invitations", {"note": "Boots", "client": {"name": "Jana"}})
    assert made["url"].startswith(f"{hovor.address}/i/")
    assert klara.live.hears("invitation.created")["url"] == made["url"]
    with browser(hovor) as jana, browser(hovor) as somebody:
        path = path_of(made)
        page = jana.get(path).json()
        assert page["operator"] == {"name": "Klara", "picture": None, "reachable": True}
        assert (page["state"], page["company"], page["client_name"]) == ("active", "Alderway", "Jana")
        body = {"client": {"name": "Jana H."}, "message": "Hello Klara", "locale": "cs-CZ"}
        started = jana.post(f"{path}/conversations", json=body)
        assert started.status_code == 201, started.text
        answer = started.json()
        assert answer["channel_key"] == company.channel_key
        cookie = started.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        offer = klara.live.hears("offer.made")
        assert offer["conversation"]["id"] == answer["conversation_id"]
        assert offer["seconds"] == 60
        klara.ask("POST", f"/offers/{offer['id']}/accept", {})
        visitor = company.visitor(answer["visitor_token"])
        assert [line["text"] for line in visitor.messages() if line["text"]] == ["Hello Klara"]

        back = jana.get(path).json()
        assert (back["state"], back["conversation"]["state"]) == ("used", "active")
        again = jana.post(f"{path}/conversations", json={}).json()
        assert again["conversation_id"] == answer["conversation_id"]
        assert again["visitor_token"] == answer["visitor_token"]
        refused = somebody.post(f"{path}/conversations", json={})
        assert (refused.status_code, refused.json()["code"]) == (410, "invitation_used")
        assert somebody.get(path).json()["conversation"] is None
    used = klara.live.hears("invitation.used")
    assert (used["uses"], used["last_client"]) == (1, "Jana H.")


def test_a_lost_answer_is_found_again_by_its_key(hovor: Hovor) -> None:
    _, klara = staffed(hovor)
    path = path_of(klara.ask("POST", "/invitations", {}))
    with browser(hovor) as one, browser(hovor) as other:
        first = one.post(f"{path}/conversations", json={}, headers={"idempotency-key": "k"})
        again = other.post(f"{path}/conversations", json={}, headers={"idempotency-key": "k"})
        assert (again.status_code, again.json()["conversation_id"]) == (201, first.json()["conversation_id"])
        assert again.json()["visitor_token"] == first.json()["visitor_token"]


def test_waiting_uses_nothing_and_is_known_when_it_starts(hovor: Hovor) -> None:
    _, klara = staffed(hovor)
    klara.ask("PUT", "/me/status", {"status": "away"})
    made = klara.ask("POST", "/invitations", {})
    with browser(hovor) as jana:
        waits = jana.post(f"{path_of(made)}/wait", json={}).json()
        assert jana.get(path_of(made)).json()["operator"]["reachable"] is False
        assert klara.ask("GET", f"/invitations/{made['id']}")["uses"] == 0
        started = jana.post(f"{path_of(made)}/conversations", json={}).json()
        assert started["visitor_token"] == waits["visitor_token"]
        moved = jana.post(f"{path_of(made)}/talk-to-the-team", json={})
        assert (moved.status_code, moved.json()["conversation_id"]) == (201, started["conversation_id"])


def test_revoked_and_expired_are_the_same_and_unknown_is_not_there(hovor: Hovor) -> None:
    _, klara = staffed(hovor)
    revoked = klara.ask("POST", "/invitations", {})
    short = klara.ask("POST", "/invitations", {"valid_for_seconds": 300})
    with browser(hovor) as jana:
        klara.ask("POST", f"/invitations/{revoked['id']}/revoke", {})
        hovor.advance(301)
        klara.live.hears("invitation.expired", lambda view: view["id"] == short["id"])
        pages = [jana.get(path_of(each)).json() for each in (revoked, short)]
        assert pages[0] == pages[1]
        assert (pages[0]["state"], pages[0]["arranged_for"]) == ("expired", None)
        for each in (revoked, short):
            refused = jana.post(f"{path_of(each)}/conversations", json={})
            assert (refused.status_code, refused.json()["code"]) == (410, "invitation_expired")
        for verb in ("", "/conversations", "/wait", "/talk-to-the-team"):
            method = "GET" if verb == "" else "POST"
            answer = jana.request(method, f"{_PUBLIC}/invitations/nobody-made-this{verb}", json={})
            assert answer.status_code == 404


def test_another_websites_page_may_not_start(hovor: Hovor) -> None:
    _, klara = staffed(hovor)
    path = path_of(klara.ask("POST", "/invitations", {}))
    foreign = httpx2.post(
        f"{hovor.address}{path}/conversations", json={}, headers={"origin": "https://evil.example"}
    )
    assert (foreign.status_code, foreign.json()["code"]) == (403, "origin_not_allowed")


def test_a_code_is_typed_in_and_guessing_grows_slow_but_shuts_nobody_out(hovor: Hovor) -> None:
    _, klara = staffed(hovor)
    made = klara.ask("POST", "/invitations", {})
    with browser(hovor) as jana:
        typed = made["code"].lower().replace("-", " ")
        assert jana.post(f"{_PUBLIC}/join", json={"code": typed}).json() == {"url": made["url"]}
        answers = [jana.post(f"{_PUBLIC}/join", json={"code": "ZZZZ-ZZZZ"}) for _ in range(7)]
        assert [each.status_code for each in answers[:6]] == [404] * 6
        assert answers[6].status_code == 429
        assert int(answers[6].headers["retry-after"]) >= 1
        # Nobody learns whether a code ever was: an ended one is refused as one that never existed.
        hovor.advance(400)
        klara.ask("POST", f"/invitations/{made['id']}/revoke", {})
        hovor.advance(8 * 86_400)
        ended = jana.post(f"{_PUBLIC}/join", json={"code": made["code"]})
        assert _but_reference(ended) == _but_reference(answers[0])


def test_the_secret_stands_in_no_line_of_the_log(hovor: Hovor) -> None:
    _, klara = staffed(hovor)
    made = klara.ask("POST", "/invitations", {})
    secret = made["url"].rpartition("/")[2]
    lines = io.StringIO()
    logs.configure("json", stream=lines, level=10)
    try:
        with browser(hovor) as jana:
            for address in (f"/i/{secret}", path_of(made), f"{path_of(made)}/nothing-here"):
                jana.get(address)
            jana.post(f"{path_of(made)}/conversations", json={"message": 5})
            jana.post(f"{_PUBLIC}/join", json={"code": made["code"]})
        written = lines.getvalue()
    finally:
        logs.configure("console")
    assert "/api/v1/public/invitations/{secret}" in written
    for hidden in (secret, made["code"], made["code"].replace("-", "")):
        assert hidden not in written


@pytest.mark.parametrize("engine", ["sqlite"])
def test_nothing_of_it_may_be_kept_or_passed_on(hovor: Hovor) -> None:
    _, klara = staffed(hovor)
    made = klara.ask("POST", "/invitations", {})
    secret = made["url"].rpartition("/")[2]
    for path in (path_of(made), f"/i/{secret}", "/join"):
        answer = httpx2.get(f"{hovor.address}{path}")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
    page = httpx2.get(f"{hovor.address}/i/{secret}")
    assert "noindex" in page.headers["x-robots-tag"]
    assert secret not in page.text
    assert page.text == httpx2.get(f"{hovor.address}/i/nobody-made-this").text


def _but_reference(answer: httpx2.Response) -> dict[str, object]:
    document: dict[str, object] = json.loads(answer.text)
    document.pop("reference", None)
    return document
