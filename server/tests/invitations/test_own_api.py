"""Operators' and integrations' side over HTTP: routes, API keys, and the law of the live socket."""

import io
from collections.abc import Mapping
from typing import Any

import httpx2
import pytest
import segno
from PIL import Image

from tests.support.server import Company, Hovor, Operator


def program(hovor: Hovor, company: Company, *scopes: str) -> httpx2.Client:
    """A program of the company with a key of its own."""
    made = company.administrator.ask("POST", "/api-keys", {"name": "CRM", "scopes": list(scopes)})
    headers = {"authorization": f"Bearer {made['key']}"}
    return httpx2.Client(base_url=f"{hovor.address}/api/v1", headers=headers, timeout=30)


def test_an_integration_makes_lists_and_ends_invitations_for_a_named_operator(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    klara.connect()
    with program(hovor, company, "invitations.read", "invitations.write") as crm:
        assert crm.post("/invitations", json={}).status_code == 422
        body: Mapping[str, Any] = {"operator_id": klara.id, "valid_until": None}
        key = {"idempotency-key": "order 20451"}
        made = crm.post("/invitations", json=body, headers=key)
        assert made.status_code == 201, made.text
        assert crm.post("/invitations", json=body, headers=key).json() == made.json()
        view = made.json()
        assert (view["use"], view["valid_until"], view["code"]) == ("repeatedly", None, None)
        assert view["created_by"]["kind"] == "integration"
        assert klara.live.hears("invitation.created")["url"] == view["url"]
        listed = crm.get("/invitations").json()["items"]
        assert [each["url"] for each in listed] == [view["url"]]
        assert crm.get("/invitations", params={"operator_id": "another"}).json()["items"] == []
        assert crm.post(f"/invitations/{view['id']}/revoke", json={}).json()["state"] == "revoked"
        assert crm.post(f"/invitations/{view['id']}/revoke", json={}).json()["state"] == "revoked"
    klara.live.hears("invitation.revoked", lambda each: each["id"] == view["id"])


def test_a_key_opens_what_its_scopes_say_until_it_is_revoked(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    with program(hovor, company, "invitations.read") as reader:
        assert reader.get("/invitations").status_code == 200
        refused = reader.post("/invitations", json={"operator_id": klara.id})
        assert (refused.status_code, refused.json()["scope"]) == (403, "invitations.write")
        assert reader.get("/conversations").status_code == 401
        (shown,) = company.administrator.ask("GET", "/api-keys")["items"]
        assert "key" not in shown
        assert shown["last_used_at"] is not None
        assert reader.headers["authorization"].endswith(shown["ending"])
        company.administrator.ask("DELETE", f"/api-keys/{shown['id']}")
        hovor.advance(1)
        assert reader.get("/invitations").status_code == 401


def test_the_link_can_be_scanned_by_those_who_may_copy_it(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    made = klara.ask("POST", "/invitations", {})
    answer = klara.http.get(f"/api/v1/invitations/{made['id']}/qr.png")
    assert answer.headers["content-type"] == "image/png"
    picture = Image.open(io.BytesIO(answer.content)).convert("1")
    drawn = segno.make_qr(made["url"], error="m").matrix
    size = picture.width // (len(drawn) + 8)
    read = [
        [
            int(picture.getpixel(((x + 4) * size + size // 2, (y + 4) * size + size // 2)) == 0)
            for x in range(len(drawn))
        ]
        for y in range(len(drawn))
    ]
    assert read == [list(row) for row in drawn]
    supervised = company.administrator.http.get(f"/api/v1/invitations/{made['id']}/qr.png")
    assert supervised.status_code == 404


def test_an_operator_may_not_ask_for_one_without_an_end(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    answer = klara.http.post("/api/v1/invitations", json={"valid_until": None})
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "valid_until")
    both = {"valid_until": "2027-01-01T00:00:00Z", "valid_for_seconds": 3600}
    assert klara.http.post("/api/v1/invitations", json=both).status_code == 422
    assert klara.ask("GET", "/invitations")["items"] == []


def test_the_old_list_and_the_events_make_the_new_list(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    klara.go_online()
    known = [klara.ask("POST", "/invitations", {"valid_for_seconds": 300})["id"] for _ in range(2)]
    before = {each["id"]: each for each in klara.ask("GET", "/invitations")["items"]}
    heard = len(klara.live.frames)
    fresh = klara.ask("POST", "/invitations", {"use": "repeatedly", "note": "Scouts"})
    klara.ask("PATCH", f"/invitations/{fresh['id']}", {"note": "Scout group", "valid_for_seconds": 7200})
    httpx2.post(f"{hovor.address}/api/v1/public/invitations/{_secret(fresh)}/conversations", json={})
    klara.ask("POST", f"/invitations/{known[0]}/revoke", {})
    hovor.advance(301)
    klara.live.hears("invitation.expired", lambda view: view["id"] == known[1])
    after = {each["id"]: each for each in klara.ask("GET", "/invitations")["items"]}
    assert _applied(before, klara, heard) == after


@pytest.mark.parametrize("engine", ["sqlite"])
def test_the_company_sets_usual_lengths_and_the_ceiling(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    settings = {"invitation_once_seconds": 3600, "invitation_longest_seconds": 7200}
    company.administrator.ask("PATCH", "/company", {"settings": settings})
    assert klara.http.post("/api/v1/invitations", json={"valid_for_seconds": 7201}).status_code == 422
    assert klara.http.post("/api/v1/invitations", json={"valid_for_seconds": 7200}).status_code == 201


def _secret(view: Mapping[str, Any]) -> str:
    secret: str = view["url"].rpartition("/")[2]
    return secret


def _applied(before: Mapping[str, Any], klara: Operator, heard: int) -> dict[str, Any]:
    shown = dict(before)
    for frame in klara.live.frames[heard:]:
        if frame["type"] == "event" and frame["event"].startswith("invitation."):
            view = frame["data"]
            known = shown.get(view["id"])
            if known is None or view["version"] >= known["version"]:
                shown[view["id"]] = view
    return shown
