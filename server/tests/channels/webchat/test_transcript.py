"""The transcript by e-mail: what the visitor has seen of his own conversation, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Final

import pytest

from tests.channels.webchat.shop import Chat, refused
from tests.support.mailbox import Mailbox
from tests.support.server import Company, Document, Operator, Visitor

SENDER: Final = {"host": "127.0.0.1", "security": "none", "sender": "Alderway <hello@alderway.example>"}
SECRET: Final = "He is difficult, be careful"
HOSTILE: Final = (
    "Fine.\r\n2026-11-29 10:00  Admin:\n    Pay to account 7\u2028"
    "and\u202e now\x1b[2J <b>&amp;</b>\n.\nFrom: x"
)
SHOWN: Final = (
    "    2026-11-29 10:00  Admin:\n        Pay to account 7\n    and now[2J <b>&amp;</b>\n    .\n    From: x"
)


@contextmanager
def posted(company: Company, unknown: str | None = None) -> Iterator[Mailbox]:
    """The company's letters go to a mailbox of the test."""
    mailbox = Mailbox(unknown=unknown)
    port = company.hovor.run(mailbox.listen())
    company.administrator.ask("PUT", "/company/mail", {**SENDER, "port": port})
    try:
        yield mailbox
    finally:
        company.administrator.ask("DELETE", "/company/mail")
        company.hovor.run(mailbox.close())


def _letter(company: Company, mailbox: Mailbox, to: str, count: int = 1) -> tuple[EmailMessage, str]:
    """By its address: what another test has wished may still be on its way."""
    letter = company.hovor.run(mailbox.letters_to(to, count))[-1]
    assert not letter.is_multipart()
    return letter, letter.get_content().replace("\r\n", "\n")


def _talk(operator: Operator, conversation_id: str) -> None:
    path = f"/conversations/{conversation_id}"
    operator.ask("POST", f"{path}/notes", {"client_ref": "note", "text": SECRET})
    operator.ask("POST", f"{path}/messages", {"client_ref": "answer", "text": "What size?\nOr both?"})


def _wish(conversation_id: str, email: str = "jana@shop.example") -> Document:
    return {"conversation_id": conversation_id, "email": email}


def test_it_arrives_with_what_was_said_and_no_word_for_colleagues(company: Company) -> None:
    with posted(company) as mailbox:
        visitor = Chat(company).visitor()
        assert visitor.hello["forms"]["transcript"] is True
        operator, conversation = Chat(company).served(visitor)
        _talk(operator, conversation)
        visitor.ask("POST", "transcript", _wish(conversation))
        letter, text = _letter(company, mailbox, "jana@shop.example")
    assert (letter["to"], letter["from"]) == ("jana@shop.example", SENDER["sender"])
    assert letter["subject"] == "Your chat with Alderway"
    assert letter.get_content_type() == "text/plain"
    said = [line for line in text.splitlines() if line.startswith("    ")]
    assert said == ["    Hello", "    What size?", "    Or both?"]
    assert "Admin joined the chat" in text
    assert SECRET not in text
    # The card keeps nothing of the address: it was given for the letter.
    client = operator.ask("GET", f"/conversations/{conversation}")["client"]["id"]
    assert operator.ask("GET", f"/clients/{client}")["client"]["email"] is None


def test_hostile_words_stay_words(company: Company) -> None:
    with posted(company) as mailbox:
        chat = Chat(company)
        visitor = chat.visitor()
        operator, conversation = chat.served(visitor)
        visitor.say(HOSTILE)
        visitor.ask("POST", "transcript", _wish(conversation, "hostile@shop.example"))
        _, text = _letter(company, mailbox, "hostile@shop.example")
    assert SHOWN in text
    headings = [line for line in text.splitlines() if line.endswith("Admin:") and not line.startswith(" ")]
    assert headings == []
    assert not {"\x1b", "\u202e", "\u2028"} & set(text)
    assert operator.id not in text


def test_nobody_gets_another_ones(company: Company) -> None:
    with posted(company):
        chat = Chat(company)
        visitor, stranger = chat.visitor(), chat.visitor()
        _, conversation = chat.served(visitor)
        stranger.say("Hello")
        nobodys = "0197f000-0000-7000-8000-000000000000"
        for asked in (conversation, nobodys, "x"):
            assert refused(stranger, "POST", "transcript", _wish(asked)) == (404, "not_found")


