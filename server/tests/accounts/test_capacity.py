"""What one operator can carry: who sets it, what he sees of it, and what is kept of the change."""

from hovor.foundation import audit
from hovor.foundation.caller import SystemCaller
from tests.support.server import Hovor

_OWN = {"total": 2, "kinds": {"webchat": 1}}


def test_an_operators_limits_show_in_his_open_workspace_and_in_the_audit_log(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    klara.connect()
    path = f"/operators/{klara.id}"
    assert company.administrator.ask("GET", path)["capacity"] == {"total": None, "kinds": {}}
    usual = klara.ask("GET", "/workspace")["capacity"]
    changed = company.administrator.ask("PATCH", path, {"capacity": _OWN})
    assert changed["capacity"] == _OWN
    klara.live.hears_frame(lambda frame: frame["type"] == "resync")
    own = klara.ask("GET", "/workspace")["capacity"]
    assert own["total"] == 2
    assert own["kinds"] == {**usual["kinds"], "webchat": {"limit": 1, "weight": 1}}
    assert klara.ask("GET", "/me")["capacity"] == _OWN

    company_id = company.administrator.ask("GET", "/company")["id"]
    read = hovor.installation.context.database.read
    caller = SystemCaller(company_id, "test")
    entries = hovor.run(read(audit.entries, company=company_id, caller=caller, limit=50))
    (kept,) = [each for each in entries if (each.action, each.subject_id) == ("operator.changed", klara.id)]
    assert kept.detail == {"what": ["capacity"], "capacity": _OWN}

    company.administrator.ask("PATCH", path, {"capacity": {}})
    assert klara.ask("GET", "/workspace")["capacity"] == usual


def test_limits_that_are_none_are_refused(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    for wrong in (
        {"total": 0},
        {"total": 101},
        {"kinds": {"webchat": -1}},
        {"kinds": {"Web chat": 1}},
        {"slots": 1},
    ):
        answer = company.administrator.http.patch(f"/api/v1/operators/{klara.id}", json={"capacity": wrong})
        assert answer.status_code == 422, wrong
    assert klara.http.patch("/api/v1/me", json={"capacity": _OWN}).status_code == 422
