"""A push service (RFC 8030) on a free port of this machine: it keeps what it is given and misbehaves on
demand. Beside it a browser that subscribes there and can read what is its own.
"""

import json
import threading
from collections import deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from typing_extensions import override

from hovor.notifications.push.encryption import CURVE, encode
from tests.notifications.test_push_standards import decrypted


@dataclass(frozen=True)
class Fault:
    """How one request is answered instead of 201. `hangs`: the answer does not come before it is let go."""

    status: int = 201
    headers: tuple[tuple[str, str], ...] = ()
    hangs: threading.Event | None = None


@dataclass(frozen=True)
class Received:
    """One push as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


class PushService:
    """Everything it got is in `received`; the next answers are those of `faults`."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.faults: deque[Fault] = deque()
        self._news = threading.Condition()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                fault = service.take(Received(self.path, headers, body))
                if fault.hangs is not None:
                    fault.hangs.wait(30)
                self.send_response(fault.status)
                for name, value in fault.headers:
                    self.send_header(name, value)
                self.send_header("content-length", "0")
                self.end_headers()

            @override
            def log_message(self, format: str, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    def take(self, received: Received) -> Fault:
        """Keeps a push and tells how it is answered."""
        with self._news:
            self.received.append(received)
            self._news.notify_all()
            return self.faults.popleft() if self.faults else Fault()

    def until(self, count: int) -> list[Received]:
        """All pushes, as soon as there are so many."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.received) >= count, 30), self.received
            return list(self.received)

    def close(self) -> None:
        """Closes the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(30)


class PushBrowser:
    """A browser's half of a subscription."""

    def __init__(self, service: PushService, name: str) -> None:
        self._key = ec.generate_private_key(CURVE)
        self._auth = encode(name.encode().ljust(16, b"-")[:16])
        self.path = f"/push/{name}"
        self.endpoint = f"{service.origin}{self.path}"

    @property
    def subscription(self) -> dict[str, Any]:
        """As `PushSubscription.toJSON` gives it."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "keys": {"p256dh": encode(point), "auth": self._auth}}

    def reads(self, received: Received) -> dict[str, Any]:
        """What it makes of a push, by an implementation that is not ours."""
        private = self._key.private_numbers().private_value.to_bytes(32, "big")
        document: dict[str, Any] = json.loads(decrypted(encode(private), self._auth, received.body))
        return document
