"""A tiny load on a running installation: the driver speaks what the server understands. No time is judged."""

import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.contestants import Hovor
from bench.hovor_server import Server
from bench.load import closed, paced
from bench.machine import family, memory_mib
from bench.wire import Frames, frame


@pytest.fixture
def as_before() -> Iterator[None]:
    """This process keeps its cores and limits."""
    cores, files = os.sched_getaffinity(0), resource.getrlimit(resource.RLIMIT_NOFILE)
    yield
    os.sched_setaffinity(0, cores)
    resource.setrlimit(resource.RLIMIT_NOFILE, files)


async def test_visitors_talk_to_operators_by_frames_and_by_requests(as_before: None, tmp_path: Path) -> None:
    hovor = Hovor("hovor", Server(tmp_path / "data", None))
    (tmp_path / "data").mkdir()
    try:
        await hovor.open(2)
        by_frames = await closed(hovor, range(2), 0.2)
        in_time = await paced(hovor, range(2), 10, 0.2)
        hovor.by_http = True
        by_requests = await closed(hovor, range(2), 0.2)
        memory = memory_mib(family(hovor.roots))
    finally:
        hovor.close()
    for measured in (by_frames, in_time, by_requests):
        assert measured.delays
        assert measured.lost == 0
    assert len(in_time.delays) == 4
    assert by_frames.server_seconds >= 0
    assert memory > 10
    assert sum(len(visitor.acknowledged) for visitor in hovor.visitors) >= len(by_frames.delays)


@pytest.mark.parametrize("size", [0, 125, 126, 70_000])
def test_frames_are_read_however_they_are_cut(size: int) -> None:
    sent = frame(b"x" * size)
    head = {0: 2, 125: 2, 126: 4, 70_000: 10}[size]
    # A server's frames have no mask: the mask's four zeros and its flag go.
    plain = bytes((sent[0], sent[1] & 0x7F)) + sent[2:head] + sent[head + 4 :]
    frames, found = Frames(), []
    for begin in range(0, len(plain), max(1, len(plain) // 3)):
        found += frames.feed(plain[begin : begin + max(1, len(plain) // 3)])
    assert found == [(1, b"x" * size)]
