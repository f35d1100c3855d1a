"""A visit from hello to goodbye, as the panel asks for it."""

from functools import partial

from tests.channels.webchat.shop import Chat, refused
from tests.support.server import Company, Document

REQUIRED = [{"name": "name", "required": True}, {"name": "email", "required": True}, {"name": "phone"}]
NOBODYS = "0197f000-0000-7000-8000-000000000000"


def test_a_token_resumes_its_own_visitor_and_no_other_makes_one_up(company: Company) -> None:
    chat, other = Chat(company), Chat(company)
    first = chat.visitor()
    said = first.say("Hello")
    again = chat.visitor(first.token)
    assert again.token == first.token
    assert again.hello["conversation"]["id"] == said["conversation_id"]
    assert again.hello["position"] >= said["position"]
    for stranger in (chat.visitor("made-up"), chat.visitor("é" * 200), other.visitor(first.token)):
        assert stranger.token not in {first.token, "made-up", "é" * 200}
        assert stranger.hello["conversation"] is None
        assert stranger.messages() == []


def test_hello_tells_what_the_administrator_has_set(company: Company) -> None:
    settings = {"greeting": "Ahoj", "start_fields": REQUIRED, "ask_consent": True, "files": False}
    told = Chat(company, **settings, suggestions=["Where is my order?"]).visitor().hello
    assert told["texts"]["greeting"] == "Ahoj"
    assert told["texts"]["suggestions"] == ["Where is my order?"]
    assert told["forms"]["start"]["consent"] is True
    assert [field["required"] for field in told["forms"]["start"]["fields"]] == [True, True, False]
    assert (told["limits"]["files"], told["state"]) == (False, "offline")


def test_a_first_message_waits_for_the_required_answers(company: Company) -> None:
    visitor = Chat(company, start_fields=REQUIRED).visitor()
    hello = {"client_ref": "1", "text": "Hello"}
    answer = visitor.http.post("messages", json=hello)
    assert (answer.status_code, answer.json()["code"]) == (422, "details_missing")
    assert [field["field"] for field in answer.json()["fields"]] == ["name", "email"]
    assert visitor.messages() == []
    visitor.ask("POST", "details", {"name": "Petra"})
    assert refused(visitor, "POST", "messages", hello) == (422, "details_missing")
    for email in ("nobody", "a@b", "a b@c.example", "@c.example"):
        assert refused(visitor, "POST", "details", {"email": email}) == (422, "invalid")
    visitor.ask("POST", "details", {"email": "petra@shop.example"})
    assert visitor.ask("POST", "messages", hello)["number"] == 1
    # Nobody is asked again in the middle of a conversation, whatever he takes back.
    assert visitor.say("And another question")["number"] > 1


def test_the_socket_insists_on_the_answers_as_well(company: Company) -> None:
    visitor = Chat(company, start_fields=REQUIRED).visitor()
    visitor.connect()
    visitor.live.say(type="post", client_ref="1", text="Hello")
    assert visitor.live.hears_frame(lambda frame: frame["type"] == "refused")["code"] == "details_missing"
    assert visitor.messages() == []


def test_a_left_message_waits_in_the_queue_with_its_address(company: Company) -> None:
    visitor = Chat(company, start_fields=REQUIRED).visitor()
    left = {"client_ref": "1", "text": "Call me", "email": "petra@shop.example", "name": "Petra"}
    stored = visitor.ask("POST", "offline-message", left)
    assert visitor.ask("POST", "offline-message", left)["message_id"] == stored["message_id"]
    assert [message["text"] for message in visitor.messages()] == ["Call me"]
    conversation = company.administrator.ask("GET", f"/conversations/{stored['conversation_id']}")
    assert conversation["state"] == "queued"
    client = company.administrator.ask("GET", f"/clients/{conversation['client']['id']}")["client"]
    assert (client["name"], client["email"]) == ("Petra", "petra@shop.example")
    for missing in ("client_ref", "text", "email"):
        less = {name: value for name, value in left.items() if name != missing}
        assert refused(visitor, "POST", "offline-message", less) == (422, "invalid")


def test_a_left_message_waits_without_its_author(company: Company) -> None:
    """He was told that nobody is there and has gone: it is not closed because he does not come back."""
    chat = Chat(company)
    visitor = chat.visitor()
    visitor.connect()
    left = {"client_ref": "m1", "text": "Call me", "email": "jana@example.com"}
    conversation = visitor.ask("POST", "offline-message", left)["conversation_id"]
    visitor.live.close()
    company.hovor.advance(3600)
    view = company.administrator.ask("GET", f"/conversations/{conversation}")
    assert (view["state"], view["client_online"]) == ("queued", None)


