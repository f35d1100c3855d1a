"""Where lanes and readers get their connections. While the database is away, it answers at once instead
of waiting.
"""

import logging
import threading
import time
from typing import Final

from hovor.foundation.database.connection import Connection, Engine
from hovor.foundation.errors import StorageUnavailable

PAUSE_SECONDS: Final = 0.25

_log = logging.getLogger(__name__)


class Door:
    """Opens connections, from any thread. After a failure nobody knocks for a quarter of a second."""

    def __init__(self, engine: Engine) -> None:
        self.engine: Final = engine
        self._closed_until = 0.0
        self._lock = threading.Lock()

    def open(self) -> Connection:
        """A new connection. Raises `StorageUnavailable` when there is none to be had."""
        with self._lock:
            if time.monotonic() < self._closed_until:
                raise StorageUnavailable
            try:
                return self.engine.connect()
            except Exception as error:
                _log.warning("cannot connect to the database: %s", error)
                self._closed_until = time.monotonic() + PAUSE_SECONDS
                raise StorageUnavailable from error
