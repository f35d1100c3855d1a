"""The console's files go out compressed to whoever can read that."""

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
            plain = (web.CONSOLE / address.lstrip("/")).read_bytes()
            for accepted, encoding in (("gzip", "gzip"), ("identity", None)):
                answer = httpx2.get(hovor.address + address, headers={"accept-encoding": accepted})
                assert answer.headers.get("content-encoding") == encoding
                assert answer.headers["vary"] == "accept-encoding"
                assert answer.content == plain
