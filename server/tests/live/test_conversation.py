"""The main job over the public API: a client and an operator talk to each other, and nothing is lost."""

from tests.support.server import Hovor, Operator, Visitor


def test_a_client_is_answered_and_comes_back_into_a_linked_conversation(hovor: Hovor) -> None:
    company = hovor.set_up()
    solved = company.administrator.ask("POST", "/outcomes", {"name": "Solved"})["id"]
    klara = company.operator("klara")
    klara.go_online()
    visitor = company.visitor()
    visitor.connect()

    written = visitor.say("Do you have these boots in 43?")
    offer = klara.live.hears("offer.made")
    conversation = offer["conversation"]["id"]
    assert conversation == written["conversation_id"]
    accepted = klara.ask("POST", f"/offers/{offer['id']}/accept", {})["conversation"]
    assert (accepted["state"], accepted["owner_id"]) == ("active", klara.id)
    visitor.live.hears("conversation.changed", lambda view: view["state"] == "active")

    _talk(klara, visitor, conversation)
    _send_a_file(klara, visitor)
    klara.ask("POST", f"/conversations/{conversation}/end", {"outcome_id": solved})
    visitor.live.hears("conversation.changed", lambda view: view["state"] in {"wrap_up", "closed"})
    klara.ask("POST", f"/conversations/{conversation}/wrap-up", {})
    klara.live.hears("conversation.closed", lambda view: view["outcome_id"] == solved)
    visitor.close()

    hovor.advance(3600)
    again = company.visitor(visitor.token)
    assert again.token == visitor.token
    second = again.say("They fit. Do you have the same in brown?")["conversation_id"]
    assert second != conversation
    linked = company.administrator.ask("GET", f"/conversations/{second}")
    assert linked["continued_from_id"] == conversation
    texts = [message["text"] for message in again.messages() if message["text"] is not None]
    assert texts == ["Do you have these boots in 43?", "We do!", "They fit. Do you have the same in brown?"]


def test_the_same_reference_is_the_same_message(hovor: Hovor) -> None:
    visitor = hovor.set_up().visitor()
    first = visitor.say("Hello", client_ref="once")
    assert visitor.say("Hello", client_ref="once") == first
    assert [message["text"] for message in visitor.messages() if message["text"]] == ["Hello"]


def _talk(klara: Operator, visitor: Visitor, conversation: str) -> None:
    klara.live.say(type="signal", signal="typing", conversation_id=conversation, on=True)
    assert visitor.live.hears_signal("typing")["on"] is True
    posted = klara.ask(
        "POST", f"/conversations/{conversation}/messages", {"client_ref": "k1", "text": "We do!"}
    )
    shown = visitor.live.hears("message.posted", lambda message: message["text"] == "We do!")
    assert shown["id"] == posted["message_id"]
    visitor.live.say(type="signal", signal="received", conversation_id=conversation, number=shown["number"])
    klara.live.hears("message.delivery_changed", lambda entry: entry["delivery"]["state"] == "delivered")
    visitor.live.say(type="signal", signal="read", conversation_id=conversation, number=shown["number"])
    klara.live.hears("message.delivery_changed", lambda entry: entry["delivery"]["state"] == "read")


def _send_a_file(klara: Operator, visitor: Visitor) -> None:
    upload = visitor.http.post("/files", files={"file": ("foot.txt", b"43, wide", "text/plain")})
    assert upload.status_code == 201, upload.text
    visitor.say(None, file_ids=(upload.json()["file_id"],))
    received = klara.live.hears("message.received", lambda entry: bool(entry["files"]))
    file = klara.http.get(f"/api/v1/files/{received['files'][0]['file_id']}")
    assert (file.status_code, file.content) == (200, b"43, wide")
