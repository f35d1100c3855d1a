"""The audit log as administrators read it, and parked work that is tried again."""

import sqlalchemy as sa

from hovor.foundation import audit
from hovor.foundation.caller import SystemCaller
from hovor.foundation.database import Reading, Work
from hovor.foundation.mail import forget_parked
from hovor.foundation.timers import timer
from tests.oversight.given_up import park, park_letter
from tests.support.server import Company, Document, Hovor


def _acts(company: Company, query: str = "") -> list[Document]:
    acts: list[Document] = company.administrator.ask("GET", f"/audit{query}")["items"]
    return acts


def test_the_log_says_who_did_what_to_whom(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    company.administrator.ask("PATCH", f"/operators/{klara.id}", {"role": "supervisor"})
    (changed, *_) = _acts(company)
    assert changed["action"] == "operator.changed"
    assert changed["actor"] == {"kind": "operator", "id": company.administrator.id, "name": "Admin"}
    assert changed["subject"] == {"kind": "operator", "id": klara.id, "name": "Klara"}
    assert changed["detail"]["role"] == "supervisor"
    numbers = [act["number"] for act in _acts(company)]
    assert numbers == list(range(len(numbers), 0, -1))


def test_the_log_is_read_page_by_page_and_by_actor_and_thing(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    everything = _acts(company)
    pages, place = [], ""
    while True:
        page = company.administrator.ask("GET", f"/audit?limit=2{place}")
        pages += page["items"]
        if page["next"] is None:
            break
        place = f"&after={page['next']}"
    assert pages == everything
    assert [act["action"] for act in _acts(company, f"?actor_id={klara.id}")] == ["operator.signed_in"]
    about_groups = _acts(company, "?subject_kind=group")
    assert {act["action"] for act in about_groups} == {"group.created"}
    assert _acts(company, "?subject_kind=nothing") == []


def test_a_company_sees_its_own_log_and_nothing_of_others(hovor: Hovor) -> None:
    ours, theirs = hovor.set_up("Alderway"), hovor.another_company("Bartleby")
    theirs.operator("otto")
    assert {act["actor"]["name"] for act in _acts(ours)} <= {"Admin", None}
    assert "Otto" not in str(_acts(ours))
    assert _acts(ours, f"?actor_id={theirs.administrator.id}") == []


def test_a_log_that_somebody_has_changed_is_found_out(hovor: Hovor) -> None:
    company = hovor.set_up()
    whole = company.administrator.ask("GET", "/audit/chain")
    assert whole["broken_at"] is None
    assert whole["entries"] == len(_acts(company))
    again = company.administrator.ask("GET", f"/audit/chain?head={whole['head']}")
    assert again["broken_at"] is None

    company_id = company.administrator.ask("GET", "/company")["id"]

    def falsify(work: Work) -> None:
        work.write(sa.update(audit.audit).where(audit.audit.c.number == 2).values(actor_id="nobody"))

    caller = SystemCaller(company_id, "test")
    hovor.run(hovor.installation.context.database.write(falsify, company=company_id, caller=caller))
    assert company.administrator.ask("GET", "/audit/chain")["broken_at"] == 2
    wrong = company.administrator.http.get("/api/v1/audit/chain?head=nonsense")
    assert wrong.status_code == 422


def test_parked_work_is_listed_and_done_when_it_is_tried_again(hovor: Hovor) -> None:
    company = hovor.set_up()
    company_id = company.administrator.ask("GET", "/company")["id"]
    parked_id = park(hovor, company_id, "a-conversation")
    (parked,) = company.administrator.ask("GET", "/parked")["items"]
    assert {name: parked[name] for name in ("id", "what", "name", "subject", "attempts", "error")} == {
        "id": parked_id,
        "what": "timer",
        "name": "notification_queue",
        "subject": "a-conversation",
        "attempts": 12,
        "error": "OSError: no space left",
    }
    assert company.administrator.ask("POST", f"/parked/{parked_id}/retry", {})["items"] == []
    hovor.advance(0)
    assert (
        hovor.run(
            hovor.installation.context.database.read(
                _left, company=company_id, caller=SystemCaller(company_id, "test")
            )
        )
        == []
    )
    assert _acts(company)[0]["action"] == "parked.retried"
    again = company.administrator.http.post(f"/api/v1/parked/{parked_id}/retry", json={})
    assert again.status_code == 404


def test_what_is_not_parked_cannot_be_tried_again(hovor: Hovor) -> None:
    ours, theirs = hovor.set_up("Alderway"), hovor.another_company("Bartleby")
    parked_id = park(hovor, ours.administrator.ask("GET", "/company")["id"], "a-conversation")
    for wrong in ("nonsense", "timer:", "event:notifications:²", f"event:notifications:{9**30}", "event::1"):
        answer = ours.administrator.http.post(f"/api/v1/parked/{wrong}/retry", json={})
        assert answer.status_code == 404, wrong
    answer = theirs.administrator.http.post(f"/api/v1/parked/{parked_id}/retry", json={})
    assert answer.status_code == 404
    assert len(ours.administrator.ask("GET", "/parked")["items"]) == 1


def _left(reading: Reading) -> list[str]:
    rows = reading.all(sa.select(timer.c.key).where(timer.c.kind == "notification_queue"))
    return [row[0] for row in rows]


def test_a_given_up_letter_waits_for_30_days(hovor: Hovor) -> None:
    company = hovor.set_up()
    company_id = company.administrator.ask("GET", "/company")["id"]
    park_letter(hovor, company_id, "old", days_ago=31)
    park_letter(hovor, company_id, "fresh", days_ago=29)
    given_up = company.administrator.ask("GET", "/parked")["items"]
    assert [(each["id"], each["what"], each["error"]) for each in given_up] == [
        ("letter:old", "letter", "refused"),
        ("letter:fresh", "letter", "refused"),
    ]
    caller = SystemCaller(company_id, "test")
    hovor.run(hovor.installation.context.database.write(forget_parked, company=company_id, caller=caller))
    assert [each["id"] for each in company.administrator.ask("GET", "/parked")["items"]] == ["letter:fresh"]
