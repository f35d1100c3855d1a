"""Files that visitors send and fetch: what they are, what they are called, and whose they are."""

from pathlib import Path
from typing import Final

import httpx2
import pytest

from hovor.channels.webchat.adapter import FILE_BYTES
from tests.channels.webchat.shop import Chat, refusal, refused
from tests.support.server import Company, Document, Visitor

PNG: Final = (Path(__file__).parents[4] / "docs" / "pictures" / "sign-in-360-light.png").read_bytes()
SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE: Final = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture(scope="module")
def chat(company: Company) -> Chat:
    """One that takes files."""
    return Chat(company)


def _send(visitor: Visitor, name: str, content: bytes, kind: str = "image/png") -> httpx2.Response:
    return visitor.http.post("files", files={"file": (name, content, kind)})


def _sent(visitor: Visitor, name: str, content: bytes) -> Document:
    answer = _send(visitor, name, content)
    assert answer.status_code == 201, answer.text
    document: Document = answer.json()
    return document


def test_a_file_arrives_whole_and_is_never_shown_as_a_page(chat: Chat) -> None:
    visitor = chat.visitor()
    operator, mine = chat.served(visitor)
    for name, content, kind in (("boots.png", PNG, "image/png"), ("page.txt", PAGE, "text/plain")):
        sent = _sent(visitor, name, content)
        assert (sent["name"], sent["kind"], sent["size_bytes"]) == (name, kind, len(content))
        visitor.say(None, file_ids=(sent["file_id"],))
        entries = operator.ask("GET", f"/conversations/{mine}/entries")["items"]
        assert entries[-1]["files"][0]["name"] == name
        theirs = operator.http.get(f"/api/v1/files/{sent['file_id']}")
        for got in (visitor.http.get(f"files/{sent['file_id']}"), theirs):
            assert got.content == content
            assert got.headers["content-disposition"].startswith("attachment;")
            assert got.headers["x-content-type-options"] == "nosniff"
            assert "sandbox" in got.headers["content-security-policy"]
            assert got.headers["content-type"].split(";")[0] in {"image/png", "text/plain"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drawing.svg", SVG),
        ("page.html", PAGE),
        ("page.png", PAGE),
        ("boots.svg", PNG),
        ("boots.png\N{ZERO WIDTH SPACE}.html", PNG),
        ("run.exe", b"MZ" + bytes(200)),
        ("run.png", b"\x7fELF" + bytes(200)),
        ("empty.png", b""),
        ("cut.png", PNG[:100]),
    ],
)
def test_what_a_browser_could_run_or_nobody_can_open_is_refused(
    chat: Chat, name: str, content: bytes
) -> None:
    visitor = chat.visitor()
    assert refusal(_send(visitor, name, content), 422)["code"].startswith(("file_", "picture_"))
    assert visitor.say("And on")["number"] == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd.png", "etc_passwd.png"),
        ("..\\..\\boot.png", "boot.png"),
        ("a\r\nset-cookie: x.png", "set-cookie_ x.png"),
        ('"><script>.png', "script_.png"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe.png", "gnp.exe.png"),
        ("no ending", "no ending.png"),
        ("Fotografie žluťoučká.PNG", "Fotografie žluťoučká.png"),
        ("x" * 500 + ".png", None),
        (".png", "png.png"),
    ],
)
def test_hostile_names_become_plain_ones(chat: Chat, name: str, kept: str | None) -> None:
    visitor = chat.visitor()
    sent = _sent(visitor, name, PNG)
    assert not set(sent["name"]) & set('/\\:*?"<>|\r\n\N{RIGHT-TO-LEFT OVERRIDE}')
    assert len(sent["name"]) <= 150
    assert kept is None or sent["name"].strip("_. ").endswith(kept), sent["name"]
    visitor.say(None, file_ids=(sent["file_id"],))
    got = visitor.http.get(f"files/{sent['file_id']}")
    assert (got.status_code, got.content) == (200, PNG)
    assert "set-cookie" not in got.headers


def test_a_file_is_for_its_conversation_alone(chat: Chat) -> None:
    visitor, other = chat.visitor(), chat.visitor()
    sent = _sent(visitor, "boots.png", PNG)["file_id"]
    fetched = f"files/{sent}"
    assert refused(other, "GET", fetched) == (404, "not_found")
    # Nobody attaches what somebody else has sent, and so makes it his own.
    stolen = {"client_ref": "1", "file_ids": [sent]}
    assert refused(other, "POST", "messages", stolen)[0] in {404, 422}
    assert refused(other, "GET", fetched) == (404, "not_found")
    visitor.say("Look", file_ids=(sent,))
    assert visitor.http.get(fetched).content == PNG
    other.say("Hello")
    assert refused(other, "POST", "messages", {**stolen, "client_ref": "2"})[0] in {404, 409, 422}
    for stranger in (other, Chat(chat.company).visitor()):
        assert refused(stranger, "GET", fetched) == (404, "not_found")
    for odd in ("nothing", "..%2f..%2fsecret.key", "%00"):
        assert visitor.http.get(f"files/{odd}").status_code in {404, 405, 422}


def test_too_much_is_refused_before_it_is_kept(chat: Chat) -> None:
    visitor = chat.visitor()
    assert refusal(_send(visitor, "big.txt", b"x" * (FILE_BYTES + 1)), 413)
    assert refusal(visitor.http.post("files", content=b"x" * (27 << 20)), 413)
    kept = chat.company.hovor.settings.data_dir / "files"
    assert all(path.stat().st_size <= len(PNG) for path in kept.rglob("*") if path.is_file())


def test_what_is_no_form_with_one_file_is_refused(chat: Chat) -> None:
    visitor = chat.visitor()
    form = {"content-type": "multipart/form-data; boundary=x"}
    several = [("file", (f"{number}.png", PNG, "image/png")) for number in range(3)]
    for answer in (
        visitor.http.post("files"),
        visitor.http.post("files", json={"file": "x"}),
        visitor.http.post("files", data={"file": "words"}),
        visitor.http.post("files", files={"other": ("a.png", PNG, "image/png")}),
        visitor.http.post("files", files=several),
        visitor.http.post("files", content=b"--x\r\nnothing", headers=form),
        visitor.http.post("files", content=b"\x00" * 100, headers=form),
        visitor.http.post("files", content=b"x", headers={"content-type": "multipart/form-data"}),
    ):
        assert 400 <= answer.status_code < 500, answer.text
        refusal(answer, answer.status_code)
    assert _sent(visitor, "boots.png", PNG)["name"] == "boots.png"


def test_a_chat_without_files_takes_none(company: Company) -> None:
    visitor = Chat(company, files=False).visitor()
    assert refusal(_send(visitor, "boots.png", PNG), 409)["code"] == "files_not_allowed"
