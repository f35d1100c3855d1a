"""The second step at sign-in, over HTTP: set up, asked for, used once, recovered, reset."""

import base64
from concurrent.futures import ThreadPoolExecutor

import httpx2
import sqlalchemy as sa

from hovor.foundation.caller import Anonymous
from hovor.foundation.database import Reading
from hovor.second_factor import models, policy
from tests.support.server import PASSWORD, Document, Hovor, Operator


def code_of(hovor: Hovor, secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or so many steps later."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    return policy.code_at(key, policy.step_of(hovor.clock.now()) + steps)


def enable(hovor: Hovor, operator: Operator) -> tuple[str, list[str]]:
    """He sets it up; answers the secret and the recovery codes."""
    begun = operator.ask("POST", "/me/second-factor", {"current_password": PASSWORD})
    confirmed = operator.ask(
        "POST", "/me/second-factor/confirm", {"code": code_of(hovor, begun["secret"], steps=-1)}
    )
    return begun["secret"], confirmed["recovery_codes"]


def try_in(hovor: Hovor, email: str, code: str | None = None, password: str = PASSWORD) -> httpx2.Response:
    body: Document = {"email": email, "password": password}
    if code is not None:
        body["one_time_code"] = code
    return httpx2.post(
        f"{hovor.address}/api/v1/sign-in", json=body, headers={"origin": hovor.address}, timeout=30
    )


def said(answer: httpx2.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json().get("code")


def test_once_it_is_on_the_password_alone_lets_nobody_in(hovor: Hovor) -> None:
    klara = hovor.set_up().operator("klara")
    email = klara.ask("GET", "/me")["email"]
    assert klara.ask("GET", "/me/second-factor") == {"on": False, "since": None, "recovery_codes_left": 0}
    begun = klara.ask("POST", "/me/second-factor", {"current_password": PASSWORD})
    # Until it is confirmed nothing is asked for.
    assert try_in(hovor, email).status_code == 200
    picture = klara.http.get("/api/v1/me/second-factor/qr.png")
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert begun["address"].startswith("otpauth://totp/Hovor:")
    wrong = klara.http.post("/api/v1/me/second-factor/confirm", json={"code": "000000"})
    assert said(wrong) == (422, "wrong_new_code")
    codes = klara.ask(
        "POST", "/me/second-factor/confirm", {"code": code_of(hovor, begun["secret"], steps=-1)}
    )["recovery_codes"]
    assert len(set(codes)) == 10
    told = klara.ask("GET", "/me/second-factor")
    assert (told["on"], told["recovery_codes_left"]) == (True, 10)
    assert klara.http.get("/api/v1/me/second-factor/qr.png").status_code == 404
    again = klara.http.post("/api/v1/me/second-factor", json={"current_password": PASSWORD})
    assert said(again) == (409, "second_factor_on")
    assert said(try_in(hovor, email)) == (401, "one_time_code_required")
    assert said(try_in(hovor, email, "123")) == (401, "wrong_one_time_code")
    # Without the right password nobody learns that there is a second step.
    assert said(try_in(hovor, email, password="not the password")) == (401, "wrong_credentials")
    assert try_in(hovor, email, code_of(hovor, begun["secret"])).status_code == 200


def test_a_code_works_once_however_many_send_it_at_once(hovor: Hovor) -> None:
    klara = hovor.set_up().operator("klara")
    email = klara.ask("GET", "/me")["email"]
    secret, recovery = enable(hovor, klara)
    for code in (code_of(hovor, secret), recovery[0]):
        with ThreadPoolExecutor(4) as crowd:
            answers = list(crowd.map(lambda _, code=code: try_in(hovor, email, code).status_code, range(4)))
        assert sorted(answers) == [200, 401, 401, 401]
        assert said(try_in(hovor, email, code))[1] in {"wrong_one_time_code", "rate_limited"}
        hovor.advance(600)
        # Else the next crowd has the failures of this one, and is told to wait if its winner comes last.
        assert try_in(hovor, email, code_of(hovor, secret)).status_code == 200
    # What was used up takes all before it along.
    used = code_of(hovor, secret, steps=1)
    assert try_in(hovor, email, used).status_code == 200
    assert said(try_in(hovor, email, code_of(hovor, secret))) == (401, "wrong_one_time_code")
    assert klara.ask("GET", "/me/second-factor")["recovery_codes_left"] == 9


def test_guessing_codes_is_slowed_down_like_guessing_passwords(hovor: Hovor) -> None:
    klara = hovor.set_up().operator("klara")
    email = klara.ask("GET", "/me")["email"]
    secret, _ = enable(hovor, klara)
    tries = [said(try_in(hovor, email, f"00000{number}"))[1] for number in range(8)]
    assert tries[:5] == ["wrong_one_time_code"] * 5
    assert "rate_limited" in tries[5:]
    hovor.advance(600)
    assert try_in(hovor, email, code_of(hovor, secret)).status_code == 200


def test_enabling_ends_the_other_sign_ins_and_keeps_this_one(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    elsewhere = hovor.sign_in(klara.ask("GET", "/me")["email"])
    enable(hovor, klara)
    assert elsewhere.http.get("/api/v1/me").status_code == 401
    assert len(klara.ask("GET", "/me/sessions")["items"]) == 1


def test_recovery_codes_are_renewed_and_it_is_turned_off_with_the_password_only(hovor: Hovor) -> None:
    klara = hovor.set_up().operator("klara")
    email = klara.ask("GET", "/me")["email"]
    _, former = enable(hovor, klara)
    for verb in ("", "/recovery-codes", "/remove"):
        refused = klara.http.post(f"/api/v1/me/second-factor{verb}", json={"current_password": "wrong"})
        assert said(refused) == (403, "wrong_password")
    hovor.advance(600)
    renewed = klara.ask("POST", "/me/second-factor/recovery-codes", {"current_password": PASSWORD})
    assert not {*former} & {*renewed["recovery_codes"]}
    assert said(try_in(hovor, email, former[0])) == (401, "wrong_one_time_code")
    assert try_in(hovor, email, renewed["recovery_codes"][0].lower().replace("-", " ")).status_code == 200
    removed = klara.ask("POST", "/me/second-factor/remove", {"current_password": PASSWORD})
    assert removed["on"] is False
    assert try_in(hovor, email).status_code == 200
    off = klara.http.post("/api/v1/me/second-factor/recovery-codes", json={"current_password": PASSWORD})
    assert said(off) == (409, "second_factor_off")


def test_an_administrator_resets_what_was_lost_and_that_signs_out_everywhere(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara, tomas = company.operator("klara"), company.operator("tomas")
    email = klara.ask("GET", "/me")["email"]
    enable(hovor, klara)
    path = f"/operators/{klara.id}"
    assert company.administrator.ask("GET", path)["second_factor"] is True
    assert tomas.http.delete(f"/api/v1{path}/second-factor").status_code == 403
    assert company.administrator.http.delete(f"/api/v1{path}/second-factor").status_code == 204
    assert company.administrator.ask("GET", path)["second_factor"] is False
    assert klara.http.get("/api/v1/me").status_code == 401
    assert try_in(hovor, email).status_code == 200


def test_neither_secret_nor_recovery_codes_can_be_read_from_the_database(hovor: Hovor) -> None:
    klara = hovor.set_up().operator("klara")
    secret, recovery = enable(hovor, klara)
    read = hovor.installation.context.database.read
    stored = str(hovor.run(read(_everything, company="", caller=Anonymous())))
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    for hidden in (secret, key.hex(), base64.b64encode(key).decode(), *recovery):
        assert hidden not in stored
        assert hidden.replace("-", "") not in stored


def _everything(reading: Reading) -> list[object]:
    tables = (models.second_factor, models.recovery_code)
    return [row for table in tables for row in reading.all(sa.select(table))]
