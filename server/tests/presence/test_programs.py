"""A program that knows an operator's telephone says when he is on another call."""

from tests.invitations.test_own_api import program
from tests.support.server import Hovor


def test_a_program_says_that_an_operator_is_on_another_call(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara, tomas = company.operator("klara"), company.operator("tomas")
    klara.connect()
    klara.go_online()
    path = f"/operators/{klara.id}/on-another-call"
    with program(hovor, company, "presence.write") as exchange:
        answer = exchange.put(path, json={"on": True, "reason": "Desk phone"})
        assert answer.status_code == 200, answer.text
        told = klara.live.hears("status.changed", lambda view: view["on_another_call"] is True)
        assert told["on_another_call_reason"] == "Desk phone"
        assert klara.ask("GET", "/me/status")["status"] == "online"
        assert exchange.put(path, json={"on": False}).json()["on_another_call"] is False
        # It may do this and nothing beside it.
        assert exchange.put(f"/operators/{klara.id}/status", json={"status": "away"}).status_code == 401
        assert exchange.put("/operators/nobody/on-another-call", json={"on": True}).status_code == 404
    with program(hovor, company, "invitations.read") as stranger:
        refused = stranger.put(path, json={"on": True})
        assert (refused.status_code, refused.json()["scope"]) == (403, "presence.write")
    assert tomas.http.put(f"/api/v1{path}", json={"on": True}).status_code == 403
