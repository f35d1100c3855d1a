"""A client's website that embeds the chat: on an origin of its own, and as strict as a website can be."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from typing_extensions import override

_PAGE: Final = """<!doctype html>
<html lang="{language}" dir="{direction}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Boots</title></head>
<body><h1>Boots</h1><button>Basket</button>{scripts}</body></html>"""
_SCRIPT: Final = '<script src="{hovor}/widget.js" data-channel="{key}" {options} async></script>'


class Website:
    """One page, under every path; what stands in it may be changed before it is loaded."""

    def __init__(self, hovor: str, channel_key: str, port: int) -> None:
        self.origin: Final = f"http://localhost:{port}"
        self.language = "en"
        self.direction = "ltr"
        self.options = ""
        self.times_embedded = 1
        self._hovor = hovor
        self.channel_key = channel_key

    @property
    def policy(self) -> str:
        """What a site must allow for the chat, and nothing else."""
        socket = self._hovor.replace("http", "ws", 1)
        return (
            f"default-src 'none'; script-src {self._hovor}; connect-src {self._hovor} {socket}; "
            f"img-src {self._hovor}; media-src {self._hovor}; require-trusted-types-for 'script'"
        )

    def page(self) -> bytes:
        """The page as it is now."""
        script = _SCRIPT.format(hovor=self._hovor, key=self.channel_key, options=self.options)
        page = _PAGE.format(
            language=self.language, direction=self.direction, scripts=script * self.times_embedded
        )
        return page.encode()


@contextmanager
def website(hovor: str, channel_key: str) -> Iterator[Website]:
    """A website that is up until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    site = Website(hovor, channel_key, server.server_address[1])
    server.site = site  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """The page."""
        site: Website = self.server.site  # type: ignore[attr-defined]
        body = site.page()
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.send_header("content-security-policy", site.policy)
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Nobody needs it."""
