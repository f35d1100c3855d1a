"""Whatever a visitor's browser, or somebody who plays one, sends: an answer in words, and never a failure."""

import base64
import json
from typing import Final

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from hovor.foundation.live.frames import LONGEST_FRAME
from hovor.foundation.live.socket import POLICY_VIOLATION, SIGNED_OUT
from tests.channels.webchat.shop import Chat, refusal
from tests.support.server import Company, Visitor

ROUTES: Final = (
    "messages", "offline-message", "read", "details", "page", "parameters", "leave", "feedback", "transcript",
)  # fmt: skip
BODIES: Final = [
    b"{",
    b"null",
    b"[]",
    b'"words"',
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    b'{"client_ref":5,"text":[],"conversation_id":{},"rating":"x","name":7,"parameters":[],"url":1}',
    b'{"client_ref":"\\ud800","text":"\\udfff","email":"a@b.example","name":"\\ud800","url":"\\ud800"}',
    b'{"client_ref":"\xed\xa0\x80","name":"\xed\xa0\x80","url":"\xed\xa0\x80","conversation_id":"\xed\xa0\x80"}',
    b'{"client_ref":"big","text":"' + b"x" * 2_000_000 + b'"}',
    b'{"conversation_id":"\\u0000","number":99999999999999999999,"rating":1e400,"name":"\\u0000"}',
    b'{"client_ref":"a\\u0000","text":"a","email":"a@b.example","url":"\\u0000","title":"\\u0000"}',
    b'{"parameters":{"\\u0000":"\\u0000"},"unknown":1}',
]
FRAMES: Final = (
    b"\x00\xff",
    b'{"type":"state"}',
    "",
    "not json",
    "null",
    "7",
    "[" * 50_000,
    '{"a":' * 20_000,
    '{"type":"hello"}',
    '{"type":"nothing-known"}',
    '{"type":7}',
    '{"type":"watch","conversation_id":"not-mine"}',
    '{"type":"watch","conversation_id":"\\u0000"}',
    '{"type":"signal","signal":"nothing-known"}',
    '{"type":"signal","signal":"read","conversation_id":"\\u0000","number":1}',
    '{"type":"signal","signal":"read","conversation_id":[],"number":{}}',
    '{"type":"signal","signal":"typing"}',
    '{"type":"post","client_ref":"\\u0000","text":"Hello"}',
)
HELLOS: Final = (
    b"\x00\xff",
    "not json",
    "[" * 50_000,
    "{}",
    '{"type":"hello"}',
    '{"type":"hello","visitor_token":"made-up"}',
    '{"type":"hello","visitor_token":"\\u0000"}',
    '{"type":"hello","visitor_token":7}',
    '{"type":"hello","ticket":"made-up"}',
    '{"type":"hello","ticket":"\\u0000"}',
    '{"type":"post","client_ref":"1","text":"Hello"}',
)


@pytest.fixture(scope="module")
def chat(company: Company) -> Chat:
    """An ordinary one."""
    return Chat(company)


@pytest.fixture(scope="module")
def other(chat: Chat) -> Visitor:
    """Somebody else, who must not notice anything."""
    visitor = chat.visitor()
    visitor.connect()
    return visitor


def _post(visitor: Visitor, route: str, body: bytes) -> httpx2.Response:
    return visitor.http.post(f"/{route}", content=body, headers={"content-type": "application/json"})


@pytest.mark.parametrize("route", [*ROUTES, "hello"])
def test_hostile_bodies_are_refused_with_a_problem_document(chat: Chat, other: Visitor, route: str) -> None:
    visitor = chat.visitor()
    address = f"{chat.key}/hello" if route == "hello" else route
    for body in BODIES:
        answer = _post(visitor, address, body)
        assert 400 <= answer.status_code < 500, (body[:60], answer.text)
        assert refusal(answer, answer.status_code)["code"]
    assert visitor.say("still here")["number"] == 1
    _still_talks(other)


def test_of_a_key_that_comes_twice_one_counts(chat: Chat) -> None:
    visitor = chat.visitor()
    answer = _post(visitor, "messages", b'{"client_ref":"a","client_ref":"b","text":"one","text":"two"}')
    assert answer.status_code == 201
    assert [(one["client_ref"], one["text"]) for one in visitor.messages()] == [("b", "two")]


@pytest.mark.parametrize(
    "place", [["x", 10**30], ["x", -(10**18)], ["\x00", 1], ["x", 1, 2], {}, [[[[]]]], "x", None, [1, "x"]]
)
def test_a_place_that_we_did_not_give_is_none_of_ours(chat: Chat, place: object) -> None:
    visitor = chat.visitor()
    forged = base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")
    answer = visitor.http.get("/messages", params={"after": forged})
    assert answer.status_code in {200, 422}, answer.text
    if answer.status_code == 200:
        assert answer.json()["items"] == []


@pytest.mark.parametrize("after", ["%00", "%ff", "é", "=", "A" * 5_000])
def test_a_place_of_any_bytes_is_refused(chat: Chat, after: str) -> None:
    answer = chat.visitor().http.get(f"/messages?after={after}")
    assert 400 <= answer.status_code < 500, answer.text


@pytest.mark.parametrize(
    "bearer", ["", "Bearer", "Basic eDp5", "Bearer \\x00", "Bearer a b", "Bearer " + "x" * 20_000]
)
def test_who_holds_no_token_is_nobody(chat: Chat, bearer: str) -> None:
    answer = chat.visitor().http.get("/messages", headers={"authorization": bearer})
    assert 400 <= answer.status_code < 500


