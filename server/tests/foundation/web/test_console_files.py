"""The console's files go out compressed to whoever can read that, and each of its addresses is its page."""

import re
from pathlib import Path

import httpx2

from hovor import web
from tests.support.server import running


def test_the_files_that_the_page_names_are_compressed_for_whoever_can_read_that(tmp_path: Path) -> None:
    page = (web.CONSOLE / "index.html").read_text()
    named = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page)
    assert named
    with running(tmp_path) as hovor:
        for address in named:
            plain = web.CONSOLE / address.lstrip("/")
            for accepted, encoding, ending in (
                ("gzip, deflate, br, zstd", "br", ".br"),
                ("gzip", "gzip", ".gz"),
                ("gzip, br;q=0", "gzip", ".gz"),
                ("identity", None, ""),
            ):
                with httpx2.stream(
                    "GET", hovor.address + address, headers={"accept-encoding": accepted}
                ) as answer:
                    sent = b"".join(answer.iter_raw())
                assert answer.headers.get("content-encoding") == encoding
                assert answer.headers["vary"] == "accept-encoding"
                assert "immutable" in answer.headers["cache-control"]
                assert sent == Path(f"{plain}{ending}").read_bytes()


def test_a_page_that_has_not_changed_is_not_sent_again(tmp_path: Path) -> None:
    with running(tmp_path) as hovor:
        first = httpx2.get(hovor.address)
        assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
        known = {"if-none-match": first.headers["etag"]}
        again = httpx2.get(hovor.address, headers=known)
        other = httpx2.get(hovor.address, headers={**known, "accept-encoding": "identity"})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    assert other.status_code == 200


def test_every_address_of_a_screen_is_the_console(tmp_path: Path) -> None:
    screens = (
        "/", "/conversations", "/conversations/", "/conversations/01J", "/clients", "/clients/01J",
        "/settings", "/settings/mail", "/profile", "/sign-in", "/set-up", "/sign-up/secret",
    )  # fmt: skip
    with running(tmp_path) as hovor:
        answers = {address: httpx2.get(hovor.address + address) for address in screens}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert len({answer.text for answer in answers.values()}) == 1


def test_a_browser_that_guesses_an_icon_finds_it(tmp_path: Path) -> None:
    with running(tmp_path) as hovor:
        icon = httpx2.get(f"{hovor.address}/favicon.ico")
        missing = httpx2.get(f"{hovor.address}/assets/console-of-yesterday.js")
    assert (icon.status_code, icon.headers["content-type"]) == (200, "image/svg+xml")
    assert icon.content == (web.CONSOLE / "icon.svg").read_bytes()
    assert missing.status_code == 404
