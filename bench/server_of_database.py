"""A PostgreSQL for this run."""

import contextlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.machine import on_server_core
from tooling import postgres


@contextlib.contextmanager
def database_server() -> Iterator[tuple[str, int]]:
    """As packaged, on the servers' core, until the block ends: its URL and its first process."""
    with TemporaryDirectory(prefix="hovor-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        with on_server_core():
            url = stack.enter_context(postgres.server(folder))
        yield url, postgres.process(folder)
