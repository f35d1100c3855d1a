"""Invitations sent by e-mail, through a real SMTP server."""

from collections.abc import Iterator
from contextlib import contextmanager

from hovor.foundation.clock import MINUTE, to_rfc3339
from tests.support.mailbox import Mailbox
from tests.support.server import Hovor, Operator


@contextmanager
def posted(hovor: Hovor, refusing: int = 0) -> Iterator[tuple[Operator, Mailbox]]:
    """Klára of a company whose letters go to a mailbox of the test."""
    company = hovor.set_up()
    klara = company.operator("klara")
    mailbox = Mailbox(refusing)
    server = {"host": "127.0.0.1", "port": hovor.run(mailbox.listen()), "security": "none"}
    sender = {"sender": "Alderway <hello@alderway.example>"}
    company.administrator.ask("PUT", "/company/mail", {**server, **sender})
    yield klara, mailbox
    hovor.run(mailbox.close())


def test_a_client_gets_the_link_the_code_and_the_time(hovor: Hovor) -> None:
    with posted(hovor) as (klara, mailbox):
        at = to_rfc3339(hovor.clock.now() + 90 * MINUTE)
        invited = {"client": {"email": "jana@example.com"}, "arranged_for": at}
        made = klara.ask("POST", "/invitations", invited)
        sent = klara.ask("POST", f"/invitations/{made['id']}/send", {})
        assert sent["id"] == made["id"]
        (letter,) = hovor.run(mailbox.letters(1))
        assert (letter["to"], letter["from"]) == ("jana@example.com", "Alderway <hello@alderway.example>")
        assert "Klara" in letter["subject"]
        body = letter.get_body(("plain",))
        assert body is not None
        text = body.get_content()
        assert made["url"] in text
        assert made["code"] in text
        assert letter["message-id"].endswith("@alderway.example>")
        (calendar,) = letter.iter_attachments()
        assert calendar.get_content_type() == "text/calendar"
        assert "BEGIN:VEVENT" in calendar.get_content()


def test_a_server_that_says_later_is_asked_again_and_nothing_is_sent_twice(hovor: Hovor) -> None:
    with posted(hovor, refusing=1) as (klara, mailbox):
        made = klara.ask("POST", "/invitations", {})
        key = {"idempotency-key": "one"}
        for _ in range(2):
            answer = klara.http.post(
                f"/api/v1/invitations/{made['id']}/send", json={"email": "jana@example.com"}, headers=key
            )
            assert answer.status_code == 200, answer.text
        letters = hovor.run(mailbox.letters(1))
        assert (len(letters), mailbox.tried) == (1, 2)


def test_without_a_server_or_an_address_nothing_is_sent(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    made = klara.ask("POST", "/invitations", {})
    path = f"/api/v1/invitations/{made['id']}/send"
    refused = klara.http.post(path, json={"email": "jana@example.com"})
    assert (refused.status_code, refused.json()["code"]) == (409, "mail_not_set_up")
    assert klara.ask("GET", "/workspace")["company_settings"]["outgoing_mail"] is False
    server = {"host": "127.0.0.1", "port": 25, "security": "none", "sender": "hello@alderway.example"}
    company.administrator.ask("PUT", "/company/mail", {**server, "username": "hovor", "password": "secret"})
    assert klara.ask("GET", "/workspace")["company_settings"]["outgoing_mail"] is True
    shown = company.administrator.http.get("/api/v1/company/mail")
    assert "secret" not in shown.text
    assert shown.json()["password_set"] is True
    assert klara.http.post(path, json={}).status_code == 422
    klara.ask("POST", f"/invitations/{made['id']}/revoke", {})
    over = klara.http.post(path, json={"email": "jana@example.com"})
    assert (over.status_code, over.json()["code"]) == (409, "invitation_over")
    company.administrator.ask("DELETE", "/company/mail")
    assert company.administrator.http.get("/api/v1/company/mail").json()["host"] is None
