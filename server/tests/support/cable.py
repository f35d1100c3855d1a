"""A network cable between a browser and the server that a test can cut and heal.

with cable(hovor.address) as line:
    await page.goto(line.address)
    line.cut()          every connection breaks, nobody connects
    line.heal()
    line.deafen()       what is asked still arrives, what is answered does not
"""

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit


class Cable:
    """Passes on what comes from either side, by threads: a test's own loop may be busy."""

    def __init__(self, address: str) -> None:
        target = urlsplit(address)
        self._target = (target.hostname or "", target.port or 80)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._ends: set[socket.socket] = set()
        self._whole = True
        self._deaf = False
        self.swallowed = threading.Event()
        """An answer was lost since `deafen`."""
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def cut(self) -> None:
        """Breaks every connection and refuses new ones, until it is healed."""
        with self._lock:
            self._whole = False
            self._deaf = False
            ends = tuple(self._ends)
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def deafen(self) -> None:
        """From now on the server hears and is not heard: what it stores, nobody is told of."""
        self.swallowed.clear()
        self._deaf = True

    def heal(self) -> None:
        """Lets connect again. Connections that lost an answer do not come back."""
        if self._deaf:
            self.cut()
        self._whole = True

    def close(self) -> None:
        """Ends everything."""
        self.cut()
        self._listening.close()

    def accept(self) -> None:
        """Serves until it is closed."""
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        with contextlib.ExitStack() as closing:
            closing.enter_context(near)
            far = closing.enter_context(socket.create_connection(self._target))
            with self._lock:
                if not self._whole:
                    return
                self._ends |= {near, far}
            back = threading.Thread(target=self._pass_on, args=(far, near, True), daemon=True)
            back.start()
            self._pass_on(near, far, False)
            back.join()
            with self._lock:
                self._ends -= {near, far}

    def _pass_on(self, source: socket.socket, sink: socket.socket, answers: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if answers and self._deaf:
                    self.swallowed.set()
                else:
                    sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def cable(address: str) -> Iterator[Cable]:
    """A whole cable to `address`, until the block ends."""
    made = Cable(address)
    accepting = threading.Thread(target=made.accept, daemon=True)
    accepting.start()
    try:
        yield made
    finally:
        made.close()
