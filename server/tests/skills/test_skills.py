"""Skills: who sets them, what is refused, and who learns of it."""

from tests.support.server import Company, Hovor


def _skill(company: Company, name: str) -> str:
    made: str = company.administrator.ask("POST", "/skills", {"name": name})["id"]
    return made


def test_an_operator_has_skills_at_their_levels_until_he_is_given_others(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    klara.connect()
    czech, boots = _skill(company, "Czech"), _skill(company, "Boots")
    path = f"/operators/{klara.id}"
    assert company.administrator.ask("GET", path)["skills"] == {}
    changed = company.administrator.ask("PATCH", path, {"skills": {czech: 5, boots: 1}})
    assert changed["skills"] == {czech: 5, boots: 1}
    klara.live.hears_frame(lambda frame: frame["type"] == "resync")
    assert klara.ask("GET", "/me")["skills"] == {czech: 5, boots: 1}
    named = {each["id"]: each["name"] for each in klara.ask("GET", "/skills")["items"]}
    assert named == {boots: "Boots", czech: "Czech"}

    company.administrator.ask("PATCH", path, {"name": "Klára"})
    assert klara.ask("GET", "/me")["skills"] == {czech: 5, boots: 1}
    every = company.administrator.ask("GET", "/operators")["items"]
    assert {each["id"]: each["skills"] for each in every}[klara.id] == {czech: 5, boots: 1}
    company.administrator.ask("PATCH", path, {"skills": {boots: 2}})
    assert klara.ask("GET", "/me")["skills"] == {boots: 2}


def test_a_retired_skill_is_given_to_nobody_and_stays_with_whom_it_was_given(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara, tomas = company.operator("klara"), company.operator("tomas")
    czech = _skill(company, "Czech")
    company.administrator.ask("PATCH", f"/operators/{klara.id}", {"skills": {czech: 3}})
    retired = company.administrator.ask("PATCH", f"/skills/{czech}", {"retired": True})
    assert (retired["retired"], retired["version"]) == (True, 2)
    ask = company.administrator.http.patch
    assert ask(f"/api/v1/operators/{tomas.id}", json={"skills": {czech: 3}}).status_code == 422
    assert ask(f"/api/v1/operators/{klara.id}", json={"skills": {czech: 4}}).status_code == 200
    # Its name is free again, and then it can not come back under it.
    _skill(company, "czech")
    refused = ask(f"/api/v1/skills/{czech}", json={"retired": False})
    assert (refused.status_code, refused.json()["code"]) == (409, "name_taken")
    back = company.administrator.ask("PATCH", f"/skills/{czech}", {"name": "Slovak", "retired": False})
    assert (back["name"], back["retired"]) == ("Slovak", False)


def test_what_is_no_skill_and_no_level_is_refused(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    czech = _skill(company, "Czech")
    path = f"/api/v1/operators/{klara.id}"
    for wrong in ({czech: 0}, {czech: 6}, {"nothing": 3}, {czech: "good"}, [czech]):
        assert company.administrator.http.patch(path, json={"skills": wrong}).status_code == 422, wrong
    assert klara.http.patch(path, json={"skills": {czech: 5}}).status_code == 403
    assert klara.http.post("/api/v1/skills", json={"name": "Boots"}).status_code == 403
    taken = company.administrator.http.post("/api/v1/skills", json={"name": "CZECH"})
    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")
