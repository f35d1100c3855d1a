"""The wheel alone, on virtual time: a year would take a second."""

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from hovor.foundation.caller import ClientCaller, OperatorCaller
from hovor.foundation.clock import SECOND
from hovor.foundation.live.heartbeats import TICK, Heartbeats
from hovor.foundation.live.socket import OPERATOR, VISITOR, Socket
from tests.support.clock import VirtualClock


class Silence:
    """Writes down what the wheel says, with its time in seconds."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.start = clock.now()
        self.said: list[tuple[str, float]] = []

    def _note(self, what: str) -> None:
        self.said.append((what, (self.clock.now() - self.start) / SECOND))

    def ping(self, socket: Socket) -> None:
        self._note("ping")

    def fell_silent(self, socket: Socket) -> None:
        self._note("suspect")

    def lost(self, socket: Socket) -> None:
        self._note("lost")

    def stuck(self, socket: Socket) -> None:
        self._note("stuck")

    def times(self, what: str) -> list[float]:
        return [at for said, at in self.said if said == what]


class NoTransport:
    """Nothing is sent in these tests."""

    async def frame(self) -> None:
        return None

    def send(self, text: str) -> None:
        return None

    def close(self, code: int, *, hard: bool = False) -> None:
        return None


def wheel(seed: int = 1) -> tuple[Heartbeats, VirtualClock, Silence]:
    clock = VirtualClock()
    silence = Silence(clock)
    return Heartbeats(clock, silence, Random(seed)), clock, silence


def operator(clock: VirtualClock) -> Socket:
    return Socket(NoTransport(), OperatorCaller("c", "o", "operator", "s"), "connection", clock.now())


def visitor(clock: VirtualClock) -> Socket:
    return Socket(NoTransport(), ClientCaller("c", "l", "i", "h", "s"), "connection", clock.now())


def run(heartbeats: Heartbeats, clock: VirtualClock, seconds: float) -> None:
    for _ in range(round(seconds * SECOND / TICK)):
        clock.advance_to(clock.now() + TICK)
        heartbeats.advance(clock.now())


def test_pings_keep_their_interval() -> None:
    heartbeats, clock, silence = wheel()
    one = operator(clock)
    heartbeats.add(one)
    for _ in range(100):
        run(heartbeats, clock, 1)
        one.heard = clock.now()
    pings = silence.times("ping")
    assert pings[0] <= 4.1
    assert all(3.9 <= later - earlier <= 4.1 for earlier, later in pairwise(pings))
    assert len(silence.said) == len(pings)


def test_visitors_have_their_own_rhythm() -> None:
    heartbeats, clock, silence = wheel()
    heartbeats.add(visitor(clock))
    run(heartbeats, clock, 120)
    assert 35 <= silence.times("suspect")[0] <= 35.2
    assert 60 <= silence.times("lost")[0] <= 60.2
    assert len(silence.times("lost")) == 1
    assert silence.said[-1][0] == "lost"


def test_first_pings_are_spread_over_the_interval() -> None:
    heartbeats, clock, silence = wheel()
    for _ in range(400):
        heartbeats.add(operator(clock))
    run(heartbeats, clock, 4)
    first = [at for at in silence.times("ping") if at <= 4]
    quarters = [sum(1 for at in first if quarter <= at < quarter + 1) for quarter in range(4)]
    assert all(60 <= count <= 140 for count in quarters), quarters


def test_a_socket_that_ended_is_forgotten() -> None:
    heartbeats, clock, silence = wheel()
    one = operator(clock)
    heartbeats.add(one)
    one.end(1000)
    run(heartbeats, clock, 60)
    assert silence.said == []
    assert heartbeats._slots == {}


def test_while_a_command_is_worked_on_silence_does_not_count() -> None:
    heartbeats, clock, silence = wheel()
    one = operator(clock)
    heartbeats.add(one)
    one.busy = True
    run(heartbeats, clock, 60)
    assert silence.times("suspect") == []


@given(heard=st.lists(st.floats(0.1, 12), max_size=20), seed=st.integers(0, 1000))
def test_inv_28_suspect_and_lost_follow_the_last_word_within_a_tick(heard: list[float], seed: int) -> None:
    heartbeats, clock, silence = wheel(seed)
    one = operator(clock)
    heartbeats.add(one)
    last = 0.0
    for pause in heard:
        run(heartbeats, clock, pause)
        now = (clock.now() - silence.start) / SECOND
        said = [at for at in silence.times("suspect") if at > last]
        assert bool(said) == (now - last >= 10 + 0.1) or abs(now - last - 10) <= 0.2
        assert all(last + 10 <= at <= last + 10.2 for at in said)
        one.heard, one.suspect, last = clock.now(), False, now
    run(heartbeats, clock, 31)
    assert last + 30 <= silence.times("lost")[0] <= last + 30.2


def test_a_stall_is_nobodys_silence() -> None:
    heartbeats, clock, silence = wheel()
    ones = [operator(clock) for _ in range(10)]
    for one in ones:
        heartbeats.add(one)
    run(heartbeats, clock, 3)
    clock.advance(600)
    heartbeats.advance(clock.now())
    assert silence.times("suspect") == silence.times("lost") == []
    run(heartbeats, clock, 31)
    assert len(silence.times("lost")) == 10


def test_the_rhythms_are_those_of_the_domain() -> None:
    assert (OPERATOR.ping, OPERATOR.suspect, OPERATOR.lost) == (4 * SECOND, 10 * SECOND, 30 * SECOND)
    assert VISITOR.ping == 25 * SECOND
