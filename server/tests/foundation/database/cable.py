"""A cable between Hovor and PostgreSQL that a test can cut, also just when an answer is on its way."""

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self

import sqlalchemy as sa


class Cable:
    """Passes on what comes from either side. Threads, since lanes and readers are threads too."""

    def __init__(self, url: str) -> None:
        target = sa.make_url(url)
        self._server = (str(target.query["host"]) + "/.s.PGSQL.5432") if "host" in target.query else None
        self._address = (target.host, target.port or 5432)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._plugged = True
        self._swallow = False
        self._open = threading.Event()
        self._open.set()
        self.url = (
            target.set(host="127.0.0.1", port=self._listener.getsockname()[1], query={})
            .update_query_dict({"sslmode": "disable", "gssencmode": "disable"})
            .render_as_string(hide_password=False)
        )

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.unplug()
        self._listener.close()

    def unplug(self) -> None:
        """Cut all connections and let nobody connect."""
        self._plugged = False
        self._open.set()
        self._cut()

    def plug(self) -> None:
        """Let connect again."""
        self._plugged = True

    def hold_back(self) -> None:
        """Until it is unplugged nothing arrives any more, and nobody is told."""
        self._open.clear()

    def swallow_next_answer(self) -> None:
        """Whatever PostgreSQL says next is lost, and with it the connection; what it was asked, it has
        done.
        """
        self._swallow = True

    def _cut(self) -> None:
        for pair in self._pairs:
            for end in pair:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self._pairs = []

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self._plugged:
                    self._connect(near)
                else:
                    near.close()

    def _connect(self, near: socket.socket) -> None:
        if self._server is not None:
            far = socket.socket(socket.AF_UNIX)
            far.connect(self._server)
        else:
            far = socket.create_connection(self._address)
        self._pairs.append((near, far))
        threading.Thread(target=self._pass_on, args=(near, far, False), daemon=True).start()
        threading.Thread(target=self._pass_on, args=(far, near, True), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, answers: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if answers and self._swallow:
                    self._swallow = False
                    break
                self._open.wait()
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
