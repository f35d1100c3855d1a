"""The server of the company's letters: who knows its password, and what is told of a trial."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from httpx2 import Response as Answer

from tests.support.mailbox import Mailbox
from tests.support.server import PASSWORD, Company, Hovor

SENDER = {"sender": "Alderway <hello@alderway.example>", "security": "none", "host": "127.0.0.1"}


def _try(company: Company) -> str | None:
    fault: str | None = company.administrator.ask(
        "POST", "/company/mail/test", {"to": "me@alderway.example"}
    )["fault"]
    return fault


def _name(company: Company, port: int, **others: Any) -> dict[str, Any]:  # noqa: ANN401  as the request has it
    return company.administrator.ask("PUT", "/company/mail", {**SENDER, "port": port, **others})


@contextmanager
def _taking(hovor: Hovor, mailbox: Mailbox) -> Iterator[int]:
    """The port on which the mailbox listens."""
    port = hovor.run(mailbox.listen())
    try:
        yield port
    finally:
        hovor.run(mailbox.close())


def test_a_trial_arrives(hovor: Hovor) -> None:
    company = hovor.set_up()
    mailbox = Mailbox()
    with _taking(hovor, mailbox) as port:
        _name(company, port)
        assert _try(company) is None
        (letter,) = hovor.run(mailbox.letters(1))
    assert (letter["to"], letter["from"]) == ("me@alderway.example", SENDER["sender"])
    body = letter.get_body(("plain",))
    assert body is not None
    assert "Alderway" in body.get_content()
    assert _try(company) == "unreachable"


def test_a_trial_sent_again_with_its_key_sends_no_second_letter(hovor: Hovor) -> None:
    company = hovor.set_up()
    mailbox = Mailbox()
    client = company.administrator.http

    def tries(key: str) -> Answer:
        body = {"to": "me@alderway.example"}
        return client.post("/api/v1/company/mail/test", json=body, headers={"idempotency-key": key})

    with _taking(hovor, mailbox) as port:
        _name(company, port)
        answers = [tries("one"), tries("one"), tries("one")]
        assert [each.json() for each in answers] == [{"fault": None}] * 3
        assert [each.headers.get("idempotency-replayed") for each in answers] == [None, "true", "true"]
        assert mailbox.tried == 1
        with ThreadPoolExecutor(4) as threads:
            at_once = list(threads.map(lambda _: tries("two"), range(4)))
        assert {each.status_code for each in at_once} == {200}
        assert mailbox.tried == 2


def test_a_trial_says_what_is_wrong(hovor: Hovor) -> None:
    company = hovor.set_up()
    without = company.administrator.http.post("/api/v1/company/mail/test", json={"to": "me@alderway.example"})
    assert (without.status_code, without.json()["code"]) == (409, "mail_not_set_up")
    _name(company, 25, host="mail.\u00ad.example")
    assert _try(company) == "unreachable"
    with _taking(hovor, Mailbox(refusing=1)) as port:
        _name(company, port)
        assert _try(company) == "refused"
        _name(company, port, security="starttls")
        assert _try(company) == "encryption"
        # A name in clear text is what this server does not take.
        _name(company, port, username="hovor", password="whatever it is")
        assert _try(company) == "encryption"


@pytest.mark.parametrize(
    ("change", "kept"), [({}, True), ({"host": "localhost"}, False), ({"username": "x"}, False)]
)
def test_the_password_stays_with_the_server_that_knows_it(
    hovor: Hovor, change: dict[str, Any], *, kept: bool
) -> None:
    company = hovor.set_up()
    with _taking(hovor, Mailbox(password=PASSWORD)) as port:
        shown = _name(company, port, username="hovor", password="not the right one")
        assert shown["password_set"]
        assert "right one" not in company.administrator.http.get("/api/v1/company/mail").text
        assert _try(company) == "sign_in_refused"
        _name(company, port, username="hovor", password=PASSWORD)
        assert _try(company) is None
        renamed = _name(company, port, **{"username": "hovor", "sender": "hi@alderway.example", **change})
        assert renamed["password_set"] is kept
        if kept:
            assert _try(company) is None


def test_who_tries_without_end_has_to_wait(hovor: Hovor) -> None:
    company = hovor.set_up()
    _name(company, 1)
    answers = [
        company.administrator.http.post("/api/v1/company/mail/test", json={"to": "me@alderway.example"})
        for _ in range(7)
    ]
    assert answers[-1].status_code == 429