def test_what_is_too_long_is_refused_by_its_name_at_both_doors(company: Company) -> None:
    visitor = Chat(company).visitor()
    visitor.connect()
    too_long = "x" * 8_001
    body = {"client_ref": "long", "text": too_long}
    assert refused(visitor, "POST", "messages", body) == (422, "text_too_long")
    visitor.live.say(type="post", client_ref="long", text=too_long)
    answer = visitor.live.hears_frame(lambda frame: frame["type"] in {"posted", "refused"})
    assert (answer["type"], answer["code"]) == ("refused", "text_too_long")
    # The reference is still his: cut to what fits, it is said.
    assert visitor.say(too_long[:8_000], client_ref="long")["number"] == 1


def test_reading_lowers_nothing_and_is_only_for_ones_own(company: Company) -> None:
    chat = Chat(company)
    visitor, other = chat.visitor(), chat.visitor()
    operator, mine = chat.served(visitor)
    words = {"client_ref": "ours", "text": "Hi"}
    said = operator.ask("POST", f"/conversations/{mine}/messages", words)["message_id"]
    number = visitor.messages()[-1]["number"]
    read = {"conversation_id": mine, "number": number}
    for stranger in (other, Chat(company).visitor()):
        assert refused(stranger, "POST", "read", read) == (404, "not_found")
    assert refused(visitor, "POST", "read", {**read, "conversation_id": NOBODYS}) == (404, "not_found")
    for odd in (-1, 2**53 + 1, 1.5, "1", None):
        assert refused(visitor, "POST", "read", {**read, "number": odd}) == (422, "invalid")
    for up_to in (number, 0, 2**53):
        visitor.ask("POST", "read", {**read, "number": up_to})
        entries = operator.ask("GET", f"/conversations/{mine}/entries")["items"]
        assert next(one["delivery"]["state"] for one in entries if one["id"] == said) == "read"


def test_leaving_takes_him_out_of_the_queue_and_may_be_said_twice(company: Company) -> None:
    visitor = Chat(company).visitor()
    visitor.ask("POST", "leave", {})
    waiting = visitor.say("Hello")["conversation_id"]
    for _ in range(2):
        visitor.ask("POST", "leave", {})
    assert company.administrator.ask("GET", f"/conversations/{waiting}")["state"] == "closed"
    back = visitor.say("Here again")["conversation_id"]
    assert company.administrator.ask("GET", f"/conversations/{back}")["continued_from_id"] == waiting


def test_an_ended_conversation_is_rated_once_and_by_its_own_client(company: Company) -> None:
    chat = Chat(company)
    visitor, other = chat.visitor(), chat.visitor()
    operator, mine = chat.served(visitor)
    rating = {"conversation_id": mine, "rating": 4, "comment": "<b>Quick</b>"}
    assert refused(visitor, "POST", "feedback", rating) == (409, "nothing_to_rate")
    operator.ask("POST", f"/conversations/{mine}/end", {})
    assert refused(other, "POST", "feedback", rating) == (404, "not_found")
    for odd in (0, 6, 4.5, "4", None):
        assert refused(visitor, "POST", "feedback", {**rating, "rating": odd}) == (422, "invalid")
    visitor.ask("POST", "feedback", rating)
    assert refused(visitor, "POST", "feedback", {**rating, "rating": 1}) == (409, "nothing_to_rate")
    assert operator.ask("GET", f"/conversations/{mine}")["rating"] == 4


def test_a_visitor_sees_his_own_timeline_in_pages_and_nobody_elses(company: Company) -> None:
    chat = Chat(company)
    visitor, other = chat.visitor(), chat.visitor()
    visitor.connect()
    for number in range(120):
        visitor.live.say(type="post", client_ref=str(number), text=str(number))
        if number % 60 == 59:
            visitor.live.hears_frame(partial(_answers, str(number)))
            # So many at once are his limit.
            company.hovor.advance(12)
    page = visitor.ask("GET", "messages")
    assert len(page["items"]) == 100
    shown = [message["text"] for message in visitor.messages() if message["text"] is not None]
    assert shown == [str(number) for number in range(120)]
    # A place in another's timeline is a place in one's own.
    assert other.ask("GET", f"messages?after={page['next']}")["items"] == []


def _answers(client_ref: str, frame: Document) -> bool:
    return (frame["type"], frame.get("client_ref")) == ("posted", client_ref)