def test_hostile_frames_are_answered_with_a_code_and_harm_no_other_socket(chat: Chat, other: Visitor) -> None:
    visitor = chat.visitor()
    visitor.connect()
    for frame in FRAMES:
        visitor.live._socket.send(frame)
    visitor.live.say(type="post", client_ref="odd", text=5)
    assert visitor.live.hears_frame(lambda frame: frame["type"] == "refused")["client_ref"] == "odd"
    errors = [frame for frame in visitor.live.frames if frame["type"] == "error"]
    assert len(errors) == len(FRAMES)
    assert all(set(frame) == {"type", "code", "reference"} for frame in errors)
    assert "internal_error" not in {frame["code"] for frame in errors}
    for each in (visitor, other):
        _still_talks(each)


def test_hostile_posts_are_refused_by_their_reference(chat: Chat, other: Visitor) -> None:
    visitor = chat.visitor()
    visitor.connect()
    hostile: tuple[dict[str, object], ...] = (
        {"client_ref": "files", "file_ids": ["\x00"]},
        {"client_ref": "unknown", "file_ids": ["nobodys"]},
        {"client_ref": "nothing"},
        {"client_ref": "more", "text": "Hello", "more": 1},
        {"client_ref": "elsewhere", "text": [], "conversation_id": "\x00"},
    )
    for post in hostile:
        visitor.live.say(type="post", **post)
        answer = _answer_to(visitor, str(post["client_ref"]))
        assert answer["type"] == "refused", answer
        assert answer["code"] != "internal_error", post
    assert visitor.messages() == []
    for each in (visitor, other):
        _still_talks(each)


def test_a_frame_without_end_closes_its_own_socket_only(chat: Chat, other: Visitor) -> None:
    visitor = chat.visitor()
    visitor.connect()
    visitor.live.say(type="post", client_ref="big", text="x" * LONGEST_FRAME)
    with pytest.raises(AssertionError):
        _answer_to(visitor, "big")
    visitor.live.close()
    visitor.connect()
    assert visitor.messages() == []
    for each in (visitor, other):
        _still_talks(each)


@pytest.mark.parametrize("hello", HELLOS)
def test_who_does_not_say_who_he_is_hears_nothing(chat: Chat, other: Visitor, hello: str | bytes) -> None:
    _is_sent_away(chat, hello)
    _still_talks(other)


@pytest.mark.parametrize("after", [-1, "1", 1.5, [], 10**30, 2**63])
def test_a_position_that_cannot_be_is_refused_or_begins_anew(chat: Chat, after: object) -> None:
    hello = {"type": "hello", "visitor_token": chat.visitor().token, "after": after}
    with _knocking(chat) as socket:
        socket.send(json.dumps(hello))
        first = json.loads(socket.recv(timeout=30))
        assert first["type"] == "ready" if after in (10**30, 2**63) else _is_refusal(first)


def test_a_ticket_lets_in_once(chat: Chat) -> None:
    operator = chat.company.administrator
    ticket = operator.ask("POST", "/live-tickets", {})["ticket"]
    hello = json.dumps({"type": "hello", "ticket": ticket, "after": None})
    with _knocking(chat) as socket:
        socket.send(hello)
        assert json.loads(socket.recv(timeout=30))["type"] == "ready"
        _is_sent_away(chat, hello)


def _knocking(chat: Chat) -> ClientConnection:
    return connect(f"{chat.company.hovor.address.replace('http', 'ws')}/api/v1/live")


def _is_sent_away(chat: Chat, hello: str | bytes) -> None:
    with _knocking(chat) as socket:
        socket.send(hello)
        assert _is_refusal(json.loads(socket.recv(timeout=30)))
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=30)
        assert closed.value.rcvd is not None
        # Signed out, or against the rules; 1011 would say that we failed.
        assert closed.value.rcvd.code in {SIGNED_OUT, POLICY_VIOLATION}


def _is_refusal(frame: dict[str, object]) -> bool:
    return set(frame) == {"type", "code", "reference"} and frame["code"] in {"not_signed_in", "frame_refused"}


def _answer_to(visitor: Visitor, client_ref: str) -> dict[str, object]:
    return visitor.live.hears_frame(
        lambda frame: frame["type"] in {"posted", "refused"} and frame["client_ref"] == client_ref
    )


def _still_talks(visitor: Visitor) -> None:
    client_ref = f"fine-{len(visitor.live.frames)}"
    visitor.live.say(type="post", client_ref=client_ref, text="still here")
    assert _answer_to(visitor, client_ref)["type"] == "posted"


def test_a_flood_is_refused_at_both_doors(company: Company) -> None:
    visitor = company.visitor()
    visitor.connect()
    for number in range(100):
        visitor.live.say(type="post", client_ref=f"flood-{number}", text="Again")
    refused = visitor.live.hears_frame(lambda frame: frame["type"] == "refused")
    assert refused["code"] == "rate_limited"
    visitor.live.hears_frame(lambda frame: frame.get("client_ref") == "flood-99")
    answers = [
        visitor.http.post("/messages", json={"client_ref": f"more-{number}", "text": "Again"})
        for number in range(60)
    ]
    limited = [answer for answer in answers if answer.status_code == 429]
    assert limited
    assert refusal(limited[0], 429)["code"] == "rate_limited"
    assert int(limited[0].headers["retry-after"]) >= 1
    assert company.visitor().say("Somebody else")["message_id"]