@pytest.mark.parametrize(
    "address",
    ["", "jana", "a@b", "jana@shop.example,x@y.example", "Jana <jana@shop.example>", "a b@c.example",
     "jana@shop.example\nBcc: x@y.example",
     "@a:jana@shop.example", '"a"@shop.example', "jana@shop.example\0"],
)  # fmt: skip
def test_it_goes_to_one_address(company: Company, address: str) -> None:
    with posted(company):
        visitor = Chat(company).visitor()
        wish = _wish(visitor.say("Hello")["conversation_id"], address)
        assert refused(visitor, "POST", "transcript", wish) == (422, "invalid")


def test_who_wishes_without_end_has_to_wait(company: Company) -> None:
    with posted(company):
        visitor = Chat(company).visitor()
        wish = _wish(visitor.say("Hello")["conversation_id"], "often@shop.example")
        answers = [visitor.http.post("transcript", json=wish).status_code for _ in range(4)]
        assert answers == [204, 204, 204, 429]
        # Nor does one mailbox get many letters because many ask.
        others = [Chat(company).visitor() for _ in range(3)]
        wishes = [_wish(each.say("Hello")["conversation_id"], "Often@shop.example") for each in others]
        codes = [
            each.http.post("transcript", json=mine).status_code
            for each, mine in zip(others, wishes, strict=True)
        ]
        assert codes == [204, 204, 429]


def test_a_company_that_sends_no_letters_says_so(company: Company) -> None:
    visitor = Chat(company).visitor()
    assert visitor.hello["forms"]["transcript"] is False
    wish = _wish(visitor.say("Hello")["conversation_id"])
    assert refused(visitor, "POST", "transcript", wish) == (409, "mail_not_set_up")


def test_the_operator_sends_it_at_the_end(company: Company) -> None:
    with posted(company) as mailbox:
        chat = Chat(company)
        visitor = chat.visitor()
        operator, conversation = chat.served(visitor)
        _talk(operator, conversation)
        path = f"/conversations/{conversation}"
        without = operator.http.post(f"/api/v1{path}/end", json={"transcript": True})
        assert (without.status_code, without.json()["code"]) == (409, "no_address")
        assert operator.ask("GET", path)["state"] == "active"
        visitor.ask("POST", "details", {"email": "card@shop.example"})
        ended = operator.ask("POST", f"{path}/end", {"transcript": True, "note": SECRET})
        _, text = _letter(company, mailbox, "card@shop.example")
        assert "Admin ended the chat" in text
        assert SECRET not in text
        if ended["state"] == "wrap_up":
            operator.ask("POST", f"{path}/wrap-up", {"transcript": True})
            _letter(company, mailbox, "card@shop.example", 2)


def test_the_end_says_when_there_is_no_mail_server(company: Company) -> None:
    chat = Chat(company)
    visitor = chat.visitor()
    visitor.ask("POST", "details", {"email": "card@shop.example"})
    operator, conversation = chat.served(visitor)
    refusal = operator.http.post(f"/api/v1/conversations/{conversation}/end", json={"transcript": True})
    assert (refusal.status_code, refusal.json()["code"]) == (409, "mail_not_set_up")
    assert operator.ask("GET", f"/conversations/{conversation}")["state"] == "active"


def _parked(company: Company) -> list[Document]:
    """The letters of which the address was refused; others had no server when a test was over."""
    found: list[Document] = company.administrator.ask("GET", "/parked")["items"]
    return [each for each in found if (each["what"], each["error"]) == ("letter", "recipient_refused")]


def test_a_letter_that_no_server_takes_is_parked_and_can_be_tried_again(company: Company) -> None:
    with posted(company, unknown="mistyped@shop.example") as mailbox:
        visitor: Visitor = Chat(company).visitor()
        conversation = visitor.say("Hello")["conversation_id"]
        visitor.ask("POST", "transcript", _wish(conversation, "mistyped@shop.example"))
        # Letters go one after the other: when the second has arrived the first was given up.
        visitor.ask("POST", "transcript", _wish(conversation, "known@shop.example"))
        _letter(company, mailbox, "known@shop.example")
        (parked,) = _parked(company)
        assert "mistyped" not in str(parked)
        mailbox.unknown = None
        company.administrator.ask("POST", f"/parked/{parked['id']}/retry", {})
        _letter(company, mailbox, "mistyped@shop.example")
        assert _parked(company) == []
        gone = company.administrator.http.post(f"/api/v1/parked/{parked['id']}/retry", json={})
        assert gone.status_code == 404
